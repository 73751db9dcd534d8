"""Writes the tables of known people and bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.known.bodies import bodies_lines
from training.known.people import people_lines

if TYPE_CHECKING:
    from pathlib import Path

_PEOPLE = (
    "# Known people: Wikidata id, name, other names, sex, born, died, ids of parties, offices, each as\n"
    "# office@place@from@to (`?2022` as last day: held in 2022, nothing known of later).\n"
    "# Made by `python -m training known`; see SOURCES.md.\n"
)
_BODIES = (
    "# Known bodies and countries: Wikidata id, name, other names, kind.\n"
    "# Made by `python -m training known`; see SOURCES.md.\n"
)


def build_tables(data: Path, out: Path) -> None:
    """Write `known_people.tsv` and `known_bodies.tsv` into the folder `out`; the same input, the same bytes.

    `data` is the folder of the gazetteers. Raises `ReadError` where one is missing or not as expected.
    """
    tables = (
        ("known_people.tsv", _PEOPLE, people_lines(data)),
        ("known_bodies.tsv", _BODIES, bodies_lines(data)),
    )
    for name, head, lines in tables:
        text = head + "".join(f"{line}\n" for line in lines)
        (out / name).write_text(text, encoding="utf-8", newline="\n")
