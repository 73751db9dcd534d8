"""Words that point back to a proposal are its repetitions."""

from __future__ import annotations

import pytest

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import join_spans
from newsgraph.readers import article_from_text

_FIRST = "Die SPD forderte eine Maut für Lastwagen. "
_SECOND = "Die CDU schlug eine Steuer auf Diesel vor. "


def _repetitions(text: str) -> list[list[str]]:
    found = annotate_article(article_from_text(text), RuleFinder())
    return [[join_spans(text, spans) for spans in p.repetitions] for p in found.proposals]


@pytest.mark.parametrize(
    ("text", "repetitions"),
    [
        (_FIRST + "Der Vorschlag stieß auf Kritik.", [["Der Vorschlag"]]),
        (_FIRST + "Dieser Plan sei teuer, sagte Anna Weber.", [["Dieser Plan"]]),
        (_FIRST + _SECOND + "Der Vorschlag der SPD stieß auf Kritik.", [["Der Vorschlag"], []]),
        (  # of two of one owner the later
            _FIRST + "Die SPD schlug eine Steuer auf Diesel vor. Der Vorschlag der SPD stieß auf Kritik.",
            [[], ["Der Vorschlag"]],
        ),
        (_FIRST + _SECOND + "Dieser Vorschlag stieß auf Kritik.", [[], ["Dieser Vorschlag"]]),
    ],
)
def test_a_noun_for_proposals_repeats_the_one_it_means(text: str, repetitions: list[list[str]]) -> None:
    assert _repetitions(text) == repetitions


@pytest.mark.parametrize(
    "text",
    [
        _FIRST + "Ein Vorschlag der Bahn fehlt.",  # none that is known
        _FIRST + "Unsere Vorschläge sind besser, sagte Anna Weber.",  # others
        _FIRST + "Das Gesetz gilt seit Mai.",  # a thing in force
        _FIRST + "Der Vorschlag der Ärzte stieß auf Kritik.",  # of somebody else
    ],
)
def test_other_nouns_repeat_nothing(text: str) -> None:
    assert _repetitions(text)[0] == []
