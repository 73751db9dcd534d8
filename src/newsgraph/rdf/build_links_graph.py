"""The graph of links across articles: who is the same, what is the same, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.iris import activity_iri, graph_iri, links_graph_iri, links_iri
from newsgraph.model import Difference, LinkPredicate
from newsgraph.rdf.build_links import REASON, link_head, link_node
from newsgraph.rdf.build_provenance import file_used, making
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.sheet import CONFIDENCE, EVIDENCE, A
from newsgraph.rdf.terms import decimal, iri, string
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from newsgraph.model import LinkDecision, PersonAspect
    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple

METHOD: Final = "links"
"""What the graph of links names as the annotator that made it."""

_PREDICATES: Final = {
    LinkPredicate.SAME_PERSON: iri(NG.samePersonAs),
    LinkPredicate.DIFFERENT_PERSON: iri(NG.differentPersonFrom),
    LinkPredicate.SAME_UTTERANCE: iri(NG.sameUtteranceAs),
    LinkPredicate.NEAR_DUPLICATE: iri(NG.nearDuplicateOf),
}
_DIFFERENCES: Final = {difference: iri(NG[difference.value]) for difference in Difference}


@dataclass(frozen=True, slots=True)
class LinkOrigin:
    """Of what links were made: the IRIs of the articles, and the SHA-256 of the user's table of decisions."""

    articles: tuple[str, ...] = ()
    overrides_digest: str | None = None
    time: datetime | None = None


def build_links_graph(
    base: str,
    decisions: Iterable[LinkDecision],
    aspects: Iterable[PersonAspect] = (),
    origin: LinkOrigin | None = None,
) -> ArticleGraph:
    """Return the graph `{base}links/graph`: each decision as a triple, and as the `ng:Link` that explains it.

    It says of what it was made, and when if `origin` has a time. Where no decision carries words, it says
    that it was made without them, as the graphs of `--text none` do.
    """
    about = links_iri(base)
    decisions = tuple(decisions)
    triples: list[Triple] = []
    for aspect in aspects:
        triples += _aspect(aspect)
    for decision in decisions:
        triples += _link(about, decision)
    worded = any(decision.omitted or decision.added for decision in decisions)
    given = origin or LinkOrigin()
    settings = Settings(base=base, text=TextMode.QUOTES if worded else TextMode.NONE, time=given.time)
    activity = iri(activity_iri(about))
    triples += making(iri(links_graph_iri(base)), activity, [METHOD], settings)
    triples += [(activity, iri(PROV.used), iri(graph_iri(article))) for article in given.articles]
    if given.overrides_digest is not None:
        triples += file_used(activity, iri(f"{about}/overrides"), given.overrides_digest)
    return graph_of(about, links_graph_iri(base), triples)


def _aspect(aspect: PersonAspect) -> list[Triple]:
    node = iri(aspect.iri)
    return [
        (node, A, iri(NG.PersonAspect)),
        (node, iri(NG.aspectOf), iri(aspect.person)),
        (node, iri(NG.aspectIn), iri(aspect.article)),
    ]


def _link(about: str, decision: LinkDecision) -> Iterator[Triple]:
    triple = (iri(decision.subject), _PREDICATES[decision.predicate], iri(decision.object))
    node = link_node(about, triple)
    yield triple
    yield from link_head(node, triple)
    yield node, REASON, string(decision.reason)
    yield node, CONFIDENCE, decimal(decision.confidence)
    for evidence in decision.evidence:
        yield node, EVIDENCE, iri(evidence)
    for difference in decision.differences:
        yield node, iri(NG.difference), _DIFFERENCES[difference]
    for words in decision.omitted:
        yield node, iri(NG.omitted), string(words)
    for words in decision.added:
        yield node, iri(NG.added), string(words)
