"""From the words that name a speaker to who that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotate import bodies
from newsgraph.annotate.anonymous import anonymous_name, is_plural, nominative
from newsgraph.annotate.gender import Gender, gender_of_noun
from newsgraph.annotate.mention_phrases import Determiner, Phrase, parse_phrase
from newsgraph.annotate.pronouns import antecedent, pronoun_gender, pronoun_kind
from newsgraph.model import AnonymousAgent, Body, Mention, MentionKind, Person, Span, join_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotate.roster import Candidate, Occurrence, Roster

_JOINING = frozenset({"und", "sowie", "wie", ",", "&"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """The candidates that a mention stands for (indexes into the roster), by which rule, how surely."""

    keys: tuple[int, ...] = ()
    rule: str = "none"
    confidence: float = 0.3


@dataclass(frozen=True, slots=True)
class Asked:
    """A speaker mention: its spans, the quotations around it, and whether its verb is plural."""

    spans: tuple[Span, ...]
    quoted: tuple[Span, ...] = ()
    plural: bool = False

    @property
    def start(self) -> int:
        """Where the mention begins."""
        return self.spans[0].start


def resolve_speaker(roster: Roster, asked: Asked) -> Resolution:
    """Return who is meant by a speaker mention. New bodies and anonymous speakers are entered into the roster."""
    phrase = parse_phrase(roster.document, asked.spans)
    words = [t for t in phrase.tokens if t.is_word]
    pronoun = next((t.form for t in words if pronoun_kind(t.form)), None)
    if words and pronoun and len(words) <= 2 and phrase.head is None or (len(words) == 1 and pronoun):
        return _by_pronoun(roster, asked, str(pronoun))
    named = roster.within(asked.spans)
    if named:
        found = _by_name(roster, phrase, named, asked)
        if found is not None:
            return found
    return _by_noun(roster, phrase, asked)


def _mention(roster: Roster, spans: Sequence[Span], kind: MentionKind, reason: str, sure: float) -> Mention:
    return Mention(tuple(spans), join_spans(roster.document.text, spans), kind, reason, sure)


def _by_pronoun(roster: Roster, asked: Asked, form: str) -> Resolution:
    kind = pronoun_kind(form)
    if kind == "nobody":
        return Resolution((), "impersonal", 0.5)
    if kind == "both":
        return _both(roster, asked)
    if kind == "there":
        key = _last_body(roster, asked.start)
        return Resolution((key,), "there", 0.6) if key is not None else Resolution()
    gender = pronoun_gender(form) or Gender.MASCULINE
    if asked.plural and form.lower() in {"sie", "diese", "die"}:
        return _plural(roster, asked)
    key = antecedent(roster, asked.spans[0], gender, asked.quoted)
    if key is None:
        return Resolution()
    roster.add_mention(key, _mention(roster, asked.spans, MentionKind.PRONOUN, "agrees in gender", 0.8))
    return Resolution((key,), "pronoun", 0.8)


def _both(roster: Roster, asked: Asked) -> Resolution:
    keys: list[int] = []
    for occurrence in roster.before(asked.start, lambda c: c.is_person):
        if occurrence.key not in keys:
            keys.append(occurrence.key)
        if len(keys) == 2:
            return Resolution((keys[1], keys[0]), "both", 0.6)
    return Resolution(tuple(keys), "both", 0.4)


def _plural(roster: Roster, asked: Asked) -> Resolution:
    key = roster.last_speaker(asked.start, lambda c: not c.is_person)
    if key is None:
        key = _last_body(roster, asked.start)
    return Resolution((key,), "plural pronoun", 0.6) if key is not None else Resolution()


def _by_name(roster: Roster, phrase: Phrase, named: list[Occurrence], asked: Asked) -> Resolution | None:
    head = phrase.head
    heads = [o for o in named if head is not None and o.start <= head.start < o.end]
    people = [o for o in named if roster.candidates[o.key].is_person]
    if heads:
        return Resolution(_joined(roster, heads[0], named), "name", 0.97)
    if people and not _speaks_for_other(phrase, people[0]):
        return Resolution(_joined(roster, people[0], named), "name with role", 0.95)
    if people and head is not None and not bodies.is_source_noun(head.form):
        return None
    first = named[0]
    if head is None or bodies.is_source_noun(head.form) or people:
        return Resolution(_joined(roster, first, named), "source of text", 0.85)
    if bodies.body_noun(head.form) and first.start - head.end <= 3:
        return Resolution(_joined(roster, first, named), "descriptor and name", 0.9)
    if bodies.body_noun(head.form) and not phrase.noun.endswith(("kreisen", "kreise")):
        return None
    return None


def _speaks_for_other(phrase: Phrase, person: Occurrence) -> bool:
    """Say whether the phrase means someone beside the named person: "ein Sprecher von Merkel", "dem Brief Kerrys".

    Not "der Sprecher Peter Müller", "ein Sprecher, Peter Müller".
    """
    if phrase.head is None or person.start < phrase.head.start:
        return False
    between = [t.form.lower() for t in phrase.complement if t.end <= person.start]
    if between and between[-1] in {"von", "vom"}:
        return True
    return phrase.determiner is Determiner.INDEFINITE and "," not in between and "(" not in between


def _joined(roster: Roster, first: Occurrence, named: list[Occurrence]) -> tuple[int, ...]:
    """Return the first speaker and those joined to it by "und" or commas: "Estland, Lettland und Litauen"."""
    keys = [first.key]
    end = first.end
    for occurrence in named:
        if occurrence.start < end:
            continue
        between = roster.document.text[end : occurrence.start].split()
        plain = [w.strip(",").lower() or "," for w in between]
        if "und" in plain or "sowie" in plain or plain == [","]:
            if len(plain) <= 4 and occurrence.key not in keys:
                keys.append(occurrence.key)
            end = occurrence.end
    return tuple(keys)


def _by_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    head = phrase.head
    if head is None:
        key = roster.last_speaker(asked.start, lambda _: True)
        return Resolution((key,), "no noun", 0.3) if key is not None else Resolution()
    if bodies.is_source_noun(head.form):
        return _by_source(roster, phrase, asked)
    if (
        bodies.classes_of_members(head.form)
        and phrase.determiner is not Determiner.NONE
        and is_plural(phrase)
    ):
        key = _nearest_of(roster, asked.start, bodies.classes_of_members(head.form))
        if key is not None:
            roster.add_mention(key, _mention(roster, asked.spans, MentionKind.ROLE, "its members", 0.7))
            return Resolution((key,), "members of body", 0.7)
    if (
        bodies.body_noun(head.form)
        and phrase.determiner is not Determiner.INDEFINITE
        and not _is_circle(phrase)
    ):
        return _by_body_noun(roster, phrase, asked)
    if (country := bodies.capitals().get(head.form)) is not None:
        mention = _mention(roster, asked.spans, MentionKind.ROLE, "seat of government", 0.7)
        return Resolution((roster.add_body(country, mention),), "capital", 0.7)
    return _by_person_noun(roster, phrase, asked)


def _is_circle(phrase: Phrase) -> bool:
    return phrase.noun.endswith(("kreise", "kreisen"))


def _by_source(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve "einer Mitteilung des Unternehmens", "der Studie", "Vereinsangaben"."""
    assert phrase.head is not None
    rest = tuple(t for t in phrase.complement if t.is_word)
    if rest and rest[0].form.lower() in {
        "des",
        "der",
        "von",
        "vom",
        "seiner",
        "ihrer",
        "seines",
        "ihres",
        "aus",
    }:
        inner = Asked((Span(rest[0].start, rest[-1].end),), asked.quoted)
        found = resolve_speaker(roster, inner)
        return Resolution(found.keys, f"source, {found.rule}", found.confidence * 0.95)
    if phrase.noun.startswith("anklage"):
        key = _nearest_of(roster, asked.start, frozenset({"prosecution"}))
        if key is None:
            mention = _mention(roster, asked.spans, MentionKind.ROLE, "brings charges", 0.7)
            key = roster.add_body("Staatsanwaltschaft", mention)
        return Resolution((key,), "charge", 0.8)
    if phrase.determiner is Determiner.INDEFINITE:
        return _by_person_noun(roster, phrase, asked)
    key = roster.last_speaker(asked.start, lambda c: not c.is_person)
    if key is None:
        key = _last_body(roster, asked.start)
    return Resolution((key,), "source known before", 0.6) if key is not None else Resolution()


