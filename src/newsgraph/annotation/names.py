"""Finds the proper names of an article: people, bodies, places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel, NameSpan
from newsgraph.annotation.name_bodies import find_body_names
from newsgraph.annotation.name_parts import find_name_parts
from newsgraph.annotation.name_persons import find_full_names, find_nicknamed
from newsgraph.annotation.name_places import find_place_names
from newsgraph.annotation.span_index import SpanIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Document
    from newsgraph.model import Span


def find_names(document: Document) -> tuple[NameSpan, ...]:
    """Return the names in text order, without overlaps.

    Where finders disagree, a person's full name holds, then a body's name, then what is left of people's
    names, then places.
    """
    nicknamed = find_nicknamed(document)
    index = SpanIndex(nicknamed)
    plain = (span for span in find_full_names(document) if not index.overlaps(span))
    persons = tuple(sorted((*nicknamed, *plain)))
    names = _without_overlaps(persons, NameLabel.PERSON, [])
    names = _without_overlaps(find_body_names(document, persons), NameLabel.ORGANISATION, names)
    parts = find_name_parts(document, persons, tuple(name.span for name in names))
    names = _without_overlaps(parts, NameLabel.PERSON, names)
    names = _without_overlaps(find_place_names(document), NameLabel.PLACE, names)
    return tuple(sorted(names, key=lambda name: name.span))


def _without_overlaps(spans: Iterable[Span], label: NameLabel, taken: list[NameSpan]) -> list[NameSpan]:
    index = SpanIndex(t.span for t in taken)
    free = [s for s in spans if not index.overlaps(s)]
    return taken + [NameSpan(span, label) for span in free]
