"""Describes what ties a person to each body of the article where no word beside the name tells the body."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import classes_of, country_of_seat
from newsgraph.annotation.name_words import role_base
from newsgraph.annotation.people_owners import is_owner_word
from newsgraph.annotation.roles_context import body_in_context, classes_of_body, classes_of_role
from newsgraph.annotation.roles_reference import masculine
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.people_profiles import Profile
    from newsgraph.model import Mention, Span

_SHORTEST_ECHO = 4
_MANY = 4
_FEW = 5  # sentences
_WE = frozenset({"wir", "uns", "unser", "unsere", "unserer", "unseren", "unserem"})
_MERGED = {"vom": "von", "im": "in", "beim": "bei", "am": "an", "zum": "zu", "zur": "zu"}
_NEAR = frozenset({"same sentence before", "same sentence after", "sentence before"})


@dataclass(frozen=True, slots=True)
class Tie:
    """A body that a person could belong to: name, where it stands nearest, and the names of what holds.

    The features are those that `affiliation_weights.tsv` weighs.
    """

    body: str
    span: Span
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Body:
    """A body of the article; `roles` are those of people who belong to it for certain, "*" for anybody.

    `spans` are in text order, `below` those of them outside headline and subheadings; `sentences` are the
    numbers of the sentences that name it, `words` the words of its name in lower case.
    """

    name: str
    words: tuple[str, ...]
    kind: str
    classes: frozenset[str]
    spans: tuple[Span, ...]
    below: tuple[Span, ...]
    sentences: frozenset[int]
    roles: Counter[str]

    @property
    def headline(self) -> bool:
        """Whether a headline or subheading names it."""
        return len(self.below) < len(self.spans)


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A person as the text introduces it: where, in which sentence, with which roles and classes of body.

    `firsts` is what the roles have before their heads, `sentences` are the numbers of all sentences that name
    the person.
    """

    profile: Profile
    start: int
    number: int
    heads: frozenset[str]
    wanted: frozenset[str]
    manner: frozenset[str]
    firsts: tuple[str, ...]
    sentences: frozenset[int]


