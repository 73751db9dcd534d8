"""Who a pronoun stands for: "er", "sie", "dieser", "dort"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotate.gender import Gender
from newsgraph.lexicon import load_table
from newsgraph.model import AnonymousAgent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotate.roster import Candidate, Occurrence, Roster
    from newsgraph.model import Span

_FADE = 1.0
_LAST_SPEAKER = 1.5
_SUBJECT = 1.0
_IN_QUOTATION = -1.5
_BODY = -2.5
_UNKNOWN_GENDER = -1.5
_REACH = 30


@cache
def _pronouns() -> dict[str, tuple[str, Gender | None]]:
    return {form: (kind, None if g == "-" else Gender(g)) for form, kind, g in load_table("pronouns.tsv")}


def pronoun_kind(form: str) -> str | None:
    """Return what kind of pronoun a form is (personal, near, far, both, there, nobody), None for other words.

    >>> pronoun_kind("Er"), pronoun_kind("dort"), pronoun_kind("Kerry")
    ('personal', 'there', None)
    """
    entry = _pronouns().get(form.lower())
    return entry[0] if entry else None


def pronoun_gender(form: str) -> Gender | None:
    """Return the gender that a pronoun agrees with; "sie" counts as feminine until its verb says plural."""
    entry = _pronouns().get(form.lower())
    return entry[1] if entry else None


def antecedent(roster: Roster, mention: Span, gender: Gender, quoted: Sequence[Span]) -> int | None:
    """Return the candidate that a singular pronoun at `mention` stands for, None if nobody fits.

    Of all that agree in gender, the one that is nearest wins; who spoke last, who was a subject and who stands
    outside of quotations has an advantage: in "Müller traf Schmidt. Er sagte" it is Müller.
    """
    scores: dict[int, float] = {}
    here = _sentence_index(roster, mention.start)
    last = roster.last_speaker(mention.start, lambda c: _agrees(c, gender))
    for occurrence in roster.before(mention.start, lambda c: _agrees(c, gender)):
        distance = here - _sentence_index(roster, occurrence.start)
        if distance > _REACH:
            break
        score = _score(roster, occurrence, distance, gender, quoted)
        if occurrence.key == last:
            score += _LAST_SPEAKER
        scores[occurrence.key] = max(score, scores.get(occurrence.key, float("-inf")))
    if not scores:
        return last
    return max(scores, key=lambda key: scores[key])


def _agrees(candidate: Candidate, gender: Gender) -> bool:
    if candidate.is_person:
        return candidate.gender in {gender, None}
    return candidate.gender is gender


def _score(
    roster: Roster, occurrence: Occurrence, distance: int, gender: Gender, quoted: Sequence[Span]
) -> float:
    candidate = roster.candidates[occurrence.key]
    score = -_FADE * distance
    if _is_subject(roster, occurrence):
        score += _SUBJECT
    if any(span.contains(occurrence.span) for span in quoted):
        score += _IN_QUOTATION
    if candidate.is_body:
        score += _BODY
    if candidate.gender is not gender and not isinstance(candidate.agent, AnonymousAgent):
        score += _UNKNOWN_GENDER
    return score


def _is_subject(roster: Roster, occurrence: Occurrence) -> bool:
    """Say whether a mention is the first of its sentence and no genitive or object of a preposition before the verb."""
    sentence = roster.document.sentences[_sentence_index(roster, occurrence.start)]
    before = [t for t in sentence.tokens if t.start < occurrence.start]
    return not any(t.is_finite or t.tag in {"APPR", "APPRART"} for t in before[-4:]) and len(before) < 8


def _sentence_index(roster: Roster, offset: int) -> int:
    low, high = 0, len(roster.document.sentences)
    while low < high:
        middle = (low + high) // 2
        if roster.document.sentences[middle].tokens[-1].end <= offset:
            low = middle + 1
        else:
            high = middle
    return min(low, len(roster.document.sentences) - 1)
