"""What is validated: one article's graph each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import RdfError
from newsgraph.iris import about_of
from newsgraph.rdf.assign import assign_triples
from newsgraph.rdf.terms import TYPE, Term, Triple, iri, iri_value
from newsgraph.vocab import NG, RDFS, SCHEMA, SCHEMA_HTTP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph

SUBCLASS: Final = iri(RDFS.subClassOf)
_ARTICLES: Final = frozenset({iri(SCHEMA.NewsArticle), iri(SCHEMA_HTTP.NewsArticle)})
_WITHHELD: Final = (iri(NG.textMode), '"none"')
_OURS: Final = f"<{NG}"
_DRAWN: Final = re.compile(r"_:[0-9a-f]{20,32}")


@dataclass(frozen=True, slots=True)
class FileQuads:
    """The quads of one file.

    `text` is the file's text, `format` the name of its format as `newsgraph.rdf.formats` has it; both are for
    finding lines, and without a text there are none.
    """

    file: str
    quads: Iterable[ox.Quad]
    text: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Triples that are validated as one graph: those of one article, as N-Triples terms.

    `shared` are nodes that a file without named graphs describes once for several articles: nobody can tell
    which of their values belongs to which article. `borrowed` are nodes that the unit names and other units
    of such a file describe, which is given along: they are checked there, not here.
    """

    triples: tuple[Triple, ...]
    article: str | None = None
    graph: str | None = None
    origin: str | None = None
    source: FileQuads | None = None
    shared: frozenset[str] = frozenset()
    borrowed: frozenset[str] = frozenset()

    @property
    def withheld(self) -> bool:
        """Whether the graph says that it was made with `--text none`."""
        told = (subject for subject, *rest in self.triples if (rest[0], rest[1]) == _WITHHELD)
        return any(subject not in self.borrowed for subject in told)

    @property
    def is_newsgraph(self) -> bool:
        """Whether anything in it is an article or is described in newsgraph's terms; the ontology is not."""
        return any(
            predicate.startswith(_OURS) or (predicate == TYPE and (obj in _ARTICLES or obj.startswith(_OURS)))
            for subject, predicate, obj in self.triples
            if not subject.startswith(_OURS)
        )

    def aims_at(self, targets: frozenset[str]) -> bool:
        """Say whether shapes with these targets (classes, nodes, properties) have anything to check here."""
        return any(
            iri_value(predicate) in targets
            or (predicate == TYPE and obj[1:-1] in targets)
            or subject[1:-1] in targets
            for subject, predicate, obj in self.triples
        )


def unit_of_graph(graph: ArticleGraph) -> Unit:
    """Return an article's graph as a unit."""
    return Unit(graph.triples, graph.article, graph.graph, graph.origin)


def units_of_file(source: FileQuads) -> Iterator[Unit]:
    """Yield the units of a file: each named graph, and each article's graph of what is in none.

    Raises `RdfError` for triple terms of RDF 1.2, which SHACL knows nothing of.
    """
    graphs: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, list[ox.Triple]] = defaultdict(list)
    for quad in source.quads:
        graphs[quad.graph_name].append(quad.triple)
    numbers = _Numbers()
    yield from _loose_units(_written(graphs.pop(ox.DefaultGraph(), []), source, numbers), source)
    for name, quads in graphs.items():
        triples = _written(quads, source, numbers)
        graph = name.value if isinstance(name, ox.NamedNode) else None
        yield Unit(tuple(triples), _article_of(triples, graph), graph, source.file, source)


def _written(triples: list[ox.Triple], source: FileQuads, numbers: _Numbers) -> list[Triple]:
    """Return triples as N-Triples terms: pyoxigraph writes a whole list far faster than term by term."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    found: list[Triple] = []
    for line in data.decode().split("\n")[:-1]:
        subject, predicate, obj = line[:-2].split(" ", 2)
        if obj.startswith("<<"):
            mend = "write it without triple terms"
            raise RdfError("triple terms of RDF 1.2 cannot be validated", where=source.file, mend=mend)
        if "_:" in line:
            subject, obj = numbers(subject), numbers(obj)
        found.append((subject, predicate, obj))
    return found


class _Numbers:
    """Writes terms; nameless blank nodes, whose names the parser draws by lot, are numbered as they come."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, term: Term) -> Term:
        if _DRAWN.fullmatch(term) is None:
            return term
        return self._known.setdefault(term, f"_:anon{len(self._known) + 1}")


def _loose_units(triples: list[Triple], source: FileQuads) -> Iterator[Unit]:
    assigned = assign_triples(triples) if triples else {}
    copies = Counter(node for rows in assigned.values() for node in {triple[0] for triple in rows})
    shared = frozenset(node for node, count in copies.items() if count > 1)
    for name, rows in assigned.items():
        mine = shared.intersection(triple[0] for triple in rows)
        lent = () if name else _lent(rows, assigned)
        borrowed = frozenset(triple[0] for triple in lent)
        article = _article_of(rows, name or None)
        yield Unit((*rows, *lent), article, None, source.file, source, mine, borrowed)


def _lent(rows: list[Triple], assigned: dict[str, list[Triple]]) -> list[Triple]:
    """Return what the articles of a file say of nodes that the rest of it (a graph of links) names."""
    named = {triple[2] for triple in rows} - {triple[0] for triple in rows}
    return sorted({t for name, others in assigned.items() if name for t in others if t[0] in named})


def _article_of(triples: Iterable[Triple], graph: str | None) -> str | None:
    """Return the article that a graph is about: the one of its name if that is described there."""
    typed = {s[1:-1] for s, p, o in triples if p == TYPE and o in _ARTICLES and s.startswith("<")}
    own = about_of(graph) if graph else graph
    if own != graph and (own in typed or not typed):
        return own
    return min(typed, default=None)
