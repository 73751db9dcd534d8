"""The shipped shapes: a graph that conforms, and the same graph broken in one place a case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.util import guess_format

import newsgraph
from newsgraph.errors import ShapesError
from newsgraph.model import Report, Result, Rule, Severity
from newsgraph.rdf.shape_choice import ShapeChoice, files_of
from newsgraph.rdf.shapes import Profile, choose_message, load_shapes
from newsgraph.rdf.validate import FileQuads, validate_graphs
from newsgraph.resources import ontology_dir, shapes_dir
from newsgraph.vocab import NG, SCHEMA, SCHEMA_HTTP

HERE = Path(__file__).parent
TEXT = (HERE / "test_shapes_valid.ttl").read_text(encoding="utf-8")
NONE = (HERE / "test_shapes_valid_none.ttl").read_text(encoding="utf-8")
SEARCH = (HERE / "test_shapes_valid_search.ttl").read_text(encoding="utf-8")
SAMPLES = {"text": TEXT, "none": NONE, "search": SEARCH}
FOR_SEARCH = ShapeChoice(profiles=("search",))
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
        base = SAMPLES[self.profile]
        assert self.old in base, f"not in the sample: {self.old}"
        return base.replace(self.old, self.new, 1)


def _cases() -> list[Case]:
    files = [HERE / "test_shapes_cases.tsv", HERE / "test_shapes_cases_search.tsv"]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    rows = [line.replace("⏎", "\n").replace("§", "article/1111222233334444").split("\t") for line in lines]
    return [Case(results.strip("-"), old, new, profile) for results, old, new, profile in rows]


CASES = _cases()


@pytest.fixture(scope="session")
def found() -> dict[str, list[Result]]:
    """The results of all cases, validated in one go: they share every IRI and must not mix."""
    by_file: dict[str, list[Result]] = {}
    for choice, profiles in ((None, ("text", "none")), (FOR_SEARCH, ("search",))):
        files = [
            _file(f"{number}.ttl", case.text) for number, case in enumerate(CASES) if case.profile in profiles
        ]
        files += [_file(f"{profile}.ttl", SAMPLES[profile]) for profile in profiles]
        report = validate_graphs(files, choice)
        assert report.graphs >= len(files) > len(profiles)
        for result in report.results:
            by_file.setdefault(result.file or "", []).append(result)
    return by_file


def _file(name: str, text: str) -> FileQuads:
    return FileQuads(name, ox.parse(text, format=ox.RdfFormat.TURTLE), text, "turtle")


def _named(result: Result) -> str:
    constraint = result.constraint.rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"{result.shape.removeprefix(SHAPES)}/{constraint}"


@pytest.mark.parametrize("profile", SAMPLES)
def test_valid(found: dict[str, list[Result]], profile: str) -> None:
    assert found.get(f"{profile}.ttl", []) == []


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c.results}-{i}" for i, c in enumerate(CASES)])
def test_invalid_gives_exactly(found: dict[str, list[Result]], number: int) -> None:
    results = found.get(f"{number}.ttl", [])
    assert sorted({_named(result) for result in results}) == sorted(CASES[number].results.split())
    assert all(result.article == ARTICLE for result in results if not _is_outside(result))
    assert all(result.severity is SEVERITIES[result.shape] and result.message for result in results)


def _is_outside(result: Result) -> bool:
    return not result.focus.startswith(("https://data.example/", "urn:x:"))


def _rules() -> dict[str, Rule]:
    shapes = [load_shapes(profile=profile) for profile in Profile]
    return {rule.shape: rule for part in (*shapes, load_shapes(FOR_SEARCH)) for rule in part.rules}


SEVERITIES = {name: rule.severity for name, rule in _rules().items()}


def test_every_rule_has_a_case() -> None:
    covered = {SHAPES + name.partition("/")[0] for case in CASES for name in case.results.split()}
    assert set(_rules()) == covered


NEVER_ALONE = {
    "Article": "an article without an IRI has no text",
    "ArticleWording-articleBody": "the words stand in one of the bodies alone",
    "Evidenced-evidence": "words without a place are not verbatim",
    "Evidenced-ownText": "another text is that of an article that the graph does not describe",
    "HttpSchemaLink-predicate": "nor is the predicate one that a link may have",
    "Part-isPartOf": "without an article no text can be the article's own",
    "Quotation-spokenByCharacter": "who is no speaker of a quotation is none of the statement",
    "QuotationWording-halfMark": "marks that do not lie in the evidence are not verbatim",
    "QuotationWording-text": "marks that do not lie in the evidence are not verbatim",
    "QuoteWording-exact": "words without a place are not verbatim",
    "SearchArticle-author": "who is gone has no address",
    "SearchArticle-headline": "offsets count in the headline too",
    "SpanLength": "nor does the body have the words there",
    "Statement-addresseeEvidence": "words without a place are not verbatim",
    "Statement-cueEvidence": "words without a place are not verbatim",
    "Statement-frameEvidence": "words without a place are not verbatim",
    "Statement-speakerEvidence": "words without a place are not verbatim",
    "StatementWording-addresseeMention": "what is no string or two is not verbatim",
    "StatementWording-cue": "what is no string or two is not verbatim",
    "StatementWording-frame": "what is no string or two is not verbatim",
    "StatementWording-speakerMention": "what is no string or two is not verbatim",
    "StatementWording-speakerNotCue": "the words are not those of the place",
    "Text-wasDerivedFrom": "the article has lost its text",
}
"""Rules that another rule breaks with, whatever one does, and why."""


def test_every_rule_is_broken_by_itself_in_a_case() -> None:
    alone = {
        names.pop()
        for case in CASES
        if len(names := {n.partition("/")[0] for n in case.results.split()}) == 1
    }
    assert {name.removeprefix(SHAPES) for name in _rules()} - alone == set(NEVER_ALONE)


def test_valid_examples_give_every_rule_something_to_check() -> None:
    data = Graph().parse(data=TEXT, format="turtle")
    for rule in load_shapes().rules:
        if "Http" not in rule.shape:
            assert _has_focus(data, load_shapes().graph, URIRef(rule.shape)), rule.shape


def _has_focus(data: Graph, shapes: Graph, shape: URIRef) -> bool:
    classes = any((None, RDF.type, kind) in data for kind in shapes.objects(shape, SH.targetClass))
    return classes or any((None, term, None) in data for term in shapes.objects(shape, SH.targetSubjectsOf))


def _shipped() -> list[Path]:
    files = {path for profile in Profile for path in files_of(shapes_dir(), profile.value)}
    files |= set((shapes_dir() / "profile-search").glob("*.ttl"))
    assert len(files) > 10
    return sorted(files)


QUERIES = "sparql.ttl"
"""The one file with SPARQL constraints: whoever has an engine without them leaves it out."""


@pytest.mark.parametrize("path", _shipped(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_shapes_are_core_but_for_one_file(path: Path) -> None:
    graph = Graph().parse(path, format=guess_format(path.name))
    terms = {
        str(term).removeprefix(str(SH))
        for triple in graph
        for term in triple
        if str(term).startswith(str(SH))
    }
    beyond = {"js", "rule", "expression", "target", "values", "construct", "ask"}
    queries = {"sparql", "select", "prefixes"}
    assert not terms & beyond
    assert terms & queries == (queries if path.name == QUERIES else set())


@pytest.mark.parametrize("path", _shipped(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_shapes_speak_both_languages(path: Path) -> None:
    graph = Graph().parse(path, format=guess_format(path.name))
    rules = {URIRef(name) for name in _rules()}
    for shape in rules.intersection(graph.subjects()) | set(graph.subjects(RDF.type, SH.PropertyShape)):
        languages = sorted(
            str(m.language) for m in graph.objects(shape, SH.message) if isinstance(m, Literal)
        )
        assert languages == ["de", "en"], shape
        assert (shape, SH.severity, None) in graph, shape


def test_queries_declare_their_prefixes_and_look_at_little() -> None:
    graph = Graph().parse(shapes_dir() / QUERIES)
    constraints = list(graph.objects(None, SH.sparql))
    assert constraints
    for constraint in constraints:
        query = str(graph.value(constraint, SH.select))
        declared = [
            one for p in graph.objects(constraint, SH.prefixes) for one in graph.objects(p, SH.declare)
        ]
        known = {str(graph.value(one, SH.prefix)) for one in declared}
        assert set(re.findall(r"\b([a-z]+):[A-Za-z]", query)) <= known
        assert "$this" in query.partition("WHERE")[0]
    targets = {str(target) for target in graph.objects(None, SH.targetClass)}
    assert targets == {str(SCHEMA.NewsArticle)}, "a query is read again for each node that it aims at"


def _schema_terms() -> set[str]:
    """The terms of schema.org that the package writes or asks for."""
    source = Path(newsgraph.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*.py")]
    return {name for text in texts for name in re.findall(r"\bSCHEMA\.([A-Za-z]+)", text)}


def test_http_in_place_of_https_is_seen_for_every_term_that_is_written() -> None:
    graph = Graph().parse(shapes_dir() / "schema-http.ttl")
    listed = {
        str(term).removeprefix(str(SCHEMA_HTTP))
        for target in (SH.targetClass, SH.targetSubjectsOf)
        for term in graph.objects(None, target)
    }
    written = _schema_terms()
    assert len(written) > 30
    assert written - listed == set()


def test_the_path_of_http_terms_has_all_that_it_is_aimed_at() -> None:
    graph = Graph().parse(shapes_dir() / "schema-http.ttl")
    aims = set(graph.objects(URIRef(f"{SHAPES}HttpSchemaProperty"), SH.targetSubjectsOf))
    (choice,) = graph.objects(None, SH.alternativePath)
    assert set(Collection(graph, choice)) == aims


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
    relative = {p: [f.relative_to(tmp_path).as_posix() for f in files_of(tmp_path, p.value)] for p in Profile}
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
