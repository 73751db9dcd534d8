"""The commands that make, check and send graphs, and the entry point of all."""

from __future__ import annotations

import logging
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.ask import evaluate, query, show
from newsgraph.cli.check import validate
from newsgraph.cli.differences import diff
from newsgraph.cli.export import export
from newsgraph.cli.options import (  # noqa: TC001  typer reads them at run time
    Ca,
    ConnectTimeout,
    DataLicense,
    DataRightsHolder,
    Format,
    License,
    Model,
    People,
    Protocol,
    QueryUrl,
    RdfPaths,
    RightsHolder,
    Server,
    StoreUrl,
    Time,
    Timeout,
    UpdateUrl,
)
from newsgraph.cli.process import guarded
from newsgraph.cli.serve import serve
from newsgraph.cli.store import store
from newsgraph.cli.sync import sync
from newsgraph.pipeline.outcome import FINE
from newsgraph.settings import DEFAULT_BASE, Settings, TextMode, time_from
from newsgraph.version import __version__

app = typer.Typer(
    name="newsgraph",
    help="Turn German news articles into linked data: who is in them, who said what, who proposes what.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Paths = Annotated[list[str], typer.Argument(metavar="PATH", help="Files or folders; `-` is stdin.")]
Base = Annotated[
    str,
    typer.Option("--base", metavar="IRI", envvar="NEWSGRAPH_BASE", help="Start of the IRIs of your data."),
]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error becomes a message and an exit code."""
    # Other libraries log what they retry or guess; what matters to a user is said by newsgraph itself.
    logging.basicConfig(level=logging.CRITICAL)
    with console.logged_warnings(), guarded():
        app(args=arguments)


def _version(asked: bool) -> None:
    if asked:
        console.emit(f"newsgraph {__version__}")
        raise typer.Exit(FINE)


@app.callback()
def top(
    *,
    _version_asked: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn German news articles into linked data: who is in them, who said what, who proposes what."""


@app.command()
def convert(
    paths: Paths,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Folder, file (.ttl .trig .nt .nq .jsonld .rdf, with .gz), or `-` for stdout; "
            "the folder `graph` where neither this nor a store is named.",
        ),
    ] = None,
    format_: Format = None,
    base: Base = DEFAULT_BASE,
    text: Annotated[
        TextMode, typer.Option(metavar="|".join(TextMode), help="How much of the wording the graph carries.")
    ] = TextMode.QUOTES,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="Load into this embedded store instead."),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "-j", "--jobs", metavar="N", min=0, help="Processes; 0: as many as cores and articles allow."
        ),
    ] = 0,
    validate: Annotated[bool, typer.Option("--validate/--no-validate", help="Check what was made.")] = True,
    prune: Annotated[bool, typer.Option(help="Remove files of earlier runs from the output folder.")] = False,
    describe: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", readable=False, help="Write a description of the dataset (VoID, DCAT) here."
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What the dataset is called in its description.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Tell what was odd in the articles.")
    ] = False,
    time: Time = None,
    model: Model = None,
    people: People = None,
    license_: License = None,
    rights_holder: RightsHolder = None,
    data_license: DataLicense = None,
    data_rights_holder: DataRightsHolder = None,
) -> None:
    """Convert articles to RDF, one Turtle file each under `graph/` unless told otherwise.

    Example: `newsgraph convert seeds/ -o news.trig`
    """
    from newsgraph.pipeline.convert import Plan, convert_articles

    if base == DEFAULT_BASE:
        console.say(f"note: using {DEFAULT_BASE} for trying out; give --base before you publish")
    plan = Plan(
        paths=tuple(paths),
        output=output,
        format=format_,
        store=store,
        settings=Settings(
            base=base,
            text=text,
            time=time_from(time),
            model=model,
            people=people,
            licence=license_,
            rights_holder=rights_holder,
            data_licence=data_license,
            data_rights_holder=data_rights_holder,
        ),
        jobs=jobs,
        validate=validate,
        prune=prune,
        describe=describe,
        title=title,
    )
    with console.progress("converting") as advance:
        result = convert_articles(plan, advance)
    for notice in result.notices if verbose else ():
        console.warn(notice)
    console.complain_all(result.outcome.failures)
    if not result.report.conforms:
        from newsgraph.rdf.reports import render_report

        console.say(render_report(result.report))
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


app.command()(validate)


