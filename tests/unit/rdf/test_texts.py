"""Graphs as text: what is taken as it stands, what is told of broken files, how little is done a triple."""

from __future__ import annotations

import gzip
import io
import tempfile
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import RdfError, SinkError
from newsgraph.rdf import texts
from newsgraph.rdf.build import build_graph
from newsgraph.rdf.canonical_lines import canonical_runs, runs_of
from newsgraph.rdf.formats import Encoding, Format
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.texts import read_texts, stream_texts, text_of

if TYPE_CHECKING:
    from tests.conftest import CallCounter

    from newsgraph.model import Annotations
    from newsgraph.rdf.texts import GraphText

NQUADS = Encoding(Format.NQUADS)
G, H = "<urn:x:g>", "<urn:x:h>"


def line(number: int, graph: str = G, value: str = "„ja“") -> str:
    return f'<urn:x:{number:06}> <urn:x:p> "{value}" {graph} .\n'


def streamed(data: bytes, encoding: Encoding = NQUADS) -> list[GraphText]:
    with stream_texts(io.BufferedReader(io.BytesIO(data)), encoding, "a.nq") as (_, some):
        return list(some)


def test_what_newsgraph_writes_is_taken_as_it_stands(annotations: Annotations) -> None:
    graph = build_graph(annotations)
    data = serialise([graph], Format.NQUADS)
    assert canonical_runs([data]) == {f"<{graph.graph}>".encode(): [(0, len(data))]}
    (text,) = read_texts(data, NQUADS)
    assert text == text_of(graph)
    assert text.ntriples == graph.to_ntriples()
    assert len(text) == len(graph)


@pytest.mark.parametrize(
    "odd",
    [
        "<urn:x:a> <urn:x:p> <urn:x:b> .\n",  # in no graph
        f"<urn:x:a> <urn:x:p> {G} .\n",  # in no graph, though it ends like one
        f"_:a <urn:x:p> <urn:x:b> {G} .\n",
        f"<urn:x:a> <urn:x:p> <urn:x:b> {G} . # note\n",
        f"<urn:x:a>  <urn:x:p> <urn:x:b> {G} .\n",
        f'<urn:x:a> <urn:x:p> "\\u0041" {G} .\n',
        f'<urn:x:a> <urn:x:p> "a"@DE {G} .\n',
        f'<urn:x:a> <urn:x:p> "a"^^<http://www.w3.org/2001/XMLSchema#string> {G} .\n',
        f'<urn:x:a> <urn:x:p> "\uffff" {G} .\n',
        f"<urn:x:ä> <urn:x:p> <urn:x:b> {G} .\n",
        f"<urn:x:%z> <urn:x:p> <urn:x:b> {G} .\n",
        *(f"<urn:x:a{sign}> <urn:x:p> <urn:x:b> {G} .\n" for sign in '"<\\^`{|} []'),
        *(f"<urn:x:a{sign}> <urn:x:p> <urn:x:b> {G} .\n" for sign in ("?[", "#[", "#a#")),
        f"<relative> <urn:x:p> <urn:x:b> {G} .\n",
        f"<urn:x:a> <urn:x:p> <urn:x:b> {G} .",
        "\n",
    ],
)
def test_what_is_not_surely_canonical_is_written_anew(odd: str) -> None:
    assert canonical_runs([(line(1) + odd).encode()]) is None


def test_lines_are_told_apart_by_their_graph_across_blocks() -> None:
    blocks = [(line(1) + line(2)).encode(), (line(3) + line(1, H)).encode(), line(4).encode()]
    size = len(blocks[1]) // 2
    expected = {b"<urn:x:g>": [(0, 3 * size), (4 * size, 5 * size)], b"<urn:x:h>": [(3 * size, 4 * size)]}
    assert canonical_runs(blocks) == runs_of(blocks) == expected


def test_a_triple_in_no_graph_that_ends_in_the_name_of_one_is_told_apart() -> None:
    loose = f"<urn:x:a> <urn:x:p> {G} .\n"
    assert list(runs_of([(line(1) + loose + line(2)).encode()])) == [b"<urn:x:g>", b""]


