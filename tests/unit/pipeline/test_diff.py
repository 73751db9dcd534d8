"""Two states of a corpus: what was added, withdrawn and changed, and what is no difference."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.pipeline.compared import BASE, States, compare_files, edited

from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import lines
from newsgraph.pipeline.diff_graphs import Change
from newsgraph.settings import Settings, TextMode
from newsgraph.version import __version__
from newsgraph.vocab import DCTERMS, NG, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from pathlib import Path


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


def headed(path: Path, publisher: str, headlines: dict[str, str]) -> Path:
    """Write articles that have hardly more than a headline, by the digit of which their IRIs are made."""
    rows = []
    for digit, headline in headlines.items():
        article = f"{BASE}article/{digit * 16}"
        told = [(RDF.type, f"<{SCHEMA.NewsArticle}>"), (SCHEMA.headline, f'"{headline}"')]
        told += [(SCHEMA.publisher, publisher)] if publisher else []
        rows += [f"<{article}> <{term}> {value} <{article}/graph> .\n" for term, value in told]
    path.write_text("".join(rows), "utf-8")
    return path


def test_one_article_that_is_gone_is_one_of_two_new_ones_and_not_both(tmp_path: Path) -> None:
    paper = "<https://a.example/bote>"
    before = headed(tmp_path / "before.nq", paper, {"1": "Streit um die Kaimauer"})
    news = [
        "Streit um die Kaimauer",
        "Streit um die neue Kaimauer",
    ]  # the first one is it
    for digits in ("23", "32"):
        after = headed(tmp_path / "after.nq", paper, dict(zip(digits, news, strict=True)))
        told = [(d.change, d.node) for d in compare_files(before, after).differences]
        assert told == [(Change.ADDED, f"{BASE}article/{digits[1] * 16}")]


def test_articles_of_no_paper_are_not_known_again_by_their_headline(tmp_path: Path) -> None:
    before = headed(tmp_path / "before.nq", "", {"1": "Streit um die Kaimauer"})
    after = headed(tmp_path / "after.nq", "", {"2": "Streit um die Kaimauer"})
    assert {d.change for d in compare_files(before, after).differences} == {Change.ADDED, Change.WITHDRAWN}


def test_of_an_edited_text_a_line_says_no_more_than_that(states: States) -> None:
    told = states.compare(states.raw.replace("Opposition winkt ab", "Die Opposition winkt ab")).differences
    assert "      text edited" in list(lines(told))


def test_a_text_of_which_one_state_says_nothing_was_not_edited(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    rows = graph.read_text("utf-8").splitlines(keepends=True)
    other = graph.with_name("after.nq")
    other.write_text("".join(row for row in rows if f"<{NG.textDigest}>" not in row), "utf-8")
    assert compare_files(graph, other).differences == []


def test_words_counted_otherwise_are_no_difference_while_the_text_is_the_same(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    (number,) = re.findall(rf'<{SCHEMA.wordCount}> "([0-9]+)"', graph.read_text("utf-8"))
    other = edited(graph, f'<{SCHEMA.wordCount}> "{number}"', f'<{SCHEMA.wordCount}> "{int(number) + 1}"')
    assert compare_files(graph, other).differences == []


def test_one_class_more_above_that_of_a_statement_is_no_difference(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    row = re.compile(rf"(<\S+> <{RDF.type}>) <{NG.Statement}> (<\S+> \.\n)")
    more = row.sub(r"\g<0>\1 <urn:x:Told> \2", graph.read_text("utf-8"))
    other = graph.with_name("more.nq")
    other.write_text(more, "utf-8")
    told = compare_files(graph, other)
    assert (told.differences, "1 graph differs" in told.summary) == ([], True)
    denial = edited(other, "<urn:x:Told>", f"<{NG.Denial}>")
    assert {d.details for d in compare_files(graph, denial).of("Statement")} == {((RDF.type, "", "Denial"),)}


def test_white_space_is_no_wording(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    words = '"Die alte Mauer hält keinen Winter mehr"'
    assert f"<{SCHEMA.text}> {words}" in graph.read_text("utf-8")
    other = edited(graph, words, words.replace("alte ", "alte\u00a0 "))
    assert compare_files(graph, other).differences == []


def test_what_is_said_is_told_in_the_order_of_the_text(states: States) -> None:
    names = ("Zander", "Adam", "Meier", "Berg")
    said = " ".join(f'"Wir {name.lower()}n gern", sagte Karl {name}.' for name in names)
    added = states.raw.replace("Das Geld sei vorhanden.\n\n", f"Das Geld sei vorhanden. {said}\n\n")
    told = states.compare(added).of("Statement")
    assert [d.who for d in told] == [f"Karl {name}" for name in names]


def test_an_edited_proposal_is_a_change_and_no_other_proposal(states: States) -> None:
    (told,) = states.compare(states.raw.replace("eine neue Kaimauer", "eine neue hohe Kaimauer")).of(
        "Proposal"
    )
    assert told.change is Change.CHANGED
    assert told.rewording == ("eine neue Kaimauer", "eine neue hohe Kaimauer")
    assert told.previous != told.node


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
