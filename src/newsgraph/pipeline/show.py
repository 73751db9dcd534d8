"""One article with what was found in it, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.lexicon.known import load_known
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.model import Annotations


def annotate_file(path: str, model: str | None = None, people: Path | None = None) -> Annotations:
    """Return the annotations of the article in one file; `-` is standard input.

    `model` is a model's folder or "rules"; without it, the shipped model is used. `people` is a table of
    known people and bodies beside the shipped one. Raises `ReadError`, `AnnotateError` where the model cannot
    be loaded, and `UsageError` where the table cannot be opened.
    """
    return annotate_article(read_file(path), load_finder(model), load_known(people))
