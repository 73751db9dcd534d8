"""Changes of named graphs at an endpoint: in which state they are, and taking graphs out."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from newsgraph.sinks.change import Standing
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import Held, store_request
from newsgraph.sinks.endpoint.page import check_page
from newsgraph.sinks.endpoint.parcel import parcel_of_graph
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import forgetting, revoking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newsgraph.sinks.change import GraphChange
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.transport import Response

_AT_ONCE: Final = 50
"""How many graphs are taken out in one update."""


class Changer:
    """Asks an endpoint about changed graphs, and takes out those that were withdrawn.

    Putting in those that were added or changed is `push_graphs`. Every method raises `EndpointError` where
    the endpoint cannot be reached or refuses, and `QueryError` where it cannot read what is asked.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.endpoint = endpoint
        self._client = Client(endpoint)
        self._held = Held(self._client)
        self._wrapper = Wrapper(self._client)

    def standings(self, changes: Sequence[GraphChange]) -> list[Standing]:
        """Return for each graph in which of its two states the endpoint has it."""
        after = self._held.same([parcel_of_graph(c.after) for c in changes if c.after is not None])
        rest = [change for change in changes if change.name not in after]
        before = self._held.same([parcel_of_graph(c.before) for c in rest if c.before is not None])
        open_ended = [c.name for c in rest if c.name not in before and None in {c.before, c.after}]
        filled = self._held.filled(open_ended)
        found = []
        for change in changes:
            is_empty = change.name in open_ended and change.name not in filled
            if change.name in after or (change.after is None and is_empty):
                found.append(Standing.AFTER)
            elif change.name in before or (change.before is None and is_empty):
                found.append(Standing.BEFORE)
            else:
                found.append(Standing.NEITHER)
        return found

    def remove(self, names: Iterable[str]) -> None:
        """Take graphs out; one that is not there is no error.

        That they are whole is taken out of the register before, and whose they are after: who is interrupted
        finds them again.
        """
        asked = list(names)
        for start in range(0, len(asked), _AT_ONCE):
            part = asked[start : start + _AT_ONCE]
            if self.endpoint.protocol is not Protocol.GSP:
                drops = (f"DROP SILENT GRAPH <{name}>" for name in part)
                update = ";\n".join([revoking(part), *drops, forgetting(part)])
                self._gone(self._wrapper.update(update), part)
                continue
            if self._held.may_register:
                self._register(revoking(part), partial(self._none, self._held.digests, part))
            for name in part:
                self._delete(name)
            if self._held.may_register:
                self._register(forgetting(part), partial(self._none, self._held.present, part))

    @staticmethod
    def _none(found: Callable[[Sequence[str]], object], names: Sequence[str]) -> bool:
        return not found(names)

    def _register(self, update: str, is_done: Callable[[], bool]) -> None:
        check_page(self._wrapper.update(update), self.endpoint.name, is_done)

    def _gone(self, response: Response, names: Sequence[str]) -> None:
        check_page(response, self.endpoint.name, lambda: not self._held.filled(names))

    def _delete(self, name: str) -> None:
        try:
            self._gone(self._client.send(store_request(self.endpoint, name, method="DELETE")), [name])
        except HttpError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
