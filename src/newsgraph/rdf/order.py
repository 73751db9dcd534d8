"""In which order a reader wants nodes, properties and classes: the article first, the evidence last."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.vocab import DCTERMS, NG, OA, OWL, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.terms import Term, Triple

Block: TypeAlias = "tuple[Term, list[tuple[Term, list[Term]]]]"
"""A subject with its properties, each with its objects."""


_FIRST: Final = (
    RDF.type,
    SCHEMA.headline,
    SCHEMA.name,
    SCHEMA.text,
    RDF.subject,
    RDF.predicate,
    RDF.object,
    NG.surface,
    NG.refersTo,
    NG.statementType,
    NG.illocution,
    NG.medium,
    NG.speaker,
    NG.proposer,
    NG.speakerMention,
    NG.cue,
    NG.frame,
    SCHEMA.givenName,
    SCHEMA.familyName,
    SCHEMA.alternateName,
    SCHEMA.jobTitle,
    SCHEMA.affiliation,
    SCHEMA.datePublished,
    SCHEMA.publisher,
    SCHEMA.url,
    RDFS.label,
    RDFS.comment,
    DCTERMS["title"],
    DCTERMS.description,
    OA.hasSource,
    OA.start,
    OA.end,
    OA.prefix,
    OA.exact,
    OA.suffix,
)
_LAST: Final = (
    SCHEMA.isPartOf,
    NG.reason,
    NG.speakerReason,
    NG.speakerConfidence,
    NG.foundBy,
    NG.confidence,
    NG.evidence,
    NG.speakerEvidence,
    NG.cueEvidence,
    NG.frameEvidence,
    NG.addresseeEvidence,
    NG.repeatedIn,
    NG.difference,
    NG.omitted,
    NG.added,
    SCHEMA.articleBody,
    OWL.versionInfo,
)
_PROPERTIES: Final = {
    **{f"<{term}>": i - len(_FIRST) for i, term in enumerate(_FIRST)},
    **{f"<{term}>": i + 1 for i, term in enumerate(_LAST)},
}
_GENERAL: Final = (
    SCHEMA.Country,
    SCHEMA.AdministrativeArea,
    SCHEMA.Place,
    SCHEMA.Organization,
    SCHEMA.NewsArticle,
    SCHEMA.Quotation,
    SCHEMA.Article,
    SCHEMA.TextObject,
    SCHEMA.WebPage,
    SCHEMA.MediaObject,
    SCHEMA.CreativeWork,
    RDF.Statement,
)
_SPECIAL: Final = (NG.Denial, NG.UnattributedProposal)
_CLASSES: Final = {
    **{f"<{term}>": -1 for term in _SPECIAL},
    **{f"<{term}>": i + 1 for i, term in enumerate(_GENERAL)},
}
_KINDS: Final = {
    kind: rank
    for rank, kind in enumerate(
        ("", "/graph", "/activity", "/text", "/source", "/person/", "/agent/", "/statement/", "/proposal/")
    )
}
_SHARED: Final = len(_KINDS)
_SHARED_KINDS: Final = ("person/", "organization/", "place/")
_LATE: Final = {"link": _SHARED + 9, "mention": _SHARED + 10, "span": _SHARED + 11}
_PLACED: Final = frozenset({"statement", "proposal", "link", "mention"})
_EVIDENCE: Final = f"<{NG.evidence}>"
_EVIDENCE_NODE: Final = re.compile(r"/span/([0-9]+)-[0-9]+>$")
_PLACE: Final = re.compile(r"/span/([0-9]+)-([0-9]+)(?=/|$)")


def ordered_blocks(article: str, triples: Iterable[Triple]) -> Iterator[Block]:
    """Yield subjects with their properties as a reader wants them.

    `article` is the IRI of the article that the triples are about (empty where there is none); the triples
    have their subjects together.
    """
    groups = [(subject, list(rows)) for subject, rows in groupby(triples, key=_subject)]
    base = article.rpartition("article/")[0]
    groups.sort(key=lambda group: _rank(article, base, *group))
    for subject, rows in groups:
        rows.sort(key=_property_key)
        yield subject, [(p, [row[2] for row in same]) for p, same in groupby(rows, key=_predicate)]


def _subject(row: Triple) -> Term:
    return row[0]


def _predicate(row: Triple) -> Term:
    return row[1]


def _property_key(row: Triple) -> tuple[int, Term, int, int, Term]:
    _, predicate, obj = row
    order = _PROPERTIES.get(predicate, 0)
    return (order, predicate, _CLASSES.get(obj, 0), _start(obj) if order > 0 else 0, obj)


def _rank(article: str, base: str, subject: Term, rows: list[Triple]) -> tuple[int, int, int, str]:
    value = subject[1:-1]
    if not article or not value.startswith(article):
        return (_SHARED + _shared_rank(base, value), 0, 0, value)
    rest = value[len(article) :]
    kind, _, name = rest[1:].partition("/")
    place = _PLACE.match(rest)
    if place is not None:
        return (_LATE[kind], int(place[1]), int(place[2]), value)
    if kind in _PLACED:
        rank = _LATE.get(kind, _KINDS.get(f"/{kind}/", 0))
        return (rank, min([_start(o) for _, p, o in rows if p == _EVIDENCE], default=0), 0, value)
    return (_KINDS.get(f"/{kind}/" if name else rest, _SHARED), 0, 0, value)


def _start(obj: Term) -> int:
    """Return the first offset of an evidence node, 0 for any other term."""
    match = _EVIDENCE_NODE.search(obj)
    return int(match[1]) if match else 0


def _shared_rank(base: str, value: str) -> int:
    rest = value[len(base) :] if base and value.startswith(base) else ""
    for rank, kind in enumerate(_SHARED_KINDS, start=1):
        if rest.startswith(kind):
            return rank
    return len(_SHARED_KINDS) + 1
