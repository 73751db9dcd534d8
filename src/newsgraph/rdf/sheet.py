"""What the parts of one build share: the article's IRIs, the triples so far, the spans that need a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.iris import article_iri, graph_iri, span_iri
from newsgraph.rdf.terms import TYPE, Triple, decimal, integer, iri, string
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, OA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Article, Span

CONTEXT = 32
"""Code points before and after a span that its quote selector gives."""

A = TYPE
EVIDENCE = iri(NG.evidence)
CONFIDENCE = iri(NG.confidence)
_SPECIFIC = iri(OA.SpecificResource)
_SOURCE = iri(OA.hasSource)
_SELECTOR = iri(OA.hasSelector)
_POSITION = iri(OA.TextPositionSelector)
_START = iri(OA.start)
_END = iri(OA.end)
_QUOTE = iri(OA.TextQuoteSelector)
_EXACT = iri(OA.exact)
_PREFIX = iri(OA.prefix)
_SUFFIX = iri(OA.suffix)


class Sheet:
    """Collects the triples of one article's graph; lives no longer than one call of `build_graph`."""

    def __init__(self, article: Article, settings: Settings) -> None:
        """Name the article, its graph and its text."""
        self.article = article
        self.settings = settings
        self.base = settings.base
        self.text = article.text
        self.iri = article_iri(settings.base, article.id)
        self.node = iri(self.iri)
        self.graph = graph_iri(self.iri)
        self.text_node = iri(f"{self.iri}/text")
        self.words = settings.text is not TextMode.NONE
        self.triples: list[Triple] = []
        self._spans: dict[Span, str] = {}

    def add(self, subject: str, predicate: str, obj: str) -> None:
        """Add one triple of terms."""
        self.triples.append((subject, predicate, obj))

    def add_all(self, subject: str, predicate: str, objects: Iterable[str]) -> None:
        """Add one triple an object."""
        self.triples.extend([(subject, predicate, obj) for obj in objects])

    def confidence(self, subject: str, value: float, predicate: str = CONFIDENCE) -> None:
        """Add how sure the annotator is, 0 to 1."""
        self.triples.append((subject, predicate, decimal(value)))

    def evidence(self, subject: str, spans: Iterable[Span], predicate: str = EVIDENCE) -> None:
        """Point from a node to the evidence nodes of its spans; equal spans share one."""
        for span in spans:
            node = self._spans.get(span)
            if node is None:
                node = self._spans[span] = self._evidence_node(span)
            self.triples.append((subject, predicate, node))

    def _evidence_node(self, span: Span) -> str:
        name = span_iri(self.iri, span)
        node, position = f"<{name}>", f"<{name}/position>"
        self.triples += [
            (node, A, _SPECIFIC),
            (node, _SOURCE, self.text_node),
            (node, _SELECTOR, position),
            (position, A, _POSITION),
            (position, _START, integer(span.start)),
            (position, _END, integer(span.end)),
        ]
        if self.words:
            self._quote_selector(node, f"<{name}/quote>", span)
        return node

    def _quote_selector(self, node: str, quote: str, span: Span) -> None:
        self.triples += [
            (node, _SELECTOR, quote),
            (quote, A, _QUOTE),
            (quote, _EXACT, string(self.text[span.start : span.end])),
            (quote, _PREFIX, string(self.text[max(0, span.start - CONTEXT) : span.start])),
            (quote, _SUFFIX, string(self.text[span.end : span.end + CONTEXT])),
        ]
