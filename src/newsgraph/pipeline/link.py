"""Who and what is the same across articles: graphs in, the graph of links out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, BinaryIO

from newsgraph.errors import NewsgraphError, RdfError, ReadError, UsageError
from newsgraph.iris import base_of
from newsgraph.linking.duplicates import find_duplicates
from newsgraph.linking.people import Identities, link_people
from newsgraph.linking.utterances import link_utterances
from newsgraph.model import LinkPredicate
from newsgraph.pipeline.link_overrides import load_overrides, unknown_overrides
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf.build_links_graph import LinkOrigin, build_links_graph
from newsgraph.rdf.formats import Encoding, Format, encoding_for
from newsgraph.rdf.read_records import read_article
from newsgraph.rdf.serialise import write_graphs
from newsgraph.readers import find_files, read_many
from newsgraph.settings import Settings
from newsgraph.sinks.files import STDOUT, write_output
from newsgraph.sinks.store import load_graphs, read_graphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from newsgraph.model import ArticleRecord, LinkDecision, Override, PeopleLinks
    from newsgraph.rdf.graph import ArticleGraph

_DEFAULT = "links.trig"
_NAMED = ", ".join(form.value for form in Format if form.has_graphs)


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """What to link, and where the links go.

    `paths` are RDF files and folders; without any, the articles are read from `store`. The links go to the
    file `output`; without one into the `store`, and without either to `links.trig`. `overrides` is the user's
    file of decisions, `source` the folder of the articles' texts, `base` the start of the links' IRIs where
    it is not that of the articles, `time` what the graph of links is to say of when it was made.
    """

    paths: tuple[str, ...] = ()
    output: str | None = None
    format: str | None = None
    store: Path | None = None
    overrides: Path | None = None
    source: Path | None = None
    base: str | None = None
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Linking:
    """What came of it: failures, what is odd in the overrides, the graph, and one line for a person."""

    outcome: Outcome
    notices: tuple[str, ...]
    graph: ArticleGraph
    summary: str


def link_files(plan: LinkPlan, on_progress: Callable[[int, int], None]) -> Linking:
    """Decide who and what is the same across the articles of graphs, and write the graph of links.

    Raises `UsageError` where nothing or two places to write to are named, for a format without named graphs,
    a base that is none and overrides that cannot be opened, `TableError` for overrides that are none,
    `RdfError` where there is no article or the articles are of different bases, and what reading and writing
    raise.
    """
    place, put = _target(plan)
    given = None if plan.base is None else Settings(base=plan.base).base
    reader = GraphReader(plan.paths, on_progress)
    graphs = reader.graphs() if plan.paths else _stored(plan)
    articles, failures = _read(graphs, plan.source)
    failures += reader.failures
    if not articles:
        raise next(iter(failures), _no_article(plan))
    base, told = _bases(articles, given)
    overrides, digest = ((), None) if plan.overrides is None else load_overrides(plan.overrides, told)
    people, decisions = decide_links(articles, overrides)
    origin = LinkOrigin(tuple(article.iri for article in articles), digest, plan.time)
    graph = build_links_graph(base, decisions, people.aspects, origin)
    put(graph)
    notices = (*unknown_overrides(overrides, articles), *people.notices)
    summary = f"{_told(articles, decisions)} → {place}"
    return Linking(Outcome(len(articles), tuple(failures)), notices, graph, summary)


def decide_links(
    articles: Iterable[ArticleRecord], overrides: Sequence[Override] = ()
) -> tuple[PeopleLinks, tuple[LinkDecision, ...]]:
    """Return who is the same, with all decisions: on people, then reports, then utterances.

    People come first, because utterances ask whether two speakers are one: those of two people who are held
    to be different are never linked, whatever their names. The order of the articles makes no difference.
    """
    ordered = sorted(articles, key=lambda article: article.iri)
    people = link_people(ordered, overrides)
    known = Identities(people)
    ordered = [_identified(article, known) for article in ordered]
    duplicates = find_duplicates(ordered)
    utterances = _of_one_mouth(link_utterances(ordered, duplicates), ordered, people, known)
    return people, (*people.decisions, *duplicates, *utterances)


def _of_one_mouth(
    decisions: Iterable[LinkDecision],
    articles: Iterable[ArticleRecord],
    people: PeopleLinks,
    known: Identities,
) -> Iterator[LinkDecision]:
    """Yield the decisions on utterances but for those whose speakers are different people.

    The utterances themselves are compared by the names of their speakers, which namesakes share.
    """
    apart = {
        frozenset(known.of("", node) for node in (decision.subject, decision.object))
        for decision in people.decisions
        if decision.predicate is LinkPredicate.DIFFERENT_PERSON
    }
    speakers = {u.iri: {speaker.identity for speaker in u.speakers} for a in articles for u in a.utterances}
    for decision in decisions:
        one, other = speakers[decision.subject], speakers[decision.object]
        if one & other or not any(frozenset(pair) in apart for pair in product(one, other)):
            yield decision


def _identified(article: ArticleRecord, known: Identities) -> ArticleRecord:
    """Return the article with its speakers as those that they were found to be."""
    utterances = tuple(
        replace(
            utterance,
            speakers=tuple(
                replace(speaker, identity=known.of(article.iri, speaker.iri))
                for speaker in utterance.speakers
            ),
        )
        for utterance in article.utterances
    )
    return replace(article, utterances=utterances)


def _target(plan: LinkPlan) -> tuple[str, Callable[[ArticleGraph], object]]:
    """Return where the links go, and the function that takes them there."""
    if not plan.paths and plan.store is None:
        raise UsageError("nothing to link", mend="give RDF files, or --store DIR")
    if plan.store is not None and plan.output is None:
        store = plan.store
        return str(store), lambda graph: load_graphs(store, [graph])
    if plan.store is not None and plan.paths:
        mend = "leave out --output or --store"
        raise UsageError("two places to write the links to", where="--output", mend=mend)
    output = _DEFAULT if plan.output is None else plan.output
    if not output:
        raise UsageError("no output is named", where="--output", mend="name a file, or - for stdout")
    return output, partial(_write, output, _encoding(output, plan.format))


def _encoding(output: str, form: str | None) -> Encoding:
    if output == STDOUT and form is None:
        return Encoding(Format.TRIG)
    encoding = encoding_for(output, form)
    if not encoding.format.has_graphs:
        what = f"{encoding.format.value} has no named graphs, and links need one"
        raise UsageError(what, where=output, mend=f"choose one of {_NAMED}")
    return encoding


def _no_article(plan: LinkPlan) -> RdfError:
    if plan.paths:
        return RdfError("no article to link", mend="give files that newsgraph wrote")
    where = None if plan.store is None else str(plan.store)
    return RdfError("no article to link", where=where, mend="load the articles into it with `newsgraph load`")


def _stored(plan: LinkPlan) -> Iterator[ArticleGraph]:
    return read_graphs(plan.store) if plan.store is not None else iter(())


def _read(
    graphs: Iterable[ArticleGraph], source: Path | None
) -> tuple[list[ArticleRecord], list[NewsgraphError]]:
    """Return the articles, each once: of two graphs of one article always the same, whichever came first."""
    texts, failures = _texts(source) if source is not None else ({}, [])
    found: dict[str, ArticleRecord] = {}
    for graph in graphs:
        article = read_article(graph, texts.get(graph.article.rpartition("/")[2]))
        if article is None:
            continue  # the ontology, the description of a dataset, or earlier links
        other = found.get(article.iri)
        found[article.iri] = article if other is None or repr(article) > repr(other) else other
    return list(found.values()), failures


def _texts(source: Path) -> tuple[dict[str, str], list[NewsgraphError]]:
    files = find_files([source])
    failures: list[NewsgraphError] = list(files.errors)
    texts = {}
    for article in read_many(files.files):
        if isinstance(article, ReadError):
            failures.append(article)
        else:
            texts[article.id] = article.text
    if failures and not texts:
        raise failures[0]  # else links found without the texts would take the place of those found with them
    return texts, failures


def _bases(articles: Sequence[ArticleRecord], given: str | None) -> tuple[str, str]:
    """Return the base of the links, and that which IRIs in the overrides may leave out: the articles'."""
    bases = sorted({base for article in articles if (base := base_of(article.iri)) is not None})
    if len(bases) == 1:
        return given or bases[0], bases[0]
    if given is not None:
        return given, given
    what = "the articles are of different bases: " + ", ".join(bases) if bases else "the IRIs show no base"
    raise RdfError(what, mend="say with --base under which one the links go")


def _write(output: str, encoding: Encoding, graph: ArticleGraph) -> None:
    def fill(stream: BinaryIO) -> None:
        write_graphs([graph], stream, encoding)

    write_output(output, fill)


def _told(articles: Sequence[ArticleRecord], decisions: Sequence[LinkDecision]) -> str:
    counts = Counter(decision.predicate for decision in decisions)
    persons = len({person.iri for article in articles for person in article.persons})
    return (
        f"{len(articles)} article{'' if len(articles) == 1 else 's'}, {persons} persons: "
        f"{counts[LinkPredicate.SAME_PERSON]} the same, {counts[LinkPredicate.DIFFERENT_PERSON]} different; "
        f"{counts[LinkPredicate.SAME_UTTERANCE]} utterances and "
        f"{counts[LinkPredicate.NEAR_DUPLICATE]} reports found twice"
    )
