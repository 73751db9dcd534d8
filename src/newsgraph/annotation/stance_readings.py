"""Reads one word of support or rejection: whose stance it is, and which words tell what it is about."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Leaning, is_praise, quoted_tokens
from newsgraph.annotation.stance_owners import outside_holder, represented
from newsgraph.annotation.stance_polarity import polarity
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.annotation.stance_cues import StanceCue
    from newsgraph.model import Agent

_RECEIVING = frozenset({"erhalten", "bekommen", "ernten", "finden", "kommen", "geben"})
_SPEECH = frozenset({StatementType.DIRECT, StatementType.INDIRECT})
_BACK = 5
_BREAKS = frozenset({",", ";", ":"})


class Reading:
    """One cue read in its sentence, the `number`th of the body.

    `holder` is whose stance it is, None where that stays open; `spans` is where the target is told.
    """

    def __init__(
        self,
        number: int,
        sentence: Sentence,
        cue: StanceCue,
        statements: StatementIndex,
        actors: Actors,
    ) -> None:
        """Find the clause of the cue and whose stance it is."""
        self.number = number
        self.sentence = sentence
        self.cue = cue
        self.actors = actors
        self.clause = self._clause()
        statement = next(iter(statements.cued(cue.span)), None)
        self.spans = (*statement.spans, self.clause) if statement else (self.clause,)
        self.opens_speech = statement is not None and statement.type in _SPEECH
        holding = (s for s in statements.at(cue.span) if any(p.contains(cue.span) for p in s.spans))
        around = next(holding, None)
        telling = statement or around
        speakers = telling.speakers if telling else ()
        if self._received():
            told = next((s.speakers for s in statements.at(sentence.span) if s.speakers), ())
            source = actors.source(sentence)
            holders = source if source and self._is_direct(source[0]) else told or source
        else:
            own = statement.speakers if statement else ()
            holders = own or self._subject() or speakers or self._by_pronoun()
        self.holders: tuple[Agent, ...] = tuple(dict.fromkeys(represented(h) for h in holders))
        self.holder: Agent | None = self.holders[0] if self.holders else None

    def stance(self) -> Leaning:
        """Return the stance, read from the wording where the verb leaves it open; EVALUATE if that does too.

        "nannte das *vernünftig*" supports, "nannte das „Wahlkampf“" opposes, "„…“, *fand* er" tells nothing.
        """
        if self.cue.stance is not Leaning.EVALUATE:
            return self.cue.stance
        told = tuple(t for t in self.sentence.tokens if any(s.contains(t.span) for s in self.spans))
        if is_praise(told):
            return Leaning.SUPPORT
        if self.opens_speech and polarity(self.sentence.tokens).sign != "-":
            return Leaning.EVALUATE
        return Leaning.OPPOSE

    def region(self) -> tuple[Token, ...]:
        """Return the tokens that can tell the target: not those in quotation marks, the holder, the verb."""
        tokens = self.sentence.tokens
        quoted = quoted_tokens(tokens)
        others = {t.start for t in outside_holder(self.sentence, self.holder, self.actors)}
        chosen = [
            t
            for i, t in enumerate(tokens)
            if i not in quoted
            and i != self.cue.verb
            and t.form not in self.cue.words
            and any(s.contains(t.span) for s in self.spans)
            and t.start in others
        ]
        for i, token in enumerate(chosen):
            if token.form.lower() in self.cue.prepositions:
                return tuple(chosen[i + 1 :])
        return tuple(chosen)

    def _clause(self) -> Span:
        """Return the part of the sentence between commas around the verb."""
        tokens = self.sentence.tokens
        quoted = quoted_tokens(tokens)
        start = end = self.cue.verb
        while start > 0 and (tokens[start - 1].form not in _BREAKS or start - 1 in quoted):
            start -= 1
        if start == self.cue.verb and self._resumes(start):
            start = 0
        while end + 1 < len(tokens) and (tokens[end + 1].form not in _BREAKS or end + 1 in quoted):
            end += 1
        return Span(tokens[start].start, tokens[end].end)

    def _resumes(self, verb: int) -> bool:
        """Say whether the main clause goes on with the verb: "Muster, der sie vertritt, *lehnte* ab"."""
        before = self.sentence.tokens[:verb]
        commas = sum(t.form == "," for t in before)
        return commas > 1 and self.sentence.tokens[verb].is_finite and before[-1].form == ","

    def _subject(self) -> tuple[Agent, ...]:
        """Return whom the clause names as holder; for a relative clause, who stands before it."""
        opener = next(t for t in self.sentence.tokens if self.clause.contains(t.span))
        if opener.form.lower() in {"der", "die", "das"} and opener.tag.startswith("PREL"):
            before = [a for s, a in self.actors.mentions_in(self.sentence.span) if s.end <= opener.start]
            return (before[-1],) if before else ()
        if self.actors.has_pronoun(self.sentence, self.cue.verb):
            return ()
        inside = self._before_verb()
        if inside is not None:
            return (inside,)
        for stretch in (self.clause, self.sentence.span):
            named = self.actors.subject(self.sentence, stretch, self.cue.span)
            if named:
                return named
        return ()

    def _before_verb(self) -> Agent | None:
        """Return the one agent of the clause that a verb follows: "Damit könne *der Verein* leben, …"."""
        mentions = [
            (s, a)
            for s, a in self.actors.mentions_in(self.clause)
            if not self.actors.is_governed(self.sentence, s)
        ]
        if len(mentions) != 1:
            return None
        span, agent = mentions[0]
        after = next((t for t in self.sentence.tokens if t.start >= span.end), None)
        return agent if after is not None and after.tag.startswith(("VV", "VA", "VM")) else None

    def _received(self) -> bool:
        """Say whether the subject gets the stance of another: "*Beifall* kam von der Union"."""
        lemma = self.sentence.tokens[self.cue.verb].lemma
        return lemma in _RECEIVING and any(word[0].isupper() for word in self.cue.words)

    def _is_direct(self, source: Agent) -> bool:
        """Say whether the preposition leads to the agent: "von *Muster*", not "aus dem Haus der Frau"."""
        span = next(s for s, a in self.actors.mentions_in(self.sentence.span) if a is source)
        before = [t for t in self.sentence.tokens if t.start <= span.start][-_BACK:]
        return not any(a.tag.startswith("NN") and b.tag.startswith("ART") for a, b in pairwise(before))

    def _by_pronoun(self) -> tuple[Agent, ...]:
        return self.actors.pronoun(self.sentence, self.sentence.span)
