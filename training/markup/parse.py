"""From the markup of articles to their texts with tagged spans.

A file holds many articles, each with `=== slug`, header lines, `---`, and the text with brackets:
`[TAG+TAG:words]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.model import Span
from training.markup.header import Header, parse_header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAG = r"(?:[0-9]+|[cwapqf][0-9]+|t-[a-z]+|[A-Z]{1,3}[0-9]?)"
_OPENING = re.compile(rf"\[({_TAG}(?:\+{_TAG})*):")
_START = re.compile(r"^=== ", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")
_JOINT = "\n\n"
_BYLINE = "BY "
_SUBHEADING = "## "


class BlockKind(StrEnum):
    """What a block of an article is. A credit is glued to the last paragraph, a byline to the headline."""

    HEADLINE = "headline"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"


@dataclass(frozen=True, slots=True)
class Block:
    """A block and where it stands in the article's text."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """A bracket: its tag ("3", "c3", "KO", "t-title") and what it encloses."""

    tag: str
    span: Span


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article of the markup.

    `text` is what the article's file holds: source line, URL, headline, byline, blocks and credit; all spans
    are code points into it. `tagged` is in text order, an outer bracket before those inside it. `where` names
    file and article for errors.
    """

    slug: str
    where: str
    header: Header
    text: str
    blocks: tuple[Block, ...]
    tagged: tuple[Tagged, ...]

    def spans(self, tag: str) -> tuple[Span, ...]:
        """Return what the brackets with the tag enclose, in text order."""
        return tuple(t.span for t in self.tagged if t.tag == tag)

    def block(self, kind: BlockKind) -> tuple[Span, ...]:
        """Return the blocks of a kind, in text order."""
        return tuple(b.span for b in self.blocks if b.kind is kind)


def parse_folder(folder: Path) -> Iterator[MarkedArticle]:
    """Yield the articles of the `*.mk` files of a folder, in the order of file names and then of the files.

    Raises `ReadError` where there are no such files, where one is damaged, and where two articles have one
    slug.
    """
    files = sorted(folder.glob("*.mk"))
    if not files:
        raise ReadError("no *.mk files", where=str(folder), mend="name the folder of the corpus")
    seen: dict[str, str] = {}
    for file in files:
        for article in parse_file(file):
            if article.slug in seen:
                raise ReadError(
                    f"the slug is taken by {seen[article.slug]}",
                    where=article.where,
                    mend="rename one of the two",
                )
            seen[article.slug] = article.where
            yield article


def parse_file(path: Path) -> Iterator[MarkedArticle]:
    """Yield the articles of a file. Raises `ReadError` at the first that is not well formed."""
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {error}", where=str(path), mend="save it as UTF-8") from error
    yield from parse_markup(raw, path.name)


def parse_markup(raw: str, file: str = "<markup>") -> Iterator[MarkedArticle]:
    """Yield the articles of a markup file's content; `file` names it in errors."""
    starts = [found.start() for found in _START.finditer(raw)]
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        line = raw.count("\n", 0, start) + 1
        slug, _, source = raw[start:end].removeprefix("=== ").partition("\n")
        yield _article(slug.strip(), source, file, line)


def _article(slug: str, source: str, file: str, line: int) -> MarkedArticle:
    where = f"{file}:{line} ({slug})"
    above, found, body = source.partition("\n---\n")
    if not found:
        raise ReadError("no --- line between header and text", where=where, mend="add it")
    header = parse_header(list(enumerate(above.split("\n"), line + 1)), file, slug)
    marked = [b.strip("\n") for b in _BLANK.split(body.strip("\n"))]
    kinds, pieces = zip(*_blocks(marked, where), strict=True)
    parsed = [_Parsed(piece, where) for piece in pieces]
    text = header.source_line + _JOINT + header.url
    blocks: list[Block] = []
    tagged: list[Tagged] = []
    for kind, one in zip(kinds, parsed, strict=True):
        text += "\n" if kind is BlockKind.BYLINE and len(blocks) == 1 else _JOINT
        blocks.append(Block(kind, Span(len(text), len(text) + len(one.text))))
        tagged += one.moved(len(text))
        text += one.text
    text += f"\n{header.credit}" if header.credit else ""
    tagged.sort(key=lambda t: (t.span.start, -t.span.end))
    return MarkedArticle(slug, where, header, text, tuple(blocks), tuple(tagged))


def _blocks(marked: list[str], where: str) -> Iterator[tuple[BlockKind, str]]:
    headline, *below = marked[0].split("\n")
    yield BlockKind.HEADLINE, headline
    for piece in [*below, *marked[1:]]:
        if "\n" in piece:
            raise ReadError(
                f"a paragraph of two lines: {piece[:40]!r}", where=where, mend="join or part them"
            )
        if piece.startswith(_BYLINE):
            yield BlockKind.BYLINE, piece.removeprefix(_BYLINE)
        elif piece.startswith(_SUBHEADING):
            yield BlockKind.SUBHEADING, piece.removeprefix(_SUBHEADING)
        elif piece in below:
            raise ReadError(f"not a byline: {piece[:40]!r}", where=where, mend="begin it with BY")
        else:
            yield BlockKind.PARAGRAPH, piece


class _Parsed:
    """The text of a block without its brackets, and the brackets."""

    def __init__(self, marked: str, where: str) -> None:
        """Read the brackets of a block. Raises `ReadError` where they do not pair."""
        texts: list[str] = []
        self._tagged: list[tuple[str, int, int]] = []
        opened: list[tuple[str, int, int]] = []
        length = position = 0
        while position < len(marked):
            opening = _OPENING.match(marked, position)
            if opening:
                opened.append((opening[1], length, position))
                position = opening.end()
                continue
            char = marked[position]
            if char == "[" or (char == "]" and not opened):
                raise ReadError(
                    f"a stray {char} at {marked[max(0, position - 10) : position + 25]!r}",
                    where=where,
                    mend="write [TAG:words], and no other square brackets",
                )
            if char == "]":
                tags, start, _ = opened.pop()
                self._tagged += [(tag, start, length) for tag in tags.split("+")]
            else:
                texts.append(char)
                length += 1
            position += 1
        if opened:
            begin = opened[-1][2]
            raise ReadError(
                f"a bracket is not closed: {marked[begin : begin + 30]!r}", where=where, mend="add a ]"
            )
        self.text = "".join(texts)
        empty = next((tag for tag, start, end in self._tagged if start == end), None)
        if empty:
            raise ReadError(f"nothing in the bracket of {empty}", where=where, mend="remove it")

    def moved(self, offset: int) -> list[Tagged]:
        """Return the brackets in a text in which the block begins at `offset`."""
        return [Tagged(tag, Span(start + offset, end + offset)) for tag, start, end in self._tagged]
