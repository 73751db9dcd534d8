from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from training import texts
from training.corpora import RESEARCH_ONLY
from training.texts import read_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from tests.unit.training.conftest import Text

    from training.scheme import Example


def test_texts_and_names_are_read_without_annotation(
    written: Callable[[str], Text], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def corpus(name: str, _: Path) -> list[Example]:
        asked.append(name)
        return [written(f"Aus {name}.").example()]

    monkeypatch.setattr(texts, "read_corpus", corpus)
    for folder in ("quotes-wikinews", "ud/UD_German-X", "gazetteers"):
        (tmp_path / folder).mkdir(parents=True)
    record = json.dumps({"originalText": "Das Werk ist alt.", "annotations": [{"text": "Unfug"}]})
    (tmp_path / "quotes-wikinews" / "train.jsonl.gz").write_bytes(gzip.compress(f"{record}\n".encode()))
    (tmp_path / "ud" / "UD_German-X" / "de.conllu").write_text(
        "# text = Eva baut.\n1\tEva\tEva\n2\tbaut\tbauen\n\n# text = Jan auch.\n", encoding="utf-8"
    )
    (tmp_path / "gazetteers" / "names.tsv").write_text("1\tEnno\tx\nohne\n", encoding="utf-8")
    (tmp_path / "gazetteers" / "berlin_vornamen_all.tsv").write_text("Tomke\tw\n", encoding="utf-8")
    found = list(read_texts(tmp_path))
    assert found[len(asked) :] == ["Das Werk ist alt.", "Eva baut.", "Jan auch.", "Enno", "Tomke"]
    assert found[: len(asked)] == [f"Aus {name}." for name in asked]
    assert asked
    assert not {*asked} & RESEARCH_ONLY
    # Neither is the vocabulary chosen by what figures are measured on.
    assert not {*asked} & {"corpus-held-out", "germeval14-dev"}
