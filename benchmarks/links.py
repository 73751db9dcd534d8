"""How long it takes to find out who is the same: in real graphs beside reading them, and in invented ones.

    python benchmarks/links.py graph/ [--articles 10000] [--seed 1]
    python benchmarks/links.py graph/ --hide [--keep-ids] [--seed 1]

Prints the seconds of processor time for reading the graphs of a file or folder, for reading the people out
of them and for linking those, and the last two as parts of the first. Then the same for `--articles` invented
articles of four people each, whose names are drawn so that some are frequent, and some surnames only.

With `--hide`, half of the articles lose the given names of their people (and, without `--keep-ids`, their
known ids), and it is counted how many of the surnames left are linked to the right full name, by the IRI that
they had; every other link is printed, to be read: some of those are right too.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from time import process_time
from typing import TYPE_CHECKING

from newsgraph.iris import aspect_iri, slug
from newsgraph.lexicon import load_table
from newsgraph.linking.people import Identities, link_people
from newsgraph.model import ArticleRecord, GroundRecord, MentionKind, MentionRecord, PersonRecord
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf.read_records import read_article

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "https://data.example/"
ROLES = ("Minister", "Außenminister", "Sprecherin", "Trainer", "Bürgermeister", "Abgeordnete", "Torwart", "")
PEOPLE = 20_000
FIRST = ("Ah", "Alt", "Bach", "Berg", "Brand", "Buch", "Dorn", "Eich", "Ehr", "Feld", "Fink", "Forst", "Gold")
LAST = ("mann", "mayer", "hof", "beck", "hausen", "feld", "berger", "ner", "ke", "sen", "er", "wald", "huber")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("paths", nargs="*", help="RDF files or folders")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hide", action="store_true", help="measure how surnames find their full names")
    parser.add_argument("--keep-ids", action="store_true", help="hide given names but not known ids")
    arguments = parser.parse_args()
    if arguments.hide:
        _measure_hidden(arguments.paths, random.Random(arguments.seed), keep_ids=arguments.keep_ids)  # noqa: S311
        return
    if arguments.paths:
        _measure_graphs(arguments.paths)
    articles = list(_invent(arguments.articles, random.Random(arguments.seed)))  # noqa: S311  a benchmark
    start = process_time()
    found = link_people(articles)
    print(
        f"{len(articles)} invented articles: {process_time() - start:.1f} s, {len(found.decisions)} decisions"
    )


def _measure_graphs(paths: list[str]) -> None:
    start = process_time()
    graphs = list(GraphReader(paths).graphs())
    reading = process_time() - start
    start = process_time()
    articles = [article for graph in graphs if (article := read_article(graph)) is not None]
    records = process_time() - start
    start = process_time()
    found = link_people(articles)
    linking = process_time() - start
    print(f"{len(articles)} articles read in {reading:.2f} s")
    print(f"their people: {records:.2f} s ({records / reading:.0%} of reading)")
    print(f"linked: {linking:.2f} s ({linking / reading:.0%}), {len(found.decisions)} decisions")


def _measure_hidden(paths: list[str], rng: random.Random, *, keep_ids: bool) -> None:
    articles = [article for graph in GraphReader(paths).graphs() if (article := read_article(graph))]
    hidden: dict[str, str] = {}
    shown: list[ArticleRecord] = []
    for article in sorted(articles, key=lambda article: article.iri):
        if rng.random() < 0.5:
            persons = {
                p.iri: p for person in article.persons for p in [_hide(person, hidden, keep_ids=keep_ids)]
            }
            shown.append(replace(article, persons=tuple(persons.values())))
        else:
            shown.append(article)
    full = {p.iri for article in shown for p in article.persons if p.mentions and not p.is_local}
    found = link_people(shown)
    identities = Identities(found)
    linked = {iri: who for iri in hidden if (who := identities.of("", iri)) != iri}
    right = [iri for iri, who in linked.items() if who == hidden[iri] or hidden.get(who) == hidden[iri]]
    possible = sum(iri in full for iri in hidden.values())
    print(f"{len(hidden)} surnames, {possible} with a full name elsewhere: {len(right)} linked to it")
    for iri in sorted(set(linked) - set(right)):
        print(f"to be read: {hidden[iri]} → {linked[iri]}")


def _hide(person: PersonRecord, hidden: dict[str, str], *, keep_ids: bool) -> PersonRecord:
    if person.is_local or not person.mentions or not (person.family_name and person.given_name):
        return person
    iri = f"{person.article}/person/{slug(person.family_name)}"
    hidden[iri] = person.iri
    known = person.same_as if keep_ids else ()
    return replace(person, iri=iri, names=(person.family_name,), given_name="", family_name="", same_as=known)


def _invent(count: int, rng: random.Random) -> Iterator[ArticleRecord]:
    given = sorted(row[0] for row in load_table("first_names.tsv"))
    family = [f"{first}{second}" for first in FIRST for second in LAST]
    frequent = list(accumulate(1 / (rank + 20) for rank in range(len(family))))  # one in 50 is a Müller
    names = [(rng.choice(given), rng.choices(family, cum_weights=frequent)[0]) for _ in range(PEOPLE)]
    weights = list(accumulate(1 / rank for rank in range(1, PEOPLE + 1)))  # few people are in many articles
    for number in range(count):
        iri = f"{BASE}article/{number:016x}"
        day = date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
        chosen = dict.fromkeys(rng.choices(range(PEOPLE), cum_weights=weights, k=4))
        people = {p.iri: p for index in chosen for p in [_person(iri, names[index], index, rng)]}
        yield ArticleRecord(iri, published=day.isoformat(), persons=tuple(people.values()))


def _person(article: str, name: tuple[str, str], index: int, rng: random.Random) -> PersonRecord:
    is_single = rng.random() < 0.1
    full = name[1] if is_single else " ".join(name)
    shared = f"{BASE}person/{slug(full)}"
    role = ROLES[index % len(ROLES)]
    return PersonRecord(
        iri=aspect_iri(shared, article) if is_single else shared,
        article=article,
        names=(full,),
        given_name="" if is_single else name[0],
        family_name="" if is_single else name[1],
        roles=(role,) if role else (),
        mentions=(MentionRecord(f"{article}/mention/{index}", 0, MentionKind.FULL_NAME),),
        grounds=(GroundRecord(f"{article}/link/{index}", role),) if role else (),
    )


if __name__ == "__main__":
    main()
