"""What the graph says of statements, proposals and their wording, and how much text it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.rdf.graph_view import BASE, View, article_of, view

from newsgraph.iris import hash_of
from newsgraph.model import Annotations, Span, Statement, StatementType
from newsgraph.rdf import build_graph
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, OA, PROV, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable


def test_direct_statement(annotations: Annotations, span_in_text: Callable[..., Span]) -> None:
    graph = view(annotations)
    name = hash_of("Direct", "Wir bauen und zwar bald", "Erika Sandmann", "1")
    statement = f"{graph.article}/statement/{name}"
    assert graph.values(statement, RDF.type) == ["schema:CreativeWork", "schema:Quotation", "ng:Statement"]
    assert graph.one(statement, SCHEMA.text) == "Wir bauen und zwar bald"
    assert graph.one(statement, NG.statementType) == "ng:Direct"
    assert graph.values(statement, NG.medium) == ["ng:Speech", "ng:Writing"]
    assert graph.one(statement, NG.speaker) == f"{BASE}person/erika-sandmann"
    assert graph.one(statement, SCHEMA.spokenByCharacter) == f"{BASE}person/erika-sandmann"
    assert graph.one(statement, PROV.wasQuotedFrom) == graph.article
    assert graph.one(statement, NG.speakerMention) == "Erika Sandmann"
    assert graph.one(statement, NG.cue) == "sagte"
    assert graph.one(statement, NG.frame) == ", sagte Erika Sandmann in Kiel,"
    assert graph.one(statement, NG.confidence) == "0.9"
    assert graph.one(statement, NG.foundBy) == "direct"
    assert graph.one(statement, NG.speakerReason) == "name"
    assert graph.one(statement, NG.speakerConfidence) == "0.95"
    assert graph.one(statement, SCHEMA.isPartOf) == graph.article
    first, second = span_in_text("Wir bauen"), span_in_text("und zwar bald")
    assert graph.values(statement, NG.evidence) == [
        f"{graph.article}/span/{span.start}-{span.end}" for span in (first, second)
    ]


def test_other_statements_claim_no_wording(annotations: Annotations) -> None:
    graph = view(annotations)
    statement = f"{graph.article}/statement/{hash_of('Reported', 'bald', '', '1')}"
    first = f"{graph.article}/statement/{hash_of('Direct', 'Wir bauen und zwar bald', 'Erika Sandmann', '1')}"
    assert graph.values(statement, RDF.type) == ["schema:CreativeWork", "ng:Denial", "ng:Statement"]
    assert graph.values(statement, SCHEMA.spokenByCharacter) == []
    assert graph.one(statement, NG.speaker) == f"{graph.article}/agent/ein-sprecher-der-werft"
    assert graph.one(statement, NG.addressee) == f"{BASE}organization/werft"
    assert graph.one(statement, NG.addresseeMention) == "der Werft"
    assert graph.one(statement, NG.reportedBy) == f"{BASE}place/daenemark"
    assert graph.one(statement, NG.nestedIn) == first
    assert graph.one(statement, NG.continues) == first
    assert graph.one(statement, NG.confidence) == "1"


def test_equal_statements_are_counted() -> None:
    text = "Nein. Nein."
    twice = tuple(Statement((span,), StatementType.DIRECT) for span in (Span(0, 4), Span(6, 10)))
    graph = view(Annotations(article_of(text), statements=twice))
    names = {f"{graph.article}/statement/{hash_of('Direct', 'Nein', '', n)}" for n in "12"}
    assert set(graph.all_of(NG.Statement)) == names


def test_proposals(annotations: Annotations, span_in_text: Callable[..., Span]) -> None:
    graph = view(annotations)
    proposal = f"{graph.article}/proposal/{hash_of('eine Brücke', 'Dänemark', '1')}"
    assert graph.values(proposal, RDF.type) == ["schema:CreativeWork", "ng:Proposal"]
    assert graph.one(proposal, SCHEMA.text) == "eine Brücke"
    assert graph.one(proposal, NG.illocution) == "ng:Demand"
    assert graph.one(proposal, NG.proposer) == f"{BASE}place/daenemark"
    assert graph.one(proposal, NG.supporter) == f"{BASE}person/erika-sandmann"
    assert graph.one(proposal, NG.opponent) == f"{graph.article}/agent/ein-sprecher-der-werft"
    assert graph.one(proposal, NG.addressee) == f"{BASE}organization/werft"
    assert graph.one(proposal, NG.reportedBy) == f"{BASE}person/erika-sandmann"
    assert graph.one(proposal, NG.expressedIn).startswith(f"{graph.article}/statement/")
    repeated = span_in_text("die Brücke")
    assert graph.one(proposal, NG.repeatedIn) == f"{graph.article}/span/{repeated.start}-{repeated.end}"
    other = f"{graph.article}/proposal/{hash_of('die Brücke', '1')}"
    assert graph.values(other, NG.proposer) == []
    assert graph.values(other, RDF.type) == [
        "schema:CreativeWork",
        "ng:Proposal",
        "ng:UnattributedProposal",
    ]


def test_evidence_is_verbatim(annotations: Annotations, span_in_text: Callable[..., Span]) -> None:
    graph = view(annotations)
    text = annotations.article.text
    span = span_in_text("und zwar bald")
    node = f"{graph.article}/span/{span.start}-{span.end}"
    position, quote = f"{node}/position", f"{node}/quote"
    assert graph.values(node, RDF.type) == ["oa:SpecificResource"]
    assert graph.one(node, OA.hasSource) == f"{graph.article}/text"
    assert graph.values(node, OA.hasSelector) == [position, quote]
    assert graph.values(position, RDF.type) == ["oa:TextPositionSelector"]
    assert (graph.one(position, OA.start), graph.one(position, OA.end)) == (str(span.start), str(span.end))
    assert graph.values(quote, RDF.type) == ["oa:TextQuoteSelector"]
    assert graph.one(quote, OA.exact) == "und zwar bald"
    assert graph.one(quote, OA.prefix) == text[span.start - 32 : span.start]
    assert graph.one(quote, OA.suffix).replace("\\n", "\n") == text[span.end : span.end + 32]


def test_context_ends_where_the_text_ends() -> None:
    nay = Annotations(article_of("Nein"), statements=(Statement((Span(0, 4),), StatementType.DIRECT),))
    graph = view(nay)
    quote = f"{graph.article}/span/0-4/quote"
    assert (graph.one(quote, OA.prefix), graph.one(quote, OA.suffix)) == ("", "")


def test_without_text_no_wording_is_left(annotations: Annotations) -> None:
    graph = view(annotations, Settings(base=BASE, text=TextMode.NONE))
    wording = (SCHEMA.text, SCHEMA.articleBody, NG.surface, NG.cue, NG.frame, NG.speakerMention)
    places = (NG.addresseeMention, NG.subheading, OA.exact, OA.prefix, OA.suffix)
    gone = {f"<{term}>" for term in (*wording, *places)}
    assert not gone & {p for _, p, _ in graph.graph.triples}
    assert "und zwar bald" not in graph.graph.to_nquads()
    assert graph.all_of(OA.TextQuoteSelector) == []
    assert graph.all_of(OA.TextPositionSelector)


def test_quotes_are_the_default_and_full_adds_the_body(annotations: Annotations) -> None:
    quotes, full = (
        set(build_graph(annotations, Settings(text=mode)).triples)
        for mode in (TextMode.QUOTES, TextMode.FULL)
    )
    assert quotes == set(build_graph(annotations).triples)
    assert {p for _, p, _ in full - quotes} == {f"<{SCHEMA.articleBody}>", f"<{NG.textMode}>"}
    (body,) = (o for _, p, o in full if p == f"<{SCHEMA.articleBody}>")
    assert body.startswith('"„Wir bauen“')


def test_what_names_a_statement_does_not_depend_on_how_much_text_is_written(annotations: Annotations) -> None:
    names = [
        set(View(build_graph(annotations, Settings(text=mode))).all_of(NG.Statement)) for mode in TextMode
    ]
    assert names[0] == names[1] == names[2]
