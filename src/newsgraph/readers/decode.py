"""From bytes to text: nothing about an encoding is guessed, and nothing is lost in silence."""

from __future__ import annotations

import re

from newsgraph.errors import ReadError

MAX_BYTES = 1024 * 1024
"""The longest file taken for one article, in bytes: far more than a long feature; longer ones hold many."""

_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
}
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What XML 1.0 (https://www.w3.org/TR/xml/#charsets) cannot carry has no place in RDF/XML either.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
# One at the very end is what is left of a last line that was given a CRLF without its LF: harmless.
_LONE_RETURN = re.compile(r"\r(?!\n|\Z)")


def decode(data: bytes, origin: str) -> str:
    """Return the text of an article file, without byte order mark; `origin` names the file in errors.

    Taken are UTF-8, and UTF-16 and UTF-32 with a byte order mark. Raises `ReadError` for other encodings, for
    binary data and for data longer than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"longer than {MAX_BYTES // 1024**2} MiB, which no article is",
            where=origin,
            mend="split it into one file an article",
        )
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"binary data: {kind}", where=origin, mend="export its text as UTF-8")
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8-sig")
    if encoding == "utf-8-sig" and b"\x00" in data:
        raise _with_nul(data, origin)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, encoding, origin) from error


def check_characters(text: str, origin: str) -> None:
    """Raise `ReadError` for what no RDF format can carry: control characters and lone surrogates."""
    found = _FORBIDDEN.search(text)
    if found:
        kind = "lone surrogate" if "\ud800" <= found.group() <= "\udfff" else "control character"
        raise ReadError(
            f"the {kind} U+{ord(found.group()):04X} is no text",
            where=f"{origin}:{_line(text, found.start())}",
            mend="remove it",
        )


def check_file_characters(text: str, origin: str) -> None:
    """Raise `ReadError` for what `check_characters` refuses and for the traces of a wrong conversion.

    Those are the control characters U+0080 to U+009F (without U+0085), which quotation marks of Windows-1252
    turn into when it is taken for ISO 8859-1, and line ends of a carriage return alone.
    """
    check_characters(text, origin)
    if found := _C1.search(text):
        raise ReadError(
            f"the control character U+{ord(found.group()):04X} is no text",
            where=f"{origin}:{_line(text, found.start())}",
            mend="Windows-1252 was taken for ISO 8859-1: convert the original again",
        )
    if found := _LONE_RETURN.search(text):
        raise ReadError(
            "a carriage return without a line feed",
            where=f"{origin}:{_line(text, found.start())}",
            mend="convert the line ends: tr '\\r' '\\n' < FILE > NEW",
        )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _with_nul(data: bytes, origin: str) -> ReadError:
    """Tell UTF-16, in which every other byte of a German text is NUL, from binary data."""
    for name, first in (("UTF-16LE", 1), ("UTF-16BE", 0)):
        high, low = data[first::2], data[1 - first :: 2]
        if high.count(0) > 0.7 * len(high) and low.count(0) < 0.1 * len(low):
            return ReadError(
                f"this looks like {name} without a byte order mark",
                where=origin,
                mend=f"convert it: iconv -f {name} -t UTF-8 FILE > NEW",
            )
    return ReadError(
        f"binary data: a NUL byte at offset {data.index(0)}", where=origin, mend="give a text file"
    )


def _undecodable(data: bytes, error: UnicodeDecodeError, encoding: str, origin: str) -> ReadError:
    if encoding != "utf-8-sig":
        return ReadError(f"damaged {encoding.upper()}: {error.reason}", where=origin, mend="save it as UTF-8")
    offset = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
    return ReadError(
        f"not UTF-8: byte 0x{data[offset]:02X} at offset {offset}",
        where=f"{origin}:{data.count(10, 0, offset) + 1}",
        mend="if it is Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
    )
