"""The reader against the annotated articles: header, links, credit, and offsets into the file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newsgraph.model import Article, Span
from newsgraph.readers import read, read_file

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds"


@cache
def pairs(folder: Path) -> list[tuple[Path, Article, dict[str, Any]]]:
    golds = [*sorted(folder.glob("*.gold.json")), *sorted(folder.glob("corpus/*.gold.json"))]
    assert len(golds) > 12
    files = [gold.with_name(gold.name.replace(".gold.json", ".txt")) for gold in golds]
    return [
        (file, read_file(file), json.loads(gold.read_text(encoding="utf-8")))
        for file, gold in zip(files, golds, strict=True)
    ]


def printed_date(article: Article) -> str | None:
    return article.published.isoformat().removesuffix(":00") if article.published else None


def test_header_links_and_credit_are_those_of_the_gold(shared: Path) -> None:
    for file, article, gold in pairs(shared / "articles"):
        found = {
            "source": article.source,
            "date": printed_date(article),
            "url": article.url,
            "headline": article.headline,
            "subheadings": [span.of(article.text) for span in article.subheadings],
            "links": [link.url for link in article.links],
            "credit": article.credit,
            "byline": article.byline,
            "authors": list(article.authors),
        }
        assert found == {key: gold[key] for key in found}, file.name


def test_agencies_are_those_of_the_gold(shared: Path) -> None:
    different = {
        file.name
        for file, article, gold in pairs(shared / "articles")
        if [a.casefold() for a in article.agencies] != [a.casefold() for a in gold["agencies"]]
    }
    # Two name an agency in the text only; in the others the gold counts a desk as an agency by turns.
    assert different <= {
        "28-lokalzeitung-einstellung.txt",
        "h6-16-presseschau-budget-oesterreich.txt",
        "h2-24-entschuldung-gipfel.txt",
        "h3-02-pumpenbauer-quartal.txt",
        "h3-24-werft-vulkan.txt",
        "h4-17-feuerwehrmann-angeklagt.txt",
        "h4-29-bodycams-innenausschuss.txt",
    }


def test_offsets_of_the_gold_lead_to_the_same_words(shared: Path) -> None:
    seen = 0
    for file, article, gold in pairs(shared / "articles"):
        raw = file.read_bytes().decode()
        for person in gold["persons"]:
            for start, end in person["mention_spans"]:
                parts = article.source_map.to_text(Span(start, end))
                assert "".join(part.of(article.text) for part in parts) == raw[start:end], file.name
        for statement in gold["statements"]:
            for start, end in statement["spans"]:
                (part,) = article.source_map.to_text(Span(start, end))
                assert part.of(article.text) == raw[start:end], file.name
                assert article.source_map.to_file(part) == (Span(start, end),)
                seen += 1
    assert seen > 3000


def test_the_press_article_that_users_bring(shared: Path) -> None:
    (article,) = read(shared / "seeds")
    assert (article.source, printed_date(article)) == ("welt.de", "2015-09-17")
    assert (article.agencies, article.editors) == (("dpa",), ("tan",))
    assert (len(article.links), len(article.subheadings), len(article.paragraphs)) == (2, 1, 5)
    assert "(Link" not in article.text
    assert " ." not in article.text


@pytest.mark.parametrize("file", sorted(SEEDS.glob("*.txt")), ids=lambda file: file.name)
def test_every_sample_article_is_read_whole(file: Path) -> None:
    article = read_file(file)
    assert article.source
    assert article.published
    assert article.url is None or ".example/" in article.url
    assert len(article.paragraphs) >= 4
    assert 150 <= len(article.text.split()) <= 450
    assert "(Link" not in article.text


def test_the_samples_are_ten_and_differ() -> None:
    articles = list(read(SEEDS))
    assert len(articles) == 10
    assert len({article.id for article in articles}) == 10
    assert len({article.source for article in articles}) == 10
    assert sum(article.url is None for article in articles) == 1
