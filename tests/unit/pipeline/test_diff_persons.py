"""Who is the same person in two states, and what is told of the links between persons and statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.pipeline.compared import BASE, States, compare_files, edited

from newsgraph.pipeline.diff_graphs import Change
from newsgraph.rdf.build_links import link_node
from newsgraph.vocab import NG, RDF, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path


def test_a_person_tells_the_new_role_and_how_many_articles_name_them(states: States) -> None:
    told = states.compare(states.raw.replace("Fraktionschef der Grünen", "Landeschef der Grünen"))
    (person,) = told.of("Person")
    assert (person.who, person.change, person.articles) == ("Jan Petersen", Change.CHANGED, (1, 1))
    assert (SCHEMA.jobTitle, "Fraktionschef", "Landeschef") in person.details


def test_a_mended_name_is_one_person_and_what_they_said_is_no_difference(states: States) -> None:
    told = states.compare(
        states.raw.replace("Jan Petersen", "Jan Peterssen").replace("Petersen", "Peterssen")
    )
    (person,) = told.of("Person")
    assert person.change is Change.CHANGED
    assert (SCHEMA.name, "Jan Petersen", "Jan Peterssen") in person.details
    assert person.articles == (1, 1)
    assert {d.change for d in told.of("Statement")} == {Change.CHANGED}  # their speaker mentions
    assert all(NG.speaker not in {term for term, *_ in d.details} for d in told.of("Statement"))


def test_a_name_mended_in_one_article_stays_in_the_others(states: States, tmp_path: Path) -> None:
    other = states.raw.replace("kaimauer-1234", "kaimauer-9").replace("Streit um", "Zank um")
    pairs = {
        "before": (states.raw, other),
        "after": (states.raw.replace("Petersen", "Peterssen"), other.replace("20 Jahre", "21 Jahre")),
    }
    for name, articles in pairs.items():
        (tmp_path / name).mkdir()
        for number, raw in enumerate(articles):
            states.graph(f"{name}/{number}.nq", raw)
        link = f"<{BASE}article/{'0' * 16}/person/petersen> <{NG.samePersonAs}> <{BASE}person/jan-petersen>"
        made = f'<{BASE}links/activity> <{NG.softwareVersion}> "{name}"'
        ends = f"<{BASE}links/graph> .\n"
        (tmp_path / name / "links.nq").write_text(f"{link} {ends}{made} {ends}")
    told = compare_files(tmp_path / "before", tmp_path / "after")
    assert [(d.who, d.change, d.articles) for d in told.of("Person")] == [
        ("Jan Peterssen", Change.CHANGED, (2, 1))
    ]
    assert told.of("Link") == []
    (edited,) = [d for d in told.of("Statement") if d.headline.startswith("Zank")]
    assert edited.rewording is not None
    assert {term for term, *_ in edited.details} == {SCHEMA.text}


def test_a_name_that_is_given_whole_now_is_that_of_the_same_person(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    article = re.findall(r"<(\S+)/graph> \.\n", graph.read_text("utf-8"))[0]
    short = edited(graph, f"{BASE}person/jan-petersen", f"{article}/person/petersen")
    short.write_text(short.read_text("utf-8").replace('"Jan Petersen"', '"Petersen"'), "utf-8")
    (person,) = compare_files(short, graph).of("Person")
    assert (person.change, person.previous) == (Change.CHANGED, f"{article}/person/petersen")
    assert (SCHEMA.name, "Petersen", "Jan Petersen") in person.details


def test_a_person_known_by_its_item_is_one_whatever_the_name(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    old, new = f"{BASE}person/jan-petersen", f"{BASE}person/maria-lund"
    name = re.findall(r"<(\S+/graph)> \.\n", graph.read_text("utf-8"))[0]
    same = f"<{SCHEMA.sameAs}> <http://www.wikidata.org/entity/Q1> <{name}> .\n"
    with graph.open("a") as file:
        file.write(f"<{old}> {same}")
    after = graph.with_name("after.nq")
    after.write_text(graph.read_text("utf-8").replace(old, new).replace('"Jan Petersen"', '"Maria Lund"'))
    (person,) = compare_files(graph, after).of("Person")
    assert (person.change, person.previous, person.node) == (Change.CHANGED, old, new)
    after.write_text(after.read_text("utf-8").replace("/entity/Q1>", "/entity/Q2>"), "utf-8")
    told = {(d.change, d.node) for d in compare_files(graph, after).of("Person")}
    assert told == {(Change.WITHDRAWN, old), (Change.ADDED, new)}


def test_two_of_one_name_are_told_apart_by_their_iris(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    raw = graph.read_text("utf-8")
    name = re.findall(r"<(\S+/graph)> \.\n", raw)[0]
    twin = f"{name.removesuffix('/graph')}/person/jan-petersen-2"
    about = (f"<{RDF.type}> <{SCHEMA.Person}>", f'<{SCHEMA.name}> "Jan Petersen"')
    graph.write_text(raw + "".join(f"<{twin}> {told} <{name}> .\n" for told in about))
    after = edited(graph, f"<{NG.speaker}> <{BASE}person/jan-petersen>", f"<{NG.speaker}> <{twin}>")
    details = [detail for d in compare_files(graph, after).of("Statement") for detail in d.details]
    assert details
    assert all(detail == (NG.speaker, f"<{BASE}person/jan-petersen>", f"<{twin}>") for detail in details)


def test_links_across_articles_are_told_by_name(tmp_path: Path) -> None:
    articles = [f"{BASE}article/{digit * 16}" for digit in "12"]
    said = [f"{article}/statement/0" for article in articles]
    rows = [
        (f"<{node}> <{RDF.type}> <{NG.Statement}>", f'<{node}> <{SCHEMA.text}> "Wir bleiben {number}"')
        for number, node in enumerate(said)
    ]
    graphs = "".join(
        f"{row} <{article}/graph> .\n" for article, pair in zip(articles, rows, strict=True) for row in pair
    )
    links = f"{BASE}links"
    triple = tuple(f"<{term}>" for term in (said[0], NG.sameUtteranceAs, said[1]))
    node = link_node(links, triple)  # type: ignore[arg-type]  # a triple has three parts
    before, after, changed = (tmp_path / f"{name}.nq" for name in ("before", "after", "changed"))
    before.write_text(graphs)
    link = (
        f"{' '.join(triple)} <{links}/graph> .\n{node} <{NG.difference}> <{NG.Verbatim}> <{links}/graph> .\n"
    )
    after.write_text(graphs + link)
    changed.write_text(graphs + link.replace(NG.Verbatim, NG.Shortened))
    (told,) = compare_files(before, after).differences
    assert (told.kind, told.change, told.who) == ("Link", Change.ADDED, "Wir bleiben 0")
    assert told.text == "sameUtteranceAs Wir bleiben 1"
    (told,) = compare_files(after, changed).differences
    assert told.details == ((NG.difference, "Verbatim", "Shortened"),)
    (told,) = compare_files(after, before).differences
    assert told.change is Change.WITHDRAWN


def test_a_link_to_an_edited_wording_is_the_same_link(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    after = states.graph(
        "after.nq", states.raw.replace("hält keinen Winter mehr", "hält sicher keinen Winter mehr")
    )
    (told,) = compare_files(graph, after).of("Statement")
    for file, node in ((graph, told.previous), (after, told.node)):
        with file.open("a") as stream:
            stream.write(f"<{node}> <{NG.sameUtteranceAs}> <https://a.example/s> <{BASE}links/graph> .\n")
    assert compare_files(graph, after).of("Link") == []


@pytest.mark.parametrize(("before", "after"), [("Jan Petersen", "Jan Peters"), ("Jan", "Jan Petersen")])
def test_another_family_name_is_another_person(states: States, before: str, after: str) -> None:
    graph = states.graph("before.nq", states.raw)
    raw = graph.read_text("utf-8")
    files = []
    for number, name in enumerate((before, after)):
        file = graph.with_name(f"{number}.nq")
        renamed = raw.replace('"Jan Petersen"', f'"{name}"').replace(
            "person/jan-petersen", f"person/{number}"
        )
        file.write_text(renamed, "utf-8")
        files.append(file)
    told = {(d.change, d.who) for d in compare_files(*files).of("Person")}
    assert told == {(Change.WITHDRAWN, before), (Change.ADDED, after)}


def test_a_link_between_persons_names_them_even_if_only_the_state_before_does(states: States) -> None:
    before = states.graph("before.nq", states.raw)
    after = states.graph("after.nq", states.raw.replace(" (SPD)", "").replace("Jan Petersen", "Udo Lund"))
    article = re.findall(r"<(\S+)/graph> \.\n", before.read_text("utf-8"))[0]
    aspect = f"{article}/person/petersen"
    row = f"<{aspect}> <{NG.aspectOf}> <{BASE}person/jan-petersen> <{BASE}links/graph> .\n"
    before.write_text(before.read_text("utf-8") + row, "utf-8")
    (told,) = compare_files(before, after).of("Link")
    assert (told.change, told.text) == (Change.WITHDRAWN, "aspectOf Jan Petersen")
    assert told.node == aspect
