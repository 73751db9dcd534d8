"""Every schema.org term that newsgraph writes exists, and is used as schema.org's own vocabulary says.

The vocabulary lies beside a development checkout (`../shared/data/schemaorg`, CC BY-SA 3.0, for checks only);
without it the tests that ask it are skipped. `docs/schema-org.md` lists the terms, and every deviation with
its reason: what is not listed there fails, and what is listed and no longer true fails too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pytest

import newsgraph
from newsgraph.cli import main
from newsgraph.rdf import build_graph
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, RDF, RDFS, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Annotations

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs" / "schema-org.md"
NAMELESS = "„Wir bleiben offen“, sagte eine Sprecherin der Polizei am Montag in Kiel."
BASE = "https://data.example/news/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RIGHTS: Final = {
    TextMode.NONE: (),
    TextMode.QUOTES: (
        "--license",
        LICENCE,
        "--rights-holder",
        "Verlag Hafen",
        "--data-rights-holder",
        "Archiv",
    ),
    TextMode.FULL: ("--rights-holder", "https://verlag.example/", "--data-license", LICENCE),
}
DATATYPES: Final = {
    XSD.string: SCHEMA.Text,
    XSD.date: SCHEMA.Date,
    XSD.dateTime: SCHEMA.DateTime,
    XSD.integer: SCHEMA.Integer,
    XSD.decimal: SCHEMA.Number,
    XSD.boolean: SCHEMA.Boolean,
}
ROW: Final = re.compile(r"^\| `schema:(\w+)` \|(.*)\|$", re.MULTILINE)
CODE: Final = re.compile(r"`(\w+:)?(\w+)`")


@dataclass
class Vocabulary:
    """What schema.org says of its terms: IRI → property → values."""

    facts: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )

    def add(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        for quad in quads:
            if isinstance(quad.subject, pyoxigraph.NamedNode):
                self.facts[quad.subject.value][quad.predicate.value].add(str(quad.object).strip('<>"'))

    def get(self, term: str, predicate: str) -> set[str]:
        return self.facts[term][predicate] if term in self.facts else set()

    def supers(self, classes: Iterable[str]) -> set[str]:
        """Return the classes and all that is above them."""
        found: set[str] = set()
        todo = list(classes)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += self.get(one, RDFS.subClassOf)
        return found


@dataclass
class Use:
    """What the output has: classes and properties of schema.org, and who carries and who fills them."""

    classes: set[str] = field(default_factory=set)
    carriers: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))
    values: dict[str, set[frozenset[str]]] = field(default_factory=lambda: defaultdict(set))

    def add(self, quads: list[pyoxigraph.Quad]) -> None:
        types: dict[object, set[str]] = defaultdict(set)
        for quad in quads:
            if quad.predicate.value == RDF.type and isinstance(quad.object, pyoxigraph.NamedNode):
                types[quad.subject].add(quad.object.value)
        self.classes |= {cls for found in types.values() for cls in found if cls.startswith(SCHEMA)}
        for quad in quads:
            predicate = quad.predicate.value
            if predicate.startswith(SCHEMA):
                self.carriers[predicate].add(frozenset(types[quad.subject]))
                self.values[predicate].add(_kinds(quad.object, types))

    @property
    def terms(self) -> set[str]:
        return {term.removeprefix(SCHEMA) for term in (*self.classes, *self.carriers)}


def _kinds(value: object, types: dict[object, set[str]]) -> frozenset[str]:
    """Return the classes of a node, or the data type as schema.org calls it; a node without class, a URL."""
    if isinstance(value, pyoxigraph.Literal):
        return frozenset({DATATYPES[value.datatype.value]})
    return frozenset(types.get(value) or {SCHEMA.URL})


@pytest.fixture(name="vocabulary", scope="module")
def published_vocabulary(shared: Path) -> Vocabulary:
    file = shared / "data" / "schemaorg" / "schemaorg-all-https.ttl"
    if not file.exists():
        pytest.skip("schema.org's vocabulary (../shared/data/schemaorg) is not on this machine")
    found = Vocabulary()
    found.add(pyoxigraph.parse(path=file))
    assert found.get(SCHEMA.NewsArticle, RDFS.subClassOf) == {SCHEMA.Article}
    for own in sorted((ROOT / "ontology").glob("*.ttl")):
        found.add(pyoxigraph.parse(path=own))
    return found


def run(*words: object) -> None:
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    assert end.value.code == 0


@pytest.fixture(name="use", scope="module")
def use_in_the_output(everything: Annotations, tmp_path_factory: pytest.TempPathFactory) -> Use:
    """Return what stands in the graphs, the links and the description, in all modes of text."""
    folder = tmp_path_factory.mktemp("output")
    use = Use()
    nameless = newsgraph.annotate(NAMELESS, model="rules")
    for mode in TextMode:
        for notes in (everything, nameless):
            use.add(list(build_graph(notes, Settings(base=BASE, text=mode)).quads()))
        news, about, links = (folder / f"{mode}-{name}.trig" for name in ("news", "about", "links"))
        options = ["--model", "rules", "--base", BASE, "--text", mode.value, "--no-validate", "-j", "1"]
        run("convert", ROOT / "seeds", *options, *RIGHTS[mode], "-o", news, "--describe", about)
        run("link", news, "-o", links)
        for file in (news, about, links):
            use.add(list(pyoxigraph.parse(path=file)))
    return use


def section(title: str) -> str:
    """Return the text of a section of the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert f"\n## {title}\n" in text
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> Iterator[tuple[str, str]]:
    """Yield the term in the first cell of each row of a section's tables, and the rest of the row."""
    found = ROW.findall(section(title))
    assert found
    yield from found


