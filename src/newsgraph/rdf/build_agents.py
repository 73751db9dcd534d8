"""Who and what is named: persons, organisations, countries, places, anonymous agents, and their mentions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from newsgraph.characters import veil
from newsgraph.iris import encode_iri, numbered, organisation_iri, person_iri, slug
from newsgraph.lexicon import load_words
from newsgraph.model import (
    AnonymousAgent,
    Country,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Place,
    join_spans,
)
from newsgraph.rdf.sheet import A, Sheet
from newsgraph.rdf.terms import iri, string
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Agent, Annotations

    Named: TypeAlias = "Agent | Place"

_NAME = iri(SCHEMA.name)
_ALTERNATE = iri(SCHEMA.alternateName)
_GIVEN = iri(SCHEMA.givenName)
_FAMILY = iri(SCHEMA.familyName)
_JOB = iri(SCHEMA.jobTitle)
_AFFILIATION = iri(SCHEMA.affiliation)
_SAME = iri(SCHEMA.sameAs)
_SPEAKS_FOR = iri(NG.speaksFor)
_ORGANISATION = iri(SCHEMA.Organization)
_MENTION = iri(NG.Mention)
_REFERS = iri(NG.refersTo)
_SURFACE = iri(NG.surface)
_KIND = iri(NG.mentionKind)
_REASON = iri(NG.reason)
_FOUND_BY = iri(NG.foundBy)
_KINDS = {kind: iri(NG[kind.value]) for kind in MentionKind}
_WORD = re.compile(r"\w+(?:[-‑]\w+)*")
_PLACE_CLASSES = (iri(SCHEMA.Place),)
_COUNTRY_CLASSES = (iri(SCHEMA.Country), iri(SCHEMA.AdministrativeArea), iri(SCHEMA.Place))
_CLASSES: dict[type, tuple[str, ...]] = {
    Person: (iri(SCHEMA.Person),),
    Organisation: (_ORGANISATION,),
    Country: _COUNTRY_CLASSES,
    Place: _PLACE_CLASSES,
    AnonymousAgent: (iri(NG.AnonymousAgent),),
}


class Agents:
    """The IRIs of all that is named in one article, and the names already given."""

    def __init__(self, sheet: Sheet) -> None:
        """Start with nobody."""
        self._sheet = sheet
        self._nodes: dict[int, str] = {}
        self._kept: list[Named] = []  # an id stays taken only as long as its object lives
        self._names: dict[str, str] = {}
        self._unnamed: dict[str, list[tuple[str, frozenset[str]]]] = {}

    def node(self, named: Named) -> str:
        """Return the term of somebody or something named, described on first sight."""
        node = self._nodes.get(id(named))
        if node is None:
            self._kept.append(named)
            node = self._nodes[id(named)] = iri(self._iri(named))
            self._describe(node, named)
        return node

    def nodes(self, named: Iterable[Named]) -> list[str]:
        """Return the terms of several."""
        return [self.node(one) for one in named]

    def acting(self, agents: Iterable[Agent]) -> list[str]:
        """Return the terms of agents that speak, propose or employ: a country is an organisation then."""
        nodes = []
        for agent in agents:
            node = self.node(agent)
            if isinstance(agent, Country):
                self._sheet.add(node, A, _ORGANISATION)
            nodes.append(node)
        return nodes

    def name(self, node: str, name: str) -> None:
        """Give a node its name; where it has another one already, this is an alternate name."""
        if self._names.setdefault(node, name) == name:
            self._sheet.add(node, _NAME, string(name))
        else:
            self._sheet.add(node, _ALTERNATE, string(name))

    def organisation(self, name: str) -> str:
        """Return the term of an organisation known by name only (publisher, agency)."""
        node = iri(organisation_iri(self._sheet.base, name))
        self._sheet.add(node, A, _ORGANISATION)
        self.name(node, name)
        return node

    def _iri(self, named: Named) -> str:
        base = self._sheet.base
        if isinstance(named, Person):
            return person_iri(base, self._sheet.iri, named)
        if isinstance(named, Organisation):
            return organisation_iri(base, named.name)
        if isinstance(named, AnonymousAgent):
            return self._anonymous_iri(named)
        return f"{base}place/{slug(named.name)}"

    def _anonymous_iri(self, agent: AnonymousAgent) -> str:
        # "ein Sprecher" of the ministry and "ein Sprecher" of the police are two: the second gets a number.
        stem = f"{self._sheet.iri}/agent/{slug(self._name_of(agent))}"
        who = (slug(agent.name), frozenset(body.name for body in agent.speaks_for))
        known = self._unnamed.setdefault(stem, [])
        if who not in known:
            known.append(who)
        number = known.index(who) + 1
        return stem if number == 1 else f"{stem}-{number}"

    def _name_of(self, named: Named) -> str:
        """Return the name to give: where no wording may be given, of who has none the first noun at most."""
        if isinstance(named, AnonymousAgent) and not self._sheet.words:
            return designation(named.name)
        return named.name

    def _describe(self, node: str, named: Named) -> None:
        sheet = self._sheet
        first = node not in self._names
        sheet.add_all(node, A, _CLASSES[type(named)])
        self.name(node, self._name_of(named))
        if isinstance(named, AnonymousAgent):
            sheet.add_all(node, _SPEAKS_FOR, self.acting(named.speaks_for))
            return
        for other in named.alternate_names:
            if other != self._names[node]:
                sheet.add(node, _ALTERNATE, string(other))
        sheet.add_all(node, _SAME, [iri(encode_iri(url)) for url in named.same_as])
        if isinstance(named, Person):
            if first:  # who shares the node under another spelling adds no second family name
                self._name_parts(node, named)
            self._describe_person(node, named)

    def _name_parts(self, node: str, person: Person) -> None:
        if person.given_name:
            self._sheet.add(node, _GIVEN, string(person.given_name))
        if person.family_name:
            self._sheet.add(node, _FAMILY, string(person.family_name))

    def _describe_person(self, node: str, person: Person) -> None:
        sheet = self._sheet
        sheet.add_all(node, _JOB, [string(role) for role in person.roles])
        sheet.add_all(node, _AFFILIATION, self.acting(person.affiliations))


def designation(phrase: str) -> str:
    """Return the one word that says what somebody without a name is: the first noun of the phrase.

    >>> designation("ranghoher Beamter der Kommission"), designation("jemand")
    ('Beamter', 'jemand')

    What else the phrase says is wording of the article, and may tell who it is: "Frau, die vierzig Jahre …".
    """
    words = _WORD.findall(veil(phrase)[0]) or phrase.split()
    telling = [word for word in words if word.lower() not in load_words("function_words.txt")]
    return next((word for word in telling if word[0].isupper()), (telling or words or [phrase])[0])


def add_agents(sheet: Sheet, annotations: Annotations) -> Agents:
    """Add all that the text names, with every mention, and return their IRIs.

    Names in the text come before the names of publisher and agencies, so that the text's name of a node wins.
    """
    agents = Agents(sheet)
    found: list[tuple[str, Mention]] = []
    for named in _named(annotations):
        node = agents.node(named)
        found += [(node, mention) for mention in named.mentions]
    _add_mentions(sheet, found)
    return agents


def _named(annotations: Annotations) -> Iterator[Named]:
    yield from annotations.persons
    yield from annotations.organisations
    yield from annotations.countries
    yield from annotations.places
    yield from annotations.anonymous


def _add_mentions(sheet: Sheet, found: list[tuple[str, Mention]]) -> None:
    found.sort(key=lambda pair: pair[1].spans)
    printed = [join_spans(sheet.text, mention.spans) for _, mention in found]
    names = numbered((node[1:-1], words) for (node, _), words in zip(found, printed, strict=True))
    for name, words, (bearer, mention) in zip(names, printed, found, strict=True):
        node = iri(f"{sheet.iri}/mention/{name}")
        sheet.add(node, A, _MENTION)
        sheet.add(node, _REFERS, bearer)
        sheet.add(node, _KIND, _KINDS[mention.kind])
        sheet.add(node, _REASON, string(mention.reason))
        sheet.add(node, _FOUND_BY, string(mention.rule))
        if sheet.words:
            sheet.add(node, _SURFACE, string(words))
        sheet.confidence(node, mention.confidence)
        sheet.evidence(node, mention.spans)
