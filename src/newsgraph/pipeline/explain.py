"""What a question would ask, of whom, and what is expensive about it; the query itself is not run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import QueryError
from newsgraph.pipeline.query import check_asked, find_asked, open_asked
from newsgraph.sinks.algebra import Algebra
from newsgraph.sinks.asking import Asking, local
from newsgraph.sinks.doubts import find_doubts
from newsgraph.sinks.endpoint.union import over_all_graphs
from newsgraph.sinks.flow import QueryTimeoutError
from newsgraph.sinks.query import run_query
from newsgraph.sinks.sparql import prepare
from newsgraph.sinks.tokens import find_fault

if TYPE_CHECKING:
    from newsgraph.pipeline.query import Question
    from newsgraph.sinks.algebra import Pattern
    from newsgraph.sinks.endpoint import Endpoint
    from newsgraph.sinks.sparql import Query

_SECONDS: Final = 5.0
"""How long the triples of one pattern are counted."""


def explain_question(question: Question, query: Query) -> str:
    """Return what is asked, of whom, in which steps, how many triples match each pattern, and what looks odd.

    Triples are counted in files and stores; nothing is sent to an endpoint. Raises `UsageError` and what
    reading files or opening the store raises, as `inquire` does, and `QueryError` for what does not parse.
    """
    check_asked(question)
    store = open_asked(question) if question.endpoint is None else None
    asked = find_asked(question) if store is None else store
    sent = query if isinstance(asked, ox.Store) else over_all_graphs(query, asked.server)
    blocks = [("The query as it goes out", sent.standalone.strip().splitlines())]
    blocks.append(("Who is asked", _asked(question, query, asked)))
    doubts: list[str] = []
    try:
        algebra = Algebra(query)
    except QueryError as error:
        if find_fault(query.text, query.prefixes) is not None:
            run_query(ox.Store(), query)  # which cannot be run, and says where it is wrong
        blocks.append(("Its steps", [str(error)]))
    else:
        counts = _Counts(algebra, store)
        blocks.append(("Its steps, with the triples that match each pattern", algebra.steps(counts.note)))
        doubts = [*find_doubts(query, algebra), *counts.doubts]
    if doubts:
        blocks.append(("What to look at again", doubts))
    return "\n\n".join("\n".join([head, *(f"  {line}" for line in lines)]) for head, lines in blocks) + "\n"


def _asked(question: Question, query: Query, asked: Endpoint | ox.Store) -> list[str]:
    if isinstance(asked, ox.Store):
        whom = f"the store {question.store}" if question.store else f"the files {' '.join(question.paths)}"
        number = sum(1 for _ in asked.named_graphs())
        lines = [f"{whom}: {len(asked):,} triples in {number:,} named graphs"]
    else:
        kind = "of a kind to be found out" if asked.guessed else f"as {asked.server.title} is"
        lines = [f"the endpoint {asked.query or asked.name}, {kind}"]
    lines.append(
        "the query names the graphs that it asks, by FROM"
        if query.has_dataset
        else "the default graph is the union of all graphs; GRAPH asks single ones"
    )
    return [*lines, *(f"SERVICE may ask {url}" for url in question.services)]


class _Counts:
    """Counts the triples of patterns in a store, each once, and knows those that none matches."""

    def __init__(self, algebra: Algebra, store: ox.Store | None) -> None:
        self.doubts: list[str] = []
        self._algebra = algebra
        self._notes = {} if store is None else {p: self._counted(p, store) for p in algebra.patterns()}

    def note(self, pattern: Pattern) -> str:
        return self._notes.get(pattern, "")

    def _counted(self, pattern: Pattern, store: ox.Store) -> str:
        text = self._algebra.counting(pattern)
        if text is None:
            return "  [a path]"
        query = prepare(text)
        try:
            rows = list(Asking(query, local(store, query), seconds=_SECONDS).whole().rows())
        except QueryTimeoutError:
            return "  [too many to count]"
        number = int(getattr(rows[0][0], "value", 0))
        if not number:
            self.doubts.append(f"no triple matches {self._algebra.pattern_text(pattern)}")
        return f"  [{number:,}]"
