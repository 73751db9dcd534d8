"""Role titles in the nominative singular, whatever case they are printed in."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.roles_nominative import nominative_title, with_nominative_roles
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Ground, Person, Relation, Span
from newsgraph.readers import article_from_text

_HIS, _HER = Gender.MASCULINE, Gender.FEMININE


@pytest.mark.parametrize(
    ("printed", "sex", "title"),
    [
        ("Präsidenten", _HIS, "Präsident"),
        ("Kollegen", _HIS, "Kollege"),
        ("Ratsherrn", _HIS, "Ratsherr"),
        ("US-Präsidenten", _HER, "US-Präsident"),  # the given name may mislead, the weak ending does not
        ("Bundesaußenministers", _HIS, "Bundesaußenminister"),
        ("Kirchenoberhauptes", _HIS, "Kirchenoberhaupt"),
        ("Fraktionsvizes", None, "Fraktionsvize"),
        ("neuen Fraktionsvizes", None, "neuen Fraktionsvizes"),  # his or hers: nothing tells
        ("Präses", _HIS, "Präses"),
        ("Chefs", None, "Chef"),
    ],
)
def test_the_noun_loses_the_ending_of_its_case(printed: str, sex: Gender | None, title: str) -> None:
    assert nominative_title(printed, sex) == title


@pytest.mark.parametrize(
    ("printed", "sex", "title"),
    [
        ("Staatssekretäre", _HIS, "Staatssekretär"),
        ("Autoren", _HIS, "Autor"),
        ("Ermittlern", _HIS, "Ermittler"),
        ("Staatssekretäre", _HER, "Staatssekretäre"),  # a woman among them is no "Staatssekretär"
        ("Staatssekretäre", None, "Staatssekretäre"),
    ],
)
def test_a_plural_becomes_singular_for_a_man(printed: str, sex: Gender | None, title: str) -> None:
    assert nominative_title(printed, sex) == title


@pytest.mark.parametrize("printed", ["Wunschliste", "Fahrzeuges", "LINKEN", "Kulturattachée", "Cousin"])
def test_what_only_looks_like_a_case_stays(printed: str) -> None:
    assert nominative_title(printed, _HIS) == printed


@pytest.mark.parametrize(
    ("printed", "sex", "title"),
    [
        ("Abgeordneten", _HIS, "Abgeordneter"),
        ("Abgeordneten", _HER, "Abgeordnete"),
        ("Abgeordneten", None, "Abgeordneten"),
        ("SPD-Vorsitzende", _HIS, "SPD-Vorsitzender"),
        ("SPD-Vorsitzende", _HER, "SPD-Vorsitzende"),
        ("Vorsitzender", _HIS, "Vorsitzender"),
        ("Vorsitzender", _HER, "Vorsitzender"),  # no nominative of hers: the given name may be his
        ("Grünen", _HER, "Grüne"),
        ("Streifenbeamten", _HIS, "Streifenbeamter"),
        ("Streifenbeamten", _HER, "Streifenbeamten"),  # hers is "Beamtin"
        ("Minister", _HER, "Minister"),
    ],
)
def test_a_nominalised_adjective_follows_the_sex(printed: str, sex: Gender | None, title: str) -> None:
    assert nominative_title(printed, sex) == title


@pytest.mark.parametrize(
    ("printed", "sex", "title"),
    [
        ("russischen Amtskollegen", _HIS, "russischer Amtskollege"),
        ("südafrikanischen Amtskollegin", _HER, "südafrikanische Amtskollegin"),
        ("stellvertretende Vorsitzende", _HIS, "stellvertretender Vorsitzender"),
        ("stellvertretende Vorsitzende", None, "stellvertretende Vorsitzende"),
        ("entmachteten ehemaligen Ministerpräsidenten", _HIS, "entmachteter ehemaliger Ministerpräsident"),
        ("frühere Torwart", _HIS, "früherer Torwart"),
        ("langjährigen Mitglieds", _HER, "langjähriges Mitglied"),
        ("deutsche Vorstand", _HER, "deutscher Vorstand"),  # the gender of the noun
        ("französischen Trainerlegende", _HIS, "französische Trainerlegende"),
        ("Hohe Vertreter", _HIS, "Hoher Vertreter"),
        ("Vorsitzenden Richters", _HIS, "Vorsitzender Richter"),
        ("Vorsitzende Richterin", _HER, "Vorsitzende Richterin"),
        ("Kieler Ministers", _HIS, "Kieler Minister"),
        ("Schweizer Botschafterin", _HER, "Schweizer Botschafterin"),
    ],
)
def test_adjectives_take_the_strong_form(printed: str, sex: Gender | None, title: str) -> None:
    assert nominative_title(printed, sex) == title


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (
            "Vorsitzenden der Gewerkschaft der Seeleute",
            "Vorsitzender der Gewerkschaft der Seeleute",
        ),
        ("estnischen Amtskollegen aus Kiel", "estnischer Amtskollege aus Kiel"),
        ("Chefs der IG Metall", "Chef der IG Metall"),
        ("Oberst a. D.", "Oberst a. D."),
    ],
)
def test_what_stands_behind_the_noun_stays(printed: str, title: str) -> None:
    assert nominative_title(printed, _HIS) == title


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Volt-Abgeordnete", "Volt-Abgeordnete"),
        ("Volt-Abgeordneten", "Volt-Abgeordnete"),
        ("Volt-Abgeordneter", "Volt-Abgeordneter"),
        ("SPD-Abgeordneten", "SPD-Abgeordneter"),
    ],
)
def test_the_weak_form_stands_where_the_tagger_does_not_know_the_strong_one(printed: str, title: str) -> None:
    assert nominative_title(printed, _HIS) == title


@pytest.mark.parametrize("title", ["syrischer Präsident", "Abgeordnete", "Vorsitzender Richter", "Mitglied"])
def test_a_nominative_is_its_own(title: str) -> None:
    sex = _HER if title == "Abgeordnete" else _HIS
    assert nominative_title(title, sex) == title


def _roles(text: str) -> dict[str, tuple[str, ...]]:
    document = build_document(article_from_text(text))
    cast = build_cast(document, RuleFinder().find(document).names)
    return {person.name: person.roles for person in cast.persons}


def test_every_case_gives_the_same_title() -> None:
    assert _roles("Er traf den syrischen Präsidenten Jan Vogt.") == {"Jan Vogt": ("syrischer Präsident",)}
    assert _roles("Das sagte der syrische Präsident Jan Vogt.") == {"Jan Vogt": ("syrischer Präsident",)}


def test_the_article_tells_the_sex_where_the_name_does_not() -> None:
    assert _roles("Das sagte die Abgeordnete Xeru Vogt.") == {"Xeru Vogt": ("Abgeordnete",)}
    assert _roles("Das sagte der Abgeordnete Xeru Vogt.") == {"Xeru Vogt": ("Abgeordneter",)}
    assert _roles("Das half dem Abgeordneten Xeru Vogt.") == {"Xeru Vogt": ("Abgeordneter",)}
    assert _roles("Er sprach von der Abgeordneten Xeru Vogt.") == {"Xeru Vogt": ("Abgeordneten",)}


def test_the_article_is_found_before_the_party_and_with_what_stands_behind_the_noun() -> None:
    text = "Das sagte der Volt-Abgeordnete im Rat der Stadt."
    span = Span(text.index("Abgeordnete"), text.index("."))
    role = "Abgeordnete im Rat der Stadt"
    person = Person(
        "Vogt", roles=(role,), grounds=(Ground(Relation.ROLE, role, "the same role", 0.9, (span,)),)
    )
    assert with_nominative_roles(person, text).roles == ("Abgeordneter im Rat der Stadt",)
    assert with_nominative_roles(person, text.replace("der Volt", "von Volt")).roles == (role,)


def test_forms_of_one_title_are_one_role_with_one_ground() -> None:
    text = "Der Sprecher Jan Vogt. Das Wort des Sprechers."
    first, second = Span(4, 12), Span(36, 45)
    grounds = (
        Ground(Relation.ROLE, "Sprecher", "the same role", 0.9, (first,)),
        Ground(Relation.ROLE, "Sprechers", "the same role", 0.9, (second,)),
        Ground(Relation.AFFILIATION, "Sprechers", "bracket", 0.9),
    )
    person = with_nominative_roles(Person("Jan Vogt", roles=("Sprecher", "Sprechers"), grounds=grounds), text)
    assert person.roles == ("Sprecher",)
    assert person.grounds == (
        Ground(Relation.ROLE, "Sprecher", "the same role", 0.9, (first, second)),
        Ground(Relation.AFFILIATION, "Sprechers", "bracket", 0.9),
    )
    assert second.of(text) == "Sprechers"


def test_the_stronger_ground_stays() -> None:
    grounds = (
        Ground(Relation.ROLE, "Sprechers", "the same role", 0.9),
        Ground(Relation.ROLE, "Sprecher", "apposition", 0.95),
    )
    person = with_nominative_roles(Person("Jan Vogt", roles=("Sprechers", "Sprecher"), grounds=grounds), "")
    assert person.grounds == (Ground(Relation.ROLE, "Sprecher", "apposition", 0.95),)
