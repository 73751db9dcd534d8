"""Finds the proper names of an article: people, bodies, places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel, NameSpan
from newsgraph.annotation.name_bodies import find_body_names
from newsgraph.annotation.name_parts import find_name_parts
from newsgraph.annotation.name_persons import find_full_names, find_nicknamed
from newsgraph.annotation.name_places import find_place_names

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
    plain = (span for span in find_full_names(document) if not any(span.overlaps(n) for n in nicknamed))
    persons = tuple(sorted((*nicknamed, *plain)))
    names = _without_overlaps(persons, NameLabel.PERSON, [])
    names = _without_overlaps(find_body_names(document, persons), NameLabel.ORGANISATION, names)
    parts = find_name_parts(document, persons, tuple(name.span for name in names))
    names = _without_overlaps(parts, NameLabel.PERSON, names)
    names = _without_overlaps(find_place_names(document), NameLabel.PLACE, names)
    return tuple(sorted(names, key=lambda name: name.span))


def _without_overlaps(spans: Iterable[Span], label: NameLabel, taken: list[NameSpan]) -> list[NameSpan]:
    free = [s for s in spans if not any(s.overlaps(t.span) for t in taken)]
    return taken + [NameSpan(span, label) for span in free]
