"""The service as a WSGI application."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from newsgraph.sinks.service.description import PAGE, describe
from newsgraph.sinks.service.media import GRAPHS, content_type, negotiate
from newsgraph.sinks.service.pool import ClientGone, Pool
from newsgraph.sinks.service.protocol import METHODS, Request, checked_iri, read_operation
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.sparql import KNOWN_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsgraph.sinks.service.limits import Limits
    from newsgraph.sinks.service.protocol import Operation
    from newsgraph.sinks.service.visitors import Visitors

Environment: TypeAlias = "dict[str, Any]"
ENDPOINTS: Final = ("/sparql", "/query")
_PLAIN: Final = ("Content-Type", "text/plain; charset=utf-8")
_PIECE: Final = 1 << 16
_DAY: Final = "86400"
_QUERY: Final = "newsgraph.query"


@dataclass(slots=True)
class Response:
    """An HTTP response on its way out."""

    status: int
    headers: list[tuple[str, str]]
    body: IO[bytes]
    length: int


@dataclass(frozen=True, slots=True)
class Application:
    """Answers HTTP requests from the workers of a pool.

    `log` takes a line for each request, with the query too where `log_queries` is set.
    """

    pool: Pool
    limits: Limits
    visitors: Visitors
    log: Callable[[str], None] | None = None
    log_queries: bool = False
    clock: Callable[[], float] = field(default=time.monotonic)

    def __call__(self, environ: Environment, start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer one request, as PEP 3333 wants it."""
        begin = self.clock()
        response = self._response(environ)
        status = HTTPStatus(response.status)
        start_response(
            f"{status.value} {status.phrase}",
            [
                *response.headers,
                *(() if status == HTTPStatus.NO_CONTENT else (("Content-Length", str(response.length)),)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-cache"),
            ],
        )
        self._note(environ, response, self.clock() - begin)
        if environ["REQUEST_METHOD"] == "HEAD" or status == HTTPStatus.NO_CONTENT:
            response.body.close()
            return []
        wrap = environ["wsgi.file_wrapper"]
        return wrap(response.body, _PIECE)  # type: ignore[no-any-return]  # PEP 3333: any iterable

    def _response(self, environ: Environment) -> Response:
        allowed: str | None = None
        try:
            host = environ.get("HTTP_HOST")
            self.visitors.check_host(host)
            allowed = self.visitors.allowed_origin(environ.get("HTTP_ORIGIN"), host)
            response = self._routed(environ)
        except RefusedError as refusal:
            response = _text(f"{refusal}\n", refusal.status, refusal.headers)
        except ClientGone:
            response = _text("", HTTPStatus.SERVICE_UNAVAILABLE)  # nobody reads it
        response.headers.append(("Vary", "Accept, Origin"))
        if allowed is not None:
            response.headers.append(("Access-Control-Allow-Origin", allowed))
        return response

    def _routed(self, environ: Environment) -> Response:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path in ENDPOINTS:
            return self._preflight(environ) if method == "OPTIONS" else self._answered(environ)
        if path not in {"/", "/health"}:
            raise RefusedError(404, "nothing is here", mend=f"the endpoint is {ENDPOINTS[0]}")
        if method not in {"GET", "HEAD"}:
            raise RefusedError(405, "this can only be read", Allow="GET, HEAD")
        return _text("ok\n" if path == "/health" else self._page(environ))

    def _page(self, environ: Environment) -> str:
        limits = self.limits
        return PAGE.format(
            endpoint=self._endpoint(environ),
            prefixes=", ".join(sorted(KNOWN_PREFIXES)),
            timeout=limits.timeout,
            rows=limits.rows,
            size=limits.size,
        )

    def _preflight(self, environ: Environment) -> Response:
        methods = ", ".join(METHODS)
        headers = [("Allow", methods)]
        if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ and self.visitors.origins:
            headers += [
                ("Access-Control-Allow-Methods", methods),
                ("Access-Control-Allow-Headers", "Accept, Content-Type"),
                ("Access-Control-Max-Age", _DAY),
            ]
        return _text("", HTTPStatus.NO_CONTENT, headers)

    def _answered(self, environ: Environment) -> Response:
        operation = self._operation(environ)
        environ[_QUERY] = None if operation is None else operation.query
        if operation is None:
            media = negotiate(environ.get("HTTP_ACCEPT"), GRAPHS)
            document = describe(self._endpoint(environ), media)
            return _response(200, [("Content-Type", content_type(media))], document)
        answer = self.pool.run(operation, environ.get("waitress.client_disconnected", lambda: False))
        headers = list(answer.headers)
        if all(name != "Content-Type" for name, _ in headers):
            headers.append(_PLAIN)
        return Response(answer.status, headers, answer.body, answer.length)

    def _operation(self, environ: Environment) -> Operation | None:
        method = environ["REQUEST_METHOD"]
        return read_operation(
            Request(
                method=method,
                parameters=environ.get("QUERY_STRING", ""),
                media=environ.get("CONTENT_TYPE", ""),
                body=environ["wsgi.input"].read(self.limits.request) if method == "POST" else b"",
                accept=environ.get("HTTP_ACCEPT"),
                encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
                base=self._endpoint(environ),
            )
        )

    def _endpoint(self, environ: Environment) -> str:
        if self.visitors.public is not None:
            return self.visitors.public
        host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return checked_iri(f"http://{host}{ENDPOINTS[0]}", "Host")

    def _note(self, environ: Environment, response: Response, seconds: float) -> None:
        if self.log is None:
            return
        line = (
            f"{environ.get('REMOTE_ADDR', '-')} {environ['REQUEST_METHOD']} "
            f"{json.dumps(environ.get('PATH_INFO', ''))} {response.status} {response.length} bytes "
            f"{seconds * 1000:.0f} ms"
        )
        query = environ.get(_QUERY) if self.log_queries else None
        self.log(line if query is None else f"{line} {json.dumps(query)}")


def _text(text: str, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Response:
    return _response(status, [_PLAIN, *headers], text.encode())


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> Response:
    return Response(status, headers, BytesIO(body), len(body))
