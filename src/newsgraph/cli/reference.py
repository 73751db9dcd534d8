"""The reference of all commands as Markdown: `python -m newsgraph.cli.reference > docs/cli.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer.main

from newsgraph.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator


def build_reference() -> str:
    """Return the Markdown of `docs/cli.md`, made from the commands themselves."""
    group: Any = typer.main.get_command(app)
    lines = [
        "# Commands",
        "",
        "Made by `python -m newsgraph.cli.reference > docs/cli.md`; a test compares the two.",
        "",
    ]
    for name, command in _commands(group):
        lines += [f"## newsgraph {name}", "", _paragraphs(command.help), ""]
        lines += ["| argument or option | meaning | default |", "|---|---|---|"]
        lines += [_row(parameter) for parameter in command.params if parameter.name != "help"]
        lines.append("")
    return "\n".join(lines)


def _commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  see below
    """Yield every command with its name; those of a group by the name of the group and their own."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _row(parameter: Any) -> str:  # noqa: ANN401  click's own classes differ between versions of typer
    variable = getattr(parameter, "envvar", None)
    meaning = f"{parameter.help or ''} Environment: `{variable}`." if variable else parameter.help or ""
    return f"| {_cell('<br>'.join(_names(parameter)))} | {_cell(meaning)} | {_default(parameter)} |"


def _names(parameter: Any) -> Iterator[str]:  # noqa: ANN401  see above
    metavar = f" {parameter.metavar}" if parameter.metavar else ""
    if parameter.param_type_name == "argument":
        yield f"`{parameter.metavar}`"
        return
    yield f"`{', '.join(parameter.opts)}{metavar}`"
    if parameter.secondary_opts:
        yield f"`{', '.join(parameter.secondary_opts)}`"


def _default(parameter: Any) -> str:  # noqa: ANN401  see above
    value = parameter.default
    if parameter.required or value is None or value is False or callable(value):
        return "required" if parameter.required else ""
    return "yes" if value is True else f"`{getattr(value, 'value', value)}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(build_reference(), end="")  # noqa: T201  this is what it is for
