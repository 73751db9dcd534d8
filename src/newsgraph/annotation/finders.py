"""Which finder: the shipped model, a model in a folder, or the rules alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.annotation.rules import RuleFinder
from newsgraph.resources import model_dir

if TYPE_CHECKING:
    from newsgraph.annotation.finder import Finder

__all__ = ["RULES", "load_finder"]

RULES: Final = "rules"
"""What stands for the rules alone where a model can be named."""


@cache
def load_finder(model: str | None = None, threads: int = 0) -> Finder:
    """Return the finder of a model: that in the folder `model`, `RULES` for the rules alone, or the shipped.

    `threads` are those that the model may use; 0 takes as many as there are cores. The result is the same for
    any number. A model is loaded once in a process. Raises `AnnotateError` where it cannot be.
    """
    if model == RULES:
        return RuleFinder()
    from newsgraph.annotation.neural.finder import JointFinder  # noqa: PLC0415  the rules alone need no network
    from newsgraph.annotation.neural.session import load_model  # noqa: PLC0415  as above

    folder = Path(model) if model else model_dir()
    load_model(folder, threads)  # a model that cannot be loaded is told here, not for each document
    return JointFinder(folder, threads)
