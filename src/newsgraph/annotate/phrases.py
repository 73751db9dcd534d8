"""Noun phrases: where one starts and ends, read off the parts of speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Unit

_NOUNS = frozenset({"NN", "NE", "NNA", "NNI", "FM", "XY", "TRUNC"})
_DETERMINERS = frozenset({"ART", "PPOSAT", "PDAT", "PIAT", "PWAT"})
_BEFORE_NOUN = _NOUNS | {"ADJ(A)", "CARD", "ADJ(D)"}
_PRONOUNS = frozenset({"PPER", "PDS", "PIS", "PPOSS", "PWS"})
_GENITIVE = frozenset(
    {"des", "der", "eines", "einer", "seines", "seiner", "ihres", "ihrer", "dieses", "dieser", "deren"}
)
_ROLE_PREPOSITIONS = frozenset({"von", "vom", "aus", "für", "beim", "bei"})
_OBJECT_FORMS = frozenset(
    {"ihm", "ihn", "ihnen", "mir", "dir", "uns", "dem", "den", "denen", "einem", "einen", "diesem"}
)
_SKIPPED = frozenset({"ADV", "PTKNEG", "PRF", "PROAV", "ADJ(D)", "PTKA", "KON", "PWAV", "PTKANT"})


def noun_phrase(unit: Unit, start: int, limit: int, *, attached: bool = True) -> int | None:
    """Return the end of the noun phrase that starts at token `start`, None where none does.

    With `attached`, genitives, "(SPD)" and phrases like "vom Kieler Institut" that follow the head belong to it:
    [der Präsident des Verbands], [die Ökonomin Dorothee Sandvoss vom Kieler Institut].
    """
    end = _core(unit, start, limit)
    if end is None:
        return None
    while attached and end < limit:
        longer = _attachment(unit, start, end, limit)
        if longer is None:
            break
        end = longer
    return end


def _core(unit: Unit, start: int, limit: int) -> int | None:
    tokens = unit.tokens
    i = start
    if i >= limit:
        return None
    if unit.inside[i] < 0 and tokens[i].tag in _PRONOUNS and not _is_noun_like(unit, i):
        return i + 1
    if tokens[i].tag in _DETERMINERS | {"PRELS"} and i + 1 < limit:
        i += 1
    head = None
    while i < limit and not unit.bracketed[i]:
        token = tokens[i]
        if unit.inside[i] >= 0 or token.tag in _NOUNS:
            head = i
        elif token.tag in _BEFORE_NOUN or (token.tag == "PIS" and i > start):
            if head is not None and token.tag in {"ADJ(D)", "ADJ(A)", "PIS"} and not token.form[0].isupper():
                break
            if token.form[0].isupper() and token.tag.startswith("ADJ"):
                head = i
        elif (token.form == "." and head is not None and len(tokens[i - 1].form) == 1) or (
            token.form in {"/", "-", "&", "+"} and head is not None
        ):
            pass
        else:
            break
        i += 1
    if head is None:
        return start + 1 if tokens[start].tag in {"ART", "PDAT", "CARD", "PIAT"} and start < limit else None
    end = head + 1
    return _joined(unit, end, limit) or end


def _is_noun_like(unit: Unit, i: int) -> bool:
    return (
        unit.tokens[i].tag == "PIS"
        and i + 1 < len(unit.tokens)
        and unit.tokens[i + 1].tag in {"NN", "ADJ(A)"}
    )


def _joined(unit: Unit, end: int, limit: int) -> int | None:
    if end + 1 < limit and unit.tokens[end].form in {"und", "sowie", "oder"} and unit.free(end):
        following = unit.tokens[end + 1].tag
        if following in _DETERMINERS | _NOUNS | {"ADJ(A)"}:
            return _core(unit, end + 1, limit)
    return None


def _attachment(unit: Unit, start: int, end: int, limit: int) -> int | None:
    token = unit.tokens[end]
    if unit.bracketed[end]:
        close = end
        while close < limit and unit.bracketed[close]:
            close += 1
        return close
    named = unit.tokens[end - 1].tag == "NE" and unit.inside[end - 1] < 0
    if token.form in _GENITIVE and token.tag in {"ART", "PPOSAT", "PDAT"}:
        if named or unit.tokens[start].tag == "PPER" or _is_receiver(unit, end, limit):
            return None
        return _core(unit, end, limit)
    if token.form in _ROLE_PREPOSITIONS and token.tag.startswith("APPR") and unit.tokens[start].tag != "PPER":
        return _core(unit, end + 1, limit)
    return None


def _is_receiver(unit: Unit, i: int, limit: int) -> bool:
    """Say whether "der dpa", "der Zeitung" at `i` names who was told, not whose the speaker is."""
    return any(
        unit.tokens[k].form.lower() in load_words("receivers.txt") or unit.tokens[k].form.endswith("agentur")
        for k in range(i + 1, min(i + 4, limit))
    )


def subject_after(unit: Unit, verb: int, limit: int) -> tuple[int, int] | None:
    """Return the noun phrase behind a verb that comes first: "sagte [der Coach] den Reportern"."""
    i = verb + 1
    candidate: tuple[int, int] | None = None
    while i < limit:
        token = unit.tokens[i]
        if not unit.free(i):
            end = noun_phrase(unit, i, limit) if unit.inside[i] >= 0 else None
            if end is None:
                i += 1
                continue
        elif token.tag.startswith("APPR") and token.form not in {"bis"}:
            end = noun_phrase(unit, i + 1, limit, attached=False)
            i = end or i + 1
            continue
        elif token.form.lower() in _OBJECT_FORMS or token.tag in _SKIPPED:
            if token.form.lower() in {"dem", "den", "einem", "einen", "diesem"}:
                i = noun_phrase(unit, i, limit) or i + 1
            else:
                i += 1
            continue
        else:
            end = noun_phrase(unit, i, limit)
            if end is None:
                i += 1
                continue
        if candidate is None and token.form.lower() != "es":
            return (i, end)
        i = end
    return candidate


def subject_before(unit: Unit, verb: int, begin: int) -> tuple[int, int] | None:
    """Return the noun phrase in front of a finite verb: "[Der Coach] sagte". None where something else stands there."""
    i = begin
    while i < verb and (
        unit.tokens[i].tag in {"KON", "ADV"} or not (unit.tokens[i].is_word or unit.inside[i] >= 0)
    ):
        i += 1
    if i >= verb or unit.tokens[i].form.lower() in _OBJECT_FORMS or unit.tokens[i].tag.startswith("APPR"):
        return None
    end = noun_phrase(unit, i, verb)
    return (i, end) if end is not None else None
