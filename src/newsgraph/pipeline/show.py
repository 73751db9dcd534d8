"""One article with what was found in it, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from newsgraph.model import Annotations


def annotate_file(path: str, model: str | None = None) -> Annotations:
    """Return the annotations of the article in one file; `-` is standard input.

    `model` is a model's folder or "rules"; without it, the shipped model is used. Raises `ReadError`, and
    `AnnotateError` where the model cannot be loaded.
    """
    return annotate_article(read_file(path), load_finder(model))
