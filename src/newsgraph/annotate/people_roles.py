"""Roles and affiliations of people, and role phrases that mean them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document
    from newsgraph.annotate.people_bodies import Bodies
    from newsgraph.model import Person


def add_roles(
    document: Document, persons: tuple[Person, ...], bodies: Bodies
) -> tuple[tuple[Person, ...], Bodies]:
    """Return people and bodies with the roles, affiliations and role mentions that the text gives them."""
    return persons, bodies
