"""Whatever the text is: a frame overlaps nothing that it introduces, and holds its cue and speaker."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import newsgraph

WHO = ("Erika Sandmann", "Minister Jan Petersen (SPD)", "die Bahn", "er", "der „Hafenbote“", "ein Sprecher")
SAYS = ("sagte", "forderte", "lehnte", "laut", "so", "warb", "hieß es", "teilte", "wies", "nannte", "und")
WHAT = ("das sei falsch", "mehr Geld", "Wir bleiben", "dass man zahle", "für den Plan", "ab", "zurück", "mit")
MARKS = (",", ":", ".", "„", "“", "»", "«", '"', "(", ")", "–")
WORDS = st.sampled_from((*WHO, *SAYS, *WHAT, *MARKS))
TEXTS = st.lists(WORDS, min_size=2, max_size=25).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_frames_hold_cue_and_speaker_and_no_content(text: str) -> None:
    for statement in newsgraph.annotate(text).statements:
        assert not any(a.overlaps(b) for a in statement.frame for b in statement.spans)
        needed = (*statement.cue, *statement.speaker_mention) if statement.frame else ()
        assert all(any(part.contains(n) for part in statement.frame) for n in needed)
