"""Our statements by the conventions of the Wikinews set, type by type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypedDict, Unpack

import pytest

from newsgraph.annotation.finder import QuoteSpan
from newsgraph.model import Medium, Span, Statement, StatementType, join_spans
from newsgraph.pipeline.evaluation_wikinews_projection import as_statements, medium_of, project

if TYPE_CHECKING:
    from newsgraph.readers.wikinews import Quotation

DIRECT, INDIRECT, REPORTED = StatementType.DIRECT, StatementType.INDIRECT, StatementType.REPORTED
CONTINUED, HEARSAY = StatementType.INDIRECT_FREE_INDIRECT, StatementType.FREE_INDIRECT


class Links(TypedDict, total=False):
    continues: int
    nested_in: int


class Case:
    """A text in which statements are named by their words, each of which stands in it once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._statements: list[Statement] = []

    def spans(self, *words: str) -> tuple[Span, ...]:
        starts = [self.text.index(part) for part in words if part]
        return tuple(Span(at, at + len(part)) for at, part in zip(starts, filter(None, words), strict=True))

    def say(
        self,
        kind: StatementType,
        *words: str,
        speaker: str = "",
        cue: tuple[str, ...] = (),
        frame: tuple[str, ...] = (),
        addressee: str = "",
        **links: Unpack[Links],
    ) -> Case:
        statement = Statement(
            spans=self.spans(*words),
            type=kind,
            media=frozenset({Medium.SPEECH}),
            speaker_mention=self.spans(speaker),
            cue=self.spans(*cue),
            frame=self.spans(*frame),
            addressee=self.spans(addressee),
            **links,
        )
        self._statements.append(statement)
        return self

    def project(self) -> tuple[Quotation, ...]:
        sentences = [Span(*m.span()) for m in re.finditer(r"[^\s].*?[.!?:](?=\s|$)[“”]?", self.text)]
        return project(self.text, sentences, self._statements)

    def quotes(self) -> list[str]:
        return [self.words(quotation.quote) for quotation in self.project()]

    def words(self, spans: tuple[Span, ...]) -> str:
        return join_spans(self.text, spans)


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("„Wir bleiben“, sagte sie.", "Wir bleiben", "„Wir bleiben“"),
        ("Sie sagte: „Wir bleiben.“", "Wir bleiben.", "„Wir bleiben.“"),
        ("Sie sagte: „Wir bleiben!“", "Wir bleiben", "„Wir bleiben!“"),
        ("»Wir bleiben«, sagte sie.", "Wir bleiben", "»Wir bleiben«"),
        ('"Wir bleiben", sagte sie.', "Wir bleiben", '"Wir bleiben"'),
        ("„Wir bleiben, sagte sie.", "Wir bleiben", "Wir bleiben"),
        ("Sie sagte: Wir bleiben.", "Wir bleiben", "Wir bleiben"),
    ],
)
def test_direct_speech_gets_the_marks_that_stand_around_it(text: str, content: str, expected: str) -> None:
    assert Case(text).say(DIRECT, content).quotes() == [expected]


def test_interrupted_direct_speech_is_two_quotations_with_the_same_parts() -> None:
    case = Case("„Wir bleiben“, sagte Thoms, „und kämpfen.“")
    case.say(
        DIRECT, "Wir bleiben", "und kämpfen.", speaker="Thoms", cue=("sagte",), frame=(", sagte Thoms,",)
    )
    first, second = case.project()
    assert case.quotes() == ["„Wir bleiben“", "„und kämpfen.“"]
    assert (first.speaker, first.cue, first.frame) == (second.speaker, second.cue, second.frame)
    assert case.words(second.frame) == ", sagte Thoms,"


def test_indirect_speech_stays_as_it_is() -> None:
    case = Case("Der Bau, sagte Thoms der Zeitung, sei verloren.")
    case.say(
        INDIRECT,
        "Der Bau",
        "sei verloren",
        speaker="Thoms",
        cue=("sagte",),
        frame=(", sagte Thoms der Zeitung,",),
        addressee="der Zeitung",
    )
    (quotation,) = case.project()
    parts = (quotation.quote, quotation.speaker, quotation.cue, quotation.frame, quotation.addressee)
    assert [case.words(part) for part in parts] == [
        "Der Bau sei verloren",
        "Thoms",
        "sagte",
        ", sagte Thoms der Zeitung,",
        "der Zeitung",
    ]


