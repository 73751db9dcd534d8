"""Roles, affiliations and role phrases that take up a person."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.roles_bodies import is_first_part
from newsgraph.model import Article, MentionKind, Person, Span


def persons(*paragraphs: str) -> tuple[Person, ...]:
    text = "\n\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    document = build_document(Article("0", text, "0", paragraphs=tuple(spans)))
    return build_cast(document, find_names(document)).persons


def role_mentions(person: Person) -> list[str]:
    return [m.surface for m in person.mentions if m.kind is MentionKind.ROLE]


@pytest.mark.parametrize(
    ("text", "role", "bodies"),
    [
        ("Der finnische Außenminister Eero Salonen kam.", "finnischer Außenminister", ["Finnland"]),
        ("US-Außenminister John Kerry kam.", "US-Außenminister", ["USA"]),
        ("Das will Gesundheitsministerin Nele Bartsch (SPD).", "Gesundheitsministerin", ["SPD"]),
        ("Malis Wasserminister Moussa Traoré kam.", "Wasserminister", ["Mali"]),
        (
            "Der Präsident des Norddeutschen Turnverbands, Volker Trempel, ging.",
            "Präsident",
            ["Norddeutscher Turnverband"],
        ),
        ("Das sagte Konrad Vogt, Chef der IG Metall, am Montag.", "Chef", ["IG Metall"]),
        (
            "Das meint die Forscherin Samira Al-Masri vom Institut für Mobilität.",
            "Forscherin",
            ["Institut für Mobilität"],
        ),
        ("Der Denkmalverein klagt. Sein Vorsitzender Jan Vogt sagte das.", "Vorsitzender", ["Denkmalverein"]),
        ("Kremlchef Wladimir Putin schwieg.", "Kremlchef", ["Russland"]),
        ("Die Linken-Abgeordnete Katja Vogt kam.", "Linken-Abgeordnete", ["Linke"]),
    ],
)
def test_roles_and_bodies_beside_the_name(text: str, role: str, bodies: list[str]) -> None:
    (person,) = persons(text)
    assert (person.roles, [b.name for b in person.affiliations]) == ((role,), bodies)


def test_a_role_before_the_next_name_is_not_an_apposition() -> None:
    anna, jan = persons("Es kamen Anna Huber, Minister Jan Vogt und andere.")
    assert (anna.roles, jan.roles) == ((), ("Minister",))


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Außenminister John Kerry kam.", "der Chefdiplomat"),
        ("Bürgermeister John Kerry kam.", "der Rathauschef"),
        ("Der Abgeordnete John Kerry (SPD) kam.", "der Sozialdemokrat"),
        ("Der Abgeordnete John Kerry (CDU) kam.", "der CDU-Politiker"),
        ("Finanzminister John Kerry kam.", "der Minister"),
        ("Trainer John Kerry kam.", "der 54-Jährige"),
        ("Der finnische Minister John Kerry kam.", "der Finne"),
        ("Der Abgeordnete John Kerry kam.", "der frühere Torwart"),
    ],
)
def test_later_role_phrases_mean_the_person(first: str, later: str) -> None:
    (person,) = persons(f"{first} Das sei gut, sagte {later}.")
    assert role_mentions(person) == [later]
    assert person.mentions[-1].reason


def test_sex_and_role_choose_among_people() -> None:
    anna, jan = persons(
        "Ministerin Anna Huber und Pfarrer Jan Vogt kamen. Der Geistliche schwieg, die Ministerin nicht."
    )
    assert (role_mentions(anna), role_mentions(jan)) == (["die Ministerin"], ["Der Geistliche"])


@pytest.mark.parametrize(
    "text",
    [
        "Minister Jan Vogt kam. Die Minister berieten.",  # plural
        "Minister Jan Vogt kam. Der Sprecher der Polizei schwieg.",  # another body
        "Minister Jan Vogt kam. Ein Anwalt klagte. Der Anwalt gewann.",  # somebody introduced
        "Der Abgeordnete Jan Vogt (CDU) kam. Der Sozialdemokrat schwieg.",  # another party
        "Jan Vogt kam. Die Juristin schwieg.",  # another sex
        "Jan Vogt kam. Der Bürger müsse warten.",  # anybody
    ],
)
def test_phrases_that_mean_somebody_else(text: str) -> None:
    (person,) = persons(text)
    assert role_mentions(person) == []


def test_a_role_phrase_adds_its_role_but_age_and_origin_are_none() -> None:
    (person,) = persons("Minister Jan Vogt kam. Der Jurist lachte. Der 54-Jährige ging.")
    assert person.roles == ("Minister", "Jurist")


def test_a_role_without_a_body_takes_the_fitting_one_named_before() -> None:
    (person,) = persons("Der TSV Welling trennt sich vom Trainer. Klubchefin Marlies Buntrock sagte das.")
    assert [b.name for b in person.affiliations] == ["TSV Welling"]


def test_first_parts_of_compounds() -> None:
    assert is_first_part("Rheinalu")
    assert not is_first_part("Wirtschafts")
