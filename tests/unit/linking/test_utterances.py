"""The same utterance in several articles: what is linked, what is not, and what is said to differ."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from newsgraph.linking.utterances import link_utterances
from newsgraph.linking.utterances_candidates import find_candidates
from newsgraph.linking.utterances_pairs import Spoken, match
from newsgraph.linking.utterances_voices import read_voices
from newsgraph.linking.utterances_words import read_wording
from newsgraph.model import (
    ArticleRecord,
    Difference,
    LinkDecision,
    LinkPredicate,
    SpeakerRecord,
    StatementType,
    UtteranceRecord,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

DIRECT, INDIRECT, REPORTED = StatementType.DIRECT, StatementType.INDIRECT, StatementType.REPORTED
BATHS = "Wir werden keines der drei Bäder schließen, solange ich Bürgermeisterin bin"
FLOOD = "Wer die Flut damals gesehen hat, fragt nicht mehr nach dem Preis der neuen Deiche am Unterlauf"


def speaker(name: str) -> SpeakerRecord:
    iri = f"https://data.example/person/{name.lower().replace(' ', '-')}"
    return SpeakerRecord(iri, (name,), iri, is_person=True, family_name=name.rsplit(maxsplit=1)[-1])


ANNA, UWE = speaker("Anna Brandt"), speaker("Uwe Brandt")


def article(
    number: int, *said: tuple[StatementType, str, SpeakerRecord | None], day: str = "2020-05-04"
) -> ArticleRecord:
    iri = f"https://data.example/article/{number}"
    utterances = tuple(
        UtteranceRecord(
            f"{iri}/statement/{place}", iri, kind, text, speakers=(who,) if who else (), cue="sagte"
        )
        for place, (kind, text, who) in enumerate(said)
    )
    return ArticleRecord(iri, published=day, utterances=utterances)


def links(*articles: ArticleRecord) -> tuple[LinkDecision, ...]:
    return link_utterances(articles)


def linked(
    one: tuple[StatementType, str, SpeakerRecord | None],
    other: tuple[StatementType, str, SpeakerRecord | None],
    day: str = "2020-05-05",
) -> bool:
    return bool(links(article(1, one), article(2, other, day=day)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DIRECT, BATHS),
        (DIRECT, "Wir werden keines der drei Bäder schließen"),
        (DIRECT, "Solange ich Bürgermeisterin bin, werden wir keines der drei Bäder schließen"),
        (INDIRECT, "Man werde keines der 3 Bäder schließen, solange sie Bürgermeisterin sei"),
        (INDIRECT, "dass die Stadt keines der drei Bäder schließe, solange sie Bürgermeisterin sei"),
    ],
)
def test_one_utterance_told_in_several_ways(kind: StatementType, text: str) -> None:
    assert linked((DIRECT, BATHS, ANNA), (kind, text, ANNA))


@pytest.mark.parametrize(
    ("kind", "text", "who"),
    [
        (DIRECT, BATHS, UWE),
        (DIRECT, BATHS.replace("keines", "eines"), ANNA),
        (DIRECT, BATHS.replace("drei", "vier"), ANNA),
        (INDIRECT, "Sie sei gern Bürgermeisterin", ANNA),
        (INDIRECT, "Die drei Bäder kosteten die Stadt zwei Millionen Euro im Jahr", ANNA),
        (DIRECT, "Über die Bäder reden wir im Herbst", ANNA),
        (REPORTED, "Die drei Bäder", ANNA),
    ],
)
def test_another_utterance_of_the_same_matter(kind: StatementType, text: str, who: SpeakerRecord) -> None:
    assert not linked((DIRECT, BATHS, ANNA), (kind, text, who))


def test_what_is_denied_is_not_what_is_said() -> None:
    said = article(1, (INDIRECT, "40 Pflegekräfte sollten ihre Stelle verlieren", None))
    denied = article(2, (INDIRECT, "dass 40 Pflegekräfte ihre Stelle verlieren sollten", None))
    denial = replace(denied, utterances=(replace(denied.utterances[0], is_denial=True),))
    one_report = LinkDecision(said.iri, LinkPredicate.NEAR_DUPLICATE, denied.iri, "", 1.0)
    assert link_utterances((said, denied), [one_report])
    assert not link_utterances((said, denial), [one_report])


def test_a_denial_tells_the_same_as_a_no() -> None:
    said = article(1, (DIRECT, "Die Klinik streicht keine vierzig Stellen im Oktober", ANNA))
    denied = article(2, (INDIRECT, "dass die Klinik vierzig Stellen im Oktober streiche", ANNA))
    denial = replace(denied, utterances=(replace(denied.utterances[0], is_denial=True),))
    assert links(said, denial)
    assert not links(said, denied)


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [
        (ANNA, "2020-05-05", True),
        (ANNA, "2024-01-01", True),
        (None, "2020-05-06", True),
        (None, "2024-01-01", True),
        (UWE, "2020-05-05", False),
    ],
)
def test_a_long_quotation_is_known_again(who: SpeakerRecord | None, day: str, expected: bool) -> None:
    assert linked((DIRECT, FLOOD, ANNA), (DIRECT, FLOOD, who), day) is expected


@pytest.mark.parametrize(
    ("who", "day", "expected"),
    [(ANNA, "2020-05-05", True), (ANNA, "2020-05-20", False), (None, "2020-05-04", False)],
)
def test_a_short_quotation_needs_speaker_and_day(who: SpeakerRecord | None, day: str, expected: bool) -> None:
    short = "Das ist ein Skandal"
    assert linked((DIRECT, short, ANNA), (DIRECT, short, who), day) is expected


def test_a_short_quotation_without_a_speaker_is_known_again_in_a_reprint() -> None:
    pair = article(1, (DIRECT, "Das Boot ist voll", None)), article(2, (DIRECT, "Das Boot ist voll", None))
    duplicate = LinkDecision(pair[0].iri, LinkPredicate.NEAR_DUPLICATE, pair[1].iri, "same text", 0.9)
    assert not link_utterances(pair)
    assert len(link_utterances(pair, [duplicate])) == 1


def test_in_a_reprint_the_printed_mention_of_the_speaker_decides() -> None:
    one, other = article(1, (DIRECT, BATHS, ANNA)), article(2, (DIRECT, BATHS, UWE))
    duplicate = LinkDecision(one.iri, LinkPredicate.NEAR_DUPLICATE, other.iri, "same text", 0.9)
    assert not link_utterances((one, other), [duplicate])
    printed = [
        replace(each, utterances=(replace(each.utterances[0], speaker_mention="Brandt"),))
        for each in (one, other)
    ]
    assert link_utterances(printed, [duplicate])
    assert not link_utterances(printed)


def test_statements_of_one_article_are_never_linked() -> None:
    assert not links(article(1, (DIRECT, BATHS, ANNA), (DIRECT, BATHS, ANNA)))


@pytest.mark.parametrize(
    ("end", "who", "day", "expected"),
    [
        (60, ANNA, "2020-05-05", True),
        (60, ANNA, "2020-06-05", False),
        (60, UWE, "2020-05-05", False),
        (20, ANNA, "2020-05-05", False),
    ],
)
def test_without_wording_the_fingerprint_in_the_iri_tells(
    end: int, who: SpeakerRecord, day: str, expected: bool
) -> None:
    one, other = article(1, (DIRECT, "", ANNA)), article(2, (DIRECT, "", who), day=day)
    one, other = (replace(each, utterances=(replace(each.utterances[0], end=end),)) for each in (one, other))
    found = links(one, other)
    assert bool(found) is expected
    assert all(link.differences == (Difference.VERBATIM, Difference.OTHER_DATE) for link in found)
    assert not links(one, replace(other, utterances=(replace(other.utterances[0], iri=f"{other.iri}/x"),)))


def test_the_subject_is_what_was_published_first_and_the_object_shortens_it() -> None:
    late = article(1, (DIRECT, "Wir werden keines der drei Bäder schließen", ANNA), day="2020-05-05")
    early = article(2, (DIRECT, BATHS, ANNA), day="2020-05-04")
    (link,) = links(late, early)
    assert (link.subject, link.object) == (early.utterances[0].iri, late.utterances[0].iri)
    assert link.differences == (Difference.SHORTENED, Difference.OTHER_DATE)
    assert link.omitted == ("solange ich Bürgermeisterin bin",)
    assert link.added == ()
    assert link.evidence == (link.subject, link.object)
    assert link.predicate is LinkPredicate.SAME_UTTERANCE


def test_on_one_day_the_smaller_iri_is_the_subject() -> None:
    (link,) = links(article(2, (DIRECT, BATHS, ANNA)), article(1, (DIRECT, BATHS, ANNA)))
    assert link.subject.startswith("https://data.example/article/1/")
    assert link.differences == (Difference.VERBATIM,)


def test_type_name_cue_and_tone_are_told() -> None:
    one = article(1, (DIRECT, BATHS, ANNA))
    other = article(
        2,
        (
            INDIRECT,
            "Man werde keines der drei Bäder schließen, solange sie Bürgermeisterin sei",
            speaker("Brandt"),
        ),
    )
    other = replace(other, utterances=(replace(other.utterances[0], cue="behauptete"),))
    (link,) = links(one, other)
    assert link.differences == (
        Difference.PARAPHRASED,
        Difference.OTHER_TYPE,
        Difference.OTHER_SPEAKER_NAME,
        Difference.OTHER_CUE,
        Difference.OTHER_TONE,
    )
    assert link.omitted == link.added == ()


def test_of_two_retellings_the_nearer_is_taken() -> None:
    quoted = article(1, (DIRECT, "Die Schule bekommt im Sommer ein neues Dach aus Schiefer", ANNA))
    told = article(
        2,
        (INDIRECT, "die Schule bekomme im Sommer ein neues Dach aus Schiefer", ANNA),
        (INDIRECT, "Die Schule mit dem neuen Dach öffne im Sommer", ANNA),
    )
    (link,) = links(quoted, told)
    assert link.object == told.utterances[0].iri


def test_a_quotation_within_a_retelling_does_not_hide_it() -> None:
    quoted = article(1, (DIRECT, BATHS, ANNA))
    told = article(
        2,
        (INDIRECT, "Man werde keines der drei Bäder schließen, solange sie Bürgermeisterin sei", ANNA),
        (DIRECT, "keines der drei Bäder schließen", ANNA),
    )
    outer, inner = told.utterances
    told = replace(told, utterances=(outer, replace(inner, nested_in=outer.iri)))
    assert {link.object for link in links(quoted, told)} == {outer.iri, inner.iri}


@pytest.mark.parametrize("published", ["", "2020", "gestern", "2020-02-31"])
def test_an_article_without_a_day_is_read_all_the_same(published: str) -> None:
    one, other = article(1, (DIRECT, BATHS, ANNA)), article(2, (DIRECT, BATHS, ANNA), day=published)
    assert len(links(one, other)) == 1


def test_what_is_quoted_and_told_again_is_linked_to_both() -> None:
    quoted = article(1, (DIRECT, BATHS, ANNA))
    parts = article(
        2,
        (DIRECT, "Wir werden keines der drei Bäder schließen", ANNA),
        (DIRECT, "solange ich Bürgermeisterin bin", ANNA),
    )
    assert len(links(quoted, parts)) == 2


WORDS = ["Deich", "Schule", "Hafen", "Brücke", "Steuer", "Winter", "Straße", "Klinik", "Wahl", "Preis"]
SPEAKERS = (ANNA, UWE, speaker("Brandt"), None)


def _random_articles(seed: int) -> list[ArticleRecord]:
    chance = random.Random(seed)  # noqa: S311  no secret is drawn
    return [
        article(
            number,
            *(
                (
                    chance.choice((DIRECT, INDIRECT)),
                    " ".join(chance.choices(WORDS, k=chance.randint(1, 7))),
                    chance.choice(SPEAKERS),
                )
                for _ in range(4)
            ),
            day=f"2020-05-0{chance.randint(1, 6)}",
        )
        for number in range(12)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_articles_and_statements_changes_nothing(seed: int) -> None:
    articles = _random_articles(seed)
    expected = link_utterances(articles)
    chance = random.Random(seed)  # noqa: S311  no secret is drawn
    chance.shuffle(articles)
    shuffled = [
        replace(one, utterances=tuple(chance.sample(one.utterances, len(one.utterances)))) for one in articles
    ]
    assert link_utterances(shuffled) == expected


@pytest.mark.parametrize("seed", range(6))
def test_further_articles_change_no_link_between_others(seed: int) -> None:
    articles = _random_articles(seed)
    first = {each.iri for each in articles[:7]}
    among_first = [
        link
        for link in link_utterances(articles)
        if all(end.rpartition("/statement")[0] in first for end in (link.subject, link.object))
    ]
    assert among_first == list(link_utterances(articles[:7]))


@pytest.mark.parametrize("seed", range(6))
def test_no_pair_that_matches_is_overlooked(seed: int) -> None:
    spoken = [
        Spoken(
            record,
            read_wording(record.text),
            read_voices(record.speakers),
            date.fromisoformat(one.day),
        )
        for one in _random_articles(seed)
        for record in one.utterances
    ]
    candidates = set(find_candidates(spoken))
    matching = {pair for pair in combinations(range(len(spoken)), 2) if _matches(spoken, pair)}
    assert matching
    assert matching <= candidates


def _matches(spoken: Sequence[Spoken], pair: tuple[int, int]) -> bool:
    one, other = spoken[pair[0]], spoken[pair[1]]
    return one.record.article != other.record.article and match(one, other) is not None
