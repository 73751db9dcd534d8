"""Articles that print one report, and articles that only tell of the same."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from newsgraph.linking.duplicates import find_duplicates
from newsgraph.linking.duplicates_words import read_print
from newsgraph.model import (
    ArticleRecord,
    Difference,
    LinkDecision,
    LinkPredicate,
    StatementType,
    UtteranceRecord,
)

LEAD = (
    "Die Steinbachtalsperre wird für ein Jahr abgelassen. Das teilte der Wasserverband am Dienstag mit. "
    "Grund sind Risse in der Mauer, die bei einer Prüfung im Januar entdeckt worden waren."
)
MIDDLE = (
    "Angler und Segler müssen bis zum Frühjahr auf den See verzichten. Die Gemeinde rechnet mit Einbußen im "
    "Tourismus und verlangt einen Ausgleich vom Land. Im Rathaus ist für Freitag eine Bürgerversammlung "
    "angesetzt, zu der auch der Landrat kommen will."
)
END = (
    "Zuletzt war die Talsperre vor dreißig Jahren leer. Damals kamen Tausende, um die alten Mauern zu sehen."
)
QUOTED = (
    '"Die Sicherheit der Menschen im Tal geht vor, und zwar an jedem Tag des Jahres", sagte Rolf Distel. '
)
OWN_LEAD = (
    "Kein Segeln, kein Angeln: Im Sommer fällt der beliebte See am Stadtrand trocken, und viele trauern."
)
OWN_REST = (
    "Wer am Ufer wohnt, hat davon am Stammtisch erfahren und sucht nun nach Schuldigen. Die Wirtin "
    "will schließen, der Kioskbesitzer verkauft Postkarten von früher. Fachleute halten die Mauer für fest."
)


def report(
    number: int, *paragraphs: str, day: str = "2019-03-12", agencies: tuple[str, ...] = ()
) -> ArticleRecord:
    headline = f"Überschrift {number}"
    text = "\n\n".join((headline, *paragraphs))
    iri = f"https://data.example/article/{number}"
    return ArticleRecord(iri, headline, published=day, agencies=agencies, text=text)


FULL = report(1, LEAD, QUOTED + MIDDLE, END, agencies=("dpa",))


def found(other: ArticleRecord, one: ArticleRecord = FULL) -> LinkDecision | None:
    links = find_duplicates((one, other))
    assert len(links) <= 1
    return links[0] if links else None


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (report(2, LEAD, QUOTED + MIDDLE, END), Difference.VERBATIM),
        (report(2, LEAD, MIDDLE), Difference.SHORTENED),
        (report(2, LEAD, QUOTED + MIDDLE, END, OWN_REST), Difference.EXTENDED),
        (report(2, OWN_LEAD, QUOTED + MIDDLE, END), Difference.EDITED),
        (report(2, LEAD.replace("Dienstag", "Mittwoch"), QUOTED + MIDDLE, END), Difference.EDITED),
    ],
)
def test_a_copy_is_recognised_with_what_was_changed(other: ArticleRecord, difference: Difference) -> None:
    link = found(other)
    assert link is not None
    assert link.predicate is LinkPredicate.NEAR_DUPLICATE
    assert link.differences == (difference,)


@pytest.mark.parametrize(
    "other",
    [
        report(2, OWN_LEAD, QUOTED + OWN_REST),
        report(2, OWN_LEAD, QUOTED + QUOTED + OWN_REST, day="2019-03-13", agencies=("dpa",)),
        report(2, LEAD.split(". ", maxsplit=1)[0], OWN_REST),
        report(2, "Kurz."),
        report(2),
    ],
)
def test_another_report_of_the_same_is_no_copy(other: ArticleRecord) -> None:
    assert found(other) is None


def test_quotations_alone_make_no_copy() -> None:
    quotations = [f'"{LEAD}"', f'"{MIDDLE}"', f"„{END}“"]
    one, other = report(1, *quotations, OWN_LEAD), report(2, *quotations, OWN_REST)
    assert found(other, one) is None


def test_a_common_agency_counts_and_is_named() -> None:
    loose = report(2, OWN_LEAD, OWN_REST, LEAD, agencies=("AFP", "dpa"))
    link = found(loose)
    assert link is not None
    assert "dpa" in link.reason
    assert "AFP" not in link.reason
    alone = found(replace(loose, agencies=()))
    assert alone is None or alone.confidence < link.confidence


@pytest.mark.parametrize(("day", "expected"), [("2019-03-15", True), ("2019-06-15", False), ("", True)])
def test_what_is_partly_the_same_must_be_of_one_week(day: str, expected: bool) -> None:
    half = report(2, OWN_LEAD, MIDDLE, OWN_REST[:100], day=day)
    assert (found(half) is not None) is expected


def test_the_subject_is_what_was_published_first() -> None:
    link = found(report(0, LEAD, MIDDLE, day="2019-03-13"))
    assert link is not None
    assert link.subject == FULL.iri
    assert link.differences == (Difference.SHORTENED, Difference.OTHER_DATE)
    assert link.evidence == (link.subject, link.object)


def _told(number: int, *texts: str, kind: StatementType = StatementType.INDIRECT) -> ArticleRecord:
    iri = f"https://data.example/article/{number}"
    utterances = tuple(
        UtteranceRecord(f"{iri}/statement/{place}", iri, kind, text) for place, text in enumerate(texts)
    )
    return ArticleRecord(iri, published="2019-03-12", utterances=utterances)


def test_without_texts_the_statements_are_compared() -> None:
    link = found(_told(2, LEAD, MIDDLE), _told(1, LEAD, MIDDLE, END))
    assert link is not None
    assert "statements" in link.reason
    assert "text" not in link.reason


def test_without_texts_quotations_prove_nothing() -> None:
    direct = StatementType.DIRECT
    assert found(_told(2, LEAD, MIDDLE, kind=direct), _told(1, LEAD, MIDDLE, kind=direct)) is None


def test_without_any_words_nothing_is_found() -> None:
    assert not find_duplicates([_told(1), _told(2), report(3)])


def test_the_order_of_articles_changes_nothing() -> None:
    articles = [
        FULL,
        *(report(n, LEAD, MIDDLE, day=f"2019-03-1{n}") for n in range(2, 7)),
        report(9, OWN_REST),
    ]
    expected = find_duplicates(articles)
    assert len(expected) == 15
    chance = random.Random(1)  # noqa: S311  no secret is drawn
    for _ in range(3):
        chance.shuffle(articles)
        assert find_duplicates(articles) == expected


def test_further_articles_change_no_link_between_others() -> None:
    articles = [
        FULL,
        *(report(n, LEAD, MIDDLE, day=f"2019-03-1{n}") for n in range(2, 7)),
        report(9, OWN_REST),
    ]
    first = {each.iri for each in articles[:3]}
    found = [link for link in find_duplicates(articles) if {link.subject, link.object} <= first]
    assert tuple(found) == find_duplicates(articles[:3])


def test_hash_values_are_the_same_on_every_machine() -> None:
    assert read_print(report(1, "Das Bad bleibt offen")).everything.tolist() == [357699337, 2693350010]
