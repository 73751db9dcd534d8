"""Finds words of support and of rejection."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_PARTICLES = frozenset({"ab", "an", "aus", "bei", "ein", "gut", "mit", "zu", "zurück", "entgegen", "dagegen"})
_NEGATIONS = frozenset(
    {"nicht", "kein", "keine", "keinen", "keinem", "keiner", "nie", "niemals", "keinesfalls", "keineswegs"}
)
_LITTLE = frozenset({"wenig", "kaum", "geringe", "geringen"})
_OPEN = frozenset({"ob", "Ob", "falls", "Falls"})  # "Ob Muster das mitträgt, blieb offen": no stance
_OPENERS = frozenset("„»›‚“\"‘'«‹”")


class Leaning(StrEnum):
    """What someone holds of a proposal; `EVALUATE` leaves it to the wording."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    EVALUATE = "evaluate"


class Target(StrEnum):
    """How much a cue needs words that tell its target: always, else the last proposal, never."""

    NAMED = "named"
    STRONG = "strong"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class StanceCue:
    """A verb of support or rejection in a sentence.

    `verb` is its index, `prepositions` the words that lead to its target, `target` how much it needs one.
    """

    sentence: Sentence
    verb: int
    stance: Leaning
    prepositions: frozenset[str]
    target: Target
    words: frozenset[str]

    @property
    def span(self) -> Span:
        """The verb's span."""
        return self.sentence.tokens[self.verb].span


@dataclass(frozen=True, slots=True)
class _Entry:
    infinitive: str
    words: frozenset[str]
    prepositions: frozenset[str]
    stance: Leaning
    target: Target


def find_stances(sentence: Sentence) -> tuple[StanceCue, ...]:
    """Return the words of support and rejection outside quotation marks, in text order.

    "Die CDU *lehnte* den Vorschlag *ab*", "*hält* davon *nichts*", "was sie *befürwortet*"; a negated word of
    support rejects ("*unterstützt* das *nicht*"), a negated rejection tells nothing.
    """
    quoted = quoted_tokens(sentence.tokens)
    forms = _forms(sentence.tokens, quoted)
    found = []
    for index, token in enumerate(sentence.tokens):
        if index in quoted or not token.tag.startswith(("VV", "VA")):
            continue
        entry = _entry(token, forms)
        if entry is not None:
            around = clause_forms(sentence.tokens, index)
            stance = (
                None
                if around & _OPEN
                else _negated(entry, around, is_little=_is_little(entry, sentence.tokens))
            )
            if stance is not None:
                found.append(
                    StanceCue(sentence, index, stance, entry.prepositions, entry.target, entry.words)
                )
    return tuple(found)


def _forms(tokens: tuple[Token, ...], quoted: frozenset[int]) -> set[str]:
    """Return the words outside quotation marks; "ein" and "an" only where they are parts of a verb.

    A preposition that opens the sentence counts as written small: "*Für* den Umbau stimmte …".
    """
    return {
        t.form.lower() if t.tag.startswith("APPR") else t.form
        for i, t in enumerate(tokens)
        if i not in quoted
        and (
            t.form not in _PARTICLES or i + 1 == len(tokens) or not tokens[i + 1].is_word or t.tag == "PTKVZ"
        )
    }


def clause_forms(tokens: tuple[Token, ...], index: int) -> set[str]:
    """Return the words between the commas around the token."""
    start = end = index
    while start > 0 and tokens[start - 1].form not in {",", ";", ":"}:
        start -= 1
    while end + 1 < len(tokens) and tokens[end + 1].form not in {",", ";", ":"}:
        end += 1
    return {t.form for t in tokens[start : end + 1]}


def _entry(token: Token, forms: set[str]) -> _Entry | None:
    lemma = token.lemma.lower()
    by_base, by_infinitive = _entries()
    fitting = [e for e in by_base.get(lemma, ()) if e.words <= forms and _leads(e, forms)]
    fitting += [e for e in by_infinitive.get(lemma, ()) if not e.prepositions & e.words or e.words <= forms]
    return max(fitting, key=lambda e: len(e.words), default=None)


def _leads(entry: _Entry, forms: set[str]) -> bool:
    """Say whether the verb's preposition is there, alone or in "davon", "dagegen", "darüber"."""
    if not entry.prepositions:
        return True
    lower = {f.lower() for f in forms}
    return any({p, f"da{p}", f"dar{p}"} & lower for p in entry.prepositions)


def _is_little(entry: _Entry, tokens: tuple[Token, ...]) -> bool:
    """Say whether there is little of what the cue's noun names: "stößt auf *wenig* Beifall"."""
    return any(a.form.lower() in _LITTLE and b.form in entry.words for a, b in pairwise(tokens))


def _negated(entry: _Entry, forms: set[str], *, is_little: bool) -> Leaning | None:
    negated = is_little or (bool(_NEGATIONS & forms) and not _NEGATIONS & entry.words)
    if not negated or entry.stance is Leaning.EVALUATE:
        return entry.stance
    return Leaning.OPPOSE if entry.stance is Leaning.SUPPORT else None


def quoted_tokens(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Return the indexes of the tokens between quotation marks."""
    marks = [i for i, t in enumerate(tokens) if t.form in _OPENERS]
    inside: set[int] = set()
    for start, end in zip(marks[::2], marks[1::2], strict=False):
        inside.update(range(start, end + 1))
    return frozenset(inside)


def is_praise(tokens: tuple[Token, ...]) -> bool:
    """Say whether the wording praises: "einen *guten* Anfang"; "*nicht* durchdacht" does not."""
    words = {t.lemma.lower() for t in tokens} | {t.form.lower() for t in tokens}
    if words & {"nicht", "kein", "keine", "keinen", "aber", "wenig"}:
        return False
    praise = tuple(p.lower() for p in load_words("praise.txt"))
    return any(word.startswith(praise) for word in words)


def points(tokens: tuple[Token, ...]) -> bool:
    """Say whether a word points at what was said: "lehnte *das* ab"; "an *dem* Ufer" does not."""
    return any(t.form.lower() in load_words("pointing_words.txt") and t.tag != "ART" for t in tokens)


@cache
def _entries() -> tuple[Mapping[str, tuple[_Entry, ...]], Mapping[str, tuple[_Entry, ...]]]:
    by_base: dict[str, list[_Entry]] = defaultdict(list)
    by_infinitive: dict[str, list[_Entry]] = defaultdict(list)
    for infinitive, base, words, prepositions, stance, target in load_table("stance_verbs.tsv"):
        needed = frozenset() if words == "-" else frozenset(words.split())
        leading = frozenset() if prepositions == "-" else frozenset(prepositions.split(","))
        by_base[base].append(_Entry(infinitive, needed, leading, Leaning(stance), Target(target)))
        if infinitive != base:
            rest = frozenset(w for w in needed if not infinitive.startswith(w))
            by_infinitive[infinitive].append(
                _Entry(infinitive, rest, leading, Leaning(stance), Target(target))
            )
    return (
        {key: tuple(entries) for key, entries in by_base.items()},
        {key: tuple(entries) for key, entries in by_infinitive.items()},
    )
