"""The Wikinews quotations: Petersen-Frey & Biemann 2024, CC BY-NC-SA 4.0 (its texts: CC BY 2.5).

Its annotation may reach the model `de-research` only; `read_unlabelled` gives the texts alone.

How it is brought to the scheme:

- Direct loses its marks, part by part, and punctuation after a closing mark.
- Reported is annotated as the whole clause, without cue and frame of its own. Its complement is not derived:
  the clauses hold adverbs, addressees and verbs in two places ("Darüber hinaus will sich die SPD für …
  einsetzen"), so that what is left after the speaker is no complement. Inside the clause nothing is known of
  complement, cue and frame.
- Free indirect passages become one statement a sentence. Full stops at the end of what is not literal are
  left out.
- Where two statements of one layer overlap the outer one stays; of the parts of the other nothing is known.
- A medium of two letters ("SW") is undecided between the two. "none" teaches nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.document import find_sentences
from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.errors import ReadError
from newsgraph.model import Medium, Span, StatementType
from training.readers.files import json_lines
from training.readers.marks import unquoted
from training.readers.overlap import PARTS, apart, regions, unmarked
from training.scheme import Example, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["read", "read_unlabelled"]

_LAYERS = frozenset(Layer) - {Layer.NAMES}
_PARAGRAPH = re.compile(r"\S(?:(?!\n[^\S\n]*\n).)*", re.DOTALL)
_MEDIA = {medium.value: frozenset({medium}) for medium in Medium} | {
    "SW": frozenset({Medium.SPEECH, Medium.WRITING}),
    "ST": frozenset({Medium.SPEECH, Medium.THOUGHT}),
    "TW": frozenset({Medium.THOUGHT, Medium.WRITING}),
}
_FREE = {StatementType.INDIRECT_FREE_INDIRECT, StatementType.FREE_INDIRECT}


def read(path: Path) -> Iterator[Example]:
    """Return the articles with their quotations.

    Raises `ReadError` for a file of another form.
    """
    for record in json_lines(path):
        bare = _bare(record, path)
        try:
            found = [q for a in record["annotations"] for q in _quotations(a, bare.text, bare.sentences)]
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(f"{bare.id}: not a Wikinews quotation: {error}", where=str(path)) from error
        kept, dropped = apart(found)
        yield replace(bare, layers=_LAYERS, quotations=kept, unknown=unmarked(_doubtful(kept, dropped), kept))


def read_unlabelled(path: Path) -> Iterator[Example]:
    """Return the same texts with nothing known about them.

    Raises `ReadError` for a file of another form.
    """
    return (_bare(record, path) for record in json_lines(path))


def _bare(record: dict[str, Any], path: Path) -> Example:
    try:
        text, name = str(record["originalText"]), str(record["documentName"])
    except KeyError as error:
        raise ReadError(f"no Wikinews article: {error} is missing", where=str(path)) from error
    sentences: list[Span] = []
    paragraphs: list[int] = []
    for number, match in enumerate(_PARAGRAPH.finditer(text)):
        of_paragraph = find_sentences(text, Span(*match.span()))
        sentences += of_paragraph
        paragraphs += [number] * len(of_paragraph)
    return Example(name, "wikinews", text, tuple(sentences), tuple(paragraphs), frozenset())


def _quotations(annotation: dict[str, Any], text: str, sentences: Sequence[Span]) -> Iterator[Quotation]:
    parts = {role: _spans(annotation, role.value, text) for role in PARTS}
    spans = _spans(annotation, "quote", text)
    kind = StatementType(annotation["type"])
    whole = Quotation(
        kind,
        spans,
        speaker=parts[Role.SPEAKER],
        cue=parts[Role.CUE],
        frame=parts[Role.FRAME],
        addressee=parts[Role.ADDRESSEE],
        media=_MEDIA.get(annotation["medium"]),
    )
    if kind is StatementType.DIRECT:
        yield replace(whole, spans=tuple(unquoted(text, span) for span in spans))
    elif kind is StatementType.REPORTED:
        known = {Role.SPEAKER, Role.ADDRESSEE, Role.PART} | {role for role, found in parts.items() if found}
        yield replace(whole, spans=(), clause=_unstopped(text, spans), known=frozenset(known))
    elif kind in _FREE:
        for run in _by_sentence(spans, sentences):
            yield replace(whole, spans=_unstopped(text, run))
    else:
        yield replace(whole, spans=_unstopped(text, spans))


def _spans(annotation: dict[str, Any], part: str, text: str) -> tuple[Span, ...]:
    found = (Span(span["charBegin"], span["charEnd"]) for span in annotation[part]["spans"])
    return tuple(sorted(s for span in found for s in _trimmed(text, span)))


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    if span.end > len(text):
        raise ValueError(f"{span} ends after the text")
    inner = span.of(text)
    if inner.strip():
        start = span.start + len(inner) - len(inner.lstrip())
        yield Span(start, start + len(inner.strip()))


def _unstopped(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans, the last without the punctuation that ends it."""
    last = spans[-1]
    length = len(last.of(text).rstrip(".,;: "))
    return (*spans[:-1], Span(last.start, last.start + length)) if length else spans


def _by_sentence(spans: tuple[Span, ...], sentences: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    for sentence in sentences:
        inside = [
            Span(max(s.start, sentence.start), min(s.end, sentence.end))
            for s in spans
            if s.overlaps(sentence)
        ]
        if inside:
            yield tuple(inside)


def _doubtful(kept: Iterable[Quotation], dropped: Iterable[Quotation]) -> Iterator[tuple[Layer, Span]]:
    yield from regions(dropped)
    for quotation in kept:
        if quotation.clause:
            silent = [layer for role, layer in PARTS.items() if role not in quotation.known]
            yield from ((layer, span) for layer in [Layer.OTHER, *silent] for span in quotation.clause)
