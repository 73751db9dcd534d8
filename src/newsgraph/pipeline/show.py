"""One article with what was found in it, for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from newsgraph.model import Annotations


def annotate_file(path: str) -> Annotations:
    """Return the annotations of the article in one file; `-` is standard input. Raises `ReadError`."""
    return annotate_article(read_file(path))
