"""From newsgraph's statements to quotations by the conventions of the Wikinews set.

What the two count as the words of a statement differs (`project` says how); speaker, cue and frame are drawn
the same way in both. The conventions were read off the training part of the set, never off what is measured.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsgraph.model import Medium, Span, Statement, StatementType
from newsgraph.readers.wikinews import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.annotation.finder import QuoteSpan

_MARKS = "„“”\"»«‚‘’›‹'"
_OPENING = re.compile(rf"[{_MARKS}]\s?\Z")
_CLOSING = re.compile(rf"[.,!?…]*\s?[{_MARKS}]")
_JOINT = re.compile(r"[,;–]\s*|\s(?=(?:und|sowie|aber|doch|während)\s)")
_STOP = re.compile(rf"[.!?…:;]*(?:[{_MARKS})]*[.!?…]*)")
_FREE = (StatementType.INDIRECT_FREE_INDIRECT, StatementType.FREE_INDIRECT)
_INFINITIVE = re.compile(r"\bzu\s+\w+n\b|\b\w{2,}zu\w+n\b")
_WORD = re.compile(r"[\w-]+")
_PREPOSITIONS = ("nach", "laut", "zufolge", "gemäß")
_LITERAL_SHARE = 0.35  # of the code points, from which on the set marks the quoted words alone
_STOPS = " .!?…:"
_BREAKS = (",", ":")
_FRAMELESS = (*_FREE, StatementType.REPORTED)
_MEDIA: Final = {
    frozenset({Medium.SPEECH}): "Speech",
    frozenset({Medium.WRITING}): "Writing",
    frozenset({Medium.THOUGHT}): "Thought",
    frozenset({Medium.SPEECH, Medium.WRITING}): "SW",
    frozenset({Medium.SPEECH, Medium.THOUGHT}): "ST",
    frozenset({Medium.THOUGHT, Medium.WRITING}): "TW",
}
_NO_MEDIUM = "none"


def project(text: str, sentences: Sequence[Span], statements: Sequence[Statement]) -> tuple[Quotation, ...]:
    """Return the statements of a text as quotations by the rules of the Wikinews set, in text order.

    - Direct speech gets its quotation marks; each part of an interrupted one is a quotation of its own
      („Wir bleiben“, sagte er, „und kämpfen.“ are two).
    - Reported speech is the whole clause with speaker and verb, and has neither cue nor frame: in "Die IG
      Metall fordert mehr Geld." the complement "mehr Geld" becomes the sentence with its full stop. A
      complement that is a clause ("Sie forderte, mehr zu bauen.") is indirect speech and stays as it is; one
      that is hardly more than quoted words ("Sie nannte das „grob fahrlässig“.") is direct speech alone.
    - Free indirect speech takes the full stop of its sentence along; passages that follow one another
      directly are one. It has neither cue nor frame nor addressee.
    - A continuation has the speaker of the statement that it continues, a fragment within a statement that
      of the statement; direct and indirect speech without a frame of its own has cue and frame of that one.

    `sentences` are spans of `text` in order.
    """
    view = _View(text, tuple(sentences), tuple(statements))
    quotations = [quotation for index in range(len(statements)) for quotation in view.quotations(index)]
    merged = _merge(text, sorted(quotations, key=_place))
    return tuple(_mark_nesting(merged))


def as_statements(quotes: Iterable[QuoteSpan]) -> tuple[Statement, ...]:
    """Return what a finder found as statements, so that it can be projected as it is.

    Nothing is worked out: a statement has the speaker mention that the finder gave it, and no speaker.
    """
    return tuple(
        Statement(
            spans=quote.spans,
            type=quote.type,
            media=quote.media,
            speaker_mention=quote.speaker,
            cue=quote.cue,
            frame=quote.frame,
            addressee=quote.addressee,
            nested_in=quote.nested_in,
            continues=quote.continues,
            confidence=quote.confidence,
        )
        for quote in quotes
    )


def medium_of(media: frozenset[Medium]) -> str:
    """Return the set's name for media: one name for two that cannot be told apart, "none" for none or all."""
    return _MEDIA.get(media, _NO_MEDIUM)


