"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

RdfPaths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="RDF files or folders; `-` is N-Quads on stdin.")
]

Format = Annotated[
    str | None,
    typer.Option("-f", "--format", metavar="NAME", help="Format, if not told by OUT."),
]

Time = Annotated[
    str | None,
    typer.Option(
        "--time",
        metavar="ISO",
        help="Write this time into what is made; else that of SOURCE_DATE_EPOCH, or none.",
    ),
]

Protocol = Annotated[
    str,
    typer.Option(
        "--protocol", metavar="NAME", help="sparql (SPARQL Update), gsp (Graph Store Protocol) or auto."
    ),
]

Server = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="NAME",
        envvar="NEWSGRAPH_ENDPOINT_SERVER",
        help="Kind of server: oxigraph, virtuoso, fuseki, graphdb, rdf4j, qlever, blazegraph, stardog, "
        "neptune or generic; else as the URL looks.",
    ),
]

QueryUrl = Annotated[
    str | None,
    typer.Option("--query-url", metavar="URL", help="Where to query, if it cannot be guessed."),
]

UpdateUrl = Annotated[
    str | None,
    typer.Option("--update-url", metavar="URL", help="Where to send updates, if it cannot be guessed."),
]

StoreUrl = Annotated[
    str | None,
    typer.Option("--store-url", metavar="URL", help="Where the graph store is, if it cannot be guessed."),
]

Timeout = Annotated[
    float,
    typer.Option("--timeout", metavar="SECONDS", min=0.1, help="For each step."),
]

ConnectTimeout = Annotated[
    float,
    typer.Option("--connect-timeout", metavar="SECONDS", min=0.1, help="For making a connection."),
]

Ca = Annotated[
    Path | None,
    typer.Option(
        "--ca",
        metavar="FILE",
        readable=False,
        envvar="NEWSGRAPH_ENDPOINT_CA",
        help="Certificates (PEM) to trust beside those of the system.",
    ),
]

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="PATH",
        envvar="NEWSGRAPH_MODEL",
        help="Folder of another model, or `rules` for the rules alone.",
    ),
]

People = Annotated[
    Path | None,
    typer.Option(
        "--people",
        metavar="FILE",
        readable=False,
        envvar="NEWSGRAPH_PEOPLE",
        help="A table (TSV or CSV) of people and bodies with their IRIs, beside the shipped one.",
    ),
]

License = Annotated[
    str | None,
    typer.Option(
        "--license",
        metavar="IRI",
        envvar="NEWSGRAPH_LICENSE",
        help="Licence of the articles: who may print them.",
    ),
]

RightsHolder = Annotated[
    str | None,
    typer.Option(
        "--rights-holder",
        metavar="NAME|IRI",
        envvar="NEWSGRAPH_RIGHTS_HOLDER",
        help="Who holds the rights to the articles.",
    ),
]

DataLicense = Annotated[
    str | None,
    typer.Option(
        "--data-license",
        metavar="IRI",
        envvar="NEWSGRAPH_DATA_LICENSE",
        help="Licence of the graphs and of the dataset.",
    ),
]

DataRightsHolder = Annotated[
    str | None,
    typer.Option(
        "--data-rights-holder",
        metavar="NAME|IRI",
        envvar="NEWSGRAPH_DATA_RIGHTS_HOLDER",
        help="Who publishes the graphs and the dataset, and holds the rights to them.",
    ),
]
