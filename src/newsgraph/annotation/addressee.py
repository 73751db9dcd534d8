"""The addressee: who is told, as far as the clause of the cue says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        if _is_told(unit, i, phrase):
            return i, phrase
        i = phrase
    return None


def _is_told(unit: Unit, start: int, end: int) -> bool:
    first = unit.tokens[start]
    if names_time(unit.tokens[end - 1].form) or names_time(first.form):
        return False
    form = first.form.lower()
    if form == "der":
        return is_receiver(unit, start, end)
    if form in _DATIVE:
        return True
    return first.tag == "NN" and first.form.endswith("n") and _are_people(unit, start, end)


def _are_people(unit: Unit, start: int, end: int) -> bool:
    listeners = load_words("listeners.txt")
    nouns = [t.form.lower() for t in unit.tokens[start:end] if t.tag in {"NN", "NNA"}]
    return any(noun.endswith(word) for noun in nouns for word in listeners) or is_person(unit, start, end)
