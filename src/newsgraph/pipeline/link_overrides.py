"""The user's own decisions on who is the same: a table of pairs, from a text editor or a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newsgraph.errors import TableError
from newsgraph.iris import aspect_iri
from newsgraph.lexicon.own_rows import read_own, read_rows
from newsgraph.model import Override

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgraph.model import ArticleRecord

_COLUMNS: Final = ("subject", "object", "decision")
_DECISIONS: Final = {"same": True, "different": False}
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SHORT: Final = re.compile(r"^(person|article):(?!/)")
_BAD: Final = re.compile(r"[\s<>\"{}|\\^`]")


def load_overrides(path: Path, base: str) -> tuple[tuple[Override, ...], str]:
    """Return the decisions of a file of tab, comma or semicolon separated values, and its SHA-256 in hex.

    Its first line names the columns: `subject`, `object`, `decision` (`same` or `different`) and, if wanted,
    `note`. IRIs may stand in angle brackets; one without a scheme (`person/ada-beispiel`, or
    `person:ada-beispiel` as in Turtle) goes on from `base`. Empty lines and lines that begin with `#` do not
    count. Raises `UsageError` for a file that cannot be opened, and `TableError` with the line's number for
    one that is no table, a missing column, a value that is none, and a pair decided both ways.
    """
    mend = "give a UTF-8 file with the columns subject, object, decision and note"
    text, digest = read_own(path, "overrides", mend=mend)
    rows = list(read_rows(text, str(path)))
    if not rows:
        return (), digest
    _, header = rows[0]
    names = [name.strip().lower() for name in header]
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        mend = "name the columns in the first line: subject, object, decision and note"
        raise TableError(f"no column {' or '.join(missing)}", where=f"{path}:{rows[0][0]}", mend=mend)
    found: dict[frozenset[str], Override] = {}
    for line, row in rows[1:]:
        override = _override(dict(zip(names, row, strict=False)), base, f"{path}:{line}", line)
        known = found.setdefault(frozenset({override.subject, override.object}), override)
        if known.same is not override.same:
            what = f"the same pair is decided the other way in line {known.line}"
            raise TableError(what, where=f"{path}:{line}", mend="remove one of the two lines")
    return tuple(found.values()), digest


def _override(row: dict[str, str], base: str, where: str, line: int) -> Override:
    subject, obj = (_iri(row.get(name, ""), base, name, where) for name in ("subject", "object"))
    decision = row.get("decision", "").strip().lower()
    if decision not in _DECISIONS:
        raise TableError(f"no decision: {decision!r}", where=where, mend="write same or different")
    if subject == obj:
        raise TableError("subject and object are one IRI", where=where, mend="name two persons")
    note = " ".join(row.get("note", "").split())
    return Override(subject, obj, _DECISIONS[decision], note, line)


def _iri(value: str, base: str, name: str, where: str) -> str:
    iri = value.strip().removeprefix("<").removesuffix(">")
    if not iri or _BAD.search(iri):
        raise TableError(f"no IRI as {name}: {value!r}", where=where, mend="copy it from the graph")
    iri = _SHORT.sub(r"\1/", iri)
    return iri if _ABSOLUTE.match(iri) else base + iri


def unknown_overrides(overrides: Iterable[Override], articles: Sequence[ArticleRecord]) -> Iterator[str]:
    """Yield a message for each override that names somebody who is in none of the articles."""
    known = {iri for a in articles for p in a.persons for iri in (p.iri, aspect_iri(p.iri, a.iri))}
    for override in overrides:
        for iri in (override.subject, override.object):
            if iri not in known:
                where = f"overrides, line {override.line}"
                yield f"{where}: nobody in the articles has the IRI {iri} (copy a person's from the graph)"
