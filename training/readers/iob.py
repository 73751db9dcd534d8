"""Names from tags: B begins a name, I goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["blocks", "chunks"]


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Return the runs of lines between blank ones."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def chunks(tags: Iterable[str], spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """Return the label and the span of each run of tags. An I without a B before it begins a run too.

    >>> list(chunks(["O", "B-PER", "I-PER"], [Span(0, 2), Span(3, 7), Span(8, 12)]))
    [('PER', Span(start=3, end=12))]
    """
    label, start, end = "", 0, 0
    for tag, span in zip([*tags, "O"], [*spans, None], strict=True):
        position, _, kind = tag.partition("-")
        if label and not (position == "I" and kind == label):
            yield label, Span(start, end)
            label = ""
        if span is None or not kind:
            continue
        if not label:
            label, start = kind, span.start
        end = span.end
