"""What linking costs for many articles, beside the bare cost of the libraries on the same sets and pairs.

    python benchmarks/utterances.py ../shared/articles/corpus [--articles 10000] [--reprints 0.1]

The articles of the source are annotated by the rules and multiplied: in each copy all long words differ, so
that copies are different stories, and the speakers are drawn from some hundred persons, so that each has said
much. A share of them is printed a second time. What counts is the ratio: seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from datasketch import MinHash, MinHashLSH
from rapidfuzz.distance import LCSseq
from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.linking.duplicates import find_duplicates
from newsgraph.linking.duplicates_words import read_print
from newsgraph.linking.utterances import link_utterances
from newsgraph.rdf import build_graph
from newsgraph.rdf.read_records import read_article
from newsgraph.readers import find_files, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgraph.model.links import ArticleRecord, LinkDecision, SpeakerRecord

_PERSONS = 500
_LONG_WORD = re.compile(r"\b[^\W\d_]{5,}\b")
T = TypeVar("T")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--reprints", type=float, default=0.1)
    options = parser.parse_args()
    records = _multiplied(_read(options.source), options.articles, options.reprints)
    prints = [read_print(record).everything for record in records]
    bare_search = _timed(lambda: _bare_search(prints))[1]
    duplicates, search = _timed(lambda: find_duplicates(records))
    links, linking = _timed(lambda: link_utterances(records, duplicates))
    bare_alignment = _timed(lambda: _bare_alignment(records, links))[1]
    statements = sum(len(record.utterances) for record in records)
    table = Table("stage", "bare library", title=f"{len(records)} articles, {statements} statements")
    for column in ("found", "newsgraph CPU s", "bare CPU s", "ratio"):
        table.add_column(column, justify="right")
    for stage, bare_name, found, ours, bare in (
        ("near-duplicates", "datasketch: sketches of the same sets, LSH", duplicates, search, bare_search),
        ("utterances", "rapidfuzz: alignment of the pairs linked", links, linking, bare_alignment),
    ):
        table.add_row(stage, bare_name, str(len(found)), f"{ours:.1f}", f"{bare:.1f}", f"{ours / bare:.1f}")
    Console(width=110).print(table)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _read(source: Path) -> list[ArticleRecord]:
    finder = load_finder("rules")
    annotated = (annotate_article(read_file(file), finder) for file in find_files([source]).files)
    found = (read_article(build_graph(one), one.article.text) for one in annotated)
    return [record for record in found if record] or sys.exit(f"no articles in {source}")


def _multiplied(originals: list[ArticleRecord], number: int, reprints: float) -> list[ArticleRecord]:
    chance = random.Random(1)  # noqa: S311  no secret is drawn
    records: list[ArticleRecord] = []
    while len(records) < number:
        copy = len(records)
        record = _renamed(originals[copy % len(originals)], copy, chance)
        records.append(record)
        if chance.random() < reprints:
            records.append(_renamed(record, copy, chance, reprint=True))
    return records


def _renamed(
    record: ArticleRecord, copy: int, chance: random.Random, *, reprint: bool = False
) -> ArticleRecord:
    """Return a record with IRIs of its own and, if it is no reprint, with words and speakers of its own."""
    iri = f"{record.iri}{'-again' if reprint else copy}"
    tail = "".join(chr(ord("a") + int(digit)) for digit in str(copy))

    def other(text: str) -> str:
        return text if reprint else _LONG_WORD.sub(lambda match: match[0] + tail, text)

    utterances = tuple(
        replace(
            one,
            iri=one.iri.replace(record.iri, iri),
            article=iri,
            text=other(one.text),
            speakers=one.speakers if reprint else tuple(_drawn(each, chance) for each in one.speakers),
        )
        for one in record.utterances
    )
    return replace(
        record, iri=iri, headline=other(record.headline), text=other(record.text), utterances=utterances
    )


def _drawn(speaker: SpeakerRecord, chance: random.Random) -> SpeakerRecord:
    if not speaker.is_person:
        return speaker
    number = chance.randrange(_PERSONS)
    iri, family = f"https://press.example/person/{number}", f"Muster{number}"
    return replace(speaker, iri=iri, identity=iri, names=(f"Erika {family}",), family_name=family)


def _bare_search(prints: Sequence[object]) -> int:
    index = MinHashLSH(num_perm=128, params=(64, 2))
    found = 0
    for place, sketch in enumerate(
        MinHash.bulk(prints, num_perm=128, seed=1, scheme="affine32", hashfunc=int)
    ):
        found += len(index.query(sketch))
        index.insert(place, sketch)
    return found


def _bare_alignment(records: list[ArticleRecord], links: tuple[LinkDecision, ...]) -> int:
    words = {one.iri: one.text.split() for record in records for one in record.utterances}
    return sum(LCSseq.opcodes(words[link.subject], words[link.object]).src_len for link in links)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
