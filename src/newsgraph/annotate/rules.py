"""The finder that works by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.finder import Found
from newsgraph.annotate.names import find_names
from newsgraph.annotate.statements import find_quotes

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document


class RuleFinder:
    """Finds names and statements by word lists, parts of speech and typography."""

    def find(self, document: Document) -> Found:
        """Return names and statements of the document, in text order."""
        names = find_names(document)
        return Found(names, find_quotes(document, names))
