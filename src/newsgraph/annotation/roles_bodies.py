"""Which body a role belongs to: party, country, ministry, association."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgraph.annotation.bodies import country_of_seat
from newsgraph.annotation.name_shapes import body_names
from newsgraph.annotation.name_words import (
    country_names,
    country_of_adjective,
    is_common_noun,
    is_first_name,
    is_known_word,
    is_name_shaped,
    is_role_noun,
    role_base,
)
from newsgraph.annotation.roles import RolePhrase, bracket_after
from newsgraph.annotation.roles_context import classes_of_role
from newsgraph.annotation.roles_employers import diocese_at, employer_at, employer_behind_article, is_acronym
from newsgraph.lexicon import load_lines, load_table, load_words
from newsgraph.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.people_bodies import BodyRegistry

_LONGEST_BRACKET = 4
_RELATIVES = frozenset({"der", "die"})
_DEMONYM = re.compile(r"([a-zäöüß]+?)i?sch(?:e[rnms]?)?")
_SHORTEST_STEM = 4
_SEATED = frozenset({"country", "town"})
_OWNED = frozenset({"town", "club", "company", "university"})
_EMPLOYERS = frozenset({"company", "association", "union", "club"})
_CONNECTORS = frozenset(
    {"des", "der", "von", "vom", "bei", "beim", "dem", "den", "im", "in", "die", "das", "am", "an", "für"}
)
_LINKS = frozenset({"des", "der", "von", "vom", "bei", "beim", "am", "an", "im"})


class Naming(NamedTuple):
    """A body that the words around a role or name give, why, how surely (0 to 1), and by which words."""

    name: str
    reason: str
    confidence: float
    span: Span


def bodies_of_phrase(tokens: Sequence[Token], phrase: RolePhrase, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the bodies that a role phrase names: in its compound, adjectives, genitive before or after.

    "US-Außenminister", "finnische Außenminister", "Malis Wasserminister", "Präsident des Autoclubs Mitte".
    """
    noun = tokens[phrase.noun]
    yield from _of_compound(noun, registry)
    for index in range(phrase.start, phrase.noun):
        country = country_of_adjective(tokens[index].form)
        if country is None:
            yield from _of_invented_adjective(tokens[index], registry)
        else:
            span = tokens[index].span
            mention = Mention((span,), tokens[index].form, reason="adjective of a country", confidence=0.9)
            yield Naming(registry.add_country(country, mention), "adjective of a country", 0.9, span)
    if phrase.article is None and phrase.start:
        before = tokens[phrase.start - 1]
        hit = registry.body_at(before.span)
        if hit is not None and before.form.endswith(("s", "'", "’")) and hit[1] == before.span:
            yield Naming(hit[0], "genitive before the role", 0.95, hit[1])
        elif hit is None:
            yield from _of_owner(before, noun, registry)
    yield from _of_seat(tokens, phrase.noun, registry)
    diocese = diocese_at(tokens, phrase.noun)
    if diocese is not None:
        span, name = diocese
        mention = Mention((span,), name, reason="see of a bishop", confidence=0.8)
        yield Naming(registry.add_organisation(name, mention), "see of a bishop", 0.8, span)
        return
    named = tuple(bodies_from(tokens, phrase.noun + 1, registry))
    bare = bool(classes_of_role(noun.form) & _EMPLOYERS)
    yield from named or _employer(tokens, phrase.noun + 1, registry, bare=bare)


