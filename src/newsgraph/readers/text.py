"""From pieces of the file to the article's text, with a map back to every character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from newsgraph.model import Link, SourceMap, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKER = re.compile(r"\([Ll]ink:[ \t]*")
_TARGET = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/|www\.)\S", re.IGNORECASE)
_LONGEST_ADDRESS = 4096  # so that a damaged file cannot make every marker scan the whole of it
_LIMIT = re.compile(r"\n|\([Ll]ink:")
_SPACE = re.compile(r"\s")
_BRACKET = re.compile(r"[()]")
_LATE_BRACKET = re.compile(r"[ \t]+\)")
_SPACES = " \t\u00a0"
_QUOTES = "»«“”’›‹\"'"
_PUNCTUATION = ".,;:!?…)]}" + _QUOTES
_JOINT = "\n\n"


class _Marker(NamedTuple):
    """A link marker with the white space around it: where it starts and ends in the file, and its target."""

    start: int
    end: int
    url: str


class _Run(NamedTuple):
    """A piece of the text and where it stands in the file; None where it stands nowhere."""

    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class BuiltText:
    """The text of an article, the span of each block (None where nothing was left of it), links and map."""

    text: str
    blocks: tuple[Span | None, ...]
    links: tuple[Link, ...]
    source_map: SourceMap


def build_text(raw: str, pieces: Iterable[Span]) -> BuiltText:
    """Return the text of which `pieces` of the decoded file `raw` are the blocks, joined by blank lines.

    CRLF becomes LF. A link marker with the white space around it becomes one space, and nothing before
    punctuation and at either end of a line.

    >>> raw = "in Syrien (Link: http://a.example/1) . Im (Link: http://a.example/2) Gespräch"
    >>> build_text(raw, [Span(0, len(raw))]).text
    'in Syrien. Im Gespräch'
    """
    texts: list[str] = []
    segments: list[tuple[int, int, int]] = []
    blocks: list[Span | None] = []
    links: list[Link] = []
    length = 0
    for piece in pieces:
        runs, found = _read_block(raw, piece)
        start = length + len(_JOINT) if texts and runs else length
        if runs and texts:
            texts.append(_JOINT)
        length = start
        for run in runs:
            _map_run(segments, length, run)
            texts.append(run.text)
            length += len(run.text)
        blocks.append(Span(start, length) if runs else None)
        links += [Link(url, start + position) for url, position in found]
    return BuiltText("".join(texts), tuple(blocks), tuple(links), SourceMap(tuple(segments)))


def _map_run(segments: list[tuple[int, int, int]], position: int, run: _Run) -> None:
    if run.start is None:
        return
    if segments:
        text_start, file_start, length = segments[-1]
        if text_start + length == position and file_start + length == run.start:
            segments[-1] = (text_start, file_start, length + len(run.text))
            return
    segments.append((position, run.start, len(run.text)))


def _read_block(raw: str, piece: Span) -> tuple[list[_Run], list[tuple[str, int]]]:
    runs: list[_Run] = []
    links: list[tuple[str, int]] = []
    position, length = piece.start, 0
    markers = list(_find_markers(raw, piece))
    for marker, following in zip_longest(markers, markers[1:]):
        before = list(_file_runs(raw, position, marker.start))
        runs += before
        length += sum(len(run.text) for run in before)
        links += [(marker.url, length)] if marker.url else []
        position = marker.end
        if length and not (following and following.start == marker.end) and _wants_space(raw, marker, piece):
            runs.append(_space(raw, marker))
            length += 1
    runs += _file_runs(raw, position, piece.end)
    return runs, links


def _file_runs(raw: str, start: int, end: int) -> Iterator[_Run]:
    """Yield the file from `start` to `end`, the carriage return of each CRLF left out."""
    position = start
    for found in re.compile(r"\r(?=\n)").finditer(raw, start, end):
        if position < found.start():
            yield _Run(raw[position : found.start()], position)
        position = found.end()
    if position < end:
        yield _Run(raw[position:end], position)


def _find_markers(raw: str, piece: Span) -> Iterator[_Marker]:
    position = piece.start
    while found := _MARKER.search(raw, position, piece.end):
        close = _closing_bracket(raw, found.end(), piece.end)
        url = raw[found.end() : close].strip() if close is not None else ""
        if close is None or (url and not _TARGET.match(url)):
            position = found.end()  # "(Link: siehe unten)" is text
            continue
        start, end = found.start(), close + 1
        while start > position and raw[start - 1] in _SPACES:
            start -= 1
        while end < piece.end and raw[end] in _SPACES:
            end += 1
        yield _Marker(start, end, url)
        position = end


def _closing_bracket(raw: str, start: int, end: int) -> int | None:
    """Return where the bracket closes that opened before `start`, on the same line.

    Brackets may be part of the address ("…/Kiel_(Stadt)"), and so may spaces, where no bracket before the
    first space closes it. If the brackets of an address do not pair, its last one closes.
    """
    end = _first(_LIMIT, raw, start, min(end, start + _LONGEST_ADDRESS))
    stop = _first(_SPACE, raw, start, end)
    paired = _pair(raw, start, stop)
    if paired is not None:
        return paired
    last = raw.rfind(")", start, stop)
    if last >= 0:
        late = _LATE_BRACKET.match(raw, stop, end)
        return late.end() - 1 if late else last
    return _pair(raw, start, end)


def _first(pattern: re.Pattern[str], raw: str, start: int, end: int) -> int:
    found = pattern.search(raw, start, end)
    return found.start() if found else end


def _pair(raw: str, start: int, end: int) -> int | None:
    depth = 1
    for bracket in _BRACKET.finditer(raw, start, end):
        depth += 1 if bracket.group() == "(" else -1
        if depth == 0:
            return bracket.start()
    return None


def _wants_space(raw: str, marker: _Marker, piece: Span) -> bool:
    """Whether a space takes the marker's place: not before punctuation, nor at the start or end of a line.

    An opening quotation mark is no such punctuation: it has the quoted word right after it.
    """
    if marker.end >= piece.end or raw[marker.start - 1] in "\r\n":
        return False
    char = raw[marker.end]
    if char in "\r\n":
        return False
    opens = char in _QUOTES and marker.end + 1 < piece.end and raw[marker.end + 1].isalnum()
    return opens or char not in _PUNCTUATION


def _space(raw: str, marker: _Marker) -> _Run:
    for position in (marker.start, marker.end - 1):
        if raw[position] == " ":
            return _Run(" ", position)
    return _Run(" ", None)
