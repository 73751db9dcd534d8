"""Keywords as the engine's parser sees them: hidden ones are found, look-alikes are none."""

from __future__ import annotations

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.keyword import has_keyword
from newsgraph.sinks.sparql import prepare

HIDDEN = {
    "plain": "SELECT * { SERVICE <http://a.example/> {} }",
    "in odd case": "SELECT * { sErViCe <http://a.example/> {} }",
    "no space before SILENT": "SELECT * { SERVICESILENT<http://a.example/>{} }",
    "no space before a prefix": "PREFIX n: <http://a.example/> SELECT * { SERVICEn:x{} }",
    "looks like a declared prefix": (
        "PREFIX n: <http://a.example/> PREFIX SERVICEn: <urn:x> SELECT * { ?s ?p ?o SERVICEn:x{} }"
    ),
    "in what looks like an IRI": (
        "PREFIX : <http://a.example/> SELECT * { ?s ?a ?b FILTER(?a<?b)SERVICE:#>\n{?s ?p ?o} }"
    ),
    "a variable, in what looks like an IRI": (
        "SELECT * { BIND(<http://a.example/> AS ?c) FILTER(?a<?b)SERVICE?c#>\n{?s ?p ?o} }"
    ),
    "behind a number": "SELECT * { ?s ?p 1SERVICE<http://a.example/>{} }",
    "deep inside": "SELECT * { FILTER EXISTS { { SELECT * { OPTIONAL { SERVICE ?x {} } } } } }",
    "after a comment": "SELECT * { # }\rSERVICE <http://a.example/> {} }",
    "in a query that does not parse": "SELECT * { SERVICE",
}
LOOK_ALIKES = {
    "a string": 'SELECT * { ?s ?p "SERVICE <http://a.example/> {}" }',
    "a long string": "SELECT * { ?s ?p '''\n SERVICE <http://a.example/> {}''' }",
    "an IRI": "SELECT * { ?s ?p <http://a.example/#SERVICE> }",
    "a comment": "SELECT * { ?s ?p ?o } # SERVICE <http://a.example/> {}",
    "a variable": "SELECT * { ?service ?SERVICE ?o }",
    "names with a prefix": "PREFIX service: <urn:s> SELECT * { ?s service:service schema:Service }",
    "nothing at all": "SELECT * { ?s ?p ?o }",
    "another query that does not parse": "SELECT * { ?service ",
}


@pytest.mark.parametrize("query", HIDDEN.values(), ids=HIDDEN)
def test_a_keyword_is_found_and_refused_however_it_hides(query: str) -> None:
    assert has_keyword(query, "SERVICE")
    with pytest.raises(QueryError, match="another server"):
        prepare(query)


@pytest.mark.parametrize("query", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_only_looks_like_a_keyword_is_none(query: str) -> None:
    assert not has_keyword(query, "SERVICE")
    assert prepare(query).source == query
