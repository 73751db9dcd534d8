"""Who speaks: from the speaker mentions of the statements to those who are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotate.mention_phrases import tokens_in
from newsgraph.annotate.resolution import NOBODY, Asked, Resolution
from newsgraph.annotate.roster import Roster
from newsgraph.annotate.speakers import resolve_speaker
from newsgraph.model import AnonymousAgent, Notice, Statement, StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document
    from newsgraph.annotate.finder import Found, QuoteSpan
    from newsgraph.annotate.people import Cast


@dataclass(frozen=True, slots=True)
class Attribution:
    """Statements with their speakers, those who speak without a name, the cast with what was added."""

    statements: tuple[Statement, ...]
    anonymous: tuple[AnonymousAgent, ...]
    cast: Cast
    notices: tuple[Notice, ...] = ()


def attribute(document: Document, found: Found, cast: Cast) -> Attribution:
    """Return the statements of `found` with their speakers.

    A mention is resolved by name, role, noun or pronoun; a statement without one takes the speaker of the
    statement that it continues, of the one around it, or of its neighbour in the paragraph.
    """
    roster = Roster(document, cast)
    quoted = tuple(span for quote in found.quotes for span in quote.spans)
    resolutions: list[Resolution] = []
    for quote in found.quotes:
        if quote.speaker:
            resolution = resolve_speaker(
                roster, Asked(quote.speaker, quoted, _has_plural_verb(document, quote))
            )
        else:
            resolution = _inherited(document, found, resolutions, quote)
        resolutions.append(resolution)
        at = quote.speaker[0].start if quote.speaker else quote.spans[0].start
        roster.spoken += [(key, at) for key in resolution.keys[:1]]
    resolutions = [_late(document, found, resolutions, i) for i in range(len(found.quotes))]
    statements = tuple(
        _statement(roster, quote, resolution)
        for quote, resolution in zip(found.quotes, resolutions, strict=True)
    )
    return Attribution(statements, roster.anonymous(), roster.cast(), ())


def _has_plural_verb(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the cue is in the plural: "sagten", "sprachen", "haben erklärt"; not "sagte"."""
    verbs = [t for t in tokens_in(document, quote.cue) if t.is_finite]
    return any(t.form.lower().endswith(("en", "ern", "eln")) or t.form.lower() == "sind" for t in verbs)


def _inherited(
    document: Document, found: Found, resolutions: list[Resolution], quote: QuoteSpan
) -> Resolution:
    """Return the speaker of the statement that this one continues, is part of, or follows in its paragraph."""
    for index, rule in ((quote.continues, "continues"), (quote.nested_in, "within")):
        if index is not None and index < len(resolutions):
            before = resolutions[index]
            return Resolution(before.keys, rule, before.confidence * 0.95)
    if not _may_inherit(quote) or not resolutions:
        return NOBODY
    previous = found.quotes[len(resolutions) - 1]
    if _block(document, previous) == _block(document, quote) and resolutions[-1].keys:
        return Resolution(resolutions[-1].keys, "same paragraph", 0.6)
    return NOBODY


def _may_inherit(quote: QuoteSpan) -> bool:
    return quote.type in {StatementType.DIRECT, StatementType.INDIRECT_FREE_INDIRECT} and not quote.cue


def _late(document: Document, found: Found, resolutions: list[Resolution], index: int) -> Resolution:
    """Give a quotation that nobody has the speaker of the statement after it in the paragraph."""
    quote, resolution = found.quotes[index], resolutions[index]
    if resolution.keys or quote.speaker or not _may_inherit(quote):
        return resolution
    if quote.nested_in is not None and quote.nested_in > index:
        host = resolutions[quote.nested_in]
        return Resolution(host.keys, "within", host.confidence * 0.95)
    if index + 1 < len(resolutions) and _block(document, found.quotes[index + 1]) == _block(document, quote):
        after = resolutions[index + 1]
        return Resolution(after.keys, "next statement", 0.5) if after.keys else resolution
    return resolution


def _block(document: Document, quote: QuoteSpan) -> int | None:
    start = quote.spans[0].start
    return next((i for i, block in enumerate(document.blocks) if block.start <= start < block.end), None)


def _statement(roster: Roster, quote: QuoteSpan, resolution: Resolution) -> Statement:
    sure = resolution.confidence if resolution.keys else 0.7
    return Statement(
        spans=quote.spans,
        type=quote.type,
        media=quote.media,
        speakers=tuple(roster.agent(key) for key in resolution.keys),
        speaker_mention=quote.speaker,
        cue=quote.cue,
        frame=quote.frame,
        addressee=quote.addressee,
        nested_in=quote.nested_in,
        continues=quote.continues,
        denial=quote.denial,
        confidence=round(quote.confidence * sure, 4),
        rule=", ".join(part for part in (quote.rule, resolution.rule) if part),
    )
