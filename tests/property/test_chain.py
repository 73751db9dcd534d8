"""Whatever the text is: every span lies in it, and the graph says nothing that it does not bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import newsgraph
from newsgraph.model import Span
from newsgraph.pipeline.verify import find_mismatches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Annotations

PIECES = (
    *("„", "“", '"', "»", "«", "›", "‹", "”", "(", ")", ",", ".", ":", "?", "!", "–", "\n\n", " "),
    *(
        " sagte ",
        " zufolge ",
        " laut ",
        " nach Angaben von ",
        " so ",
        " forderte ",
        " lehnte ",
        " ab",
        " dass ",
    ),
    *(
        "Erika Sandmann",
        "Minister Jan Petersen (SPD)",
        "die Ministerin",
        "er",
        "sie",
        "die Bahn",
        "Frankreich",
    ),
    *(
        "das sei falsch",
        "man habe gezahlt",
        "Wir bleiben",
        "mehr Geld",
        "der Plan",
        "ein Sprecher",
        "Kritiker",
    ),
    *("👩‍👧 ", "é", "שלום", "مرحبا", "Ünal-Çelik", "𝔘", "\u200b"),
)
# What the reader refuses (control characters, lone surrogates, U+FFFE) is not tried here.
LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=3)
TEXTS = st.lists(st.sampled_from(PIECES) | LETTERS, min_size=1, max_size=40).map("".join).filter(str.strip)


def spans(notes: Annotations) -> Iterator[Span]:
    """Yield every span of the annotations."""
    for statement in notes.statements:
        for part in ("spans", "speaker_mention", "cue", "frame", "addressee"):
            yield from getattr(statement, part)
    for proposal in notes.proposals:
        yield from proposal.spans
    for bearers in (notes.persons, notes.organisations, notes.countries, notes.places, notes.anonymous):
        for mention in (mention for bearer in bearers for mention in bearer.mentions):
            yield from mention.spans


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_chain_holds_for_any_text(text: str) -> None:
    notes = newsgraph.annotate(text)
    assert notes.article.text == text
    assert all(Span(0, len(text)).contains(span) for span in spans(notes))
    assert all(0 <= statement.confidence <= 1 for statement in notes.statements)
    assert all(0 <= proposal.confidence <= 1 for proposal in notes.proposals)
    graph = newsgraph.build(notes)
    assert list(find_mismatches(graph, notes.article)) == []
    assert graph == newsgraph.build(newsgraph.annotate(text))


@settings(max_examples=8, deadline=None)
@given(TEXTS)
def test_every_graph_conforms_but_for_its_missing_header(text: str) -> None:
    report = newsgraph.validate([newsgraph.build(newsgraph.annotate(text))])
    wrong = [r for r in report.results if r.focus != r.article]
    assert wrong == []
