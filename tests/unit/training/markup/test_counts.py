from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from training.markup import parse_folder, parse_markup
from training.markup.__main__ import app
from training.markup.counts import count, count_words

if TYPE_CHECKING:
    from pathlib import Path


def test_the_datasheet_has_the_counts_of_the_corpus(corpus: Path) -> None:
    sheet = (corpus / "README.md").read_text(encoding="utf-8")
    for name, number in count(parse_folder(corpus)).items():
        assert f"| {name} | {number:,} |\n" in sheet


def test_the_datasheet_lists_every_file(corpus: Path) -> None:
    sheet = (corpus / "README.md").read_text(encoding="utf-8")
    files = sorted(corpus.glob("*.mk"))
    assert files
    for file in files:
        articles = sum(a.where.startswith(f"{file.name}:") for a in parse_folder(corpus))
        assert f"| `{file.name}` | {articles} |" in sheet


def test_the_example_of_the_guide_is_well_formed(corpus: Path) -> None:
    guide = (corpus / "MARKUP.md").read_text(encoding="utf-8")
    (article,) = parse_markup(guide.split("```")[1].strip("\n"))
    assert [s.of(article.text) for s in article.spans("w4")] == ["der Werft"]


def test_words_are_those_of_paragraphs_without_links(markup: str) -> None:
    (article,) = parse_markup(markup)
    assert count_words(article) == 55
    found = count([article])
    assert (found["statements"], found["type: indirect"], found["speaker: none"], found["traps"]) == (
        5,
        2,
        1,
        1,
    )
    assert found["with addressee bracket"] == 0


def test_the_table_is_printed(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.mk").write_text(markup, encoding="utf-8")
    result = CliRunner().invoke(app, ["count", str(tmp_path)])
    assert result.exit_code == 0
    assert "| statements | 5 |" in result.output
