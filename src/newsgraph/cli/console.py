"""What a person sees: results on stdout, everything else on stderr, progress bars only on a terminal."""

from __future__ import annotations

import logging
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from newsgraph.sinks.files import sink_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from newsgraph.errors import NewsgraphError

err = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False)
_ANY_WIDTH = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What would speak to the terminal, in names of files and in what servers say."""


def say(message: str) -> None:
    """Write a message for a person."""
    _tell(escape(message))


def warn(message: str) -> None:
    """Write a message that a person should not miss."""
    _tell(f"[yellow]warning:[/] {escape(message)}")


@contextmanager
def logged_warnings() -> Iterator[None]:
    """Let what newsgraph logs as a warning be one on the terminal."""
    logger = logging.getLogger("newsgraph")
    handler = _Warnings(logging.WARNING)
    before = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


class _Warnings(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        warn(record.getMessage())


def complain(error: NewsgraphError) -> None:
    """Write what went wrong, where, and how to mend it, also where a file has line breaks in its name."""
    text = str(error)
    if error.where and text.startswith(error.where):
        text = " ".join(error.where.splitlines()) + text.removeprefix(error.where)
    _tell(f"[red]error:[/] {escape(text)}")


def _tell(markup: str) -> None:
    markup = _CONTROL.sub("\ufffd", markup)
    with suppress(OSError):  # nobody listens on stderr: the work goes on, and the exit code tells
        err.print(markup)


def complain_all(errors: Iterable[NewsgraphError]) -> None:
    """Name every input that failed."""
    for error in errors:
        complain(error)


def is_terminal() -> bool:
    """Say whether stdout is read by a person."""
    return sys.stdout.isatty()


def emit(text: str) -> None:
    """Write a result as it is. Raises `SinkError` where stdout takes no more, as `table` and `show` do."""
    with _stdout():
        sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")
        sys.stdout.flush()


def emit_marked(text: str, marks: Mapping[str, str]) -> None:
    """Write a result as it is; on a terminal, the groups of these patterns in their styles."""
    if not out.is_terminal:
        emit(text)
        return
    marked = Text(text.rstrip("\n"))
    for pattern, style in marks.items():
        for match in re.finditer(pattern, text):
            marked.stylize(style, *match.span(1))
    with _stdout():
        out.print(marked, soft_wrap=True)


def emit_bytes(data: bytes) -> None:
    """Write a serialised result as it is."""
    with _stdout():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[str] = ()) -> None:
    """Write rows as a table; long text is folded, columns named in `numeric` are set flush right."""
    show(_grid(columns, rows, numeric))


def answers(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[str] = (), wide: bool = False
) -> None:
    """Write rows as a table, or their fields one below the other where IRIs would be broken side by side.

    With `wide` nothing is folded: a row is a line, however long.
    """
    grid = _grid(columns, rows, numeric)
    measured = out.measure(grid, options=out.options.update(max_width=_ANY_WIDTH))
    if wide:
        with _stdout():  # rich never prints wider than the console is
            Console(highlight=False, width=max(measured.maximum, out.width)).print(grid)
        return
    if measured.minimum <= out.width:
        for laid_out, cells in zip(grid.columns, zip(*rows, strict=True), strict=False):
            # Else rich takes the room from the widest column, even if that breaks what has no gap.
            laid_out.no_wrap = not any(" " in cell for cell in cells)
        show(grid)
        return
    for row in rows:
        record = Table.grid("", Column(overflow="fold"), padding=(0, 2))
        for column, cell in zip(columns, row, strict=True):
            if cell:
                record.add_row(f"[bold]{escape(column)}[/]", escape(cell))
        show(record)
        emit("\n")


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[str] = ()) -> Table:
    grid = Table(show_edge=False, header_style="bold", pad_edge=False)
    for column in columns:
        grid.add_column(escape(column), overflow="fold", justify="right" if column in numeric else "left")
    for row in rows:
        grid.add_row(*(escape(cell) for cell in row))
    return grid


def show(thing: RenderableType) -> None:
    """Write a result laid out for a person."""
    with _stdout():
        out.print(thing)


@contextmanager
def _stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # no error: the reader has seen enough
        raise
    except OSError as error:
        raise sink_error(error, "standard output") from error


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes (done, total); it draws only where stderr is a terminal."""
    if not err.is_terminal:
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
