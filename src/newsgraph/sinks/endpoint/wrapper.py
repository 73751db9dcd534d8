"""SPARQLWrapper as we use it: it words the requests, our transport sends them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from SPARQLWrapper import CONSTRUCT, INSERT, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, SPARQLWrapper

from newsgraph.errors import QueryError, UsageError
from newsgraph.sinks.endpoint.transport import HttpError
from newsgraph.sinks.endpoint.union import parameters_for
from newsgraph.sinks.sparql import Form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.request import Request

    from newsgraph.sinks.endpoint.transport import Client, Response, Stream


class Wrapper(SPARQLWrapper):
    """A SPARQLWrapper whose answers are our transport's, whole or while they come in.

    Its own way to open a connection is not used: it knows no retries, follows redirects with credentials and
    turns a redirected update into a query, and sets Digest up for the whole process. Text and kind of a
    request are set directly, because `setQuery` runs two slow regular expressions over all of it.
    """

    def __init__(self, client: Client) -> None:
        """Take the addresses from the client's endpoint."""
        endpoint = client.endpoint
        super().__init__(endpoint.query or endpoint.name, endpoint.update or endpoint.name, agent="newsgraph")
        self._client = client
        self.setMethod(POST)
        self.setOnlyConneg(True)

    def update(self, text: str) -> Response:
        """Send a SPARQL update. Raises `HttpError`."""
        if not self._client.endpoint.update:
            raise UsageError("the endpoint has no address for updates", where="--endpoint")
        self.queryType, self.queryString, self.parameters = INSERT, text, {}
        self.setRequestMethod(POSTDIRECTLY)
        self.setReturnFormat(JSON)
        return self._client.send(self._createRequest())

    def ask(self, text: str, form: Form) -> Response:
        """Send a query. Raises `QueryError` where the endpoint cannot read it, else `HttpError`."""
        request = self._question(text, form)
        with _readable():
            return self._client.send(request)

    @contextmanager
    def stream(self, text: str, form: Form) -> Iterator[Stream]:
        """Send a query and give its answer while it comes in. Raises what `ask` and reading raise."""
        request = self._question(text, form)
        with ExitStack() as stack:
            with _readable():
                stream = stack.enter_context(self._client.stream(request))
            yield stream

    def _question(self, text: str, form: Form) -> Request:
        if not self._client.endpoint.query:
            raise UsageError("the endpoint has no address for queries", where="--endpoint")
        is_graph = form in {Form.CONSTRUCT, Form.DESCRIBE}
        self.queryType = CONSTRUCT if is_graph else form.value
        self.queryString = text
        self.setRequestMethod(URLENCODED)
        self.parameters = {k: [v] for k, v in parameters_for(text, self._client.endpoint.server)}
        self.setReturnFormat(TURTLE if is_graph else JSON)
        return self._createRequest()


@contextmanager
def _readable() -> Iterator[None]:
    """Tell a query that the endpoint cannot read from other refusals."""
    try:
        yield
    except HttpError as error:
        if error.status == HTTPStatus.BAD_REQUEST:
            what = f"the endpoint cannot read the query: {error.what}"
            raise QueryError(what, where=error.where, mend="mend the query") from error
        raise
