"""Names of people, bodies and places are found, and what only looks like one is left."""

from itertools import pairwise

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.names import find_names
from newsgraph.model import Article, Span


def names(text: str, label: NameLabel) -> list[str]:
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),))
    return [n.span.of(text) for n in find_names(build_document(article)) if n.label is label]


def people(text: str) -> list[str]:
    return names(text, NameLabel.PERSON)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Das sagte die Ministerin Maite Nkoana-Mashabane am Montag.", "Maite Nkoana-Mashabane"),
        ("Am Abend sprach Präsident Baschar al-Assad.", "Baschar al-Assad"),
        ("Kritik kam von Pieter van den Berghe.", "Pieter van den Berghe"),
        ("Der Verwalter Friedrich Freiherr von Gudenau winkte ab.", "Friedrich Freiherr von Gudenau"),
        ("Dazu riet Friederike von und zu Lauenstein.", "Friederike von und zu Lauenstein"),
        ("Die Vizeministerin Kim Seo-jun schlug das vor.", "Kim Seo-jun"),
        ("Dort wohnte George W. Bush.", "George W. Bush"),
        ("Der Geschäftsführer Nuno Tavares da Graça lachte.", "Nuno Tavares da Graça"),
        ("Gegen Rocco K. wird ermittelt.", "Rocco K."),
        ("Auch Königin Elizabeth II. kam.", "Elizabeth II."),
        ("Auch die Sängerin Mia „Motte“ Borchert sagte ab.", "Mia „Motte“ Borchert"),
    ],
)
def test_full_names_with_all_their_parts(text: str, name: str) -> None:
    assert people(text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Der Energieberater Erlan Satybaldiew warb dafür.", "Erlan Satybaldiew"),
        ("Dem Gewerkschafter Rodel Aquino reicht das nicht.", "Rodel Aquino"),
        ("Ihr Amtskollege aus Kiel, Jens Tamsen-Ott (SPD), sieht das anders.", "Jens Tamsen-Ott"),
        ("Deichgraf Diethelm Veltrup gab Entwarnung.", "Diethelm Veltrup"),
    ],
)
def test_given_names_of_no_list_are_known_by_what_stands_beside_them(text: str, name: str) -> None:
    assert people(text) == [name]


def test_titles_are_no_part_of_the_name() -> None:
    assert people("Das meint Prof. Dr. Anselm Rothe.") == ["Anselm Rothe"]


def test_a_phrase_after_the_name_does_not_go_on_with_it() -> None:
    assert people("Für Regine Dollinger von den Freien Wählern ist das zu viel.") == ["Regine Dollinger"]


@pytest.mark.parametrize(
    "text",
    [
        "Die Olga-Hohlbein-Stiftung fördert das Projekt.",
        "Im Willy-Brandt-Haus blieb es still.",
        "Der Seenotkreuzer „Elisabeth Fry“ lief aus.",
        "In San Francisco und Addis Abeba regnete es.",
        "Das Great Barrier Reef leidet.",
        "Der Wolf von Obertrixen ist tot.",
    ],
)
def test_what_only_looks_like_a_person(text: str) -> None:
    assert people(text) == []


def test_later_mentions_by_surname_and_their_genitive() -> None:
    text = "Ursula von der Leyen kam. Von der Leyens Behörde schwieg, auch von der Leyen selbst sagte nichts."
    assert people(text) == ["Ursula von der Leyen", "Von der Leyens", "von der Leyen"]


def test_families_are_no_people() -> None:
    assert people("Jan Quast kam. Die Quasts wohnen hier. Bei Quasts brannte Licht.") == ["Jan Quast"]


def test_a_surname_that_is_a_noun_stays_a_noun_after_an_article() -> None:
    assert people("Britta Wolf warnte. Der Wolf sei weg, sagte Wolf.") == ["Britta Wolf", "Wolf"]


def test_one_word_is_a_name_after_a_title_or_when_everybody_knows_it() -> None:
    assert people("Schwester Walburga betete. Macrons Teilnahme ist offen.") == ["Walburga", "Macrons"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Die IG Metall droht.", "IG Metall"),
        ("Das teilte der SV Hemsbeck mit.", "SV Hemsbeck"),
        ("Der Präsident des Norddeutschen Turnverbands ging.", "Norddeutschen Turnverbands"),
        ("Sie forscht am Institut für Mobilität.", "Institut für Mobilität"),
        ("Die Aktien der Kessel & Rohr AG fielen.", "Kessel & Rohr AG"),
        ("Das berichtet die Zeitung „Turn-Blatt“ vorab.", "Turn-Blatt"),
        ("Die Reederei Nordtrans Lines schwieg.", "Nordtrans Lines"),
        ("Die Landesschülervertretung lehnte ab.", "Landesschülervertretung"),
        ("Die Innenministerkonferenz tagte.", "Innenministerkonferenz"),
        ("Die Verkehrswerke streiken.", "Verkehrswerke"),
    ],
)
def test_bodies_by_list_head_and_typography(text: str, body: str) -> None:
    assert names(text, NameLabel.ORGANISATION) == [body]


@pytest.mark.parametrize("works", ["Stellwerke", "Stellwerken", "Triebwerke", "Kunstwerke"])
def test_works_that_are_things_are_no_bodies(works: str) -> None:
    assert names(f"Das Geld fließt in {works}.", NameLabel.ORGANISATION) == []


def test_a_role_before_a_name_is_no_body() -> None:
    assert names("Stadtrat Peter Huber kam. Der Stadtrat tagt.", NameLabel.ORGANISATION) == ["Stadtrat"]


def test_places_with_their_genitives() -> None:
    assert names("Hamburgs Senat blickt nach Tel Aviv und Frankreich.", NameLabel.PLACE) == [
        "Hamburgs",
        "Tel Aviv",
        "Frankreich",
    ]


def test_names_are_in_order_and_do_not_overlap() -> None:
    text = "Die Universität Graz ehrt Anna Huber (SPÖ) aus Wien; Huber dankte der Stadt Wien."
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),))
    spans = [n.span for n in find_names(build_document(article))]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert len(spans) > 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bundestrainer Sjaak van der Weiden kam.", ["Sjaak van der Weiden"]),
        ("Dort steht die Köchin Rosalie Schm. vor Gericht.", ["Rosalie Schm."]),
        ("Gleisbau Lunde streitet.", []),
        ("Die Stadtteile Brannheims feiern.", []),
        ("„Das war gut“, sagte Anschütz-Brahm.", ["Anschütz-Brahm"]),
        ("Er weiß, dass Claire ihn zur Rede stellt.", ["Claire"]),
        ("Der Orkan Kyrill tobt.", []),
        ("Einig sei man sich in Berlin, betont Paris.", []),
    ],
)
def test_general_names(text: str, names: list[str]) -> None:
    document = build_document(Article("0", text, "0", paragraphs=(Span(0, len(text)),)))
    found = [n.span.of(text) for n in find_names(document) if n.label is NameLabel.PERSON]
    assert found == names