@pytest.mark.parametrize("value", ['"x <b"', '"x _:b"', '"<a> <b"', '"\\" <b"', '"x <b>"@de'])
def test_what_looks_like_the_name_of_a_graph_within_a_literal_is_none(value: str) -> None:
    loose = f"<urn:x:a> <urn:x:p> {value} .\n".encode()
    named = loose.replace(b" .\n", f" {G} .\n".encode())
    assert runs_of([loose]) == {b"": [(0, len(loose))]}
    assert runs_of([named]) == {G.encode(): [(0, len(named))]}


def test_the_work_does_not_grow_with_the_triples(count_calls: CallCounter) -> None:
    def calls(number: int) -> int:
        data = "".join(map(line, range(number))).encode()
        return count_calls(lambda: read_texts(data, NQUADS))

    calls(10)
    assert calls(1000) == calls(10)


def test_no_more_than_one_graph_of_a_large_file_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_BLOCK", 64)
    data = "".join(line(number, f"<urn:x:{number}>") for number in range(50)).encode()

    class Stream(io.BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            Stream.most = max(Stream.most, len(found))
            return found

    with stream_texts(Stream(data), NQUADS) as (number, some):  # type: ignore[arg-type]
        assert number == 50
        assert [text.graph for text in some] == [f"urn:x:{number}" for number in range(50)]
    assert Stream.most <= 64


@pytest.mark.parametrize("form", [Format.NQUADS, Format.TRIG, Format.JSONLD])
def test_an_error_in_a_large_file_is_told_before_its_first_graph(form: Format) -> None:
    good = serialise([graph_of("", "urn:x:g", [("<urn:x:a>", "<urn:x:p>", '"1"')])], form)
    data = good + b"nonsense\n"
    with pytest.raises(RdfError) as expected:
        load_graphs(data, form.value, where="a.nq")
    with (
        pytest.raises(RdfError) as told,
        stream_texts(io.BufferedReader(io.BytesIO(data)), Encoding(form), "a.nq"),
    ):
        pytest.fail("it was opened")
    assert str(told.value) == str(expected.value)


def test_bytes_that_are_no_characters_are_told_as_when_parsed() -> None:
    data = line(1).encode() + line(2).encode().replace("„".encode(), b"\xff")
    with pytest.raises(RdfError) as expected:
        load_graphs(data, "nquads", where="a.nq")
    with pytest.raises(RdfError) as told:
        read_texts(data, NQUADS, "a.nq")
    assert str(told.value) == str(expected.value)
    with pytest.raises(RdfError, match=r"a\.nq: not UTF-8"):
        streamed(data)


def test_triple_terms_are_refused() -> None:
    data = f"<urn:x:a> <urn:x:p> <<( <urn:x:a> <urn:x:b> <urn:x:c> )>> {G} .\n".encode()
    for read in (lambda: read_texts(data, NQUADS, "a.nq"), lambda: streamed(data)):
        with pytest.raises(RdfError, match=r"a\.nq: triple terms"):
            read()


def test_what_is_called_packed_and_is_not_is_damaged() -> None:
    packed = Encoding(Format.NQUADS, gzip=True)
    assert read_texts(gzip.compress(line(1).encode()), packed) == read_texts(line(1).encode(), NQUADS)
    with pytest.raises(RdfError, match="damaged gzip"):
        read_texts(line(1).encode(), packed)


def test_a_full_folder_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object, /) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    with pytest.raises(SinkError, match=r"No space left on device \(set TMPDIR"):
        streamed(b"<urn:x:g> { <urn:x:a> <urn:x:p> 1 }", Encoding(Format.TRIG))


def test_blank_nodes_have_names_of_their_own_and_the_digest_of_the_graph() -> None:
    data = f'_:a <urn:x:p> _:b {G} .\n_:b <urn:x:p> "_:a" {G} .\n_:a <urn:x:q> <urn:x:o> {H} .\n'.encode()
    one, two = read_texts(data, NQUADS)
    same = read_texts(data.replace(b"_:a", b"_:z"), NQUADS)
    assert [text.digest for text in same[1:]] == [two.digest]
    assert one.blank
    assert two.blank
    names = [{word for word in text.ntriples.split() if word.startswith("_:")} for text in (one, two)]
    assert [len(some) for some in names] == [2, 1]
    assert not names[0] & names[1]
    assert '"_:a"' in one.ntriples
