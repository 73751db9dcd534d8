"""Proposals by verb, noun, modal and origin, with the people and bodies given."""

from __future__ import annotations

import re

import pytest

import newsgraph
from newsgraph.annotation.document import Document, build_document
from newsgraph.annotation.people import Cast
from newsgraph.annotation.proposal_cues import find_triggers
from newsgraph.annotation.proposals import find_proposals
from newsgraph.model import (
    Article,
    Country,
    Illocution,
    Mention,
    Organisation,
    Person,
    Proposal,
    Span,
    Statement,
    StatementType,
)


def _document(text: str) -> Document:
    return build_document(Article(id="x", text=text, digest=""))


def _mentions(text: str, *forms: str) -> tuple[Mention, ...]:
    return tuple(
        Mention((Span(*m.span()),), form)
        for form in forms
        for m in re.finditer(rf"\b{re.escape(form)}\b", text)
    )


def _cast(text: str, persons: tuple[str, ...] = (), bodies: tuple[str, ...] = ()) -> Cast:
    return Cast(
        persons=tuple(Person(n, _mentions(text, n, n.split()[-1])) for n in persons),
        organisations=tuple(Organisation(n, _mentions(text, n)) for n in bodies),
    )


def _found(
    text: str,
    persons: tuple[str, ...] = (),
    bodies: tuple[str, ...] = (),
    statements: tuple[Statement, ...] = (),
) -> tuple[Proposal, ...]:
    return find_proposals(_document(text), statements, _cast(text, persons, bodies), ())


def _said(text: str, content: str, speaker: str, kind: StatementType = StatementType.INDIRECT) -> Statement:
    start = text.index(content)
    return Statement((Span(start, start + len(content)),), kind, speakers=(Person(speaker),))


@pytest.mark.parametrize(
    ("text", "measure", "illocution"),
    [
        (
            "Anna Muster regte eine Befragung der Mitglieder an.",
            "eine Befragung der Mitglieder",
            "Suggestion",
        ),
        (
            "Anna Muster schlug dem Rat am Dienstag eine auf 40 Tage befristete Waffenruhe vor.",
            "eine auf 40 Tage befristete Waffenruhe",
            "Suggestion",
        ),
        ("Anna Muster plädierte für einen Neubau am Hafen.", "einen Neubau am Hafen", "Suggestion"),
        ("Anna Muster drängt auf feste Regeln.", "feste Regeln", "Demand"),
        (
            "Anna Muster forderte, die Pässe drei Jahre lang zu prüfen.",
            "die Pässe drei Jahre lang zu prüfen",
            "Demand",
        ),
        ("Anna Muster hat gestern einen Bürgerentscheid beantragt.", "einen Bürgerentscheid", "Motion"),
        ("Anna Muster brachte eine Steuer auf Boote ins Spiel.", "eine Steuer auf Boote", "Suggestion"),
        (
            "Anna Muster fordert eine Stelle, die Beweise prüft, und kündigte Widerstand an.",
            "eine Stelle, die Beweise prüft",
            "Demand",
        ),
        ("Stattdessen schlug Anna Muster einen Fonds vor.", "einen Fonds", "Suggestion"),
        ("Seit Mai verlangt Anna Muster 7,5 Prozent mehr Geld.", "7,5 Prozent mehr Geld", "Demand"),
    ],
)
def test_verbs_of_proposing_give_the_measure_alone(text: str, measure: str, illocution: str) -> None:
    (proposal,) = _found(text, ("Anna Muster",))
    assert proposal.text(text) == measure
    assert proposal.illocution is Illocution(illocution)
    assert [a.name for a in proposal.proposers] == ["Anna Muster"]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Muster riet von einem Fonds ab.",
        "Anna Muster riet zur Besonnenheit.",
        "Anna Muster rief Peter in den Saal.",
        "Anna Muster verlangte keine Strafe.",
        "Anna Muster bot ihre Hilfe an.",
        "Anna Muster warb für den Vorschlag.",
        "Anna Muster wies die Forderung nach einer Maut zurück.",
        "Ein Anspruch auf ungestörten Schlaf bestehe nicht, sagte Anna Muster.",
    ],
)
def test_other_readings_are_no_proposals(text: str) -> None:
    assert _found(text, ("Anna Muster",)) == ()


def test_joint_proposers_are_all_kept() -> None:
    (proposal,) = _found(
        "Bremen und Hamburg boten einen Notdienst für Schiffe an.", bodies=("Bremen", "Hamburg")
    )
    assert [a.name for a in proposal.proposers] == ["Bremen", "Hamburg"]


def test_a_party_before_a_name_does_not_propose() -> None:
    text = "Der Grünen-Abgeordnete Xaver Pöll verlangt eine Meldepflicht."
    cast = Cast(
        (Person("Xaver Pöll", _mentions(text, "Xaver Pöll")),),
        (Organisation("Grüne", _mentions(text, "Grünen")),),
    )
    (proposal,) = find_proposals(_document(text), (), cast, ())
    assert [a.name for a in proposal.proposers] == ["Xaver Pöll"]


