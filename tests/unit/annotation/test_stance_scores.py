"""Stances weighed from tone, place and kinship where no word of stance decides them."""

from __future__ import annotations

import re

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.people import Cast
from newsgraph.annotation.proposals import find_proposals
from newsgraph.annotation.stance_acts import ABSTAINS
from newsgraph.annotation.stance_cues import Leaning
from newsgraph.annotation.stance_features import Candidate
from newsgraph.annotation.stance_polarity import polarity
from newsgraph.annotation.stance_scores import SURE_FROM, WEIGHED, likelihoods, weigh_views
from newsgraph.annotation.stance_targets import View
from newsgraph.lexicon import load_table
from newsgraph.model import Article, Mention, Person, Span, Statement, StatementType

_OHM = Person("Bela Ohm")


def _tokens(text: str) -> tuple[int, int]:
    document = build_document(Article(id="x", text=text, digest=""))
    return polarity(document.tokens())


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Das ist ein mutiger Vorschlag.", (1, 0)),
        ("Das ist blanker Unsinn.", (0, 1)),
        ("Das ist nicht sinnvoll.", (0, 1)),
        ("Das ist keine Gefahr.", (0, 0)),
        ("Das Haus steht am Ufer.", (0, 0)),
    ],
)
def test_praise_and_blame_are_counted(text: str, counts: tuple[int, int]) -> None:
    assert _tokens(text) == counts


def test_words_are_told_apart_once() -> None:
    words = [word for word, _ in load_table("stance_words.tsv")]
    assert len(words) == len(set(words))
    assert {sign for _, sign in load_table("stance_words.tsv")} == {"+", "-"}


def test_a_held_cue_of_rejection_makes_rejection_likelier() -> None:
    without = likelihoods({"says:latest", "about:latest"})
    with_cue = likelihoods({"says:latest", "about:latest", "held:oppose", "plain:oppose"})
    assert with_cue[1] > without[1]
    assert sum(with_cue) < 1


def test_unknown_features_tell_nothing() -> None:
    assert likelihoods({"no such feature"}) == likelihoods(())


_STRONG = frozenset(
    {"cue:oppose:latest:held", "held:oppose", "plain:oppose", "free:oppose", "kind:Person", "first"}
    | {"same-paragraph", "about:topic", "tone-", "blame"}
)
_PLACE = (Span(3, 9),)


def test_only_likely_stances_become_views() -> None:
    candidates = [Candidate(0, _OHM, _STRONG, _PLACE), Candidate(1, _OHM, frozenset(), _PLACE)]
    (view,) = weigh_views((), candidates)
    assert (view.proposal, view.stance, view.rule, view.spans) == (0, Leaning.OPPOSE, WEIGHED, _PLACE)
    assert SURE_FROM[Leaning.OPPOSE] <= view.confidence < 1


def test_a_firm_view_stands_against_weighed_evidence_and_a_weak_one_does_not_stand_alone() -> None:
    firm = View(_OHM, 0, Leaning.SUPPORT, "word of stance", 3, _PLACE)
    weak = View(_OHM, 1, Leaning.SUPPORT, "word of stance", 1, _PLACE)
    (view,) = weigh_views((firm, weak), [Candidate(0, _OHM, _STRONG, _PLACE)])
    assert (view.proposal, view.stance, view.sureness) == (0, Leaning.SUPPORT, 3)


def test_who_abstains_takes_no_side() -> None:
    assert not list(weigh_views((), [Candidate(0, _OHM, _STRONG | {ABSTAINS}, _PLACE)]))


def test_a_word_of_rejection_does_not_stand_against_all_else() -> None:
    view = View(_OHM, 0, Leaning.OPPOSE, "word of stance", 2, _PLACE)
    assert not list(weigh_views((view,), [Candidate(0, _OHM, frozenset(), _PLACE)]))
    assert list(weigh_views((view,), [Candidate(0, _OHM, _STRONG, _PLACE)]))


def test_the_surer_of_two_views_decides() -> None:
    weaker = View(_OHM, 0, Leaning.OPPOSE, "word of stance", 2, _PLACE)
    surer = View(_OHM, 0, Leaning.SUPPORT, "word of stance", 3, _PLACE)
    (view,) = weigh_views((weaker, surer), ())
    assert view.stance is Leaning.SUPPORT


def test_blame_of_the_measure_in_own_words_rejects_it() -> None:
    text = (
        "Anna Muster schlug eine Haushaltssperre für alle Ämter vor. Die Sperre sei Unsinn und gefährde "
        "die Ämter, schimpfte dagegen Bela Ohm. Carla Beispiel sprach über das Wetter."
    )

    def person(name: str) -> Person:
        return Person(name, tuple(Mention((Span(*m.span()),), name) for m in re.finditer(name, text)))

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    ohm = person("Bela Ohm")
    statement = Statement(
        spans=(span("Die Sperre sei Unsinn und gefährde die Ämter"),),
        type=StatementType.INDIRECT,
        speakers=(ohm,),
        speaker_mention=(span("Bela Ohm"),),
        cue=(span("schimpfte"),),
    )
    cast = Cast((person("Anna Muster"), ohm, person("Carla Beispiel")))
    document = build_document(Article(id="x", text=text, digest=""))
    proposal, *_ = find_proposals(document, (statement,), cast, ())
    assert [a.name for a in proposal.opponents] == ["Bela Ohm"]
    assert proposal.supporters == ()
    (stance,) = proposal.stances
    assert (stance.agent, stance.supports) == (proposal.opponents[0], False)
    assert stance.spans[0].of(text).startswith("Die Sperre sei Unsinn")


def test_the_weights_name_features_that_exist() -> None:
    names = {name for name, *_ in load_table("stance_weights.tsv")}
    assert "bias" in names
    assert all(name.count(":") <= 3 for name in names)
    assert all(0 < part < 1 for part in likelihoods(names))
