"""The finder that works by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.finder import Found
from newsgraph.annotation.names import find_names
from newsgraph.annotation.statements import find_quotes

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document


class RuleFinder:
    """Finds names and statements by word lists, parts of speech and typography."""

    name = "rules"
    digest = None

    def find(self, document: Document) -> Found:
        """Return names and statements of the document, in text order."""
        names = find_names(document)
        return Found(names, find_quotes(document, names))
