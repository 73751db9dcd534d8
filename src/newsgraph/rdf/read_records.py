"""Graphs back into what links across articles are decided from: people, utterances, and their articles."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from newsgraph.model import (
    ArticleRecord,
    BodyRecord,
    GroundRecord,
    MentionKind,
    MentionRecord,
    PersonRecord,
    SpeakerRecord,
    StatementType,
    UtteranceRecord,
)
from newsgraph.rdf.terms import TYPE, iri, is_iri, literal_parts
from newsgraph.vocab import NG, OA, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Term

    Rows: TypeAlias = dict[Term, dict[Term, list[Term]]]

_K = TypeVar("_K", bound="StrEnum")
_V = TypeVar("_V")

_NEWS_ARTICLE: Final = iri(SCHEMA.NewsArticle)
_PERSON: Final = iri(SCHEMA.Person)
_ANONYMOUS: Final = iri(NG.AnonymousAgent)
_STATEMENT: Final = iri(NG.Statement)
_DENIAL: Final = iri(NG.Denial)
_MENTION: Final = iri(NG.Mention)
_LINK: Final = iri(NG.Link)
_NAME: Final = iri(SCHEMA.name)
_ALTERNATE: Final = iri(SCHEMA.alternateName)
_SAME: Final = iri(SCHEMA.sameAs)
_REFERS: Final = iri(NG.refersTo)
_EVIDENCE: Final = iri(NG.evidence)
_SUBJECT: Final = iri(RDF.subject)
_OBJECT: Final = iri(RDF.object)
_AFFILIATION: Final = iri(SCHEMA.affiliation)
_SPEAKS_FOR: Final = iri(NG.speaksFor)
_SPEAKER: Final = iri(NG.speaker)
_PREFIX: Final = iri(OA.prefix)
_SUFFIX: Final = iri(OA.suffix)
_CONFIDENCE: Final = iri(NG.confidence)
_CONTINUES: Final = iri(NG.continues)
_CUE: Final = iri(NG.cue)
_MENTION_KIND: Final = iri(NG.mentionKind)
_NESTED_IN: Final = iri(NG.nestedIn)
_SPEAKER_MENTION: Final = iri(NG.speakerMention)
_STATEMENT_TYPE: Final = iri(NG.statementType)
_SURFACE: Final = iri(NG.surface)
_TEXT_DIGEST: Final = iri(NG.textDigest)
_ARTICLE_BODY: Final = iri(SCHEMA.articleBody)
_DATE_PUBLISHED: Final = iri(SCHEMA.datePublished)
_FAMILY_NAME: Final = iri(SCHEMA.familyName)
_GIVEN_NAME: Final = iri(SCHEMA.givenName)
_HEADLINE: Final = iri(SCHEMA.headline)
_JOB_TITLE: Final = iri(SCHEMA.jobTitle)
_PUBLISHER: Final = iri(SCHEMA.publisher)
_SOURCE_ORGANIZATION: Final = iri(SCHEMA.sourceOrganization)
_TEXT: Final = iri(SCHEMA.text)
_URL: Final = iri(SCHEMA.url)
_SPAN: Final = re.compile(r"/span/([0-9]+)-([0-9]+)>$")


def read_article(graph: ArticleGraph, text: str | None = None) -> ArticleRecord | None:
    """Return what a graph says of its article, its people and who said what; None where it is no article's.

    `text` is the article's text where the caller has its source; otherwise it is taken from the graph, which
    carries it with `--text full` alone. What has no name, and what the shapes would not let pass, is left
    out. Everything comes in an order that does not depend on that of the triples.
    """
    node = iri(graph.article)
    reader = _Reader(graph)
    if _NEWS_ARTICLE not in reader.all(node, TYPE):
        return None
    return ArticleRecord(
        iri=graph.article,
        headline=reader.text(node, _HEADLINE),
        source=reader.name(reader.one(node, _PUBLISHER)),
        published=_dated(reader.text(node, _DATE_PUBLISHED)),
        url=reader.one(node, _URL)[1:-1],
        agencies=tuple(filter(None, map(reader.name, reader.all(node, _SOURCE_ORGANIZATION)))),
        digest=reader.text(iri(f"{graph.article}/text"), _TEXT_DIGEST),
        text=reader.body(node) if text is None else text,
        persons=tuple(reader.persons()),
        utterances=tuple(sorted(reader.utterances(), key=lambda u: (u.start, u.end, u.iri))),
    )


class _Reader:
    """One graph by subject and predicate."""

    def __init__(self, graph: ArticleGraph) -> None:
        self.article = graph.article
        self.rows: Rows = {}
        self.kinds: dict[Term, list[Term]] = {}
        for subject, predicate, obj in graph.triples:
            self.rows.setdefault(subject, {}).setdefault(predicate, []).append(obj)
            if predicate == TYPE:
                self.kinds.setdefault(obj, []).append(subject)

    def all(self, subject: Term, predicate: Term) -> list[Term]:
        return self.rows.get(subject, {}).get(predicate, [])

    def one(self, subject: Term, predicate: Term) -> Term:
        """Return the first value in code point order, empty where there is none."""
        return min(self.all(subject, predicate), default="")

    def texts(self, subject: Term, predicate: Term) -> list[str]:
        return sorted(literal_parts(v)[0] for v in self.all(subject, predicate) if v.startswith('"'))

    def text(self, subject: Term, predicate: Term) -> str:
        return next(iter(self.texts(subject, predicate)), "")

    def nodes(self, subject: Term, predicate: Term) -> list[Term]:
        return sorted(filter(is_iri, self.all(subject, predicate)))

    def name(self, node: Term) -> str:
        return self.text(node, _NAME)

    def body(self, node: Term) -> str:
        body = self.text(node, _ARTICLE_BODY)
        return f"{self.text(node, _HEADLINE)}\n\n{body}" if body else ""

    def persons(self) -> Iterator[PersonRecord]:
        mentions = self._by(_MENTION, _REFERS, self._mention)
        grounds = self._by(_LINK, _SUBJECT, self._ground)
        for node in sorted(self.kinds.get(_PERSON, ())):
            name = self.name(node)
            if not name or not is_iri(node):
                continue
            yield PersonRecord(
                iri=node[1:-1],
                article=self.article,
                names=(name, *self.texts(node, _ALTERNATE)),
                given_name=self.text(node, _GIVEN_NAME),
                family_name=self.text(node, _FAMILY_NAME),
                roles=tuple(self.texts(node, _JOB_TITLE)),
                affiliations=self._bodies(node, _AFFILIATION),
                same_as=tuple(same[1:-1] for same in self.nodes(node, _SAME)),
                mentions=tuple(sorted(mentions.get(node, ()), key=lambda m: (m.start, m.iri))),
                grounds=tuple(sorted(grounds.get(node, ()), key=lambda ground: ground.iri)),
            )

    def _by(self, kind: Term, predicate: Term, read: Callable[[Term], _V]) -> dict[Term, list[_V]]:
        """Return what is read off the nodes of a class, by the node that they speak of."""
        found: dict[Term, list[_V]] = {}
        for node in self.kinds.get(kind, ()):
            for about in self.all(node, predicate):
                found.setdefault(about, []).append(read(node))
        return found

    def _mention(self, node: Term) -> MentionRecord:
        spans = sorted((_span(span), span) for span in self.nodes(node, _EVIDENCE))
        quote = f"{spans[0][1][:-1]}/quote>" if spans else ""
        return MentionRecord(
            iri=node[1:-1],
            start=spans[0][0][0] if spans else 0,
            kind=self._concept(node, _MENTION_KIND, MentionKind) or MentionKind.FULL_NAME,
            confidence=self._confidence(node),
            surface=self.text(node, _SURFACE),
            before=self.text(quote, _PREFIX),
            after=self.text(quote, _SUFFIX),
        )

    def _ground(self, node: Term) -> GroundRecord:
        value = self.one(node, _OBJECT)
        plain = literal_parts(value)[0] if value.startswith('"') else value[1:-1]
        return GroundRecord(node[1:-1], plain, self._confidence(node))

    def _bodies(self, node: Term, predicate: Term) -> tuple[BodyRecord, ...]:
        return tuple(self._body(body) for body in self.nodes(node, predicate))

    def _body(self, node: Term) -> BodyRecord:
        same = tuple(value[1:-1] for value in self.nodes(node, _SAME))
        return BodyRecord(node[1:-1], self.name(node), same)

    def utterances(self) -> Iterator[UtteranceRecord]:
        for node in self.kinds.get(_STATEMENT, ()):
            kind = self._concept(node, _STATEMENT_TYPE, StatementType)
            if kind is None:
                continue
            spans = [_span(span) for span in self.nodes(node, _EVIDENCE)]
            yield UtteranceRecord(
                iri=node[1:-1],
                article=self.article,
                type=kind,
                text=self.text(node, _TEXT),
                speakers=tuple(map(self._speaker, self.nodes(node, _SPEAKER))),
                speaker_mention=self.text(node, _SPEAKER_MENTION),
                cue=self.text(node, _CUE),
                is_denial=_DENIAL in self.all(node, TYPE),
                nested_in=self.one(node, _NESTED_IN)[1:-1] or None,
                continues=self.one(node, _CONTINUES)[1:-1] or None,
                start=min((start for start, _ in spans), default=0),
                end=max((end for _, end in spans), default=0),
                confidence=self._confidence(node),
            )

    def _speaker(self, node: Term) -> SpeakerRecord:
        kinds = self.all(node, TYPE)
        is_person, is_anonymous = _PERSON in kinds, _ANONYMOUS in kinds
        if is_person or is_anonymous:
            bodies = self._bodies(node, _AFFILIATION if is_person else _SPEAKS_FOR)
        else:
            bodies = (self._body(node),)
        return SpeakerRecord(
            iri=node[1:-1],
            names=(self.name(node), *self.texts(node, _ALTERNATE)),
            identity=node[1:-1],
            is_person=is_person,
            is_anonymous=is_anonymous,
            bodies=bodies,
            family_name=self.text(node, _FAMILY_NAME),
        )

    def _confidence(self, node: Term) -> float:
        try:
            return float(self.text(node, _CONFIDENCE) or 1)
        except ValueError:
            return 0.0  # what is no number vouches for nothing

    def _concept(self, node: Term, predicate: Term, kinds: type[_K]) -> _K | None:
        name = self.one(node, predicate)[1:-1].removeprefix(NG)
        return next((kind for kind in kinds if kind.value == name), None)


def _dated(value: str) -> str:
    """Return a date or time as written, nothing where it does not begin with a day of the calendar."""
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return ""
    return value


def _span(node: Term) -> tuple[int, int]:
    """Return the offsets in the IRI of an evidence node."""
    match = _SPAN.search(node)
    return (int(match[1]), int(match[2])) if match else (0, 0)
