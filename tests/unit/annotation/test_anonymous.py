"""Speakers without a name: what they are called and whom they speak for."""

from __future__ import annotations

import pytest

from newsgraph.annotation.anonymous import anonymous_name
from newsgraph.annotation.attribution import attribute
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import Found, QuoteSpan
from newsgraph.annotation.mention_phrases import parse_phrase
from newsgraph.annotation.people import Cast
from newsgraph.model import Mention, Organisation, Span, StatementType
from newsgraph.readers import article_from_text


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("einer Sprecherin des Auswärtigen Amts", "Sprecherin des Auswärtigen Amts"),
        ("einem Diplomaten", "Diplomat"),
        ("Diplomaten", "Diplomaten"),
        ("Händlern", "Händler"),
        ("Regierungskreisen", "Regierungskreise"),
        ("eines Sprechers der Stadtwerke", "Sprecher der Stadtwerke"),
        ("einem hohen Beamten", "hoher Beamter"),
        ("ein hochrangiger Diplomat", "hochrangiger Diplomat"),
        ("einem Gutachten", "Gutachten"),
        ("mehreren Delegierten", "Delegierte"),
        ("eine Person, die mit den Gesprächen vertraut ist", "Person, die mit den Gesprächen vertraut ist"),
    ],
)
def test_the_name_is_the_phrase_in_the_nominative_without_article(printed: str, name: str) -> None:
    text = f"Das sagten {printed} in Kiel."
    document = build_document(article_from_text(text))
    start = text.index(printed)
    assert anonymous_name(text, parse_phrase(document, (Span(start, start + len(printed)),))) == name


def find(text: str, mention: str, *bodies: str) -> tuple[str, tuple[str, ...]]:
    known = tuple(
        Organisation(name, (Mention((Span(text.index(name), text.index(name) + len(name)),), name),))
        for name in bodies
    )
    start = text.rindex(mention)
    quote = QuoteSpan(
        (Span(text.index("es reiche"), text.index("es reiche") + 9),),
        StatementType.INDIRECT,
        speaker=(Span(start, start + len(mention)),),
    )
    document = build_document(article_from_text(text))
    (agent,) = attribute(document, Found((), (quote,)), Cast(organisations=known)).anonymous
    return agent.name, tuple(body.name for body in agent.speaks_for)


def test_a_speaker_speaks_for_the_body_in_the_phrase() -> None:
    text = "Das sei gut, es reiche, sagte ein Sprecher der Polizei."
    assert find(text, "ein Sprecher der Polizei", "Polizei") == ("Sprecher der Polizei", ("Polizei",))


def test_a_bare_speaker_speaks_for_the_body_named_last() -> None:
    text = "Der Bauernverband gab nach. Das sei gut, es reiche, sagte eine Sprecherin."
    assert find(text, "eine Sprecherin", "Bauernverband") == ("Sprecherin", ("Bauernverband",))


def test_a_compound_tells_which_body_is_spoken_for() -> None:
    text = "Die Polizei Kiel rief den Bauernverband. Das sei gut, es reiche, sagte eine Polizeisprecherin."
    name, bodies = find(text, "eine Polizeisprecherin", "Polizei Kiel", "Bauernverband")
    assert (name, bodies) == ("Polizeisprecherin", ("Polizei Kiel",))


def test_the_same_phrase_is_the_same_speaker() -> None:
    text = "Es reiche, sagten Beobachter. Es gehe weiter, meinten Beobachter."
    places = [text.index("Beobachter"), text.rindex("Beobachter")]
    quotes = tuple(
        QuoteSpan((Span(at, at + 5),), StatementType.INDIRECT, speaker=(Span(place, place + 10),))
        for at, place in zip((0, text.index("Es gehe")), places, strict=True)
    )
    (agent,) = attribute(build_document(article_from_text(text)), Found((), quotes), Cast()).anonymous
    assert [m.spans[0].start for m in agent.mentions] == places


@pytest.mark.parametrize(
    ("mention", "body"),
    [
        ("ein ungarischer Diplomat", "Ungarn"),
        ("ein Diplomat aus Vilnius", "Litauen"),
        ("ein Sprecher der Preisüberwachung", "Preisüberwachung"),
        ("ein Sprecher von Vidola", "Vidola"),
    ],
)
def test_whom_somebody_speaks_for_may_be_named_nowhere_else(mention: str, body: str) -> None:
    assert find(f"Das sei gut, es reiche, sagte {mention}.", mention)[1] == (body,)


def test_a_passer_by_speaks_for_nobody() -> None:
    text = "Der Bauernverband gab nach. Das sei gut, es reiche, sagte ein Passant."
    assert find(text, "ein Passant", "Bauernverband")[1] == ()
