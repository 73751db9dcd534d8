"""Who belongs to whom among those who propose and take a stance."""

from __future__ import annotations

import pytest

from newsgraph.annotation.stance_kin import Kin
from newsgraph.annotation.stance_makers import Makers
from newsgraph.model import Agent, AnonymousAgent, Organisation, Person, Proposal, Span

_SPD = Organisation("SPD")
_GROUP = Organisation("SPD-Fraktion")
_CHAMBER = Organisation("Kammer der Handwerker")
_MEMBER = Person("Anna Muster", affiliations=(_SPD,))


@pytest.mark.parametrize(
    ("agent", "proposer", "belongs"),
    [
        (_MEMBER, _GROUP, True),
        (AnonymousAgent("ein Sprecher", speaks_for=(_SPD,)), _GROUP, True),
        (Person("Uwe Beispiel", roles=("Kammerpräsident",)), _CHAMBER, True),
        (Person("Uwe Beispiel", roles=("Rektor",)), _CHAMBER, False),
        (_MEMBER, _CHAMBER, False),
    ],
)
def test_who_belongs_to_whom(agent: Agent, proposer: Agent, *, belongs: bool) -> None:
    assert Kin(Makers(())).belongs_to(agent, proposer) is belongs


def test_only_who_makes_another_proposal_is_a_rival() -> None:
    proposers = ((_GROUP,), (_CHAMBER,), (_CHAMBER, _MEMBER))
    makers = Makers(tuple(Proposal((Span(i, i + 1),), proposers=p) for i, p in enumerate(proposers)))
    kin = Kin(makers)
    assert kin.has_rival(_SPD, 1)
    assert not Kin(Makers((Proposal((Span(0, 1),), proposers=(_GROUP,)),))).has_rival(_SPD, 0)
    assert kin.has_rival(_MEMBER, 1)
    assert not kin.has_rival(_MEMBER, 0)
    assert not kin.has_rival(Organisation("Verein"), 0)
