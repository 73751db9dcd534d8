"""The shipped shapes: a graph that conforms, and the same graph broken in one place a case."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, URIRef
from rdflib.util import guess_format

from newsgraph.errors import ShapesError
from newsgraph.model import Report, Result, Severity
from newsgraph.rdf.shapes import Profile, choose_message, find_shape_files, load_shapes
from newsgraph.rdf.validate import FileQuads, validate_graphs
from newsgraph.resources import ontology_dir, shapes_dir
from newsgraph.vocab import NG

HERE = Path(__file__).parent
TEXT = (HERE / "test_shapes_valid.ttl").read_text(encoding="utf-8")
NONE = (HERE / "test_shapes_valid_none.ttl").read_text(encoding="utf-8")
SHAPES = "https://w3id.org/newsgraph/shapes#"
ARTICLE = "https://data.example/article/1111222233334444"


class Case(NamedTuple):
    """`old` becomes `new`, and the results are `shape/constraint` and no more."""

    results: str
    old: str
    new: str
    profile: str = "text"

    @property
    def text(self) -> str:
        base = TEXT if self.profile == "text" else NONE
        assert self.old in base, f"not in the sample: {self.old}"
        return base.replace(self.old, self.new, 1)


def _cases() -> list[Case]:
    lines = (HERE / "test_shapes_cases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [
        line.replace("⏎", "\n").replace("§", "article/1111222233334444").split("\t") for line in lines[1:]
    ]
    return [Case(results.strip("-"), old, new, profile) for results, old, new, profile in rows]


CASES = _cases()


@pytest.fixture(scope="session")
def found() -> dict[str, list[Result]]:
    """The results of all cases, validated in one go: they share every IRI and must not mix."""
    files = [_file(f"{number}.ttl", case.text) for number, case in enumerate(CASES)]
    report = validate_graphs([*files, _file("text.ttl", TEXT), _file("none.ttl", NONE)])
    assert report.graphs >= len(CASES) + 2
    by_file: dict[str, list[Result]] = {}
    for result in report.results:
        by_file.setdefault(result.file or "", []).append(result)
    return by_file


def _file(name: str, text: str) -> FileQuads:
    return FileQuads(name, ox.parse(text, format=ox.RdfFormat.TURTLE), text, "turtle")


def _named(result: Result) -> str:
    constraint = result.constraint.rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"{result.shape.removeprefix(SHAPES)}/{constraint}"


@pytest.mark.parametrize("name", ["text.ttl", "none.ttl"])
def test_valid(found: dict[str, list[Result]], name: str) -> None:
    assert found.get(name, []) == []


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c.results}-{i}" for i, c in enumerate(CASES)])
def test_invalid_gives_exactly(found: dict[str, list[Result]], number: int) -> None:
    results = found.get(f"{number}.ttl", [])
    assert sorted({_named(result) for result in results}) == sorted(CASES[number].results.split())
    assert all(result.article == ARTICLE for result in results if not _is_outside(result))
    assert all(result.severity is Severity.VIOLATION and result.message for result in results)


def _is_outside(result: Result) -> bool:
    return not result.focus.startswith(("https://data.example/", "urn:x:"))


def test_every_rule_has_a_case() -> None:
    rules = {rule.shape for profile in Profile for rule in load_shapes(profile=profile).rules}
    covered = {SHAPES + name.partition("/")[0] for case in CASES for name in case.results.split()}
    assert rules == covered


def test_valid_examples_give_every_rule_something_to_check() -> None:
    data = Graph().parse(data=TEXT, format="turtle")
    for rule in load_shapes().rules:
        if "Http" not in rule.shape:
            assert _has_focus(data, load_shapes().graph, URIRef(rule.shape)), rule.shape


def _has_focus(data: Graph, shapes: Graph, shape: URIRef) -> bool:
    classes = any((None, RDF.type, kind) in data for kind in shapes.objects(shape, SH.targetClass))
    return classes or any((None, term, None) in data for term in shapes.objects(shape, SH.targetSubjectsOf))


def _shipped() -> list[Path]:
    files = {path for profile in Profile for path in find_shape_files(shapes_dir(), profile)}
    assert len(files) > 7
    return sorted(files)


@pytest.mark.parametrize("path", _shipped(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_shapes_are_core_and_speak_both_languages(path: Path) -> None:
    graph = Graph().parse(path, format=guess_format(path.name))
    terms = {term for triple in graph for term in triple if str(term).startswith(str(SH))}
    beyond = {"sparql", "js", "rule", "expression", "target", "values", "construct", "select", "ask"}
    assert not {str(term).removeprefix(str(SH)) for term in terms} & beyond
    for shape in set(graph.subjects(RDF.type, SH.PropertyShape)):
        languages = sorted(
            str(m.language) for m in graph.objects(shape, SH.message) if hasattr(m, "language")
        )
        assert languages == ["de", "en"], shape
        assert (shape, SH.severity, None) in graph, shape


def test_terms_of_the_shapes_are_in_the_ontology() -> None:
    files = sorted(ontology_dir().glob("*.ttl"))
    assert files
    known = {str(subject) for path in files for subject in Graph().parse(path).subjects()}
    terms = {term for profile in Profile for term in load_shapes(profile=profile).terms}
    assert {term for term in terms if term.startswith(str(NG))} - known == set()


def test_messages_come_in_the_language_asked_for() -> None:
    case = next(case for case in CASES if case.results == "Article-headline/MinCount")
    english = validate_graphs([_file("x.ttl", case.text)])
    german = validate_graphs([_file("x.ttl", case.text)], language="de")
    assert "exactly one headline" in english.results[0].message
    assert "genau eine Überschrift" in german.results[0].message


def test_choose_message_falls_back() -> None:
    shapes = load_shapes().graph
    messages = list(shapes.objects(URIRef(f"{SHAPES}Article-headline"), SH.message))
    assert choose_message(messages, "fr") == choose_message(messages, "en")
    assert choose_message([]) == ""


def _write(folder: Path, text: str, name: str = "my.ttl") -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:my:> .\n{text}")
    return folder


def test_shapes_of_the_user_take_the_place_of_the_shipped(tmp_path: Path) -> None:
    _write(
        tmp_path,
        ":S a sh:NodeShape ; sh:targetClass <https://schema.org/Place> ; "
        "sh:property [ sh:path <https://schema.org/geo> ; sh:minCount 1 ; sh:severity sh:Warning ] .",
    )
    report = validate_graphs([_file("x.ttl", TEXT)], tmp_path)
    assert [(r.shape, r.severity, r.path) for r in report.results] == [
        ("urn:my:S", Severity.WARNING, "https://schema.org/geo")
    ] * 2
    assert report.conforms
    assert [r.focus for r in report.results] == [
        "https://data.example/place/musterland",
        "https://data.example/place/musterstadt",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("this is no turtle", "cannot be read"),
        ("<urn:a> <urn:b> <urn:c> .", "no SHACL shapes"),
        (
            ":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:minCount 1 ] .",
            "ill-formed|cannot be used",
        ),
        (
            ':S a sh:PropertyShape ; sh:targetClass :C ; sh:path :p ; sh:minCount "one" .',
            "ill-formed|cannot be used",
        ),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    _write(tmp_path, text)
    with pytest.raises(ShapesError, match=said):
        validate_graphs([_file("x.ttl", TEXT)], tmp_path)


def test_no_shapes(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="no shapes in this folder"):
        validate_graphs([], tmp_path)
    with pytest.raises(ShapesError, match="no such folder"):
        validate_graphs([], tmp_path / "missing")


def test_profile_replaces_files_of_the_same_name(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl", "profile-none/b.ttl", "profile-none/c.ttl", "profile-text/d.ttl"):
        _write((tmp_path / name).parent, "", Path(name).name)
    relative = {
        p: [f.relative_to(tmp_path).as_posix() for f in find_shape_files(tmp_path, p)] for p in Profile
    }
    assert relative[Profile.TEXT] == ["a.ttl", "b.ttl", "profile-text/d.ttl"]
    assert relative[Profile.NONE] == ["a.ttl", "profile-none/b.ttl", "profile-none/c.ttl"]


def test_results_name_the_nearest_named_shape_and_the_path(tmp_path: Path) -> None:
    _write(
        tmp_path,
        ":S a sh:NodeShape ; sh:targetClass <https://w3id.org/newsgraph/ns#Mention> ; "
        "sh:property [ sh:path ( [ sh:inversePath :a ] [ sh:zeroOrMorePath :b ] ) ; sh:maxCount 0 ] .",
    )
    report: Report = validate_graphs(
        [_file("x.ttl", TEXT + "<urn:x> <urn:my:a> <article/1111222233334444/mention/1> .")], tmp_path
    )
    assert [(r.shape, r.path) for r in report.results] == [("urn:my:S", "^<urn:my:a>/<urn:my:b>*")]
