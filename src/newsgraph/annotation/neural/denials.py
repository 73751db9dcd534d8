"""Cues by which a speaker denies what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.reported import DENIALS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Document
    from newsgraph.model import Span

__all__ = ["is_denial"]


def is_denial(document: Document, cue: Iterable[Span]) -> bool:
    """Say whether the words of a cue deny: "bestritt", "wies … zurück"; not "sagte"."""
    tokens = list(document.tokens_within(cue))
    particles = [token.form.lower() for token in tokens if token.tag == "PTKVZ"]
    verbs = {token.lemma.lower() for token in tokens if token.tag.startswith("VV")}
    whole = " ".join(token.form.lower() for token in tokens)
    verbs |= {particle + verb for particle in particles for verb in verbs}
    return bool(verbs & DENIALS) or "in abrede" in whole
