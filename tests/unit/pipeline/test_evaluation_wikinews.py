"""Measuring against the Wikinews layout: the whole way over files, with any finder."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.finder import Found, QuoteSpan
from newsgraph.annotation.rules import RuleFinder
from newsgraph.errors import ReadError, SinkError, UsageError
from newsgraph.model import Span, StatementType, join_spans
from newsgraph.pipeline.evaluation_wikinews import evaluate_wikinews, find_quotations
from newsgraph.pipeline.evaluation_wikinews_predictions import PredictionFolder, prediction
from newsgraph.readers.wikinews import PARTS, QuotedArticle, parse_article, read_quotations

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document

FOLDER = Path(__file__).parents[1] / "wikinews"
KEYS = {"annotations", "documentName", "file", "originalText", "sentences", "tokens"}


class Silent:
    """A finder that finds nothing."""

    name = "silent"
    digest = None

    def find(self, document: Document) -> Found:
        del document
        return Found()


class FirstWords:
    """A finder that takes the first two words of each sentence for indirect speech."""

    name = "first words"
    digest = None

    def find(self, document: Document) -> Found:
        spans = [Span(s.tokens[0].start, s.tokens[1].end) for s in document.sentences]
        return Found(quotes=tuple(QuoteSpan(spans=(span,), type=StatementType.INDIRECT) for span in spans))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "gold"))


def read_all(folder: Path) -> list[QuotedArticle]:
    entries = list(read_quotations(folder))
    articles = [entry for entry in entries if isinstance(entry, QuotedArticle)]
    assert articles
    assert len(articles) == len(entries)
    return articles


def test_what_the_rules_find_is_measured(gold: Path) -> None:
    result = evaluate_wikinews(gold, finder=RuleFinder())
    assert [judged.article.name for judged in result.articles] == [
        "2 - Schiff am Kai (2024-05-05)",
        "1 - Speicher wird abgerissen (2024-05-04)",
    ]
    assert result.outcome.exit_code == 0
    assert result.total.published["quotation"].gold == 7
    assert result.total.published["joint"].f1 > 0.7


def test_the_text_is_annotated_as_it_is(gold: Path) -> None:
    article = read_all(gold)[0]
    found = find_quotations(article, FirstWords())
    assert [join_spans(article.text, quotation.quote) for quotation in found] == ["Am Kai", "Es werde"]


def test_another_finder_can_be_measured(gold: Path) -> None:
    nothing = evaluate_wikinews(gold, finder=Silent())
    assert nothing.total.published["joint"].f1 == 0.0
    assert nothing.total.published["quotation"].found == 0
    words = evaluate_wikinews(gold, finder=FirstWords())
    assert words.total.published["quotation"].found == sum(len(a.sentences) for a in read_all(gold))


def test_predictions_are_written_in_the_layout_of_the_gold(gold: Path, tmp_path: Path) -> None:
    result = evaluate_wikinews(gold, tmp_path / "out")
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == ["schiff.json", "speicher.json"]
    for file in files:
        written = json.loads(file.read_text(encoding="utf-8"))
        given = json.loads((gold / file.name).read_text(encoding="utf-8"))
        assert written.keys() == given.keys() == KEYS
        assert {key: written[key] for key in KEYS - {"annotations"}} == {
            key: given[key] for key in KEYS - {"annotations"}
        }
        assert {key for entry in written["annotations"] for key in entry} == set(given["annotations"][0])
    again = read_all(tmp_path / "out")
    assert [a.quotations for a in again] == [judged.found for judged in result.articles]


def test_gold_written_as_a_prediction_is_the_gold() -> None:
    for article in read_all(FOLDER):
        file = FOLDER / Path(article.origin).name
        written = prediction(article, article.quotations) | {"file": file.name}
        assert written == json.loads(file.read_text(encoding="utf-8"))
        assert parse_article(json.dumps(written), article.origin) == article


def test_predictions_for_one_file_of_lines_are_named_after_the_articles(tmp_path: Path) -> None:
    article = replace(read_all(FOLDER)[0], name='Eins/zwei: "drei"', origin="all.jsonl.gz:1")
    folder = PredictionFolder(tmp_path)
    first, second = folder.write(article, ()), folder.write(article, ())
    assert (first.name, second.name) == ("Eins_zwei_ _drei_.json", "Eins_zwei_ _drei_-2.json")
    long = folder.write(replace(article, name="ü" * 300), ())
    assert len(long.name.encode()) < 255


def test_a_broken_article_is_named_and_the_others_are_measured(gold: Path) -> None:
    (gold / "kaputt.json").write_text('{"annotations": []', encoding="utf-8")
    seen: list[tuple[int, int]] = []
    result = evaluate_wikinews(gold, on_progress=lambda done, total: seen.append((done, total)))
    assert len(result.articles) == 2
    assert result.outcome.exit_code == 1
    assert "kaputt.json" in str(result.broken[0])
    assert result.to_dict()["broken"] == [str(result.broken[0])]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_nothing_to_measure_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        evaluate_wikinews(tmp_path)


def test_a_folder_for_predictions_that_cannot_be_made_is_an_error(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SinkError):
        evaluate_wikinews(gold, tmp_path / "out")


@pytest.mark.parametrize("inside", [".", "out"])
def test_predictions_are_not_written_where_they_would_be_gold(gold: Path, inside: str) -> None:
    before = sorted(gold.iterdir())
    with pytest.raises(UsageError, match="taken for gold"):
        evaluate_wikinews(gold, gold / inside)
    assert sorted(gold.iterdir()) == before


def test_a_file_of_gold_may_have_predictions_beside_it_but_not_over_it(gold: Path) -> None:
    with pytest.raises(UsageError):
        evaluate_wikinews(gold / "schiff.json", gold)
    evaluate_wikinews(gold / "schiff.json", gold / "out")
    assert [file.name for file in (gold / "out").iterdir()] == ["schiff.json"]


def test_errors_name_article_part_and_words(gold: Path) -> None:
    lines = list(evaluate_wikinews(gold, finder=FirstWords()).error_lines())
    ship = "2 - Schiff am Kai (2024-05-05)"
    assert f"{ship}: quotation too much (Indirect): gold '', found 'Am Kai'" in lines
    assert (
        f"{ship}: quote of 'Es werde am Abend ablegen': gold 'Es werde am Abend ablegen', found 'Es werde'"
        in lines
    )
    assert any("quotation missing (Direct)" in line and "seit Jahren leer" in line for line in lines)
    assert any("type of" in line and "found 'Indirect'" in line for line in lines)
    assert any(line.endswith("gold 'sagte', found ''") for line in lines)


def test_rows_and_json_have_every_measure(gold: Path) -> None:
    result = evaluate_wikinews(gold)
    rows = {row[0]: row[1:] for row in result.rows()}
    assert all(len(row) == len(result.columns) - 1 for row in rows.values())
    for name in ("quotation", "roles", "joint", *PARTS[1:], "FreeIndirect: joint", "strict, typed", "type"):
        assert name in rows
    assert rows["Direct: quotation"][-1] == "2"
    plain = json.loads(json.dumps(result.to_dict()))
    assert plain["total"]["published"]["joint"]["f1"] == pytest.approx(float(rows["joint"][2]), abs=6e-4)
    assert len(plain["articles"]) == 2
    assert set(plain["articles"][0]) == {"name", "measures", "failures"}
    assert plain["total"].keys() == plain["articles"][0]["measures"].keys()
