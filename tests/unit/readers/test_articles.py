from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import ReadError
from newsgraph.iris import article_hash
from newsgraph.model import Article, Span
from newsgraph.readers import article_from_text, read, read_file, read_many, read_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "hafenbote.example, 4. Mai 2024\n\nhttps://hafenbote.example/a\n\nStreit um die Mauer\n\n"
BODY = "Die Mauer ist alt. So sagt man es jedenfalls in Kiel."


def bodies(article: Article) -> list[str]:
    return [span.of(article.text) for span in article.paragraphs]


def subheadings(article: Article) -> list[str]:
    return [span.of(article.text) for span in article.subheadings]


def article_or_error(raw: str) -> Article | ReadError:
    try:
        return read_text(raw, "a.txt")
    except ReadError as error:
        return error


def refusal(raw: str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_text(raw, "a.txt")
    assert caught.value.mend
    return caught.value


def test_a_whole_article(article_file: Path) -> None:
    article = read_file(article_file)
    assert article.source == "hafenbote.example"
    assert article.published == datetime(2024, 5, 4, 14, 35)  # noqa: DTZ001  no zone is printed
    assert article.url == "https://www.hafenbote.example/politik/kaimauer-1234.html"
    assert article.headline == "Streit um die Kaimauer"
    assert subheadings(article) == ["Opposition winkt ab"]
    first, second = bodies(article)
    assert first.startswith("Bürgermeisterin Erika Sandmann (SPD) hat")
    assert 'eine neue Kaimauer gefordert. "Die alte Mauer' in first
    assert second.endswith("Die Mauer sei erst 20 Jahre alt, sagte Petersen.")
    assert [link.url for link in article.links] == ["https://www.hafenbote.example/kai"]
    assert (article.credit, article.agencies, article.editors) == ("dpa/kru", ("dpa",), ("kru",))
    assert (article.byline, article.authors, article.dateline) == (None, (), None)
    assert article.origin == str(article_file)
    assert article.digest == hashlib.sha256(article.text.encode()).hexdigest()
    assert article.text == f"{article.headline}\n\n{first}\n\nOpposition winkt ab\n\n{second}"
    assert article.body == article.text.removeprefix("Streit um die Kaimauer\n\n")


def test_crlf_and_byte_order_mark_make_no_difference_but_in_the_map(
    article_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "crlf.txt"
    raw = article_file.read_text(encoding="utf-8").replace("\n", "\r\n")
    other.write_bytes(b"\xef\xbb\xbf" + raw.encode())
    plain, article = read_file(article_file), read_file(other)
    assert article == plain
    assert article.source_map != plain.source_map
    for text_start, file_start, length in article.source_map.segments:
        assert article.text[text_start : text_start + length] == raw[file_start : file_start + length]


def test_the_id_is_that_of_the_url_or_of_all_else() -> None:
    article = read_text(HEAD + BODY)
    assert article.id == article_hash(url=article.url, source=None, published=None, headline="", digest="")
    without = read_text("hafenbote.example, 4. Mai 2024\n\nStreit um die Mauer\n\n" + BODY)
    assert without.url is None
    assert without.id == article_hash(
        url=None,
        source="hafenbote.example",
        published="2024-05-04",
        headline="Streit um die Mauer",
        digest=without.digest,
    )


def test_a_byline_may_stand_on_the_line_below_or_in_a_block_of_its_own_or_below_an_introduction() -> None:
    head = HEAD.rstrip()
    for raw in (
        f"{head}\nVon Eva Heide, Kiel\n\n{BODY}",
        f"{head}\n\nVon Eva Heide, Kiel\n\n{BODY}",
    ):
        article = read_text(raw)
        assert (article.byline, article.authors) == ("Von Eva Heide, Kiel", ("Eva Heide",))
        assert article.text == f"Streit um die Mauer\n\n{BODY}"
    article = read_text(f"{head}\n\nEin Ortsbesuch\n\nVon Eva Heide\n\n{BODY}")
    assert article.authors == ("Eva Heide",)
    assert subheadings(article) == ["Ein Ortsbesuch"]
    assert bodies(article) == [BODY]


@pytest.mark.parametrize(
    ("ending", "credit", "last"),
    [
        ("\ndpa/tan", "dpa/tan", BODY),
        ("\n\ndpa/tan\n", "dpa/tan", BODY),
        (" AFP/mhe", "AFP/mhe", BODY),
        ("dpa", "dpa", BODY),
        (" (dpa)\n", "(dpa)", BODY),
        ("\n", None, BODY),
        (" So die dpa.", None, f"{BODY} So die dpa."),
    ],
)
def test_the_credit_is_no_part_of_the_text(ending: str, credit: str | None, last: str) -> None:
    article = read_text(HEAD + BODY + ending)
    assert (article.credit, bodies(article)) == (credit, [last])


def test_agencies_of_dateline_and_credit_are_named_once_each() -> None:
    article = read_text(f"{HEAD}Kiel (AFP) – {BODY}\ndpa/AFP")
    assert article.agencies == ("AFP", "dpa")
    assert article.dateline is not None
    assert article.dateline.of(article.text) == "Kiel (AFP) –"
    assert bodies(article) == [f"Kiel (AFP) – {BODY}"]


def test_wrapped_lines_stay_as_they_are_and_long_lines_are_paragraphs() -> None:
    wrapped = "Die Mauer ist alt\nund hält nicht mehr."
    assert bodies(read_text(f"{HEAD}{wrapped}\n\n{BODY}")) == [wrapped, BODY]
    long = f"{BODY} {BODY} {BODY}"
    article = read_text(f"{HEAD}{long}\nMoskau reagiert\n{long}\ndpa")
    assert bodies(article) == [long, long]
    assert subheadings(article) == ["Moskau reagiert"]
    assert article.text == f"Streit um die Mauer\n\n{long}\n\nMoskau reagiert\n\n{long}"


def test_a_line_of_its_own_that_ends_in_a_link_is_judged_without_it() -> None:
    article = read_text(
        f"{HEAD}Das war alles. (Link: https://a.example/1)\n\n(Link: https://a.example/2)\n\n{BODY}"
    )
    assert bodies(article) == ["Das war alles.", BODY]
    assert subheadings(article) == []
    assert [link.url for link in article.links] == ["https://a.example/1", "https://a.example/2"]


def test_links_that_lead_to_a_page_are_made_absolute_and_others_left_out() -> None:
    targets = ["/b", "www.c.example", "//d.example/e", "mailto:f@g.example", "http://h.example/i j"]
    body = "Die Mauer ist alt" + "".join(f" (Link: {target})" for target in targets) + "."
    article = read_text(HEAD + body)
    assert [link.url for link in article.links] == [
        "https://hafenbote.example/b",
        "http://www.c.example",
        "https://d.example/e",
        "http://h.example/i j",
    ]
    assert bodies(article) == ["Die Mauer ist alt."]
    without = read_text(f"hafenbote.example, 4. Mai 2024\n\nStreit\n\n{body}")
    assert [link.url for link in without.links] == [link.url for link in article.links[1:]]


def test_the_last_block_is_no_subheading() -> None:
    assert bodies(read_text(f"{HEAD}{BODY}\n\nEnde der Meldung")) == [BODY, "Ende der Meldung"]


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("welt.de 17.09.2015", "welt.de", date(2015, 9, 17)),
        ("welt.de | 17.09.2015", "welt.de", date(2015, 9, 17)),
        ("taz, Montag, 3. Mai 2021", "taz", date(2021, 5, 3)),
        ("Küstenwacht am Sonntag, 19.2.2017", "Küstenwacht am Sonntag", date(2017, 2, 19)),
        ("Zeitung für Kiel vom 3. Mai 2021", "Zeitung für Kiel", date(2021, 5, 3)),
        ("welt.de, Stand: 17.09.2015", "welt.de", date(2015, 9, 17)),
        ("faz.net, aktualisiert am 17.09.2015", "faz.net", date(2015, 9, 17)),
        ("Kieler Blatt, Sonntag, den 19. Februar 2017", "Kieler Blatt", date(2017, 2, 19)),
        ("17.09.2015", None, date(2015, 9, 17)),
        ("welt.de", "welt.de", None),
        ("Küstenwacht", "Küstenwacht", None),
    ],
)
def test_source_lines(line: str, source: str | None, published: date | None) -> None:
    article = read_text(f"{line}\nhttps://a.example/1\n\nStreit\n\n{BODY}")
    assert (article.source, article.published) == (source, published)


