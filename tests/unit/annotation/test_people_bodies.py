"""Affiliations from the words beside a name: possessives, genitives, brackets, acronyms, origin."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.people_profiles import Profile
from newsgraph.annotation.people_scores import bar_of
from newsgraph.annotation.people_ties import of_none
from newsgraph.model import Person, Relation
from newsgraph.readers import article_from_text


def affiliations(text: str) -> dict[str, list[str]]:
    document = build_document(article_from_text(text))
    cast = build_cast(document, find_names(document))
    return {person.name: [body.name for body in person.affiliations] for person in cast.persons}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Auch die Grünen stimmen zu. Deren Abgeordneter Jan Vogt beantragte mehr.", ["Grüne"]),
        ("Zustimmung kam vom Landeselternbeirat. Dessen Vorsitzende Ute Ley kam.", ["Landeselternbeirat"]),
        ("Auch der Denkmalverein klagt. Sein Vorsitzender Jan Vogt sprach.", ["Denkmalverein"]),
        ("Das sagte Norderneys Bürgermeister Jan Vogt.", ["Norderney"]),
        ("Das sagte Niedersachsens Finanzminister Jan Vogt.", []),
        ("Das sagte Karsiens Außenminister Jan Vogt.", ["Karsien"]),
        ("Der Abgeordnete Jan Vogt (Lorvenische Volkspartei) schwieg.", ["Lorvenische Volkspartei"]),
        ("Der Abgeordnete Jan Vogt (Foto) schwieg.", []),
        ("Der Finne Jan Vogt gewann.", ["Finnland"]),
        ("Das sagte Prälat Jan Vogt vom Katholischen Büro.", ["Katholisches Büro"]),
        ("Das sagte Jan Vogt von der Nationalen Rechten.", ["Nationale Rechte"]),
        ("Die Biologin Ulrike Petzold von der Sternwarte Bornholm warnte.", ["Sternwarte Bornholm"]),
    ],
)  # fmt: skip
def test_words_beside_a_name_tell_the_body(text: str, bodies: list[str]) -> None:
    assert list(affiliations(text).values()) == [bodies]


def test_an_acronym_stands_for_the_full_name() -> None:
    text = "Der Deutsche Schachbund (DSB) tagte. Jan Vogt kam zu spät, scherzte DSB-Chef Jan Vogt."
    assert affiliations(text) == {"Jan Vogt": ["Deutscher Schachbund"]}


def test_an_adjective_that_only_this_text_knows_leads_to_its_country() -> None:
    text = "In Lorvenien wird gespart. Das sagte die lorvenische Ministerin Milojka Ternavec."
    assert affiliations(text) == {"Milojka Ternavec": ["Lorvenien"]}
    assert affiliations("In Hessen wird gespart, sagte die hessische Ministerin Ute Ley.") == {"Ute Ley": []}


def test_the_seat_of_government_stands_for_the_country_of_its_minister() -> None:
    text = "Moskau wartete ab. Außenminister Sergej Lawrow habe Zeit, sagte er."
    assert affiliations(text) == {"Sergej Lawrow": ["Russland"]}


def test_a_possessive_takes_up_nothing_of_another_gender() -> None:
    text = "Der Bauernverband klagt. Die Staatsanwaltschaft ermittelt. Sein Vorsitzender Jan Vogt schwieg."
    assert affiliations(text) == {"Jan Vogt": ["Bauernverband"]}


def test_staff_belong_where_those_do_whom_they_serve() -> None:
    text = "Moskau schwieg. Außenminister Sergej Lawrow habe Zeit, sagte seine Sprecherin Maria Ott."
    assert affiliations(text) == {"Sergej Lawrow": ["Russland"], "Maria Ott": ["Russland"]}


def test_the_article_makes_a_body_likely_where_no_word_beside_the_name_does() -> None:
    text = "Beim Elternrat löst der Plan Ärger aus. Die Vorsitzende Helga Brehme klagte."
    assert affiliations(text) == {"Helga Brehme": ["Elternrat"]}
    other = "Beim Elternrat löst der Plan Ärger aus. Die Rentnerin Helga Brehme klagte."
    assert affiliations(other) == {"Helga Brehme": []}


def test_a_party_leaves_no_room_for_a_parliament() -> None:
    text = "Das sagte der Chef der Staatskanzlei, Armin Klöppel (SPD)."
    assert affiliations(text) == {"Armin Klöppel": ["SPD"]}


def test_every_affiliation_says_why() -> None:
    document = build_document(
        article_from_text("Auch die Grünen stimmen zu. Deren Abgeordneter Jan Vogt kam.")
    )
    (person,) = build_cast(document, find_names(document)).persons
    (ground,) = (g for g in person.grounds if g.relation is Relation.AFFILIATION)
    assert (ground.value, ground.reason) == ("Grüne", "possessive")
    assert [span.of(document.text) for span in ground.spans] == ["Grünen", "Deren"]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Die EU zögert. Das sagte der EU-Diplomat Jan Vogt.", ["EU"]),
        ("Die Europäische Union zögert. Das sagte der EU-Diplomat Jan Vogt.", ["Europäische Union"]),
        ("Das sagte die Linken-Politikerin Ute Ley.", ["Linke"]),
        ("Das sagte Ute Ley (Die Linke).", ["Die Linke"]),
        ("Ute Ley von der Linksfraktion lehnt das ab.", ["Linksfraktion"]),
        ("Das sagte Ute Ley vom Internationalen Währungsfonds.", ["Internationaler Währungsfonds"]),
        ("Das sagte Ute Ley von den Grünen.", ["Grüne"]),
    ],
)
def test_a_body_has_the_name_that_the_article_prints(text: str, bodies: list[str]) -> None:
    assert list(affiliations(text).values()) == [bodies]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("schreibt das „Märkische Echo“", "Märkisches Echo"),
        ("nach Meinung des „Neuen Grazer Blatts“", "Neues Grazer Blatt"),
        ("schreibt die „Rheinische Post“", "Rheinische Post"),
        ("schreibt das „Weser Echo“", "Weser Echo"),
    ],
)
def test_a_paper_has_its_name_in_the_nominative(words: str, name: str) -> None:
    document = build_document(article_from_text(f"Es regnet, {words}."))
    assert [body.name for body in build_cast(document, find_names(document)).organisations] == [name]


def test_a_firm_may_bear_the_name_of_its_head() -> None:
    text = "Okuda Motors bietet mehr. Das schrieb Konzernchef Kenji Okuda."
    assert affiliations(text) == {"Kenji Okuda": ["Okuda Motors"]}
    assert affiliations("Die Bahn fährt. Das sah die Wirtin Ute Bahn.") == {"Ute Bahn": []}


def test_a_quoted_name_after_a_noun_for_bodies_is_one() -> None:
    text = "Die Bürgerinitiative „Licht für alle“ klagt. Deren Vorsitzende Antje Tamsen sprach."
    assert affiliations(text) == {"Antje Tamsen": ["Licht für alle"]}
    assert affiliations("Das Buch „Licht für alle“ liegt da. Antje Tamsen las.") == {"Antje Tamsen": []}


def test_a_counterpart_says_whose() -> None:
    text = "Der finnische Außenminister Eero Salonen warnte. Sein estnischer Amtskollege Jaan Tamm kam."
    document = build_document(article_from_text(text))
    tamm = next(p for p in build_cast(document, find_names(document)).persons if p.name == "Jaan Tamm")
    assert [body.name for body in tamm.affiliations] == ["Estland"]
    assert [g.reason for g in tamm.grounds if g.relation is Relation.ROLE] == ["counterpart of Eero Salonen"]


def test_a_colleague_from_a_seat_of_government_is_of_its_country() -> None:
    assert affiliations("Das sagte der Amtskollege aus Paris, Jean Tamm.") == {"Jean Tamm": ["Frankreich"]}
    assert affiliations("Das sagte der Amtskollege aus Kiel, Jan Tamm.") == {"Jan Tamm": []}


def test_who_has_no_role_needs_a_likelier_body() -> None:
    painter, director = Profile(Person("Carl Spitzweg")), Profile(Person("Ute Ley"), roles=["Direktorin"])
    assert bar_of(of_none(painter)) > bar_of(of_none(director))
