"""Stand-ins for characters that not every Python knows: in their places, taken out again, and complete."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgraph
from newsgraph.characters import nfkc, unveil, veil
from newsgraph.iris import slug
from newsgraph.linking.utterances_words import fold_words
from newsgraph.model import Mention, Person, Span
from newsgraph.readers.articles import read_text

NEW = "\U0002ebf0"  # a Chinese character that Python 3.13 knows and 3.12 does not
CYRILLIC = "\U0001e030"  # a modifier letter that Python 3.12 knows, with а as its NFKC, and 3.11 does not

# What can tell characters apart, of all that are not uncertain: the same by Python 3.11 to 3.13. (Which
# Chinese characters are numerals, `str.isnumeric`, differs; nothing asks that.)
KNOWN = "e94339bbf63c11e38a65de360850bf292b1b8d36e95940bd4e3dc366467618bc"
_WORD, _DIGIT, _SPACE = re.compile(r"\w"), re.compile(r"\d"), re.compile(r"\s")


def properties(char: str) -> tuple[object, ...]:
    kind = unicodedata.category(char)[0]
    return (
        *(char.isalpha(), char.isalnum(), char.isupper(), char.islower(), char.istitle(), char.isspace()),
        *(char.isdigit(), char.isdecimal(), kind == "M", kind == "P"),
        *(bool(_WORD.match(char)), bool(_DIGIT.match(char)), bool(_SPACE.match(char))),
        *(form(char) != char and form(char) for form in (str.lower, str.upper, str.title, str.casefold)),
        unicodedata.normalize("NFKC", char) != char and unicodedata.normalize("NFKC", char),
    )


def test_pythons_agree_on_all_characters_that_get_no_stand_in() -> None:
    """Where this fails, a Python newer than 3.13 knows more: what is new to it wants stand-ins too."""
    digest = hashlib.sha256()
    for char in map(chr, range(sys.maxunicode + 1)):
        told = properties(char)
        if any(told) and not veil(char)[1]:
            digest.update(repr((ord(char), told)).encode())
    assert digest.hexdigest() == KNOWN


@given(st.text(st.sampled_from(["a", "ß", NEW, CYRILLIC, "ჼ", "\U000f0000", "\U000f0001", "\U0010fffd"])))
def test_every_character_comes_back_to_its_place(text: str) -> None:
    plain, back = veil(text)
    assert len(plain) == len(text)
    assert not set(plain) & {NEW, CYRILLIC, "ჼ"}
    assert len(set(plain)) == len(set(text))
    assert unveil(plain, back) == text


def test_text_that_every_python_knows_is_left_alone() -> None:
    for text in ("Größe", "漢字 👩‍👧 שלום", "", "\U000f0000"):
        assert veil(text) == (text, {})


def test_values_of_all_kinds_get_their_characters_back() -> None:
    plain, back = veil(f"Li {NEW}")
    person = Person(plain, (Mention((Span(0, 4),), plain),), roles=("Minister",))
    value = unveil((person, frozenset({plain}), None, 4), back)
    seen = dataclasses.replace(person.mentions[0], surface=f"Li {NEW}")
    assert value == (
        dataclasses.replace(person, name=f"Li {NEW}", mentions=(seen,)),
        frozenset({seen.surface}),
        None,
        4,
    )


def test_normalisation_leaves_an_uncertain_character_as_it_is() -> None:
    assert nfkc(f"ﬁ{CYRILLIC}\u2460{NEW}") == f"fi{CYRILLIC}1{NEW}"
    assert slug(f"Jan {CYRILLIC} Petersen").startswith("jan-")


@pytest.mark.parametrize("char", [NEW, CYRILLIC])
def test_an_uncertain_character_parts_words_and_is_in_the_graph_as_it_stands(char: str) -> None:
    assert fold_words(f"der Pl{char}an") == ("der", "pl", "an")
    text = f"„Der Pl{char}an steht{char}“, sagte Erika Sand{char}mann. Sand{char}mann forderte {char} Geld."
    raw = f"bote.example, 4. Mai 2024\n\nhttps://bote.example/1\n\nStreit {char} im Rat\n\n{text}\n"
    article = read_text(raw, "a.txt")
    assert (article.headline, article.text) == (f"Streit {char} im Rat", f"Streit {char} im Rat\n\n{text}")
    assert article.digest == hashlib.sha256(article.text.encode()).hexdigest()
    notes = newsgraph.annotate(article, model="rules")
    assert notes.article is article
    assert [span.of(article.text) for span in notes.statements[0].spans] == [f"Der Pl{char}an steht{char}"]
    graph = newsgraph.build(notes)
    private = re.compile("[\U000f0000-\U0010ffff]")
    assert not private.search(graph.to_nquads())
    assert f"Pl{char}an steht{char}" in graph.to_nquads()
