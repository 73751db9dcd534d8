"""Who passes a statement on: "sagte Costa laut der Zeitung „A Bancada“", "zitierte ihn die Agentur"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotate.speaker_clause import sentence_at

if TYPE_CHECKING:
    from newsgraph.annotate.finder import QuoteSpan
    from newsgraph.annotate.roster import Roster

_RELAY = re.compile(
    r"\b(?:laut|nach (?:Angaben|Informationen|Berichten)|Bericht|zitiert\w*|wie|Agentur|im Gespräch mit|"
    r"gab \w+ wieder|überliefert\w*)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\W*(?:\w+ ){0,2}(?:zufolge|berichtete|berichtet|meldete|meldet|zitiert\w*|schrieb|schreibt|weiter)\b"
)


def find_relay(roster: Roster, quote: QuoteSpan, speakers: tuple[int, ...]) -> tuple[int, ...]:
    """Return the body that is said to have passed the statement on, if the speaker is somebody else.

    Counter-example: "berichtete die Zeitung" with the paper itself as speaker; then nobody relays.
    """
    if not quote.speaker or not speakers:
        return ()
    text = roster.document.text
    sentence = sentence_at(roster.document, quote.speaker[0].start)
    for occurrence in roster.occurrences:
        if not sentence.span.contains(occurrence.span) or occurrence.key in speakers:
            continue
        if (
            not roster.candidates[occurrence.key].is_body
            or "press" not in roster.candidates[occurrence.key].classes
        ):
            continue
        own = (*quote.spans, *quote.speaker, *quote.addressee)
        if any(span.overlaps(occurrence.span) for span in own):
            continue
        before = text[sentence.span.start : occurrence.start]
        after = text[occurrence.end : sentence.span.end]
        if _RELAY.search(before) or _AFTER.match(after):
            return (occurrence.key,)
    return ()
