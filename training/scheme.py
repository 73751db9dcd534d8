"""The one label scheme that all corpora are brought to.

Spans are half-open code points into `Example.text`. Conventions: content spans as in newsgraph's own gold (a
direct quotation without its outer marks; of a reported statement the complement; a free indirect passage one
statement a sentence); speaker, cue and frame as in the Wikinews quotations (Petersen-Frey & Biemann 2024):
the speaker is the whole noun phrase with role and apposition, the cue takes auxiliaries and particles along,
a continuation has the speaker span of the statement that it continues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Role

if TYPE_CHECKING:
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.neural.layers import Layer
    from newsgraph.model import Article, Medium, Span, StatementType

__all__ = ["Example", "Name", "Quotation"]


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: PER, ORG, LOC or OTH."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A statement with its parts, each in as many spans as it is interrupted by other words.

    `clause` is for reported statements: the whole clause with speaker and cue, without its full stop. `spans`
    is empty where a corpus gives only the clause. `known` are the parts that the corpus annotates for this
    statement: for the others nothing is learned from their absence.
    """

    type: StatementType
    spans: tuple[Span, ...]
    clause: tuple[Span, ...] = ()
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    media: frozenset[Medium] | None = None
    known: frozenset[Role] = frozenset(Role)

    def part(self, role: Role) -> tuple[Span, ...]:
        """Return the spans of a role; of `PART` the quotation's own."""
        return self.spans if role is Role.PART else getattr(self, role.value)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what a corpus says about it.

    `sentences` are the spans of its sentences in text order, `paragraphs` for each of them a number that
    changes with the paragraph. `layers` are the layers that the corpus annotates (for others nothing is
    learned from absence). `labels` are those labels of `NAMES` of which all instances are marked: what is not
    marked may still be of another label. `unknown` are regions of a layer of which nothing is known.
    `plain` are words that are no names of any label, unless they are marked.
    `article` is the article as the product reads it, where the corpus has more than running text (headlines);
    `hints` what the rules find in it, where that was looked for.
    """

    id: str
    corpus: str
    text: str
    sentences: tuple[Span, ...]
    paragraphs: tuple[int, ...]
    layers: frozenset[Layer]
    names: tuple[Name, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    labels: frozenset[str] = frozenset({"PER", "ORG", "LOC", "OTH"})
    unknown: tuple[tuple[Layer, Span], ...] = ()
    plain: tuple[Span, ...] = ()
    article: Article | None = None
    hints: tuple[QuoteSpan, ...] | None = None
