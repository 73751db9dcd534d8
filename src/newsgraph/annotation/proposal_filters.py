"""Tells a measure from words that only look like one, and finds it behind a colon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import tokens_of
from newsgraph.annotation.quotation_marks import MARKS
from newsgraph.lexicon import load_words
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.proposal_cues import Trigger

_LONG = 12
_FEW = 3


def is_measure(spans: tuple[Span, ...], kind: StatementType, document: Document) -> bool:
    """Say whether the words can be a measure: a thing wanted or a clause with "soll", "dass" or "zu".

    "eine Frist von zwei Jahren"; not "zur Besonnenheit", "seine Hilfe", "Das Geld reiche nicht", "(forderte)
    zwei Menschenleben".
    """
    everything = list(tokens_of(document, spans))
    tokens = [t for t in everything if t.is_word]
    if not tokens or everything[0].form in MARKS:
        return False
    refused = any(t.form.lower() in {"kein", "keine", "keinen"} for t in tokens[:2])
    if refused or tokens[0].form.lower().startswith("solch"):
        return False
    if any(
        t.lemma in load_words("toll_nouns.txt") or t.form in load_words("toll_nouns.txt") for t in tokens[:3]
    ):
        return False
    if len(tokens) < 2 or tokens[0].form.lower() in {"zur", "zum"}:
        return len(tokens) == 1 and len(tokens[0].form) > _LONG and tokens[0].tag == "NN"
    if kind is StatementType.INDIRECT:
        return any(t.form in {"dass", "daß"} or t.tag in {"VM(FIN)", "VV(IZU)", "PTKZU"} for t in tokens)
    possessive = len(tokens) == 2 and tokens[0].tag == "PPOSAT"
    return not possessive


def is_vague(span: Span, document: Document) -> bool:
    """Say whether the words only promise a measure: "einen anderen *Weg*", "eine zweite *Variante*"."""
    words = [t for t in tokens_of(document, (span,)) if t.is_word]
    last = words[-1].lemma.lower()
    return len(words) <= _FEW and last.endswith(tuple(load_words("vague_measures.txt")))


def says_nothing(span: Span, document: Document) -> bool:
    """Say whether the words tell no measure at all: "einen *Mittelweg*"; not "eine *Versicherungslösung*"."""
    last = [t for t in tokens_of(document, (span,)) if t.is_word][-1].lemma.lower()
    return last in load_words("vague_measures.txt") or last.endswith("weg")


def after_colon(trigger: Trigger) -> Span | None:
    """Return what follows the last colon of the sentence: "schlug einen Mittelweg vor: *Man könne …*"."""
    tokens = trigger.sentence.tokens
    colon = next((i for i in range(len(tokens) - 2, trigger.verb, -1) if tokens[i].form == ":"), None)
    if colon is None or tokens[colon + 1].form in MARKS:
        return None
    words = [t for t in tokens[colon + 1 :] if t.is_word]
    return Span(words[0].start, words[-1].end) if words else None
