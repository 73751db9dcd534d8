"""The trained network: loaded once, run on windows of text.

What it says about a window does not depend on what is run with it: windows of one length go together and
none is padded, each row of activations is quantised by itself, and integer sums have no order
(`training/export.py`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgraph.annotation.neural.layers import COLUMNS, LINK_SIZE, ROLES
from newsgraph.annotation.neural.manifest import Manifest, load_manifest
from newsgraph.errors import AnnotateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from newsgraph.annotation.neural.windows import Window

__all__ = ["Model", "Output", "load_model"]

_BATCH = 2048
_SMALL_FILES = ("model.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Output:
    """What the network says about one window, in float32.

    `tags` has a row a piece and `layers.COLUMNS` columns; `links` a row a piece, then the vector as part of a
    quotation and one for each role, each `LINK_SIZE` wide.
    """

    tags: NDArray[np.float32]
    links: NDArray[np.float32]


class Model:
    """A loaded model. Make one with `load_model`."""

    def __init__(self, manifest: Manifest, digest: str, tokenizer: Tokenizer, session: Any) -> None:  # noqa: ANN401  onnxruntime has no types
        """Keep the parts; `digest` is that of the files, `session` an `onnxruntime.InferenceSession`."""
        self.manifest = manifest
        self.digest = digest
        self.tokenizer = tokenizer
        self._session = session
        self._inputs = {one.name for one in session.get_inputs()}

    def run(
        self,
        windows: Sequence[Window],
        hints: Sequence[NDArray[np.float32]] | None = None,
        *,
        batch: int = _BATCH,
    ) -> list[Output]:
        """Return what the network says about each window; at most about `batch` pieces are run at once.

        `hints` has for each window the rows that `hints.Hints` makes; without them the network works alone.
        """
        outputs: dict[int, Output] = {}
        for numbers in _batches([len(window.pieces) for window in windows], batch):
            given = self._given([windows[n] for n in numbers], hints and [hints[n] for n in numbers])
            tags, links = self._session.run(["tags", "links"], given)
            links = links.reshape(*links.shape[:2], 1 + len(ROLES), LINK_SIZE)
            for row, number in enumerate(numbers):
                outputs[number] = Output(tags[row], links[row])
        return [outputs[number] for number in range(len(windows))]

    def _given(
        self, windows: Sequence[Window], hints: Sequence[NDArray[np.float32]] | None
    ) -> dict[str, NDArray[Any]]:
        pieces = np.array([[piece.number for piece in window.pieces] for window in windows], dtype=np.int64)
        given: dict[str, NDArray[Any]] = {"pieces": pieces}
        if "mask" in self._inputs:
            given["mask"] = np.ones_like(pieces)
        if "hints" in self._inputs:
            given["hints"] = np.stack(hints) if hints else np.zeros((*pieces.shape, COLUMNS), np.float32)
        return given


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Yield the numbers of windows of one length, at most `most` pieces or one window at a time."""
    ordered = sorted(range(len(lengths)), key=lambda number: (-lengths[number], number))
    batch: list[int] = []
    for number in ordered:
        length = lengths[number]
        if batch and (length != lengths[batch[0]] or length * (len(batch) + 1) > most):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@cache
def load_model(folder: Path, threads: int = 0) -> Model:
    """Return the model in `folder`, loaded once in a process; with 0 threads ONNX Runtime takes one a core.

    Raises `AnnotateError` where a file is missing, damaged or of another version, or a library is not
    installed.
    """
    manifest = load_manifest(folder)
    for name in ("model.onnx", "tokenizer.json"):
        if not (folder / name).is_file():
            raise AnnotateError(
                f"the model lacks {name}", where=str(folder), mend="install newsgraph or the model again"
            )
    network = (folder / "model.onnx").read_bytes()
    if hashlib.sha256(network).hexdigest() != manifest.digest:
        raise AnnotateError(
            "model.onnx is not the file that model.json describes",
            where=str(folder),
            mend="install newsgraph or the model again",
        )
    tokenizer, session = _tokenizer(folder / "tokenizer.json"), _session(folder, network, threads)
    return Model(manifest, _digest(folder, manifest), tokenizer, session)


def _digest(folder: Path, manifest: Manifest) -> str:
    """Return one digest of all files: what `sha256sum model.json model.onnx tokenizer.json | sha256sum` says.

    That of the network is known already: it was compared with what the description says.
    """
    small = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in _SMALL_FILES}
    digests = small | {"model.onnx": manifest.digest}
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def _tokenizer(path: Path) -> Tokenizer:
    try:
        from tokenizers import Tokenizer  # noqa: PLC0415  loaded with the model, not with newsgraph
    except ImportError as error:
        raise _not_installed("tokenizers") from error
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise AnnotateError(
            f"the vocabulary cannot be read: {error}", where=str(path), mend="install the model again"
        ) from error


def _session(folder: Path, network: bytes, threads: int) -> Any:  # noqa: ANN401  onnxruntime has no types
    try:
        import onnxruntime  # noqa: PLC0415  loaded with the model, not with newsgraph
    except ImportError as error:
        raise _not_installed("onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises a dozen classes that share no base but Exception
        raise AnnotateError(
            f"the network cannot be loaded: {error}",
            where=str(folder / "model.onnx"),
            mend="install a newer onnxruntime, or the model again",
        ) from error
    widths = {one.name: one.shape[-1] for one in session.get_outputs()}
    if widths != {"tags": COLUMNS, "links": (1 + len(ROLES)) * LINK_SIZE}:
        raise AnnotateError(
            f"the network has other outputs than newsgraph reads: {widths}",
            where=str(folder / "model.onnx"),
            mend="train it again, or install the version of newsgraph that it was made for",
        )
    return session


def _not_installed(library: str) -> AnnotateError:
    return AnnotateError(
        f"the model needs the library {library}, which is not installed",
        where=library,
        mend=f"pip install {library}",
    )
