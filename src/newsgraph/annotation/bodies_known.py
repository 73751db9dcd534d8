"""Which bodies, countries and places of an article the tables know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.lexicon import load_lines, load_words
from newsgraph.model import Ground, Relation

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.lexicon.known import Known, KnownBody
    from newsgraph.model import Mention

_GERMAN_KINDS = frozenset({"party", "ministry", "parliament"})
_NOUNS = {"agency": "news agency", "international": "international body", "land": "federal state"}
_SURE = 0.97


def identify_bodies(document: Document, registry: BodyRegistry, known: Known) -> None:
    """Give the bodies, countries and Länder that the tables know their IRIs.

    What Austria or Switzerland has by the same name is Germany's only in an article on Germany: "das
    Bundesfinanzministerium", "die Grünen", "die FDP".
    """
    elsewhere = is_elsewhere(document)
    for names, kinds in (
        (registry.organisations, None),
        (registry.countries, frozenset({"country"})),
        (registry.places, frozenset({"land"})),
    ):
        for name in names:
            body = known.body(name)
            if body is None or not _fits(body, kinds) or (elsewhere and _is_shared(body)):
                continue
            registry.identities[name] = _ground(body, names[name])


def is_elsewhere(document: Document) -> bool:
    """Say whether an article is about Austria or Switzerland and not about Germany.

    "Die Grünen im Kantonsrat" are no German party; "Die Grünen im Bundestag wollen es wie die Schweiz" are.
    """
    forms = {token.form for sentence in document.sentences for token in sentence.tokens}
    openings = load_lines("elsewhere_words.txt"), load_lines("german_words.txt")
    there, here = (any(form.startswith(words) for form in forms) for words in openings)
    return there and not here


def _is_shared(body: KnownBody) -> bool:
    return not body.own and (body.kind == "ministry" or body.name in load_words("neighbours_body_names.txt"))


def _fits(body: KnownBody, kinds: frozenset[str] | None) -> bool:
    """Say whether a body is of the kind that the article takes it for: no Land is an organisation."""
    if body.own:
        return True
    return body.kind in kinds if kinds is not None else body.kind != "land"


def _ground(body: KnownBody, mentions: list[Mention]) -> Ground:
    first = min(mentions, key=lambda mention: mention.spans[0], default=None)
    reason = "the user's table" if body.own else f"name of a known {_NOUNS.get(body.kind, body.kind)}"
    return Ground(Relation.IDENTITY, body.iri, reason, _SURE, first.spans if first is not None else ())


def is_of_german_politics(document: Document, registry: BodyRegistry, known: Known) -> bool:
    """Say whether the article names a German party, ministry, parliamentary group or the Bundestag."""
    if is_elsewhere(document):
        return False
    found = (known.body(name) for name in registry.organisations)
    return any(body is not None and body.kind in _GERMAN_KINDS for body in found) or any(
        name.startswith("Bundestag") or name.endswith("fraktion") for name in registry.organisations
    )
