"""Bodies, countries and places of an article, each with its mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import body_noun, classes_of, gender_of_body_noun
from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.name_heads import head_kind, nominative, strong_adjective
from newsgraph.annotation.name_places import place_name
from newsgraph.annotation.name_shapes import body_names
from newsgraph.annotation.name_words import country_names, is_common_noun, is_first_name, is_name_shaped
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Body, Country, Ground, Mention, Organisation, Place, Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.finder import NameSpan

_QUOTED = re.compile(r"\b(?P<noun>[A-ZÄÖÜ][\w-]{3,}) [„“\"»«›](?P<name>[A-ZÄÖÜ]\w+(?:[ -]\w+){0,4})[“”\"«»‹]")
_NAMED_OTHERWISE = frozenset({"press"})  # papers and magazines, whose titles are quoted too
_ARTICLES = frozenset({"Der", "Die", "Das"})
_ENDING = re.compile(r"(?:e[nrsm]?|n|s)$")
_ACRONYM = re.compile(r" \(([A-ZÄÖÜ]\w{0,5}[A-ZÄÖÜ])\)")


@dataclass(slots=True)
class BodyRegistry:
    """Bodies, countries and places while they are gathered: canonical name to mentions."""

    organisations: dict[str, list[Mention]] = field(default_factory=dict)
    countries: dict[str, list[Mention]] = field(default_factory=dict)
    places: dict[str, list[Mention]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """The full names behind acronyms: "DSB" is "Deutscher Schachbund"."""
    people: frozenset[str] = frozenset()
    """The words of the names of people."""
    identities: dict[str, Ground] = field(default_factory=dict)
    """Why a body, country or place is said to be a known one, by its name."""
    implied: set[str] = field(default_factory=set)
    """Countries that no word of the article names, but an office held for them."""

    def add_organisation(self, name: str, mention: Mention) -> str:
        """Record a mention of a body and return its name, the full one of an acronym."""
        name = self.aliases.get(name, name)
        self.organisations.setdefault(name, []).append(mention)
        return name

    def add_country(self, name: str, mention: Mention) -> str:
        """Record a mention of a country and return its name."""
        self.countries.setdefault(name, []).append(mention)
        return name

    def add_implied_country(self, name: str) -> str:
        """Record a country that nothing in the text names and return its name."""
        self.implied.add(name)
        return name

    def add_named(self, name: str, mention: Mention) -> str:
        """Record a mention of a country, or else of a body, and return its name."""
        if name in country_names().values():
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

    def body(self, name: str) -> Body:
        """Return the finished body of that name."""
        if name in self.organisations:
            return self._organisation(name)
        return self._country(
            name, self.countries.get(name, []) if name in self.implied else self.countries[name]
        )

    def all_organisations(self) -> tuple[Organisation, ...]:
        """Return all bodies in text order."""
        return tuple(self._organisation(n) for n, _ in sorted(self.organisations.items(), key=_first))

    def all_countries(self) -> tuple[Country, ...]:
        """Return all countries in text order."""
        return tuple(self._country(n, ms) for n, ms in sorted(self.countries.items(), key=_first))

    def all_places(self) -> tuple[Place, ...]:
        """Return all places in text order."""
        rows = sorted(self.places.items(), key=_first)
        return tuple(Place(name, _in_order(ms), (), *self._same_as(name)) for name, ms in rows)

    def printed(self, name: str) -> str:
        """Return the name of a body as the article has it: "EU" where it prints nothing but that.

        "Die Linke" is "Linke" where no mention has the article as part of the name, and "Linksfraktion" where
        that is all that the article calls it.
        """
        surfaces = [mention.surface for mention in self.organisations.get(name, ())]
        if surfaces and all(s.isupper() and body_names().get(s) == name for s in surfaces):
            return max(sorted(set(surfaces)), key=surfaces.count)
        if surfaces and all(body_names().get(s) == name and not _shares_word(s, name) for s in surfaces):
            return _listed_form(max(sorted(set(surfaces)), key=surfaces.count), name)
        article, _, rest = name.partition(" ")
        bare = article in _ARTICLES and not any(surface.startswith(article) for surface in surfaces)
        return rest if surfaces and bare else name

    def _organisation(self, name: str) -> Organisation:
        mentions, printed = self.organisations[name], self.printed(name)
        others = tuple(sorted({*_others(printed, mentions), name} - {printed}))
        return Organisation(printed, _in_order(mentions), others, *self._same_as(name))

    def _country(self, name: str, mentions: list[Mention]) -> Country:
        return Country(name, _in_order(mentions), (), *self._same_as(name))

    def _same_as(self, name: str) -> tuple[tuple[str, ...], tuple[Ground, ...]]:
        ground = self.identities.get(name)
        return ((ground.value,), (ground,)) if ground is not None else ((), ())


def _shares_word(surface: str, name: str) -> bool:
    """Say whether a word of the name is printed, in whatever case: "Bundestages", but not "Linksfraktion"."""
    return not _stems(surface).isdisjoint(_stems(name))


def _listed_form(surface: str, name: str) -> str:
    """Return the first form that the list has of a name's printed form, which is the nominative."""
    forms = (form for form, canonical in body_names().items() if canonical == name)
    return next((form for form in forms if _stems(form) == _stems(surface)), surface)


