"""Measuring against gold: pairing, names, counts, and the whole way over files."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import newsgraph
from newsgraph.errors import ReadError, UsageError
from newsgraph.pipeline.evaluation import Score, evaluate, evaluate_folder, score_graph
from newsgraph.pipeline.evaluation_reading import Named, Proposed, Reading, Said, read_gold, read_graph
from newsgraph.pipeline.evaluation_scores import (
    Counts,
    count_agents,
    count_equal,
    lemmas,
    pair,
    right_speaker,
    same_agent,
    similarity,
)
from newsgraph.pipeline.predictions import predictions
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def gold_folder(article_file: Path) -> Path:
    """Return a folder with one article and a gold that says exactly what is found in it."""
    found = predictions(newsgraph.annotate(read_file(article_file)))
    write_gold(article_file, found)
    return article_file.parent


def write_gold(article_file: Path, gold: dict[str, Any]) -> None:
    article_file.with_name("kaimauer.gold.json").write_text(json.dumps(gold), encoding="utf-8")


def reading(**parts: tuple[Any, ...]) -> Reading:
    return Reading(
        headline="",
        date="",
        links=(),
        agencies=(),
        persons=parts.get("persons", ()),
        statements=parts.get("statements", ()),
        proposals=parts.get("proposals", ()),
    )


def test_counts_add_up_and_nothing_is_no_division_by_zero() -> None:
    total = Counts(2, 4, 5) + Counts(1, 2, 1)
    assert (total.precision, total.recall, total.f1) == (0.5, 0.5, 0.5)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)


def test_similarity_counts_repeated_words_and_ignores_marks_and_case() -> None:
    assert similarity("„Ja, ja“, sagte", "ja JA sagte") == 1.0
    assert similarity("ja ja", "ja") == pytest.approx(2 / 3)
    assert similarity("", "") == 0.0


def test_the_best_pairs_are_made_first_and_none_below_one_half() -> None:
    gold = ["der alte Hafen", "der Hafen"]
    assert pair(gold, ["der Hafen", "der alte Hafen"]) == [(0, 1), (1, 0)]
    assert pair(["eins zwei drei"], ["eins vier fünf"]) == []


@pytest.mark.parametrize(
    ("kind", "gold", "found", "same"),
    [
        ("person", "Anna Berg", "ANNA BERG", True),
        ("person", "Anna Berg", "Berg", False),
        ("organisation", "Staatsanwaltschaft", "Staatsanwaltschaft Kiel", True),
        ("organisation", "Polizei Kiel", "Polizei", True),
        ("organisation", "Polizei", "", False),
        ("anonymous", "Sprecherin des Amts", "Sprecherin Amts", True),
        ("anonymous", "Sprecherin des Amts", "Sprecherin", False),
    ],
)
def test_names_are_the_same_by_kind(kind: str, gold: str, found: str, *, same: bool) -> None:
    assert same_agent(kind, gold, found) is same


def test_nobody_is_right_only_where_the_gold_has_nobody() -> None:
    assert right_speaker("none", (), ())
    assert not right_speaker("none", (), ("Anna Berg",))
    assert not right_speaker("person", ("Anna Berg",), ())


def test_of_joint_speakers_the_first_of_the_gold_must_be_found() -> None:
    assert right_speaker("organisation", ("Estland", "Litauen"), ("Estland",))
    assert not right_speaker("organisation", ("Estland", "Litauen"), ("Litauen",))


def test_roles_are_compared_by_lemma() -> None:
    assert count_equal(["finnischer Außenminister"], ["finnische Außenminister"], lemmas) == Counts(1, 1, 1)


def test_an_agent_found_twice_is_right_once() -> None:
    assert count_agents(lambda _: "person", ["Anna Berg"], ["Anna Berg", "Anna Berg"]) == Counts(1, 2, 1)


def test_what_is_found_exactly_scores_one_throughout(gold_folder: Path) -> None:
    evaluation = evaluate(gold_folder)
    assert len(evaluation.articles) == 1
    assert evaluation.broken == ()
    assert evaluation.total.counts["statements"].gold >= 3
    assert evaluation.total.counts["persons"].gold == 2
    wrong = {key for key, c in evaluation.total.counts.items() if not c.right == c.found == c.gold}
    assert wrong == set()
    assert list(evaluation.error_lines()) == []


def test_every_difference_is_counted_and_told(article_file: Path) -> None:
    gold = predictions(newsgraph.annotate(read_file(article_file)))
    gold["persons"].append(
        {"name": "Ina Voss", "mention_spans": [], "roles": ["Senatorin"], "affiliation": []}
    )
    statement = next(s for s in gold["statements"] if s["type"] == "direct")
    statement |= {"speaker": "Ina Voss", "speaker_kind": "person", "type": "reported"}
    gold["headline"] = "Etwas anderes"
    gold["proposals"] = []
    write_gold(article_file, gold)
    evaluation = evaluate(article_file.parent)
    told = "\n".join(evaluation.error_lines())
    counts = evaluation.total.counts
    assert counts["headline"].right == 0
    assert counts["persons"].gold == counts["persons"].right + 1
    assert counts["speaker"].right == counts["speaker"].gold - 1
    assert counts["type"].right == counts["type"].gold - 1
    for words in (
        "headline differs",
        "person missing: gold 'Ina Voss'",
        "Senatorin",
        "speaker of",
        "type of",
    ):
        assert words in told


def test_a_mention_of_another_is_missing_there_and_too_much_here(article_file: Path) -> None:
    gold = predictions(newsgraph.annotate(read_file(article_file)))
    first, second = gold["persons"]
    stolen = first["mention_spans"].pop()
    second["mention_spans"].append(stolen)
    write_gold(article_file, gold)
    evaluation = evaluate(article_file.parent)
    counts = evaluation.total.counts["mentions"]
    assert counts.right == counts.gold - 1 == counts.found - 1
    told = "\n".join(evaluation.error_lines())
    words = article_file.read_text(encoding="utf-8")[slice(*stolen)]
    assert f"mention missing of {second['name']}: gold {words!r}" in told
    assert f"mention too much of {first['name']}: gold '', found {words!r}" in told


def test_each_article_has_a_line_of_its_own(gold_folder: Path) -> None:
    (line,) = evaluate(gold_folder).article_lines()
    assert line.startswith("kaimauer: persons 1.000, mentions 1.000")
    assert "proposals" in line


def test_a_nested_statement_without_partner_is_left_out(article_file: Path) -> None:
    graph = newsgraph.build(newsgraph.annotate(read_file(article_file)))
    found = read_graph(graph)
    plain = tuple(replace(s, kind="person") for s in found.statements if not s.nested)
    card = score_graph("x", reading(statements=plain), graph)
    assert card.counts["statements"].found == len(plain)


def test_a_statement_too_much_costs_precision(article_file: Path) -> None:
    graph = newsgraph.build(newsgraph.annotate(read_file(article_file)))
    score = score_graph("x", reading(statements=(Said("ganz andere Worte", "direct", (), "none"),)), graph)
    assert score.counts["statements"].right == 0
    assert score.counts["statements"].found >= 3
    assert any(f.what.startswith("statement too much") for f in score.failures)
    assert any(f.what.startswith("statement missing") for f in score.failures)


def test_the_graph_is_read_back_as_it_was_built(article_file: Path) -> None:
    annotations = newsgraph.annotate(read_file(article_file))
    found = read_graph(newsgraph.build(annotations))
    text = annotations.article.text
    assert found.headline == "Streit um die Kaimauer"
    assert found.date == "2024-05-04T14:35"
    assert found.links == ("https://www.hafenbote.example/kai",)
    assert found.agencies == ("dpa",)
    assert {p.name for p in found.persons} == {p.name for p in annotations.persons}
    assert [s.text for s in found.statements] == [s.text(text) for s in annotations.statements]
    assert all(isinstance(p, Proposed) and p.text for p in found.proposals)
    assert all(isinstance(p, Named) for p in found.persons)


def test_predictions_count_in_the_file(article_file: Path) -> None:
    raw = article_file.read_text(encoding="utf-8")
    found = predictions(newsgraph.annotate(read_file(article_file)))
    assert found["statements"]
    for statement in found["statements"]:
        parts = [raw[start:end] for start, end in statement["spans"]]
        assert " ".join(parts) == statement["text"]
    for person in found["persons"]:
        assert [raw[a:b] for a, b in person["mention_spans"]] == person["mentions"]


def test_predictions_are_written_beside_the_measures(gold_folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    out = tmp_path / "out"
    evaluate_folder(gold_folder, out, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]
    assert read_gold(out / "kaimauer.gold.json") == read_gold(gold_folder / "kaimauer.gold.json")


def test_predictions_are_not_written_over_the_gold(gold_folder: Path) -> None:
    before = (gold_folder / "kaimauer.gold.json").read_bytes()
    with pytest.raises(UsageError, match="taken for gold"):
        evaluate_folder(gold_folder, gold_folder)
    assert (gold_folder / "kaimauer.gold.json").read_bytes() == before


def test_a_broken_gold_is_named_and_the_others_are_measured(gold_folder: Path) -> None:
    (gold_folder / "other.gold.json").write_text("{", encoding="utf-8")
    (gold_folder / "other.txt").write_bytes((gold_folder / "kaimauer.txt").read_bytes())
    evaluation = evaluate(gold_folder)
    assert [score.name for score in evaluation.articles] == ["kaimauer"]
    line = str(evaluation.broken[0])
    assert evaluation.outcome.exit_code == 1
    assert "other.gold.json" in line


def test_a_gold_without_a_key_says_which(tmp_path: Path) -> None:
    path = tmp_path / "a.gold.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ReadError, match="headline"):
        read_gold(path)


def test_a_folder_without_gold_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no gold found"):
        evaluate(tmp_path)


def test_results_are_json_and_rows(gold_folder: Path) -> None:
    evaluation = evaluate(gold_folder)
    again = json.loads(json.dumps(evaluation.to_dict()))
    assert again["total"]["persons"]["f1"] == 1.0
    assert [len(row) for row in evaluation.rows()] == [len(evaluation.columns)] * len(evaluation.total.counts)
    assert isinstance(evaluation.total, Score)


def test_the_twelve_stay_above_the_bar(shared: Path) -> None:
    counts = evaluate(shared / "articles").total.counts
    assert all(counts[key].recall == 1.0 for key in ("headline", "date", "links", "agencies"))
    assert counts["persons"].f1 >= 0.85
    assert counts["statements"].f1 >= 0.60
    assert counts["speaker"].recall >= 0.75
    assert counts["proposals"].f1 >= 0.40
