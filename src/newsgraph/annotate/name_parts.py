"""Finds what is left of people's names after their first mention: surnames, given names in speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.name_shapes import ends_compound, is_stop_word, names_body_or_place
from newsgraph.annotate.name_words import (
    is_common_noun,
    is_first_name,
    is_initial,
    is_name_shaped,
    is_noble_title,
    is_particle,
    is_role_noun,
    is_title,
)
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotate.document import Document, Token

_PLURAL_ARTICLES = frozenset({"die", "Die", "den", "Den", "der", "Familie"})


def surname_of(name: str) -> str:
    """Return the family name with its particles: "Annegret von Stetten" gives "von Stetten".

    >>> surname_of("Luís da Costa Freire"), surname_of("John Kerry")
    ('Freire', 'Kerry')
    """
    words = name.split()
    start = len(words) - 1
    while start > 1 and is_particle(words[start - 1]):
        start -= 1
    return " ".join(words[start:])


def name_forms(name: str) -> tuple[str, ...]:
    """Return a name as nominative and genitive print it: "Kerry", "Kerrys", "Fritz'"."""
    if name.endswith(("s", "x", "z", "ß", "ce")):
        return (name, f"{name}'", f"{name}’", f"{name}ens")
    return (name, f"{name}s", f"{name}'s", f"{name}’s")


def find_name_parts(document: Document, full: tuple[Span, ...], taken: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return later mentions by surname or given name, and people named by surname only ("Macrons Plan")."""
    text = document.text
    surnames: set[str] = set()
    givens: set[str] = set()
    for span in full:
        words = [w for w in span.of(text).split() if not is_noble_title(w)]
        last = words[-1].rstrip("'’")
        surnames.update(name_forms(last))
        if last.endswith("s") and len(last) > 3:
            surnames.add(last.removesuffix("s"))
        givens.update(name_forms(words[0]))
    found = []
    for sentence in document.sentences:
        for index, token in enumerate(sentence.tokens):
            if any(token.span.overlaps(span) for span in taken):
                continue
            span = _part_at(sentence.tokens, index, surnames, givens) or _lone_name_at(sentence.tokens, index)
            if span is not None:
                found.append(span)
    return tuple(found)


def _part_at(tokens: Sequence[Token], index: int, surnames: set[str], givens: set[str]) -> Span | None:
    form = tokens[index].form
    before = tokens[index - 1].form if index else ""
    if form not in surnames:
        if form in givens and is_first_name(form) and not is_common_noun(form):
            return tokens[index].span
        return None
    if (
        form.endswith("s")
        and form[:-1] in surnames
        and before in _PLURAL_ARTICLES
        and not _is_genitive(tokens, index)
    ):
        return None
    if (
        is_common_noun(form)
        and index
        and tokens[index - 1].tag in {"ART", "ADJ(A)", "APPRART", "PPOSAT", "PIAT", "CARD"}
    ):
        return None
    start = index
    while (
        start
        and is_particle(tokens[start - 1].form)
        and (
            tokens[start - 1].form.lower() in {"von", "van", "de", "der", "den", "zu", "da", "di", "del"}
            and _particle_belongs(tokens, start - 1)
        )
    ):
        start -= 1
    return Span(tokens[start].start, tokens[index].end)


def _particle_belongs(tokens: Sequence[Token], index: int) -> bool:
    return False


def _is_genitive(tokens: Sequence[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1].tag in {"NN", "ADJ(A)"}


def _lone_name_at(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the span of a single name after a role or title: "Präsident Macron", "Schwester Adelgundis"."""
    form = tokens[index].form
    before = tokens[index - 1] if index else None
    if before is None or before.end + 1 != tokens[index].start:
        return None
    if not is_name_shaped(form) or is_stop_word(form) or names_body_or_place(form) or ends_compound(form):
        return None
    if is_role_noun(form) or not (is_title(before.form) or is_role_noun(before.form)):
        return None
    if is_common_noun(form) and not is_title(before.form):
        return None
    if is_initial(form) or (
        index + 1 < len(tokens)
        and is_name_shaped(tokens[index + 1].form)
        and tokens[index + 1].start == tokens[index].end + 1
        and tokens[index + 1].tag == "NE"
    ):
        return None
    return tokens[index].span