def test_a_file_may_begin_with_its_url_and_of_several_the_first_counts() -> None:
    article = read_text(f"<https://a.example/1>\nhttps://a.example/kurz\n\nStreit\n\n{BODY}")
    assert (article.source, article.published, article.url) == (None, None, "https://a.example/1")
    assert article.headline == "Streit"


def test_a_url_with_spaces_is_kept_as_printed() -> None:
    assert (
        read_text(f"welt.de, 17.09.2015\nhttps://a.example/x y\n\nStreit\n\n{BODY}").url
        == "https://a.example/x y"
    )


def test_a_headline_alone_is_an_article() -> None:
    article = read_text("welt.de, 17.09.2015\n\nhttps://a.example/1\n\nMinister tritt zurück")
    assert (article.text, article.paragraphs) == ("Minister tritt zurück", ())


@pytest.mark.parametrize("raw", ["", "\n \t\r\n\n", "\ufeff"])
def test_an_empty_file_is_refused(raw: str) -> None:
    assert "no text" in refusal(raw).what


@pytest.mark.parametrize(
    "raw",
    [
        "Es war einmal ein Wolf. Der lief durch den Wald.\n\nDa kam ein Jäger.",
        "Die Wahl am 3. Mai 2024\n\nSie war spannend.",
        "Nur eine Überschrift\n\nUnd ein Absatz, aber keine Quelle.",
    ],
)
def test_prose_without_header_is_refused_with_the_way_to_write_one(raw: str) -> None:
    error = refusal("\n\n" + raw)
    assert error.where == "a.txt:3"
    assert "welt.de, 17.09.2015" in str(error.mend)


