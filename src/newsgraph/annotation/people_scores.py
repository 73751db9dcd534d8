"""Gives people the body that the whole article makes likeliest, where no word beside the name tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.people_ties import Ties, of_none
from newsgraph.annotation.roles_context import classes_of_role
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.annotation.weights import shares
from newsgraph.model import Mention

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.people_profiles import Profile
    from newsgraph.annotation.people_ties import Tie

_FIRM = frozenset({"company"})

WEIGHTS = "affiliation_weights.tsv"
LIKELY_FROM = 0.35
"""From which share on a body is given: where precision and recall of affiliations weigh most together.

Chosen by cross-validation on the annotated corpus (`benchmarks/fit_affiliations.py`).
"""

LIKELY_WITHOUT_ROLE = 0.7
"""The same for people without a role: the painter whom an article on a museum names is none of its people."""


def add_likely_bodies(document: Document, profiles: list[Profile], registry: BodyRegistry) -> None:
    """Give each person without a body the likeliest one, if it is likely enough.

    "Beim Elternrat löst der Plan Ärger aus. Die Vorsitzende Helga Brehme …": Helga Brehme belongs to the
    Elternrat. Staff then share the body of whom they serve ("seine Sprecherin").
    """
    for profile in profiles:
        add_firm_of_its_name(profile, registry)
    ties = Ties(document, profiles, registry)
    alone = [profile for profile in profiles if not profile.bodies and profile.principal is None]
    chosen = [(profile, likeliest(ties.of(profile), profile)) for profile in alone]
    for profile, choice in chosen:
        if choice is None:
            continue
        tie, share = choice
        mention = Mention((tie.span,), tie.span.of(document.text), reason="body in context", confidence=share)
        if tie.body not in {**registry.organisations, **registry.countries}:
            registry.add_named(tie.body, mention)
        profile.add_body(tie.body, "body in context", share, (tie.span,))
    for profile in profiles:
        _share_with_principal(profile)
        profile.prefer_parties()


def add_firm_of_its_name(profile: Profile, registry: BodyRegistry) -> None:
    """Add the firm that bears the person's surname: "Konzernchef Kenji Okuda" of Okuda Motors.

    Counter-example: "die Wirtin Ute Bahn" in an article on the Deutsche Bahn (no role in a firm).
    """
    if profile.bodies or not any(_FIRM & classes_of_role(noun_of_title(role)) for role in profile.roles):
        return
    family = {profile.person.family_name, *(profile.person.family_name or "").split("-")}
    firms = [name for name in registry.organisations if family & set(name.replace("-", " ").split())]
    if len(firms) == 1:
        mention = registry.organisations[firms[0]][0]
        profile.add_body(firms[0], "bears its name", 0.85, mention.spans)


def bar_of(none: frozenset[str]) -> float:
    """Return from which share on a body is given, by what holds of belonging to none."""
    return LIKELY_WITHOUT_ROLE if "none for no role" in none else LIKELY_FROM


def likeliest(ties: tuple[Tie, ...], profile: Profile) -> tuple[Tie, float] | None:
    """Return the likeliest body with its share of 0 to 1, None where none is likely enough."""
    none = of_none(profile)
    found = shares([*(tie.features for tie in ties), none], WEIGHTS)[:-1]
    if not found or max(found) < bar_of(none):
        return None
    best = max(range(len(found)), key=found.__getitem__)
    return ties[best], round(found[best], 2)


def _share_with_principal(profile: Profile) -> None:
    principal = profile.principal
    if profile.bodies or principal is None:
        return
    spans = (principal.person.mentions[0].spans[0],)
    for name in principal.bodies:
        if name not in principal.parties:
            profile.add_body(name, f"serves {principal.person.name}", 0.7, spans)
