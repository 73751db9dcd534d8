"""The newsgraph corpus (our own invented articles, `training/corpus`) as examples of the one scheme.

The text of an example is what the product sees in the file. Content, frames and media are as marked;
speakers and addressees are widened to their noun phrases, cues take their auxiliaries along, and literal
fragments inside other statements are derived where the markup leaves them unmarked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.document import build_document, find_sentences
from newsgraph.annotation.konjunktiv import is_konjunktiv
from newsgraph.annotation.name_words import noun_score
from newsgraph.annotation.neural.layers import Layer
from newsgraph.model import Span, StatementType
from newsgraph.readers import read_text
from training.markup import GoldType, parse_folder
from training.readers.corpus_addressees import without_doubtful_addressee
from training.readers.corpus_clauses import find_clause
from training.readers.corpus_fragments import find_fragments
from training.readers.corpus_names import find_names
from training.readers.corpus_phrases import Phrases
from training.readers.corpus_places import Places
from training.scheme import Example, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgraph.annotation.document import Document, Token
    from training.markup import MarkedArticle, StatementEntry

CORPUS = "newsgraph"
_NAMING = frozenset({"NN", "NE", "FM", "XY", "ADJ(A)", "TRUNC", "CARD"})
_KNOWN = -15.0
_HEARSAY = frozenset({"soll", "sollen"})


def read(folder: Path) -> Iterator[Example]:
    """Yield the articles of the markup files (`*.mk`) of a folder, in their order.

    Raises `ReadError` where the markup is damaged.
    """
    for marked in parse_folder(folder):
        yield convert(marked)


def convert(marked: MarkedArticle) -> Example:
    """Return a marked article as an example; its id is the article's slug."""
    article = read_text(marked.text, marked.where)
    document = build_document(article)
    places = Places(marked, article)
    blocks = document.blocks
    sentences = [(s, i) for i, block in enumerate(blocks) for s in find_sentences(article.text, block)]
    names, unsure = find_names(marked, places, document)
    quotations = _quotations(marked, places, document, Phrases(document, names))
    fragments, titles = find_fragments(marked, places, document, quotations)
    checked = [without_doubtful_addressee(document, q) for q in (*quotations, *fragments)]
    unknown = [(Layer.NAMES, s) for s in unsure] + [(Layer.DIRECT, s) for s in titles]
    unknown += sorted({(Layer.ADDRESSEE, s) for _, spans in checked for s in spans})
    return Example(
        id=marked.slug,
        corpus=CORPUS,
        text=article.text,
        sentences=tuple(s for s, _ in sentences),
        paragraphs=tuple(i for _, i in sentences),
        layers=frozenset(Layer),
        names=names,
        quotations=tuple(sorted((q for q, _ in checked), key=_place)),
        labels=frozenset({"PER"}),
        unknown=tuple(unknown),
        plain=tuple(token.span for token in document.tokens() if _is_plain(token)),
        article=article,
    )


def _place(quotation: Quotation) -> tuple[int, int]:
    return quotation.spans[0].start, -quotation.spans[0].end


def _is_plain(token: Token) -> bool:
    """Say whether no name is made of a word: it is in lower case, or a common noun that is well known.

    Bodies and places are not marked everywhere, but "sagte" and "Minister" are neither.
    """
    if not token.form[0].isupper() or token.tag not in _NAMING:
        return True
    return token.tag == "NN" and noun_score(token.form) > _KNOWN


def _quotations(
    marked: MarkedArticle, places: Places, document: Document, phrases: Phrases
) -> tuple[Quotation, ...]:
    entries = {e.number: e for e in marked.header.statements}
    bare = {n: _bare(e, places, document) for n, e in entries.items()}
    content = tuple(s for q in bare.values() for s in q.spans)
    whole = {n: phrases.completed(q, content) for n, q in bare.items()}
    found = []
    for number, quotation in whole.items():
        speaker = quotation.speaker or _carried(number, entries, whole)
        clause: tuple[Span, ...] = ()
        if quotation.type is StatementType.REPORTED:
            clause = find_clause(document, quotation, [q for n, q in whole.items() if n != number])
        found.append(replace(quotation, speaker=speaker, clause=clause))
    return tuple(found)


def _bare(entry: StatementEntry, places: Places, document: Document) -> Quotation:
    number = entry.number
    spans = places.of(str(number))
    return Quotation(
        type=statement_type(entry, document, spans),
        spans=spans,
        speaker=places.of(f"w{number}"),
        cue=places.of(f"c{number}"),
        frame=places.of(f"f{number}"),
        addressee=places.of(f"a{number}"),
        media=frozenset({entry.medium}),
    )


def statement_type(entry: StatementEntry, document: Document, spans: tuple[Span, ...]) -> StatementType:
    """Return the type that a marked statement has in the scheme.

    Free indirect speech that continues a statement is so in the Konjunktiv ("Man sei im Recht."); what
    continues nothing, and what is reported in "soll", stands free ("Er soll gezögert haben.").
    """
    if entry.type is not GoldType.FREE_INDIRECT:
        return {
            GoldType.DIRECT: StatementType.DIRECT,
            GoldType.INDIRECT: StatementType.INDIRECT,
            GoldType.REPORTED: StatementType.REPORTED,
        }[entry.type]
    tokens = tuple(document.tokens_within(spans))
    hearsay = any(t.form in _HEARSAY for t in tokens) and not any(is_konjunktiv(t) for t in tokens)
    if entry.continues is not None and not hearsay:
        return StatementType.INDIRECT_FREE_INDIRECT
    return StatementType.FREE_INDIRECT


def _carried(
    number: int, entries: dict[int, StatementEntry], quotations: dict[int, Quotation]
) -> tuple[Span, ...]:
    """Return the speaker of the statement that this one continues, or of the one that that one continues."""
    seen: set[int] = set()
    at: int | None = entries[number].continues
    while at is not None and at in quotations and at not in seen:
        if quotations[at].speaker:
            return quotations[at].speaker
        seen.add(at)
        at = entries[at].continues
    return ()
