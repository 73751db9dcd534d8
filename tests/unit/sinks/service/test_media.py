"""Which format an answer takes."""

from __future__ import annotations

import pytest

from newsgraph.sinks.service.media import GRAPHS, TABLES, content_type, negotiate
from newsgraph.sinks.service.refusal import RefusedError

JSON = "application/sparql-results+json"


@pytest.mark.parametrize("accept", [None, "", "*/*", "application/*", ",", "*/*;q=0.01"])
def test_who_does_not_care_gets_the_first(accept: str | None) -> None:
    assert negotiate(accept, TABLES) == JSON
    assert negotiate("*/*", GRAPHS) == "text/turtle"


def test_the_most_exact_range_counts() -> None:
    assert negotiate("text/*;q=0.9, text/csv;q=0.1, text/tab-separated-values;q=0.2", TABLES) == "text/xml"
    assert negotiate("*/*;q=0.5, text/*;q=0, text/csv;q=0.1", TABLES) == JSON


@pytest.mark.parametrize(
    "accept", ["image/png", "text/csv;q=0", "text/csv;q=nan", "text/csv;q=-1", "text/csv;q=2", "text/csv;q="]
)
def test_what_is_not_accepted_is_refused(accept: str) -> None:
    with pytest.raises(RefusedError) as caught:
        negotiate(accept, TABLES)
    assert caught.value.status == 406


def test_only_text_is_said_to_be_utf8() -> None:
    assert content_type("text/csv") == "text/csv; charset=utf-8"
    assert content_type(JSON) == JSON