def _of_seat(tokens: Sequence[Token], noun: int, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the country of "sein Amtskollege aus Paris"; none of "aus Kiel", which is no seat of one."""
    if not (role_base(tokens[noun].form) or "").endswith("kollege") or noun + 2 >= len(tokens):
        return
    town = tokens[noun + 2]
    country = country_of_seat(town.form) if tokens[noun + 1].form == "aus" else None
    if country is not None:
        mention = Mention((town.span,), town.form, reason="seat of government", confidence=0.9)
        yield Naming(registry.add_country(country, mention), "seat of government", 0.9, town.span)


def _of_owner(owner: Token, noun: Token, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the town, club or unlisted country of a genitive: "Norderneys Bürgermeister", "Arminias Trainer".

    Counter-example: "Trumps Anwalt", "Karls Minister" (names of people).
    """
    name = owner.form.removesuffix("s").rstrip("'’")
    if name == owner.form or not is_name_shaped(name) or owner.tag not in {"NE", "NN", "FM"}:
        return
    if name in registry.people or is_common_noun(name) or is_first_name(name):
        return
    classes = classes_of_role(noun.form)
    longer = [full for full in registry.organisations if name in full.split()]
    is_state = "country" in classes and name not in load_words("places.txt")
    if name in load_words("famous_surnames.txt") or not (is_state or classes & _OWNED):
        return
    body = longer[0] if len(longer) == 1 and not classes & _SEATED else name
    if body == name and not (is_state or "town" in classes):
        return
    mention = Mention((owner.span,), owner.form, reason="genitive before a role", confidence=0.8)
    yield Naming(registry.add_organisation(body, mention), "genitive before the role", 0.8, owner.span)


def _of_invented_adjective(adjective: Token, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the country or region that only this text knows: "die lorvenische Ministerin" of Lorvenien."""
    stem = _DEMONYM.fullmatch(adjective.form)
    if stem is None or len(stem[1]) < _SHORTEST_STEM:
        return
    known = load_words("places.txt")  # "der hessische Minister" has no affiliation from that
    names = (n for n in (*registry.countries, *registry.places, *registry.organisations) if n not in known)
    fits = [
        name for name in dict.fromkeys(names) if name.lower().startswith(stem[1].lower()) and " " not in name
    ]
    if len(fits) == 1:
        mention = Mention((adjective.span,), adjective.form, reason="adjective of a country", confidence=0.8)
        yield Naming(registry.add_named(fits[0], mention), "adjective of a country", 0.8, adjective.span)


def _employer(
    tokens: Sequence[Token], index: int, registry: BodyRegistry, *, bare: bool = False
) -> Iterator[Naming]:
    found = employer_at(tokens, index, bare=bare)
    if found is not None:
        span, name = found
        name = registry.add_organisation(name, Mention((span,), name, reason="after a role", confidence=0.7))
        yield Naming(name, _reason(tokens[index]), 0.7, span)


def _reason(link: Token) -> str:
    return "genitive attribute" if link.form in {"des", "der"} else "attribute with a preposition"


def bodies_behind_name(tokens: Sequence[Token], after: int, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the body that stands right behind a full name: "Merle Quistorp vom Wattenrat"."""
    if after < len(tokens) and tokens[after].form in {"von", "vom", "beim"}:
        named = tuple(bodies_from(tokens, after, registry))
        yield from named or _employer(tokens, after, registry)
    yield from _of_relative_clause(tokens, after, registry)


def _of_relative_clause(tokens: Sequence[Token], after: int, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the body of ", die an der TU Berlin forscht,"; not of ", die Siemens kritisiert,"."""
    if after + 2 >= len(tokens) or tokens[after].form != "," or tokens[after + 1].form not in _RELATIVES:
        return
    end = next((i for i in range(after + 2, len(tokens)) if not tokens[i].is_word), len(tokens))
    verbs = {token.form for token in tokens[max(end - 2, after) : end]}
    if verbs.isdisjoint(load_words("employed_verbs.txt")):
        return
    for index in range(after + 2, end):
        hit = registry.body_at(tokens[index].span)
        if hit is not None:
            yield Naming(hit[0], "relative clause", 0.85, hit[1])
            return
    found = next((f for i in range(after + 3, end) if (f := employer_behind_article(tokens, i))), None)
    if found is not None:
        span, name = found
        mention = Mention((span,), name, reason="in a relative clause", confidence=0.7)
        yield Naming(registry.add_organisation(name, mention), "relative clause", 0.7, span)


def bodies_from(tokens: Sequence[Token], index: int, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the body that a genitive or "von"-phrase at `index` names: "der IG Metall", "von den Grünen"."""
    if index >= len(tokens):
        return
    hit = registry.body_at(tokens[index].span)
    if hit is not None and tokens[index].form[0].isupper():
        yield Naming(hit[0], "name beside the role", 0.9, hit[1])
        return
    if tokens[index].form not in _LINKS:
        return
    for following in range(index + 1, min(index + 5, len(tokens))):
        token = tokens[following]
        hit = registry.body_at(token.span)
        if hit is not None:
            yield Naming(hit[0], _reason(tokens[index]), 0.95, hit[1])
            return
        if not (
            token.form in _CONNECTORS
            or token.tag == "ADJ(A)"
            or (following == index + 1 and _announces(token))
            or (following == index + 2 and _announces(token))
        ):
            return


def _announces(token: Token) -> bool:
    # "der Hilfsorganisation Brotkorb International", "des Vereins Leuchtfeuer"
    return token.tag == "NN"


def bodies_in_bracket(tokens: Sequence[Token], after: int, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the bodies in the bracket after a name: "(CDU)"."""
    inside = bracket_after(tokens, after)
    if inside is None:
        return
    hits = False
    for index in range(*inside):
        hit = registry.body_at(tokens[index].span)
        if hit is not None:
            hits = True
            yield Naming(hit[0], "bracket", 0.95, hit[1])
        elif (
            index == inside[0]
            and inside[1] == index + 1
            and re.fullmatch(r"[A-ZÄÖÜ]{2,6}", tokens[index].form)
        ):
            span, form = tokens[index].span, tokens[index].form
            mention = Mention((span,), form, reason="acronym after a name", confidence=0.8)
            hits = True
            yield Naming(registry.add_organisation(form, mention), "bracket", 0.8, span)
    if not hits and _is_name(tokens[slice(*inside)]):
        span = Span(tokens[inside[0]].start, tokens[inside[1] - 1].end)
        name = " ".join(token.form for token in tokens[slice(*inside)])
        mention = Mention((span,), name, reason="after a name", confidence=0.7)
        yield Naming(registry.add_organisation(name, mention), "bracket", 0.7, span)


def _is_name(tokens: Sequence[Token]) -> bool:
    """Say whether a bracket holds nothing but a name: "Lorvenische Volkspartei"; not "Foto"."""
    if not 0 < len(tokens) <= _LONGEST_BRACKET or any(not is_name_shaped(t.form) for t in tokens):
        return False
    if any(is_role_noun(t.form) or is_first_name(t.form) for t in tokens):
        return False
    return len(tokens) > 1 or not is_common_noun(tokens[0].form)


def _of_compound(noun: Token, registry: BodyRegistry) -> Iterator[Naming]:
    """Yield the body that opens a compound: "SPD-Abgeordnete", "Rheinalu-Betriebsratschef"."""
    closed = tuple(_of_closed_compound(noun, registry))
    yield from closed
    head, hyphen, tail = noun.form.rpartition("-")
    if closed or not hyphen:
        return
    for prefix in (head, head.split("-")[0]):
        found = _body_of_prefix(prefix, registry)
        if found is None and prefix == head and _opens_employer(prefix, tail):
            found = prefix, False
        if found is not None:
            yield _record(noun, prefix, found, registry)
            return


def _of_closed_compound(noun: Token, registry: BodyRegistry) -> Iterator[Naming]:
    # "Unionsfraktionsvize", "Kommissionspräsidentin", "Kremlchef"
    for opening, prefix, name in load_table("role_openings.tsv"):
        if noun.form.startswith(opening):
            yield _record(noun, prefix, (name, name in country_names()), registry)


def _record(noun: Token, prefix: str, found: tuple[str, bool], registry: BodyRegistry) -> Naming:
    name, is_country = found
    span = Span(noun.start, noun.start + len(prefix))
    mention = Mention((span,), prefix, reason="first part of a compound", confidence=0.9)
    name = registry.add_country(name, mention) if is_country else registry.add_organisation(name, mention)
    return Naming(name, "first part of a compound", 0.9, span)


def _opens_employer(prefix: str, tail: str) -> bool:
    """Say whether an unlisted first part means a body: "Rheinalu-Betriebsratschef", "PDS-Kreisrat"."""
    if is_acronym(prefix):
        return True
    leads = (role_base(tail) or "").endswith(load_lines("employed_tails.txt"))
    return is_first_part(prefix) and (leads or bool(classes_of_role(tail) & _EMPLOYERS))


def is_first_part(prefix: str) -> bool:
    """Say whether the first part of a compound is a name: "Rheinalu-"; not "Wirtschafts-", "Vize-"."""
    return (
        is_name_shaped(prefix)
        and not is_common_noun(prefix)
        and not is_common_noun(prefix.removesuffix("s"))
        and not is_role_noun(prefix)
        and not is_known_word(prefix)
        and not is_first_name(prefix)
        and prefix not in load_words("famous_surnames.txt")
    )


def _body_of_prefix(prefix: str, registry: BodyRegistry) -> tuple[str, bool] | None:
    prefixes = {row[0]: row[1] for row in load_table("body_prefixes.tsv")}
    if prefix in prefixes:
        return prefixes[prefix], False
    for form in (prefix, prefix.removesuffix("s"), prefix + "s", prefix + "n"):
        if form in registry.organisations:
            return form, False
        if form in body_names():
            return body_names()[form], False
        if form in country_names():
            return country_names()[form], True
    return None
