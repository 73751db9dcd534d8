"""From files and texts to articles."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.characters import unveil, veil
from newsgraph.errors import ReadError
from newsgraph.iris import article_hash
from newsgraph.model import Article, SourceMap, Span
from newsgraph.readers.credits import find_dateline
from newsgraph.readers.decode import check_characters, check_file_characters
from newsgraph.readers.files import find_files, label, read_raw
from newsgraph.readers.layout import is_subheading, parse_body, parse_header
from newsgraph.readers.lines import split_lines
from newsgraph.readers.text import build_text
from newsgraph.readers.urls import resolve_link

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Link
    from newsgraph.readers.text import BuiltText

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


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
    raw, digest = read_raw(path)
    return replace(read_text(raw, label(path)), source_digest=digest)


def read_text(raw: str, origin: str = "<text>") -> Article:
    """Return the article that the decoded file `raw` holds; `origin` names the file in errors.

    The source map counts the code points of `raw`, a byte order mark not among them.
    Raises `ReadError` for a file without header or headline, and for an impossible date or URL.
    """
    raw = raw.removeprefix("\ufeff")
    check_file_characters(raw, origin)
    plain, back = veil(raw)
    article = unveil(_read(plain, origin), back)
    digest = _digest(article.text)
    name = article_hash(
        url=article.url,
        source=article.source,
        published=article.published.isoformat() if article.published else None,
        headline=article.headline,
        digest=digest,
    )
    return replace(article, id=name, digest=digest, origin=origin)


def _read(raw: str, origin: str) -> Article:
    """Return the article without its id and digest, which only the characters of the file itself can give."""
    header = parse_header(split_lines(raw), origin)
    body = parse_body(header, origin)
    built = build_text(raw, [header.headline, *body.blocks])
    headline = built.blocks[0]
    if headline is None:
        raise ReadError("the headline is nothing but a link", where=origin, mend="add a headline")
    paragraphs, subheadings = _sort_blocks(built, body.single)
    dateline, agencies = find_dateline(built.text, paragraphs[0]) if paragraphs else (None, ())
    for part in (header.byline, body.credit):
        agencies += part.agencies if part else ()
    return Article(
        id="",
        text=built.text,
        digest="",
        headline=headline.of(built.text),
        source=header.source,
        url=header.url,
        published=header.published,
        paragraphs=paragraphs,
        subheadings=subheadings,
        links=tuple(_resolve(built.links, header.url, raw, origin)),
        credit=body.credit.text if body.credit else None,
        agencies=_unique(agencies),
        editors=body.credit.editors if body.credit else (),
        byline=header.byline.text if header.byline else None,
        authors=header.byline.authors if header.byline else (),
        dateline=dateline,
        origin=origin,
        source_map=built.source_map,
    )


def _resolve(links: Iterable[Link], base: str | None, raw: str, origin: str) -> Iterator[Link]:
    for link in links:
        line = raw.count("\n", 0, raw.find(link.url)) + 1
        url = resolve_link(link.url, base, f"{origin}:{line}")
        if url:
            yield replace(link, url=url)


def _sort_blocks(built: BuiltText, single: tuple[bool, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return paragraphs and subheadings; the last block is no subheading, for that has text below it."""
    kept = [(span, alone) for span, alone in zip(built.blocks[1:], single, strict=True) if span]
    bare = [alone and is_subheading(span.of(built.text)) for span, alone in kept]
    bare[-1:] = [False] if bare else []
    paragraphs = tuple(span for (span, _), is_bare in zip(kept, bare, strict=True) if not is_bare)
    return paragraphs, tuple(span for (span, _), is_bare in zip(kept, bare, strict=True) if is_bare)


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
        yield Span(position, position + len(text[position:stop].rstrip()))
        position = found.end() if found else end


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return tuple(first.values())
