"""The command that compares two states: for people, as JSON, as RDF Patch."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import console
from newsgraph.errors import UsageError
from newsgraph.pipeline.outcome import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.pipeline.diff import Comparison
    from newsgraph.pipeline.diff_graphs import Difference


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="RDF file, folder or embedded store: the state before.")
    ],
    after: Annotated[
        str, typer.Argument(metavar="B", help="RDF file, folder or embedded store: the state after.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_patch: Annotated[
        bool, typer.Option("--patch", help="Print the difference of all triples as RDF Patch.")
    ] = False,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where the patch goes (also .gz).")
    ] = "-",
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where there are differences.")
    ] = False,
) -> None:
    """Tell what was added, withdrawn and changed between two states: articles, people, statements, proposals.

    An article is known by its URL, a statement by its words. What only another version, model or place in
    the text makes different is no difference, except in the patch, which leads from A to B exactly.

    Examples: `newsgraph diff graph-of-monday/ graph-of-tuesday/`,
    `newsgraph diff news.store graph/ --patch -o changes.rdfp`
    """
    from newsgraph.pipeline.diff import compare_states
    from newsgraph.pipeline.patch import write_patch

    if as_json and as_patch:
        raise UsageError("two ways to print one difference", where="diff", mend="--json or --patch")
    if before == after == "-":
        raise UsageError("standard input can be only one of the two", where="diff", mend="name a file")
    with console.progress("comparing") as advance, compare_states(before, after, advance) as result:
        for notice in result.notices:
            console.warn(notice)
        console.complain_all(result.failures)
        if result.outcome.exit_code == IMPOSSIBLE:  # all of the other state would count as changed
            raise typer.Exit(IMPOSSIBLE)
        if as_patch:
            write_patch(result, output)
            differs = bool(result.changed)
        else:
            differs = _tell(result, as_json=as_json)
            console.say(result.summary)
        code = result.outcome.exit_code
    raise typer.Exit(1 if exit_code and differs and not code else code)


def _tell(result: Comparison, *, as_json: bool) -> bool:
    """Print all differences in the form that is asked for, and say whether there are any."""
    from newsgraph.pipeline.diff import lines

    if as_json:
        _emit_json(result.differences())
    elif console.is_terminal():
        from newsgraph.cli.side_by_side import print_comparison

        print_comparison(result)
    else:
        for line in lines(result.differences()):
            console.emit(line)
    return any(result.counts.values())


def _emit_json(differences: Iterator[Difference]) -> None:
    """Print one list, an item at a time: the differences of a large corpus need not fit into memory."""
    opened = False
    for difference in differences:
        text = json.dumps(difference.to_dict(), ensure_ascii=False, indent=2)
        console.emit_bytes(f"{',' if opened else '['}\n{textwrap.indent(text, '  ')}".encode())
        opened = True
    console.emit("\n]" if opened else "[]")
