"""What a shell offers to complete: named queries, their parameters, and formats, each with what it is."""

from __future__ import annotations

import typer  # noqa: TC002  typer reads the annotations at run time


def named_queries(incomplete: str) -> list[tuple[str, str]]:
    """Return the shipped queries whose names begin so, with their titles."""
    from newsgraph.sinks.named import load_named_queries

    return [(query.name, query.title) for query in load_named_queries() if query.name.startswith(incomplete)]


def parameters(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the parameters of the query that `--named` chose, as far as they are not yet given."""
    from newsgraph.sinks.named import load_named_queries

    chosen = [query for query in load_named_queries() if query.name == context.params.get("named")]
    given = {word.partition("=")[0] for word in context.params.get("param") or ()}
    return [
        (f"{one.name}=", one.description)
        for query in chosen
        for one in query.parameters
        if one.name not in given and one.name.startswith(incomplete)
    ]


def formats(incomplete: str) -> list[tuple[str, str]]:
    """Return the formats of answers whose names begin so."""
    from newsgraph.pipeline.query import FORMATS

    return [(name, meaning) for name, meaning in FORMATS.items() if name.startswith(incomplete)]
