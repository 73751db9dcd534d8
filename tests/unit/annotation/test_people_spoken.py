"""Roles under which somebody is found to speak."""

from newsgraph.annotation.document import build_document
from newsgraph.annotation.people_spoken import with_spoken_roles
from newsgraph.model import Ground, Mention, MentionKind, Person, Relation, Span
from newsgraph.readers import article_from_text

_TEXT = "Martina Vogt sprach. Das sei zu wenig, klagte die erfahrene Kinderärztin. Ja, sagte die Finnin."


def _mention(words: str) -> Mention:
    start = _TEXT.index(words)
    return Mention((Span(start, start + len(words)),), words, MentionKind.ROLE, "noun used before", 0.7)


def test_who_speaks_under_a_role_has_it() -> None:
    document = build_document(article_from_text(_TEXT))
    mention = _mention("die erfahrene Kinderärztin")
    person = with_spoken_roles(document, Person("Martina Vogt", given_name="Martina"), (mention,))
    assert person.roles == ("erfahrene Kinderärztin",)
    start = _TEXT.index("erfahrene")
    span = Span(start, start + len("erfahrene Kinderärztin"))
    assert person.grounds == (
        Ground(Relation.ROLE, "erfahrene Kinderärztin", "noun used before", 0.7, (span,)),
    )


def test_a_word_that_fits_anybody_is_no_role() -> None:
    text = "Martina Vogt sprach. Ja, sagte die Frau."
    start = text.index("die Frau")
    mention = Mention((Span(start, start + 8),), "die Frau", MentionKind.ROLE, "noun used before", 0.7)
    person = Person("Martina Vogt", given_name="Martina")
    assert with_spoken_roles(build_document(article_from_text(text)), person, (mention,)) == person


def test_origin_is_no_role() -> None:
    document = build_document(article_from_text(_TEXT))
    person = Person("Martina Vogt", given_name="Martina")
    assert with_spoken_roles(document, person, (_mention("die Finnin"),)) == person
