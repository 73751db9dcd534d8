"""The cues of the corpus as the scheme wants them: with auxiliaries, "wie" and "darauf"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from newsgraph.annotation.units import Unit
    from training.scheme import Quotation

_PREPOSITIONS = frozenset({"nach", "laut", "gemäß", "zufolge", "aus"})
_AUXILIARY = ("VA(FIN)",)
_MODAL = ("VA(FIN)", "VM(FIN)")
_CORRELATES = frozenset({"darauf", "davon", "darüber", "dafür", "daran"})


def full_cue(unit: Unit, quotation: Quotation, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the cue of a statement with all that belongs to it in the frame.

    [hatte] … erklärt, [Wie] … mitteilte, wies … [darauf] hin, äußerte [sich]. Of "nach Angaben" and "aus
    Sicht" the preposition is the cue, for the noun goes with the speaker: [nach] Angaben der Polizei. Words
    in `content`, the spans of the article's statements, belong to no cue.
    """
    places = {i for i, t in enumerate(unit.tokens) if any(c.overlaps(t.span) for c in quotation.cue)}
    if not places:
        return quotation.cue
    first = min(places)
    if unit.tokens[first].form.lower() in _PREPOSITIONS and len(places) > 1 and quotation.speaker:
        return (unit.tokens[first].span,)
    free = [
        i
        for i, t in enumerate(unit.tokens)
        if i not in places
        and any(f.contains(t.span) for f in quotation.frame)
        and not any(c.overlaps(t.span) for c in content)
    ]
    grown = places | _verbs(unit, places, free) | _wie(unit, places, free) | _correlates(unit, places, free)
    return _runs(unit, grown) if grown != places else quotation.cue


def _verbs(unit: Unit, places: set[int], free: list[int]) -> set[int]:
    """Return the finite verb that a participle or infinitive of the cue hangs on: [hatte] … erklärt."""
    tags = {unit.tokens[i].tag for i in places}
    wanted: tuple[str, ...] = ()
    if any(t.startswith(("VV(PP)", "VA(PP)")) for t in tags):
        wanted = _AUXILIARY
    elif any(t.startswith("VV(INF)") for t in tags):
        wanted = _MODAL
    if not wanted or any(t.endswith("(FIN)") for t in tags):
        return set()
    verbs = [i for i in free if unit.tokens[i].tag in wanted]
    nearest = min(verbs, key=lambda i: min(abs(i - p) for p in places), default=None)
    passive = {i for i in free if unit.tokens[i].form == "worden" and i - 1 in places}
    return passive if nearest is None else passive | {nearest}


def _wie(unit: Unit, places: set[int], free: list[int]) -> set[int]:
    """Return the "wie" that opens the frame: [Wie] die Bank mitteilte."""
    words = [i for i in free if unit.tokens[i].is_word]
    verb = any(unit.tokens[i].tag.startswith(("VV", "VA")) for i in places)
    if words and verb and words[0] < min(places) and unit.tokens[words[0]].form.lower() == "wie":
        return {words[0]}
    return set()


def _correlates(unit: Unit, places: set[int], free: list[int]) -> set[int]:
    """Return "darauf", "davon" behind the verb, and "sich" beside it: wies … [darauf] hin, äußerte [sich]."""
    verbs = {i for i in places if unit.tokens[i].tag.startswith("V")}
    return {
        i
        for i in free
        if verbs
        and (
            (unit.tokens[i].form.lower() in _CORRELATES and i > min(verbs) and _before_comma(unit, i, places))
            or (unit.tokens[i].form == "sich" and (i - 1 in verbs or i + 1 in verbs))
        )
    }


def _before_comma(unit: Unit, i: int, places: set[int]) -> bool:
    """Say whether a comma follows, perhaps after the particle: wies darauf hin, not: tags darauf in."""
    following = i + 1
    while following in places:
        following += 1
    return following < len(unit) and unit.tokens[following].form == ","


def _runs(unit: Unit, places: set[int]) -> tuple[Span, ...]:
    """Return the spans of tokens, those that follow one another as one."""
    spans: list[Span] = []
    last = None
    for i in sorted(places):
        token = unit.tokens[i]
        spans = [*spans[:-1], Span(spans[-1].start, token.end)] if last == i - 1 else [*spans, token.span]
        last = i
    return tuple(spans)
