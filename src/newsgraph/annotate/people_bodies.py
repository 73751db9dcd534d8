"""Bodies, countries and places of an article, each with its mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotate.finder import NameLabel
from newsgraph.annotate.name_places import place_name
from newsgraph.annotate.name_shapes import body_names
from newsgraph.annotate.name_words import country_names
from newsgraph.model import Country, Mention, Organisation, Place

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document
    from newsgraph.annotate.finder import NameSpan


@dataclass(frozen=True, slots=True)
class Bodies:
    """What is named in an article beside people."""

    organisations: tuple[Organisation, ...] = ()
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()


def build_bodies(document: Document, names: tuple[NameSpan, ...]) -> Bodies:
    """Return bodies, countries and places behind the names, with canonical names and all mentions."""
    organisations: dict[str, list[Mention]] = {}
    countries: dict[str, list[Mention]] = {}
    places: dict[str, list[Mention]] = {}
    for name in names:
        surface = name.span.of(document.text)
        mention = Mention((name.span,), surface, confidence=name.confidence)
        if name.label is NameLabel.ORGANISATION:
            organisations.setdefault(body_names().get(surface, surface), []).append(mention)
        elif name.label is NameLabel.PLACE:
            canonical = place_name(surface) or surface
            table = countries if canonical in country_names() else places
            table.setdefault(canonical, []).append(mention)
    return Bodies(
        tuple(Organisation(name, tuple(mentions)) for name, mentions in organisations.items()),
        tuple(Country(name, tuple(mentions)) for name, mentions in countries.items()),
        tuple(Place(name, tuple(mentions)) for name, mentions in places.items()),
    )
