"""Cues: the verbs that say that somebody says something, with their auxiliaries and particles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table
from newsgraph.model import Medium

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit

_MEDIA = {"speech": Medium.SPEECH, "writing": Medium.WRITING, "thought": Medium.THOUGHT}
_PARTICLES = frozenset(
    {
        "an",
        "aus",
        "ab",
        "auf",
        "bei",
        "ein",
        "fest",
        "hinzu",
        "klar",
        "mit",
        "nach",
        "vor",
        "zu",
        "zurück",
        "entgegen",
        "dagegen",
        "hin",
        "bekannt",
        "fort",
    }
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb group: the place of its finite verb, all its tokens, and its infinitive with particle."""

    finite: int
    tokens: tuple[int, ...]
    verb: str

    @property
    def media(self) -> frozenset[Medium]:
        """In which medium the verb says that something was put; speech where the word list has none."""
        return frozenset({cue_verbs().get(self.verb, Medium.SPEECH)})

    @property
    def is_known(self) -> bool:
        """Whether the word list has the verb."""
        return self.verb in cue_verbs() or self.verb.startswith("lassen ")


@cache
def cue_verbs() -> dict[str, Medium]:
    """Return the verbs of speech, writing and thought with their medium."""
    return {verb: _MEDIA[medium] for verb, medium in load_table("cue_verbs.tsv")}


def find_cue(unit: Unit, segment: Segment) -> Cue | None:
    """Return the verb group of a segment: "stellte … klar", "hatte … gesagt", "ließ … wissen"; None without a verb."""
    finite = next(
        (i for i in range(segment.start, segment.end) if unit.free(i) and unit.tokens[i].is_finite), None
    )
    return None if finite is None else verb_group(unit, finite, segment)


def verb_group(unit: Unit, finite: int, segment: Segment) -> Cue:
    """Return the group of the finite verb at token `finite`."""
    tokens = unit.tokens
    head = tokens[finite]
    later = [i for i in range(finite + 1, segment.end) if unit.free(i)]
    if head.tag.startswith(("VA", "VM")) or head.lemma == "lassen":
        heavy = [i for i in later if tokens[i].tag in {"VV(PP)", "VV(INF)", "VV(IZU)"}]
        if heavy:
            last = heavy[-1]
            helpers = tuple(i for i in later if i > last and tokens[i].tag.startswith(("VA", "VM")))
            prefix = "lassen " if head.lemma == "lassen" else ""
            return Cue(finite, (finite, last, *helpers), prefix + tokens[last].lemma.lower())
    verb = head.lemma.lower()
    for i in reversed(later):
        token = tokens[i]
        final = (
            i + 1 == len(tokens)
            or i + 1 >= segment.end
            or not tokens[i + 1].is_word
            or tokens[i + 1].form in {"und", "oder"}
        )
        if token.tag == "PTKVZ" or (token.form in _PARTICLES and final):
            joined = token.form.lower() + verb
            return Cue(finite, (finite, i), joined)
    return Cue(finite, (finite,), verb)
