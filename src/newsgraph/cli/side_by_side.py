"""The differences of two states on a terminal: A on the left, B on the right, and the edited words marked."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
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
_WHOLE: Final = {Change.ADDED: "green", Change.WITHDRAWN: "red", Change.CHANGED: ""}
_WORDS: Final = (("red strike", "[-{}-]"), ("green underline", "{{+{}+}}"))
"""How words look that only A and that only B has: in colours, and where there are none."""
_QUIET, _OWNER, _HEADLINE = "dim", "bold", "bold reverse"
_OWNERS: Final = frozenset({NG.speaker, NG.proposer, SCHEMA.name})


def print_comparison(result: Comparison) -> None:
    """Print all differences article by article, then how many there are, and who is new and who is gone."""
    people: dict[Change, set[str]] = {Change.ADDED: set(), Change.WITHDRAWN: set()}
    is_wide = console.out.width >= SIDE_BY_SIDE
    sides = (Text(f"{name}  {state.path}", _QUIET) for name, state in zip("AB", result.states, strict=True))
    if result.changed:
        console.show(_table((next(sides), next(sides))) if is_wide else Group(*sides))
    shown = (difference.printable() for difference in result.differences())
    for (article, headline), group in groupby(shown, key=lambda d: (d.article, d.headline)):
        differences = list(group)
        console.show(Text(f"\n{headline or '(no headline)'}", _HEADLINE))
        console.show(Text(article, _QUIET))
        for difference in differences:
            _note_people(difference, people)
        console.show(_table(*map(_sides, differences)) if is_wide else Group(*map(_stacked, differences)))
    if any(result.counts.values()):
        _print_sum(result, people)


def _print_sum(result: Comparison, people: dict[Change, set[str]]) -> None:
    console.show("")
    columns = ("", *(f"{MARKS[change]} {change.value}" for change in Change))
    console.table(columns, result.table(), numeric=columns[1:])
    for change, told in ((Change.ADDED, "people new"), (Change.WITHDRAWN, "people no longer named")):
        if people[change]:
            names = ", ".join(sorted(people[change]))
            console.show(Text(f"{MARKS[change]} {told} ({len(people[change])}): {names}", _STYLES[change]))


def _note_people(difference: Difference, people: dict[Change, set[str]]) -> None:
    """Keep who is new in the corpus, and who is gone from it; a name that was mended is neither."""
    if difference.articles and difference.change in people and 0 in difference.articles:
        people[difference.change].add(difference.who)


def _table(*rows: tuple[RenderableType, RenderableType]) -> Table:
    table = Table(box=box.MINIMAL, show_header=False, show_edge=False, expand=True, pad_edge=False)
    for _ in "AB":
        table.add_column(ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _sides(difference: Difference) -> tuple[RenderableType, RenderableType]:
    left, right = (Group(*_side(difference, side)) for side in (0, 1))
    if difference.change is Change.ADDED:
        return "", right
    return left, "" if difference.change is Change.WITHDRAWN else right


def _side(difference: Difference, side: int) -> Iterator[RenderableType]:
    """Yield what one side (0: before, 1: after) has to say, one below the other."""
    yield _heading(difference, side)
    if difference.rewording:
        yield _indented(_marked(*difference.rewording, side), 2)
    elif difference.text:
        yield _indented(Text(difference.text, _WHOLE[difference.change]), 2)
    for term, before, after in difference.details:
        if term != SCHEMA.text and not _is_owner(difference, term, after):
            yield _indented(_named(term, _marked(before, after, side)), 2)


def _stacked(difference: Difference) -> RenderableType:
    """Lay a difference out for a narrow terminal: what was before, and below it what is now."""
    lines: list[RenderableType] = [_heading(difference, 1)]
    if difference.text and not difference.rewording:
        lines.append(_indented(Text(difference.text, _WHOLE[difference.change]), 2))
    for term, before, after in difference.details:
        if term == NG.textDigest:
            lines.append(_indented(Text(label(term)), 2))
            continue
        for side, (mark, style) in enumerate((("- ", "red"), ("+ ", "green"))):
            value = _marked(before, after, side)
            told = value if term == SCHEMA.text else _named(term, value)
            lines.append(_indented(Text.assemble((mark, style), told), 2))
    return Group(*lines)


def _heading(difference: Difference, side: int) -> Text:
    who = Text(difference.who)
    for term, before, after in difference.details:
        if _is_owner(difference, term, after):
            who = _marked(before, after, side)
    who.stylize(_OWNER)
    counts = named(difference)
    return Text.assemble(
        (f"{MARKS[difference.change]} ", _STYLES[difference.change]),
        (f"{difference.kind}{' · ' if who else ''}", _QUIET),
        who,
        (f" · {counts}" if counts else "", _QUIET),
    )


def _is_owner(difference: Difference, term: str, after: str) -> bool:
    """Say whether a changed value is the one that the heading names already."""
    return term in _OWNERS and after == difference.who


def _named(term: str, value: Text) -> Text:
    return Text(label(term)) if term == NG.textDigest else Text.assemble((f"{label(term)}: ", _QUIET), value)


def _indented(text: Text, width: int) -> RenderableType:
    return Padding(text, (0, 0, 0, width), expand=False)


def _marked(before: str, after: str, side: int) -> Text:
    """Return one of two wordings with the words marked that the other does not have.

    Colour is never alone: what is gone is struck out, what is new underlined, and where the terminal shows
    no colours (`NO_COLOR`) they stand in brackets.
    """
    plain = console.out.no_color or console.out.color_system is None
    style, brackets = _WORDS[side]
    text = Text()
    for shared, *own in mark_words(before, after):
        if shared:
            text.append(f"{' ' if text else ''}{shared}")
        if own[side]:
            text.append(" " if text else "")
            text.append(*((brackets.format(own[side]),) if plain else (own[side], style)))
    return text or Text("–")
