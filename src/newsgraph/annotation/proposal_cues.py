"""Finds the words that announce a proposal: verbs and nouns of proposing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table
from newsgraph.model import Illocution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_INSEPARABLE = ("be", "emp", "ver", "plädieren", "offerieren", "votieren", "urgieren")
_PASSIVE = frozenset(
    {"wird", "wurde", "werden", "wurden", "worden", "werde", "würden"} | {"Wird", "Wurde", "Werden", "Wurden"}
)
_DENYING = frozenset({"nicht", "niemandem", "niemand", "niemanden", "keineswegs", "nie"})
_CLOSING = frozenset('.,;:!?)(–-"“”«»‘’›‹') | {"und", "oder", "sowie"}


@dataclass(frozen=True, slots=True)
class ProposingVerb:
    """A verb of proposing as the lexicon has it.

    `particle` is its separated part in words ("vor", "ins Spiel"), empty where it has none; `prepositions`
    can govern the measure ("plädieren *für*"); `transitive`: it can be the object.
    """

    infinitive: str
    base: str
    particle: tuple[str, ...]
    prepositions: frozenset[str]
    transitive: bool
    illocution: Illocution


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb of proposing in a sentence: indexes of the verb and of its separated part."""

    sentence: Sentence
    verb: int
    particle: tuple[int, ...]
    entry: ProposingVerb

    @property
    def is_infinitive(self) -> bool:
        """Whether who acts is told by the verb above: "kündigte an, einen Fonds *vorzuschlagen*"."""
        verb = self.sentence.tokens[self.verb]
        if verb.tag in {"VV(IZU)", "VV(INF)"}:
            return True
        finite = next((t for t in reversed(self.sentence.tokens[: self.verb]) if t.is_finite), None)
        return verb.form == self.entry.infinitive and finite is not None and finite.tag != "VV(FIN)"

    @property
    def is_passive(self) -> bool:
        """Whether the verb is in the passive: "wurde eine Stelle *gefordert*"; not "habe sie *gefordert*"."""
        tokens = self.sentence.tokens
        if tokens[self.verb].tag != "VV(PP)":
            return False
        if self.verb + 1 < len(tokens) and tokens[self.verb + 1].form in _PASSIVE:
            return True
        finite = next((t for t in reversed(tokens[: self.verb]) if t.is_finite), None)
        return finite is not None and finite.form in _PASSIVE

    def is_denied(self, measure: Span) -> bool:
        """Say whether the proposing itself is denied: "verlange von *niemandem*, …", "dürfe *nicht* pochen".

        Counter-example: "verlangt *nicht nur* mehr Geld".
        """
        tokens = self.sentence.tokens
        start = next((i + 1 for i in range(self.verb - 1, -1, -1) if tokens[i].form in _CLOSING - {"und"}), 0)
        clause = [t for t in tokens[start:] if t.start < max(measure.start, tokens[self.verb].end)]
        return any(
            t.form.lower() in _DENYING and not measure.contains(t.span) and following.form != "nur"
            for t, following in pairwise((*clause, tokens[-1]))
        )

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the verb and its separated part."""
        return tuple(self.sentence.tokens[i].span for i in sorted({self.verb, *self.particle}))


def find_triggers(sentence: Sentence) -> tuple[Trigger, ...]:
    """Return the verbs of proposing in the sentence, in text order.

    "Sie *regte* eine Befragung *an*", "habe eine Frist *vorgeschlagen*", "*brachte* eine Steuer *ins Spiel*";
    not "riet von einem Fonds *ab*": a separated part that the lexicon does not know makes another verb.
    """
    found = []
    sentence = _with_verb(sentence)
    for index, token in enumerate(sentence.tokens):
        if token.tag.startswith("VV"):
            trigger = _match(sentence, index)
            if trigger is not None:
                found.append(trigger)
    return tuple(found)


def _with_verb(sentence: Sentence) -> Sentence:
    """Return a sentence without a verb with one that the tagger took for an adjective.

    "Muster *verlangte* Neuwahlen": the same form as in "die *verlangte* Summe".
    """
    tokens = sentence.tokens
    if any(t.is_finite for t in tokens):
        return sentence
    for i in range(1, len(tokens)):
        token, before = tokens[i], tokens[i - 1]
        base = next((e.base for e in _entries() if f"{e.base.removesuffix('en')}te" == token.form), None)
        if base and token.tag == "ADJ(A)" and (before.tag.startswith(("NN", "NE")) or before.form in ",)"):
            verb = replace(token, tag="VV(FIN)")
            return replace(sentence, tokens=(*tokens[:i], verb, *tokens[i + 1 :]))
    return sentence


def _match(sentence: Sentence, index: int) -> Trigger | None:
    token = sentence.tokens[index]
    lemma = token.lemma.lower()
    simple, separable, phrases = _verbs()
    for entry in phrases.get(lemma, ()):
        parts = _phrase(sentence.tokens, index, entry.particle)
        if parts:
            return Trigger(sentence, index, parts, entry)
    if token.is_finite:
        particle = _particle(sentence.tokens, index)
        if particle is not None:
            form = sentence.tokens[particle].form.lower()
            fitting = next((e for e in separable.get(lemma, ()) if e.particle == (form,)), None)
            if fitting is not None:
                return Trigger(sentence, index, (particle,), fitting)
            between = sentence.tokens[index + 1 : particle]
            if not lemma.startswith(_INSEPARABLE) and not any(t.tag == "VV(FIN)" for t in between):
                return None
    entry_or_none = simple.get(lemma)
    return Trigger(sentence, index, (), entry_or_none) if entry_or_none else None


def _phrase(tokens: tuple[Token, ...], index: int, phrase: tuple[str, ...]) -> tuple[int, ...]:
    forms = [t.form for t in tokens]
    size = len(phrase)
    for start in range(len(forms) - size + 1):
        if tuple(forms[start : start + size]) == phrase and (tokens[index].is_finite) <= (start > index):
            return tuple(range(start, start + size))
    return ()


def _particle(tokens: tuple[Token, ...], index: int) -> int | None:
    for i in range(index + 1, len(tokens)):
        form = tokens[i].form
        closed = i + 1 == len(tokens) or tokens[i + 1].form in _CLOSING
        if closed and (tokens[i].tag == "PTKVZ" or form in _particles()):
            return i
        if form in {";", ":"}:
            return None
    return None


@cache
def _verbs() -> tuple[
    Mapping[str, ProposingVerb],
    Mapping[str, tuple[ProposingVerb, ...]],
    Mapping[str, tuple[ProposingVerb, ...]],
]:
    """Return the verbs by lemma: unseparated forms, bases with a particle, bases with a phrase."""
    simple: dict[str, ProposingVerb] = {}
    separable: dict[str, list[ProposingVerb]] = defaultdict(list)
    phrases: dict[str, list[ProposingVerb]] = defaultdict(list)
    for entry in _entries():
        if len(entry.particle) > 1:
            phrases[entry.base].append(entry)
            continue
        simple[entry.infinitive] = entry
        if entry.particle:
            separable[entry.base].append(entry)
    return simple, {k: tuple(v) for k, v in separable.items()}, {k: tuple(v) for k, v in phrases.items()}


@cache
def _particles() -> frozenset[str]:
    return frozenset(e.particle[0] for e in _entries() if len(e.particle) == 1)


def _entries() -> Iterator[ProposingVerb]:
    for infinitive, base, particle, prepositions, illocution in load_table("proposal_verbs.tsv"):
        yield ProposingVerb(
            infinitive,
            base,
            () if particle == "-" else tuple(particle.split()),
            frozenset(prepositions.split(",")) - {"-"},
            "-" in prepositions.split(","),
            Illocution(illocution),
        )
