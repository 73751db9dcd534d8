"""Tells who proposes: the agents of an article by where they are mentioned."""

from __future__ import annotations

from bisect import bisect_left
from itertools import zip_longest
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import country_of_seat
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.people_gender import gender_of_person
from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_nouns import noun_illocution
from newsgraph.annotation.proposal_subjects import Subjects
from newsgraph.annotation.proposal_topics import points_back
from newsgraph.lexicon import load_table
from newsgraph.model import Person, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.people import Cast
    from newsgraph.model import Agent, AnonymousAgent, Statement

_GENDERS = {"er": Gender.MASCULINE, "sie": Gender.FEMININE}
_REACH = 4
_GENITIVE = 2
_GOVERNING = frozenset(
    {"von", "für", "vom", "zum", "zur", "mit", "gegen", "des", "der", "in", "an", "durch", "im"}
)
_OWNING = frozenset({"des", "der", "eines", "einer", "von", "vom"})
_AGENT = frozenset({"von", "vom", "durch", "seitens"})


class Actors:
    """The agents of one article, found by the places where the text mentions them."""

    def __init__(
        self,
        document: Document,
        statements: tuple[Statement, ...],
        cast: Cast,
        anonymous: tuple[AnonymousAgent, ...],
    ) -> None:
        """Index all mentions, and the speaker mentions that attribution resolved (pronouns, roles)."""
        self.document = document
        self.subjects = Subjects(document, statements, cast, anonymous)
        self._countries = cast.countries
        agents: tuple[Agent, ...] = (*cast.persons, *cast.organisations, *cast.countries, *anonymous)
        places: dict[Span, Agent] = {}
        for statement in statements:
            if len(statement.speakers) == 1 and statement.speaker_mention:
                places[statement.speaker_mention[0]] = statement.speakers[0]
        for agent in agents:
            for mention in agent.mentions:
                for span in mention.spans:
                    places[span] = agent
        self._mentions = _outermost(sorted(places.items(), key=lambda item: (item[0].start, -item[0].end)))
        self._starts = [span.start for span, _ in self._mentions]
        self._bracketed = {agent for span, agent in self._mentions if self._is_bracketed(span)}
        self._plain = {agent for span, agent in self._mentions if not self._is_bracketed(span)}

    def names_in(self, span: Span) -> tuple[Span, ...]:
        """Return the spans of the mentions that start inside `span`."""
        return tuple(found for found, _ in self.mentions_in(span))

    def mentions_in(self, span: Span) -> tuple[tuple[Span, Agent], ...]:
        """Return the mentions that start inside `span`, with their agents, in text order."""
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.end)
        return tuple(self._mentions[low:high])

    def antecedent(self, sentence: Sentence, verb: int) -> tuple[Agent, ...]:
        """Return of whom the relative clause with the verb speaks: "*die Union*, die … verlangt"."""
        tokens = sentence.tokens
        start = _relative_start(tokens, verb)
        if start is None or self.mentions_in(Span(tokens[start].start, tokens[verb].end)):
            return ()
        before = [(s, a) for s, a in self.mentions_in(sentence.span) if s.end == tokens[start - 2].end]
        return (before[-1][1],) if before else ()

    def relative_subject(self, sentence: Sentence, verb: int) -> tuple[Agent, ...]:
        """Return the subject of a relative clause with the pronoun as object: "den *die Chefin* verlangt"."""
        tokens = sentence.tokens
        start = _relative_start(tokens, verb)
        if start is None or start + 2 >= verb:
            return ()
        is_object = tokens[start].form == "den" or tokens[start + 1].form == "der"
        if not is_object or tokens[start + 1].tag not in {"ART", "PPOSAT", "NE"}:
            return ()
        region = Region(tokens, 0, verb, {s.start: s.end for s in self.names_in(sentence.span)})
        return self.meant_by(Span(tokens[start + 1].start, tokens[region.phrase_end(start + 1) - 1].end))

    def names_one_of(self, agents: tuple[Agent, ...], phrase: Span) -> bool:
        """Say whether the phrase opens with one of the agents: then it is a subject and no measure."""
        text = self.document.text
        for span, agent in self.mentions_in(phrase)[:2]:
            before = text[phrase.start : span.end].split()[: -len(span.of(text).split()) + 1 or None]
            if agent in agents and len(before) <= _REACH + 1 and not _GOVERNING & set(before[1:]):
                return True
        return False

    def subject(
        self, sentence: Sentence, clause: Span, measure: Span, *, passive: bool = False
    ) -> tuple[Agent, ...]:
        """Return who acts in the clause: named in it outside the measure, or meant by its pronoun.

        "*Die Union* regte eine Befragung an"; "Von *der Linken* wurde eine Stelle gefordert";
        "*Norwegen und Ghana* boten Beobachter an".
        """
        bearers = _bearers(self.mentions_in(sentence.span), self.document.text)
        near = [(s, a) for s, a in bearers if clause.overlaps(s) and not measure.overlaps(s)]
        if not near:
            near = self._described(sentence, clause, measure)
        near = [(s, a) for s, a in near if not self._is_bracketed(s)]
        if passive:
            return self._joined(self._behind_von(sentence, near))
        free = [(s, a) for s, a in near if not self.is_governed(sentence, s)] or near
        heads = [(s, a) for s, a in free if not self._is_attribute(sentence, s)] or free
        return self._joined(heads) if heads else ()

    def _is_bracketed(self, span: Span) -> bool:
        """Say whether a bracket holds the mention: "Bürgermeister Muster (*SPD*)", "Berlin (*dpa*) –"."""
        return self.document.text[max(0, span.start - 1)] == "("

    def _is_attribute(self, sentence: Sentence, span: Span) -> bool:
        """Say whether the mention is a genitive on another noun: "die Strafen *der Europäischen Union*"."""
        before = [t for t in sentence.tokens if t.end <= span.start][-2:]
        genitive = len(before) == _GENITIVE and before[1].form in {"der", "des"}
        return genitive and before[0].tag.startswith("NN")

    def _behind_von(self, sentence: Sentence, mentions: list[tuple[Span, Agent]]) -> list[tuple[Span, Agent]]:
        """Return the mentions from the one behind "von" in a passive: "wurde *von der Linken* verlangt"."""
        for number, (span, _) in enumerate(mentions):
            before = [t.form.lower() for t in sentence.tokens if t.end <= span.start][-_REACH:]
            at = max((i for i, form in enumerate(before) if form in _AGENT), default=None)
            if at is not None and not any(form == "," for form in before[at:]):
                return mentions[number:]
        return []

    def _described(self, sentence: Sentence, clause: Span, measure: Span) -> list[tuple[Span, Agent]]:
        """Return who is named after the comma that the clause ends at: "der Chef der Union, *Muster*, …"."""
        inside = [(s, a) for s, a in self.mentions_in(clause) if not measure.overlaps(s)]
        after = [(s, a) for s, a in self.mentions_in(sentence.span) if s.start >= clause.end]
        return after[:1] if inside else []

    def owner(self, sentence: Sentence, phrase: Span, measure: tuple[Span, ...]) -> tuple[Agent, ...]:
        """Return whose the noun of proposing is that `phrase` starts with.

        "Der Entwurf *von Bürgermeister Bitzer*", "Die Forderung *der Gewerkschaft*", "*Musters* Idee"; else
        who acts in the sentence: "Mit seinem Vorschlag, …, hat *Minister Tillmanns* …".
        """
        named = self.mentions_in(phrase)
        if named:
            return self._joined(named)
        before = [(s, a) for s, a in self.mentions_in(sentence.span) if s.end + 1 == phrase.start]
        if before and before[-1][0].of(self.document.text).endswith(("s", "’", "'")):
            return (before[-1][1],)
        if owners := self._genitive(phrase):
            return owners
        outside = [
            (s, a) for s, a in self.mentions_in(sentence.span) if not any(s.overlaps(m) for m in measure)
        ]
        free = [(s, a) for s, a in outside if not self.is_governed(sentence, s)]
        if free:
            return self._joined(free)
        if any(t.lemma in {"kommen", "stammen", "ausgehen"} for t in sentence.tokens):
            return self._joined(self._behind_von(sentence, outside))
        return self.pronoun(sentence, sentence.span)

    def meant_by(self, phrase: Span) -> tuple[Agent, ...]:
        """Return whom the words name, else whom they mean of those known: "*der Bahn*", "*dem Gremium*"."""
        named = _bearers(self.mentions_in(phrase), self.document.text)
        return self._joined(named) if named else self.subjects.meant(phrase, known=True)

    def bracketed_in(self, sentence: Sentence, agents: tuple[Agent, ...]) -> bool:
        """Say whether brackets in the sentence hold the agents: "eine Motion von Anna Muster (*SP*)"."""
        places = [span for span, agent in self.mentions_in(sentence.span) if agent in agents]
        return bool(places) and all(self._is_bracketed(span) for span in places)

    def only_in_brackets(self, agent: Agent) -> bool:
        """Say whether the article names the agent in brackets only: "Anna Muster (*SPD*)"."""
        return agent in self._bracketed and agent not in self._plain

    def seat(self, stretch: Span) -> tuple[Agent, ...]:
        """Return whom the words name: by a genitive or "von", by name, by a country's adjective or seat.

        "ein Entwurf *des Rektorats* für den Senat", "von *russischer* Seite", "aus *Riga*".
        """
        if owners := self._genitive(stretch):
            return owners
        named = self.mentions_in(stretch)
        if named:
            return self._joined(named)
        words = stretch.of(self.document.text).lower().split()
        seats = {country_of_seat(word.strip(".,")) for word in stretch.of(self.document.text).split()[:2]}
        if found := tuple(c for c in self._countries if c.name in seats):
            return found
        for country, adjective, *_ in load_table("countries.tsv"):
            if any(word.startswith(adjective.split(":")[0].lower()) for word in words):
                return tuple(c for c in self._countries if c.name == country)
        return ()

    def _genitive(self, stretch: Span) -> tuple[Agent, ...]:
        """Return whose a noun of proposing in the stretch is: "Plan *des Rektorats*", "*sein* Plan"."""
        tokens = tuple(self.document.tokens_within((stretch,)))
        for i, token in enumerate(tokens):
            if points_back(token) is None and noun_illocution(token) is None:
                continue
            if i and tokens[i - 1].tag == "PPOSAT":
                return self.subjects.meant(tokens[i - 1].span)
            if i + 2 < len(tokens) and tokens[i + 1].form in _OWNING:
                end = Region(tokens, 0, len(tokens), {}).phrase_end(i + 2)
                start = i + 2 if tokens[i + 1].form in _AGENT else i + 1
                phrase = Span(tokens[start].start, tokens[max(end, start + 1) - 1].end)
                return () if self.mentions_in(phrase) else self.subjects.meant(phrase)
        return ()

    def source(self, sentence: Sentence) -> tuple[Agent, ...]:
        """Return whom "von", "bei" or "aus" names: "Beifall kam *von der Union*"."""
        for span, agent in _bearers(self.mentions_in(sentence.span), self.document.text):
            before = [t.form.lower() for t in sentence.tokens if t.end <= span.start][-5:]
            if {"von", "vom", "bei", "beim", "aus"} & set(before) and "," not in before:
                return (agent,)
        return ()

    def has_pronoun(self, sentence: Sentence, verb: int) -> bool:
        """Say whether "er" or "sie" beside the verb, or after its auxiliary, is the subject."""
        beside = {verb - 1, verb + 1}
        for i in range(verb):
            if sentence.tokens[i].tag in {"VA(FIN)", "VM(FIN)"}:
                beside |= {i - 1, i + 1}
        return any(
            0 <= i < len(sentence.tokens) and sentence.tokens[i].form.lower() in _GENDERS for i in beside
        )

    def pronoun(self, sentence: Sentence, clause: Span) -> tuple[Agent, ...]:
        """Return the person whom "er" or "sie" in the clause means: the last one named before it."""
        for token in sentence.tokens:
            if clause.contains(token.span) and token.form.lower() in _GENDERS:
                return self.last_before(token.start, _GENDERS[token.form.lower()])
        return ()

    def last_before(self, offset: int, gender: Gender) -> tuple[Agent, ...]:
        """Return the last person of that sex mentioned before the offset, else the last agent."""
        before = self._mentions[: bisect_left(self._starts, offset)]
        text = self.document.text
        persons = [
            a for _, a in before if isinstance(a, Person) and gender_of_person(a, text) in {gender, None}
        ]
        if persons:
            return (persons[-1],)
        return (before[-1][1],) if before else ()

    def _joined(self, mentions: Iterable[tuple[Span, Agent]]) -> tuple[Agent, ...]:
        """Return the first agent and those joined to it by "und" or a comma."""
        text = self.document.text
        agents: list[Agent] = []
        end = -1
        for span, agent in _bearers(mentions, text):
            between = text[end : span.start].strip() if agents else ""
            if agents and not _joins(between):
                break
            if agent not in agents:
                agents.append(agent)
            end = span.end
        return tuple(agents)

    def is_governed(self, sentence: Sentence, span: Span) -> bool:
        """Say whether a preposition stands before the mention, up to two words back."""
        before = [t for t in sentence.tokens if t.end <= span.start][-2:]
        return any(t.tag.startswith("APPR") for t in before)


