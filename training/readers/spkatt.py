"""Speech events in Bundestag speeches: GermEval 2023 SpkAtt (Rehbein et al. 2023), CC BY-SA 4.0.

A politician who speaks is no newspaper. Most events are the speaker's own ("Ich glaube, …"), or have a word
for their content ("das sage ich"), or lack a type: no reader of a newspaper would count them as statements.
So an event is taken only where its form leaves no doubt of that and of its type:

- Direct: the message, two words or more, stands in quotation marks from end to end, and has a source or a cue
  of saying.
- Indirect: the message begins with "dass" or "ob", or has a Konjunktiv I; the cue is of a verb or noun of
  saying or thinking; and the source is neither the speaker nor everybody ("man", "wer"). Verbs of knowing,
  noticing and deciding ("Sie wissen, dass …") are left out: their content is no claim.

Of the regions of all other events nothing is known: neither message, source, cue nor addressee. What is
outside of all events counts as no statement. Frames, clauses and names are not annotated, nor are media in
our sense.

A cue here is the full verb alone; the scheme takes the auxiliary along. It is added where the sentence has
just one outside of messages ("hat … angekündigt"); where there are more the cue is not known. A correlate
("davon, dass") goes from the message to the cue. The source loses a preposition at its head ("von der AfD").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.cues import cue_verbs, verb_lemma
from newsgraph.annotation.document import Token, build_document
from newsgraph.annotation.neural.layers import QUOTED, Layer, Role
from newsgraph.errors import ReadError
from newsgraph.lexicon import load_words
from newsgraph.model import Article, Span, StatementType
from training.readers.detokenise import join
from training.readers.files import json_lines
from training.readers.marks import CLOSING, OPENING, unquoted
from training.readers.overlap import apart, regions, unmarked
from training.scheme import Example, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["read"]

_LAYERS = frozenset({Layer.DIRECT, Layer.OTHER, Layer.SPEAKER, Layer.CUE, Layer.ADDRESSEE})
_KNOWN = frozenset({Role.SPEAKER, Role.CUE, Role.ADDRESSEE, Role.PART})
_OWN = re.compile(r"(?:ich|wir|mich|mir|uns|mein\w*|unser\w*)\b", re.IGNORECASE)
_NOBODY = re.compile(r"(?:man|wer|niemand|jeder|keiner|es)\b|(?:alle|einem|einen)$", re.IGNORECASE)
_LEAD = re.compile(r"(?:von|vom|für|nach|laut|bei|durch)\s+(?=\w)", re.IGNORECASE)
_CORRELATE = re.compile(
    r"dar?(?:an|auf|aus|bei|durch|für|gegen|in|mit|nach|über|um|von|vor|zu)|es", re.IGNORECASE
)
_CLAUSE = re.compile(r"(?:dass|daß|ob)\b", re.IGNORECASE)
_FACTIVE = frozenset({
    "wissen", "sehen", "merken", "verstehen", "erkennen", "bemerken", "hören", "erfahren", "lesen",
    "beweisen", "zeigen", "vergessen", "begreifen", "bedenken", "erleben", "lernen", "finden",
    "entscheiden", "überlegen",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Event:
    message: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    particle: tuple[Span, ...]
    addressee: tuple[Span, ...]


def read(path: Path) -> Iterator[Example]:
    """Return one example a speech.

    Raises `ReadError` for a file of another form.
    """
    for record in json_lines(path):
        try:
            yield _example(record)
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(f"not a speech with events: {error!r}", where=str(path)) from error


def _example(record: Mapping[str, Any]) -> Example:
    tokens: list[str] = []
    first: dict[int, int] = {}
    for sentence in record["Sentences"]:
        first[sentence["SentenceId"]] = len(tokens)
        tokens += sentence["Tokens"]
    text, spans = join(tokens)
    starts = [*first.values(), len(tokens)]
    sentences = tuple(Span(spans[a].start, spans[b - 1].end) for a, b in pairwise(starts) if a < b)
    events = [_event(annotation, first, spans) for annotation in record["Annotations"]]
    kept, dropped, doubtful = _sift(text, sentences, events)
    return Example(
        record["file"].removesuffix(".json"),
        "speaker-attribution",
        text,
        sentences,
        (0,) * len(sentences),
        _LAYERS,
        quotations=kept,
        unknown=unmarked([*doubtful, *regions(dropped)], kept),
    )


def _event(annotation: Mapping[str, list[str]], first: Mapping[int, int], spans: Sequence[Span]) -> _Event:
    def of(part: str) -> tuple[Span, ...]:
        pairs = (place.split(":") for place in annotation[part])
        return _runs(sorted({first[int(sentence)] + int(token) for sentence, token in pairs}), spans)

    return _Event(of("Message"), of("Source"), of("Cue"), of("PTC"), of("Addr"))


def _runs(numbers: Iterable[int], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of tokens, those of neighbours as one."""
    found: list[Span] = []
    last = -2
    for number in numbers:
        if number == last + 1:
            found[-1] = Span(found[-1].start, spans[number].end)
        else:
            found.append(spans[number])
        last = number
    return tuple(found)


