"""The command that compares two states: for people, as JSON, as RDF Patch."""

from __future__ import annotations

import json
import textwrap
from contextlib import ExitStack
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.options import (  # noqa: TC001  typer reads them at run time
    Ca,
    ConnectTimeout,
    Protocol,
    QueryUrl,
    Server,
    StoreUrl,
    Timeout,
    UpdateUrl,
)
from newsgraph.errors import UsageError
from newsgraph.pipeline.outcome import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.pipeline.diff import Comparison
    from newsgraph.pipeline.diff_graphs import Difference
    from newsgraph.pipeline.transfer import Target


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="State before: RDF file, folder, embedded store; `-` is stdin.")
    ],
    after: Annotated[
        str, typer.Argument(metavar="B", help="State after: RDF file, folder, embedded store; `-` is stdin.")
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
    apply: Annotated[
        bool, typer.Option("--apply", help="Bring the store or endpoint from A to B; needs one of them.")
    ] = False,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="With --apply: the embedded store to change."),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="With --apply: the SPARQL endpoint to change. Credentials as for `newsgraph push`.",
        ),
    ] = None,
    server: Server = None,
    protocol: Protocol = "auto",
    query_url: QueryUrl = None,
    update_url: UpdateUrl = None,
    store_url: StoreUrl = None,
    timeout: Timeout = 60,
    connect_timeout: ConnectTimeout = 10,
    ca: Ca = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --apply: only say what would happen.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option(help="With --apply: also change graphs that are there neither as in A nor as in B."),
    ] = False,
) -> None:
    """Tell what was added, withdrawn and changed between two states: articles, people, statements, proposals.

    An article is known by its URL, a statement by its words. Provenance, confidence and the place in the
    text make no difference, except in the patch, which leads from A to B exactly.

    With `--apply`, a store or endpoint in state A comes to hold state B: graphs that were added or changed
    are replaced whole, withdrawn ones removed, and all others are left alone. Where a graph is neither as
    in A nor as in B, nothing is written. What was interrupted is completed by doing it again.

    Examples: `newsgraph diff graph-of-monday/ graph-of-tuesday/`,
    `newsgraph diff monday.trig tuesday.trig --patch -o changes.rdfp`,
    `newsgraph diff news.store graph/ --apply --store news.store --dry-run`
    """
    from newsgraph.pipeline.diff import compare_states
    from newsgraph.pipeline.patch import write_patch
    from newsgraph.pipeline.transfer import Target

    _check_usage(
        {"--json": as_json, "--patch": as_patch, "--apply": apply},
        {"--store": store is not None, "--endpoint": endpoint is not None},
        {"--dry-run": dry_run, "--force": force},
    )
    if output != "-" and not as_patch:
        raise UsageError(
            "only a patch goes to a file", where="--output", mend="add --patch, or redirect with >"
        )
    if before == after == "-":
        raise UsageError("standard input can be only one of the two", where="diff", mend="name a file")
    target = Target(
        endpoint or "",
        protocol=protocol,
        server=server,
        query=query_url,
        update=update_url,
        store=store_url,
        timeout=timeout,
        connect_timeout=connect_timeout,
        ca=ca,
    )
    with ExitStack() as stack:
        with console.progress("reading") as advance:
            result = stack.enter_context(compare_states(before, after, advance))
        for notice in result.notices:
            console.warn(notice)
        console.complain_all(result.failures)
        if result.outcome.exit_code == IMPOSSIBLE:  # all of the other state would count as changed
            raise typer.Exit(IMPOSSIBLE)
        if apply:
            raise typer.Exit(_apply(result, store or target, force=force, dry_run=dry_run))
        if as_patch:
            write_patch(result, output)
            differs = bool(result.changed)
        else:
            differs = _tell(result, as_json=as_json)
            console.say(result.summary)
        code = result.outcome.exit_code
    raise typer.Exit(1 if exit_code and differs and not code else code)


def _check_usage(ways: dict[str, bool], targets: dict[str, bool], others: dict[str, bool]) -> None:
    """Raise `UsageError` for options that exclude each other or lack what they belong to."""
    chosen = [way for way, given in ways.items() if given]
    if len(chosen) > 1:
        raise UsageError("only one of them at a time", where=", ".join(chosen), mend="leave the others out")
    named = [target for target, given in targets.items() if given]
    if ways["--apply"] and len(named) != 1:
        raise UsageError("one target is needed", where="--apply", mend=f"give {' or '.join(targets)}")
    stray = [*named, *(other for other, given in others.items() if given)]
    if stray and not ways["--apply"]:
        raise UsageError("it belongs to --apply", where=stray[0], mend="add --apply, or leave it out")


def _apply(result: Comparison, target: Path | Target, *, force: bool, dry_run: bool) -> int:
    """Bring the target to the state after, say what was done, and return the exit code."""
    from newsgraph.pipeline.apply import EndpointKeeper, StoreKeeper, apply_changes
    from newsgraph.pipeline.transfer import Target

    keeper = EndpointKeeper(target) if isinstance(target, Target) else StoreKeeper(target)
    applied = apply_changes(result, keeper, force=force, dry_run=dry_run)
    for line in applied.lines:
        console.emit(line)
    console.complain_all(applied.outcome.failures)
    console.say(applied.summary)
    return applied.outcome.exit_code


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
