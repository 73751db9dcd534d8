"""Validation of graphs and files: what is found, where, and what is not mixed up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import SH

from newsgraph.errors import RdfError, ShapesError
from newsgraph.model import Annotations, Article, Mention, Person, Severity, Span, Statement, StatementType
from newsgraph.rdf.build import build_graph
from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import Triple
from newsgraph.rdf.validate import Engine, FileQuads, validate_graphs
from newsgraph.rdf.validate_units import Unit
from newsgraph.resources import ontology_dir
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

HERE = Path(__file__).parent
SAMPLE = (HERE / "test_shapes_valid.ttl").read_text(encoding="utf-8")
SHAPES = "https://w3id.org/newsgraph/shapes#"
OTHER = "5555666677778888"
THIS = "1111222233334444"
FORMATS = {
    form: getattr(ox.RdfFormat, name)
    for form, name in zip(
        Format, ("TURTLE", "TRIG", "N_TRIPLES", "N_QUADS", "JSON_LD", "RDF_XML"), strict=True
    )
}


def _file(text: str, name: str = "graph/x.ttl", form: Format = Format.TURTLE) -> FileQuads:
    return FileQuads(name, ox.parse(text, format=FORMATS[form]), text, form.value)


def _annotations(name: str = "Erika Muster") -> Annotations:
    text = "Neue Brücke\n\n„Wir bauen“, sagte Erika Muster."
    start = text.index("Erika")
    person = Person(name, mentions=(Mention((Span(start, start + 12),), "Erika Muster"),))
    statement = Statement(
        (Span(text.index("Wir"), text.index("“")),), StatementType.DIRECT, speakers=(person,), confidence=0.9
    )
    article = Article(
        id=THIS,
        text=text,
        digest="0" * 64,
        headline="Neue Brücke",
        published=date(2024, 5, 3),
        origin="a.txt",
    )
    return Annotations(article, persons=(person,), statements=(statement,))


def _without(graph: ArticleGraph, predicate: str) -> ArticleGraph:
    kept = [triple for triple in graph.triples if not triple[1].endswith(f"{predicate}>")]
    assert len(kept) < len(graph.triples)
    return graph_of(graph.article, graph.graph, kept, graph.origin)


@pytest.mark.parametrize("mode", TextMode)
def test_what_is_built_conforms(mode: TextMode) -> None:
    report = validate_graphs([build_graph(_annotations(), Settings(text=mode))])
    assert (report.results, report.graphs, report.sources, report.conforms) == ((), 1, ("a.txt",), True)
    assert f"{SHAPES}Statement-type" in report.shapes


def test_a_result_says_what_and_where() -> None:
    graph = _without(build_graph(_annotations()), "statementType")
    results = validate_graphs([graph]).results
    assert {result.shape for result in results} == {f"{SHAPES}Statement-type", f"{SHAPES}Quotation-type"}
    first = next(result for result in results if result.shape == f"{SHAPES}Statement-type")
    assert first.article == graph.article
    assert first.focus.startswith(f"{graph.article}/statement/")
    assert first.path == "https://w3id.org/newsgraph/ns#statementType"
    assert first.excerpt == "Wir bauen"
    assert (first.file, first.line, first.severity) == ("a.txt", None, Severity.VIOLATION)
    assert first.constraint == str(SH.MinCountConstraintComponent)


def test_evidence_is_recognised_by_what_it_proves() -> None:
    graph = _without(build_graph(_annotations()), "oa#start")
    excerpts = {result.excerpt for result in validate_graphs([graph]).results}
    assert excerpts == {"Wir bauen", "Erika Muster"}


def test_text_and_activity_are_recognised_by_the_headline_and_an_article_without_one_by_nothing() -> None:
    whole = build_graph(_annotations())
    for predicate in ("textDigest", "annotator"):
        (result,) = validate_graphs([_without(whole, predicate)]).results
        assert result.excerpt == "Neue Brücke"
    (result,) = validate_graphs([_without(whole, "headline")]).results
    assert result.excerpt is None


def test_nothing_of_newsgraph() -> None:
    foreign = _file('<urn:x:a> a <https://schema.org/Person> ; <https://schema.org/name> "A" .')
    ontology = [_file(path.read_text(encoding="utf-8"), path.name) for path in ontology_dir().glob("*.ttl")]
    assert ontology
    report = validate_graphs([foreign, _file(""), *ontology])
    assert (report.graphs, report.results, report.sources) == (0, (), ())


def test_http_schema_is_newsgraph_gone_wrong() -> None:
    report = validate_graphs([_file("<urn:x:a> a <http://schema.org/NewsArticle> .")])
    assert [result.shape for result in report.results] == [f"{SHAPES}HttpSchemaClass-type"]


def test_profile_follows_the_graph_and_not_its_neighbours() -> None:
    full, bare = (build_graph(_annotations(), Settings(text=mode)) for mode in (TextMode.FULL, TextMode.NONE))
    lying = graph_of(
        bare.article,
        bare.graph,
        [(s, p, '"quotes"' if p.endswith("textMode>") else o) for s, p, o in bare.triples],
    )
    assert validate_graphs([full, bare, full]).conforms
    missing = {result.shape.removeprefix(SHAPES) for result in validate_graphs([full, lying]).results}
    assert missing == {"StatementWording-text", "MentionWording-surface", "EvidenceWording-quote"}


def test_a_node_of_another_article_does_not_tell_how_this_one_was_made() -> None:
    told = ("<https://a.example/article/0123456789abcdef/activity>", f"<{NG.textMode}>", '"none"')
    assert Unit((told,)).withheld
    assert not Unit((told,), borrowed=frozenset({told[0]})).withheld


def test_one_person_with_two_names_in_two_articles_is_no_violation() -> None:
    graphs = [build_graph(_annotations(name)) for name in ("Jörg Muster", "Joerg Muster")]
    other = ArticleGraph(
        graphs[1].article.replace(THIS, OTHER),
        graphs[1].graph.replace(THIS, OTHER),
        tuple((s.replace(THIS, OTHER), p, o.replace(THIS, OTHER)) for s, p, o in graphs[1].triples),
    )
    assert validate_graphs([graphs[0], other]).results == ()
    for form in Format:
        data = serialise([graphs[0], other], form).decode()
        report = validate_graphs([_file(data, f"x{form.extension}", form)])
        assert (report.graphs, report.results) == (2, ()), form


def _two_articles(change: tuple[str, str] = ("", "")) -> FileQuads:
    """Return a file without named graphs in which two articles share a person."""
    graph = build_graph(_annotations())
    text = serialise([graph], Format.NTRIPLES).decode()
    return _file((text + text.replace(THIS, OTHER)).replace(*change), "x.nt", Format.NTRIPLES)


def test_what_articles_of_one_file_share_is_spared_too_many_values_and_nothing_else() -> None:
    assert validate_graphs([_two_articles()]).results == ()
    name = '<https://schema.org/name> "Erika Muster" .'
    number = name.replace('"Erika Muster"', "<urn:x:Erika>")
    shapes = {r.shape.removeprefix(SHAPES) for r in validate_graphs([_two_articles((name, number))]).results}
    assert "Named-name" in shapes


def test_too_many_values_of_what_one_article_has_are_found_in_a_file_without_named_graphs() -> None:
    again = '<https://schema.org/headline> "Neue Brücke" .'
    text = serialise([build_graph(_annotations())], Format.NTRIPLES).decode()
    line = next(line for line in text.splitlines() if line.endswith(again))
    twice = text + line.replace("Neue", "Alte") + "\n"
    (result,) = validate_graphs([_file(twice, "x.nt", Format.NTRIPLES)]).results
    assert result.constraint.endswith("MaxCountConstraintComponent")


def test_a_description_in_another_graph_does_not_help() -> None:
    whole = build_graph(_annotations())
    bare = _without(whole, "schema.org/name")
    bare = graph_of(bare.article, bare.graph, [t for t in bare.triples if not t[2].endswith("/Person>")])
    alone = validate_graphs([bare]).results
    assert f"{SHAPES}Statement-speaker" in {result.shape for result in alone}
    assert {r.shape for r in validate_graphs([whole, bare]).results} == {r.shape for r in alone}


def test_the_same_graph_twice() -> None:
    broken = _without(build_graph(_annotations()), "headline")
    assert len(validate_graphs([broken, broken]).results) == 1
    files = [_file(serialise([broken], Format.TURTLE).decode(), name) for name in ("a.ttl", "b.ttl")]
    assert [result.file for result in validate_graphs(files).results] == ["a.ttl", "b.ttl"]


def test_the_order_of_graphs_does_not_change_the_report() -> None:
    whole = build_graph(_annotations())
    graphs = [whole, _without(whole, "headline"), _without(whole, "inLanguage"), whole]
    reports = [validate_graphs(order) for order in (graphs, graphs[::-1], graphs[1:] + graphs[:1])]
    assert reports[0] == reports[1] == reports[2]
    assert len(reports[0].results) == 2


class _Counted(tuple[Triple, ...]):
    """Triples that know how many of their kind are in memory."""

    __slots__ = ()
    alive = 0

    def __new__(cls, triples: Iterable[Triple]) -> Self:
        cls.alive += 1
        return super().__new__(cls, triples)

    def __del__(self) -> None:
        type(self).alive -= 1


@pytest.mark.parametrize("engine", Engine)
def test_one_graph_at_a_time_is_in_memory(engine: Engine) -> None:
    whole = build_graph(_annotations())
    alive = []

    def graphs() -> Iterator[ArticleGraph]:
        for number in range(6):
            triples = whole.triples if number % 2 else _without(whole, "headline").triples
            yield ArticleGraph(whole.article, whole.graph, _Counted(triples))
            alive.append(_Counted.alive)

    report = validate_graphs(graphs(), engine=engine)
    assert (report.graphs, len(report.results)) == (6, 1)
    # When the next is asked for, the last may still hang on an exception that the engine has caught.
    assert max(alive) <= 2


def test_what_pyshacl_cannot_do_names_the_file() -> None:
    text = SAMPLE.replace("oa:start 0", "oa:start [ a oa:Choice ]")
    with pytest.raises(ShapesError, match=r"y\.ttl.*BlankNode"):
        validate_graphs([_file(SAMPLE), _file(text, "y.ttl")])


def test_classes_of_one_file_are_not_those_of_another() -> None:
    own = "<urn:x:Desk> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <https://schema.org/Organization> ."
    text = SAMPLE.replace("<organization/dpa> a schema:Organization", "<organization/dpa> a <urn:x:Desk>")
    assert text != SAMPLE
    results = validate_graphs([_file(SAMPLE + own), _file(text + own, "y.ttl"), _file(text, "z.ttl")]).results
    assert {r.file for r in results} == {"z.ttl"}
    assert f"{SHAPES}Article-sourceOrganization" in {r.shape for r in results}


def test_patterns_see_the_names_that_nodes_have(tmp_path: Path) -> None:
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:my:S> sh:targetClass <https://schema.org/Person> ; "
    )
    (tmp_path / "s.ttl").write_text(f'{shape} sh:pattern "^https://data[.]example/person/[a-z-]+$" .')
    assert validate_graphs([_file(SAMPLE), _file(SAMPLE, "y.ttl")], tmp_path).results == ()


@pytest.mark.parametrize("form", Format)
def test_file_and_line(form: Format) -> None:
    graph = _without(build_graph(_annotations()), "refersTo")
    text = serialise([graph], form).decode()
    results = validate_graphs([_file(text, f"x{form.extension}", form)]).results
    mention = next(r for r in results if r.shape.endswith("Mention-refersTo"))
    person = next(r for r in results if r.shape.endswith("Person-mention"))
    for result, name in ((mention, "mention/"), (person, "erika-muster")):
        assert result.file == f"x{form.extension}"
        assert result.line is not None
        line = text.splitlines()[result.line - 1]
        assert name in line, line
        assert (result.article, result.excerpt) == (graph.article, "Erika Muster")


def test_blank_nodes_are_checked_and_keep_their_names() -> None:
    extra = "_:who a <https://schema.org/Organization> . _:who <https://schema.org/name> 'Amt' ."
    results = validate_graphs([_file(SAMPLE), _file(SAMPLE + extra, "y.ttl")]).results
    assert [(r.shape, r.file) for r in results] == [(f"{SHAPES}Named", "y.ttl")]
    assert results[0].focus.startswith("_:")


def test_nameless_nodes_have_the_same_names_on_every_run() -> None:
    extra = "[] a <https://schema.org/Organization> . _:mine a <https://schema.org/Organization> ."
    runs = [validate_graphs([_file(SAMPLE + extra)]).results for _ in range(2)]
    assert runs[0] == runs[1]
    assert {result.focus for result in runs[0]} == {"_:anon1", "_:mine"}


def test_what_is_not_described_is_found_by_what_leads_to_it(tmp_path: Path) -> None:
    shape = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:my:S> sh:targetObjectsOf "
    shape += "<https://w3id.org/newsgraph/ns#cue>, <urn:x:p> ; sh:nodeKind sh:IRI ."
    (tmp_path / "s.ttl").write_text(shape)
    extra = "<person/erika-muster> <urn:x:q> [ <urn:x:p> [ <urn:x:r> 1 ] ] ."
    sample = SAMPLE.replace('ng:cue "sagte"', 'ng:cue "meinte"')
    found = {
        r.focus[:2]: r
        for r in validate_graphs([_file(sample), _file(sample + extra, "y.ttl")], tmp_path).results
    }
    cue, blank = found["me"], found["_:"]
    assert (cue.focus, cue.excerpt, cue.article) == (
        "meinte",
        "Wir bauen",
        f"https://data.example/article/{THIS}",
    )
    assert (blank.file, blank.excerpt) == ("y.ttl", "Erika Muster")
    line = sample.splitlines()[(blank.line or 0) - 1]
    assert line.startswith("<person/erika-muster> a schema:Person")


def test_triple_terms_are_refused() -> None:
    text = "<urn:x:a> <urn:x:b> <<( <urn:x:c> <urn:x:d> <urn:x:e> )>> ."
    with pytest.raises(RdfError, match="triple terms"):
        validate_graphs([_file(text)])


def test_ill_typed_literals_are_reported_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    text = SAMPLE.replace('"2024-05-03"^^xsd:date', '"2024-02-31"^^xsd:date')
    result = validate_graphs([_file(text)]).results[0]
    assert (result.value, result.value_type) == ("2024-02-31", "http://www.w3.org/2001/XMLSchema#date")
    assert caplog.records == []
