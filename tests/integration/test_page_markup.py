"""The recipe of docs/publishing.md makes of an article what a crawler reads: one tree of schema.org terms."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="page", params=["01-koalition*.txt", "05-theater*.txt"], scope="module")
def page_made_by_the_recipe(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    for name, package in (("jsonld", "npm: jsonld-cli"), ("jq", "Debian: jq"), ("bash", "Debian: bash")):
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed ({package})")
    (recipe,) = re.findall(r"```bash\n(.*?)```", (ROOT / "docs/publishing.md").read_text("utf-8"), re.DOTALL)
    (source,) = (ROOT / "seeds").glob(request.param)
    (place,) = re.findall(r"seeds/\S+", recipe)
    script = recipe.replace(place, str(source)).replace("newsgraph", f"{sys.executable} -m newsgraph", 1)
    folder = tmp_path_factory.mktemp("page")
    (folder / "docs").symlink_to(ROOT / "docs")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = ("bash", "-eo", "pipefail", "-c", script)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    words = (folder / "page.json").read_text("utf-8")
    assert "</" not in words
    found = json.loads(words)
    assert isinstance(found, dict)
    return found


def test_the_article_is_the_one_thing_at_the_top(page: dict[str, Any]) -> None:
    assert page["@context"] == "https://schema.org"
    assert "NewsArticle" in page["@type"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?", page["datePublished"])
    assert page["headline"]
    assert page["url"].startswith("https://")


def test_whom_it_names_stands_within_by_name(page: dict[str, Any]) -> None:
    authors = page["author"] if isinstance(page["author"], list) else [page["author"]]
    for node in (page["publisher"], *authors, *page["mentions"]):
        assert node["name"]
        assert {"Person", "Organization", "Place", "Country"} & set(_many(node["@type"]))


def test_there_are_schema_org_terms_only(page: dict[str, Any]) -> None:
    for node in _nodes(page):
        assert all(re.fullmatch(r"@?[a-zA-Z]+", key) for key in node)
        assert None not in node.values()


def _many(value: Any) -> list[Any]:  # noqa: ANN401  JSON has any type
    return value if isinstance(value, list) else [value]


def _nodes(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    if isinstance(value, list):
        return [node for item in value for node in _nodes(item)]
    if isinstance(value, dict):
        return [value, *(node for item in value.values() for node in _nodes(item))]
    return []
