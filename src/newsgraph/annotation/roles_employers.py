"""Bodies that no list holds, known by the role or name right before them: "Vorsitzende der Wildtierhilfe"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.name_heads import head_kind, nominative
from newsgraph.annotation.name_places import place_name
from newsgraph.annotation.name_shapes import is_stop_word
from newsgraph.annotation.name_words import (
    is_common_noun,
    is_first_name,
    is_name_shaped,
    is_role_noun,
    is_title,
    role_base,
)
from newsgraph.lexicon import load_lines, load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token

_GENITIVES = frozenset({"des", "der", "vom", "beim"})
_ARTICLES = frozenset({"der", "dem", "den"})
_ACRONYM = re.compile(r"[A-ZÄÖÜ]{2,6}|[A-ZÄÖÜ]\w{0,4}[A-ZÄÖÜ]\w{0,2}")
_SHORTEST = 3
_LONGEST_NAME = 4


def employer_at(tokens: Sequence[Token], index: int, *, bare: bool) -> tuple[Span, str] | None:
    """Return span and name of the body that follows a role or name from index `index` on.

    "des Bündnisses Kammerfrei", "vom Wattenrat" and, where a bare name can only be a body's, "von Helvion"
    (`bare`: after "Vorstandschef", not after "Bischof"); None for "des Landes", "von gestern".
    """
    if index + 1 >= len(tokens):
        return None
    start = index + 1
    if tokens[index].form in {"von", "bei"}:
        if tokens[start].form not in _ARTICLES:
            return _bare_name(tokens, start) if bare or tokens[index].form == "bei" else None
        start += 1
    elif tokens[index].form not in _GENITIVES:
        return None
    return _headed_name(tokens, start)


def employer_behind_article(tokens: Sequence[Token], start: int) -> tuple[Span, str] | None:
    """Return span and name of a body that starts at `start` after an article: "an der TU Berlin"."""
    if tokens[start - 1].tag not in {"ART", "APPRART"}:
        return None
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    if _ACRONYM.fullmatch(tokens[start].form) and following is not None and following.tag == "NE":
        span = Span(tokens[start].start, following.end)
        return span, f"{tokens[start].form} {following.form}"
    return _headed_name(tokens, start)


def diocese_at(tokens: Sequence[Token], noun: int) -> tuple[Span, str] | None:
    """Return span and name of a bishop's diocese: "der Bischof von Talheim", "der Talheimer Bischof"."""
    word = tokens[noun].form.lower()
    if not (role_base(tokens[noun].form) or "").endswith("bischof"):
        return None
    kind = "Erzbistum" if word.startswith("erz") else "Bistum"
    if noun + 2 < len(tokens) and tokens[noun + 1].form == "von" and is_name_shaped(tokens[noun + 2].form):
        return tokens[noun + 2].span, f"{kind} {tokens[noun + 2].form}"
    before = tokens[noun - 1] if noun else None
    if (
        before is None
        or before.tag != "ADJ(A)"
        or not before.form[0].isupper()
        or not before.form.endswith("er")
    ):
        return None
    return before.span, f"{kind} {before.form.removesuffix('er')}"


def _headed_name(tokens: Sequence[Token], start: int) -> tuple[Span, str] | None:
    head = start
    while head < len(tokens) and head - start < 2 and _is_name_adjective(tokens[head]):
        head += 1
    if head >= len(tokens) or tokens[head].tag not in {"NN", "NE", "NNA"}:
        return None
    if not _heads_employer(tokens[head].form):
        return _adjectival_name(tokens, start, head) if head > start else None
    end = _names_end(tokens, head + 1)
    if end == head + 1 and not _is_compound(tokens[head].form):
        return None
    span = Span(tokens[start].start, tokens[end - 1].end)
    if head_kind(tokens[head].form) is not None:
        return span, nominative(tuple(token.form for token in tokens[start:end]))
    first = tokens[head].form
    if tokens[start - 1].form == "der" and not _is_uninflected(first):
        return None  # "Sprecherin der Küstengemeinden"
    first = first.removesuffix("s") if tokens[start - 1].form == "des" else first
    return span, " ".join([first, *(token.form for token in tokens[head + 1 : end])])