def _sift(
    text: str, sentences: Sequence[Span], events: Sequence[_Event]
) -> tuple[tuple[Quotation, ...], tuple[Quotation, ...], list[tuple[Layer, Span]]]:
    """Return the sure statements, those that overlap with them, and the regions of which nothing is known."""
    sure: list[Quotation] = []
    doubtful: list[tuple[Layer, Span]] = []
    messages = [span for event in events for span in event.message]
    for event in events:
        quotation = _statement(text, sentences, event)
        doubtful += _regions(event)
        if quotation is not None:
            quotation, missing = _with_auxiliary(text, sentences, quotation, messages)
            doubtful += missing
            sure.append(quotation)
    kept, dropped = apart(sure)
    return kept, dropped, doubtful


def _regions(event: _Event) -> Iterator[tuple[Layer, Span]]:
    yield from ((layer, span) for layer in QUOTED for span in event.message)
    yield from ((Layer.SPEAKER, span) for span in event.source)
    yield from ((Layer.CUE, span) for span in event.cue + event.particle)
    yield from ((Layer.ADDRESSEE, span) for span in event.addressee)


def _statement(text: str, sentences: Sequence[Span], event: _Event) -> Quotation | None:
    if not event.message or not event.cue:
        return None
    bare = Quotation(
        StatementType.DIRECT,
        event.message,
        speaker=tuple(_unled(text, span) for span in event.source),
        cue=_merged(text, event.cue + event.particle),
        addressee=event.addressee,
        known=_KNOWN,
    )
    whole = Span(event.message[0].start, event.message[-1].end).of(text)
    if len(event.message) == 1 and _is_quoted(whole) and (event.source or _is_speech(text, sentences, event)):
        return replace(bare, spans=(unquoted(text, event.message[0]),))
    if not _is_other(text, event.source):
        return None
    correlates, message = _split_correlates(text, event.message)
    if not message or not _is_clause(text, message) or not _is_speech(text, sentences, event):
        return None
    ended = message[-1].of(text).rstrip(" .,;:!?-–")
    last = Span(message[-1].start, message[-1].start + len(ended)) if ended else message[-1]
    return replace(
        bare,
        type=StatementType.INDIRECT,
        spans=(*message[:-1], last),
        cue=_merged(text, bare.cue + correlates),
    )


def _is_quoted(whole: str) -> bool:
    inner = whole.rstrip(".,;: ")[1:-1]
    ends = whole[0] in OPENING and whole.rstrip(".,;: ")[-1:] in CLOSING
    return ends and " " in inner.strip() and not any(mark in inner for mark in '„“”»«"')


