"""What the clause around a statement tells about its speaker where the mention alone does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import country_of_seat, is_source_noun
from newsgraph.annotation.gender import is_person_noun
from newsgraph.annotation.mention_phrases import end_of_phrase, parse_phrase, tokens_in
from newsgraph.annotation.pronouns import pronoun_kind
from newsgraph.model import MentionKind, Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Occurrence, Roster

_OPENERS = frozenset({"des", "der", "eines", "einer"})
_ARTICLES = frozenset(
    {"ein", "eine", "einer", "eines", "einem", "einen", "der", "die", "das", "dem", "den", "des"}
)
_NO_SUBJECT = frozenset(
    {
        "hieß",
        "hiess",
        "heißt",
        "heisst",
        "heiße",
        "verlautete",
        "verlautet",
        "wird",
        "wurde",
        "werden",
        "wurden",
    }
    | {"worden", "gilt", "gelten", "hören", "lesen", "rede"}
)
_GENERIC = frozenset({"person", "personen", "jemand", "mann", "frau", "leute", "menschen"})
_WHENCE = frozenset({"aus", "in", "unter", "von", "bei", "auf"})
_PASSIVE = frozenset({"wird", "wurde", "werden", "wurden", "worden"})
_HOME = frozenset({"Berlin", "Wien", "Bern"})
"""Seats of governments whose news goes without their country: "hieß es in Berlin" is nobody's word."""
_REACH = 8
_LINKS = frozenset({"Und", "Aber", "Doch"})
_ANSWERING = frozenset({"sagen", "meinen", "denken", "halten", "antworten", "raten", "finden"})


def with_finite_verb(document: Document, quote: QuoteSpan) -> QuoteSpan:
    """Return the statement with the verb before a cue that is a particle alone: "[rief] die Bürger [auf]".

    Counter-example: "so", "laut" and "zufolge" have no verb.
    """
    cue = tokens_in(document, quote.cue)
    if not cue or any(t.tag != "PTKVZ" for t in cue):
        return quote
    earlier = [t for t in sentence_at(document, cue[0].start).tokens if t.end <= cue[0].start]
    verb = next((t for t in reversed(earlier) if t.is_finite and _free(quote, t.span)), None)
    return quote if verb is None else replace(quote, cue=(verb.span, *quote.cue))


