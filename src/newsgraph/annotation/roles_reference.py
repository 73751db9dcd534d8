"""Role phrases that take up a person named elsewhere: "der Chefdiplomat", "die 26-Jährige"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender, gender_of_first_name, gender_of_noun
from newsgraph.annotation.name_shapes import body_names
from newsgraph.annotation.name_words import (
    country_of_inhabitant,
    is_name_shaped,
    is_noble_title,
    is_role_noun,
    is_title,
    role_base,
)
from newsgraph.annotation.roles import RolePhrase, role_phrase_at
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.lexicon import load_lines, load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.people_profiles import Profile

_AGE = re.compile(r"\d+[-‑]?[jJ]ährigen?")
_DEFINITE = frozenset({"der", "die", "dem", "den", "des"})
_INDEFINITE = frozenset({"ein", "eine", "einer", "einem", "einen", "eines", "kein", "keine"})
_ADJECTIVAL = frozenset({"r", "e"})
_STEM = 4  # first letters by which a base is found in a compound


@dataclass(frozen=True, slots=True)
class Reference:
    """A definite role phrase without a name: sentence, phrase, gender of the one meant (None if unknown)."""

    sentence: int
    phrase: RolePhrase
    gender: Gender | None
    headline: bool


def find_references(document: Document, taken: frozenset[int]) -> Iterator[Reference]:
    """Yield the singular definite role phrases of the text that stand by themselves, in text order.

    `taken` are offsets of role nouns that already belong to a name ("der Minister Jan Vogt"). In the headline
    the article may be missing.
    """
    for number, sentence in enumerate(document.sentences):
        headline = not document.body[sentence.paragraph]
        for index, token in enumerate(sentence.tokens):
            if token.start in taken or not _is_person_noun(token.form) or token.tag == "ADJ(D)":
                continue
            phrase = role_phrase_at(sentence.tokens, index)
            if _has_name(sentence.tokens, phrase):
                continue
            bare = phrase.article is None and headline
            if not bare and not _is_definite(sentence.tokens, phrase):
                continue
            gender = _gender(sentence.tokens, phrase)
            if not (_is_bare_plural(token.form) if bare else _is_plural(sentence.tokens, phrase)):
                yield Reference(number, phrase, gender, headline)


def _is_person_noun(word: str) -> bool:
    return _AGE.fullmatch(word) is not None or is_role_noun(word) or is_townsman(word)


@cache
def is_townsman(word: str) -> bool:
    """Say whether the word names somebody by his town or land: "Oldenburger", "Zingsterin"; not "Becher".

    >>> is_townsman("Luzerner"), is_townsman("Berlinerin"), is_townsman("Donner")
    (True, True, False)
    """
    stem = word.removesuffix("in")
    if not stem.endswith("er") or not word[:1].isupper():
        return False
    town = stem.removesuffix("er")
    return not load_words("places.txt").isdisjoint({town, town + "e", town + "en", town + "n"})


def is_age(word: str) -> bool:
    """Say whether the word names someone by age: "54-Jährige"."""
    return _AGE.fullmatch(word) is not None


def _has_name(tokens: Sequence[Token], phrase: RolePhrase) -> bool:
    index = phrase.noun + 1
    while index < len(tokens) and is_title(tokens[index].form):
        index += 1
    if index >= len(tokens) or tokens[index].start != tokens[index - 1].end + 1:
        return False
    return (
        is_name_shaped(tokens[index].form)
        and tokens[index].tag in {"NE", "FM", "NN"}
        and index == phrase.noun + 1
    )


def _is_definite(tokens: Sequence[Token], phrase: RolePhrase) -> bool:
    return phrase.article is not None and tokens[phrase.article].form.lower() in _DEFINITE


def _gender(tokens: Sequence[Token], phrase: RolePhrase) -> Gender | None:
    word = tokens[phrase.noun].form
    gender = gender_of_noun(word)
    article = tokens[phrase.article].form.lower() if phrase.article is not None else ""
    if not _is_adjectival(word):
        return gender or (
            Gender.FEMININE
            if article == "die"
            else Gender.MASCULINE
            if article in {"dem", "des", "den"}
            else None
        )
    if article in {"dem", "des", "den"}:
        return Gender.MASCULINE
    if article == "die" or (article == "der" and word.endswith("n")):
        return Gender.FEMININE
    return Gender.MASCULINE if article == "der" else None


@cache
def _is_adjectival(word: str) -> bool:
    base = role_base(word)
    return is_age(word) or (
        base is not None
        and base.endswith("er")
        and word.lower().endswith(("e", "en"))
        and not word.lower().endswith(("ere", "in", "iere"))
    )


def _is_plural(tokens: Sequence[Token], phrase: RolePhrase) -> bool:
    """Say whether article and noun can only be plural: "die Minister", "den Frauen", "der Beamten"."""
    form = tokens[phrase.noun].form
    word = form.lower()
    article = tokens[phrase.article].form.lower() if phrase.article is not None else ""
    feminine = gender_of_noun(form) is Gender.FEMININE
    if word.endswith(("innen", "leute", "frauen", "männer", "männern")) or (feminine and article == "den"):
        return True
    if _is_adjectival(form):
        return word.endswith("n") and (article == "die" or (article == "der" and word.endswith("beamten")))
    if article == "die":
        return not feminine
    if article == "der" and not feminine and phrase.start < phrase.noun:
        return tokens[phrase.start].form.endswith("en")  # "der kanadischen Ermittler"
    if article == "den":
        return word.endswith("ern") or _is_dative_plural(word, masculine(word, role_base(form) or word))
    return article == "der" and not feminine and word.endswith("en")


def _is_dative_plural(word: str, base: str) -> bool:
    """Say whether a noun after "den" can only be plural: "den Aktionären"; not "den Kollegen"."""
    return word != base and word.startswith(base) and not base.endswith(("e", *load_lines("weak_nouns.txt")))


def _is_bare_plural(word: str) -> bool:
    """Say whether a noun without article shows an ending: "Wirte", "Diplomaten"; not "Wirt", "Zeugin"."""
    lower = word.lower()
    return masculine(lower, role_base(word) or lower) != lower and not lower.endswith(("in", "frau", "e"))


@cache
def _relations() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    def items(field: str) -> frozenset[str]:
        return frozenset(item.replace("_", " ") for item in field.split()) - {"-"}

    return {row[0]: (items(row[1]), items(row[2])) for row in load_table("role_relations.tsv")}


def sex_of(profile: Profile) -> Gender | None:
    """Return the sex that given name or roles of a person tell, None where neither does."""
    given = profile.person.given_name
    if given and (gender := gender_of_first_name(given.split()[0])) is not None:
        return gender
    return next((g for role in profile.roles if (g := gender_of_noun(noun_of_title(role))) is not None), None)


def strength(word: str, profile: Profile) -> int:
    """Return how well a role noun fits a person: 3 the same role, 2 a related one, 1 maybe, 0 not.

    "Ministerin" fits "Gesundheitsministerin" (3), "Chefdiplomat" fits "Außenminister" (2), "Sozialdemokratin"
    a member of the SPD (2), "26-Jährige" anybody (1), "Lettin" nobody with another country (0).
    """
    country = country_of_inhabitant(word)
    if country is not None and role_base(word) is None:
        return _fit_of_body(country in profile.bodies, bool(profile.countries))
    if is_age(word) or is_townsman(word):
        return 1
    roles = [noun_of_title(role) for role in profile.roles]
    name = profile.person.name.split()
    if word in name and not is_noble_title(word):
        return 0  # "der alte Schreiner" is no trade of Karl Schreiner
    if word in name or any(_same(word, role) for role in roles):
        return 3  # "der Prinz" is Egbert Prinz zu Salzdern
    prefix, hyphen, _ = word.rpartition("-")
    if hyphen and _names_body(prefix):
        return _fit_of_body(_party_fits(prefix, profile), bool(profile.parties))
    return _related_strength(word, roles, profile)


def _fit_of_body(fits: bool, has_another: bool) -> int:
    if fits:
        return 2
    return 0 if has_another else 1


def _related_strength(word: str, roles: list[str], profile: Profile) -> int:
    lower = word.lower()
    base = role_base(word) or lower
    related, bodies = _related(lower, base)
    if bodies & set(profile.bodies) or any(
        (role_base(role) or "") in related or any(_ends_in(role, r) for r in related) for role in roles
    ):
        return 2
    if bodies and not related:
        return _fit_of_body(fits=False, has_another=bool(profile.parties))
    return 0 if word in load_words("generic_people.txt") else 1


def _same(noun: str, role: str) -> bool:
    """Say whether a role noun is the same or the shorter form of the role: "Minister", "Finanzminister"."""
    word, other = _masculine_of(noun), _masculine_of(role)
    return other.endswith(word) or (word.endswith(other) and len(other) > 6)


def masculine(lower: str, base: str) -> str:
    """Return the compound with its masculine base: "gesundheitsministerin" gives "gesundheitsminister"."""
    stem = base[:_STEM]
    return lower[: lower.rindex(stem)] + base if len(stem) == _STEM and stem in lower else lower


def bodies_of_noun(noun: str) -> frozenset[str]:
    """Return the bodies that a noun for people names: "Sozialdemokratin" the SPD; none for "Ministerin"."""
    table = _relations()
    word = _masculine_of(noun)
    roles, bodies = table.get(word, (frozenset(), frozenset()))
    return frozenset(b for b in bodies if not b.startswith(":")) if not roles else frozenset()


@cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(_relations(), key=len, reverse=True))


@lru_cache(maxsize=2**14)
def _related(lower: str, base: str) -> tuple[frozenset[str], frozenset[str]]:
    table = _relations()
    word = masculine(lower, base)
    for key in _by_length():
        if word.endswith(key):
            roles, bodies = table[key]
            return roles, bodies
    return frozenset(), frozenset()


def _ends_in(role: str, related: str) -> bool:
    return _masculine_of(role).endswith(related)


@lru_cache(maxsize=2**14)
def _masculine_of(noun: str) -> str:
    return masculine(noun.lower(), role_base(noun) or noun.lower())


def _names_body(prefix: str) -> bool:
    return any(form in body_names() for form in _prefix_forms(prefix)) or prefix in {
        "Linken",
        "Union",
        "Unions",
    }


def _prefix_forms(prefix: str) -> set[str]:
    return {prefix, prefix.removesuffix("n"), prefix.removesuffix("s")}


def _party_fits(prefix: str, profile: Profile) -> bool:
    forms = {body_names().get(form, form) for form in _prefix_forms(prefix)}
    if prefix in {"Union", "Unions"}:
        forms |= {"CDU", "CSU"}
    return bool(forms & set(profile.bodies))
