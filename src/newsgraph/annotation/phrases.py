"""Noun phrases: where one starts and ends, read off the parts of speech."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token
    from newsgraph.annotation.units import Unit

_NOUNS = frozenset({"NN", "NE", "NNA", "NNI", "FM", "XY", "TRUNC"})
_DETERMINERS = frozenset({"ART", "PPOSAT", "PDAT", "PIAT", "PWAT"})
_MODIFIERS = frozenset({"ADJ(A)", "CARD", "ADJ(D)", "PIS"})
_PRONOUNS = frozenset({"PPER", "PDS", "PIS", "PPOSS", "PWS"})
_GENITIVE = frozenset(
    {"des", "der", "eines", "einer", "seines", "seiner", "ihres", "ihrer", "dieses", "dieser", "deren"}
)
_ROLE_PREPOSITIONS = frozenset({"von", "vom", "aus", "für", "beim", "bei"})
_OBJECT_FORMS = frozenset(
    {"ihm", "ihn", "ihnen", "mir", "dir", "uns", "dem", "den", "denen", "einem", "einen", "diesem"}
)
_OBJECT_ARTICLES = frozenset({"dem", "den", "einem", "einen", "diesem"})
_SKIPPED = frozenset({"ADV", "PTKNEG", "PRF", "PROAV", "ADJ(D)", "PTKA", "KON", "PWAV", "PTKANT"})
_FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "erin", "rätin", "stadt", "entin")
_PARTS_OF_TIME = frozenset({"Anfang", "Mitte", "Ende"})
_INNER_MARKS = frozenset({"/", "-", "&", "+"})


def noun_phrase(unit: Unit, start: int, limit: int, *, attached: bool = True) -> int | None:
    """Return the end of the noun phrase that starts at token `start`, None where none does.

    With `attached`, genitives, "(SPD)" and phrases like "vom Bremer Institut" that follow the head belong to
    it: [der Präsident des Verbands], [die Ökonomin Renate Holzer vom Bremer Institut].
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
    if start >= limit:
        return None
    first = unit.tokens[start]
    determiner = unit.inside[start] < 0 and _is_determiner(unit, start, limit)
    if unit.inside[start] < 0 and first.tag in _PRONOUNS and not determiner and unit.named[start] < 0:
        return start + 1
    i = _behind_inner_phrase(unit, start + 1, limit) if determiner else start
    head = _head(unit, i, limit)
    if head is None:
        return start + 1 if first.tag in {"ART", "PDAT", "CARD", "PIAT"} else None
    return _joined(unit, head + 1, limit) or head + 1


def _head(unit: Unit, i: int, limit: int) -> int | None:
    """Return the last noun or name of the run of modifiers and nouns that starts at token `i`."""
    head: int | None = None
    while i < limit and not unit.bracketed[i]:
        token = unit.tokens[i]
        if unit.inside[i] >= 0:
            if head is not None and unit.inside[head] < 0 and unit.tokens[head].tag == "NE":
                break
            head = i
        elif unit.named[i] >= 0 or _is_noun(token):
            if _is_behind_name(unit, head, i) or (head is not None and _is_object_of(unit, i)):
                break
            head = i
        elif not _goes_on(unit, i, head):
            break
        i += 1
    return head


def _is_noun(token: Token) -> bool:
    """Say whether a token can head a noun phrase; "52-Jährige" and "Grüne" are tagged as adjectives."""
    capital = token.form[0].isupper() or (token.form[0].isdigit() and token.form[-1].islower())
    return token.tag in _NOUNS or (token.tag == "ADJ(A)" and capital)


def _is_behind_name(unit: Unit, head: int | None, i: int) -> bool:
    """Say whether a known name or a date ends before token `i`: "am Donnerstag | Kilian Loibner"."""
    if head is None:
        return False
    if unit.inside[head] < 0 and names_time(unit.tokens[head].form):
        return True
    return unit.named[head] >= 0 and unit.named[i] < 0


