"""Fits the weights of `lexicon/stance_weights.tsv` to annotated articles and prints them.

    python benchmarks/fit_stances.py ../shared/articles/corpus > src/newsgraph/lexicon/stance_weights.tsv

Every third article (by the CRC-32 of its name) is left out, to measure on; `--all` takes it in. A multinomial
logistic model with an L2 penalty, by gradient descent from zero: the same articles give the same weights.
Features are those of all agents that act after a proposal (`stance_features`), if they hold for at least
`--least` of them; what words of stance tell of a named target is among them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from newsgraph.annotation.attribution import attribute
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finders import load_finder
from newsgraph.annotation.people import build_cast
from newsgraph.annotation.proposal_agents import Actors
from newsgraph.annotation.proposals import find_proposals
from newsgraph.annotation.span_index import StatementIndex
from newsgraph.annotation.stance_features import Candidates
from newsgraph.annotation.stance_targets import Targets
from newsgraph.annotation.stances import find_views
from newsgraph.pipeline.evaluation_reading import read_gold
from newsgraph.pipeline.evaluation_scores import pair, same_agent
from newsgraph.readers import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.finder import Finder
    from newsgraph.model import Agent
    from newsgraph.pipeline.evaluation_reading import Proposed

_ROUNDS = 600
_RATE = 2.0
_MOMENTUM = 0.9


class Case(NamedTuple):
    """What holds of an agent and a proposal; `stance`: 0 for support, 1 for rejection, 2 for neither."""

    features: frozenset[str]
    stance: int


def read_cases(gold_file: Path, finder: Finder) -> Iterator[Case]:
    """Yield the cases of one article; proposals that the gold lacks are left out."""
    gold = read_gold(gold_file)
    text_file = gold_file.with_name(gold_file.name.replace(".gold.json", ".txt"))
    document = build_document(read_file(text_file))
    found = finder.find(document)
    attribution = attribute(document, found, build_cast(document, found.names))
    statements = attribution.statements
    proposals = find_proposals(document, statements, attribution.cast, attribution.anonymous)
    actors = Actors(document, statements, attribution.cast, attribution.anonymous)
    targets = Targets(document, proposals, actors)
    index = StatementIndex(statements)
    views = tuple(find_views(targets, index, actors))
    texts = [" ".join(span.of(document.text) for span in p.spans) for p in proposals]
    partners = {j: gold.proposals[i] for i, j in pair([p.text for p in gold.proposals], texts)}
    persons = {p.name for p in gold.persons}
    for candidate in Candidates(document, targets, index, actors, views).find():
        if candidate.proposal in partners:
            yield Case(candidate.features, _stance(candidate.holder, partners[candidate.proposal], persons))


def _stance(holder: Agent, proposed: Proposed, persons: set[str]) -> int:
    for number, names in enumerate((proposed.supporters, proposed.opponents)):
        if any(same_agent("person" if n in persons else "organisation", n, holder.name) for n in names):
            return number
    return 2


def fit(cases: list[Case], penalty: float, least: int) -> dict[str, tuple[float, float]]:
    """Return the weights of support and rejection for each feature, and the bias."""
    held = Counter(feature for case in cases for feature in case.features)
    names = ["bias", *sorted(name for name, count in held.items() if count >= least)]
    numbers = {name: i for i, name in enumerate(names)}
    rows = [(0, *sorted(numbers[f] for f in case.features if f in numbers)) for case in cases]
    weights = [[0.0, 0.0] for _ in names]
    speed = [[0.0, 0.0] for _ in names]
    for _ in range(_ROUNDS):
        slope = [[penalty * w / len(cases) for w in pair_] for pair_ in weights]
        slope[0] = [0.0, 0.0]
        for row, case in zip(rows, cases, strict=True):
            scores = [exp(sum(weights[i][k] for i in row)) for k in (0, 1)]
            for k in (0, 1):
                error = (scores[k] / (1 + sum(scores)) - (case.stance == k)) / len(cases)
                for i in row:
                    slope[i][k] += error
        for i in range(len(names)):
            for k in (0, 1):
                speed[i][k] = _MOMENTUM * speed[i][k] - _RATE * (1 - _MOMENTUM) * slope[i][k]
                weights[i][k] += speed[i][k]
    return {name: (weights[i][0], weights[i][1]) for name, i in numbers.items()}


def main() -> None:
    """Read the articles, fit, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", type=Path, help="a folder of articles with *.gold.json beside them")
    parser.add_argument("--all", action="store_true", help="take in the third that is left out to measure on")
    parser.add_argument("--penalty", type=float, default=3.0, help="how much large weights cost")
    parser.add_argument("--least", type=int, default=5, help="how many cases a feature must hold for")
    parser.add_argument("--model", help="a model folder or rules, to find spans (the shipped)")
    options = parser.parse_args()
    finder = load_finder(options.model)
    files = [f for f in sorted(options.gold.glob("*.gold.json")) if options.all or crc32(f.name.encode()) % 3]
    cases = [case for file in files for case in read_cases(file, finder)]
    print(
        "# What speaks for a stance (names as in annotation/stance_features.py): weight for support and for"
    )
    print(f"# rejection in a logistic model. Made by benchmarks/fit_stances.py from {len(cases)} cases")
    print(f"# of {len(files)} articles of the annotated corpus; do not edit by hand.")
    for name, (support, oppose) in fit(cases, options.penalty, options.least).items():
        print(f"{name}\t{support:.3f}\t{oppose:.3f}")


if __name__ == "__main__":
    main()
