"""What the service says of itself: SPARQL 1.1 Service Description, and a page for people."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from newsgraph.sinks.service.media import GRAPHS
from newsgraph.vocab import PREFIXES, RDF, Namespace

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_RESULTS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)

PAGE: Final = """\
A SPARQL 1.1 endpoint of newsgraph: news articles as linked data. It can be read, not written.

Ask it at {endpoint}, for example:

    curl -H 'Accept: text/csv' --data-urlencode 'query=
      SELECT ?headline ?day WHERE {{ ?article a schema:NewsArticle ;
        schema:headline ?headline ; schema:datePublished ?day }} LIMIT 10' {endpoint}

Every article is a named graph; without FROM, a query sees the union of all.
These prefixes need not be declared: {prefixes}.
Not allowed: updates, SERVICE. One query may run {timeout:g} seconds, and give {rows} rows or {size} bytes.
"""


def describe(endpoint: str, media: str) -> bytes:
    """Return the description of the service at this URL, in a media type of `media.GRAPHS`."""
    about = ox.BlankNode("service")
    dataset = ox.BlankNode("dataset")
    graph = ox.BlankNode("union")
    triples = [
        _triple(about, RDF.type, SD.Service),
        _triple(about, SD.endpoint, endpoint),
        _triple(about, SD.supportedLanguage, SD.SPARQL11Query),
        _triple(about, SD.feature, SD.UnionDefaultGraph),
        *(_triple(about, SD.resultFormat, FORMATS[name]) for name in _RESULTS),
        ox.Triple(about, ox.NamedNode(SD.defaultDataset), dataset),
        _triple(dataset, RDF.type, SD.Dataset),
        ox.Triple(dataset, ox.NamedNode(SD.defaultGraph), graph),
        _triple(graph, RDF.type, SD.Graph),
    ]
    prefixes = {"rdf": PREFIXES["rdf"], "sd": str(SD), "formats": str(FORMATS)}
    return ox.serialize(triples, format=GRAPHS[media], prefixes=prefixes) or b""


def _triple(subject: ox.BlankNode, predicate: str, thing: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(thing))