def _is_object_of(unit: Unit, i: int) -> bool:
    """Say whether a plural behind a man from a town is an object: "forderte der Kieler [Radwege]"."""
    if i < 3:
        return False
    verb, article, town = unit.tokens[i - 3 : i]
    noun = unit.tokens[i]
    man = (
        article.form == "der" and town.tag == "ADJ(A)" and town.form[0].isupper() and town.form.endswith("er")
    )
    plural = noun.tag == "NN" and noun.form != noun.lemma and noun.form.endswith(("e", "en"))
    return man and plural and verb.is_finite


@cache
def names_time(form: str) -> bool:
    """Say whether a word names a time: "Montag", "Dienstagabend", "Oktober"."""
    words = load_words("time_nouns.txt")
    day = next((w for w in words if w.endswith("tag") and form.startswith(w)), None)
    return form in words or (day is not None and form.removeprefix(day) in words)


def _goes_on(unit: Unit, i: int, head: int | None) -> bool:
    token = unit.tokens[i]
    if token.tag == "CARD":
        following = unit.tokens[i + 1].tag if i + 1 < len(unit) else ""
        return head is None or following not in {"NN", "ADJ(A)"}
    if head is None:
        between = (
            token.tag == "KON" and unit.tokens[i - 1].tag == "ADJ(A)" and unit.tokens[i + 1].tag == "ADJ(A)"
        )
        denied = token.tag in {"PTKNEG", "ADV"} and i + 1 < len(unit) and unit.tokens[i + 1].tag == "ADJ(A)"
        return token.tag in _MODIFIERS or between or denied
    if token.form == ".":
        return len(unit.tokens[i - 1].form) == 1
    return token.form in _INNER_MARKS or (token.tag in _MODIFIERS and token.form[0].isupper())


def _behind_inner_phrase(unit: Unit, i: int, limit: int) -> int:
    """Skip "von der Stadt" in "das von der Stadt erlassene Verbot"; return `i` where there is none."""
    if i < limit and unit.tokens[i].tag.startswith("APPR") and unit.inside[i] < 0:
        end = _core(unit, i + 1, limit)
        if end is not None and end < limit and unit.tokens[end].tag == "ADJ(A)":
            return end
    return i


def _is_determiner(unit: Unit, i: int, limit: int) -> bool:
    """Say whether a noun phrase goes on behind token `i`: "die …", "deren …", "Thomsens bayerischer …"."""
    if i + 1 >= limit:
        return False
    token, following = unit.tokens[i], unit.tokens[i + 1].tag
    if token.tag in _DETERMINERS | {"PRELS", "PRELAT"} or token.form.lower() in {"deren", "dessen"}:
        return True
    if token.tag == "PIS":
        return following in {"NN", "ADJ(A)"}
    return token.tag == "NE" and token.form.endswith("s") and following == "ADJ(A)"


def _joined(unit: Unit, end: int, limit: int) -> int | None:
    """Return the end of "und der Verband" behind a noun phrase."""
    if end + 1 < limit and unit.tokens[end].form in {"und", "sowie", "oder"} and unit.free(end):
        following = unit.tokens[end + 1].tag
        if following in _DETERMINERS | _NOUNS or unit.inside[end + 1] >= 0:
            return _core(unit, end + 1, limit)
    return None


def _attachment(unit: Unit, start: int, end: int, limit: int) -> int | None:
    token = unit.tokens[end]
    if unit.bracketed[end]:
        close = end
        while close < limit and unit.bracketed[close]:
            close += 1
        return close
    if unit.tokens[start].tag == "PPER":
        return None
    if token.form in _GENITIVE and token.tag in {"ART", "PPOSAT", "PDAT", "PRELS"}:
        named = unit.tokens[end - 1].tag == "NE" and unit.inside[end - 1] < 0
        told = is_receiver(unit, end, limit) and is_person(unit, start, end)
        return None if named or told else _core(unit, end, limit)
    if token.form in _ROLE_PREPOSITIONS and token.tag.startswith("APPR") and not _is_loose(unit, end, limit):
        return _core(unit, end + 1, limit)
    return None


