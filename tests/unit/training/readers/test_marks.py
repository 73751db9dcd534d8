from __future__ import annotations

import pytest

from newsgraph.model import Span
from training.readers.marks import unquoted


@pytest.mark.parametrize(
    ("annotated", "content"),
    [
        ("„Wir kommen“", "Wir kommen"),
        ("„Wir kommen.“", "Wir kommen."),
        ("„Wir kommen“.", "Wir kommen"),
        ("„Wir kommen “", "Wir kommen"),
        ("„Wir kommen", "Wir kommen"),
        ("Wir kommen“,", "Wir kommen"),
        ('"Kommt ihr?"', "Kommt ihr?"),
        ("»Er ist ‚krank‘«", "Er ist ‚krank‘"),
        ("er ist ‚krank‘", "er ist ‚krank‘"),
        ("„Faust“ ist ein Stück", "„Faust“ ist ein Stück"),
        ("“", "“"),
        ("Wir kommen", "Wir kommen"),
    ],
)
def test_only_outer_marks_go(annotated: str, content: str) -> None:
    text = "So: " + annotated + " Ja."
    assert unquoted(text, Span(4, 4 + len(annotated))).of(text) == content
