"""The body of a role that names none: "Klubchefin Marlies Buntrock" in a report on one club."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import classes_of_name, country_of_seat
from newsgraph.annotation.name_heads import head_kind
from newsgraph.annotation.name_shapes import body_leads, body_names
from newsgraph.annotation.name_words import is_common_noun, role_base
from newsgraph.annotation.roles_reference import masculine
from newsgraph.annotation.tails import tails
from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.model import Mention

_HEAD_CLASSES = {
    "university": frozenset({"universität", "uni", "hochschule", "fachhochschule", "akademie"}),
    "stage": frozenset(
        {"oper", "staatsoper", "theater", "philharmonie", "orchester", "rundfunk", "sender", "museum"}
    ),
    "diocese": frozenset({"bistum", "erzbistum", "diözese", "landeskirche"}),
}
_REACH = 350  # code points; a role of many kinds of body takes only one named shortly before


@cache
def _classes_of_roles() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in load_table("role_bodies.tsv")}


@cache
def classes_of_role(noun: str) -> frozenset[str]:
    """Return the classes of body that a role noun belongs to: "Klubchefin" to a club; none for "Lehrerin"."""
    table = _classes_of_roles()
    word = masculine(noun.rsplit("-", maxsplit=1)[-1].lower(), role_base(noun) or noun.lower())
    for size in tails(word, 1):
        if word[size:] in table and (size == 0 or len(word[size:]) > 6):
            return table[word[size:]]
    return frozenset()


@cache
def classes_of_body(name: str) -> frozenset[str]:
    """Return the classes that a body's name shows: "SV Hemsbeck" a club, "Universität Graz" a university."""
    words = name.split()
    classes = set(classes_of_name(name))
    kinds = {kind.noun for word in words if (kind := head_kind(word)) is not None}
    classes |= {label for label, heads in _HEAD_CLASSES.items() if kinds & heads}
    if words[0] in body_leads():
        classes.add("club")
    if not (classes or kinds or name in body_names() or is_common_noun(name)):
        classes.add("company")
    return frozenset(classes)


def body_in_context(noun: str, before: int, paragraph: int, registry: BodyRegistry) -> str | None:
    """Return the body that a role without one belongs to, by class: the only one named near before the role.

    `before` is the offset of the role, `paragraph` that of the paragraph it stands in. Countries and their
    seats of government count only within the paragraph: "Moskau reagierte verärgert. … Präsident Putin".
    """
    classes = classes_of_role(noun)
    if not classes:
        return None
    reach = _REACH if len(classes) > 1 else before
    hits = {
        name
        for name, mentions in registry.organisations.items()
        if classes & classes_of_body(name) and _stands(mentions, before - reach, before)
    }
    if "country" in classes:
        hits |= {name for name, ms in registry.countries.items() if _stands(ms, paragraph - 1, before)}
        seats = (name for name, ms in registry.places.items() if _stands(ms, paragraph - 1, before))
        hits |= {country for name in seats if (country := country_of_seat(name)) is not None}
    return next(iter(hits)) if len(hits) == 1 else None


def _stands(mentions: Sequence[Mention], after: int, before: int) -> bool:
    return any(after < mention.spans[0].start < before for mention in mentions)
