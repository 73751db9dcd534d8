"""Role phrases beside names: "der finnische Außenminister", ", Vorsitzende der Kammer"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.document import readings
from newsgraph.annotation.name_words import country_of_inhabitant, is_known_word, is_role_noun, is_title
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token

_ARTICLE_TAGS = frozenset({"ART", "APPRART", "PPOSAT", "PDAT", "PDS", "PRELS"})
_LONGEST_GENITIVE = 10


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role noun with what belongs to it, as indexes into the tokens of one sentence.

    `start` is the first adjective (or the noun), `noun` the role noun, `article` the article or possessive
    before, None without one. `end` is the index after all that belongs to the phrase (a genitive, "von …").
    """

    start: int
    noun: int
    end: int
    article: int | None

    def title(self, tokens: Sequence[Token]) -> str:
        """Return adjectives and noun as printed, without article: "finnische Außenminister"."""
        return " ".join(token.form for token in tokens[self.start : self.noun + 1])

    def span(self, tokens: Sequence[Token]) -> Span:
        """Return where the title stands in the text."""
        return Span(tokens[self.start].start, tokens[self.noun].end)


def role_phrase_at(tokens: Sequence[Token], noun: int) -> RolePhrase:
    """Return the phrase around the role noun at index `noun`: its adjectives and article."""
    start = noun
    while start and _is_adjective(tokens, start - 1):
        start -= 1
    if start and tokens[start - 1].tag in _ARTICLE_TAGS:
        return RolePhrase(start, noun, noun + 1, start - 1)
    if start < noun and _is_verb(tokens, start):
        start += 1
    return RolePhrase(start, noun, noun + 1, None) if start == noun else _with_participle(tokens, start, noun)


def _with_participle(tokens: Sequence[Token], start: int, noun: int) -> RolePhrase:
    """Return the phrase whose article stands before a participle with its adverbial.

    "die aus Lissabon stammende Intendantin": the participle is no part of the role.
    """
    participle = tokens[start].form.rstrip("nrsm").endswith(("ende", "te"))
    for index in range(start - 2, max(start - 5, -1), -1):
        if participle and tokens[index].tag in _ARTICLE_TAGS and tokens[index + 1].tag in {"APPR", "APPRART"}:
            return RolePhrase(noun, noun, noun + 1, index)
    return RolePhrase(start, noun, noun + 1, None)


