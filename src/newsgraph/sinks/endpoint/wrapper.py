"""SPARQLWrapper as we use it: it words the requests, our transport sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from SPARQLWrapper import CONSTRUCT, INSERT, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, SPARQLWrapper

from newsgraph.errors import QueryError, UsageError
from newsgraph.sinks.endpoint.transport import HttpError
from newsgraph.sinks.sparql import Form

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.transport import Client, Response

_BAD_REQUEST = 400
_OXIGRAPH = "/query"


class Wrapper(SPARQLWrapper):
    """A SPARQLWrapper whose answers are whole `Response` values.

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
        self.queryType, self.queryString = INSERT, text
        self.setRequestMethod(POSTDIRECTLY)
        self.setReturnFormat(JSON)
        return self._answer()

    def ask(self, text: str, form: Form) -> Response:
        """Send a query. Raises `QueryError` where the endpoint cannot read it, else `HttpError`."""
        if not self._client.endpoint.query:
            raise UsageError("the endpoint has no address for queries", where="--endpoint")
        is_graph = form in {Form.CONSTRUCT, Form.DESCRIBE}
        self.queryType = CONSTRUCT if is_graph else form.value
        self.queryString = text
        self.setRequestMethod(URLENCODED)
        if urlsplit(self._client.endpoint.query).path == _OXIGRAPH:
            self.addParameter("union-default-graph", "true")  # which is what other servers do unasked
        self.setReturnFormat(TURTLE if is_graph else JSON)
        try:
            return self._answer()
        except HttpError as error:
            if error.status == _BAD_REQUEST:
                raise QueryError(
                    f"the endpoint cannot read the query: {error.what}",
                    where=error.where,
                    mend="mend the query",
                ) from error
            raise

    def _answer(self) -> Response:
        return cast("Response", self.query().response)

    def _query(self) -> tuple[Response, str]:  # type: ignore[override]  # QueryResult takes any answer
        return self._client.send(self._createRequest()), self.returnFormat
