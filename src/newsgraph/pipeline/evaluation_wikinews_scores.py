"""How quotations are scored by the metric that was published with the Wikinews quotations.

Sources: GermEval 2023 shared task on speaker attribution; Petersen-Frey and Biemann 2024. Plain values in and
out: whatever finds quotations can be scored.

Quotations of system and gold are paired one to one so that the sum of the token F1 of their quotation spans
is greatest, with 0.01 added for the same type and 0.001 for the same medium. Two that share no token are no
pair, whatever their type. Each pair, and each quotation of either side that has no partner, is one case. In a
case, the precision of a part is the share of the system's tokens of that part which the gold has too, recall
the share of the gold's tokens that the system has. A part of which a side has no token has no denominator and
is left out of the average on that side: a cue that only the gold has costs recall, not precision. "Roles"
averages the values of speaker, cue, frame and addressee together, "joint" those of the quotation as well, so
that every part of every case has one vote. F1 is the harmonic mean of the two averages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from newsgraph.model import StatementType
from newsgraph.pipeline.evaluation_assignment import assign
from newsgraph.pipeline.evaluation_scores import Counts
from newsgraph.readers.wikinews import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.model import Span
    from newsgraph.readers.wikinews import Quotation, QuotedArticle

QUOTE, *_ROLES = PARTS
ROLES: Final = tuple(_ROLES)
SAME_TYPE, SAME_MEDIUM = 0.01, 0.001
"""What is added to the F1 of two quotations, so that among equal ones type and medium decide."""


class Case(NamedTuple):
    """A pair, or a quotation of one side that has no partner: indexes into gold and system, None for none."""

    gold: int | None
    found: int | None


class Measure(NamedTuple):
    """Precision and recall, 0 to 1, and of how many values each of them is the average."""

    precision: float
    recall: float
    found: int
    gold: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        """Return the measure for JSON, rounded to four places."""
        rounded = {key: round(getattr(self, key), 4) for key in ("precision", "recall", "f1")}
        return rounded | {"found": self.found, "gold": self.gold}


@dataclass(slots=True)
class _Average:
    """Values of one part while they are gathered: how many, and their sum."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)

    def measure(self) -> Measure:
        return Measure(
            _mean(self.precision), _mean(self.recall), found=len(self.precision), gold=len(self.recall)
        )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class QuotationScores:
    """The measures of one article or of many.

    `published` has a measure for "quotation", "roles", "joint" and each role. `by_type` has the three pooled
    ones for each type: precision over the system's quotations of that type, recall over the gold's. `strict`
    counts quotations that hold exactly the gold's tokens: "strict", "strict, typed" where the type must be
    right as well, and the latter for each type. `tokens` counts for each part the tokens that lie in that
    part of any quotation. `labels` says how often "type" and "medium" are right; they are wrong where there
    is no partner.
    """

    published: dict[str, Measure]
    by_type: dict[str, dict[str, Measure]]
    strict: dict[str, Counts]
    tokens: dict[str, Counts]
    labels: dict[str, Counts]


def score_quotations(gold: Iterable[QuotedArticle], found: Iterable[Sequence[Quotation]]) -> QuotationScores:
    """Return how well the quotations found agree with the gold's, article by article, pooled over all.

    `found` are for each article of `gold`, in the same order, the quotations of the system as spans of its
    text. A token counts as part of a span if they share a code point. Raises `ValueError` where the two have
    not the same number of articles.
    """
    tally = _Tally()
    for article, quotations in zip(gold, found, strict=True):
        tally.add(article, quotations)
    return tally.scores()


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A quotation as the numbers of the tokens that each of its parts holds."""

    type: StatementType
    medium: str
    parts: dict[str, frozenset[int]]


def token_numbers(tokens: Sequence[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Return the indexes of the tokens that share a code point with one of the spans."""
    held: set[int] = set()
    for span in spans:
        low = bisect_right(tokens, span.start, key=lambda token: token.end)
        held.update(range(low, bisect_left(tokens, span.end, lo=low, key=lambda token: token.start)))
    return frozenset(held)


def _tokens(quotation: Quotation, tokens: Sequence[Span]) -> _Tokens:
    parts = {name: token_numbers(tokens, quotation.part(name)) for name in PARTS}
    return _Tokens(quotation.type, quotation.medium, parts)


def token_f1(gold: frozenset[int], found: frozenset[int]) -> float:
    """Return the F1 of two sets of tokens, 0 to 1; 0 where both are empty."""
    total = len(gold) + len(found)
    return 2 * len(gold & found) / total if total else 0.0


