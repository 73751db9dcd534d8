"""Why somebody has a role, an affiliation, an identity or a stance: the links of one article's graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.iris import encode_iri, hash_of
from newsgraph.model import Country, Ground, Organisation, Person, Place, Relation
from newsgraph.rdf.build_article import agency_iri
from newsgraph.rdf.build_speech import OPPONENT, SUPPORTER, proposal_iris
from newsgraph.rdf.sheet import A, Sheet
from newsgraph.rdf.terms import iri, iri_value, is_iri, literal_parts, string
from newsgraph.vocab import NG, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Annotations, Stance
    from newsgraph.rdf.build_agents import Agents
    from newsgraph.rdf.terms import Term, Triple

    Explained: TypeAlias = Person | Organisation | Country | Place
    Reasoned: TypeAlias = Ground | Stance

LINK_CLASSES: Final = (iri(NG.Link), iri(RDF.Statement))
REASON: Final = iri(NG.reason)
_SUBJECT: Final = iri(RDF.subject)
_PREDICATE: Final = iri(RDF.predicate)
_OBJECT: Final = iri(RDF.object)
_KNOWN_AGENCY: Final = "news agency of the credit line"
_SURE: Final = 0.97
_PREDICATES: Final = {relation: iri(SCHEMA[relation.value]) for relation in Relation}


def link_node(about: str, triple: Triple) -> Term:
    """Return the term of the link that explains a triple: `{about}/link/{hash of its three parts}`.

    `about` is the IRI of the article, or of what holds the links across articles. An IRI is hashed without
    its angle brackets, a literal by its value.
    """
    parts = (iri_value(part) if is_iri(part) else literal_parts(part)[0] for part in triple)
    return iri(f"{about}/link/{hash_of(*parts)}")


def link_head(node: Term, triple: Triple) -> list[Triple]:
    """Return what makes a node the link of a triple: its classes, and the triple in its three parts."""
    subject, predicate, obj = triple
    return [
        *((node, A, kind) for kind in LINK_CLASSES),
        (node, _SUBJECT, subject),
        (node, _PREDICATE, predicate),
        (node, _OBJECT, obj),
    ]


def add_links(sheet: Sheet, annotations: Annotations, agents: Agents) -> None:
    """Add a link for each ground of a role, affiliation, identity or stance that the graph gives.

    Two grounds of one triple (two persons who share their node, two appositions that say the same) are one
    link: the surest gives the reason, all give evidence. A ground for what its bearer does not have explains
    nothing, and is left out.
    """
    grounds: dict[Triple, list[Reasoned]] = {}
    bearers: tuple[Explained, ...]
    bearers = (
        *annotations.persons,
        *annotations.organisations,
        *annotations.countries,
        *annotations.places,
        *_agencies(sheet),
    )
    for bearer in bearers:
        for ground in bearer.grounds:
            if (triple := _triple(bearer, ground, agents)) is not None:
                grounds.setdefault(triple, []).append(ground)
    for triple, stance in _stances(sheet, annotations, agents):
        grounds.setdefault(triple, []).append(stance)
    for triple, found in grounds.items():
        _add_link(sheet, triple, found)


def _agencies(sheet: Sheet) -> Iterator[Organisation]:
    """Yield the agencies of the credit that are known; no place of the text shows it."""
    for name in sheet.article.agencies:
        known = agency_iri(sheet, name)
        if known is not None:
            ground = Ground(Relation.IDENTITY, known, _KNOWN_AGENCY, _SURE)
            yield Organisation(name, same_as=(known,), grounds=(ground,))


def _triple(bearer: Explained, ground: Ground, agents: Agents) -> Triple | None:
    """Return the triple that a ground explains.

    >>> from newsgraph.model import Ground
    >>> _triple(Person("Ada"), Ground(Relation.ROLE, "Ministerin", "apposition"), None) is None
    True
    """
    obj: Term | None = None
    if ground.relation is Relation.IDENTITY:
        obj = iri(encode_iri(ground.value)) if ground.value in bearer.same_as else None
    elif isinstance(bearer, Person) and ground.relation is Relation.ROLE:
        obj = string(ground.value) if ground.value in bearer.roles else None
    elif isinstance(bearer, Person):
        bodies = (body for body in bearer.affiliations if body.name == ground.value)
        obj = next((agents.node(body) for body in bodies), None)
    return None if obj is None else (agents.node(bearer), _PREDICATES[ground.relation], obj)


def _stances(sheet: Sheet, annotations: Annotations, agents: Agents) -> Iterator[tuple[Triple, Stance]]:
    """Yield the triples of supporters and opponents, each with the stance that explains it."""
    names = proposal_iris(sheet, annotations.proposals)
    for name, proposal in zip(names, annotations.proposals, strict=True):
        for stance in proposal.stances:
            holders = proposal.supporters if stance.supports else proposal.opponents
            if stance.agent in holders:
                predicate = SUPPORTER if stance.supports else OPPONENT
                yield (iri(name), predicate, agents.node(stance.agent)), stance


def _add_link(sheet: Sheet, triple: Triple, grounds: Iterable[Reasoned]) -> None:
    ranked = sorted(grounds, key=lambda ground: (-ground.confidence, ground.reason))
    node = link_node(sheet.iri, triple)
    sheet.triples += link_head(node, triple)
    sheet.add(node, REASON, string(ranked[0].reason))
    sheet.confidence(node, ranked[0].confidence)
    for ground in ranked:
        sheet.evidence(node, ground.spans)
