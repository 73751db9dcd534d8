"""The commands that care for an embedded store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.options import Format  # noqa: TC001  typer reads it at run time

store = typer.Typer(
    name="store",
    help="Look after an embedded store: what it holds, backing up, making small, writing out.",
    no_args_is_help=True,
)

_Directory = Annotated[
    Path,
    typer.Option("--store", metavar="DIR", envvar="NEWSGRAPH_STORE", readable=False, help="The store."),
]


@store.command()
def info(
    directory: _Directory,
    check: Annotated[
        bool, typer.Option("--check", help="Read all of it, by every index; exit code 1 on a flaw.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Tell what a store holds: articles, graphs, triples, what is in step, layout, size; who writes now.

    Examples: `newsgraph store info --store news.store`, `newsgraph store info --store news.store --check`
    """
    from newsgraph.pipeline.store import inspect_store

    with console.progress("checking") as advance:
        found = inspect_store(directory, check=check, on_progress=advance)
    if as_json:
        console.emit(json.dumps(found.data, ensure_ascii=False, indent=2))
    else:
        console.emit("\n".join(f"{what}: {number}" for what, number in found.rows))
    console.complain_all(found.outcome.failures)
    raise typer.Exit(found.outcome.exit_code)


@store.command()
def backup(
    directory: _Directory,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", readable=False, help="A folder that is free.")
    ],
) -> None:
    """Copy a store as it is at this moment; others may read and write it meanwhile.

    The copy is a store by itself, opened and counted before it gets its name. On the same disk it shares
    files with the store, and takes room only for what changes later.

    Example: `newsgraph store backup --store news.store -o backups/monday.store`
    """
    from newsgraph.pipeline.store import back_up

    console.say(back_up(directory, output))


@store.command()
def compact(directory: _Directory) -> None:
    """Put the files of a store together: it takes less room, and queries are faster.

    Example: `newsgraph store compact --store news.store`
    """
    from newsgraph.pipeline import store as use

    console.say(use.compact(directory))


@store.command()
def dump(
    directory: _Directory,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="`.nq`, `.trig` or `.jsonld`, with `.gz`; or `-`."
        ),
    ] = "-",
    output_format: Format = None,
    register: Annotated[
        bool, typer.Option("--register", help="Write the register of `newsgraph sync` too.")
    ] = False,
) -> None:
    """Write all that a store holds, sorted: the same bytes each time.

    Numbers and times come in the store's wording (0.5 for 0.50). Example:
    `newsgraph store dump --store news.store -o all.nq.gz`
    """
    from newsgraph.pipeline import store as use

    count = use.dump(directory, output, output_format, register=register)
    if output != "-":
        console.say(f"{count} graphs → {output}")
