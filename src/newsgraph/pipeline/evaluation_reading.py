"""What an article's graph says and what its gold says, in one form that can be compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from newsgraph.errors import ReadError
from newsgraph.model import Span, join_spans
from newsgraph.vocab import NG, OA, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsgraph.model import Article
    from newsgraph.rdf import ArticleGraph

GOLD_TYPES = {
    NG.Direct: "direct",
    NG.Indirect: "indirect",
    NG.IndirectFreeIndirect: "free-indirect",
    NG.FreeIndirect: "free-indirect",
    NG.Reported: "reported",
}
"""The concepts of `ng:statementType` and the names that the gold has for them."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: text, type in the gold's words, speakers by name, and whether it lies in another.

    `kind` is the gold's kind of speaker (person, organisation, anonymous, none), empty in what was found.
    """

    text: str
    type: str
    speakers: tuple[str, ...] = ()
    kind: str = ""
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal: text of the measure and the names of those around it."""

    text: str
    proposers: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A place that names a person: its words, and what it covers of the article's text."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A person with roles and affiliations by name, and where the article mentions it (no pronouns)."""

    name: str
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    mentions: tuple[Mentioned, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as a graph or the gold has it; `date` is ISO 8601 without seconds and zone."""

    headline: str
    date: str
    links: tuple[str, ...]
    agencies: tuple[str, ...]
    persons: tuple[Named, ...]
    statements: tuple[Said, ...]
    proposals: tuple[Proposed, ...]


def read_gold(path: Path, article: Article | None = None) -> Reading:
    """Return the annotations of a `*.gold.json` file; mentions only with the article, whose file they count.

    Raises `ReadError` where the file is no JSON or lacks a key of the layout.
    """
    mend = "give a folder whose *.gold.json files follow the layout of the corpus"
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        return _gold_reading(gold, article)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadError(f"not a gold file: {error}", where=str(path), mend=mend) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ReadError(f"a gold file without {error}", where=str(path), mend=mend) from error


def _gold_reading(gold: dict[str, Any], article: Article | None) -> Reading:
    return Reading(
        headline=gold["headline"],
        date=gold["date"] or "",
        links=tuple(gold["links"]),
        agencies=tuple(gold["agencies"]),
        persons=tuple(
            Named(p["name"], tuple(p["roles"]), tuple(p["affiliation"]), _gold_mentions(p, article))
            for p in gold["persons"]
        ),
        statements=tuple(
            Said(
                text=s["text"],
                type=s["type"],
                speakers=tuple(x for x in (s["speaker"], *(s.get("co_speakers") or ())) if x),
                kind=s["speaker_kind"],
            )
            for s in gold["statements"]
        ),
        proposals=tuple(
            Proposed(p["text"], tuple(p["proposer"]), tuple(p["supporters"]), tuple(p["opponents"]))
            for p in gold["proposals"]
        ),
    )


def _gold_mentions(person: dict[str, Any], article: Article | None) -> tuple[Mentioned, ...]:
    """Return where a person of the gold is mentioned, without what the reader left out of the text."""
    if article is None:
        return ()
    places = [article.source_map.to_text(Span(start, end)) for start, end in person["mention_spans"]]
    return tuple(_mentioned(article.text, parts) for parts in places if parts)


def _mentioned(text: str, parts: Sequence[Span]) -> Mentioned:
    return Mentioned(join_spans(text, parts), Span(parts[0].start, parts[-1].end))


class _Index:
    """The triples of one graph by subject and predicate; values are IRIs and lexical forms."""

    def __init__(self, graph: ArticleGraph) -> None:
        self._values: dict[tuple[str, str], list[str]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}
        for quad in graph.quads():
            subject, obj = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode) or not isinstance(obj, ox.NamedNode | ox.Literal):
                continue
            self._values.setdefault((subject.value, quad.predicate.value), []).append(obj.value)
            self._subjects.setdefault((quad.predicate.value, obj.value), []).append(subject.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of a subject and predicate."""
        return self._values.get((subject, predicate), [])

    def one(self, subject: str, predicate: str) -> str:
        """Return the first object, or an empty text."""
        return next(iter(self.all(subject, predicate)), "")

    def of_class(self, name: str) -> list[str]:
        """Return the nodes of a class."""
        return self._subjects.get((RDF.type, name), [])

    def names(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the names of the nodes that a predicate leads to, in the order of the alphabet."""
        return tuple(sorted(self.one(node, SCHEMA.name) for node in self.all(subject, predicate)))

    def spans(self, node: str) -> list[Span]:
        """Return the evidence of a node as spans of the article's text, in order."""
        evidence = self.all(node, NG.evidence)
        places = [selector for span in evidence for selector in self.all(span, OA.hasSelector)]
        return sorted(
            Span(int(start), int(end))
            for place in places
            for start, end in zip(self.all(place, OA.start), self.all(place, OA.end), strict=True)
        )

    def start(self, node: str) -> int:
        """Return where the evidence of a node begins."""
        return min((span.start for span in self.spans(node)), default=0)

    def mentions(self, node: str) -> tuple[Mentioned, ...]:
        """Return where a person is mentioned, but for pronouns, in text order."""
        places = sorted(self._subjects.get((NG.refersTo, node), []), key=self.start)
        named = [p for p in places if NG.Pronoun not in self.all(p, NG.mentionKind)]
        return tuple(
            Mentioned(self.one(place, NG.surface), Span(spans[0].start, spans[-1].end))
            for place in named
            if (spans := self.spans(place))
        )


def read_graph(graph: ArticleGraph) -> Reading:
    """Return what an article's graph says, statements and proposals in text order."""
    index = _Index(graph)
    article = graph.article
    return Reading(
        headline=index.one(article, SCHEMA.headline),
        date=short_date(index.one(article, SCHEMA.datePublished)),
        links=tuple(index.all(article, SCHEMA.citation)),
        agencies=index.names(article, SCHEMA.sourceOrganization),
        persons=tuple(
            Named(
                index.one(node, SCHEMA.name),
                tuple(index.all(node, SCHEMA.jobTitle)),
                index.names(node, SCHEMA.affiliation),
                index.mentions(node),
            )
            for node in index.all(article, SCHEMA.mentions)
            if SCHEMA.Person in index.all(node, RDF.type)
        ),
        statements=tuple(
            Said(
                text=index.one(node, SCHEMA.text),
                type=GOLD_TYPES.get(index.one(node, NG.statementType), ""),
                speakers=index.names(node, NG.speaker),
                nested=bool(index.all(node, NG.nestedIn)),
            )
            for node in sorted(index.of_class(NG.Statement), key=lambda n: (index.start(n), n))
        ),
        proposals=tuple(
            Proposed(
                text=index.one(node, SCHEMA.text),
                proposers=index.names(node, NG.proposer),
                supporters=index.names(node, NG.supporter),
                opponents=index.names(node, NG.opponent),
            )
            for node in sorted(index.of_class(NG.Proposal), key=lambda n: (index.start(n), n))
        ),
    )


def short_date(value: str) -> str:
    """Return a date or time without seconds and zone, as the gold has it.

    >>> short_date("2022-05-21T22:40:00Z"), short_date("2022-05-21")
    ('2022-05-21T22:40', '2022-05-21')
    """
    return value[:16] if "T" in value else value[:10]
