"""Twenty-six stories, each in three invented papers: read, annotated and linked as the product does it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.linking.duplicates import find_duplicates
from newsgraph.linking.utterances import link_utterances
from newsgraph.rdf import build_graph
from newsgraph.rdf.read_records import read_article
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from newsgraph.model import ArticleRecord, LinkDecision

PRESS = Path(__file__).parent / "press"
REPRINTS = {("01/1", "01/2"), ("01/1", "01/3"), ("10/2", "10/1"), ("26/1", "26/2")}


@cache
def _articles() -> dict[str, ArticleRecord]:
    """Return the articles by story and paper: "01/1"."""
    files = sorted(PRESS.glob("*/*.txt"))
    assert len(files) == 78
    finder = load_finder("rules")
    read = {}
    for file in files:
        annotations = annotate_article(read_file(file), finder)
        record = read_article(build_graph(annotations), annotations.article.text)
        assert record is not None
        read[f"{file.parent.name[:2]}/{file.stem}"] = record
    return read


def _expected() -> dict[tuple[str, ...], str]:
    lines = (PRESS / "expected.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) > 30
    return {tuple(row[:4]): row[4] for row in rows}


def _told(link: LinkDecision) -> tuple[str, ...]:
    told = sorted(
        (one.iri != link.subject, name, one.text)
        for name, article in _articles().items()
        for one in article.utterances
        if one.iri in {link.subject, link.object}
    )
    return tuple(field for _, *fields in told for field in fields)


def _wording(link: LinkDecision) -> str:
    return "+".join(kind.value for kind in link.differences if not kind.value.startswith("Other"))


def test_utterances_are_linked_and_others_are_not() -> None:
    articles = tuple(_articles().values())
    found = {_told(link): _wording(link) for link in link_utterances(articles, find_duplicates(articles))}
    missed_by_nature = {row for row, wording in _expected().items() if wording == "?"}
    expected = {row: wording for row, wording in _expected().items() if row not in missed_by_nature}
    assert {row: wording for row, wording in found.items() if row not in missed_by_nature} == expected


def test_reprints_are_linked_and_reports_of_the_same_are_not() -> None:
    names = {article.iri: name for name, article in _articles().items()}
    found = find_duplicates(tuple(_articles().values()))
    assert {(names[link.subject], names[link.object]) for link in found} == REPRINTS
