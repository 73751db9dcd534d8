"""Sentences with hand-made spans and casts, and who the attribution says speaks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.attribution import Attribution, attribute
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import Found, QuoteSpan
from newsgraph.annotation.people import Cast
from newsgraph.model import Mention, Organisation, Person, Span, StatementType
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable


def span(text: str, words: str, nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def mentions(text: str, forms: Iterable[str]) -> tuple[Mention, ...]:
    found = []
    for form in forms:
        start = text.find(form)
        while start >= 0:
            found.append(Mention((Span(start, start + len(form)),), form))
            start = text.find(form, start + 1)
    return tuple(found)


def person(text: str, name: str, *roles: str, forms: tuple[str, ...] = ()) -> Person:
    given, family = name.split()
    return Person(name, mentions(text, forms or (name,)), given, family, roles=roles)


def body(text: str, name: str, *forms: str) -> Organisation:
    return Organisation(name, mentions(text, forms or (name,)))


def quote(
    text: str,
    content: str,
    speaker: str = "",
    cue: str = "",
    kind: StatementType = StatementType.INDIRECT,
    **more: int | None,
) -> QuoteSpan:
    return QuoteSpan(
        spans=(span(text, content),),
        type=kind,
        speaker=(span(text, speaker),) if speaker else (),
        cue=(span(text, cue),) if cue else (),
        continues=more.get("continues"),
        nested_in=more.get("nested_in"),
    )


def attributed(text: str, quotes: Iterable[QuoteSpan], cast: Cast | None = None) -> Attribution:
    return attribute(build_document(article_from_text(text)), Found((), tuple(quotes)), cast or Cast())


def speakers(attribution: Attribution) -> list[tuple[str, ...]]:
    return [tuple(agent.name for agent in s.speakers) for s in attribution.statements]


def speaker(text: str, mention: str, cast: Cast | None = None, cue: str = "sagte") -> tuple[str, ...]:
    (names,) = speakers(attributed(text, [quote(text, "es reiche", mention, cue)], cast))
    return names
