from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from newsgraph.model import Medium, StatementType
from training.readers.pseudo import read

if TYPE_CHECKING:
    from pathlib import Path

    from training.scheme import Example

TEXT = (
    "Der Kanzler will die Brücke bauen. „Wir bauen die Brücke im Mai“, sagte Ministerin Eva Sand. "
    "Das Wetter ist schön.\n\nAm Montag gab es Streit um die „rote Linie“ im Hafen. Die Kosten seien hoch. "
    "Laut Jan Moor kommen die Steine bald. Die Partei kritisierte den Plan scharf."
)


@pytest.fixture
def example(tmp_path: Path) -> Example:
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(gzip.compress((json.dumps({"documentName": "x", "originalText": TEXT}) + "\n").encode()))
    (found,) = read(path)
    return found


def test_what_the_rules_find_is_taken(example: Example) -> None:
    found = [
        (one.type, [span.of(TEXT) for span in one.spans], [span.of(TEXT) for span in one.speaker])
        for one in example.quotations
    ]
    assert (StatementType.DIRECT, ["Wir bauen die Brücke im Mai"], ["Ministerin Eva Sand"]) in found
    assert (StatementType.INDIRECT, ["kommen die Steine bald"], ["Jan Moor"]) in found
    assert example.quotations[0].media == frozenset({Medium.SPEECH})
    assert example.corpus == "wikinews-texts"


def test_a_continuation_has_the_speaker_of_what_it_continues(example: Example) -> None:
    (one,) = [one for one in example.quotations if one.type is StatementType.INDIRECT_FREE_INDIRECT]
    assert [span.of(TEXT) for span in one.spans] == ["Die Kosten seien hoch"]
    assert [span.of(TEXT) for span in one.speaker] == ["Ministerin Eva Sand"]


def test_of_what_the_rules_are_not_sure_of_nothing_is_known(example: Example) -> None:
    unknown = {span.of(TEXT) for _, span in example.unknown}
    assert any("„rote Linie“" in words for words in unknown)
    # Reported speech is where the rules err most: what they find of it is not taken.
    assert any("kritisierte den Plan" in words for words in unknown)
    assert not any(one.type is StatementType.REPORTED for one in example.quotations)
    # That a sentence without any sign of speech holds none is known.
    assert not any("Wetter" in words for words in unknown)


def test_unknown_is_unknown_in_every_layer_that_is_learned(example: Example) -> None:
    assert not example.layers & {Layer.NAMES, Layer.CLAUSE}
    for span in {span for _, span in example.unknown}:
        assert {layer for layer, other in example.unknown if other == span} == example.layers


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Das Wetter."}\n'))
    with pytest.raises(ReadError, match="no Wikinews article"):
        list(read(path))
