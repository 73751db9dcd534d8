"""The frame of a statement: the clause around cue and speaker, less what is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CLOSING = {"„": '“”"', "“": '”"', "»": "«", "›": "‹", "‚": "‘’'", "(": ")", "[": "]"}
_SWISS = {"«": "»", "‹": "›"}
_EVEN = '"'
_MARKS = '„“”"»«›‹‚‘'
_ENDS = ".!?…; \n"
_PARTING = re.compile(r"\s?[,:–]")
_REACH = 90


def frame_parts(
    text: str,
    extent: Iterable[Span],
    content: Sequence[Span],
    needed: Iterable[Span] = (),
    others: Sequence[Span] = (),
) -> tuple[Span, ...]:
    """Return the frame of a statement in parts, in text order; empty where nothing is left of it.

    `extent` is the clause of the cue, `content` what is said, which no part overlaps, and `needed` the cue
    and the speaker mention, which the parts hold: [Die Juristin wies] die Forderung [zurück]. What is said
    in `others`, the other statements, parts them too: [Er] lehnte Quoten ab und [warb] für ein Schutzgebiet.
    A mention inside of what is said is left where it is: Der Bund vermisst [nach eigenen Angaben] ein Boot.
    A comma or colon beside what is said belongs to the frame, a full stop or the marks of a quotation do not.
    """
    joined = _joined(text, [*extent, *needed], (*content, *others))
    parts = (_trimmed(text, part, content) for whole in joined for part in _without(whole, content))
    return tuple(part for part in parts if part is not None)


def _joined(text: str, spans: Iterable[Span], content: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that only words of one sentence part as one.

    "[Die Ministerin] dankt allen und [warb für den Plan]" is one; a colon, a quotation or what is said
    keeps them apart.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and (span.start <= merged[-1].end or _is_near(text, merged[-1], span, content)):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _is_near(text: str, earlier: Span, later: Span, content: Sequence[Span]) -> bool:
    gap = Span(earlier.end, later.start)
    between = gap.of(text)
    plain = not any(mark in between for mark in (*_MARKS, ":", ";", "\n"))
    return len(gap) <= _REACH and plain and not any(part.overlaps(gap) for part in content)


def _without(whole: Span, content: Sequence[Span]) -> list[Span]:
    parts = []
    start = whole.start
    for span in sorted(content):
        if span.overlaps(Span(whole.start, whole.end)):
            if start < span.start:
                parts.append(Span(start, span.start))
            start = max(start, span.end)
    if start < whole.end:
        parts.append(Span(start, whole.end))
    return parts


def _trimmed(text: str, part: Span, content: Sequence[Span]) -> Span | None:
    """Return the part without stray marks and full stop at its edges, with the marks that close it."""
    if not any(c.isalnum() for c in part.of(text)):
        return None
    start, end = part.start, part.end
    while text[start].isspace() or text[start] in ".;" or _is_stray(text, start, start, end):
        start += 1
    while text[end - 1] in _ENDS or _is_stray(text, end - 1, start, end):
        end -= 1
    following = min((s.start for s in content if s.start >= end), default=None)
    limit = len(text) if following is None else following
    while end < limit and _open_mark(text[start:end]) and text[end] in _closers(text[start:end]):
        end += 1
    parting = _PARTING.match(text, end, limit)
    beside = parting is not None and following is not None and not _has_word(text, parting.end(), following)
    if parting and beside and text[end - 1] not in ",:–":
        end = parting.end()
    return Span(start, end)


def _has_word(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _is_stray(text: str, at: int, start: int, end: int) -> bool:
    """Say whether a mark at an edge belongs to a quotation outside: it has no partner between the edges."""
    mark = text[at]
    if mark not in _MARKS and mark not in "()[]":
        return False
    if at == start:
        return not any(c in text[start + 1 : end] for c in _partners(mark))
    return not any(c in text[start : end - 1] for c in _partners(mark))


def _partners(mark: str) -> str:
    opened_by = "".join(o for o, closers in (*_CLOSING.items(), *_SWISS.items()) if mark in closers)
    return _CLOSING.get(mark, "") + _SWISS.get(mark, "") + opened_by


def _open_mark(words: str) -> str:
    """Return the last mark that opens in `words` and is not closed there, or nothing."""
    opened: list[str] = []
    for mark in words:
        if opened and mark in _closers_of(opened[-1]):
            opened.pop()
        elif mark in _CLOSING or mark in _SWISS or mark in _EVEN:
            opened.append(mark)
    return opened[-1] if opened else ""


def _closers(words: str) -> str:
    mark = _open_mark(words)
    return _closers_of(mark) if mark else ""


def _closers_of(mark: str) -> str:
    return _EVEN if mark in _EVEN else _CLOSING.get(mark, "") + _SWISS.get(mark, "")