class Ties:
    """The bodies of one article, and what ties people to them."""

    def __init__(self, document: Document, profiles: Sequence[Profile], registry: BodyRegistry) -> None:
        """Note where every body is named and whose it is already."""
        self._document = document
        self._registry = registry
        self._bodies = tuple(self._gather(profiles, registry))
        self._most = max((len(body.spans) for body in self._bodies), default=0)
        self._first = min((body.spans[0].start for body in self._bodies), default=0)
        self._facts = tuple(frozenset(self._of_body(body)) for body in self._bodies)

    def _gather(self, profiles: Sequence[Profile], registry: BodyRegistry) -> Iterator[_Body]:
        countries = {name: list(mentions) for name, mentions in registry.countries.items()}
        for name, mentions in registry.places.items():
            if (country := country_of_seat(name)) is not None:
                countries.setdefault(country, []).extend(mentions)
        tables = (
            ("organisation", registry.organisations),
            ("country", countries),
            ("place", {n: ms for n, ms in registry.places.items() if country_of_seat(n) is None}),
        )
        for kind, table in tables:
            for name, mentions in table.items():
                if kind != "organisation" and name in registry.organisations:
                    continue
                people = [profile for profile in profiles if name in profile.bodies]
                roles = Counter(head for profile in people for head in _heads(profile))
                roles["*"] = len(people)
                spans = tuple(sorted(m.spans[0] for m in mentions))
                classes = (
                    self._classes(name, mentions)
                    if kind == "organisation"
                    else frozenset({"town" if kind == "place" else kind})
                )
                below = tuple(span for span in spans if not self._in_headline(span))
                yield _Body(
                    name,
                    tuple(name.lower().split()),
                    kind,
                    classes,
                    spans,
                    below,
                    self._numbers(spans),
                    roles,
                )

    def _classes(self, name: str, mentions: Sequence[Mention]) -> frozenset[str]:
        """Return the classes of a body by the noun before it ("die Firma Gutkauf"), else by its name."""
        if name in load_words("parties.txt"):
            return frozenset({"party"})
        text = self._document.text
        before = (text[max(0, m.spans[0].start - 40) : m.spans[0].start].split()[-1:] for m in mentions)
        told = [classes_of(words[0]) for words in before if words and words[0][0].isupper()]
        classes = next((classes for classes in told if classes), classes_of_body(name))
        return classes | {"press"} if name in load_words("papers.txt") else classes

    def _in_headline(self, span: Span) -> bool:
        return not self._document.body[self._sentence(span).paragraph]

    def _numbers(self, spans: Iterable[Span]) -> frozenset[int]:
        return frozenset(self._document.sentence_number(span.start) for span in spans)

    def _sentence(self, span: Span) -> Sentence:
        return self._document.sentences[self._document.sentence_number(span.start)]

    def of(self, profile: Profile) -> tuple[Tie, ...]:
        """Return the bodies that the person could belong to, in the order in which the text has them."""
        newcomer = self._introduce(profile)
        last = sorted(
            (
                (body.spans[_before(body.spans, newcomer.start) - 1].start, body)
                for body in self._bodies
                if body.spans[0].start < newcomer.start and body.kind != "place"
            ),
            key=lambda row: -row[0],
        )
        order = [body for _, body in last]
        fitting = [body for body in order if newcomer.wanted & body.classes]
        echoes = {body.name: found for body in self._bodies if (found := frozenset(_echoes(newcomer, body)))}
        rivals = sum(bool(newcomer.wanted & body.classes) for body in self._bodies)
        in_context = self._in_context(newcomer)
        ties = []
        for body, facts in zip(self._bodies, self._facts, strict=True):
            if body.kind == "place" and "town" not in newcomer.wanted:
                continue
            place, span = self._place(body, newcomer)
            fit = _fit(newcomer, body)
            features = {place, fit, f"{fit} {place}", *facts, *_of_pair(body, newcomer, rivals)}
            features |= {f"{manner} {what}" for manner, what in product(newcomer.manner, (place, fit))}
            features |= {f"{place} {link}" for link in self._links(span, place)}
            features |= {f"{head} of {kind}" for head, kind in product(newcomer.heads, body.classes)}
            features |= echoes.get(body.name, frozenset())
            features |= {"last fitting body"} if body.name in in_context else set()
            features |= {"only one echoes"} if echoes.keys() == {body.name} else set()
            features |= {"role names another"} if echoes and body.name not in echoes else set()
            features |= {"named last", f"named last {fit}"} if order[:1] == [body] else set()
            features |= {"last of those that fit"} if fitting[:1] == [body] else set()
            features |= {"only one before that fits"} if fitting == [body] else set()
            ties.append(Tie(body.name, span, frozenset(features)))
        return tuple(sorted(ties, key=lambda tie: (tie.span, tie.body)))

    def _in_context(self, newcomer: _Newcomer) -> frozenset[str]:
        """Return the bodies that some role of the person belongs to by class, if only one near does."""
        here = self._document.sentences[newcomer.number].paragraph
        paragraph = self._document.blocks[here].start
        nouns = (noun_of_title(role) for role in newcomer.profile.roles)
        found = (body_in_context(noun, newcomer.start, paragraph, self._registry) for noun in nouns)
        return frozenset(name for name in found if name is not None)

    def _introduce(self, profile: Profile) -> _Newcomer:
        spans = [m.spans[0] for m in profile.person.mentions]
        span = next((s for s in spans if not self._in_headline(s)), spans[0])
        sentence = self._sentence(span)
        before = [token for token in sentence.tokens if token.end <= span.start]
        manner = set()
        if any(is_owner_word(token.form) for token in before[-4:]):
            manner.add("possessive")
        if before and profile.roles and before[-1].form == noun_of_title(profile.roles[0]):
            bare = len(before) == 1 or before[-2].tag not in {"ART", "APPRART", "PPOSAT", "ADJ(A)"}
            manner.add("bare" if bare else "with article")
        if any(token.form.lower() in _WE for s in spans for token in self._sentence(s).tokens):
            manner.add("says we")
        if len(spans) == 1:
            manner.add("named once")
        if span.of(self._document.text) != profile.person.name:
            manner.add("named by a part")
        return _Newcomer(
            profile,
            span.start,
            self._document.sentence_number(span.start),
            _heads(profile),
            frozenset(c for role in profile.roles for c in classes_of_role(noun_of_title(role))),
            frozenset(manner),
            tuple(_first_part(noun_of_title(role)) for role in profile.roles),
            self._numbers(spans),
        )

    def _place(self, body: _Body, newcomer: _Newcomer) -> tuple[str, Span]:
        """Return where the body is named, seen from the person's introduction, and that mention."""
        if count := _before(body.below, newcomer.start):
            last = body.below[count - 1]
            return self._place_before(last, newcomer), last
        after = _before(body.spans, newcomer.start + 1)
        if after == len(body.spans):
            return "headline only", body.spans[0]
        away = self._document.sentence_number(body.spans[after].start) - newcomer.number
        return {0: "same sentence after", 1: "sentence after"}.get(away, "after"), body.spans[after]

    def _place_before(self, span: Span, newcomer: _Newcomer) -> str:
        away = newcomer.number - self._document.sentence_number(span.start)
        here = self._document.sentences[newcomer.number]
        if away == 0:
            return "same sentence before"
        if self._sentence(span).paragraph == here.paragraph:
            return "sentence before" if away == 1 else "paragraph before"
        return "sentence before break" if away == 1 else "few before" if away < _FEW else "far before"

    def _links(self, span: Span, place: str) -> Iterator[str]:
        """Yield how a near mention stands in its sentence: "für die Freie Liste", first, in the genitive."""
        if place not in _NEAR:
            return
        tokens = self._sentence(span).tokens
        index = next((i for i, token in enumerate(tokens) if token.end > span.start), 0)
        yield _link(tokens, index)

    def _of_body(self, body: _Body) -> Iterator[str]:
        """Yield what holds of the body, whoever the person is."""
        yield body.kind
        yield from (f"is {kind}" for kind in body.classes)
        yield f"named {min(len(body.spans), _MANY)} times"
        conditions = {
            "in the headline": body.headline,
            "named most": len(body.spans) == self._most,
            "named first": body.spans[0].start == self._first,
            "has people": body.roles["*"] > 0,
        }
        yield from (name for name, holds in conditions.items() if holds)


