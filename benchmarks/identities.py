"""How many known people and bodies get their IRI, and a sample of the links for a person to read.

    python benchmarks/identities.py train.jsonl.gz dev.jsonl.gz --half report --people 200 --bodies 100

Takes articles in the layout of the Wikinews quotations (their texts alone, no annotation) or a folder of
articles. Half of them, chosen by a hash of the name, is for tuning, the other for reporting. A link is right
where the Wikidata item is the very person or body that the text means; whether it is can only be read.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.lexicon.known import load_known
from newsgraph.model import Country, Organisation, Person, Relation
from newsgraph.readers import article_from_text, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Annotations, Article, Ground

_DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\)")
_AROUND = 90  # code points printed on either side of the evidence


@dataclass(frozen=True, slots=True)
class Link:
    """One identity: in which article, of whom, which IRI, why, and the text around."""

    article: str
    name: str
    detail: str
    ground: Ground
    context: str

    def __str__(self) -> str:
        """Return three lines: the article, the link, the text."""
        ident = self.ground.value.rsplit("/", maxsplit=1)[-1]
        why = f"{self.ground.reason} {self.ground.confidence:.2f}"
        return f"{self.article[:60]}\n    {self.name} {self.detail} -> {ident} ({why})\n    {self.context}"


def _articles(paths: list[str]) -> Iterator[tuple[str, Article]]:
    for path in map(Path, paths):
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    name = record["documentName"]
                    found = _DATE.search(name)
                    day = date.fromisoformat(found[1]) if found and found[1] > "1900" else None
                    yield name, replace(article_from_text(record["originalText"]), published=day)
        else:
            for article in read(path):
                yield article.origin or article.id, article


def _is_for_tuning(name: str) -> bool:
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def _links(name: str, notes: Annotations) -> Iterator[tuple[str, Link]]:
    text = notes.article.text
    bearers: tuple[Person | Organisation | Country, ...]
    bearers = (*notes.persons, *notes.organisations, *notes.countries)
    for bearer in bearers:
        kind, detail = "bodies", ""
        if isinstance(bearer, Person):
            kind, detail = "people", f"{bearer.roles} {[body.name for body in bearer.affiliations]}"
        for ground in bearer.grounds:
            if ground.relation is Relation.IDENTITY:
                start = ground.spans[0].start if ground.spans else 0
                end = ground.spans[-1].end if ground.spans else 0
                around = " ".join(text[max(start - _AROUND, 0) : end + _AROUND].split())
                yield kind, Link(name, bearer.name, detail, ground, around)


def main() -> None:
    """Annotate the articles and print counts and samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--half", choices=("tune", "report", "both"), default="report")
    parser.add_argument("--model", default="rules")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--bodies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    finder, known = load_finder(options.model), load_known()
    links: dict[str, list[Link]] = {"people": [], "bodies": []}
    count: Counter[str] = Counter()
    for name, article in _articles(options.paths):
        if options.half != "both" and _is_for_tuning(name) != (options.half == "tune"):
            continue
        notes = annotate_article(article, finder, known)
        count["articles"] += 1
        for kind, link in _links(name, notes):
            links[kind].append(link)
        full = [person for person in notes.persons if " " in person.name]
        count["full names"] += len(full)
        in_table = [person for person in full if known.people(person.name)]
        count["in the table"] += len(in_table)
        count["linked"] += sum(bool(person.same_as) for person in in_table)
        count["linked by surname"] += sum(bool(p.same_as) for p in notes.persons if " " not in p.name)
    rng = random.Random(options.seed)  # noqa: S311  a sample to read, no secret
    for kind, size in (("people", options.people), ("bodies", options.bodies)):
        chosen = rng.sample(links[kind], min(size, len(links[kind])))
        print(f"\n== {len(chosen)} of {len(links[kind])} links of {kind}")
        for number, link in enumerate(chosen, 1):
            print(f"{number:>3} {link}")
    print("\n" + ", ".join(f"{value} {key}" for key, value in count.items()))
    if count["in the table"]:
        print(
            f"coverage {count['linked'] / count['in the table']:.3f} of the people whose full name is known"
        )


if __name__ == "__main__":
    main()
