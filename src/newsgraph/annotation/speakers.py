"""From the words that name a speaker to who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.gender import Gender, is_person_noun
from newsgraph.annotation.mention_phrases import Determiner, Phrase, parse_phrase
from newsgraph.annotation.pronouns import antecedent, nearest, place, pronoun_gender, pronoun_kind, weigh
from newsgraph.annotation.resolution import NOBODY, Asked, Resolution
from newsgraph.annotation.speaker_bodies import (
    ABSTRACT,
    body_of_place,
    by_body_noun,
    by_members,
    by_quoted_name,
    by_seat,
    by_several,
    by_unknown_name,
    last_body,
)
from newsgraph.annotation.speaker_people import by_person_noun
from newsgraph.lexicon import load_lines
from newsgraph.model import Agent, AnonymousAgent, MentionKind, Organisation, Person, Span

if TYPE_CHECKING:
    from newsgraph.annotation.roster import Candidate, Occurrence, Roster

_COMPLEMENT = frozenset(
    {
        "des",
        "der",
        "von",
        "vom",
        "aus",
        "seiner",
        "ihrer",
        "seines",
        "ihres",
        "dieser",
        "dieses",
        "eines",
        "einer",
    }
)


_SURE = 0.9
_COLLEAGUES = ("kollege", "kollegin")  # the minister's "Amtskollege" is a minister
_NONE = ("niemand", "kein", "jede", "alles", "nichts", "viel")


def resolve_speaker(roster: Roster, asked: Asked) -> Resolution:
    """Return who is meant by a speaker mention; new bodies and anonymous speakers enter the roster."""
    phrase = parse_phrase(roster.document, asked.spans)
    words = [t for t in phrase.tokens if t.is_word]
    pronouns = [t.form for t in words if pronoun_kind(t.form)]
    pronoun = next((form for form in pronouns if pronoun_kind(form) == "both"), next(iter(pronouns), None))
    if pronoun and (len(words) == 1 or (len(words) == 2 and phrase.head is None)):
        return _by_pronoun(roster, asked, pronoun)
    if len(words) == 1 and words[0].tag == "PPOSAT":
        return _by_possessive(roster, asked, words[0].form)
    for rule in (by_quoted_name, by_several, _by_name):
        if found := rule(roster, phrase, asked):
            return found
    return _by_noun(roster, phrase, asked)


def _by_possessive(roster: Roster, asked: Asked, form: str) -> Resolution:
    """Return whose view it is: "*ihrer* Ansicht nach" is that of her or of them who spoke last."""
    hers = form.lower().startswith("ihr")
    gender = Gender.FEMININE if hers else Gender.MASCULINE
    fitting = {None, gender, Gender.PLURAL if hers else Gender.NEUTER}

    def may_own(candidate: Candidate) -> bool:
        return candidate.gender in fitting

    key = roster.last_speaker(asked.start, may_own)
    if key is None:
        key = antecedent(roster, asked, gender)
    return Resolution((key,), "possessive", 0.7) if key is not None else NOBODY


def _by_pronoun(roster: Roster, asked: Asked, form: str) -> Resolution:
    kind = pronoun_kind(form)
    if kind == "nobody":
        return Resolution((), "impersonal", 0.5)
    if kind == "both":
        return _both(roster, asked)
    if kind == "there":
        key = body_of_place(roster, asked.start)
        key = last_body(roster, asked.start, asked.quoted) if key is None else key
        return Resolution((key,), "there", 0.6) if key is not None else NOBODY
    gender = pronoun_gender(form) or Gender.MASCULINE
    if asked.plural and form.lower() in {"sie", "diese", "die"}:
        key = _spoke_or_named(roster, asked.start)
        return Resolution((key,), "plural pronoun", 0.6) if key is not None else NOBODY
    find = nearest if kind == "near" else antecedent
    key = find(roster, asked, gender)
    if key is None:
        return NOBODY
    roster.add_mention(key, asked.mention(roster, MentionKind.PRONOUN, "agrees in gender", 0.8))
    return Resolution((key,), "pronoun", 0.8)


def _spoke_or_named(roster: Roster, offset: int) -> int | None:
    """Return the body or group that spoke last, in default of one the organisation named last."""
    key = roster.last_speaker(offset, lambda c: not c.is_person)
    if key is None:
        key = last_body(roster, offset)
    return key


def _both(roster: Roster, asked: Asked) -> Resolution:
    keys: list[int] = []
    for occurrence in roster.before(asked.start, lambda c: c.is_person):
        if occurrence.key not in keys:
            keys.append(occurrence.key)
        if len(keys) == 2:
            break
    return Resolution(tuple(reversed(keys)), "both", 0.6) if keys else NOBODY


def _by_name(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Return who is named, unless somebody else beside the name is meant: "eine Sprecherin von Müller"."""
    head = phrase.head
    named = _without_owner(roster, phrase, roster.within(asked.spans))
    if not named or (head is not None and head.form.lower().endswith(("kreise", "kreisen"))):
        return None
    people = [o for o in named if roster.candidates[o.key].is_person]
    people = [o for o in people if o.kind is not MentionKind.ROLE] or people
    if people and _is_meant(phrase, people[0]):
        return _by_person(roster, phrase, asked, people[0], named)
    heads = [o for o in named if head is not None and o.start <= head.start and head.end <= o.end]
    if heads:
        return Resolution(_joined(roster, heads[0], named), "name", 0.95)
    if head is None or bodies.is_source_noun(head.form):
        return Resolution(_joined(roster, named[0], named), "source of text", 0.85)
    return None if people else _by_apposition(roster, phrase, named)


