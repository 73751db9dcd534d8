"""The tagger, faster than HanTa's own and of one mind with it."""

from __future__ import annotations

import pytest
from HanTa import HanoverTagger

from newsgraph.annotation.tagger import Tagger


@pytest.fixture(scope="module")
def taggers() -> tuple[HanoverTagger.HanoverTagger, Tagger]:
    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz"), Tagger()


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Bürgermeisterin hat am Montag eine neue Kaimauer gefordert .",
        "Man sei im Recht , hieß es in der Xylophonbehörde von Schnurzelbach .",
        '" Wir bleiben " , sagte Salonen der Zeitung "',
        "sagte",
        "Das Trinkwassernotstandsgesetz verlangte 41.000 Euro .",
        "qzx . , - ?",
    ],
)
def test_tags_are_those_of_hanta(taggers: tuple[HanoverTagger.HanoverTagger, Tagger], sentence: str) -> None:
    theirs, ours = taggers
    assert ours.tag_sent(sentence.split(), taglevel=0) == theirs.tag_sent(sentence.split(), taglevel=0)


def test_an_unknown_word_is_analysed_once(
    taggers: tuple[HanoverTagger.HanoverTagger, Tagger], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tagger = taggers
    first = tagger.tag_sent(["Ein", "Gurkenfassbeauftragter"], taglevel=0)
    monkeypatch.setattr(tagger, "lp_m_t", None)
    assert tagger.tag_sent(["Ein", "Gurkenfassbeauftragter"], taglevel=0) == first
