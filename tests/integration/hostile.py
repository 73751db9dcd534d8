"""All attacks, family by family."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.integration.hostile_queries import files, greedy, nested, services, updates
from tests.integration.hostile_requests import bodies, heads, letters, paths, smuggled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.attack import Attack, Target

SEED = 20261122


def attacks(target: Target) -> Iterator[Attack]:
    """Yield all attacks; a family is the same in every run, whatever is added to another."""
    for family in (updates, services, files, paths, greedy, nested, bodies, heads, smuggled, letters):
        dice = random.Random(f"{SEED} {family.__name__}")  # noqa: S311  nothing secret depends on it
        yield from family(target, dice)
