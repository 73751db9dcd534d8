"""Names of people, organisations and places in the corpus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotation.document import word_scores
from newsgraph.annotation.gender import is_person_noun
from newsgraph.lexicon import load_words
from newsgraph.model import Span
from training.scheme import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from training.markup import MarkedArticle
    from training.readers.corpus_places import Places

_WORD = re.compile(r"[\w'’-]+")
_COMMON = -14.0


def find_names(
    marked: MarkedArticle, places: Places, document: Document
) -> tuple[tuple[Name, ...], tuple[Span, ...]]:
    """Return the proper names of a marked article and the regions that may or may not be names.

    All names of people are found (mentions that hold a part of the person's name: "Koskelas", not "der
    Minister"); of organisations and places those that stand in the text as the header has them.
    """
    mentions = tuple(_people(marked, places, document.text))
    people = [Name(span, "PER") for span, sure in mentions if sure]
    bodies, unsure = _bodies(marked, document, [span for span, _ in mentions], places)
    unsure += [span for span, sure in mentions if not sure]
    return tuple(sorted((*people, *bodies), key=lambda n: n.span)), tuple(sorted(unsure))


def _people(marked: MarkedArticle, places: Places, text: str) -> Iterator[tuple[Span, bool]]:
    """Yield the mentions that are names, and with False those that may be a nickname: "Hedi"."""
    for person in marked.header.persons:
        parts = {_plain(w) for w in _WORD.findall(person.name)}
        for span in (s for tagged in marked.spans(person.key) for s in places.text_spans(tagged)):
            words = list(_WORD.finditer(text, span.start, span.end))
            named = [m for m in words if _is_part(m.group(), parts)]
            if any(not m.group().islower() for m in named):
                initial = text[named[-1].end() : named[-1].end() + 1] == "." and len(named[-1].group()) == 1
                yield Span(named[0].start(), named[-1].end() + initial), True
            elif not any(m.group().islower() or is_person_noun(m.group()) for m in words):
                yield span, False


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _is_part(word: str, parts: set[str]) -> bool:
    """Say whether a word is one of the plain parts of a name, or its genitive.

    >>> _is_part("Koskelas", {"aarne", "koskela"}), _is_part("Minister", {"aarne", "koskela"})
    (True, False)
    """
    plain = _plain(word)
    return plain in parts or any(plain.removesuffix(end) in parts for end in ("s", "'", "es", "'s"))


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
            proper = _is_proper_place(name) if label == "LOC" else _is_proper_body(name)
            if name in both or any(t.overlaps(span) for t in traps) or _is_longer(text, span) or not proper:
                unsure.append(span)
            else:
                found.append(Name(span, label))
    return found, unsure


def _is_proper_body(name: str) -> bool:
    """Say whether the name of a body is no common noun and no country: "IG Metall", "SPD", not "Stadt"."""
    return (len(name.split()) > 1 or sum(c.isupper() for c in name) > 1) and name not in load_words(
        "places.txt"
    )


def _is_proper_place(name: str) -> bool:
    """Say whether the name of a place is no common word as well: "Rönne", not "Siegen" and "Ins".

    The score is the log-probability of the tagger's lexicon; rare and unknown words are below it.
    """
    scores = word_scores(name) if " " not in name else {}
    best = max(scores, key=lambda tag: scores[tag], default="NE")
    return best == "NE" or scores[best] < _COMMON


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
