"""Who is no subject: datives before the verb, and the passive, which hides its speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import gender_of_body_noun
from newsgraph.annotation.gender import Gender, gender_of_noun
from newsgraph.annotation.mention_phrases import end_of_phrase, parse_phrase, tokens_in
from newsgraph.annotation.speaker_clause import sentence_at
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Roster

_PASSIVE = frozenset({"wird", "wurde", "werden", "wurden", "worden"})
_RECEIVING = frozenset(
    {"bekam", "bekamen", "bekommt", "erhielt", "erhielten", "erhält", "erntete", "ernteten"}
)
_AGENT = frozenset({"von", "vom", "durch", "seitens"})
_GOVERNORS = frozenset({"APPR", "APPRART", "APPO", "APZR"})


def is_passive(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the cue is in the passive: "wird ihm vorgeworfen"; not "wirft ihm vor"."""
    cue = tokens_in(document, quote.cue)
    return any(t.form.lower() in _PASSIVE for t in cue) and any(
        "PP" in t.tag or t.form == "worden" for t in cue
    )


def is_received(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the subject of the cue is given the words: "Beifall bekam er von [Berg]: „Endlich!“"."""
    return any(t.form.lower() in _RECEIVING for t in tokens_in(document, quote.cue))


def agent_of_passive(document: Document, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return who acts in a passive clause, if that is told: "Von [der Linken] wurde gefordert"."""
    tokens = sentence_at(document, quote.cue[0].start).tokens
    for i, token in enumerate(tokens[:-1]):
        if token.form.lower() not in _AGENT or any(s.overlaps(token.span) for s in quote.spans):
            continue
        end = end_of_phrase(tokens, i + 1)
        if end > i + 1:
            return (Span(tokens[i + 1].start, tokens[end - 1].end),)
    return ()


def is_dative(roster: Roster, quote: QuoteSpan, mention: Sequence[Span]) -> bool:
    """Say whether the mention is the dative of an active clause: "[Der Bundesregierung] empfahl er".

    Counter-example: "laut [dem Ministerium]", "[der Behörde] zufolge", where the dative names the speaker.
    """
    if not quote.cue or not mention:
        return False
    phrase = parse_phrase(roster.document, mention)
    if phrase.head is None or not phrase.tokens or phrase.tokens[0].form.lower() != phrase.article:
        return False
    tokens = sentence_at(roster.document, mention[0].start).tokens
    before = [t for t in tokens if t.end <= mention[0].start][-2:]
    after = [t for t in tokens if t.start >= mention[-1].end][:1]
    if any(_governs(t) for t in (*before, *after)):
        return False
    if phrase.article in {"dem", "einem"}:
        return True
    gender = gender_of_noun(phrase.head.form) or gender_of_body_noun(phrase.head.form)
    finite = after[0].is_finite if after else False
    return phrase.article in {"der", "einer"} and gender is Gender.FEMININE and finite and not before


def _governs(token: Token) -> bool:
    return token.tag in _GOVERNORS or token.form.lower() in {"laut", "zufolge", "gemäß", "nach", "angaben"}
