"""The corpora by name, as recipes call them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from training.scheme import Example

__all__ = ["NAMES", "RESEARCH_ONLY", "read_corpus"]

OWN = Path(__file__).parent / "corpus"


def _own_train(_: Path) -> Iterator[Example]:
    from training.readers import corpus
    from training.split import is_held_out

    return (example for example in corpus.read(OWN) if not is_held_out(example.id))


def _own_held_out(_: Path) -> Iterator[Example]:
    from training.readers import corpus
    from training.split import is_held_out

    return (example for example in corpus.read(OWN) if is_held_out(example.id))


def _germeval(part: str) -> Callable[[Path], Iterator[Example]]:
    def read(data: Path) -> Iterator[Example]:
        from training.readers import germeval

        return germeval.read(data / "germeval14" / f"NER-de-{part}.tsv")

    return read


def _uner(data: Path) -> Iterator[Example]:
    from training.readers import uner

    return uner.read(data / "uner-pud" / "de_pud-ud-test.iob2")


def _mobie(data: Path) -> Iterator[Example]:
    from training.readers import mobie

    for part in ("train", "dev", "test"):
        yield from mobie.read(data / "mobie" / f"{part}.conll2003.gz")


def _spkatt(data: Path) -> Iterator[Example]:
    from training.readers import spkatt

    yield from spkatt.read(data / "speaker-attribution" / "train.jsonl.gz")
    yield from spkatt.read(data / "speaker-attribution" / "dev.jsonl.gz")


def _wikinews(part: str) -> Callable[[Path], Iterator[Example]]:
    def read(data: Path) -> Iterator[Example]:
        from training.readers import wikinews

        return wikinews.read(data / "quotes-wikinews" / f"{part}.jsonl.gz")

    return read


def _texts(data: Path) -> Iterator[Example]:
    from training.readers import pseudo

    return pseudo.read(data / "quotes-wikinews" / "train.jsonl.gz")


_READERS: dict[str, Callable[[Path], Iterator[Example]]] = {
    "corpus-train": _own_train,
    "corpus-held-out": _own_held_out,
    "germeval14-test": _germeval("test"),
    "germeval14-dev": _germeval("dev"),
    "uner-pud": _uner,
    "mobie": _mobie,
    "speaker-attribution": _spkatt,
    "wikinews-texts": _texts,
    "wikinews-train": _wikinews("train"),
    "wikinews-dev": _wikinews("dev"),
}
NAMES = tuple(_READERS)
RESEARCH_ONLY = frozenset({"wikinews-train", "wikinews-dev"})
"""Corpora whose annotation is not free for any use."""


def read_corpus(name: str, data: Path) -> list[Example]:
    """Return the examples of a corpus; `data` is the folder that holds the corpora that are not our own.

    Raises `KeyError` for a name that is not in `NAMES`, and `ReadError` where its files cannot be read.
    """
    return list(_READERS[name](data))
