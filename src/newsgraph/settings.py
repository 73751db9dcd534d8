"""Settings: read once, from options and the environment, and passed on as one value."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_IRI = re.compile(r"""(?:[A-Za-z][A-Za-z0-9+.-]*://|(?i:urn|did|mailto):)[^\s<>"{}|\\^`\x00-\x20]+""")
_IRI_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/|(?:urn|did|mailto):", re.IGNORECASE)

DEFAULT_BASE = "https://w3id.org/newsgraph/data/"


class TextMode(StrEnum):
    """How much of the article's wording the graph carries."""

    NONE = "none"
    QUOTES = "quotes"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Settings:
    """What changes a result. `base` ends in `/` or `#`; `time` is None unless the user asks for one.

    `model` is the folder of a model, "rules" for the rules alone, or None for the shipped model. `people` is
    the user's table of known people and bodies. `licence` (an IRI) and `rights_holder` (an IRI or a name) are
    those of the articles, `data_licence` and `data_rights_holder` those of the graphs made from them; None
    claims nothing. Raises `UsageError` for an IRI that is none, and for a name without a word.
    """

    base: str = DEFAULT_BASE
    text: TextMode = TextMode.QUOTES
    time: datetime | None = None
    model: str | None = None
    people: Path | None = None
    licence: str | None = None
    rights_holder: str | None = None
    data_licence: str | None = None
    data_rights_holder: str | None = None

    def __post_init__(self) -> None:
        """Refuse a base that cannot carry data IRIs, and rights that name nothing."""
        _check_licence(self.licence, "--license")
        _check_holder(self.rights_holder, "--rights-holder")
        _check_licence(self.data_licence, "--data-license")
        _check_holder(self.data_rights_holder, "--data-rights-holder")
        if not _is_base(self.base):
            raise UsageError(
                f"not a base IRI: {self.base!r}",
                where="--base",
                mend="give an http(s) IRI with a host that ends in / or #",
            )
        if any(c.isspace() or c in '<>"{}|\\^`' for c in self.base):
            raise UsageError(
                f"a base IRI has no spaces or <>: {self.base!r}", where="--base", mend="encode them"
            )


def _is_base(base: str) -> bool:
    if base[-1:] not in {"/", "#", ":"}:
        return False
    try:
        parts = urlsplit(base)
    except ValueError:  # brackets that hold no address
        return False
    return parts.scheme == "urn" or (parts.scheme in {"http", "https"} and bool(parts.hostname))


def is_absolute_iri(value: str) -> bool:
    """Say whether `value` is an absolute IRI, one of the web with a host.

    >>> is_absolute_iri("https://creativecommons.org/licenses/by/4.0/"), is_absolute_iri("CC BY 4.0")
    (True, False)
    """
    if _IRI.fullmatch(value) is None:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:  # brackets that hold no address
        return False
    return bool(parts.hostname) if parts.scheme in {"http", "https"} else bool(parts.path or parts.netloc)


def _check_licence(licence: str | None, where: str) -> None:
    if licence is not None and not is_absolute_iri(licence):
        mend = "give the address of its text, such as https://creativecommons.org/licenses/by/4.0/"
        raise UsageError(
            f"a licence is named by its IRI, which this is not: {licence!r}", where=where, mend=mend
        )


def _check_holder(holder: str | None, where: str) -> None:
    if holder is None or is_absolute_iri(holder):
        return
    if not any(map(str.isalnum, holder)) or not holder.isprintable() or _IRI_LIKE.match(holder):
        mend = "give a name, such as 'Hafenbote GmbH', or an IRI"
        raise UsageError(f"neither a name nor an IRI: {holder!r}", where=where, mend=mend)


def time_from(value: str | None, environment: Mapping[str, str] = os.environ) -> datetime | None:
    """Return the time to write into graphs: `value` (ISO 8601), else SOURCE_DATE_EPOCH, else None.

    Source of the variable: https://reproducible-builds.org/specs/source-date-epoch/.
    Raises `UsageError` where either cannot be read.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH")
    try:
        if value is not None:
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return datetime.fromtimestamp(int(epoch), UTC) if epoch else None
    except (ValueError, OverflowError, OSError) as error:
        given, where, mend = value, "--time", "write it like 2026-01-31T12:00:00Z"
        if value is None:
            given, where, mend = epoch, "SOURCE_DATE_EPOCH", "give whole seconds since 1970"
        raise UsageError(f"not a time: {given!r}", where=where, mend=mend) from error
