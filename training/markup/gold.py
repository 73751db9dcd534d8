"""From marked articles to the gold that `newsgraph eval` reads: `.txt` and `.gold.json` an article."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newsgraph.errors import ReadError
from training.markup.parse import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsgraph.model import Span
    from training.markup.header import PersonEntry, ProposalEntry, StatementEntry
    from training.markup.parse import MarkedArticle

_LINK = re.compile(r"\(Link: (\S+?)\)")


def write_gold(articles: Iterable[MarkedArticle], folder: Path) -> int:
    """Write text and gold of the articles into a folder and return how many there were.

    Raises `ReadError` where an article's gold cannot be built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for article in articles:
        gold = json.dumps(build_gold(article), ensure_ascii=False, indent=1)
        (folder / f"{article.slug}.txt").write_text(article.text, encoding="utf-8", newline="")
        (folder / f"{article.slug}.gold.json").write_text(gold, encoding="utf-8", newline="")
        count += 1
    return count


def build_gold(article: MarkedArticle) -> dict[str, Any]:
    """Return the gold of an article as JSON will have it; offsets count the article's file.

    Raises `ReadError` where a statement or proposal has no text, and where one continues nothing.
    """
    header = article.header
    text = article.text
    byline = article.block(BlockKind.BYLINE)
    return {
        "source": header.source,
        "date": header.date,
        "url": header.url,
        "headline": article.block(BlockKind.HEADLINE)[0].of(text),
        "subheadings": [s.of(text) for s in article.block(BlockKind.SUBHEADING)],
        "links": _LINK.findall(text),
        "credit": header.credit,
        "agencies": list(header.agencies),
        "byline": byline[0].of(text) if byline else None,
        "authors": list(header.authors),
        "persons": [_person(article, person) for person in header.persons],
        "organisations": list(header.organisations),
        "places": list(header.places),
        "statements": _statements(article),
        "proposals": [_proposal(article, entry) for entry in header.proposals],
        "traps": [
            {"text": t.span.of(text), "kind": t.tag.removeprefix("t-"), "span": _pair(t.span)}
            for t in article.tagged
            if t.tag.startswith("t-")
        ],
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _person(article: MarkedArticle, person: PersonEntry) -> dict[str, Any]:
    spans = article.spans(person.key)
    return {
        "name": person.name,
        "mentions": list(dict.fromkeys(s.of(article.text) for s in spans)),
        "mention_spans": [_pair(s) for s in spans],
        "roles": list(person.roles),
        "affiliation": list(person.affiliations),
    }


def _text(article: MarkedArticle, what: str, spans: tuple[Span, ...]) -> dict[str, Any]:
    """Return text, parts (if several) and offsets of spans. Raises `ReadError` if there are none."""
    if not spans:
        raise ReadError(
            f"no text for {what}", where=article.where, mend="mark it, or drop it from the header"
        )
    parts = [s.of(article.text) for s in spans]
    found: dict[str, Any] = {"text": " ".join(parts)}
    if len(parts) > 1:
        found["parts"] = parts
    return found | {"spans": [_pair(s) for s in spans]}


def _proposal(article: MarkedArticle, entry: ProposalEntry) -> dict[str, Any]:
    return _text(article, f"proposal {entry.number}", article.spans(f"p{entry.number}")) | {
        "other_texts": [s.of(article.text) for s in article.spans(f"q{entry.number}")],
        "proposer": list(entry.proposers),
        "supporters": list(entry.supporters),
        "opponents": list(entry.opponents),
        "via": entry.via,
    }


def _statements(article: MarkedArticle) -> list[dict[str, Any]]:
    """Return the statements in text order; `continues` is an index into them."""
    entries = sorted(article.header.statements, key=lambda e: _first(article, e))
    places = {entry.number: index for index, entry in enumerate(entries)}
    found = []
    for entry in entries:
        if entry.continues is not None and entry.continues not in places:
            raise ReadError(
                f"statement {entry.number} continues {entry.continues}, which is none",
                where=article.where,
                mend="name a statement of the article",
            )
        found.append(_statement(article, entry, places))
    return found


def _first(article: MarkedArticle, entry: StatementEntry) -> int:
    return min((s.start for s in article.spans(str(entry.number))), default=0)


def _statement(article: MarkedArticle, entry: StatementEntry, places: dict[int, int]) -> dict[str, Any]:
    number = entry.number
    speaker, addressee = article.spans(f"w{number}"), article.spans(f"a{number}")
    cues = article.spans(f"c{number}")
    words = [s.of(article.text) for s in cues]
    gold = _text(article, f"statement {number}", article.spans(str(number))) | {
        "type": entry.type.value,
        "speaker": entry.speaker,
        "speaker_surface": speaker[0].of(article.text) if speaker else None,
        "speaker_span": _pair(speaker[0]) if speaker else None,
        "speaker_kind": entry.kind.value,
        "cue": words[0] if len(words) == 1 else words or None,
        "addressee": addressee[0].of(article.text) if addressee else None,
        "is_proposal": is_proposal(article, entry),
        "cue_spans": [_pair(s) for s in cues],
        "addressee_spans": [_pair(s) for s in addressee],
        "frame_spans": [_pair(s) for s in article.spans(f"f{number}")],
        "medium": entry.medium.value.lower(),
    }
    facts = (("speaker_org", entry.speaks_for), ("via", entry.via), ("co_speakers", list(entry.joint)))
    gold |= {key: value for key, value in facts if value}
    if entry.denial:
        gold["denial"] = True
    if entry.continues is not None:
        gold["continues"] = places[entry.continues]
    return gold


def is_proposal(article: MarkedArticle, entry: StatementEntry) -> bool:
    """Say whether a statement holds a proposal or a mention of one, unless its entry says otherwise."""
    if entry.proposal is not None:
        return entry.proposal
    proposed = [
        s
        for p in article.header.proposals
        for tag in (f"p{p.number}", f"q{p.number}")
        for s in article.spans(tag)
    ]
    return any(s.overlaps(p) for s in article.spans(str(entry.number)) for p in proposed)
