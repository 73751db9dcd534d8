"""Relative links of the documentation lead to files and headings that are there, and no page is forgotten."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    + [page for folder in ("docs", "ontology", "shapes", "models") for page in (ROOT / folder).rglob("*.md")]
    + list((ROOT / "training").glob("*.md"))
)
CODE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1`*$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^()\s]+)\)")


def links(page: Path) -> list[tuple[Path, str]]:
    """Return file and heading of every link of a page that stays in this repository."""
    found = []
    for link in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z][a-z0-9+.-]*:", link):
            path, _, heading = link.partition("#")
            found.append(((page.parent / unquote(path)).resolve() if path else page, heading))
    return found


def headings(page: Path) -> set[str]:
    """Return what links call the headings of a page: lower case, hyphens for spaces, no punctuation."""
    lines = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).strip().replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target, heading in links(page):
        assert target.exists(), f"{target} is not there"
        assert not heading or target.suffix != ".md" or heading in headings(target), f"no #{heading}"


def test_the_readme_leads_to_every_page() -> None:
    linked = {target for target, _ in links(ROOT / "README.md")}
    assert not [page.name for page in (ROOT / "docs").glob("*.md") if page.resolve() not in linked]
