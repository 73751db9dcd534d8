"""Whether two statements of different articles give one utterance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.linking.differences import Alignment, align
from newsgraph.linking.utterances_voices import Accord, Voices, compare_voices
from newsgraph.linking.utterances_words import fold_words, negates, stem_of
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from datetime import date

    from newsgraph.linking.utterances_words import Wording
    from newsgraph.model.links import UtteranceRecord

_NEAR_DAYS = 3
_NEARLY_ALL = 0.9
_MOST = 0.7
_LONG_RUN = 4
_FEW = 2
_SHORT_LEAD = 4
_SHORT_TAIL = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """One statement, made ready for comparing.

    `day` is the date of its article.
    """

    record: UtteranceRecord
    wording: Wording
    voices: Voices
    day: date | None = None

    @property
    def direct(self) -> bool:
        """Whether the statement stands in quotation marks."""
        return self.record.type is StatementType.DIRECT

    @property
    def negated(self) -> bool:
        """Whether it comes to a "no", by a word or because the speaker denies it."""
        return self.wording.negated != self.record.is_denial


@dataclass(frozen=True, slots=True)
class Match:
    """Two statements found to give one utterance: why, how surely (0 to 1), and how their words align.

    `retold` is true where they have in common what they tell, not the words.
    """

    reason: str
    confidence: float
    alignment: Alignment
    retold: bool


def match(one: Spoken, other: Spoken, *, one_report: bool = False) -> Match | None:
    """Return how two statements give one utterance, or None where that is not sure.

    `one_report` says that their articles were found to print the same report. Speakers that clash never
    match (two ministers may say "Das ist ein Skandal"), unless one report prints the same mention for both.
    The fewer telling words the two share, the nearer they must be in speaker and date.
    """
    accord = compare_voices(one.voices, other.voices)
    if accord is Accord.CLASH:
        if not (one_report and _same_mention(one, other)):
            return None
        accord = Accord.UNKNOWN
    alignment = align(one.wording.words, other.wording.words)
    near = _Nearness(accord, _days_between(one, other), one_report)
    literal = None
    if _is_literal(alignment) and _keeps_sense(alignment, one, other):
        literal = _match_literal(one, other, alignment, near)
    return literal or _match_retold(one, other, alignment, near)


def _same_mention(one: Spoken, other: Spoken) -> bool:
    """Say whether both print the same words for the speaker: "Kinsky", "er", "die Ministerin".

    Where a reprint leaves out who came before, another may seem to be meant.
    """
    mention = fold_words(one.record.speaker_mention)
    return bool(mention) and mention == fold_words(other.record.speaker_mention)


@dataclass(frozen=True, slots=True)
class _Nearness:
    accord: Accord
    days: int | None
    one_report: bool

    @property
    def same_days(self) -> bool:
        return self.one_report or (self.days is not None and self.days <= _NEAR_DAYS)

    @property
    def same_day(self) -> bool:
        return self.one_report or (self.days is not None and self.days <= 1)

    @property
    def known(self) -> bool:
        return self.accord > Accord.UNKNOWN


def _days_between(one: Spoken, other: Spoken) -> int | None:
    if one.day is None or other.day is None:
        return None
    return abs((one.day - other.day).days)


def _is_literal(alignment: Alignment) -> bool:
    """Say whether the shorter one's words stand in the longer one, in few stretches.

    So "Das Bad bleibt, und zwar für alle" beside "Das Bad bleibt für alle"; not single words picked from a
    longer sentence.
    """
    return alignment.containment >= _NEARLY_ALL and alignment.runs <= 1 + alignment.shared // _LONG_RUN


def _keeps_sense(alignment: Alignment, one: Spoken, other: Spoken) -> bool:
    """Say whether no "nicht" and no number makes the difference.

    "Wir werden das zulassen" is no shortened "Wir werden das nicht zulassen".
    """
    if one.record.is_denial != other.record.is_denial:
        return False
    left = _gap_words(alignment.omitted, one.wording.words)
    right = _gap_words(alignment.added, other.wording.words)
    if any(map(negates, left)) != any(map(negates, right)):
        return False
    one_numbers, other_numbers = ({w for w in words if w[0].isdigit()} for words in (left, right))
    return not (one_numbers and other_numbers)


def _gap_words(gaps: Iterable[tuple[int, int]], words: tuple[str, ...]) -> list[str]:
    """Return the words of the gaps that can turn the sense round.

    Those are gaps within, short ones in front ("Nie" before "schließen wir das Bad"), and the shortest at the
    end ("nicht mehr" after "Wir schließen das Bad"); what is longer is a clause of its own.
    """
    found: list[str] = []
    for start, end in gaps:
        inner = start > 0 and end < len(words)
        if inner or end - start <= (_SHORT_LEAD if start == 0 else _SHORT_TAIL):
            found += words[start:end]
    return found


def _match_literal(one: Spoken, other: Spoken, alignment: Alignment, near: _Nearness) -> Match | None:
    shorter = min(one, other, key=lambda spoken: len(spoken.wording.words))
    telling = len(shorter.wording.content)
    whole = alignment.shared == max(alignment.lengths)
    both_direct = one.direct and other.direct
    least = _least_telling(near, both_direct=both_direct, whole=whole)
    if both_direct and alignment.runs == 1 and alignment.shared >= _LONG_RUN and near.known and near.same_day:
        least = 1  # "Ich war dort kein Mensch", of "Ich war dort kein Mensch, ich war eine Nummer"
    if not whole and shorter.record.type is StatementType.REPORTED:
        least += _FEW  # "fordert eine neue Kaimauer" names what many sentences speak of
    if telling < least:
        return None
    reason = "same words" if whole else "words of the longer"
    if not near.same_days:
        reason += ", used again later"
    retold = one.direct != other.direct and bool(alignment.omitted and alignment.added)
    confidence = _literal_confidence(max(telling, alignment.shared // 3), near)
    return Match(f"{reason}, {_ACCORDS[near.accord]}", confidence, alignment, retold=retold)


def _least_telling(near: _Nearness, *, both_direct: bool, whole: bool) -> int:
    """Return how many telling words must be shared for the words alone to prove the utterance."""
    if near.known and near.same_day:
        return 1 if whole else 3
    if near.known and near.same_days:
        return 2 if whole else 3
    if near.one_report:
        return 2 if whole else 4
    if near.same_days:
        return 6
    if near.known:
        return _again(both_direct, 4 if whole else 5, 8)
    return _again(both_direct, 7, 12)


def _again(both_direct: bool, quoted: int, told: int) -> int:
    """Return how many telling words must be shared where something is used again later."""
    return quoted if both_direct else told


def _literal_confidence(telling: int, near: _Nearness) -> float:
    sure = {Accord.SAME_SPEAKER: 0.99, Accord.SAME_NAME: 0.97, Accord.SAME_BODY: 0.95}.get(near.accord, 0.9)
    few = 0.03 * max(0, 5 - telling)
    return round(sure - few - (0 if near.same_days else 0.07), 2)


_ACCORDS = {
    Accord.SAME_SPEAKER: "same speaker",
    Accord.SAME_NAME: "same name of speaker",
    Accord.SAME_BODY: "same body speaking",
    Accord.UNKNOWN: "speaker not told",
}


def _match_retold(one: Spoken, other: Spoken, alignment: Alignment, near: _Nearness) -> Match | None:
    """Match a quotation and its retelling, or two retellings.

    "Wir werden keines der Bäder schließen" and "Man werde kein Bad schließen, sagte sie".
    """
    if not (near.same_day or (near.known and near.same_days)):
        return None
    if not _negations_agree(one, other) or not _numbers_agree(one.wording, other.wording):
        return None
    shared = _weight(one.wording.counts & other.wording.counts)
    shorter, longer = sorted((_weight(one.wording.counts), _weight(other.wording.counts)))
    bar = _bar(near, both_direct=one.direct and other.direct, noun_phrase=_is_one_noun_phrase(one, other))
    tells_all = _tells_all(shared, shorter, longer, near)
    if shared == _FEW and one.wording.content != other.wording.content:
        tells_all = False  # "Sie wissen, was sie an mir haben", "Er wisse, was er an ihnen habe"
    if not (tells_all or bar.passed_by(shared, shorter, longer)):
        return None
    edited = one.direct == other.direct and (
        one.wording.content == other.wording.content
        or (alignment.containment >= _MOST and alignment.overlap >= _MOST)
    )
    reason = "nearly the same words" if edited else "tells the same"
    confidence = 0.55 + 0.4 * shared / shorter - (0 if near.known else 0.05) - 0.02 * max(0, 4 - shared)
    return Match(f"{reason}, {_ACCORDS[near.accord]}", round(confidence, 2), alignment, retold=not edited)


def _weight(words: Counter[str]) -> int:
    """Count telling words; a number of more than one figure, as "4,5" or "230", tells as much as two."""
    return sum(count * (2 if word[0].isdigit() and len(word) > 1 else 1) for word, count in words.items())


def _tells_all(shared: int, shorter: int, longer: int, near: _Nearness) -> bool:
    """Say whether the longer one has all that the shorter one tells, and hardly more.

    "Wir sind keinen einzigen Schritt vorangekommen" and "dass man keinen einzigen Schritt vorangekommen sei".
    """
    if not (near.known and near.same_day) or shared < shorter:
        return False
    return shared == longer >= _FEW or (shared > _FEW and shared >= _MOST * longer)


@dataclass(frozen=True, slots=True)
class _Bar:
    """How much two statements must share: telling words, and which part of the shorter and of the longer."""

    words: int
    of_shorter: float
    of_longer: float

    def passed_by(self, shared: int, shorter: int, longer: int) -> bool:
        return shared >= max(self.words, self.of_shorter * shorter, self.of_longer * longer)


def _is_one_noun_phrase(one: Spoken, other: Spoken) -> bool:
    """Say whether just one of the two is a mere complement, as in "fordert eine neue Kaimauer"."""
    return (one.record.type is StatementType.REPORTED) != (other.record.type is StatementType.REPORTED)


def _bar(near: _Nearness, *, both_direct: bool, noun_phrase: bool) -> _Bar:
    """Return what two statements must share to tell the same.

    Set so that of 46,000 pairs of statements that stand in one article, and so are different utterances,
    none passes. Two quotations in other words are seldom one utterance: papers do not reword what they quote,
    unless they translate.
    """
    if near.one_report:
        return _Bar(4, 0.7, 0.35) if both_direct or not near.known else _Bar(3, 0.5, 0.25)
    if not near.known:
        return _Bar(5, 0.85, 0.75)
    if both_direct:
        return _Bar(4, 0.75, 0.5)
    if noun_phrase:
        return _Bar(3, 0.7, 0.6)
    if near.accord is Accord.SAME_BODY:
        return _Bar(4, 0.7, 0.4)
    return _Bar(3 if near.same_day else 4, 0.65, 0.35)


def _negations_agree(one: Spoken, other: Spoken) -> bool:
    """Say whether both come to a "no", or neither, or one says no to something that the other leaves out.

    "Wir haben den Bohrer verloren und sehen ihn nie wieder" holds "Man habe den Bohrer verloren"; "Wir haben
    den Bohrer nicht verloren" does not.
    """
    if one.negated == other.negated:
        return True
    if one.record.is_denial or other.record.is_denial:
        return False
    fuller, other = (one, other) if one.negated else (other, one)
    return _negates_apart(fuller.wording, frozenset(other.wording.content))


def _negates_apart(wording: Wording, shared: frozenset[str]) -> bool:
    """Say whether each negation stands outside of what is shared, beside telling words of its own."""
    tells = [
        stem_of(word) if tells else "" for word, tells in zip(wording.words, wording.telling, strict=True)
    ]
    places = [place for place, stem in enumerate(tells) if stem in shared]
    if not places:
        return False
    for place, word in enumerate(wording.words):
        after = any(tells[place:]) and place > places[-1]
        before = place < places[0] and any(tells[place : places[0]])
        if negates(word) and not after and not before:
            return False
    return True


def _numbers_agree(one: Wording, other: Wording) -> bool:
    if not one.numbers or not other.numbers:
        return True
    return one.numbers <= other.numbers or other.numbers <= one.numbers
