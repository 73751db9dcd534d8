"""Names for those who speak without one: "einem Diplomaten aus Seoul" is the "Diplomat aus Seoul"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender, gender_of_noun, is_person_noun
from newsgraph.annotation.mention_phrases import Determiner, Phrase
from newsgraph.lexicon import load_lines

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token

_SINGULAR_ARTICLES = frozenset(
    {"ein", "eine", "einem", "einen", "einer", "eines", "der", "dem", "des", "das"}
)
_FEMININE = ("ung", "heit", "keit", "schaft", "frau", "ion", "person", "kraft")
_ADJECTIVAL = (
    "delegiert",
    "abgeordnet",
    "angehörig",
    "beamt",
    "angestellt",
    "beteiligt",
    "verwandt",
    "bekannt",
    "vorsitzend",
    "reisend",
    "lebend",
    "studierend",
    "gesandt",
    "beauftragt",
    "verantwortlich",
    "anwesend",
    "betroffen",
    "jugendlich",
    "geistlich",
    "gläubig",
    "jährig",
    "sachverständig",
    "synodal",
)
_STRONG = frozenset({Determiner.NONE, Determiner.SEVERAL})
_PLURAL_IN_E = (
    "kreis",
    "bericht",
    "leut",
    "rät",
    "ält",
    "freund",
    "fernbahn",
    "dienst",
    "ärzt",
    "anwält",
    "vorständ",
    "verständig",
)


def anonymous_name(text: str, phrase: Phrase) -> str:
    """Return the phrase without its preposition and article, its head in the nominative, all else as printed.

    "nach Angaben von Diplomaten" names "Diplomaten", "einem Diplomaten" a "Diplomat", "Händlern" "Händler".
    """
    if phrase.head is None:
        words = [t for t in phrase.tokens if t.is_word]
        return text[words[0].start : words[-1].end] if words else ""
    head = phrase.head
    last = _last_token(phrase, head)
    tail = text[head.end : last.end] if last.end > head.end else ""
    adjectives = " ".join(_adjective(token, phrase) for token in phrase.adjectives)
    return f"{adjectives} {nominative(head, phrase)}{tail}".strip()


def _last_token(phrase: Phrase, head: Token) -> Token:
    """Return the token before a clause or apposition that follows after a comma."""
    last = head
    for i, token in enumerate(phrase.complement):
        if token.form in {";", ":", "–", "("} or (token.form == "," and not _opens_relative(phrase, i + 1)):
            break
        last = token if token.is_word else last
    return last


def _opens_relative(phrase: Phrase, index: int) -> bool:
    """Say whether a relative clause starts here: "eine Person, [die] mit den Gesprächen vertraut ist"."""
    rest = phrase.complement[index:]
    return (
        bool(rest) and rest[0].form in {"der", "die", "das", "dem", "den"} and any(t.is_finite for t in rest)
    )


def is_plural(phrase: Phrase) -> bool:
    """Say whether several are meant: "Diplomaten", "mehrere Räte", "die Prüfer"; not "einem Diplomaten"."""
    if phrase.determiner is Determiner.SEVERAL:
        return True
    if phrase.determiner is Determiner.NONE:
        return phrase.head is not None and phrase.head.lemma.lower() != phrase.noun
    if phrase.article in _SINGULAR_ARTICLES:
        return False
    if phrase.article in {"die", "diese"} and phrase.head is not None:
        if phrase.noun.endswith("in"):  # "die Lettin", whatever lemma a tagger makes of it
            return False
        gender = gender_of_noun(phrase.head.form)
        return gender is Gender.MASCULINE or (gender is None and phrase.head.lemma.lower() != phrase.noun)
    return phrase.article in {"den", "diesen"} and phrase.noun.endswith(("en", "er", "rn", "ln"))


def nominative(head: Token, phrase: Phrase) -> str:
    """Return the head noun in the nominative, singular or plural as the phrase has it."""
    form, lemma = head.form, head.lemma
    if not form.isalpha() and "-" not in form:
        return form
    singular = phrase.determiner in {Determiner.INDEFINITE, Determiner.DEFINITE, Determiner.NEAR}
    if singular and phrase.article in {"ein", "der", "das", "die", "eine"} and not form.endswith(("s", "n")):
        return form
    if (
        singular
        and phrase.article in {"einem", "einen", "eines", "dem", "des", "den"}
        and not is_plural(phrase)
    ):
        return _singular(form, lemma)
    if form.endswith("n") and is_plural(phrase):
        return _plural(form, phrase)
    return form


def _singular(form: str, lemma: str) -> str:
    low = form.lower()
    if low.endswith("s") and lemma.lower() == low[:-1]:
        return form[:-1]
    if low.endswith("es") and lemma.lower() == low[:-2]:
        return form[:-2]
    stem = low.removesuffix("en")
    if low.endswith("en") and stem.endswith(_ADJECTIVAL):
        return f"{form[: len(stem)]}er"
    if low.endswith("en") and stem.endswith(load_lines("weak_nouns.txt")):
        return form[: len(stem)]
    if low.endswith("n") and (low.endswith(("herrn", "bauern", "nachbarn")) or is_person_noun(low[:-1])):
        return form[:-1]
    return form


def _plural(form: str, phrase: Phrase) -> str:
    low = form.lower()
    stem = low.removesuffix("en")
    if low.endswith("en") and stem.endswith(_ADJECTIVAL) and phrase.determiner in _STRONG:
        return form[:-1]
    if low.endswith(("ern", "eln")) and not low.endswith(("bauern", "nachbarn", "vettern")):
        return form[:-1]
    if low.endswith("en") and stem.endswith(_PLURAL_IN_E) and not stem.endswith(_FEMININE):
        return form[:-1]
    return form


def _adjective(token: Token, phrase: Phrase) -> str:
    """Return an adjective as without article where dative or genitive changed it: "einem hohen", "hoher"."""
    if phrase.article in {"einem", "eines", "einen"} and token.form.endswith(("en", "em")):
        return f"{token.form[:-2]}er" if not phrase.noun.endswith("in") else token.form
    return token.form