def test_reported_speech_is_the_whole_sentence_without_cue_and_frame() -> None:
    case = Case("Es regnet. Die IG Metall fordert heute mehr Geld. Es schneit.")
    case.say(
        REPORTED,
        "mehr Geld",
        speaker="Die IG Metall",
        cue=("fordert",),
        frame=("Die IG Metall fordert heute",),
    )
    (quotation,) = case.project()
    assert case.words(quotation.quote) == "Die IG Metall fordert heute mehr Geld."
    assert case.words(quotation.speaker) == "Die IG Metall"
    assert (quotation.cue, quotation.frame) == ((), ())


def test_a_reported_infinitive_clause_is_indirect_and_keeps_cue_and_frame() -> None:
    case = Case("Die Polizei forderte ihn auf, das Haus zu verlassen.")
    case.say(
        REPORTED,
        "das Haus zu verlassen",
        speaker="Die Polizei",
        cue=("forderte", "auf"),
        frame=("Die Polizei forderte ihn auf,",),
    )
    (quotation,) = case.project()
    assert quotation.type is INDIRECT
    assert case.words(quotation.quote) == "das Haus zu verlassen"
    assert case.words(quotation.cue) == "forderte auf"


def test_a_noun_after_a_comma_is_no_infinitive_clause() -> None:
    case = Case("Thoms forderte am Freitag, dem 3. Mai, neue Züge.")
    case.say(REPORTED, "neue Züge", speaker="Thoms", cue=("forderte",))
    assert [quotation.type for quotation in case.project()] == [REPORTED]


def test_two_reported_clauses_share_a_sentence() -> None:
    case = Case("Die USA lehnten den Satz ab, während die EU ihn begrüßte.")
    case.say(REPORTED, "den Satz", speaker="Die USA", cue=("lehnten", "ab"), frame=("Die USA lehnten", "ab"))
    case.say(REPORTED, "ihn", speaker="die EU", cue=("begrüßte",), frame=("die EU", "begrüßte"))
    assert case.quotes() == ["Die USA lehnten den Satz ab", "während die EU ihn begrüßte"]


def test_two_reported_statements_of_one_speaker_in_a_sentence_are_one() -> None:
    case = Case("Kaiser begrüßte den Plan und forderte mehr Geld.")
    case.say(REPORTED, "den Plan", speaker="Kaiser", cue=("begrüßte",))
    case.say(REPORTED, "mehr Geld", speaker="Kaiser", cue=("forderte",))
    assert case.quotes() == ["Kaiser begrüßte den Plan und forderte mehr Geld."]


def test_reported_speech_leaves_indirect_speech_its_clause() -> None:
    case = Case("Der Rat rief zur Ruhe auf und sagte, der Streit sei vorbei.")
    case.say(REPORTED, "zur Ruhe", speaker="Der Rat", cue=("rief", "auf"))
    case.say(INDIRECT, "der Streit sei vorbei", speaker="Der Rat", cue=("sagte",), frame=("und sagte,",))
    assert case.quotes() == ["Der Rat rief zur Ruhe auf", "der Streit sei vorbei"]


def test_a_speaker_in_another_sentence_does_not_widen_the_clause() -> None:
    case = Case("Thoms kam. Es regnete. Gelobt wurde der Plan.")
    case.say(REPORTED, "der Plan", speaker="Thoms", cue=("Gelobt wurde",))
    assert case.quotes() == ["Gelobt wurde der Plan."]


def test_free_indirect_passages_that_touch_are_one_with_the_speaker_before() -> None:
    case = Case("Das Dach fehle, sagte Thoms. Der Stuhl sei faul. Geld gebe es nicht. Dann ging sie.")
    case.say(INDIRECT, "Das Dach fehle", speaker="Thoms", cue=("sagte",), frame=(", sagte Thoms",))
    case.say(CONTINUED, "Der Stuhl sei faul", continues=0)
    case.say(CONTINUED, "Geld gebe es nicht", continues=1)
    _, free = case.project()
    assert case.words(free.quote) == "Der Stuhl sei faul. Geld gebe es nicht."
    assert case.words(free.speaker) == "Thoms"
    assert (free.cue, free.frame) == ((), ())


