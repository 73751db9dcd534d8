"""Check the markup of articles, and build article files and gold from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from newsgraph.errors import NewsgraphError
from training.markup.audit import audit_article
from training.markup.check import check_articles
from training.markup.counts import count
from training.markup.gold import write_gold
from training.markup.parse import MarkedArticle, parse_folder

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)
_CORPUS = Path(__file__).parents[1] / "corpus"
Folder = Annotated[Path, typer.Argument(help="Folder with the *.mk files.")]


@app.command()
def check(
    folder: Folder = _CORPUS,
    audit: Annotated[
        bool, typer.Option("--audit", help="Also say what newsgraph's rules find unmarked.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No remarks, errors only.")] = False,
) -> None:
    """Check the markup. Exit 1 where something is wrong; remarks are for a person to look at."""
    errors = 0
    articles = _articles(folder)
    findings = [*check_articles(articles), *(f for a in articles if audit for f in audit_article(a))]
    for finding in findings:
        errors += not finding.is_remark
        if not (quiet and finding.is_remark):
            typer.echo(str(finding))
    typer.echo(f"{len(articles)} articles, {errors} errors, {len(findings) - errors} remarks", err=True)
    if errors:
        raise typer.Exit(1)


@app.command()
def build(out: Annotated[Path, typer.Argument(help="Folder to write to.")], folder: Folder = _CORPUS) -> None:
    """Write a .txt and a .gold.json an article, as `newsgraph eval` reads them."""
    try:
        count = write_gold(_articles(folder), out)
    except NewsgraphError as error:
        _fail(error)
    typer.echo(f"{count} articles in {out}", err=True)


@app.command(name="count")
def print_counts(folder: Folder = _CORPUS) -> None:
    """Print how much of what the corpus holds, as a table in Markdown."""
    typer.echo("| what | number |\n|---|---|")
    for name, number in count(_articles(folder)).items():
        typer.echo(f"| {name} | {number:,} |")


def _articles(folder: Path) -> list[MarkedArticle]:
    try:
        return list(parse_folder(folder))
    except NewsgraphError as error:
        _fail(error)


def _fail(error: NewsgraphError) -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(3) from error


if __name__ == "__main__":
    app()
