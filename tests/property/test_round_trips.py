"""Turtle → JSON-LD → N-Quads → RDF/XML → Turtle: whatever an article holds, nothing is lost on the way."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

import newsgraph
from newsgraph.errors import RdfError, ReadError
from newsgraph.iris import article_hash
from newsgraph.model import (
    Annotations,
    AnonymousAgent,
    Article,
    Link,
    Mention,
    Organisation,
    Person,
    Place,
    Proposal,
    Span,
    Statement,
    StatementType,
)
from newsgraph.rdf.bridge import from_rdflib, quads_of
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import iri, is_iri, literal_parts, string
from newsgraph.readers.articles import read_text
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from newsgraph.rdf import ArticleGraph

CHAIN = (Format.TURTLE, Format.JSONLD, Format.NQUADS, Format.RDFXML, Format.TURTLE)
RDFLIB = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "nt11",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
    Format.JSONLD: "json-ld",
    Format.RDFXML: "xml",
}
# https://www.w3.org/TR/xml/#charsets: all that RDF/XML can hold.
XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")

SCRIPTS = (
    *(
        "Größe",
        "e\u0301",
        "o\u0302\u0323",
        "ﬁn",
        "Żółć",
        "ſ",
        "İstanbul",
        "Ǆ",
        "Ωμέγα",
        "Владимир",
        "ჼ",
        "Հայ",
    ),
    *("שָׁלוֹם", "مَرْحَبًا", "۱۲۳", "ܫܠܡܐ", "नमस्ते", "ক্ষ", "தமிழ்", "ไทย", "မြန်မာ", "ខ្មែរ", "བོད", "አማርኛ"),
    *("漢字", "ひらがな", "한국", "\u1112\u1161\u11ab", "𠮷", "𝔘𝔫𝔦", "𓀀", "𞤀", "\U0002ebf0"),
)
MARKS = (
    *("\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u202c", "\u2066", "\u2069"),  # direction
    *("\u0300", "\u0345", "\u20dd", "\ufe0f", "\ufe0e", "\u200d", "\u200c", "\u2060", "\xad", "\u200b"),
    *("\ufeff", "\ufffd", "\ufff9", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ue000", "\U000f0000"),
)
EMOJI = ("👩‍👩‍👧‍👦", "🇩🇪", "🇩", "☝🏽", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🫨")
BREAKS = ("\n", "\r", "\r\n", "\t", "\x85", "\u2028", "\u2029", " ", "\xa0", "\u3000", "x" * 5_000)
SYNTAX = (
    *('"', '"""', "'''", "\\", "\\n", "\\u0041", "\\U0001F600", "\\\\", '\\"', "„Nein“", "«", "…"),
    *("]]>", "<!--", "-->", "</script>", "&", "&amp;", "<b>", "{", "}", "@de", "^^", "^^<x>", "#", " .", ";"),
    *("%", "%41", "%zz", "%C3%A4", "a:b", "_:b0", "@id", "@value", "https://schema.org/name", "true", "1.0"),
)
CONTROLS = tuple(
    chr(code) for code in (*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x7F, 0x80, 0x9F, 0xFFFE, 0xFFFF)
)


def strings(*pieces: str) -> SearchStrategy[str]:
    """Return texts of some length from these pieces and from anything that Unicode has."""
    letter = st.characters(exclude_categories=["Cs"])
    return st.lists(st.sampled_from(pieces) | letter, max_size=8).map("".join)


ANYTHING = strings(*SCRIPTS, *MARKS, *EMOJI, *BREAKS, *SYNTAX, *CONTROLS)
XML_TEXT = strings(*SCRIPTS, *MARKS, *EMOJI, *BREAKS, *SYNTAX).filter(XML.fullmatch)
NAMES = XML_TEXT.filter(str.strip) | st.sampled_from(EMOJI)
BASES = st.sampled_from(
    [
        "https://w3id.org/newsgraph/data/",
        "https://a.example/x#",
        "http://a.example:80/%C3%A4/~b/",
        "https://ä.example/",
    ]
)


