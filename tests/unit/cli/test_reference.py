"""The reference in docs/ is the one that the commands make."""

import re
from pathlib import Path

from newsgraph.cli.reference import build_reference

DOCS = Path(__file__).parents[3] / "docs"


def test_the_reference_is_up_to_date() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert written == build_reference(), "run: python -m newsgraph.cli.reference > docs/cli.md"


def test_every_command_gives_an_example() -> None:
    reference = build_reference()
    sections = reference.split("## newsgraph ")[1:]
    assert len(sections) >= 8
    assert all("`newsgraph " in section for section in sections)


def test_every_row_has_three_cells_and_every_option_says_what_it_takes() -> None:
    rows = [line for line in build_reference().splitlines() if line.startswith("| `")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)
    assert any(row.startswith("| `--text none\\|quotes\\|full` |") for row in rows)
    assert any(row.startswith("| `--rights-holder NAME\\|IRI` |") for row in rows)
