"""Quality against annotated articles: what the graphs say, compared with the gold, article by article."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsgraph.annotation.annotator import annotate_article
from newsgraph.errors import NewsgraphError, ReadError
from newsgraph.iris import encode_iri
from newsgraph.pipeline.evaluation_outdir import make_outdir
from newsgraph.pipeline.evaluation_reading import (
    GOLD_TYPES,
    Named,
    Proposed,
    Reading,
    Said,
    read_gold,
    read_graph,
)
from newsgraph.pipeline.evaluation_scores import (
    Counts,
    count_agents,
    count_equal,
    lemmas,
    pair,
    pair_places,
    right_speaker,
)
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.predictions import predictions
from newsgraph.rdf import build_graph
from newsgraph.readers import read_file
from newsgraph.settings import Settings
from newsgraph.sinks.files import write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.annotation.finder import Finder
    from newsgraph.lexicon.known import Known
    from newsgraph.rdf import ArticleGraph

TYPES = tuple(dict.fromkeys(GOLD_TYPES.values()))
KINDS = ("person", "organisation", "anonymous", "none")
_SUFFIX = ".gold.json"


_BY_ARTICLE = (
    *("persons", "mentions", "roles", "affiliations", "statements", "speaker"),
    *("proposals", "proposers", "supporters", "opponents"),
)
"""What is told of each article by itself."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is missing, too much or wrong: what it is about, the gold's words and those found."""

    what: str
    gold: str = ""
    found: str = ""

    def __str__(self) -> str:
        """Return one line for a person."""
        return f"{self.what}: gold {self.gold!r}, found {self.found!r}"


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one article or of many; `counts` by what is measured, `failures` only for one article."""

    name: str
    counts: dict[str, Counts] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the measures and failures for JSON."""
        return {
            "name": self.name,
            "measures": {key: counts.to_dict() for key, counts in self.counts.items()},
            "failures": [{"what": f.what, "gold": f.gold, "found": f.found} for f in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all articles, their sum, and the articles that could not be measured."""

    articles: tuple[Score, ...]
    total: Score
    broken: tuple[NewsgraphError, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """How many articles were measured, and which could not be."""
        return Outcome(len(self.articles), self.broken)

    columns = ("measure", "precision", "recall", "F1", "right", "found", "gold")

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row for each measure over all articles; shares have one number, the others three."""
        for key, counts in self.total.counts.items():
            tail = (str(counts.right), str(counts.found), str(counts.gold))
            if counts.found == counts.gold and key in _SHARES:
                yield (key, "", "", f"{counts.recall:.3f}", *tail)
            else:
                yield (key, f"{counts.precision:.3f}", f"{counts.recall:.3f}", f"{counts.f1:.3f}", *tail)

    def article_lines(self) -> Iterator[str]:
        """Yield a line for each article with the F1 of the main measures, without those it has nothing of."""
        for score in self.articles:
            counts = ((key, score.counts[key]) for key in _BY_ARTICLE)
            told = [f"{key} {c.f1:.3f}" for key, c in counts if c.found or c.gold]
            yield f"{score.name}: {', '.join(told)}"

    def error_lines(self) -> Iterator[str]:
        """Yield every failure with the article's name, one a line."""
        for score in self.articles:
            for failure in score.failures:
                yield f"{score.name}: {failure}"

    def to_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "total": self.total.to_dict()["measures"],
            "articles": [score.to_dict() for score in self.articles],
            "broken": [str(error) for error in self.broken],
        }


_SHARES = {
    *("headline", "date", "links", "agencies", "type", "speaker", "proposers"),
    *(f"speaker: {kind}" for kind in KINDS),
}
"""What is right or wrong once an article or once a pair, so that precision and recall are the same."""


def evaluate(gold: Path) -> Evaluation:
    """Return how well the articles beside the gold files of a folder are understood."""
    return evaluate_folder(gold)


def evaluate_folder(
    gold: Path,
    predictions_to: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    finder: Finder | None = None,
    known: Known | None = None,
) -> Evaluation:
    """Measure every article of a folder that has its `*.gold.json` beside it.

    The files of the folder itself are taken, those of folders below only where it has none. With
    `predictions_to`, what was found is written there in the layout of the gold; `on_progress` is called with
    (done, total); `finder` finds the spans (the annotator's own unless given), `known` are the people and
    bodies that get IRIs. An article that fails is kept by name and the others go on. Raises `ReadError` for a
    folder without gold, `UsageError` or `SinkError` where predictions cannot be written there.
    """
    files = sorted(gold.glob(f"*{_SUFFIX}")) or sorted(gold.rglob(f"*{_SUFFIX}"))
    if not files:
        raise ReadError("no gold found", where=str(gold), mend=f"give a folder with articles and *{_SUFFIX}")
    if predictions_to is not None:
        make_outdir(gold, predictions_to)
    scores: list[Score] = []
    broken: list[NewsgraphError] = []
    for done, file in enumerate(files, start=1):
        try:
            scores.append(_measure(file, predictions_to, finder, known))
        except NewsgraphError as error:
            broken.append(error)
        if on_progress is not None:
            on_progress(done, len(files))
    return Evaluation(tuple(scores), _sum(scores), tuple(broken))


def _measure(file: Path, predictions_to: Path | None, finder: Finder | None, known: Known | None) -> Score:
    name = file.name.removesuffix(_SUFFIX)
    article = read_file(file.with_name(f"{name}.txt"))
    expected = read_gold(file, article)
    annotations = annotate_article(article, finder, known)
    if predictions_to is not None:
        text = json.dumps(predictions(annotations), ensure_ascii=False, indent=1)
        write_output(predictions_to / file.name, lambda out: out.write(f"{text}\n".encode()))
    return score_graph(name, expected, build_graph(annotations, Settings()))


def _sum(scores: list[Score]) -> Score:
    total: dict[str, Counts] = {}
    for score in scores:
        for key, counts in score.counts.items():
            total[key] = total.get(key, Counts()) + counts
    return Score("total", total)


def score_graph(name: str, gold: Reading, graph: ArticleGraph) -> Score:
    """Return the score of one article's graph against its gold."""
    found = read_graph(graph)
    card = _Card()
    _score_header(card, gold, found)
    _score_persons(card, gold, found)
    _score_statements(card, gold.statements, found.statements)
    _score_proposals(card, gold, found)
    return Score(name, card.counts, tuple(card.failures))


class _Card:
    """Counts and failures of one article while they are gathered."""

    def __init__(self) -> None:
        """Start with every measure at nothing, so that all articles have the same."""
        keys = ["headline", "date", "links", "agencies", "persons", "mentions"]
        keys += ["roles", "affiliations", "statements"]
        keys += [f"statements: {kind}" for kind in TYPES]
        keys += ["type", "speaker", *(f"speaker: {kind}" for kind in KINDS)]
        keys += ["proposals", "proposers", "supporters", "opponents"]
        self.counts = dict.fromkeys(keys, Counts())
        self.failures: list[Failure] = []

    def count(self, key: str, counts: Counts) -> None:
        """Add to a measure."""
        self.counts[key] += counts

    def judge(self, key: str, *, right: bool) -> None:
        """Add one case that is right or wrong."""
        self.count(key, Counts(int(right), 1, 1))

    def fail(self, what: str, gold: object = "", found: object = "") -> None:
        """Keep a failure with its words."""
        self.failures.append(Failure(what, _shown(gold), _shown(found)))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _score_header(card: _Card, gold: Reading, found: Reading) -> None:
    same = {
        "headline": (gold.headline == found.headline, gold.headline, found.headline),
        "date": (gold.date == found.date, gold.date, found.date),
        "links": ({encode_iri(u) for u in gold.links} == set(found.links), gold.links, found.links),
        "agencies": (
            {a.casefold() for a in gold.agencies} == {a.casefold() for a in found.agencies},
            gold.agencies,
            found.agencies,
        ),
    }
    for key, (right, wanted, got) in same.items():
        card.judge(key, right=right)
        if not right:
            card.fail(f"{key} differs", wanted, got)


def _score_persons(card: _Card, gold: Reading, found: Reading) -> None:
    wanted, got = {p.name.casefold(): p for p in gold.persons}, {p.name.casefold(): p for p in found.persons}
    card.count("persons", count_equal(wanted, got, str))
    for name in sorted(wanted.keys() - got.keys()):
        card.fail("person missing", wanted[name].name)
    for name in sorted(got.keys() - wanted.keys()):
        card.fail("person too much", "", got[name].name)
    _score_mentions(card, wanted, got)
    for key in ("roles", "affiliations"):
        golds = {(n, lemmas(v)): f"{p.name}: {v}" for n, p in wanted.items() for v in getattr(p, key)}
        founds = {(n, lemmas(v)): f"{p.name}: {v}" for n, p in got.items() for v in getattr(p, key)}
        card.count(key, Counts(len(golds.keys() & founds.keys()), len(founds), len(golds)))
        for pair_missing in sorted(golds.keys() - founds.keys()):
            card.fail(f"{key} missing", golds[pair_missing])
        for pair_extra in sorted(founds.keys() - golds.keys()):
            card.fail(f"{key} too much", "", founds[pair_extra])


def _score_mentions(card: _Card, wanted: dict[str, Named], got: dict[str, Named]) -> None:
    """Score the places that name a person: right where gold and found of one person overlap, one to one."""
    for key in sorted(wanted.keys() | got.keys()):
        golds = wanted[key].mentions if key in wanted else ()
        founds = got[key].mentions if key in got else ()
        pairs = pair_places([m.span for m in golds], [m.span for m in founds])
        card.count("mentions", Counts(len(pairs), len(founds), len(golds)))
        name = (wanted.get(key) or got[key]).name
        for i in sorted(set(range(len(golds))) - {i for i, _ in pairs}):
            card.fail(f"mention missing of {name}", golds[i].words)
        for j in sorted(set(range(len(founds))) - {j for _, j in pairs}):
            card.fail(f"mention too much of {name}", "", founds[j].words)


def _score_statements(card: _Card, gold: tuple[Said, ...], found: tuple[Said, ...]) -> None:
    """Score statements; one found inside another that finds no partner is left out."""
    pairs = pair([s.text for s in gold], [s.text for s in found])
    partners = {j for _, j in pairs}
    counted = [s for j, s in enumerate(found) if j in partners or not s.nested]
    card.count("statements", Counts(len(pairs), len(counted), len(gold)))
    for kind in TYPES:
        right = sum(gold[i].type == kind == found[j].type for i, j in pairs)
        count = Counts(right, sum(s.type == kind for s in counted), sum(s.type == kind for s in gold))
        card.count(f"statements: {kind}", count)
    for i, j in pairs:
        _score_pair(card, gold[i], found[j])
    for i in sorted(set(range(len(gold))) - {i for i, _ in pairs}):
        card.fail(f"statement missing ({gold[i].type})", gold[i].text)
    for j, statement in enumerate(found):
        if j not in partners and not statement.nested:
            card.fail(f"statement too much ({statement.type})", "", statement.text)


def _score_pair(card: _Card, gold: Said, found: Said) -> None:
    card.judge("type", right=gold.type == found.type)
    if gold.type != found.type:
        card.fail(f"type of {gold.text!r}", gold.type, found.type)
    right = right_speaker(gold.kind, gold.speakers, found.speakers)
    card.judge("speaker", right=right)
    card.judge(f"speaker: {gold.kind}", right=right)
    if not right:
        card.fail(f"speaker of {gold.text!r}", gold.speakers, found.speakers)


def _score_proposals(card: _Card, gold: Reading, found: Reading) -> None:
    pairs = pair([p.text for p in gold.proposals], [p.text for p in found.proposals])
    card.count("proposals", Counts(len(pairs), len(found.proposals), len(gold.proposals)))
    persons = {p.name for p in gold.persons}
    for i, j in pairs:
        _score_stances(card, gold.proposals[i], found.proposals[j], persons)
    for i in sorted(set(range(len(gold.proposals))) - {i for i, _ in pairs}):
        card.fail("proposal missing", gold.proposals[i].text)
    for j in sorted(set(range(len(found.proposals))) - {j for _, j in pairs}):
        card.fail("proposal too much", "", found.proposals[j].text)


def _score_stances(card: _Card, gold: Proposed, found: Proposed, persons: set[str]) -> None:
    def kind_of(name: str) -> str:
        return "person" if name in persons else "organisation"

    kind = kind_of(gold.proposers[0]) if gold.proposers else "none"
    right = right_speaker(kind, gold.proposers, found.proposers)
    card.judge("proposers", right=right)
    if not right:
        card.fail(f"proposer of {gold.text!r}", gold.proposers, found.proposers)
    for key in ("supporters", "opponents"):
        wanted, got = getattr(gold, key), getattr(found, key)
        count = count_agents(kind_of, wanted, got)
        card.count(key, count)
        if not count.right == count.found == count.gold:
            card.fail(f"{key} of {gold.text!r}", wanted, got)
