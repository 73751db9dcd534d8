"""Who is told, where a phrase beside the cue says it: "im Gespräch mit der dpa", "in einem Brief an sie"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.cues import verb_lemma
from newsgraph.annotation.gender import is_person_noun
from newsgraph.annotation.mention_phrases import end_of_phrase, parse_phrase
from newsgraph.annotation.phrases import names_time
from newsgraph.annotation.speaker_clause import sentence_at
from newsgraph.lexicon import load_lines, load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Roster

__all__ = ["find_addressee_phrase"]

_ASKING = frozenset({"fordern", "verlangen", "einfordern", "erbitten"})
_OBJECTS = frozenset({"den", "die", "das", "alle", "beide", "seine", "ihre"})
_NOBODY = frozenset({"sich", "selbst"})


def find_addressee_phrase(roster: Roster, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return the words that name who is told, empty where none do.

    "gegenüber [unserer Redaktion]", "im Interview mit [dem „Boten“]", "in einem Brief an [die Aktionäre]",
    "verlangte von [den Anbietern]", "bat [alle Seiten]", "hielt sie [Thalheim] entgegen".  Counter-examples:
    "an diesem Montag", "gegenüber dem Bahnhof", "sprach mit Blick auf die Wahl".
    """
    if not quote.cue:
        return ()
    tokens = _beside(roster, quote)
    verbs = _verbs(roster, quote)
    for i in range(len(tokens) - 1):
        start = _told(tokens, i, verbs)
        span = None if start is None else _phrase(tokens, start)
        if span is not None and (tokens[i].form.lower() != "gegenüber" or _can_be_told(roster, span)):
            return (span,)
    return (
        _fronted(quote, tokens, verbs)
        or _object(roster, quote, tokens, verbs)
        or _bare_name(roster, quote, verbs)
    )


def _beside(roster: Roster, quote: QuoteSpan) -> list[Token]:
    """Return the words of the cue's sentence that are neither what is said nor who says it."""
    taken = (*quote.spans, *quote.speaker)
    sentence = sentence_at(roster.document, quote.cue[0].start)
    return [t for t in sentence.tokens if not any(span.overlaps(t.span) for span in taken)]


def _verbs(roster: Roster, quote: QuoteSpan) -> frozenset[str]:
    """Return the infinitives of a cue, with the particle that stands apart: "rief … auf"."""
    cue = list(roster.document.tokens_within(quote.cue))
    verbs = {verb_lemma(t) for t in cue if t.tag.startswith("VV")}
    return frozenset(verbs | {t.form.lower() + verb for t in cue if t.tag == "PTKVZ" for verb in verbs})


def _told(tokens: list[Token], i: int, verbs: frozenset[str]) -> int | None:
    """Return where the phrase for who is told begins, if the word at `i` opens one."""
    form = tokens[i].form.lower()
    before = tokens[i - 1].form.lower() if i else ""
    if form == "gegenüber":
        return i + 1
    if form == "mit" and before.endswith(load_lines("conversations.txt")):
        return i + 1
    if form == "an" and (before.endswith(load_lines("messages.txt")) or "appellieren" in verbs):
        return i + 1
    if form in {"von", "vom"} and verbs & _ASKING:
        return i + 1
    return None


def _phrase(tokens: list[Token], start: int) -> Span | None:
    """Return the noun phrase there; None where none is, or where it names a time."""
    end = end_of_phrase(tokens, start)
    if end == start and start < len(tokens) and tokens[start].tag in {"PDAT", "PIAT", "PIS"}:
        end = end_of_phrase(tokens, start + 1)
    phrase = tokens[start:end]
    if not any(t.tag in {"NN", "NE", "FM"} for t in phrase) or any(_is_time(t.form) for t in phrase):
        return None
    return Span(tokens[start].start, tokens[end - 1].end)


def _is_time(form: str) -> bool:
    return names_time(form) or form.lower().endswith(("tag", "tage", "tagen"))


def _fronted(quote: QuoteSpan, tokens: list[Token], verbs: frozenset[str]) -> tuple[Span, ...]:
    """Return the dative in front of a verb whose subject follows it: "[Der Bundesregierung] empfahl er …"."""
    behind = bool(quote.speaker) and quote.speaker[0].start > quote.cue[0].start
    if (
        not verbs & load_words("dative_verbs.txt")
        or not behind
        or tokens[0].form not in {"Der", "Dem", "Den"}
    ):
        return ()
    end = end_of_phrase(tokens, 0)
    follows = end < len(tokens) and tokens[end].is_finite and tokens[end].start == quote.cue[0].start
    span = _phrase(tokens, 0)
    return (span,) if follows and span is not None else ()


def _can_be_told(roster: Roster, span: Span) -> bool:
    if roster.within((span,)):
        return True
    phrase = parse_phrase(roster.document, (span,))
    head = phrase.head
    if head is None:
        return False
    known = bodies.body_noun(head.form) or is_person_noun(head.form) or bodies.classes_of_members(head.form)
    return bool(known) or phrase.noun.endswith(load_lines("listeners.txt"))


def _object(roster: Roster, quote: QuoteSpan, tokens: list[Token], verbs: frozenset[str]) -> tuple[Span, ...]:
    """Return the object of "bitten", "mahnen", "belehren": "bat [alle Seiten]"."""
    if not verbs & load_words("addressing_verbs.txt"):
        return ()
    for i, token in enumerate(tokens):
        behind = token.start > quote.cue[0].start and token.form.lower() in _OBJECTS
        if behind and not (i and tokens[i - 1].tag.startswith("APPR")):
            start = i + 1 if token.tag not in {"ART", "PPOSAT"} else i
            end = end_of_phrase(tokens, start)
            span = Span(token.start, tokens[end - 1].end)
            return (span,) if end > i + 1 and _can_be_told(roster, span) else ()
    return ()


def _bare_name(roster: Roster, quote: QuoteSpan, verbs: frozenset[str]) -> tuple[Span, ...]:
    """Return the name behind a verb that tells somebody: "Sie dankte [Kanada]"; not "dankte laut Kanada"."""
    if not verbs & load_words("dative_verbs.txt") or not quote.speaker:
        return ()
    taken = (*quote.spans, *quote.speaker)
    sentence = sentence_at(roster.document, quote.cue[0].start)
    for occurrence in roster.starting(quote.cue[0].end, sentence.span.end):
        before = next((t for t in reversed(sentence.tokens) if t.end <= occurrence.start), None)
        free = not any(span.overlaps(occurrence.span) for span in taken)
        ends = {span.end for span in (*quote.speaker, *quote.cue)}
        follows = before is not None and before.end in ends
        if free and follows and occurrence.span.of(roster.document.text) not in _NOBODY:
            return (occurrence.span,)
    return ()
