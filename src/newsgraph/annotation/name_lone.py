"""Finds people that a text names by one word only: "Präsident Macron", "Schwester Walburga"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import country_of_seat
from newsgraph.annotation.name_shapes import (
    ends_compound,
    is_stop_word,
    names_body_or_place,
    place_names,
)
from newsgraph.annotation.name_words import (
    is_common_noun,
    is_first_name,
    is_known_word,
    is_name_shaped,
    is_role_noun,
    is_title,
    noun_score,
)
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Token
    from newsgraph.model import Span

_CLOSERS = frozenset('“”"»«›‹‘')
_MEANS_FIRMS = ("hersteller", "anbieter", "betreiber", "verleiher", "händler", "versicherer", "sender")
_DETERMINERS = frozenset({"ART", "APPRART", "ADJ(A)", "PIAT", "PPOSAT", "APPR"})
_DETERMINERS_OF_THINGS = frozenset({"in", "aus", "nach", "bei", "heißt", "namens", "&", "und"})
_RARE = -20.0
_SHORT = 3
_ADDRESS = frozenset({"Frau", "Herr", "Herrn"})


def lone_name_at(tokens: Sequence[Token], index: int) -> Span | None:
    """Return the span of a single name that the words around it or common knowledge tell to be a person's.

    After a role or title ("Papst Franziskus"), after the title of a work („Mensch“ von Grönemeyer), or one of
    the surnames that papers print without a given name ("Macrons Plan").
    """
    form = tokens[index].form
    if not _can_be_name(form) or _goes_on(tokens, index) or _is_wholly_quoted(tokens, index):
        return None
    if _is_famous(form) and tokens[index].tag in {"NE", "NN"} and not _has_article(tokens, index):
        return tokens[index].span
    if _acts_human(tokens, index) or _is_given_alone(tokens, index):
        return tokens[index].span
    if index == 0:
        return None
    after_role = _after_role(tokens, index) or _after_work(tokens, index)
    return tokens[index].span if after_role else None


def _can_be_name(form: str) -> bool:
    return (
        is_name_shaped(form)
        and len(form) > 2
        and not is_stop_word(form)
        and not names_body_or_place(form)
        and not ends_compound(form)
        and not is_title(form)
        and not is_role_noun(form)
    )


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        following is not None
        and following.start == tokens[index].end + 1
        and is_name_shaped(following.form)
        and following.tag == "NE"
        and not is_stop_word(following.form)
    )


def _is_wholly_quoted(tokens: Sequence[Token], index: int) -> bool:
    """Say whether title and name fill the quotation marks: the dog „Doktor Livingstone“, „Frau Holle“."""
    return (
        index > 1
        and index + 1 < len(tokens)
        and not tokens[index - 2].is_word
        and tokens[index - 2].form not in {",", ".", ":", "(", "-", "–"}
        and tokens[index + 1].form in _CLOSERS
    )


def _acts_human(tokens: Sequence[Token], index: int) -> bool:
    """Say whether an unknown name stands beside a verb of what only humans do: "sagte Anschütz-Thoms"."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if token.tag != "NE" or is_common_noun(token.form) or is_known_word(token.form):
        return False
    if before is not None and ((before.form[0].isupper() and index > 1) or before.tag in _DETERMINERS):
        return False
    after = tokens[index + 1].form if index + 1 < len(tokens) else ""
    if token.form.endswith("s") and after[:1].isupper():
        return False  # "sagte Norderneys Bürgermeister"
    verbs = load_words("human_verbs.txt")
    return after in verbs or (before is not None and before.form in verbs)


def _is_given_alone(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a given name stands for its bearer: "Antoine stellt ihn zur Rede"; not "Orkan Kyrill"."""
    token = tokens[index]
    if token.tag != "NE" or not is_first_name(token.form) or is_known_word(token.form):
        return False
    is_place = token.form in place_names() or country_of_seat(token.form) is not None
    if is_place or len(token.form) <= _SHORT or noun_score(token.form) > _RARE:
        return False
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    alone = after is None or not (after.form[0].isupper() or after.form[0].isdigit() or after.form in "-–&/")
    if before is None:
        return alone
    return (
        alone
        and before.form not in _DETERMINERS_OF_THINGS
        and before.tag not in _DETERMINERS
        and (before.form[0].islower() or before.form in {",", "(", ":"})
    )


def _has_article(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].tag in {"ART", "APPRART", "ADJ(A)", "PIAT"}


def _is_famous(form: str) -> bool:
    return base_of_famous(form) in load_words("famous_surnames.txt")


def base_of_famous(form: str) -> str:
    """Return the nominative of a well-known surname: "Macrons" gives "Macron"; others stay."""
    famous = load_words("famous_surnames.txt")
    return form.removesuffix("s") if form not in famous and form.removesuffix("s") in famous else form


def _after_role(tokens: Sequence[Token], index: int) -> bool:
    before, form = tokens[index - 1], tokens[index].form
    if before.end + 1 != tokens[index].start:
        return False
    if before.form in _ADDRESS:
        return True
    if is_title(before.form):
        return tokens[index].tag in {"NE", "NN", "FM"} and (is_first_name(form) or not is_common_noun(form))
    return (
        is_role_noun(before.form)
        and tokens[index].tag == "NE"
        and not is_common_noun(form)
        and not before.form.lower().endswith(_MEANS_FIRMS)
    )


def _after_work(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the name stands after a work and "von": „Mensch“ von Grönemeyer."""
    return (
        index > 1
        and tokens[index - 1].form == "von"
        and tokens[index - 2].form in _CLOSERS
        and tokens[index].tag == "NE"
        and not is_common_noun(tokens[index].form)
    )
