"""How well reprints are recognised: articles reprinted by rule in seven ways, each utterance of known origin.

    python benchmarks/reprints.py ../shared/articles/corpus [--articles 150] [--errors]

Of each article there is a word-for-word copy, one cut to its first half, a brief of two paragraphs, one with
words exchanged and another first paragraph, one with its quotations shortened, a report of another house in
its own words (quotations retold in Konjunktiv), and a follow-up of the next day that repeats two quotations.
The first five print the same report. Articles are annotated by the rules, and linked with their texts and
without. What annotation reads otherwise in a reprint than in the original counts neither way. Before all
that, the statements of each article are compared with each other: none gives the utterance of another.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.finders import load_finder
from newsgraph.linking.duplicates import find_duplicates
from newsgraph.linking.utterances import link_utterances
from newsgraph.linking.utterances_pairs import Spoken, match
from newsgraph.linking.utterances_voices import read_voices
from newsgraph.linking.utterances_words import fold_words, read_wording
from newsgraph.model import Person, StatementType
from newsgraph.rdf import build_graph
from newsgraph.rdf.read_records import read_article
from newsgraph.readers import find_files, read_file, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.model import Annotations, Article, Statement
    from newsgraph.model.links import ArticleRecord, LinkDecision, UtteranceRecord

_FINDER = load_finder("rules")
_ONE_REPORT = ("copy", "cut", "brief", "edited", "trimmed")
_EXCHANGED = {
    "sagte": "erklärte", "erklärte": "sagte", "rund": "etwa", "jedoch": "allerdings", "bereits": "schon",
    "zudem": "außerdem", "derzeit": "zurzeit", "mehr": "weitaus mehr", "neue": "neuartige", "auch": "ebenso",
    "erst": "eben erst", "sehr": "überaus", "nun": "jetzt", "will": "möchte", "gegen": "wider",
    "Stadt": "Kommune", "Menschen": "Leute", "wegen": "aufgrund", "zunächst": "anfangs", "große": "riesige",
}  # fmt: skip
_RETOLD = {
    "ich": "er", "wir": "man", "mein": "sein", "meine": "seine", "unser": "ihr", "unsere": "ihre",
    "bin": "sei", "ist": "sei", "sind": "seien", "habe": "habe", "haben": "hätten", "hat": "habe",
    "werden": "würden",
    "wird": "werde", "kann": "könne", "können": "könnten", "muss": "müsse", "müssen": "müssten",
    "will": "wolle", "wollen": "wollten", "darf": "dürfe", "soll": "solle", "uns": "sich", "mich": "sich",
    "war": "sei gewesen", "waren": "seien gewesen", "braucht": "brauche", "geht": "gehe", "kommt": "komme",
}  # fmt: skip
_FINITE = frozenset(_RETOLD) - {"ich", "wir", "mein", "meine", "unser", "unsere", "uns", "mich"}


@dataclass(frozen=True, slots=True)
class Reprint:
    """A reprint of an article: the way, its file, and the new wording of utterances by their old one."""

    way: str
    raw: str
    told: dict[str, str]


def main() -> None:
    """Reprint, link, and print what was found and what is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--errors", action="store_true", help="print what is missed and what is wrong")
    options = parser.parse_args()
    files = find_files([options.source]).files
    if len(files) < 2 * options.articles:
        sys.exit(f"{len(files)} articles in {options.source}: each one needs another for its follow-up")
    originals = [annotate_article(read_file(file), _FINDER) for file in files[: options.articles]]
    others = [read_file(file) for file in files[options.articles :]]
    print(_within(_record(original) for original in originals))
    records: list[ArticleRecord] = []
    true: dict[tuple[str, str], str] = {}
    reports: dict[tuple[str, str], str] = {}
    family: dict[str, str] = {}
    for original, new_story in zip(originals, others, strict=False):
        mine = _record(original)
        records.append(mine)
        for reprint in _reprints(original, new_story):
            other = _record(annotate_article(read_text(reprint.raw), _FINDER))
            records.append(other)
            family[other.iri] = mine.iri
            true |= _true_pairs(mine, other, reprint)
            reports[mine.iri, other.iri] = reprint.way
    for whole in (True, False):
        given = records if whole else [replace(record, text="") for record in records]
        duplicates = find_duplicates(given)
        links = link_utterances(given, duplicates)
        _print_duplicates(duplicates, reports, family, "texts" if whole else "statements")
        _print_utterances(links, true, given, options.errors and whole)


