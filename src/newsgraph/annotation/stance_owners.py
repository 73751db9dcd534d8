"""Tells whose proposal words speak of: by the name, the body, the role or the origin of who proposes."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import points_back
from newsgraph.annotation.stance_makers import BodyNames, Makers
from newsgraph.lexicon import load_table
from newsgraph.model import AnonymousAgent, Country, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.model import Agent, Proposal, Span

_SHORTEST = 4
_ORIGIN = 5
_LONG = 60  # letters; no role has more
_CLOSERS = frozenset('"“”«»’‘›‹')
_NOUN_PHRASE = ("NN", "NE", "ADJ", "ART", "PPOSAT", "CARD", "TRUNC")
_DETERMINERS = ("ART", "PPOSAT", "APPRART", "PDAT")


class Owners:
    """What the proposers of an article's proposals are called, beside their names."""

    def __init__(
        self, proposals: tuple[Proposal, ...], sentences: tuple[Sentence, ...], actors: Actors
    ) -> None:
        """Collect bodies, roles and origins of the proposers."""
        self._actors = actors
        self.makers = Makers(proposals)
        agents = tuple(enumerate(self.makers.agents))
        self._bodies = BodyNames((body, number) for number, agent in agents for body in bodies_of(agent))
        self._roles: dict[str, set[int]] = defaultdict(set)
        self._origins: dict[str, set[int]] = defaultdict(set)
        places = _origins(sentences, actors)
        for number, agent in agents:
            for role in _role_heads(agent):
                for length in range(1, min(len(role), _LONG) + 1):
                    self._roles[role[-length:]].add(number)
            for origin in (*places.get(id(agent), ()), *_of_bodies(agent), *_of_roles(agent)):
                for length in range(_SHORTEST, _ORIGIN + 1):
                    self._origins[origin[:length]].add(number)

    def is_owner(self, agent: Agent) -> bool:
        """Say whether the agent proposes something, or is a body that belongs to who does."""
        return bool(self.makers.made_by(agent)) or any(self._bodies.related(b) for b in _own(agent))

    def named(self, sentence: Sentence, tokens: tuple[Token, ...], holder: Agent | None) -> Mapping[int, str]:
        """Return by which means the words name the proposers of which proposals.

        "unterstützte *Muster*" (name), "sprang *der SPD* bei" of the SPD-Fraktion (body), "den Rat *der
        Hygienikerin*" (role), "den *Mainzer* Vorschlag" (origin). The first of these counts.
        """
        starts = {t.start for t in tokens}
        mentions = self._actors.mentions_in(sentence.span)
        agents = [a for s, a in mentions if s.start in starts and a is not holder]
        makers = self.makers
        found: dict[int, str] = {}
        for stem in _adjectives(sentence, starts):
            found.update(dict.fromkeys(makers.made_by_any(self._origins.get(stem, ())), "origin"))
        for role in _definite_nouns(sentence, starts):
            found.update(dict.fromkeys(makers.made_by_any(self._roles.get(role, ())), "role"))
        for body in (b for a in agents for b in _own(a)):
            found.update(dict.fromkeys(makers.made_by_any(self._bodies.related(body)), "body"))
        for agent in agents:
            found.update(dict.fromkeys(makers.made_by(agent), "name"))
        own = makers.made_by(holder)
        return {index: how for index, how in found.items() if index not in own}


def outside_holder(sentence: Sentence, holder: Agent | None, actors: Actors) -> tuple[Token, ...]:
    """Return the tokens of the sentence without those that name and describe the holder.

    "*Die Hafendirektorin Muster (SPD)* rät davon ab": "rät davon ab".
    """
    tokens = sentence.tokens
    dropped: set[int] = set()
    for span, agent in actors.mentions_in(sentence.span):
        if agent is not holder:
            continue
        inside = [i for i, t in enumerate(tokens) if span.contains(t.span)]
        if inside:
            dropped.update(range(_phrase_start(tokens, inside[0]), _phrase_end(tokens, inside[-1]) + 1))
    return tuple(t for i, t in enumerate(tokens) if i not in dropped)


def _phrase_start(tokens: tuple[Token, ...], first: int) -> int:
    while first > 0 and tokens[first - 1].tag.startswith(_NOUN_PHRASE):
        first -= 1
        if tokens[first].tag.startswith(("ART", "PPOSAT")) and not _is_genitive(tokens, first):
            break
    return first


def _is_genitive(tokens: tuple[Token, ...], article: int) -> bool:
    """Say whether the article stands after a noun: "der Chef *der* IG Metall"."""
    return article > 0 and tokens[article].form in {"der", "des"} and tokens[article - 1].tag.startswith("NN")


