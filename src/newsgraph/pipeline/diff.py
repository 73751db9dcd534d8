"""What two states of a corpus say differently: statements and proposals added, withdrawn and changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf.terms import is_iri, literal_parts
from newsgraph.vocab import NG, RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.rdf.graph import ArticleGraph

_TYPE: Final = RDF.type
_TOLD: Final[dict[str, tuple[str, ...]]] = {
    NG.Statement: (
        *(NG.statementType, NG.medium, NG.speaker, NG.speakerMention, NG.cue, NG.frame, NG.addressee),
        *(NG.addresseeMention, NG.reportedBy, NG.nestedIn, NG.continues),
    ),
    NG.Proposal: (
        *(NG.illocution, NG.proposer, NG.supporter, NG.opponent, NG.addressee, NG.reportedBy, NG.expressedIn),
    ),
}
"""What makes two descriptions of one statement or proposal say different things.

Its place in the text, its confidence and the rule that found it are no part of it: a paragraph moved, or a
new version of the program that finds the same, is no difference.
"""


class Change(StrEnum):
    """What happened to a statement or proposal between two states."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the node, what it is, whose and what it says.

    `details` are, for a change, the term with its values before and after.
    """

    article: str
    headline: str
    change: Change
    node: str
    kind: str
    who: str
    text: str
    details: tuple[tuple[str, str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the difference for JSON."""
        details = [{"term": term, "before": before, "after": after} for term, before, after in self.details]
        values = {
            name: getattr(self, name) for name in ("article", "headline", "node", "kind", "who", "text")
        }
        return {"change": self.change.value, **values, "details": details}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences in the order of the articles' IRIs, and what could not be read."""

    outcome: Outcome
    differences: tuple[Difference, ...]

    @property
    def summary(self) -> str:
        """One line for a person."""
        counts = [sum(d.change is change for d in self.differences) for change in Change]
        return ", ".join(f"{n} {change.value}" for n, change in zip(counts, Change, strict=True))


def compare_files(
    before: str | Path, after: str | Path, on_progress: Callable[[int, int], None]
) -> Comparison:
    """Compare the RDF files of two states (a file or a folder each).

    Files that do not parse are failures of the outcome.
    """
    readers = GraphReader((before,), on_progress), GraphReader((after,), on_progress)
    old, new = ({graph.graph: graph for graph in reader.graphs()} for reader in readers)
    failures = (*readers[0].failures, *readers[1].failures)
    differences = tuple(
        difference
        for name in sorted({*old, *new})
        for difference in compare_graphs(old.get(name), new.get(name))
    )
    return Comparison(Outcome(len({*old, *new}), failures), differences)


def compare_graphs(before: ArticleGraph | None, after: ArticleGraph | None) -> Iterator[Difference]:
    """Yield the differences between two states of one article's graph; None where there is none."""
    if before is not None and after is not None and before.triples == after.triples:
        return
    old, new = _Said(before), _Said(after)
    for node in sorted({*old.nodes, *new.nodes}):
        if node not in new.nodes:
            yield old.difference(Change.WITHDRAWN, node)
        elif node not in old.nodes:
            yield new.difference(Change.ADDED, node)
        elif details := tuple(_details(old, new, node)):
            yield new.difference(Change.CHANGED, node, details)


def _details(old: _Said, new: _Said, node: str) -> Iterator[tuple[str, str, str]]:
    for term in (_TYPE, SCHEMA.text, *_TOLD[new.nodes[node]]):
        before, after = old.shown(node, term), new.shown(node, term)
        if before != after:
            yield term, before, after


class _Said:
    """The statements and proposals of one graph, and what stands about them."""

    def __init__(self, graph: ArticleGraph | None) -> None:
        self.article = graph.article if graph else ""
        self._values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, obj in graph.triples if graph else ():
            self._values[subject[1:-1]][predicate[1:-1]].append(obj)
        self.nodes = {
            node: kind
            for node, values in list(self._values.items())
            for kind in _TOLD
            if f"<{kind}>" in values[_TYPE]
        }

    def difference(
        self, change: Change, node: str, details: tuple[tuple[str, str, str], ...] = ()
    ) -> Difference:
        kind = self.nodes[node]
        who = self.shown(node, NG.speaker if kind == NG.Statement else NG.proposer)
        return Difference(
            article=self.article,
            headline=self.shown(self.article, SCHEMA.headline),
            change=change,
            node=node,
            kind=_local(kind),
            who=who,
            text=self.shown(node, SCHEMA.text),
            details=details,
        )

    def shown(self, node: str, term: str) -> str:
        """Return the values of a term as a person reads them: names for agents, local names for concepts."""
        return ", ".join(sorted(self._shown(value) for value in self._values.get(node, {}).get(term, ())))

    def _shown(self, value: str) -> str:
        if not is_iri(value):
            return literal_parts(value)[0]
        names = self._values.get(value[1:-1], {})
        for term in (SCHEMA.name, SCHEMA.text):
            if names.get(term):
                return literal_parts(names[term][0])[0]
        return _local(value[1:-1])


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def lines(comparison: Comparison) -> Iterable[str]:
    """Return the differences as lines of text, grouped by article."""
    marks = {Change.ADDED: "+", Change.WITHDRAWN: "-", Change.CHANGED: "~"}
    article = None
    for difference in comparison.differences:
        if difference.article != article:
            article = difference.article
            yield f"{difference.headline or '(no headline)'}  <{article}>"
        who = difference.who or "(nobody named)"
        yield f"  {marks[difference.change]} {difference.kind} · {who} · {difference.text or difference.node}"
        for term, before, after in difference.details:
            yield f"      {_local(term)}: {before or '–'} → {after or '–'}"
