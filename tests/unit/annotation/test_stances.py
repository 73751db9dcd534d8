"""Supporters and opponents of proposals."""

from __future__ import annotations

import re

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.people import Cast
from newsgraph.annotation.proposals import find_proposals
from newsgraph.annotation.stance_cues import Leaning, find_stances, points
from newsgraph.model import (
    AnonymousAgent,
    Article,
    Mention,
    Organisation,
    Person,
    Proposal,
    Span,
    Statement,
    StatementType,
)

_PROPOSAL = "Anna Muster schlug eine Haushaltssperre für alle Ämter vor."


def _proposals(text: str, roles: tuple[str, ...] = ()) -> tuple[Proposal, ...]:
    def mentions(name: str) -> tuple[Mention, ...]:
        return tuple(Mention((Span(*m.span()),), m.group()) for m in re.finditer(rf"\b{name}\b", text))

    cast = Cast(
        (
            Person("Anna Muster", mentions("Anna Muster"), roles=roles),
            Person("Bela Ohm", mentions("Bela Ohm")),
        ),
        (Organisation("Stadtbahn", mentions("Stadtbahn")),),
    )
    paragraphs = tuple(Span(*m.span()) for m in re.finditer(r"[^\n]+", text))
    article = Article(id="x", text=text, digest="", paragraphs=paragraphs)
    return find_proposals(build_document(article), (), cast, ())


def _stances(text: str) -> tuple[list[str], list[str]]:
    proposal, *_ = _proposals(text)
    return [a.name for a in proposal.supporters], [a.name for a in proposal.opponents]


@pytest.mark.parametrize(
    "reaction",
    [
        "Bela Ohm begrüßte die Sperre.",
        "Bela Ohm befürwortet den Vorschlag.",
        "Das unterstützt Bela Ohm.",
        "Bela Ohm nannte die Idee „vernünftig“.",
        "Bela Ohm stellte sich hinter Anna Muster.",
        "Der Haushälter Bela Ohm, der die Sperre mitträgt, war nicht dabei.",
        "Für den Vorschlag stimmte Bela Ohm.",
        "Bela Ohm nannte die Sperre vernünftig, verlangte aber mehr Zeit.",
        "Bela Ohm begrüßte das Paket.",
    ],
)
def test_support_is_seen(reaction: str) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == (["Bela Ohm"], [])


@pytest.mark.parametrize(
    "reaction",
    [
        "Bela Ohm lehnte die Sperre ab.",
        "Davon hält Bela Ohm nichts.",
        "Bela Ohm nannte die Idee „einen Rohrkrepierer“.",
        "Bela Ohm wandte sich gegen eine solche Regelung.",
        "Das unterstützt Bela Ohm nicht.",
        "Bei Bela Ohm stößt der Vorschlag auf wenig Beifall.",
        "Bela Ohm winkte ab.",
        "Bela Ohm regte stattdessen eine Steuer auf Boote an.",
        "Von Bela Ohm wurde der Vorschlag verworfen.",
    ],
)
def test_rejection_is_seen(reaction: str) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == ([], ["Bela Ohm"])


@pytest.mark.parametrize(
    "reaction",
    [
        "Bela Ohm lehnte ein Gespräch mit der Zeitung ab.",
        "Bela Ohm begrüßte die Gäste.",
        "„Wir begrüßen die Sperre“, stand auf einem Plakat.",
        "Anna Muster verteidigte die Sperre.",
    ],
)
def test_other_targets_are_no_stance(reaction: str) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == ([], [])


def test_a_clause_after_the_measure_tells_who_supports_it() -> None:
    text = "Anna Muster sprach sich für eine Kennzeichnung im Vorspann aus, was Bela Ohm befürwortet."
    assert _stances(text) == (["Bela Ohm"], [])


def test_words_in_quotation_marks_are_no_cue() -> None:
    (sentence,) = build_document(Article(id="x", text="„Ich lehne das ab“, sagte er.", digest="")).sentences
    assert find_stances(sentence) == ()


def test_a_negated_rejection_tells_nothing() -> None:
    (sentence,) = build_document(Article(id="x", text="Er lehnt das nicht ab.", digest="")).sentences
    assert find_stances(sentence) == ()
    (sentence,) = build_document(Article(id="x", text="Er begrüßt das nicht.", digest="")).sentences
    assert [c.stance for c in find_stances(sentence)] == [Leaning.OPPOSE]


