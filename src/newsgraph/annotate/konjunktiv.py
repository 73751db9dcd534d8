"""The Konjunktiv: the mood in which German reports what another has said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotate.document import Token

_MODAL_SECOND = frozenset(
    {"könnte", "könnten", "müsste", "müssten", "müßte", "müßten", "dürfte", "dürften", "möchte", "möchten"}
)
_SECOND_PLURAL = re.compile(r"\w{2,}(?:t|et)en$")


def is_konjunktiv_1(token: Token) -> bool:
    """Say whether a finite verb is a Konjunktiv I that no indicative shares: "sei", "habe", "gebe", "handele".

    The form is the infinitive less its -n. "Er sagte" (Präteritum) is none, nor is "sie haben".
    """
    form = token.form.lower()
    if form in load_words("konjunktiv_1.txt"):
        return True
    if not token.tag.endswith(("(FIN)", "(IMP)")) or not form.endswith("e"):
        return False
    lemma = token.lemma.lower()
    return form + "n" == lemma or (lemma.endswith(("eln", "ern")) and form == lemma[:-3] + lemma[-2] + "e")


def is_konjunktiv_2(token: Token) -> bool:
    """Say whether a finite verb is a Konjunktiv II with a form of its own: "hätten", "käme", "gingen" is none."""
    return token.form.lower() in load_words("konjunktiv_2.txt")


def is_modal_konjunktiv_2(token: Token) -> bool:
    """Say whether a verb is "könnte", "müsste", "dürfte": as often the writer's own guess as a report."""
    return token.form.lower() in _MODAL_SECOND


def is_konjunktiv(token: Token) -> bool:
    """Say whether a token is a Konjunktiv of whatever kind that has a form of its own."""
    return is_konjunktiv_1(token) or is_konjunktiv_2(token) or is_modal_konjunktiv_2(token)


def may_be_konjunktiv_2(token: Token) -> bool:
    """Say whether a plural Präteritum could be a Konjunktiv II: "zahlten", "reichten", "sollten", "wollten"."""
    return (
        token.is_finite and _SECOND_PLURAL.match(token.form.lower()) is not None and not is_konjunktiv(token)
    )