def test_free_indirect_passages_with_a_sentence_between_stay_two() -> None:
    case = Case("Der Stuhl sei faul. Es regnete. Geld gebe es nicht.")
    case.say(CONTINUED, "Der Stuhl sei faul", speaker="Der Stuhl").say(
        CONTINUED, "Geld gebe es nicht", continues=0
    )
    assert case.quotes() == ["Der Stuhl sei faul.", "Geld gebe es nicht."]


def test_free_indirect_passages_of_two_speakers_stay_two() -> None:
    case = Case("Thoms und Petersen stritten. Der Stuhl sei faul. Geld gebe es nicht.")
    case.say(CONTINUED, "Der Stuhl sei faul", speaker="Thoms")
    case.say(CONTINUED, "Geld gebe es nicht", speaker="Petersen")
    assert case.quotes() == ["Der Stuhl sei faul.", "Geld gebe es nicht."]


def test_passages_of_two_kinds_stay_two() -> None:
    case = Case("Der Stuhl sei faul. Das Geld soll fehlen.")
    case.say(CONTINUED, "Der Stuhl sei faul").say(HEARSAY, "Das Geld soll fehlen")
    assert case.quotes() == ["Der Stuhl sei faul.", "Das Geld soll fehlen."]


def test_hearsay_has_the_speaker_of_the_statement_right_before() -> None:
    case = Case("Die Behörde rechnet mit Staus. Ein Kran soll im Weg stehen. Es regnet. Eis soll kommen.")
    case.say(REPORTED, "mit Staus", speaker="Die Behörde", cue=("rechnet",))
    case.say(HEARSAY, "Ein Kran soll im Weg stehen").say(HEARSAY, "Eis soll kommen")
    _, near, far = case.project()
    assert case.words(near.speaker) == "Die Behörde"
    assert far.speaker == ()


def test_a_fragment_has_the_parts_of_what_it_lies_in() -> None:
    case = Case("Thoms sagte, der Bau sei „nicht zu retten“.")
    case.say(
        INDIRECT, "der Bau sei „nicht zu retten“", speaker="Thoms", cue=("sagte",), frame=("Thoms sagte,",)
    )
    case.say(DIRECT, "nicht zu retten", nested_in=0)
    outer, inner = case.project()
    assert case.words(inner.quote) == "„nicht zu retten“"
    assert (inner.speaker, inner.cue, inner.frame) == (outer.speaker, outer.cue, outer.frame)
    assert (outer.has_nested, outer.is_nested, inner.has_nested, inner.is_nested) == (
        True,
        False,
        False,
        True,
    )


def test_a_fragment_in_free_indirect_speech_has_cue_and_frame_of_what_that_continues() -> None:
    case = Case("Thoms sagte, es reiche. Der Bau sei „nicht zu retten“.")
    case.say(INDIRECT, "es reiche", speaker="Thoms", cue=("sagte",), frame=("Thoms sagte,",))
    case.say(CONTINUED, "Der Bau sei „nicht zu retten“", continues=0)
    case.say(DIRECT, "nicht zu retten", nested_in=1)
    *_, inner = case.project()
    assert (case.words(inner.speaker), case.words(inner.cue)) == ("Thoms", "sagte")


def test_a_fragment_in_reported_speech_has_neither_cue_nor_frame() -> None:
    case = Case("Thoms beklagte im Rat den Ton der langen Debatte und „nichts als Ärger“ im Amt.")
    content = "den Ton der langen Debatte und „nichts als Ärger“ im Amt"
    case.say(REPORTED, content, speaker="Thoms", cue=("beklagte",), frame=("Thoms beklagte",))
    case.say(DIRECT, "nichts als Ärger", nested_in=0)
    outer, inner = case.project()
    assert case.words(outer.quote) == case.text
    assert (case.words(inner.speaker), inner.cue, inner.frame) == ("Thoms", (), ())


def test_reported_speech_of_hardly_more_than_quoted_words_is_direct_speech_alone() -> None:
    case = Case("Der Rat hat die Tat als „feigen Mord“ verurteilt.")
    case.say(
        REPORTED,
        "die Tat als „feigen Mord“",
        speaker="Der Rat",
        cue=("hat", "verurteilt"),
        frame=("Der Rat hat", "verurteilt"),
    )
    case.say(DIRECT, "feigen Mord", nested_in=0)
    (quotation,) = case.project()
    assert (quotation.type, quotation.is_nested) == (DIRECT, False)
    assert [case.words((span,)) for span in quotation.frame] == ["Der Rat hat die Tat als", "verurteilt"]
    parts = (quotation.quote, quotation.cue, quotation.speaker)
    assert [case.words(part) for part in parts] == ["„feigen Mord“", "hat verurteilt", "Der Rat"]