def test_both_proposals_can_be_meant() -> None:
    text = (
        "Anna Muster schlug eine Haushaltssperre vor. Bela Ohm regte eine Steuer auf Boote an. "
        "Die Stadtbahn nannte beide Vorschläge „zu teuer“."
    )
    first, second = _proposals(text)
    assert [a.name for a in first.opponents] == ["Stadtbahn"]
    assert [a.name for a in second.opponents] == ["Stadtbahn"]


def test_a_plan_in_a_later_paragraph_is_the_first_one() -> None:
    text = (
        "Anna Muster schlug eine Haushaltssperre vor. Bela Ohm regte eine Steuer auf Boote an.\n\n"
        "Die Stadtbahn begrüßte das Vorhaben."
    )
    first, second = _proposals(text)
    assert [a.name for a in first.supporters] == ["Stadtbahn"]
    assert second.supporters == ()


@pytest.mark.parametrize(
    ("text", "pointing"),
    [("Das lehnt er ab.", True), ("Er hält davon nichts.", True), ("An dem Ufer wächst Gras.", False)],
)
def test_an_article_points_at_nothing(text: str, *, pointing: bool) -> None:
    (sentence,) = build_document(Article(id="x", text=text, digest="")).sentences
    assert points(sentence.tokens) is pointing


def test_joint_holders_all_count() -> None:
    text = f"{_PROPOSAL} Bela Ohm und die Stadtbahn unterstützen die Sperre."
    assert _stances(text) == (["Bela Ohm", "Stadtbahn"], [])


def test_a_pronoun_is_whom_its_gender_fits() -> None:
    text = "Bela Ohm kam. Anna Muster schlug eine Haushaltssperre vor. Er lehnt die Sperre ab."
    assert _stances(text) == ([], ["Bela Ohm"])


@pytest.mark.parametrize(
    ("reaction", "expected"),
    [
        ("Beifall bekam Anna Muster von Bela Ohm.", (["Bela Ohm"], [])),
        ("Kritik kam von Bela Ohm.", ([], ["Bela Ohm"])),
    ],
)
def test_what_is_received_is_another_s_stance(reaction: str, expected: tuple[list[str], list[str]]) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == expected


@pytest.mark.parametrize(
    "reaction",
    [
        "Daran führe kein Weg vorbei, sagte Bela Ohm.",
        "Rückendeckung erhielt sie von ihrem langjährigen Kollegen Bela Ohm.",
        "Bela Ohm, der drei Ämter leitet, schloss sich der Forderung an.",
        "Mit dem Vorschlag konnte sich Bela Ohm anfreunden.",
    ],
)
def test_support_is_found_with_its_holder(reaction: str) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == (["Bela Ohm"], [])


@pytest.mark.parametrize(
    "reaction",
    ["Ob Bela Ohm das mitträgt, blieb offen.", "Ob Bela Ohm die Sperre unterstützt, weiß niemand."],
)
def test_an_open_question_is_no_stance(reaction: str) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == ([], [])


def test_what_is_pointed_at_stands_in_the_same_paragraph_if_anything_does() -> None:
    first, second = _proposals(
        f"{_PROPOSAL}\n\nDie Stadtbahn regte dagegen eine Steuer auf Boote an. Bela Ohm begrüßte den Vorstoß."
    )
    assert first.supporters == ()
    assert [a.name for a in second.supporters] == ["Bela Ohm"]


@pytest.mark.parametrize(
    "reaction",
    [
        "Die Stadtbahn unterstützt den Mainzer Vorstoß.",
        "Die Stadtbahn lobte den Rat der Hygienikerin.",
        "Die Stadtbahn stellte sich hinter die Hygienikerin.",
    ],
)
def test_role_and_origin_tell_whose_proposal_is_meant(reaction: str) -> None:
    first, second = _owned(reaction)
    assert [a.name for a in first.supporters] == ["Stadtbahn"]
    assert second.supporters == ()


def test_words_of_no_proposer_mean_the_newest_proposal() -> None:
    first, second = _owned("Die Stadtbahn befürwortet das.")
    assert [a.name for a in second.supporters] == ["Stadtbahn"]
    assert first.supporters == ()


def _owned(reaction: str) -> tuple[Proposal, ...]:
    """Return a proposal of Anna Muster from Mainz and one of Bela Ohm, both before the reaction."""
    text = (
        "Die Hygienikerin Anna Muster aus Mainz schlug neue Leitungen für alle Bäder vor. "
        f"Bela Ohm regte einen Fonds für Schulen an. {reaction}"
    )
    return _proposals(text, roles=("Hygienikerin",))