def _is_other(text: str, source: Sequence[Span]) -> bool:
    """Tell whether somebody is named who is not the one that holds the speech, nor anybody."""
    if not source:
        return False
    words = _unled(text, source[0]).of(text)
    return not _OWN.match(words) and not _NOBODY.match(words)


def _unled(text: str, span: Span) -> Span:
    lead = _LEAD.match(span.of(text))
    return Span(span.start + lead.end(), span.end) if lead else span


def _split_correlates(text: str, message: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    found = tuple(span for span in message if _CORRELATE.fullmatch(span.of(text)))
    # "es" stands for the message, but no cue has it.
    return tuple(s for s in found if s.of(text).lower() != "es"), tuple(s for s in message if s not in found)


def _is_clause(text: str, message: Sequence[Span]) -> bool:
    words = re.findall(r"\w+", " ".join(span.of(text) for span in message))
    if len(words) < 3:
        return False
    if _CLAUSE.match(message[0].of(text)):
        return True
    if len(message) > 1 or any(_OWN.fullmatch(word) for word in words):
        return False
    return any(word.lower() in load_words("konjunktiv_1.txt") for word in words)


def _is_speech(text: str, sentences: Sequence[Span], event: _Event) -> bool:
    tokens = [t for t in _tokens(text, sentences, event.cue[0]) if any(t.span.overlaps(c) for c in event.cue)]
    particles = ["", *(span.of(text).lower() for span in event.particle)]
    verbs = {particle + verb_lemma(token) for token in tokens for particle in particles}
    nouns = {token.lemma.lower() for token in tokens}
    if verbs & _FACTIVE:
        return False
    return bool(verbs & cue_verbs().keys() or nouns & load_words("cue_nouns.txt"))


def _with_auxiliary(
    text: str, sentences: Sequence[Span], quotation: Quotation, messages: Sequence[Span]
) -> tuple[Quotation, list[tuple[Layer, Span]]]:
    """Return the quotation with the auxiliary in its cue, and the regions where cues are not known."""
    tokens = [t for cue in quotation.cue[:1] for t in _tokens(text, sentences, cue)]
    verbs = [t for t in tokens if any(t.span.overlaps(cue) for cue in quotation.cue)]
    if any(t.is_finite for t in verbs) or not any(t.tag.startswith("VV(") for t in verbs):
        return quotation, []
    outside = [
        t
        for t in tokens
        if t.tag in {"VA(FIN)", "VM(FIN)"} and not any(t.span.overlaps(message) for message in messages)
    ]
    if len(outside) == 1 and any(_governs(outside[0], verb) for verb in verbs):
        return replace(quotation, cue=_merged(text, (*quotation.cue, outside[0].span))), []
    open_regions = [(Layer.CUE, span) for span in (*(t.span for t in outside), *quotation.cue)]
    return replace(quotation, cue=(), known=quotation.known - {Role.CUE}), open_regions


def _governs(auxiliary: Token, verb: Token) -> bool:
    """Tell whether an auxiliary goes with a participle or an infinitive: "hat gesagt", "kann sagen"."""
    if verb.tag == "VV(INF)":
        # Plurals look like infinitives ("Sie sagen, …, kann …"): then the modal comes later.
        modal = auxiliary.tag == "VM(FIN)" or auxiliary.lemma == "werden"
        return modal and auxiliary.start < verb.start
    return verb.tag == "VV(PP)" and auxiliary.tag == "VA(FIN)"


def _merged(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those with only a space between them as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _tokens(text: str, sentences: Sequence[Span], at: Span) -> tuple[Token, ...]:
    """Return the tagged tokens of the sentence that a span begins in."""
    sentence = next(s for s in sentences if s.start <= at.start < s.end)
    article = Article(id="", text=sentence.of(text), digest="")
    return tuple(
        replace(token, start=token.start + sentence.start, end=token.end + sentence.start)
        for token in build_document(article).tokens()
    )
