"""Both ways of validating find what pyshacl finds when it is called directly, result by result."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SH
from rdflib.plugins.sparql import prepareQuery

from newsgraph.model import LinkDecision, LinkPredicate, PersonAspect
from newsgraph.rdf.bridge import graph_of_quads
from newsgraph.rdf.build import build_graph
from newsgraph.rdf.build_links_graph import build_links_graph
from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.shape_choice import files_of
from newsgraph.rdf.shapes import Profile, choose_message
from newsgraph.rdf.validate import Engine, FileQuads, validate_graphs
from newsgraph.rdf.validate_paths import text_of_path
from newsgraph.resources import shapes_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Annotations, Result

HERE = Path(__file__).parent
SAMPLES = {
    "text": (HERE / "test_shapes_valid.ttl").read_text(encoding="utf-8"),
    "none": (HERE / "test_shapes_valid_none.ttl").read_text(encoding="utf-8"),
}
XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://w3id.org/newsgraph/data/"


class Patient(rdflib.Graph):
    """A graph that reads a query once, so that hundreds of runs of plain pyshacl end today."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as rdflib has it
        return super().query(_prepared(str(query_object)), *args, **kwargs)


@cache
def _prepared(text: str) -> Any:  # noqa: ANN401  rdflib's query
    return prepareQuery(text)


@cache
def _shapes(profile: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in files_of(shapes_dir(), Profile(profile).value):
        graph.parse(path)
    return graph


def _plain(quads: Iterable[ox.Quad], profile: str = "text") -> set[tuple[object, ...]]:
    """The results of pyshacl called directly: the shapes as their files have them, one article, no chunk."""
    data = Patient()
    data += graph_of_quads(quads)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib, where it compares ill-typed literals
        _, found, _ = pyshacl.validate(data, shacl_graph=_shapes(profile))
    results = found.objects(found.value(predicate=rdflib.RDF.type, object=SH.ValidationReport), SH.result)
    return {_told(found, result) for result in results}


def _told(found: rdflib.Graph, result: rdflib.term.Node) -> tuple[object, ...]:
    path, value = (found.value(result, term) for term in (SH.resultPath, SH.value))
    return (
        _name(found.value(result, SH.focusNode)),
        None if path is None else text_of_path(found, path),
        None if value is None else _name(value),
        getattr(value, "language", None) or str(getattr(value, "datatype", None) or ""),
        str(found.value(result, SH.sourceShape)),
        str(found.value(result, SH.sourceConstraintComponent)),
        str(found.value(result, SH.resultSeverity)),
        choose_message(found.objects(result, SH.resultMessage)),
    )


def _name(node: rdflib.term.Node | str | None) -> str:
    """A term as text; the names of blank nodes mean nothing."""
    return "_:" if isinstance(node, rdflib.BNode) or str(node).startswith("_:") else str(node)


def _ours(results: Iterable[Result]) -> set[tuple[object, ...]]:
    return {
        (
            *(_name(result.focus), result.path, None if result.value is None else _name(result.value)),
            (result.value_type or "").removeprefix(f"{XSD}string").removeprefix("@"),
            *(result.shape, result.constraint, str(SH[result.severity]), result.message),
        )
        for result in results
    }


def _file(text: str, name: str = "x.ttl") -> FileQuads:
    return FileQuads(name, tuple(ox.parse(text, format=ox.RdfFormat.TURTLE)), text, "turtle")


def _cases() -> list[tuple[str, str]]:
    lines = (HERE / "test_shapes_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.replace("⏎", "\n").replace("§", "article/1111222233334444").split("\t") for line in lines]
    assert len(rows) > 150
    return [(SAMPLES[profile].replace(old, new, 1), profile) for _, old, new, profile in rows]


def test_every_invalid_example_gives_the_results_of_plain_pyshacl() -> None:
    cases = _cases()
    files = [_file(text, f"{number}.ttl") for number, (text, _) in enumerate(cases)]
    results = validate_graphs(files).results
    for number, (text, profile) in enumerate(cases):
        mine = [result for result in results if result.file == f"{number}.ttl"]
        # What an edit changes in ng:textMode decides by which profile a graph is checked.
        told = "none" if 'ng:textMode "none"' in text else "text"
        assert _ours(mine) == _plain(files[number].quads, told), (number, profile)
    some = files[::20]
    assert validate_graphs(some, engine=Engine.PYSHACL) == validate_graphs(some)


LITERALS = [
    *('""', '" "', '"x"', '"„Ja“"', '"\\n"', '"de"@de', '"de"@DE'),
    *(f'"{value}"^^<{XSD}integer>' for value in ("0", "1", "-1", "7", "99", "07", "+7", "x", "1.0", " 7")),
    *(f'"{value}"^^<{XSD}decimal>' for value in ("0.5", "1.5", "-0.1", "1.", ".5", "1", "0.50", "x")),
    *(f'"{value}"^^<{XSD}date>' for value in ("2024-05-03", "2024-02-31", "2024-5-3", "02024-05-03", "Mai")),
    *(
        f'"{value}"^^<{XSD}dateTime>'
        for value in ("2024-05-03T10:00:00", "2024-05-03T10:00:00Z", "2024-05-03")
    ),
    *(f'"{value}"^^<{XSD}dateTime>' for value in ("2024-05-03T24:00:00", "2024-05-03T10:00:00+15:00")),
    *(f'"{value}"^^<{XSD}boolean>' for value in ("true", "1", "yes")),
    *(f'"7"^^<{XSD}{name}>' for name in ("nonNegativeInteger", "double", "int", "string", "anyURI")),
    '"x"^^<urn:x:own>',
]


def _triples(text: str) -> list[tuple[str, str, str]]:
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    return sorted((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


TRIPLES = {profile: _triples(text) for profile, text in SAMPLES.items()}
TYPE = f"<{rdflib.RDF.type}>"


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, str]]]:
    """Draw a profile and the triples of its sample with one to four of them lost, doubled or changed."""
    profile = draw(st.sampled_from(sorted(TRIPLES)))
    triples = list(TRIPLES[profile])
    nodes = sorted({t[0] for t in triples} | {t[2] for t in triples if t[2][0] == "<"})
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(triples) - 1))
        subject, predicate, obj = triples[place]
        other = draw(st.sampled_from([*nodes, *LITERALS, "_:b"]))
        kind = draw(st.integers(0, 7))
        if kind == 0:
            triples.pop(place)
        elif kind == 1:
            triples[place] = (subject, predicate, other)
        elif kind == 2:
            triples.append((subject, predicate, other))
        elif kind == 3:
            triples[place] = (subject, draw(st.sampled_from(triples))[1], obj)
        elif kind == 4:
            triples.append((draw(st.sampled_from(triples))[0], predicate, obj))
        elif kind == 5:
            triples[place] = (subject, predicate.replace("https://schema", "http://schema"), obj)
        elif kind == 6:
            triples.append((subject, TYPE, draw(st.sampled_from([t[2] for t in triples if t[1] == TYPE]))))
        else:
            triples = [t for t in triples if t[0] != subject] or triples
    return profile, triples


