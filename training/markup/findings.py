"""What a check finds in a marked article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.model import Span
    from training.markup.parse import MarkedArticle

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or (a remark) that a person should look at; `words` are those of the text."""

    where: str
    message: str
    words: str = ""
    is_remark: bool = False

    def __str__(self) -> str:
        """Return one line."""
        kind = "remark" if self.is_remark else "error"
        return f"{self.where}: {kind}: {self.message}" + (f": {self.words!r}" if self.words else "")


def error(article: MarkedArticle, message: str, words: str = "") -> Finding:
    """Return something that is wrong."""
    return Finding(article.where, message, words[:_SHOWN])


def remark(article: MarkedArticle, message: str, words: str = "") -> Finding:
    """Return something that a person should look at."""
    return Finding(article.where, message, words[:_SHOWN], is_remark=True)


def shown(article: MarkedArticle, span: Span, around: int = 0) -> str:
    """Return the words of a span, with some code points on both sides."""
    return article.text[max(0, span.start - around) : span.end + around].replace("\n", " ")
