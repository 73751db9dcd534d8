"""People who speak under a common noun: "eine Sprecherin des Amts", "der Minister", "die 39-Jährige"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.anonymous import anonymous_name, is_plural
from newsgraph.annotation.gender import Gender, gender_of_noun, is_person_noun
from newsgraph.annotation.mention_phrases import Determiner, Phrase
from newsgraph.annotation.pronouns import antecedent
from newsgraph.annotation.resolution import NOBODY, Asked, Resolution
from newsgraph.annotation.spoken_for import spoken_for
from newsgraph.model import AnonymousAgent, MentionKind, Person

if TYPE_CHECKING:
    from newsgraph.annotation.roster import Candidate, Roster

_NEUTER = ("oberhaupt", "mitglied", "talent", "urgestein", "idol", "model", "genie", "gründungsmitglied")
_MASCULINE = frozenset({"ein", "der", "einem", "einen", "eines", "dem", "des", "den"})


def by_person_noun(roster: Roster, phrase: Phrase, asked: Asked, *, known_only: bool = False) -> Resolution:
    """Resolve a noun for people to somebody known, or to a new speaker without a name.

    "der Minister" is the minister named before; "die Chemikerin", a word not used before, is the woman the
    text speaks of; "eine Chemikerin", "der Fahrer des Wagens" are somebody new.
    """
    if phrase.head is None:
        return NOBODY
    gender = _phrase_gender(phrase)
    if phrase.determiner in {Determiner.DEFINITE, Determiner.NEAR} and not is_plural(phrase):
        key, rule = _known(roster, phrase, asked, gender)
        if key is not None:
            roster.add_mention(key, asked.mention(roster, MentionKind.ROLE, rule, 0.7))
            return Resolution((key,), rule, 0.75)
    if known_only:
        return NOBODY
    name = anonymous_name(roster.document.text, phrase)
    mention = asked.mention(roster, MentionKind.ROLE, "speaks without a name", 0.9)
    key = roster.add_anonymous(name, mention, gender, spoken_for(roster, phrase, asked))
    return Resolution((key,), "anonymous", 0.85)


def _phrase_gender(phrase: Phrase) -> Gender | None:
    if phrase.head is None:
        return None
    if is_plural(phrase):
        return Gender.PLURAL
    by_noun = gender_of_noun(phrase.head.form) or gender_of_noun(phrase.head.lemma)
    if by_noun:
        return by_noun
    if phrase.article in _MASCULINE:
        return Gender.MASCULINE
    return Gender.FEMININE if phrase.article in {"eine", "die", "einer"} else None


def _known(roster: Roster, phrase: Phrase, asked: Asked, gender: Gender | None) -> tuple[int | None, str]:
    """Return who was called by this noun before; else whom the text speaks of, where that is plain."""
    noun = phrase.noun
    stems = (noun, noun.removesuffix("n"), noun.removesuffix("en"), noun.removesuffix("s"))
    stem = noun if phrase.article in {"der", "die"} and gender is not None else stems[1]
    stem = stems[3] if phrase.article == "des" else stem
    named = next(roster.before(asked.start, lambda c: _is_called(c, stem, gender)), None)
    if named is not None:
        return named.key, "noun used before"
    if (same := _in_one_word(roster, phrase)) is not None:
        return same, "noun used before"
    if (called := _called_later(roster, phrase)) is not None:
        return called, "named with the role later"
    if gender is None and phrase.article in {"das", "dem"} and phrase.noun.endswith(_NEUTER):
        return _either(roster, asked), "noun for the one spoken of"
    if gender is None or phrase.article not in {"der", "die", "dem", "des"}:
        return None, ""
    # What the paragraph does not name is somebody else: "der Anwalt des Klägers".
    near = bool(phrase.complement) or not is_person_noun(noun)
    key = antecedent(roster, asked, gender, people=True, near=near)
    return key, "noun for the one spoken of"


def _in_one_word(roster: Roster, phrase: Phrase) -> int | None:
    """Return who was called by the same in one word: "der Sprecher der Bahn" is the "Bahnsprecher"."""
    first = {t.form.casefold().removesuffix("s") for t in phrase.complement if t.tag in {"NN", "NE"}}
    words = {part + joint + phrase.noun for part in first for joint in ("", "s")}
    return next(
        (
            key
            for key, candidate in enumerate(roster.candidates)
            if isinstance(candidate.agent, AnonymousAgent) and candidate.agent.name.casefold() in words
        ),
        None,
    )


def _called_later(roster: Roster, phrase: Phrase) -> int | None:
    """Return the one person who bears the words of the phrase as a role, named only behind it.

    "Der Leitende Notar drohte mit Absage. … erklärte der Notar, [Edgar Simmel]."
    """
    if phrase.head is None or any(t.tag != "NN" for t in phrase.complement):
        return None
    words = {_stem(t.form) for t in (*phrase.adjectives, phrase.head, *phrase.complement)}
    found = [
        key
        for key, candidate in enumerate(roster.candidates)
        if isinstance(candidate.agent, Person)
        and any({_stem(w) for w in role.split()} <= words for role in candidate.agent.roles)
    ]
    return found[0] if len(found) == 1 else None


def _stem(word: str) -> str:
    return word.casefold().rstrip("nr")


def _either(roster: Roster, asked: Asked) -> int | None:
    """Return the person spoken of, man or woman, that a neuter noun takes up: "das Stadtoberhaupt"."""
    keys = (antecedent(roster, asked, g, people=True) for g in (Gender.MASCULINE, Gender.FEMININE))
    found = {key for key in keys if key is not None}
    nearest = next(roster.before(asked.start, lambda c: c.is_person), None)
    if nearest is not None and nearest.key in found:
        return nearest.key
    return next(iter(sorted(found)), None)


def _is_called(candidate: Candidate, noun: str, gender: Gender | None) -> bool:
    """Say whether one of the roles ends in the noun: "Ministerin" calls the "Umweltministerin"."""
    agent = candidate.agent
    if isinstance(agent, Person):
        if candidate.gender not in {gender, None} and gender is not None:
            return False
        return any(word.casefold().endswith(noun) for role in agent.roles for word in role.split())
    return isinstance(agent, AnonymousAgent) and noun in agent.name.casefold().split()
