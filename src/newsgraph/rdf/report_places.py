"""Where in its file the triple stands that a validation result is about."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.formats import Format
from newsgraph.rdf.jsonld_scan import JsonLdScan
from newsgraph.rdf.turtle_scan import LineNumbers, TurtleScan, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Result
    from newsgraph.rdf.turtle_scan import Stated

_SCANS: Final[dict[str, type[TurtleScan | JsonLdScan]]] = {
    **dict.fromkeys((Format.TURTLE, Format.TRIG, Format.NTRIPLES, Format.NQUADS), TurtleScan),
    Format.JSONLD: JsonLdScan,
}
_CHAIN: Final = re.compile(r"\^?<[^<>]*>(?:/\^?<[^<>]*>)*")
_STEP: Final = re.compile(r"\^?<[^<>]*>")
_FIRST: Final = re.compile(r"(?:<[^<>]*>|\(<[^<>]*>(?:\|<[^<>]*>)*\))(?=/|$)")


def point_at_triples(results: Iterable[Result], text: str, form: str) -> tuple[Result, ...]:
    """Return the results of one file with line and columns of the offending value.

    `text` is the file's text and `form` the name of its format, `results` have the line of their node. A
    value that is wrong is pointed at where it stands, a property whose values are wrong taken together (too
    many of them, say) by its name, and what is missing by its node, as before. So are results whose triple
    cannot be told: those of nameless nodes, of paths that do not begin with a property or its inverse, and
    of RDF/XML.
    """
    found = tuple(results)
    scan = _SCANS.get(form)
    if scan is None:
        return found
    places = _Places(text, scan(text).triples(_needed(found)))
    return tuple(places.point(result) for result in found)


def _needed(results: Iterable[Result]) -> Wanted:
    """Return which triples the results may be about; a big file has many more."""
    subjects: set[str] = set()
    predicates: set[str] = set()
    for result in results:
        subjects |= {result.focus, result.value or ""}
        if result.value is not None and ">/" in (result.path or ""):
            predicates |= {step.strip("^<>") for step in _STEP.findall(result.path or "")}
    return Wanted(frozenset(subjects), frozenset(predicates))


class _Places:
    """All triples of a text by their subject."""

    def __init__(self, text: str, triples: Iterable[Stated]) -> None:
        self._line = LineNumbers(text)
        self._triples: dict[str, list[Stated]] = defaultdict(list)
        for triple in triples:
            self._triples[triple.subject].append(triple)
        self._towards: dict[str, list[Stated]] | None = None

    def point(self, result: Result) -> Result:
        """Return the result with the place of its triple, or as it is."""
        span = self._span(result)
        if span is None:
            return result
        start, end = span
        return replace(
            result,
            line=self._line(start),
            column=self._line.column(start),
            end_line=self._line(end),
            end_column=self._line.column(end),
        )

    def _span(self, result: Result) -> tuple[int, int] | None:
        own = self._about(result)
        if not own:
            return None
        if result.path is None:
            return self._value_alone(own, result)
        path = result.path if result.path.startswith(("<", "^", "(")) else f"<{result.path}>"
        if _CHAIN.fullmatch(path) and (exact := self._end_of(path, own[0], result)) is not None:
            return exact.value_at
        first = _FIRST.match(path)
        return _named(own, frozenset(re.findall(r"<([^<>]*)>", first[0]))) if first else None

    def _about(self, result: Result) -> list[Stated]:
        """Return the triples of the focus node in the graph that the result's line lies in."""
        triples = self._triples.get(result.focus, [])
        graphs = {triple.graph for triple in triples if self._line(triple.subject_at[0]) == result.line}
        return [triple for triple in triples if triple.graph in graphs] if len(graphs) == 1 else []

    def _value_alone(self, own: list[Stated], result: Result) -> tuple[int, int] | None:
        """Return where a value stands that is named without a path: in the node's block, or its own block.

        The first is what a closed shape finds too much, the second what a query finds wrong below the node.
        """
        if result.value is None or result.value == result.focus:
            return None
        if (exact := _of_value(own, result)) is not None:
            return exact.value_at
        if result.value_type is not None:
            return None
        described = [t for t in self._triples.get(result.value, []) if t.graph == own[0].graph]
        return described[0].subject_at if described else None

    def _end_of(self, path: str, start: Stated, result: Result) -> Stated | None:
        """Return the last triple of a chain of properties from the node to the value, the first of them."""
        if result.value is None:
            return None
        nodes = {result.focus}
        found: list[tuple[Stated, str | None, bool]] = []
        for step in _STEP.findall(path):
            predicate = step.strip("^<>")
            triples = (
                t for t in self._near(nodes, step) if t.predicate == predicate and t.graph == start.graph
            )
            back = step.startswith("^")
            found = [(t, t.subject if back else t.value, back or t.is_node) for t in triples]
            nodes = {name for _, name, is_node in found if is_node and name is not None}
        wanted = (result.value, result.value_type is None)
        exact = [triple for triple, *reached in found if tuple(reached) == wanted]
        return min(exact, key=lambda triple: triple.value_at, default=None)

    def _near(self, nodes: set[str], step: str) -> Iterator[Stated]:
        known = self._leading_to() if step.startswith("^") else self._triples
        return (triple for node in nodes for triple in known.get(node, ()))

    def _leading_to(self) -> dict[str, list[Stated]]:
        if self._towards is None:
            self._towards = defaultdict(list)
            for triple in chain.from_iterable(self._triples.values()):
                if triple.is_node and triple.value is not None:
                    self._towards[triple.value].append(triple)
        return self._towards


def _named(own: list[Stated], predicates: frozenset[str]) -> tuple[int, int] | None:
    """Return where one of the properties is named first."""
    return next((triple.predicate_at for triple in own if triple.predicate in predicates), None)


def _of_value(triples: list[Stated], result: Result) -> Stated | None:
    if result.value is None:
        return None
    is_node = result.value_type is None
    same = (t for t in triples if (t.value, t.is_node) == (result.value, is_node))
    return next(same, None)
