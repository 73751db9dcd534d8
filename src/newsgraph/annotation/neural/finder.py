"""The finder that reads with a trained model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import Found, NameLabel, NameSpan
from newsgraph.annotation.neural.agreement import agree
from newsgraph.annotation.neural.combine import (
    correct_direct,
    correct_edges,
    is_name,
    is_plausible,
    join_persons,
)
from newsgraph.annotation.neural.decoding import decode
from newsgraph.annotation.neural.hints import Hints
from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.neural.linking import link
from newsgraph.annotation.neural.reading import join_windows
from newsgraph.annotation.neural.session import load_model
from newsgraph.annotation.neural.settling import settle
from newsgraph.annotation.neural.statements import build_quotes, calibrated
from newsgraph.annotation.neural.windows import find_windows
from newsgraph.annotation.rules import RuleFinder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.manifest import Manifest

__all__ = ["JointFinder", "ModelFinder"]

_LABELS = {label.value: label for label in NameLabel}


class JointFinder:
    """Finds names and statements by rules and model together.

    The rules go first, the model is told what they found if it was trained so, and `agreement.agree` puts
    both together.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Keep where the model lies, and how many threads it may use (0: one a core)."""
        self._model = ModelFinder(folder, threads)
        self._rules = RuleFinder()

    @property
    def name(self) -> str:
        """The model's name and version. Raises `AnnotateError` where it cannot be loaded."""
        return self._model.name

    @property
    def digest(self) -> str:
        """The digest of the model's files. Raises `AnnotateError` where it cannot be loaded."""
        return self._model.digest

    def find(self, document: Document) -> Found:
        """Return names and statements of the document, in text order.

        Raises `AnnotateError` where the model cannot be loaded.
        """
        manifest = self._model.manifest
        rules = self._rules.find(document)
        model = self._model.told(document, rules.quotes if manifest.hinted else None)
        return agree(
            rules, model, manifest.trust, partial(is_name, document), partial(is_plausible, document)
        )


class ModelFinder:
    """Finds names and statements by the model in a folder.

    It works alone, or is told what others found (`told`). It is loaded when the first document is read, once
    in a process.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Keep where the model lies, and how many threads it may use (0: one a core)."""
        self._folder = folder
        self._threads = threads

    @property
    def manifest(self) -> Manifest:
        """What the model says of itself. Raises `AnnotateError` where it cannot be loaded."""
        return load_model(self._folder, self._threads).manifest

    @property
    def name(self) -> str:
        """The model's name and version. Raises `AnnotateError` where it cannot be loaded."""
        return f"{self.manifest.name} {self.manifest.version}"

    @property
    def digest(self) -> str:
        """The digest of the model's files. Raises `AnnotateError` where it cannot be loaded."""
        return load_model(self._folder, self._threads).digest

    def find(self, document: Document) -> Found:
        """Return names and statements of the document, in text order.

        Raises `AnnotateError` where the model cannot be loaded.
        """
        return self.told(document, None)

    def told(self, document: Document, quotes: Sequence[QuoteSpan] | None) -> Found:
        """Return names and statements of the document; `quotes` are statements that others found in it.

        Raises `AnnotateError` where the model cannot be loaded.
        """
        model = load_model(self._folder, self._threads)
        manifest = model.manifest
        sentences = [sentence.span for sentence in document.sentences]
        paragraphs = [sentence.paragraph for sentence in document.sentences]
        windows = find_windows(
            model.tokenizer,
            document.text,
            sentences,
            paragraphs,
            size=manifest.size,
            context=manifest.context,
        )
        if not windows:
            return Found()
        hints = None if quotes is None else [Hints(window, quotes) for window in windows]
        outputs = model.run(windows, [hint.rows for hint in hints] if hints else None)
        reading = join_windows(document.text, sentences, paragraphs, windows, outputs)
        marks = _in_body(document, decode(reading, manifest.outside))
        marks = join_persons(reading, correct_direct(document, reading, marks))
        marks = settle(reading, correct_edges(reading, marks))
        linked = link(reading, marks, manifest, hints)
        return Found(
            names=_names(marks[Layer.NAMES], manifest),
            quotes=build_quotes(document, reading, linked, marks[Layer.CLAUSE], manifest),
        )


def _in_body(document: Document, marks: Mapping[Layer, Sequence[Mark]]) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, of headlines and subheadings only the names."""

    def is_body(mark: Mark) -> bool:
        return document.body[document.sentences[document.sentence_number(mark.span.start)].paragraph]

    return {
        layer: tuple(mark for mark in found if layer is Layer.NAMES or is_body(mark))
        for layer, found in marks.items()
    }


def _names(marks: Sequence[Mark], manifest: Manifest) -> tuple[NameSpan, ...]:
    return tuple(
        NameSpan(mark.span, _LABELS[mark.label], calibrated(manifest, mark.label, mark.score), "model")
        for mark in marks
        if mark.label in _LABELS
    )
