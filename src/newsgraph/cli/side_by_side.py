"""The differences of two states on a terminal: A on the left, B on the right, and the edited words marked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from newsgraph.cli import console
from newsgraph.linking.rewordings import mark_words
from newsgraph.pipeline.diff import MARKS, label, named
from newsgraph.pipeline.diff_graphs import Change
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from newsgraph.pipeline.diff import Comparison
    from newsgraph.pipeline.diff_graphs import Difference

SIDE_BY_SIDE: Final = 100
"""How many columns a terminal needs for two states beside each other; with less, one is above the other."""

_STYLES: Final = {Change.ADDED: "green", Change.WITHDRAWN: "red", Change.CHANGED: "yellow"}
_GONE, _NEW = "red strike", "green underline"
_QUIET, _OWNER, _HEADLINE = "dim", "bold", "bold reverse"
_OWNERS: Final = frozenset({NG.speaker, NG.proposer, SCHEMA.name})


def print_comparison(result: Comparison) -> None:
    """Print all differences article by article, then how many there are, and who is new and who is gone."""
    people: dict[Change, set[str]] = {Change.ADDED: set(), Change.WITHDRAWN: set()}
    is_wide = console.out.width >= SIDE_BY_SIDE
    if is_wide and result.changed:
        console.show(
            _row("", Text(f"A  {result.before.path}", _QUIET), Text(f"B  {result.after.path}", _QUIET))
        )
    for article, differences in groupby(result.differences(), key=lambda d: (d.article, d.headline)):
        _print_heading(*article)
        for difference in differences:
            _note_people(difference, people)
            console.show(_side_by_side(difference) if is_wide else _stacked(difference))
    if any(result.counts.values()):
        console.show(Text("\nSum", "bold"))
        columns = ("", *(f"{MARKS[change]} {change.value}" for change in Change))
        console.table(columns, result.table(), numeric=columns[1:])
    for change, told in ((Change.ADDED, "New people"), (Change.WITHDRAWN, "People no longer named")):
        if people[change]:
            names = ", ".join(sorted(people[change]))
            console.show(Text(f"{MARKS[change]} {told} ({len(people[change])}): {names}", _STYLES[change]))


def _note_people(difference: Difference, people: dict[Change, set[str]]) -> None:
    """Keep who is new in the corpus, and who is gone from it; a name that was mended is neither."""
    if difference.articles and difference.change in people and 0 in difference.articles:
        people[difference.change].add(difference.who)


def _print_heading(article: str, headline: str) -> None:
    console.show(Text(f"\n{headline or '(no headline)'}", _HEADLINE))
    console.show(Text(article, _QUIET))


def _row(mark: str, left: RenderableType, right: RenderableType) -> Table:
    columns = (Column(width=1), Column(ratio=1, overflow="fold"), Column(width=1, style=_QUIET))
    table = Table.grid(*columns, Column(ratio=1, overflow="fold"), padding=(0, 1), expand=True)
    table.add_row(mark, left, "│", right)
    return table


def _side_by_side(difference: Difference) -> RenderableType:
    change = difference.change
    mark = f"[{_STYLES[change]}]{MARKS[change]}[/]"
    sides = (
        [] if change is Change.ADDED else list(_side(difference, 0)),
        [] if change is Change.WITHDRAWN else list(_side(difference, 1)),
    )
    return _row(mark, *(Group(*side) for side in sides))


def _side(difference: Difference, side: int) -> Iterator[Text]:
    """Yield what one side (0: before, 1: after) has to say, a text a line."""
    yield _heading(difference, side)
    rewording = difference.rewording
    if rewording:
        yield _marked(*rewording, side)
    elif difference.text:
        yield Text(difference.text, _STYLES[difference.change] if difference.change in _WHOLE else "")
    for term, before, after in difference.details:
        if term != SCHEMA.text and not _is_owner(difference, term, after):
            line = Text(f"{label(term)}: ", _QUIET)
            yield line.append_text(_marked(before, after, side))


def _stacked(difference: Difference) -> RenderableType:
    """Lay a difference out for a narrow terminal: what was before, and below it what is now."""
    change = difference.change
    head = Text(f"{MARKS[change]} ", _STYLES[change]).append_text(_heading(difference, 1))
    if change is not Change.CHANGED:
        text = [Padding(Text(difference.text, _STYLES[change]), (0, 0, 0, 4))] if difference.text else []
        return Group(head, *text)
    lines: list[RenderableType] = [head]
    if difference.text and not difference.rewording:
        lines.append(Padding(Text(difference.text), (0, 0, 0, 4)))
    for term, before, after in difference.details:
        name = "" if term == SCHEMA.text else f"{label(term)}: "
        for side, (mark, style) in enumerate((("-", "red"), ("+", "green"))):
            line = Text(f"{mark} ", style).append(name, _QUIET).append_text(_marked(before, after, side))
            lines.append(Padding(line, (0, 0, 0, 4)))
    return Group(*lines)


_WHOLE: Final = frozenset({Change.ADDED, Change.WITHDRAWN})


def _heading(difference: Difference, side: int) -> Text:
    who = difference.who
    for term, before, after in difference.details:
        if _is_owner(difference, term, after):
            who = (before, after)[side]
    counts = named(difference)
    return Text.assemble(
        (f"{difference.kind}", _QUIET),
        *((" · ", who and _QUIET), (who, _OWNER)) if who else (),
        *((" · ", _QUIET), (counts, _QUIET)) if counts else (),
    )


def _is_owner(difference: Difference, term: str, after: str) -> bool:
    """Say whether a changed value is the one that the heading names already."""
    return term in _OWNERS and after == difference.who


def _marked(before: str, after: str, side: int) -> Text:
    """Return one of two wordings with the words marked that the other does not have.

    Colour is never alone: what is gone is struck out, what is new underlined, and where the terminal shows
    no colours (`NO_COLOR`) they stand in brackets.
    """
    plain = console.out.no_color or console.out.color_system is None
    style, brackets = ((_GONE, "[-{}-]"), (_NEW, "{{+{}+}}"))[side]
    pieces: list[tuple[str, str]] = []
    for shared, *own in mark_words(before, after):
        if shared:
            pieces.append((shared, ""))
        if own[side]:
            pieces.append((brackets.format(own[side]), "") if plain else (own[side], style))
    if not pieces:
        return Text("–")
    text = Text()
    for number, (piece, look) in enumerate(pieces):
        text.append(" " if number else "")
        text.append(piece, look)
    return text
