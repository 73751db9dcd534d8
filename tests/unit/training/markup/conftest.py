"""An article in the markup of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[4]

MARKUP = """\
=== hafen-kran
@hd Küstenblatt | 2022-03-07T14:35 | Küstenblatt, 7. März 2022, 14:35 Uhr
@url https://www.kuestenblatt.example/kran
@credit dpa/ol | dpa
@authors Petra Lind
@p EK = Enno Krug | Hafenchef | Hafen AG
@p TB = Tomke Bahr | Sprecherin | Werft
@o Hafen AG; Werft
@l Leer; Emden
@s 1 D EK; 2 F EK ~cont=1; 3 R TB ~neg; 4 I O:Werft ~med=writing; 5 I N
@r 1 by=EK ~opp=TB
---
[EK:Krug] will neuen Kran in Leer
BY Von Petra Lind, Leer

„[1:Der alte Kran ist zu klein für die neuen Schiffe]“[f1:, [c1:sagte] Hafenchef [EK+w1:Enno Krug] am \
Montag]. [2:Man \
brauche [p1:einen zweiten]] (Link: https://www.kuestenblatt.example/a) [2+p1:Kran bis zum Sommer].

## Werft winkt ab

[f3:Die Sprecherin der Werft, [TB+w3:Tomke Bahr], [c3:lehnte]] [3:den Plan des „[t-name:Kranvaters]“] \
[f3:[c3:ab]]. \
[f4:[c4:Nach Angaben] [w4:der Werft]] [4:reichen die Kräne der Hafen AG noch zehn Jahre]. \
[5:In Emden solle ähnliches geplant sein].
"""


@pytest.fixture
def markup() -> str:
    """Return a well-formed article."""
    return MARKUP


@pytest.fixture(scope="session")
def gold_folder() -> Path:
    """Return the folder of the gold that the corpus was first published with."""
    folder = _ROOT.parent / "shared" / "articles" / "corpus"
    if not folder.is_dir():
        pytest.skip("the published gold (../shared/articles/corpus) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the project's own corpus."""
    return _ROOT / "training" / "corpus"
