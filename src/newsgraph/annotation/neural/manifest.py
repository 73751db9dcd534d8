"""The description that lies beside a model: what it is, how to run it, and how to read its scores."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.neural.hints import STATES
from newsgraph.annotation.neural.layers import BUCKETS, LABELS, LINK_SIZE, ROLES, Layer, Role
from newsgraph.errors import AnnotateError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FORMAT", "Manifest", "Trust", "layout", "load_manifest"]

FORMAT = 1
"""The version of the folder's layout; a model of another one is refused."""

_THRESHOLDS = {
    Role.SPEAKER: 0.5,
    Role.CUE: 0.5,
    Role.FRAME: 0.5,
    Role.ADDRESSEE: 0.5,
    Role.PART: 0.5,
}


@dataclass(frozen=True, slots=True)
class Trust:
    """How what a model finds is put together with what the rules find (`agreement.agree`).

    `parts_of_rules`: where both find a statement, speaker, cue and frame are those of the rules, not the
    model's. `drop`: a statement of the rules goes where the model sees none. `added` and `names` are the
    confidences from which on statements and names count that only the model finds.
    """

    parts_of_rules: bool = True
    drop: bool = False
    added: float = 0.8
    names: float = 0.9


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `model.json` says.

    `digest` is the SHA-256 of `model.onnx`. `size` and `context` are those of the windows, in pieces.
    `distance` is added to the score of a pair: a row for each of `ROLES`, a column for each distance bucket.
    So is `agreement`, with a column for each thing that the rules can say of the pair (`hints.STATES`).
    `thresholds` are the probabilities from which on a link counts. `outside` is added to the logit of O in a
    layer: above 0 it finds fewer and surer spans. `calibration` gives slope and intercept that turn the
    log-odds of a span's score into those of its being right, by label. `hinted` models want to be told what
    the rules find.
    """

    name: str
    version: str
    licence: str
    digest: str
    distance: tuple[tuple[float, ...], ...]
    agreement: tuple[tuple[float, ...], ...] = ((0.0,) * STATES,) * len(ROLES)
    hinted: bool = False
    trust: Trust = Trust()
    size: int = 448
    context: int = 96
    thresholds: Mapping[Role, float] = field(default_factory=lambda: dict(_THRESHOLDS))
    outside: Mapping[Layer, float] = field(default_factory=dict)
    calibration: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def layout() -> dict[str, object]:
    """Return how outputs are laid out: written into `model.json`, compared when a model is loaded."""
    return {
        "layers": {layer.value: list(LABELS[layer]) for layer in Layer},
        "roles": [role.value for role in ROLES],
        "link_size": LINK_SIZE,
        "buckets": BUCKETS,
    }


def load_manifest(folder: Path) -> Manifest:
    """Return what `model.json` in `folder` says.

    Raises `AnnotateError` where it is missing, cannot be read, or describes outputs that this version of
    newsgraph does not know.
    """
    path = folder / "model.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AnnotateError(
            "this folder holds no model: model.json is missing",
            where=str(folder),
            mend="name a folder that the training wrote, or none for the model that ships with newsgraph",
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(path, f"cannot be read: {error}") from error
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        found = values.get("format") if isinstance(values, dict) else None
        raise AnnotateError(
            f"the model has format {found!r}, this version of newsgraph reads format {FORMAT}",
            where=str(path),
            mend="train it again, or install the version of newsgraph that it was made for",
        )
    if values.get("layout") != layout():
        raise AnnotateError(
            "the model has other layers, labels or roles than this version of newsgraph",
            where=str(path),
            mend="train it again, or install the version of newsgraph that it was made for",
        )
    try:
        return _manifest(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, f"a field is missing or wrong: {error!r}") from error


def _manifest(values: Mapping[str, Any]) -> Manifest:
    distance = _table(values["distance"], BUCKETS)
    agreement = _table(values.get("agreement", [[0.0] * STATES] * len(ROLES)), STATES)
    window = values.get("window", {})
    size, context = int(window.get("size", 448)), int(window.get("context", 96))
    if context < 0 or size - 2 * context <= 8:
        raise ValueError("window")
    given = {Role(role): float(value) for role, value in values.get("thresholds", {}).items()}
    return Manifest(
        name=str(values["name"]),
        version=str(values["version"]),
        licence=str(values["licence"]),
        digest=str(values["sha256"]),
        distance=distance,
        agreement=agreement,
        hinted=bool(values.get("hinted", False)),
        trust=_trust(values.get("trust", {})),
        size=size,
        context=context,
        thresholds=_THRESHOLDS | given,
        outside={Layer(layer): float(value) for layer, value in values.get("outside", {}).items()},
        calibration={
            str(label): (float(slope), float(intercept))
            for label, (slope, intercept) in values.get("calibration", {}).items()
        },
    )


def _trust(values: Mapping[str, Any]) -> Trust:
    trust = Trust(**values)
    for share in (trust.added, trust.names):
        if not isinstance(share, int | float):
            raise TypeError(f"not a confidence: {share!r}")
    for choice in (trust.parts_of_rules, trust.drop):
        if not isinstance(choice, bool):
            raise TypeError(f"neither true nor false: {choice!r}")
    return trust


def _table(rows: Any, width: int) -> tuple[tuple[float, ...], ...]:  # noqa: ANN401  from JSON
    table = tuple(tuple(float(bias) for bias in row) for row in rows)
    if len(table) != len(ROLES) or any(len(row) != width for row in table):
        raise ValueError(f"not a table of {len(ROLES)} times {width} numbers")
    return table


def _damaged(path: Path, what: str) -> AnnotateError:
    return AnnotateError(what, where=str(path), mend="install newsgraph or the model again")