def _is_adjective(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.end + 1 != tokens[index + 1].start or not token.is_word or token.form[0].isdigit():
        return False
    in_title = _has_article(tokens, index)
    if token.form.startswith("Vorsitzende"):
        return in_title  # "der Vorsitzende Richter"
    if token.tag != "ADJ(A)":
        return False
    in_title = in_title and is_known_word(token.form)  # "der Sportliche Leiter"
    return token.form[0].islower() or (index > 0 and (token.form.endswith("er") or in_title))


def _has_article(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].tag in _ARTICLE_TAGS


def _is_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether what looks like an adjective is the verb of a speech: »…«, twitterte Grünen-Chef Habeck."""
    after_mark = index == 0 or not tokens[index - 1].is_word
    return after_mark and any(reading.endswith("(FIN)") for reading in readings(tokens[index].form))


def roles_before(tokens: Sequence[Token], name: int) -> tuple[RolePhrase, ...]:
    """Return the role phrases before the name that starts at index `name`.

    "US-Außenminister John Kerry"; "die deutsche Ministerin, Prof. Dr. Annegret von Stetten"; "der Präsident
    des Autoclubs Mitte, Justus Pfaff"; "die Gastgeberin, die usbekische Ministerin Gulnora Toschmatowa".
    """
    index = name - 1
    while (
        index >= 0 and is_title(tokens[index].form) and tokens[index].form not in {"Professor", "Professorin"}
    ):
        index -= 1
    if index < 0:
        return ()
    phrases: list[RolePhrase] = []
    if is_role_noun(tokens[index].form) and tokens[index].end + 1 == tokens[index + 1].start:
        phrase = role_phrase_at(tokens, index)
        phrases.append(phrase)
        index = (phrase.article if phrase.article is not None else phrase.start) - 1
        if index > 0 and tokens[index].form == "und" and is_role_noun(tokens[index - 1].form):
            phrases.append(role_phrase_at(tokens, index - 1))
            return tuple(phrases)
        if phrase.article is None:
            return tuple(phrases)
    apposed = _role_with_genitive(tokens, index) if index > 0 and tokens[index].form == "," else None
    return (*phrases, apposed) if apposed is not None else tuple(phrases)


def _role_with_genitive(tokens: Sequence[Token], comma: int) -> RolePhrase | None:
    """Return the role phrase that ends at a comma: "Der Präsident des Autoclubs Mitte," with its genitive."""
    for noun in range(comma - 1, max(comma - _LONGEST_GENITIVE, -1), -1):
        token = tokens[noun]
        if token.is_finite or token.form in {",", ";", ":", ".", "“", "”", "„", "»", "«"}:
            return None
        if not is_role_noun(token.form) or token.tag == "ADJ(A)" or country_of_inhabitant(token.form):
            continue
        phrase = role_phrase_at(tokens, noun)
        opens = phrase.start == 0 or phrase.article is not None
        if noun + 1 < comma and not _opens_attribute(tokens[noun + 1]):
            return None
        # "… der Präsident des Verbands der Bauern,": the first noun of a chain of genitives is the role.
        if phrase.article is not None and tokens[phrase.article].form in {"des", "der"} and noun + 1 == comma:
            earlier = _role_with_genitive(tokens, phrase.article)
            if earlier is not None:
                return RolePhrase(earlier.start, earlier.noun, comma, earlier.article)
        return RolePhrase(phrase.start, noun, comma, phrase.article) if opens else None
    return None


def _opens_attribute(token: Token) -> bool:
    return (
        token.tag in {"ART", "APPR", "APPRART"}
        or token.form in {"des", "der", "von", "vom", "für", "im"}
        or (token.form[0].isupper())
    )


def roles_after(tokens: Sequence[Token], after: int, names: frozenset[int]) -> tuple[RolePhrase, ...]:
    """Return the apposition after a name that ends before index `after`: ", Vorsitzende der Kammer,".

    `names` are the indexes of tokens that start names of people: a role that stands before another name is
    that person's ("Anna Huber, Minister Jan Vogt und andere").
    """
    index = _skip_bracket(tokens, after)
    if index + 2 < len(tokens) and (tokens[index].tag in {"PTKVZ", "PAV"} or tokens[index].form == "dagegen"):
        index += 1  # "rechnete Jens Tamsen vor, Geschäftsführer des …"
    if index + 2 < len(tokens) and tokens[index].form == "aus" and tokens[index + 2].form == ",":
        index += 2  # "Hauke Wegener aus Stralsund, Vorsitzender des …"
    if index + 1 >= len(tokens) or tokens[index].form != ",":
        return ()
    index = _skip_time(tokens, index + 1)
    article = index if tokens[index].tag in _ARTICLE_TAGS or tokens[index].form in {"ein", "eine"} else None
    start = _skip_origin(tokens, index + (article is not None))
    noun = start
    while noun < len(tokens) and noun - start < 4 and _can_qualify(tokens, noun, start):
        noun += 1
    start = next((i for i in range(start, noun) if tokens[i].tag == "ADJ(A)"), noun)
    if noun >= len(tokens) or not is_role_noun(tokens[noun].form) or country_of_inhabitant(tokens[noun].form):
        return ()
    following = noun + 1
    while following < len(tokens) and is_title(tokens[following].form):
        following += 1
    if following in names:
        return ()
    phrase = RolePhrase(start, noun, noun + 1, article)
    second = noun + 2
    if second >= len(tokens) or tokens[noun + 1].form != "und" or second + 1 in names:
        return (phrase,)
    if not is_role_noun(tokens[second].form) or country_of_inhabitant(tokens[second].form):
        return (phrase,)
    return (phrase, RolePhrase(second, second, second + 1, None))  # ", Reeder und Chef des …"


def _can_qualify(tokens: Sequence[Token], index: int, start: int) -> bool:
    token = tokens[index]
    if token.form[0].isupper():
        return index == start and index + 1 < len(tokens) and _is_adjective(tokens, index)
    return token.tag in {"ADJ(A)", "ADV", "ADJ(D)"}


def _skip_time(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a span of time: ", seit 41 Jahren Souffleuse"."""
    if tokens[index].form in {"seit", "bis"}:
        for end in range(index + 1, min(index + 5, len(tokens) - 1)):
            if tokens[end].tag == "NN" and not is_role_noun(tokens[end].form):
                return end + 1
            if (
                tokens[end].form.isdigit()
                and tokens[end + 1].form[0].isupper()
                and is_role_noun(tokens[end + 1].form)
            ):
                return end + 1
    return index


def _skip_origin(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a participle with its adverbial: ", der aus Basel stammende Bürgermeister"."""
    if index + 3 < len(tokens) and tokens[index].tag in {"APPR", "APPRART"}:
        for end in range(index + 1, min(index + 4, len(tokens) - 1)):
            if tokens[end].tag == "ADJ(A)" and is_role_noun(tokens[end + 1].form):
                return end + 1
    return index


def _skip_bracket(tokens: Sequence[Token], index: int) -> int:
    if index < len(tokens) and tokens[index].form == "(":
        for end in range(index + 1, min(index + 8, len(tokens))):
            if tokens[end].form == ")":
                return end + 1
    return index


def bracket_after(tokens: Sequence[Token], after: int) -> tuple[int, int] | None:
    """Return the index range inside the bracket right after a name: "(CDU)"; None without a bracket."""
    end = _skip_bracket(tokens, after)
    return (after + 1, end - 1) if end > after + 2 else None
