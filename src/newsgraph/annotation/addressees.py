"""Whom a statement is addressed to, where the text names somebody known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.mention_phrases import Determiner, Phrase, parse_phrase
from newsgraph.annotation.pronouns import antecedent
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.speaker_bodies import by_quoted_name
from newsgraph.annotation.speaker_people import by_person_noun
from newsgraph.annotation.speakers import resolve_speaker
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.roster import Roster
    from newsgraph.annotation.span_index import SpanIndex

_DATIVES = {"ihm": Gender.MASCULINE, "ihr": Gender.FEMININE}


def find_addressees(
    roster: Roster, quote: QuoteSpan, quoted: SpanIndex, speakers: tuple[int, ...]
) -> tuple[int, ...]:
    """Return who is spoken to: who is named in the addressee's span, meant by its pronoun, role or noun.

    "sagte sie der „Morgenpost“" is said to the paper, "warf ihm vor" to the man spoken of. "den
    Journalisten" and "dieser Zeitung" stay mentions: they name nobody that the article knows, and a
    description alone makes no agent.
    """
    if not quote.addressee:
        return ()
    named = roster.within(quote.addressee)
    keys = tuple(dict.fromkeys(o.key for o in named)) or _meant(
        roster, Asked(quote.addressee, quoted), speakers
    )
    return tuple(key for key in keys if key not in speakers)


def _meant(roster: Roster, asked: Asked, speakers: tuple[int, ...]) -> tuple[int, ...]:
    phrase = parse_phrase(roster.document, asked.spans)
    words = [t.form.lower() for t in phrase.tokens if t.is_word]
    if len(words) == 1 and words[0] in _DATIVES:
        return _by_pronoun(roster, asked, _DATIVES[words[0]], speakers)
    if phrase.head is None or phrase.determiner not in {Determiner.DEFINITE, Determiner.POSSESSIVE}:
        return ()
    if (quoted := by_quoted_name(roster, phrase, asked)) is not None:
        return quoted.keys
    keys = _by_body_noun(roster, phrase, asked)
    if keys or (phrase.article == "die" and not phrase.noun.endswith("in")):
        return keys  # "rief die Eltern auf"
    return by_person_noun(roster, phrase, asked, known_only=True).keys


def _by_pronoun(roster: Roster, asked: Asked, gender: Gender, speakers: tuple[int, ...]) -> tuple[int, ...]:
    """Return who "ihm" or "ihr" is: the person of the paragraph that it agrees with, or who spoke last."""
    key = antecedent(roster, asked, gender, people=True, near=True)
    if key is None or key in speakers:
        others = [c for k, c in enumerate(roster.candidates) if k not in speakers]
        key = roster.last_speaker(asked.start, lambda c: c.gender is gender and c in others and c.is_person)
    if key is None:
        return ()
    roster.add_mention(key, asked.mention(roster, MentionKind.PRONOUN, "agrees in gender", 0.7))
    return (key,)


def _by_body_noun(roster: Roster, phrase: Phrase, asked: Asked) -> tuple[int, ...]:
    if phrase.head is None or not bodies.body_noun(phrase.head.form):
        return ()
    if roster.nearest_body(asked.start, bodies.classes_of(phrase.head.form)) is None:
        return ()
    return resolve_speaker(roster, asked).keys
