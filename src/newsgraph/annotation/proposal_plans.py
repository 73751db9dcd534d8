"""Finds plans that no verb of proposing announces: "nach dem Willen von X sollen …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_nouns import noun_illocution, provided

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_SHALL = frozenset({"soll", "sollen", "solle", "sollte", "sollten", "könnte", "könnten", "würde", "würden"})
_PRONOUNS = frozenset({"er", "sie", "es", "dieser", "diese", "dieses"})
_SHORTEST = 4


_LEADS = frozenset({"nach", "auf", "laut", "gemäß"})
_WILLS = frozenset({"Wille", "Willen", "Betreiben", "Druck", "Drängen", "Geheiß"})


@dataclass(frozen=True, slots=True)
class Plan:
    """A measure and where the sentence names whose it is: `owner` is a stretch that holds the mention."""

    spans: tuple[Span, ...]
    owner: Span
    rule: str


def find_willed(sentence: Sentence) -> Plan | None:
    """Return what shall be after someone's will.

    "*Jugendliche sollen* nach dem Willen von Ministerin Bohrer *mit 16 Jahren fahren dürfen*"; "*Die Skulptur
    könnte umziehen*, wenn es nach Muster geht"; "Auf Antrag der SPD soll *der Rat die Gebühr senken*"; "Geht
    es nach Muster, wird *das Museum zu einer Stiftung*".
    """
    tokens = sentence.tokens
    region = Region(tokens, 0, len(tokens), {})
    return _after_will(region) or _if_granted(region) or _granted_first(region)


def _after_will(region: Region) -> Plan | None:
    tokens = region.tokens
    lead = next((i for i, t in enumerate(tokens) if t.form.lower() in _LEADS and _has_will(tokens, i)), None)
    shall = next((i for i, t in enumerate(tokens) if t.form in _SHALL), None)
    if lead is None or shall is None:
        return None
    end = next((i for i in range(shall, region.end) if tokens[i].form in {";", ":"}), region.end)
    if lead < shall:
        measure = region.span(shall + 1, end)
        owner = region.span(lead, shall)
        return Plan((measure,), owner, "plan-will") if measure and owner else None
    noun = next(i for i in range(lead + 1, len(tokens)) if tokens[i].tag.startswith("NN"))
    close = _phrase_end(tokens, noun + 1, end)
    before, after, owner = region.span(0, lead), region.span(close, end), region.span(lead, close)
    return Plan((before, after), owner, "plan-will") if before and after and owner else None


def _has_will(tokens: tuple[Token, ...], lead: int) -> bool:
    """Say whether a noun of will follows: "nach *dem Willen*", "auf *Antrag*", "laut *einem Entwurf*"."""
    for token in tokens[lead + 1 : lead + 4]:
        if token.tag.startswith("NN"):
            return token.lemma in _WILLS or noun_illocution(token) is not None
    return False


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


def _granted_first(region: Region) -> Plan | None:
    """Find the main clause after "Geht es nach X," or "Wenn es nach X geht,"."""
    tokens = region.tokens
    opening = [t.form.lower() for t in tokens[:4]]
    if opening[:3] not in (["geht", "es", "nach"], ["wenn", "es", "nach"]):
        return None
    comma = next((i for i, t in enumerate(tokens) if t.form == ","), None)
    if comma is None or comma + 2 >= len(tokens) or not tokens[comma + 1].is_finite:
        return None
    measure, owner = region.span(comma + 2, region.end), region.span(2, comma)
    return Plan((measure,), owner, "plan-condition") if measure and owner else None


def find_continued(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what a plan provides for that the sentence before presented.

    "Der Bischof hat einen Plan vorgelegt. Er sieht vor, *jede dritte Kirche zu verkaufen*": by the bishop.
    """
    tokens = sentence.tokens
    if not before or before[-1].paragraph != sentence.paragraph:
        return None
    if tokens[0].form.lower() not in _PRONOUNS or len(tokens) < _SHORTEST:
        return None
    if not any(noun_illocution(t) is not None for t in before[-1].tokens):
        return None
    measure = provided(Region(tokens, 0, len(tokens), {}), 1)
    return Plan((measure,), before[-1].span, "plan-continued") if measure else None
