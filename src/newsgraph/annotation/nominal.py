"""Statements that a noun reports: "die Forderung der Gewerkschaft, die Wochenarbeitszeit zu senken"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.drafts import SPOKEN, Draft, Frame, make_draft
from newsgraph.annotation.phrases import noun_phrase
from newsgraph.annotation.segments import Kind
from newsgraph.lexicon import load_words
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.segments import Segment
    from newsgraph.annotation.units import Unit

_OPENERS = frozenset({"dass", "daß", "ob", "wonach"})


def find_nominal(unit: Unit, clauses: tuple[Clause, ...], taken: set[int]) -> tuple[Draft, ...]:
    """Return what a noun of saying reports, if the text says whose word it is.

    Die Sorge der Bäuerin, [dass die Einsteller auswichen], teilen viele.  An infinitive is a reported act:
    Der Vorschlag der Kammer, [Zimmer einzurichten], kommt nicht gut an.  "Die Hoffnung, dass …" alone says
    of nobody that he hopes. Adds the clauses that it used to `taken`.
    """
    drafts = []
    for index, clause in enumerate(clauses):
        if index in taken:
            continue
        for before, segment in zip(clause.segments, clause.segments[1:], strict=False):
            frame = _frame(unit, before, segment)
            span = unit.cover(segment.start, segment.end)
            if frame is None or span is None:
                continue
            infinitive = segment.kind is Kind.INF
            kind = StatementType.REPORTED if infinitive else StatementType.INDIRECT
            taken.add(index)
            drafts.append(make_draft(unit, [span], kind, frame, rule="nominal"))
            break
    return tuple(drafts)


def _frame(unit: Unit, before: Segment, content: Segment) -> Frame | None:
    if content.before != "," or before.end + 1 != content.start:
        return None
    if content.kind is Kind.SUB and unit.tokens[content.start].form.lower() not in _OPENERS:
        return None
    if content.kind not in {Kind.SUB, Kind.INF} or unit.tokens[content.start].tag == "KOUI":
        return None
    nouns = load_words("speech_nouns.txt")
    for i in reversed(range(before.start, before.end)):
        token = unit.tokens[i]
        if token.tag == "NN" and token.lemma.lower() in nouns and unit.free(i):
            speaker = _owner(unit, i, before)
            return Frame((max(before.start, i - 1), before.end), (i,), speaker, SPOKEN) if speaker else None
    return None


def _genitive_before(unit: Unit, noun: int, segment: Segment) -> tuple[int, int] | None:
    """Return the name in front of the noun: "Über [Petra Vogts] Wunsch, …"."""
    start = noun
    while (
        start > segment.start and unit.named[start - 1] >= 0 and unit.named[start - 1] == unit.named[noun - 1]
    ):
        start -= 1
    owns = start < noun and unit.tokens[noun - 1].form.endswith(("s", "’", "'"))
    return (start, noun) if owns else None


def _owner(unit: Unit, noun: int, segment: Segment) -> tuple[int, int] | None:
    """Return whose word it is: "der Vorschlag [der Kammer]", "[ihr] Vorschlag"."""
    if noun + 1 == segment.end:
        owner = noun - 1
        if (named := _genitive_before(unit, noun, segment)) is not None:
            return named
        return (owner, noun) if owner >= segment.start and unit.tokens[owner].tag == "PPOSAT" else None
    following = unit.tokens[noun + 1]
    start = noun + 2 if following.form in {"von", "vom"} else noun + 1
    if start == noun + 1 and following.form not in {"des", "der", "seines", "seiner", "ihres", "ihrer"}:
        return None
    end = noun_phrase(unit, start, segment.end)
    return (start, end) if end == segment.end else None
