"""Who a pronoun stands for: "er", "sie", "dieser", "dort"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender
from newsgraph.lexicon import load_table
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence
    from newsgraph.annotation.resolution import Asked
    from newsgraph.annotation.roster import Candidate, Occurrence, Roster
    from newsgraph.annotation.span_index import SpanIndex
    from newsgraph.model import Span

_WEIGHTS = {
    "distance": -0.05,
    "same_sentence": 2.5,
    "same_paragraph": 5.0,
    "last_speaker": 0.5,
    "subject": 0.9,
    "quoted": -0.1,
    "oblique": -1.0,
    "body": -3.0,
    "unknown": -1.0,
    "nearest": 0.6,
}
_FAR = 10
_LOOK_BACK = 100  # sentences; who was named last before them is no rival of who is named in them


@cache
def _pronouns() -> dict[str, tuple[str, Gender | None]]:
    return {form: (kind, None if g == "-" else Gender(g)) for form, kind, g in load_table("pronouns.tsv")}


def pronoun_kind(form: str) -> str | None:
    """Return what kind of pronoun a form is (personal, near, far, both, there, nobody), None for other words.

    >>> pronoun_kind("Er"), pronoun_kind("dort"), pronoun_kind("Müller")
    ('personal', 'there', None)
    """
    entry = _pronouns().get(form.lower())
    return entry[0] if entry else None


def pronoun_gender(form: str) -> Gender | None:
    """Return the gender that a pronoun agrees with; "sie" counts as feminine until its verb says plural."""
    entry = _pronouns().get(form.lower())
    return entry[1] if entry else None


def nearest(roster: Roster, asked: Asked, gender: Gender) -> int | None:
    """Return the candidate named last that agrees with "dieser", "Letztere"; None if nobody fits."""
    found = next(roster.before(asked.start, lambda c: _agrees(c, gender)), None)
    return found.key if found else None


def antecedent(
    roster: Roster, asked: Asked, gender: Gender, *, people: bool = False, near: bool = False
) -> int | None:
    """Return the candidate that a singular pronoun stands for, None if nobody fits.

    Of all that agree in gender the one of the paragraph wins, then who is nearest, who spoke last, who was a
    subject, who stands outside of quotations: in "Müller traf Schmidt. Er sagte" it is Müller. With `people`,
    only named people are considered, with `near` only who is named in the paragraph outside of quotations.
    """
    features = weigh(roster, asked.spans[0], gender, asked.quoted)
    if people:
        features = {key: f for key, f in features.items() if roster.candidates[key].is_person}
    if near:
        features = {key: f for key, f in features.items() if f["same_paragraph"]}
    if not features:
        return None
    scores = {key: sum(_WEIGHTS[name] * value for name, value in f.items()) for key, f in features.items()}
    return max(scores, key=lambda key: scores[key])


def weigh(roster: Roster, mention: Span, gender: Gender, quoted: SpanIndex) -> dict[int, dict[str, float]]:
    """Return what speaks for and against each candidate that agrees with the pronoun, by name of weight."""
    here = place(roster, mention.start)
    seen: dict[int, list[_Sight]] = {}
    for occurrence in roster.before(mention.start, lambda c: _agrees(c, gender)):
        if seen and place(roster, occurrence.start) < here - _LOOK_BACK:
            break
        seen.setdefault(occurrence.key, []).append(_sight(roster, occurrence, here, quoted))
    last = roster.last_speaker(mention.start, lambda c: _agrees(c, gender))
    nearest = next((key for key, sights in seen.items() if not all(s.quoted for s in sights)), None)
    features = {}
    for key, sights in seen.items():
        best = min(sights, key=lambda s: (s.distance, s.quoted, not s.subject))
        candidate = roster.candidates[key]
        features[key] = {
            "distance": float(min(best.distance, _FAR)),
            "same_sentence": float(any(s.distance == 0 and not s.quoted for s in sights)),
            "same_paragraph": float(any(s.same_paragraph and not s.quoted for s in sights)),
            "last_speaker": float(key == last),
            "subject": float(any(s.subject for s in sights if s.distance == best.distance)),
            "quoted": float(best.quoted),
            "oblique": float(best.oblique),
            "body": float(candidate.is_body),
            "unknown": float(candidate.gender is not gender),
            "nearest": float(key == nearest),
        }
    return features


@dataclass(frozen=True, slots=True)
class _Sight:
    distance: int
    same_paragraph: bool
    subject: bool
    oblique: bool
    quoted: bool


def _agrees(candidate: Candidate, gender: Gender) -> bool:
    if candidate.is_person:
        return candidate.gender in {gender, None}
    return candidate.gender is gender


def _sight(roster: Roster, occurrence: Occurrence, here: int, quoted: SpanIndex) -> _Sight:
    sentences = roster.document.sentences
    index = place(roster, occurrence.start)
    sentence = sentences[index]
    return _Sight(
        distance=max(0, here - index),
        same_paragraph=sentence.paragraph == sentences[here].paragraph,
        subject=_is_subject(sentence, occurrence) and not _owns(roster, occurrence),
        oblique=_is_oblique(sentence, occurrence, owns=_owns(roster, occurrence)),
        quoted=quoted.contains(occurrence.span),
    )


def _is_subject(sentence: Sentence, occurrence: Occurrence) -> bool:
    """Say whether a mention opens its sentence or follows the verb at once, as subjects do.

    "[Müller] widersprach", "Der Minister [Müller] sagte", "sagte [Müller]"; not "Auf [Müller] hört".
    """
    if occurrence.kind is MentionKind.PRONOUN:
        return True
    before = [t for t in sentence.tokens if t.start < occurrence.start]
    verb = next((i for i, t in enumerate(before) if t.is_finite), None)
    tail = before[verb + 1 :] if verb is not None else before
    return len(tail) <= 8 and not any(_marks_object(t.form, t.tag) for t in tail)


def _is_oblique(sentence: Sentence, occurrence: Occurrence, *, owns: bool) -> bool:
    """Say whether a preposition or dative article stands before: "mit [Müller]", "dem Chef [Müller]"."""
    before = [t for t in sentence.tokens if t.end <= occurrence.start]
    if owns:
        return True
    return any(_marks_object(t.form, t.tag) for t in before[-3:])


def _owns(roster: Roster, occurrence: Occurrence) -> bool:
    """Say whether a name is in the genitive: "[Müllers] Pläne"; not "[Hans] kam"."""
    surface = occurrence.span.of(roster.document.text)
    name = roster.candidates[occurrence.key].agent.name
    return surface.endswith("s") and not name.endswith(surface.split()[-1])


def _marks_object(form: str, tag: str) -> bool:
    return tag in {"APPR", "APPRART"} or form.lower() in {"dem", "den", "einem", "einen", "ihn", "ihm"}


def place(roster: Roster, offset: int) -> int:
    """Return the index of the sentence that holds `offset`."""
    return roster.document.sentence_number(offset)
