"""Whom a pronoun stands for."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.gender import Gender, gender_of_first_name, gender_of_noun, is_person_noun
from newsgraph.annotation.people import Cast
from newsgraph.annotation.pronouns import antecedent, nearest, pronoun_gender, pronoun_kind
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.roster import Roster
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Mention, MentionKind, Person, Span
from newsgraph.readers import article_from_text

NAMES = ("Anna Berg", "Ina Voss", "Jan Petersen", "Karl Lohse")


def roster_of(text: str) -> Roster:
    people = tuple(
        Person(
            name,
            (Mention((Span(text.index(name), text.index(name) + len(name)),), name, MentionKind.FULL_NAME),),
            given_name=name.split()[0],
        )
        for name in NAMES
        if name in text
    )
    return Roster(build_document(article_from_text(text)), Cast(people))


def meant(text: str, pronoun: str, *quoted: str) -> str | None:
    roster = roster_of(text)
    start = text.rindex(f" {pronoun}") + 1
    spans = tuple(Span(text.index(words), text.index(words) + len(words)) for words in quoted)
    key = antecedent(
        roster,
        Asked((Span(start, start + len(pronoun)),), SpanIndex(spans)),
        pronoun_gender(pronoun) or Gender.FEMININE,
    )
    return None if key is None else roster.agent(key).name


def test_gender_decides_before_nearness() -> None:
    assert meant("Anna Berg traf Jan Petersen. Es reiche, sagte sie.", "sie") == "Anna Berg"
    assert meant("Jan Petersen traf Anna Berg. Es reiche, sagte er.", "er") == "Jan Petersen"


def test_the_subject_outweighs_the_object() -> None:
    assert meant("Anna Berg sprach mit Ina Voss. Es reiche, sagte sie.", "sie") == "Anna Berg"


def test_the_paragraph_outweighs_the_one_before() -> None:
    text = "Karl Lohse trat auf.\n\nJan Petersen war dagegen. Die Sitzung dauerte lange. Es reiche, sagte er."
    assert meant(text, "er") == "Jan Petersen"


def test_who_is_named_only_in_a_quotation_is_not_meant() -> None:
    text = "Jan Petersen kam. „Karl Lohse lügt.“ Es reiche, sagte er."
    assert meant(text, "er", "Karl Lohse lügt.") == "Jan Petersen"


def test_nobody_fits_nobody_is_meant() -> None:
    assert meant("Anna Berg kam. Es reiche, sagte er.", "er") is None


def test_dieser_is_the_one_named_last() -> None:
    text = "Jan Petersen traf Karl Lohse, und dieser sagte ab."
    roster = roster_of(text)
    start = text.index("dieser")
    key = nearest(roster, Asked((Span(start, start + 6),)), Gender.MASCULINE)
    assert key is not None
    assert roster.agent(key).name == "Karl Lohse"


@pytest.mark.parametrize(
    ("form", "kind"),
    [("Sie", "personal"), ("dort", "there"), ("man", "nobody"), ("es", "nobody"), ("Kiel", None)],
)
def test_kinds_of_pronouns(form: str, kind: str | None) -> None:
    assert pronoun_kind(form) == kind


def test_roles_and_first_names_tell_sex_and_adjectival_nouns_do_not() -> None:
    assert gender_of_first_name("Anna") is Gender.FEMININE
    assert gender_of_noun("Umweltministerin") is Gender.FEMININE
    assert gender_of_noun("Umweltminister") is Gender.MASCULINE
    assert gender_of_noun("Abgeordnete") is None
    assert is_person_noun("Rathauschef")
    assert not is_person_noun("Kaimauer")
