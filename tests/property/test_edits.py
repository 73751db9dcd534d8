"""Whatever is edited in an article: what was said elsewhere in it keeps its IRI, and so is no difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import newsgraph
from newsgraph.pipeline.diff_graphs import Change, compare_graphs
from newsgraph.pipeline.diff_view import STATEMENT, View

if TYPE_CHECKING:
    import pytest

    from newsgraph.rdf.graph import ArticleGraph

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("0[1-6]-*.txt"))
HEAD = 3
"""Source line, URL and the block of headline, byline and first words are left as they are."""
NEUTRAL = "In der Nacht hatte es geregnet. Am Morgen standen auf dem Platz noch einige große Pfützen."


def graph(seed: Path, blocks: list[str], folder: Path) -> ArticleGraph:
    file = folder / seed.name
    file.write_text("\n\n".join(blocks), encoding="utf-8")
    (article,) = newsgraph.read(file)
    return newsgraph.build(newsgraph.annotate(article, model="rules"))


def statements(found: ArticleGraph, paragraph: str) -> set[str]:
    """Return the IRIs of the statements whose words all stand in one paragraph."""
    view = View(found)
    nodes = [node for node, kind in view.nodes.items() if kind is STATEMENT]
    return {node for node in nodes if view.text(node) in paragraph}


@st.composite
def edits(draw: st.DrawFn) -> tuple[Path, list[str], list[str], frozenset[int]]:
    """Return an article, its blocks before and after an edit, and the old blocks that it came near to."""
    seed = draw(st.sampled_from(SEEDS))
    before = seed.read_text(encoding="utf-8").split("\n\n")
    at = draw(st.integers(HEAD, len(before) - 1))
    kind = draw(st.sampled_from(["delete", "insert", "move", "mend"]))
    after = list(before)
    near = {at - 1, at, at + 1}
    if kind == "delete":
        del after[at]
    elif kind == "insert":
        after.insert(at, NEUTRAL)
    elif kind == "move":
        to = draw(st.integers(HEAD, len(before) - 1))
        after.insert(to, after.pop(at))
        near |= {to - 1, to, to + 1}
    else:
        words = after[at].split(" ")
        index = draw(st.integers(0, len(words) - 1))
        words[index] = words[index].replace("e", "ee", 1)
        after[at] = " ".join(words)
    return seed, before, after, frozenset(near)


@settings(max_examples=60, deadline=None)
@given(edit=edits())
def test_what_is_said_away_from_an_edit_keeps_its_iri(
    edit: tuple[Path, list[str], list[str], frozenset[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    seed, before, after, near = edit
    folder = tmp_path_factory.mktemp("edits")
    old, new = graph(seed, before, folder), graph(seed, after, folder)
    assert old.graph == new.graph  # the URL names the article
    kept = {node for i in range(HEAD, len(before)) if i not in near for node in statements(old, before[i])}
    assert kept <= View(new).nodes.keys()
    gone = {d.node for d in compare_graphs(old, new) if d.change is Change.WITHDRAWN}
    assert not kept & gone


def test_a_paragraph_more_keeps_every_statement(tmp_path: Path) -> None:
    before = SEEDS[0].read_text(encoding="utf-8").split("\n\n")
    after = [*before[:-1], NEUTRAL, before[-1]]
    old, new = graph(SEEDS[0], before, tmp_path), graph(SEEDS[0], after, tmp_path)
    kept = {node for paragraph in before[HEAD:] for node in statements(old, paragraph)}
    assert len(kept) >= 10
    assert kept <= View(new).nodes.keys()
