"""What is asked about a speaker mention, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.span_index import NOTHING, SpanIndex
from newsgraph.model import Mention, MentionKind, Span, join_spans

if TYPE_CHECKING:
    from newsgraph.annotation.roster import Roster


@dataclass(frozen=True, slots=True)
class Asked:
    """A speaker mention: its spans, the statements of the article, and what its verb tells.

    `plural`: the verb is in the plural; `hearsay`: the verb has no subject ("hieß es in Lima"); `source`: the
    words before or behind can only go with whose word something is ("laut Nord-Inform"); `owner`: whom a
    possessive in it means, where that is known ("ihr Land", said by her).
    """

    spans: tuple[Span, ...]
    quoted: SpanIndex = NOTHING
    plural: bool = False
    hearsay: bool = False
    source: bool = False
    owner: int | None = None

    @property
    def start(self) -> int:
        """Where the mention begins."""
        return self.spans[0].start

    def mention(self, roster: Roster, kind: MentionKind, reason: str, confidence: float) -> Mention:
        """Return the mention as a value to be noted with its bearer."""
        return Mention(self.spans, join_spans(roster.document.text, self.spans), kind, reason, confidence)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The candidates that a mention stands for (indexes into the roster), by which rule, how surely."""

    keys: tuple[int, ...] = ()
    rule: str = "none"
    confidence: float = 0.3


NOBODY = Resolution()
