"""One small article with everything in it that a graph can show."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from newsgraph.iris import article_hash
from newsgraph.model import (
    Annotations,
    AnonymousAgent,
    Article,
    Country,
    Ground,
    Illocution,
    Link,
    Medium,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Place,
    Proposal,
    Relation,
    Span,
    Statement,
    StatementType,
)

if TYPE_CHECKING:
    from collections.abc import Callable

HEADLINE = "Streit um den Hafen"
TEXT = f"""{HEADLINE}

„Wir bauen“, sagte Erika Sandmann in Kiel, „und zwar bald“. Ein Sprecher der Werft wies das zurück.

Dänemark warnt

Dänemark schlug der Werft eine Brücke vor; die Brücke nütze allen."""


def span_of(words: str, nth: int = 1) -> Span:
    """Return the span of the n-th time that `words` stand in the text."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def mention(words: str, kind: MentionKind = MentionKind.FULL_NAME, nth: int = 1) -> Mention:
    return Mention((span_of(words, nth),), words, kind, reason="name")


DENMARK = Country("Dänemark", (mention("Dänemark"), mention("Dänemark", nth=2)))
WHARF = Organisation("Werft", (mention("Werft"), mention("Werft", nth=2)), ("Hafenwerft",))
KIEL = Place("Kiel", (mention("Kiel"),))
SANDMANN = Person(
    "Erika Sandmann",
    (Mention((span_of("Erika Sandmann"),), "Erika Sandmann", confidence=0.934),),
    given_name="Erika",
    family_name="Sandmann",
    alternate_names=("Sandmann",),
    roles=("Bürgermeisterin",),
    affiliations=(Organisation("SPD"), DENMARK),
    same_as=("http://www.wikidata.org/entity/Q1",),
    grounds=(
        Ground(Relation.ROLE, "Bürgermeisterin", "bracket", 0.5, (span_of("Kiel"),)),
        Ground(Relation.ROLE, "Bürgermeisterin", "apposition", 0.9, (span_of("Erika Sandmann"),)),
        Ground(Relation.ROLE, "Königin", "a role that she does not have"),
        Ground(Relation.AFFILIATION, "Dänemark", "attribute", 0.8, (span_of("Dänemark warnt"),)),
        Ground(Relation.IDENTITY, "http://www.wikidata.org/entity/Q1", "name and office", 0.987),
    ),
)
SPOKESMAN = AnonymousAgent(
    "Ein Sprecher der Werft", (mention("Ein Sprecher der Werft", MentionKind.ROLE),), (WHARF,)
)
ARTICLE = Article(
    id=article_hash(
        url="http://www.Hafenbote.example/1#x", source="", published=None, headline=HEADLINE, digest=""
    ),
    text=TEXT,
    digest=hashlib.sha256(TEXT.encode()).hexdigest(),
    headline=HEADLINE,
    source="hafenbote.example",
    url="http://www.hafenbote.example/1 2",
    published=datetime(2024, 5, 4, 14, 35),  # noqa: DTZ001  the source prints no zone
    subheadings=(span_of("Dänemark warnt"),),
    links=(Link("https://a.example/x|y", 40), Link("siehe oben", 50)),
    credit="dpa/kru",
    agencies=("dpa",),
    editors=("kru",),
    authors=("Max Müller", "Uli"),
)
STATEMENTS = (
    Statement(
        (span_of("Wir bauen"), span_of("und zwar bald")),
        StatementType.DIRECT,
        frozenset({Medium.SPEECH, Medium.WRITING}),
        (SANDMANN,),
        speaker_mention=(span_of("Erika Sandmann"),),
        cue=(span_of("sagte"),),
        frame=(span_of(", sagte Erika Sandmann in Kiel,"),),
        confidence=0.9,
        rule="direct",
        speaker_reason="name",
        speaker_confidence=0.95,
    ),
    Statement(
        (span_of("bald"),),
        StatementType.REPORTED,
        speakers=(SPOKESMAN,),
        addressee=(span_of("der Werft", 2),),
        addressees=(WHARF,),
        reported_by=(DENMARK,),
        nested_in=0,
        continues=0,
        denial=True,
    ),
)
PROPOSALS = (
    Proposal(
        (span_of("eine Brücke"),),
        Illocution.DEMAND,
        (DENMARK,),
        (SANDMANN,),
        (SPOKESMAN,),
        (WHARF,),
        (SANDMANN,),
        expressed_in=(0,),
        repetitions=((span_of("die Brücke"),),),
        confidence=1.0,
        rule="verb",
    ),
    Proposal((span_of("die Brücke"),)),
)
ANNOTATIONS = Annotations(
    ARTICLE,
    persons=(SANDMANN,),
    organisations=(WHARF,),
    countries=(DENMARK,),
    places=(KIEL,),
    anonymous=(SPOKESMAN,),
    statements=STATEMENTS,
    proposals=PROPOSALS,
)


@pytest.fixture(name="annotations")
def annotations_of_the_article() -> Annotations:
    """Return the annotations of the article."""
    return ANNOTATIONS


@pytest.fixture(name="everything", scope="session")
def annotations_for_wider_fixtures() -> Annotations:
    """Return the same annotations, for fixtures that live longer than one test."""
    return ANNOTATIONS


@pytest.fixture(scope="session")
def span_in_text() -> Callable[..., Span]:
    """Return the function that finds words in the article."""
    return span_of
