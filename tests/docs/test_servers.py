"""The page on servers tells what the presets hold, and names their sources."""

from __future__ import annotations

from pathlib import Path

from newsgraph.sinks.endpoint.servers import GENERIC, Server, load_servers

PAGE = (Path(__file__).parents[2] / "docs" / "servers.md").read_text(encoding="utf-8")
KNOWN = [server for server in load_servers().values() if server is not GENERIC]
WAYS = {"sparql": "updates", "gsp": "PUT"}
WHETHER = {True: "yes", False: "no", None: "?"}
ASKED = {"none": "nothing", "iam": "IAM", "bearer": "a bearer token"}


def row(server: Server) -> str:
    """One line of the table."""
    ways = [f"`{name}={value}`" for name, value in server.union_parameters]
    union = ", ".join(ways) or (f"`GRAPH <{server.union_graph}>`" if server.union_graph else "by itself")
    update, put = size(server.request_limit), size(server.store_limit)
    whole = [
        WHETHER[server.atomic_update],
        "none" if server.store is None else WHETHER[server.atomic_put],
        "none" if server.nquads_post is None else WHETHER[server.atomic_nquads],
    ]
    cells = [
        f"`{server.name}`",
        f"`{server.example}`",
        WAYS[server.protocol],
        ", ".join(ASKED.get(kind, kind.capitalize()) for kind in server.authentication),
        update,
        put if server.store is not None else "none",
        " · ".join(whole),
        union,
    ]
    return f"| {' | '.join(cells)} |"


def size(limit: int | None) -> str:
    """So many bytes, in words."""
    return f"{limit:,}" if limit else "?"


def test_the_table_is_that_of_the_presets() -> None:
    missing = [line for line in map(row, KNOWN) if line not in PAGE.splitlines()]
    assert not missing, "\n" + "\n".join(missing)


def test_every_source_is_named() -> None:
    assert not [source for server in KNOWN for source in server.sources if source not in PAGE]


def test_every_server_has_a_section_with_its_command() -> None:
    for server in KNOWN:
        _, found, section = PAGE.partition(f"\n## {server.title}\n")
        assert found, server.title
        command = section.partition("\n## ")[0]
        assert "newsgraph push" in command
        assert server.example in command or "--endpoint" in command
        limits = (server.request_limit, server.store_limit, server.triples_limit, server.literal_limit)
        for limit in filter(None, (*limits, server.rows_limit)):
            assert f"{limit:,}" in command


def test_the_command_line_names_them_all() -> None:
    reference = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
    line = next(line for line in reference.splitlines() if line.startswith("| `--server NAME`"))
    assert not [name for name in load_servers() if name not in line]
