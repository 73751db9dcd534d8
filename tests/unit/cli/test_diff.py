"""The command `diff`: lines, JSON, patch, side by side on a terminal, and what it refuses."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from newsgraph.cli import console, main
from newsgraph.cli.side_by_side import print_comparison
from newsgraph.iris import hash_of
from newsgraph.pipeline.diff import compare_states
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.terms import iri, string
from newsgraph.vocab import NG, RDF, SCHEMA

ARTICLE = "https://data.example/article/0123456789abcdef"


def run(*arguments: object) -> int:
    """Return the exit code of a call."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    code = left.value.code
    assert isinstance(code, int)
    return code


def write(file: Path, *said: str, persons: tuple[str, ...] = ("Ada Vogt",)) -> Path:
    """Write the graph of an article with these people, the first of whom says all."""
    people = {name: f"https://data.example/person/{name.lower().replace(' ', '-')}" for name in persons}
    rows = [
        (ARTICLE, RDF.type, iri(SCHEMA.NewsArticle)),
        (ARTICLE, SCHEMA.headline, string("Streit [um] den Hof")),
    ]
    for name, node in people.items():
        rows += [(node, RDF.type, iri(SCHEMA.Person)), (node, SCHEMA.name, string(name))]
    for text in said:
        node = f"{ARTICLE}/statement/{hash_of(text)}"
        rows += [
            (node, RDF.type, iri(NG.Statement)),
            (node, SCHEMA.text, string(text)),
            (node, NG.speaker, iri(people[persons[0]])),
        ]
    graph = graph_of(ARTICLE, f"{ARTICLE}/graph", [(iri(s), iri(p), o) for s, p, o in rows])
    file.write_text(graph.to_nquads(), encoding="utf-8")
    return file


@pytest.fixture(name="states")
def two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    before = write(Path("a.nq"), "Wir gehen nicht vom Hof", "Das Geld ist ausgegeben")
    return before, write(
        Path("b.nq"), "Wir gehen bald vom Hof", "Niemand war da", persons=("Ada Vogt", "Ben Lind")
    )


