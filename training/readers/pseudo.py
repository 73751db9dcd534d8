"""Real articles with what the rules find in them, where they are sure: unlabelled text to learn from.

The texts are those of the Wikinews training part (CC BY 2.5 at their source); nothing of their annotation is
read. What the rules find is mostly right, but they miss more than that: a sentence in which they find nothing
although it has a quotation mark, a Konjunktiv or a verb of speech teaches nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.document import build_document
from newsgraph.annotation.konjunktiv import is_konjunktiv
from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Span, StatementType
from newsgraph.readers import article_from_text
from training.readers.wikinews import read_unlabelled
from training.scheme import Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgraph.annotation.document import Sentence
    from newsgraph.model import Statement
    from training.scheme import Example

__all__ = ["read"]

LAYERS = frozenset(Layer) - {Layer.NAMES, Layer.CLAUSE}
_MARKS = re.compile('["„“”»«›‹‚‘]')
_VERBS = frozenset({
    "sagen", "erklären", "mitteilen", "betonen", "fordern", "ankündigen", "berichten", "kritisieren",
    "meinen", "behaupten", "warnen", "hinweisen", "verweisen", "begrüßen", "bestätigen", "bezeichnen",
    "äußern", "melden", "laut", "zufolge", "angeben", "sollen", "vorwerfen", "bekräftigen", "versichern",
    "hervorheben", "schreiben",
})  # fmt: skip


def read(path: Path) -> Iterator[Example]:
    """Yield the texts of the Wikinews training part with what the rules are sure of.

    Raises `ReadError` for a file of another form.
    """
    for example in read_unlabelled(path):
        yield _labelled(example)


def _labelled(example: Example) -> Example:
    article = article_from_text(example.text)
    annotations = annotate_article(article, RuleFinder())
    statements = annotations.statements
    touched = [span for s in statements for span in (*s.spans, *s.cue, *s.speaker_mention, *s.frame)]
    doubtful = [
        sentence.span
        for sentence in build_document(article).sentences
        if not any(span.overlaps(sentence.span) for span in touched) and _may_hold_more(sentence)
    ]
    return replace(
        example,
        corpus="wikinews-texts",
        layers=LAYERS,
        quotations=tuple(
            _quotation(s, statements) for s in statements if s.type is not StatementType.REPORTED
        ),
        unknown=tuple((layer, span) for span in [*doubtful, *_reported(statements)] for layer in LAYERS),
    )


def _quotation(statement: Statement, statements: tuple[Statement, ...]) -> Quotation:
    speaker = statement.speaker_mention
    at, seen = statement.continues, set[int]()
    while not speaker and at is not None and at not in seen:
        seen.add(at)
        speaker, at = statements[at].speaker_mention, statements[at].continues
    return Quotation(
        type=statement.type,
        spans=statement.spans,
        speaker=speaker,
        cue=statement.cue,
        frame=statement.frame,
        addressee=statement.addressee,
        media=statement.media or None,
    )


def _reported(statements: tuple[Statement, ...]) -> Iterator[Span]:
    """Yield where reported statements stand: what counts as one is where the rules err most."""
    for statement in statements:
        if statement.type is StatementType.REPORTED:
            parts = (*statement.spans, *statement.frame, *statement.cue, *statement.speaker_mention)
            yield Span(min(p.start for p in parts), max(p.end for p in parts))


def _may_hold_more(sentence: Sentence) -> bool:
    return any(
        _MARKS.match(token.form) or token.lemma in _VERBS or is_konjunktiv(token) for token in sentence.tokens
    )
