"""The Konjunktiv: the mood in which German reports what another has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.document import readings
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token

_MODAL_SECOND = frozenset(
    {"könnte", "könnten", "müsste", "müssten", "müßte", "müßten", "dürfte", "dürften", "möchte", "möchten"}
)
_CONFUSED = frozenset(
    {"ADJ(D)", "ADJ(A)", "ADV", "PTKVZ", "VV(IMP)", "VV(PP)", "NN", "NE", "XY", "VV(INF)", "NNI"}
)
_STRONG_PLURAL = frozenset(
    {"fielen", "ließen", "liessen", "blieben", "hielten", "gingen", "hingen", "liefen", "riefen", "schrieben"}
)


def is_konjunktiv_1(token: Token) -> bool:
    """Say whether a finite verb is a Konjunktiv I that no indicative shares: "sei", "habe", "handele".

    The form is the infinitive less its -n. "Er sagte" (Präteritum) is none, nor is "sie haben".
    """
    form = token.form.lower()
    if form in load_words("konjunktiv_1.txt"):
        return token.tag not in {"NN", "NE"}
    if not token.tag.endswith(("(FIN)", "(IMP)")) or not form.endswith("e"):
        return False
    lemma = token.lemma.lower()
    shortened = lemma[:-3] + lemma[-2] + "e" if lemma.endswith(("eln", "ern")) else ""
    if form not in {lemma.removesuffix("n"), shortened} or not lemma.endswith("n"):
        return False
    return not form.endswith("te") or "VV(INF)" in readings(lemma)


def is_konjunktiv_2(token: Token) -> bool:
    """Say whether a verb is a Konjunktiv II with a form of its own: "hätten", "käme"; "gingen" is none."""
    return token.form.lower() in load_words("konjunktiv_2.txt")


def is_modal_konjunktiv_2(token: Token) -> bool:
    """Say whether a verb is "könnte", "müsste", "dürfte": as often the writer's own guess as a report."""
    return token.form.lower() in _MODAL_SECOND


def is_konjunktiv(token: Token) -> bool:
    """Say whether a token is a Konjunktiv of whatever kind that has a form of its own."""
    return is_konjunktiv_1(token) or is_konjunktiv_2(token) or is_modal_konjunktiv_2(token)


def may_be_konjunktiv_2(token: Token) -> bool:
    """Say whether a plural Präteritum could be a Konjunktiv II: "zahlten", "reichten", "sollten"."""
    form, lemma = token.form.lower(), token.lemma.lower()
    if not token.is_finite or is_konjunktiv(token):
        return False
    if form in _STRONG_PLURAL or form in {"sollten", "wollten"}:
        return True
    stem = lemma.removesuffix("en") if lemma.endswith("en") else lemma.removesuffix("n")
    return form in {stem + "ten", stem + "eten"}


def may_be_verb_in_e(token: Token) -> bool:
    """Say whether a word that the tagger takes for something else could be a Konjunktiv I.

    "Ein Streik schade allen", where "schade" is tagged as an adverb.
    """
    form = token.form
    if (
        form.endswith("weise")
        or token.tag not in _CONFUSED
        or not form.endswith("e")
        or not form.islower()
        or len(form) < 4
    ):
        return False
    return "VV(INF)" in readings(form + "n")[:2]
