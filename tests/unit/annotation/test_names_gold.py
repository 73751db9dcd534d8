"""People of annotated articles, against their gold; skipped where the articles are not at hand."""

import json
from pathlib import Path

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import build_cast
from newsgraph.readers import read

CORPUS = Path(__file__).parents[3] / "../shared/articles/corpus"
FLOOR = 0.93


@pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/articles/corpus is not here")
def test_persons_of_every_fifteenth_article_of_the_corpus() -> None:
    files = sorted(CORPUS.glob("*.txt"))[::15]
    assert len(files) > 10
    right = found = expected = 0
    for file in files:
        gold = {
            p["name"].casefold()
            for p in json.loads(file.with_suffix(".gold.json").read_text("utf-8"))["persons"]
        }
        for article in read(file):
            document = build_document(article)
            names = {p.name.casefold() for p in build_cast(document, find_names(document)).persons}
            right, found, expected = right + len(names & gold), found + len(names), expected + len(gold)
    assert 2 * right / (found + expected) > FLOOR
