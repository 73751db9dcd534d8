"""What is validated: one article's graph each, and how many of them share one rdflib graph without mixing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import RdfError
from newsgraph.rdf.terms import Triple, iri, iri_value
from newsgraph.vocab import NG, RDF, SCHEMA, SCHEMA_HTTP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph

TYPE: Final = iri(RDF.type)
_ARTICLES: Final = frozenset({iri(SCHEMA.NewsArticle), iri(SCHEMA_HTTP.NewsArticle)})
_WITHHELD: Final = (iri(NG.textMode), '"none"')
_OURS: Final = f"<{NG}"
_ARTICLE: Final = re.compile(r"^<(.*[/#:]article/[0-9a-f]{16})(?=[/>])")


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
    which of their values belongs to which article.
    """

    triples: tuple[Triple, ...]
    article: str | None = None
    graph: str | None = None
    origin: str | None = None
    source: FileQuads | None = None
    shared: frozenset[str] = frozenset()

    @property
    def withheld(self) -> bool:
        """Whether the graph says that it was made with `--text none`."""
        return any(triple[1:] == _WITHHELD for triple in self.triples)

    @property
    def is_newsgraph(self) -> bool:
        """Whether anything in it is an article or says something in newsgraph's own terms."""
        return any(
            predicate.startswith(_OURS) or (predicate == TYPE and (obj in _ARTICLES or obj.startswith(_OURS)))
            for _, predicate, obj in self.triples
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
    """Yield the units of a file: each named graph, and each article of the default graph.

    Raises `RdfError` for triple terms of RDF 1.2, which SHACL knows nothing of.
    """
    graphs: dict[str | None, list[Triple]] = defaultdict(list)
    for quad in source.quads:
        if isinstance(quad.object, ox.Triple):
            mend = "write it without triple terms"
            raise RdfError("triple terms of RDF 1.2 cannot be validated", where=source.file, mend=mend)
        name = None if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
        graphs[name].append((str(quad.subject), str(quad.predicate), str(quad.object)))
    for name, triples in graphs.items():
        if name is None:
            yield from _split(triples, source)
        else:
            graph = name[1:-1] if name.startswith("<") else None
            yield Unit(tuple(triples), _article_of(triples, graph), graph, source.file, source)


def _article_of(triples: Iterable[Triple], graph: str | None = None) -> str | None:
    typed = sorted({s[1:-1] for s, p, o in triples if p == TYPE and o in _ARTICLES and s.startswith("<")})
    if graph is not None and (not typed or graph.removesuffix("/graph") in typed):
        return graph.removesuffix("/graph") if graph.endswith("/graph") else None
    return typed[0] if typed else None


def _split(triples: list[Triple], source: FileQuads) -> Iterator[Unit]:
    """Yield one unit an article; shared nodes go to every article that names them, the rest stands alone."""
    articles = {s[1:-1] for s, p, o in triples if p == TYPE and o in _ARTICLES and s.startswith("<")}
    articles |= {match[1] for s, _, _ in triples if (match := _ARTICLE.match(s))}
    if len(articles) < 2:
        yield Unit(tuple(triples), min(articles, default=None), None, source.file, source)
        return
    own: dict[str, list[Triple]] = {name: [] for name in sorted(articles)}
    rest: dict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        owner = _owner(triple[0], articles)
        (rest[triple[0]] if owner is None else own[owner]).append(triple)
    reached = {name: _reach(mine, rest) for name, mine in own.items()}
    uses: dict[str, int] = defaultdict(int)
    for nodes in reached.values():
        for node in nodes:
            uses[node] += 1
    shared = frozenset(node for node, count in uses.items() if count > 1)
    for name, mine in own.items():
        nodes = reached[name]
        more = [triple for node in sorted(nodes) for triple in rest[node]]
        yield Unit((*mine, *more), name, None, source.file, source, shared & nodes)
    left = [triple for node, known in rest.items() if node not in uses for triple in known]
    if left:
        yield Unit(tuple(left), None, None, source.file, source)


def _owner(node: str, articles: set[str]) -> str | None:
    name = node[1:-1] if node.startswith("<") else ""
    while name and name not in articles:
        name = name.rpartition("/")[0]
    return name or None


def _reach(triples: list[Triple], rest: dict[str, list[Triple]]) -> set[str]:
    found: set[str] = set()
    waiting = [triple[2] for triple in triples]
    while waiting:
        node = waiting.pop()
        if node in rest and node not in found:
            found.add(node)
            waiting += [triple[2] for triple in rest[node]]
    return found
