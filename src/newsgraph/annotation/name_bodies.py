"""Finds the names of bodies: parties, ministries, associations, firms, media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import classes_of
from newsgraph.annotation.name_heads import HeadKind, head_kind
from newsgraph.annotation.name_shapes import body_leads, body_names, is_stop_word
from newsgraph.annotation.name_words import is_name_shaped, is_role_noun
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.lexicon import load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgraph.annotation.document import Document, Token

_LONGEST = 7
_MID_NAME = frozenset({"Mitte", "Mark", "Zwei", "Drei", "Vier", "Fünf"})
_OPENERS, _CLOSERS = frozenset('„“"»«›‹”‚'), frozenset('“”"»«›‹‘')
_LEGAL_FORMS = frozenset(
    {"AG", "GmbH", "SE", "KG", "OHG", "KGaA", "Inc", "Ltd", "Corp", "Group", "Holding", "S.A.", "eG"}
)


def find_body_names(document: Document, persons: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans of bodies in text order, without overlaps and without those inside names of `persons`.

    Well-known bodies come from a word list; others are known by the noun that heads them ("Institut für
    Mobilität", "Norddeutscher Turnverband"), by what opens or ends them ("SV Hemsbeck", "Rheinpapier AG"),
    and papers by the quotation marks around them („Turn-Blatt“).
    """
    found: list[Span] = []
    named = SpanIndex(persons)
    for sentence in document.sentences:
        tokens = sentence.tokens
        index = 0
        while index < len(tokens):
            end = _end_at(tokens, index, named)
            if end is None:
                index += 1
                continue
            found.append(Span(tokens[index].start, tokens[end - 1].end))
            index = end
    return tuple(found)


def _end_at(tokens: Sequence[Token], index: int, persons: SpanIndex) -> int | None:
    """Return the index after the longest name of a body that starts at `index`, None where none does."""
    ends = []
    for finder in _FINDERS:
        end = finder(tokens, index)
        if end is None:
            continue
        while end > index and persons.overlaps(tokens[end - 1].span):
            end -= 1
        if end > index and (finder is not _headed or any(head_kind(t.form) for t in tokens[index:end])):
            ends.append(end)
    return max(ends, default=None)


def _listed(tokens: Sequence[Token], index: int) -> int | None:
    """Find well-known bodies: "IG Metall", "Europäischen Union"."""
    form = ""
    best = None
    for end in range(index, min(index + _LONGEST, len(tokens))):
        gap = " " if form and tokens[end].start > tokens[end - 1].end else ""
        form += gap + tokens[end].form
        if form in body_names() or (
            len(form) > 3 and not form.isupper() and form.removesuffix("s") in body_names()
        ):
            best = end + 1
    if (
        best == index + 1
        and tokens[index].tag in {"ADJ(A)", "ADJ(D)", "ART"}
        and not tokens[index].form.isupper()
    ):
        return None
    return best


def _led(tokens: Sequence[Token], index: int) -> int | None:
    """Find clubs by the word that opens their names: "SV Hemsbeck", "Blau-Weiß Sandau"."""
    if tokens[index].form not in body_leads():
        return None
    end = index + 1
    while end < len(tokens) and end - index < 4 and _goes_on(tokens, end):
        end += 1
    if end == index + 1 and end < len(tokens) and tokens[end].form in {"für", "ohne", "gegen"}:
        skipped = end + 1 + (end + 1 < len(tokens) and tokens[end + 1].tag == "ART")
        return _noun_phrase_end(tokens, skipped)  # "Ärzte für die Welt"
    return end if end > index + 1 else None


def _headed(tokens: Sequence[Token], index: int) -> int | None:
    """Find bodies by their head: "Norddeutschen Turnverbands", "Bund der Sparer", "Landtag"."""
    head = index
    while head < len(tokens) and head - index < 3 and _is_name_adjective(tokens, head):
        head += 1
    if (
        head >= len(tokens)
        or not tokens[head].form[0].isupper()
        or tokens[head].tag not in {"NN", "NE", "FM"}
    ):
        return None
    kind = head_kind(tokens[head].form)
    if kind is None or kind.before_name or _is_role_before_name(tokens, head):
        return None
    end = _complement_end(tokens, head, kind)
    # "Bremer Institut" by itself is no name, "Afrikanische Union" is.
    is_name = not tokens[index].form.endswith("er") if head > index else kind.alone
    return end if end > head + 1 or is_name else None


def _is_role_before_name(tokens: Sequence[Token], head: int) -> bool:
    # "Stadtrat Peter Huber" is a person's role, "der Stadtrat" a body.
    return (
        is_role_noun(tokens[head].form)
        and head + 1 < len(tokens)
        and tokens[head + 1].start == tokens[head].end + 1
        and is_name_shaped(tokens[head + 1].form)
    )


