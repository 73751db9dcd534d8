"""Proposals in whole texts, the many ways in which the press tells them: measure, proposers, addressees."""

from __future__ import annotations

from functools import cache

import pytest

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Annotations, Illocution
from newsgraph.readers import article_from_text


@cache
def _annotated(text: str) -> Annotations:
    return annotate_article(article_from_text(text), RuleFinder())


def _proposed(text: str) -> list[tuple[str, list[str]]]:
    return [(p.text(text), [a.name for a in p.proposers]) for p in _annotated(text).proposals]


@pytest.mark.parametrize(
    ("text", "measure", "proposer"),
    [
        (  # passive, the measure before the verb
            "Die Verlängerung der Bahn bis zum Hafen wurde von Verkehrsminister Karl Brenner angeregt.",
            "Die Verlängerung der Bahn bis zum Hafen",
            "Karl Brenner",
        ),
        (  # passive, the measure after the verb
            "Von der SPD wurde eine Senkung der Gebühren um zehn Prozent gefordert.",
            "eine Senkung der Gebühren um zehn Prozent",
            "SPD",
        ),
        (  # the object first
            "Den Bau einer Brücke hatte die CDU schon im Mai gefordert.",
            "Den Bau einer Brücke",
            "CDU",
        ),
        (  # a leading participle
            "Vorgeschlagen hatte eine Umgehung der frühere Landrat Hermann Vogt.",
            "eine Umgehung",
            "Hermann Vogt",
        ),
        (  # a quotation led in by a verb of proposing
            "„Der Staat sollte die Strompreise deckeln“, schlug die Ökonomin Veronika Thoma vor.",
            "Der Staat sollte die Strompreise deckeln",
            "Veronika Thoma",
        ),
        (  # a colon
            "Landrat Jens Rohde fordert: Volksentscheide müssen auch im Bund möglich sein.",
            "Volksentscheide müssen auch im Bund möglich sein",
            "Jens Rohde",
        ),
        (  # a vague noun and a colon
            "Landrat Jens Rohde brachte einen anderen Weg ins Spiel: Die Pause im Mai könne entfallen.",
            "Die Pause im Mai könne entfallen",
            "Jens Rohde",
        ),
        (  # "nach dem", "wonach"
            "Ministerin Anna Weber legte einen Entwurf vor, nach dem Vermieter die Hälfte zahlen sollen.",
            "Vermieter die Hälfte zahlen sollen",
            "Anna Weber",
        ),
        (  # on somebody's motion
            "Auf Antrag der SPD soll der Ausschuss den Vertrag mit der Bahn prüfen.",
            "der Ausschuss den Vertrag mit der Bahn prüfen",
            "SPD",
        ),
        (  # if somebody has his way
            "Geht es nach Ministerin Anna Weber, wird das Museum zu einer Stiftung.",
            "das Museum zu einer Stiftung",
            "Anna Weber",
        ),
        (  # origin of a noun of proposing
            "Die Idee, eine Seilbahn über den Fluss zu bauen, stammt von Bürgermeister Andreas Lenz.",
            "eine Seilbahn über den Fluss zu bauen",
            "Andreas Lenz",
        ),
        (
            "Die Forderung nach einer neuen Steuer kam von Ministerin Anna Weber.",
            "einer neuen Steuer",
            "Anna Weber",
        ),
        (  # origin of what the sentence before leaves open
            "Man prüft den Kauf von Zelten. Die Idee geht nach Angaben aus Bern auf Norwegen zurück.",
            "den Kauf von Zelten",
            "Norwegen",
        ),
        (
            "Die Minister beraten über einen gemeinsamen Fonds. Das hatte Estland vorgeschlagen.",
            "einen gemeinsamen Fonds",
            "Estland",
        ),
        (  # whose paper it stands in
            "Handys sollen morgens in Taschen abgegeben werden. So sieht es ein Entwurf von Anna Weber vor.",
            "Handys sollen morgens in Taschen abgegeben werden",
            "Anna Weber",
        ),
        (
            "Der Bund soll Nachtzüge bezahlen: Das verlangt eine Motion von Nationalrätin Mirjam Brügger.",
            "Der Bund soll Nachtzüge bezahlen",
            "Mirjam Brügger",
        ),
        (
            "Minister Karl Brenner legte einen Plan vor. Danach sollen die Länder feste Quoten erhalten.",
            "die Länder feste Quoten erhalten",
            "Karl Brenner",
        ),
        (  # what shall be, in somebody's words
            "Auch die Vorrunde müsse von 30 auf 20 Spiele schrumpfen, sagte Kapitän Max Berger.",
            "Auch die Vorrunde müsse von 30 auf 20 Spiele schrumpfen",
            "Max Berger",
        ),
        (
            "Wer keinen Platz biete, solle 500 Euro für jeden Stuhl zahlen, sagte Kanzler Max Berger.",
            "Wer keinen Platz biete, solle 500 Euro für jeden Stuhl zahlen",
            "Max Berger",
        ),
        (
            "„Wir sollten die Bahnlinie bis zum Hafen instand setzen“, sagte Ministerin Anna Weber.",
            "Wir sollten die Bahnlinie bis zum Hafen instand setzen",
            "Anna Weber",
        ),
        (
            "Es brauche eine unabhängige Stelle für Beschwerden, sagte Ministerin Anna Weber.",
            "eine unabhängige Stelle für Beschwerden",
            "Anna Weber",
        ),
        (  # a body that nothing else speaks of
            "Der Landkreis will die Buslinie am Sonntag einstellen.",
            "die Buslinie am Sonntag einstellen",
            "Landkreis",
        ),
        (  # relayed
            "Landrat Jens Rohde wolle die Buslinie am Sonntag einstellen, meldete der „Seebote“.",
            "die Buslinie am Sonntag einstellen",
            "Jens Rohde",
        ),
    ],
)
def test_the_press_tells_proposals_in_many_ways(text: str, measure: str, proposer: str) -> None:
    assert (measure, [proposer]) in _proposed(text)


