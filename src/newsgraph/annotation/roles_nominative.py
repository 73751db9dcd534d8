"""Role titles as a list of offices prints them: "des syrischen Präsidenten" gives "syrischer Präsident"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.document import build_document
from newsgraph.annotation.gender import Gender, gender_of_noun
from newsgraph.annotation.name_heads import strong_adjective
from newsgraph.annotation.name_words import is_role_noun, role_base
from newsgraph.annotation.people_gender import gender_of_person
from newsgraph.lexicon import load_lines
from newsgraph.model import Article, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.model import Ground, Person, Span

__all__ = ["nominative_title", "with_nominative_roles"]

_ENDINGS = ("er", "en", "em", "es", "e")
_BEFORE = re.compile(r"(\w+)\s+\S*$")  # "der Volt-" stands before "Abgeordnete"
_REACH = 40
_GREEN = "grün"
_BOTH = "vize"
_NEUTER = ("mitglied", "oberhaupt", "opfer", "kind", "mädchen")
_FEMININE = ("in", "ée", "schwester", "kraft", "amme", "legende", "intendanz")
_SHOWN = {
    ("e", Gender.MASCULINE): {"der", "dieser", "jener"},
    ("e", Gender.FEMININE): {"die", "diese", "jene", "eine", "seine", "ihre", "deren", "dessen"},
    ("er", Gender.MASCULINE): {"ein", "sein", "ihr", "kein"},
    ("en", Gender.MASCULINE): {
        *("dem", "des", "zum", "vom", "beim", "im", "am"),
        *("einem", "eines", "seinem", "seines", "ihrem", "ihres", "diesem", "dieses"),
    },
}


def with_nominative_roles(person: Person, text: str) -> Person:
    """Return the person with each role, and the ground that gives it, in the nominative singular.

    Forms of one title ("Sprecher", "Sprechers") become one role with the stronger ground, equal ones with the
    spans of both. `text` is the article's.
    """
    shown = {role: _sex_shown(text, _spans(person, role)) for role in person.roles}
    sex = gender_of_person(person, text) or next(filter(None, shown.values()), None)
    titles = {role: nominative_title(role, shown[role] or sex) for role in person.roles}
    grounds: dict[tuple[Relation, str], Ground] = {}
    for ground in person.grounds:
        is_role = ground.relation is Relation.ROLE
        value = titles.get(ground.value, ground.value) if is_role else ground.value
        renamed = replace(ground, value=value)
        known = grounds.get((ground.relation, value))
        grounds[ground.relation, value] = renamed if known is None else _joined(known, renamed)
    return replace(person, roles=tuple(dict.fromkeys(titles.values())), grounds=tuple(grounds.values()))


def _spans(person: Person, role: str) -> tuple[Span, ...]:
    grounds = (g for g in person.grounds if (g.relation, g.value) == (Relation.ROLE, role))
    return tuple(span for ground in grounds for span in ground.spans)


def _joined(one: Ground, other: Ground) -> Ground:
    if (one.reason, one.confidence) == (other.reason, other.confidence):
        return replace(one, spans=tuple(sorted({*one.spans, *other.spans})))
    return max(one, other, key=lambda ground: ground.confidence)


def _sex_shown(text: str, spans: Iterable[Span]) -> Gender | None:
    """Return the sex that article and ending of a nominalised adjective tell: "die Abgeordnete" a woman's.

    "der Abgeordneten" tells nothing: of her, or of them.
    """
    for span in spans:
        words = span.of(text).split()
        index = _head(words)
        base = _base(words[index]) if index is not None else None
        article = _BEFORE.search(text, max(span.start - _REACH, 0), span.start)
        if index is None or base is None or article is None or not _is_common(base):
            continue
        ending = next((ending for ending in _ENDINGS if words[index].endswith(ending)), "")
        for (one, sex), articles in _SHOWN.items():
            if one == ending and article[1].lower() in articles:
                return sex
    return None


def nominative_title(title: str, sex: Gender | None) -> str:
    """Return a role title in the nominative singular without article, adjectives in the strong form.

    `sex` is that of its bearer: "Vorsitzender" is a man's, "Vorsitzende" a woman's. What stands behind the
    noun stays as printed, and so does a title that holds no known role noun, one that is the same for both
    sexes where the bearer's is not known, and one that may be a plural of women and men.

    Where the tagger takes the strong form for another word ("Grüner", "Volt-Abgeordneter"), the weak one
    stands ("Grüne", as in "der Grüne"), so that whoever lemmatises titles finds one.

    >>> nominative_title("südafrikanischen Amtskollegin", Gender.FEMININE)
    'südafrikanische Amtskollegin'
    >>> nominative_title("syrischen Präsidenten", Gender.MASCULINE)
    'syrischer Präsident'
    >>> nominative_title("stellvertretende Vorsitzende der Gewerkschaft", Gender.MASCULINE)
    'stellvertretender Vorsitzender der Gewerkschaft'
    >>> nominative_title("stellvertretenden Vorsitzenden", None)
    'stellvertretenden Vorsitzenden'
    """
    words = title.split()
    index = _head(words)
    base = _base(words[index]) if index is not None else None
    if index is None or base is None:
        return title
    *before, noun = words[: index + 1]
    gender = _gender(noun, base, sex)
    head = _noun(noun, base, sex)
    if head is None or (gender is None and before):
        return title
    strong = " ".join((*(strong_adjective(word, str(gender)) for word in before), head))
    weak_head = f"{_stem(noun)}e" if _is_adjectival(base) else head
    weak = " ".join((*(strong_adjective(word, "f") for word in before), weak_head))
    is_known = strong in {weak, " ".join((*before, noun))} or _lemmas(strong) == _lemmas(weak)
    return " ".join((strong if is_known else weak, *words[index + 1 :]))


@cache
def _lemmas(title: str) -> tuple[str, ...]:
    return tuple(token.lemma.casefold() for token in build_document(Article("", title, "")).tokens())


def _head(words: Sequence[str]) -> int | None:
    """Return where the role noun stands, the last of two: "Schweizer Botschafter", "Vorsitzende Richter"."""
    nouns = [word[0].isupper() and (_base(word) is not None or is_role_noun(word)) for word in words]
    return next((i for i, noun in enumerate(nouns) if noun and not any(nouns[i + 1 : i + 2])), None)


def _base(word: str) -> str | None:
    """Return the masculine role noun in lower case, also of "Grünen"; None for the party's "LINKEN"."""
    if word.isupper():
        return None
    return f"{_GREEN}er" if _stem(word).lower() == _GREEN else role_base(word)


