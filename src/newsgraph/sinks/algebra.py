"""What a query means, step by step: rdflib's algebra of it, written for people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from newsgraph.errors import QueryError
from newsgraph.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.sinks.sparql import Query

Pattern: TypeAlias = tuple[Any, Any, Any]
"""Subject, predicate (or path) and object of a triple pattern, as rdflib has them."""

_IRI = re.compile(r"<([^<>]*)>")
_STAR = re.compile(r"\bselect\s+(?:distinct\s+|reduced\s+)?\*", re.IGNORECASE)
_LOCAL = re.compile(r"[\w-]*")
_OPERATORS: Final = {
    "ConditionalAndExpression": "&&",
    "ConditionalOrExpression": "||",
    "AdditiveExpression": "",
    "MultiplicativeExpression": "",
}
_BARE: Final = frozenset({XSD.integer, XSD.decimal, XSD.boolean})
_SIGNS: Final = {"UnaryNot": "!", "UnaryMinus": "-"}
_AGGREGATES: Final = {"GroupConcat": "GROUP_CONCAT"}
_INDENT: Final = "  "


class Algebra:
    """The algebra of a query."""

    def __init__(self, query: Query) -> None:
        """Read it. Raises `QueryError` where rdflib cannot."""
        try:
            parsed = prepareQuery(query.standalone)
        except Exception as error:  # rdflib raises whatever its parser and translator meet
            reason = " ".join(str(error).split())
            raise QueryError(f"no algebra: {reason}", where="query", mend=None) from error
        self.root: CompValue = parsed.algebra
        self._source = query.text
        declared = {name: str(iri) for name, iri in parsed.prologue.namespace_manager.namespaces()}
        self._prefixes = sorted({**query.prefixes, **declared}.items(), key=lambda item: -len(item[1]))
        self._aggregates = {
            one.res: self._aggregate(one)
            for node in nodes(self.root)
            if node.name == "AggregateJoin"
            for one in node.A
        }

    def patterns(self) -> list[Pattern]:
        """Return every triple pattern once, in the order of the algebra."""
        return list(dict.fromkeys(pattern for node in nodes(self.root) for pattern in self._ordered(node)))

    def steps(self, note: Callable[[Pattern], str] = lambda _pattern: "") -> list[str]:
        """Return the steps of the query, in the order in which they follow from each other, one a line.

        `note` tells what is known of a triple pattern; it stands behind it.
        """
        first = self.root.p
        if first is not None and first.name == "Project" and self.root.name != "SelectQuery":
            first = first.p  # only a SELECT has columns
        return list(self._steps(first, note)) if first is not None else []

    def pattern_text(self, pattern: Pattern) -> str:
        """Return a triple pattern as SPARQL has it."""
        subject, predicate, value = pattern
        verb = "a" if predicate == URIRef(RDF.type) else self.text(predicate)
        return f"{self.text(subject)} {verb} {self.text(value)}"

    def counting(self, pattern: Pattern) -> str | None:
        """Return the query that counts the triples of a pattern; None for a path, which has none."""
        if isinstance(pattern[1], Path):
            return None
        terms = (f"?b{part}" if isinstance(part, BNode) else part.n3() for part in pattern)
        return f"SELECT (COUNT(*) AS ?n) {{ {' '.join(terms)} }}"

    def text(self, thing: Any) -> str:  # noqa: ANN401, C901, PLR0911  rdflib's trees are untyped, and of many kinds
        """Return a term, a path or an expression as SPARQL has it, in the shortest form."""
        if isinstance(thing, Variable):
            return self._aggregates.get(thing, f"?{thing}") if hasattr(self, "_aggregates") else f"?{thing}"
        if isinstance(thing, URIRef):
            return self._short(str(thing))
        if isinstance(thing, Literal) and thing.datatype is not None and str(thing.datatype) in _BARE:
            return str(thing)
        if isinstance(thing, Path | Literal):
            return _IRI.sub(lambda match: self._short(match[1]), thing.n3())
        if isinstance(thing, BNode):
            return f"_:{thing}"
        if isinstance(thing, list):
            return ", ".join(self.text(one) for one in thing)
        if not isinstance(thing, CompValue):
            return str(thing)
        name = thing.name
        if name == "RelationalExpression":
            right = f"({self.text(thing.other)})" if isinstance(thing.other, list) else self.text(thing.other)
            return f"{self.text(thing.expr)} {thing.op} {right}"
        if name in _OPERATORS:
            return self._chain(thing)
        if name.startswith("Unary"):
            return f"{_SIGNS.get(name, '+')}({self.text(thing.expr)})"
        if name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            inner = " . ".join(self.pattern_text(one) for node in nodes(thing) for one in self._ordered(node))
            return f"{'NOT ' if 'NOT' in name else ''}EXISTS {{ {inner} }}"
        return self._call(thing)

    def _ordered(self, node: CompValue) -> list[Pattern]:
        """Return the patterns of a node as the query has them; rdflib's order is that of a set."""

        def place(pattern: Pattern) -> tuple[int, int, str]:
            subject, _, value = (self.text(part) for part in pattern)
            return self._source.find(subject), self._source.find(value), self.pattern_text(pattern)

        return sorted(triples_of(node), key=place)

    def _chain(self, thing: CompValue) -> str:
        signs = thing.op if isinstance(thing.op, list) else [_OPERATORS[thing.name]] * len(thing.other)
        parts = [self._inner(thing.expr)]
        for sign, other in zip(signs, thing.other, strict=False):
            parts += [str(sign), self._inner(other)]
        return " ".join(parts)

    def _inner(self, thing: Any) -> str:  # noqa: ANN401  see above
        chained = isinstance(thing, CompValue) and thing.name in _OPERATORS
        return f"({self.text(thing)})" if chained else self.text(thing)

    def _call(self, thing: CompValue) -> str:
        name = thing.name.removeprefix("Builtin_")
        if name == "Function":
            name = self.text(thing.iri)
        arguments = [
            value
            for key, value in thing.items()
            if key not in {"iri", "distinct"} and not key.startswith("_")
        ]
        return f"{name}({', '.join(self.text(one) for one in arguments)})"

    def _aggregate(self, one: CompValue) -> str:
        name = one.name.removeprefix("Aggregate_")
        distinct = "DISTINCT " if one.distinct == "DISTINCT" else ""
        separator = f"; separator={one.separator.n3()}" if one.separator is not None else ""
        return f"{_AGGREGATES.get(name, name.upper())}({distinct}{self.text(one.vars)}{separator})"

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._prefixes:
            name = iri.removeprefix(namespace)
            if name != iri and _LOCAL.fullmatch(name):
                return f"{prefix}:{name}"
        return f"<{iri}>"

    def _steps(self, node: CompValue, note: Callable[[Pattern], str]) -> Iterator[str]:
        """Yield the steps of a node: what it is made of first, then what is done with that."""
        name = node.name
        if name in {"BGP", "TriplesBlock"}:
            yield "match"
            yield from self._indented(node, note)
            return
        if name == "values":
            names = sorted({key for row in node.res for key in row})
            yield f"values for {self.text(names)}: {len(node.res)} rows"
            return
        if name == "Graph":
            yield f"in graph {self.text(node.term)}"
            yield from self._indented(node.p, note)
            return
        if name == "Union":
            for number, part in enumerate((node.p1, node.p2)):
                yield "or" if number else "either"
                yield from self._indented(part, note)
            return
        if name in {"Join", "LeftJoin", "Minus"}:
            yield from self._steps(node.p1, note)
            yield {"Join": "join", "LeftJoin": "optional", "Minus": "without"}[name]
            yield from self._indented(node.p2, note)
            if name == "LeftJoin" and node.expr.name != "TrueFilter":
                yield f"{_INDENT}if {self.text(node.expr)}"
            return
        if isinstance(node.p, CompValue):
            yield from self._steps(node.p, note)
        line = self._line(node)
        if line:
            yield line

    def _indented(self, node: CompValue, note: Callable[[Pattern], str]) -> Iterator[str]:
        if node.name in {"BGP", "TriplesBlock"}:
            lines: Iterable[str] = (self.pattern_text(one) + note(one) for one in self._ordered(node))
        else:
            lines = self._steps(node, note)
        for line in lines:
            yield f"{_INDENT}{line}"

    def _line(self, node: CompValue) -> str:
        """Return what is done in a step that has one source; empty for what is only bookkeeping."""
        if node.name == "Extend":
            value = self.text(node.expr)
            return "" if value == f"SAMPLE(?{node.var})" else f"let ?{node.var} = {value}"
        lines: Mapping[str, Callable[[], str]] = {
            "Filter": lambda: f"filter {self.text(node.expr)}",
            "OrderBy": lambda: f"order by {', '.join(self._order(one) for one in node.expr)}",
            "Project": lambda: f"columns {' '.join(self._columns(node))}",
            "Distinct": lambda: "each row once",
            "Reduced": lambda: "rows perhaps once",
            "Group": lambda: f"group by {self.text(node.expr)}" if node.expr else "all rows together",
            "Slice": lambda: (
                f"rows from {node.start}" + (f", {node.length} of them" if node.length is not None else "")
            ),
            "ServiceGraphPattern": lambda: f"asked of {self.text(node.term)}",
        }
        return lines[node.name]() if node.name in lines else ""

    def _columns(self, node: CompValue) -> list[str]:
        names = [f"?{name}" for name in node.PV]
        return sorted(names, key=self._source.find) if _STAR.search(self._source) else names

    def _order(self, condition: CompValue) -> str:
        text = self.text(condition.expr)
        return f"DESC({text})" if condition.order == "DESC" else text


def nodes(thing: Any) -> Iterator[CompValue]:  # noqa: ANN401  rdflib's trees are untyped
    """Yield every node of a tree, the outer ones first."""
    if isinstance(thing, CompValue):
        yield thing
        for key, value in thing.items():
            if key != "_vars":
                yield from nodes(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from nodes(value)


def triples_of(node: CompValue) -> Iterator[Pattern]:
    """Yield the triple patterns of a node itself."""
    if node.name in {"BGP", "TriplesBlock"}:
        for triple in node.triples:
            for start in range(0, len(triple), 3):
                yield tuple(triple[start : start + 3])


def variables_of(thing: Any) -> set[Variable]:  # noqa: ANN401  see above
    """Return the variables of a term, a path, an expression or a whole tree."""
    if isinstance(thing, Variable):
        return {thing}
    if isinstance(thing, CompValue):
        thing = [value for key, value in thing.items() if key != "_vars"]
    if isinstance(thing, Mapping):
        thing = list(thing)
    if isinstance(thing, list | tuple | set):
        return {variable for value in thing for variable in variables_of(value)}
    return set()