@pytest.mark.parametrize(
    ("raw", "what", "line"),
    [
        (f"welt.de, 31. Februar 2015\n\nStreit\n\n{BODY}", "there is no such date: '31. Februar 2015'", 1),
        (
            f"1.1.2015, welt.de\nhttps://a.example\n\nStreit\n\n{BODY}",
            "the date does not end the source line",
            1,
        ),
        (f"welt.de, 17.09.15\n\nStreit\n\n{BODY}", "the century of '17.09.15' is not printed", 1),
        (f"welt.de, 1.1.2015\nhttp://\n\nStreit\n\n{BODY}", "the URL names no host: 'http://'", 2),
        (f"welt.de, 1.1.2015\nhttp://[::1/x\n\nStreit\n\n{BODY}", "not a URL", 2),
        (f"welt.de, 1.1.2015\nwww.welt.de/a1\n\nStreit\n\n{BODY}", "the URL has no scheme", 2),
        ("welt.de, 1.1.2015\n\nhttps://a.example/1\n", "nothing follows the header", 3),
        (f"welt.de, 1.1.2015\n\n{BODY * 9}", "no headline: the line is a paragraph", 3),
        (f"{HEAD}{BODY}\n\n{HEAD}{BODY}", "a second article begins here", 9),
        (f"{HEAD}Die Mauer (Link: http://[::1/x) ist alt.", "not a URL: 'http://[::1/x'", 7),
        (f"{HEAD}Die Mauer (Link: https:///x) ist alt.", "the URL names no host: 'https:///x'", 7),
        (f"{HEAD}Die Mauer (Link: https://a:b/x) ist alt.", "not a URL: 'https://a:b/x'", 7),
        (f"{HEAD}{BODY}\x0c", "the control character U+000C is no text", 7),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(raw: str, what: str, line: int) -> None:
    error = refusal(raw)
    assert error.what.startswith(what)
    assert error.where == f"a.txt:{line}"


def test_one_bad_article_does_not_stop_the_others(tmp_path: Path) -> None:
    for name, raw in (("a.txt", HEAD + BODY), ("b.txt", "Prosa."), ("c.txt", HEAD + BODY)):
        (tmp_path / name).write_text(raw, encoding="utf-8")
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "fehlt.txt", "c.txt")]
    good, bad, missing, last = read_many(paths)
    assert isinstance(good, Article)
    assert isinstance(bad, ReadError)
    assert bad.where == f"{tmp_path / 'b.txt'}:1"
    assert isinstance(missing, ReadError)
    assert missing.where == str(tmp_path / "fehlt.txt")
    assert isinstance(last, Article)
    articles = read(tmp_path)
    assert next(articles).headline == "Streit um die Mauer"
    with pytest.raises(ReadError, match="no header"):
        next(articles)


