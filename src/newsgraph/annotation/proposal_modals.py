"""Finds proposals in what is said: "solle lieber", "sinnvoller sei", "Bauen Sie!"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_words
from newsgraph.model import Illocution, Person, Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Token
    from newsgraph.model import Statement

_MODALS = frozenset({"sollen", "müssen"})
_BLOCKERS = frozenset(
    {
        "nicht",
        "kein",
        "keine",
        "keinen",
        "niemand",
        "niemanden",
        "wer",
        "ob",
        "warum",
        "nie",
        "sich",
        "nur",
    }
)
_SHORTEST = 2
_NEEDS = frozenset({"braucht", "brauche", "bräuchte"})
_COPULAS = frozenset({"sei", "seien", "wäre", "wären", "ist", "sind"})
_SHARING = frozenset({("wir", "sollten"), ("sollten", "wir"), ("lasst", "uns"), ("laßt", "uns")})
_REFUSING = frozenset({"nicht", "kein", "keine", "keinen", "aufhören", "so"})
_INDICATIVE = frozenset({"muss", "muß", "müssen", "soll", "musste", "mussten", "mußte", "mußten"})
_CONSEQUENCES = frozenset(
    {
        "sonst",
        "dann",
        "danach",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "niemand",
        "nie",
        "schließlich",
        "ohnehin",
    }
)
_CONDITIONS = frozenset({"bei", "ohne", "um", "wenn", "falls", "ob", "jeder", "niemand", "warum"})
_VIEWS = frozenset({"Ansicht", "Sicht", "Meinung", "Auffassung", "Überzeugung"})
_PRONOUNS = frozenset({"man", "er", "sie", "es", "ich", "wir", "das", "die", "dies", "jeder", "alle"})
_MARKS = frozenset('„“”»«"')
_FEWEST = 4
_STATEMENTS = frozenset({StatementType.INDIRECT, StatementType.INDIRECT_FREE_INDIRECT, StatementType.DIRECT})


def find_modal_measure(document: Document, statement: Statement) -> tuple[Span, Illocution, str] | None:
    """Return the measure that the statement as a whole proposes, its force and the rule; None if it does not.

    "*Die Stadt solle lieber die Standgebühren senken*" (modal),
    "Am besten seien *Körperkameras für alle Streifen*" (evaluation), "*Geben wir dem Fluss lieber seine Auen
    zurück*, dann …" (imperative); not "Man müsse Geduld haben": without an adverb of one's own proposal it
    is a norm.
    """
    if statement.type not in _STATEMENTS or statement.nested_in is not None or not statement.speakers:
        return None
    words = list(document.tokens_within(statement.spans))
    if len(words) < 4 or "?" in {t.form for t in words}:
        return None
    return (
        _evaluated(words)
        or _demanded(words)
        or _bidden(words, statement)
        or _shared(words, statement)
        or _required(document, words, statement)
    )


def find_quoted_measure(document: Document, statement: Statement) -> Span | None:
    """Return the measure of a quotation that a verb of proposing leads in; None for a question or a gibe.

    "*Senken wir die Steuer*, dann haben alle etwas davon", schlug sie vor; not "Wer erntet, soll auch säen".
    """
    words = list(document.tokens_within(statement.spans))
    if len(words) <= _SHORTEST or "?" in {t.form for t in words} or words[0].form in {"Wer", "Wenn"}:
        return None
    return _cover(_before_consequence(words))


def _evaluated(words: list[Token]) -> tuple[Span, Illocution, str] | None:
    forms = [t.form.lower() for t in words]
    adjectives = load_words("proposal_adjectives.txt")
    if forms[0] in adjectives and forms[1] in _COPULAS:
        rest = words[2:]
    elif forms[0] == "am" and forms[1] in adjectives and forms[2] in _COPULAS:
        rest = words[3:]
    elif forms[0] == "es" and forms[1] in _NEEDS and forms[2] in {"ein", "eine", "einen"}:
        rest = words[2:]
    else:
        return None
    while rest and rest[0].form.lower() in {"es", ",", "daher", "deshalb", "vielmehr", "nun"}:
        rest = rest[1:]
    measure = _cover(rest)
    return (measure, Illocution.SUGGESTION, "said-evaluation") if measure else None


def _demanded(words: list[Token]) -> tuple[Span, Illocution, str] | None:
    forms = {t.form.lower() for t in words}
    modal = next((t for t in words if t.tag == "VM(FIN)" and t.lemma in _MODALS), None)
    if modal is None or forms & _BLOCKERS or not forms & load_words("proposal_markers.txt"):
        return None
    comma = next((i for i, t in enumerate(words) if t.form == "," and i > words.index(modal)), len(words))
    if any(t.tag == "VA(FIN)" for t in words[:comma]) or words[comma - 1].form in {"haben", "sein"}:
        return None
    measure = _cover(_without_opening(_before_consequence(words)))
    force = Illocution.DEMAND if modal.lemma == "müssen" else Illocution.SUGGESTION
    return (measure, force, "said-modal") if measure else None


def _bidden(words: list[Token], statement: Statement) -> tuple[Span, Illocution, str] | None:
    if statement.type is not StatementType.DIRECT:
        return None
    second = words[1].form
    opens = words[0].tag.startswith("VV") and words[0].form[0].isupper() and second in {"wir", "Sie"}
    if not opens or "lieber" not in {t.form for t in words}:
        return None
    measure = _cover(_before_consequence(words))
    return (measure, Illocution.SUGGESTION, "said-imperative") if measure else None


def _shared(words: list[Token], statement: Statement) -> tuple[Span, Illocution, str] | None:
    """Find what "we" should do: "…, aber *wir sollten zuerst die Brücke prüfen*", "*Lasst uns …*"."""
    if statement.type is not StatementType.DIRECT:
        return None
    forms = [t.form.lower() for t in words]
    pairs = [*pairwise(forms), ("", "")]
    at = next((i for i, pair in enumerate(pairs) if pair in _SHARING), None)
    if at is None:
        return None
    start = next((i + 1 for i in range(at - 1, -1, -1) if not words[i].is_word or words[i].tag == "KON"), 0)
    clause = _before_consequence(words[start:])
    if len(clause) <= _SHORTEST + 1 or _REFUSING & {t.form.lower() for t in clause}:
        return None
    measure = _cover(clause)
    return (measure, Illocution.SUGGESTION, "said-imperative") if measure else None


def _required(
    document: Document, words: list[Token], statement: Statement
) -> tuple[Span, Illocution, str] | None:
    """Find what shall be done, as somebody says: "*Die Runde müsse auf 44 Spiele schrumpfen*, sagte er".

    Only with a subject of its own and a concrete verb; not "Jeder müsse wissen, …" (a norm), "Bei Regen
    müssten Spiele ausfallen" (a consequence), "Das Land müsse zahlen, teilte es mit".
    """
    cue = [t for t in document.tokens_within(statement.cue) if t.is_word]
    plain = [t.lemma for t in cue if t.lemma in load_words("proposal_saying_verbs.txt") or t.form == "so"]
    view = {"stehen", "heißen", *_VIEWS} & set(plain)
    by_person = isinstance(statement.speakers[0], Person) or bool(view)
    modal = next((i for i, t in enumerate(words) if t.tag == "VM(FIN)" and t.lemma in _MODALS), None)
    if statement.type is not StatementType.INDIRECT or not plain or not by_person or modal is None:
        return None
    if (words[modal].form in _INDICATIVE and not _VIEWS & view) or not _has_own_subject(words, modal):
        return None
    main = words[modal:] if words[0].form.lower() == "wer" else words
    denying = {a.form.lower() for a, b in pairwise((*main, main[-1])) if b.tag != "ADJ(A)"}
    if denying & _CONSEQUENCES or any(t.form in _MARKS for t in words):
        return None
    close = next((i for i in range(modal, len(words)) if words[i].form == ","), len(words))
    last = words[close - 1]
    idle = last.lemma.lower() in load_words("proposal_idle_verbs.txt")
    passive = last.form == "werden" and words[close - 2].tag == "VV(PP)"
    if not passive and (idle or not last.tag.startswith("VV(INF") or close - modal < _FEWEST):
        return None
    measure = _cover(words)
    force = Illocution.DEMAND if words[modal].lemma == "müssen" else Illocution.SUGGESTION
    return (measure, force, "said-required") if measure else None


def _has_own_subject(words: list[Token], modal: int) -> bool:
    """Say whether a noun beside the modal verb is its subject: "*Der Bund* müsse", "nun müsse *der Bund*"."""
    if words[0].form.lower() == "wer":  # "Wer keine aufnehme, *solle 60.000 Euro zahlen*"
        return words[modal - 1].form == "," and any(t.tag == "CARD" for t in words[modal:])
    beside = words[max(0, modal - 1) : modal + 2]
    pronouns = {t.form.lower() for t in beside} & _PRONOUNS
    return not pronouns and words[0].form.lower() not in _CONDITIONS


def _without_opening(words: list[Token]) -> list[Token]:
    """Return the words after what only links or bids: "*Vielmehr müsse man* die Jagd erlauben"."""
    linking = load_words("measure_openers.txt")
    rest = words
    if rest[0].form.lower() in linking | {"man"} and rest[1].tag == "VM(FIN)":
        rest = rest[2:]
    while len(rest) > _SHORTEST and rest[0].form.lower() in linking | {"man"}:
        rest = rest[1:]
    return rest


def _before_consequence(words: list[Token]) -> list[Token]:
    """Return the words before a consequence: "…, *dann* brauchen wir weniger Beton"."""
    for i in range(2, len(words) - 1):
        if words[i].form == "," and words[i + 1].form == "dann":
            return words[:i]
        if words[i].form in {"!", "."} and i > 3:
            return words[:i]
    return words


def _cover(words: list[Token]) -> Span | None:
    kept = [t for t in words if t.is_word]
    if not kept:
        return None
    end = max(t.end for t in words if t.is_word or t.form in '“”»«"')
    return Span(kept[0].start, end)