@settings(max_examples=25, deadline=None)
@given(mutations())
def test_whatever_is_broken_both_ways_find_what_plain_pyshacl_finds(
    mutated: tuple[str, list[tuple[str, str, str]]],
) -> None:
    profile, triples = mutated
    text = "".join(f"{' '.join(triple)} .\n" for triple in triples)
    told = {t[2] for t in triples if t[1].endswith("textMode>")}
    profile = "none" if '"none"' in told else "text"
    try:
        plain = _plain(ox.parse(text, format=ox.RdfFormat.TURTLE), profile)
    except pyshacl.errors.ReportableRuntimeError:  # it has no order of blank nodes, and ends
        return
    for engine in Engine:
        report = validate_graphs([_file(text)], engine=engine)
        # With nothing of newsgraph left, or with two articles, there is not one graph to compare.
        if report.graphs == 1:
            assert _ours(report.results) == plain, engine


def _renamed(graph: ArticleGraph, number: int, name: str = "Erika Sandmann") -> ArticleGraph:
    """The same article under another IRI, with the person's name spelled in another way."""
    old = graph.article.rpartition("/")[2]
    new = f"{number:016x}"
    lines = "\n".join("\t".join(triple) for triple in graph.triples if triple[2] != '"siehe oben"')
    lines = lines.replace(old, new).replace('"Erika Sandmann"', f'"{name}"')
    triples = [(s, p, o) for s, p, o in (line.split("\t") for line in lines.split("\n"))]
    return graph_of(graph.article.replace(old, new), graph.graph.replace(old, new), triples)


@pytest.fixture(name="corpus")
def corpus_and_links(annotations: Annotations) -> list[ArticleGraph]:
    """Four articles that name one person in two spellings, and the graph that links them."""
    graph = build_graph(annotations)
    articles = [_renamed(graph, n, name) for n, name in enumerate(("Erika Sandmann", "Erica Sandmann") * 2)]
    one, two = articles[0].article, articles[1].article
    person = f"{BASE}person/erika-sandmann"
    statements = [next(s[1:-1] for s, _, _ in a.triples if f"{a.article}/statement/" in s) for a in articles]
    decisions = [
        LinkDecision(statements[0], LinkPredicate.SAME_UTTERANCE, statements[1], "the same words", 0.9),
        LinkDecision(f"{one}/person/sandmann", LinkPredicate.SAME_PERSON, person, "the same office", 0.8),
        LinkDecision(one, LinkPredicate.NEAR_DUPLICATE, two, "the same report", 0.7),
    ]
    links = build_links_graph(BASE, decisions, [PersonAspect(f"{two}/person/erika-sandmann", person, two)])
    return [*articles, links]


@pytest.mark.parametrize("engine", Engine)
def test_links_and_shared_people_break_nothing(corpus: list[ArticleGraph], engine: Engine) -> None:
    for graph in corpus:
        assert _plain(graph.quads(), "none" if "links" in graph.graph else "text") == set()
        assert validate_graphs([graph], engine=engine).results == ()
    assert validate_graphs(corpus, engine=engine).results == ()
    for form in (Format.TRIG, Format.TURTLE):
        for graphs in ([corpus[-1]], corpus[:-1], corpus):
            quads = tuple(ox.parse(serialise(graphs, form), format=getattr(ox.RdfFormat, form.name)))
            report = validate_graphs([FileQuads(f"x{form.extension}", quads)], engine=engine)
            assert report.results == (), (form, len(graphs))