def test_relayed_proposals_name_who_reports() -> None:
    text = "Anna Muster habe eine Frist von drei Tagen verlangt, schrieb das Tagblatt."
    said = "Anna Muster habe eine Frist von drei Tagen verlangt"
    statement = Statement(
        (Span(0, len(said)),),
        StatementType.INDIRECT,
        speakers=(Organisation("Tagblatt", _mentions(text, "Tagblatt")),),
    )
    (proposal,) = _found(text, ("Anna Muster",), ("Tagblatt",), (statement,))
    assert proposal.text(text) == "eine Frist von drei Tagen"
    assert [a.name for a in proposal.proposers] == ["Anna Muster"]
    assert [a.name for a in proposal.reported_by] == ["Tagblatt"]
    assert proposal.expressed_in == (0,)


@pytest.mark.parametrize(
    ("text", "measure", "proposer"),
    [
        (
            "Die Forderung der Stadtbahn, die Preise zu senken, kommt gut an.",
            "die Preise zu senken",
            "Stadtbahn",
        ),
        (
            "Anna Muster erneuerte ihre Forderung nach einer Maut für Boote.",
            "einer Maut für Boote",
            "Anna Muster",
        ),
        ("Die Forderung der Stadtbahn nach mehr Geld kam spät.", "mehr Geld", "Stadtbahn"),
        ("Ein Entwurf der Stadtbahn sieht höhere Preise ab Mai vor.", "höhere Preise ab Mai", "Stadtbahn"),
        ("Anna Muster legte einen Plan vor, der einen Ausdruck vorsieht.", "einen Ausdruck", "Anna Muster"),
        (
            "Anna Muster machte einen Gegenvorschlag: Zwei Schulen sollten den Takt testen.",
            "Zwei Schulen sollten den Takt testen",
            "Anna Muster",
        ),
        (
            "Nach der Vorlage der Stadtbahn sollen Gäste fünf Franken zahlen.",
            "Gäste fünf Franken zahlen",
            "Stadtbahn",
        ),
        (
            "Jugendliche sollen nach dem Willen von Anna Muster mit 16 Jahren fahren dürfen.",
            "Jugendliche sollen mit 16 Jahren fahren dürfen",
            "Anna Muster",
        ),
        (
            "Die Skulptur könnte im Mai umziehen, wenn es nach Anna Muster geht.",
            "Die Skulptur könnte im Mai umziehen",
            "Anna Muster",
        ),
    ],
)
def test_nouns_and_plans_give_measure_and_owner(text: str, measure: str, proposer: str) -> None:
    (proposal,) = _found(text, ("Anna Muster",), ("Stadtbahn",))
    assert proposal.text(text) == measure
    assert [a.name for a in proposal.proposers] == [proposer]


@pytest.mark.parametrize(
    ("content", "measure"),
    [
        ("Die Stadt solle lieber die Gebühren senken", "Die Stadt solle lieber die Gebühren senken"),
        ("Sinnvoller seien Körperkameras für alle Streifen", "Körperkameras für alle Streifen"),
        ("Besser sei es, die Tiere zu kastrieren", "die Tiere zu kastrieren"),
    ],
)
def test_what_is_said_can_propose(content: str, measure: str) -> None:
    text = f"{content}, sagte Anna Muster."
    (proposal,) = _found(text, ("Anna Muster",), statements=(_said(text, content, "Anna Muster"),))
    assert proposal.text(text) == measure


@pytest.mark.parametrize(
    "content",
    ["Man müsse Geduld haben", "Niemand solle lieber schweigen", "Die Stadt müsse nicht lieber sparen"],
)
def test_norms_and_negations_are_no_proposals(content: str) -> None:
    text = f"{content}, sagte Anna Muster."
    assert _found(text, ("Anna Muster",), statements=(_said(text, content, "Anna Muster"),)) == ()


def test_an_origin_makes_what_is_pending_a_proposal() -> None:
    text = "Im Gespräch seien gemeinsame Patrouillen, sagte sie. Der Vorschlag kam von norwegischer Seite."
    cast = Cast(
        persons=(Person("Anna Muster", _mentions(text, "Anna Muster")),), countries=(Country("Norwegen"),)
    )
    (proposal,) = find_proposals(_document(text), (), cast, ())
    assert proposal.text(text) == "gemeinsame Patrouillen"
    assert [a.name for a in proposal.proposers] == ["Norwegen"]


def test_repetitions_are_one_proposal_and_make_supporters() -> None:
    text = (
        "Anna Muster schlug eine Sanierung des Stammhauses in zwei Abschnitten vor. "
        "Die Stadtbahn verlangt, das Stammhaus zu sanieren."
    )
    (proposal,) = _found(text, ("Anna Muster",), ("Stadtbahn",))
    assert proposal.text(text) == "eine Sanierung des Stammhauses in zwei Abschnitten"
    assert [spans[0].of(text) for spans in proposal.repetitions] == ["das Stammhaus zu sanieren"]
    assert [a.name for a in proposal.supporters] == ["Stadtbahn"]


