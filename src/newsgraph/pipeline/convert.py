"""Articles to graphs: read, annotate, build, write, and check what was written."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.errors import AnnotateError, NewsgraphError, ReadError, UsageError
from newsgraph.lexicon.known import load_known
from newsgraph.model import Report, Result
from newsgraph.pipeline.outcome import Outcome
from newsgraph.rdf import build_graph
from newsgraph.rdf.dataset import Output, build_dataset
from newsgraph.rdf.dataset_counts import DatasetCounts
from newsgraph.rdf.formats import (
    Encoding,
    Format,
    encoding_for,
    encoding_of_path,
    find_encoding,
    known_extensions,
)
from newsgraph.rdf.serialise import write_graphs
from newsgraph.rdf.validate import validate_graphs
from newsgraph.readers import find_files, read_file
from newsgraph.settings import Settings
from newsgraph.sinks.files import STDOUT, Folder, check_place, prune, write_output
from newsgraph.sinks.store import load_graphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess

    from newsgraph.model import Article, Notice
    from newsgraph.rdf.graph import ArticleGraph

_EXCERPT = 60
"""Characters of the text that a message quotes."""

FOLDER = "graph"
"""Where graphs go when nobody says where."""

_WORTH_A_PROCESS = 20
"""Articles that must be there for each process: starting one costs as much as converting a few."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to convert, and where to; `jobs` 0 takes as many processes as cores and articles allow.

    `output` None means a folder of the name `FOLDER`, or nothing beside a store. `describe` is a file for the
    description of the dataset that the articles make, `title` what it is called there.
    """

    paths: tuple[str, ...]
    output: str | None = None
    format: str | None = None
    store: Path | None = None
    settings: Settings = field(default_factory=Settings)
    jobs: int = 0
    validate: bool = True
    prune: bool = False
    describe: Path | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of it: counts and failures, the validation report, oddities, one line for a person."""

    outcome: Outcome
    report: Report
    notices: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class _Target:
    """Where graphs go: a function that takes them there, in which form, and the file or folder, if any."""

    put: Callable[[Iterator[tuple[str, ArticleGraph]]], str]
    encoding: Encoding | None = None
    file: Path | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class _Converted:
    """One file's graph or the error that kept it from having one."""

    origin: str
    graph: ArticleGraph | None
    notices: tuple[str, ...] = ()
    error: NewsgraphError | None = None


def convert_articles(plan: Plan, on_progress: Callable[[int, int], None]) -> Conversion:
    """Convert the articles of a plan; `on_progress` is called with (done, total).

    A bad article is kept as a failure and the others go on. Raises `UsageError` for an unknown format, two
    targets and one file for two things, `SinkError` where target or description cannot be written.
    """
    target = _target(plan)
    _check_description(plan, target)
    found = find_files(plan.paths)
    run = _Run(plan, len(found.files), on_progress, list(found.errors))
    with _converted_files(found.files, plan) as converted:
        where = target.put(run.graphs(converted))
    if plan.describe is not None and run.counts.parts:  # where nothing came through, the file stays as it was
        described = build_dataset(run.counts, plan.settings, title=plan.title, output=_written(target))
        write_output(plan.describe, partial(_write_one, described, encoding_for(plan.describe)))
    return run.conversion(where)


def _check_description(plan: Plan, target: _Target) -> None:
    """Refuse what could never be written before the articles are converted, not after."""
    if plan.title is not None and not plan.title.strip():
        raise UsageError("the title is empty", where="--title", mend="give a title, or leave out --title")
    if plan.describe is None:
        if plan.title is not None:
            mend = "add --describe FILE, or leave out --title"
            raise UsageError("there is no description to take the title", where="--title", mend=mend)
        return
    if plan.describe == Path():
        raise UsageError("no file is named", where="--describe", mend="name a file for the description")
    encoding_for(plan.describe)
    path = plan.describe.resolve()
    if target.file is not None and target.file.resolve() == path:
        mend = "give the description a file of its own"
        raise UsageError("graphs and description would go to one file", where="--describe", mend=mend)
    if target.folder is None or target.folder.resolve() != path.parent:
        check_place(plan.describe)


