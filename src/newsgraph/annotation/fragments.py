"""Literal fragments: quoted words inside another statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.drafts import Draft
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.units import Unit


def find_fragments(unit: Unit, draft: Draft) -> tuple[Draft, ...]:
    """Return the quotations of two or more words inside a statement's own words.

    nannte das „gut gemeint, aber teuer“  →  gut gemeint, aber teuer.  A title after its noun is none:
    das Fest „Bode in Flammen“.
    """
    if draft.type is StatementType.DIRECT:
        return ()
    found = []
    for region in unit.regions:
        quotation = unit.quotations[region]
        inner = quotation.inner.of(unit.text)
        if len(inner.split()) < 2 or not any(s.contains(quotation.outer) for s in draft.spans):
            continue
        first, _ = unit.region_tokens(region)
        if first and unit.tokens[first - 1].tag in {"NN", "NE"} and inner.lstrip()[0].isupper():
            continue
        start = quotation.inner.start + len(inner) - len(inner.lstrip())
        end = quotation.inner.end - len(inner) + len(inner.rstrip())
        found.append(
            Draft(
                (Span(start, end),),
                StatementType.DIRECT,
                "fragment",
                draft.media,
                draft.speaker,
                draft.cue,
                draft.frame,
            )
        )
    return tuple(found)
