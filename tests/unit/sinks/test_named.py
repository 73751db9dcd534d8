from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.named import load_named_queries, load_named_query
from newsgraph.sinks.query import memory_store, run_query

if TYPE_CHECKING:
    from newsgraph.rdf import ArticleGraph

FIRST = "https://data.example/article/00000000000000aa"
SECOND = "https://data.example/article/00000000000000bb"
ADA = ["Ada Berg", "Direct", "Wir bauen neu", "sagte"]
UDO = ["Udo Tal", "Indirect", "Die Stadt solle zahlen", "forderte"]
VOICE = ["eine Sprecherin", "Indirect", "Man helfe gern", ""]
NOBODY = ["", "FreeIndirect", "Norland zahle", ""]


def rows(graphs: tuple[ArticleGraph, ...], name: str, **values: str) -> list[list[str]]:
    answer = run_query(memory_store(graphs), load_named_query(name).prepare(values))
    return [["" if cell is None else getattr(cell, "value", "") for cell in row] for row in answer.rows()]


def columns(found: list[list[str]], start: int, end: int) -> list[list[str]]:
    return [row[start:end] for row in found]


def test_who_said_what_by_date_and_position(graphs: tuple[ArticleGraph, ...]) -> None:
    found = rows(graphs, "who-said-what")
    assert [row[8] for row in found] == [
        f"{SECOND}/agent/eine-sprecherin",
        "",
        "https://data.example/person/ada-berg",
        "https://data.example/person/udo-tal",
    ]
    assert columns(found, 0, 8) == [
        ["2024-05-02", "Tal-Kurier", *VOICE, "", SECOND],
        ["2024-05-02", "Tal-Kurier", *NOBODY, "", SECOND],
        ["2024-05-03T14:35:00Z", "Auer Bote", *ADA, "", FIRST],
        ["2024-05-03T14:35:00Z", "Auer Bote", *UDO, "denied", FIRST],
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"about": "ZAHLE"}, [NOBODY, UDO]),
        ({"kind": "indirect"}, [VOICE, UDO]),
        ({"since": "2024-05-03"}, [ADA, UDO]),
        ({"until": "2024-05-02"}, [VOICE, NOBODY]),
        ({"until": "2024-05-02", "$about": "gern"}, [VOICE]),
        ({"about": '" } SERVICE <http://x> {'}, []),
    ],
)
def test_who_said_what_narrowed(
    graphs: tuple[ArticleGraph, ...], values: dict[str, str], expected: list[list[str]]
) -> None:
    assert columns(rows(graphs, "who-said-what", **values), 2, 6) == expected


@pytest.mark.parametrize("person", ["Ada Berg", "ada berg", "DR. BERG", '"Ada Berg"'])
def test_statements_of_a_person_by_any_name(graphs: tuple[ArticleGraph, ...], person: str) -> None:
    assert columns(rows(graphs, "statements-of", person=person), 2, 6) == [ADA]


def test_statements_of_nobody(graphs: tuple[ArticleGraph, ...]) -> None:
    assert rows(graphs, "statements-of", person="Berg") == []


def test_proposals_with_everybody(graphs: tuple[ArticleGraph, ...]) -> None:
    assert columns(rows(graphs, "proposals"), 2, 9) == [
        ["Man helfe gern", "Suggestion", "Norland", "", "", "", SECOND],
        ["Stadt solle zahlen", "Demand", "Udo Tal", "Ada Berg", "Stadt Au", "", FIRST],
    ]
    for name in ("udo tal", "Ada Berg", "Stadt Au"):
        assert columns(rows(graphs, "proposals", person=name), 2, 3) == [["Stadt solle zahlen"]]
    assert rows(graphs, "proposals", person="Berg") == []


def test_mentioned_with(graphs: tuple[ArticleGraph, ...]) -> None:
    assert rows(graphs, "mentioned-with") == [["Ada Berg", "Eva Au", "1"], ["Ada Berg", "Udo Tal", "1"]]
    assert rows(graphs, "mentioned-with", person="udo tal") == [["Udo Tal", "Ada Berg", "1"]]


def test_articles_by_day(graphs: tuple[ArticleGraph, ...]) -> None:
    assert rows(graphs, "articles-by-day") == [
        ["2024-05-02", "Tal-Kurier", "1", "2", "1"],
        ["2024-05-03", "Auer Bote", "1", "2", "1"],
    ]
    assert columns(rows(graphs, "articles-by-day", since="2024-05-03"), 0, 1) == [["2024-05-03"]]


def test_speakers(graphs: tuple[ArticleGraph, ...]) -> None:
    assert columns(rows(graphs, "speakers"), 0, 4) == [
        ["Ada Berg", "1", "1", "1"],
        ["Udo Tal", "1", "0", "1"],
        ["eine Sprecherin", "1", "0", "1"],
    ]


def test_every_query_tells_what_it_does_and_takes() -> None:
    queries = load_named_queries()
    assert queries
    for query in queries:
        assert query.title
        assert query.description.endswith(".")
        assert query.text.count("# param ") == len(query.parameters)
        assert all(f"${parameter.name}" in query.text for parameter in query.parameters)


def test_an_unknown_query_names_the_known() -> None:
    with pytest.raises(QueryError, match="no query is called 'nobody'") as caught:
        load_named_query("nobody")
    assert "who-said-what" in (caught.value.mend or "")


def test_an_unknown_parameter_names_the_known() -> None:
    with pytest.raises(QueryError, match="no parameter is called 'persn'") as caught:
        load_named_query("statements-of").prepare({"persn": "x"})
    assert caught.value.mend == "it takes: person, since, until"


def test_a_missing_parameter_is_asked_for() -> None:
    with pytest.raises(QueryError, match="it needs a value for 'person'") as caught:
        load_named_query("statements-of").prepare()
    assert caught.value.mend == "give it with --param person=…"
