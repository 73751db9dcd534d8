"""schema.org's own published SHACL shapes hold for an article's graph.

They lie beside a development checkout (`../shared/data/schemaorg`, CC BY-SA 3.0, for checks only); without
them the tests are skipped. As published they cannot be used on newsgraph's output, for two reasons that have
nothing to do with it: they speak of `http://schema.org/`, and they want the values of data types to be IRIs
or blank nodes, so that every literal fails. Both are put right here, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import SH, XSD

from newsgraph.rdf import build_graph
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import SCHEMA, SCHEMA_HTTP

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.model import Annotations

SHAPE: Final = "http://schema.org/validation#ValidSchema"
DATATYPES: Final = {
    "Text": XSD.string,
    "Date": XSD.date,
    "DateTime": XSD.dateTime,
    "Integer": XSD.integer,
}
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*Recursive Shape"
)  # a work is part of a work that cites works


def published(shared: Path, name: str) -> rdflib.Graph:
    file = shared / "data" / "schemaorg" / name
    if not file.exists():
        pytest.skip("schema.org's shapes (../shared/data/schemaorg) are not on this machine")
    text = file.read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=text.replace(f"<{SCHEMA_HTTP}>", f"<{SCHEMA}>"), format="turtle")


@pytest.fixture(name="subclasses", scope="module")
def published_subclasses(shared: Path) -> rdflib.Graph:
    return published(shared, "schemaorg-subclasses.shacl")


@pytest.fixture(name="shapes", scope="module")
def mended_shapes(shared: Path) -> rdflib.Graph:
    """Return the published shapes, whose data types take literals."""
    shapes = published(shared, "schemaorg-shapes.shacl")
    for name, datatype in DATATYPES.items():
        shape = rdflib.URIRef(f"{SHAPE}{name}")
        assert (shape, SH.nodeKind, SH.BlankNodeOrIRI) in shapes, f"{name} is mended at its source"
        shapes.remove((shape, SH.nodeKind, None))
        shapes.add((shape, SH.datatype, datatype))
    return shapes


@pytest.fixture(name="graph", params=list(TextMode))
def graph_of_an_article(everything: Annotations, request: pytest.FixtureRequest) -> rdflib.Graph:
    settings = Settings(base="https://data.example/", text=request.param)
    return rdflib.Graph().parse(data=build_graph(everything, settings).to_ntriples(), format="nt11")


def paths(graph: rdflib.Graph, shapes: rdflib.Graph, subclasses: rdflib.Graph) -> set[str]:
    """Return the properties that the shapes complain of."""
    _, report, _ = validate(graph, shacl_graph=shapes, ont_graph=subclasses)
    assert isinstance(report, rdflib.Graph)
    return {str(path).removeprefix(SCHEMA) for path in report.objects(None, SH.resultPath)}


def test_an_article_conforms(graph: rdflib.Graph, shapes: rdflib.Graph, subclasses: rdflib.Graph) -> None:
    assert paths(graph, shapes, subclasses) == set()


def test_a_misuse_is_found(graph: rdflib.Graph, shapes: rdflib.Graph, subclasses: rdflib.Graph) -> None:
    article = next(graph.subjects(rdflib.RDF.type, rdflib.URIRef(SCHEMA.NewsArticle)))
    graph.set((article, rdflib.URIRef(SCHEMA.headline), rdflib.Literal(7)))
    graph.set((article, rdflib.URIRef(SCHEMA.author), rdflib.Literal("Max Müller")))
    assert paths(graph, shapes, subclasses) == {"headline", "author"}
