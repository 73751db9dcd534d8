"""A small invented corpus from text to links: same people, namesakes, single names, the user's decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsgraph
from newsgraph.errors import RdfError, ReadError, TableError, UsageError
from newsgraph.model import LinkPredicate, Override
from newsgraph.pipeline.link import LinkPlan, decide_links, link_files
from newsgraph.pipeline.link_overrides import load_overrides
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.read_records import read_article
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.validate import validate_graphs
from newsgraph.readers import read_file
from newsgraph.settings import Settings
from newsgraph.sinks.store import load_graphs as load_store
from newsgraph.vocab import NG

if TYPE_CHECKING:
    from newsgraph.model import ArticleRecord
    from newsgraph.rdf import ArticleGraph

ROOT = Path(__file__).parents[3]
CORPUS = Path(__file__).parent / "link_corpus"
BASE = "https://data.example/"


def _silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@pytest.fixture(name="graphs", scope="module")
def graphs_of_the_corpus() -> dict[str, ArticleGraph]:
    files = sorted(CORPUS.glob("*.txt"))
    assert len(files) > 5
    config = Settings(base=BASE)
    return {f.stem: newsgraph.build(newsgraph.annotate(read_file(f), model="rules"), config) for f in files}


@pytest.fixture(name="records", scope="module")
def records_of_the_corpus(graphs: dict[str, ArticleGraph]) -> dict[str, ArticleRecord]:
    found = {name: read_article(graph) for name, graph in graphs.items()}
    return {name: record for name, record in found.items() if record is not None}


@pytest.fixture(name="folder")
def folder_of_graphs(graphs: dict[str, ArticleGraph], tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    for name, graph in graphs.items():
        (folder / f"{name}.ttl").write_bytes(serialise([graph], "turtle"))
    return folder


def expected() -> set[tuple[str, frozenset[tuple[str, str]]]]:
    lines = (CORPUS / "expected.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(row[0], frozenset({(row[1], row[2]), (row[3], row[4])})) for row in rows}


def test_the_corpus_gives_the_links_that_a_reader_gives(records: dict[str, ArticleRecord]) -> None:
    owners: dict[str, list[tuple[str, str]]] = {}
    for name, record in records.items():
        for person in record.persons:
            owners.setdefault(person.iri, []).append((name, person.name))
            aspect = f"{record.iri}/person/{person.iri.rpartition('/')[2]}"
            owners.setdefault(aspect, []).append((name, person.name))
    people, _ = decide_links(records.values())
    found = {
        (d.predicate.value, frozenset({owners[d.subject][0], owners[d.object][0]})) for d in people.decisions
    }
    assert found == expected()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_the_articles_makes_no_difference(
    records: dict[str, ArticleRecord], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(list(records.values())))
    assert decide_links(shuffled) == decide_links(records.values())


def test_the_graph_is_written_conforms_and_says_where_it_comes_from(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "links.trig"
    result = link_files(LinkPlan((str(folder),), str(target)), _silent)
    assert result.outcome.exit_code == 0
    (graph,) = load_graphs(target)
    assert graph == result.graph
    assert graph.graph == f"{BASE}links/graph"
    assert validate_graphs([graph]).results == ()
    assert "9 articles" in result.summary
    assert "3 the same, 1 different" in result.summary


def test_a_second_run_over_its_own_output_gives_the_same_bytes(folder: Path) -> None:
    target = folder / "links.trig"
    link_files(LinkPlan((str(folder),), str(target)), _silent)
    first = target.read_bytes()
    link_files(LinkPlan((str(folder),), str(target)), _silent)
    assert target.read_bytes() == first


def test_every_piece_of_evidence_is_in_the_articles(folder: Path, graphs: dict[str, ArticleGraph]) -> None:
    nodes = {s for graph in graphs.values() for s, _, _ in graph.triples}
    result = link_files(LinkPlan((str(folder),), str(folder / "links.nq")), _silent)
    evidence = [o for _, p, o in result.graph.triples if p == f"<{NG.evidence}>"]
    assert len(evidence) >= 8
    assert set(evidence) <= nodes


def test_a_store_is_read_and_gets_the_links(graphs: dict[str, ArticleGraph], tmp_path: Path) -> None:
    store = tmp_path / "news.store"
    load_store(store, graphs.values())
    result = link_files(LinkPlan(store=store), _silent)
    found = ox.Store.read_only(str(store)).quads_for_pattern(None, ox.NamedNode(NG.samePersonAs), None, None)
    assert {str(quad.graph_name) for quad in found} == {f"<{BASE}links/graph>"}
    assert link_files(LinkPlan(store=store), _silent).graph == result.graph


def test_links_of_a_store_can_go_to_a_file_and_leave_the_store_alone(
    graphs: dict[str, ArticleGraph], tmp_path: Path
) -> None:
    store, target = tmp_path / "news.store", tmp_path / "links.trig"
    load_store(store, graphs.values())
    result = link_files(LinkPlan(output=str(target), store=store), _silent)
    assert result.summary.endswith(str(target))
    (written,) = load_graphs(target)
    assert written.triples == result.graph.triples
    names = {graph.value for graph in ox.Store.read_only(str(store)).named_graphs()}
    assert result.graph.graph not in names


def test_links_go_to_one_place_that_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="two places"):
        link_files(LinkPlan((str(folder),), "links.trig", store=tmp_path / "s"), _silent)
    with pytest.raises(UsageError, match="--output: no output is named"):
        link_files(LinkPlan((str(folder),), ""), _silent)


def test_links_under_a_base_of_ones_own_and_overrides_under_that_of_the_articles(
    folder: Path, tmp_path: Path
) -> None:
    overrides = overrides_in(tmp_path, f"{HEAD}person/karl-kruse\tperson/mia-wolf\tdifferent\t\n")
    target = str(tmp_path / "links.trig")
    plan = LinkPlan((str(folder),), target, overrides=overrides, base="https://mine.example/")
    result = link_files(plan, _silent)
    assert result.graph.graph == "https://mine.example/links/graph"
    assert all(f"{BASE}person/" in notice for notice in result.notices)
    assert result.notices
    with pytest.raises(UsageError, match="not a base IRI"):
        link_files(LinkPlan((str(folder),), target, base="nonsense"), _silent)


def test_an_empty_store_is_named(tmp_path: Path) -> None:
    load_store(tmp_path / "empty.store", ())
    with pytest.raises(RdfError, match=r"empty\.store: no article to link .*newsgraph load"):
        link_files(LinkPlan(store=tmp_path / "empty.store"), _silent)


def test_without_the_texts_that_were_asked_for_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "links.trig"
    with pytest.raises(ReadError, match="nowhere"):
        link_files(LinkPlan((str(folder),), str(target), source=tmp_path / "nowhere"), _silent)
    assert not target.exists()


def test_what_the_user_decides_goes_into_the_graph_and_out_again(folder: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "links.trig")
    before = link_files(LinkPlan((str(folder),), target), _silent).graph
    merkel = next(s for s, p, o in before.triples if p == f"<{NG.samePersonAs}>" and "angela-merkel" in o)
    overrides = tmp_path / "decisions.tsv"
    overrides.write_text(
        "subject\tobject\tdecision\tnote\n"
        f"{merkel}\tperson/angela-merkel\tdifferent\tanother Merkel\n"
        "person/nobody\tperson/jonas-terkelsen\tsame\t\n",
        encoding="utf-8",
    )
    result = link_files(LinkPlan((str(folder),), target, overrides=overrides), _silent)
    (notice,) = result.notices
    assert notice.startswith(
        f"overrides, line 3: nobody in the articles has the IRI {BASE}person/nobody (copy"
    )
    reasons = {o for _, p, o in result.graph.triples if p == f"<{NG.reason}>"}
    assert '"override: another Merkel"' in reasons
    triple = (merkel, f"<{NG.samePersonAs}>", f"<{BASE}person/angela-merkel>")
    assert triple in before.triples
    assert triple not in result.graph.triples
    assert link_files(LinkPlan((str(folder),), target), _silent).graph == before


def test_texts_are_taken_from_their_source(folder: Path, tmp_path: Path) -> None:
    plan = LinkPlan((str(folder),), str(tmp_path / "links.trig"), source=CORPUS)
    assert link_files(plan, _silent).outcome.failures == ()


@pytest.mark.parametrize("output", ["links.ttl", "links.rdf", "links.nt"])
def test_links_need_a_format_with_named_graphs(folder: Path, output: str) -> None:
    with pytest.raises(UsageError, match="has no named graphs"):
        link_files(LinkPlan((str(folder),), output), _silent)


def test_nothing_to_link(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to link"):
        link_files(LinkPlan(), _silent)
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(RdfError, match="no article to link"):
        link_files(LinkPlan((str(tmp_path),)), _silent)


def test_articles_of_two_bases_need_to_be_told_one(graphs: dict[str, ArticleGraph], tmp_path: Path) -> None:
    first, second = list(graphs.values())[:2]
    (tmp_path / "a.nq").write_text(first.to_nquads(), encoding="utf-8")
    (tmp_path / "b.nq").write_text(second.to_nquads().replace(BASE, "https://b.example/"), encoding="utf-8")
    plan = LinkPlan((str(tmp_path / "a.nq"), str(tmp_path / "b.nq")), str(tmp_path / "links.trig"))
    with pytest.raises(RdfError, match="different bases"):
        link_files(plan, _silent)
    told = LinkPlan(plan.paths, plan.output, base=BASE)
    assert link_files(told, _silent).graph.graph == f"{BASE}links/graph"


def test_of_two_graphs_of_one_article_it_is_always_the_same(
    graphs: dict[str, ArticleGraph], tmp_path: Path
) -> None:
    graph = graphs["03-kanzlerin"]
    (tmp_path / "a.nq").write_text(graph.to_nquads(), encoding="utf-8")
    (tmp_path / "b.nq").write_text(graph.to_nquads().replace("Geduld", "Mut"), encoding="utf-8")
    paths = (str(tmp_path / "a.nq"), str(tmp_path / "b.nq"))
    results = [link_files(LinkPlan(p, str(tmp_path / "l.trig")), _silent).graph for p in (paths, paths[::-1])]
    assert results[0] == results[1]


def test_people_are_known_when_utterances_are_compared(records: dict[str, ArticleRecord]) -> None:
    _, decisions = decide_links(records.values())
    assert {d.predicate for d in decisions} <= set(LinkPredicate)


def test_people_who_are_told_apart_never_say_the_same() -> None:
    files = [file for file in sorted((ROOT / "seeds").glob("*.txt")) if file.name[:2] in {"02", "03"}]
    graphs = [
        newsgraph.build(newsgraph.annotate(read_file(f), model="rules"), Settings(base=BASE)) for f in files
    ]
    articles = [article for graph in graphs if (article := read_article(graph)) is not None]
    _, decisions = decide_links(articles)
    (person,) = (d for d in decisions if d.predicate is LinkPredicate.SAME_PERSON)
    assert [d.predicate for d in decisions].count(LinkPredicate.SAME_UTTERANCE) == 2
    apart = Override(person.subject, person.object, same=False, note="", line=2)
    _, decisions = decide_links(articles, [apart])
    assert [d.predicate for d in decisions] == [LinkPredicate.DIFFERENT_PERSON]


# The file of overrides

HEAD = "subject\tobject\tdecision\tnote\n"


def overrides_in(folder: Path, text: str) -> Path:
    path = folder / "decisions.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_a_table_of_any_common_kind_is_read(tmp_path: Path, separator: str) -> None:
    text = (
        "\ufeff# mine\n\nSubject\tObject\tDecision\n<urn:a>\tperson/b\tSame\n# no\nurn:c\turn:d\tdifferent\n"
    )
    (one, other), _ = load_overrides(overrides_in(tmp_path, text.replace("\t", separator)), BASE)
    assert (one.subject, one.object, one.same, one.note, one.line) == (
        "urn:a",
        f"{BASE}person/b",
        True,
        "",
        4,
    )
    assert (other.subject, other.same, other.line) == ("urn:c", False, 6)


def test_what_spreadsheets_and_turtle_write_is_read(tmp_path: Path) -> None:
    text = 'subject;object;decision;note;;\r\nperson:b;article/1/person/b;same;"a ""b"";\r\nc";;\r\n'
    (one,), _ = load_overrides(overrides_in(tmp_path, text), BASE)
    assert (one.subject, one.object) == (f"{BASE}person/b", f"{BASE}article/1/person/b")
    assert (one.note, one.line) == ('a "b"; c', 2)


def test_an_empty_table_decides_nothing(tmp_path: Path) -> None:
    assert load_overrides(overrides_in(tmp_path, "# nothing yet\n"), BASE)[0] == ()
    assert load_overrides(overrides_in(tmp_path, HEAD), BASE)[0] == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject\tobject\nurn:a\turn:b\n", r"tsv:1: no column decision"),
        (f"{HEAD}urn:a\turn:b\tmaybe\t\n", r"tsv:2: no decision: 'maybe'"),
        (f"{HEAD}urn:a\turn:b\n", r"tsv:2: no decision: ''"),
        (f"{HEAD}urn:a\turn:b\tsame\t\nurn:a\turn:a\tsame\t\n", r"tsv:3: subject and object are one IRI"),
        (f"{HEAD}\turn:b\tsame\t\n", r"tsv:2: no IRI as subject"),
        (f"{HEAD}urn:a\tA B\tsame\t\n", r"tsv:2: no IRI as object: 'A B'"),
        (f"{HEAD}urn:a\turn:b\tsame\t\nurn:b\turn:a\tdifferent\t\n", r"tsv:3: the same pair .* in line 2"),
        (f"{HEAD}urn:a\turn:b\tsame\tso\tand so\n", r"tsv:2: 5 fields under 4 columns"),
        (f'{HEAD}urn:a\turn:b\tsame\t"so\nurn:c\turn:d\tsame\n', r"tsv:2: not a table.*close the quotation"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TableError, match=said):
        load_overrides(overrides_in(tmp_path, text), BASE)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="overrides cannot be read"):
        load_overrides(tmp_path / "missing.tsv", BASE)
    (tmp_path / "latin.tsv").write_bytes(HEAD.encode() + b"urn:\xe4\n")
    with pytest.raises(TableError, match="not UTF-8 at byte"):
        load_overrides(tmp_path / "latin.tsv", BASE)
