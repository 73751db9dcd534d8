"""Articles that several tests read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

ARTICLE = (
    "hafenbote.example, 4. Mai 2024, 14:35 Uhr\n\n"
    "https://www.hafenbote.example/politik/kaimauer-1234.html\n\n"
    "Streit um die Kaimauer\n\n"
    "Bürgermeisterin Erika Sandmann (SPD) hat am Freitag eine neue Kaimauer gefordert "
    "(Link: https://www.hafenbote.example/kai) . "
    '"Die alte Mauer hält keinen Winter mehr", sagte sie in Kiel. '
    "Das Geld sei vorhanden.\n\n"
    "Opposition winkt ab\n\n"
    "Der Fraktionschef der Grünen, Jan Petersen, lehnte das Vorhaben ab. Die Mauer sei erst 20 Jahre alt, "
    "sagte Petersen.\ndpa/kru\n"
)


class CallCounter(Protocol):
    """Tells how many functions are called while a function runs."""

    def __call__(self, function: Callable[[], object]) -> int: ...


@pytest.fixture
def count_calls() -> CallCounter:
    """Return a function that counts calls: a measure of work that no other work on the machine shifts."""

    def count(function: Callable[[], object]) -> int:
        calls = 0

        def seen(_frame: object, event: str, _argument: Any) -> None:  # noqa: ANN401  as sys has it
            nonlocal calls
            calls += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(seen)
        try:
            function()
        finally:
            sys.setprofile(before)
        return calls

    return count


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """Return a file that holds one good article."""
    file = tmp_path / "articles" / "kaimauer.txt"
    file.parent.mkdir()
    file.write_text(ARTICLE, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of annotated articles that lies beside a development checkout."""
    if not (SHARED / "articles").is_dir():
        pytest.skip("the annotated articles (../shared) are not on this machine")
    return SHARED
