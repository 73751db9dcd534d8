"""Reading the layout of the Wikinews quotations: offsets, folders and lines, and input that is broken."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsgraph.errors import ReadError
from newsgraph.model import Span, StatementType, join_spans
from newsgraph.readers.wikinews import PARTS, QuotedArticle, parse_article, read_quotations

FOLDER = Path(__file__).parents[1] / "wikinews"


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "schiff.json").read_text(encoding="utf-8"))
    return loaded


def articles(path: Path) -> list[QuotedArticle]:
    return [entry for entry in read_quotations(path) if isinstance(entry, QuotedArticle)]


def test_every_part_has_the_words_that_the_file_gives_for_it() -> None:
    for file, article in zip(sorted(FOLDER.glob("*.json")), articles(FOLDER), strict=True):
        annotations = json.loads(file.read_text(encoding="utf-8"))["annotations"]
        for entry, quotation in zip(annotations, article.quotations, strict=True):
            for part in PARTS:
                assert join_spans(article.text, quotation.part(part)) == entry[part]["text"]


def test_offsets_count_code_points() -> None:
    article = articles(FOLDER)[0]
    ship = article.text.index("🚢")
    assert Span(ship, ship + 1) in article.tokens
    assert [span.of(article.text) for span in article.sentences[1][:3]] == ["Es", "werde", ","]
    assert article.quotations[0].type is StatementType.INDIRECT
    assert join_spans(article.text, article.quotations[0].speaker) == "Kapitän Jon Brodersen"


def test_a_file_of_lines_holds_the_same_as_the_folder(tmp_path: Path) -> None:
    raw = b"".join(
        json.dumps(json.loads(file.read_bytes())).encode() + b"\n" for file in sorted(FOLDER.glob("*.json"))
    )
    (tmp_path / "all.jsonl").write_bytes(raw)
    (tmp_path / "all.jsonl.gz").write_bytes(gzip.compress(raw))
    expected = [(a.name, a.text, a.sentences, a.quotations) for a in articles(FOLDER)]
    for name in ("all.jsonl", "all.jsonl.gz"):
        found = articles(tmp_path / name)
        assert [(a.name, a.text, a.sentences, a.quotations) for a in found] == expected
    assert found[1].origin.endswith("all.jsonl.gz:2")


def test_a_single_file_is_read_whole() -> None:
    assert articles(FOLDER / "schiff.json") == articles(FOLDER)[:1]


def test_an_empty_list_stands_for_an_empty_part() -> None:
    article = parse_article(broken("annotations/0/addressee", []), "schiff.json")
    assert article.quotations == articles(FOLDER)[0].quotations


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps(document()).encode()
    file = tmp_path / "all.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join([good, b'{"annotations": [', b"\xff\xfe", b"", b"[1]", good])))
    entries = list(read_quotations(file))
    errors = [entry for entry in entries if isinstance(entry, ReadError)]
    assert [error.where for error in errors] == [f"{file}:{line}" for line in (2, 3, 5)]
    assert all(error.mend for error in errors)
    assert len(entries) == 5


def broken(path: str, value: object) -> str:
    """Return the document as JSON with the value at the end of a path of keys replaced, or None removed."""
    data = document()
    place: Any = data
    *keys, last = (int(key) if key.isdigit() else key for key in path.split("/"))
    for key in keys:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("originalText", None, "'originalText' is missing"),
        ("originalText", 7, "no text"),
        ("originalText", "K\x00i", "U+0000"),
        ("annotations", 3, "not the layout"),
        ("annotations/0/speaker", None, "'speaker' is missing"),
        ("annotations/0/type", "Shouted", "Shouted"),
        ("annotations/0/quote/spans", [], "without spans"),
        ("annotations/0/cue/spans/0/charEnd", 10_000, "10000"),
        ("annotations/0/cue/spans/0/charEnd", 0, "offsets"),
        ("annotations/0/cue/spans/0/charBegin", -3, "-3"),
        ("annotations/0/cue/spans/0/charBegin", "0", "offsets"),
        ("sentences/0/tokens/0", "Im", "'Im'"),
        ("sentences/0/tokens/0", None, "'Kai'"),
    ],
)
def test_what_is_not_the_layout_is_told(path: str, value: object, told: str) -> None:
    with pytest.raises(ReadError, match="schiff") as failed:
        parse_article(broken(path, value), "schiff.json")
    assert told in str(failed.value)
    assert failed.value.mend


def test_what_cannot_be_read_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "plain.jsonl.gz").write_bytes(b"this is no gzip")
    (tmp_path / "nothing.jsonl").write_bytes(b"\n\n")
    for name in ("empty", "plain.jsonl.gz", "nothing.jsonl", "nowhere.jsonl"):
        with pytest.raises(ReadError) as failed:
            list(read_quotations(tmp_path / name))
        assert name in str(failed.value)
        assert failed.value.mend


def test_a_file_cut_short_keeps_the_articles_before_the_cut(tmp_path: Path) -> None:
    line = json.dumps(document()).encode() + b"\n"
    packed = gzip.compress(line * 200, compresslevel=0)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    entries = list(read_quotations(tmp_path / "cut.jsonl.gz"))
    assert isinstance(entries[0], QuotedArticle)
    assert isinstance(entries[-1], ReadError)
    assert "damaged" in str(entries[-1])


def test_the_shared_set_is_read_whole(shared: Path) -> None:
    file = shared / "data" / "quotes-wikinews" / "dev.jsonl.gz"
    if not file.is_file():
        pytest.skip("the Wikinews quotations (../shared) are not on this machine")
    found = list(read_quotations(file))
    assert len(found) == 150
    for article in found:
        assert isinstance(article, QuotedArticle)
        assert all(one.end <= two.start for one, two in pairwise(article.tokens))
