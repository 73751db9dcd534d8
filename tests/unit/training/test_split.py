from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(_ROOT))  # the package `training` is not installed: it is run from the root

from training.markup import parse_folder  # noqa: E402
from training.split import is_held_out  # noqa: E402


def test_about_one_article_in_seven_is_set_aside() -> None:
    slugs = [article.slug for article in parse_folder(_ROOT / "training" / "corpus")]
    held = [slug for slug in slugs if is_held_out(slug)]
    assert 0.12 < len(held) / len(slugs) < 0.17


def test_the_split_never_moves() -> None:
    # What once was held out must never be trained on, for models have been measured on it.
    assert is_held_out("h1-09-parteitag-leitantrag-bodensteuer")
    assert is_held_out("h2-09-diplomaten-ausgewiesen")
    assert not is_held_out("01-regionalliga-spieltag")
