"""Fits the weights of `lexicon/affiliation_weights.tsv` to annotated articles, and measures what they gain.

    CORPUS=../shared/articles/corpus
    python benchmarks/fit_affiliations.py $CORPUS > src/newsgraph/lexicon/affiliation_weights.tsv
    python benchmarks/fit_affiliations.py $CORPUS --folds 5

For each person whom no word beside the name gives a body, a conditional logit model chooses one of the bodies
of the article, or none; with an L2 penalty, by gradient descent from zero: the same articles give the same
weights. Features (`people_ties`) count if they hold for at least `--least` bodies. With `--folds`, nothing is
written but the F1 of affiliations without and with the model, each article weighed by a model that has not
seen it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.finders import RULES, load_finder
from newsgraph.annotation.people_bodies import gather_bodies
from newsgraph.annotation.people_groups import group_persons
from newsgraph.annotation.people_links import link_references
from newsgraph.annotation.people_roles import build_profiles
from newsgraph.annotation.people_scores import add_firm_of_its_name, bar_of
from newsgraph.annotation.people_ties import Ties, of_none
from newsgraph.annotation.weights import normalised, weigh
from newsgraph.pipeline.evaluation_reading import read_gold
from newsgraph.pipeline.evaluation_scores import Counts, lemmas
from newsgraph.readers import read_file

_ROUNDS = 400
_RATE = 4.0
_MOMENTUM = 0.9


class Case(NamedTuple):
    """A person: its article by number, what is known, the gold, and what holds of each body and of none.

    `right` are the options of `options` that the gold has; where it has none of them, that is the last one.
    """

    article: int
    known: frozenset[str]
    gold: frozenset[str]
    bodies: tuple[str, ...]
    options: tuple[frozenset[str], ...]
    right: frozenset[int]


def read_cases(number: int, gold_file: Path, model: str | None) -> list[Case]:
    """Return the cases of one article; people whom the gold lacks are left out."""
    gold = {person.name.casefold(): person for person in read_gold(gold_file).persons}
    document = build_document(read_file(gold_file.with_name(gold_file.name.replace(".gold.json", ".txt"))))
    names = load_finder(model).find(document).names
    persons = group_persons(document, tuple(n for n in names if n.label is NameLabel.PERSON))
    registry = gather_bodies(document, names)
    registry.people = frozenset(word for person in persons for word in person.name.split())
    profiles, taken = build_profiles(document, persons, registry)
    link_references(document, profiles, registry, taken)
    for profile in profiles:
        add_firm_of_its_name(profile, registry)
        profile.prefer_parties()
    ties = Ties(document, profiles, registry)
    cases = []
    for profile in profiles:
        person = gold.pop(profile.person.name.casefold(), None)
        if person is None:
            continue
        options = ties.of(profile) if not profile.bodies else ()
        wanted = frozenset(lemmas(name) for name in person.affiliations)
        bodies = tuple(lemmas(registry.printed(tie.body)) for tie in options)
        right = frozenset(i for i, body in enumerate(bodies) if body in wanted) or frozenset({len(bodies)})
        full = (registry.aliases.get(name, name) for name in profile.bodies)
        known = frozenset(lemmas(registry.printed(name)) for name in full)
        held = (*(tie.features for tie in options), of_none(profile))
        cases.append(Case(number, known, wanted, bodies, held, right))
    for person in gold.values():
        wanted = frozenset(lemmas(name) for name in person.affiliations)
        cases.append(Case(number, frozenset(), wanted, (), (frozenset(),), frozenset({0})))
    return cases


def fit(cases: list[Case], penalty: float, least: int) -> dict[str, float]:
    """Return the weight of each feature."""
    cases = [case for case in cases if case.bodies]
    held = Counter(name for case in cases for option in case.options for name in option)
    names = sorted(name for name, count in held.items() if count >= least)
    numbers = {name: i for i, name in enumerate(names)}
    rows = [[[numbers[name] for name in option if name in numbers] for option in c.options] for c in cases]
    weights, speed = [0.0] * len(names), [0.0] * len(names)
    for _ in range(_ROUNDS):
        slope = [penalty * weight / len(cases) for weight in weights]
        for case, options in zip(cases, rows, strict=True):
            likely = normalised([sum(weights[i] for i in option) for option in options])
            hit = sum(likely[i] for i in case.right)
            for number, option in enumerate(options):
                error = likely[number] - (likely[number] / hit if number in case.right else 0.0)
                for i in option:
                    slope[i] += error / len(cases)
        for i in range(len(names)):
            speed[i] = _MOMENTUM * speed[i] - _RATE * (1 - _MOMENTUM) * slope[i]
            weights[i] += speed[i]
    return dict(zip(names, weights, strict=True))


def measure(cases: list[Case], weights: dict[str, float]) -> Counts:
    """Return how many affiliations are right with bodies chosen by the weights."""
    counts = Counts()
    for case in cases:
        likely = normalised([weigh(option, weights) for option in case.options])[:-1]
        found = set(case.known)
        if likely and max(likely) >= bar_of(case.options[-1]):
            found.add(case.bodies[max(range(len(likely)), key=likely.__getitem__)])
        counts += Counts(len(found & case.gold), len(found), len(case.gold))
    return counts


def _cross_validate(cases: list[Case], folds: int, penalty: float, least: int) -> None:
    without, with_model = Counts(), Counts()
    for fold in range(folds):
        seen = [case for case in cases if case.article % folds != fold]
        kept_back = [case for case in cases if case.article % folds == fold]
        without += measure([case._replace(bodies=(), options=()) for case in kept_back], {})
        with_model += measure(kept_back, fit(seen, penalty, least))
    for title, counts in (("without", without), ("with", with_model)):
        print(f"{title:8} P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1:.3f}")


def main() -> None:
    """Read the articles, fit, print the table or the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", type=Path, help="a folder of articles with *.gold.json beside them")
    parser.add_argument("--folds", type=int, default=0, help="measure by cross-validation in so many parts")
    parser.add_argument(
        "--model", default=RULES, help="what finds the names, as `newsgraph --model` takes it"
    )
    parser.add_argument("--penalty", type=float, default=1.0, help="how much large weights cost")
    parser.add_argument("--least", type=int, default=5, help="for how many bodies a feature must hold")
    options = parser.parse_args()
    files = sorted(options.gold.glob("*.gold.json"))
    model = options.model if options.model != "shipped" else None
    cases = [case for number, file in enumerate(files) for case in read_cases(number, file, model)]
    if options.folds:
        _cross_validate(cases, options.folds, options.penalty, options.least)
        return
    weights = fit(cases, options.penalty, options.least)
    people = sum(bool(case.bodies) for case in cases)
    print("# What speaks for belonging to a body (names as in annotation/people_ties.py): weight in a")
    print(f"# conditional logit model. Made by benchmarks/fit_affiliations.py from {people} people")
    print(f"# of {len(files)} articles of the annotated corpus; do not edit by hand.")
    for name, weight in weights.items():
        print(f"{name}\t{weight:.3f}")


if __name__ == "__main__":
    main()
