"""Finds the proper names of an article: people, bodies, places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.finder import NameLabel, NameSpan
from newsgraph.annotate.name_bodies import find_body_names
from newsgraph.annotate.name_parts import find_name_parts
from newsgraph.annotate.name_persons import find_full_names
from newsgraph.annotate.name_places import find_place_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotate.document import Document
    from newsgraph.model import Span


def find_names(document: Document) -> tuple[NameSpan, ...]:
    """Return the names in text order, without overlaps.

    Where finders disagree, a body's longer name holds ("Universität Peter Pazmany"), then a person's full
    name, then the rest of the bodies, places, and what is left of people's names.
    """
    bodies = find_body_names(document)
    persons = [
        s for s in find_full_names(document) if not any(b.overlaps(s) and len(b) > len(s) for b in bodies)
    ]
    names = _without_overlaps(persons, NameLabel.PERSON, [])
    names = _without_overlaps(bodies, NameLabel.ORGANISATION, names)
    parts = find_name_parts(document, tuple(persons), tuple(n.span for n in names))
    names = _without_overlaps(parts, NameLabel.PERSON, names)
    names = _without_overlaps(find_place_names(document), NameLabel.PLACE, names)
    return tuple(sorted(names, key=lambda name: name.span))


def _without_overlaps(spans: Iterable[Span], label: NameLabel, taken: list[NameSpan]) -> list[NameSpan]:
    free = [s for s in spans if not any(s.overlaps(t.span) for t in taken)]
    return taken + [NameSpan(span, label) for span in free]
