"""From the words that name a speaker to who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate import bodies
from newsgraph.annotate.gender import Gender, is_person_noun
from newsgraph.annotate.mention_phrases import Determiner, Phrase, parse_phrase
from newsgraph.annotate.pronouns import antecedent, nearest, pronoun_gender, pronoun_kind
from newsgraph.annotate.resolution import NOBODY, Asked, Resolution
from newsgraph.annotate.speaker_bodies import (
    by_body_noun,
    by_members,
    by_quoted_name,
    by_seat,
    by_unknown_name,
    last_body,
)
from newsgraph.annotate.speaker_people import by_person_noun
from newsgraph.model import AnonymousAgent, MentionKind, Organisation, Span

if TYPE_CHECKING:
    from newsgraph.annotate.roster import Occurrence, Roster

_COMPLEMENT = frozenset(
    {
        "des",
        "der",
        "von",
        "vom",
        "aus",
        "seiner",
        "ihrer",
        "seines",
        "ihres",
        "dieser",
        "dieses",
        "eines",
        "einer",
    }
)


_NONE = ("niemand", "kein", "jede", "alles", "nichts", "viel")


def resolve_speaker(roster: Roster, asked: Asked) -> Resolution:
    """Return who is meant by a speaker mention. New bodies and anonymous speakers are entered into the roster."""
    phrase = parse_phrase(roster.document, asked.spans)
    words = [t for t in phrase.tokens if t.is_word]
    pronoun = next((t.form for t in words if pronoun_kind(t.form)), None)
    if pronoun and (len(words) == 1 or (len(words) == 2 and phrase.head is None)):
        return _by_pronoun(roster, asked, pronoun)
    named = roster.within(asked.spans)
    found = _by_name(roster, phrase, named) if named else None
    return found or _by_noun(roster, phrase, asked)


def _by_pronoun(roster: Roster, asked: Asked, form: str) -> Resolution:
    kind = pronoun_kind(form)
    if kind == "nobody":
        return Resolution((), "impersonal", 0.5)
    if kind == "both":
        return _both(roster, asked)
    if kind == "there":
        key = _spoke_or_named(roster, asked.start)
        return Resolution((key,), "there", 0.6) if key is not None else NOBODY
    gender = pronoun_gender(form) or Gender.MASCULINE
    if asked.plural and form.lower() in {"sie", "diese", "die"}:
        key = _spoke_or_named(roster, asked.start)
        return Resolution((key,), "plural pronoun", 0.6) if key is not None else NOBODY
    if kind == "near":
        key = nearest(roster, asked.spans[0], gender)
    else:
        key = antecedent(roster, asked.spans[0], gender, asked.quoted)
    if key is None:
        return NOBODY
    roster.add_mention(key, asked.mention(roster, MentionKind.PRONOUN, "agrees in gender", 0.8))
    return Resolution((key,), "pronoun", 0.8)


def _spoke_or_named(roster: Roster, offset: int) -> int | None:
    """Return the body or group that spoke last, in default of one the organisation named last."""
    key = roster.last_speaker(offset, lambda c: not c.is_person)
    if key is None:
        key = last_body(roster, offset)
    return key


def _both(roster: Roster, asked: Asked) -> Resolution:
    keys: list[int] = []
    for occurrence in roster.before(asked.start, lambda c: c.is_person):
        if occurrence.key not in keys:
            keys.append(occurrence.key)
        if len(keys) == 2:
            break
    return Resolution(tuple(reversed(keys)), "both", 0.6) if keys else NOBODY


def _by_name(roster: Roster, phrase: Phrase, named: list[Occurrence]) -> Resolution | None:
    """Return who is named, unless the phrase means somebody else beside the name: "eine Sprecherin von Müller"."""
    head = phrase.head
    heads = [o for o in named if head is not None and o.start <= head.start < o.end]
    if heads:
        return Resolution(_joined(roster, heads[0], named), "name", 0.97)
    people = [o for o in named if roster.candidates[o.key].is_person]
    is_source = head is None or bodies.is_source_noun(head.form)
    if people and (is_source or not _beside(phrase, people[0])):
        return Resolution(_joined(roster, people[0], named), "name with role", 0.95)
    if is_source:
        return Resolution(_joined(roster, named[0], named), "source of text", 0.85)
    if people or head is None:
        return None
    if bodies.body_noun(head.form) and _follows_at_once(roster, phrase, named[0]):
        roster.describe(named[0].key, head.form)
        return Resolution(_joined(roster, named[0], named), "descriptor and name", 0.9)
    return None


def _follows_at_once(roster: Roster, phrase: Phrase, name: Occurrence) -> bool:
    """Say whether only quotation marks part the head from the name: "die Zeitung „Fjordposten“"."""
    end = phrase.head.end if phrase.head else name.start
    return name.start >= end and not roster.document.text[end : name.start].strip(' „“"»«›‹”‚‘')


def _beside(phrase: Phrase, person: Occurrence) -> bool:
    """Say whether the phrase means someone beside the named person: "ein Sprecher von Merkel", "Merkels Anwalt".

    Not "der Sprecher Peter Müller", "ein Sprecher, Peter Müller".
    """
    if phrase.head is None:
        return False
    if person.end <= phrase.head.start:
        return True
    between = [t.form.lower() for t in phrase.complement if t.end <= person.start]
    if between and between[-1] in {"von", "vom", "um", "mit", "bei"}:
        return True
    return phrase.determiner is Determiner.INDEFINITE and "," not in between and "(" not in between


def _joined(roster: Roster, first: Occurrence, named: list[Occurrence]) -> tuple[int, ...]:
    """Return the first speaker and those joined to it by "und" or commas: "Estland, Lettland und Litauen"."""
    keys = [first.key]
    end = first.end
    last_join = any(t in roster.document.text[first.end : named[-1].start].split() for t in ("und", "sowie"))
    for occurrence in named:
        if occurrence.start < end:
            continue
        between = roster.document.text[end : occurrence.start].split()
        joined = between[:1] in (["und"], ["sowie"]) or (between == [","] and last_join)
        same_kind = roster.candidates[occurrence.key].is_person == roster.candidates[first.key].is_person
        if joined and len(between) <= 4 and same_kind and occurrence.key not in keys:
            keys.append(occurrence.key)
            end = occurrence.end
    return tuple(keys)


def _by_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    head = phrase.head
    if head is None:
        return _without_noun(roster, phrase, asked)
    quoted = by_quoted_name(roster, phrase, asked)
    if quoted:
        return quoted
    if bodies.is_source_noun(head.form):
        return _by_source(roster, phrase, asked)
    for rule in (by_members, by_body_noun, by_seat):
        if found := rule(roster, phrase, asked):
            return found
    if not (is_person_noun(head.form) or is_person_noun(head.lemma) or bodies.classes_of_members(head.form)):
        return by_unknown_name(roster, phrase, asked) or NOBODY
    return by_person_noun(roster, phrase, asked)


def _without_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve "jemand", "einige", "mehrere von ihnen": someone without a name; other words tell nothing."""
    if any(t.tag in {"PIS", "PIAT"} and not t.form.lower().startswith(_NONE) for t in phrase.tokens):
        mention = asked.mention(roster, MentionKind.ROLE, "speaks without a name", 0.6)
        return Resolution((roster.add_anonymous(mention.surface, mention),), "indefinite", 0.6)
    return NOBODY


