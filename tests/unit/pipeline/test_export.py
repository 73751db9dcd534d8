from __future__ import annotations

import errno
import gc
import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsgraph.errors import SinkError, UsageError
from newsgraph.pipeline.export import ExportPlan, export_graphs, parse_size, verify_export
from newsgraph.pipeline.outcome import FINE, IMPOSSIBLE, PARTLY
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.texts import GraphText
from newsgraph.sinks.export_order import Spool
from newsgraph.sinks.store import load_graphs as load
from newsgraph.vocab import ONTOLOGY_GRAPH, RDF, REGISTER_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsgraph.pipeline.transfer import Transfer

BASE = "https://data.example/article"


def graph(number: int, text: str = "alt", size: int = 5) -> ArticleGraph:
    article = f"{BASE}/{number:016x}"
    triples = [(f"<{article}>", f"<{SCHEMA.text}>", f'"{text} ä {i}"') for i in range(size)]
    triples.append((f"<{article}>", f"<{RDF.type}>", f"<{SCHEMA.NewsArticle}>"))
    return graph_of(article, f"{article}/graph", triples)


def quiet(_done: int, _total: int) -> None:
    pass


def write(folder: Path, name: str, graphs: Iterable[ArticleGraph], form: str = "nq") -> str:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(serialise(graphs, form))
    return str(file)


def export(folder: Path, *paths: str | Path, **options: Any) -> Transfer:  # noqa: ANN401  those of the plan
    return export_graphs(ExportPlan(folder, tuple(map(str, paths)), **options), quiet)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return found


def flaws(folder: Path) -> list[str]:
    return [str(error) for error in verify_export(folder, quiet).outcome.failures]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def graphs() -> list[ArticleGraph]:
    return [graph(number) for number in range(9)]


@pytest.fixture
def files(tmp_path: Path, graphs: list[ArticleGraph]) -> Path:
    """Return a folder of files in several formats whose order is not that of the graphs."""
    folder = tmp_path / "in"
    write(folder, "z.nq", [graphs[3], graphs[0]])
    write(folder, "b.trig.gz", [graphs[8], graphs[4], graphs[2]], "trig.gz")
    for number in (7, 6, 5, 1):
        write(folder, f"{9 - number}.ttl", [graphs[number]], "turtle")
    return folder


def test_parts_hold_the_graphs_in_order(files: Path, out: Path, graphs: list[ArticleGraph]) -> None:
    size = len(graphs[0].to_nquads().encode())
    result = export(out, files, part_size=2 * size)
    assert result.outcome.exit_code == FINE
    assert result.outcome.done == 9
    parts = sorted(out.glob("part-*.nq.gz"))
    assert [part.name for part in parts] == [f"part-0000{number}.nq.gz" for number in range(1, 6)]
    data = [gzip.decompress(part.read_bytes()).decode() for part in parts]
    assert "".join(data) == "".join(one.to_nquads() for one in graphs)
    assert [len(text) for text in data] == [2 * len(graphs[0].to_nquads())] * 4 + [len(graphs[0].to_nquads())]
    assert flaws(out) == []
    assert sorted(contents(out)) == [
        "graphs.tsv.gz",
        "manifest.json",
        *(part.name for part in parts),
    ]
    assert not (out / ".newsgraph-export").exists()


def test_the_manifest_tells_all(files: Path, out: Path, graphs: list[ArticleGraph]) -> None:
    export(out, files, part_size=2_000)
    told = manifest(out)
    assert (told["format"], told["version"], told["failed"]) == ("newsgraph-export", 1, 0)
    assert (told["graphs"], told["quads"]) == (9, sum(map(len, graphs)))
    for part in told["parts"]:
        data = (out / part["name"]).read_bytes()
        unpacked = gzip.decompress(data)
        held = load_graphs(unpacked, "nq")
        assert part == {
            "name": part["name"],
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "unpacked": len(unpacked),
            "graphs": len(held),
            "quads": sum(map(len, held)),
            "first": held[0].graph,
            "last": held[-1].graph,
        }
    rows = [
        line.split("\t")
        for line in gzip.decompress((out / "graphs.tsv.gz").read_bytes()).decode().split("\n")
    ]
    assert rows[0] == ["graph", "part", "quads", "digest"]
    assert [(row[0], int(row[2]), row[3]) for row in rows[1:-1]] == [
        (one.graph, len(one), graph_digest(one)) for one in graphs
    ]
    assert hashlib.sha256((out / "graphs.tsv.gz").read_bytes()).hexdigest() == told["table"]["sha256"]