def test_a_missing_path_is_an_error_on_the_first_step(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        next(read(tmp_path / "fehlt.txt"))
    with pytest.raises(ReadError, match="no articles"):
        next(read(tmp_path))


def test_bare_text_is_not_changed() -> None:
    text = "  Erst dies.\r\n\r\nDann „das“\nund mehr (Link: https://a.example/1) .\n \nEnde\n\n"
    article = article_from_text(text)
    assert article.text == text
    assert article.headline == ""
    assert bodies(article) == [
        "Erst dies.",
        "Dann „das“\nund mehr (Link: https://a.example/1) .",
        "Ende",
    ]
    assert (article.subheadings, article.links, article.credit) == ((), (), None)
    assert article.source_map.to_file(Span(3, 20)) == (Span(3, 20),)
    assert article.digest == hashlib.sha256(text.encode()).hexdigest()


def test_bare_text_with_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ReadError, match="lone surrogate U\\+D800"):
        article_from_text("a\ud800")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])).map(lambda t: t.replace("a", "\n\n")))
def test_bare_text_of_any_kind_keeps_its_words_in_paragraphs(text: str) -> None:
    try:
        article = article_from_text(text)
    except ReadError:
        assert "\ufffe" in text or "\uffff" in text
        return
    covered = {i for span in article.paragraphs for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
    assert all("\n\n" not in paragraph for paragraph in bodies(article))


LINES = st.sampled_from(
    [
        "welt.de, 17.09.2015", "welt.de, 31.02.2015", "https://a.example/1", "http://[", "Streit um Mauern",
        "Von Eva Heide, Kiel", BODY, BODY * 4, "Kiel (dpa) – Der Rat", "dpa/tan", "", " ", "„", "𝕏" * 130,
        "(Link: https://b.example) .", "Ende (Link: /x(y) ", "\ufeff", "\t",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_file_gives_an_article_with_exact_offsets_or_an_error_that_helps(
    lines: list[str], end: str
) -> None:
    raw = end.join(lines)
    article = article_or_error(raw)
    if isinstance(article, ReadError):
        assert str(article.where).startswith("a.txt")
        assert article.mend
        return
    raw = raw.removeprefix("\ufeff")
    assert article.text.startswith(article.headline)
    spans = sorted([*article.paragraphs, *article.subheadings])
    assert article.text == "\n\n".join([article.headline, *(span.of(article.text) for span in spans)])
    for text_start, file_start, length in article.source_map.segments:
        assert article.text[text_start : text_start + length] == raw[file_start : file_start + length]
