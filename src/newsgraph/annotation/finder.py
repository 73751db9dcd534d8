"""The one small interface between finding spans and understanding them.

Rules implement it today; a trained model can take their place without a change elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from newsgraph.model import Medium, Span, StatementType  # noqa: TC001  dataclass fields are read at run time

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document


class NameLabel(StrEnum):
    """What kind of thing a name names."""

    PERSON = "PER"
    ORGANISATION = "ORG"
    PLACE = "LOC"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A proper name in the text, without titles and roles ("Eero Salonen", "IG Metall", "Genf").

    `rule` names what found it: "rules", or "model" where only the model did.
    """

    span: Span
    label: NameLabel
    confidence: float = 1.0
    rule: str = "rules"


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """A statement as found in the text, before it is known who the speaker is.

    Spans as in `newsgraph.model.Statement`. `speaker` is the speaker mention: the whole noun phrase with role
    and apposition. `continues` and `nested_in` are indexes into `Found.quotes`.
    """

    spans: tuple[Span, ...]
    type: StatementType
    media: frozenset[Medium] = frozenset()
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    continues: int | None = None
    nested_in: int | None = None
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """All spans of one document, in text order."""

    names: tuple[NameSpan, ...] = ()
    quotes: tuple[QuoteSpan, ...] = ()


class Finder(Protocol):
    """Finds spans in a document."""

    @property
    def name(self) -> str:
        """What the graph says of who found things: "rules", or a model with its version."""
        ...

    @property
    def digest(self) -> str | None:
        """The SHA-256 of what the model consists of, in hex digits; None without a model."""
        ...

    def find(self, document: Document) -> Found:
        """Return names and statements of the document."""
        ...