def _stems(form: str) -> frozenset[str]:
    return frozenset(_ENDING.sub("", word.lower()) for word in form.split())


def _first(row: tuple[str, list[Mention]]) -> int:
    return min(m.spans[0].start for m in row[1])


def _in_order(mentions: list[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: m.spans[0]))


def _others(name: str, mentions: list[Mention]) -> tuple[str, ...]:
    """Return acronyms among the mentions: other names of the body, not inflected forms of it."""
    return tuple(sorted({m.surface for m in mentions if m.surface.isupper() and m.surface != name}))


def body_name(document: Document, span: Span) -> str:
    """Return the canonical name of the body at `span`: listed, or in the nominative.

    A paper's name is that in its own gender: "das [Märkische Echo]" gives "Märkisches Echo".
    """
    surface = span.of(document.text)
    for form in (surface, surface.removesuffix("s")):
        if form in body_names():
            return body_names()[form]
    tokens = tuple(document.tokens_within((span,)))
    noun = body_noun(tokens[-1].form) if len(tokens) > 1 else None
    gender = gender_of_body_noun(noun) if noun and "press" in classes_of(noun) else None
    if noun is None or gender is None or tokens[0].tag != "ADJ(A)":
        return nominative(tuple(surface.split()))
    *words, last = surface.split()
    head = last[: last.lower().rindex(noun) + len(noun)]
    return " ".join([strong_adjective(words[0], gender.value[0]), *words[1:], head])


def gather_bodies(document: Document, names: tuple[NameSpan, ...]) -> BodyRegistry:
    """Return the bodies, countries and places behind the names, with canonical names and all mentions."""
    registry = BodyRegistry()
    for name in names:
        surface = name.span.of(document.text)
        mention = Mention((name.span,), surface, confidence=name.confidence, rule=name.rule)
        if name.label is NameLabel.ORGANISATION:
            registry.add_organisation(body_name(document, name.span), mention)
        elif name.label is NameLabel.PLACE:
            canonical = place_name(surface) or surface
            if canonical in country_names():
                registry.add_country(canonical, mention)
            else:
                registry.places.setdefault(canonical, []).append(mention)
    _add_firms(document, names, registry)
    _add_quoted(document, names, registry)
    _join_acronyms(document, registry)
    join_short_names(registry)
    return registry


def _add_firms(document: Document, names: tuple[NameSpan, ...], registry: BodyRegistry) -> None:
    """Add firms known by the noun before them or by their owner's name: "der Hersteller Wollmann".

    "Okuda Motors" is one in an article that names a Kenji Okuda; "Okuda" alone is the person.
    """
    people = {n.span: n.span.of(document.text) for n in names if n.label is NameLabel.PERSON}
    surnames = {name.split()[-1] for name in people.values() if " " in name}
    taken = SpanIndex(n.span for n in names if " " in people.get(n.span, " "))
    for sentence in document.sentences:
        tokens = sentence.tokens
        for index, token in enumerate(tokens[:-1]):
            if taken.overlaps(token.span) or not (_is_unknown(token) or token.form in surnames):
                continue
            after = tokens[index + 1]
            before = tokens[index - 1] if index else None
            goes_on = after.start == token.end + 1 and _is_unknown(after) and not taken.overlaps(after.span)
            if goes_on and token.form in surnames:
                span = Span(token.start, after.end)
            elif (
                before is not None
                and before.tag == "NN"
                and "company" in classes_of(before.form)
                and not goes_on
            ):
                span = token.span
            else:
                continue
            surface = span.of(document.text)
            registry.add_organisation(surface, Mention((span,), surface, reason="firm", confidence=0.8))


def _add_quoted(document: Document, names: tuple[NameSpan, ...], registry: BodyRegistry) -> None:
    """Add names in quotation marks after a noun for bodies: die Bürgerinitiative „Licht für alle“."""
    taken = SpanIndex(name.span for name in names)
    for match in _QUOTED.finditer(document.text):
        span = Span(*match.span("name"))
        if not taken.overlaps(span) and classes_of(match["noun"]) - _NAMED_OTHERWISE:
            mention = Mention((span,), match["name"], reason="quoted after a noun for bodies", confidence=0.8)
            registry.add_organisation(match["name"], mention)


def _is_unknown(token: Token) -> bool:
    return (
        token.tag in {"NE", "FM", "NN"}
        and is_name_shaped(token.form)
        and not is_common_noun(token.form)
        and not is_first_name(token.form)
        and place_name(token.form) is None
    )


def _join_acronyms(document: Document, registry: BodyRegistry) -> None:
    """Join a body named by its acronym with its full name: "Der Deutsche Schachbund (DSB) … der DSB-Chef".

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


def join_short_names(registry: BodyRegistry) -> None:
    """Join a body named by its noun alone with the one whose full name opens with it.

    "Bistum" is "Bistum Talheim" where the text names no second diocese.
    """
    for short in [name for name in registry.organisations if " " not in name and head_kind(name)]:
        full = [name for name in registry.organisations if name.startswith(short + " ")]
        if len(full) == 1:
            registry.organisations[full[0]] += registry.organisations.pop(short)
            registry.aliases[short] = full[0]
