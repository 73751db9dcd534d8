"""Checks of the statements and proposals of a marked article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.markup.findings import error
from training.markup.header import GoldType, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Span
    from training.markup.findings import Finding
    from training.markup.header import ProposalEntry, StatementEntry
    from training.markup.parse import MarkedArticle

_BEFORE = ('"', "„", "»", "«", "›", "“", ",,")
_AFTER = ('"', "“", "«", "»", "‹", "”", "''")
_OUTER = re.compile(r'["„“»«]')
_OPENING = re.compile(r"„|(?<!\w)“(?=\w)|,,(?=\w)")
_CLOSING = re.compile(r"”|(?<=[\w.!?])“|''")
_PRONOUNS = frozenset({"er", "sie", "ich", "dieser", "diese"})


def check_statements(article: MarkedArticle) -> Iterator[Finding]:
    """Yield what is wrong with the statements: their words, their speakers, what they continue."""
    entries: dict[int, StatementEntry] = {}
    for entry in article.header.statements:
        if entry.number in entries:
            yield error(article, f"two statements have the number {entry.number}")
        entries[entry.number] = entry
    for entry in entries.values():
        spans = article.spans(str(entry.number))
        if not spans:
            yield error(article, f"statement {entry.number} has no text")
            continue
        yield from _content(article, entry, spans)
        yield from _speaker(article, entry)
        yield from _continuation(article, entry, entries)


def _content(article: MarkedArticle, entry: StatementEntry, spans: tuple[Span, ...]) -> Iterator[Finding]:
    parts = [s.of(article.text) for s in spans]
    for part in parts:
        if part != part.strip():
            yield error(article, f"statement {entry.number} begins or ends with a space", part)
        if "(Link:" in part:
            yield error(article, f"statement {entry.number} holds a link; close the bracket before it", part)
    whole = " ".join(parts)
    if entry.type is GoldType.DIRECT:
        if not all(_is_quoted(article.text, s) for s in spans):
            yield error(article, f"statement {entry.number} is direct without quotation marks", whole)
        if _OUTER.search(whole):
            yield error(article, f"statement {entry.number} holds outer quotation marks", whole)
        return
    if not _is_balanced(whole):
        yield error(article, f"statement {entry.number} cuts a quotation in two", whole)
    if whole.endswith((".", ",")):
        yield error(article, f"statement {entry.number} ends with a full stop or comma", whole)


def _is_quoted(text: str, span: Span) -> bool:
    return text[: span.start].endswith(_BEFORE) and text[span.end :].startswith(_AFTER)


def _is_balanced(words: str) -> bool:
    """Say whether every quotation mark has its partner.

    >>> _is_balanced("das sei „zu viel“"), _is_balanced("das sei „zu")
    (True, False)
    """
    guillemets = words.count("»") == words.count("«")
    return (
        guillemets
        and words.count('"') % 2 == 0
        and len(_OPENING.findall(words)) == len(_CLOSING.findall(words))
    )


def _speaker(article: MarkedArticle, entry: StatementEntry) -> Iterator[Finding]:
    number = entry.number
    header = article.header
    mentions = article.spans(f"w{number}")
    if len(mentions) > 1 or len(article.spans(f"a{number}")) > 1:
        yield error(
            article, f"statement {number} has two speakers or addressees", mentions[-1].of(article.text)
        )
    if entry.kind is SpeakerKind.ORGANISATION and entry.speaker not in header.organisations:
        yield error(article, f"the speaker of statement {number} is not listed with @o", entry.speaker or "")
    if entry.kind is SpeakerKind.ANONYMOUS and entry.speaker in {p.name for p in header.persons}:
        yield error(article, f"the anonymous speaker of statement {number} is a person", entry.speaker or "")
    if entry.speaks_for is not None and entry.speaks_for not in header.organisations:
        yield error(article, f"~for of statement {number} is not listed with @o", entry.speaks_for)
    if not mentions:
        silent = entry.type in {GoldType.DIRECT, GoldType.FREE_INDIRECT} and entry.continues is not None
        if entry.kind is not SpeakerKind.NONE and not silent:
            yield error(article, f"statement {number} has no w{number} bracket and continues nothing")
        return
    words = mentions[0].of(article.text)
    if entry.kind is SpeakerKind.PERSON and words.lower() not in _PRONOUNS:
        own = {
            s.of(article.text)
            for p in header.persons
            if p.name == entry.speaker
            for s in article.spans(p.key)
        }
        if words not in own:
            yield error(article, f"w{number} is no mention of {entry.speaker}", words)


def _continuation(
    article: MarkedArticle, entry: StatementEntry, entries: dict[int, StatementEntry]
) -> Iterator[Finding]:
    if entry.continues is None:
        needs = entry.type is GoldType.FREE_INDIRECT and entry.kind is not SpeakerKind.NONE
        if needs and not article.spans(f"w{entry.number}"):
            yield error(article, f"statement {entry.number} is free indirect and continues nothing")
        return
    earlier = entries.get(entry.continues)
    here, before = article.spans(str(entry.number)), article.spans(str(entry.continues))
    if earlier is None or not before or before[0].start >= here[0].start:
        yield error(
            article, f"statement {entry.number} continues {entry.continues}, which does not stand before it"
        )
    elif earlier.speaker != entry.speaker:
        yield error(
            article, f"statement {entry.number} continues the words of another", earlier.speaker or ""
        )


def check_proposals(article: MarkedArticle) -> Iterator[Finding]:
    """Yield what is wrong with the proposals: text missing, or people around them that nobody knows."""
    header = article.header
    anonymous = {e.speaker for e in header.statements if e.kind is SpeakerKind.ANONYMOUS}
    known = {p.name for p in header.persons} | set(header.organisations)
    for entry in header.proposals:
        if not article.spans(f"p{entry.number}"):
            yield error(article, f"proposal {entry.number} has no text")
        if not entry.proposers:
            yield error(article, f"proposal {entry.number} has no proposer")
        for name in (*entry.proposers, *entry.supporters, *entry.opponents):
            if name not in known:
                yield error(article, f"somebody around proposal {entry.number} is not listed", name)
        if entry.via is not None and entry.via not in known | anonymous:
            yield error(article, f"~via of proposal {entry.number} is not listed", entry.via)
        yield from _both_sides(article, entry)


def _both_sides(article: MarkedArticle, entry: ProposalEntry) -> Iterator[Finding]:
    for name in set(entry.supporters) & set(entry.opponents):
        yield error(article, f"somebody is for and against proposal {entry.number}", name)
