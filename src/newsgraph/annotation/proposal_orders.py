"""Finds the measure where the sentence is turned round: in the passive, and after a leading participle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.annotation.proposal_cues import Trigger
    from newsgraph.annotation.proposal_measures import Region
    from newsgraph.model import Span

_ACCUSATIVE = frozenset({"den", "einen", "seinen", "ihren"})
_NOMINAL = frozenset({"ART", "PPOSAT", "PIAT", "PIDAT", "ADJ(A)", "CARD", "NN", "NNA"})


def find_turned(region: Region, trigger: Trigger) -> Span | None:
    """Return the measure of a verb in the passive, or of a participle that opens the sentence.

    "*Die Verlängerung der Bahn* wurde von Minister Muster angeregt"; "Von der Linken wurde *eine Stelle*
    gefordert"; "*Den Bau* hatte die CDU verlangt"; "Vorgeschlagen hatte *die Umgehung* der Landrat". None in
    the plain order.
    """
    tokens = region.tokens
    if trigger.verb == region.low and tokens[trigger.verb].tag == "VV(PP)":
        return _unnamed(region, trigger.verb + 2, region.end) if len(tokens) > trigger.verb + 2 else None
    if tokens[trigger.verb].tag != "VV(PP)" or not trigger.entry.transitive:
        return None
    finite = next((i for i in range(trigger.verb - 1, region.low - 1, -1) if tokens[i].is_finite), None)
    if finite is None:
        return None
    start = _clause_start(region, finite)
    if not trigger.is_passive:
        return region.span(start, finite) if tokens[start].form.lower() in _ACCUSATIVE else None
    if start < finite and tokens[start].tag in _NOMINAL:
        return region.span(start, finite)
    return _unnamed(region, finite + 1, trigger.verb)


def _clause_start(region: Region, finite: int) -> int:
    return next(
        (i + 1 for i in range(finite - 1, region.low - 1, -1) if region.tokens[i].form in {",", ";", ":"}),
        region.low,
    )


def _unnamed(region: Region, start: int, end: int) -> Span | None:
    """Return the first noun phrase of the stretch that names nobody who could act."""
    tokens = region.tokens
    for i in region.phrases(start, end):
        close = min(region.phrase_end(i), end)
        apart = (j for j in range(i + 1, close) if tokens[j].start in region.names)
        close = next((j for j in apart if not region.is_genitive(j)), close)
        if not any(tokens[j].start in region.names for j in range(i, close)):
            return region.span(i, close)
    return None
