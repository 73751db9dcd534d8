"""From files and texts to articles."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.iris import article_hash
from newsgraph.model import Article, SourceMap, Span
from newsgraph.readers.credits import find_dateline
from newsgraph.readers.files import STDIN, check_characters, find_files, read_raw
from newsgraph.readers.layout import parse_body, parse_header
from newsgraph.readers.lines import split_lines
from newsgraph.readers.text import build_text

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

_BLANK_LINES = re.compile(r"\s*\n[^\S\n]*\n\s*")


def read(path: str | os.PathLike[str]) -> Iterator[Article]:
    """Yield the articles of a file, of a folder (`*.txt`, at any depth) or, for "-", of standard input.

    Raises `ReadError` at the first file that is no article; `read_many` goes on.
    """
    found = find_files([path])
    if found.errors:
        raise found.errors[0]
    for file in found.files:
        yield read_file(file)


def read_many(files: Iterable[str | os.PathLike[str]]) -> Iterator[Article | ReadError]:
    """Yield for each file its article or the error that kept it from being one, in order."""
    for file in files:
        try:
            yield read_file(file)
        except ReadError as error:
            yield error


def read_file(path: str | os.PathLike[str]) -> Article:
    """Return the article in one file; "-" is standard input. Raises `ReadError` where there is none."""
    file = Path(path)
    return read_text(read_raw(file), "<stdin>" if file == STDIN else str(file))


def read_text(raw: str, origin: str = "<text>") -> Article:
    """Return the article that the decoded file `raw` holds; `origin` names the file in errors.

    Raises `ReadError` for a file without header or headline, and for an impossible date or URL.
    """
    check_characters(raw, origin)
    lines = split_lines(raw)
    header = parse_header(lines, origin)
    body = parse_body(lines, header)
    built = build_text(raw, [header.headline, *body.blocks])
    headline, blocks = built.blocks[0], list(zip(built.blocks[1:], body.subheadings, strict=True))
    if headline is None:
        raise ReadError("the headline is nothing but a link", where=origin, mend="add a headline")
    paragraphs = tuple(span for span, bare in blocks if span and not bare)
    dateline, agencies = find_dateline(built.text, paragraphs[0]) if paragraphs else (None, ())
    credit = body.credit
    digest = _digest(built.text)
    return Article(
        id=article_hash(
            url=header.url,
            source=header.source,
            published=header.published.isoformat() if header.published else None,
            headline=headline.of(built.text),
            digest=digest,
        ),
        text=built.text,
        digest=digest,
        headline=headline.of(built.text),
        source=header.source,
        url=header.url,
        published=header.published,
        paragraphs=paragraphs,
        subheadings=tuple(span for span, bare in blocks if span and bare),
        links=built.links,
        credit=credit.text if credit else None,
        agencies=_unique((*agencies, *(credit.agencies if credit else ()))),
        editors=credit.editors if credit else (),
        byline=header.byline,
        authors=header.authors,
        dateline=dateline,
        origin=origin,
        source_map=built.source_map,
    )


def article_from_text(text: str) -> Article:
    """Return bare text as an article: nothing in it is changed, blocks between blank lines are paragraphs.

    Raises `ReadError` for lone surrogates and control characters.
    """
    check_characters(text, "<text>")
    digest = _digest(text)
    return Article(
        id=article_hash(url=None, source=None, published=None, headline="", digest=digest),
        text=text,
        digest=digest,
        paragraphs=tuple(_paragraphs(text)),
        source_map=SourceMap(((0, 0, len(text)),) if text else ()),
    )


def _paragraphs(text: str) -> Iterator[Span]:
    end = len(text.rstrip())
    position = len(text) - len(text.lstrip())
    while position < end:
        found = _BLANK_LINES.search(text, position, end)
        stop = found.start() if found else end
        yield Span(position, stop)
        position = found.end() if found else end


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({name.casefold(): name for name in reversed(list(names))}.values())[::-1]
