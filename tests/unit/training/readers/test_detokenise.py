from __future__ import annotations

import pytest

from newsgraph.model import Span
from training.readers.detokenise import join


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Ja , das ( ist ) so .", "Ja, das (ist) so."),
        ("„ Nein “ , sagte er .", "„Nein“, sagte er."),
        ('Er rief : " Halt ! "', 'Er rief: "Halt!"'),
        ('Er fand ihn " toll " und " neu " .', 'Er fand ihn "toll" und "neu".'),
        ('Das reicht " , sagte sie , " uns .', 'Das reicht", sagte sie, "uns.'),
        ("» Ja « und « Nein »", "»Ja« und «Nein»"),
        ("Wie geht 's ?", "Wie geht's?"),
        ("Es sind 50 % – mehr nicht .", "Es sind 50 % – mehr nicht."),
    ],
)
def test_tokens_are_spaced_as_in_a_newspaper(tokens: str, text: str) -> None:
    assert join(tokens.split())[0] == text


def test_spans_cover_their_tokens_in_any_script() -> None:
    tokens = ["„", "Gu\u0308te", "😀", "“", ",", "rief", "İpek", "."]
    text, spans = join(tokens)
    assert [span.of(text) for span in spans] == tokens


def test_nothing_gives_no_text() -> None:
    assert join([]) == ("", ())


def test_the_first_token_starts_the_text() -> None:
    assert join([",", "so"]) == (", so", (Span(0, 1), Span(2, 4)))
