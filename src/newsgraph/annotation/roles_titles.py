"""How far a role reaches: "Chef der Parteijugend" whole, "Vorsitzende" alone before a body's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.document import readings
from newsgraph.annotation.name_words import role_base
from newsgraph.lexicon import load_lines, load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.roles import RolePhrase


def title_of(text: str, tokens: Sequence[Token], phrase: RolePhrase, *, body_named: bool) -> tuple[str, Span]:
    """Return the title that a role phrase prints, and where it stands.

    `body_named` tells whether a body that the registry knows follows: "Vorsitzende des Elternrats" is
    "Vorsitzende" of that body. Without one the genitive belongs to the title: "Chef der Parteijugend"; so
    does where a colleague comes from: "Kollege aus Oslo". A verb or creed before the noun is no part of it:
    "verfolgte [Regierungschef]", "evangelische [Bischöfin]".
    """
    start = _start(tokens, phrase)
    span = Span(tokens[start].start, tokens[_end(tokens, phrase, body_named=body_named) - 1].end)
    return span.of(text), span


def _start(tokens: Sequence[Token], phrase: RolePhrase) -> int:
    start = phrase.start
    while start < phrase.noun and (
        tokens[start].form.lower().rstrip("nrsme") in load_words("role_creeds.txt")
        or (phrase.article is None and _is_verb(tokens[start].form))
    ):
        start += 1
    return start


def _is_verb(word: str) -> bool:
    """Say whether what looks like an adjective is a verb: "verfolgte Regierungschef Vogt den Auftritt"."""
    return word.endswith("te") and any(reading.endswith("(FIN)") for reading in readings(word))


def _end(tokens: Sequence[Token], phrase: RolePhrase, *, body_named: bool) -> int:
    noun, after = phrase.noun, phrase.noun + 1
    base = role_base(tokens[noun].form) or ""
    if after + 1 >= len(tokens):
        return after
    link, following = tokens[after].form, tokens[after + 1]
    if link == "aus" and base.endswith("kollege") and following.tag == "NE":
        return after + 2
    if body_named or link not in {"der", "des"} or not tokens[noun].form.lower().endswith(_heading()):
        return after
    end = after + 1 + (following.tag == "ADJ(A)" and following.form[0].islower())
    is_noun = end < len(tokens) and tokens[end].tag == "NN"
    return end + 1 if is_noun and not _goes_on(tokens, end + 1) else after


def _heading() -> tuple[str, ...]:
    return load_lines("role_heads.txt")


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a name or a further genitive goes on: "Chef der Frachtgesellschaft Cargostar"."""
    return index < len(tokens) and (
        tokens[index].form in {"der", "des", "für"} or tokens[index].form[0].isupper()
    )
