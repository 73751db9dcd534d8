"""The command that answers other programs: serve."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from newsgraph.cli import console

_MIB = 1 << 20


def serve(
    store: Annotated[Path, typer.Option(metavar="DIR", readable=False, help="The embedded store.")],
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; anything but loopback is open to others.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 7879,
    timeout: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.1, help="How long a query may run, and wait before that."),
    ] = 30,
    memory: Annotated[int, typer.Option(metavar="MIB", min=64, help="For one query.")] = 1024,
    max_rows: Annotated[
        int, typer.Option(metavar="N", min=1, help="Rows or triples of one answer.")
    ] = 1_000_000,
    max_bytes: Annotated[int, typer.Option(metavar="N", min=1, help="Bytes of one answer.")] = 64 * _MIB,
    max_request: Annotated[int, typer.Option(metavar="N", min=1, help="Bytes of one request's body.")] = _MIB,
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="Queries that run at once.")] = 2,
    queue: Annotated[int, typer.Option(metavar="N", min=0, help="Queries that may wait; more get 503.")] = 8,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Let pages of this origin read answers; `*` is all. Repeatable."),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The endpoint's URL in the world, behind another web server."),
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="A line for each request.")] = False,
    log_queries: Annotated[bool, typer.Option(help="Write queries into that line too.")] = False,
) -> None:
    """Answer SPARQL queries of other programs from the embedded store; nothing can be written.

    The first line of stdout is the endpoint's URL. Ctrl-C ends it.
    Examples: `newsgraph serve --store news.store`, `newsgraph serve --store news.store --port 0 -v`
    """
    from newsgraph.sinks.service.limits import Limits
    from newsgraph.sinks.service.server import Server, Service
    from newsgraph.sinks.service.visitors import is_loopback

    limits = Limits(
        timeout=timeout,
        memory=memory * _MIB,
        rows=max_rows,
        size=max_bytes,
        request=max_request,
        workers=workers,
        waiting=queue,
    )
    service = Service(
        directory=store,
        host=host,
        port=port,
        limits=limits,
        origins=tuple(cors or ()),
        public=public_url,
        log=console.say if verbose or log_queries else None,
        log_queries=log_queries,
    )
    server = Server(service)
    try:
        if not is_loopback(host):
            console.warn(f"whoever reaches {host} can read everything in this store")
        console.emit(server.url)
        server.run()
    finally:
        server.close()