def _stem(word: str) -> str:
    return next((word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)), word)


def _is_common(base: str) -> bool:
    """Say whether a noun means men and women: "Fraktionsvize", and those that decline as adjectives."""
    return base.endswith(_BOTH) or _is_adjectival(base)


def _is_adjectival(base: str) -> bool:
    """Say whether a noun declines as an adjective: "Vorsitzender", "Beamter"; not "Minister"."""
    return base.endswith("er") and _base(base.capitalize()[:-1]) == base


def _gender(word: str, base: str, sex: Gender | None) -> Gender | None:
    """Return the gender that adjectives before the noun agree with, None where nothing tells it.

    It is the noun's: "geistliches Oberhaupt", "deutscher Vorstand" also of a woman.
    """
    if word.lower().endswith(_NEUTER) or base.endswith(_NEUTER):
        return Gender.NEUTER
    if _is_feminine(word, base):
        return Gender.FEMININE
    return sex if _is_common(base) else Gender.MASCULINE


def _is_feminine(word: str, base: str) -> bool:
    known = gender_of_noun(word)
    if known is not None:
        return known is Gender.FEMININE
    return word.endswith(_FEMININE) or base.endswith(_FEMININE)


def _noun(word: str, base: str, sex: Gender | None) -> str | None:
    """Return the role noun in the nominative singular, None where it cannot be told."""
    if _is_feminine(word, base) and not word.lower().endswith(_NEUTER):
        return word
    return _adjectival(word, base, sex) if _is_adjectival(base) else _masculine(word, base, sex)


def _adjectival(word: str, base: str, sex: Gender | None) -> str | None:
    """Return "Abgeordneter" or "Abgeordnete"; None for "Abgeordneter" of a woman, which is no nominative."""
    if sex is Gender.MASCULINE:
        return f"{_stem(word)}er"
    is_hers = sex is Gender.FEMININE and word.endswith(("e", "en")) and not base.endswith("beamter")
    return f"{_stem(word)}e" if is_hers else None


def _masculine(word: str, base: str, sex: Gender | None) -> str | None:
    """Return a masculine or neuter noun without the ending of its case.

    "Präsidenten", "Kollegen", "Ratsherrn" (weak), "Sprechers", "Kirchenoberhauptes" (genitive). A plural
    ("Staatssekretäre", "Autoren") becomes singular for a man only: a woman among them is no "Autor". No case
    of "Zeuge" or "Linguist" is "Fahrzeuges" or "Wunschliste".
    """
    start = word.lower().rfind(base)
    if start < 0:
        return None
    weak = base.endswith(load_lines("weak_nouns.txt"))
    endings = {"", "n"} if base.endswith("e") else {"", "s", "es"}
    if base.endswith(_BOTH):
        endings = {"", "s"}
    elif weak:
        endings |= {"en", "n"}
    elif sex is Gender.MASCULINE and not base.endswith("e"):
        endings |= {"e", "en", "n"}
    end = start + len(base)
    return word[:end] if word[end:] in endings else None
