from __future__ import annotations

from pathlib import Path

from training.markup import parse_folder
from training.split import is_held_out

_ROOT = Path(__file__).parents[3]


def test_about_one_article_in_seven_is_set_aside() -> None:
    slugs = [article.slug for article in parse_folder(_ROOT / "training" / "corpus")]
    held = [slug for slug in slugs if is_held_out(slug)]
    assert 0.12 < len(held) / len(slugs) < 0.17


def test_the_split_never_moves() -> None:
    # What once was held out must never be trained on, for models have been measured on it.
    assert is_held_out("h1-09-parteitag-leitantrag-bodensteuer")
    assert is_held_out("h2-09-diplomaten-ausgewiesen")
    assert not is_held_out("01-regionalliga-spieltag")
