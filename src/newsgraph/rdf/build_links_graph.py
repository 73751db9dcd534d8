"""The graph of links across articles: who is the same, what is the same, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.iris import links_graph_iri, links_iri
from newsgraph.model import Difference, LinkPredicate
from newsgraph.rdf.build_links import REASON, link_head, link_node
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.sheet import CONFIDENCE, EVIDENCE, A
from newsgraph.rdf.terms import decimal, iri, string
from newsgraph.settings import TextMode
from newsgraph.version import __version__
from newsgraph.vocab import NG, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def build_links_graph(
    base: str, decisions: Iterable[LinkDecision], aspects: Iterable[PersonAspect] = ()
) -> ArticleGraph:
    """Return the graph `{base}links/graph`: each decision as a triple, and as the `ng:Link` that explains it.

    Where no decision carries words, the graph says that it was made without them, as those of
    `--text none` do.
    """
    about = links_iri(base)
    decisions = tuple(decisions)
    triples: list[Triple] = []
    for aspect in aspects:
        triples += _aspect(aspect)
    for decision in decisions:
        triples += _link(about, decision)
    worded = any(decision.omitted or decision.added for decision in decisions)
    triples += _provenance(base, TextMode.QUOTES if worded else TextMode.NONE)
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


def _provenance(base: str, text: TextMode) -> list[Triple]:
    graph, activity = iri(links_graph_iri(base)), iri(f"{links_iri(base)}/activity")
    return [
        (graph, A, iri(PROV.Entity)),
        (graph, iri(PROV.wasGeneratedBy), activity),
        (activity, A, iri(PROV.Activity)),
        (activity, iri(NG.softwareVersion), string(__version__)),
        (activity, iri(NG.annotator), string(METHOD)),
        (activity, iri(NG.textMode), string(text.value)),
        (activity, iri(NG.iriBase), string(base)),
    ]