@st.composite
def graphs(draw: st.DrawFn, texts: SearchStrategy[str], names: SearchStrategy[str]) -> ArticleGraph:
    """Return the graph of an article that was annotated by hand, with odd text wherever text may stand."""
    text = draw(texts.filter(bool))
    whole = Span(0, len(text))
    part = Span(0, draw(st.integers(1, len(text))))
    person, body = draw(names), draw(names)
    seen = (Mention((part,), part.of(text)),)
    someone = Person(
        person, seen, roles=(draw(names),), affiliations=(Organisation(body),), local=draw(st.booleans())
    )
    nobody = AnonymousAgent(draw(names), seen)
    article = Article(
        id=article_hash(url=None, source=None, published=None, headline="", digest=text),
        text=text,
        digest="d",
        headline=draw(texts),
        source=draw(names),
        url=f"https://a.example/{draw(texts)}",
        links=(Link(f"https://b.example/{draw(texts)}", 0),),
        subheadings=(part,),
        authors=(draw(names),),
        credit=draw(texts),
    )
    said = Statement(
        (part, whole), StatementType.DIRECT, speakers=(someone, nobody), cue=(part,), frame=(whole,)
    )
    asked = Proposal((whole,), proposers=(someone,), opponents=(nobody,))
    notes = Annotations(
        article,
        persons=(someone,),
        organisations=(Organisation(body, seen),),
        places=(Place(draw(names), seen),),
        anonymous=(nobody,),
        statements=(said,),
        proposals=(asked,),
    )
    return newsgraph.build(notes, Settings(base=draw(BASES), text=TextMode.FULL))


def through(graph: ArticleGraph, forms: tuple[Format, ...]) -> list[bytes]:
    """Return the files on the way of a graph from format to format, each made from the last one."""
    files = []
    for form in forms:
        files.append(serialise([graph], form))
        (graph,) = load_graphs(files[-1], form.value)
    return files


def by_rdflib(data: bytes, form: Format) -> set[object]:
    """Return what rdflib, which shares no code with us, reads: triples, or quads where there are graphs."""
    if form.has_graphs:
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=RDFLIB[form])
        return set(quads_of(dataset))
    graph = rdflib.Graph().parse(data=data, format=RDFLIB[form])
    return {tuple(from_rdflib(term) for term in triple) for triple in graph}


def literals(graph: ArticleGraph) -> set[str]:
    return {literal_parts(obj)[0] for _, _, obj in graph.triples if not is_iri(obj)}


def expected(graph: ArticleGraph, form: Format) -> set[object]:
    if form.has_graphs:
        return set(graph.quads())
    return {(quad.subject, quad.predicate, quad.object) for quad in graph.quads()}


def check_chain(graph: ArticleGraph) -> None:
    files = through(graph, CHAIN)
    assert files[0] == files[-1]
    (last,) = load_graphs(files[-1], "turtle")
    assert last == graph
    assert graph_digest(last) == graph_digest(graph)


@settings(deadline=None)
@given(graphs(XML_TEXT, NAMES))
def test_a_chain_of_formats_ends_with_the_bytes_that_it_began_with(graph: ArticleGraph) -> None:
    check_chain(graph)


@settings(deadline=None)
@given(graphs(ANYTHING, ANYTHING.filter(bool)))
def test_what_xml_cannot_hold_is_refused_by_name_and_survives_elsewhere(graph: ArticleGraph) -> None:
    others = (Format.TURTLE, Format.JSONLD, Format.TRIG, Format.NTRIPLES, Format.NQUADS, Format.TURTLE)
    files = through(graph, others)
    assert files[0] == files[-1]
    if all(XML.fullmatch(value) for value in literals(graph)):
        check_chain(graph)
    else:
        with pytest.raises(RdfError, match=r"cannot carry this graph: .* U\+[0-9A-F]{4}.*turtle"):
            serialise([graph], Format.RDFXML)


@pytest.mark.filterwarnings(  # by rdflib, of rdflib
    "ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning"
)
@settings(deadline=None, max_examples=40)
@given(graphs(XML_TEXT, NAMES))
def test_another_reader_finds_the_same_in_every_format(graph: ArticleGraph) -> None:
    for form in Format:
        assert by_rdflib(serialise([graph], form), form) == expected(graph, form)


IRI_PARTS = (
    *(
        "ä",
        "漢字",
        "שלום",
        "e\u0301",
        "👩\u200d👧",
        "\u200f",
        "%C3%A4",
        "%41",
        "%2F",
        "/",
        "//",
        "/../",
        "/./",
        "?",
        "#",
        "&",
    ),
    *(
        "'",
        "(",
        ")",
        "*",
        "+",
        ",",
        ";",
        "=",
        ":",
        "@",
        "!",
        "$",
        "~",
        ".",
        "-",
        "_",
        "a",
        "1",
        "graph",
        "article/",
    ),
)
STARTS = (
    "http://a.example/",
    "https://ä.example/",
    "urn:x:",
    "https://schema.org/",
    "https://a.example/article/",
)


