"""Finds what is left of people's names after their first mention: surnames, given names in speech."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsgraph.annotation.name_lone import lone_name_at
from newsgraph.annotation.name_words import (
    is_common_noun,
    is_first_name,
    is_name_shaped,
    is_noble_title,
    is_particle,
    noun_score,
)
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.annotation.document import Document, Token

_KNOWN = -17.0
_PLURAL_ARTICLES = frozenset({"die", "Die", "den", "Den", "der", "Familie", "bei", "Bei", "von", "zu"})


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


@lru_cache(maxsize=2**12)
def name_forms(name: str) -> tuple[str, ...]:
    """Return a name as nominative and genitive print it: "Kerry", "Kerrys", "Fritz'"."""
    if name.endswith(("s", "x", "z", "ß", "ce")):
        return (name, f"{name}'", f"{name}’", f"{name}ens")
    return (name, f"{name}s", f"{name}'s", f"{name}’s")


@dataclass(frozen=True, slots=True)
class _Known:
    """Parts of the full names of a text: surname forms with the particles before them, given names."""

    surnames: dict[str, tuple[str, ...]]
    givens: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> _Known:
        surnames: dict[str, tuple[str, ...]] = {}
        givens: set[str] = set()
        for name in names:
            words = [w for w in name.split() if not is_noble_title(w)]
            family = surname_of(" ".join(words)).lower().split()
            last = words[-1].rstrip("'’")
            forms = name_forms(last)
            if last.endswith("s") and len(last) > 3:
                forms = (*forms, last.removesuffix("s"))
            surnames.update((form, tuple(family[:-1])) for form in forms)
            givens.update(name_forms(words[0]))
        return cls(surnames, frozenset(givens))


def find_name_parts(document: Document, full: tuple[Span, ...], taken: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return later mentions by surname or given name, and people named by surname only ("Macrons Plan")."""
    known = _Known.of(span.of(document.text) for span in full)
    occupied = SpanIndex(taken)
    found = []
    for sentence in document.sentences:
        for index, token in enumerate(sentence.tokens):
            if occupied.overlaps(token.span):
                continue
            span = _part_at(sentence.tokens, index, known) or lone_name_at(sentence.tokens, index)
            if span is not None:
                found.append(span)
    return tuple(found)


def _part_at(tokens: Sequence[Token], index: int, known: _Known) -> Span | None:
    form = tokens[index].form
    if form not in known.surnames:
        is_given = form in known.givens and is_first_name(form) and not is_common_noun(form)
        return tokens[index].span if is_given and not _is_other_name(tokens, index) else None
    if _is_family(tokens, index, known) or _is_common_noun_here(tokens, index):
        return None
    particles = known.surnames[form]
    before = tuple(t.form.lower() for t in tokens[max(index - len(particles), 0) : index])
    start = index - len(particles) if particles and before == particles else index
    return Span(tokens[start].start, tokens[index].end)


def _is_other_name(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the given name goes on as somebody else's name: "Mia Berg"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        following is not None
        and following.start == tokens[index].end + 1
        and is_name_shaped(following.form)
        and following.tag == "NE"
        and not tokens[index].form.endswith("s")
    )


def _is_family(tokens: Sequence[Token], index: int, known: _Known) -> bool:
    """Say whether the surname is the plural of a family: "die Quasts", "bei Witts"; not "Quasts Haus"."""
    form = tokens[index].form
    before = tokens[index - 1].form if index else ""
    if not form.endswith("s") or form[:-1] not in known.surnames or before not in _PLURAL_ARTICLES:
        return False
    return not (index + 1 < len(tokens) and tokens[index + 1].tag in {"NN", "ADJ(A)"})


def _is_common_noun_here(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a surname that is a common noun too stands as one: "der Wolf", "ein alter Koch"."""
    return (
        noun_score(tokens[index].form) > _KNOWN
        and index > 0
        and tokens[index - 1].tag in {"ART", "ADJ(A)", "APPRART", "PPOSAT", "PIAT", "CARD"}
    )
