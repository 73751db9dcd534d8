"""Each thing that a graph says of its text is checked by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import newsgraph
from newsgraph.model import Ground, Relation
from newsgraph.pipeline.verify import find_mismatches
from newsgraph.readers import read_file
from newsgraph.vocab import NG, OA, RDF, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.model import Article
    from newsgraph.rdf import ArticleGraph


@pytest.fixture
def article(article_file: Path) -> Article:
    return read_file(article_file)


def changed(graph: ArticleGraph, term: str, old: str, new: str) -> ArticleGraph:
    """Return the graph with `old` as `new` in one triple of that term."""
    index = next(i for i, (_, p, o) in enumerate(graph.triples) if p == f"<{term}>" and old in o)
    subject, predicate, obj = graph.triples[index]
    triples = (
        *graph.triples[:index],
        (subject, predicate, obj.replace(old, new, 1)),
        *graph.triples[index + 1 :],
    )
    return replace(graph, triples=triples)


def test_nothing_is_wrong_with_what_newsgraph_made(article: Article) -> None:
    assert list(find_mismatches(newsgraph.build(newsgraph.annotate(article)), article)) == []


@pytest.mark.parametrize(
    ("term", "old", "new"),
    [
        (SCHEMA.text, "keinen Winter mehr", "keinen Sommer mehr"),
        (NG.surface, "Jan Petersen", "Jan Peters"),
        (NG.cue, "sagte", "sagt"),
        (NG.speakerMention, "Petersen", "Peters"),
        (OA.exact, "keinen Winter mehr", "keinen Sommer mehr"),
        (OA.prefix, "Sandmann", "Sandman"),
        (OA.suffix, "sagte", "sagt"),
        (OA.end, '"', '"9'),
        (NG.textDigest, '"', '"0'),
        (NG.textLength, '"', '"9'),
    ],
)
def test_one_changed_value_is_one_mismatch_or_more(article: Article, term: str, old: str, new: str) -> None:
    graph = changed(newsgraph.build(newsgraph.annotate(article)), term, old, new)
    assert list(find_mismatches(graph, article))


def test_a_link_for_what_the_graph_does_not_say_is_one(article: Article) -> None:
    notes = newsgraph.annotate(article, model="rules")
    person = next(person for person in notes.persons if person.roles)
    ground = Ground(Relation.ROLE, person.roles[0], "apposition", spans=person.mentions[0].spans)
    persons = (replace(person, grounds=(ground,)),)
    graph = newsgraph.build(replace(notes, persons=persons, statements=(), proposals=()))
    assert list(find_mismatches(graph, article)) == []
    (mismatch,) = find_mismatches(changed(graph, RDF.object, person.roles[0], "Königin"), article)
    assert "Königin" in str(mismatch)
    assert str(mismatch).endswith("'nowhere' in the graph")
