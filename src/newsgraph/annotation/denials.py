"""Whether somebody denies what a statement says of him: "bestritt", "wies den Vorwurf zurück"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.lexicon import load_lines, load_words

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.finder import QuoteSpan

__all__ = ["is_denial"]

_DENYING = frozenset({"bestreiten", "dementieren", "abstreiten", "leugnen", "verneinen"})
_REJECTING = frozenset({"zurückweisen", "weisen", "widersprechen", "entgegentreten", "verwahren"})
_JUDGING = frozenset({"nennen", "bezeichnen"})
_PHRASES = ("in abrede",)
_REFUSING = ("von sich", "stehen lassen")
_HEAD = 4
"""The words of a complement among which its noun stands: "[die massiven öffentlichen Vorwürfe] gegen …"."""


def is_denial(document: Document, quote: QuoteSpan) -> bool:
    """Say whether the speaker denies what the words of the statement tell.

    "bestritt [den Diebstahl]", "wies [den Vorwurf] von sich", "nannte [die Meldung „frei erfunden“]", "trat
    Gerüchten entgegen, [sie gehe]".
    Counter-examples: "wies [das Angebot] zurück" refuses something, and "beteuerte, [er habe nichts
    gestohlen]" tells by its own words what was not.
    """
    cue = list(document.tokens_within(quote.cue))
    verbs = _verbs(cue)
    whole = " ".join(token.form.lower() for token in cue)
    if verbs & _DENYING or any(phrase in whole for phrase in _PHRASES):
        return True
    words = [token.form.lower() for token in document.tokens_within(quote.spans)]
    around = [token.form.lower() for token in document.tokens_within(quote.frame)]
    if not any(word.endswith(load_lines("allegations.txt")) for word in (*words[:_HEAD], *around)):
        return False
    if verbs & _REJECTING or any(phrase in whole for phrase in _REFUSING):
        return True
    return bool(verbs & _JUDGING) and bool(load_words("untrue_words.txt") & set(words))


def _verbs(cue: list[Token]) -> set[str]:
    """Return the infinitives of a cue, with the particle that stands apart: "wies … zurück"."""
    particles = [token.form.lower() for token in cue if token.tag == "PTKVZ"]
    verbs = {token.lemma.lower() for token in cue if token.tag.startswith("VV")}
    return verbs | {particle + verb for particle in particles for verb in verbs}
