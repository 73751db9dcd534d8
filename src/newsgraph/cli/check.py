"""The command that checks graphs against shapes, for people and for machines."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.options import RdfPaths  # noqa: TC001  typer reads the annotations at run time
from newsgraph.model import Severity  # noqa: TC001  so here
from newsgraph.rdf.engine import Engine

_LEVELS = "info, warning or violation"


def validate(
    paths: RdfPaths,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="Shapes to use instead of the shipped: a folder or a file; may be repeated.",
        ),
    ] = None,
    add_shapes: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="Shapes to use beside the others, which they can also change; may be repeated.",
        ),
    ] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="`search`: also what search engines recommend; `ontology`: check ontology files instead.",
        ),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND[=FILE]",
            help="text, json, junit, sarif, github or turtle, to stdout or a file; may be repeated.",
        ),
    ] = None,
    severity: Annotated[
        Severity | None,
        typer.Option(
            metavar="LEVEL",
            case_sensitive=False,
            help=f"Report from this severity on ({_LEVELS}), and fail on all that is reported.",
        ),
    ] = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(
            metavar="LEVEL",
            case_sensitive=False,
            help="Exit with 1 from this severity on; if not given, that of `--severity`, or violation.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Show no more results than this, the worst.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", readable=False, help="Accept the results known here, fail on new ones."),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", readable=False, help="Write the results that are there now to a baseline."
        ),
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language of the messages: en, de, or one of your shapes.")
    ] = "en",
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="No error if there is nothing of newsgraph in the files.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="Who checks: auto, or pyshacl alone; the results are the same.")
    ] = Engine.AUTO,
) -> None:
    """Check RDF files against the SHACL shapes; exit code 1 where something does not conform.

    Examples: `newsgraph validate graph/ --report text --report sarif=results.sarif`,
    `newsgraph validate graph/ --write-baseline known.json`
    """
    from newsgraph.pipeline.report_files import parse_targets, write_reports
    from newsgraph.pipeline.validate import ValidationPlan, validate_files
    from newsgraph.rdf.report_parts import summary
    from newsgraph.rdf.report_text import MARKS
    from newsgraph.rdf.shape_choice import ShapeChoice

    targets = parse_targets(report or ["text"])
    plan = ValidationPlan(
        paths=tuple(paths),
        shapes=ShapeChoice(tuple(shapes or ()), tuple(add_shapes or ()), tuple(profile or ())),
        language=language,
        severity=severity,
        fail_on=fail_on,
        limit=limit,
        baseline=baseline,
        write_baseline=write_baseline,
        allow_empty=allow_empty,
        engine=engine,
    )
    with console.progress("validating") as advance:
        result = validate_files(plan, advance)
    console.complain_all(result.outcome.failures)
    printed = write_reports(result.report, targets)
    if not printed:
        console.say(summary(result.report))
    elif any((target.kind, target.file) == ("text", "-") for target in targets):
        console.emit_marked(printed, MARKS)
    else:
        console.emit(printed)
    raise typer.Exit(result.outcome.exit_code)
