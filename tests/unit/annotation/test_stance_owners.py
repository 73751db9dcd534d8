"""Whose proposal words speak of, and whose stance an unnamed speaker gives."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import Sentence, build_document
from newsgraph.annotation.people import Cast
from newsgraph.annotation.proposal_agents import Actors
from newsgraph.annotation.stance_owners import Owners, outside_holder, owns_quotation, represented
from newsgraph.model import AnonymousAgent, Article, Mention, Organisation, Person, Proposal, Span

_HOME = "Die Hygienikerin Anna Muster (SPD) aus Mainz schlug neue Leitungen vor. "


def _owners(text: str) -> tuple[Owners, Sentence, Actors, Person, Organisation]:
    """Return the owners of the one proposal of `_HOME`, the sentence after it, and who is in both."""

    def mentions(name: str) -> tuple[Mention, ...]:
        found = []
        start = text.find(name)
        while start >= 0:
            found.append(Mention((Span(start, start + len(name)),), name))
            start = text.find(name, start + 1)
        return tuple(found)

    party = Organisation("SPD", mentions("SPD"))
    works = Organisation("Stadtwerke", mentions("Stadtwerke"))
    muster = Person(
        "Anna Muster", mentions("Muster"), roles=("lippische Hygienikerin",), affiliations=(party,)
    )
    document = build_document(
        Article(id="x", text=text, digest="", paragraphs=(Span(0, len(text)),)),
    )
    actors = Actors(document, (), Cast((muster,), (party, works)), ())
    sentences = tuple(document.body_sentences())
    measure = Span(text.index("neue"), text.index(" vor."))
    return (
        Owners((Proposal((measure,), proposers=(muster,)),), sentences, actors),
        sentences[1],
        actors,
        muster,
        works,
    )


@pytest.mark.parametrize(
    ("reaction", "how"),
    [
        ("Die Stadtwerke stellen sich hinter Muster.", {0: "name"}),
        ("Die Stadtwerke sprangen der SPD bei.", {0: "body"}),
        ("Die Stadtwerke loben den Rat der Hygienikerin.", {0: "role"}),
        ("Die Stadtwerke unterstützen den Mainzer Vorschlag.", {0: "origin"}),
        ("Die Stadtwerke unterstützen den lippischen Vorschlag.", {0: "origin"}),
        ("Die Stadtwerke unterstützen den sächsischen Vorschlag.", {}),
        ("Die Stadtwerke unterstützen den Kieler Vorschlag.", {}),
        ("Die Stadtwerke loben den Rat der Ärztin.", {}),
    ],
)
def test_words_name_the_proposer_in_four_ways(reaction: str, how: dict[int, str]) -> None:
    owners, sentence, actors, _, works = _owners(_HOME + reaction)
    assert owners.named(sentence, outside_holder(sentence, works, actors), works) == how


def test_nobody_answers_an_own_proposal() -> None:
    owners, sentence, _, muster, _ = _owners(_HOME + "Muster warb für den Rat der Hygienikerin.")
    assert owners.named(sentence, sentence.tokens, muster) == {}


def test_what_describes_the_holder_says_nothing_of_the_target() -> None:
    _, sentence, actors, muster, _ = _owners(_HOME + "Die Hygienikerin Muster (SPD) rät davon ab.")
    left = [t.form for t in outside_holder(sentence, muster, actors)]
    assert left == ["rät", "davon", "ab", "."]


def test_a_body_that_belongs_to_the_proposer_is_an_owner_and_another_is_none() -> None:
    owners, _, _, muster, works = _owners(_HOME + "Die Stadtwerke schweigen.")
    assert owners.is_owner(muster)
    assert owners.is_owner(muster.affiliations[0])
    assert not owners.is_owner(works)


def test_quoted_words_before_a_name_are_its_own() -> None:
    _, sentence, *_ = _owners(_HOME + "Man begrüße die „Hilfe“ Moskaus.")
    assert owns_quotation(sentence, sentence.span)
    _, sentence, *_ = _owners(_HOME + "Man begrüße die „Hilfe“ sehr.")
    assert not owns_quotation(sentence, sentence.span)


def test_an_unnamed_speaker_stands_for_one_body_only() -> None:
    first, second = Organisation("Hafenbehörde"), Organisation("Werft")
    assert represented(AnonymousAgent("Sprecherin", (), (first,))) is first
    both = AnonymousAgent("Sprecherin", (), (first, second))
    assert represented(both) is both
    assert represented(first) is first
