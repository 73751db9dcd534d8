"""Reads the rows of a table that a user wrote, in a text editor or a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Final

from newsgraph.errors import TableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEPARATORS: Final = "\t;,"


def read_own(path: Path, name: str, *, mend: str) -> tuple[str, str]:
    """Return the text of a file that a user wrote, and the SHA-256 of its bytes in hex digits.

    `name` says in messages what it is, `mend` what to give instead. Raises `UsageError` for a file that
    cannot be opened, `TableError` for one that is not UTF-8.
    """
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8-sig"), hashlib.sha256(raw).hexdigest()
    except OSError as error:
        # An empty name (an unset variable in a script) has become the current folder.
        reason = "a folder, or nothing, is named" if path.is_dir() else error.strerror or error
        raise UsageError(f"{name} cannot be read: {reason}", where=str(path), mend=mend) from error
    except UnicodeDecodeError as error:
        what = f"{name} cannot be read: not UTF-8 at byte {error.start}"
        raise TableError(what, where=str(path), mend="save it as UTF-8") from error


def read_rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of tab-, semicolon- or comma-separated `text`, each with the number of its first line.

    The header is the first. Empty lines, lines that begin with `#`, and empty fields at the end of a row do
    not count. Raises `TableError`, with `where` and the line, for a quotation mark that is never closed and
    for a row with more fields than the header, which a separator within a value makes.
    """
    head = next((line for line in text.splitlines() if line.strip() and not _is_comment(line)), "")
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = _trimmed(next(reader))
        except StopIteration:
            return
        except csv.Error as reason:
            mend = "close the quotation mark, or double the ones within a value"
            raise TableError(f"not a table: {reason}", where=f"{where}:{line}", mend=mend) from reason
        if not row or _is_comment(row[0]):
            continue
        width = width or len(row)
        if len(row) > width:
            what = f"{len(row)} fields under {width} columns"
            raise TableError(
                what, where=f"{where}:{line}", mend="put the value in quotation marks, or remove one"
            )
        yield line, row


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row
