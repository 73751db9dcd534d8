"""Quotations that overlap in one layer, and what is not known where one of them is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer, Role
from newsgraph.model import Span, StatementType
from training.readers.files import without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from training.scheme import Quotation

__all__ = ["PARTS", "apart", "extent", "layer_of", "regions", "unmarked"]

PARTS = {
    Role.SPEAKER: Layer.SPEAKER,
    Role.CUE: Layer.CUE,
    Role.FRAME: Layer.FRAME,
    Role.ADDRESSEE: Layer.ADDRESSEE,
}
"""The layer of each part of a quotation."""


def extent(quotation: Quotation) -> tuple[Span, ...]:
    """Return the quotation's spans, or its clause where there is only that."""
    return quotation.spans or quotation.clause


def layer_of(quotation: Quotation) -> Layer:
    """Return the layer that the extent of a quotation is in."""
    if quotation.type is StatementType.DIRECT:
        return Layer.DIRECT
    return Layer.OTHER if quotation.spans else Layer.CLAUSE


def apart(found: Iterable[Quotation]) -> tuple[tuple[Quotation, ...], tuple[Quotation, ...]]:
    """Return the quotations that do not overlap in their layer, in text order, and those that had to go.

    The longer one stays.
    """
    kept: list[Quotation] = []
    dropped: list[Quotation] = []
    for quotation in sorted(found, key=_length, reverse=True):
        rivals = [other for other in kept if layer_of(other) is layer_of(quotation)]
        clash = any(a.overlaps(b) for q in rivals for a in extent(q) for b in extent(quotation))
        (dropped if clash else kept).append(quotation)
    return tuple(sorted(kept, key=extent)), tuple(dropped)


def _length(quotation: Quotation) -> int:
    return extent(quotation)[-1].end - extent(quotation)[0].start


def regions(quotations: Iterable[Quotation]) -> Iterator[tuple[Layer, Span]]:
    """Return all that quotations mark: their extents and their parts, each with its layer."""
    for quotation in quotations:
        yield from ((layer_of(quotation), span) for span in extent(quotation))
        for role, layer in PARTS.items():
            yield from ((layer, span) for span in quotation.part(role))


def unmarked(
    doubtful: Iterable[tuple[Layer, Span]], kept: Sequence[Quotation]
) -> tuple[tuple[Layer, Span], ...]:
    """Return the doubtful regions less what the kept quotations mark in them, each once, in order."""
    marked: dict[Layer, list[Span]] = {layer: [] for layer in Layer}
    for layer, span in regions(kept):
        marked[layer].append(span)
    rest = {(layer, left) for layer, span in doubtful for left in without(span, marked[layer])}
    return tuple(sorted(rest, key=lambda item: (item[1], item[0])))