def _phrase_end(tokens: tuple[Token, ...], last: int) -> int:
    """Return where a bracket or an apposition after the name ends: "(SPD)", ", *Chef der Union*,"."""
    if last + 1 < len(tokens) and tokens[last + 1].form == "(":
        return next((i for i in range(last + 1, len(tokens)) if tokens[i].form == ")"), last)
    if last + 1 < len(tokens) and tokens[last + 1].form == ",":
        for i in range(last + 2, len(tokens)):
            if tokens[i].is_finite or tokens[i].tag.startswith(("PREL", "KOU")):
                return last
            if tokens[i].form == ",":
                return i
    return last


def owns_quotation(sentence: Sentence, clause: Span) -> bool:
    """Say whether quoted words of the clause have an owner after them: "eine „Hilfe“ *Moskaus* begrüßen"."""
    tokens = [t for t in sentence.tokens if clause.contains(t.span)]
    return any(
        a.form in _CLOSERS and b.tag.startswith("NE") and b.form.endswith("s") for a, b in pairwise(tokens)
    )


def represented(agent: Agent) -> Agent:
    """Return whose stance it is: of who speaks without a name, the one body spoken for.

    "erklärte *eine Sprecherin der Verkehrsbehörde*": the Verkehrsbehörde.
    """
    if isinstance(agent, AnonymousAgent) and len(agent.speaks_for) == 1:
        return agent.speaks_for[0]
    return agent


def bodies_of(agent: Agent) -> set[str]:
    """Return the names, in lower case, of the bodies that the agent is, belongs to or speaks for."""
    belongs = getattr(agent, "affiliations", ()) or getattr(agent, "speaks_for", ())
    return {b.name.lower() for b in belongs} | _own(agent)


def _own(agent: Agent) -> set[str]:
    return {agent.name.lower()} if isinstance(agent, Organisation | Country) else set()


def _role_heads(agent: Agent) -> Iterator[str]:
    if isinstance(agent, Person):
        for role in agent.roles:
            head = next((w for w in role.split() if w[0].isupper()), "")
            for word in (head, role.split()[-1]):
                if len(word) >= _SHORTEST:
                    yield word.lower()
    else:
        for word in agent.name.split():
            if word[0].isupper() and len(word) >= _SHORTEST:
                yield word.lower()


def _definite_nouns(sentence: Sentence, starts: set[int]) -> Iterator[str]:
    """Yield the nouns, printed and as lemmas, that a determiner makes known: "*die Ministerin*"."""
    tokens = sentence.tokens
    for i, token in enumerate(tokens):
        if token.start not in starts or not token.tag.startswith("NN") or len(token.form) < _SHORTEST:
            continue
        if i and tokens[i - 1].tag.startswith(_DETERMINERS):
            yield token.lemma.lower()
            yield token.form.lower()


def _adjectives(sentence: Sentence, starts: set[int]) -> Iterator[str]:
    """Yield the stems of adjectives of places before a noun that points back: "*Mainz*er Vorschlag"."""
    tokens = sentence.tokens
    for token, noun in pairwise(tokens):
        if token.start not in starts or points_back(noun) is None:
            continue
        stem = _stem(token.form.lower())
        if len(stem) >= _SHORTEST:
            yield stem


@cache
def _stem(word: str) -> str:
    base = word.rstrip("nmrs").removesuffix("e") if "isch" in word else word
    for ending in ("isch", "er"):
        if base.endswith(ending):
            return base.removesuffix(ending)[:_ORIGIN]
    return ""


def _origins(sentences: tuple[Sentence, ...], actors: Actors) -> dict[int, set[str]]:
    """Return the names of places beside the mentions of each agent, in lower case."""
    found: dict[int, set[str]] = {}
    for sentence in sentences:
        mentions = actors.mentions_in(sentence.span)
        if not mentions:
            continue
        names = {t.form.lower() for t in sentence.tokens if t.tag.startswith("NE")}
        for _, agent in mentions:
            found.setdefault(id(agent), set()).update(names)
    return found


def _of_bodies(agent: Agent) -> Iterator[str]:
    for name in bodies_of(agent):
        yield from name.split()
        if name.startswith("eu") or "europäisch" in name:
            yield "brüssel"
        if name in _adjectives_of_countries():
            yield _adjectives_of_countries()[name]


def _of_roles(agent: Agent) -> Iterator[str]:
    """Yield the stems of a role's adjectives of place: "*lipp*" of "lippischer Baurat"."""
    words = (w for role in getattr(agent, "roles", ()) for w in role.lower().split())
    yield from (stem for w in words if "isch" in w and len(stem := _stem(w)) >= _SHORTEST)


@cache
def _adjectives_of_countries() -> Mapping[str, str]:
    return {c.lower(): a.split(":")[0].lower() for c, a, *_ in load_table("countries.tsv")}