class _View:
    """A text with its statements, each seen as the set would have it."""

    def __init__(self, text: str, sentences: tuple[Span, ...], statements: tuple[Statement, ...]) -> None:
        self._text = text
        self._sentences = sentences
        self._statements = statements

    def quotations(self, index: int) -> list[Quotation]:
        """Return what a statement is in the set: one quotation, of interrupted direct speech several."""
        quotation = self._with_parts(index)
        if quotation.type is StatementType.DIRECT:
            outer = self._statements[index].nested_in
            if outer is not None and self._is_literal(outer):
                quotation = replace(
                    quotation, cue=self._statements[outer].cue, frame=self._around_literal(outer)
                )
            return [replace(quotation, quote=(self._with_marks(span),)) for span in quotation.quote]
        if quotation.type is StatementType.REPORTED:
            return [] if self._is_literal(index) else [replace(quotation, quote=(self._clause(index),))]
        if quotation.type in _FREE:
            *first, last = quotation.quote
            return [replace(quotation, quote=(*first, self._with_stop(last)))]
        return [quotation]

    def _literal(self, index: int) -> list[Span]:
        """Return the direct speech that lies in a statement, with its marks."""
        inner = [s for s in self._statements if s.nested_in == index and s.type is StatementType.DIRECT]
        return [self._with_marks(span) for statement in inner for span in statement.spans]

    def _is_literal(self, index: int) -> bool:
        """Say whether a reported statement has hardly any words but quoted ones.

        In the set "Er nannte den Plan „grob fahrlässig“." is direct speech and nothing else.
        """
        statement = self._statements[index]
        if self._type(statement) is not StatementType.REPORTED:
            return False
        content = sum(map(len, statement.spans))
        return sum(map(len, self._literal(index))) > _LITERAL_SHARE * content

    def _around_literal(self, index: int) -> tuple[Span, ...]:
        """Return what frames the direct speech in a statement: the words of the statement around it."""
        held = self._extent(index)
        edges = [held.start, *(e for span in sorted(self._literal(index)) for e in (span.start, span.end))]
        pieces = zip(edges[::2], [*edges[1::2], held.end], strict=True)
        return tuple(piece for start, end in pieces if (piece := self._trim(start, end)))

    def _trim(self, start: int, end: int) -> Span | None:
        text = self._text[start:end]
        words = text.strip()
        start += len(text) - len(text.lstrip())
        return Span(start, start + len(words)) if words else None

    def _with_parts(self, index: int) -> Quotation:
        chain = [self._statements[i] for i in self._chain(index)]
        own = chain[0]
        speaking = next((s for s in chain if s.speaker_mention), own)
        framing = next((s for s in chain if s.cue or s.frame or s.type is StatementType.REPORTED), own)
        kind = self._type(own)
        bare = kind in _FRAMELESS or (framing is not own and self._type(framing) is StatementType.REPORTED)
        speaker, cue = speaking.speaker_mention, framing.cue
        if speaking.cue:
            speaker, preposition = self._with_source(speaking)
            cue = preposition if framing is speaking else cue
        return Quotation(
            type=kind,
            medium=medium_of(own.media),
            quote=own.spans,
            speaker=speaker,
            cue=() if bare else cue,
            frame=() if bare else framing.frame,
            addressee=() if kind in _FREE else own.addressee or framing.addressee,
        )

    def _with_source(self, statement: Statement) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Return speaker and cue, where the noun of a cue with a preposition belongs to the speaker.

        "nach Angaben der Polizei": the cue is "nach", the speaker "Angaben der Polizei".
        """
        words = [word for span in statement.cue for word in _words(self._text, span)]
        prepositions = [word for word in words if word.of(self._text).lower() in _PREPOSITIONS]
        nouns = [word for word in words if word not in prepositions]
        if not prepositions or not all(word.of(self._text)[0].isupper() for word in nouns):
            return statement.speaker_mention, statement.cue
        named = [s for s in statement.speaker_mention if any(f.contains(s) for f in statement.frame)]
        parts = [*nouns, *named]
        return (_around(parts),) if nouns else statement.speaker_mention, tuple(prepositions)

    def _type(self, statement: Statement) -> StatementType:
        """Return the type in the set, where a reported infinitive clause is indirect speech.

        "Sie forderte, mehr zu bauen", but not "Sie forderte mehr Geld".
        """
        start, content = statement.spans[0].start, statement.text(self._text)
        comes_after_break = self._text[max(0, start - 2) : start].rstrip().endswith(_BREAKS)
        is_clause = comes_after_break and _INFINITIVE.search(content)
        if statement.type is StatementType.REPORTED and is_clause:
            return StatementType.INDIRECT
        return statement.type

    def _chain(self, index: int) -> list[int]:
        """Return the statement, that in which it lies or which it continues, that one's, and so on."""
        chain: list[int] = []
        following: int | None = index
        while following is not None and following not in chain:
            chain.append(following)
            statement = self._statements[following]
            following = statement.nested_in if statement.nested_in is not None else statement.continues
            if following is None and not statement.speaker_mention and statement.type in _FREE:
                following = self._right_before(chain[-1])
        return chain

    def _right_before(self, index: int) -> int | None:
        """Return the statement that ends in the sentence before, for who speaks there goes on speaking.

        "Die Behörde rechnet mit Verspätungen. Ein Kran soll im Weg stehen."
        """
        first = self._sentence_number(self._statements[index].spans[0].start)
        before = [
            (other.spans[-1].end, i)
            for i, other in enumerate(self._statements)
            if other.nested_in is None
            and other.spans[-1].end <= self._statements[index].spans[0].start
            and self._sentence_number(other.spans[-1].end - 1) >= first - 1
        ]
        return max(before)[1] if before else None

    def _sentence_number(self, offset: int) -> int:
        return bisect_right(self._sentences, offset, key=lambda sentence: sentence.start) - 1

    def _with_marks(self, span: Span) -> Span:
        """Return direct speech with the marks around it, where they stand there."""
        before = _OPENING.search(self._text, max(0, span.start - 2), span.start)
        after = _CLOSING.match(self._text, span.end)
        if before is None or after is None:
            return span
        return Span(before.start(), after.end())

    def _with_stop(self, span: Span) -> Span:
        """Return a passage with the full stop that ends it."""
        stop = _STOP.match(self._text, span.end)
        return Span(span.start, stop.end()) if stop else span

    def _clause(self, index: int) -> Span:
        """Return the clause of reported speech: its sentence, less what other statements take of it.

        "Die USA lehnten den Satz ab, während die EU ihn begrüßte." has two. The full stop belongs to a clause
        that begins the sentence.
        """
        held = self._extent(index)
        sentence = self._sentence(held)
        start, end = sentence.start, sentence.end
        for other in self._neighbours(index, held):
            if start < other.end <= held.start:
                joints = [*_JOINT.finditer(self._text, other.end, held.start)]
                start = joints[-1].end() if joints else held.start
            elif held.end <= other.start < end:
                joint = _JOINT.search(self._text, held.end, other.start)
                end = joint.start() if joint else held.end
        if start > sentence.start and end == sentence.end:
            end = max(held.end, len(self._text[:end].rstrip(_STOPS)))
        return Span(start, end)

    def _neighbours(self, index: int, held: Span) -> Iterator[Span]:
        """Yield what other statements take: content and frame, or content where the frame is this clause."""
        own = self._statements[index]
        for i, other in enumerate(self._statements):
            if index in {i, other.nested_in} or own.nested_in == i:
                continue
            if self._type(other) is StatementType.REPORTED and _same_speaker(own, other):
                continue
            whole = self._extent(i)
            yield _around(other.spans) if whole.overlaps(held) else whole

    def _extent(self, index: int) -> Span:
        """Return content with as much of frame, cue and speaker as stands in the same sentence."""
        statement = self._statements[index]
        content = _around(statement.spans)
        sentence = self._sentence(content)
        parts = (*statement.frame, *statement.cue, *statement.speaker_mention)
        return _around((content, *(part for part in parts if sentence.contains(part))))

    def _sentence(self, span: Span) -> Span:
        """Return the sentence that a span begins in, and at least the span."""
        number = self._sentence_number(span.start)
        return _around((span, self._sentences[number])) if number >= 0 else span


