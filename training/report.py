"""The figures of a model's card, measured with the product that reads it."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.document import build_document
from newsgraph.annotation.neural.finder import JointFinder, ModelFinder
from newsgraph.annotation.rules import RuleFinder
from newsgraph.pipeline.evaluation import evaluate_folder
from newsgraph.pipeline.evaluation_scores import Counts
from newsgraph.pipeline.evaluation_wikinews import evaluate_wikinews
from newsgraph.readers import article_from_text
from training.calibrate import curve, error_of, judge
from training.corpora import OWN, read_corpus
from training.markup.gold import write_gold
from training.markup.parse import parse_folder
from training.split import is_held_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.annotation.finder import Finder
    from training.scheme import Example

__all__ = ["report", "score_names"]

_NAMES = ("PER", "ORG", "LOC")
_OWN = frozenset({"persons", "roles", "statements", "type", "speaker", "proposals", "proposers"})


def report(folder: Path, data: Path) -> Iterator[str]:
    """Yield the lines of the tables: quotations of real news, names, invented articles set aside, confidence.

    Each column is one way to find things: the rules alone, the model alone, and both as the product joins
    them.
    """
    ways: dict[str, Finder] = {
        "rules alone": RuleFinder(),
        "model alone": ModelFinder(folder),
        "both": JointFinder(folder),
    }
    yield from _quotations(ways, data)
    yield from _names(ways, data)
    yield from _own_articles(ways)
    yield from _confidence(ways["both"])


def score_names(finder: Finder, examples: Iterable[Example]) -> dict[str, Counts]:
    """Return strict counts by label and for all: a name is right with the same span and the same label."""
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        spans = finder.find(build_document(article_from_text(example.text))).names
        known = {(name.span, name.label) for name in example.names if name.label in _NAMES}
        told = {(name.span, name.label.value) for name in spans}
        for label in _NAMES:
            right[label] += sum(one[1] == label for one in known & told)
            found[label] += sum(one[1] == label for one in told)
            gold[label] += sum(one[1] == label for one in known)
    counts = {label: Counts(right[label], found[label], gold[label]) for label in _NAMES}
    return {**counts, "all": Counts(right.total(), found.total(), gold.total())}


def _quotations(ways: Mapping[str, Finder], data: Path) -> Iterator[str]:
    results = {
        way: evaluate_wikinews(data / "quotes-wikinews" / "dev.jsonl.gz", finder=finder).total
        for way, finder in ways.items()
    }
    yield "| Wikinews quotations, development part (150 articles), F1 | " + " | ".join(ways) + " |"
    yield "|---|" + "---|" * len(ways)
    measures = list(results["both"].published)
    for name in measures:
        yield _row(name, (result.published[name].f1 for result in results.values()))
    for name in results["both"].strict:
        yield _row(name, (result.strict[name].f1 for result in results.values()))
    for part in results["both"].tokens:
        yield _row(f"tokens: {part}", (result.tokens[part].f1 for result in results.values()))
    for kind in results["both"].by_type:
        yield _row(
            f"{kind}, joint",
            (
                result.by_type[kind]["joint"].f1 if kind in result.by_type else 0.0
                for result in results.values()
            ),
        )
    yield ""


def _names(ways: Mapping[str, Finder], data: Path) -> Iterator[str]:
    examples = read_corpus("germeval14-dev", data)
    yield "| GermEval 2014 names, development part, strict F1 | " + " | ".join(ways) + " |"
    yield "|---|" + "---|" * len(ways)
    results = {way: score_names(finder, examples) for way, finder in ways.items()}
    for label in (*_NAMES, "all"):
        yield _row(label, (result[label].f1 for result in results.values()))
    yield ""


def _own_articles(ways: Mapping[str, Finder]) -> Iterator[str]:
    yield "| own articles set aside from the training (46), F1 or share right | " + " | ".join(ways) + " |"
    yield "|---|" + "---|" * len(ways)
    with tempfile.TemporaryDirectory() as folder:
        articles = [one for one in parse_folder(OWN) if is_held_out(one.slug)]
        write_gold(articles, Path(folder))
        rows: dict[str, list[str]] = {}
        for finder in ways.values():
            for name, _, _, f1, *_ in evaluate_folder(Path(folder), finder=finder).rows():
                if name.partition(":")[0] in _OWN:
                    rows.setdefault(name, []).append(f1)
    for name, values in rows.items():
        yield f"| {name} | " + " | ".join(values) + " |"
    yield ""


def _confidence(finder: Finder) -> Iterator[str]:
    examples = read_corpus("corpus-held-out", Path())
    judged = [one for one in judge(finder, examples) if one.label not in _NAMES]
    bins = curve(judged)
    error = error_of(bins)
    yield f"Confidence of statements on the same articles (expected calibration error {error:.3f};"
    yield "two numbers a type were fitted there, see `training/calibrate.py`):"
    yield ""
    yield "| statements | mean confidence | share right |"
    yield "|---|---|---|"
    for one in bins:
        yield f"| {one.count} | {one.score:.2f} | {one.right:.2f} |"
    yield ""


def _row(name: str, values: Iterable[Any]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |"
