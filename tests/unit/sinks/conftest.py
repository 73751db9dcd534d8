"""Two small articles with people, statements and proposals, as graphs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsgraph.model import (
    Annotations,
    AnonymousAgent,
    Article,
    Country,
    Illocution,
    Mention,
    Organisation,
    Person,
    Proposal,
    Span,
    Statement,
    StatementType,
)
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.settings import Settings

BASE = "https://data.example/"
FIRST = f"{BASE}article/00000000000000aa"
SECOND = f"{BASE}article/00000000000000bb"


def _span(text: str, part: str) -> tuple[Span, ...]:
    start = text.index(part)
    return (Span(start, start + len(part)),)


def _mention(text: str, part: str) -> tuple[Mention, ...]:
    return (Mention(_span(text, part), part),)


def _first() -> Annotations:
    text = "Brücke gesperrt\n\n„Wir bauen neu“, sagte Ada Berg. Die Stadt solle zahlen, forderte Udo Tal."
    ada = Person("Ada Berg", _mention(text, "Ada Berg"), "Ada", "Berg", ("Dr. Berg",))
    udo = Person("Udo Tal", _mention(text, "Udo Tal"))
    city = Organisation("Stadt Au", _mention(text, "Stadt"))
    article = Article(
        id="00000000000000aa",
        text=text,
        digest="0" * 64,
        headline="Brücke gesperrt",
        source="Auer Bote",
        published=datetime(2024, 5, 3, 14, 35, tzinfo=UTC),
    )
    later = Statement(
        _span(text, "Die Stadt solle zahlen"),
        StatementType.INDIRECT,
        speakers=(udo,),
        cue=_span(text, "forderte"),
        denial=True,
    )
    sooner = Statement(
        _span(text, "Wir bauen neu"), StatementType.DIRECT, speakers=(ada,), cue=_span(text, "sagte")
    )
    proposal = Proposal(
        _span(text, "Stadt solle zahlen"),
        Illocution.DEMAND,
        proposers=(udo,),
        supporters=(ada,),
        opponents=(city,),
        expressed_in=(0,),
    )
    return Annotations(
        article, persons=(ada, udo), organisations=(city,), statements=(later, sooner), proposals=(proposal,)
    )


def _second() -> Annotations:
    text = "Land hilft\n\nMan helfe gern, sagte eine Sprecherin. Ada Berg und Eva Au nickten. Norland zahle."
    article = Article(
        id="00000000000000bb",
        text=text,
        digest="1" * 64,
        headline="Land hilft",
        source="Tal-Kurier",
        published=date(2024, 5, 2),
    )
    ada = Person("Ada Berg", _mention(text, "Ada Berg"))
    eva = Person("Eva Au", _mention(text, "Eva Au"))
    voice = AnonymousAgent("eine Sprecherin", _mention(text, "eine Sprecherin"))
    land = Country("Norland", _mention(text, "Norland"))
    statements = (
        Statement(_span(text, "Man helfe gern"), StatementType.INDIRECT, speakers=(voice,)),
        Statement(_span(text, "Norland zahle"), StatementType.FREE_INDIRECT),
    )
    proposal = Proposal(_span(text, "Man helfe gern"), proposers=(land,))
    return Annotations(
        article,
        persons=(ada, eva),
        countries=(land,),
        anonymous=(voice,),
        statements=statements,
        proposals=(proposal,),
    )


@pytest.fixture(scope="session")
def graphs() -> tuple[ArticleGraph, ...]:
    return tuple(build_graph(notes, Settings(base=BASE)) for notes in (_first(), _second()))
