"""Who validates."""

from __future__ import annotations

from enum import StrEnum


class Engine(StrEnum):
    """How the results of a validation come about; they are the same.

    `AUTO` has plain code look first, and gives pyshacl what may break a shape; `PYSHACL` gives it everything.
    """

    AUTO = "auto"
    PYSHACL = "pyshacl"
