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
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.model import Span

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


def body_in_context(
    noun: str, before: int, paragraph: int, registry: BodyRegistry
) -> tuple[str, Span] | None:
    """Return the body that a role without one belongs to, by class: the one named last before the role.

    `before` is the offset of the role, `paragraph` that of the paragraph it stands in. Countries count only
    within the paragraph: "Russland reagierte verärgert. … Präsident Wladimir Putin".
    """
    classes = classes_of_role(noun)
    if not classes:
        return None
    reach = _REACH if len(classes) > 1 else before
    hits = [
        (mention.spans[0], name)
        for name, mentions in registry.organisations.items()
        if classes & classes_of_body(name)
        for mention in mentions
        if before - reach < mention.spans[0].start < before
    ]
    if "country" in classes:
        hits += [
            (mention.spans[0], name)
            for name, mentions in registry.countries.items()
            for mention in mentions
            if paragraph <= mention.spans[0].start < before
        ]
        hits += [
            (mention.spans[0], registry.add_country(country, mention))
            for name, mentions in registry.places.items()
            for mention in mentions
            if paragraph <= mention.spans[0].start < before and (country := country_of_seat(name))
        ]
    if len({name for _, name in hits}) != 1:
        return None
    span, name = max(hits)
    return name, span
