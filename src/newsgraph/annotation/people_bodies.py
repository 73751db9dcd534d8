"""Bodies, countries and places of an article, each with its mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.name_heads import head_kind, nominative
from newsgraph.annotation.name_places import place_name
from newsgraph.annotation.name_shapes import body_names
from newsgraph.annotation.name_words import country_names
from newsgraph.model import Body, Country, Mention, Organisation, Place, Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan

_ACRONYM = re.compile(r" \(([A-ZÄÖÜ]\w{0,5}[A-ZÄÖÜ])\)")


@dataclass(slots=True)
class BodyRegistry:
    """Bodies, countries and places while they are gathered: canonical name to mentions."""

    organisations: dict[str, list[Mention]] = field(default_factory=dict)
    countries: dict[str, list[Mention]] = field(default_factory=dict)
    places: dict[str, list[Mention]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """The full names behind acronyms: "DRV" is "Deutscher Ruderverband"."""
    people: frozenset[str] = frozenset()
    """The words of the names of people."""

    def add_organisation(self, name: str, mention: Mention) -> str:
        """Record a mention of a body and return its name, the full one of an acronym."""
        name = self.aliases.get(name, name)
        self.organisations.setdefault(name, []).append(mention)
        return name

    def add_country(self, name: str, mention: Mention) -> str:
        """Record a mention of a country and return its name."""
        self.countries.setdefault(name, []).append(mention)
        return name

    def add_named(self, name: str, mention: Mention) -> str:
        """Record a mention of a country, or else of a body, and return its name."""
        if name in self.countries:
            return self.add_country(name, mention)
        return self.add_organisation(name, mention)

    def body_at(self, span: Span) -> tuple[str, Span] | None:
        """Return the body or country whose mention starts where `span` starts, with the mention's span."""
        for table in (self.organisations, self.countries):
            for name, mentions in table.items():
                for mention in mentions:
                    if mention.spans[0].start == span.start:
                        return name, mention.spans[0]
        return None

    def last_organisation(self, before: int, reach: int) -> tuple[str, Span] | None:
        """Return the body named last in the `reach` code points before an offset, with the mention's span."""
        hits = [
            (m.spans[0].end, n, m.spans[0])
            for n, ms in self.organisations.items()
            for m in ms
            if before - reach < m.spans[0].end <= before
        ]
        return max(hits)[1:] if hits else None

    def body(self, name: str) -> Body:
        """Return the finished body of that name."""
        if name in self.countries and name not in self.organisations:
            return Country(name, _in_order(self.countries[name]))
        return Organisation(
            name, _in_order(self.organisations[name]), _others(name, self.organisations[name])
        )

    def all_organisations(self) -> tuple[Organisation, ...]:
        """Return all bodies in text order."""
        rows = sorted(self.organisations.items(), key=_first)
        return tuple(Organisation(name, _in_order(ms), _others(name, ms)) for name, ms in rows)

    def all_countries(self) -> tuple[Country, ...]:
        """Return all countries in text order."""
        return tuple(Country(n, _in_order(ms)) for n, ms in sorted(self.countries.items(), key=_first))

    def all_places(self) -> tuple[Place, ...]:
        """Return all places in text order."""
        return tuple(Place(n, _in_order(ms)) for n, ms in sorted(self.places.items(), key=_first))


def _first(row: tuple[str, list[Mention]]) -> int:
    return min(m.spans[0].start for m in row[1])


def _in_order(mentions: list[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: m.spans[0]))


def _others(name: str, mentions: list[Mention]) -> tuple[str, ...]:
    """Return acronyms among the mentions: other names of the body, not inflected forms of it."""
    return tuple(sorted({m.surface for m in mentions if m.surface.isupper() and m.surface != name}))


def body_name(document: Document, span: Span) -> str:
    """Return the canonical name of the body at `span`: listed, or in the nominative."""
    surface = span.of(document.text)
    for form in (surface, surface.removesuffix("s")):
        if form in body_names():
            return body_names()[form]
    return nominative(tuple(surface.split()))


def gather_bodies(document: Document, names: tuple[NameSpan, ...]) -> BodyRegistry:
    """Return the bodies, countries and places behind the names, with canonical names and all mentions."""
    registry = BodyRegistry()
    for name in names:
        surface = name.span.of(document.text)
        mention = Mention((name.span,), surface, confidence=name.confidence)
        if name.label is NameLabel.ORGANISATION:
            registry.add_organisation(body_name(document, name.span), mention)
        elif name.label is NameLabel.PLACE:
            canonical = place_name(surface) or surface
            if canonical in country_names():
                registry.add_country(canonical, mention)
            else:
                registry.places.setdefault(canonical, []).append(mention)
    _join_acronyms(document, registry)
    _join_short_names(registry)
    return registry


def _join_acronyms(document: Document, registry: BodyRegistry) -> None:
    """Join a body named by its acronym with its full name: "Der Deutsche Ruderverband (DRV) … der DRV-Chef".

    The name of the list stays where the acronym is better known than what it stands for.
    """
    full = {
        match[1]: name
        for name, mentions in registry.organisations.items()
        for mention in mentions
        if (match := _ACRONYM.match(document.text, mention.spans[0].end)) and match[1] != name
    }
    for acronym, name in full.items():
        if name not in registry.organisations:
            continue
        kept, given_up = (acronym, name) if acronym in body_names().values() else (name, acronym)
        known = registry.organisations.pop(given_up, [])
        taken = {m.spans[0].start for m in (*known, *registry.organisations.get(kept, ()))}
        registry.organisations.setdefault(kept, []).extend(known)
        registry.aliases[given_up] = kept
        for token in document.tokens():
            if token.form == acronym and token.start not in taken:
                registry.add_organisation(
                    kept, Mention((token.span,), token.form, reason="acronym", confidence=0.9)
                )


def _join_short_names(registry: BodyRegistry) -> None:
    """Join a body named by its noun alone with the one whose full name opens with it.

    "Bistum" is "Bistum Hellenfurt" where the text names no second diocese.
    """
    for short in [name for name in registry.organisations if " " not in name and head_kind(name)]:
        full = [name for name in registry.organisations if name.startswith(short + " ")]
        if len(full) == 1:
            registry.organisations[full[0]] += registry.organisations.pop(short)
