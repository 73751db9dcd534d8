"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="PATH",
        envvar="NEWSGRAPH_MODEL",
        help="Folder of another model, or `rules` for the rules alone.",
    ),
]