def _within(records: Iterable[ArticleRecord]) -> str:
    """Compare the statements of each article as if two articles of one day had them: none is another."""
    pairs = 0
    matching = 0
    for record in records:
        day = date.fromisoformat(record.day) if record.day else None
        spoken = [
            Spoken(one, read_wording(one.text), read_voices(one.speakers), day) for one in record.utterances
        ]
        for one, other in combinations(spoken, 2):
            if one.record.end <= other.record.start or other.record.end <= one.record.start:
                pairs += 1
                matching += match(one, other) is not None
    return f"{matching} of {pairs} pairs of statements of one article are taken for one utterance"


def _record(annotations: Annotations) -> ArticleRecord:
    record = read_article(build_graph(annotations), annotations.article.text)
    if record is None:
        sys.exit(f"no article: {annotations.article.headline}")
    return record


def _reprints(original: Annotations, new_story: Article) -> list[Reprint]:
    article = original.article
    paragraphs = [span.of(article.text) for span in article.paragraphs]
    half = paragraphs[: max(1, (len(paragraphs) + 1) // 2)]
    brief = paragraphs[:1] + paragraphs[2:3]
    trimmed, shortened = _trimmed(original, paragraphs)
    retold, told = _retold(original)
    follow_up = [span.of(new_story.text) for span in new_story.paragraphs] + _quoted_again(original)
    exchanged = {one.text(article.text): _exchange(one.text(article.text)) for one in original.statements}
    exchanged = {text: other for text, other in exchanged.items() if text != other}
    edited = ["Davon war am Ende des langen Tages an dieser Stelle noch einmal die Rede.", *paragraphs[1:]]
    reprints = [
        Reprint("copy", _file(article, "copy", paragraphs), {}),
        Reprint("cut", _file(article, "cut", half), {}),
        Reprint("brief", _file(article, "brief", brief), {}),
        Reprint("edited", _file(article, "edited", [_exchange(text) for text in edited]), exchanged),
        Reprint("trimmed", _file(article, "trimmed", trimmed), shortened),
        Reprint("follow-up", _file(article, "follow-up", follow_up, days=1), {}),
    ]
    return [*reprints, Reprint("retold", _file(article, "retold", retold), told)] if told else reprints


def _file(article: Article, way: str, paragraphs: Iterable[str], days: int = 0) -> str:
    day = (article.published or date(2020, 1, 1)) + timedelta(days=days)
    body = "\n\n".join(paragraphs)
    url = f"https://{way}.example/{article.id}"
    return f"{way}.example, {day:%d.%m.%Y}\n\n{url}\n\nMeldung {way}\n\n{body}\n{article.credit or ''}\n"


def _exchange(text: str) -> str:
    """Exchange words outside quotation marks."""
    parts = re.split(r"([„“\"»«])", text)
    inside = False
    for place, part in enumerate(parts):
        if re.fullmatch(r"[„“\"»«]", part):
            inside = not inside
        elif not inside:
            parts[place] = re.sub(r"\w+", lambda match: _EXCHANGED.get(match[0], match[0]), part)
    return "".join(parts)


def _quotations(original: Annotations) -> list[tuple[Statement, str, str]]:
    """Return the quotations of one part by a person, with their text and the person's name."""
    text = original.article.text
    return [
        (one, one.text(text), one.speakers[0].name)
        for one in original.statements
        if one.type is StatementType.DIRECT
        and len(one.spans) == 1
        and one.nested_in is None
        and len(one.text(text).split()) > 4  # shorter ones cannot be cut
        and one.speakers
        and isinstance(one.speakers[0], Person)
        and not one.speakers[0].local
    ]


def _trimmed(original: Annotations, paragraphs: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Cut what follows the first comma of each quotation."""
    shortened = {}
    for _, text, _ in _quotations(original):
        kept = text.split(", ")[0]
        if kept != text and len(kept.split()) > 4:
            shortened[text] = kept + (text[-1] if text[-1] in ".!?" else "")
    trimmed = list(paragraphs)
    for text, kept in shortened.items():
        trimmed = [paragraph.replace(text, kept) for paragraph in trimmed]
    return trimmed, shortened


def _retold(original: Annotations) -> tuple[list[str], dict[str, str]]:
    """Tell each quotation again, in Konjunktiv, as another house's reporter would."""
    told = {}
    paragraphs = ["Im Saal war es voll."]
    for _, text, name in _quotations(original):
        words = text.rstrip(".!?").split()
        if "?" in text or "." in text[:-1] or not any(word.lower() in _FINITE for word in words):
            continue
        told[text] = " ".join(_RETOLD.get(word.lower(), word) for word in words)
        told[text] = told[text][0].upper() + told[text][1:]
        paragraphs.append(f"{told[text]}, sagte {name}.")
    return paragraphs, told


def _quoted_again(original: Annotations) -> list[str]:
    return [f'{name} hatte gesagt: "{text}"' for _, text, name in _quotations(original)[:2]]


def _true_pairs(mine: ArticleRecord, other: ArticleRecord, reprint: Reprint) -> dict[tuple[str, str], str]:
    """Return the pairs of statements that give one utterance, each with what was done to it."""
    theirs = defaultdict(list)
    for one in other.utterances:
        theirs[fold_words(one.text)].append(one.iri)
    pairs = {}
    for one in mine.utterances:
        wording = reprint.told.get(one.text, one.text)
        done = reprint.way if one.text in reprint.told else "same"
        for iri in theirs.get(fold_words(wording), ()):
            pairs[one.iri, iri] = done
    return pairs


def _print_duplicates(
    found: Sequence[LinkDecision],
    reports: dict[tuple[str, str], str],
    family: dict[str, str],
    evidence: str,
) -> None:
    pairs = {(link.subject, link.object) for link in found} | {(link.object, link.subject) for link in found}
    table = Table("way", "linked", "of", title=f"near-duplicates, by {evidence}")
    for way, number in Counter(reports.values()).items():
        linked = sum(1 for pair, one in reports.items() if one == way and pair in pairs)
        table.add_row(way + ("" if way in _ONE_REPORT else " (no duplicate)"), str(linked), str(number))
    strange = sum(
        1 for link in found if family.get(link.subject, link.subject) != family.get(link.object, link.object)
    )
    table.add_row("different stories (no duplicate)", str(strange), "")
    Console(width=110).print(table)


def _print_utterances(
    links: Sequence[LinkDecision],
    true: dict[tuple[str, str], str],
    records: list[ArticleRecord],
    errors: bool,
) -> None:
    texts = {one.iri: one for record in records for one in record.utterances}
    linked = {frozenset((link.subject, link.object)): link for link in links}
    table = Table("what was done", "linked", "of", "recall", title="utterances")
    for done in sorted(set(true.values())):
        pairs = [pair for pair, kind in true.items() if kind == done]
        hits = sum(1 for pair in pairs if frozenset(pair) in linked)
        table.add_row(done, str(hits), str(len(pairs)), f"{hits / len(pairs):.3f}")
        if errors:
            for one, other in (pair for pair in pairs if frozenset(pair) not in linked):
                print(f"missed ({done}): {_show(texts[one])} | {_show(texts[other])}")
    origins = _origins(true, texts)
    known = [link for link in links if origins[link.subject] and origins[link.object]]
    wrong = [link for link in known if not origins[link.subject] & origins[link.object]]
    right = len(known) - len(wrong)
    table.add_row("precision", str(right), str(len(known)), f"{right / len(known):.3f}")
    table.add_row("of unknown origin", str(len(links) - len(known)))
    Console(width=110).print(table)
    if errors:
        for link in wrong:
            print(f"wrong: {_show(texts[link.subject])} | {_show(texts[link.object])} ({link.reason})")


def _origins(
    true: dict[tuple[str, str], str], statements: dict[str, UtteranceRecord]
) -> defaultdict[str, set[str]]:
    """Return of each statement the original statements that it gives, or gives a part of."""
    origins: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in true:
        origins[one].add(one)
        origins[other].add(one)
    for iri, statement in statements.items():
        if statement.nested_in:
            origins[iri] = origins[statement.nested_in] = origins[iri] | origins[statement.nested_in]
    return origins


def _show(one: UtteranceRecord) -> str:
    return f"{one.text!r} {[speaker.names[0] for speaker in one.speakers]}"


if __name__ == "__main__":
    main()