def _is_meant(phrase: Phrase, person: Occurrence) -> bool:
    """Say whether the phrase means the person that it names: head, apposition, or whose words are cited."""
    head = phrase.head
    if head is None or bodies.is_source_noun(head.form):
        return True
    return (person.start <= head.start and head.end <= person.end) or not _beside(phrase, person)


def _by_person(
    roster: Roster, phrase: Phrase, asked: Asked, person: Occurrence, named: list[Occurrence]
) -> Resolution | None:
    if _is_body_after_all(roster, phrase, person):
        return None
    if (other := _nearer(roster, phrase, person, asked)) is not None:
        return Resolution((other,), "role, nearer", 0.6)
    return Resolution(_joined(roster, person, named), "name", 0.96)


def _nearer(roster: Roster, phrase: Phrase, person: Occurrence, asked: Asked) -> int | None:
    """Return whom the paragraph speaks of, where a role was linked to somebody that it does not name.

    "der Minister" after "Der Minister Petersen erinnerte daran" is not the minister of the paragraph before.
    """
    gender = roster.candidates[person.key].gender
    if person.kind is not MentionKind.ROLE or phrase.determiner is not Determiner.DEFINITE or gender is None:
        return None
    features = weigh(roster, asked.spans[0], gender, asked.quoted)
    if features.get(person.key, {}).get("same_paragraph"):
        return None
    found = antecedent(roster, asked, gender, people=True, near=True)
    if found is None or not _is_sure(roster, person):
        return found
    rival = roster.candidates[found].agent
    return found if _bears(rival, phrase.noun) or _bears(rival, _COLLEAGUES) else None


def _is_sure(roster: Roster, occurrence: Occurrence) -> bool:
    """Say whether a role was linked because its bearer has just this role: "der Postsprecher" once more."""
    mentions = roster.candidates[occurrence.key].agent.mentions
    return any(m.confidence >= _SURE for m in mentions if m.spans and m.spans[0].start == occurrence.start)


def _bears(agent: Agent, noun: str | tuple[str, ...]) -> bool:
    roles = agent.roles if isinstance(agent, Person) else ()
    return any(word.casefold().endswith(noun) for role in roles for word in role.split())


