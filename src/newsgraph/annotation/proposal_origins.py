"""Finds whose idea it was: "Der Vorschlag kam von …", "So sieht es ein Entwurf von … vor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_cues import find_triggers
from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_nouns import noun_illocution
from newsgraph.annotation.proposal_plans import Plan
from newsgraph.annotation.proposal_topics import points_back
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_WHENCE = frozenset({"von", "aus", "vom", "auf"})
_COMING = frozenset({"kommen", "stammen", "ausgehen", "gehen", "zurückgehen"})
_POINTING = frozenset({"das", "dies", "so", "dieses"})
_TOPICAL = frozenset({"im", "zur", "auf"})
_PLACES = frozenset({"gespräch", "debatte", "diskussion", "tisch", "rede"})
_SHALL = frozenset({"soll", "sollen", "solle", "sollten", "sollte", "müsse", "müssen", "müssten", "muss"})
_SHORTEST = 3


def find_origin(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what is pending where the sentence tells whose idea it was.

    "Im Gespräch sei *ein Tausch*, sagte Muster. Der Vorschlag kam von *dänischer Seite*"; "Die Staaten
    erwägen *den Kauf eines Schiffs* … Die Idee stammt aus *Island*"; "… Angeregt hatte das *Island*".
    `before` are the sentences of the article before it; the nearest of them counts.
    """
    owner = _source(sentence) or _author(sentence)
    if owner is None:
        return None
    measure = next((m for s in reversed(before) if (m := find_pending(s)) is not None), None)
    return Plan((measure,), owner, "plan-origin") if measure else None


def _source(sentence: Sentence) -> Span | None:
    """Return the words after "von" or "aus": "Die Idee geht nach Angaben aus Bern auf *Island* zurück"."""
    tokens = sentence.tokens
    points = len(tokens) > _SHORTEST + 1 and tokens[0].tag == "ART" and points_back(tokens[1]) is not None
    if not points:
        return None
    verb = next((i for i, t in enumerate(tokens) if t.tag.startswith("VV") and t.lemma in _COMING), None)
    if verb is None:
        return None
    goes = tokens[verb].lemma in {"gehen", "zurückgehen"}
    if goes and not any(t.form in {"zurück", "zurückgeht", "zurückgehe", "aus"} for t in tokens):
        return None
    leads = {"auf"} if goes and not any(t.form == "aus" for t in tokens[-3:]) else _WHENCE - {"auf"}
    lead = next(
        (i for i in range(2, len(tokens)) if tokens[i].form in leads and not _is_account(tokens, i)), None
    )
    if lead is None:
        return None
    return Region(tokens, 0, len(tokens), {}).span(lead + 1, len(tokens))


def _is_account(tokens: tuple[Token, ...], index: int) -> bool:
    """Say whether the source of the news is named there: "nach Angaben *aus* Bern"."""
    return tokens[index - 1].form in {"Angaben", "Informationen", "Berichten", "Darstellung"}


def _author(sentence: Sentence) -> Span | None:
    """Return who is told to have proposed "das": "Das hatte *Estland* vorgeschlagen"."""
    tokens = sentence.tokens
    for trigger in find_triggers(sentence):
        around = [t.form.lower() for t in (*tokens[:1], *tokens[trigger.verb + 1 : trigger.verb + 3])]
        if _POINTING & set(around) and tokens[trigger.verb].tag == "VV(PP)" and not trigger.is_passive:
            return sentence.span
    return None


def find_pending(sentence: Sentence) -> Span | None:
    """Return what the sentence says is under consideration, or shall be.

    "Im Gespräch sei *eine Pause*", "Auf dem Tisch liegt *ein Tausch*", "erwägen *den Kauf eines Schiffs*",
    "*Die Menge soll sinken*".
    """
    tokens = sentence.tokens
    region = Region(tokens, 0, len(tokens), {})
    if tokens[0].form.lower() in _TOPICAL and any(t.form.lower() in _PLACES for t in tokens[1:3]):
        verb = next((i for i, t in enumerate(tokens[:5]) if t.is_finite), None)
        if verb is None:
            return None
        end = next((i for i in range(verb + 1, len(tokens)) if tokens[i].form == ","), region.end)
        return region.span(verb + 1, end)
    pending = load_words("pending_verbs.txt")
    verb = next((i for i, t in enumerate(tokens) if t.is_finite and t.lemma in pending), None)
    if verb is None:
        return None
    end = region.complement_end(verb + 1)
    if verb + 2 < len(tokens) and tokens[verb + 1].form == ",":
        return region.clause_from(verb + 2)
    starts = region.phrases(verb + 1, end)
    if not starts:
        lead = next((i for i in range(verb + 1, end) if tokens[i].form in {"über", "um"}), None)
        return region.span(lead + 1, end) if lead is not None else None
    return region.span(starts[0], end)


def find_pointed(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what the sentence before says shall be, where this one says whose plan that is.

    "*Handys sollen morgens abgegeben werden.* So sieht es *ein Entwurf von Schulleiterin Muster* vor"; "*Der
    Bund soll Nachtzüge bezahlen*: Das verlangt *eine Motion von Anna Muster*".
    """
    tokens = sentence.tokens
    colon = next((i for i, t in enumerate(tokens) if t.form == ":"), None)
    start = colon + 1 if colon is not None else 0
    rest = tokens[start:]
    if len(rest) <= _SHORTEST or rest[0].form.lower() not in _POINTING or not rest[1].is_finite:
        return None
    if not any(noun_illocution(t) is not None for t in rest):
        return None
    region = Region(tokens, 0, len(tokens), {})
    if colon is not None:
        measure = region.span(0, colon) if any(t.form in _SHALL for t in tokens[:colon]) else None
    else:
        measure = _whole(before[-1]) if before and before[-1].paragraph == sentence.paragraph else None
    owner = region.span(start + 2, len(tokens))
    return Plan((measure,), owner, "plan-pointed") if measure and owner else None


def _whole(sentence: Sentence) -> Span | None:
    tokens = sentence.tokens
    if not any(t.form in _SHALL for t in tokens):
        return None
    return Region(tokens, 0, len(tokens), {}).span(0, len(tokens))


def find_following(sentence: Sentence, before: tuple[Sentence, ...]) -> Plan | None:
    """Return what shall be "danach", after a plan that the sentence before names.

    "Auf dem Tisch lag sein Kompromiss. Danach sollten *die Länder feste Quoten erhalten*".
    """
    tokens = sentence.tokens
    if not before or before[-1].paragraph != sentence.paragraph or len(tokens) <= _SHORTEST:
        return None
    opens = tokens[0].form in {"Danach", "Demnach", "Darin"} and tokens[1].form in _SHALL
    if not opens or not any(noun_illocution(t) or points_back(t) for t in before[-1].tokens):
        return None
    region = Region(tokens, 0, len(tokens), {})
    end = next((i for i in range(2, region.end) if tokens[i].form in {";", ":"}), region.end)
    measure = region.span(2, end)
    return Plan((measure,), before[-1].span, "plan-continued") if measure else None
