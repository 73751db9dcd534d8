"""A speaker mention taken apart: determiner, adjectives, head, and what follows the head."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import is_role_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.model import Span

DEFINITE = frozenset({"der", "die", "das", "den", "dem", "des"})
"""The definite article in all cases."""

_INDEFINITE = frozenset({"ein", "eine", "einem", "einen", "einer", "eines"})
_NEAR = ("dies", "jen", "derselb", "dieselb", "dasselb", "demselb", "solch")
_POSSESSIVE = ("sein", "ihr", "unser", "mein", "dein", "euer", "eure", "dessen", "deren")
_PHRASE = frozenset({"ART", "PPOSAT", "ADJ(A)", "NN", "NE", "FM", "PIAT", "CARD"})
_MARKS = frozenset('„“"»«›‹”')
_SEVERAL = ("mehrer", "einig", "viel", "manch", "all", "zahlreich", "zwei", "drei", "vier", "fünf", "etlich")


class Determiner(StrEnum):
    """How a noun phrase begins."""

    NONE = "none"
    DEFINITE = "definite"
    INDEFINITE = "indefinite"
    POSSESSIVE = "possessive"
    NEAR = "near"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase such as "einer (article) hohen (adjectives) Beamtin (head) der Behörde (complement)".

    `article` is in lower case. `head` is None for a phrase without a noun. Leading prepositions belong to no
    part.
    """

    tokens: tuple[Token, ...]
    determiner: Determiner
    article: str
    adjectives: tuple[Token, ...]
    head: Token | None
    complement: tuple[Token, ...]

    @property
    def noun(self) -> str:
        """The head in lower case, or nothing."""
        return self.head.form.lower() if self.head else ""


def parse_phrase(document: Document, spans: Sequence[Span]) -> Phrase:
    """Return the noun phrase that `spans` cover, taken apart."""
    tokens = tokens_in(document, spans)
    words = [t for t in tokens if t.is_word]
    i = 0
    while i + 1 < len(words) and _is_preposition(words[i]):
        i += 1
    determiner, article = Determiner.NONE, ""
    if i and words[i - 1].tag == "APPRART":
        determiner, article = Determiner.DEFINITE, "der" if words[i - 1].form.lower() == "zur" else "dem"
    if i < len(words) and (kind := _determiner(words[i])) is not Determiner.NONE:
        determiner, article = kind, words[i].form.lower()
        i += 1
    head = _head_index(words, i)
    if head is None:
        return Phrase(tokens, determiner, article, tuple(words[i:]), None, ())
    after = tuple(t for t in tokens if t.start > words[head].start)
    return Phrase(tokens, determiner, article, tuple(words[i:head]), words[head], after)


def tokens_in(document: Document, spans: Sequence[Span]) -> tuple[Token, ...]:
    """Return the tokens that lie in one of the spans, in text order."""
    return tuple(document.tokens_within(spans))


def end_of_phrase(tokens: Sequence[Token], start: int) -> int:
    """Return the index behind the run of articles, adjectives, nouns and marks that begins at `start`."""
    end = start
    while end < len(tokens) and (tokens[end].tag in _PHRASE or tokens[end].form in _MARKS):
        end += 1
    return end


def _is_preposition(token: Token) -> bool:
    return token.tag in {"APPR", "APPRART", "APPO", "APZR"} and token.form.lower() not in DEFINITE


def _determiner(token: Token) -> Determiner:
    form = token.form.lower()
    if form in DEFINITE:
        return Determiner.DEFINITE
    if form in _INDEFINITE:
        return Determiner.INDEFINITE
    if form.isdigit():
        return Determiner.SEVERAL
    if token.tag in {"NN", "NE"}:
        return Determiner.NONE
    kinds = (
        (Determiner.NEAR, _NEAR),
        (Determiner.POSSESSIVE, _POSSESSIVE),
        (Determiner.SEVERAL, _SEVERAL),
    )
    return next((kind for kind, stems in kinds if form.startswith(stems)), Determiner.NONE)


def _head_index(words: Sequence[Token], start: int) -> int | None:
    """Return the index of the head: the first capitalised word that is no adjective before a noun.

    In "des Auswärtigen Amts" the adjective is part of a name and still not the head, nor is it in "der
    Vorsitzenden Richterin"; in "die 39-Jährige", "die Vorsitzende Ina Kern" the adjective is all there is.
    """
    for i in range(start, len(words)):
        token = words[i]
        if not (token.form[0].isupper() or token.form.lower().endswith(("jährige", "jährigen", "jähriger"))):
            continue
        follows_noun = i + 1 < len(words) and words[i + 1].form[0].isupper()
        if follows_noun and (token.tag.startswith("ADJ") or _describes(token, words[i + 1])):
            continue
        return i
    return None


def _describes(token: Token, noun: Token) -> bool:
    """Say whether a nominalised adjective is part of the office behind it: "der [Vorsitzende] Richter"."""
    return token.tag == "NNA" and noun.tag == "NN" and noun.start == token.end + 1 and is_role_noun(noun.form)
