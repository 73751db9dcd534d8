from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from training.readers.germeval import read

if TYPE_CHECKING:
    from pathlib import Path

TWO = """#\thttp://beispiel.example/1\t[2010-01-01]\t
1\tDie\tO\tO
2\tdeutsche\tB-LOCderiv\tO
3\tStiftung\tB-ORG\tO
4\tKiel\tI-ORG\tB-LOC
5\t(\tO\tO
6\tSPD-nah\tB-ORGpart\tO
7\t)\tO\tO
8\tlobte\tO\tO
9\tEva\tB-PER\tO
10\tSand\tI-PER\tO
11\tJan\tB-PER\tO
12\t.\tO\tO

1\t"\tO\tO
2\tFaust\tB-OTH\tO
3\t"\tO\tO
"""


def test_outer_names_are_read_and_derivations_are_not(tmp_path: Path) -> None:
    file = tmp_path / "ner.tsv"
    file.write_text(TWO, encoding="utf-8")
    first, second = read(file)
    assert first.text == "Die deutsche Stiftung Kiel (SPD-nah) lobte Eva Sand Jan."
    assert [(name.span.of(first.text), name.label) for name in first.names] == [
        ("Stiftung Kiel", "ORG"),
        ("Eva Sand", "PER"),
        ("Jan", "PER"),
    ]
    assert first.layers == {Layer.NAMES}
    assert [span.of(second.text) for span in second.sentences] == ['"Faust"']
    assert [(name.span.of(second.text), name.label) for name in second.names] == [("Faust", "OTH")]


def test_other_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ner.tsv"
    file.write_text("1\tKiel\tB-LOC\n", encoding="utf-8")
    with pytest.raises(ReadError, match="four columns"):
        list(read(file))


def test_the_corpus_has_its_published_size(data: Path) -> None:
    dev = list(read(data / "germeval14" / "NER-de-dev.tsv"))
    counts = Counter(name.label for example in dev for name in example.names)
    assert len(dev) == 2200
    assert counts == {"LOC": 763, "PER": 711, "ORG": 496, "OTH": 269}
    assert all(name.span.of(e.text).strip() == name.span.of(e.text) for e in dev for name in e.names)
    assert sum(1 for _ in read(data / "germeval14" / "NER-de-test.tsv")) == 5100