def test_the_same_graphs_give_the_same_bytes(files: Path, tmp_path: Path, graphs: list[ArticleGraph]) -> None:
    export(tmp_path / "one", files, part_size=1_500)
    export(tmp_path / "two", write(tmp_path, "all.nq", reversed(graphs)), part_size=1_500)
    load(tmp_path / "store", graphs)
    export(tmp_path / "three", store=tmp_path / "store", part_size=1_500)
    assert contents(tmp_path / "one") == contents(tmp_path / "two") == contents(tmp_path / "three")


def test_the_head_of_a_part_holds_no_time_and_no_name(files: Path, out: Path) -> None:
    export(out, files)
    assert (out / "part-00001.nq.gz").read_bytes()[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"


def test_a_graph_larger_than_a_part_is_not_cut(out: Path, tmp_path: Path) -> None:
    large = [graph(1), graph(2, size=300), graph(3)]
    export(out, write(tmp_path, "all.nq", large), part_size=3_000)
    assert [part["graphs"] for part in manifest(out)["parts"]] == [1, 1, 1]


def test_blank_nodes_of_two_graphs_stay_two_in_one_part(out: Path, tmp_path: Path) -> None:
    blank = (("_:x", f"<{SCHEMA.name}>", '"_:x"'), ("<urn:a:a>", f"<{SCHEMA.about}>", "_:x"))
    one, other = (graph_of(f"urn:a:{name}", f"urn:a:{name}", blank) for name in "gh")
    export(out, write(tmp_path, "one.nq", [one]), write(tmp_path, "two.nq", [other]))
    read = load_graphs(gzip.decompress((out / "part-00001.nq.gz").read_bytes()), "nq")
    nodes = [{term for triple in graph.triples for term in triple if term.startswith("_:")} for graph in read]
    assert [len(found) for found in nodes] == [1, 1]
    assert nodes[0] != nodes[1]
    assert [graph_digest(graph) for graph in read] == [graph_digest(one)] * 2
    assert flaws(out) == []


def test_memory_does_not_grow_with_the_number_of_graphs(tmp_path: Path) -> None:
    write(tmp_path, "all.nq", [graph(number) for number in range(30)])
    most = 0
    spooled = Spool.graphs
    others = {id(x) for x in gc.get_objects() if type(x) is GraphText}  # what other tests keep

    def counted(spool: Spool) -> Iterable[GraphText]:
        nonlocal most
        for one in spooled(spool):
            most = max(most, sum(type(x) is GraphText and id(x) not in others for x in gc.get_objects()))
            yield one

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Spool, "graphs", counted)
        export(tmp_path / "out", tmp_path / "all.nq")
    assert most <= 3


def test_the_ontology_comes_along(files: Path, out: Path) -> None:
    export(out, files, with_ontology=True)
    assert manifest(out)["parts"][-1]["last"] == ONTOLOGY_GRAPH
    assert flaws(out) == []


def test_the_register_stays_behind(out: Path, tmp_path: Path) -> None:
    register = graph_of("", REGISTER_GRAPH, graph(1).triples)
    write(tmp_path, "all.nq", [graph(1), register])
    load(tmp_path / "store", [graph(1), register])
    export(out, tmp_path / "all.nq")
    assert manifest(out)["graphs"] == 1
    export(out, store=tmp_path / "store")
    assert manifest(out)["graphs"] == 1


