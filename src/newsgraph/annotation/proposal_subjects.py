"""Tells who acts in a clause: where its subject stands, and who is meant by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.roster import Roster
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.annotation.speakers import resolve_speaker
from newsgraph.model import Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.people import Cast
    from newsgraph.model import Agent, AnonymousAgent, Statement

_BREAKS = frozenset({";", ":", "–"})
_NOMINAL = frozenset({"ART", "PPOSAT", "PIAT", "PIDAT", "PDAT", "ADJ(A)", "CARD", "NN", "NNA", "NE", "FM"})
_ALONE = frozenset({"er", "sie", "beide", "diese", "dieser"})
_OBLIQUE = frozenset(
    {"den", "dem", "des", "einen", "einem", "eines", "ihn", "ihm", "ihnen", "seinen", "ihren"}
)
_TIMES = frozenset({"jahr", "woche", "monat", "tag", "mal", "stunde", "abend", "nacht"})


class Subjects:
    """Finds and resolves the subjects of an article's clauses: names, roles, nouns for bodies, pronouns."""

    def __init__(
        self,
        document: Document,
        statements: tuple[Statement, ...],
        cast: Cast,
        anonymous: tuple[AnonymousAgent, ...],
    ) -> None:
        """Know everybody of the article and who spoke where."""
        self._roster = Roster(document, cast)
        named: tuple[Agent, ...] = (*cast.persons, *cast.organisations, *cast.countries)
        self._agents = dict(enumerate(named))
        for agent in anonymous:
            for mention in agent.mentions:
                key = self._roster.add_anonymous(agent.name, mention, speaks_for=agent.speaks_for)
                self._agents.setdefault(key, agent)
        keys = {agent: key for key, agent in self._agents.items()}
        self._roster.spoken += [
            (keys[s.speakers[0]], (s.speaker_mention or s.spans)[0].start)
            for s in statements
            if s.speakers and s.speakers[0] in keys
        ]
        self._quoted = SpanIndex(span for s in statements for span in s.spans)

    def meant(self, span: Span, *, known: bool = False) -> tuple[Agent, ...]:
        """Return whom the words mean: "die Gewerkschaft", "ihr Verband", "der Minister", "sie", "beide".

        A body that nothing else in the article speaks of enters here ("Der Landkreis will …"), unless only
        `known` agents are asked for; people without a name do not.
        """
        plural = span.of(self._roster.document.text).lower() in {"beide", "sie"}
        found = resolve_speaker(self._roster, Asked((span,), self._quoted, plural=False))
        if not found.keys and plural:
            found = resolve_speaker(self._roster, Asked((span,), self._quoted, plural=True))
        for key in found.keys:
            if not known and self._roster.candidates[key].is_body:
                self._agents.setdefault(key, self._roster.agent(key))
        return tuple(self._agents[key] for key in found.keys if key in self._agents)

    def of_verb(self, sentence: Sentence, verb: int) -> tuple[Agent, ...]:
        """Return who is the subject of the finite verb at the token `verb`; nobody where it is not told."""
        span = find_subject(sentence, verb)
        return self.meant(span) if span else ()


def find_subject(sentence: Sentence, verb: int) -> Span | None:
    """Return the subject of a finite verb in the second place: before it, else right after it.

    "*Die Gewerkschaft* will …", "Stattdessen will *die Gewerkschaft* …", "Um Geld zu sparen, plant *sie* …".
    """
    tokens = sentence.tokens
    low = next((i + 1 for i in range(verb - 1, -1, -1) if tokens[i].form in _BREAKS), 0)
    while low < verb and (tokens[low].tag == "KON" or not tokens[low].is_word):
        low += 1
    if low < verb and tokens[verb - 1].form != ")" and not tokens[verb - 1].is_word:
        opens_clause = not _is_nominal(tokens[low])
        low = verb if opens_clause else low
    if low < verb and _is_nominal(tokens[low]) and not _names_time(tokens[low:verb]):
        return Span(tokens[low].start, tokens[verb - 1].end)
    return _after(tokens, verb)


def _is_nominal(token: Token) -> bool:
    form = token.form.lower()
    return form not in _OBLIQUE and (token.tag in _NOMINAL or form in _ALONE)


def _names_time(tokens: tuple[Token, ...]) -> bool:
    """Say whether the words only tell when: "Nächstes Jahr", "Diese Woche"."""
    last = tokens[-1].lemma.lower()
    return len(tokens) <= 3 and any(last.endswith(noun) for noun in _TIMES)


def _after(tokens: tuple[Token, ...], verb: int) -> Span | None:
    region = Region(tokens, 0, len(tokens), {})
    for i in range(verb + 1, len(tokens)):
        token = tokens[i]
        if token.tag.startswith("APPR") or token.form.lower() in _OBLIQUE or token.form in {",", *_BREAKS}:
            return None
        if token.form.lower() in {"er", "sie"}:
            return token.span
        if _is_nominal(token):
            end = region.phrase_end(i)
            return Span(token.start, tokens[end - 1].end)
    return None
