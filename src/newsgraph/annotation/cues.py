"""Cues: the verbs that say that somebody says something, with their auxiliaries and particles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import Clause, is_reporting
from newsgraph.annotation.segments import Kind, Segment
from newsgraph.lexicon import load_table, load_words
from newsgraph.model import Medium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.units import Unit

_MEDIA = {"speech": Medium.SPEECH, "writing": Medium.WRITING, "thought": Medium.THOUGHT}
_SPOKEN = frozenset({Medium.SPEECH})
_HEAVY = frozenset({"VV(PP)", "VV(INF)", "VV(IZU)", "VA(PP)"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb group: its finite verb, all its tokens in text order, and its infinitive with particle."""

    finite: int
    tokens: tuple[int, ...]
    verb: str
    passive: bool = False

    @property
    def media(self) -> frozenset[Medium]:
        """In which medium the verb says that something was put; speech where the word list has none."""
        medium = cue_verbs().get(self.verb)
        return frozenset({medium}) if medium else _SPOKEN

    @property
    def is_known(self) -> bool:
        """Whether the word lists have the verb."""
        return self.verb in cue_verbs()


@cache
def cue_verbs() -> dict[str, Medium]:
    """Return the verbs and phrases of speech, writing and thought with their medium."""
    return {verb: _MEDIA[medium] for verb, medium in load_table("cue_verbs.tsv")}


@cache
def takes_complement() -> frozenset[str]:
    """Return speech-act verbs whose dass clause is what they report: "verlangt, dass …"."""
    return frozenset(verb for verb, _ in load_table("reported_verbs.tsv"))


@cache
def only_quoted() -> frozenset[str]:
    """Return speech-act verbs that report only with quoted words: sprechen von, reden von."""
    rows = load_table("reported_verbs.tsv")
    return frozenset(verb for verb, patterns in rows if "quoted" in patterns.split(","))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return fixed phrases by verb: "geben" → ("zu", "bedenken") with the name "zu bedenken geben"."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    names = set(cue_verbs()) | {verb for verb, _ in load_table("reported_verbs.tsv")}
    for name in sorted(names):
        *words, verb = name.split()
        if words:
            found.setdefault(verb, []).append((tuple(w.lower() for w in words), name))
    return {verb: tuple(sorted(p, key=lambda x: -len(x[0]))) for verb, p in found.items()}


def find_cue(unit: Unit, clause: Clause) -> Cue | None:
    """Return the verb group of a clause in the indicative; None without one.

    A verb that is itself reported introduces nothing: "Er habe gesagt, …" has no cue.
    """
    if clause.finite is None or is_reporting(unit, clause.finite):
        return None
    return verb_group(unit, clause.finite, main_tokens(unit, clause))


def cue_of_segment(unit: Unit, segment: Segment) -> Cue | None:
    """Return the verb group of a subordinate clause: "wie die Polizei mitteilte"."""
    if segment.finite is None:
        return None
    places = [i for i in range(segment.start, segment.end) if unit.free(i)]
    return verb_group(unit, segment.finite, places)


def main_tokens(unit: Unit, clause: Clause) -> list[int]:
    """Return the tokens of a clause outside of subordinate clauses, quotations and brackets."""
    return [
        i
        for s in clause.segments
        if s.kind not in {Kind.SUB, Kind.INF} or s.finite == clause.finite
        for i in range(s.start, s.end)
        if unit.free(i) and unit.tokens[i].is_word
    ]


def verb_group(unit: Unit, finite: int, places: Sequence[int]) -> Cue:
    """Return the group of the finite verb at token `finite`, looked for in the tokens `places`."""
    tokens = unit.tokens
    head = tokens[finite]
    others = [i for i in places if i != finite]
    verb = verb_lemma(head)
    members = [finite]
    passive = False
    if head.tag.startswith(("VA", "VM")) or verb == "lassen":
        heavy = [i for i in others if tokens[i].tag in _HEAVY and not tokens[i].tag.startswith("VA")]
        if heavy:
            last = heavy[-1]
            helpers = [i for i in others if i > last and tokens[i].tag.startswith(("VA", "VM"))]
            members += [last, *helpers]
            passive = verb == "werden" or any(tokens[i].form == "worden" for i in helpers)
            verb = ("lassen " if verb == "lassen" else "") + verb_lemma(tokens[last])
    else:
        particle = _particle(unit, finite, others)
        if particle is not None:
            joined = tokens[particle].form.lower() + verb
            if (
                joined in _known_infinitives()
                or verb not in _known_infinitives()
                or _is_sure(tokens[particle])
            ):
                members.append(particle)
                verb = joined
    fixed = _fixed_words(unit, verb, others)
    if fixed:
        members += fixed[0]
        verb = fixed[1]
    return Cue(finite, tuple(sorted(set(members))), verb, passive)


def _particle(unit: Unit, finite: int, others: Sequence[int]) -> int | None:
    """Return the particle of a separated verb: "sagte Lind [zu]", but not "sagte Lind vor Beginn"."""
    for i in reversed(others):
        if i < finite:
            break
        token = unit.tokens[i]
        final = i + 1 == len(unit) or (
            unit.inside[i + 1] < 0
            and (not unit.tokens[i + 1].is_word or unit.tokens[i + 1].form in {"und", "oder"})
        )
        governs = not final and i + 1 < len(unit) and unit.tokens[i + 1].tag == "NN"
        if token.tag == "PTKVZ" and token.form.islower() and not governs:
            return i
        if final and token.form in load_words("particles.txt"):
            return i
    return None


def _is_sure(token: Token) -> bool:
    """Say whether a particle changes the verb's meaning even if the word lists lack the two together.

    "Der Entwurf sieht vor" is no "sehen"; "um den Baum herum" and "steht dagegen" change nothing.
    """
    return token.tag == "PTKVZ" and token.form in load_words("particles.txt") - {"dagegen", "hinzu"}


def _fixed_words(unit: Unit, verb: str, others: Sequence[int]) -> tuple[list[int], str] | None:
    for words, name in _phrases().get(verb, ()):
        for k in range(len(others) - len(words) + 1):
            window = others[k : k + len(words)]
            if all(unit.tokens[i].form.lower() == w for i, w in zip(window, words, strict=True)):
                return list(window), name
    return None


@cache
def _known_infinitives() -> frozenset[str]:
    names = set(cue_verbs()) | {verb for verb, _ in load_table("reported_verbs.tsv")}
    return frozenset(name.split()[-1] for name in names)


def verb_lemma(token: Token) -> str:
    """Return the infinitive of a verb; mends what the tagger leaves inflected ("signalisiert")."""
    lemma = token.lemma.lower()
    known = _known_infinitives()
    if lemma in known:
        return lemma
    if token.form in known:
        return token.form
    for ending in ("t", "te", "ten", "et", "ete", "eten"):
        stem = lemma.removesuffix(ending)
        found = next((stem + e for e in ("en", "n") if stem + e in known), None) if stem != lemma else None
        if found is not None:
            return found
    return lemma
