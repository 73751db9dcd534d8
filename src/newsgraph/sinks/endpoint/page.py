"""Telling a server that says yes with a web page, as some do, from a page that asks to log in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.sinks.endpoint.transport import HttpError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.sinks.endpoint.transport import Response


def check_page(response: Response, where: str, is_done: Callable[[], bool]) -> None:
    """Where a request that writes was answered with a web page, look whether what it asks for `is_done`.

    Raises `HttpError` where it is not.
    """
    if "html" in response.media_type and response.body and not is_done():
        raise HttpError(
            "it answers with a web page and did not take what was sent",
            where=where,
            mend="check that the URL is that of the SPARQL endpoint, and the credentials",
            status=0,
        )
