r"""N-Quads that are canonical already, told at the speed of a regular expression, and which lines are whose.

Reading and writing a file anew is the slowest part of sending it, and most files are as newsgraph wrote them.
What is accepted here is what pyoxigraph would write for it again, byte for byte; not all of that (IRIs in
ASCII, literals without `\u`, plain language tags), because the rest is rare and can be written anew.

Sources: https://www.w3.org/TR/rdf12-n-quads/#canonical-quads, https://www.rfc-editor.org/rfc/rfc3987.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PATH: Final = rb"[!$&-;=@A-Z_a-z~]*+"
_QUERY: Final = rb"[!$&-;=?@A-Z_a-z~]*+"
_TEXT: Final = rb"[ !#-\[\]-~\x80-\xff]*+"


def _encoded(characters: bytes) -> bytes:
    return characters + rb"(?:%[0-9A-Fa-f]{2}" + characters + rb")*+"


_IRI: Final = (
    rb"<[a-z][a-z0-9+.-]*+:(?://[A-Za-z0-9.-]++(?::[0-9]++)?+(?=[/?#>])|(?!//))"
    + _encoded(_PATH)
    + rb"(?:\?" + _encoded(_QUERY) + rb")?+"
    + rb"(?:#" + _encoded(_QUERY) + rb")?+>"
)  # fmt: skip
_OTHER_TYPE: Final = (
    rb"(?!<http://www\.w3\.org/(?:2001/XMLSchema#string>|1999/02/22-rdf-syntax-ns#(?:dirL|l)angString>))"
)
_LITERAL: Final = (
    rb'"' + _TEXT + rb'(?:\\[tbnrf"\\]' + _TEXT + rb')*+"'
    + rb"(?:\^\^" + _OTHER_TYPE + _IRI + rb"|@[a-z]{2,3}(?:-[a-z]{2})?)?+"
)  # fmt: skip
_TRIPLE: Final = _IRI + rb" " + _IRI + rb" (?:" + _IRI + rb"|" + _LITERAL + rb") "
_RUN: Final = re.compile(_TRIPLE + rb"(" + _IRI + rb") \.\n(?:" + _TRIPLE + rb"\1 \.\n)*+")
"""Lines one after the other that are in the same graph."""
_SPACES_OF_A_TRIPLE: Final = 3
"""A line with a graph has more; a triple may end in what is a graph's name elsewhere."""
_ESCAPED_ANYWAY: Final = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF


Runs: TypeAlias = "dict[bytes, list[tuple[int, int]]]"
"""For each graph's name, as it is written, from where to where its lines stand."""


def canonical_runs(blocks: Iterable[bytes]) -> Runs | None:
    """Return which lines are whose; None where they are not surely canonical N-Quads, all in named graphs.

    `blocks` are cut behind a line each. The lines need not be sorted; they have no blank nodes, and must be
    UTF-8, which decoding will tell.
    """
    runs: Runs = {}
    offset = 0
    for block in blocks:
        # To look for the byte with which both begin takes next to nothing.
        if _ESCAPED_ANYWAY[0][:1] in block and any(character in block for character in _ESCAPED_ANYWAY):
            return None
        place = 0
        while place < len(block):
            run = _RUN.match(block, place)
            if run is None:
                return None
            _add(runs, run[1], offset + place, offset + run.end())
            place = run.end()
        offset += place
    return runs


def _add(runs: Runs, name: bytes, start: int, end: int) -> None:
    places = runs.setdefault(name, [])
    if places and places[-1][1] == start:
        places[-1] = (places[-1][0], end)
    else:
        places.append((start, end))


def runs_of(blocks: Iterable[bytes]) -> Runs:
    """Return which lines are whose; those in no graph come under `b""`.

    `blocks` are canonical lines of N-Quads, as pyoxigraph writes them, cut behind a line each.
    """
    runs: Runs = {}
    for name, start, end in _runs(blocks):
        _add(runs, name, start, end)
    return runs


def _runs(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, int, int]]:
    offset = 0
    for block in blocks:
        name, tail = b"", b"\n"  # nothing ends so
        start = here = offset
        for line in block.split(b"\n")[:-1]:
            if not line.endswith(tail) or line.count(b" ") == _SPACES_OF_A_TRIPLE:
                if here > start:
                    yield name, start, here
                name = _name_of(line)
                tail = b" " + name + b" ." if name else b"\n"
                start = here
            here += len(line) + 1
        if here > start:
            yield name, start, here
        offset += len(block)


def _name_of(line: bytes) -> bytes:
    """Return the name of the graph at the end of a line, empty where there is none."""
    rest = line[:-2].split(b" ", 2)[2]
    # What follows the last space is the graph's name, unless that space lies in a literal.
    obj, _, name = rest.rpartition(b" ")
    return name if obj and b'"' not in name and name[:1] in {b"<", b"_"} else b""
