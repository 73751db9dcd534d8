"""Checks of marked articles: layout, people, and that every bracket and every entry has its other half."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.readers import read_text
from training.markup.check_speech import check_proposals, check_statements
from training.markup.findings import error, remark
from training.markup.parse import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from training.markup.findings import Finding
    from training.markup.parse import MarkedArticle

_SHORTEST_PARAGRAPH = 60
_WORDS = (90, 480)
_LINK = re.compile(r" ?\(Link: \S+?\)")
_NUMBERED = re.compile(r"([cwafpq]?)(\d+)")


def check_articles(articles: Iterable[MarkedArticle]) -> Iterator[Finding]:
    """Yield what is wrong in the articles, and remarks, article by article."""
    for article in articles:
        yield from check_article(article)


def check_article(article: MarkedArticle) -> Iterator[Finding]:
    """Yield what is wrong in one article, and remarks."""
    yield from _layout(article)
    yield from _as_read(article)
    yield from _tags(article)
    yield from _persons(article)
    yield from _bodies(article)
    yield from check_statements(article)
    yield from check_proposals(article)


def _layout(article: MarkedArticle) -> Iterator[Finding]:
    header = article.header
    if not header.source_line.startswith(f"{header.source}, "):
        yield error(article, "the source line does not begin with the outlet", header.source_line)
    if not re.fullmatch(r"https?://\S+", header.url):
        yield error(article, "not a URL", header.url)
    if "\n\n\n" in article.text or "\r" in article.text:
        yield error(article, "an empty block or a carriage return")
    words = 0
    for paragraph in article.block(BlockKind.PARAGRAPH):
        plain = _LINK.sub("", paragraph.of(article.text))
        words += len(plain.split())
        if len(plain) <= _SHORTEST_PARAGRAPH:
            yield error(article, f"a paragraph of at most {_SHORTEST_PARAGRAPH} characters", plain)
    if not _WORDS[0] <= words <= _WORDS[1]:
        yield error(article, f"{words} words, not {_WORDS[0]} to {_WORDS[1]}")
    for agency in header.agencies:
        if agency not in article.text:
            yield error(article, "the agency is not in the text", agency)


def _as_read(article: MarkedArticle) -> Iterator[Finding]:
    """Yield where newsgraph reads the article's file otherwise than it is marked."""
    header = article.header
    try:
        read = read_text(article.text, article.where)
    except ReadError as problem:
        yield error(article, "newsgraph cannot read the file", problem.what)
        return
    published = read.published.isoformat() if read.published else ""
    byline = article.block(BlockKind.BYLINE)
    headline = article.block(BlockKind.HEADLINE)[0].of(article.text)
    pairs = (
        ("outlet", header.source, read.source),
        ("date", header.date, published.removesuffix(":00") if "T" in published else published),
        ("credit", header.credit, read.credit),
        ("byline", byline[0].of(article.text) if byline else None, read.byline),
        ("headline", _LINK.sub("", headline), read.headline),
        ("authors", header.authors, read.authors),
        ("number of paragraphs", len(article.block(BlockKind.PARAGRAPH)), len(read.paragraphs)),
        ("number of subheadings", len(article.block(BlockKind.SUBHEADING)), len(read.subheadings)),
    )
    for what, marked, found in pairs:
        if marked != found:
            yield error(article, f"newsgraph reads another {what}", f"{found} for {marked}")


def _tags(article: MarkedArticle) -> Iterator[Finding]:
    """Yield brackets that no line of the header speaks of, and brackets of speech outside paragraphs."""
    header = article.header
    known = {
        "": {e.number for e in header.statements},
        "p": {e.number for e in header.proposals},
        "q": {e.number for e in header.proposals},
    }
    people = {p.key for p in header.persons}
    paragraphs = article.block(BlockKind.PARAGRAPH)
    for tagged in article.tagged:
        numbered = _NUMBERED.fullmatch(tagged.tag)
        words = tagged.span.of(article.text)
        if numbered is None:
            if not tagged.tag.startswith("t-") and tagged.tag not in people:
                yield error(article, f"no person {tagged.tag} in the header", words)
            continue
        if int(numbered[2]) not in known.get(numbered[1], known[""]):
            yield error(article, f"{tagged.tag} is not in the header", words)
        if not any(p.contains(tagged.span) for p in paragraphs):
            yield error(article, f"{tagged.tag} is not in one paragraph", words)


def _persons(article: MarkedArticle) -> Iterator[Finding]:
    text = article.text
    names: set[str] = set()
    for person in article.header.persons:
        if person.name in names:
            yield error(article, "the person is listed twice", person.name)
        names.add(person.name)
        if not article.spans(person.key):
            yield error(article, "the person is never mentioned", person.name)
        for role in person.roles:
            if role not in text:
                yield error(article, f"not a role in the text ({person.name})", role)
        for body in person.affiliations:
            if body not in (*article.header.organisations, *article.header.places):
                yield remark(article, f"the affiliation of {person.name} is not listed", body)
    yield from _unmarked_names(article)


def _unmarked_names(article: MarkedArticle) -> Iterator[Finding]:
    keys = {p.key for p in article.header.persons}
    covered = [t.span for t in article.tagged if t.tag in keys or t.tag.startswith("t-")]
    for person in article.header.persons:
        last = person.name.split()[-1]
        for found in re.finditer(rf"(?<!\w){re.escape(last)}s?(?!\w)", article.text):
            if not any(s.start <= found.start() and found.end() <= s.end for s in covered):
                yield remark(
                    article,
                    "a surname without a bracket",
                    article.text[found.start() - 20 : found.end() + 20],
                )


def _bodies(article: MarkedArticle) -> Iterator[Finding]:
    """Yield organisations and places that the text does not name, inflection aside."""
    for place in article.header.places:
        if not _is_named(place, article.text):
            yield error(article, "the place is not in the text", place)
    for body in article.header.organisations:
        if not _is_named(body, article.text):
            yield remark(article, "the organisation is not in the text in these words", body)


def _is_named(name: str, text: str) -> bool:
    """Say whether all longer words of a name stand in the text, their last two letters aside.

    >>> _is_named("Deutscher Mieterbund", "Sprecher des Deutschen Mieterbunds")
    True
    """
    stems = (w[: max(3, len(w) - 2)] for w in re.findall(r"\w+", name) if len(w) > 3)
    return name in text or all(re.search(re.escape(stem), text, re.IGNORECASE) for stem in stems)
