"""Which IRI of one state is which of the other."""

from __future__ import annotations

import pytest

from newsgraph.pipeline.diff import lines
from newsgraph.pipeline.diff_graphs import Change, Difference, Renames
from newsgraph.vocab import SCHEMA

OLD, NEW = "article/0000000000000001", "article/0000000000000002"


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/data#", "urn:example:"])
def test_what_lies_under_an_article_goes_with_it_whatever_the_base(base: str) -> None:
    renames = Renames()
    renames.add(base + OLD, base + NEW)
    assert renames.iri(f"{base}{OLD}/statement/1") == f"{base}{NEW}/statement/1"
    assert renames.iri(f"{base}article/0000000000000003/statement/1").endswith("3/statement/1")
    assert renames.term('"text"') == '"text"'


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/data#", "urn:example:"])
def test_only_what_is_the_article_s_alone_is_renamed_for_all(base: str) -> None:
    one = Renames()
    one.add(f"{base}{OLD}/statement/1", f"{base}{OLD}/statement/2")
    one.add(f"{base}person/ada-altroge", f"{base}person/ada-altrogge")
    renames = Renames()
    renames.take(one)
    assert renames.iri(f"{base}{OLD}/statement/1") == f"{base}{OLD}/statement/2"
    assert renames.iri(f"{base}person/ada-altroge") == f"{base}person/ada-altroge"


def test_words_of_the_data_do_not_speak_to_the_terminal() -> None:
    bell = "\x1b[2Jalt\x07"
    details = ((str(SCHEMA.text), bell, "neu\x9b1m"),)
    odd = Difference("urn:a", bell, Change.CHANGED, "urn:b", "Statement", bell, bell, details)
    told = list(lines([odd]))
    assert not {"\x1b", "\x07", "\x9b"} & set("".join(told))
    assert told[-1] == "      text: \ufffd[2Jalt\ufffd → neu\ufffd1m"
    assert odd.to_dict()["text"] == bell