def _by_apposition(roster: Roster, phrase: Phrase, named: list[Occurrence]) -> Resolution | None:
    """Return the body whose name stands beside a noun for it: "die Zeitung „Fjordposten“"."""
    if phrase.head is None or not bodies.body_noun(phrase.head.form):
        return None
    apposed = next((o for o in named if _is_apposed(phrase, o)), None)
    if apposed is None and _follows_at_once(roster, phrase, named[0]):
        apposed = named[0]
    if apposed is None:
        return None
    roster.describe(apposed.key, phrase.head.form)
    return Resolution(_joined(roster, apposed, named), "descriptor and name", 0.9)


def _without_owner(roster: Roster, phrase: Phrase, named: list[Occurrence]) -> list[Occurrence]:
    """Leave out who only owns what follows: [Thomsens] Amtskollege Lachner, [Tongas] Umweltminister."""
    if not named or not phrase.tokens or named[0].start != phrase.tokens[0].start:
        return named
    after = next((t for t in phrase.tokens if t.start >= named[0].end), None)
    owns = named[0].span.of(roster.document.text).endswith(("s", "’", "'"))
    if owns and after is not None and after.tag in {"NN", "ADJ(A)"} and len(named) > 1:
        return named[1:]
    return named


def _is_body_after_all(roster: Roster, phrase: Phrase, person: Occurrence) -> bool:
    """Say whether "der Betriebsrat" was linked to a person who never bears that role: it is the board."""
    if person.kind is not MentionKind.ROLE or not phrase.noun.endswith("rat"):
        return False
    return not _bears(roster.candidates[person.key].agent, phrase.noun)


def _is_apposed(phrase: Phrase, name: Occurrence) -> bool:
    """Say whether a comma sets the name off: "der Arbeitgeber, die Firma [Turbinenbau Forchheim]"."""
    return any(t.form == "," and t.end <= name.start for t in phrase.complement)


def _follows_at_once(roster: Roster, phrase: Phrase, name: Occurrence) -> bool:
    """Say whether only quotation marks part the head from the name: "die Zeitung „Fjordposten“"."""
    end = phrase.head.end if phrase.head else name.start
    return name.start >= end and not roster.document.text[end : name.start].strip(' „“"»«›‹”‚‘')


def _beside(phrase: Phrase, person: Occurrence) -> bool:
    """Say whether the phrase means someone beside the named: "ein Sprecher von Müller", "Müllers Anwalt".

    Not "der Sprecher Peter Müller", "ein Sprecher, Peter Müller".
    """
    if phrase.head is None:
        return False
    if person.end <= phrase.head.start:
        return True
    between = [t.form.lower() for t in phrase.complement if t.end <= person.start]
    if between and between[-1] in {"von", "vom", "um", "mit", "bei"}:
        return True
    return phrase.determiner is Determiner.INDEFINITE and "," not in between and "(" not in between


def _joined(roster: Roster, first: Occurrence, named: list[Occurrence]) -> tuple[int, ...]:
    """Return the first speaker and those joined to it by "und" or commas: "Estland, Lettland und Litauen"."""
    keys = [first.key]
    end = first.end
    last_join = any(t in roster.document.text[first.end : named[-1].start].split() for t in ("und", "sowie"))
    for occurrence in named:
        if occurrence.start < end:
            continue
        between = roster.document.text[end : occurrence.start].split()
        joined = between[:1] in (["und"], ["sowie"]) or (between == [","] and last_join)
        same_kind = roster.candidates[occurrence.key].is_person == roster.candidates[first.key].is_person
        if joined and len(between) <= 4 and same_kind and occurrence.key not in keys:
            keys.append(occurrence.key)
            end = occurrence.end
    return tuple(keys)


def _by_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    head = phrase.head
    if head is None:
        return _without_noun(roster, phrase, asked)
    if bodies.is_source_noun(head.form):
        return _by_source(roster, phrase, asked)
    for rule in (by_members, by_body_noun, by_seat):
        if found := rule(roster, phrase, asked):
            return found
    if not (is_person_noun(head.form) or is_person_noun(head.lemma) or bodies.classes_of_members(head.form)):
        if _is_like_person(phrase) and not asked.plural:
            found = by_person_noun(roster, phrase, asked, known_only=True)
            if found.keys:
                return found
        found = by_unknown_name(roster, phrase, asked) or NOBODY
        if found.keys or not asked.source or phrase.determiner is not Determiner.INDEFINITE:
            return found
    return by_person_noun(roster, phrase, asked)


