"""Whatever the text, the spans of its statements are spans of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.annotation.document import build_document
from newsgraph.annotation.statements import find_quotes
from newsgraph.readers.articles import article_from_text

MARKS = list("„“\"»«›‹‚‘',;:.!–() ")
WORDS = " sagte er| Der Minister| habe| werde| dass| forderte| laut Polizei| so Meier| zu gehen"
MORE = " nach Angaben| und| die Steuer| zufolge| lehnte| ab| hieß es| wie| Wir gehen|\n\n"
PIECES = st.sampled_from([*MARKS, *WORDS.split("|"), *MORE.split("|")])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    quotes = find_quotes(build_document(article_from_text(text)), ())
    for index, quote in enumerate(quotes):
        for span in (*quote.spans, *quote.speaker, *quote.cue, *quote.frame, *quote.addressee):
            assert span.end <= len(text)
            assert span.of(text).strip()
        assert all(one.end <= other.start for one, other in zip(quote.spans, quote.spans[1:], strict=False))
        assert all(place is None or place < index for place in (quote.continues, quote.nested_in))
