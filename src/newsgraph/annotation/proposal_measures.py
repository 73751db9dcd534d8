"""Finds the measure that a verb of proposing governs: object, prepositional phrase or clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_orders import find_turned
from newsgraph.annotation.quotation_marks import MARKS
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.proposal_cues import Trigger

_CORRELATES = frozenset({"dafür", "dazu", "darauf", "danach", "darum", "davon"})
_INDEFINITE = frozenset({"ein", "eine", "einen"})
_GENITIVES = frozenset({"der", "des", "eines", "einer", "seiner", "ihrer", "aller", "dieser"})
_DATIVES = frozenset(
    {"dem", "den", "der", "einem", "einer", "seinem", "seiner", "ihrem", "ihrer", "seinen", "ihren"}
)
_RELATIVES = frozenset(
    {"der", "die", "das", "den", "dem", "deren", "dessen", "denen", "wo", "wonach", "womit", "wodurch"}
)
_ADDITIONS = frozenset(
    {"nämlich", "mindestens", "höchstens", "davon", "und", "aber", "allerdings", "sondern", "jeweils"}
)
_AUXILIARIES = frozenset({"VA(FIN)", "VM(FIN)"})
_FEW = 3
_OFFERING = frozenset({"bieten", "anbieten", "offerieren", "empfehlen", "raten", "nahelegen", "unterbreiten"})
_YEAR = 4
_DETERMINERS = frozenset({"ein", "eine", "einen", "die", "das", "den", "ihre", "seine", "ihren", "seinen"})
_NOUNS = frozenset({"NN", "NE", "NNA", "NNI", "FM", "XY", "CARD"})


def find_measure(trigger: Trigger, names: Iterable[Span] = (), limits: Span | None = None) -> Span | None:
    """Return the measure that the trigger governs in its sentence, within `limits` if given.

    `names` are the spans of agents' mentions, which are phrases of their own.
    "Sie schlug am Dienstag *eine Waffenruhe von 40 Tagen* vor", "Er plädierte für *einen Neubau*", "Er regte
    an, *die Karte auch am Kiosk anzubieten*", "habe *einen Rückzug* verlangt". None where there is none:
    "Er forderte auf".
    """
    tokens = trigger.sentence.tokens
    low, high = _window(tokens, limits)
    ends = {name.start: name.end for name in names}
    region = Region(tokens, low, high, ends)
    return (
        region.clause_after(trigger)
        or find_turned(region, trigger)
        or region.object_of(trigger)
        or region.governed(trigger)
    )


def _window(tokens: tuple[Token, ...], limits: Span | None) -> tuple[int, int]:
    if limits is None:
        return 0, len(tokens)
    inside = [i for i, t in enumerate(tokens) if limits.contains(t.span)]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


class Region:
    """The tokens of a sentence from `low` to `high`, searched for the complement of a verb."""

    def __init__(self, tokens: tuple[Token, ...], low: int, high: int, names: dict[int, int]) -> None:
        """Take the tokens and, by start, the ends of agents' mentions."""
        self.names = names
        self.tokens = tokens
        self.low = low
        self.high = high

    def clause_after(self, trigger: Trigger) -> Span | None:
        """Return the clause that depends on the verb: a dass-clause or an infinitive with zu."""
        anchor = max((trigger.verb, *trigger.particle))
        for i in range(anchor + 1, self.high):
            form = self.tokens[i].form
            if form in {";", ":", "–"}:
                return None
            if form == ",":
                return self.clause_from(i + 1) if self._opens(anchor, i) else None
        return None

    def _opens(self, anchor: int, comma: int) -> bool:
        between = self.tokens[anchor + 1 : comma]
        if any(t.form.lower() in _CORRELATES for t in between):
            return True
        starts = self.phrases(anchor + 1, comma)
        return len(starts) <= 1 or not any(t.form.lower() in {"einen", "eine", "ein"} for t in between)

    def clause_from(self, start: int) -> Span | None:
        """Return the dass-clause or infinitive with zu that starts at the token `start`; None for another."""
        if start >= self.high:
            return None
        if self.tokens[start].form in {"dass", "daß"}:
            return self.span(start, self._sentence_end(start))
        end = self._last_infinitive(start)
        return self.span(start, end) if end is not None else None

    def _last_infinitive(self, start: int) -> int | None:
        """Return the index after the last infinitive with zu of the clause that starts at `start`."""
        last = None
        for i in range(start, self.high):
            token = self.tokens[i]
            if token.form in {";", ":", "–"}:
                break
            with_zu = token.tag.endswith("(IZU)") or (token.tag.endswith("(INF)") and self._zu_before(i))
            if with_zu:
                last = i + 1
            elif token.form == "," and last is not None and not self._goes_on(i):
                break
        return last

    def _zu_before(self, index: int) -> bool:
        return any(t.tag == "PTKZU" or t.form == "zu" for t in self.tokens[max(0, index - 2) : index])

    def _goes_on(self, comma: int) -> bool:
        following = self.tokens[comma + 1].form.lower() if comma + 1 < self.high else ""
        return following in {"sondern", "und", "um"}

    def governed(self, trigger: Trigger) -> Span | None:
        """Return what the verb's preposition governs, after the verb or before it."""
        if not trigger.entry.prepositions:
            return None
        start, end = self._field(trigger)
        for low, high, last in ((start, end, end), (self.low, trigger.verb, self.low + 1)):
            for i in range(low, min(high, last)):
                if self.tokens[i].form.lower() in trigger.entry.prepositions and self.tokens[i].tag == "APPR":
                    return self.span(i + 1, high)
        return None

    def object_of(self, trigger: Trigger) -> Span | None:
        """Return the accusative object of the verb."""
        if not trigger.entry.transitive:
            return None
        start, end = self._field(trigger)
        starts = self.phrases(start, end)
        dropped: list[int] = []
        if self._subject_follows(trigger, start):
            dropped, starts = starts[:1], starts[1:]
        if len(starts) > 1 and (self._is_dative(starts[0], starts[1]) or self._is_asked(trigger, starts[0])):
            starts = starts[1:]
        starts = [i for i in starts if self.tokens[i].start not in self.names] or starts
        if not starts and len(dropped) == 1 and self.tokens[dropped[0]].form.lower() in _INDEFINITE:
            starts = dropped
        if starts:
            return self.span(starts[0], end)
        before = self.phrases(self._clause_start(trigger.verb), trigger.verb)
        if self._is_finite(trigger.verb) and self._subject_follows(trigger, start) and before:
            return self.span(before[0], trigger.verb)
        return None

    def _field(self, trigger: Trigger) -> tuple[int, int]:
        """Return where the complement can stand: between verb and particle, or before a verb at the end."""
        if self._is_finite(trigger.verb) and not self._verb_last(trigger.verb):
            if trigger.particle and trigger.particle[0] > trigger.verb:
                return trigger.verb + 1, trigger.particle[0]
            return trigger.verb + 1, self.complement_end(trigger.verb + 1)
        end = trigger.particle[0] if trigger.particle else trigger.verb
        if self.tokens[end - 1].tag == "PTKZU":
            end -= 1
        auxiliary = self._auxiliary(end)
        return (auxiliary + 1 if auxiliary is not None else self._clause_start(end)), end

    def _auxiliary(self, end: int) -> int | None:
        """Return the finite verb before a participle or infinitive: "*hat* ein Register beantragt"."""
        after = self.tokens[end + 1] if end + 1 < self.high else None
        if self.tokens[end].tag.endswith("(IZU)") or (after is not None and after.tag in _AUXILIARIES):
            return None
        for i in range(end - 1, self.low - 1, -1):
            if self.tokens[i].form in {";", ":", "–"}:
                return None
            if self.tokens[i].is_finite:
                return i if self.tokens[i].tag in _AUXILIARIES else None
        return None

    def _is_finite(self, verb: int) -> bool:
        """Say whether the verb is finite: in "habe eine Frist *verlangt*," it is a participle."""
        closed = verb + 1 >= self.high or not self.tokens[verb + 1].is_word
        start = self._clause_start(verb)
        auxiliary = any(t.tag == "VA(FIN)" for t in self.tokens[start:verb])
        return self.tokens[verb].is_finite and not (closed and auxiliary)

    def _verb_last(self, verb: int) -> bool:
        following = self.tokens[verb + 1].form if verb + 1 < self.high else "."
        start = self._clause_start(verb)
        opener = self.tokens[start]
        return (
            following in {",", "."}
            and start < verb - 1
            and (
                opener.tag.startswith(("KOUS", "PREL"))
                or (opener.form.lower() in _RELATIVES and start > self.low)
            )
        )

    def _clause_start(self, end: int) -> int:
        for i in range(end - 1, self.low - 1, -1):
            if self.tokens[i].form in {",", ";", ":", "–"}:
                return i + 1
        return self.low

    def complement_end(self, start: int) -> int:
        """Return where the complement of a finite verb ends: relative clauses belong to it."""
        i = start
        while i < self.high:
            form = self.tokens[i].form
            if form in {";", ":", "–"}:
                return self._before_relative(i)
            if form == "," and not self._continues(i):
                return i
            if form in {"und", "aber", "oder"} and self._new_predicate(i):
                return i
            i += 1
        return self._sentence_end(start)

    def _before_relative(self, end: int) -> int:
        """Return the end without a relative pronoun that a dash cut off: "eine Koalition, die – so X – …"."""
        cut = end - 2
        return (
            cut
            if cut > 0 and self.tokens[cut].form == "," and self.tokens[cut + 1].form in _RELATIVES
            else end
        )

    def _continues(self, comma: int) -> bool:
        if comma + 1 >= self.high:
            return False
        following = self.tokens[comma + 1]
        if following.is_finite or following.form.lower() in {
            "was",
            "wie",
            "so",
            "weil",
            "da",
            "denn",
            "obwohl",
        }:
            return False
        if self._is_main(comma):
            return False
        if following.tag == "APPR" or following.form.lower() in _RELATIVES | _ADDITIONS:
            return True
        return not any(t.is_finite for t in self.tokens[comma + 1 : comma + 4])

    def _is_main(self, comma: int) -> bool:
        """Say whether a main clause follows: "fordert mehr Lohn, *die Arbeitgeber bieten* einen Tag frei"."""
        after = self.tokens[comma + 1 : min(comma + 5, self.high)]
        return len(after) > _FEW and after[1].tag == "NN" and after[2].is_finite and after[3].is_word

    def _new_predicate(self, conjunction: int) -> bool:
        following = self.tokens[conjunction + 1] if conjunction + 1 < self.high else None
        return following is not None and following.is_finite

    def _sentence_end(self, start: int) -> int:
        end = self.high
        while (
            end > start
            and not self.tokens[end - 1].is_word
            and self.tokens[end - 1].form not in MARKS | {")"}
        ):
            end -= 1
        return end

    def _subject_follows(self, trigger: Trigger, start: int) -> bool:
        """Say whether a noun as subject stands after the verb: "Stattdessen schlug *die Union* …"."""
        verb = trigger.verb
        if not self._is_finite(verb):
            finite = start - 1
            if finite < 0 or not self.tokens[finite].is_finite:
                return False
            verb = finite
        if self._verb_last(verb):
            return False
        after = self.tokens[verb + 1] if verb + 1 < self.high else None
        if after is not None and after.tag == "PPER":
            return False
        opening = self._clause_start(verb)
        if opening == verb > self.low and (after is None or after.start not in self.names):
            return False  # the comma closes an apposition: "Muster, Chef der Union, *forderte* …"
        return not self.phrases(opening, verb) and not any(
            t.tag in {"PPER", "PDS", "PIS", "PRELS"} for t in self.tokens[opening:verb]
        )

    def _is_dative(self, start: int, following: int) -> bool:
        """Say whether the phrase is the person asked: "schlug *dem Rat* eine Frist vor"."""
        token = self.tokens[start]
        if token.tag == "NE" or token.start in self.names:
            return True
        if self.tokens[following].form.lower() not in _DETERMINERS:
            return token.form.lower() in _DATIVES - {"den", "der"}
        return token.form.lower() in _DATIVES or (token.tag == "ADJ(A)" and token.form.endswith("en"))

    def _is_asked(self, trigger: Trigger, start: int) -> bool:
        """Say whether "den" opens the plural of those asked: "bietet *den Mietern* 90 Euro"."""
        noun = self.tokens[self._skip_phrase(start, self.high) - 1].form
        return (
            self.tokens[start].form == "den" and noun.endswith("n") and trigger.entry.infinitive in _OFFERING
        )

    def phrases(self, start: int, end: int) -> list[int]:
        """Return where the noun phrases of the stretch start that no preposition governs."""
        starts = []
        i = start
        while i < end:
            token = self.tokens[i]
            if token.start in self.names and token.tag != "PPER":
                starts.append(i)
                i = max(i + 1, self._skip_name(i, end))
            elif token.tag.startswith("APPR"):
                i = self._skip_phrase(i + 1, end)
            elif token.form == "(":
                i = next((j + 1 for j in range(i, end) if self.tokens[j].form == ")"), end)
            elif token.tag in {"ART", "PPOSAT", "PIAT", "PIDAT", "PDAT", "ADJ(A)", "CARD", "PWAT"} | _NOUNS:
                starts.append(i)
                i = self._skip_phrase(i, end)
            else:
                i += 1
        return starts

    def phrase_end(self, start: int) -> int:
        """Return the index after the noun phrase that starts at `start`, with genitives and names on it."""
        name_end = self._skip_name(start, self.high) if self.tokens[start].start in self.names else 0
        return name_end or self._skip_phrase(start, self.high)

    def _skip_phrase(self, start: int, end: int) -> int:
        """Return the index after the noun phrase at `start` and the genitives that hang on it."""
        i = start
        while i < end and not self.tokens[i].tag.startswith(("NN", "NE", "FM")):
            if self.tokens[i].form == ",":
                return i
            if self.tokens[i].start in self.names:
                return self._skip_name(i, end)
            if i > start and self.tokens[i].form.lower() in _INDEFINITE:
                return i
            i += 1
        i += 1
        while i < end and (self._names_on(i) or self.tokens[i].start in self.names):
            i = max(i + 1, self._skip_name(i, end))
        if i < end and self.is_genitive(i):
            return self._skip_phrase(i + 1, end)
        return min(max(i, start + 1), end)

    def is_genitive(self, index: int) -> bool:
        """Say whether a genitive opens: "die Straße *der* Stadt"; not "die Straße *der* frühere Landrat"."""
        after = self.tokens[index + 1] if index + 1 < self.high else None
        weak = after is not None and after.tag == "ADJ(A)" and after.form.endswith("e")
        return self.tokens[index].form.lower() in _GENITIVES and not weak

    def _names_on(self, index: int) -> bool:
        """Say whether a name or a date goes on: "im Mai *2018*", not "seit Mai *7,5* Prozent"."""
        token = self.tokens[index]
        return token.tag in {"NE", "FM"} or (token.tag == "CARD" and len(token.form) == _YEAR)

    def _skip_name(self, start: int, end: int) -> int:
        """Return the index after the name that starts at `start`; `start` where none does."""
        name_end = self.names.get(self.tokens[start].start, 0)
        return next((j for j in range(start, end) if self.tokens[j].start >= name_end), end)

    @property
    def end(self) -> int:
        """The index after the last token that is no closing mark."""
        return self._sentence_end(self.low)

    def span(self, start: int, end: int) -> Span | None:
        """Return the span of the tokens, without marks at its edges."""
        while start < end and not self.tokens[start].is_word and self.tokens[start].form not in MARKS:
            start += 1
        while end > start and self.tokens[end - 1].form in {",", ".", ";"}:
            end -= 1
        if (
            end - start > _FEW
            and self.tokens[end - 2].form == ","
            and self.tokens[end - 1].form in _RELATIVES
        ):
            end -= 2
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None
