"""Which of the wordings that are gone was edited into which of the new ones, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.linking.differences import align

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

WORDS_ALIKE: Final = 0.5
"""Part of the words of the longer of two wordings by one mouth that both must have."""
LETTERS_ALIKE: Final = 0.75
"""The same for letters: it tells a mended typing error in few words from other words."""
ELSEWHERE: Final = 0.8
"""The same for words where the two are not of one mouth."""


def pair_rewordings(
    gone: Mapping[str, tuple[Hashable, str]], new: Mapping[str, tuple[Hashable, str]]
) -> dict[str, str]:
    """Return which of the wordings that are gone became which of the new ones, each at most once.

    Both give an owner (who speaks) and a text by name. "Das kostet 3 Millionen" and "Das kostet drei
    Millionen" of one owner are a pair; "Das kostet 3 Millionen" and "Wir gehen" are none. The most alike are
    paired first.
    """
    found = []
    for before, (owner, old) in gone.items():
        for after, (other, text) in new.items():
            likeness = alike(old, text)
            if likeness >= (WORDS_ALIKE if owner == other else ELSEWHERE):
                found.append((likeness, before, after))
    return pair_off(found)


def pair_off(found: Iterable[tuple[float, str, str]]) -> dict[str, str]:
    """Return pairs of what is before and after, the most alike first, so that each is in one pair at most.

    >>> pair_off([(0.6, "a", "c"), (0.9, "b", "c"), (0.7, "b", "d")])
    {'b': 'c'}
    """
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, before, after in sorted((-likeness, before, after) for likeness, before, after in found):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def alike(one: str, other: str) -> float:
    """Return the part of the longer wording that the shorter one shares with it, 0 to 1.

    >>> alike("Wir gehen nicht vom Hof", "Wir gehen vom Hof"), alike("Das ist gudt", "Das ist gut") > 0.5
    (0.8, True)

    Where the letters are nearly the same, they count instead of the words.
    """
    words = align(one.split(), other.split()).overlap
    if words >= ELSEWHERE:
        return words
    letters = align(one, other).overlap
    return max(words, letters if letters >= LETTERS_ALIKE else 0.0)


def mark_words(one: str, other: str) -> tuple[tuple[str, str, str], ...]:
    """Lay two wordings side by side: stretches that both have, and what stands in between in each.

    Each part is what both have, and what then only the first and only the second has.

    >>> mark_words("Wir gehen nicht vom Hof", "Wir gehen bald vom Hof")
    (('Wir gehen', 'nicht', 'bald'), ('vom Hof', '', ''))
    """
    first, second = one.split(), other.split()
    sides = align(first, second)
    gone = {index for start, end in sides.omitted for index in range(start, end)}
    new = {index for start, end in sides.added for index in range(start, end)}
    parts: list[tuple[str, str, str]] = []
    i = j = 0
    while i < len(first) or j < len(second):
        begin = i
        while i < len(first) and i not in gone and j not in new:
            i, j = i + 1, j + 1
        shared = first[begin:i]
        left, right = i, j
        while i in gone:
            i += 1
        while j in new:
            j += 1
        parts.append((" ".join(shared), " ".join(first[left:i]), " ".join(second[right:j])))
    return tuple(parts)
