"""Word lists as data files, loaded once each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from newsgraph.errors import AnnotateError


def read_lines(name: str) -> list[str]:
    """Return the lines of the data file `name` but those that begin with `#`, read anew each time.

    Raises `AnnotateError` where the installation lacks the file.
    """
    try:
        raw = (files(__name__) / name).read_text(encoding="utf-8")
    except OSError as error:
        raise AnnotateError(
            "word list is missing", where=f"lexicon/{name}", mend="install newsgraph again"
        ) from error
    return [line for line in raw.splitlines() if not line.startswith("#")]


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Return the lines of the data file `name`, without comments (`# …`) and empty lines.

    Raises `AnnotateError` where the installation lacks the file.
    """
    lines = (line.split(" # ")[0].strip() for line in read_lines(name))
    return tuple(line for line in lines if line)


@cache
def load_words(name: str) -> frozenset[str]:
    """Return the data file `name`, one word a line, as a set."""
    return frozenset(load_lines(name))


@cache
def load_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the data file `name` as rows of tab-separated fields."""
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in load_lines(name))
