"""Which speaker, cue, frame and addressee belong to which statement, and which spans are one statement.

Every pair of a quotation and a span that one window shows is scored; the best are taken that are possible
together. What cannot be is never said, whatever the scores: spans of one statement are in order and disjoint,
two statements never cross, and what introduces a direct quotation does not lie in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.annotation.neural.scores import Scorer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.hints import Hints
    from newsgraph.annotation.neural.manifest import Manifest
    from newsgraph.annotation.neural.reading import Reading

__all__ = ["Linked", "link"]

_FREE = frozenset({"IndirectFreeIndirect", "FreeIndirect"})
_PARTS = (Role.SPEAKER, Role.CUE, Role.FRAME, Role.ADDRESSEE)
_SECOND = 0.8
"""From which probability on a second span is part of the speaker mention as well."""
_HOLDS = 0.1
"""From which probability on a frame is taken that holds a cue which is taken for sure."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement: its spans in text order, all of one label, and the spans that go with it."""

    parts: tuple[Mark, ...]
    speaker: tuple[Mark, ...] = ()
    cue: tuple[Mark, ...] = ()
    frame: tuple[Mark, ...] = ()
    addressee: tuple[Mark, ...] = ()

    @property
    def label(self) -> str:
        """The label of its spans."""
        return self.parts[0].label

    @property
    def score(self) -> float:
        """The mean score of its spans, not yet calibrated."""
        return sum(part.score for part in self.parts) / len(self.parts)


@dataclass(slots=True)
class _Candidates:
    """The spans that could be a role of one statement, with their probabilities, likeliest first."""

    rows: list[tuple[float, Mark]] = field(default_factory=list)

    def above(self, threshold: float) -> list[tuple[float, Mark]]:
        return [(probable, mark) for probable, mark in self.rows if probable >= threshold]


def link(
    reading: Reading,
    marks: Mapping[Layer, Sequence[Mark]],
    manifest: Manifest,
    hints: Sequence[Hints] | None = None,
) -> tuple[Linked, ...]:
    """Return the statements in text order; a statement that holds another comes before it.

    `marks` are the spans that `decoding.decode` found in the reading, `hints` one for each window. A pair of
    spans of which no window shows both has no score, and does not go together.
    """
    scorers = [Scorer(view, manifest, hints[view.number] if hints else None) for view in reading.views]
    linked: list[Linked] = []
    for layer in (Layer.DIRECT, Layer.OTHER):
        segments = marks[layer]
        told = {role: _told(scorers, role, segments, marks[Layer(role.value)]) for role in _PARTS}
        for group in _groups(reading, scorers, manifest, segments):
            parts = [segments[number] for number in group]
            candidates = {
                role: _candidates(
                    reading,
                    role,
                    parts,
                    [told[role].get(n, {}) for n in group],
                    min(_HOLDS, manifest.thresholds[role]),
                )
                for role in _PARTS
            }
            linked.append(_chosen(reading, manifest, tuple(parts), candidates))
    return tuple(sorted(linked, key=lambda one: (one.parts[0].span.start, -one.parts[-1].span.end)))


def _told(
    scorers: Sequence[Scorer], role: Role, segments: Sequence[Mark], others: Sequence[Mark]
) -> dict[int, dict[Mark, float]]:
    """Return for each segment, by number, the probability of each span that the segment's window shows."""
    told: dict[int, dict[Mark, float]] = {}
    for scorer in scorers:
        owned = scorer.owned(segments)
        shown = [others[number] for number in scorer.shown(others)]
        if owned and shown:
            table = scorer.probabilities(role, [segments[number] for number in owned], shown).tolist()
            told |= {n: dict(zip(shown, row, strict=True)) for n, row in zip(owned, table, strict=True)}
    return told


def _groups(
    reading: Reading, scorers: Sequence[Scorer], manifest: Manifest, marks: Sequence[Mark]
) -> list[list[int]]:
    """Return the numbers of the spans of one layer, those together that are parts of one statement.

    Parts follow one another in their layer and have one label and paragraph.
    """
    joins = _joins(scorers, marks)
    groups: list[list[int]] = []
    for number, mark in enumerate(marks):
        before = marks[number - 1] if number else None
        if (
            before is not None
            and before.label == mark.label
            and reading.paragraphs[before.last] == reading.paragraphs[mark.first]
            and joins.get(number, 0.0) >= manifest.thresholds[Role.PART]
        ):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _joins(scorers: Sequence[Scorer], marks: Sequence[Mark]) -> dict[int, float]:
    """Return how likely each span, by number, is a part of one statement with the span before.

    The window that owns the one before decides, or else the next one that shows both.
    """
    joins: dict[int, float] = {}
    for scorer in scorers:
        shown = [marks[number] for number in scorer.shown(marks)]
        if len(shown) > 1:
            table = scorer.probabilities(Role.PART, shown[:-1], shown[1:])
            first = scorer.shown(marks).start + 1
            for number, probable in enumerate(np.diagonal(table).tolist(), first):
                if marks[number - 1].first in scorer.view.own:
                    joins[number] = probable
                else:
                    joins.setdefault(number, probable)
    return joins