def _adjectival_name(tokens: Sequence[Token], start: int, head: int) -> tuple[Span, str] | None:
    """Return a name known by its adjective's capital: "der Jungen Demokraten", "vom Katholischen Büro".

    Counter-example: "der Berliner Charité", where the adjective tells only the place.
    """
    adjective, noun = tokens[start].form, tokens[head].form
    if head != start + 1 or not adjective.endswith("en"):
        return None
    if is_role_noun(noun) and not noun.endswith("en"):
        return None
    span = Span(tokens[start].start, tokens[head].end)
    ending = "e" if noun.endswith("en") else "es"  # "die Jungen Demokraten", "das Katholische Büro"
    noun = noun.removesuffix("n") if tokens[start - 1].form == "der" else noun
    return span, f"{adjective.removesuffix('en')}{ending} {noun}"


def _is_uninflected(word: str) -> bool:
    return word.lower().endswith(load_lines("employer_heads.txt"))


def _is_name_adjective(token: Token) -> bool:
    return token.tag == "ADJ(A)" and token.form[0].isupper() and not is_role_noun(token.form)


@cache
def _stem(word: str) -> str | None:
    """Return what a compound has before its head, None where no head of employers ends it."""
    heads = load_words("employer_heads.txt")
    for ending in ("", "s", "es", "n", "en", "ses"):
        form = word.lower().removesuffix(ending)
        found = [head for head in heads if word.lower().endswith(head + ending)]
        if found:
            return form.removesuffix(max(found, key=len))
    return None


def _heads_employer(word: str) -> bool:
    if word.lower() in load_words("employer_heads.txt"):
        return True
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    if is_role_noun(word) or is_stop_word(word) or not load_words("not_bodies.txt").isdisjoint(forms):
        return False
    return _stem(word) is not None


def _is_compound(word: str) -> bool:
    return len(_stem(word) or "") >= _SHORTEST


def _names_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the capitalised words that go on with a name: "Moorzentrum Greifenhagen"."""
    end = index
    while (
        end < len(tokens)
        and end - index < _LONGEST_NAME
        and tokens[end].start == tokens[end - 1].end + 1
        and tokens[end].form[0].isupper()
        and tokens[end].tag in {"NE", "NN", "FM"}
        and not is_stop_word(tokens[end].form)
        and not is_role_noun(tokens[end].form)
        and not is_first_name(tokens[end].form)
    ):
        end += 1
    return end


def _bare_name(tokens: Sequence[Token], start: int) -> tuple[Span, str] | None:
    """Return a name without article or noun: "Vorstandschef von Helvion"."""
    end = start
    while end < len(tokens) and end - start < _LONGEST_NAME and _is_unknown(tokens, end, start):
        end += 1
    if end == start:
        return None
    span = Span(tokens[start].start, tokens[end - 1].end)
    return span, " ".join(token.form for token in tokens[start:end])


def _is_unknown(tokens: Sequence[Token], index: int, start: int) -> bool:
    token = tokens[index]
    if index > start and token.start != tokens[index - 1].end + 1:
        return False
    acronym = _ACRONYM.fullmatch(token.form) is not None
    return (acronym or (is_name_shaped(token.form) and token.tag in {"NE", "FM", "NN"})) and not (
        is_stop_word(token.form)
        or is_common_noun(token.form)
        or is_title(token.form)
        or is_first_name(token.form)
        or place_name(token.form) is not None
    )


def is_acronym(prefix: str) -> bool:
    """Say whether the first part of a compound is the acronym of a body: "PDS-", "AStA-"; not "IT-"."""
    return (
        _ACRONYM.fullmatch(prefix) is not None
        and not prefix.isdigit()
        and prefix not in load_lines("other_acronyms.txt")
    )
