from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.finder import Found, NameLabel, NameSpan
from training.report import score_names
from training.scheme import Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.training.conftest import Text

    from newsgraph.annotation.document import Document


class Told:
    """A finder that finds what it is told to."""

    name = "told"
    digest = None

    def __init__(self, *names: NameSpan) -> None:
        self._names = names

    def find(self, document: Document) -> Found:
        """Return the same for every document."""
        assert document.text
        return Found(names=self._names)


def test_a_name_counts_with_its_span_and_its_label(written: Callable[[str], Text]) -> None:
    text = written("Eva Sand baut in Leer, Jan baut in Emden am Hafen.")
    gold = {"Eva Sand": "PER", "Jan": "PER", "Leer": "LOC", "Emden": "LOC", "Hafen": "OTH"}
    example = text.example(names=tuple(Name(text.at(words), label) for words, label in gold.items()))
    finder = Told(
        NameSpan(text.at("Eva Sand"), NameLabel.PERSON),
        NameSpan(text.at("Leer"), NameLabel.ORGANISATION),
        NameSpan(text.at("Emden am"), NameLabel.PLACE),
    )
    counts = score_names(finder, [example])
    assert set(counts) == {"PER", "ORG", "LOC", "all"}
    # Found 1 of 2 persons; no place is right; other names do not count.
    assert (counts["PER"].precision, counts["PER"].recall) == (1, 0.5)
    assert counts["LOC"].f1 == counts["ORG"].f1 == 0
    assert (counts["all"].precision, counts["all"].recall) == (1 / 3, 1 / 4)
