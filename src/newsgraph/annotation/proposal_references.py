"""Finds where an article points back to a proposal: "dieser Vorschlag", "die Forderung der SPD"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.mention_phrases import DEFINITE
from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_topics import only_points_back, points_back
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document, Sentence
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.model import Agent, Proposal

_THIS = ("dies", "jen")
_OWNING = frozenset({"der", "des", "von", "vom"})
_NEAR = 2
_MANY = 20
"""So many proposals back one can be meant."""
_AMBIGUOUS = frozenset(
    {"Projekt", "Gesetz", "Kurs", "Ruf", "Initiative", "Wunsch", "Bitte", "Schritt"}
    | {"Kompromiss", "Kompromiß", "Regelung", "Lösung"}
)
"""Nouns that as often mean a body, a thing in force or an act: only "this" or an owner tells."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """Words that point back: which proposal the noun means, whose it is, whether "this" points.

    `owners` is None where no owner is told, empty where nobody known is meant.
    """

    span: Span
    sentence: int
    lemma: str
    which: str
    owners: tuple[Agent, ...] | None
    this: bool


def add_references(
    document: Document, proposals: tuple[Proposal, ...], actors: Actors
) -> tuple[Proposal, ...]:
    """Return the proposals with the words that point back to them as repetitions.

    "Die Union schlug eine Befragung vor. *Der Vorschlag* stieß auf Kritik." Where several proposals could be
    meant and neither an owner ("der Vorschlag *der SPD*") nor nearness tells which, nobody's is.
    """
    if not proposals:
        return ()
    taken = SpanIndex(span for p in proposals for spans in (p.spans, *p.repetitions) for span in spans)
    homes = tuple(document.sentence_number(p.spans[0].start) for p in proposals)
    found: dict[int, list[Span]] = {}
    for reference in _references(document, actors):
        if taken.overlaps(reference.span):
            continue
        index = _meant(document, reference, proposals, homes)
        if index is not None:
            found.setdefault(index, []).append(reference.span)
    return tuple(
        replace(p, repetitions=(*p.repetitions, *((span,) for span in found.get(i, ()))))
        for i, p in enumerate(proposals)
    )


def _references(document: Document, actors: Actors) -> Iterator[_Reference]:
    for number, sentence in enumerate(document.sentences):
        if not document.body[sentence.paragraph]:
            continue
        for i, token in enumerate(sentence.tokens):
            which = points_back(token)
            if which is None or not only_points_back(token) or _introduces(sentence, i):
                continue
            start = _determiner(sentence, i)
            if start is None:
                continue
            opener = sentence.tokens[start].form.lower()
            yield _Reference(
                Span(sentence.tokens[start].start, token.end),
                number,
                token.lemma,
                which,
                _owners(sentence, start, i, actors),
                opener.startswith(_THIS),
            )


def _introduces(sentence: Sentence, index: int) -> bool:
    """Say whether the noun opens a clause of its own: "der Vorschlag, *Zimmer einzurichten*"."""
    after = sentence.tokens[index + 1 : index + 3]
    return bool(after) and after[0].form in {",", ":"} and len(after) > 1 and not after[1].is_finite


def _determiner(sentence: Sentence, index: int) -> int | None:
    """Return where "dieser erste *Vorschlag*" opens; None without a word that takes it for known."""
    i = index - 1
    while i >= 0 and sentence.tokens[i].tag == "ADJ(A)":
        i -= 1
    if i < 0:
        return None
    form = sentence.tokens[i].form.lower()
    theirs = sentence.tokens[i].tag == "PPOSAT" and form.startswith(("sein", "ihr", "dessen", "deren"))
    known = form in DEFINITE or form.startswith(_THIS) or theirs
    return i if known else None


def _owners(sentence: Sentence, start: int, noun: int, actors: Actors) -> tuple[Agent, ...] | None:
    """Return whose the proposal is said to be: "der Vorschlag *der SPD*", "*ihr* Plan"; None if nobody's."""
    tokens = sentence.tokens
    if tokens[start].tag == "PPOSAT":
        return actors.subjects.meant(tokens[start].span, known=True)
    if noun + 2 >= len(tokens) or tokens[noun + 1].form not in _OWNING:
        return None
    end = Region(tokens, 0, len(tokens), {}).phrase_end(noun + 2)
    first = noun + 1 if tokens[noun + 1].tag == "ART" else noun + 2
    return actors.meant_by(Span(tokens[first].start, tokens[max(end, first + 1) - 1].end))


def _meant(
    document: Document, reference: _Reference, proposals: tuple[Proposal, ...], homes: tuple[int, ...]
) -> int | None:
    last = bisect_left(proposals, reference.span.start, key=_start)
    before = [i for i in range(max(0, last - _MANY), last) if _is_before(proposals[i], reference.span)]
    if reference.owners is not None:
        owned = [i for i in before if any(a in proposals[i].proposers for a in reference.owners)]
        return owned[-1] if owned else None
    if reference.lemma in _AMBIGUOUS and not reference.this:
        return None
    if len(before) == 1:
        return before[0]
    near = [i for i in before if reference.sentence - homes[i] <= _NEAR]
    paragraph = document.sentences[reference.sentence].paragraph
    here = [i for i in near if document.sentences[homes[i]].paragraph == paragraph]
    if reference.this or reference.which in {"last", "newest"}:
        return next(reversed(here or near), None)
    named = [i for i in before if reference.lemma in {t.lemma for t in document.sentences[homes[i]].tokens}]
    return named[0] if len(named) == 1 else None


def _start(proposal: Proposal) -> int:
    return proposal.spans[0].start


def _is_before(proposal: Proposal, span: Span) -> bool:
    return proposal.spans[-1].end <= span.start
