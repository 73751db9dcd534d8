"""The command that writes files for servers that load in bulk."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from newsgraph.cli import console


def export(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]", help="RDF files or folders; `-` is N-Quads on stdin."),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="Embedded store to export, instead of files."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", readable=False, help="The folder to export into."),
    ] = None,
    part_size: Annotated[
        str, typer.Option(metavar="SIZE", help="A part holds no more than this, unpacked: `256MB`, `1GiB`.")
    ] = "256MB",
    with_ontology: Annotated[bool, typer.Option(help="Export ontology and concept schemes too.")] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", readable=False, help="Check an export instead; exit code 1 on a flaw."
        ),
    ] = None,
) -> None:
    """Write graphs for servers that load files: sorted N-Quads in packed parts, with a manifest.

    The same graphs give the same bytes; `manifest.json`, written last, says what is there. Examples:
    `newsgraph export graph/ -o export`, `newsgraph export --verify export`
    """
    from newsgraph.errors import UsageError
    from newsgraph.pipeline.export import ExportPlan, export_graphs, parse_size, verify_export

    if verify is not None:
        if paths or store is not None or output is not None:
            raise UsageError("an export is either made or checked", where="--verify", mend="give it alone")
        with console.progress("verifying") as advance:
            result = verify_export(verify, advance)
    else:
        if output is None:
            raise UsageError("no folder to export into", where="export", mend="give -o FOLDER")
        plan = ExportPlan(output, tuple(paths or ()), store, parse_size(part_size), with_ontology)
        with console.progress("exporting") as advance:
            result = export_graphs(plan, advance)
    console.complain_all(result.outcome.failures)
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)
