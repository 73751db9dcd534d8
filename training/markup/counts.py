"""How much of what a corpus holds."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from training.markup.parse import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.markup.parse import MarkedArticle

_LINK = re.compile(r" ?\(Link: \S+?\)")


def count_words(article: MarkedArticle) -> int:
    """Return the number of words of the paragraphs, as white space divides them, links left out."""
    paragraphs = article.block(BlockKind.PARAGRAPH)
    return sum(len(_LINK.sub("", p.of(article.text)).split()) for p in paragraphs)


def count(articles: Iterable[MarkedArticle]) -> dict[str, int]:
    """Return how much there is of what, by name, in the order of a table."""
    whole = tuple(articles)
    headers = [article.header for article in whole]
    statements = [s for header in headers for s in header.statements]
    found = {
        "articles": len(whole),
        "outlets": len({header.source for header in headers}),
        "words in paragraphs": sum(count_words(article) for article in whole),
        "persons": sum(len(header.persons) for header in headers),
        "mentions of persons": sum(len(a.spans(p.key)) for a in whole for p in a.header.persons),
        "organisations": sum(len(header.organisations) for header in headers),
        "places": sum(len(header.places) for header in headers),
        "statements": len(statements),
    }
    types = Counter(s.type.value for s in statements)
    kinds = Counter(s.kind.value for s in statements)
    media = Counter(s.medium.value.lower() for s in statements)
    found |= {f"type: {name}": number for name, number in sorted(types.items())}
    found |= {f"speaker: {name}": number for name, number in sorted(kinds.items())}
    found |= {f"medium: {name}": number for name, number in sorted(media.items())}
    for letter, part in (("w", "speaker"), ("c", "cue"), ("f", "frame"), ("a", "addressee")):
        marked = sum(bool(a.spans(f"{letter}{s.number}")) for a in whole for s in a.header.statements)
        found[f"with {part} bracket"] = marked
    return found | {
        "continuing another": sum(s.continues is not None for s in statements),
        "proposals": sum(len(header.proposals) for header in headers),
        "traps": sum(t.tag.startswith("t-") for a in whole for t in a.tagged),
    }
