"""Days and times as literals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsgraph.rdf.terms import typed
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from datetime import date


def moment(value: date | datetime) -> str:
    """Return a date as xsd:date, a time as xsd:dateTime in the form that stores keep (UTC as Z).

    >>> moment(datetime(2022, 1, 12, 14, 35))[:21]
    '"2022-01-12T14:35:00"'
    """
    if not isinstance(value, datetime):
        return typed(value.isoformat(), XSD.date)
    plain = value.replace(tzinfo=None).isoformat()
    zone = value.isoformat()[len(plain) :]
    if value.utcoffset() == timedelta(0):
        zone = "Z"
    return typed((plain.rstrip("0") if "." in plain else plain) + zone, XSD.dateTime)
