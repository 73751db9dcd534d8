"""The cast: who is one person, under which name, by which mentions."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import Cast, build_cast
from newsgraph.model import Article, MentionKind, Person, Span


def cast_of(text: str, headline: str = "") -> Cast:
    whole = f"{headline}\n\n{text}" if headline else text
    article = Article(
        "0", whole, "0", headline=headline, paragraphs=(Span(len(whole) - len(text), len(whole)),)
    )
    document = build_document(article)
    return build_cast(document, find_names(document))


def surfaces(person: Person) -> list[str]:
    return [mention.surface for mention in person.mentions]


def test_full_name_and_surname_are_one_person() -> None:
    (kerry,) = cast_of("John Kerry kam. Kerrys Flugzeug wartete, sagte Kerry.").persons
    assert kerry.name == "John Kerry"
    assert (kerry.given_name, kerry.family_name) == ("John", "Kerry")
    assert surfaces(kerry) == ["John Kerry", "Kerrys", "Kerry"]
    assert [m.kind for m in kerry.mentions] == [
        MentionKind.FULL_NAME,
        MentionKind.NAME_PART,
        MentionKind.NAME_PART,
    ]


def test_the_name_is_nominative_even_if_the_text_prints_only_the_genitive() -> None:
    assert [p.name for p in cast_of("Neben Carl Spitzwegs Gemälde hängt ein Ballon.").persons] == [
        "Carl Spitzweg"
    ]
    assert [p.name for p in cast_of("Das sagte Jens Maas.").persons] == ["Jens Maas"]


def test_a_surname_of_two_people_goes_to_the_one_named_last() -> None:
    hanna, thomas = cast_of("Hanna Kramer sprach. Kramer ging. Thomas Kramer kam. Kramer blieb.").persons
    assert (surfaces(hanna), surfaces(thomas)) == (["Hanna Kramer", "Kramer"], ["Thomas Kramer", "Kramer"])


@pytest.mark.parametrize(
    "text",
    [
        "Jan Vogt (54) kam. Dann sprach Jan Vogt (31). Vogt lachte.",
        "Jan Vogt (SPD) kam. Dann sprach Jan Vogt (CDU). Vogt lachte.",
        "Jan Vogt kam. Dann sprach ein anderer Jan Vogt. Vogt lachte.",
        "Jan Vogt kam. Dann sprach der gleichnamige Bäcker Jan Vogt. Vogt lachte.",
    ],
)
def test_two_people_of_one_full_name_stay_two_where_the_text_tells_them_apart(text: str) -> None:
    one, other = cast_of(text).persons
    assert (one.name, one.ordinal, other.name, other.ordinal) == ("Jan Vogt", 1, "Jan Vogt", 2)
    assert (one.local, other.local) == (True, True)
    assert surfaces(other) == ["Jan Vogt", "Vogt"]


def test_one_full_name_is_one_person_where_nothing_tells_two_apart() -> None:
    (person,) = cast_of("Jan Vogt (SPD) kam. Später sprach Jan Vogt (54). Andere lobten Jan Vogt.").persons
    assert (person.ordinal, person.local) == (1, False)


def test_a_single_name_is_local() -> None:
    (macron,) = cast_of("Macrons Teilnahme am Gipfel ist offen.").persons
    assert (macron.name, macron.local) == ("Macron", True)


def test_a_nickname_is_no_part_of_the_name() -> None:
    assert [p.name for p in cast_of("Die Sängerin Mia „Motte“ Borchert sagte ab.").persons] == [
        "Mia Borchert"
    ]


def test_particles_belong_to_the_surname() -> None:
    (person,) = cast_of("Annegret von Stetten kam. Von Stetten ging.").persons
    assert person.family_name == "von Stetten"
    assert surfaces(person) == ["Annegret von Stetten", "Von Stetten"]


def test_affiliations_are_the_bodies_of_the_cast() -> None:
    cast = cast_of("Das fordert die SPD-Abgeordnete Anna Huber. Die SPD schwieg.")
    assert cast.persons[0].affiliations == cast.organisations
    assert [m.surface for m in cast.organisations[0].mentions] == ["SPD", "SPD"]


def test_an_empty_text_has_an_empty_cast() -> None:
    article = Article("0", "", "0")
    document = build_document(article)
    assert build_cast(document, find_names(document)) == Cast()
