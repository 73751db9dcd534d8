"""SPARQL text as tokens, and the parser of the embedded engine as a judge of syntax that runs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Source of the tokens: https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<prefixed>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>@?[^\W\d_][\w-]*)
  | (?P<mark>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_OPENING: Final = "{(["
_CLOSING: Final = "})]"
_NO_END: Final = "\n\x01"
"""No query goes on with this, so that the parser stops here at the latest, and nothing is ever run."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token, where it starts, and how many braces and brackets are open before it."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The word in capitals; empty for what is no word."""
        return self.text.upper() if self.kind == "word" else ""

    def is_mark(self, mark: str) -> bool:
        """Say whether this is that sign."""
        return self.kind == "mark" and self.text == mark


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a query does not parse (both counted from 1), and what the parser says."""

    line: int
    column: int
    reason: str


def tokens_of(text: str) -> Iterator[Token]:
    r"""Yield the tokens of a query without its comments.

    Raises `QueryError` for an escape outside of strings and IRIs: `\u0053ERVICE` is SERVICE to some engines.
    """
    depth = 0
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match.group()
        if kind == "comment":
            continue
        if word == "\\":
            raise QueryError(
                "an escape outside of a string", where=place_of(text, match.start()), mend="write it out"
            )
        yield Token(kind, word, match.start(), depth)
        if kind == "mark":
            depth += (word in _OPENING) - (word in _CLOSING)


def place_of(text: str, offset: int) -> str:
    """Return line and column of an offset, for messages."""
    line = text.count("\n", 0, offset) + 1
    return f"query, line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def find_fault(text: str, prefixes: Mapping[str, str]) -> Fault | None:
    """Return where the embedded engine cannot read a query; None where it can, as far as syntax goes.

    Nothing is run. A query that only breaks off counts as one that can be read so far.
    """
    try:
        ox.Store().query(text + _NO_END, prefixes=dict(prefixes))
    except SyntaxError as error:
        fault = fault_of(str(error))
        return None if fault.line >= text.count("\n") + 2 else fault
    raise AssertionError("what cannot be the end of a query was taken for one")


def fault_of(message: str) -> Fault:
    """Return what the engine's message about syntax says; line 0 where it names no place."""
    found = _POSITION.match(message)
    return Fault(int(found[1]), int(found[2]), found[3]) if found else Fault(0, 0, message)