def _is_loose(unit: Unit, i: int, limit: int) -> bool:
    """Say whether a preposition belongs to the verb: "bei der Einbringung", "aus Kreisen der Koalition"."""
    if i + 1 >= limit:
        return True
    if unit.tokens[i + 1].lemma == "Kreis":
        return True
    return unit.tokens[i].form == "bei" and unit.named[i + 1] < 0 and unit.tokens[i + 1].tag != "NE"


def is_receiver(unit: Unit, i: int, limit: int) -> bool:
    """Say whether "der dpa", "der Zeitung" at `i` names who was told, not whose the speaker is."""
    receivers = load_words("receivers.txt")
    if i + 1 < limit and unit.inside[i + 1] >= 0:
        return True
    return any(
        unit.tokens[k].form.lower() in receivers
        or unit.tokens[k]
        .form.lower()
        .endswith(("nachrichtenagentur", "presseagentur", "presse-agentur", "zeitung"))
        for k in range(i + 1, min(i + 3, limit))
    )


def subject_after(unit: Unit, verb: int, limit: int) -> tuple[int, int] | None:
    """Return the noun phrase behind a verb that comes first: "sagte am Montag [der Coach] den Reportern"."""
    i = verb + 1
    while i < limit:
        token = unit.tokens[i]
        if unit.inside[i] < 0 and (
            unit.bracketed[i] or token.tag in _SKIPPED or not token.is_word or token.form.lower() == "es"
        ):
            i += 1
        elif unit.inside[i] < 0 and token.tag.startswith("APPR") and unit.named[i] < 0:
            i = noun_phrase(unit, i + 1, limit, attached=False) or i + 1
        elif unit.inside[i] < 0 and token.form.lower() in _OBJECT_FORMS:
            whole = noun_phrase(unit, i, limit) if token.form.lower() in _OBJECT_ARTICLES else None
            i = whole or i + 1
        else:
            end = noun_phrase(unit, i, limit)
            if end is not None:
                return i, end
            i += 1
    return None


def subject_before(unit: Unit, verb: int, begin: int) -> tuple[int, int] | None:
    """Return the noun phrase in front of a finite verb: "[Der Coach] sagte"; None where there is none."""
    i = begin
    while (
        i < verb
        and unit.inside[i] < 0
        and (unit.tokens[i].tag in {"KON", "ADV"} or not unit.tokens[i].is_word)
    ):
        i += 1
    if i >= verb or names_time(unit.tokens[i].form) or unit.tokens[i].form in _PARTS_OF_TIME:
        return None
    token = unit.tokens[i]
    outside = unit.inside[i] < 0 and unit.named[i] < 0
    if outside and (token.form.lower() in _OBJECT_FORMS or token.tag.startswith("APPR")):
        return None
    end = noun_phrase(unit, i, verb)
    if end is None or (token.form.lower() == "der" and is_feminine(unit, i, end)):
        return None
    return i, end


def is_feminine(unit: Unit, start: int, end: int) -> bool:
    """Say whether the first noun of a phrase is feminine by its ending, so that "der" is no nominative."""
    head = next((t for t in unit.tokens[start:end] if t.tag in {"NN", "NNA"}), None)
    return head is not None and head.form.lower().endswith(_FEMININE)


def is_person(unit: Unit, start: int, end: int) -> bool:
    """Say whether a noun phrase names a person: by a name, a role or a pronoun."""
    for i in range(start, end):
        if unit.inside[i] >= 0 or unit.bracketed[i]:
            continue
        token = unit.tokens[i]
        if token.tag in {"NE", "PPER"} or unit.named[i] >= 0:
            return True
        if token.tag in {"NN", "NNA"}:
            return _is_role(token.form)
    return False


@cache
def _is_role(form: str) -> bool:
    lower = form.lower()
    return any(lower.endswith(noun) for noun in _role_nouns())


@cache
def _role_nouns() -> tuple[str, ...]:
    return tuple(
        noun.lower() for row in load_table("role_nouns.tsv") for noun in row if len(noun) > 3 and noun != "="
    )
