"""GermEval 2014 named entities (Benikova et al. 2014, CC BY 4.0): single sentences of news and Wikipedia.

The outer names are taken. Derivations ("deutsch", LOCderiv) and compounds with a name in them ("SPD-nah",
ORGpart) are no names here: nothing is marked for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from newsgraph.model import Span
from training.readers.detokenise import join
from training.readers.files import lines
from training.readers.iob import blocks, chunks
from training.scheme import Example, Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read"]

_LABELS = frozenset({"PER", "ORG", "LOC", "OTH"})


def read(path: Path) -> Iterator[Example]:
    """Return one example a sentence.

    Raises `ReadError` for a file of another form.
    """
    for number, block in enumerate(blocks(lines(path)), start=1):
        rows = [line.split("\t") for line in block if not line.startswith("#\t")]
        if not rows or any(len(row) != 4 for row in rows):
            raise ReadError(f"sentence {number} has not four columns", where=str(path))
        text, spans = join([row[1] for row in rows])
        names = chunks((row[2] for row in rows), spans)
        yield Example(
            f"{path.stem}-{number}",
            "germeval14",
            text,
            (Span(0, len(text)),),
            (0,),
            frozenset({Layer.NAMES}),
            tuple(Name(span, label) for label, span in names if label in _LABELS),
        )
