"""How far a role reaches, and which phrases mean nobody of the article."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.model import Person
from newsgraph.readers import article_from_text


def persons(text: str) -> dict[str, Person]:
    document = build_document(article_from_text(text))
    return {person.name: person for person in build_cast(document, find_names(document)).persons}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Ilir Krasniqi, Leiter der Beobachtermission, rät ab.", ("Leiter der Beobachtermission",)),
        ("Sila Akpa, Sprecherin der Küstengemeinden, warnt.", ("Sprecherin der Küstengemeinden",)),
        ("Helga Brehme, Vorsitzende des Elternrats, klagt.", ("Vorsitzende",)),
        ("Das sagte Ute Ley, Sprecherin des Netzwerks Halbe Macht.", ("Sprecherin",)),
        ("Das sagte sein Kollege aus Oslo, Lars Huber.", ("Kollege aus Oslo",)),
        ("Den Plan verfolgte Regierungschef Jan Vogt.", ("Regierungschef",)),
        ("Das sagte der frühere Regierungschef Jan Vogt.", ("frühere Regierungschef",)),
        ("Das sagte SPD-Fraktionschef Jens Harder.", ("SPD-Fraktionschef",)),
        ("Die evangelische Bischöfin Ute Vogt kam.", ("Bischöfin",)),
    ],
)
def test_the_title_ends_where_the_body_begins(text: str, roles: tuple[str, ...]) -> None:
    (person,) = persons(text).values()
    assert (
        tuple(ground.spans[0].of(text) for ground in person.grounds if ground.value in person.roles) == roles
    )


def test_the_noun_of_a_title_is_its_head() -> None:
    assert noun_of_title("stellvertretende Chefin der ägyptischen Delegation") == "Chefin"
    assert noun_of_title("Minister") == "Minister"


def test_a_role_inside_somebody_elses_words_means_nobody_for_certain() -> None:
    text = "Seniorchef Otto Vogt kam. „Uns ist gleich, ob der Chef pfeift“, sagte Ute Ley."
    assert [m.surface for m in persons(text)["Otto Vogt"].mentions] == ["Otto Vogt"]


def test_a_dative_plural_means_no_single_person() -> None:
    text = "Konzernchef Kenji Vogt kam. Man biete den Mietern mehr, sagte er."
    assert persons(text)["Kenji Vogt"].roles == ("Konzernchef",)
    other = "Der Präsident Kenji Vogt kam. Sie kritisierte den Präsidenten scharf."
    assert [m.surface for m in persons(other)["Kenji Vogt"].mentions] == ["Kenji Vogt", "den Präsidenten"]