def _by_source(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve a text or utterance to whose it is.

    "einer Mitteilung des Unternehmens": what stands behind it; "der Studie", "den Angaben": who spoke before;
    "Polizeiangaben": the first part; "einem Gutachten": the text itself, whose author is not told.
    """
    rest = tuple(t for t in phrase.complement if t.is_word)
    if rest and rest[0].form.lower() in _COMPLEMENT:
        inner = resolve_speaker(roster, Asked((Span(rest[0].start, rest[-1].end),), asked.quoted))
        return Resolution(inner.keys, f"source, {inner.rule}", inner.confidence * 0.95)
    first_part = bodies.before_source_noun(phrase.noun)
    if first_part in {"medien", "presse", "agentur", "zeitung"} or (
        phrase.determiner is Determiner.INDEFINITE and not first_part
    ):
        return by_person_noun(roster, phrase, asked)
    if (classes := bodies.classes_of_source(phrase.noun)) and (
        key := roster.nearest_body(asked.start, classes)
    ) is not None:
        return Resolution((key,), "whose text", 0.8)
    if phrase.noun.startswith("anklage"):
        mention = asked.mention(roster, MentionKind.ROLE, "brings charges", 0.7)
        return Resolution((roster.add_body("Staatsanwaltschaft", mention),), "charge", 0.7)
    key = _previous_voice(roster, asked.start)
    return Resolution((key,), "source known before", 0.6) if key is not None else NOBODY


def _previous_voice(roster: Roster, offset: int) -> int | None:
    """Return whose text "die Mitteilung" is: the organisation or anonymous source that spoke or was named last."""
    key = roster.last_speaker(offset, lambda c: isinstance(c.agent, Organisation | AnonymousAgent))
    named = last_body(roster, offset)
    return named if key is None else key