def _is_name_adjective(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the adjective is written large within the sentence: "die Afrikanische Union"."""
    form = tokens[index].form
    if not form[0].isupper() or is_stop_word(form) or not form.endswith(("e", "en", "er", "es", "em")):
        return False
    if index == 0 or tokens[index - 1].form in _OPENERS:
        return False
    return tokens[index].tag == "ADJ(A)" or (
        tokens[index].tag in {"NE", "NN"}
        and index + 1 < len(tokens)
        and head_kind(tokens[index + 1].form) is not None
        and head_kind(form) is None
        and not is_role_noun(form)
        and form.endswith(("sche", "schen", "scher", "sches"))
    )


def _complement_end(tokens: Sequence[Token], head: int, kind: HeadKind) -> int:
    end = head + 1
    if end >= len(tokens):
        return end
    form = tokens[end].form
    if (form == "für" and kind.takes_for) or (form in {"der", "des"} and kind.takes_genitive):
        return _noun_phrase_end(tokens, end + 1) or end
    if form in {"am", "im", "an"} and kind.takes_place and end + 1 < len(tokens):
        return end + 2 if tokens[end + 1].form[0].isupper() else end
    return _apposed_end(tokens, head, kind) if kind.takes_name else end


def _apposed_end(tokens: Sequence[Token], head: int, kind: HeadKind) -> int:
    end = head + 1
    while end < len(tokens) and end - head < 5 and _goes_on(tokens, end):
        end += 1
    # "Gewerkschaft Metall und Technik"
    if (
        end == head + 2
        and end + 1 < len(tokens)
        and tokens[end].form == "und"
        and kind.noun == "gewerkschaft"
    ):
        return end + 2 if tokens[end + 1].form[0].isupper() else end
    return end


def _noun_phrase_end(tokens: Sequence[Token], index: int) -> int | None:
    start = index
    while index < len(tokens) and index - start < 2 and tokens[index].tag == "ADJ(A)":
        index += 1
    if index >= len(tokens) or not tokens[index].form[0].isupper() or is_stop_word(tokens[index].form):
        return None
    end = index + 1
    while (
        end + 1 < len(tokens)
        and tokens[end].form in {"und", "&"}
        and tokens[end + 1].form[0].isupper()
        and (tokens[end + 1].tag == "NN")
        and not is_role_noun(tokens[end + 1].form)
    ):
        end += 2
    return end


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    form = tokens[index].form
    if tokens[index].start != tokens[index - 1].end + 1:
        return False
    if form == "&":
        return index + 1 < len(tokens) and tokens[index + 1].form[0].isupper()
    return form[0].isupper() and (form in _MID_NAME or not is_stop_word(form)) and not is_role_noun(form)


def _legal(tokens: Sequence[Token], index: int) -> int | None:
    """Find firms by their legal form: "Kessel & Rohr AG"."""
    if (
        not is_name_shaped(tokens[index].form)
        or is_stop_word(tokens[index].form)
        or is_role_noun(tokens[index].form)
    ):
        return None
    end = index + 1
    while end < len(tokens) and end - index < 5 and _goes_on(tokens, end):
        end += 1
        if tokens[end - 1].form in _LEGAL_FORMS:
            return end
    return None


def _announced(tokens: Sequence[Token], index: int) -> int | None:
    """Find bodies after a noun that tells what they are: "die Reederei Nordtrans Lines"."""
    kind = head_kind(tokens[index - 1].form) if index else None
    if kind is None or not kind.before_name or not _goes_on(tokens, index):
        return None
    end = index + 1
    while end < len(tokens) and end - index < 4 and _goes_on(tokens, end):
        end += 1
    return end


def _quoted_paper(tokens: Sequence[Token], index: int) -> int | None:
    """Find papers in quotation marks: "der „Bild“", "die Zeitschrift »Laufzeit«"."""
    if index == 0 or tokens[index - 1].form not in _OPENERS or not tokens[index].form[0].isupper():
        return None
    end = index + 1
    while end < len(tokens) and end - index < 6 and tokens[end].form not in _CLOSERS:
        if not tokens[end].is_word:
            return None
        end += 1
    if end >= len(tokens) or tokens[end].form not in _CLOSERS:
        return None
    before = tokens[max(index - 4, 0) : index - 1]
    words = " ".join(token.form for token in tokens[index:end])
    named = words in load_words("papers.txt") or any(
        "press" in classes_of(t.form) for t in before if t.form[0].isupper()
    )
    if named or "press" in classes_of(tokens[end - 1].form) or "press" in classes_of(tokens[index].form):
        return end
    return None


_FINDERS: tuple[Callable[[Sequence[Token], int], int | None], ...] = (
    _listed,
    _led,
    _headed,
    _legal,
    _announced,
    _quoted_paper,
)
