"""Where the corpora of names differ on what a name is.

GermEval 2014 is followed: a name is a proper noun, and a country is a place also where it acts. Others mark
bodies by their common noun ("die Polizei") and countries as organisations.
"""

from __future__ import annotations

from newsgraph.annotation.document import readings
from newsgraph.lexicon import load_table

__all__ = ["is_common_noun", "is_country", "is_proper_noun"]


def is_common_noun(form: str) -> bool:
    """Tell whether a word is read as a common noun rather than as a name.

    >>> is_common_noun("Polizei"), is_common_noun("Siemens")
    (True, False)
    """
    return form.isalpha() and readings(form)[:1] == ("NN",)


def is_proper_noun(form: str) -> bool:
    """Tell whether a word is read as a name before all else.

    >>> is_proper_noun("Mainz"), is_proper_noun("Drei")
    (True, False)
    """
    return readings(form)[:1] == ("NE",)


def is_country(name: str) -> bool:
    """Tell whether a country is named, also in the genitive.

    >>> is_country("Australiens"), is_country("Siemens")
    (True, False)
    """
    known = {row[0].casefold() for row in load_table("countries.tsv")}
    return bool({name.casefold(), name.casefold().removesuffix("s")} & known)
