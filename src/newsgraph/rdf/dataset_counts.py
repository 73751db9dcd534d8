"""What the graphs of a dataset hold, counted as they pass by."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter, defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.terms import TYPE, iri, iri_value, is_iri, literal_parts
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Term

_DAY: Final = len("2024-05-04")
_KEPT: Final = {iri(p): p for p in (NG.annotator, NG.modelDigest, SCHEMA.inLanguage)}
_PUBLISHED: Final = iri(SCHEMA.datePublished)


class DatasetCounts:
    """Counts what the graphs of a dataset hold; feed every graph once, in any order.

    A node that several graphs describe (a person, a place) counts once. What lies below an article's own IRI
    is in no other graph, so that it need not be remembered: memory grows by the nodes that articles share,
    and by eight bytes for each value.

    `triples` is their number, `properties` that of each property; `parts` has the digest of each graph
    (RDFC-1.0). `first_day` and `last_day` (ISO 8601) say when the articles were published, `example` is the
    article whose IRI comes first: None where nothing tells.
    """

    def __init__(self) -> None:
        """Start with nothing."""
        self.triples = 0
        self.properties: Counter[str] = Counter()
        self.parts: dict[str, str] = {}
        self.first_day: str | None = None
        self.last_day: str | None = None
        self.example: str | None = None
        self._own_subjects = 0
        self._own_objects = 0
        self._own_members: Counter[Term] = Counter()
        self._subjects: set[Term] = set()
        self._members: defaultdict[Term, set[Term]] = defaultdict(set)
        self._objects = array("Q")
        self._values: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, graph: ArticleGraph) -> None:
        """Count one article's graph."""
        own = f"<{graph.article}"
        below = (f"{own}>", f"{own}/")
        self.triples += len(graph)
        self.parts[graph.graph] = graph_digest(graph)
        self.example = min(graph.article, self.example or graph.article)
        for subject, rows in groupby(graph.triples, key=itemgetter(0)):
            is_own = subject.startswith(below)
            if is_own:
                self._own_subjects += 1
            else:
                self._subjects.add(subject)
            for _, predicate, obj in rows:
                self.properties[iri_value(predicate)] += 1
                if predicate == TYPE:
                    self._member(subject, obj, is_own=is_own)
                elif predicate in _KEPT:
                    self._values[_KEPT[predicate]].add(literal_parts(obj)[0])
                elif predicate == _PUBLISHED:
                    self._published(literal_parts(obj)[0][:_DAY])
        self._count_objects({row[2] for row in graph.triples}, below)

    @property
    def classes(self) -> Counter[str]:
        """How many nodes there are of each class."""
        shared = {cls: len(nodes) for cls, nodes in self._members.items()}
        return Counter({iri_value(cls): n for cls, n in (self._own_members + Counter(shared)).items()})

    @property
    def distinct_subjects(self) -> int:
        """How many nodes are described."""
        return self._own_subjects + len(self._subjects)

    @property
    def distinct_objects(self) -> int:
        """How many nodes and values are pointed at, told apart by 64 bits of their hash."""
        return self._own_objects + len(np.unique(np.frombuffer(self._objects, dtype=np.uint64)))

    def values(self, predicate: str) -> list[str]:
        """Return what the graphs say by `ng:annotator`, `ng:modelDigest` or `schema:inLanguage`."""
        return sorted(self._values[predicate])

    def _member(self, subject: Term, cls: Term, *, is_own: bool) -> None:
        if is_own:
            self._own_members[cls] += 1
        else:
            self._members[cls].add(subject)

    def _published(self, day: str) -> None:
        self.first_day = min(day, self.first_day or day)
        self.last_day = max(day, self.last_day or day)

    def _count_objects(self, objects: set[Term], below: tuple[str, str]) -> None:
        for obj in objects:
            if is_iri(obj) and obj.startswith(below):
                self._own_objects += 1
            else:
                digest = hashlib.blake2b(obj.encode(), digest_size=8).digest()
                self._objects.append(int.from_bytes(digest, "little"))
