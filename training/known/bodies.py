"""Makes the table of known bodies and countries."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from newsgraph.errors import ReadError
from training.known.sources import csv_rows, facts, json_rows, several

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_PARTIES: Final = frozenset(
    {
        "parteilos",
        "Parteiloser",
        "fraktionsloser Abgeordneter",
        "Freie Wähler",
    }  # local lists are called so too
)


def bodies_lines(data: Path) -> Iterator[str]:
    """Yield the lines of the table, by number of the id.

    A name that several bodies have names none. Raises `ReadError` where a gazetteer is missing, or an id
    stands twice.
    """
    rows: dict[str, tuple[str, set[str], str]] = {}
    for ident, name, others, kind in facts("bodies.tsv", 4):
        if ident in rows:
            raise ReadError(f"{ident} stands twice", where="bodies.tsv", mend="put the names into one row")
        rows[ident] = (name, set(others.split("|")) - {""}, kind)
    for name, ident in facts("countries.tsv", 2):
        rows[ident] = (name, set(), "country")
    _add_parties(rows, data)
    _add_ministries(rows, data)
    count = Counter(name for main, others, _ in rows.values() for name in {main, *others})
    for ident, (main, known, kind) in sorted(rows.items(), key=lambda row: int(row[0][1:])):
        names = [name for name in (main, *sorted(known - {main})) if count[name] == 1]
        if names:
            yield "\t".join((ident, names[0], "|".join(names[1:]), kind))


def _add_parties(rows: dict[str, tuple[str, set[str], str]], data: Path) -> None:
    """Add the parties: of those that the facts do not have, only by a name of several words."""
    for record in json_rows(data / "data_05_enhanced_parties.json"):
        ident, label = str(record["id"]), str(record["label"])
        if label in _NO_PARTIES or label == ident or "(" in label:
            continue
        if ident in rows:
            rows[ident][1].add(label)
        elif " " in label:
            others = {name for name in several(record.get("labelAlternative")) if " " in name}
            rows[ident] = (label, others, "party")


def _add_ministries(rows: dict[str, tuple[str, set[str], str]], data: Path) -> None:
    """Add the full names of the federal ministries to those whose acronym the facts have."""
    by_acronym = {
        name: ident for ident, (_, others, kind) in rows.items() if kind == "ministry" for name in others
    }
    for period in ("2017-2021", "2021-2025"):
        for record in csv_rows(data / f"tbl_Bundesministerien_{period}.csv"):
            ident = by_acronym.get(record["Abkürzung"].strip())
            if ident is not None:
                rows[ident][1].add(record["Name_DE"].strip())
