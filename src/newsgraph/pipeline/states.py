"""One state of a corpus, wherever it lies, as graphs that can be asked for one by one.

What is read goes packed into a temporary file, and only names, digests and people stay in memory: so two
states of any size can be compared graph by graph, from formats and pipes that are read but once.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from newsgraph.errors import NewsgraphError
from newsgraph.iris import about_of, base_of, is_links_graph
from newsgraph.pipeline.rdf_files import find_rdf_files, load_quads_of
from newsgraph.rdf.assign import assign_graphs, assign_triples
from newsgraph.rdf.terms import TYPE, literal_parts
from newsgraph.sinks.files import sink_error
from newsgraph.sinks.store import is_store, read_graphs
from newsgraph.vocab import NG, ONTOLOGY_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple

_AT_ONCE: Final = 50_000
"""How many triples are held before they are put away: some twenty megabytes."""
_MADE: Final = {f"<{NG.softwareVersion}>": "newsgraph ", f"<{NG.annotator}>": ""}
_PERSON, _NAME = f"<{SCHEMA.Person}>", f"<{SCHEMA.name}>"


class State:
    """The graphs of one state; a context manager, because its temporary file ends with it.

    `digests` are the SHA-256 of each graph's sorted N-Triples by the graph's name, whatever format it came
    in; triples that belong to no graph are under `""`. `people` counts the graphs that speak of each person
    (by IRI), `names` has their names; `makers` are the versions and models that made the articles' graphs.
    `failures` are the files that could not be read.
    """

    def __init__(self, path: str | Path) -> None:
        """Name where the state lies: an RDF file, a folder of them, an embedded store, or `-`."""
        self.path = path
        self.digests: dict[str, bytes] = {}
        self.people: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.makers: set[str] = set()
        self.failures: list[NewsgraphError] = []
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed by __exit__

    def __enter__(self) -> Self:
        """Return the state itself."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Let the temporary file go."""
        self._file.close()

    def read(self, on_progress: Callable[[int, int], None]) -> None:
        """Read all graphs; of two of one name in two files the later counts, as it does in a store.

        Files that cannot be read are kept in `failures`; an empty folder is a state without graphs. The
        ontology in a store belongs to no state. Raises `StoreError` for a store that cannot be read, and
        `SinkError` where there is no room for temporary files.
        """
        if is_store(self.path):
            for graph in read_graphs(self.path, every=True):
                if graph.graph != ONTOLOGY_GRAPH:
                    self._keep({graph.graph: [self._write(graph.triples)]})
            return
        if Path(self.path).is_dir() and not any(Path(self.path).iterdir()):
            return
        files, errors = find_rdf_files((self.path,))
        self.failures.extend(errors)
        for number, file in enumerate(files, start=1):
            try:
                self._keep(self._put_away(load_quads_of(file)))
            except NewsgraphError as error:
                self.failures.append(error)
            on_progress(number, len(files))

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole state, in hex: the same for the same triples in the same graphs."""
        lines = (f"{name} {self.digests[name].hex()}\n" for name in sorted(self.digests))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def bases(self) -> frozenset[str]:
        """The starts of the IRIs of the articles, and of the links across them."""
        found = (base_of(about_of(name)) for name in self.digests)
        return frozenset(base for base in found if base is not None)

    def graph(self, name: str) -> ArticleGraph | None:
        """Return the graph of that name, or None where this state has none."""
        if name not in self._places:
            return None
        return assign_graphs(((triple, name) for triple in self._triples(name)), str(self.path))[0]

    def _triples(self, name: str) -> set[Triple]:
        triples: set[Triple] = set()
        for start, length in self._places[name]:
            self._file.seek(start)
            for line in zlib.decompress(self._file.read(length)).decode().split("\n"):
                subject, predicate, obj = line.split(" ", 2)
                triples.add((subject, predicate, obj))
        return triples

    def _put_away(self, quads: Iterable[tuple[Triple, str]]) -> dict[str, list[tuple[int, int]]]:
        """Write the triples of a file by their graphs, and return where; graphs may be written in parts."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        named: dict[str, list[Triple]] = defaultdict(list)
        loose: list[Triple] = []
        held = 0
        for triple, name in quads:
            if not name:
                loose.append(triple)
                continue
            named[name].append(triple)
            held += 1
            if held == _AT_ONCE:
                self._flush(named, places)
                held = 0
        for name, triples in assign_triples(loose).items() if loose else ():
            named[name] += triples
        self._flush(named, places)
        return places

    def _flush(self, named: dict[str, list[Triple]], places: dict[str, list[tuple[int, int]]]) -> None:
        for name, triples in named.items():
            places[name].append(self._write(triples))
        named.clear()

    def _write(self, triples: Iterable[Triple]) -> tuple[int, int]:
        packed = zlib.compress("\n".join(map(" ".join, triples)).encode(), 1)
        try:
            start = self._file.seek(0, 2)
            self._file.write(packed)
        except OSError as error:
            raise sink_error(error, tempfile.gettempdir()) from error
        return start, len(packed)

    def _keep(self, places: dict[str, list[tuple[int, int]]]) -> None:
        """Enter what a file has; what belongs to no graph adds to what other files have of the kind."""
        for name, found in places.items():
            if name in self._places:
                self._count(self._triples(name), -1)
            self._places[name] = self._places.get("", []) + found if not name else found
            triples = self._triples(name)
            self._count(triples, 1)
            if base_of(about_of(name)) is not None and not is_links_graph(name):
                made = (_MADE[p] + literal_parts(o)[0] for _, p, o in triples if p in _MADE)
                self.makers.update(made)
            lines = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples))
            self.digests[name] = hashlib.sha256(lines.encode()).digest()

    def _count(self, triples: set[Triple], number: int) -> None:
        persons = {s for s, p, o in triples if p == TYPE and o == _PERSON}
        self.people.update({person[1:-1]: number for person in persons})
        if number > 0:
            names = ((s, o) for s, p, o in triples if p == _NAME and s in persons)
            self.names.update((person[1:-1], literal_parts(name)[0]) for person, name in names)