def _words(text: str, span: Span) -> list[Span]:
    return [Span(*word.span()) for word in _WORD.finditer(text, span.start, span.end)]


def _same_speaker(one: Statement, two: Statement) -> bool:
    return not one.speaker_mention or not two.speaker_mention or one.speaker_mention == two.speaker_mention


def _around(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _place(quotation: Quotation) -> tuple[int, int]:
    return quotation.quote[0].start, -quotation.quote[-1].end


def _merge(text: str, quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return the quotations with those that are one in the set made one.

    Free indirect passages of one speaker that touch are one, and reported statements in one clause.
    """
    merged: list[Quotation] = []
    for quotation in quotations:
        place = next((i for i, other in enumerate(merged) if _is_one(text, other, quotation)), None)
        if place is None:
            merged.append(quotation)
        else:
            merged[place] = _join(merged[place], quotation)
    return merged


def _is_one(text: str, before: Quotation, after: Quotation) -> bool:
    if before.type is not after.type:
        return False
    start, end = before.quote[-1].end, after.quote[0].start
    if after.type is StatementType.REPORTED:
        return end < start
    if before.speaker and after.speaker and before.speaker != after.speaker:
        return False
    return after.type in _FREE and start <= end and not text[start:end].strip()


def _join(before: Quotation, after: Quotation) -> Quotation:
    *first, last = before.quote
    joined = Span(last.start, max(last.end, after.quote[0].end))
    return replace(
        before,
        quote=(*first, joined, *after.quote[1:]),
        speaker=before.speaker or after.speaker,
        addressee=before.addressee or after.addressee,
    )


def _mark_nesting(quotations: Sequence[Quotation]) -> Iterable[Quotation]:
    """Yield the quotations with `is_nested` and `has_nested` set by what lies in what."""
    for quotation in quotations:
        others = [other for other in quotations if other is not quotation]
        yield replace(
            quotation,
            is_nested=any(_holds(other, quotation) for other in others),
            has_nested=any(_holds(quotation, other) for other in others),
        )


def _holds(outer: Quotation, inner: Quotation) -> bool:
    within = all(any(span.contains(part) for span in outer.quote) for part in inner.quote)
    return within and outer.quote != inner.quote
