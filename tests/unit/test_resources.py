"""Packaged data is found, inside the package or in the checkout around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph import resources
from newsgraph.errors import NewsgraphError

if TYPE_CHECKING:
    from pathlib import Path


def test_shipped_folders_have_content() -> None:
    assert {path.name for path in resources.shapes_dir().glob("*.ttl")} >= {"article.ttl", "statement.ttl"}
    assert resources.ontology_dir().is_dir()


@pytest.mark.parametrize("place", ["site/newsgraph/_data/shapes", "shapes"])
def test_wheel_and_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda _: tmp_path / "site" / "newsgraph")
    assert resources.data_dir("shapes") == tmp_path / place


def test_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("site/newsgraph/_data/shapes", "shapes"):
        (tmp_path / place).mkdir(parents=True)
    monkeypatch.setattr(resources, "files", lambda _: tmp_path / "site" / "newsgraph")
    assert "_data" in resources.data_dir("shapes").parts


def test_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "files", lambda _: tmp_path / "site" / "newsgraph")
    with pytest.raises(NewsgraphError, match="install newsgraph again"):
        resources.data_dir("shapes")
