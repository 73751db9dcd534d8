"""What two states of the links across articles say differently, in words that name who and what is linked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.iris import article_of, graph_iri
from newsgraph.pipeline.diff_graphs import Change, Difference
from newsgraph.pipeline.diff_view import View, local
from newsgraph.rdf.build_links import link_node
from newsgraph.vocab import NG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgraph.pipeline.diff_graphs import Renames
    from newsgraph.pipeline.states import State
    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple

    Labels: TypeAlias = Callable[[str], str]

_LINKS: Final = tuple(
    f"<{term}>"
    for term in (
        *(NG.samePersonAs, NG.differentPersonFrom, NG.aspectOf),
        *(NG.sameUtteranceAs, NG.nearDuplicateOf),
    )
)
_HEADING: Final = "Links across articles"
_CACHED: Final = 64


def compare_links(
    before: ArticleGraph | None, after: ArticleGraph | None, renames: Renames, labels: Labels
) -> Iterator[Difference]:
    """Yield the links across articles that were added, withdrawn and changed.

    A link whose ends have other IRIs now (`renames`: an edited wording) is the same link. `labels` gives the
    words for an IRI.
    """
    old = {
        (renames.term(s), p, renames.term(o)): (s, p, o)
        for s, p, o in (before.triples if before else ())
        if p in _LINKS
    }
    new = {triple: triple for triple in (after.triples if after else ()) if triple[1] in _LINKS}
    views = View(before), View(after)
    for triple in sorted({*old, *new}, key=lambda t: (_LINKS.index(t[1]), t)):
        if triple not in new:
            yield _told(views[0], old[triple], Change.WITHDRAWN, labels)
        elif triple not in old:
            yield _told(views[1], triple, Change.ADDED, labels)
        else:
            shown = [
                view.shown(_node(view, found), NG.difference)
                for view, found in zip(views, (old[triple], triple), strict=True)
            ]
            if shown[0] != shown[1]:
                yield _told(views[1], triple, Change.CHANGED, labels, ((NG.difference, shown[0], shown[1]),))


def _node(view: View, triple: Triple) -> str:
    """Return the IRI of what explains a link; of a person as one article speaks of them that IRI itself."""
    return triple[0][1:-1] if triple[1] == f"<{NG.aspectOf}>" else link_node(view.article, triple)[1:-1]


def _told(
    view: View,
    triple: Triple,
    change: Change,
    labels: Labels,
    details: tuple[tuple[str, str, str], ...] = (),
) -> Difference:
    subject, predicate, obj = (part[1:-1] for part in triple)
    who, text = labels(subject), f"{local(predicate)} {labels(obj)}"
    return Difference(view.article, _HEADING, change, _node(view, triple), "Link", who, text, details)


def labels_from(before: State, after: State) -> Labels:
    """Return what gives the words for the IRI of a person, a statement or an article of two states."""

    @lru_cache(_CACHED)
    def views(article: str) -> tuple[View, ...]:
        return tuple(View(state.graph(graph_iri(article))) for state in (after, before))

    def label(iri: str) -> str:
        name = after.names.get(iri) or before.names.get(iri)
        if name:
            return name
        article = article_of(iri)
        for view in views(article) if article else ():
            if iri in view.nodes:
                who, text = view.who(iri), view.gist(iri)
                return f"{who}: {text}" if who and who != text else text or who or iri
        return iri

    return label
