from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.errors import ReadError
from newsgraph.model import Span, StatementType
from training.readers.spkatt import read

if TYPE_CHECKING:
    from pathlib import Path

    from training.scheme import Example

PARTS = ("Addr", "Evidence", "Medium", "Message", "Source", "Topic", "Cue", "PTC")


def example(tmp_path: Path, sentences: list[str], *events: dict[str, list[str]]) -> Example:
    """Read one speech; an event gives for each part the words of the first sentence that holds them."""
    tokens = [sentence.split() for sentence in sentences]

    def places(phrases: list[str]) -> list[str]:
        return [f"{number}:{at}" for phrase in phrases for number, at in find(phrase.split())]

    def find(words: list[str]) -> list[tuple[int, int]]:
        for number, sentence in enumerate(tokens):
            for at in range(len(sentence)):
                if sentence[at : at + len(words)] == words:
                    return [(number, at + k) for k in range(len(words))]
        raise AssertionError(words)

    record = {
        "file": "rede.json",
        "Sentences": [{"SentenceId": n, "Tokens": words} for n, words in enumerate(tokens)],
        "Annotations": [{part: places(event.get(part, [])) for part in PARTS} for event in events],
    }
    file = tmp_path / "rede.jsonl"
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (found,) = read(file)
    return found


def words(found: Example, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(found.text) for span in spans]


def unknown(found: Example, layer: Layer) -> list[str]:
    return [span.of(found.text) for one, span in found.unknown if one is layer]


def test_a_dass_clause_of_another_is_indirect(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        ["Meine Damen !", "Minister Sand behauptet gegenüber uns , dass die Mauer hält ."],
        {
            "Source": ["Minister Sand"],
            "Cue": ["behauptet"],
            "Addr": ["gegenüber uns"],
            "Message": ["dass die Mauer hält ."],
        },
    )
    assert found.text == "Meine Damen! Minister Sand behauptet gegenüber uns, dass die Mauer hält."
    assert words(found, found.sentences)[0] == "Meine Damen!"
    (quotation,) = found.quotations
    assert quotation.type is StatementType.INDIRECT
    assert words(found, quotation.spans) == ["dass die Mauer hält"]
    assert words(found, quotation.speaker) == ["Minister Sand"]
    assert words(found, quotation.cue) == ["behauptet"]
    assert words(found, quotation.addressee) == ["gegenüber uns"]
    assert quotation.known == {Role.SPEAKER, Role.CUE, Role.ADDRESSEE, Role.PART}
    assert Layer.FRAME not in found.layers


def test_the_cue_takes_its_auxiliary_and_its_particle(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        ["Die Ministerin hat gestern gesagt , die Mauer sei alt .", "Sie kündigt an , dass sie fällt ."],
        {"Source": ["Die Ministerin"], "Cue": ["gesagt"], "Message": ["die Mauer sei alt"]},
        {"Source": ["Sie"], "Cue": ["kündigt"], "PTC": ["an"], "Message": ["dass sie fällt"]},
    )
    assert [words(found, q.cue) for q in found.quotations] == [["hat", "gesagt"], ["kündigt an"]]


def test_a_cue_with_two_auxiliaries_near_is_not_known(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        ["Als er kommen wollte , hat er gesagt , die Mauer sei alt ."],
        {"Source": ["er"], "Cue": ["gesagt"], "Message": ["die Mauer sei alt"]},
    )
    (quotation,) = found.quotations
    assert quotation.cue == ()
    assert Role.CUE not in quotation.known
    assert unknown(found, Layer.CUE) == ["wollte", "hat", "gesagt"]


def test_a_correlate_belongs_to_the_cue_and_a_preposition_to_nobody(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        ["Von der AfD wird davon gesprochen , dass die Mauer fällt ."],
        {"Source": ["Von der AfD"], "Cue": ["gesprochen"], "Message": ["davon", "dass die Mauer fällt"]},
    )
    (quotation,) = found.quotations
    assert words(found, quotation.spans) == ["dass die Mauer fällt"]
    assert words(found, quotation.cue) == ["wird davon gesprochen"]
    assert words(found, quotation.speaker) == ["der AfD"]


def test_what_stands_in_marks_is_direct(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        ["Andere sagen : „ Doch , das darf man . “"],
        {"Source": ["Andere"], "Cue": ["sagen"], "Message": ["„ Doch , das darf man . “"]},
    )
    (quotation,) = found.quotations
    assert quotation.type is StatementType.DIRECT
    assert words(found, quotation.spans) == ["Doch, das darf man."]


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "message"),
    [
        ("Ich glaube , dass die Mauer hält .", "Ich", "glaube", "dass die Mauer hält"),
        ("Man sagt , dass die Mauer hält .", "Man", "sagt", "dass die Mauer hält"),
        ("Sie wissen , dass die Mauer hält .", "Sie", "wissen", "dass die Mauer hält"),
        ("Sie fordert die neue Mauer .", "Sie", "fordert", "die neue Mauer"),
        ("Sie sagt : Die Mauer hält .", "Sie", "sagt", "Die Mauer hält"),
        ("Sie nennt das „ Mauer “ .", "Sie", "nennt", "„ Mauer “"),
    ],
)
def test_of_events_in_doubt_nothing_is_known(
    tmp_path: Path, sentence: str, source: str, cue: str, message: str
) -> None:
    found = example(tmp_path, [sentence], {"Source": [source], "Cue": [cue], "Message": [message]})
    assert found.quotations == ()
    plain = message.replace("„ ", "„").replace(" “", "“")
    assert unknown(found, Layer.DIRECT) == unknown(found, Layer.OTHER) == [plain]
    assert unknown(found, Layer.SPEAKER) == [source]
    assert unknown(found, Layer.CUE) == [cue]


def test_another_form_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ReadError, match="not a speech"):
        list(read(file))


def test_the_corpus_is_read_whole(data: Path) -> None:
    found = list(read(data / "speaker-attribution" / "dev.jsonl.gz"))
    assert len(found) == 18
    assert sum(len(example.sentences) for example in found) > 700
    assert Counter(q.type for e in found for q in e.quotations)[StatementType.INDIRECT] > 5
    assert all(q.spans and (q.speaker or q.cue) for e in found for q in e.quotations)
    assert all(not example.text[s.start].isspace() for example in found for s in example.sentences)
