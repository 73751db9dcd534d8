"""Roles known by form, bodies known by the role beside them, and what must give neither."""

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.name_words import role_base
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.roles_employers import is_acronym
from newsgraph.annotation.roles_shapes import means_none, shaped_base
from newsgraph.model import Article, Person, Span


def persons(text: str) -> dict[str, Person]:
    document = build_document(Article("0", text, "0", paragraphs=(Span(0, len(text)),)))
    return {person.name: person for person in build_cast(document, find_names(document)).persons}


def bodies(person: Person) -> list[str]:
    return [body.name for body in person.affiliations]


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Limnologin", "limnologe"),
        ("Fagottisten", "fagottist"),
        ("Torhüterin", "torhüter"),
        ("Kleinaktionär", "kleinaktionär"),
        ("Medizin", None),
        ("Halter", None),
        ("Wahllisten", None),
        ("Bundesligist", None),
        ("Freiburgerin", None),
        ("Tornquist", None),
    ],
)
def test_the_form_of_a_noun_shows_whether_it_means_a_human(word: str, base: str | None) -> None:
    assert shaped_base(word) == base


def test_a_builder_may_be_a_firm() -> None:
    assert means_none("Nähmaschinenbauer")
    assert not means_none("Geigenbauer")


@pytest.mark.parametrize("word", ["Filmpremiere", "Premieren", "Tabellenführers", "Warte"])
def test_what_ends_like_a_noun_for_people_may_be_a_thing_or_a_club(word: str) -> None:
    assert means_none(word)
    assert role_base(word) is None


@pytest.mark.parametrize(("word", "base"), [("Premiers", "premier"), ("Seilschaftsführers", "führer")])
def test_the_same_ending_may_mean_somebody(word: str, base: str) -> None:
    assert role_base(word) == base
    assert is_acronym("PDS")
    assert not is_acronym("IT")


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Das ergab eine Studie der Limnologin Gesine Ahrens.", "Gesine Ahrens", "Limnologin"),
        ("Das sei teuer, rechnete Jörn Thiede vor, Geschäftsführer.", "Jörn Thiede", "Geschäftsführer"),
        ("Ruth Ellmers, seit 20 Jahren Pianistin, kam.", "Ruth Ellmers", "Pianistin"),
        ("Karl Behm, der aus Wien stammende Dirigent, kam.", "Karl Behm", "Dirigent"),
        ("„Nein“, twitterte Parteichef Karl Behm.", "Karl Behm", "Parteichef"),
        ("Es drohte der Vorsitzende Richter Karl Behm.", "Karl Behm", "Vorsitzender Richter"),
        ("Karl Behm aus Kiel, ebenfalls Reeder, kam.", "Karl Behm", "Reeder"),
    ],
)
def test_a_role_stands_beside_its_name_in_many_forms(text: str, name: str, role: str) -> None:
    assert role in persons(text)[name].roles


def test_two_roles_of_one_apposition() -> None:
    behm = persons("Karl Behm, Reeder und Chef des Unternehmerverbands Küste, kam.")["Karl Behm"]
    assert behm.roles == ("Reeder", "Chef")
    assert bodies(behm) == ["Unternehmerverband Küste"]


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        ("Gesine Ahrens, Vorsitzende der Wildtierhilfe, kam.", "Gesine Ahrens", "Wildtierhilfe"),
        ("Das sagte Gesine Ahrens vom Moorzentrum Lauenrade.", "Gesine Ahrens", "Moorzentrum Lauenrade"),
        ("Karl Behm, Vorstandschef von Helvora, kam.", "Karl Behm", "Helvora"),
        ("Der PDS-Kreisrat Karl Behm kam.", "Karl Behm", "PDS"),
        ("EU-Kommissar Karl Behm kam.", "Karl Behm", "EU-Kommission"),
    ],
)
def test_the_role_tells_a_body_that_no_list_holds(text: str, name: str, body: str) -> None:
    assert bodies(persons(text)[name]) == [body]


@pytest.mark.parametrize(
    "text",
    [
        "Die SPD stimmt zu. Dem Minister Jan Vogt fehlten Zeugen, sagte seine Sprecherin Gesine Ahrens.",
        "Von der Zuschauerbank rief der Vorsitzende Richter, Gesine Ahrens solle schweigen.",
        "Seit der Wiedervereinigung war Gesine Ahrens Geschäftsführerin.",
        "Gesine Ahrens, Sprecherin der Küstengemeinden, kam.",
    ],
)
def test_a_body_that_may_be_anothers_is_none(text: str) -> None:
    assert bodies(persons(text)["Gesine Ahrens"]) == []


def test_origin_is_no_affiliation() -> None:
    trainer = persons("Trainer Dejan Kolar kam. Zurücktreten will der Serbe nicht.")["Dejan Kolar"]
    assert bodies(trainer) == []


def test_a_short_name_of_a_body_means_the_long_one() -> None:
    text = "Das Bistum Hellental spart. Das koste das Bistum viel, sagte Weihbischof Karl Behm."
    assert bodies(persons(text)["Karl Behm"]) == ["Bistum Hellental"]


def test_kin_is_no_role() -> None:
    assert persons("Das sagte seine Tochter Gesine Ahrens.")["Gesine Ahrens"].roles == ()


def test_a_role_taken_up_belongs_to_the_one_who_has_it() -> None:
    text = "Eng wird es für Karl Behm. Der Trainer von Holstein Kiel schweigt. Torwarttrainer Jan Funk kam. "
    people = persons(text + "Der Trainer ging.")
    assert people["Karl Behm"].roles == ("Trainer",)
    assert people["Jan Funk"].roles == ("Torwarttrainer",)


def test_a_role_inside_what_somebody_says_is_another() -> None:
    text = "Manager Karl Behm sagte auf die Frage, ob der Dirigent bleibt, nichts."
    assert persons(text)["Karl Behm"].roles == ("Manager",)
