"""Who passes a statement on: "sagte Costa laut der „Bancada“", "mahnte sie nach Angaben aus Riga"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import country_of_seat
from newsgraph.annotation.konjunktiv import is_konjunktiv_1
from newsgraph.annotation.mention_phrases import end_of_phrase
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.speaker_clause import sentence_at
from newsgraph.annotation.speakers import resolve_speaker
from newsgraph.lexicon import load_table
from newsgraph.model import Mention, MentionKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Occurrence, Roster
    from newsgraph.annotation.span_index import SpanIndex

_BEFORE = re.compile(
    r"\b(?:laut|nach (?:Angaben|Informationen|Berichten)|Bericht|zitiert\w*|wie|Agentur|im Gespräch mit|"
    r"Interview mit|gab \w+ wieder|überliefert\w*)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_LAUT = re.compile(r"\b[Ll]aut (?:de[rm] )?(?:\w+ )?[„“\"»«›‹‚]?$")
_ACCOUNTS = frozenset(
    {"Angaben", "Darstellung", "Aussage", "Aussagen", "Informationen", "Worten", "Schilderung"}
)
_AFTER = re.compile(
    r"^\W*(?:\w+ ){0,2}(?:zufolge|berichtete|berichtet|meldete|meldet|zitiert\w*|schrieb|schreibt|weiter)\b"
)
_ACCOUNT = re.compile(
    r"\b[Nn]ach (?:Angaben|Darstellung|Informationen) (?:aus|von|der|des) (?:der |dem )?(\w+)"
)


def find_relay(
    roster: Roster, quote: QuoteSpan, quoted: SpanIndex, speakers: tuple[int, ...]
) -> tuple[int, ...]:
    """Return who is said to have passed the statement on, if the speaker is somebody else.

    Counter-example: "berichtete die Zeitung" with the paper itself as speaker; then nobody relays.
    """
    if not quote.speaker or not speakers:
        return ()
    return (
        _by_press(roster, quote, speakers)
        or _by_seat(roster, quote, speakers)
        or _by_source(roster, quote, quoted, speakers)
        or _by_mood(roster, quote, speakers)
    )


def _by_press(roster: Roster, quote: QuoteSpan, speakers: tuple[int, ...]) -> tuple[int, ...]:
    text = roster.document.text
    sentence = sentence_at(roster.document, quote.speaker[0].start)
    own = (*quote.spans, *quote.speaker, *quote.addressee)
    for occurrence in roster.starting(sentence.span.start, sentence.span.end):
        candidate = roster.candidates[occurrence.key]
        if not sentence.span.contains(occurrence.span) or occurrence.key in speakers:
            continue
        before = text[sentence.span.start : occurrence.start]
        after = text[occurrence.end : sentence.span.end]
        medium = "press" in candidate.classes or (candidate.is_body and _LAUT.search(before))
        if not medium or any(span.overlaps(occurrence.span) for span in own):
            continue
        if _BEFORE.search(before) or _AFTER.match(after):
            return (occurrence.key,)
    return ()


def _by_seat(roster: Roster, quote: QuoteSpan, speakers: tuple[int, ...]) -> tuple[int, ...]:
    """Return whose account it is: "Lawrow betonte nach Angaben aus [Moskau]"."""
    sentence = sentence_at(roster.document, quote.speaker[0].start).span
    match = _ACCOUNT.search(roster.document.text, sentence.start, sentence.end)
    if match is None:
        return ()
    span = Span(*match.span(1))
    if any(part.overlaps(span) for part in quote.speaker):
        return ()
    named = [o.key for o in roster.starting(sentence.start, span.end) if o.start <= span.start < o.end]
    bodies = [key for key in named if roster.candidates[key].is_body and key not in speakers]
    if bodies:
        return (bodies[0],)
    country = country_of_seat(match.group(1))
    if country is None:
        return ()
    mention = Mention((span,), match.group(1), MentionKind.ROLE, "seat of government", 0.7)
    return (roster.add_country(country, mention),)


def _by_source(
    roster: Roster, quote: QuoteSpan, quoted: SpanIndex, speakers: tuple[int, ...]
) -> tuple[int, ...]:
    """Return whose account a clause of saying rests on: "Berg drohte laut [Petersen] mit Rücktritt".

    Counter-examples: "laut [Petersen] drohe Berg", whose cue is "laut", and "nach eigenen Angaben".
    """
    tokens = sentence_at(roster.document, quote.speaker[0].start).tokens
    own = (*quote.spans, *quote.speaker, *quote.addressee, *quote.cue)
    for i in range(len(tokens) - 1):
        start = _account(tokens, i)
        end = end_of_phrase(tokens, start) if start else 0
        if end <= start or any(s.overlaps(Span(tokens[i].start, tokens[end - 1].end)) for s in own):
            continue
        mention = (Span(tokens[start].start, tokens[end - 1].end),)
        keys = resolve_speaker(roster, Asked(mention, quoted, source=True)).keys
        return tuple(key for key in keys if key not in speakers)
    return ()


def _account(tokens: Sequence[Token], i: int) -> int:
    """Return where the phrase behind "laut" or "nach Angaben von" begins, 0 where token `i` begins none."""
    form = tokens[i].form
    if form in {"laut", "Laut"}:
        return i + 1
    noun = tokens[i + 1]
    if form not in {"nach", "Nach"} or noun.form not in _ACCOUNTS or i + 2 >= len(tokens):
        return 0
    return i + 3 if tokens[i + 2].form in {"von", "vom"} else i + 2


def _by_mood(roster: Roster, quote: QuoteSpan, speakers: tuple[int, ...]) -> tuple[int, ...]:
    """Return who reports a saying in the Konjunktiv: „Es reicht“, habe Berg gesagt, berichtete [Petersen].

    Where the sentence names none, it is who spoke last in the paragraph: "[Petersen] schilderte, wie es kam.
    Berg habe gerufen: „Es reicht.“"
    """
    document = roster.document
    sentence = sentence_at(document, (quote.cue or quote.speaker)[0].start)
    own = (*quote.spans, *quote.speaker, *quote.cue)
    clause = [t for t in sentence.tokens if not any(span.overlaps(t.span) for span in quote.spans)]
    said = tuple(document.tokens_within(quote.cue)) or clause
    if not any(is_konjunktiv_1(token) for token in said):
        return ()
    for verb in sentence.tokens:
        reporting = verb.is_finite and verb.lemma in _speech_verbs() and not is_konjunktiv_1(verb)
        if reporting and not any(span.overlaps(verb.span) for span in own):
            named = (o for o in roster.starting(verb.end, sentence.span.end) if o.key not in speakers)
            return tuple(o.key for o in named)[:1]
    last = [(key, at) for key, at in roster.spoken if at < quote.speaker[0].start][-1:]
    near = [key for key, at in last if sentence_at(document, at).paragraph == sentence.paragraph]
    return tuple(key for key in near if key not in speakers)


def speaker_of_account(roster: Roster, quote: QuoteSpan) -> Occurrence | None:
    """Return who speaks inside what somebody's account says: "[Lawrow] betonte nach Angaben aus Moskau …".

    Counter-example: in "Lawrow reiste nach Angaben aus Moskau ab" he says nothing, and in the Konjunktiv
    ("Lawrow habe betont, berichtet die Agentur") the account is the outer speech.
    """
    if not quote.cue or not any("Angaben" in span.of(roster.document.text) for span in quote.cue):
        return None
    tokens = sentence_at(roster.document, quote.spans[0].start).tokens
    verb = next((t for t in tokens if t.is_finite), None)
    if verb is None or verb.lemma not in _speech_verbs():
        return None
    named = (o for o in roster.starting(tokens[0].start, verb.start) if o.end <= verb.start)
    return next((o for o in named if roster.candidates[o.key].is_person), None)


@cache
def _speech_verbs() -> frozenset[str]:
    rows = (*load_table("cue_verbs.tsv"), *load_table("reported_verbs.tsv"))
    return frozenset(row[0] for row in rows) - {"sein", "haben", "geben", "kommen", "gehen"}
