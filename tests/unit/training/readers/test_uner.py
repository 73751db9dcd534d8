from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from training.readers.uner import read

if TYPE_CHECKING:
    from pathlib import Path

    from training.scheme import Example

HEAD = "# newdoc id = n1\n# sent_id = n1-1\n# text = "


def block(text: str, *rows: str) -> str:
    lines = [f"{n}\t{row.replace(' ', chr(9))}\t-\teva" for n, row in enumerate(rows, start=1)]
    return "\n".join([HEAD + text, *lines, "", ""])


def examples(tmp_path: Path, content: str) -> list[Example]:
    file = tmp_path / "x.iob2"
    file.write_text(content, encoding="utf-8")
    return list(read(file))


def test_names_lie_in_the_text_as_it_is_given(tmp_path: Path) -> None:
    content = block(
        "„Eva Sand“ kam  aus Kiel.",
        "„ O", "Eva B-PER", "Sand I-PER", "“ O", "kam O", "aus O", "Kiel B-LOC", ". O",
    )  # fmt: skip
    (found,) = examples(tmp_path, content)
    assert found.text == "„Eva Sand“ kam  aus Kiel."
    assert [(n.span.of(found.text), n.label) for n in found.names] == [("Eva Sand", "PER"), ("Kiel", "LOC")]
    assert found.labels == {"PER", "ORG", "LOC"}
    assert found.id == "n1-1"


@pytest.mark.parametrize(("word", "known"), [("Polizei", False), ("Russland", False), ("Siemens", True)])
def test_bodies_without_a_name_and_countries_are_left_open(tmp_path: Path, word: str, known: bool) -> None:
    (found,) = examples(tmp_path, block(f"{word} schweigt.", f"{word} B-ORG", "schweigt O", ". O"))
    assert [n.label for n in found.names] == (["ORG"] if known else [])
    assert [layer for layer, _ in found.unknown] == ([] if known else [Layer.NAMES])


def test_tokens_that_are_not_the_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not follow"):
        examples(tmp_path, block("Kiel schweigt.", "Kiel B-LOC", ". O"))


def test_the_corpus_is_read_whole(data: Path) -> None:
    found = list(read(data / "uner-pud" / "de_pud-ud-test.iob2"))
    assert len(found) == 1000
    counts = Counter(name.label for example in found for name in example.names)
    assert (counts["PER"], counts["LOC"]) == (418, 429)
    assert counts["ORG"] + sum(len(example.unknown) for example in found) == 192
    assert "Kori Schulman" in {name.span.of(e.text) for e in found for name in e.names}