@app.command()
def link(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]",
            help="RDF files or folders; `-` is N-Quads on stdin; without any, the articles of the store.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="File (.trig .nq .jsonld, with .gz), or `-`; `links.trig` where no store is given.",
        ),
    ] = None,
    format_: Format = None,
    store: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            readable=False,
            help="Embedded store: without PATH its articles are linked, without OUT it takes the links.",
        ),
    ] = None,
    overrides: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,
            help="Your own decisions, as TSV or CSV: subject, object, decision (same or different), note.",
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(metavar="DIR", readable=False, help="The articles' files, to compare whole texts too."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="IRI",
            envvar="NEWSGRAPH_BASE",
            help="Start of the links' IRIs, if not that of the articles.",
        ),
    ] = None,
    time: Time = None,
) -> None:
    """Find out who and what is the same across articles, and write it as a graph of links.

    Each link says why it is given and how sure it is; people of one name who are two are told apart.
    Examples: `newsgraph link graph/ -o links.trig`, `newsgraph link --store news.store --overrides my.tsv`
    """
    from newsgraph.pipeline.link import LinkPlan, link_files

    with console.progress("reading") as advance:
        plan = LinkPlan(tuple(paths or ()), output, format_, store, overrides, source, base, time_from(time))
        result = link_files(plan, advance)
    for notice in result.notices:
        console.warn(notice)
    console.complain_all(result.outcome.failures)
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


@app.command()
def load(
    paths: RdfPaths,
    store: Annotated[
        Path,
        typer.Option(metavar="DIR", readable=False, help="The embedded store; made where there is none."),
    ],
    with_ontology: Annotated[bool, typer.Option(help="Load ontology and concept schemes too.")] = False,
) -> None:
    """Load RDF files into the embedded store; a graph that did not change is left alone.

    Example: `newsgraph load graph/ --store news.store --with-ontology`
    """
    from newsgraph.pipeline.transfer import load_files

    with console.progress("loading") as advance:
        result = load_files(paths, store, with_ontology=with_ontology, on_progress=advance)
    console.complain_all(result.outcome.failures)
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


@app.command()
def push(
    paths: RdfPaths,
    endpoint: Annotated[
        str, typer.Option(metavar="URL", help="The SPARQL endpoint.", envvar="NEWSGRAPH_ENDPOINT")
    ],
    server: Server = None,
    protocol: Protocol = "auto",
    query_url: QueryUrl = None,
    update_url: UpdateUrl = None,
    store_url: StoreUrl = None,
    timeout: Timeout = 60,
    connect_timeout: ConnectTimeout = 10,
    ca: Ca = None,
    force: Annotated[bool, typer.Option(help="Send graphs that did not change too.")] = False,
    with_ontology: Annotated[bool, typer.Option(help="Send ontology and concept schemes too.")] = False,
) -> None:
    """Send RDF files to a SPARQL endpoint, one named graph an article, replaced whole.

    User and password, or a token, come from NEWSGRAPH_ENDPOINT_USER, NEWSGRAPH_ENDPOINT_PASSWORD and
    NEWSGRAPH_ENDPOINT_TOKEN. Example: `newsgraph push graph/ --endpoint http://localhost:7878`
    """
    from newsgraph.pipeline.transfer import Target, push_files

    with console.progress("sending") as advance:
        target = Target(
            endpoint,
            protocol=protocol,
            server=server,
            query=query_url,
            update=update_url,
            store=store_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            ca=ca,
            force=force,
        )
        result = push_files(paths, target, with_ontology=with_ontology, on_progress=advance)
    console.complain_all(result.outcome.failures)
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


@app.command()
def verify(
    paths: RdfPaths,
    source: Annotated[
        Path, typer.Option(metavar="DIR", readable=False, help="The articles that the RDF was made from.")
    ],
) -> None:
    """Check every span of RDF files against the text of its article; exit code 1 on one mismatch.

    Example: `newsgraph verify graph/ --source seeds/`
    """
    from newsgraph.pipeline.verify import verify_files

    with console.progress("verifying") as advance:
        result = verify_files(paths, source, advance)
    console.complain_all(result.outcome.failures)
    for mismatch in result.mismatches:
        console.emit(str(mismatch))
    console.say(result.summary)
    raise typer.Exit(result.outcome.exit_code)


app.command()(sync)
app.command()(query)
app.command()(serve)
app.command()(show)
app.command()(diff)
app.command()(export)
app.command("eval")(evaluate)
app.add_typer(store)
