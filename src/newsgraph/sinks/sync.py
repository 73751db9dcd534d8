"""What can be brought in step with graphs: the embedded store and remote endpoints alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from newsgraph.errors import NewsgraphError
    from newsgraph.sinks.register import Entry, Item, Register


@dataclass(frozen=True, slots=True)
class Put:
    """What came of putting graphs in place: how many were new, how many replaced, and what was refused.

    `requests` is how many went over a network for it.
    """

    added: int = 0
    replaced: int = 0
    failed: tuple[NewsgraphError, ...] = ()
    requests: int = 0


class Place(Protocol):
    """A store that keeps graphs and their register.

    Every method raises `SinkError` (`StoreError`, `EndpointError`) where the store cannot go on; what was
    done by then stays, and the same again completes it.
    """

    @property
    def name(self) -> str:
        """What messages call it; it holds no credentials."""

    def register(self) -> Register:
        """Read all entries; a store that is not yet there has none."""

    def put(self, items: Iterable[Item], *, progress: Callable[[int], object]) -> Put:
        """Make each graph hold exactly the item's triples and the register say so.

        The entry goes out before the graph is touched and comes in when it is whole. `items` are drawn one
        after the other, as they can be sent; `progress` is told how many more are in place. A graph that
        alone is refused is named in the result, and the others are put.
        """

    def enter(self, entries: Sequence[Entry]) -> None:
        """Write the entries of graphs that are in place already, instead of those they have."""

    def remove(self, names: Sequence[str]) -> None:
        """Take graphs and their entries out; one that is not there is no error."""

    def present(self, names: Sequence[str]) -> AbstractSet[str]:
        """Return which of these graphs are there in any form: putting them replaces something."""

    def same(self, items: Sequence[Item]) -> AbstractSet[str]:
        """Return the names of the graphs that hold exactly what the items do, whatever the register says.

        A few items at a time are asked about. One with blank nodes may count as different.
        """
