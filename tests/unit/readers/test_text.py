from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.model import Span
from newsgraph.readers.text import build_text

URL = "https://a.example/1"


def text_of(raw: str) -> str:
    return build_text(raw, [Span(0, len(raw))]).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (f"in Syrien (Link: {URL}) . Im Gespräch", "in Syrien. Im Gespräch"),
        (f"der Studenten (Link: {URL}) die Hälfte", "der Studenten die Hälfte"),
        (f"vorgeschlagen (Link: {URL}) , einen Fonds", "vorgeschlagen, einen Fonds"),
        (f"vorgeschlagen (Link: {URL}), einen Fonds", "vorgeschlagen, einen Fonds"),
        (f"am Ende (Link: {URL})", "am Ende"),
        (f"(Link: {URL}) Am Anfang", "Am Anfang"),
        (f"eins (Link: {URL}) (Link: {URL}) .", "eins."),
        (f"eins (Link: {URL}) (Link: {URL}) zwei", "eins zwei"),
        (f"sagte (Link: {URL}) „Wir", "sagte „Wir"),
        (f'sagte (Link: {URL}) "Wir gehen"', 'sagte "Wir gehen"'),
        (f'"Wir gehen (Link: {URL}) ", sagte er', '"Wir gehen", sagte er'),
        (f"»Wir gehen (Link: {URL}) «, sagte er", "»Wir gehen«, sagte er"),
        (f"Wort(Link: {URL})Wort", "Wort Wort"),
        ("Kiel (Link: https://a.example/Kiel_(Stadt)) liegt", "Kiel liegt"),
        ("Kiel (Link: https://a.example/Kiel_(Stadt) ) liegt", "Kiel liegt"),
        ("Kiel (Link: https://a.example/Kiel_(Stadt) liegt", "Kiel liegt"),
        ("Kiel (Link: https://a.example/(x) liegt (im Norden) am Meer)", "Kiel liegt (im Norden) am Meer)"),
        ("Kiel (Link: http://a b/c) liegt", "Kiel liegt"),
        ("Kiel (Link: ) liegt", "Kiel liegt"),
        ("Kiel (Link: siehe unten) liegt", "Kiel (Link: siehe unten) liegt"),
        (f"Kiel (Link: {URL} liegt", f"Kiel (Link: {URL} liegt"),
        (f"eine Zeile (Link: {URL})\nund noch eine", "eine Zeile\nund noch eine"),
        ("eine\r\nandere", "eine\nandere"),
        ("zwei  Räume und\tTab", "zwei  Räume und\tTab"),
    ],
)
def test_a_marker_becomes_one_space_and_none_before_punctuation(raw: str, text: str) -> None:
    assert text_of(raw) == text


@pytest.mark.parametrize(
    ("raw", "urls"),
    [
        ("Kiel (Link: https://a.example/Kiel_(Stadt)) liegt", ["https://a.example/Kiel_(Stadt)"]),
        ("Kiel (Link: http://a b/c d) liegt", ["http://a b/c d"]),
        ("Kiel (Link: ) liegt", []),
        ("Kiel (Link: siehe unten) liegt", []),
        (f"a (Link: {URL}) (Link: {URL}2) .", [URL, f"{URL}2"]),
    ],
)
def test_links_are_kept_as_printed(raw: str, urls: list[str]) -> None:
    assert [link.url for link in build_text(raw, [Span(0, len(raw))]).links] == urls


def test_links_know_where_their_marker_stood() -> None:
    raw = f"Eins\n\nIn Kiel (Link: {URL}) . Und (Link: {URL}) da"
    built = build_text(raw, [Span(0, 4), Span(6, len(raw))])
    assert built.text == "Eins\n\nIn Kiel. Und da"
    assert [built.text[: link.position] for link in built.links] == [
        "Eins\n\nIn Kiel",
        "Eins\n\nIn Kiel. Und",
    ]


def test_a_block_of_markers_alone_leaves_no_block_but_its_links() -> None:
    raw = f"Eins\n\n(Link: {URL})\n\nZwei"
    start = raw.index("(")
    built = build_text(raw, [Span(0, 4), Span(start, len(raw) - 6), Span(len(raw) - 4, len(raw))])
    assert built.text == "Eins\n\nZwei"
    assert built.blocks == (Span(0, 4), None, Span(6, 10))
    assert [(link.url, link.position) for link in built.links] == [(URL, 4)]


def test_parts_of_a_file_span_that_only_a_marker_separates_are_one_span_of_the_text() -> None:
    raw = f"Er sei (Link: {URL}) gegangen."
    built = build_text(raw, [Span(0, len(raw))])
    assert built.source_map.to_file(Span(0, len(built.text) - 1)) == (
        Span(0, 7),
        Span(raw.index("gegangen"), len(raw) - 1),
    )


PIECES = st.sampled_from(
    [
        "a", "Ä", "𝕏", " ", "  ", ".", ",", '"', "„", "“", "»", "(", ")", "\n", "\r\n", "\t",
        "\u00a0", "\u2028", " (Link: https://a.example/1) ", "(Link: https://a.example/(b)", "(Link: ",
        "(Link: https://a.example/2)",
    ]
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Draw a file and blocks of it, in order, without white space at their edges."""
    raw, spans = "", []
    for _ in range(draw(st.integers(0, 4))):
        raw += draw(st.sampled_from(["", "\n", "\r\n\r\n", "weg\n"]))
        block = "".join(draw(st.lists(PIECES, max_size=12))).strip()
        if block:
            spans.append(Span(len(raw), len(raw) + len(block)))
        raw += block + "\n"
    return raw, spans


@given(files())
def test_every_segment_of_the_map_holds_the_same_characters(drawn: tuple[str, list[Span]]) -> None:
    raw, spans = drawn
    built = build_text(raw, spans)
    position = 0
    for text_start, file_start, length in built.source_map.segments:
        assert text_start >= position
        assert built.text[text_start : text_start + length] == raw[file_start : file_start + length]
        position = text_start + length
    assert position <= len(built.text)


@given(files(), st.data())
def test_every_span_leads_to_the_same_characters_and_back(
    drawn: tuple[str, list[Span]], data: st.DataObject
) -> None:
    raw, spans = drawn
    built = build_text(raw, spans)
    if not built.text:
        return
    start = data.draw(st.integers(0, len(built.text) - 1))
    end = data.draw(st.integers(start + 1, len(built.text)))
    parts = built.source_map.to_file(Span(start, end))
    mapped = {i for i in range(start, end) if built.source_map.file_offset(i) is not None}
    assert "".join(part.of(raw) for part in parts) == "".join(built.text[i] for i in sorted(mapped))
    assert all(built.text[i] in " \n" for i in range(start, end) if i not in mapped)
    back = [built.source_map.to_text(part) for part in parts]
    assert {i for spans_ in back for s in spans_ for i in range(s.start, s.end)} == mapped


@given(files())
def test_blocks_are_joined_by_blank_lines_and_nothing_else_is_added(drawn: tuple[str, list[Span]]) -> None:
    raw, spans = drawn
    built = build_text(raw, spans)
    assert built.text == "\n\n".join(span.of(built.text) for span in built.blocks if span)
    assert len(built.blocks) == len(spans)
    for link in built.links:
        assert 0 <= link.position <= len(built.text)
