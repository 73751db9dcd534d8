"""A place in memory that shows each step, and can fail before any of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newsgraph.errors import SinkError
from newsgraph.sinks.register import Register
from newsgraph.sinks.sync import Put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newsgraph.errors import NewsgraphError
    from newsgraph.sinks.register import Entry, Item


class MemoryPlace:
    """Keeps graphs and entries; before the step number `fails` from now, everything ends (None: never)."""

    name = "memory"

    def __init__(self) -> None:
        self.graphs: dict[str, str] = {}
        self.entries: dict[str, Entry] = {}
        self.fails: int | None = None
        self.refuses: set[str] = set()
        self.steps: list[tuple[str, str]] = []

    def register(self) -> Register:
        return Register(dict(self.entries))

    def put(self, items: Iterable[Item], *, progress: Callable[[int], object]) -> Put:
        added = replaced = 0
        failed: list[NewsgraphError] = []
        for item in items:
            if item.graph in self.refuses:
                failed.append(SinkError(f"<{item.graph}> is refused", where=self.name))
                continue
            self._forget(item.graph)
            self._step("drop", item.graph)
            was_there = self.graphs.pop(item.graph, None) is not None
            self._step("half", item.graph)
            self.graphs[item.graph] = item.ntriples[: item.ntriples.index("\n") + 1]
            self._step("whole", item.graph)
            self.graphs[item.graph] = item.ntriples
            self.enter([item.entry])
            added, replaced = added + (not was_there), replaced + was_there
            progress(1)
        return Put(added, replaced, tuple(failed))

    def enter(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._step("enter", entry.graph)
            self.entries[entry.graph] = entry

    def remove(self, names: Sequence[str]) -> None:
        for name in names:
            self._forget(name)
            self._step("remove", name)
            self.graphs.pop(name, None)

    def present(self, names: Sequence[str]) -> set[str]:
        return {name for name in names if name in self.graphs}

    def same(self, items: Sequence[Item]) -> set[str]:
        return {item.graph for item in items if self.graphs.get(item.graph) == item.ntriples}

    def halved(self) -> list[str]:
        """Return the graphs that have an entry and are not what it says."""
        return [name for name, entry in self.entries.items() if self._digest(name) != entry.digest]

    def _digest(self, name: str) -> str:
        return hashlib.sha256(self.graphs.get(name, "").encode()).hexdigest()

    def _forget(self, name: str) -> None:
        self._step("forget", name)
        self.entries.pop(name, None)

    def _step(self, what: str, name: str) -> None:
        if self.fails is not None:
            if not self.fails:
                raise SinkError("the connection broke", where=self.name)
            self.fails -= 1
        self.steps.append((what, name))