def _relative_start(tokens: tuple[Token, ...], verb: int) -> int | None:
    """Return where the relative clause starts that holds the verb; None for another clause."""
    comma = next((i for i in range(verb - 1, 0, -1) if tokens[i].form == ","), None)
    if comma is None or tokens[comma + 1].tag not in {"PRELS", "ART", "PDS"}:
        return None
    relative = tokens[comma + 1].form in {"der", "die", "das", "den"}
    last = not any(t.is_finite for t in tokens[comma + 1 : verb])
    return comma + 1 if relative and last else None


def _outermost(mentions: list[tuple[Span, Agent]]) -> list[tuple[Span, Agent]]:
    """Return the mentions without those inside others; a person named inside is who the whole names.

    "*Unions-Gesundheitsexperte Paul Muster*" names Muster, not the party.
    """
    kept: list[tuple[Span, Agent]] = []
    for span, agent in mentions:
        if kept and kept[-1][0].contains(span):
            if isinstance(agent, Person) and not isinstance(kept[-1][1], Person):
                kept[-1] = (kept[-1][0], agent)
        else:
            kept.append((span, agent))
    return kept


def _joins(between: str) -> bool:
    """Say whether the words make one subject of two mentions: "Bremen *und* Hamburg", "A *und die* B"."""
    words = between.split()
    return between == "," or (bool(words) and words[0] in {"und", "sowie"} and len(words) <= _REACH)


def _bearers(mentions: Iterable[tuple[Span, Agent]], text: str) -> list[tuple[Span, Agent]]:
    """Return the mentions without those that only describe the person named next.

    "Der *Grünen*-Abgeordnete Xaver Pöll", "Neuseelands Beauftragte, Hinemoa Te Whaiti", "*Musters* Kollegin
    Anna Beispiel": the person acts.
    """
    listed = list(mentions)
    return [
        (span, agent)
        for (span, agent), following in zip_longest(listed, listed[1:])
        if following is None or not _describes(span, agent, following, text)
    ]


def _describes(span: Span, agent: Agent, following: tuple[Span, Agent], text: str) -> bool:
    if not isinstance(following[1], Person) or following[0].start <= span.end:
        return False
    between = text[span.end : following[0].start]
    words = between.replace(",", " ").split()
    if len(words) > _REACH or {"und", "sowie"} & set(words) or any(w in between for w in ".;:"):
        return False
    if not isinstance(agent, Person):
        return True
    genitive = span.of(text).endswith("s") and not agent.name.endswith("s")
    return genitive and bool(words) and "," not in between
