"""Which bodies, countries and places of an article the tables know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.model import Ground, Relation

if TYPE_CHECKING:
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.lexicon.known import Known, KnownBody
    from newsgraph.model import Mention

_GERMAN_KINDS = frozenset({"party", "ministry", "parliament"})
_GERMAN_SPEAKING = frozenset({"Österreich", "Schweiz", "Liechtenstein"})
_SURE = 0.97


def identify_bodies(registry: BodyRegistry, known: Known) -> None:
    """Give the bodies, countries and Länder that the tables know their IRIs.

    A federal ministry is Germany's only where the article names no other country that has federal ministries
    and not Germany: "das Bundesfinanzministerium" of an article on Austria is none of Germany's.
    """
    elsewhere = bool(_GERMAN_SPEAKING & registry.countries.keys()) and "Deutschland" not in registry.countries
    for names, kinds in (
        (registry.organisations, None),
        (registry.countries, frozenset({"country"})),
        (registry.places, frozenset({"land"})),
    ):
        for name in names:
            body = known.body(name)
            if (
                body is None
                or not _fits(body, kinds)
                or (elsewhere and body.kind in _GERMAN_KINDS and not body.own)
            ):
                continue
            registry.identities[name] = _ground(body, names[name])


def _fits(body: KnownBody, kinds: frozenset[str] | None) -> bool:
    """Say whether a body is of the kind that the article takes it for: no Land is an organisation."""
    if body.own:
        return True
    return body.kind in kinds if kinds is not None else body.kind != "land"


def _ground(body: KnownBody, mentions: list[Mention]) -> Ground:
    first = min(mentions, key=lambda mention: mention.spans[0], default=None)
    reason = "the user's table" if body.own else f"name of a known {body.kind}"
    return Ground(Relation.IDENTITY, body.iri, reason, _SURE, first.spans if first is not None else ())


def is_of_german_politics(registry: BodyRegistry, known: Known) -> bool:
    """Say whether the article names a German party, ministry, parliamentary group or the Bundestag."""
    found = (known.body(name) for name in registry.organisations)
    return any(body is not None and body.kind in _GERMAN_KINDS for body in found) or any(
        name.startswith("Bundestag") or name.endswith("fraktion") for name in registry.organisations
    )