@cache
def deviations() -> frozenset[tuple[str, str, str]]:
    """Return what the document owns up to: term, kind of deviation, and the class that is unexpected."""
    return frozenset(
        (term, *_deviation(rest.partition("|")[0].strip())) for term, rest in rows("Where newsgraph deviates")
    )


def _deviation(cell: str) -> tuple[str, str]:
    kind, _, classes = cell.partition(" ")
    return kind, " ".join(sorted(name for _, name in CODE.findall(classes)))


def names(classes: Iterable[str]) -> str:
    return " ".join(sorted(re.split(r"[/#]", cls)[-1] for cls in classes))


def found_deviations(vocabulary: Vocabulary, use: Use) -> Iterator[tuple[str, str, str]]:
    """Yield every use that schema.org's vocabulary does not expect."""
    for term in sorted(use.terms):
        if "https://pending.schema.org" in vocabulary.get(SCHEMA[term], SCHEMA.isPartOf):
            yield term, "pending", ""
    for predicate, carriers in use.carriers.items():
        expected = vocabulary.get(predicate, SCHEMA.domainIncludes)
        for classes in carriers:
            if not vocabulary.supers(classes) & expected:
                yield predicate.removeprefix(SCHEMA), "on", names(classes)
    for predicate, values in use.values.items():
        expected = vocabulary.get(predicate, SCHEMA.rangeIncludes)
        for classes in values:
            if not vocabulary.supers(classes) & expected:
                yield predicate.removeprefix(SCHEMA), "value", names(classes)


def test_the_terms_of_the_output_are_those_that_the_document_lists(use: Use) -> None:
    listed = {term for title in ("Classes", "Properties") for term, _ in rows(title)}
    assert use.terms == listed


def test_every_term_of_the_output_exists_and_is_in_force(vocabulary: Vocabulary, use: Use) -> None:
    for term in use.terms:
        assert vocabulary.get(SCHEMA[term], RDF.type), f"schema.org has no {term}"
        assert not vocabulary.get(SCHEMA[term], SCHEMA.supersededBy), f"schema.org gave up {term}"


def test_every_deviation_is_listed_and_every_listed_one_is_real(vocabulary: Vocabulary, use: Use) -> None:
    assert set(found_deviations(vocabulary, use)) == deviations()


def test_every_deviation_has_a_reason() -> None:
    for term, rest in rows("Where newsgraph deviates"):
        assert len(rest.partition("|")[2].split()) > 5, term


@pytest.mark.parametrize(
    ("folder", "pattern", "written"),
    [
        ("src/newsgraph", "*.py", r"\bSCHEMA\.([A-Za-z]+)"),
        ("ontology", "*.ttl", r"\bschema:(\w+)"),
        ("shapes", "*.ttl", r"\bschema:(\w+)"),
        ("docs", "*.md", r"\bschema:(\w+)"),
    ],
)
def test_no_term_is_named_that_schema_org_does_not_have(
    folder: str, pattern: str, written: str, vocabulary: Vocabulary
) -> None:
    files = sorted((ROOT / folder).rglob(pattern))
    used = {term for file in files for term in re.findall(written, file.read_text(encoding="utf-8"))}
    used -= set(dir(str))  # `SCHEMA.startswith` is no term
    assert used
    assert {term for term in used if not vocabulary.get(SCHEMA[term], RDF.type)} == set()


def test_a_misuse_is_found(vocabulary: Vocabulary) -> None:
    turtle = f"""<urn:a> a <{SCHEMA.Place}> ; <{SCHEMA.headline}> "x" ; <{SCHEMA.geo}> <urn:p> .
        <urn:p> a <{SCHEMA.Person}> ; <{SCHEMA.spokenByCharacter}> <urn:a> ; <{NG.speaker}> <urn:a> ."""
    use = Use()
    use.add(list(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)))
    assert set(found_deviations(vocabulary, use)) == {
        ("headline", "on", "Place"),
        ("geo", "value", "Person"),
        ("spokenByCharacter", "pending", ""),
        ("spokenByCharacter", "on", "Person"),
        ("spokenByCharacter", "value", "Place"),
    }
