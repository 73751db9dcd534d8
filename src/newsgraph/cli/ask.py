"""The commands that ask: query, show, eval."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path  # noqa: TC003  typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli import console
from newsgraph.cli.completion import formats, named_queries, parameters
from newsgraph.cli.options import (  # noqa: TC001  typer reads them at run time
    Ca,
    ConnectTimeout,
    Model,
    People,
    QueryUrl,
    Server,
)
from newsgraph.errors import UsageError
from newsgraph.pipeline.outcome import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.pipeline.evaluation import Evaluation
    from newsgraph.pipeline.evaluation_wikinews import QuotationEvaluation
    from newsgraph.sinks.asking import Asking


class Layout(StrEnum):
    """How the annotated articles that `eval` measures against are laid out."""

    NEWSGRAPH = "newsgraph"
    WIKINEWS = "wikinews"


def query(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH] [QUERY]", help="RDF files or folders, then the query."),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", readable=False, help="Ask this embedded store.")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(metavar="URL", help="Ask this SPARQL endpoint.")] = None,
    server: Server = None,
    query_url: QueryUrl = None,
    connect_timeout: ConnectTimeout = 10,
    ca: Ca = None,
    file: Annotated[
        Path | None,
        typer.Option("-q", "--query", metavar="FILE", readable=False, help="Read the query here."),
    ] = None,
    named: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A query that newsgraph ships.", autocompletion=named_queries),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="A value for a variable.", autocompletion=parameters),
    ] = None,
    prefix: Annotated[
        list[str] | None,
        typer.Option(metavar="P=IRI", help="A prefix of your own, for query and values."),
    ] = None,
    results_format: Annotated[
        str | None,
        typer.Option(
            "-f",
            "--results-format",
            metavar="NAME",
            help="table, csv, tsv, json, xml, parquet; turtle, nt, jsonld, rdfxml for graphs.",
            autocompletion=formats,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write here; the extension tells the format."),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="ROWS", min=0, help="No more rows than these.")] = None,
    timeout: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.01, help="Give up after this time.")
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Let SERVICE send parts of the query to this endpoint."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what would be asked; ask nothing.")
    ] = False,
    wide: Annotated[bool, typer.Option("--wide", help="Fold nothing in a table.")] = False,
    list_named: Annotated[
        bool, typer.Option("--list", help="List the queries that newsgraph ships.")
    ] = False,
) -> None:
    """Ask RDF files, the embedded store or an endpoint in SPARQL 1.1.

    Examples: `newsgraph query graph/ --named who-said-what`,
    `newsgraph query graph/ "SELECT ?name WHERE { ?p a schema:Person ; schema:name ?name }"`
    """
    from newsgraph.pipeline.query import (
        TABLE,
        TABLE_ROWS,
        Question,
        choose_format,
        find_query,
        inquire,
        named_query_table,
        write_answer,
    )
    from newsgraph.sinks.query import Kind, kind_of

    if list_named:
        console.table(("name", "parameters", "what it tells"), named_query_table())
        return
    words = list(arguments or ())
    if file is None and named is None:
        if not words:
            raise UsageError("no query", where="query", mend="give a query, -q FILE, --named NAME or --list")
        text: str | None = words.pop()
    else:
        text = None
    question = Question(
        paths=tuple(words),
        store=store,
        endpoint=endpoint,
        server=server,
        query_url=query_url,
        text=text,
        file=file,
        named=named,
        parameters=_pairs(param or (), "parameter", "--param"),
        timeout=timeout,
        connect_timeout=connect_timeout,
        ca=ca,
        limit=limit,
        prefixes=_pairs(prefix or (), "prefix", "--prefix"),
        services=tuple(allow_service or ()),
    )
    wanted = find_query(question)
    if explain:
        from newsgraph.pipeline.explain import explain_question

        console.emit_marked(explain_question(question, wanted), {r"(?m)^(\S.*)$": "bold"})
        return
    name = choose_format(wanted, results_format, output, for_person=console.is_terminal())
    if name == TABLE and limit is None and kind_of(wanted.form) is Kind.TABLE:
        question = replace(question, limit=TABLE_ROWS)
    asking = inquire(question, wanted)
    if name != TABLE:
        write_answer(asking, name, output)
    elif asking.kind is Kind.TRUTH:
        console.emit("true" if asking.whole().truth else "false")
    else:
        _show_table(asking, wide=wide)
    if asking.cut is not None:
        console.warn(
            f"the answer has {asking.cut:,} rows, which is as many as this server gives: others may be "
            "missing (raise its limit, or ask for parts with ORDER BY, LIMIT and OFFSET)"
        )
    if asking.more:
        mend = "more with --limit" if limit is not None else "all of them with -f csv or --limit"
        rows = "row" if question.limit == 1 else "rows"
        console.say(f"there are more than {question.limit:,} {rows} ({mend})")


def _show_table(asking: Asking, *, wide: bool) -> None:
    from newsgraph.pipeline.query import show_rows

    shown = show_rows(asking)
    console.answers(shown.columns, shown.rows, numeric=shown.numeric, wide=wide)


def _pairs(items: Sequence[str], what: str, option: str) -> tuple[tuple[str, str], ...]:
    pairs: dict[str, str] = {}
    for item in items:
        name, equals, value = item.partition("=")
        key = name.lstrip("?$")
        if not equals or not key:
            raise UsageError(f"not a {what}: {item!r}", where=option, mend="write it as name=value")
        if pairs.setdefault(key, value) != value:
            raise UsageError(f"{key!r} is given twice, differently", where=option, mend="give it one value")
    return tuple(pairs.items())


def show(
    path: Annotated[str, typer.Argument(metavar="FILE", help="An article; `-` is stdin.")],
    model: Model = None,
    people: People = None,
) -> None:
    """Show one article with its people, statements and proposals marked.

    Example: `newsgraph show seeds/01-koalition-streitet-ueber-bahnpreise.txt`
    """
    from newsgraph.cli.page import print_article
    from newsgraph.pipeline.show import annotate_file

    print_article(annotate_file(path, model, people))


def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            readable=False,
            help="A folder of articles with *.gold.json beside them; "
            "in the layout of Wikinews a folder of *.json, or a .jsonl.gz.",
        ),
    ],
    layout: Annotated[
        Layout,
        typer.Option(
            metavar="|".join(Layout),
            help="The layout of GOLD: newsgraph's own, or that of the Wikinews quotations.",
        ),
    ] = Layout.NEWSGRAPH,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    predictions: Annotated[
        Path | None,
        typer.Option(
            metavar="OUTDIR", readable=False, help="Write what was found in the layout of the gold."
        ),
    ] = None,
    by_article: Annotated[
        bool, typer.Option("--by-article", help="Print a line for each article too.")
    ] = False,
    errors: Annotated[bool, typer.Option(help="Print every error with its text.")] = False,
    model: Model = None,
    people: People = None,
) -> None:
    """Measure against annotated articles: precision, recall and F1.

    Examples: `newsgraph eval corpus/ --errors`, `newsgraph eval dev.jsonl.gz --layout wikinews`
    """
    from newsgraph.annotation.finders import load_finder
    from newsgraph.lexicon.known import load_known
    from newsgraph.pipeline.evaluation import evaluate_folder
    from newsgraph.pipeline.evaluation_wikinews import evaluate_wikinews

    finder, known = load_finder(model), load_known(people)
    result: Evaluation | QuotationEvaluation
    with console.progress("measuring") as advance:
        if layout is Layout.WIKINEWS:  # of quotations alone: nobody is identified
            result = evaluate_wikinews(gold, predictions, advance, finder)
        else:
            result = evaluate_folder(gold, predictions, advance, finder, known)
    console.complain_all(result.broken)
    if result.outcome.exit_code == IMPOSSIBLE:
        raise typer.Exit(IMPOSSIBLE)  # nothing was measured, and a table of zeros would say that it was
    if as_json:
        console.emit(json.dumps(result.to_dict(), ensure_ascii=False, indent=2))
    else:
        console.table(result.columns, result.rows(), numeric=result.columns[1:])
        for line in result.article_lines() if by_article else ():
            console.emit(line)
        for line in result.error_lines() if errors else ():
            console.emit(line)
    raise typer.Exit(result.outcome.exit_code)