def test_never_negates() -> None:
    assert _stances(f"{_PROPOSAL} Bela Ohm werde der Sperre niemals zustimmen.") == ([], ["Bela Ohm"])


def test_every_stance_says_why() -> None:
    text = f"{_PROPOSAL} Bela Ohm lehnte die Sperre ab."
    proposal, *_ = _proposals(text)
    (stance,) = proposal.stances
    assert (stance.agent.name, stance.supports) == ("Bela Ohm", False)
    assert stance.reason == "word of stance, proposal named"
    assert 0.5 <= stance.confidence <= 1
    assert [span.of(text) for span in stance.spans] == ["Bela Ohm lehnte die Sperre ab."]


def test_who_makes_the_proposal_again_supports_it_and_the_reason_says_so() -> None:
    text = f"{_PROPOSAL} Bela Ohm forderte die Haushaltssperre für alle Ämter."
    proposal, *_ = _proposals(text)
    (stance,) = proposal.stances
    assert (stance.agent.name, stance.supports, stance.reason) == ("Bela Ohm", True, "proposes the same")
    assert [span.of(text) for span in stance.spans] == ["die Haushaltssperre für alle Ämter"]


@pytest.mark.parametrize(
    "reaction",
    ["Bela Ohm warb für ein Lager am Hafen, was auch der Stadtbahn gefiel."],
)
def test_a_clause_about_the_measure_before_it_takes_a_stance(reaction: str) -> None:
    proposals = _proposals(reaction)
    assert [a.name for p in proposals for a in p.supporters] == ["Stadtbahn"]


def test_the_stance_of_an_unnamed_speaker_is_that_of_the_body() -> None:
    text = f"{_PROPOSAL} Die Sperre sei vernünftig, lobte eine Sprecherin der Hafenbehörde."

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    body = Organisation("Hafenbehörde", (Mention((span("Hafenbehörde"),), "Hafenbehörde"),))
    speaker = AnonymousAgent("Sprecherin der Hafenbehörde", (), (body,))
    statement = Statement(
        spans=(span("Die Sperre sei vernünftig"),),
        type=StatementType.INDIRECT,
        speakers=(speaker,),
        speaker_mention=(span("eine Sprecherin der Hafenbehörde"),),
        cue=(span("lobte"),),
    )
    muster = Person("Anna Muster", (Mention((span("Anna Muster"),), "Anna Muster"),))
    document = build_document(Article(id="x", text=text, digest="", paragraphs=(Span(0, len(text)),)))
    proposal, *_ = find_proposals(document, (statement,), Cast((muster,), (body,)), (speaker,))
    assert proposal.supporters == (body,)


@pytest.mark.parametrize(
    ("reaction", "supporters", "opponents"),
    [
        ("Damit könne Bela Ohm leben.", ["Bela Ohm"], []),
        ("Bela Ohm machte sich die Idee zu eigen.", ["Bela Ohm"], []),
        ("Bela Ohm werde keinem solchen Plan zustimmen.", [], ["Bela Ohm"]),
        ("Bela Ohm bekämpfte die Stadtbahn.", [], []),
    ],
)
def test_what_the_verb_is_about_decides(reaction: str, supporters: list[str], opponents: list[str]) -> None:
    assert _stances(f"{_PROPOSAL} {reaction}") == (supporters, opponents)


def test_this_plan_is_the_newest_even_where_the_noun_means_the_main_one() -> None:
    first, second = _owned("Die Stadtbahn lehnte diesen Plan ab.")
    assert [a.name for a in second.opponents] == ["Stadtbahn"]
    assert first.opponents == ()


def test_who_stands_before_the_verb_takes_the_stance_not_who_reports_it() -> None:
    reaction = "Damit könne die Stadtbahn leben, sagte Bela Ohm."
    assert _stances(f"{_PROPOSAL} {reaction}")[0][:1] == ["Stadtbahn"]


def test_both_proposals_are_meant_by_sowohl_als_auch() -> None:
    first, second = _owned("Die Stadtbahn lehnte sowohl das eine als auch das andere ab.")
    assert [a.name for a in first.opponents] == ["Stadtbahn"]
    assert [a.name for a in second.opponents] == ["Stadtbahn"]


def test_support_comes_from_whom_the_preposition_leads_to() -> None:
    assert _stances(f"{_PROPOSAL} Beifall kam von der Stadtbahn.") == (["Stadtbahn"], [])
    assert "Stadtbahn" not in _stances(f"{_PROPOSAL} Beifall kam aus dem Haus der Stadtbahn.")[1]
