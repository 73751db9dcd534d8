"""Finds measures that hang on a noun of proposing: "der Vorschlag, …", "ein Entwurf sieht … vor"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.lexicon import load_table, load_words
from newsgraph.model import Illocution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgraph.annotation.document import Sentence, Token

_REACH = 14
_RELATIVE = frozenset({"dem", "der", "denen", "welchem", "welcher"})
_NEAR = 8


@dataclass(frozen=True, slots=True)
class NounMeasure:
    """A measure that hangs on a noun of proposing.

    `noun` is the noun's token, `owner` where the proposer is named ("Die Forderung *der Gewerkschaft*, …"),
    `rule` the pattern.
    """

    noun: Token
    illocution: Illocution
    spans: tuple[Span, ...]
    owner: Span
    rule: str


def noun_illocution(token: Token) -> Illocution | None:
    """Return with what force the noun proposes; None for another word.

    "Gegenvorschlag" and "Gesetzentwurf" count by their last part, "Plan" in "Plänen" by its lemma.
    """
    if not token.tag.startswith("NN"):
        return None
    lemma = token.lemma.lower()
    nouns = _nouns()
    if lemma in nouns:
        return nouns[lemma]
    return next((force for noun, force in nouns.items() if lemma.endswith(noun) and len(noun) > 3), None)


@cache
def _nouns() -> Mapping[str, Illocution]:
    return {noun.lower(): Illocution(force) for noun, force, _ in load_table("proposal_nouns.tsv")}


def find_noun_measures(sentence: Sentence, names: tuple[Span, ...]) -> Iterator[NounMeasure]:
    """Yield the measures that hang on nouns of the sentence.

    "Die Forderung der Gewerkschaft, *die Arbeitszeit zu senken*, …" (noun-clause); "Ein Entwurf des Rats
    sieht *einen Anstieg* vor" (noun-content); "legte einen Plan vor, der *einen Ausdruck* vorsieht"
    (noun-relative); "ihre Forderung nach *einer Maut*" (noun-led); "machte einen Vorschlag: *Zwei Schulen
    sollten …*" (noun-colon).
    """
    region = Region(sentence.tokens, 0, len(sentence.tokens), {n.start: n.end for n in names})
    for index, token in enumerate(sentence.tokens):
        force = noun_illocution(token)
        if force is None:
            continue
        for find in (_content, _clause, _relative, _colon, _led):
            found = find(region, index)
            if found is not None:
                measure, end, rule = found
                owner = Span(token.start, max(token.end, region.tokens[end - 1].end))
                yield NounMeasure(token, force, (measure,), owner, rule)
                break


def _content(region: Region, noun: int) -> tuple[Span, int, str] | None:
    """Find what a paper contains: "Ein Entwurf des Ältestenrats *sieht* … *vor*"."""
    verb = next((i for i in range(noun + 1, len(region.tokens)) if region.tokens[i].is_finite), None)
    measure = provided(region, verb) if verb is not None else None
    return (measure, verb, "noun-content") if measure and verb is not None else None


def provided(region: Region, verb: int) -> Span | None:
    """Return what "sieht … vor" at the token `verb` provides for; None for another verb."""
    tokens = region.tokens
    if tokens[verb].lemma != "sehen":
        return None
    end = next(
        (i for i in range(verb + 1, len(tokens)) if tokens[i].form == "vor" and _closed(tokens, i)), None
    )
    if end is None:
        return None
    if end == verb + 1:
        return region.clause_from(end + 2)
    starts = region.phrases(verb + 1, end)
    return region.span(starts[0], end) if starts else None


def _closed(tokens: tuple[Token, ...], index: int) -> bool:
    return index + 1 == len(tokens) or not tokens[index + 1].is_word


def _clause(region: Region, noun: int) -> tuple[Span, int, str] | None:
    """Find the clause after the noun: "der Vorschlag, *Zimmer einzurichten*", "die Forderung, *dass …*"."""
    comma = _comma(region.tokens, noun)
    if comma is None:
        return None
    measure = region.clause_from(comma + 1)
    return (measure, comma, "noun-clause") if measure else None


def _led(region: Region, noun: int) -> tuple[Span, int, str] | None:
    """Find what the noun's preposition leads to: "erneuerte die Forderung nach *einer Maut*".

    Only where it is told whose it is: by a possessive, by a genitive, or by a verb of repeating.
    """
    tokens = region.tokens
    wanted = _prepositions().get(tokens[noun].lemma.lower())
    lead = next(
        (i for i in range(noun + 1, min(noun + _NEAR, len(tokens))) if tokens[i].form == wanted), None
    )
    if lead is None or lead + 1 >= len(tokens) or any(t.is_finite for t in tokens[noun:lead]):
        return None
    owned = lead > noun + 1 or (noun > 0 and tokens[noun - 1].tag == "PPOSAT")
    owned = owned or any(t.lemma in {"kommen", "stammen", "ausgehen"} for t in tokens[lead:])
    if not owned and not any(t.lemma in load_words("repeating_verbs.txt") for t in tokens):
        return None
    end = next((i for i in range(lead + 1, region.end) if _ends(tokens, i)), region.end)
    measure = region.span(lead + 1, end)
    return (measure, lead, "noun-led") if measure else None


def _ends(tokens: tuple[Token, ...], index: int) -> bool:
    token = tokens[index]
    return token.form in {",", ";", ":"} or token.is_finite or token.tag in {"VV(PP)", "PTKVZ"}


@cache
def _prepositions() -> Mapping[str, str]:
    return {noun.lower(): lead for noun, _, lead in load_table("proposal_nouns.tsv") if lead != "-"}


def _comma(tokens: tuple[Token, ...], noun: int) -> int | None:
    for i in range(noun + 1, min(noun + _REACH, len(tokens))):
        if tokens[i].form == ",":
            return i
        if tokens[i].is_finite or tokens[i].form in {";", ":"}:
            return None
    return None


def _relative(region: Region, noun: int) -> tuple[Span, int, str] | None:
    """Find what a relative clause says of the paper: "einen Plan, der *einen Ausdruck* vorsieht"."""
    tokens = region.tokens
    comma = next((i for i in range(noun + 1, min(noun + _REACH, len(tokens))) if tokens[i].form == ","), None)
    if comma is None or comma + 2 >= len(tokens):
        return None
    end = next((i for i in range(comma + 1, len(tokens)) if tokens[i].form in {",", ";", ":"}), region.end)
    opener = tokens[comma + 1].form.lower()
    governed = tokens[comma + 1].tag.startswith("APPR") and tokens[comma + 2].form in _RELATIVE
    if opener == "wonach" or (governed and opener in {"nach", "laut", "gemäß"}):
        end = region.complement_end(comma + 2)
        measure = region.span(comma + (3 if governed else 2), end)
        return (measure, comma, "noun-relative") if measure else None
    verb = next((i for i in range(comma + 2, end) if tokens[i].lemma in {"vorsehen", "verlangen"}), None)
    if opener in {"der", "die", "das"} and verb is not None and tokens[verb].is_finite:
        measure = region.span(comma + 2, verb)
        return (measure, comma, "noun-relative") if measure else None
    return None


def _colon(region: Region, noun: int) -> tuple[Span, int, str] | None:
    """Find what follows a colon: "machte einen Gegenvorschlag: *Zwei Schulen sollten … testen*"."""
    tokens = region.tokens
    colon = next((i for i in range(noun + 1, min(noun + 4, len(tokens))) if tokens[i].form == ":"), None)
    if colon is None or colon + 3 >= len(tokens) or not tokens[colon + 1].is_word:
        return None
    called = tokens[colon - 1].lemma in {"lauten", "sein"}
    if not called and not any(t.lemma in {"sollen", "müssen"} for t in tokens[colon + 1 :]):
        return None
    measure = region.span(colon + 1, region.end)
    return (measure, colon, "noun-colon") if measure else None
