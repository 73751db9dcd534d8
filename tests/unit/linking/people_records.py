"""People and articles as graphs have them, made by hand for the tests of who is who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.iris import slug
from newsgraph.model import (
    ArticleRecord,
    BodyRecord,
    GroundRecord,
    LinkPredicate,
    MentionKind,
    MentionRecord,
    PersonRecord,
)

if TYPE_CHECKING:
    from newsgraph.model import LinkDecision, PeopleLinks

BASE = "https://data.example/"
OBAMA = "http://www.wikidata.org/entity/Q76"
USA = BodyRecord(f"{BASE}place/usa", "USA")
SPD, CDU = (BodyRecord(f"{BASE}organization/{name.lower()}", name) for name in ("SPD", "CDU"))
WHARF = BodyRecord(f"{BASE}organization/nordwerft", "Nordwerft")


def iri_of(name: str, article: str) -> str:
    single = len(name.split()) == 1
    return f"{article}/person/{slug(name)}" if single else f"{BASE}person/{slug(name)}"


def article_iri(number: int) -> str:
    return f"{BASE}article/{number:016x}"


def person(  # noqa: PLR0917  each is one feature
    number: int,
    name: str,
    roles: tuple[str, ...] = (),
    bodies: tuple[BodyRecord, ...] = (),
    item: str | None = None,
    after: str = "",
    iri: str | None = None,
) -> PersonRecord:
    """Return a person of an article, each role and affiliation explained by a sure link."""
    article = article_iri(number)
    same = (item,) if item else ()
    values = (*roles, *(body.iri for body in bodies), *same)
    family = name.rpartition(" ")[2] if len(name.split()) > 1 else ""
    return PersonRecord(
        iri=iri or iri_of(name, article),
        article=article,
        names=(name,),
        given_name=name.removesuffix(f" {family}") if family else "",
        family_name=family,
        roles=roles,
        affiliations=bodies,
        same_as=same,
        mentions=(MentionRecord(f"{article}/mention/{slug(name)}", 0, MentionKind.FULL_NAME, after=after),),
        grounds=tuple(GroundRecord(f"{article}/link/{slug(v)}", v, 0.95) for v in values),
    )


def article(number: int, day: str, *persons: PersonRecord) -> ArticleRecord:
    return ArticleRecord(article_iri(number), published=day, persons=persons)


def pairs(found: PeopleLinks, predicate: LinkPredicate = LinkPredicate.SAME_PERSON) -> set[frozenset[str]]:
    """Return who is linked, by the last parts of the IRIs."""
    return {
        frozenset({d.subject.removeprefix(BASE), d.object.removeprefix(BASE)})
        for d in found.decisions
        if d.predicate is predicate
    }


def only(found: PeopleLinks) -> LinkDecision:
    (decision,) = found.decisions
    return decision


OBAMA_FULL = article(1, "2015-03-02", person(1, "Barack Obama", ("Präsident",), (USA,), OBAMA))

MAYOR = person(1, "Michael Müller", ("Regierender Bürgermeister",), (SPD,))
KEEPER = person(2, "Michael Müller", ("Torwart",), (BodyRecord(f"{BASE}organization/fc-hafen", "FC Hafen"),))
AGAIN = person(3, "Michael Müller", ("Bürgermeister", "Regierender Bürgermeister"))
BARE = person(4, "Michael Müller")


def aspect(number: int, name: str = "michael-mueller") -> str:
    return f"article/{number:016x}/person/{name}"
