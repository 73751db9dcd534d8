"""The page that shows an example of each rule is the one that the shapes and the cases make."""

from __future__ import annotations

from pathlib import Path

from tests.unit.rdf.shapes_page import page

from newsgraph.rdf.shapes import Profile, load_shapes

PAGE = Path(__file__).parents[3] / "docs/shapes.md"


def test_the_page_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "write it again: python -m tests.unit.rdf.shapes_page > docs/shapes.md"


def test_every_rule_is_on_the_page() -> None:
    lines = page().splitlines()
    rules = {
        rule.shape.rpartition("#")[2] for profile in Profile for rule in load_shapes(profile=profile).rules
    }
    assert {f"### {name}" for name in rules} <= set(lines)
