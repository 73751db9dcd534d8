"""Stances that no word of support or rejection tells."""

from __future__ import annotations

import re

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.people import Cast
from newsgraph.annotation.proposals import find_proposals
from newsgraph.annotation.stance_implied import VOICE
from newsgraph.model import Article, Mention, Organisation, Person, Span, Statement, StatementType

_START = "Anna Muster schlug eine Haushaltssperre für alle Ämter vor. "


def _opponents(text: str, *, belongs: bool = True) -> dict[str, str]:
    """Return who opposes the first proposal and why; Bela Ohm of the Stadtbahn says what is quoted."""

    def mentions(name: str) -> tuple[Mention, ...]:
        return tuple(Mention((Span(*m.span()),), name) for m in re.finditer(name, text))

    body = Organisation("Stadtbahn", mentions("Stadtbahn"))
    ohm = Person("Bela Ohm", mentions("Bela Ohm"), affiliations=(body,) if belongs else ())
    quoted = Span(text.index("„") + 1, text.index("“"))
    place = mentions("Bela Ohm")[0].spans
    statement = Statement((quoted,), StatementType.DIRECT, speakers=(ohm,), speaker_mention=place)
    paragraphs = tuple(Span(*m.span()) for m in re.finditer(r"[^\n]+", text))
    document = build_document(Article(id="x", text=text, digest="", paragraphs=paragraphs))
    cast = Cast((Person("Anna Muster", mentions("Anna Muster")), ohm), (body,))
    proposal, *_ = find_proposals(document, (statement,), cast, ())
    return {s.agent.name: s.reason for s in proposal.stances if not s.supports}


def test_who_explains_the_rejection_of_the_own_body_rejects_too() -> None:
    text = f"{_START}Die Stadtbahn lehnt die Sperre ab. „Wir fahren weiter“, sagte Bela Ohm."
    assert _opponents(text)["Bela Ohm"] == VOICE


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        (f"{_START}Die Stadtbahn lehnt die Sperre ab. „Wir fahren weiter“, sagte Bela Ohm.", False),
        (f"{_START}Die Stadtbahn lehnt die Sperre ab.\n\n„Wir fahren weiter“, sagte Bela Ohm.", True),
        (f"{_START}Die Stadtbahn tagte. „Wir fahren weiter“, sagte Bela Ohm.", True),
    ],
)
def test_other_words_are_no_voice_of_a_body(text: str, *, belongs: bool) -> None:
    assert VOICE not in _opponents(text, belongs=belongs).values()
