"""Universal NER on German PUD (Mayhew et al. 2024, CC BY-SA 3.0): news and Wikipedia, with PER, ORG and LOC.

Other names are not annotated, and so nothing is known of OTH. Where its ORG is a common noun
("die Regierung") or a country that acts ("Russland"), GermEval 2014 marks nothing or LOC: there nothing is
known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from newsgraph.model import Span
from training.readers.conventions import is_common_noun, is_country
from training.readers.files import lines
from training.readers.iob import blocks, chunks
from training.scheme import Example, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["read"]

_LABELS = frozenset({"PER", "ORG", "LOC"})
_ID, _TEXT = "# sent_id = ", "# text = "


def read(path: Path) -> Iterator[Example]:
    """Return one example a sentence, its text as the corpus gives it.

    Raises `ReadError` for a file of another form.
    """
    for block in blocks(lines(path)):
        comments = [line for line in block if line.startswith("# ")]
        name = next((c.removeprefix(_ID) for c in comments if c.startswith(_ID)), "")
        text = next((c.removeprefix(_TEXT) for c in comments if c.startswith(_TEXT)), "")
        rows = [line.split("\t") for line in block if not line.startswith("# ")]
        if not name or not text or any(len(row) != 5 for row in rows):
            raise ReadError("no sent_id, no text or not five columns", where=f"{path}: {block[0]}")
        spans = tuple(_find(text, [row[1] for row in rows], where=f"{path}: {name}"))
        found = [Name(s, label) for label, s in chunks([r[2] for r in rows], spans) if label in _LABELS]
        odd = [one for one in found if one.label == "ORG" and _differs(one.span.of(text))]
        yield Example(
            name,
            "uner-pud",
            text,
            (Span(0, len(text)),),
            (0,),
            frozenset({Layer.NAMES}),
            tuple(one for one in found if one not in odd),
            labels=_LABELS,
            unknown=tuple((Layer.NAMES, one.span) for one in odd),
        )


def _differs(name: str) -> bool:
    words = name.removeprefix("Die ").split()
    return len(words) == 1 and (is_common_noun(words[0]) or is_country(words[0]))


def _find(text: str, tokens: Iterable[str], *, where: str) -> Iterator[Span]:
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            raise ReadError(f"token {token!r} does not follow in the text", where=where)
        at = start + len(token)
        yield Span(start, at)
