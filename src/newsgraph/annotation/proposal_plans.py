"""Finds plans that no verb of proposing announces: "nach dem Willen von X sollen …", "die Idee kam von …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_nouns import noun_illocution, provided
from newsgraph.annotation.proposal_topics import points_back

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_SHALL = frozenset({"soll", "sollen", "solle", "sollte", "sollten", "könnte", "könnten", "würde", "würden"})
_WHENCE = frozenset({"von", "aus", "vom"})
_PRONOUNS = frozenset({"er", "sie", "es", "dieser", "diese", "dieses"})
_SHORTEST = 4
_COMING = frozenset({"kommen", "stammen", "ausgehen"})
_PENDING = frozenset({"erwägen", "prüfen", "beraten", "diskutieren"})


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure and where the sentence names whose it is: `owner` is a stretch that holds the mention."""

    spans: tuple[Span, ...]
    owner: Span
    rule: str


def find_willed(sentence: Sentence) -> Plan | None:
    """Return what shall be after someone's will.

    "*Jugendliche sollen* nach dem Willen von Ministerin Bohrer *mit 16 Jahren fahren dürfen*"; "*Die Skulptur
    könnte umziehen*, wenn es nach Muster geht"; "Nach der Vorlage des Gemeinderats sollen *Gäste fünf Franken
    entrichten*".
    """
    tokens = sentence.tokens
    region = Region(tokens, 0, len(tokens), {})
    return _after_will(region) or _if_granted(region)


def _after_will(region: Region) -> Plan | None:
    tokens = region.tokens
    lead = next(
        (i for i, t in enumerate(tokens[:-2]) if t.form.lower() == "nach" and _is_will(tokens, i + 2)), None
    )
    shall = next((i for i, t in enumerate(tokens) if t.form in _SHALL), None)
    if lead is None or shall is None:
        return None
    end = next((i for i in range(shall, region.end) if tokens[i].form in {";", ":"}), region.end)
    if lead < shall:
        measure = region.span(shall + 1, end)
        owner = region.span(lead, shall)
        return Plan((measure,), owner, "plan-will") if measure and owner else None
    close = _phrase_end(tokens, lead + 3, end)
    before, after, owner = region.span(0, lead), region.span(close, end), region.span(lead, close)
    return Plan((before, after), owner, "plan-will") if before and after and owner else None


def _is_will(tokens: tuple[Token, ...], noun: int) -> bool:
    return tokens[noun].lemma in {"Wille", "Willen"} or noun_illocution(tokens[noun]) is not None


def _phrase_end(tokens: tuple[Token, ...], start: int, end: int) -> int:
    """Return where "von Ministerin Jeannine Bohrer (FDP)" ends: after its last name or bracket."""
    i = start + 1 if tokens[start].tag.startswith("APPR") else start
    while i < end and tokens[i].tag.startswith(("NN", "NE", "ART", "ADJ(A)", "FM")):
        i += 1
    if i < end and tokens[i].form == "(":
        i = next((j + 1 for j in range(i, end) if tokens[j].form == ")"), i)
    return i


def _if_granted(region: Region) -> Plan | None:
    """Find the main clause before "wenn es nach X geht" or "wenn sich X durchsetzt"."""
    tokens = region.tokens
    comma = next(
        (i for i in range(len(tokens) - 3) if tokens[i].form == "," and tokens[i + 1].form == "wenn"), None
    )
    if comma is None or not any(t.form in _SHALL for t in tokens[:comma]):
        return None
    rest = [t.form for t in tokens[comma + 1 :]]
    granted = rest[:3] == ["wenn", "es", "nach"] or (rest[1] == "sich" and "durchsetzt" in rest)
    measure, owner = region.span(0, comma), region.span(comma + 1, region.end)
    return Plan((measure,), owner, "plan-condition") if granted and measure and owner else None


def find_origin(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what is pending where the sentence tells whose idea it was.

    "Im Gespräch seien *Absprachen*, sagte Muster. Der Vorschlag kam von *norwegischer Seite*"; "Die Staaten
    erwägen *den Aufbau einer Seewacht* … Die Idee stammt aus *Estland*". `before` are the sentences of the
    same paragraph before it.
    """
    tokens = sentence.tokens
    points = len(tokens) > 4 and tokens[0].tag == "ART" and points_back(tokens[1]) is not None
    if not points or not any(t.lemma in _COMING for t in tokens[2:]):
        return None
    source = next((i for i in range(2, len(tokens)) if tokens[i].form in _WHENCE), None)
    measure = next((m for s in reversed(before) if (m := _pending(s)) is not None), None)
    if source is None or measure is None:
        return None
    owner = Region(tokens, 0, len(tokens), {}).span(source + 1, len(tokens))
    return Plan((measure,), owner, "plan-origin") if owner else None


def find_continued(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what a plan provides for that the sentence before presented.

    "Der Bischof hat einen Plan vorgelegt. Er sieht vor, *jede dritte Kirche zu verkaufen*": by the bishop.
    """
    tokens = sentence.tokens
    if not before or tokens[0].form.lower() not in _PRONOUNS or len(tokens) < _SHORTEST:
        return None
    if not any(noun_illocution(t) is not None for t in before[-1].tokens):
        return None
    measure = provided(Region(tokens, 0, len(tokens), {}), 1)
    return Plan((measure,), before[-1].span, "plan-continued") if measure else None


def _pending(sentence: Sentence) -> Span | None:
    """Return what is under consideration in the sentence."""
    tokens = sentence.tokens
    region = Region(tokens, 0, len(tokens), {})
    if [t.form.lower() for t in tokens[:2]] == ["im", "gespräch"]:
        end = next((i for i in range(3, len(tokens)) if tokens[i].form == ","), region.end)
        return region.span(3, end)
    verb = next((i for i, t in enumerate(tokens) if t.is_finite and t.lemma in _PENDING), None)
    if verb is None:
        return None
    end = region.complement_end(verb + 1)
    starts = region.phrases(verb + 1, end)
    return region.span(starts[0], end) if starts else None