def _candidates(
    reading: Reading, role: Role, group: Sequence[Mark], told: Sequence[Mapping[Mark, float]], least: float
) -> _Candidates:
    """Return the possible spans of a role whose probability is at least `least`.

    That is the mean over the statement's parts.
    """
    gathered: dict[Mark, list[float]] = {}
    for row in told:
        for mark, probable in row.items():
            gathered.setdefault(mark, []).append(probable)
    found = [
        (sum(values) / len(values), mark)
        for mark, values in gathered.items()
        if sum(values) >= least * len(values) and _is_possible(reading, role, group, mark)
    ]
    return _Candidates(sorted(found, key=lambda one: (-one[0], one[1].first)))


def _is_possible(reading: Reading, role: Role, group: Sequence[Mark], mark: Mark) -> bool:
    """Say whether a span can be the role of a statement, by where it stands.

    Cue, frame and addressee stand in the sentences of the statement or beside them. Only of indirect speech
    they may stand inside: "Der Bund vermisst [nach eigenen Angaben] ein Boot."
    """
    if role in {Role.CUE, Role.FRAME} and group[0].label in _FREE:
        return False
    if role is not Role.SPEAKER:
        near = reading.sentences[group[0].first] - 1, reading.sentences[group[-1].last] + 1
        if not near[0] <= reading.sentences[mark.first] <= near[1]:
            return False
    inside = any(part.span.contains(mark.span) for part in group)
    if role is Role.FRAME:
        return not inside and (group[0].layer is not Layer.DIRECT or not _overlaps(group, mark))
    if inside:
        return group[0].label == "Indirect"
    return not _overlaps(group, mark)


def _overlaps(group: Sequence[Mark], mark: Mark) -> bool:
    return any(part.span.overlaps(mark.span) for part in group)


def _chosen(
    reading: Reading, manifest: Manifest, group: tuple[Mark, ...], candidates: Mapping[Role, _Candidates]
) -> Linked:
    """Return the statement with the likeliest spans that are possible together."""

    def sure(role: Role) -> list[tuple[float, Mark]]:
        return candidates[role].above(manifest.thresholds[role])

    speakers = sure(Role.SPEAKER)
    speaker = [
        mark
        for place, (probable, mark) in enumerate(speakers)
        if place == 0 or (probable >= _SECOND and _same_sentence(reading, mark, speakers[0][1]))
    ]
    cue, frame = _introduction(reading, sure(Role.CUE), sure(Role.FRAME), candidates[Role.FRAME])
    addressee = [mark for _, mark in sure(Role.ADDRESSEE)[:1]]
    return Linked(
        parts=group,
        speaker=_in_order(speaker),
        cue=_in_order(cue),
        frame=_in_order(frame),
        addressee=_in_order(mark for mark in addressee if not _overlaps(speaker, mark)),
    )


def _introduction(
    reading: Reading,
    cues: Sequence[tuple[float, Mark]],
    frames: Sequence[tuple[float, Mark]],
    possible: _Candidates,
) -> tuple[list[Mark], list[Mark]]:
    """Return cue and frame: all in the sentence of the likeliest cue, one frame around it.

    A cue without a frame gets the likeliest frame that holds it; of a cue and a frame that do not go together
    the likelier stays.
    """
    if not cues:
        return [], [mark for _, mark in frames if _same_sentence(reading, mark, frames[0][1])]
    best = cues[0][1]
    cue = [mark for _, mark in cues if _same_sentence(reading, mark, best)]
    holding = [mark for _, mark in frames if _holds(mark, best)]
    if not holding:
        held = [mark for probable, mark in possible.rows if probable >= _HOLDS and _holds(mark, best)]
        if not held and frames and frames[0][0] > cues[0][0]:
            return [], [frames[0][1]]
        return cue, held[:1]
    frame = [mark for _, mark in frames if _same_sentence(reading, mark, best)]
    return cue, frame


def _holds(frame: Mark, cue: Mark) -> bool:
    return frame.first <= cue.first and cue.last <= frame.last


def _same_sentence(reading: Reading, one: Mark, other: Mark) -> bool:
    return bool(reading.sentences[one.first] == reading.sentences[other.first])


def _in_order(marks: Iterator[Mark] | Sequence[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.first))