@pytest.mark.parametrize(
    "text",
    [
        # appeals
        "Papst Franziskus rief die Menschen zum Frieden auf.",
        "Ministerin Anna Weber mahnte zur Geduld.",
        "Die SPD appellierte an die Bahn, die Strecke bald zu öffnen.",
        # announcements and decisions
        "Der Senat beschloss, die Bäder im Sommer länger zu öffnen.",
        "Ministerin Anna Weber kündigte an, dass die Prämie im Mai ausgezahlt werde.",
        "Er wolle im Frühling Bilanz über die neue Regelung ziehen, sagte Landrat Jens Rohde.",
        "Ministerin Anna Weber stellte eine Entscheidung bis Sonntag in Aussicht.",
        # wishes and norms
        "Er wünsche sich, dass die Nachbarn öfter klingelten, sagte Landrat Jens Rohde.",
        "Jeder Bürger müsse wissen, wer an Gesetzen mitschreibe, sagte Landrat Jens Rohde.",
        "Wer an einem Schild vorbeifahre, müsse sich nicht schämen, sagte Landrat Jens Rohde.",
        # consequences
        "Bei einer Kürzung müssten 41 Vorhaben gestoppt werden, sagte Ministerin Anna Weber.",
        "Die Hütte müsse saniert werden, sonst sei die Bewilligung dahin, sagte Wirt Anton Epp.",
        # gibes and questions
        "„Wer erntet, soll auch säen“, sagte Landrat Jens Rohde.",
        "„Warum sollen wir die Preise verdoppeln?“, fragte Landrat Jens Rohde.",
        "„Dort soll der Rat einmal im August Asphalt legen“, ätzte Landrat Jens Rohde.",
        # denied
        "Sie verlange von niemandem, seine Pläne wegzuwerfen, sagte Ministerin Anna Weber.",
        "Wer Kriege bezahlt habe, dürfe nicht auf eine Rückzahlung der Schulden pochen, sagte Anna Weber.",
        # nobody proposes
        "In Norwegen wurde ein Ende der Förderung für Profis verlangt.",
        # not the verb that it looks like
        "Der Brand forderte zwei Menschenleben.",
    ],
)
def test_appeals_announcements_wishes_and_gibes_are_no_proposals(text: str) -> None:
    assert _proposed(text) == []


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Die SPD forderte die Bundesregierung auf, die Steuer zu senken.", "Bundesregierung"),
        ("Die SPD verlangte von der Deutschen Bahn mehr Züge für Pendler.", "Deutsche Bahn"),
        ("Der Rechnungshof riet dem Bundestag, das Schloss zu verkaufen.", "Bundestag"),
        ("Die SPD beantragte beim Eisenbahn-Bundesamt eine Frist von zwei Jahren.", "Eisenbahn-Bundesamt"),
    ],
)
def test_whom_a_proposal_is_made_to(text: str, addressee: str) -> None:
    (proposal,) = _annotated(text).proposals
    assert [agent.name for agent in proposal.addressees] == [addressee]


def test_whom_the_measure_names_is_not_asked() -> None:
    text = "Ministerin Anna Weber schlug den früheren Richter Otto Lindner als Schlichter vor."
    (proposal,) = _annotated(text).proposals
    assert proposal.addressees == ()


def test_a_party_in_brackets_does_not_propose() -> None:
    text = "Eine Motion von Nationalrätin Regula Meier (SP) verlangt eine Frist von zwei Jahren."
    ((_, proposers),) = _proposed(text)
    assert proposers == ["Regula Meier"]


def test_a_genitive_on_another_noun_does_not_propose() -> None:
    text = "Im Ringen um Strafen der Europäischen Union hat Finnland eine Liste von vier Häfen vorgeschlagen."
    assert _proposed(text) == [("eine Liste von vier Häfen", ["Finnland"])]


def test_the_body_that_only_proposes_is_in_the_cast() -> None:
    found = _annotated("Der Landkreis will die Buslinie am Sonntag einstellen.")
    assert [body.name for body in found.organisations] == ["Landkreis"]
    assert found.proposals[0].proposers == (found.organisations[0],)


def test_relayed_plans_name_who_reports_them() -> None:
    text = "Landrat Jens Rohde wolle die Buslinie am Sonntag einstellen, meldete der „Seebote“."
    (proposal,) = _annotated(text).proposals
    assert [agent.name for agent in proposal.reported_by] == ["Seebote"]
    assert proposal.illocution is Illocution.PLAN
