from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import ReadError
from newsgraph.model import Medium
from training.markup import BlockKind, GoldType, SpeakerKind, parse_folder, parse_markup

if TYPE_CHECKING:
    from pathlib import Path


def test_an_article_file_holds_all_but_the_brackets(markup: str) -> None:
    (article,) = parse_markup(markup)
    lines = article.text.split("\n")
    assert lines[:6] == [
        "Küstenblatt, 7. März 2022, 14:35 Uhr",
        "",
        "https://www.kuestenblatt.example/kran",
        "",
        "Krug will neuen Kran in Leer",
        "Von Petra Lind, Leer",
    ]
    assert lines[-1] == "dpa/ol"
    assert "Werft winkt ab" in lines


def test_spans_are_those_of_the_file(markup: str) -> None:
    (article,) = parse_markup(markup)
    assert [s.of(article.text) for s in article.spans("1")] == [
        "Der alte Kran ist zu klein für die neuen Schiffe"
    ]
    assert [s.of(article.text) for s in article.spans("c3")] == ["lehnte", "ab"]
    assert [s.of(article.text) for s in article.spans("EK")] == ["Krug", "Enno Krug"]
    assert [s.of(article.text) for s in article.spans("f1")] == [", sagte Hafenchef Enno Krug am Montag"]


def test_blocks_have_their_kinds(markup: str) -> None:
    (article,) = parse_markup(markup)
    assert [b.kind for b in article.blocks] == [
        BlockKind.HEADLINE,
        BlockKind.BYLINE,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEADING,
        BlockKind.PARAGRAPH,
    ]


def test_the_header_tells_who_speaks_and_how(markup: str) -> None:
    (article,) = parse_markup(markup)
    first, second, third, fourth, fifth = article.header.statements
    assert (first.type, first.kind, first.speaker) == (GoldType.DIRECT, SpeakerKind.PERSON, "Enno Krug")
    assert second.continues == 1
    assert third.denial
    assert (fourth.kind, fourth.speaker, fourth.medium) == (
        SpeakerKind.ORGANISATION,
        "Werft",
        Medium.WRITING,
    )
    assert (fifth.kind, fifth.speaker) == (SpeakerKind.NONE, None)
    assert article.header.proposals[0].opponents == ("Tomke Bahr",)
    assert article.header.agencies == ("dpa",)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("[c1:sagte]", "[c1:sagte", "not closed"),
        ("zu klein", "zu] klein", "stray ]"),
        ("zu klein", "zu [klein", "stray ["),
        ("\n---\n", "\n", "no --- line"),
        ("@url https://www.kuestenblatt.example/kran\n", "", "no @url line"),
        ("@l Leer", "@x Leer", "not a header line"),
        ("1 D EK;", "1 X EK;", "not a statement"),
        ("1 D EK;", "1 D ZZ;", "no person ZZ"),
        ("~neg", "~nein", "no such option"),
        ("~med=writing", "~med=dance", "no such medium"),
        ("@p TB =", "@p EK =", "one key"),
        ("BY Von", "Von", "not a byline"),
        ("zu klein", "[1:]zu klein", "nothing in the bracket"),
        ("~cont=1", "~cont=eins", "no number"),
        ("@p EK = Enno", "@p Enno", "not a person"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_article(
    markup: str, right: str, wrong: str, message: str
) -> None:
    damaged = markup.replace(right, wrong)
    assert damaged != markup
    with pytest.raises(ReadError, match=r"^part\.mk:\d+ \(hafen-kran\)") as caught:
        list(parse_markup(damaged, "part.mk"))
    assert message in str(caught.value)
    assert caught.value.mend


def test_a_slug_is_taken_once(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.mk").write_text(markup, encoding="utf-8")
    (tmp_path / "b.mk").write_text(markup, encoding="utf-8")
    with pytest.raises(ReadError, match=r"b\.mk:1.*taken by a\.mk:1"):
        list(parse_folder(tmp_path))


def test_a_folder_without_markup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no \*\.mk files"):
        list(parse_folder(tmp_path))