def test_direct_speech_that_goes_on_has_all_parts_of_what_it_continues() -> None:
    case = Case("„Es reicht“, sagte Thoms. „Wir gehen.“")
    case.say(DIRECT, "Es reicht", speaker="Thoms", cue=("sagte",), frame=(", sagte Thoms",))
    case.say(DIRECT, "Wir gehen.", continues=0)
    _, second = case.project()
    assert [case.words(part) for part in (second.speaker, second.cue, second.frame)] == [
        "Thoms",
        "sagte",
        ", sagte Thoms",
    ]


@pytest.mark.parametrize(
    ("frame", "cue", "speaker", "expected"),
    [
        ("Nach Angaben der Polizei", ("Nach", "Angaben"), "der Polizei", ("Nach", "Angaben der Polizei")),
        ("Nach Angaben der Polizei", ("Nach Angaben",), "der Polizei", ("Nach", "Angaben der Polizei")),
        ("Nach Angaben der Polizei", ("Nach",), "Angaben der Polizei", ("Nach", "Angaben der Polizei")),
        ("Nach Angaben von Thoms", ("Nach", "Angaben"), "Thoms", ("Nach", "Angaben von Thoms")),
        ("Seiner Meinung nach", ("Meinung nach",), "Seiner", ("nach", "Seiner Meinung")),
        ("Nach Augenzeugenberichten", ("Nach", "Augenzeugenberichten"), "", ("Nach", "Augenzeugenberichten")),
        ("Laut Polizei", ("Laut",), "Polizei", ("Laut", "Polizei")),
        ("Wie Thoms erklärte", ("erklärte",), "Thoms", ("erklärte", "Thoms")),
    ],
)
def test_the_source_that_a_preposition_names_belongs_to_the_speaker(
    frame: str, cue: tuple[str, ...], speaker: str, expected: tuple[str, str]
) -> None:
    case = Case(f"{frame} stand das Haus leer.")
    case.say(INDIRECT, "stand das Haus leer", speaker=speaker, cue=cue, frame=(frame,))
    (quotation,) = case.project()
    assert (case.words(quotation.cue), case.words(quotation.speaker)) == expected


def test_statements_that_continue_each_other_in_a_circle_come_to_an_end() -> None:
    case = Case("Der Stuhl sei faul. Es regnete. Geld gebe es nicht.")
    case.say(CONTINUED, "Der Stuhl sei faul", continues=1).say(CONTINUED, "Geld gebe es nicht", continues=0)
    assert [quotation.speaker for quotation in case.project()] == [(), ()]


def test_without_sentences_a_reported_statement_is_its_content() -> None:
    statement = Statement(spans=(Span(8, 12),), type=REPORTED, frame=(Span(0, 7),))
    (quotation,) = project("Er will mehr Geld.", [], [statement])
    assert quotation.quote == (Span(8, 12),)


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ({Medium.SPEECH}, "Speech"),
        ({Medium.WRITING, Medium.SPEECH}, "SW"),
        ({Medium.THOUGHT, Medium.SPEECH}, "ST"),
        ({Medium.THOUGHT, Medium.WRITING}, "TW"),
        (set(Medium), "none"),
        (set(), "none"),
    ],
)
def test_media_have_one_name(media: set[Medium], expected: str) -> None:
    assert medium_of(frozenset(media)) == expected


def test_what_a_finder_found_can_be_projected_as_it_is() -> None:
    text = "„Es reicht“, sagte Thoms."
    found = QuoteSpan(spans=(Span(1, 10),), type=DIRECT, speaker=(Span(19, 24),), cue=(Span(13, 18),))
    (quotation,) = project(text, [Span(0, len(text))], as_statements([found]))
    assert join_spans(text, quotation.quote) == "„Es reicht“"
    assert join_spans(text, quotation.speaker) == "Thoms"
    assert join_spans(text, quotation.cue) == "sagte"
