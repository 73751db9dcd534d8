"""What a client is told when it does not get what it asked for."""

from __future__ import annotations

from newsgraph.errors import NewsgraphError


class RefusedError(NewsgraphError):
    """A request that is not answered as asked: the HTTP status, and a text for a person."""

    def __init__(
        self, status: int, what: str, *, where: str | None = None, mend: str | None = None, **headers: str
    ) -> None:
        """Keep the status; `headers` are sent along, `_` in their names standing for `-`."""
        super().__init__(what, where=where, mend=mend)
        self.status = status
        self.headers = tuple((name.replace("_", "-"), value) for name, value in headers.items())
