"""Whom a statement is addressed to, where the text names somebody known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.mention_phrases import Determiner, parse_phrase
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.speakers import resolve_speaker

if TYPE_CHECKING:
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Roster
    from newsgraph.annotation.span_index import SpanIndex


def find_addressees(
    roster: Roster, quote: QuoteSpan, quoted: SpanIndex, speakers: tuple[int, ...]
) -> tuple[int, ...]:
    """Return who is spoken to: a person or body named in the addressee's span, or a body by its noun.

    "sagte sie der „Morgenpost“" is said to the paper. "den Journalisten" stays a mention: it names nobody
    that the article knows, and a description alone makes no agent.
    """
    if not quote.addressee:
        return ()
    named = roster.within(quote.addressee)
    if named:
        keys = dict.fromkeys(o.key for o in named)
        return tuple(key for key in keys if key not in speakers)
    phrase = parse_phrase(roster.document, quote.addressee)
    if phrase.head is None or phrase.determiner not in {Determiner.DEFINITE, Determiner.POSSESSIVE}:
        return ()
    if (
        not bodies.body_noun(phrase.head.form)
        or roster.nearest_body(quote.addressee[0].start, bodies.classes_of(phrase.head.form)) is None
    ):
        return ()
    keys_found = resolve_speaker(roster, Asked(quote.addressee, quoted)).keys
    return tuple(key for key in keys_found if key not in speakers)