def test_lines_where_nobody_watches(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", *states) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == f"Streit [um] den Hof  <{ARTICLE}>"
    assert sorted(told.out.splitlines()[1:]) == [
        "      text: Wir gehen nicht vom Hof → Wir gehen bald vom Hof",
        "  + Person · Ben Lind · in 1 article, before in 0",
        "  + Statement · Ada Vogt · Niemand war da",
        "  - Statement · Ada Vogt · Das Geld ist ausgegeben",
        "  ~ Statement · Ada Vogt · Wir gehen bald vom Hof",
    ]
    assert told.err.strip() == "2 added, 1 withdrawn, 1 changed"


def test_json_is_a_list(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", *states, "--json", "--exit-code") == 1
    told = json.loads(capsys.readouterr().out)
    assert [d["change"] for d in told if d["kind"] == "Person"] == ["added"]
    assert told[0]["articles"] == {"before": 0, "after": 1}
    (changed,) = (d for d in told if d["change"] == "changed")
    assert changed["details"] == [
        {"term": SCHEMA.text, "before": "Wir gehen nicht vom Hof", "after": "Wir gehen bald vom Hof"}
    ]
    assert changed["previous"] != changed["node"]
    assert run("diff", states[0], states[0], "--json", "--exit-code") == 0
    again = capsys.readouterr()
    assert json.loads(again.out) == []
    assert "A and B are the same file or folder" in again.err


def test_a_patch_goes_to_stdout_or_a_file(
    states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", *states, "--patch", "--exit-code") == 1
    text = capsys.readouterr().out
    assert text.startswith("H id <urn:uuid:")
    assert text.endswith("TC .\n")
    for name in ("c.rdfp", "c.rdfp.gz"):
        assert run("diff", *states, "--patch", "-o", name) == 0
    assert Path("c.rdfp").read_text("utf-8") == text
    assert gzip.decompress(Path("c.rdfp.gz").read_bytes()).decode() == text
    assert run("diff", states[0], states[0], "--patch", "--exit-code") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line[0] in "AD"] == []


def test_a_file_that_cannot_be_read_makes_no_patch(
    states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path("b")
    folder.mkdir()
    states[1].rename(folder / "b.nq")
    (folder / "broken.ttl").write_text("<a")
    assert run("diff", states[0], folder, "--patch", "-o", "c.rdfp") == 3
    assert not Path("c.rdfp").exists()
    assert "would count as withdrawn" in capsys.readouterr().err
    assert run("diff", states[0], folder) == 1


def test_apply_brings_a_store_to_b(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", states[0], "--store", "news.store") == 0
    capsys.readouterr()
    assert run("diff", *states, "--apply", "--store", "news.store", "--dry-run") == 0
    assert capsys.readouterr().out == f"~ {ARTICLE}/graph\n"
    assert run("diff", "news.store", states[0], "--exit-code") == 0
    assert run("diff", *states, "--apply", "--store", "news.store") == 0
    assert run("diff", *states, "--apply", "--store", "news.store") == 0
    assert "1 in place already" in capsys.readouterr().err
    assert run("diff", "news.store", states[1], "--exit-code") == 0
    write(states[0], "Etwas anderes")
    write(states[1], "Noch etwas anderes")
    assert run("diff", *states, "--apply", "--store", "news.store") == 3
    assert "neither as in A nor as in B" in capsys.readouterr().err
    assert run("diff", *states, "--apply", "--store", "news.store", "--force") == 0
    assert run("diff", "news.store", states[1], "--exit-code") == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--json", "--patch"),
        ("--apply",),
        ("--apply", "--store", "s", "--endpoint", "http://a.example"),
        ("--apply", "--json", "--store", "s"),
        ("--store", "s"),
        ("--dry-run",),
        ("--force",),
        ("--apply", "--endpoint", "ftp://a.example"),
        ("-o", "c.rdfp"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    states: tuple[Path, Path], options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("diff", *states, *options) == 2
    assert "error" in capsys.readouterr().err


@pytest.mark.usefixtures("states")
@pytest.mark.parametrize("names", [("nowhere.nq", "b.nq"), ("a.nq", "nowhere.nq"), ("a.nq", "")])
def test_a_state_that_is_not_there(names: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("diff", *names) == 3
    assert capsys.readouterr().out == ""


def test_standard_input_is_a_state(
    states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with states[1].open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert run("diff", states[0], "-") == 0
    assert "1 withdrawn" in capsys.readouterr().err
    assert run("diff", "-", "-") == 2


def on_terminal(
    states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, width: int, *, plain: bool = False
) -> str:
    """Return what a terminal of that width shows, with its codes."""
    seen = io.StringIO()
    terminal = Console(
        file=seen, width=width, force_terminal=True, highlight=False, no_color=plain, color_system="standard"
    )
    monkeypatch.setattr(console, "out", terminal)
    monkeypatch.setattr(console, "emit", lambda text: terminal.print(text, markup=False))
    with compare_states(*states) as comparison:
        print_comparison(comparison)
    return seen.getvalue()


def test_a_wide_terminal_shows_both_sides(states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_terminal(states, monkeypatch, 120, plain=True)
    line = next(line for line in shown.splitlines() if "nicht" in line)
    left, right = line.split("│")
    assert "Wir gehen [-nicht-] vom Hof" in left
    assert "Wir gehen {+bald+} vom Hof" in right
    assert all(len(line) <= 200 for line in shown.splitlines())
    assert "Streit [um] den Hof" in shown
    assert "+ people new (1): Ben Lind" in shown


def test_who_is_still_named_elsewhere_is_neither_new_nor_gone(
    states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = states[1].read_text("utf-8").replace(ARTICLE, ARTICLE[:-1] + "0")
    folders = (Path("one"), Path("other"))
    for folder, file in zip(folders, states, strict=True):
        folder.mkdir()
        file.rename(folder / "a.nq")
        (folder / "b.nq").write_text(elsewhere, "utf-8")
    for pair in (folders, folders[::-1]):
        shown = on_terminal(pair, monkeypatch, 120, plain=True)
        assert "Ben Lind" in shown
        assert "people" not in shown


def test_a_mended_name_is_shown_once_and_in_the_heading(
    states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(states[1], "Wir gehen nicht vom Hof", "Das Geld ist ausgegeben", persons=("Ada Voogt",))
    shown = on_terminal(states, monkeypatch, 120, plain=True)
    assert (shown.count("[-Vogt-]"), shown.count("{+Voogt+}"), "name:" in shown) == (1, 1, False)


def test_a_narrow_terminal_shows_one_under_the_other(
    states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = on_terminal(states, monkeypatch, 80, plain=True)
    lines = shown.splitlines()
    at = next(number for number, line in enumerate(lines) if "[-nicht-]" in line)
    assert "{+bald+}" in lines[at + 1]
    assert "│" not in lines[at]


def test_colours_are_never_alone(states: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_terminal(states, monkeypatch, 120)
    assert "\x1b[9;31mnicht\x1b[0m" in shown  # struck out and red
    assert "\x1b[4;32mbald\x1b[0m" in shown  # underlined and green
    assert "[-nicht-]" not in shown


def test_nothing_changed_says_so(states: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    copy = Path("copy.nq")
    copy.write_bytes(states[0].read_bytes())
    assert run("diff", states[0], copy, "--exit-code") == 0
    told = capsys.readouterr()
    assert (told.out, told.err.strip()) == ("", "no difference")
