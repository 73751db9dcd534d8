"""Names of people, organisations and places in the corpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.model import Span
from training.scheme import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from training.markup import MarkedArticle
    from training.readers.corpus_places import Places

_WORD = re.compile(r"[\w'’-]+")


def find_names(
    marked: MarkedArticle, places: Places, document: Document
) -> tuple[tuple[Name, ...], tuple[Span, ...]]:
    """Return the proper names of a marked article and the regions that may or may not be names.

    All names of people are found (mentions that hold a part of the person's name: "Koskelas", not "der
    Minister"); of organisations and places those that stand in the text as the header has them.
    """
    people = tuple(_people(marked, places, document.text))
    bodies, unsure = _bodies(marked, document, [n.span for n in people], places)
    return tuple(sorted((*people, *bodies), key=lambda n: n.span)), tuple(sorted(unsure))


def _people(marked: MarkedArticle, places: Places, text: str) -> Iterator[Name]:
    for person in marked.header.persons:
        parts = {w for w in _WORD.findall(person.name) if w[0].isupper()}
        for tagged in marked.spans(person.key):
            for span in places.text_spans(tagged):
                words = [m for m in _WORD.finditer(text, span.start, span.end) if _is_part(m.group(), parts)]
                if words:
                    yield Name(Span(words[0].start(), words[-1].end()), "PER")


def _is_part(word: str, parts: set[str]) -> bool:
    """Say whether a word is a part of a name, or its genitive.

    >>> _is_part("Koskelas", {"Aarne", "Koskela"}), _is_part("Minister", {"Aarne", "Koskela"})
    (True, False)
    """
    return any(word in {part, f"{part}s", f"{part}'", f"{part}’", f"{part}es", f"{part}'s"} for part in parts)


def _bodies(
    marked: MarkedArticle, document: Document, people: list[Span], places: Places
) -> tuple[list[Name], list[Span]]:
    text = document.text
    traps = [s for t in marked.tagged if t.tag.startswith("t-") for s in places.text_spans(t.span)]
    both = set(marked.header.organisations) & set(marked.header.places)
    labelled = [(n, "ORG") for n in marked.header.organisations] + [(n, "LOC") for n in marked.header.places]
    found: list[Name] = []
    unsure: list[Span] = []
    taken = list(people)
    for name, label in sorted(labelled, key=lambda x: -len(x[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", text):
            span = Span(*match.span())
            if any(s.overlaps(span) for s in taken):
                continue
            taken.append(span)
            proper = label == "LOC" or _is_proper(name)
            if name in both or any(t.overlaps(span) for t in traps) or _is_longer(text, span) or not proper:
                unsure.append(span)
            else:
                found.append(Name(span, label))
    return found, unsure


def _is_proper(name: str) -> bool:
    """Say whether the name of a body is surely no common noun: "IG Metall", "SPD", not "Stadt"."""
    words = name.split()
    return len(words) > 1 or sum(c.isupper() for c in name) > 1


def _is_longer(text: str, span: Span) -> bool:
    """Say whether a name seems part of a longer one: "Universität [Leipzig]", "[Kiel]-Nord"."""
    before = re.search(r"(\S+) $", text[max(0, span.start - 40) : span.start])
    if text[max(0, span.start - 1) : span.start] in {"-", "/"} or text[span.end : span.end + 1] in {"-", "/"}:
        return True
    if not before or not before[1][0].isupper():
        return False
    at = span.start - 1 - len(before[1])
    return not (
        at == 0 or text[max(0, at - 2) : at] in {". ", "? ", "! ", "\n\n"} or text[at - 1] in '„"“»\n'
    )
