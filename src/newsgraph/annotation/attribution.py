"""Who speaks: from the speaker mentions of the statements to those who are meant."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.addressee_phrases import find_addressee_phrase
from newsgraph.annotation.addressees import find_addressees
from newsgraph.annotation.bodies import body_noun
from newsgraph.annotation.denials import is_denial
from newsgraph.annotation.frames import frame_parts
from newsgraph.annotation.gender import is_person_noun
from newsgraph.annotation.mention_phrases import parse_phrase, tokens_in
from newsgraph.annotation.relayed import find_relay, speaker_of_account
from newsgraph.annotation.relayed_speech import find_relayed
from newsgraph.annotation.resolution import NOBODY, Asked, Resolution
from newsgraph.annotation.roster import Roster
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.annotation.speaker_case import agent_of_passive, is_dative, is_passive, is_received
from newsgraph.annotation.speaker_clause import (
    asked_before,
    circle,
    cited_person,
    has_no_subject,
    subject_between,
    subject_nearby,
    widened,
    with_finite_verb,
)
from newsgraph.annotation.speakers import resolve_speaker
from newsgraph.model import Agent, AnonymousAgent, MentionKind, Notice, Span, Statement, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import Found, QuoteSpan
    from newsgraph.annotation.people import Cast


_SOURCE_WORDS = frozenset({"laut", "zufolge", "gemäß", "gemäss"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Statements with their speakers, those who speak without a name, the cast with what was added.

    `relayed` is what is said within statements to have been said by others; each lies in one of `statements`.
    """

    statements: tuple[Statement, ...]
    anonymous: tuple[AnonymousAgent, ...]
    cast: Cast
    relayed: tuple[Statement, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as found, its mention widened, and who was found to speak, relay and be addressed."""

    quote: QuoteSpan
    resolution: Resolution
    relay: tuple[int, ...] = ()
    addressees: tuple[int, ...] = ()


def attribute(document: Document, found: Found, cast: Cast) -> Attribution:
    """Return the statements of `found` with their speakers.

    A mention is resolved by name, role, noun or pronoun; a statement without one takes the speaker of the
    statement that it continues, of the one around it, or of its neighbour in the paragraph.
    """
    roster = Roster(document, cast)
    quoted = SpanIndex(span for quote in found.quotes for span in quote.spans)
    said: list[_Said] = []
    for quote in found.quotes:
        entry = _understand(roster, said, with_finite_verb(document, quote), quoted)
        said.append(entry)
        at = entry.quote.speaker[0].start if entry.quote.speaker else quote.spans[0].start
        roster.spoken += [(key, at) for key in entry.resolution.keys[:1]]
    said = [_late(document, said, i) for i in range(len(said))]
    relayed = tuple(_relayed(roster, found, said, quoted))
    notices = tuple(
        Notice("a statement with a cue whose speaker is not known", entry.quote.spans[0])
        for entry in said
        if entry.quote.speaker and not entry.resolution.keys and entry.resolution.rule != "impersonal"
    )
    agents = roster.finished()
    return Attribution(
        statements=tuple(_statement(document, agents, entry, quoted) for entry in said),
        relayed=tuple(_statement(document, agents, entry, quoted) for entry in relayed),
        anonymous=tuple(agent for agent in agents if isinstance(agent, AnonymousAgent)),
        cast=roster.cast(agents),
        notices=notices,
    )


def _understand(roster: Roster, said: list[_Said], quote: QuoteSpan, quoted: SpanIndex) -> _Said:
    if (early := _answered(roster, quote, quoted) or _cited(roster, quote, quoted)) is not None:
        return early
    mention = _mention(roster, quote)
    besides = mention if is_dative(roster, quote, mention) else ()
    mention = () if besides else mention
    if not mention and is_passive(roster.document, quote):
        return _Said(replace(quote, speaker=()), Resolution((), "passive", 0.7))
    resolution = NOBODY
    if mention:
        resolution = resolve_speaker(roster, _asked(roster.document, quote, mention, quoted))
    if resolution.rule == "seat of government" and (told := speaker_of_account(roster, quote)):
        quote = replace(quote, speaker=(told.span,))
        return _Said(quote, Resolution((told.key,), "relayed", 0.8), resolution.keys)
    if not resolution.keys:
        instead = _instead(roster, quote, resolution, besides)
        mention = instead or mention
        resolution = resolve_speaker(roster, Asked(mention, quoted)) if instead else resolution
    unknown = bool(mention) and quote.rule == "indirect-phrase"
    if not (resolution.keys or unknown) and (resolution.rule != "impersonal" or quote.continues is not None):
        resolution = _inherited(roster, said, quote)
    quote = replace(quote, speaker=mention, addressee=quote.addressee or besides)
    quote = replace(quote, addressee=quote.addressee or find_addressee_phrase(roster, quote))
    relay = find_relay(roster, quote, quoted, resolution.keys)
    return _Said(quote, resolution, relay, find_addressees(roster, quote, quoted, resolution.keys))


def _answered(roster: Roster, quote: QuoteSpan, quoted: SpanIndex) -> _Said | None:
    """Understand words that answer a question: "Und [der Wirt]? „Ich bleibe.“"."""
    asked = asked_before(roster.document, quote)
    answered = resolve_speaker(roster, Asked(asked, quoted)) if asked else NOBODY
    return (
        _Said(replace(quote, speaker=asked), replace(answered, rule="asked before"))
        if answered.keys
        else None
    )


def _cited(roster: Roster, quote: QuoteSpan, quoted: SpanIndex) -> _Said | None:
    """Understand words of somebody whom another cites: the one cited speaks, the other reports."""
    cited = cited_person(roster, quote)
    if cited is None:
        return None
    own = any(part.overlaps(cited.span) for part in quote.speaker)
    voice = agent_of_passive(roster.document, quote) if own else quote.speaker
    by = resolve_speaker(roster, Asked(voice, quoted)) if voice else NOBODY
    relay = tuple(key for key in by.keys if key != cited.key)
    return _Said(replace(quote, speaker=(cited.span,)), Resolution((cited.key,), "cited", 0.85), relay)


def _mention(roster: Roster, quote: QuoteSpan) -> tuple[Span, ...]:
    """Return the words for who speaks, which is no subject where the subject is told or given something."""
    if is_passive(roster.document, quote):
        return agent_of_passive(roster.document, quote)
    if is_received(roster.document, quote) and (giver := agent_of_passive(roster.document, quote)):
        return widened(roster, replace(quote, speaker=giver))
    return widened(roster, quote)


def _instead(
    roster: Roster, quote: QuoteSpan, resolution: Resolution, besides: tuple[Span, ...]
) -> tuple[Span, ...]:
    """Return other words of the sentence that name who speaks, where the mention names nobody."""
    if resolution.rule != "impersonal":
        return subject_nearby(roster, quote, besides)
    return circle(roster, quote) if quote.cue else ()


def _relayed(roster: Roster, found: Found, said: list[_Said], quoted: SpanIndex) -> Iterator[_Said]:
    """Yield what others are said to have said, where it is known who: "Lind habe gewarnt, sagte [Vogt]"."""
    for relayed in find_relayed(roster.document, found.quotes, found.names):
        outer = said[relayed.around].resolution.keys
        mention = widened(roster, relayed.quote)
        if not _names_somebody(roster, mention):
            continue
        keys = resolve_speaker(roster, Asked(mention, quoted, owner=next(iter(outer), None))).keys
        if keys and not set(keys) & set(outer):
            quote = replace(relayed.quote, speaker=mention)
            yield _Said(quote, Resolution(keys, "said to have said", 0.85), outer)


def _names_somebody(roster: Roster, mention: tuple[Span, ...]) -> bool:
    """Say whether a mention holds a name that the article knows, or a noun for people or a body."""
    phrase = parse_phrase(roster.document, mention)
    if phrase.head is None:
        return False
    return bool(roster.within(mention) or body_noun(phrase.head.form)) or is_person_noun(phrase.head.form)


def _asked(document: Document, quote: QuoteSpan, mention: tuple[Span, ...], quoted: SpanIndex) -> Asked:
    words = {span.of(document.text).lower() for span in quote.cue}
    return Asked(
        mention,
        quoted,
        plural=_has_plural_verb(document, quote),
        hearsay=has_no_subject(document, quote),
        source=bool(words & _SOURCE_WORDS),
    )


def _has_plural_verb(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the cue is in the plural: "sagten", "haben erklärt"; not "sagte", "soll gesagt haben"."""
    verbs = [t for t in tokens_in(document, quote.cue) if t.is_finite]
    if any(t.tag == "VM(FIN)" and not t.form.endswith("n") for t in verbs):
        return False
    return any(t.form.lower().endswith(("en", "ern", "eln")) or t.form.lower() == "sind" for t in verbs)


def _inherited(roster: Roster, said: list[_Said], quote: QuoteSpan) -> Resolution:
    """Return the speaker of the statement that this one continues, lies in, or follows in its paragraph."""
    if quote.nested_in is not None and quote.nested_in < len(said):
        return _passed_on(said[quote.nested_in].resolution, "within")
    if quote.continues is not None and quote.continues < len(said):
        return _continued(roster, said, quote, said[quote.continues])
    silent = {StatementType.FREE_INDIRECT, StatementType.REPORTED}
    if not said or quote.type in silent or has_no_subject(roster.document, quote):
        return NOBODY
    previous = said[-1]
    if _block(roster.document, previous.quote) == _block(roster.document, quote) and previous.resolution.keys:
        return Resolution(previous.resolution.keys, "same paragraph", 0.6)
    return NOBODY


def _continued(roster: Roster, said: list[_Said], quote: QuoteSpan, earlier: _Said) -> Resolution:
    if quote.type is StatementType.INDIRECT_FREE_INDIRECT:
        key = subject_between(roster, said[-1].quote, quote)
        if key is not None:
            return Resolution((key,), "subject of the sentence before", 0.6)
    return _passed_on(earlier.resolution, "continues")


def _passed_on(resolution: Resolution, rule: str) -> Resolution:
    return Resolution(resolution.keys, rule, resolution.confidence * 0.95)


def _late(document: Document, said: list[_Said], index: int) -> _Said:
    """Give what nobody has yet to the host that stands after it, a quotation also to the next statement."""
    entry = said[index]
    quote = entry.quote
    if entry.resolution.keys or quote.speaker:
        return entry
    if quote.nested_in is not None and quote.nested_in > index:
        return replace(entry, resolution=_passed_on(said[quote.nested_in].resolution, "within"))
    if quote.type is not StatementType.DIRECT or quote.cue or index + 1 >= len(said):
        return entry
    after = said[index + 1]
    if _block(document, after.quote) == _block(document, quote) and after.resolution.keys:
        return replace(entry, resolution=Resolution(after.resolution.keys, "next statement", 0.5))
    return entry


def _block(document: Document, quote: QuoteSpan) -> int | None:
    start = quote.spans[0].start
    number = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    return number if number >= 0 and start < document.blocks[number].end else None


def _reason(agents: tuple[Agent, ...], entry: _Said) -> str:
    """Return what led to the speaker: "name" of "Kerner", "role phrase" of "der Chefdiplomat"."""
    if entry.resolution.rule != "name":
        return entry.resolution.rule
    kinds = {
        mention.kind
        for key in entry.resolution.keys
        for mention in agents[key].mentions
        if any(part.overlaps(span) for part in mention.spans for span in entry.quote.speaker)
    }
    return "role phrase" if kinds == {MentionKind.ROLE} else "name"


def _statement(document: Document, agents: tuple[Agent, ...], entry: _Said, quoted: SpanIndex) -> Statement:
    quote, resolution = entry.quote, entry.resolution
    sure = resolution.confidence if resolution.keys else 0.7
    needed = (*quote.cue, *quote.speaker) if quote.frame else ()
    clause = (*quote.frame, *needed)
    others = quoted.between(clause) if clause else ()
    frame = frame_parts(document.text, quote.frame, quote.spans, needed, others)
    return Statement(
        spans=quote.spans,
        type=quote.type,
        media=quote.media,
        speakers=tuple(agents[key] for key in resolution.keys),
        speaker_mention=quote.speaker,
        cue=quote.cue,
        frame=frame,
        addressee=quote.addressee,
        addressees=tuple(agents[key] for key in entry.addressees),
        reported_by=tuple(agents[key] for key in entry.relay),
        nested_in=quote.nested_in,
        continues=quote.continues,
        denial=is_denial(document, quote),
        confidence=round(quote.confidence * sure, 4),
        rule=", ".join(part for part in (quote.rule, resolution.rule) if part),
        speaker_reason=_reason(agents, entry) if resolution.keys else "",
        speaker_confidence=round(resolution.confidence, 4) if resolution.keys else 1.0,
    )
