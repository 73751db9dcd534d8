"""The work for an article grows with its length, not with the square of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import newsgraph

if TYPE_CHECKING:
    from types import FrameType

GIVEN = ("Arnd", "Berta", "Emil", "Frida", "Gustav", "Hilde")
FAMILY = ("Kolb", "Lessing", "Marek", "Nolte", "Oster", "Quast", "Rother", "Thal", "Ulmer", "Zander")
PATTERNS = (
    "{given} {family}, Vorsitzende des Vereins in Bonn, forderte am Montag eine Steuer auf {thing}.",
    "„Wir müssen das jetzt ändern“, sagte {family}.",
    "Die Gewerkschaft lehnte die Steuer auf {thing} ab, der Minister solle zurücktreten.",
    "{family} warf der Regierung vor, sie habe nichts getan.",
    "Er schlug vor, die Straße für {thing} zu sperren, und kritisierte die Gewerkschaft.",
)
THINGS = ("Kraftstoff", "Zucker", "Lastwagen", "Flüge", "Strom", "Plastik", "Fleisch")


def article(sentences: int, joint: str) -> str:
    return joint.join(
        PATTERNS[i % len(PATTERNS)].format(
            given=GIVEN[i // 5 % len(GIVEN)],
            family=FAMILY[i // 5 % len(FAMILY)],
            thing=THINGS[i // 7 % len(THINGS)],
        )
        for i in range(sentences)
    )


def calls(text: str) -> int:
    """Count the Python calls that newsgraph itself makes to annotate a text."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        if event == "call" and "newsgraph" in frame.f_code.co_filename:
            count += 1

    sys.setprofile(note)
    try:
        newsgraph.annotate(text, model="rules")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("joint", [" ", "\n\n"], ids=["one paragraph", "many paragraphs"])
def test_twice_the_length_takes_about_twice_the_calls(joint: str) -> None:
    newsgraph.annotate(article(60, joint), model="rules")  # fills the caches of words
    assert calls(article(120, joint)) < 2.6 * calls(article(60, joint))
