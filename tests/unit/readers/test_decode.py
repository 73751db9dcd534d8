from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import ReadError
from newsgraph.readers.decode import MAX_BYTES, check_characters, check_file_characters, decode

TEXT = "Küste, 3. Mai 2024\n\n„Schön“, sagte er."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_decoded_without_their_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_a_big_endian_mark_is_known() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt") == TEXT


@pytest.mark.parametrize(("encoding", "name"), [("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE")])
def test_utf16_without_a_mark_is_refused_with_the_way_to_convert_it(encoding: str, name: str) -> None:
    with pytest.raises(ReadError, match=f"{name} without a byte order mark") as caught:
        decode(TEXT.encode(encoding), "a.txt")
    assert caught.value.where == "a.txt"
    assert f"iconv -f {name} -t UTF-8" in str(caught.value.mend)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_windows_1252_is_refused_with_byte_line_and_the_way_to_convert_it(mark: bytes) -> None:
    data = mark + "Kuste\nzwei\nKüste".encode("cp1252")
    with pytest.raises(ReadError) as caught:
        decode(data, "a.txt")
    assert caught.value.what == f"not UTF-8: byte 0xFC at offset {data.index(0xFC)}"
    assert caught.value.where == "a.txt:3"
    assert "iconv -f WINDOWS-1252 -t UTF-8" in str(caught.value.mend)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"PK\x03\x04\x14\x00", "an Office document"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"welt.de, 3. Mai 2024\x00\x01", "a NUL byte at offset 20"),
        (bytes(range(256)) * 4, "a NUL byte at offset 0"),
    ],
)
def test_binary_data_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(ReadError, match="binary data") as caught:
        decode(data, "a.txt")
    assert kind in caught.value.what


def test_damaged_utf16_is_refused() -> None:
    with pytest.raises(ReadError, match="damaged UTF-16"):
        decode(b"\xff\xfea\x00b", "a.txt")


def test_the_length_is_limited() -> None:
    assert len(decode(b"a" * MAX_BYTES, "a.txt")) == MAX_BYTES
    with pytest.raises(ReadError, match="longer than 1 MiB"):
        decode(b"a" * (MAX_BYTES + 1), "a.txt")


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x0c", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_no_format_carries_are_refused_with_their_line(char: str) -> None:
    with pytest.raises(ReadError, match=f"U\\+{ord(char):04X}") as caught:
        check_characters(f"eins\nzwei {char}", "a.txt")
    assert caught.value.where == "a.txt:2"


def test_ordinary_and_rare_characters_pass() -> None:
    check_file_characters("Tab\t Umbruch\r\n weich\u00ad \u0085 \u2028 \u200b 𝕏 😀", "a.txt")


def test_traces_of_a_wrong_conversion_are_refused_in_files_only() -> None:
    mojibake = "„Schön“".encode("cp1252").decode("latin-1")
    check_characters(mojibake, "a.txt")
    with pytest.raises(ReadError, match="U\\+0084") as caught:
        check_file_characters(mojibake, "a.txt")
    assert "Windows-1252" in str(caught.value.mend)


def test_old_line_ends_are_refused() -> None:
    with pytest.raises(ReadError, match="carriage return"):
        check_file_characters("eins\rzwei", "a.txt")


@given(st.binary(max_size=200))
def test_any_bytes_give_their_text_or_a_named_error(data: bytes) -> None:
    try:
        text: str | ReadError = decode(data, "a.txt")
    except ReadError as error:
        text = error
    if isinstance(text, ReadError):
        assert str(text.where).startswith("a.txt")
        assert text.mend
    elif not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        assert text.encode() == data.removeprefix(b"\xef\xbb\xbf")