def test_a_bad_file_is_named_and_the_rest_exported(files: Path, out: Path) -> None:
    (files / "c.nq").write_text(graph(20).to_nquads() + "no quads\n", encoding="utf-8")
    result = export(out, files)
    assert result.outcome.exit_code == PARTLY
    (failure,) = result.outcome.failures
    assert "c.nq" in str(failure)
    assert (manifest(out)["graphs"], manifest(out)["failed"]) == (9, 1)
    assert "1 input failed" in result.summary
    assert flaws(out) == []


def test_a_graph_that_two_files_hold_differently_is_a_failure(files: Path, out: Path) -> None:
    write(files, "later.nq", [graph(3, "neu"), graph(11)])
    result = export(out, files)
    (failure,) = result.outcome.failures
    assert "z.nq" in str(failure)
    assert "later.nq" in str(failure)
    assert (result.outcome.exit_code, manifest(out)["graphs"]) == (PARTLY, 10)


def test_triples_without_a_graph_are_a_failure(files: Path, out: Path) -> None:
    (files / "c.nt").write_text(f'<urn:a:a> <{SCHEMA.name}> "a" .\n', encoding="utf-8")
    (failure,) = export(out, files).outcome.failures
    assert "1 triples belong to no article" in str(failure)


def test_nothing_to_export_leaves_what_is_there(files: Path, out: Path, tmp_path: Path) -> None:
    export(out, files)
    before = contents(out)
    (tmp_path / "empty.nq").write_text("", encoding="utf-8")
    result = export(out, tmp_path / "empty.nq")
    assert result.outcome.exit_code == IMPOSSIBLE
    assert "no triples in this file" in str(result.outcome.failures[0])
    assert contents(out) == before


def test_an_export_takes_the_place_of_an_older_one_and_of_nothing_else(files: Path, out: Path) -> None:
    export(out, files, part_size=1_000)
    (out / "part-notes.txt").write_text("mine", encoding="utf-8")
    (out / "part-00099.nq.gz").write_bytes(b"mine")
    assert len(list(out.glob("part-*.nq.gz"))) > 2
    export(out, files)
    assert sorted(contents(out)) == [
        "graphs.tsv.gz",
        "manifest.json",
        "part-00001.nq.gz",
        "part-00099.nq.gz",
        "part-notes.txt",
    ]
    (flaw,) = flaws(out)
    assert "the manifest names no such part" in flaw


def test_a_foreign_file_in_the_way_is_not_overwritten(files: Path, out: Path) -> None:
    out.mkdir()
    (out / "part-00001.nq.gz").write_bytes(b"mine")
    with pytest.raises(SinkError, match="a file of this name is there"):
        export(out, files)
    assert contents(out) == {"part-00001.nq.gz": b"mine"}
    assert [file.name for file in out.iterdir()] == ["part-00001.nq.gz"]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "no JSON",
        '{"format": "other", "version": 1}',
        '{"format": "newsgraph-export", "version": 2}',
        (
            '{"format": "newsgraph-export", "version": 1, "graphs": 1, "quads": 1, "failed": 0, '
            '"table": {"name": "../precious", "bytes": 1, "sha256": ""}, "parts": []}'
        ),
    ],
)
def test_a_manifest_of_something_else_stops_the_export(text: str, files: Path, out: Path) -> None:
    out.mkdir()
    precious = out.parent / "precious"
    precious.write_text("mine", encoding="utf-8")
    (out / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(SinkError, match=r"manifest|layout"):
        export(out, files)
    assert [file.name for file in out.iterdir()] == ["manifest.json"]
    assert precious.exists()


@pytest.mark.parametrize("step", range(60))
def test_ended_at_any_step_nothing_is_half(step: int, files: Path, out: Path) -> None:
    """The system refuses the n-th thing asked of it: a manifest then tells the truth, or is not there."""
    export(out, files, part_size=1_000)
    older = manifest(out)
    write(files, "new.nq", [graph(30), graph(31)])
    left = step

    def broken(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401  whatever the real one takes
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", broken(Path.unlink))
        patch.setattr(Path, "replace", broken(Path.replace))
        patch.setattr(os, "fsync", broken(os.fsync))
        try:
            export(out, files, part_size=3_000)
        except SinkError as error:
            assert "the disk is full" in str(error)  # noqa: PT017
    if (out / "manifest.json").exists():
        assert flaws(out) == []
        assert manifest(out)["graphs"] in {older["graphs"], 11}
    export(out, files, part_size=3_000)
    assert manifest(out)["graphs"] == 11
    assert flaws(out) == []
    assert not (out / ".newsgraph-export").exists()


def test_a_kill_leaves_the_older_export_whole(files: Path, out: Path) -> None:
    export(out, files, part_size=1_000)
    before = contents(out)
    write(files, "new.nq", [graph(30)])
    script = (
        "import os, signal, sys\n"
        "from newsgraph.sinks import export\n"
        "export._put_in_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from newsgraph.cli import main\n"
        "main(['export', sys.argv[1], '-o', sys.argv[2]])\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(files), str(out)], check=False)  # noqa: S603
    assert killed.returncode == -9
    assert contents(out) == before
    assert (out / ".newsgraph-export").exists()
    export(out, files)
    assert manifest(out)["graphs"] == 10
    assert not (out / ".newsgraph-export").exists()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda out: (out / "part-00002.nq.gz").unlink(), "is missing"),
        (lambda out: (out / "part-00001.nq.gz").write_bytes(b""), "0 bytes, not"),
        (lambda out: (out / "graphs.tsv.gz").unlink(), "is missing"),
    ],
)
def test_harm_to_a_file_is_found(harm: Callable[[Path], object], said: str, files: Path, out: Path) -> None:
    export(out, files, part_size=2_000)
    harm(out)
    (flaw,) = flaws(out)
    assert said in flaw


