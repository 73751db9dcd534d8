from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from newsgraph.model import Span, StatementType
from training.readers.files import json_lines, lines, without
from training.readers.iob import blocks, chunks
from training.readers.overlap import apart, unmarked
from training.scheme import Quotation

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_end_at_line_feeds_only(tmp_path: Path) -> None:
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress("eins\u2028noch eins\r\nzwei\n".encode()))
    assert list(lines(file)) == ["eins\u2028noch eins", "zwei"]


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    torn = tmp_path / "a.jsonl.gz"
    torn.write_bytes(gzip.compress(b'{"a": 1}\n' * 99)[:-9])
    with pytest.raises(ReadError, match="cannot be read"):
        list(json_lines(torn))
    with pytest.raises(ReadError, match="cannot be read"):
        list(lines(tmp_path / "missing.tsv"))


def test_blocks_lie_between_blank_lines() -> None:
    assert list(blocks(["", "a", "b", " ", "", "c"])) == [["a", "b"], ["c"]]


def test_names_end_where_the_next_begins() -> None:
    tags = ["B-PER", "B-PER", "I-LOC", "I-LOC", "O", "I-ORG"]
    spans = [Span(2 * n, 2 * n + 1) for n in range(6)]
    assert list(chunks(tags, spans)) == [
        ("PER", Span(0, 1)),
        ("PER", Span(2, 3)),
        ("LOC", Span(4, 7)),
        ("ORG", Span(10, 11)),
    ]


def test_what_is_marked_is_taken_out_of_a_region() -> None:
    assert list(without(Span(2, 9), [Span(0, 3), Span(5, 6)])) == [Span(3, 5), Span(6, 9)]
    assert list(without(Span(2, 4), [Span(0, 9)])) == []


def test_only_statements_of_one_layer_are_rivals() -> None:
    outer = Quotation(StatementType.INDIRECT, (Span(0, 9),), speaker=(Span(10, 12),))
    inner = Quotation(StatementType.INDIRECT, (Span(5, 8),), speaker=(Span(1, 3),))
    literal = Quotation(StatementType.DIRECT, (Span(5, 8),))
    assert apart([inner, literal, outer]) == ((outer, literal), (inner,))
    doubtful = [(Layer.OTHER, Span(5, 8)), (Layer.SPEAKER, Span(1, 3)), (Layer.SPEAKER, Span(11, 14))]
    assert unmarked(doubtful, [outer]) == ((Layer.SPEAKER, Span(1, 3)), (Layer.SPEAKER, Span(12, 14)))