def _written(target: _Target) -> Output | None:
    if target.encoding is None:
        return None
    return Output(target.encoding, None if target.file is None else target.file.stat().st_size)


@contextmanager
def _converted_files(files: tuple[Path, ...], plan: Plan) -> Iterator[Iterable[_Converted]]:
    jobs = min(plan.jobs or min(os.cpu_count() or 1, len(files) // _WORTH_A_PROCESS), len(files))
    threads = 1 if jobs > 1 else 0
    work = partial(convert_file, settings=plan.settings, threads=threads)
    if files:
        # What cannot be loaded is told once, not for each article.
        load_finder(plan.settings.model, threads)
        load_known(plan.settings.people)
    if jobs <= 1:
        yield map(work, files)
        return
    pool = ProcessPoolExecutor(jobs, initializer=_follow_parent)
    try:
        yield pool.map(work, files, chunksize=4)
    except BrokenProcessPool as error:
        raise AnnotateError(
            "a worker process was killed",
            where="convert",
            mend="the memory may have been too small: try --jobs 1",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """Let a worker end with the process that started it: by its orders, and also when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


def convert_file(file: Path, settings: Settings, threads: int = 0) -> _Converted:
    """Return one file's graph; every error is kept in the value, so that a batch never stops for it.

    `threads` are those that the model may use; 0 takes as many as there are cores.
    """
    origin = str(file)
    try:
        annotations = annotate_article(
            read_file(file), load_finder(settings.model, threads), load_known(settings.people)
        )
        graph = build_graph(annotations, settings)
    except NewsgraphError as error:
        return _Converted(origin, None, error=error)
    except Exception as error:  # noqa: BLE001  one article that trips a rule must not take the batch down
        what = f"newsgraph failed on this article: {type(error).__name__}: {error}"
        mend = "please report it; the other articles are not affected"
        return _Converted(origin, None, error=AnnotateError(what, where=origin, mend=mend))
    return _Converted(
        origin, graph, tuple(_told(notice, annotations.article) for notice in annotations.notices)
    )


def _told(notice: Notice, article: Article) -> str:
    if notice.span is None:
        return f"{article.origin}: {notice.message}"
    start = notice.span.start
    excerpt = " ".join(article.text[start : start + _EXCERPT].split())
    return f"{article.origin}: {notice.message}: {excerpt} …"


class _Run:
    """Keeps the books while graphs pass by on their way to the target."""

    def __init__(
        self, plan: Plan, total: int, on_progress: Callable[[int, int], None], failures: list[NewsgraphError]
    ) -> None:
        self._plan = plan
        self._total = total
        self._on_progress = on_progress
        self._failures = failures
        self._notices: list[str] = []
        self._origins: dict[str, str] = {}
        self._results: list[Result] = []
        self._shapes: tuple[str, ...] = ()
        self._done = 0
        self.counts = DatasetCounts()

    def graphs(self, converted: Iterable[_Converted]) -> Iterator[tuple[str, ArticleGraph]]:
        """Yield (file stem, graph) of every article that could be converted."""
        for number, item in enumerate(converted, start=1):
            self._on_progress(number, self._total)
            self._notices.extend(item.notices)
            error = item.error or self._twin(item)
            if error is not None:
                self._failures.append(error)
            elif item.graph is not None:
                self._done += 1
                if self._plan.describe is not None:
                    self.counts.add(item.graph)
                if self._plan.validate:
                    self._validate(item.graph)
                yield Path(item.origin).stem, item.graph

    def conversion(self, where: str) -> Conversion:
        report = Report(tuple(self._results), self._shapes, self._done)
        outcome = Outcome(self._done, tuple(self._failures), report.conforms)
        counted = f"{self._done} article{'' if self._done == 1 else 's'} converted"
        failed = f", {len(self._failures)} failed" if self._failures else ""
        checked = ""
        if self._plan.validate and self._done:
            checked = ", valid" if report.conforms else ", NOT valid"
        many = len(self._notices)
        odd = f"; {many} oddit{'y' if many == 1 else 'ies'}, -v tells more" if many else ""
        return Conversion(outcome, report, tuple(self._notices), f"{counted}{checked}{failed}{where}{odd}")

    def _twin(self, item: _Converted) -> NewsgraphError | None:
        if item.graph is None:
            return None
        first = self._origins.setdefault(item.graph.graph, item.origin)
        if first == item.origin:
            return None
        return ReadError(
            f"the same article as {first}: both have the same URL",
            where=item.origin,
            mend="keep one of them; an article's URL names its graph",
        )

    def _validate(self, graph: ArticleGraph) -> None:
        report = validate_graphs([graph])
        self._results.extend(report.results)
        self._shapes = report.shapes


def _target(plan: Plan) -> _Target:
    """Return where the graphs go; what takes them there says so in a few words."""
    if plan.store is not None:
        return _store_target(plan, plan.store)
    named = FOLDER if plan.output is None else plan.output
    if not named:
        raise UsageError(
            "no output is named", where="--output", mend="name a file, a folder, or - for stdout"
        )
    output = Path(named)
    if named == STDOUT:
        piped = find_encoding(plan.format or "turtle")
        return _Target(partial(_into_file, STDOUT, piped), piped)
    encoding = encoding_of_path(output)
    is_folder = output.is_dir() or named.endswith(("/", os.sep))
    if not is_folder and (encoding is not None or output.exists()):
        chosen = encoding_for(output, plan.format)
        return _Target(partial(_into_file, named, chosen), chosen, output)
    if not is_folder and output.suffix and plan.format is None:
        mend = f"end it in one of {known_extensions()}, or in / for a folder"
        raise UsageError("no RDF format has this extension", where=named, mend=mend)
    chosen = find_encoding(plan.format) if plan.format else Encoding(Format.TURTLE)
    return _Target(partial(_into_folder, output, chosen, prune_stale=plan.prune), chosen, folder=output)


def _store_target(plan: Plan, store: Path) -> _Target:
    if plan.output is not None:
        mend = "leave out --output or --store; `newsgraph load` takes files into a store"
        raise UsageError("two places to write the graphs to", where="--output", mend=mend)
    if plan.format is not None:
        raise UsageError("a store has no format", where="--format", mend="leave out --format or --store")
    return _Target(partial(_into_store, store))


def _into_store(store: Path, graphs: Iterator[tuple[str, ArticleGraph]]) -> str:
    loaded = load_graphs(store, (graph for _, graph in graphs))
    return f" → {store} ({loaded.added} added, {loaded.replaced} replaced, {loaded.unchanged} unchanged)"


def _into_file(target: str, encoding: Encoding, graphs: Iterator[tuple[str, ArticleGraph]]) -> str:
    first = next(graphs, None)
    if first is None:
        return ""  # nothing came through: what stood in the file before stays
    stream = (graph for _, graph in chain([first], graphs))
    write_output(target, lambda out: write_graphs(stream, out, encoding))
    return "" if target == STDOUT else f" → {target}"


def _into_folder(
    path: Path, encoding: Encoding, graphs: Iterator[tuple[str, ArticleGraph]], *, prune_stale: bool
) -> str:
    folder = None
    for stem, graph in graphs:
        folder = folder or Folder(path, encoding.extension)
        folder.write(stem, graph.article, partial(_write_one, graph, encoding))
    if folder is None:
        return ""
    removed = prune(path, folder.written) if prune_stale else ()
    return f" → {path}/" + (f" ({len(removed)} stale removed)" if removed else "")


def _write_one(graph: ArticleGraph, encoding: Encoding, out: BinaryIO) -> None:
    write_graphs([graph], out, encoding)
