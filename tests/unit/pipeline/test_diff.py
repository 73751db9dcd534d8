"""Two states of a corpus: what was added, withdrawn and changed, and what is no difference."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import compare_states, lines
from newsgraph.pipeline.diff_graphs import Change, Difference
from newsgraph.pipeline.transfer import load_files
from newsgraph.rdf.build_links import link_node
from newsgraph.settings import Settings, TextMode
from newsgraph.version import __version__
from newsgraph.vocab import DCTERMS, NG, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.pipeline.outcome import Outcome


@dataclass
class Told:
    """What a comparison tells, read to its end."""

    outcome: Outcome
    differences: list[Difference]
    summary: str
    notices: tuple[str, ...]

    def of(self, kind: str) -> list[Difference]:
        return [difference for difference in self.differences if difference.kind == kind]


def compare_files(before: Path, after: Path) -> Told:
    with compare_states(before, after) as result:
        differences = list(result.differences())
        return Told(result.outcome, differences, result.summary, result.notices)


class States:
    """Makes graphs of two states of one article."""

    def __init__(self, article: Path, folder: Path) -> None:
        self._article = article
        self._folder = folder
        self.raw = article.read_text(encoding="utf-8")

    def graph(self, name: str, raw: str) -> Path:
        self._article.write_text(raw, encoding="utf-8")
        target = self._folder / name
        plan = Plan((str(self._article),), str(target), settings=Settings(model="rules"), validate=False)
        convert_articles(plan, lambda _done, _total: None)
        return target

    def compare(self, raw: str) -> Told:
        before, after = self.graph("before.nq", self.raw), self.graph("after.nq", raw)
        return compare_files(before, after)


@pytest.fixture
def states(article_file: Path, tmp_path: Path) -> States:
    return States(article_file, tmp_path)


def test_the_same_is_no_difference(states: States) -> None:
    result = states.compare(states.raw)
    assert result.differences == []
    assert result.summary == "no difference"


def test_a_paragraph_more_changes_the_article_and_nothing_that_is_said(states: States) -> None:
    moved = states.raw.replace(
        "\n\nBürgermeisterin", "\n\nIn Kiel regnet es seit Tagen ohne Pause.\n\nBürgermeisterin"
    )
    told = states.compare(moved).differences
    assert {(d.kind, d.change) for d in told} == {("Article", Change.CHANGED)}
    terms = [term for term, *_ in told[0].details]
    assert terms == [NG.textDigest, SCHEMA.wordCount]


def test_a_statement_is_withdrawn_and_another_added(states: States) -> None:
    result = states.compare(states.raw.replace("Die alte Mauer hält keinen Winter mehr", "Niemand war da"))
    told = {(d.change, d.who, d.text) for d in result.of("Statement")}
    assert (Change.WITHDRAWN, "Erika Sandmann", "Die alte Mauer hält keinen Winter mehr") in told
    assert (Change.ADDED, "Erika Sandmann", "Niemand war da") in told
    assert any(line.startswith("Streit um die Kaimauer") for line in lines(result.differences))


def test_an_edited_wording_is_a_change_and_no_other_statement(states: States) -> None:
    edited = "Die alte Mauer hält sicher keinen Winter mehr"
    result = states.compare(states.raw.replace("Die alte Mauer hält keinen Winter mehr", edited))
    (changed,) = result.of("Statement")
    assert changed.change is Change.CHANGED
    assert changed.rewording == ("Die alte Mauer hält keinen Winter mehr", edited)
    assert changed.previous is not None
    assert changed.previous != changed.node


def test_another_speaker_of_the_same_words_is_a_change(states: States, tmp_path: Path) -> None:
    before = states.graph("before.nt", states.raw)
    after = tmp_path / "after.nt"
    statement = f"<{NG.speaker}> <https://w3id.org/newsgraph/data/person/"
    after.write_text(
        before.read_text("utf-8").replace(f"{statement}erika-sandmann>", f"{statement}jan-petersen>"), "utf-8"
    )
    result = compare_files(before, after)
    assert {d.change for d in result.differences} == {Change.CHANGED}
    assert (NG.speaker, "Erika Sandmann", "Jan Petersen") in result.differences[0].details


def test_a_new_article_and_a_withdrawn_one(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    empty = tmp_path / "empty.nq"
    empty.write_text(
        "<https://a.example/a> <https://a.example/b> <https://a.example/c> <https://a.example/g> .\n"
    )
    added = compare_files(empty, graph)
    withdrawn = compare_files(graph, empty)
    assert {d.change for d in added.differences} == {Change.ADDED}
    assert {d.change for d in withdrawn.differences} == {Change.WITHDRAWN}
    assert len(added.differences) == len(withdrawn.differences) > 3


def test_a_file_that_does_not_parse_is_named(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    folder = tmp_path / "after"
    folder.mkdir()
    (folder / "broken.nq").write_text("<a")
    assert compare_files(graph, folder).outcome.exit_code == 3
    shutil.copy(graph, folder)
    result = compare_files(graph, folder)
    assert result.outcome.exit_code == 1
    assert "broken.nq" in str(result.outcome.failures[0])
    assert "missing in B" in result.notices[0]


BASE = "https://w3id.org/newsgraph/data/"


def edited(graph: Path, before: str, after: str) -> Path:
    """Return the file beside a graph in which one piece is another."""
    raw = graph.read_text("utf-8")
    assert before in raw
    other = graph.with_name("edited.nq")
    other.write_text(raw.replace(before, after), "utf-8")
    return other


def test_what_another_version_or_model_writes_is_no_difference(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    raw = graph.read_text("utf-8")
    raw = re.sub(rf'<{NG.softwareVersion}> "[^"]*"', f'<{NG.softwareVersion}> "99.0"', raw)
    raw = re.sub(rf'<{NG.annotator}> "[^"]*"', f'<{NG.annotator}> "another"', raw)
    raw = re.sub(rf'(<{NG.confidence}>|<{NG.speakerConfidence}>) "[^"]*"', r'\1 "0.42"', raw)
    raw = re.sub(rf'(<{NG.reason}>|<{NG.foundBy}>|<{NG.speakerReason}>) "[^"]*"', r'\1 "otherwise"', raw)
    raw = re.sub(r"/span/([0-9]+)-([0-9]+)", lambda m: f"/span/{int(m[1]) + 7}-{int(m[2]) + 7}", raw)
    name = re.findall(r"<(\S+/graph)> \.\n", raw)[0]
    raw += f'<{name}> <{NG.modelDigest}> "0" <{name}> .\n'
    other = graph.with_name("newer.nq")
    other.write_text(raw, "utf-8")
    told = compare_files(graph, other)
    assert told.differences == []
    assert told.notices[0].startswith(
        f"A was made by newsgraph {__version__}, rules, B by another, newsgraph 99.0"
    )
    assert told.summary == (
        "no difference to a reader (1 graph differs only in provenance, confidence or place in the text)"
    )


def test_how_much_wording_is_written_is_no_difference(article_file: Path) -> None:
    files = []
    raw = article_file.read_text("utf-8")
    unnamed = "Ein norwegischer Diplomat im Ruhestand sagte, die Mauer sei schön."
    article_file.write_text(raw.replace("\n\nOpposition", f"\n\n{unnamed}\n\nOpposition"), "utf-8")
    for mode in TextMode:
        target = article_file.with_name(f"{mode}.nq")
        plan = Plan(
            (str(article_file),), str(target), settings=Settings(model="rules", text=mode), validate=False
        )
        convert_articles(plan, lambda _done, _total: None)
        files.append(target)
    for before in files:
        for after in files:
            assert compare_files(before, after).differences == [], (before, after)


@pytest.mark.parametrize("term", [SCHEMA.license, SCHEMA.copyrightHolder, DCTERMS.license])
def test_other_rights_are_a_difference(states: States, term: str) -> None:
    graph = states.graph("before.nq", states.raw)
    name = re.findall(r"<(\S+/graph)> \.\n", graph.read_text("utf-8"))[0]
    node = name if term == DCTERMS.license else name.removesuffix("/graph")
    after = graph.with_name("after.nq")
    after.write_text(f"{graph.read_text('utf-8')}<{node}> <{term}> <https://a.example/terms> <{name}> .\n")
    (told,) = compare_files(graph, after).differences
    assert (told.kind, told.change) == ("Article", Change.CHANGED)
    assert told.details == ((term, "", "https://a.example/terms"),)


def test_an_article_tells_its_new_head(states: States) -> None:
    later = states.raw.replace("4. Mai 2024, 14:35 Uhr", "5. Mai 2024, 9:00 Uhr").replace(
        "Streit um die Kaimauer", "Streit um neue Kaimauer"
    )
    (told,) = states.compare(later).of("Article")
    details = {term: (before, after) for term, before, after in told.details}
    assert details[SCHEMA.headline] == ("Streit um die Kaimauer", "Streit um neue Kaimauer")
    assert details[SCHEMA.datePublished] == ("2024-05-04T14:35:00", "2024-05-05T09:00:00")


def test_an_article_without_url_is_known_again_by_paper_day_and_headline(states: States) -> None:
    url = "https://www.hafenbote.example/politik/kaimauer-1234.html\n\n"
    assert url in states.raw
    states.raw = states.raw.replace(url, "")
    told = states.compare(states.raw.replace("keinen Winter mehr", "sicher keinen Winter mehr"))
    (article,) = told.of("Article")
    assert article.change is Change.CHANGED
    assert article.previous != article.node
    (statement,) = told.of("Statement")
    assert statement.rewording is not None
    assert told.summary == "0 added, 0 withdrawn, 2 changed"


def test_another_day_makes_another_article_of_one_without_url(states: States) -> None:
    url = "https://www.hafenbote.example/politik/kaimauer-1234.html\n\n"
    states.raw = states.raw.replace(url, "")
    told = states.compare(states.raw.replace("4. Mai 2024", "11. Mai 2024")).of("Article")
    assert {d.change for d in told} == {Change.ADDED, Change.WITHDRAWN}


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


def test_a_text_of_which_one_state_says_nothing_was_not_edited(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    rows = graph.read_text("utf-8").splitlines(keepends=True)
    other = graph.with_name("after.nq")
    other.write_text("".join(row for row in rows if f"<{NG.textDigest}>" not in row), "utf-8")
    assert compare_files(graph, other).differences == []


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


def test_other_bases_are_said_to_make_everything_different(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    told = compare_files(graph, edited(graph, BASE, "https://b.example/"))
    assert "--base" in told.notices[0]
    assert {d.change for d in told.differences} == {Change.ADDED, Change.WITHDRAWN}
    assert BASE in told.notices[0]


def test_the_same_file_twice_is_said(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    assert compare_files(graph, graph).notices == ("A and B are the same file or folder",)


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


def test_of_two_that_say_the_same_the_first_one_gone_is_one_withdrawn(states: States) -> None:
    twice = "Das Geld sei vorhanden.\n\n"
    states.raw = states.raw.replace(
        twice, 'Das Geld sei vorhanden. "Wir bauen", sagte Sandmann. "Wir bauen", sagte Sandmann.\n\n'
    )
    told = states.compare(states.raw.replace('"Wir bauen", sagte Sandmann. "Wir', '"Wir')).of("Statement")
    assert [(d.change, d.text) for d in told] == [(Change.WITHDRAWN, "Wir bauen")]


def test_the_data_set_tells_other_rights(tmp_path: Path) -> None:
    files = []
    for name in ("one", "two"):
        file = tmp_path / f"{name}.ttl"
        node = f"<{BASE}dataset>"
        file.write_text(f"{node} a <{VOID.Dataset}> ; <{DCTERMS.license}> <https://a.example/{name}> .")
        files.append(file)
    (told,) = compare_files(*files).differences
    assert (told.kind, told.article) == ("Dataset", f"{BASE}dataset")
    assert told.details == ((DCTERMS.license, "https://a.example/one", "https://a.example/two"),)


def test_the_formats_make_no_difference(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    for name in ("after.ttl", "after.jsonld", "after.rdf", "after.nq.gz"):
        assert compare_files(graph, states.graph(name, states.raw)).summary == "no difference"


def test_a_store_is_a_state_and_its_ontology_is_none_of_it(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    store = tmp_path / "news.store"
    load_files((graph,), store, with_ontology=True, on_progress=lambda _done, _total: None)
    assert compare_files(store, graph).summary == "no difference"
    edit = states.graph("after.nq", states.raw.replace("20 Jahre alt", "21 Jahre alt"))
    assert {d.change for d in compare_files(store, edit).of("Statement")} == {Change.CHANGED}


def test_an_empty_folder_is_a_state_without_articles(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    (tmp_path / "empty").mkdir()
    told = compare_files(tmp_path / "empty", graph)
    assert {d.change for d in told.differences} == {Change.ADDED}
    assert told.outcome.exit_code == 0


def test_graphs_that_a_file_has_in_pieces_are_put_together(
    states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.pipeline.states._AT_ONCE", 7)
    graph = states.graph("before.nq", states.raw)
    mixed = graph.with_name("mixed.nq")
    rows = graph.read_text("utf-8").splitlines(keepends=True)
    other = [
        row.replace("<https://w3id.org/newsgraph/data/article/", "<https://b.example/article/")
        for row in rows
    ]
    mixed.write_text("".join(row for pair in zip(rows[::-1], other, strict=True) for row in pair), "utf-8")
    both = graph.with_name("both.nq")
    both.write_text("".join(rows + other), "utf-8")
    assert compare_files(both, mixed).summary == "no difference"


def test_the_later_of_two_files_with_one_graph_counts(states: States, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    after = states.graph("after.nq", states.raw.replace("20 Jahre alt", "21 Jahre alt"))
    shutil.copy(states.graph("before.nq", states.raw), folder / "1.nq")
    shutil.copy(after, folder / "2.nq")
    told = compare_files(folder, after)
    assert told.summary == "no difference"
    with compare_states(folder, after) as result:
        assert result.before.people == result.after.people
