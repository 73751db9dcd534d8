"""Which named graph a triple belongs to, in files of formats that have no named graphs.

A file about one article is that article's graph. In a file about several, each node's triples go to the
article that its IRI lies under; nodes that lie under none (people, organisations, places) are copied to every
graph that names them, directly or through another such node. What no graph names stays in none.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from newsgraph.iris import about_of, graph_iri
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.terms import TYPE
from newsgraph.vocab import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.rdf.terms import Term, Triple

_ARTICLE: Final = f"<{SCHEMA.NewsArticle}>"


def assign_graphs(quads: Iterable[tuple[Triple, str]], origin: str | None = None) -> tuple[ArticleGraph, ...]:
    """Return the graphs of these triples, each given with its named graph or none (`""`).

    They come in the order of their IRIs; what belongs to no graph is one with empty IRIs, if there is any.
    """
    named: dict[str, list[Triple]] = defaultdict(list)
    loose: list[Triple] = []
    for triple, graph in quads:
        (named[graph] if graph else loose).append(triple)
    if loose:
        for graph, triples in assign_triples(loose).items():
            named[graph] += triples
    return tuple(graph_of(_about(name, named[name]), name, named[name], origin) for name in sorted(named))


def assign_triples(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return the triples of a file without named graphs by the graph that they belong to (`""`: none)."""
    by_subject: dict[Term, list[Triple]] = defaultdict(list)
    articles: set[Term] = set()
    for triple in triples:
        by_subject[triple[0]].append(triple)
        if triple[1] == TYPE and triple[2] == _ARTICLE and triple[0].startswith("<"):
            articles.add(triple[0])
    if len(articles) < 2:
        graph = graph_iri(articles.pop()[1:-1]) if articles else ""
        return {graph: [triple for rows in by_subject.values() for triple in rows]}
    return _split(by_subject, articles)


def _split(by_subject: dict[Term, list[Triple]], articles: set[Term]) -> dict[str, list[Triple]]:
    graphs: dict[str, list[Triple]] = defaultdict(list)
    shared: dict[Term, list[Triple]] = {}
    for subject, rows in by_subject.items():
        article = _article_above(subject, articles)
        if article is None:
            shared[subject] = rows
        else:
            graphs[graph_iri(article)] += rows
    homeless = set(shared)
    for rows in graphs.values():
        named = _named_from(rows, shared)
        homeless -= named
        rows.extend(triple for subject in named for triple in shared[subject])
    if homeless:
        graphs[""] = [triple for subject in homeless for triple in shared[subject]]
    return graphs


def _article_above(subject: Term, articles: set[Term]) -> str | None:
    """Return the IRI of the article that is `subject`, or that its IRI lies under."""
    value = subject[1:-1]
    while value:
        if f"<{value}>" in articles:
            return value
        value = value.rpartition("/")[0]
    return None


def _named_from(rows: list[Triple], shared: dict[Term, list[Triple]]) -> set[Term]:
    """Return the shared nodes that these triples name, directly or through another shared node."""
    found: set[Term] = set()
    todo = [triple[2] for triple in rows if triple[2] in shared]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += [triple[2] for triple in shared[node] if triple[2] in shared]
    return found


def _about(graph: str, triples: Iterable[Triple]) -> str:
    """Return the IRI that a graph is about: its article, or its own name without the last step."""
    articles = {s for s, p, o in triples if p == TYPE and o == _ARTICLE}
    own = about_of(graph)
    if articles and f"<{own}>" not in articles:
        return min(articles)[1:-1]
    return own
