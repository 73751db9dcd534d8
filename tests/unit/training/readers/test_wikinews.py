from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.errors import ReadError
from newsgraph.model import Medium, Span, StatementType
from training.readers.wikinews import read, read_unlabelled

if TYPE_CHECKING:
    from pathlib import Path

    from training.scheme import Example

TEXT = (
    "Ministerin Eva Sand sagte: „Die Mauer steht.“ Sie sei fest. Sie halte lange, „sehr lange“.\n\n"
    "Ihr Amt fordert neue Steine. Laut Jan Moor kommen sie, so Sand, bald."
)


def part(*words: str) -> dict[str, Any]:
    starts = [TEXT.index(word) for word in words]
    return {
        "spans": [{"charBegin": s, "charEnd": s + len(w)} for s, w in zip(starts, words, strict=True)],
        "text": " ".join(words),
    }


def annotation(
    kind: str, quote: dict[str, Any], medium: str = "Speech", **parts: dict[str, Any]
) -> dict[str, Any]:
    empty = {name: part() for name in ("speaker", "cue", "frame", "addressee")}
    return {**empty, "type": kind, "quote": quote, "medium": medium, **parts}


def example(tmp_path: Path, *annotations: dict[str, Any]) -> Example:
    file = tmp_path / "dev.jsonl.gz"
    record = {"documentName": "Mauer", "originalText": TEXT, "annotations": annotations}
    file.write_bytes(gzip.compress((json.dumps(record) + "\n").encode()))
    (found,) = read(file)
    return found


def words(spans: tuple[Span, ...]) -> list[str]:
    return [span.of(TEXT) for span in spans]


def test_paragraphs_are_numbered_and_split_into_sentences(tmp_path: Path) -> None:
    found = example(tmp_path)
    assert found.paragraphs == (0, 0, 0, 1, 1)
    assert words(found.sentences)[3] == "Ihr Amt fordert neue Steine."
    assert found.layers == frozenset(Layer) - {Layer.NAMES}


def test_direct_loses_its_marks_and_keeps_its_parts(tmp_path: Path) -> None:
    (quotation,) = example(
        tmp_path,
        annotation(
            "Direct",
            part("„Die Mauer steht.“"),
            speaker=part("Ministerin Eva Sand"),
            cue=part("sagte"),
            frame=part("Ministerin Eva Sand sagte:"),
        ),
    ).quotations
    assert words(quotation.spans) == ["Die Mauer steht."]
    assert words(quotation.speaker) == ["Ministerin Eva Sand"]
    assert words(quotation.cue) == ["sagte"]
    assert words(quotation.frame) == ["Ministerin Eva Sand sagte:"]
    assert quotation.media == frozenset({Medium.SPEECH})
    assert quotation.known == frozenset(Role)


def test_a_free_passage_is_one_statement_a_sentence(tmp_path: Path) -> None:
    passage = "Sie sei fest. Sie halte lange, „sehr lange“."
    found = example(
        tmp_path,
        annotation("IndirectFreeIndirect", part(passage), "SW", speaker=part("Ministerin Eva Sand")),
        annotation("Direct", part("„sehr lange“")),
    )
    free = [q for q in found.quotations if q.type is StatementType.INDIRECT_FREE_INDIRECT]
    assert [words(q.spans) for q in free] == [["Sie sei fest"], ["Sie halte lange, „sehr lange“"]]
    assert {words(q.speaker)[0] for q in free} == {"Ministerin Eva Sand"}
    assert free[0].media == frozenset({Medium.SPEECH, Medium.WRITING})
    assert any(words(q.spans) == ["sehr lange"] for q in found.quotations)


def test_of_a_reported_clause_nothing_is_known_but_its_speaker(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        annotation("Reported", part("Ihr Amt fordert neue Steine."), "none", speaker=part("Ihr Amt")),
    )
    (quotation,) = found.quotations
    assert quotation.spans == ()
    assert words(quotation.clause) == ["Ihr Amt fordert neue Steine"]
    assert quotation.media is None
    assert quotation.known == {Role.SPEAKER, Role.ADDRESSEE, Role.PART}
    assert {layer for layer, _ in found.unknown} == {Layer.OTHER, Layer.CUE, Layer.FRAME}


def test_the_outer_of_two_statements_stays_and_the_rest_is_unknown(tmp_path: Path) -> None:
    found = example(
        tmp_path,
        annotation("Indirect", part("bald"), speaker=part("Sand,")),
        annotation("Indirect", part("kommen sie", "bald"), speaker=part("Jan Moor"), cue=part("Laut")),
    )
    (quotation,) = found.quotations
    assert words(quotation.spans) == ["kommen sie", "bald"]
    assert [(layer, span.of(TEXT)) for layer, span in found.unknown] == [(Layer.SPEAKER, "Sand,")]


def test_unlabelled_texts_tell_nothing(tmp_path: Path) -> None:
    found = example(tmp_path, annotation("Indirect", part("bald")))
    (bare,) = read_unlabelled(tmp_path / "dev.jsonl.gz")
    assert (bare.text, bare.sentences) == (found.text, found.sentences)
    assert bare.layers == frozenset()
    assert bare.quotations == ()


@pytest.mark.parametrize("line", ["[]", "{", "{}", '{"documentName": "a", "originalText": "b"}'])
def test_another_form_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"x\.jsonl"):
        list(read(file))


def test_the_corpus_is_read_whole(data: Path) -> None:
    examples = list(read(data / "quotes-wikinews" / "dev.jsonl.gz"))
    kinds = Counter(q.type.value for e in examples for q in e.quotations)
    assert len(examples) == 150
    assert kinds == {
        "Indirect": 321,
        "Direct": 132,
        "IndirectFreeIndirect": 91,
        "Reported": 91,
        "FreeIndirect": 31,
    }
    quoted = [(e.text, q) for e in examples for q in e.quotations]
    direct = [(t, s) for t, q in quoted if q.type is StatementType.DIRECT for s in q.spans]
    assert all(t[s.start - 1] in "„\"'" for t, s in direct)
    said = Counter(c.of(t) for t, q in quoted for c in q.cue)
    assert [word for word, _ in said.most_common(1)] == ["sagte"]
