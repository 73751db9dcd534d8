"""What a batch came to, and the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.errors import NewsgraphError

FINE, PARTLY, USAGE, IMPOSSIBLE = 0, 1, 2, 3
"""Exit codes: fine · some inputs failed or do not conform · wrong usage · the job could not be done."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many inputs were processed, which failed and why, and whether what came out conforms."""

    done: int
    failures: tuple[NewsgraphError, ...] = ()
    conforms: bool = True

    @property
    def exit_code(self) -> int:
        """Return 3 where nothing could be processed, 1 where something failed or does not conform, else 0."""
        if not self.done:
            return IMPOSSIBLE
        return PARTLY if self.failures or not self.conforms else FINE
