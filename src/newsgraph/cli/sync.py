"""The command that brings a store or an endpoint in step with RDF files."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.options import (  # noqa: TC001  typer reads them at run time
    Ca,
    ConnectTimeout,
    Protocol,
    QueryUrl,
    RdfPaths,
    Server,
    StoreUrl,
    Timeout,
    UpdateUrl,
)
from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.pipeline.sync import Synced


def sync(
    paths: RdfPaths,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="The embedded store; made where there is none."),
    ] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The SPARQL endpoint; it must take queries and updates."),
    ] = None,
    collection: Annotated[
        str,
        typer.Option(metavar="NAME", help="What these files are together; graphs of others are left alone."),
    ] = "default",
    delete: Annotated[
        bool, typer.Option("--delete", help="Take out graphs of the collection that are in no file.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was, or would be, done as JSON.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare contents: mends what somebody else changed in the store."),
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Take over graphs of other collections; delete although inputs failed."),
    ] = False,
    with_ontology: Annotated[bool, typer.Option(help="Bring ontology and concept schemes too.")] = False,
    server: Server = None,
    protocol: Protocol = "auto",
    query_url: QueryUrl = None,
    update_url: UpdateUrl = None,
    store_url: StoreUrl = None,
    timeout: Timeout = 60,
    connect_timeout: ConnectTimeout = 10,
    ca: Ca = None,
) -> None:
    """Bring a store or an endpoint in step with RDF files: only what is new or changed is sent.

    What is in step is told by a register that the store itself keeps, so that any machine can go on, and
    what was interrupted is completed by the same command. Files that did not change are not even parsed.
    With `--delete`, graphs that are in no file any more are removed; never if a file failed.

    Examples: `newsgraph sync graph/ --store news.store --delete`,
    `newsgraph sync graph/ --endpoint http://localhost:7878 --dry-run`
    """
    from newsgraph.pipeline.sync import Synced, SyncPlan, place_of, sync_files

    if (store is None) == (endpoint is None):
        raise UsageError("one target is needed", where="sync", mend="give --store or --endpoint")
    if endpoint is None:
        place = place_of(store or Path())
    else:
        from newsgraph.pipeline.transfer import Target

        place = place_of(
            Target(
                endpoint,
                protocol=protocol,
                server=server,
                query=query_url,
                update=update_url,
                store=store_url,
                timeout=timeout,
                connect_timeout=connect_timeout,
                ca=ca,
            )
        )
    plan = SyncPlan(
        tuple(paths),
        collection,
        delete=delete,
        check=check,
        force=force,
        dry_run=dry_run,
        with_ontology=with_ontology,
    )
    result = Synced(place.name, dry_run=dry_run)
    with _interruptible(result), console.progress("syncing (kB)") as advance:
        sync_files(plan, place, result, advance)
    for notice in result.notices:
        console.warn(notice)
    console.complain_all(result.failures)
    if as_json:
        console.emit(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        for mark, name in result.steps:
            console.emit(f"{mark} {name}")
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


@contextmanager
def _interruptible(result: Synced) -> Iterator[None]:
    """Say what is in place where a signal ends the run half way."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        console.complain_all(result.failures)
        console.say(
            result.interruption
            or "no graph is known to be put in place by then; the same command completes it"
        )
        raise
