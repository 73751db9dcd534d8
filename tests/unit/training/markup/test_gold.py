from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import ReadError
from newsgraph.pipeline.evaluation_reading import read_gold
from training.markup import parse_folder, parse_markup
from training.markup.gold import build_gold, write_gold

if TYPE_CHECKING:
    from pathlib import Path


def test_the_corpus_builds_what_it_was_published_as(corpus: Path, gold_folder: Path) -> None:
    built = {a.slug: a for a in parse_folder(corpus)}
    assert built
    assert {p.name.removesuffix(".gold.json") for p in gold_folder.glob("*.gold.json")} <= set(built)
    for path in gold_folder.glob("*.gold.json"):
        article = built[path.name.removesuffix(".gold.json")]
        assert article.text == path.with_name(f"{article.slug}.txt").read_text(encoding="utf-8")
        assert build_gold(article) == json.loads(path.read_text(encoding="utf-8"))


def test_gold_holds_statements_in_text_order(markup: str) -> None:
    (article,) = parse_markup(markup)
    gold = build_gold(article)
    assert [s["type"] for s in gold["statements"]] == [
        "direct",
        "free-indirect",
        "reported",
        "indirect",
        "indirect",
    ]
    assert gold["statements"][1]["continues"] == 0
    assert gold["statements"][2]["cue"] == ["lehnte", "ab"]
    assert gold["statements"][2]["denial"] is True
    assert gold["statements"][3]["medium"] == "writing"
    assert gold["statements"][4]["speaker_kind"] == "none"
    for statement in gold["statements"]:
        assert [article.text[a:b] for a, b in statement["spans"]] == statement.get(
            "parts", [statement["text"]]
        )


def test_a_statement_over_a_proposal_is_one(markup: str) -> None:
    (article,) = parse_markup(markup)
    assert [s["is_proposal"] for s in build_gold(article)["statements"]] == [False, True, False, False, False]


def test_proposals_and_traps_are_kept(markup: str) -> None:
    (article,) = parse_markup(markup)
    gold = build_gold(article)
    (proposal,) = gold["proposals"]
    assert proposal["parts"] == ["einen zweiten", "Kran bis zum Sommer"]
    assert proposal["proposer"] == ["Enno Krug"]
    assert [(t["text"], t["kind"]) for t in gold["traps"]] == [("Kranvaters", "name")]


def test_a_statement_without_text_is_refused(markup: str) -> None:
    (article,) = parse_markup(markup.replace("@s 1 D EK", "@s 9 D EK; 1 D EK"))
    with pytest.raises(ReadError, match="no text for statement 9"):
        build_gold(article)


def test_what_is_written_can_be_read_by_eval(tmp_path: Path, markup: str) -> None:
    assert write_gold(parse_markup(markup), tmp_path) == 1
    reading = read_gold(tmp_path / "hafen-kran.gold.json")
    assert [p.name for p in reading.persons] == ["Enno Krug", "Tomke Bahr"]
    assert len(reading.statements) == 5