def _of_pair(body: _Body, newcomer: _Newcomer, rivals: int) -> Iterator[str]:
    """Yield what holds of the body for the person; `rivals` is how many bodies are of the classes wanted."""
    if any(body.roles[head] for head in newcomer.heads):
        yield "role is taken"
    if not body.sentences.isdisjoint(newcomer.sentences):
        yield "shares a sentence"
    if newcomer.wanted & body.classes:
        yield "only one that fits" if rivals == 1 else "one of some that fit"


def _before(spans: Sequence[Span], offset: int) -> int:
    """Return how many of the spans, in text order, start before the offset."""
    return bisect_left(spans, offset, key=_start)


def _start(span: Span) -> int:
    return span.start


def _link(tokens: Sequence[Token], index: int) -> str:
    for token in reversed(tokens[max(index - 3, 0) : index]):
        form = token.form.lower()
        if token.tag in {"APPR", "APPRART"}:
            return _MERGED.get(form, form)
        if form in {"des", "der"} and token is not tokens[0]:
            return "genitive"
        if token.tag not in {"ART", "ADJ(A)", "NN"}:
            return "other"
    return "first" if index <= 2 else "other"


def _fit(newcomer: _Newcomer, body: _Body) -> str:
    if not newcomer.heads:
        return "no role"
    if not newcomer.wanted:
        return "any role"
    return "fits" if newcomer.wanted & body.classes else "does not fit"


def _echoes(newcomer: _Newcomer, body: _Body) -> Iterator[str]:
    """Yield how name or role takes up the body: "Vereinschef" a Verein, Ute Ley the firm "Ley Metallbau"."""
    if body.kind != "organisation":
        return
    words = body.words
    if (newcomer.profile.person.family_name or "-").lower() in words:
        yield "bears its name"
    for first in filter(None, newcomer.firsts):
        if classes_of(first) & body.classes:
            yield "role names its kind"
        if first in words:
            yield "role names it"
        elif len(first) >= _SHORTEST_ECHO and any(w.endswith(first) or w.startswith(first) for w in words):
            yield "role names a part of it"


@cache
def _first_part(word: str) -> str:
    """Return what a role has before its head: "Vereinsvorsitzende" gives "verein"; "" for "Leiter"."""
    base = role_base(word)
    whole = masculine(word.lower(), base) if base else ""
    if base is None or not whole.endswith(base):
        return ""
    return whole.removesuffix(base).rstrip("-").removesuffix("s")


@cache
def _head_of_role(role: str) -> str:
    """Return the masculine head of a role in lower case: "stellvertretende Klubchefin" gives "chef"."""
    word = noun_of_title(role)
    return role_base(word) or word.lower()


def of_none(profile: Profile) -> frozenset[str]:
    """Return what holds of belonging to no body of the article, as `affiliation_weights.tsv` weighs it."""
    return frozenset({"none", *(f"none for {head}" for head in _heads(profile) or ("no role",))})


def _heads(profile: Profile) -> frozenset[str]:
    return frozenset(_head_of_role(role) for role in profile.roles)
