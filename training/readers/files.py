"""What the readers share: lines of JSON, blocks of columns, and regions less what is marked in them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from newsgraph.errors import ReadError
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["json_lines", "lines", "without"]


def lines(path: Path) -> Iterator[str]:
    """Return the lines of a UTF-8 file, unpacked if its name ends in .gz, without their line ends.

    Raises `ReadError` for a file that is missing, damaged or not UTF-8.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {error}", where=str(path), mend="fetch the corpus again") from error
    # Not splitlines: it would also split at characters that may stand in a text, such as U+2028.
    yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Return the objects of a file with one JSON object a line.

    Raises `ReadError` for a line that is none.
    """
    for number, line in enumerate(lines(path), start=1):
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(f"no JSON: {error}", where=f"{path}:{number}") from error
        if not isinstance(value, dict):
            raise ReadError("not an object", where=f"{path}:{number}")
        yield value


def without(region: Span, marked: Iterable[Span]) -> Iterator[Span]:
    """Return what is left of a region when the marked spans are taken out of it.

    >>> list(without(Span(0, 9), [Span(2, 4)]))
    [Span(start=0, end=2), Span(start=4, end=9)]
    """
    at = region.start
    for span in sorted(marked):
        if not span.overlaps(region):
            continue
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < region.end:
        yield Span(at, region.end)