def test_headlines_carry_no_proposals() -> None:
    text = "Anna Muster fordert eine Maut"
    article = Article(id="x", text=text, digest="", headline=text)
    assert find_proposals(build_document(article), (), _cast(text, ("Anna Muster",)), ()) == ()


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Anna Muster forderte die Stadtbahn auf, die Preise zu senken.", "die Preise zu senken"),
        ("Anna Muster verlangte von der Stadtbahn niedrigere Preise ab Mai.", "niedrigere Preise ab Mai"),
        ("Anna Muster empfahl der Stadtbahn, die Preise zu senken.", "die Preise zu senken"),
    ],
)
def test_addressees_stand_between_verb_and_measure(text: str, measure: str) -> None:
    (proposal,) = _found(text, ("Anna Muster",), ("Stadtbahn",))
    assert proposal.text(text) == measure
    assert [a.name for a in proposal.proposers] == ["Anna Muster"]
    assert [a.name for a in proposal.addressees] == ["Stadtbahn"]


def test_confidence_is_the_rule_s_precision() -> None:
    (proposal,) = _found("Anna Muster fordert eine Maut für Boote.", ("Anna Muster",))
    assert (proposal.rule, proposal.confidence) == ("verb-clause", 0.97)


def test_a_plan_told_of_in_the_next_sentence_is_its_maker_s() -> None:
    text = "Anna Muster hat einen Plan vorgelegt. Er sieht vor, jede dritte Kirche zu verkaufen."
    (proposal,) = _found(text, ("Anna Muster",))
    assert proposal.text(text) == "jede dritte Kirche zu verkaufen"
    assert [a.name for a in proposal.proposers] == ["Anna Muster"]


def test_a_vague_way_gives_way_to_what_follows_the_colon() -> None:
    text = "Anna Muster sprach sich für einen anderen Weg aus: Die Stadt solle Kredite erlassen."
    (proposal,) = _found(text, ("Anna Muster",))
    assert proposal.text(text) == "Die Stadt solle Kredite erlassen"


def test_the_outer_verb_gives_force_and_proposer() -> None:
    text = "Anna Muster beantragte, die Stadtbahn zu einem neuen Vertrag aufzufordern."
    (proposal,) = _found(text, ("Anna Muster",), ("Stadtbahn",))
    assert proposal.text(text) == "die Stadtbahn zu einem neuen Vertrag aufzufordern"
    assert proposal.illocution is Illocution.MOTION


def test_the_measure_ends_where_another_clause_answers() -> None:
    text = "Die NGG fordert mehr Lohn für alle, die Arbeitgeber bieten bisher einen freien Tag."
    proposal, *_ = _found(text, bodies=("NGG",))
    assert [s.of(text) for s in proposal.spans] == ["mehr Lohn für alle"]


def test_whose_proposal_it_is_stands_before_the_noun() -> None:
    text = "Mit Anna Musters Forderung, die Wahl zu vertagen, konnte sich Bela Ohm anfreunden."
    cast = Cast(
        (
            Person("Anna Muster", _mentions(text, "Anna Musters")),
            Person("Bela Ohm", _mentions(text, "Bela Ohm")),
        )
    )
    proposal, *_ = find_proposals(_document(text), (), cast, ())
    assert [a.name for a in proposal.proposers] == ["Anna Muster"]
    assert [a.name for a in proposal.supporters] == ["Bela Ohm"]


@pytest.mark.parametrize(
    ("content", "measure"),
    [
        ("Vielmehr müsse die Jagd wieder erlaubt werden", "die Jagd wieder erlaubt werden"),
        ("Am besten wäre es, die Trasse als Weg auszubauen", "die Trasse als Weg auszubauen"),
    ],
)
def test_what_only_links_is_no_part_of_the_measure(content: str, measure: str) -> None:
    text = f"{content}, sagte Bela Ohm."
    statement = _said(text, content, "Bela Ohm")
    (proposal,) = _found(text, ("Bela Ohm",), statements=(statement,))
    assert [s.of(text) for s in proposal.spans] == [measure]


def test_a_verb_that_looks_like_an_adjective_proposes() -> None:
    text = 'Bela Ohm verlangte Neuwahlen "noch vor der Ernte".'
    (proposal,) = _found(text, ("Bela Ohm",))
    assert proposal.text(text) == 'Neuwahlen "noch vor der Ernte"'


@pytest.mark.parametrize("text", ["Der Verband verlangte Neuwahlen.", "Die Partei verlangte Hilfe."])
def test_a_verb_that_the_tagger_takes_for_an_adjective_is_seen(text: str) -> None:
    (sentence,) = _document(text).sentences
    assert [token.tag for token in sentence.tokens if token.form == "verlangte"] == ["ADJ(A)"]
    assert [trigger.entry.infinitive for trigger in find_triggers(sentence)] == ["verlangen"]
    assert [span.of(text) for trigger in find_triggers(sentence) for span in trigger.spans] == ["verlangte"]


def test_a_text_that_breaks_off_in_a_genitive_harms_nothing() -> None:
    notes = newsgraph.annotate("Die forderte ŠKODA der", model="rules")
    assert [span.end for proposal in notes.proposals for span in proposal.spans] == [22]
