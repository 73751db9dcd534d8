"""What the rules of newsgraph see in an article that nobody has marked: for a person to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.document import build_document
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.rules import RuleFinder
from newsgraph.readers import read_text
from training.markup.findings import remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import SourceMap, Span
    from training.markup.findings import Finding
    from training.markup.parse import MarkedArticle


def audit_article(article: MarkedArticle) -> Iterator[Finding]:
    """Yield quotations that are neither statement nor trap, and unmarked statements that the rules find."""
    read = read_text(article.text, article.where)
    document = build_document(read)
    spoken = [t.span for t in article.tagged if t.tag.isdigit()]
    marked = spoken + [t.span for t in article.tagged if t.tag.startswith("t-")]
    for quotation in find_quotations(document):
        if not _touched(read.source_map, quotation.inner, marked):
            yield remark(
                article, "a quotation that is neither statement nor trap", quotation.inner.of(read.text)
            )
    for statement in RuleFinder().find(document).quotes:
        if not any(_touched(read.source_map, span, spoken) for span in statement.spans):
            yield remark(
                article, f"the rules find a statement ({statement.rule})", statement.spans[0].of(read.text)
            )


def _touched(source: SourceMap, span: Span, others: list[Span]) -> bool:
    return any(part.overlaps(other) for part in source.to_file(span) for other in others)
