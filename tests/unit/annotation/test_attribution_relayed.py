"""Who speaks where sentences hang together: continuations, passives, relayed and cited speech."""

from __future__ import annotations

from tests.unit.annotation.attributed import attributed, body, person, quote, span, speakers

from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.people import Cast
from newsgraph.model import StatementType


def test_continuations_and_fragments_keep_the_speaker() -> None:
    text = "Das sei gut, sagte Anna Berg. Es gebe „kein Zurück“ mehr."
    quotes = [
        quote(text, "Das sei gut", "Anna Berg", "sagte"),
        quote(text, "Es gebe „kein Zurück“ mehr", kind=StatementType.INDIRECT_FREE_INDIRECT, continues=0),
        quote(text, "kein Zurück", kind=StatementType.DIRECT, nested_in=1),
    ]
    cast = Cast((person(text, "Anna Berg"),))
    assert speakers(attributed(text, quotes, cast)) == [("Anna Berg",)] * 3


def test_a_quotation_before_its_frame_takes_the_next_speaker_of_the_paragraph() -> None:
    text = "„Wir bleiben.“ Man gehe nicht, sagte Anna Berg."
    quotes = [
        quote(text, "Wir bleiben.", kind=StatementType.DIRECT),
        quote(text, "Man gehe nicht", "Anna Berg", "sagte"),
    ]
    assert speakers(attributed(text, quotes, Cast((person(text, "Anna Berg"),))))[0] == ("Anna Berg",)


def test_a_continuation_after_somebody_elses_sentence_is_that_persons() -> None:
    text = "Das sei gut, sagte Anna Berg. Jan Petersen sah das anders. Es reiche nicht."
    quotes = [
        quote(text, "Das sei gut", "Anna Berg", "sagte"),
        quote(text, "Es reiche nicht", kind=StatementType.INDIRECT_FREE_INDIRECT, continues=0),
    ]
    cast = Cast((person(text, "Anna Berg"), person(text, "Jan Petersen")))
    assert speakers(attributed(text, quotes, cast)) == [("Anna Berg",), ("Jan Petersen",)]


def test_the_accused_of_a_passive_does_not_speak() -> None:
    text = "Anna Berg wird vorgeworfen, Geld genommen zu haben."
    quotes = [quote(text, "Geld genommen zu haben", "Anna Berg", "wird vorgeworfen", StatementType.REPORTED)]
    assert speakers(attributed(text, quotes, Cast((person(text, "Anna Berg"),)))) == [()]


def test_the_agent_of_a_passive_speaks() -> None:
    text = "Von Anna Berg wurde ein Bürgerbegehren gefordert."
    spans = (span(text, "wurde"), span(text, "gefordert"))
    found = QuoteSpan((span(text, "ein Bürgerbegehren"),), StatementType.REPORTED, cue=spans)
    assert speakers(attributed(text, [found], Cast((person(text, "Anna Berg"),)))) == [("Anna Berg",)]


def test_the_dative_before_the_verb_is_not_the_subject() -> None:
    text = "Der Ministerin empfahl Jan Petersen eine Pause."
    cast = Cast((person(text, "Jan Petersen"), person(text, "Anna Berg", forms=("Der Ministerin",))))
    found = [quote(text, "eine Pause", "Der Ministerin", "empfahl", StatementType.REPORTED)]
    assert speakers(attributed(text, found, cast)) == [("Jan Petersen",)]


def test_who_passes_a_statement_on_reports_it() -> None:
    text = "Jan Petersen betonte nach Angaben aus Riga die Eile."
    attribution = attributed(
        text,
        [quote(text, "die Eile", "Jan Petersen", "betonte", StatementType.REPORTED)],
        Cast((person(text, "Jan Petersen"),)),
    )
    (statement,) = attribution.statements
    assert [a.name for a in statement.speakers] == ["Jan Petersen"]
    assert [a.name for a in statement.reported_by] == ["Lettland"]


def test_who_is_cited_speaks_and_the_one_who_cites_reports() -> None:
    text = "„Es reiche“, zitiert der Verein Leuchtfeuer die Kapitänin Anna Berg."
    cast = Cast((person(text, "Anna Berg"),), (body(text, "Verein Leuchtfeuer"),))
    (statement,) = attributed(
        text, [quote(text, "Es reiche", "der Verein Leuchtfeuer", "zitiert")], cast
    ).statements
    assert [a.name for a in statement.speakers] == ["Anna Berg"]
    assert [a.name for a in statement.reported_by] == ["Verein Leuchtfeuer"]


def test_a_paper_that_is_spoken_to_is_the_addressee() -> None:
    text = "Es reiche, sagte Anna Berg dem Hafenboten."
    found = QuoteSpan(
        (span(text, "Es reiche"),),
        StatementType.INDIRECT,
        speaker=(span(text, "Anna Berg"),),
        cue=(span(text, "sagte"),),
        addressee=(span(text, "dem Hafenboten"),),
    )
    cast = Cast((person(text, "Anna Berg"),), (body(text, "Hafenbote", "Hafenboten"),))
    (statement,) = attributed(text, [found], cast).statements
    assert [a.name for a in statement.addressees] == ["Hafenbote"]


def test_before_a_colon_stands_who_speaks_after_it() -> None:
    text = "Das sei gut, sagte Anna Berg. Darauf Jan Petersen: „Es reicht.“"
    quotes = [
        quote(text, "Das sei gut", "Anna Berg", "sagte"),
        quote(text, "Es reicht.", kind=StatementType.DIRECT),
    ]
    cast = Cast((person(text, "Anna Berg"), person(text, "Jan Petersen")))
    assert speakers(attributed(text, quotes, cast))[1] == ("Jan Petersen",)


def test_sie_with_a_plural_verb_is_the_group_that_spoke_last() -> None:
    text = "Das sei gut, sagten Anwohner in Kiel. Anna Berg kam. Es reiche, sagten sie."
    quotes = [quote(text, "Das sei gut", "Anwohner", "sagten"), quote(text, "Es reiche", "sie")]
    plural = QuoteSpan(
        quotes[1].spans, quotes[1].type, speaker=quotes[1].speaker, cue=(span(text, "sagten", 2),)
    )
    cast = Cast((person(text, "Anna Berg"),))
    assert speakers(attributed(text, [quotes[0], plural], cast))[1] == ("Anwohner",)


def test_who_is_cited_in_the_passive_speaks() -> None:
    text = "„Es reiche“, wird Anna Berg von der Zeitung „Hafenbote“ zitiert."
    found = QuoteSpan(
        (span(text, "Es reiche"),),
        StatementType.DIRECT,
        speaker=(span(text, "der Zeitung „Hafenbote“"),),
        cue=(span(text, "wird"), span(text, "zitiert")),
    )
    cast = Cast((person(text, "Anna Berg"),), (body(text, "Hafenbote"),))
    (statement,) = attributed(text, [found], cast).statements
    assert [a.name for a in statement.speakers] == ["Anna Berg"]
    assert [a.name for a in statement.reported_by] == ["Hafenbote"]


def test_who_is_named_in_the_sentence_is_meant_before_who_spoke_last() -> None:
    text = "Das helfe, sagte Petra Vogt. Für Anna Berg ist das nichts: „Es reicht“, sagte sie."
    quotes = [
        quote(text, "Das helfe", "Petra Vogt", "sagte"),
        quote(text, "Es reicht", "sie", "sagte", StatementType.DIRECT),
    ]
    cast = Cast((person(text, "Petra Vogt"), person(text, "Anna Berg")))
    assert speakers(attributed(text, quotes, cast))[1] == ("Anna Berg",)
