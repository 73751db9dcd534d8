"""The addressee: who is told, as far as the clause of the cue says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import body_noun, classes_of_members
from newsgraph.annotation.gender import is_person_noun
from newsgraph.annotation.phrases import is_person, is_receiver, names_time, noun_phrase
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.cues import Cue
    from newsgraph.annotation.units import Unit

_DATIVE = frozenset(
    {
        "dem",
        "den",
        "beiden",
        "unserem",
        "unseren",
        "ihrem",
        "diesen",
        "dieser",
        "diesem",
        "einem",
        "einer",
        "ihm",
        "ihr",
        "ihnen",
        "seinem",
        "seiner",
        "seinen",
        "ihren",
    }
)
_PRONOUNS = frozenset({"ihm", "ihr", "ihnen"})
_FEMININE = frozenset({"der", "einer", "dieser", "seiner", "ihrer", "unserer"})
_BEFORE = frozenset({"vor", "gegenüber", "zu"})


def find_addressee(
    unit: Unit, clause: Clause, cue: Cue, speaker: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return the tokens of who is told: "rief der Coach [den Reportern] zu", "sagte er [der dpa]".

    A phrase with "vor" counts if it names people: "vor [Journalisten]", not "vor dem Rathaus".
    """
    i = cue.finite + 1
    end = clause.main.end
    while i < end:
        if speaker and speaker[0] <= i < speaker[1]:
            i = speaker[1]
            continue
        if not unit.free(i):
            i += 1
            continue
        token = unit.tokens[i]
        if token.tag.startswith("APPR"):
            phrase = noun_phrase(unit, i + 1, end, attached=False)
            if phrase and token.form.lower() in _BEFORE and _are_people(unit, i + 1, phrase):
                return i + 1, phrase
            i = phrase or i + 1
            continue
        phrase = noun_phrase(unit, i, end, attached=False)
        if phrase is None:
            i += 1
            continue
        phrase = _before_words(unit, i, phrase)
        if _is_told(unit, i, phrase, free=_is_free(unit, i, cue, speaker)):
            return i, phrase
        if cue.verb in load_words("addressing_verbs.txt") and _is_spoken_to(unit, i, phrase):
            return i, phrase
        i = phrase
    return None


def _before_words(unit: Unit, start: int, end: int) -> int:
    """Return where a phrase for people ends if quoted words follow: warf [der Dezernentin] „Gier“ vor."""
    quoted = next((i for i in range(start + 1, end) if unit.inside[i] >= 0), None)
    if quoted is None or unit.inside[start] >= 0 or not is_person_noun(unit.tokens[quoted - 1].form):
        return end
    return quoted


def _is_free(unit: Unit, i: int, cue: Cue, speaker: tuple[int, int] | None) -> bool:
    """Say whether a phrase at token `i` hangs on no noun before it: not "die Pläne [der Wirtin]"."""
    if i - 1 == cue.finite or (speaker is not None and i == speaker[1]):
        return True
    return unit.tokens[i - 1].tag in {"ADV", "PRF", "NE", "PPER", "ADJ(D)", "PROAV"}


def _is_told(unit: Unit, start: int, end: int, *, free: bool) -> bool:
    """Say whether a phrase is in the dative and names people or a body that can be told something.

    A bare pronoun counts, "einer" and the like only where no noun stands before them that they could own.
    """
    first = unit.tokens[start]
    form = first.form.lower()
    owner = unit.tokens[start - 1].lemma.lower() in load_words("cue_nouns.txt")  # nach Angaben [der Agentur]
    if owner or names_time(unit.tokens[end - 1].form) or names_time(first.form):
        return False
    if is_receiver(unit, start - 1, end) or is_receiver(unit, start, end):
        return form in _DATIVE | _FEMININE
    if form in _FEMININE:
        return free and _can_be_told(unit, start, end)
    if form in {"den", "ihren", "seinen"}:
        return _is_dative_plural(unit, start, end)
    if form in _DATIVE | _PRONOUNS:
        return form not in _PRONOUNS or end - start == 1
    return first.tag == "NN" and first.form.endswith("n") and _are_people(unit, start, end)


def _is_dative_plural(unit: Unit, start: int, end: int) -> bool:
    """Say whether "den" begins a dative: "den Delegierten", "den Nachbarn"; not "den Plan"."""
    noun = next((t for t in unit.tokens[start:end] if t.form[0].isupper()), unit.tokens[start])
    return noun.form.endswith("n") and (noun.form != noun.lemma or noun.tag != "NN")


def _is_spoken_to(unit: Unit, start: int, end: int) -> bool:
    """Say whether the object of "auffordern" is who is asked: people, a body, somebody named."""
    form = unit.tokens[start].form.lower()
    return form not in {"der", "er", "sie", "es", "das"} and _can_be_told(unit, start, end)


def _can_be_told(unit: Unit, start: int, end: int) -> bool:
    nouns = [t.form for t in unit.tokens[start:end] if t.tag in {"NN", "NNA"} and t.form[0].isupper()]
    known = any(body_noun(noun) or is_person_noun(noun) or classes_of_members(noun) for noun in nouns[:1])
    return known or _are_people(unit, start, end)


def _are_people(unit: Unit, start: int, end: int) -> bool:
    listeners = load_words("listeners.txt")
    nouns = [t.form.lower() for t in unit.tokens[start:end] if t.tag in {"NN", "NNA"}]
    return any(noun.endswith(word) for noun in nouns for word in listeners) or is_person(unit, start, end)
