"""Quality against the Wikinews quotations: what is found in their texts, scored by the published metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from newsgraph.annotation.annotator import annotate_article
from newsgraph.errors import NewsgraphError
from newsgraph.model import Span, join_spans
from newsgraph.pipeline.evaluation_outdir import make_outdir
from newsgraph.pipeline.evaluation_wikinews_predictions import PredictionFolder
from newsgraph.pipeline.evaluation_wikinews_projection import project
from newsgraph.pipeline.evaluation_wikinews_scores import (
    QuotationScores,
    pair_quotations,
    score_quotations,
    token_numbers,
)
from newsgraph.pipeline.outcome import Outcome
from newsgraph.readers import article_from_text
from newsgraph.readers.wikinews import PARTS, read_quotations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from newsgraph.annotation.finder import Finder
    from newsgraph.pipeline.evaluation_scores import Counts
    from newsgraph.pipeline.evaluation_wikinews_scores import Measure
    from newsgraph.readers.wikinews import Quotation, QuotedArticle


@dataclass(frozen=True, slots=True)
class Judged:
    """One article of the set, and what was found in it by the conventions of the set."""

    article: QuotedArticle
    found: tuple[Quotation, ...]

    def score(self) -> QuotationScores:
        """Return how well the two agree."""
        return score_quotations([self.article], [self.found])

    def errors(self) -> Iterator[tuple[str, str, str]]:
        """Yield what is missing, too much or wrong: what it is about, the gold's words and those found."""
        text, tokens = self.article.text, self.article.tokens
        for case in pair_quotations(self.article, self.found):
            gold = None if case.gold is None else self.article.quotations[case.gold]
            found = None if case.found is None else self.found[case.found]
            if gold is None or found is None:
                known = gold or found
                if known is not None:
                    words = join_spans(text, known.quote)
                    what = "quotation missing" if found is None else "quotation too much"
                    yield (f"{what} ({known.type})", words if gold else "", words if found else "")
                continue
            if gold.type is not found.type:
                yield (f"type of {join_spans(text, gold.quote)!r}", gold.type.value, found.type.value)
            for part in PARTS:
                wanted, got = gold.part(part), found.part(part)
                if token_numbers(tokens, wanted) != token_numbers(tokens, got):
                    about = f"{part} of {join_spans(text, gold.quote)!r}"
                    yield (about, join_spans(text, wanted), join_spans(text, got))


@dataclass(frozen=True, slots=True)
class QuotationEvaluation:
    """All articles with what was found in them, and those that could not be measured."""

    articles: tuple[Judged, ...]
    total: QuotationScores
    broken: tuple[NewsgraphError, ...] = ()

    columns: ClassVar = ("measure", "precision", "recall", "F1", "found", "gold")

    @property
    def outcome(self) -> Outcome:
        """How many articles were measured, and which could not be."""
        return Outcome(len(self.articles), self.broken)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row for each measure over all articles; `found` and `gold` say of how many it is made."""
        total = self.total
        yield from (_row(name, measure) for name, measure in total.published.items())
        for kind, measures in total.by_type.items():
            yield from (_row(f"{kind}: {name}", measure) for name, measure in measures.items())
        yield from (_row(name, counts) for name, counts in total.strict.items())
        yield from (_row(f"tokens: {part}", counts) for part, counts in total.tokens.items())
        yield from (_row(name, counts) for name, counts in total.labels.items())

    def article_lines(self) -> Iterator[str]:
        """Yield a line for each article with the published F1 of each part of its quotations."""
        for judged in self.articles:
            measures = judged.score().published.items()
            yield f"{judged.article.name}: {', '.join(f'{name} {m.f1:.3f}' for name, m in measures)}"

    def error_lines(self) -> Iterator[str]:
        """Yield every error with the article's name, one a line."""
        for judged in self.articles:
            for what, gold, found in judged.errors():
                yield f"{judged.article.name}: {what}: gold {gold!r}, found {found!r}"

    def to_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "total": _scores(self.total),
            "articles": [
                {
                    "name": judged.article.name,
                    "measures": _scores(judged.score()),
                    "failures": [
                        {"what": what, "gold": gold, "found": found} for what, gold, found in judged.errors()
                    ],
                }
                for judged in self.articles
            ],
            "broken": [str(error) for error in self.broken],
        }


def _row(name: str, measure: Measure | Counts) -> tuple[str, ...]:
    shares = (f"{value:.3f}" for value in (measure.precision, measure.recall, measure.f1))
    return (name, *shares, str(measure.found), str(measure.gold))


def _scores(scores: QuotationScores) -> dict[str, Any]:
    def plain(measures: dict[str, Measure] | dict[str, Counts]) -> dict[str, Any]:
        return {name: measure.to_dict() for name, measure in measures.items()}

    return {
        "published": plain(scores.published),
        "by_type": {kind: plain(measures) for kind, measures in scores.by_type.items()},
        "strict": plain(scores.strict),
        "tokens": plain(scores.tokens),
        "labels": plain(scores.labels),
    }


def evaluate_wikinews(
    gold: Path,
    predictions_to: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    finder: Finder | None = None,
) -> QuotationEvaluation:
    """Measure every article of a folder of the set's JSON files, or of a `.jsonl` or `.jsonl.gz` file.

    With `predictions_to`, what was found is written there in the set's own layout, one file an article;
    `on_progress` is called with (done, total); `finder` finds the spans (the annotator's own unless given).
    An article that cannot be read or annotated is kept by name and the others go on. Raises `ReadError`
    where there is none at all, `UsageError` or `SinkError` where predictions cannot be written there.
    """
    folder = None if predictions_to is None else PredictionFolder(make_outdir(gold, predictions_to))
    entries = list(read_quotations(gold))
    judged: list[Judged] = []
    broken: list[NewsgraphError] = []
    for done, entry in enumerate(entries, start=1):
        if isinstance(entry, NewsgraphError):
            broken.append(entry)
        else:
            try:
                found = find_quotations(entry, finder)
                if folder is not None:
                    folder.write(entry, found)
                judged.append(Judged(entry, found))
            except NewsgraphError as error:
                broken.append(error)
        if on_progress is not None:
            on_progress(done, len(entries))
    total = score_quotations((j.article for j in judged), (j.found for j in judged))
    return QuotationEvaluation(tuple(judged), total, tuple(broken))


def find_quotations(article: QuotedArticle, finder: Finder | None = None) -> tuple[Quotation, ...]:
    """Return what newsgraph finds in the text of an article, by the conventions of the set.

    The text is annotated as it is, blocks between blank lines being paragraphs. The set's annotations are not
    looked at; its sentences say how far a clause can reach. Raises `ReadError` for a text that is none.
    """
    annotations = annotate_article(article_from_text(article.text), finder)
    return project(article.text, sentence_spans(article), annotations.statements)


def sentence_spans(article: QuotedArticle) -> Sequence[Span]:
    """Return the sentences of an article as spans, from the first token to the last."""
    return [Span(tokens[0].start, tokens[-1].end) for tokens in article.sentences if tokens]
