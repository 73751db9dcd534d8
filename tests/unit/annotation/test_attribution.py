"""Who speaks: the names, roles and bodies that mentions mean, on sentences with hand-made spans."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.annotation.attributed import (
    attributed,
    body,
    mentions,
    person,
    quote,
    span,
    speaker,
    speakers,
)

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.mention_phrases import parse_phrase
from newsgraph.annotation.people import Cast
from newsgraph.model import Country, Mention, MentionKind, Person, Span, StatementType
from newsgraph.readers import article_from_text


def test_a_name_with_its_role_is_the_person_and_not_the_body_in_the_role() -> None:
    text = "Das sei gut, es reiche, sagte die FDP-Politikerin Anna Berg."
    cast = Cast((person(text, "Anna Berg"),), (body(text, "FDP"),))
    assert speaker(text, "die FDP-Politikerin Anna Berg", cast) == ("Anna Berg",)


def test_a_name_in_apposition_after_a_comma_is_the_speaker() -> None:
    text = "Das sei gut, es reiche, sagte der Anwalt des Klägers, Jan Petersen, am Freitag."
    cast = Cast((person(text, "Jan Petersen"),))
    (statement,) = attributed(
        text, [quote(text, "es reiche", "der Anwalt des Klägers", "sagte")], cast
    ).statements
    assert statement.speakers[0].name == "Jan Petersen"
    assert statement.speaker_mention[0].of(text) == "der Anwalt des Klägers, Jan Petersen"


def test_somebody_beside_a_named_person_is_not_that_person() -> None:
    text = "Das sei gut, es reiche, sagte eine Sprecherin von Anna Berg."
    cast = Cast((person(text, "Anna Berg"),))
    assert speaker(text, "eine Sprecherin von Anna Berg", cast) == ("Sprecherin von Anna Berg",)


def test_the_owner_of_a_role_does_not_speak() -> None:
    text = "Das sei gut, es reiche, sagte Bergs bayerischer Amtskollege Jan Petersen."
    cast = Cast((person(text, "Anna Berg", forms=("Bergs",)), person(text, "Jan Petersen")))
    assert speaker(text, "Bergs bayerischer Amtskollege Jan Petersen", cast) == ("Jan Petersen",)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("die Chemikerin", "Anna Berg"),
        ("der Bayer", "Jan Petersen"),
        ("die 39-Jährige", "Anna Berg"),
        ("die gelernte Krankenschwester", "Anna Berg"),
    ],
)
def test_a_definite_noun_is_whom_the_paragraph_speaks_of(mention: str, name: str) -> None:
    text = f"Anna Berg traf Jan Petersen am Montag in Kiel. Das sei gut, es reiche, sagte {mention}."
    cast = Cast((person(text, "Anna Berg"), person(text, "Jan Petersen")))
    assert speaker(text, mention, cast) == (name,)


@pytest.mark.parametrize(
    ("mention", "head"),
    [
        ("der Vorsitzenden Richterin", "Richterin"),
        ("der Vorsitzende Richter", "Richter"),
        ("der Vorsitzende Holm", "Vorsitzende"),
        ("die Vorsitzende, Richterin von Beruf", "Vorsitzende"),
    ],
)
def test_an_adjective_of_an_office_is_no_head(mention: str, head: str) -> None:
    text = f"Das sagte {mention}."
    found = parse_phrase(build_document(article_from_text(text)), (span(text, mention),)).head
    assert found is not None
    assert found.form == head


def test_a_role_said_before_outweighs_who_is_nearer() -> None:
    text = "Ministerin Anna Berg traf Ina Voss. Das sei gut, es reiche, sagte die Ministerin."
    cast = Cast((person(text, "Anna Berg", "Ministerin"), person(text, "Ina Voss")))
    assert speaker(text, "die Ministerin", cast) == ("Anna Berg",)


@pytest.mark.parametrize(
    ("before", "mention", "name"),
    [
        ("Die IG Metall streikt.", "die Gewerkschaft", "IG Metall"),
        ("Der Lehrerverband tagte.", "der Verband", "Lehrerverband"),
        ("Das Umweltministerium plant das.", "das Ministerium", "Umweltministerium"),
        ("Die Polizei Kiel fuhr vor.", "die Ermittler", "Polizei Kiel"),
    ],
)
def test_a_noun_for_a_body_is_the_body_named_before(before: str, mention: str, name: str) -> None:
    text = f"{before} Das sei gut, es reiche, sagte {mention}."
    cast = Cast(organisations=(body(text, name),))
    assert speaker(text, mention, cast) == (name,)


def test_what_only_one_body_is_called_does_not_mean_another_of_its_class() -> None:
    text = "Die Polizei kam zuerst. Das sei gut, es reiche, sagte die Feuerwehr."
    cast = Cast(organisations=(body(text, "Polizei"),))
    assert speaker(text, "die Feuerwehr", cast) == ("Feuerwehr",)


def test_members_that_can_only_be_one_party_are_that_party() -> None:
    text = "Die Linke warb dafür. Das sei gut, es reiche, sagten die Christdemokraten."
    cast = Cast(organisations=(body(text, "Linke"),))
    assert speaker(text, "die Christdemokraten", cast, "sagten") == ("CDU",)


def test_the_text_of_a_body_is_the_bodys_word() -> None:
    text = "Das sei gut, es reiche, hieß es in einer Mitteilung des Lehrerverbands."
    cast = Cast(organisations=(body(text, "Lehrerverband", "Lehrerverbands"),))
    mention = "einer Mitteilung des Lehrerverbands"
    assert speaker(text, mention, cast, "hieß") == ("Lehrerverband",)


def test_an_unknown_paper_in_quotation_marks_is_a_body() -> None:
    text = "Das sei gut, es reiche, berichtete die Zeitung „Hafenbote“."
    attribution = attributed(text, [quote(text, "es reiche", "die Zeitung „Hafenbote“", "berichtete")])
    assert [o.name for o in attribution.cast.organisations] == ["Hafenbote"]
    assert speakers(attribution) == [("Hafenbote",)]


def test_a_seat_of_government_is_its_country() -> None:
    text = "Das sei gut, es reiche, verkündete Budapest."
    attribution = attributed(text, [quote(text, "es reiche", "Budapest", "verkündete")])
    (speaking,) = attribution.statements[0].speakers
    assert isinstance(speaking, Country)
    assert speaking.name == "Ungarn"


def test_joint_speakers_come_in_text_order() -> None:
    text = "Das sei gut, es reiche, sagten Estland, Lettland und Litauen."
    names = ("Estland", "Lettland", "Litauen")
    cast = Cast(countries=tuple(Country(name, mentions(text, (name,))) for name in names))
    assert speaker(text, "Estland, Lettland und Litauen", cast, "sagten") == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("hieß es in Lima", ("Peru",)),
        ("verlautete aus London", ("Großbritannien",)),
        ("hieß es in Berlin", ()),
        ("hieß es in Kiel", ()),
    ],
)
def test_hearsay_from_a_seat_of_government_is_the_countrys(words: str, names: tuple[str, ...]) -> None:
    text = f"Das sei gut, es reiche, {words}."
    assert speakers(attributed(text, [quote(text, "es reiche", cue=words.split(maxsplit=1)[0])])) == [names]


def test_hearsay_on_a_leaflet_is_whose_it_is() -> None:
    text = "Die Gruppe Moorfrei verteilt Zettel. Das sei gut, es reiche, heißt es auf dem Zettel."
    cast = Cast(organisations=(body(text, "Moorfrei"),))
    assert speakers(attributed(text, [quote(text, "es reiche", cue="heißt")], cast)) == [("Moorfrei",)]


def test_a_particle_alone_is_no_cue_without_its_verb() -> None:
    text = "Der Verband rief die Bürger zu Spenden auf."
    quoted = quote(text, "zu Spenden", "Der Verband", "auf", kind=StatementType.REPORTED)
    (statement,) = attributed(text, [quoted]).statements
    assert [part.of(text) for part in statement.cue] == ["rief", "auf"]


def test_both_are_the_two_people_named_last() -> None:
    text = "Anna Berg traf Jan Petersen. Gemeinsam forderten die beiden, es reiche."
    cast = Cast((person(text, "Anna Berg"), person(text, "Jan Petersen")))
    assert speaker(text, "die", cast, "forderten") == ("Anna Berg", "Jan Petersen")


@pytest.mark.parametrize(
    ("mention", "names"),
    [
        ("die Landesregierungen", ("Hessen", "Sachsen")),
        ("die Landesregierung", ("Landesregierung",)),
    ],
)
def test_a_plural_means_the_bodies_that_the_sentence_before_joins(
    mention: str, names: tuple[str, ...]
) -> None:
    text = f"Hessen und Sachsen lehnen ab. Das sei gut, es reiche, meinen {mention}."
    quotes = [quote(text, "lehnen ab", "Hessen und Sachsen"), quote(text, "es reiche", mention, "meinen")]
    assert speakers(attributed(text, quotes)) == [("Hessen", "Sachsen"), names]


def test_a_pronoun_that_speaks_becomes_a_mention() -> None:
    text = "Anna Berg kam. Das sei gut, es reiche, sagte sie."
    cast = Cast((person(text, "Anna Berg"),))
    attribution = attributed(text, [quote(text, "es reiche", "sie", "sagte")], cast)
    kinds = [m.kind for m in attribution.cast.persons[0].mentions]
    assert kinds == [MentionKind.FULL_NAME, MentionKind.PRONOUN]
    assert attribution.statements[0].speakers[0] is attribution.cast.persons[0]


def test_confidence_falls_with_every_step_away_from_a_name() -> None:
    text = "Das sei gut, sagte Anna Berg. Es reiche."
    quotes = [
        quote(text, "Das sei gut", "Anna Berg", "sagte"),
        quote(text, "Es reiche", kind=StatementType.INDIRECT_FREE_INDIRECT, continues=0),
    ]
    first, second = attributed(text, quotes, Cast((person(text, "Anna Berg"),))).statements
    assert 0 < second.confidence < first.confidence < 1
    assert second.rule == "continues"


def test_a_role_linked_far_away_gives_way_to_the_paragraph() -> None:
    text = "Der Minister Karl Lohse kam.\n\nJan Petersen war da. Das sei gut, es reiche, sagte der Minister."
    start = text.rindex("der Minister")
    linked = Mention((Span(start, start + len("der Minister")),), "der Minister", MentionKind.ROLE)
    lohse = Person(
        "Karl Lohse", (*mentions(text, ("Karl Lohse",)), linked), "Karl", "Lohse", roles=("Minister",)
    )
    cast = Cast((lohse, person(text, "Jan Petersen", "Amtskollege")))
    assert speaker(text, "der Minister", cast) == ("Jan Petersen",)


def test_who_bears_the_role_is_meant_before_who_is_nearer_and_does_not() -> None:
    text = "Der Minister Karl Lohse kam.\n\nJan Petersen war da. Das sei gut, es reiche, sagte der Minister."
    start = text.rindex("der Minister")
    linked = Mention((Span(start, start + len("der Minister")),), "der Minister", MentionKind.ROLE)
    lohse = Person(
        "Karl Lohse", (*mentions(text, ("Karl Lohse",)), linked), "Karl", "Lohse", roles=("Minister",)
    )
    cast = Cast((lohse, person(text, "Jan Petersen")))
    assert speaker(text, "der Minister", cast) == ("Karl Lohse",)


def test_dort_is_the_body_named_last_outside_of_quotations() -> None:
    text = "Das stieß beim Bauernverband auf Widerspruch. Die Kirche zahle nicht, es reiche, hieß es dort."
    cast = Cast(organisations=(body(text, "Bauernverband"), body(text, "Kirche")))
    found = QuoteSpan(
        (span(text, "Die Kirche zahle nicht, es reiche"),),
        StatementType.INDIRECT,
        speaker=(span(text, "dort"),),
        cue=(span(text, "hieß"),),
    )
    assert speakers(attributed(text, [found], cast)) == [("Bauernverband",)]


def test_who_somebody_is_belongs_to_the_name_of_an_anonymous_speaker() -> None:
    text = "Das sei gut, es reiche, sagte eine Person, die mit den Gesprächen vertraut ist."
    assert speaker(text, "eine Person") == ("Person, die mit den Gesprächen vertraut ist",)


def test_places_that_speak_together_are_bodies() -> None:
    text = "Es reiche, fanden Bremen und Hamburg am Abend."
    assert speakers(attributed(text, [quote(text, "Es reiche", "Bremen und Hamburg", "fanden")])) == [
        ("Bremen", "Hamburg")
    ]


def test_a_word_of_a_known_name_is_its_bearer() -> None:
    text = "Guo Jianhong kam. Das sei gut, es reiche, sagte Guo."
    cast = Cast((person(text, "Guo Jianhong"),))
    assert speaker(text, "Guo", cast) == ("Guo Jianhong",)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        (
            "eine Sprecherin der Polizei",
            "eine Polizeisprecherin",
            ["Sprecherin der Polizei", "Sprecherin der Polizei"],
        ),
        ("ein Polizeisprecher", "ein Sprecher der Polizei", ["Sprecher der Polizei", "Sprecher der Polizei"]),
        ("ein Sprecher der Polizei", "eine Sprecherin", ["Sprecher der Polizei", "Sprecherin"]),
        (
            "ein Sprecher der Polizei",
            "ein Beamter der Polizei",
            ["Sprecher der Polizei", "Beamter der Polizei"],
        ),
    ],
)
def test_who_speaks_for_one_body_is_one_speaker(first: str, second: str, names: list[str]) -> None:
    text = f"Die Polizei kam. Es regne, sagte {first}. Das sei gut, es reiche, sagte {second}."
    quotes = [quote(text, "Es regne", first, "sagte"), quote(text, "es reiche", second)]
    attribution = attributed(text, quotes, Cast(organisations=(body(text, "Polizei"),)))
    assert [name for (name,) in speakers(attribution)] == names
    assert len(attribution.anonymous) == len(set(names))


@pytest.mark.parametrize(
    ("mention", "reason"),
    [("der Wirt", "role phrase"), ("Petersen", "name"), ("der Wirt Petersen", "name")],
)
def test_the_reason_for_a_speaker_tells_a_role_from_a_name(mention: str, reason: str) -> None:
    text = f"Jan Petersen kam am Montag. Das sei gut, es reiche, sagte {mention}."
    known = person(text, "Jan Petersen", "Wirt", forms=("Petersen",) if "Petersen" in mention else ())
    if mention == "der Wirt":
        role = Mention((span(text, mention),), mention, MentionKind.ROLE, "the same role", 0.9)
        known = replace(known, mentions=(*known.mentions, role))
    found = attributed(text, [quote(text, "es reiche", mention)], Cast((known,))).statements[0]
    assert found.speaker_reason == reason
    assert found.rule.endswith("name")
