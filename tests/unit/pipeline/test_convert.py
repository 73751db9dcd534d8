"""Converting a batch: where graphs go, what happens to bad articles, and that the bytes are the same."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsgraph.errors import SinkError, UsageError
from newsgraph.pipeline.convert import Conversion, Plan, convert_articles
from newsgraph.pipeline.validate import ValidationPlan, validate_files
from newsgraph.pipeline.verify import verify_files
from newsgraph.settings import Settings

FORMATS = ("x.ttl", "x.trig", "x.nt", "x.nq", "x.jsonld", "x.rdf", "x.nq.gz")


def convert(plan: Plan) -> Conversion:
    return convert_articles(plan, lambda _done, _total: None)


def test_a_folder_gets_one_turtle_file_an_article(article_file: Path, tmp_path: Path) -> None:
    result = convert(Plan((str(article_file.parent),), str(tmp_path / "graph")))
    names = [f.name for f in (tmp_path / "graph").iterdir()]
    assert result.outcome.exit_code == 0
    assert result.report.conforms
    assert len(names) == 1
    assert names[0].startswith("kaimauer-")
    assert names[0].endswith(".ttl")


def test_a_bad_article_is_named_and_the_others_are_converted(article_file: Path, tmp_path: Path) -> None:
    (article_file.parent / "empty.txt").write_text("")
    result = convert(Plan((str(article_file.parent),), str(tmp_path / "graph")))
    assert result.outcome.exit_code == 1
    assert result.outcome.done == 1
    assert [f.where for f in result.outcome.failures] == [str(article_file.parent / "empty.txt")]
    assert len(list((tmp_path / "graph").iterdir())) == 1


def test_an_article_that_trips_a_rule_is_named_too(
    article_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> object:
        raise ZeroDivisionError("a rule tripped")

    monkeypatch.setattr("newsgraph.pipeline.convert.annotate_article", trip)
    result = convert(Plan((str(article_file),), str(tmp_path / "graph")))
    assert result.outcome.exit_code == 3
    assert "a rule tripped" in str(result.outcome.failures[0])


def test_nothing_to_convert_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    target = tmp_path / "all.nq"
    target.write_text("what stood there before")
    result = convert(Plan((str(tmp_path / "empty.txt"),), str(target)))
    assert result.outcome.exit_code == 3
    assert target.read_text() == "what stood there before"


def test_two_files_with_one_url_are_one_article(article_file: Path, tmp_path: Path) -> None:
    (article_file.parent / "twin.txt").write_text(article_file.read_text(encoding="utf-8"), encoding="utf-8")
    result = convert(Plan((str(article_file.parent),), str(tmp_path / "all.trig")))
    assert result.outcome.done == 1
    assert "same URL" in str(result.outcome.failures[0])


def test_every_format_is_the_same_for_every_hash_seed(article_file: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        code = (
            "import sys; from newsgraph.pipeline.convert import Plan, convert_articles\n"
            "for name in sys.argv[2:]: convert_articles(Plan((sys.argv[1],), name), print)"
        )
        targets = [str(tmp_path / seed / name) for name in FORMATS]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", code, str(article_file), *targets]
        subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603  our own command
    for name in FORMATS:
        first, second = ((tmp_path / seed / name).read_bytes() for seed in ("1", "2"))
        assert first == second, name
        assert first


def test_more_processes_make_the_same_bytes(article_file: Path, tmp_path: Path) -> None:
    raw = article_file.read_text(encoding="utf-8")
    for number in range(4):
        copy = raw.replace("kaimauer-1234", f"kaimauer-{number}")
        (article_file.parent / f"copy-{number}.txt").write_text(copy, encoding="utf-8")
    for jobs in (1, 2):
        convert(Plan((str(article_file.parent),), str(tmp_path / f"{jobs}.nq"), jobs=jobs))
    assert (tmp_path / "1.nq").read_bytes() == (tmp_path / "2.nq").read_bytes()


def test_gzip_holds_the_plain_bytes(article_file: Path, tmp_path: Path) -> None:
    for name in ("x.nq", "x.nq.gz"):
        convert(Plan((str(article_file),), str(tmp_path / name)))
    assert gzip.decompress((tmp_path / "x.nq.gz").read_bytes()) == (tmp_path / "x.nq").read_bytes()


def test_an_unknown_format_is_refused(article_file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="known formats"):
        convert(Plan((str(article_file),), str(tmp_path / "graph"), format="docx"))


def test_a_target_that_cannot_be_written_is_named(article_file: Path, tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="missing"):
        convert(Plan((str(article_file),), str(tmp_path / "missing" / "x.nq")))
    assert not (tmp_path / "missing").exists()


def test_prune_removes_what_earlier_runs_left(article_file: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    convert(Plan((str(article_file),), str(graph)))
    article_file.rename(article_file.with_name("renamed.txt"))
    (graph / "mine.ttl").write_text("# not made by newsgraph\n")
    convert(Plan((str(article_file.parent),), str(graph), prune=True))
    assert sorted(f.name.partition("-")[0] for f in graph.iterdir()) == ["mine.ttl", "renamed"]


def test_an_extension_of_no_format_is_refused(article_file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.trig"):
        convert(Plan((str(article_file),), str(tmp_path / "x.docx")))


def test_the_dataset_is_described_in_a_file_of_its_own(article_file: Path, tmp_path: Path) -> None:
    settings = Settings(base="https://data.example/")
    described = tmp_path / "dataset.nq"
    convert(Plan((str(article_file),), str(tmp_path / "x.nq"), settings=settings, describe=described))
    written = described.read_text(encoding="utf-8")
    assert "<http://rdfs.org/ns/void#Dataset> <https://data.example/dataset/graph> ." in written
    assert "void#Dataset" not in (tmp_path / "x.nq").read_text(encoding="utf-8")
    both = [tmp_path / "x.nq", described]
    assert verify_files(both, article_file.parent, lambda _done, _total: None).outcome.exit_code == 0
    assert validate_files(ValidationPlan(tuple(both)), lambda _done, _total: None).outcome.exit_code == 0


def test_the_description_says_how_and_how_much_was_written(article_file: Path, tmp_path: Path) -> None:
    out, described = tmp_path / "x.nq.gz", tmp_path / "dataset.ttl"
    convert(Plan((str(article_file),), str(out), describe=described, title="Hafenbote"))
    told = described.read_text(encoding="utf-8")
    assert f"dcat:byteSize {out.stat().st_size} " in told
    assert "application/n-quads" in told
    assert 'dcterms:title "Hafenbote"' in told
    convert(Plan((str(article_file),), store=tmp_path / "store", describe=described))
    assert "dcat:distribution" not in described.read_text(encoding="utf-8")


def test_a_description_stays_as_it_was_where_nothing_came_through(tmp_path: Path) -> None:
    described = tmp_path / "dataset.ttl"
    described.write_text("as before", encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    assert convert(Plan((str(empty),), str(tmp_path / "out/"), describe=described)).outcome.exit_code == 3
    assert described.read_text(encoding="utf-8") == "as before"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (("data.docx", None), "no RDF format"),
        (("", None), "no file is named"),
        (("missing/data.ttl", None), "folder does not exist"),
        (("folder.ttl", None), "the output is a folder"),
        (("out.nq", None), "one file"),
        (("folder.ttl/../out.nq", None), "one file"),
        (("data.ttl", " "), "title is empty"),
        ((None, "Hafenbote"), "no description"),
    ],
)
def test_a_description_that_cannot_be_written_is_refused_before_any_work(
    article_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: tuple[str | None, str | None],
    what: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.ttl").mkdir()
    describe, title = given
    file = None if describe is None else Path(describe)
    with pytest.raises((UsageError, SinkError), match=what):
        convert(Plan((str(article_file),), "out.nq", describe=file, title=title))
    assert not Path("out.nq").exists()


def test_a_description_may_lie_in_the_folder_that_is_made(article_file: Path, tmp_path: Path) -> None:
    described = tmp_path / "graph" / "dataset.ttl"
    convert(Plan((str(article_file),), str(tmp_path / "graph"), describe=described))
    assert described.exists()


@pytest.mark.parametrize(("output", "form"), [("x.ttl", None), (None, "turtle")])
def test_a_store_takes_no_output_and_no_format(
    article_file: Path, tmp_path: Path, output: str | None, form: str | None
) -> None:
    with pytest.raises(UsageError, match=r"--output or --store|--format or --store"):
        convert(Plan((str(article_file),), output, form, store=tmp_path / "store"))
    assert not (tmp_path / "store").exists()


def test_an_unclosed_quotation_mark_is_told_and_harms_nothing(article_file: Path, tmp_path: Path) -> None:
    raw = article_file.read_text(encoding="utf-8").replace('Winter mehr"', "Winter mehr")
    article_file.write_text(raw, encoding="utf-8")
    result = convert(Plan((str(article_file),), str(tmp_path / "x.ttl")))
    assert result.outcome.exit_code == 0
    assert any("kaimauer.txt" in notice and "Die alte Mauer" in notice for notice in result.notices)
    written = (tmp_path / "x.ttl").read_text(encoding="utf-8")
    assert 'schema:text "Die Mauer sei erst 20 Jahre alt"' in written  # the next paragraph is as it was


def test_an_empty_output_is_refused(
    article_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no output is named"):
        convert_articles(Plan((str(article_file),), output=""), lambda _done, _total: None)
    assert not list(tmp_path.glob("*.ttl"))
