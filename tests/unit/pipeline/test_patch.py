"""The patch between two states of articles: all triples, also of provenance, whatever the states lie in."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import RdfError
from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import compare_states
from newsgraph.pipeline.patch import write_patch
from newsgraph.pipeline.transfer import load_files
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def quads(file: Path) -> set[str]:
    return set(file.read_text(encoding="utf-8").splitlines())


def applied(patch: str, state: set[str]) -> set[str]:
    """Return the quads after a patch: its rows are N-Quads behind a mark."""
    result = set(state)
    for row in patch.splitlines():
        mark, _, quad = row.partition(" ")
        if mark == "D":
            assert quad in result
            result.remove(quad)
        elif mark == "A":
            assert quad not in result
            result.add(quad)
    return result


@pytest.fixture
def states(article_file: Path, tmp_path: Path) -> tuple[Path, Path]:
    raw = article_file.read_text(encoding="utf-8")
    other = article_file.with_name("other.txt")
    made = []
    for name, text in (("a", raw), ("b", raw.replace("20 Jahre", "21 Jahre"))):
        article_file.write_text(text, encoding="utf-8")
        other.write_text(raw.replace("kaimauer-1234", f"kaimauer-{name}"), encoding="utf-8")
        target = tmp_path / f"{name}.nq"
        settings = Settings(model="rules")
        plan = Plan((str(article_file.parent),), str(target), settings=settings, validate=False)
        convert_articles(plan, lambda _done, _total: None)
        made.append(target)
    return made[0], made[1]


def patch(before: Path, after: Path, target: Path) -> str:
    with compare_states(before, after) as comparison:
        write_patch(comparison, target)
    return target.read_text(encoding="utf-8")


def test_applied_to_a_it_gives_b(states: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = states
    there = patch(before, after, tmp_path / "there.rdfp")
    back = patch(after, before, tmp_path / "back.rdfp")
    assert applied(there, quads(before)) == quads(after) != quads(before)
    assert applied(back, quads(after)) == quads(before)
    assert patch(before, after, tmp_path / "again.rdfp") == there


def test_it_depends_on_what_is_said_and_not_on_where_it_lies(
    states: tuple[Path, Path], tmp_path: Path
) -> None:
    before, after = states
    there = patch(before, after, tmp_path / "there.rdfp")
    store = tmp_path / "news.store"
    load_files((before,), store, with_ontology=True, on_progress=lambda _done, _total: None)
    assert patch(store, after, tmp_path / "from-store.rdfp") == there


def test_blank_nodes_leave_no_half_patch(states: tuple[Path, Path], tmp_path: Path) -> None:
    loose = tmp_path / "loose.nq"
    loose.write_text('_:b <https://a.example/p> "x" <https://a.example/g> .\n')
    with pytest.raises(RdfError, match="blank node"):
        patch(states[0], loose, tmp_path / "broken.rdfp")
    assert not (tmp_path / "broken.rdfp").exists()


def test_a_file_that_cannot_be_read_is_not_withdrawn(states: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "after"
    folder.mkdir()
    (folder / "fine.nq").write_bytes(states[1].read_bytes())
    (folder / "broken.nq").write_text("<a")
    with pytest.raises(RdfError, match="would count as withdrawn"):
        patch(states[0], folder, tmp_path / "broken.rdfp")
    assert not (tmp_path / "broken.rdfp").exists()


def test_a_packed_patch_has_the_same_bytes_whenever_it_is_made(
    states: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for moment in (1e9, 2e9):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        target = tmp_path / "changes.rdfp.gz"
        with compare_states(*states) as comparison:
            write_patch(comparison, target)
        found.append(target.read_bytes())
    assert found[0] == found[1]
    assert gzip.decompress(found[0]).decode() == patch(*states, tmp_path / "plain.rdfp")
