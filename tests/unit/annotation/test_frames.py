"""Frames: the clause around cue and speaker without what is said."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import newsgraph
from newsgraph.annotation.frames import frame_parts
from newsgraph.model import Annotations, Span, Statement

SEEDS = Path(__file__).parents[3] / "seeds"
SPEAKERS = (
    "Die Ministerin",
    "Rolf Bracht (SPD)",
    "Der „Hafenbote“",
    "Er",
    "Ein Sprecher des Vereins „Neue Wege“",
)
SENTENCES = (
    "{} lehnte die Forderung nach mehr Geld am Freitag ab.",
    "{} forderte, die Brücke zu sperren.",
    "{} nannte den Plan „gut gemeint, aber teuer“.",
    "{} sagte, der Hafen werde „ganz sicher“ nicht verkauft.",
    "Der Hafen werde nicht verkauft, sagte {} am Freitag.",
    "„Wir bleiben“, sagte {}, „auch ohne Lohn.“",
    "{} sagte: „Wir bleiben.“",
    "„Wir bleiben“, so {}.",
    "{} sprach von einer „Frechheit ohne Beispiel“ und warb für eine Bürgerversammlung im Mai.",
    "{} lobte den Plan, räumte aber ein, dass er zu spät komme.",
)


def frame_of(statement: Statement, text: str) -> list[str]:
    return [part.of(text) for part in statement.frame]


def only(text: str) -> tuple[Statement, list[str]]:
    statement = next(s for s in newsgraph.annotate(text, model="rules").statements if s.nested_in is None)
    return statement, frame_of(statement, text)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("Die Juristin wies die Forderung als „Unsinn auf Stelzen“ zurück.", ["Die Juristin wies", "zurück"]),
        ("Der Verband forderte eine neue Brücke.", ["Der Verband forderte"]),
        ("Die Ministerin sagte, der Hafen werde verkauft.", ["Die Ministerin sagte,"]),
        (
            "„Wir bleiben hier“, sagte Erika Sandmann dem „Hafenboten“.",
            [", sagte Erika Sandmann dem „Hafenboten“"],
        ),
        ("Das sei falsch, sagte Erika Sandmann (SPD).", [", sagte Erika Sandmann (SPD)"]),
        ("Er rief: „Wir bleiben alle hier!“", ["Er rief:"]),
    ],
)
def test_a_frame_is_the_clause_without_what_is_said(text: str, frame: list[str]) -> None:
    assert only(text)[1] == frame


def test_a_subject_shared_with_a_clause_before_belongs_to_the_frame() -> None:
    text = "Bürgermeisterin Momke Matthies will das ändern und plädiert für ein Verbot neuer Hotels."
    assert only(text)[1] == ["Bürgermeisterin Momke Matthies will das ändern und plädiert"]


def test_what_other_statements_say_stays_out_of_a_frame() -> None:
    text = "Er lehnte Quoten ab und warb für ein Schutzgebiet."
    quotas, area = Span(10, 16), Span(29, 49)
    assert [area.of(text), quotas.of(text)] == ["für ein Schutzgebiet", "Quoten"]
    parts = frame_parts(text, [Span(24, 49)], [area], [Span(0, 2)], [quotas])
    assert [p.of(text) for p in parts] == ["Er", "warb"]


def assert_sound(notes: Annotations) -> None:
    for statement in notes.statements:
        said, frame = statement.spans, statement.frame
        assert not any(a.overlaps(b) for a in frame for b in said)
        assert not any(a.overlaps(b) for a in frame for b in frame if a is not b)
        for needed in (*statement.cue, *statement.speaker_mention) if frame else ():
            assert any(part.contains(needed) for part in frame), needed.of(notes.article.text)


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda p: p.stem)
def test_frames_of_the_seeds_hold_cue_and_speaker_and_no_content(seed: Path) -> None:
    notes = newsgraph.annotate(next(iter(newsgraph.read(seed))), model="rules")
    assert any(s.frame for s in notes.statements)
    assert_sound(notes)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_frames_of_generated_texts_hold_cue_and_speaker_and_no_content(sentence: str) -> None:
    for speaker, before in product(SPEAKERS, ("", "Der Streit dauert an. ", "Sandmann ist zornig. ")):
        filled = sentence.format(speaker)
        lowered = re.sub(r"(?<=[a-z] )(Die|Der|Er|Ein)\b", lambda m: m[0].lower(), filled)
        notes = newsgraph.annotate(before + lowered, model="rules")
        assert any(s.frame for s in notes.statements), lowered
        assert_sound(notes)


def test_a_speaker_mention_ends_before_what_is_said() -> None:
    text = "Außerdem plädierte die Wirtin für einen Steg der Angler im Hafen."
    statement, frame = only(text)
    assert [p.of(text) for p in statement.speaker_mention] == ["die Wirtin"]
    assert frame == ["Außerdem plädierte die Wirtin"]
