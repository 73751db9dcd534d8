"""What the rules find in the texts of a corpus, kept in a file because it takes a while."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Medium, Span, StatementType
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np

    from training.recipe import Recipe
    from training.scheme import Example

__all__ = ["add_hints", "thin"]

_LOG = logging.getLogger(__name__)
_PARTS = ("spans", "speaker", "cue", "frame", "addressee")


def add_hints(examples: Iterable[Example], kept: Path) -> list[Example]:
    """Return the examples with what the rules find in each; `kept` holds what was found before, by text."""
    known: dict[str, list[dict[str, Any]]] = {}
    if kept.is_file():
        known = json.loads(kept.read_text(encoding="utf-8"))
    before = len(known)
    hinted = []
    for example in examples:
        if example.id not in known:
            known[example.id] = [_plain(quote) for quote in _found(example)]
        hinted.append(replace(example, hints=tuple(_quote(values) for values in known[example.id])))
    if len(known) > before:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        _LOG.info("asked the rules about %d texts", len(known) - before)
    return hinted


def thin(example: Example, recipe: Recipe, generator: np.random.Generator) -> Example:
    """Return the example without its hints, or without some of them, as often as the recipe says."""
    if example.hints is None:
        return example
    if generator.random() < recipe.without_hints:
        return replace(example, hints=None)
    return replace(example, hints=tuple(q for q in example.hints if generator.random() >= recipe.lost_hints))


def _found(example: Example) -> tuple[QuoteSpan, ...]:
    article = example.article or article_from_text(example.text)
    return RuleFinder().find(build_document(article)).quotes


def _plain(quote: QuoteSpan) -> dict[str, Any]:
    values: dict[str, Any] = {
        part: [(span.start, span.end) for span in getattr(quote, part)] for part in _PARTS
    }
    return {"type": quote.type.value, "media": sorted(medium.value for medium in quote.media), **values}


def _quote(values: dict[str, Any]) -> QuoteSpan:
    parts = {part: tuple(Span(start, end) for start, end in values[part]) for part in _PARTS}
    return QuoteSpan(
        type=StatementType(values["type"]),
        media=frozenset(Medium(medium) for medium in values["media"]),
        spans=parts["spans"],
        speaker=parts["speaker"],
        cue=parts["cue"],
        frame=parts["frame"],
        addressee=parts["addressee"],
    )
