"""Write the reference of the ontology: `python docs/ontology/build.py [FOLDER]`, from the top of the project.

pyLODE makes the page of each language from the ontology's texts in that language; the diagram comes from
`diagram.py`. The same ontology gives the same bytes. What pyLODE leaves to be done is here: concepts by
scheme, headings in German, the terms' own names as anchors, references from text to text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path
from typing import Any, Final

import rdflib
from diagram import draw_diagram
from dominate.tags import a, code, dd, div, dl, dt, h1, h2, h3, h4, img, li, nav, p, style, table, ul
from dominate.util import raw
from pylode.profiles.ontpub import OntPub
from pylode.rdf_elements import ONT_TYPES, ONTDOC
from pylode.utils import prop_obj_pair_html, section_html
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN

from newsgraph.vocab import NG, PREFIXES, SCHEMA

HERE: Final = Path(__file__).parent
ONTOLOGY: Final = HERE.parents[1] / "ontology"
HEAD: Final = rdflib.URIRef("https://w3id.org/newsgraph/ns")
PAGES: Final = {"en": "index.html", "de": "de.html"}

TEXTS: Final = {
    "en": {
        "about": "About this ontology",
        "diagram": "Classes and properties",
        "alt": "Diagram of the classes and their properties; all of it is told in words below.",
        "classes": "Classes",
        "objectproperties": "Properties that point to nodes",
        "datatypeproperties": "Properties that point to literals",
        "namespaces": "Namespaces",
        "contents": "Contents",
        "other": "Deutsch",
        "reading": "How to read it",
        "made": "Made from the ontology with ",
    },
    "de": {
        "about": "Über diese Ontologie",
        "diagram": "Klassen und Eigenschaften",
        "alt": "Diagramm der Klassen und ihrer Eigenschaften; alles steht unten auch in Worten.",
        "classes": "Klassen",
        "objectproperties": "Eigenschaften, die auf Knoten zeigen",
        "datatypeproperties": "Eigenschaften, die auf Literale zeigen",
        "namespaces": "Namensräume",
        "contents": "Inhalt",
        "other": "English",
        "reading": "Zum Lesen",
        "made": "Aus der Ontologie erzeugt mit ",
    },
}

LABELS: Final = {
    DCTERMS.title: ("Title", "Titel"),
    DCTERMS.description: ("Definition", "Definition"),
    SKOS.scopeNote: ("Not meant", "Nicht gemeint"),
    SKOS.example: ("Example", "Beispiel"),
    SKOS.note: ("Relation to other vocabularies", "Bezug zu anderen Vokabularen"),
    SKOS.altLabel: ("Also called", "Auch"),
    SKOS.inScheme: ("Scheme", "Schema"),
    SKOS.broader: ("Wider", "Weiter"),
    SKOS.related: ("Related", "Verwandt"),
    RDFS.subClassOf: ("Subclass of", "Unterklasse von"),
    RDFS.subPropertyOf: ("Subproperty of", "Untereigenschaft von"),
    RDFS.seeAlso: ("See also", "Siehe auch"),
    RDFS.domain: ("Domain", "Definitionsbereich"),
    RDFS.range: ("Range", "Wertebereich"),
    rdflib.URIRef(SCHEMA.domainIncludes): ("Expected on", "Erwartet bei"),
    rdflib.URIRef(SCHEMA.rangeIncludes): ("Expected value", "Erwarteter Wert"),
    OWL.disjointWith: ("Disjoint with", "Disjunkt mit"),
    OWL.propertyDisjointWith: ("Never together with", "Nie zusammen mit"),
    RDF.type: ("Kind", "Art"),
    ONTDOC.superClassOf: ("Subclasses", "Unterklassen"),
    ONTDOC.inDomainOf: ("Has the properties", "Hat die Eigenschaften"),
    ONTDOC.inDomainIncludesOf: ("May have", "Kann haben"),
    ONTDOC.inRangeOf: ("Value of", "Wert von"),
    ONTDOC.inRangeIncludesOf: ("May be value of", "Kann Wert sein von"),
    OWL.versionIRI: ("IRI of this version", "IRI dieser Version"),
    OWL.versionInfo: ("Version", "Version"),
    DCTERMS.creator: ("Creator", "Urheber"),
    DCTERMS.created: ("Created", "Erstellt"),
    DCTERMS.modified: ("Modified", "Geändert"),
    DCTERMS.license: ("Licence", "Lizenz"),
    DCTERMS.bibliographicCitation: ("To cite", "Zitieren als"),
    VANN.preferredNamespacePrefix: ("Prefix", "Präfix"),
    VANN.preferredNamespaceUri: ("Namespace", "Namensraum"),
}
"""What the rows are called, in English and German."""

TEXT_ROWS: Final = [DCTERMS.title, DCTERMS.description, SKOS.scopeNote, SKOS.example, SKOS.altLabel]
CLASS_ROWS: Final = [
    *TEXT_ROWS,
    *(RDFS.subClassOf, ONTDOC.superClassOf, OWL.disjointWith, ONTDOC.inDomainOf, ONTDOC.inDomainIncludesOf),
    *(ONTDOC.inRangeOf, ONTDOC.inRangeIncludesOf, RDFS.seeAlso, SKOS.note),
]
PROPERTY_ROWS: Final = [
    *TEXT_ROWS,
    *(RDFS.domain, rdflib.URIRef(SCHEMA.domainIncludes), RDFS.range, rdflib.URIRef(SCHEMA.rangeIncludes)),
    *(RDF.type, RDFS.subPropertyOf, OWL.propertyDisjointWith, RDFS.seeAlso, SKOS.note),
]
CONCEPT_ROWS: Final = [*TEXT_ROWS, SKOS.broader, SKOS.related, RDFS.seeAlso, SKOS.note]
HEAD_ROWS: Final = [
    *(DCTERMS.description, SKOS.note, OWL.versionInfo, OWL.versionIRI, DCTERMS.creator, DCTERMS.created),
    *(DCTERMS.modified, DCTERMS.license, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
    DCTERMS.bibliographicCitation,
]

BOTH_WAYS: Final = (OWL.disjointWith, OWL.propertyDisjointWith, SKOS.related)
"""What is written in one direction and read in both."""

STYLE: Final = """
  body { font-family: "DejaVu Sans", Verdana, sans-serif; line-height: 1.45 }
  #diagram img { max-width: 100%; border: 1px solid #d5dbe3 }
  .entity th { width: 12em; text-align: left; vertical-align: top; font-weight: normal; color: #52606d }
  .entity td { max-width: 46em }
  .entity pre { white-space: pre-wrap; background: #f4f6f9; padding: .5em .7em; margin: .2em 0 }
  .entity td p { margin: .25em 0 }
  .entity td, .entity th { padding: .25em .5em }
  #pylode { all: unset; display: block; margin: 2em 0 }
  nav { margin: 1em 0 }
"""


def read_ontology() -> rdflib.Graph:
    """Return all files of the ontology as one graph."""
    graph = rdflib.Graph()
    for file in sorted(ONTOLOGY.glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def speak(ontology: rdflib.Graph, language: str) -> rdflib.Graph:
    """Return the ontology in one language, in a fixed order, without what pyLODE would take for its terms."""
    spoken = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in sorted(ontology.namespaces()):
        spoken.bind(prefix, namespace)
    turned = [(o, p, s) for p in BOTH_WAYS for s, o in ontology.subject_objects(p)]
    for subject, predicate, obj in sorted({*ontology, *turned}, key=_order):
        ours = str(subject).startswith(NG) or subject == HEAD
        declares = predicate == RDF.type and not ours
        if (
            declares and obj != rdflib.URIRef("http://xmlns.com/foaf/0.1/Agent")
        ) or obj == SKOS.ConceptScheme:
            continue
        if isinstance(obj, rdflib.Literal):
            foreign = obj.language not in {None, language}
            if foreign and predicate != SKOS.example:
                continue
            spoken.add((subject, predicate, _linked(obj, predicate)))
        elif predicate != RDFS.isDefinedBy:
            spoken.add((subject, predicate, obj))
    return spoken


def _order(triple: tuple[rdflib.term.Node, ...]) -> tuple[str, ...]:
    """Order by name without regard to case; sentences come before Turtle."""
    subject, predicate, obj = (str(node) for node in triple)
    return subject.casefold(), subject, predicate, "~" + obj if obj.startswith("[]") else obj


def _linked(text: rdflib.Literal, predicate: rdflib.term.Node) -> rdflib.Literal:
    """Make references to terms links, in Markdown, which pyLODE reads."""
    if predicate == SKOS.example or text.datatype is not None:
        return text
    return rdflib.Literal(re.sub(r"\bng:(\w+)", r"[ng:\1](#\1)", text), lang=text.language)


class Reference(OntPub):  # type: ignore[misc]  # pylode has no types
    """A page of pyLODE in one language."""

    def __init__(self, ontology: rdflib.Graph, language: str) -> None:
        """Prepare the page of the ontology in one language."""
        self.language = language
        self.texts = TEXTS[language]
        spoken = speak(ontology, language)
        self.heading = str(spoken.value(HEAD, DCTERMS.title))
        self.scheme_of = {
            cls: scheme
            for concept, scheme in spoken.subject_objects(SKOS.inScheme)
            for cls in spoken.objects(concept, RDF.type)
            if str(cls).startswith(NG)
        }
        super().__init__(ontology=spoken)
        self.doc.title = self.heading
        self.back_onts = rdflib.Graph()  # so that terms of others are called by prefix and name
        names = (str(node) for node in set(ontology.subjects()) if str(node).startswith(NG))
        self.fids = {name: name.removeprefix(NG) for name in sorted(names)}
        self.props_labeled = {
            prop: {"title": labels[language == "de"], "description": str(prop), "ont_title": prop.defrag()}
            for prop, labels in LABELS.items()
        }

    def _make_body(self) -> None:
        self.doc["lang"] = self.language
        self.doc.head.add(style(raw(STYLE)))
        self._make_metadata()
        self._make_main_sections()
        self._make_namespaces()
        self._make_toc()
        with self.doc, div(id="pylode"), p(self.texts["made"]):
            a("pyLODE", href="https://github.com/rdflib/pyLODE")

    def _make_metadata(self) -> None:
        other = next(page for language, page in PAGES.items() if language != self.language)
        with self.content:
            with nav():
                a(self.texts["other"], href=other)
            with div(id="metadata", _class="section"):
                h1(self.heading)
                h2(self.texts["about"])
                rows = table(*(self._row(HEAD, prop) for prop in HEAD_ROWS))
                div(rows, _class="entity")
            with div(id="diagram", _class="section"):
                h2(self.texts["diagram"])
                a(img(src="diagram.svg", alt=self.texts["alt"]), href="diagram.svg")

    def _row(self, node: rdflib.term.Node, prop: rdflib.URIRef) -> Any:  # noqa: ANN401  dominate has no types
        told = dict(self.props_labeled[prop])
        if node == HEAD and prop == SKOS.note:
            told["title"] = self.texts["reading"]
        values = list(self.ont.objects(node, prop))
        return prop_obj_pair_html(
            self.ont, self.back_onts, self.ns, "table", prop, *told.values(), self.fids, values
        )

    def _make_main_sections(self) -> None:
        for name, kind, rows in (
            ("classes", OWL.Class, CLASS_ROWS),
            ("objectproperties", OWL.ObjectProperty, PROPERTY_ROWS),
            ("datatypeproperties", OWL.DatatypeProperty, PROPERTY_ROWS),
        ):
            self.content.add(self._section(self.texts[name], kind, rows, name))
        for cls, scheme in sorted(self.scheme_of.items(), key=lambda pair: str(pair[1])):
            ONT_TYPES[cls] = ("ni", "SKOS Concept")
            name = str(scheme).removeprefix(NG)
            title = str(self.ont.value(scheme, RDFS.label))
            section = self._section(title, cls, CONCEPT_ROWS, name)
            told = (DCTERMS.description, SKOS.scopeNote, SKOS.example)
            about = div(
                table(*(self._row(scheme, prop) for prop in told)), _class="entity", id=name + "-scheme"
            )
            section.children.insert(1, about)
            self.content.add(section)

    def _section(self, title: str, kind: rdflib.term.Node, rows: list[rdflib.URIRef], name: str) -> Any:  # noqa: ANN401
        return section_html(
            title,
            self.ont,
            self.back_onts,
            self.ns,
            kind,
            rows,
            self.toc,
            name,
            self.fids,
            self.props_labeled,
        )

    def _make_namespaces(self) -> None:
        used = {str(node) for triple in self.ont for node in triple}
        with self.content, div(id="namespaces", _class="section"):
            h2(self.texts["namespaces"])
            with dl():
                for prefix, namespace in sorted(PREFIXES.items()):
                    if any(node.startswith(namespace) for node in used):
                        dt(prefix)
                        dd(code(namespace))

    def _make_toc(self) -> None:
        headings = {name: self.texts[name] for name in ("classes", "objectproperties", "datatypeproperties")}
        for scheme in sorted(set(self.scheme_of.values()), key=str):
            headings[str(scheme).removeprefix(NG)] = str(self.ont.value(scheme, RDFS.label))
        with self.doc, div(id="toc"):
            h3(self.texts["contents"])
            with ul(_class="first"):
                li(h4(a(self.texts["about"], href="#metadata")))
                li(h4(a(self.texts["diagram"], href="#diagram")))
                for name, heading in headings.items():
                    with li():
                        h4(a(heading, href=f"#{name}"))
                        with ul(_class="second"):
                            for anchor, _ in self.toc[name]:
                                li(a(anchor[1:], href=anchor))
                li(h4(a(self.texts["namespaces"], href="#namespaces")))


def write_reference(folder: Path) -> None:
    """Write the page of each language and the diagram into a folder."""
    ontology = read_ontology()
    (folder / "diagram.svg").write_text(draw_diagram(ontology), encoding="utf-8")
    for language, page in PAGES.items():
        text = Reference(ontology, language).make_html()
        (folder / page).write_text(tidy(text, language), encoding="utf-8")


def tidy(text: str, language: str) -> str:
    """Take out trailing space, the capitals that pyLODE gives to each word of a row's name, and chance."""
    for labels in (*LABELS.values(), tuple(TEXTS[name]["reading"] for name in PAGES)):
        label = labels[language == "de"]
        text = text.replace(f">{label.title()}</a>", f">{label}</a>")
    text = re.sub(r"(<script[^>]*ld\+json\">)(.*?)(</script>)", _sorted_data, text, flags=re.DOTALL)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).rstrip() + "\n"


def _sorted_data(found: re.Match[str]) -> str:
    """Put the JSON-LD of a page's head in order, which depends on the hash seed as pyLODE writes it."""
    nodes = [
        {key: sorted(value, key=str) if isinstance(value, list) else value for key, value in node.items()}
        for node in json.loads(found[2])
    ]
    nodes.sort(key=lambda node: str(node["@id"]))
    return f"{found[1]}\n{json.dumps(nodes, ensure_ascii=False, indent=1, sort_keys=True)}\n    {found[3]}"


if __name__ == "__main__":
    logging.disable(logging.INFO)  # pyLODE tells at every start what it loads
    write_reference(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
