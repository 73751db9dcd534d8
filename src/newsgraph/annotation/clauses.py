"""Main clauses: segments put together again around one finite verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.konjunktiv import is_konjunktiv_1, is_konjunktiv_2, is_modal_konjunktiv_2
from newsgraph.annotation.segments import Kind, Segment, find_segments, is_past_of_cue

if TYPE_CHECKING:
    from newsgraph.annotation.units import Unit


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause with all that is embedded in it.

    `segments` in text order; `finite` is the token of its main verb, None for a verbless one and for an
    utterance. `before` is what stands before it.
    """

    segments: tuple[Segment, ...]
    finite: int | None = None

    @property
    def start(self) -> int:
        """Its first token."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Behind its last token."""
        return self.segments[-1].end

    @property
    def before(self) -> str:
        """The mark or conjunction before it."""
        return self.segments[0].before

    @property
    def is_speech(self) -> bool:
        """Whether it is an utterance in quotation marks."""
        return self.segments[0].kind is Kind.SPEECH

    @property
    def is_inverted(self) -> bool:
        """Whether it begins with its finite verb: "sagte der Minister"."""
        return self.segments[0].kind is Kind.V1

    @property
    def main(self) -> Segment:
        """The segment with the main verb, or the first one."""
        return next(
            (s for s in self.segments if s.finite == self.finite and s.finite is not None), self.segments[0]
        )


def reach_back(clauses: tuple[Clause, ...], index: int, taken: set[int]) -> int:
    """Return the first clause of the run that ends with the clause at `index`.

    A run goes back over clauses that are not taken and no direct speech, up to a colon.
    """
    begin = index
    while (
        begin > 0
        and begin - 1 not in taken
        and clauses[begin].before != ":"
        and not clauses[begin - 1].is_speech
    ):
        begin -= 1
    return begin


def find_clauses(unit: Unit, speech: frozenset[int]) -> tuple[Clause, ...]:
    """Return the main clauses of a unit.

    "Thode, der das Amt seit Mai hat, lehnte ab" is one clause; "Es gehe voran, sagte er" are two.
    Frames ("so der Minister") are clauses of their own without a finite verb.
    """
    clauses: list[Clause] = []
    current: list[Segment] = []
    finite: int | None = None

    def close() -> None:
        nonlocal current, finite
        if current:
            clauses.append(Clause(tuple(current), finite))
        current, finite = [], None

    segments = find_segments(unit, speech)
    for index, segment in enumerate(segments):
        alone = segment.kind in {Kind.SPEECH, Kind.SO}
        opens = segment.kind in {Kind.V1, Kind.V2} and (
            finite is not None or (segment.kind is Kind.V2 and not _waits(current))
        )
        if (
            segment.before == ":"
            or alone
            or opens
            or (current and current[-1].kind in {Kind.SPEECH, Kind.SO})
        ):
            close()
        current.append(segment)
        if segment.kind in {Kind.V1, Kind.V2} and finite is None:
            finite = segment.finite
        if _is_parenthesis(unit, segments, index):
            close()
    close()
    return tuple(clauses)


def _waits(current: list[Segment]) -> bool:
    """Say whether verbless segments wait for the verb of the next: "Im Streit um Geld, Macht und …"."""
    return not current or all(s.kind in {Kind.NONE, Kind.INF, Kind.SUB} for s in current)


def _is_parenthesis(unit: Unit, segments: tuple[Segment, ...], index: int) -> bool:
    """Say whether a cue interrupts a clause whose verb comes behind it: "Den Rest, sagt sie, habe …"."""
    segment = segments[index]
    if segment.kind is not Kind.V1 or index + 1 >= len(segments) or segment.before != ",":
        return False
    following = segments[index + 1]
    return following.kind is Kind.V1 and following.before == "," and not is_reporting(unit, segment.finite)


def is_reporting(unit: Unit, finite: int | None) -> bool:
    """Say whether a finite verb is a Konjunktiv that is no mere guess."""
    if finite is None:
        return False
    token = unit.tokens[finite]
    return is_konjunktiv_1(token) or is_konjunktiv_2(token) or _is_other(unit, finite)


def _is_other(unit: Unit, finite: int) -> bool:
    token = unit.tokens[finite]
    finite = token.is_finite or is_past_of_cue(token.form)
    return not finite and token.form.endswith("e") and not is_modal_konjunktiv_2(token)