def widened(roster: Roster, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return the speaker mention with what belongs to it and stands beside it.

    A genitive gets the noun before it: eine Sprecherin [des Amts]. A name cut off is completed, an apposition
    with the name is added: [der Anwalt des Klägers], Thierry Bovet.
    """
    if len(quote.speaker) != 1:
        return quote.speaker
    span = _with_head(roster.document, quote, quote.speaker[0])
    span = _with_genitive(roster.document, span)
    for occurrence in roster.starting(span.start):
        if occurrence.start > span.end + 1:
            break
        cut = span.start <= occurrence.start < span.end < occurrence.end
        named = occurrence.start == span.end + 1 and _is_title(roster, span)
        if (cut or named) and _free(quote, occurrence.span):
            span = Span(span.start, occurrence.end)
    if (clause := _relative_clause(roster.document, quote, span)) is not None:
        return (Span(span.start, clause.end),)
    apposed = _apposed_name(roster, quote, span)
    return (Span(span.start, apposed.end),) if apposed else (span,)


def _relative_clause(document: Document, quote: QuoteSpan, span: Span) -> Span | None:
    """Return the clause that says who somebody is: eine Person[, die mit den Gesprächen vertraut ist]."""
    phrase = parse_phrase(document, (span,))
    tokens = [t for t in sentence_at(document, span.end - 1).tokens if t.start >= span.end]
    if phrase.noun not in _GENERIC or phrase.complement or len(tokens) < 3 or tokens[0].form != ",":
        return None
    if tokens[1].form not in {"die", "der"}:
        return None
    inside = [t for t in tokens[1:] if t.start < next((e.start for e in tokens[1:] if not e.is_word), t.end)]
    clause = Span(tokens[0].start, inside[-1].end) if inside else None
    return clause if clause and inside[-1].is_finite and _free(quote, clause) else None


def _is_title(roster: Roster, span: Span) -> bool:
    """Say whether a mention is a role that a name may follow: [Vorstandschef] Per Lindqvist."""
    phrase = parse_phrase(roster.document, (span,))
    return phrase.head is not None and not phrase.complement and is_person_noun(phrase.head.form)


def _free(quote: QuoteSpan, span: Span) -> bool:
    return not any(part.overlaps(span) for part in quote.spans)


def _with_head(document: Document, quote: QuoteSpan, span: Span) -> Span:
    sentence = sentence_at(document, span.start)
    before = [t for t in sentence.tokens if t.end <= span.start]
    first = next((t for t in sentence.tokens if t.start >= span.start), None)
    if first is not None and span == first.span and first.form.lower() in {"der", "die"}:
        return _completed(sentence, quote, span)
    if (
        first is None
        or first.form.lower() not in _OPENERS
        or not before
        or not is_person_noun(before[-1].form)
    ):
        return span
    start = before[-1].start
    for token in reversed(before[:-1]):
        if token.form.lower() in _ARTICLES or token.tag == "ADJ(A)":
            start = token.start
        else:
            break
    whole = Span(start, span.end)
    return whole if _free(quote, whole) else span


def _completed(sentence: Sentence, quote: QuoteSpan, span: Span) -> Span:
    """Return the noun phrase that a lone article opens: [Der] alte und neue Vorsitzende, [die] beiden."""
    end = span.end
    for token in (t for t in sentence.tokens if t.start >= span.end):
        if token.tag in {"ADJ(A)", "KON", "NN", "NE"} or token.form == "beiden":
            end = token.end
        if token.tag not in {"ADJ(A)", "KON"}:
            break
    whole = Span(span.start, end)
    return whole if _free(quote, whole) else span


def _with_genitive(document: Document, span: Span) -> Span:
    """Return a text's mention with whose it is: [Berechnungen] der Bundesagentur."""
    tokens = [t for t in sentence_at(document, span.start).tokens if t.end > span.start]
    inside = [t for t in tokens if t.end <= span.end]
    after = [t for t in tokens if t.start >= span.end]
    if not inside or not is_source_noun(inside[-1].form) or not after or after[0].form not in _OPENERS:
        return span
    end = span.end
    for token in after:
        if token.tag not in {"ART", "ADJ(A)", "NN", "NE", "FM", "PPOSAT"}:
            break
        end = token.end
    return Span(span.start, end)


def has_no_subject(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the cue has nobody as its subject: "hieß es", "verlautete", "war zu hören"."""
    words = {t.form.lower() for t in tokens_in(document, quote.cue)}
    return bool(words & _NO_SUBJECT)


def circle(roster: Roster, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return where hearsay is from: "verlautete aus [Kreisen der Partei]", "hieß es unter [Delegierten]".

    A seat of government is one of them: "hieß es in [Lima]". Counter-examples: "hieß es in Berlin", and in
    Lima where the dateline is Lima.
    """
    sentence = sentence_at(roster.document, quote.cue[0].start)
    tokens = sentence.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.form.lower() not in _WHENCE or not _free(quote, token.span):
            continue
        end = end_of_phrase(tokens, i + 1)
        nouns = [t for t in tokens[i + 1 : end] if t.form[0].isupper() and t.tag != "ADJ(A)"]
        span = Span(tokens[i + 1].start, tokens[max(end, i + 2) - 1].end)
        seat = span.of(roster.document.text)
        if seat in _HOME or country_of_seat(seat):
            if token.form.lower() in {"aus", "in"} and not _is_home(roster.document, span):
                return (span,)
        elif nouns and (is_person_noun(nouns[0].form) or is_source_noun(nouns[0].form)):
            return (span,)
    return ()


def _is_home(document: Document, seat: Span) -> bool:
    """Say whether news from a seat of government is no word of its country: at home, or of the dateline."""
    dateline = document.article.dateline
    name = seat.of(document.text)
    return name in _HOME or (dateline is not None and name in dateline.of(document.text))


def _apposed_name(roster: Roster, quote: QuoteSpan, span: Span) -> Occurrence | None:
    """Return the name set off by a comma after the mention: "der Anwalt des Klägers, [Thierry Bovet]"."""
    sentence = sentence_at(roster.document, span.end - 1)
    after = [t for t in sentence.tokens if t.start >= span.end]
    if not after or after[0].form != ",":
        return None
    inside = [o for o in roster.within((span,)) if o.kind is not MentionKind.ROLE]
    if any(roster.candidates[o.key].is_person for o in inside):
        return None
    for occurrence in roster.starting(span.end + 1, sentence.span.end):
        if occurrence.kind is MentionKind.ROLE:
            continue
        if not roster.candidates[occurrence.key].is_person:
            continue
        between = [t for t in after[1:] if t.end <= occurrence.start]
        plain = len(between) <= _REACH and not any(t.is_finite or t.form in {",", ".", ":"} for t in between)
        closed = next((t for t in after if t.start >= occurrence.end), None)
        ends = (
            closed is None
            or not closed.is_word
            or closed.is_finite
            or closed.tag in {"PTKVZ", "APPR", "APPRART"}
        )
        free = _free(quote, Span(after[0].start, occurrence.end))
        return occurrence if plain and free and ends else None
    return None


def subject_nearby(roster: Roster, quote: QuoteSpan, besides: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    """Return the mention of whoever the cue's sentence speaks of, where the finder named no speaker.

    In "Odile Fischbach, Sprecherin der Reederei, bestritt einen Defekt" it is the name before the cue. What
    lies in `besides` is known to be no subject.
    """
    if not quote.cue:
        return _before_colon(roster, quote)
    if has_no_subject(roster.document, quote):
        return circle(roster, quote)
    sentence = sentence_at(roster.document, quote.cue[0].start)
    named = [
        o
        for o in roster.starting(sentence.span.start, sentence.span.end)
        if sentence.span.contains(o.span)
        and _free(quote, o.span)
        and not any(a.overlaps(o.span) for a in (*quote.addressee, *besides))
        and not _is_object(sentence, o.span)
    ]
    people = [o for o in named if roster.candidates[o.key].is_person] or named
    before = [o for o in people if o.end <= quote.cue[0].start]
    if before:
        return (before[0].span,)
    if people:
        return (people[0].span,)
    return _pronoun_beside(sentence, quote)


def _before_colon(roster: Roster, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return who is named before the colon of a quotation: "Darauf [Rodenkirch]: „Weil …“"."""
    text = roster.document.text
    head = text[: quote.spans[0].start].rstrip(' „“"»«›‹”‚‘')
    if quote.type not in {StatementType.DIRECT, StatementType.INDIRECT_FREE_INDIRECT} or not head.endswith(
        ":"
    ):
        return ()
    sentence = sentence_at(roster.document, len(head) - 1)
    named = [
        o
        for o in roster.starting(sentence.span.start, len(head))
        if o.end <= len(head) and roster.candidates[o.key].is_person
    ]
    pronoun = next((t for t in sentence.tokens if t.form in {"Er", "Sie"} and t.end <= len(head)), None)
    if named:
        subjects = [o for o in named if not _is_object(sentence, o.span)] or named[-1:]
        return (subjects[0].span,)
    return (pronoun.span,) if pronoun else ()


def asked_before(document: Document, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return who is asked right before words without an introduction: "Und [der Wirt]? „Ich bleibe.“".

    In "Was sagt [Berg] dazu?", "Was [er] dazu sagt?" too. Counter-example: "Vermutlich? „Sicher.“" asks
    nobody by name.
    """
    if quote.type is not StatementType.DIRECT or quote.cue or quote.speaker or quote.nested_in is not None:
        return ()
    head = document.text[: quote.spans[0].start].rstrip(' „“"»«›‹”‚‘')
    if not head.endswith("?"):
        return ()
    words = _asked_words([t for t in sentence_at(document, len(head) - 1).tokens if t.is_word])
    end = 1 if words and words[0].tag == "PPER" else end_of_phrase(words, 0)
    return (Span(words[0].start, words[end - 1].end),) if end and words else ()


def _asked_words(words: list[Token]) -> list[Token]:
    """Return the words of a question from the one on that names who is asked, none for other questions."""
    verb = next((i for i, t in enumerate(words) if t.is_finite), None)
    if verb is None:
        return words[1:] if words and words[0].form in _LINKS and len(words) <= _REACH else []
    if words[verb].lemma.lower() not in _ANSWERING:
        return []
    pronoun = next((i for i in range(verb) if words[i].tag == "PPER"), None)
    return words[verb + 1 :] if pronoun is None else words[pronoun:]


def _pronoun_beside(sentence: Sentence, quote: QuoteSpan) -> tuple[Span, ...]:
    at = quote.cue[0]
    near = [
        t
        for t in sentence.tokens
        if t.form.lower() in {"er", "sie"}
        and pronoun_kind(t.form) == "personal"
        and min(abs(t.start - at.end), abs(at.start - t.end)) <= 2
    ]
    first = sentence.tokens[0]
    if not near and first.form in {"Er", "Sie"} and _free(quote, first.span):
        return (first.span,)
    return (near[0].span,) if near else ()


def _is_object(sentence: Sentence, span: Span) -> bool:
    before = [t for t in sentence.tokens if t.end <= span.start][-3:]
    return any(_governs(t) for t in before)


def _governs(token: Token) -> bool:
    return token.tag in {"APPR", "APPRART"} or token.form.lower() in {"dem", "den", "des", "einem", "einen"}


def cited_person(roster: Roster, quote: QuoteSpan) -> Occurrence | None:
    """Return whose words somebody else cites: "zitiert der Verein die Mechanikerin [Fatou Diallo]".

    In "wird [Fatou Diallo] von dem Blatt zitiert" too. Counter-example: with any other cue the subject
    speaks, and None comes back.
    """
    words = [span.of(roster.document.text).lower() for span in quote.cue]
    if not quote.speaker or not any(word.split()[-1].startswith("zitier") for word in words):
        return None
    sentence = sentence_at(roster.document, quote.cue[0].start)
    passive = bool(_PASSIVE & set(" ".join(words).split()))
    after = sentence.span.start if passive else max(quote.speaker[-1].end, quote.cue[-1].end)
    return next(
        (
            o
            for o in roster.starting(after, sentence.span.end)
            if roster.candidates[o.key].is_person and _free(quote, o.span)
        ),
        None,
    )


def subject_between(roster: Roster, earlier: QuoteSpan, later: QuoteSpan) -> int | None:
    """Return who is the subject of the sentence right before `later`, if no statement stands in it.

    "Der Kreisdirektor wies das von sich. [Ein Transformator sei ausgefallen.]" continues nothing earlier.
    """
    document = roster.document
    index = document.sentence_number(later.spans[0].start)
    if index == 0:
        return None
    here, sentence = document.sentences[index], document.sentences[index - 1]
    if sentence.paragraph != here.paragraph or any(
        s.overlaps(sentence.span) for s in (*earlier.spans, *earlier.frame)
    ):
        return None
    for occurrence in roster.starting(sentence.span.start, sentence.span.end):
        if sentence.span.contains(occurrence.span) and roster.candidates[occurrence.key].is_person:
            return None if _is_object(sentence, occurrence.span) else occurrence.key
    return None


def sentence_at(document: Document, offset: int) -> Sentence:
    """Return the sentence that holds the offset, or the last one before it."""
    return document.sentences[document.sentence_number(offset)]
