"""Every span of a graph again against the text that it was taken from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, ReadError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf.terms import TYPE, is_iri, literal_parts
from newsgraph.readers import find_files, read_many
from newsgraph.vocab import NG, OA, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.model import Article
    from newsgraph.rdf.graph import ArticleGraph

_ARTICLE: Final = f"<{SCHEMA.NewsArticle}>"
_LINK: Final = f"<{NG.Link}>"
_WORDINGS: Final = (
    (SCHEMA.text, NG.evidence),
    (NG.surface, NG.evidence),
    (NG.speakerMention, NG.speakerEvidence),
    (NG.cue, NG.cueEvidence),
    (NG.frame, NG.frameEvidence),
    (NG.addresseeMention, NG.addresseeEvidence),
)
"""A wording, and the property that leads to the spans that it was read from."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in a graph that is not borne out: the node, what it says, and what the text or graph says."""

    article: str
    node: str
    claimed: str
    found: str
    place: str = "in the text"

    def __str__(self) -> str:
        """Return one line for a person."""
        return f"{self.node}: {self.claimed!r} is {self.found!r} {self.place}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what does not hold."""

    outcome: Outcome
    mismatches: tuple[Mismatch, ...]
    summary: str


def verify_files(
    paths: Iterable[str | Path], source: str | Path, on_progress: Callable[[int, int], None]
) -> Verification:
    """Check every span and every wording of RDF files against the articles in the folder `source`.

    An article of the graphs that is not in the folder is a failure of the outcome; one whose text has changed
    gives mismatches. Raises `RdfError` for offsets that are no numbers.
    """
    articles, failures = _articles(source)
    reader = GraphReader(paths, on_progress)
    mismatches: list[Mismatch] = []
    spans = graphs = 0
    for graph in reader.graphs():
        if (f"<{graph.article}>", TYPE, _ARTICLE) not in graph.triples:
            continue  # the ontology, or the description of a dataset
        article = articles.get(graph.article.rpartition("/")[2])
        if article is None:
            what = f"no article in {source} has the IRI {graph.article}"
            failures.append(ReadError(what, where=graph.origin, mend="give the folder that it was made from"))
            continue
        graphs += 1
        check = _Check(graph, article)
        mismatches += check.mismatches()
        spans += check.spans
    failures += reader.failures
    if not graphs and not failures:
        failures.append(RdfError("no article graph to verify", mend="give files that newsgraph wrote"))
    outcome = Outcome(graphs, tuple(failures), conforms=not mismatches)
    told = f"{spans} spans of {graphs} article{'' if graphs == 1 else 's'} checked, {len(mismatches)} wrong"
    return Verification(outcome, tuple(mismatches), told)


def find_mismatches(graph: ArticleGraph, article: Article) -> Iterator[Mismatch]:
    """Yield what a graph says of an article's text that the text does not bear out, in a fixed order."""
    return _Check(graph, article).mismatches()


def _articles(source: str | Path) -> tuple[dict[str, Article], list[NewsgraphError]]:
    found = find_files([source])
    failures: list[NewsgraphError] = list(found.errors)
    articles = {}
    for article in read_many(found.files):
        if isinstance(article, ReadError):
            failures.append(article)
        else:
            articles[article.id] = article
    return articles, failures


class _Check:
    """One graph beside its article."""

    def __init__(self, graph: ArticleGraph, article: Article) -> None:
        self.graph = graph
        self.article = article
        self.spans = 0
        self.values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, obj in graph.triples:
            self.values[subject[1:-1]][predicate[1:-1]].append(obj)

    def mismatches(self) -> Iterator[Mismatch]:
        """Yield what does not hold, in the order of the nodes."""
        for node in list(self.values):
            yield from self._digest(node)
            yield from self._selectors(node)
            yield from self._link(node)
            for wording, evidence in _WORDINGS:
                yield from self._wording(node, wording, evidence)

    def _digest(self, node: str) -> Iterator[Mismatch]:
        for claimed in self._strings(node, NG.textDigest):
            if claimed != self.article.digest:
                yield self._mismatch(node, f"SHA-256 {claimed}", f"SHA-256 {self.article.digest}")
        for claimed in self._strings(node, NG.textLength):
            if claimed != str(len(self.article.text)):
                yield self._mismatch(node, f"{claimed} characters", f"{len(self.article.text)} characters")

    def _selectors(self, node: str) -> Iterator[Mismatch]:
        """Compare the quote of an evidence node with the text at its position."""
        selectors = self._nodes(node, OA.hasSelector)
        if not selectors:
            return
        self.spans += 1
        for start, end in filter(None, map(self._position, selectors)):
            if not 0 <= start < end <= len(self.article.text):
                yield self._mismatch(node, f"{start}-{end}", f"{len(self.article.text)} characters long")
                continue
            around = (
                (OA.exact, self.article.text[start:end]),
                (OA.prefix, self.article.text[:start]),
                (OA.suffix, self.article.text[end:]),
            )
            for term, found in around:
                for claimed in (c for s in selectors for c in self._strings(s, term)):
                    if not _fits(term, claimed, found):
                        yield self._mismatch(node, claimed, _beside(term, found, len(claimed)))

    def _link(self, node: str) -> Iterator[Mismatch]:
        """Look for the triple that a link of the article explains."""
        if _LINK not in self.values[node][RDF.type]:
            return
        parts = [self.values[node][term] for term in (RDF.subject, RDF.predicate, RDF.object)]
        if not all(parts):
            return  # the shapes report what is missing
        subject, predicate, obj = (values[0] for values in parts)
        if obj not in self.values.get(subject[1:-1], {}).get(predicate[1:-1], []):
            yield self._mismatch(node, f"{subject} {predicate} {obj}", "nowhere", "in the graph")

    def _wording(self, node: str, wording: str, evidence: str) -> Iterator[Mismatch]:
        """Compare a text, cue or frame with its evidence spans, joined by one space."""
        claimed = self._strings(node, wording)
        if not claimed:
            return
        selectors = [s for span in self._nodes(node, evidence) for s in self._nodes(span, OA.hasSelector)]
        positions = sorted(filter(None, map(self._position, selectors)))
        if not positions:
            return
        found = " ".join(self.article.text[start:end] for start, end in positions)
        if claimed[0] != found:
            yield self._mismatch(node, claimed[0], found)

    def _position(self, selector: str) -> tuple[int, int] | None:
        start, end = self._strings(selector, OA.start), self._strings(selector, OA.end)
        if not (start and end):
            return None
        try:
            return int(start[0]), int(end[0])
        except ValueError as error:
            what = f"an offset is no whole number: {start[0]!r}, {end[0]!r}"
            raise RdfError(what, where=selector, mend="convert the article again") from error

    def _strings(self, node: str, term: str) -> list[str]:
        return (
            [literal_parts(v)[0] for v in self.values[node][term] if not is_iri(v)]
            if node in self.values
            else []
        )

    def _nodes(self, node: str, term: str) -> list[str]:
        return [v[1:-1] for v in self.values[node][term] if is_iri(v)] if node in self.values else []

    def _mismatch(self, node: str, claimed: str, found: str, place: str = "in the text") -> Mismatch:
        return Mismatch(self.graph.article, node, claimed, found, place)


def _fits(term: str, claimed: str, found: str) -> bool:
    if term == OA.exact:
        return claimed == found
    return found.endswith(claimed) if term == OA.prefix else found.startswith(claimed)


def _beside(term: str, found: str, length: int) -> str:
    if term == OA.exact:
        return found
    return found[-length:] if term == OA.prefix else found[:length]