@st.composite
def foreign_terms(draw: st.DrawFn, predicate: bool = False) -> str:
    """Return an IRI as other people make them or, where it is no predicate, a literal of any kind."""
    value = draw(st.sampled_from(STARTS)) + "".join(draw(st.lists(st.sampled_from(IRI_PARTS), max_size=5)))
    assume(is_valid(value))
    if predicate:
        return iri(f"{value.rpartition('#')[0] or value}#p")
    text = string(draw(NAMES))
    return draw(st.sampled_from([iri(value), f"{text}^^{iri(value)}", f"{text}@de-at", text]))


def is_valid(value: str) -> bool:
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


@settings(deadline=None)
@given(st.lists(st.tuples(foreign_terms(predicate=True), foreign_terms()), min_size=1, max_size=5))
def test_graphs_made_elsewhere_go_the_same_way(rows: list[tuple[str, str]]) -> None:
    node = iri("https://a.example/article/0123456789abcdef")
    triples = [(node, iri(RDF.type), iri(SCHEMA.NewsArticle)), *((node, p, o) for p, o in rows)]
    (graph,) = load_graphs(graph_of("", "", triples).to_nquads().encode(), "nquads")
    check_chain(graph)


@settings(deadline=None, max_examples=40)
@given(st.lists(graphs(XML_TEXT, NAMES), min_size=2, max_size=3, unique_by=lambda graph: graph.graph))
def test_several_articles_go_through_all_formats_that_have_graphs(several: list[ArticleGraph]) -> None:
    several.sort(key=lambda graph: graph.graph)
    first = serialise(several, Format.TRIG)
    graphs_now: tuple[ArticleGraph, ...] = load_graphs(first, "trig")
    for form in (Format.JSONLD, Format.NQUADS, Format.TRIG):
        graphs_now = load_graphs(serialise(graphs_now, form), form.value)
        assert list(graphs_now) == several
    assert serialise(graphs_now, Format.TRIG) == first


HEAD = "tagblatt.example, 4. Mai 2024\n\nhttps://tagblatt.example/a\n\n"
SENTENCES = (
    *("„Wir bleiben“, sagte Erika Sandmann.", "Jan Petersen (SPD) forderte mehr Geld.", "Das sei falsch."),
    *("Die Bahn lehnte das ab.", "Laut 한국 sei das so.", "شالوم sagte: „Nein“", "Ein Sprecher warnte."),
)
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(SENTENCES) | XML_TEXT, min_size=1, max_size=5).map(" ".join),
    min_size=1,
    max_size=4,
).map("\n\n".join)


@settings(deadline=None, max_examples=60)
@given(XML_TEXT, PARAGRAPHS)
@example("🇩🇪", "„👩‍👩‍👧‍👦“, sagte 🫨.")
@example("A\u2028B", "\x85„Ja“\u2029, sagte Jan \ufeffPetersen\x7f.")
def test_an_article_that_is_read_goes_the_whole_way(headline: str, body: str) -> None:
    try:
        article = read_text(f"{HEAD}Titel {headline}\n\n{body}\n", "a.txt")
    except ReadError:
        return  # refused by name: tests/unit/readers shows for which reasons
    notes = newsgraph.annotate(article, model="rules")
    graph = newsgraph.build(notes, Settings(text=TextMode.FULL))
    assert article.body in literals(graph)
    check_chain(graph)


@settings(deadline=None, max_examples=60)
@given(ANYTHING)
def test_no_text_that_is_taken_holds_what_a_format_cannot(text: str) -> None:
    """A control character is refused where it comes in, with its name, so that RDF/XML never has to."""
    if XML.fullmatch(text):
        check_chain(newsgraph.build(newsgraph.annotate(text, model="rules"), Settings(text=TextMode.FULL)))
    else:
        with pytest.raises(ReadError, match=r"U\+[0-9A-F]{4} is no text"):
            newsgraph.annotate(text, model="rules")


def test_half_a_surrogate_pair_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match=r"lone surrogate U\+D83D"):
        newsgraph.annotate("a \ud83d b")
    article = Article(id="0" * 16, text="\ud83d", digest="d", headline="x\ud83d")
    with pytest.raises(RdfError, match=f"{article.id}: .*half a surrogate pair"):
        newsgraph.build(Annotations(article), Settings(text=TextMode.FULL))


def test_the_order_of_articles_changes_the_order_of_graphs_and_nothing_else(article_file: Path) -> None:
    (article,) = newsgraph.read(article_file)
    one = newsgraph.build(newsgraph.annotate(article, model="rules"))
    two = newsgraph.build(newsgraph.annotate(dataclasses.replace(article, id="0" * 16), model="rules"))
    for form in (Format.TRIG, Format.NQUADS, Format.JSONLD):
        there, back = serialise([one, two], form), serialise([two, one], form)
        assert load_graphs(there, form.value) == load_graphs(back, form.value)
