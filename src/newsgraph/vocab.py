"""Every IRI of a vocabulary that newsgraph writes or reads."""

from __future__ import annotations

from typing import Final


class Namespace(str):
    """An IRI prefix whose attributes are its terms.

    >>> SCHEMA.NewsArticle
    'https://schema.org/NewsArticle'
    >>> SKOS["broader"]
    'http://www.w3.org/2004/02/skos/core#broader'
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> str:
        """Return the IRI of the term `name`."""
        if name.startswith("_"):
            raise AttributeError(name)
        return f"{self}{name}"

    def __getitem__(self, name: str) -> str:  # type: ignore[override]  # a namespace is indexed by term
        """Return the IRI of the term `name`, for names that Python keeps for itself."""
        return f"{self}{name}"


NG: Final = Namespace("https://w3id.org/newsgraph/ns#")
SCHEMA: Final = Namespace("https://schema.org/")
SCHEMA_HTTP: Final = Namespace("http://schema.org/")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS: Final = Namespace("http://purl.org/dc/terms/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")

PREFIXES: Final[dict[str, str]] = {
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "ng": str(NG),
    "oa": str(OA),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
}
"""The prefixes of every file that newsgraph writes, and those that a query may use without declaring them."""

SHAPES: Final = "https://w3id.org/newsgraph/shapes#"
"""The namespace of the shipped shapes."""

SOFTWARE: Final = "https://w3id.org/newsgraph/version/"
"""What the IRI of a version of newsgraph starts with, as the agent that makes graphs."""

ONTOLOGY_GRAPH: Final = "https://w3id.org/newsgraph/ns/graph"
"""The named graph that holds the ontology and its concept schemes where they are loaded beside the data."""

REGISTER_GRAPH: Final = "https://w3id.org/newsgraph/register/graph"
"""The named graph in which a store keeps what it holds, by `newsgraph sync`."""


def prefixed(iri: str, mark: str = ":") -> str | None:
    """Return an IRI by the prefix of its vocabulary, None where it is of none of `PREFIXES`.

    >>> prefixed("https://schema.org/text"), prefixed("https://schema.org/text", "-"), prefixed("urn:x")
    ('schema:text', 'schema-text', None)
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}{mark}{iri.removeprefix(namespace)}"
    return None
