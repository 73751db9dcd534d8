from __future__ import annotations

import gzip
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import ReadError
from training.readers.mobie import read

if TYPE_CHECKING:
    from pathlib import Path

    from training.scheme import Example


def examples(tmp_path: Path, *sentences: str) -> list[Example]:
    """Read sentences of words, each with its tag after a slash; a lone hash begins a document."""
    lines: list[str] = []
    for sentence in sentences:
        if sentence == "#":
            lines += ["-DOCSTART- -1- O O", ""]
            continue
        for word in sentence.split():
            form, _, tag = word.partition("|")
            lines.append(f"{form} NN I-NN {tag or 'O'}")
        lines.append("")
    file = tmp_path / "dev.conll2003.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    return list(read(file))


def names(example: Example) -> list[tuple[str, str]]:
    return [(name.span.of(example.text), name.label) for name in example.names]


def unknown(example: Example) -> list[str]:
    return [span.of(example.text) for _, span in example.unknown]


def test_documents_hold_their_sentences(tmp_path: Path) -> None:
    first, second = examples(tmp_path, "#", "Stau !", "Es dauert .", "#", "Ende .")
    assert first.text == "Stau! Es dauert."
    assert [span.of(first.text) for span in first.sentences] == ["Stau!", "Es dauert."]
    assert (first.id, second.id) == ("dev-1", "dev-2")
    assert first.labels == {"PER", "ORG", "LOC"}


def test_what_germeval_would_mark_too_is_a_name(tmp_path: Path) -> None:
    (found,) = examples(
        tmp_path,
        "#",
        "Angela|B-person Merkel|I-person lobt Siemens|B-organization-company in Hamburg|B-location-city"
        " -|I-location-city Altona|I-location-city an der A|B-location-street 7|I-location-street",
    )
    assert found.text == "Angela Merkel lobt Siemens in Hamburg-Altona an der A 7"
    assert names(found) == [
        ("Angela Merkel", "PER"),
        ("Siemens", "ORG"),
        ("Hamburg-Altona", "LOC"),
        ("A 7", "LOC"),
    ]
    assert not found.unknown


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Die Polizei|B-organization sucht", "Polizei"),
        ("Mainz|B-location-stop Hbf|I-location-stop ist zu", "Mainz Hbf"),
        ("@bahn|B-organization-company hilft", "@bahn"),
        ("Es fährt S3|B-location-route wieder", "S3"),
        ("Es staut stadtauswärts|B-location jetzt", "stadtauswärts"),
        ("Drei|B-location Verletzte", "Drei"),
        ("Das Tor von Portugal|B-organization fällt", "Portugal"),
        ("Siehe #Kiel jetzt", "#Kiel"),
    ],
)
def test_of_what_the_conventions_differ_on_nothing_is_known(tmp_path: Path, words: str, name: str) -> None:
    (found,) = examples(tmp_path, "#", words)
    assert names(found) == []
    assert unknown(found) == [name]


def test_dates_and_causes_are_no_names(tmp_path: Path) -> None:
    (found,) = examples(tmp_path, "#", "Unfall|B-event-cause am Montag|B-date")
    assert (names(found), unknown(found)) == ([], [])


def test_markup_is_left_out(tmp_path: Path) -> None:
    (found,) = examples(tmp_path, "#", "<br/> Kiel|B-location-city", "Stau .")
    assert found.text == "Stau."


def test_other_columns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.conll2003"
    file.write_text("Kiel O\n", encoding="utf-8")
    with pytest.raises(ReadError, match="four columns"):
        list(read(file))


def test_the_corpus_is_read_whole(data: Path) -> None:
    found = list(read(data / "mobie" / "dev.conll2003.gz"))
    counts = Counter(name.label for example in found for name in example.names)
    assert len(found) > 300
    assert counts["LOC"] > counts["ORG"] > counts["PER"] > 0
    assert all(name.span.of(e.text).strip() for e in found for name in e.names)
