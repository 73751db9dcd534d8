"""The finder that reads with a trained model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.finder import Found, NameLabel, NameSpan
from newsgraph.annotation.neural.combine import correct_direct
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
    from newsgraph.annotation.finder import Finder
    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.manifest import Manifest

__all__ = ["ModelFinder"]

_LABELS = {label.value: label for label in NameLabel}


class ModelFinder:
    """Finds names and statements by the model in a folder.

    The model is told what `rules` finds; without them, a model that was trained so is told what the rules of
    newsgraph find. It is loaded when the first document is read, once in a process.
    """

    def __init__(self, folder: Path, threads: int = 0, rules: Finder | None = None) -> None:
        """Keep where the model lies, and how many threads it may use (0: one a core)."""
        self._folder = folder
        self._threads = threads
        self._rules = rules

    @property
    def name(self) -> str:
        """The model's name and version."""
        manifest = load_model(self._folder, self._threads).manifest
        return f"{manifest.name} {manifest.version}"

    def find(self, document: Document) -> Found:
        """Return names and statements of the document, in text order.

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
        hints = None
        rules = self._rules or (RuleFinder() if manifest.hinted else None)
        if rules is not None:
            told = rules.find(document).quotes
            hints = [Hints(window, told) for window in windows]
        outputs = model.run(windows, [hint.rows for hint in hints] if hints else None)
        reading = join_windows(document.text, sentences, paragraphs, windows, outputs)
        marks = _in_body(document, decode(reading, manifest.outside))
        marks = settle(reading, correct_direct(document, reading, marks))
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
        NameSpan(mark.span, _LABELS[mark.label], calibrated(manifest, mark.label, mark.score))
        for mark in marks
        if mark.label in _LABELS
    )
