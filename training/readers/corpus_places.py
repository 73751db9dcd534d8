"""From brackets in an article's file to spans of the text that the product sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Article
    from training.markup import MarkedArticle


class Places:
    """Where the brackets of a marked article stand in `Article.text`."""

    def __init__(self, marked: MarkedArticle, article: Article) -> None:
        """Take the article as read from the file of `marked`."""
        self._marked = marked
        self._article = article

    def of(self, tag: str) -> tuple[Span, ...]:
        """Return the spans of a tag; parts that only a link marker or spaces separated are one span.

        Raises `ReadError` for a bracket of which the text has nothing.
        """
        parts = (p for s in self._marked.spans(tag) for p in self.text_spans(s))
        return tuple(_stripped(self._article.text, s) for s in join_parts(self._article.text, parts))

    def text_spans(self, span: Span) -> tuple[Span, ...]:
        """Return what of a span of the file is in the text."""
        found = self._article.source_map.to_text(span)
        if not found:
            raise ReadError(
                f"not in the article's text: {span.of(self._marked.text)[:60]!r}",
                where=self._marked.where,
                mend="mark nothing outside headline, paragraphs and subheadings",
            )
        return found


def _stripped(text: str, span: Span) -> Span:
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip())
    return Span(start, start + len(inner.strip()))


def join_parts(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those with nothing but white space between them as one.

    >>> join_parts("in Syrien im Norden", [Span(0, 9), Span(10, 19)])
    (Span(start=0, end=19),)
    """
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
