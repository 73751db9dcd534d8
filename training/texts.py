"""Running text and names without annotation: what the vocabulary is chosen by."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING

from training.corpora import read_corpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_texts"]

_ANNOTATED = ("corpus-train", "germeval14-test", "uner-pud", "mobie", "speaker-attribution")


def read_texts(data: Path) -> Iterator[str]:
    """Yield the texts of the free corpora, the Wikinews training part and UD German, and lists of names."""
    for name in _ANNOTATED:
        for example in read_corpus(name, data):
            yield example.text
    with gzip.open(data / "quotes-wikinews" / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["originalText"]
    for path in sorted((data / "ud").rglob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# text = "):
                yield line.removeprefix("# text = ")
    for name, column in (("names.tsv", 1), ("berlin_vornamen_all.tsv", 0)):
        with (data / "gazetteers" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, delimiter="\t"):
                if len(row) > column:
                    yield row[column]