def pair_quotations(article: QuotedArticle, found: Sequence[Quotation]) -> list[Case]:
    """Return the pairs of an article, then what the gold has alone, then what the system has alone."""
    tokens = article.tokens
    return _cases([_tokens(q, tokens) for q in article.quotations], [_tokens(q, tokens) for q in found])


def _cases(gold: Sequence[_Tokens], found: Sequence[_Tokens]) -> list[Case]:
    pairs = assign([[_likeness(g, f) for f in found] for g in gold])
    golds, founds = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(Case(i, j) for i, j in pairs),
        *(Case(i, None) for i in range(len(gold)) if i not in golds),
        *(Case(None, j) for j in range(len(found)) if j not in founds),
    ]


def _likeness(gold: _Tokens, found: _Tokens) -> float:
    shared = token_f1(gold.parts[QUOTE], found.parts[QUOTE])
    if not shared:
        return 0.0
    return shared + SAME_TYPE * (gold.type == found.type) + SAME_MEDIUM * (gold.medium == found.medium)


class _Tally:
    """The values of all cases while articles are added."""

    def __init__(self) -> None:
        self._parts = {name: _Average() for name in PARTS}
        self._by_type = {kind: {name: _Average() for name in PARTS} for kind in StatementType}
        names = ("strict", "strict, typed", *(f"strict, {kind}" for kind in StatementType))
        self._strict = dict.fromkeys(names, Counts())
        self._tokens = dict.fromkeys(PARTS, Counts())
        self._labels = dict.fromkeys(("type", "medium"), Counts())

    def add(self, article: QuotedArticle, quotations: Sequence[Quotation]) -> None:
        """Add the cases of one article."""
        tokens = article.tokens
        gold = [_tokens(quotation, tokens) for quotation in article.quotations]
        found = [_tokens(quotation, tokens) for quotation in quotations]
        for case in _cases(gold, found):
            one = None if case.gold is None else gold[case.gold]
            two = None if case.found is None else found[case.found]
            self._add_parts(one, two)
            self._add_labels(one, two)
        self._add_strict(gold, found)
        for name in PARTS:
            golds = frozenset().union(*(q.parts[name] for q in gold))
            founds = frozenset().union(*(q.parts[name] for q in found))
            self._tokens[name] += Counts(len(golds & founds), len(founds), len(golds))

    def _add_parts(self, gold: _Tokens | None, found: _Tokens | None) -> None:
        for name in PARTS:
            wanted = gold.parts[name] if gold else frozenset()
            got = found.parts[name] if found else frozenset()
            both = len(wanted & got)
            if found and got:
                self._parts[name].precision.append(both / len(got))
                self._by_type[found.type][name].precision.append(both / len(got))
            if gold and wanted:
                self._parts[name].recall.append(both / len(wanted))
                self._by_type[gold.type][name].recall.append(both / len(wanted))

    def _add_labels(self, gold: _Tokens | None, found: _Tokens | None) -> None:
        for name in self._labels:
            right = gold is not None and found is not None and getattr(gold, name) == getattr(found, name)
            self._labels[name] += Counts(int(right), int(found is not None), int(gold is not None))

    def _add_strict(self, gold: Sequence[_Tokens], found: Sequence[_Tokens]) -> None:
        self._strict["strict"] += _equal([q.parts[QUOTE] for q in gold], [q.parts[QUOTE] for q in found])
        for kind in StatementType:
            count = _equal(
                [q.parts[QUOTE] for q in gold if q.type is kind],
                [q.parts[QUOTE] for q in found if q.type is kind],
            )
            self._strict[f"strict, {kind}"] += count
            self._strict["strict, typed"] += count

    def scores(self) -> QuotationScores:
        """Return the measures of all that was added."""
        by_type = {kind.value: _pooled(self._by_type[kind]) for kind in StatementType}
        roles = {name: self._parts[name].measure() for name in ROLES}
        return QuotationScores(
            published=_pooled(self._parts) | roles,
            by_type=by_type,
            strict=self._strict,
            tokens=self._tokens,
            labels=self._labels,
        )


def _equal(gold: list[frozenset[int]], found: list[frozenset[int]]) -> Counts:
    return Counts(sum((Counter(gold) & Counter(found)).values()), len(found), len(gold))


def _pooled(parts: dict[str, _Average]) -> dict[str, Measure]:
    def pool(names: Iterable[str]) -> Measure:
        chosen = [parts[name] for name in names]
        return _Average(
            [value for average in chosen for value in average.precision],
            [value for average in chosen for value in average.recall],
        ).measure()

    return {"quotation": pool([QUOTE]), "roles": pool(ROLES), "joint": pool(PARTS)}