def _is_like_person(phrase: Phrase) -> bool:
    """Say whether an unknown noun may mean a human being: "der Berner", "der Methusalem", "die Pinke"."""
    if phrase.article == "der" and not phrase.complement and not phrase.noun.endswith(ABSTRACT):
        return True
    return phrase.article in {"der", "die"} and phrase.noun.endswith(
        ("er", "erin", "in", "te", "ese", "ke", "ne")
    )


def _without_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve "jemand", "einige", "mehrere von ihnen": someone without a name; other words tell nothing."""
    if any(t.tag in {"PIS", "PIAT"} and not t.form.lower().startswith(_NONE) for t in phrase.tokens):
        mention = asked.mention(roster, MentionKind.ROLE, "speaks without a name", 0.6)
        return Resolution((roster.add_anonymous(mention.surface, mention),), "indefinite", 0.6)
    return NOBODY


def _by_source(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution:
    """Resolve a text or utterance to whose it is.

    "einer Mitteilung des Unternehmens": what stands behind it; "der Studie", "den Angaben": who spoke before;
    "Polizeiangaben": the first part; "einem Gutachten": the text itself, whose author is not told.
    """
    rest = tuple(t for t in phrase.complement if t.is_word)
    if rest and rest[0].form.lower() in _COMPLEMENT:
        inner = resolve_speaker(roster, Asked((Span(rest[0].start, rest[-1].end),), asked.quoted))
        return Resolution(inner.keys, f"source, {inner.rule}", inner.confidence * 0.95)
    first_part = bodies.before_source_noun(phrase.noun)
    if first_part in {"medien", "presse", "agentur", "zeitung"} or (
        phrase.determiner is Determiner.INDEFINITE and not first_part
    ):
        key = _just_spoken_of(roster, phrase, asked.start)
        return by_person_noun(roster, phrase, asked) if key is None else Resolution((key,), "whose text", 0.7)
    if (classes := bodies.classes_of_source(phrase.noun)) and (
        key := roster.nearest_body(asked.start, classes, also_later=True)
    ) is not None:
        return Resolution((key,), "whose text", 0.8)
    if phrase.noun.startswith("anklage"):
        mention = asked.mention(roster, MentionKind.ROLE, "brings charges", 0.7)
        return Resolution((roster.add_body("Staatsanwaltschaft", mention),), "charge", 0.7)
    if phrase.determiner is Determiner.NONE and phrase.adjectives:
        return by_person_noun(roster, phrase, asked)  # "nach jüngsten Untersuchungen": new and nobody's
    key = _just_spoken_of(roster, phrase, asked.start)
    if key is None or not roster.candidates[key].is_body:
        key = _previous_voice(roster, asked.start)
    return Resolution((key,), "source known before", 0.6) if key is not None else NOBODY


def _just_spoken_of(roster: Roster, phrase: Phrase, offset: int) -> int | None:
    """Return whose "Stellungnahme" it is: the subject of the sentence before, in the same paragraph.

    A study or an expert opinion without an owner is nobody's in the text.
    """
    if not phrase.noun.endswith(tuple(load_lines("own_texts.txt"))):
        return None
    here = place(roster, offset)
    sentences = roster.document.sentences
    earlier = sentences[here - 1] if here else None
    if earlier is None or earlier.paragraph != sentences[here].paragraph:
        return None
    verb = next((t.start for t in earlier.tokens if t.is_finite), earlier.span.end)
    return next((o.key for o in roster.starting(earlier.span.start, verb)), None)


def _previous_voice(roster: Roster, offset: int) -> int | None:
    """Return whose text "die Mitteilung" is: whichever organisation or anonymous source spoke last."""
    key = roster.last_speaker(offset, lambda c: isinstance(c.agent, Organisation | AnonymousAgent))
    named = last_body(roster, offset)
    return named if key is None else key
