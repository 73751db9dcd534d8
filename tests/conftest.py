"""Articles that several tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

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
