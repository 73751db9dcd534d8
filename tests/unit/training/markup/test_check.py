from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from training.markup import parse_folder, parse_markup
from training.markup.__main__ import app
from training.markup.audit import audit_article
from training.markup.check import check_article, check_articles

if TYPE_CHECKING:
    from pathlib import Path

_LONG = (
    "Am Kai liegen derzeit vier Schiffe, die auf ihre Ladung warten, und zwei weitere sind angekündigt. "
    "Nebenan baut die Stadt eine Halle für Getreide aus dem Umland, die im Herbst fertig werden dürfte. "
)


def _whole(markup: str) -> str:
    """Return the article with paragraphs enough to be of a likely length."""
    return markup + "\n" + "\n\n".join([_LONG.strip()] * 3) + "\n"


def test_the_corpus_is_without_error(corpus: Path) -> None:
    articles = list(parse_folder(corpus))
    assert len(articles) >= 309
    assert [str(f) for f in check_articles(articles) if not f.is_remark] == []


def test_a_right_article_has_no_findings(markup: str) -> None:
    (article,) = parse_markup(_whole(markup))
    assert [str(f) for f in check_article(article)] == []


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("@hd Küstenblatt |", "@hd Ostblatt |", "does not begin with the outlet"),
        ("2022-03-07T14:35 |", "2022-03-08T14:35 |", "another date"),
        ("/kran\n", "/kran heute\n", "not a URL"),
        ("## Werft winkt ab", "Werft winkt ab", "a paragraph of at most"),
        ("@credit dpa/ol | dpa", "@credit dpa/ol | epd", "agency is not in the text"),
        ("@authors Petra Lind", "@authors Paul Lind", "another authors"),
        ("| Hafenchef |", "| Hafenkönig |", "not a role in the text"),
        ("; Emden", "; Wismar", "the place is not in the text"),
        ("[EK:Krug] will", "[XY:Krug] will", "no person XY"),
        ("[EK:Krug] will", "[c1:Krug] will", "not in one paragraph"),
        ("[c1:sagte]", "[c8:sagte]", "c8 is not in the header"),
        ("@r 1 by", "@r 2 by", "proposal 2 has no text"),
        ("[1:Der", "[1: Der", "begins or ends with a space"),
        ("„[1:", "[1:", "direct without quotation marks"),
        ("[3:den Plan des „[t-name:Kranvaters]“]", "[3:den Plan des „[t-name:Kranvaters]]“", "in two"),
        ("zehn Jahre].", "zehn Jahre.]", "ends with a full stop"),
        ("sein].", "(Link: https://a.example/b) sein].", "holds a link"),
        ("4 I O:Werft", "4 I O:Reederei", "not listed with @o"),
        ("5 I N", "5 I A:Enno Krug", "is a person"),
        ("5 I N", "5 I EK", "no w5 bracket"),
        ("[TB+w3:Tomke Bahr]", "[TB:Tomke Bahr], [w3:Chefin]", "no mention of Tomke Bahr"),
        ("2 F EK ~cont=1", "2 F EK ~cont=4", "does not stand before it"),
        ("2 F EK ~cont=1", "2 F TB ~cont=1", "continues the words of another"),
        ("2 F EK ~cont=1", "2 F EK", "free indirect and continues nothing"),
        ("~opp=TB", "~opp=EK ~sup=EK", "for and against"),
        ("~opp=TB", "~opp=Fischer", "is not listed"),
        ("@r 1 by=EK", "@r 1 via=EK", "no proposer"),
        ("1 D EK;", "1 D EK; 1 D EK;", "have the number 1"),
    ],
)
def test_each_fault_is_found(markup: str, right: str, wrong: str, message: str) -> None:
    damaged = _whole(markup).replace(right, wrong)
    assert damaged != _whole(markup)
    (article,) = parse_markup(damaged)
    errors = [str(f) for f in check_article(article) if not f.is_remark]
    assert any(message in e for e in errors), errors


def test_a_short_article_is_found(markup: str) -> None:
    (article,) = parse_markup(markup)
    assert any("words, not 90 to 480" in str(f) for f in check_article(article))


def test_a_name_without_bracket_is_a_remark(markup: str) -> None:
    (article,) = parse_markup(
        _whole(markup) + "\n" + _LONG + "Das gefällt auch Krug, der alte Pläne hütet.\n"
    )
    (found,) = check_article(article)
    assert found.is_remark
    assert "a surname without a bracket" in str(found)


def test_the_audit_shows_what_nobody_marked(markup: str) -> None:
    said = "\n\n„Wir warten seit Jahren auf einen Kran“, sagte der Kapitän der Fähre am Dienstag an Bord.\n"
    (article,) = parse_markup(markup + said)
    messages = [f.message for f in audit_article(article)]
    assert any("neither statement nor trap" in m for m in messages)
    assert any("the rules find a statement" in m for m in messages)
    (right,) = parse_markup(markup)
    assert not [f for f in audit_article(right) if "neither" in f.message]


def test_check_exits_with_one_where_something_is_wrong(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.mk").write_text(_whole(markup), encoding="utf-8")
    assert CliRunner().invoke(app, ["check", str(tmp_path)]).exit_code == 0
    (tmp_path / "a.mk").write_text(_whole(markup).replace("[c1:", "[c9:"), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "c9 is not in the header" in result.output


def test_build_writes_and_refuses_what_cannot_be_read(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.mk").write_text(markup, encoding="utf-8")
    out = tmp_path / "out"
    assert CliRunner().invoke(app, ["build", str(out), str(tmp_path)]).exit_code == 0
    assert sorted(p.name for p in out.iterdir()) == ["hafen-kran.gold.json", "hafen-kran.txt"]
    result = CliRunner().invoke(app, ["build", str(out), str(out)])
    assert result.exit_code == 3
    assert "no *.mk files" in result.output