def test_a_single_changed_byte_is_found(files: Path, out: Path) -> None:
    export(out, files)
    data = bytearray((out / "part-00001.nq.gz").read_bytes())
    data[len(data) // 2] ^= 1
    (out / "part-00001.nq.gz").write_bytes(data)
    (flaw,) = flaws(out)
    assert "SHA-256" in flaw
    assert verify_export(out, quiet).outcome.exit_code == PARTLY


def forge(out: Path, name: str, data: bytes) -> None:
    """Put other bytes into a file of an export, and have the manifest say that they are right."""
    (out / name).write_bytes(data)
    told = manifest(out)
    for file in (*told["parts"], told["table"]):
        if file["name"] == name:
            file.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    (out / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"alt ä 0"', '"neu ä 0"', "table and parts differ"),
        (
            f'<{BASE}/{8:016x}> <{SCHEMA.text}> "alt ä 4" <{BASE}/{8:016x}/graph> .\n',
            "",
            "table and parts differ",
        ),
    ],
)
def test_other_triples_than_the_table_says_are_found(
    old: str, new: str, said: str, files: Path, out: Path
) -> None:
    export(out, files)
    text = gzip.decompress((out / "part-00001.nq.gz").read_bytes()).decode()
    assert old in text
    forge(out, "part-00001.nq.gz", gzip.compress(text.replace(old, new).encode()))
    (flaw,) = flaws(out)
    assert said in flaw


def test_other_counts_than_the_manifest_says_are_found(files: Path, out: Path) -> None:
    export(out, files)
    told = manifest(out)
    told["quads"] += 1
    (out / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    (flaw,) = flaws(out)
    assert "9 graphs and 54 quads, not 9 and 55" in flaw


def test_a_table_of_other_columns_is_found(files: Path, out: Path) -> None:
    export(out, files)
    forge(out, "graphs.tsv.gz", gzip.compress(b"graph\n"))
    (flaw,) = flaws(out)
    assert "other columns" in flaw


def test_without_a_manifest_it_is_no_export(out: Path) -> None:
    out.mkdir()
    with pytest.raises(SinkError, match="the export was not finished"):
        verify_export(out, quiet)


def test_one_source_is_needed(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one source"):
        export(out)
    with pytest.raises(UsageError, match="one source"):
        export(out, "a", store=tmp_path)


@pytest.mark.parametrize("text", ["", "0", "MB", "-1", "1XB", "0.1B"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a size"):
        parse_size(text)
