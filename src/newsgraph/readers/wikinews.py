"""The layout of the Wikinews quotations: articles with quotations, speakers, cues, frames and addressees.

Source: Petersen-Frey and Biemann 2024, "Dataset of Quotation Attribution in German News Articles".
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from newsgraph.errors import ReadError
from newsgraph.model import Span, StatementType
from newsgraph.readers.decode import check_characters
from newsgraph.readers.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PARTS: Final = ("quote", "speaker", "cue", "frame", "addressee")
"""The parts of a quotation as the layout names them; the first is the quotation itself."""

_MEND = "give the set's JSON: originalText, sentences with tokens, and annotations"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation with its parts, each in as many spans as it has; a part that there is none of is empty.

    `quote` is the quotation by the set's rules: direct speech with its marks, reported speech as the whole
    clause. `medium` is as the set writes it: "Speech", "Writing", "Thought", two that cannot be told apart as
    "SW", "ST", "TW", or "none". `is_nested` lies inside another quotation, `has_nested` holds one.
    """

    type: StatementType
    medium: str
    quote: tuple[Span, ...]
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    is_nested: bool = False
    has_nested: bool = False

    def part(self, name: str) -> tuple[Span, ...]:
        """Return the spans of one of `PARTS`."""
        spans: tuple[Span, ...] = getattr(self, name)
        return spans


@dataclass(frozen=True, slots=True)
class QuotedArticle:
    """An article of the set: its text, unchanged, its sentences as spans of their tokens, its quotations.

    All spans are code points into `text`. `origin` is the file (and line) that it was read from.
    """

    name: str
    text: str
    sentences: tuple[tuple[Span, ...], ...]
    quotations: tuple[Quotation, ...] = ()
    origin: str = ""

    @property
    def tokens(self) -> tuple[Span, ...]:
        """The tokens of all sentences in text order."""
        return tuple(token for sentence in self.sentences for token in sentence)


def read_quotations(path: Path) -> Iterator[QuotedArticle | ReadError]:
    """Yield the articles of a `.json`, `.jsonl` or `.jsonl.gz` file, or of a folder's `*.json`, in order.

    What is no article of the layout (broken JSON, a missing key, offsets outside the text) is yielded as the
    error that tells where it stands, and the others go on. Raises `ReadError` where nothing can be read.
    """
    found = False
    for origin, raw in _entries(path):
        found = True
        if isinstance(raw, ReadError):
            yield raw
            continue
        try:
            yield parse_article(raw, origin)
        except ReadError as error:
            yield error
    if not found:
        raise ReadError("no articles in it", where=str(path), mend="give a folder of *.json, or a .jsonl.gz")


def parse_article(raw: str | bytes, origin: str) -> QuotedArticle:
    """Return the article that a JSON text of the layout holds; `origin` names it in errors.

    Raises `ReadError` for broken JSON, missing keys, tokens that the text does not have, and offsets that are
    none of it.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:  # JSONDecodeError and UnicodeDecodeError are ValueErrors
        raise ReadError(f"not JSON: {error}", where=origin, mend=_MEND) from error
    try:
        return _article(data, origin)
    except KeyError as error:
        raise ReadError(f"the key {error} is missing", where=origin, mend=_MEND) from error
    except (TypeError, AttributeError, ValueError) as error:
        raise ReadError(f"not the layout of the set: {error}", where=origin, mend=_MEND) from error


def _article(data: dict[str, Any], origin: str) -> QuotedArticle:
    text = data["originalText"]
    if not isinstance(text, str):
        raise TypeError("originalText is no text")
    check_characters(text, origin)
    return QuotedArticle(
        name=str(data["documentName"]),
        text=text,
        sentences=tuple(_align(text, data["sentences"])),
        quotations=tuple(_quotation(entry, len(text)) for entry in data["annotations"]),
        origin=origin,
    )


def _align(text: str, sentences: list[dict[str, Any]]) -> Iterator[tuple[Span, ...]]:
    """Yield where the tokens of each sentence stand: the set gives their forms and the sentence's offset."""
    for sentence in sentences:
        position, spans = sentence["charBegin"], []
        for form in sentence["tokens"]:
            start = text.find(form, position)
            if start < 0 or text[position:start].strip():
                raise ValueError(f"the token {form!r} does not stand at {position}")
            position = start + len(form)
            spans.append(Span(start, position))
        yield tuple(spans)


def _quotation(entry: dict[str, Any], length: int) -> Quotation:
    quote, speaker, cue, frame, addressee = (_spans(entry[part], length) for part in PARTS)
    if not quote:
        raise ValueError("a quotation without spans")
    return Quotation(
        type=StatementType(entry["type"]),
        medium=str(entry["medium"]),
        quote=quote,
        speaker=speaker,
        cue=cue,
        frame=frame,
        addressee=addressee,
        is_nested=bool(entry["isNested"]),
        has_nested=bool(entry["hasNested"]),
    )


def _spans(part: dict[str, Any], length: int) -> tuple[Span, ...]:
    """Return the spans of a part; an empty list stands for an empty part, as the set's description has it."""
    spans = []
    for entry in part["spans"] if part else ():
        start, end = entry["charBegin"], entry["charEnd"]
        if not (type(start) is type(end) is int and 0 <= start < end <= length):
            raise ValueError(f"the offsets {start} to {end} are none of a text of {length} code points")
        spans.append(Span(start, end))
    return tuple(sorted(spans))


def _entries(path: Path) -> Iterable[tuple[str, bytes | ReadError]]:
    if path.is_dir():
        return _folder(path)
    return _files([path]) if path.name.lower().endswith(".json") else _lines(path)


def _folder(path: Path) -> Iterable[tuple[str, bytes | ReadError]]:
    files, refused = walk(path, lambda name: name.lower().endswith(".json"))
    for error in refused:
        yield str(error.filename), _unreadable(str(error.filename), error)
    yield from _files(files)


def _files(files: Iterable[Path]) -> Iterable[tuple[str, bytes | ReadError]]:
    for file in files:
        try:
            yield str(file), file.read_bytes()
        except OSError as error:
            yield str(file), _unreadable(str(file), error)


def _lines(path: Path) -> Iterable[tuple[str, bytes | ReadError]]:
    """Yield each line with its place; a file that ends in the middle keeps what could be read before."""
    number = 0
    try:
        with gzip.open(path) if path.name.endswith(".gz") else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        damaged = ReadError(f"damaged gzip data: {error}", where=str(path), mend="fetch the file again")
        if not number:
            raise damaged from error
        yield f"{path}:{number + 1}", damaged
    except OSError as error:
        raise _unreadable(str(path), error) from error


def _unreadable(where: str, error: OSError) -> ReadError:
    reason = error.strerror or str(error)
    return ReadError(f"cannot be read: {reason}", where=where, mend="check the path and its permissions")
