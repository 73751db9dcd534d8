"""Why somebody has a role, an affiliation or an identity is said by links of the article's graph."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pyoxigraph as ox

import newsgraph
from newsgraph.iris import hash_of
from newsgraph.model import Annotations, Country, Ground, Organisation, Person, Relation, Span, Stance
from newsgraph.rdf import build_graph
from newsgraph.rdf.build_links import link_node
from newsgraph.rdf.serialise import serialise
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.rdf import ArticleGraph

BASE = "https://data.example/"
SETTINGS = Settings(base=BASE)
SANDMANN = f"{BASE}person/erika-sandmann"


def links_of(graph: ArticleGraph) -> dict[str, dict[str, list[str]]]:
    """Return the properties of every link by its IRI, terms without brackets and quotation marks."""
    nodes = {s for s, p, o in graph.triples if p == f"<{RDF.type}>" and o == f"<{NG.Link}>"}
    found: dict[str, dict[str, list[str]]] = {node[1:-1]: {} for node in nodes}
    for s, p, o in graph.triples:
        if s in nodes:
            value = o[1:-1] if o.startswith("<") else o[1 : o.rindex('"')]
            found[s[1:-1]].setdefault(p[1:-1], []).append(value)
    return found


def test_each_ground_is_a_link_that_repeats_its_triple(
    annotations: Annotations, span_in_text: Callable[..., Span]
) -> None:
    graph = build_graph(annotations, SETTINGS)
    links = links_of(graph)
    span = f"{graph.article}/span/"

    def link(predicate: str, value: str) -> dict[str, list[str]]:
        return links[f"{graph.article}/link/{hash_of(SANDMANN, predicate, value)}"]

    role = link(SCHEMA.jobTitle, "Bürgermeisterin")
    assert sorted(role[RDF.type]) == sorted([NG.Link, RDF.Statement])
    assert role[RDF.subject] == [SANDMANN]
    assert role[RDF.predicate] == [SCHEMA.jobTitle]
    assert role[RDF.object] == ["Bürgermeisterin"]
    assert role[NG.reason] == ["apposition"]  # the surer of two grounds
    assert role[NG.confidence] == ["0.9"]
    places = sorted(span_in_text(words) for words in ("Erika Sandmann", "Kiel"))
    assert sorted(role[NG.evidence]) == sorted(f"{span}{place.start}-{place.end}" for place in places)
    affiliation = link(SCHEMA.affiliation, f"{BASE}place/daenemark")
    assert affiliation[RDF.object] == [f"{BASE}place/daenemark"]
    assert affiliation[NG.reason] == ["attribute"]
    identity = link(SCHEMA.sameAs, "http://www.wikidata.org/entity/Q1")
    assert identity[NG.confidence] == ["0.99"]
    assert NG.evidence not in identity
    assert len(links) == 4  # the fourth is the agency's


def test_an_agency_is_known_by_the_credit_line(annotations: Annotations) -> None:
    triple = (f"{BASE}organization/dpa", str(SCHEMA.sameAs), "http://www.wikidata.org/entity/Q312653")
    graph = build_graph(annotations, SETTINGS)
    link = links_of(graph)[f"{graph.article}/link/{hash_of(*triple)}"]
    assert link[NG.reason] == ["news agency of the credit line"]
    assert NG.evidence not in link  # the credit is no part of the text


def test_every_identity_and_role_and_affiliation_is_explained() -> None:
    said = "„Wir bleiben“, sagte Bundeskanzlerin Angela Merkel (CDU) in Berlin der Agentur AFP. "
    graph = build_graph(newsgraph.annotate(f"{said}Frankreich wartet.", model="rules"), SETTINGS)
    store = ox.Store()
    store.bulk_extend(graph.quads())
    of = "VALUES ?p { schema:sameAs schema:jobTitle schema:affiliation } ?s ?p ?o"
    why = "?l a ng:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ng:reason ?r ; ng:confidence ?c"
    prefixes = {"ng": str(NG), "rdf": str(RDF), "schema": str(SCHEMA)}

    def count(pattern: str) -> int:
        query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}"
        found = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return len(list(found))

    assert count(f"{of} . {why}") == count(of) >= 6


def test_a_link_explains_what_the_graph_says(annotations: Annotations) -> None:
    graph = build_graph(annotations, SETTINGS)
    store = ox.Store()
    store.bulk_extend(graph.quads())
    unsaid = "FILTER NOT EXISTS { ?s ?p ?o }"
    query = f"ASK {{ ?l a ng:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o {unsaid} }}"
    prefixes = {"ng": str(NG), "rdf": str(RDF)}
    assert not store.query(query, prefixes=prefixes, use_default_graph_as_union=True)


def test_a_ground_for_what_its_bearer_does_not_have_explains_nothing(annotations: Annotations) -> None:
    stranger = Person(
        "Ada Beispiel",
        grounds=(
            Ground(Relation.ROLE, "Ministerin", "apposition"),
            Ground(Relation.AFFILIATION, "SPD", "bracket"),
            Ground(Relation.IDENTITY, "http://www.wikidata.org/entity/Q2", "name"),
        ),
    )
    graph = build_graph(dataclasses.replace(annotations, persons=(stranger,)), SETTINGS)
    assert not any(
        "ada-beispiel" in value for props in links_of(graph).values() for value in props[RDF.subject]
    )


def test_bodies_and_countries_are_explained_too(annotations: Annotations) -> None:
    known = "http://www.wikidata.org/entity/Q49768"
    ground = (Ground(Relation.IDENTITY, known, "name of a party", 0.99),)
    bodies = dataclasses.replace(
        annotations,
        organisations=(Organisation("SPD", same_as=(known,), grounds=ground),),
        countries=(Country("Dänemark", same_as=(known,), grounds=ground),),
    )
    subjects = {props[RDF.subject][0] for props in links_of(build_graph(bodies, SETTINGS)).values()}
    assert {f"{BASE}organization/spd", f"{BASE}place/daenemark"} <= subjects


def test_links_stand_in_graphs_without_wording_too(annotations: Annotations) -> None:
    graph = build_graph(annotations, Settings(base=BASE, text=TextMode.NONE))
    assert links_of(graph) == links_of(build_graph(annotations, SETTINGS))


def test_a_link_is_named_by_the_values_of_its_triple() -> None:
    triple = ("<urn:a>", f"<{SCHEMA.jobTitle}>", r'"Chef \"der\" Werft"')
    expected = hash_of("urn:a", SCHEMA.jobTitle, 'Chef "der" Werft')
    assert link_node("urn:article", triple) == f"<urn:article/link/{expected}>"


def test_links_are_written_after_people_and_before_mentions(annotations: Annotations) -> None:
    text = serialise([build_graph(annotations, SETTINGS)], "turtle").decode()
    assert text.index("a schema:Person") < text.index("a ng:Link, rdf:Statement") < text.index("a ng:Mention")
    block = text[text.index("a ng:Link, rdf:Statement") :]
    order = ["rdf:subject", "rdf:predicate", "rdf:object", "ng:reason", "ng:confidence"]
    places = [block.index(term) for term in order]
    assert places == sorted(places)


def test_every_supporter_and_opponent_can_be_explained(
    annotations: Annotations, span_in_text: Callable[..., Span]
) -> None:
    first, *others = annotations.proposals
    place = span_in_text("die Brücke")
    stances = (
        Stance(first.supporters[0], supports=True, reason="word of stance", confidence=0.8, spans=(place,)),
        Stance(first.opponents[0], supports=False, reason="weighed evidence", confidence=0.5),
        Stance(first.proposers[0], supports=False, reason="of nobody whom the graph calls an opponent"),
    )
    said = dataclasses.replace(first, stances=stances)
    graph = build_graph(dataclasses.replace(annotations, proposals=(said, *others)), SETTINGS)
    found = [props for props in links_of(graph).values() if "/proposal/" in props[RDF.subject][0]]
    assert len(found) == 2
    links = {props[RDF.predicate][0]: props for props in found}
    assert set(links) == {NG.supporter, NG.opponent}
    assert links[NG.supporter][RDF.object] == [SANDMANN]
    assert links[NG.supporter][NG.reason] == ["word of stance"]
    assert links[NG.supporter][NG.confidence] == ["0.8"]
    assert links[NG.supporter][NG.evidence] == [f"{graph.article}/span/{place.start}-{place.end}"]
    assert links[NG.opponent][NG.confidence] == ["0.5"]
    assert (links[NG.opponent][RDF.subject], links[NG.opponent][NG.reason]) == (
        links[NG.supporter][RDF.subject],
        ["weighed evidence"],
    )