def _last_body(roster: Roster, offset: int) -> int | None:
    return next((o.key for o in roster.before(offset, lambda c: c.is_body)), None)


def _nearest_of(roster: Roster, offset: int, classes: frozenset[str]) -> int | None:
    return next(
        (o.key for o in roster.before(offset, lambda c: c.is_body and bool(c.classes & classes))), None
    )


def _by_body_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve "die Gewerkschaft": the nearest body whose name holds the noun, then one of its class, else a new one."""
    assert phrase.head is not None
    noun = bodies.body_noun(phrase.head.form) or ""
    whole = nominative(phrase.head, phrase).casefold()
    has_complement = any(t.form.lower() in {"des", "der", "für", "von", "in"} for t in phrase.complement)
    mention = _mention(roster, asked.spans, MentionKind.ROLE, "noun for the body", 0.8)
    steps = [
        lambda c: c.is_body and whole in c.agent.name.casefold(),
        lambda c: c.is_body and noun in c.agent.name.casefold(),
        lambda c: c.is_body and bool(c.classes & bodies.classes_of(noun)),
        lambda c: c.is_body and not c.classes,
    ]
    if (
        phrase.noun.removesuffix("s").removesuffix("e") != noun.removesuffix("e")
        and len(noun) < len(phrase.noun) - 2
    ):
        steps = steps[:1]
    for number, step in enumerate(() if has_complement else steps):
        occurrence = next(roster.before(asked.start, step), None)
        if occurrence is not None:
            roster.add_mention(occurrence.key, mention)
            return Resolution((occurrence.key,), f"body noun {number}", 0.85 - 0.1 * number)
    return Resolution((roster.add_body(body_name(roster.document.text, phrase), mention),), "new body", 0.7)


def body_name(text: str, phrase: Phrase) -> str:
    """Return the nominative name of a body from a phrase: "des Technischen Hilfswerks" gives "Technisches Hilfswerk"."""
    assert phrase.head is not None
    gender = bodies.gender_of_body_noun(phrase.head.form)
    ending = {
        Gender.MASCULINE: "er",
        Gender.FEMININE: "e",
        Gender.NEUTER: "es",
        Gender.PLURAL: "e",
        None: "e",
    }[gender]
    adjectives = [t.form for t in phrase.adjectives if t.form[0].isupper()]
    stems = [
        a.removesuffix("n").removesuffix("r").removesuffix("s").removesuffix("m").removesuffix("e")
        for a in adjectives
    ]
    name = anonymous_name(
        text, Phrase(phrase.tokens, phrase.determiner, phrase.article, (), phrase.head, phrase.complement)
    )
    return " ".join([*(stem + ending for stem in stems), name])


def _by_person_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    assert phrase.head is not None
    gender = _phrase_gender(phrase)
    if phrase.determiner in {Determiner.DEFINITE, Determiner.NEAR} and not is_plural(phrase):
        key = _known_by_noun(roster, phrase, asked, gender)
        if key is not None:
            roster.add_mention(key, _mention(roster, asked.spans, MentionKind.ROLE, "noun used before", 0.7))
            return Resolution((key,), "definite noun", 0.7)
    name = anonymous_name(roster.document.text, phrase)
    mention = _mention(roster, asked.spans, MentionKind.ROLE, "speaks without a name", 0.9)
    key = roster.add_anonymous(name, mention, gender, _spoken_for(roster, phrase, asked))
    return Resolution((key,), "anonymous", 0.85)


def _phrase_gender(phrase: Phrase) -> Gender | None:
    assert phrase.head is not None
    if is_plural(phrase):
        return Gender.PLURAL
    by_noun = gender_of_noun(phrase.head.form) or gender_of_noun(phrase.head.lemma)
    if by_noun:
        return by_noun
    if phrase.article in {"ein", "der", "einem", "einen", "eines", "dem", "des", "den"}:
        return Gender.MASCULINE
    return Gender.FEMININE if phrase.article in {"eine", "die", "einer"} else None


def _known_by_noun(roster: Roster, phrase: Phrase, asked: Asked, gender: Gender | None) -> int | None:
    """Return who was called by this noun before, or for "die 39-Jährige" the person of that sex."""
    assert phrase.head is not None
    noun = phrase.noun

    def called(candidate: Candidate) -> bool:
        agent = candidate.agent
        if isinstance(agent, Person):
            return any(role.casefold().split()[-1].endswith(noun) for role in agent.roles if role.strip())
        return isinstance(agent, AnonymousAgent) and noun in agent.name.casefold().split()

    occurrence = next(roster.before(asked.start, called), None)
    if occurrence is not None:
        return occurrence.key
    if noun.rstrip("nr").endswith("jährige"):
        sex = Gender.FEMININE if phrase.article == "die" else Gender.MASCULINE
        return antecedent(roster, asked.spans[0], sex, asked.quoted)
    return None


def _spoken_for(roster: Roster, phrase: Phrase, asked: Asked) -> tuple[Body, ...]:
    """Return the bodies an anonymous speaker speaks for: those named in the phrase, else for a bare "ein Sprecher" the last."""
    found: list[Body] = []
    for occurrence in roster.within(asked.spans):
        agent = roster.agent(occurrence.key)
        if not isinstance(agent, Person | AnonymousAgent):
            found.append(agent)
    if not found and phrase.noun in {"sprecher", "sprecherin", "sprechers"} and not phrase.complement:
        key = _last_body(roster, asked.start)
        agent = roster.agent(key) if key is not None else None
        if agent is not None and not isinstance(agent, Person | AnonymousAgent):
            found.append(agent)
    return tuple(found)
