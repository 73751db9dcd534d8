"""Bodies that speak under a common noun: "die Gewerkschaft", "die Ermittler", "Budapest", "sein Verband"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.anonymous import anonymous_name, is_plural, nominative
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.known_roles import laender
from newsgraph.annotation.mention_phrases import Determiner, Phrase, end_of_phrase, parse_phrase
from newsgraph.annotation.pronouns import antecedent, place
from newsgraph.annotation.resolution import Asked, Resolution
from newsgraph.annotation.span_index import NOTHING, SpanIndex
from newsgraph.model import Country, Mention, MentionKind, Organisation, Person, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.annotation.roster import Candidate, Roster

_QUOTED = re.compile(r"[„“\"»«›‹”‚‘]\s*([^„“\"»«›‹”‚‘]{2,60}?)\s*[“\"«»‹›”’‘]")
_ENDINGS = {Gender.MASCULINE: "er", Gender.NEUTER: "es"}
_GENERIC = frozenset({"association", "company", "press", "institute"})
_SITES = ("website", "webseite", "internetseite", "portal", "blog")
_OPENING = 30
_ENDING = 2
_PLACES = frozenset({"bei", "beim"})
ABSTRACT = ("heit", "keit", "nis", "tum", "ung", "tion", "stunde", "grund", "frage", "teil", "fall", "weise")
_OPEN = frozenset({Determiner.DEFINITE, Determiner.NEAR, Determiner.POSSESSIVE, Determiner.NONE})


def by_quoted_name(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve a name in quotation marks that no list knows: die Zeitung „Fjordposten“, der «Freie Bote»."""
    text = roster.document.text[asked.spans[0].start : asked.spans[-1].end]
    match = _QUOTED.search(text)
    head = phrase.head
    site = phrase.noun.endswith(_SITES)
    if match is None or head is None or not (site or match.group(1)[0].isupper()):
        return None
    name = match.group(1)
    at = asked.start + match.start(1)
    inside = at <= head.start < at + len(name)
    if any(at <= o.start and o.end <= at + len(name) for o in roster.within(asked.spans)):
        return None  # a name that is known resolves by itself
    if not inside and not ((site or bodies.body_noun(head.form)) and at - head.end <= 3):
        return None
    words = name.split()
    if inside and words[-1] == head.form:
        words[-1] = nominative(head, phrase)
        name = " ".join(words)
    adjective = next((t.tag.startswith("ADJ") for t in phrase.tokens if t.start == at), False)
    if len(words) > 1 and adjective and words[0].endswith("e") and phrase.article in {"der", "das"}:
        gender = Gender.MASCULINE if phrase.article == "der" else Gender.NEUTER
        name = " ".join([words[0] + _ENDINGS[gender].removeprefix("e"), *words[1:]])
    mention = asked.mention(roster, MentionKind.FULL_NAME, "name in quotation marks", 0.8)
    key = roster.add_body(name, mention)
    roster.describe(key, "Zeitung" if inside else head.form)
    return Resolution((key,), "quoted name", 0.8)


def by_several(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve several bodies at once: "Sachsen und Hessen", "die Landesregierungen" for these two.

    A plural means the bodies that the sentence before joins. Counter-example: "die Landesregierung" after
    them is some third body.
    """
    if _are_laender(phrase):
        keys = _joint_names(roster, phrase)
        return Resolution(keys, "joint names", 0.85) if keys else None
    noun = bodies.body_noun(phrase.noun) or ""
    several = noun and phrase.article in {"die", "beide"} and not phrase.noun.endswith(noun)
    if not several or phrase.complement:
        return None
    named = _joined_before(roster, asked.start)
    return Resolution(named, "several bodies", 0.7) if named else None


def _are_laender(phrase: Phrase) -> bool:
    words = [t.form for t in phrase.tokens if t.is_word]
    return len(words) > 2 and words[-2] in {"und", "sowie"} and laender().issuperset({*words[:-2], words[-1]})


def _joined_before(roster: Roster, offset: int) -> tuple[int, ...]:
    """Return the bodies that open the sentence before joined by "und", none where it opens otherwise."""
    before = _sentence_before(roster, offset)
    if before is None:
        return ()
    keys: list[int] = []
    end = before.span.start
    for occurrence in roster.starting(before.span.start, before.span.end):
        between = roster.document.text[end : occurrence.start].strip()
        fits = between in {"und", "sowie", ","} if keys else occurrence.start - end < _ENDING * 2 + 1
        if not fits or not roster.candidates[occurrence.key].is_body:
            break
        keys.append(occurrence.key)
        end = occurrence.end
    return tuple(dict.fromkeys(keys)) if len(keys) > 1 else ()


def by_seat(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve a seat of government to its country: "Budapest kündigte an", "aus Sicht Moskaus"."""
    country = bodies.country_of_seat(phrase.head.form) if phrase.head else None
    if country is None or phrase.determiner is not Determiner.NONE or asked.hearsay:
        return None
    mention = asked.mention(roster, MentionKind.ROLE, "seat of government", 0.7)
    return Resolution((roster.add_country(country, mention),), "seat of government", 0.7)


def by_members(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve people to the body they stand for, if one was named before: "die Ermittler" to the police."""
    if phrase.head is None or phrase.determiner is not Determiner.DEFINITE or not is_plural(phrase):
        return None
    classes = bodies.classes_of_members(phrase.head.form)
    if (name := bodies.body_of_members(phrase.head.form)) is not None:
        mention = asked.mention(roster, MentionKind.ROLE, "its members", 0.8)
        return Resolution((roster.add_body(name, mention),), "members of body", 0.8)
    key = roster.nearest_body(asked.start, classes) if classes else None
    if key is None:
        return None
    roster.add_mention(key, asked.mention(roster, MentionKind.ROLE, "its members", 0.7))
    return Resolution((key,), "members of body", 0.7)


def by_body_noun(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve "die Gewerkschaft": the body whose name holds the noun, else one of its class, else a new one.

    "ihr Verein" is first looked for among the bodies that the person before belongs to.
    """
    head = phrase.head
    if head is None or phrase.determiner not in _OPEN or not bodies.body_noun(head.form):
        return None
    if phrase.noun.endswith(("kreise", "kreisen")):
        return None
    mention = asked.mention(roster, MentionKind.ROLE, "noun for the body", 0.8)
    key = _own_body(roster, phrase, asked)
    if key is None:
        key = _known_body(roster, phrase, asked.start)
    if key is None:
        key = roster.add_body(body_name(roster.document.text, phrase), mention)
        roster.describe(key, head.form)
        return Resolution((key,), "new body", 0.7)
    roster.add_mention(key, mention)
    roster.describe(key, head.form)
    return Resolution((key,), "noun for body", 0.8)


def _own_body(roster: Roster, phrase: Phrase, asked: Asked) -> int | None:
    """Return the body of the person whom a possessive points to: "Ihr Verein" is where she belongs."""
    if phrase.determiner is not Determiner.POSSESSIVE or phrase.head is None:
        return None
    gender = Gender.FEMININE if phrase.article.startswith(("ihr", "deren")) else Gender.MASCULINE
    owner = antecedent(roster, asked, gender) if asked.owner is None else asked.owner
    agent = roster.candidates[owner].agent if owner is not None else None
    if not isinstance(agent, Person):
        return None
    if phrase.noun in {"haus", "hauses", "hause"}:
        return _ministry(roster, agent, phrase.head)
    kind = Country if phrase.noun in {"land", "landes", "lande"} else Organisation
    names = {body.name.casefold() for body in agent.affiliations if isinstance(body, kind)}
    wanted = bodies.classes_of(phrase.head.form)
    own = [k for k, c in enumerate(roster.candidates) if c.is_body and c.agent.name.casefold() in names]
    fitting = next((k for k in own if roster.candidates[k].classes & wanted), None)
    others = (k for k in own if "party" not in roster.candidates[k].classes)
    return next(others, None) if fitting is None else fitting


def _ministry(roster: Roster, minister: Person, house: Token) -> int | None:
    """Return the ministry that a minister's "house" is: "ein Sprecher seines Hauses"."""
    words = (word for role in minister.roles for word in role.split())
    titles = (re.fullmatch(r"([\w-]*[Mm]inister)(?:in|s)?", word) for word in words)
    name = next((f"{title.group(1)}ium" for title in titles if title), None)
    mention = Mention((house.span,), house.form, MentionKind.ROLE, "the minister's house", 0.7)
    return roster.add_body(name, mention) if name else None


def _known_body(roster: Roster, phrase: Phrase, offset: int) -> int | None:
    """Return the body named before that the phrase means; a genitive after the noun tells of a new one."""
    head = phrase.head
    rest = [t for t in phrase.complement if t.is_word]
    if rest and rest[0].form.lower() in {"aus", "in"}:
        rest = []  # "die Firma aus Amsterdam" is the one named before
    if head is None or (rest and rest[0].form.lower() in {"des", "der", "für", "von"}):
        return None
    if rest and rest[0].form[0].isupper():
        return _by_own_name(roster, rest[0])
    if not rest and not _is_another(phrase) and (key := _just_named(roster, head, offset)) is not None:
        return key
    noun = bodies.body_noun(head.form) or ""
    whole = nominative(head, phrase).casefold()
    is_compound = len(whole) > len(noun) + _ENDING
    found = _with_noun_in_name(roster, whole, whole if is_compound else noun, offset)
    if found is not None or is_compound or bodies.is_unique(noun):
        return found
    classes = bodies.classes_of(noun)
    several = bodies.gender_of_body_noun(noun) is Gender.PLURAL  # "die Arbeitgeber" are no single body
    steps: list[Callable[[Candidate], bool]] = [
        lambda c: c.is_body and bool(c.classes & classes),
        lambda c: isinstance(c.agent, Organisation) and not c.classes and not several,
    ]
    return _nearest(roster, offset, steps)


def _is_another(phrase: Phrase) -> bool:
    """Say whether an adjective tells the body from the one spoken of: "die *dortige* Gesellschaft"."""
    return any(
        t.form.lower().startswith(("dortig", "ander", "zuständig", "örtlich")) for t in phrase.adjectives
    )


def _with_noun_in_name(roster: Roster, whole: str, noun: str, offset: int) -> int | None:
    """Return the nearest body before whose name holds the noun, else one that the text names later."""
    steps: list[Callable[[Candidate], bool]] = [
        lambda c: c.is_body and whole in c.agent.name.casefold(),
        lambda c: c.is_body and noun in c.agent.name.casefold(),
    ]
    found = _nearest(roster, offset, steps)
    return next((k for k, c in enumerate(roster.candidates) if steps[0](c)), None) if found is None else found


def _just_named(roster: Roster, head: Token, offset: int) -> int | None:
    """Return the organisation that the sentence before speaks of, if a noun can mean it.

    "Der Deutsche Landkreistag unterstützt das. [Der Verband] forderte …", although another body further up
    has the noun in its name. Counter-example: "das Inselradio", which the tagger knows for a name.
    """
    noun = head.form
    classes = bodies.classes_of(noun)
    before = _sentence_before(roster, offset)
    if before is None or not classes & _GENERIC or head.tag == "NE":
        return None
    compound = len(noun) > len(bodies.body_noun(noun) or "") + _ENDING
    dateline = roster.document.article.dateline
    found = [
        o
        for o in roster.starting(max(before.span.start, dateline.end if dateline else 0), before.span.end)
        if isinstance(roster.candidates[o.key].agent, Organisation)
        and _may_be_called(roster.candidates[o.key], classes, compound=compound)
    ]
    opening = [o for o in found if o.start - before.span.start < _OPENING]
    return next((o.key for o in (*opening, *found[:1])), None)


def _may_be_called(candidate: Candidate, classes: frozenset[str], *, compound: bool) -> bool:
    """Say whether a noun can mean a body; a compound means none that is called otherwise.

    "der Fahrradclub" is the ADFC, but "der Landesbetrieb" no "Reederei Abendrot".
    """
    return not candidate.classes or (not compound and bool(candidate.classes & classes))


def _sentence_before(roster: Roster, offset: int) -> Sentence | None:
    here = place(roster, offset)
    sentences = roster.document.sentences
    before = sentences[here - 1] if here else None
    return before if before is not None and before.paragraph == sentences[here].paragraph else None


def _by_own_name(roster: Roster, name: Token) -> int | None:
    """Return the body whose name holds the proper name after the noun: "die Agentur Anadolu-Haberci"."""
    return next(
        (k for k, c in enumerate(roster.candidates) if c.is_body and name.form in c.agent.name.split()), None
    )


def _nearest(roster: Roster, offset: int, steps: list[Callable[[Candidate], bool]]) -> int | None:
    for step in steps:
        occurrence = next(roster.before(offset, step), None)
        if occurrence is not None:
            return occurrence.key
    return None


def by_unknown_name(roster: Roster, phrase: Phrase, asked: Asked) -> Resolution | None:
    """Resolve a name that no list knows, or a definite noun for no person: "Vidola", "die Opferhilfe".

    After a noun the name alone counts: "der Fonds Kontor-Invest". Counter-example: "die Hoffnung", "Bosheit".
    """
    head = phrase.head
    if (
        head is None
        or (asked.hearsay and phrase.determiner is not Determiner.DEFINITE)
        or (any(not t.form[0].isupper() for t in phrase.adjectives) and not asked.source)
        or is_plural(phrase)
    ):
        return None
    rest = [t for t in phrase.complement if t.is_word]
    named = next((t for t in rest[:1] if _is_proper(t, asked)), None)
    if (
        named is None
        and head.tag != "NE"
        and not (asked.source and "-" in head.form)
        and (phrase.determiner is not Determiner.DEFINITE or rest or phrase.noun.endswith(ABSTRACT))
    ):
        return None
    if joint := _joint_names(roster, phrase):
        return Resolution(joint, "unknown names", 0.6)
    text = roster.document.text
    name = named.form if named else body_name(text, phrase)
    if (known := _part_of_name(roster, name)) is not None:
        roster.add_mention(known, asked.mention(roster, MentionKind.NAME_PART, "part of a known name", 0.8))
        return Resolution((known,), "part of name", 0.8)
    mention = asked.mention(roster, MentionKind.FULL_NAME, "name of a speaker", 0.6)
    key = roster.add_body(name, mention)
    roster.describe(key, head.form)
    return Resolution((key,), "unknown name", 0.6)


def _part_of_name(roster: Roster, name: str) -> int | None:
    """Return the one person whose name has the word in it: "Guo" is Guo Jianhong."""
    bearers = [k for k, c in enumerate(roster.candidates) if c.is_person and name in c.agent.name.split()]
    return bearers[0] if len(bearers) == 1 else None


def _is_proper(token: Token, asked: Asked) -> bool:
    """Say whether a word behind a noun is a name: "der Fonds Kontor-Invest", "laut dem Versorger Nordbad"."""
    capital = token.form[0].isupper()
    return token.tag == "NE" or (capital and ("-" in token.form or (asked.source and token.tag == "NN")))


def _joint_names(roster: Roster, phrase: Phrase) -> tuple[int, ...]:
    """Return the bodies of names joined by "und" that no list knows: "Bremen und Hamburg"."""
    words = [t for t in phrase.tokens if t.is_word]
    names = [t for t in words if t.form not in {"und", "sowie"}]
    if len(names) == len(words) or any(
        t.tag != "NE" and not t.form.isupper() and t.form not in laender() for t in names
    ):
        return ()
    mentions = (Mention((t.span,), t.form, MentionKind.FULL_NAME, "name of a speaker", 0.6) for t in names)
    return tuple(roster.add_body(m.surface, m) for m in mentions)


def body_of_place(roster: Roster, offset: int) -> int | None:
    """Return the body where something happens in the sentence before: "Beim [Landesbetrieb] sieht man …"."""
    before = _sentence_before(roster, offset)
    if before is None:
        return None
    for i, token in enumerate(before.tokens[:-1]):
        end = end_of_phrase(before.tokens, i + 1)
        if token.form.lower() not in _PLACES or end == i + 1:
            continue
        spans = (
            Span(before.tokens[i if token.tag == "APPRART" else i + 1].start, before.tokens[end - 1].end),
        )
        phrase = parse_phrase(roster.document, spans)
        named = next((o.key for o in roster.within(spans) if roster.candidates[o.key].is_body), None)
        if named is not None:
            return named
        found = by_body_noun(roster, phrase, Asked(spans))
        if found is not None:
            return found.keys[0]
    return None


def last_body(roster: Roster, offset: int, quoted: SpanIndex = NOTHING) -> int | None:
    """Return the organisation named last before `offset`, best outside of `quoted`; else the country."""
    free = (
        o.key
        for o in roster.before(offset, lambda c: isinstance(c.agent, Organisation))
        if quoted and not quoted.contains(o.span)
    )
    if (key := next(free, None)) is not None:
        return key
    return _nearest(roster, offset, [lambda c: isinstance(c.agent, Organisation), lambda c: c.is_body])


def body_name(text: str, phrase: Phrase) -> str:
    """Return a body's nominative name: "des Technischen Hilfswerks" gives "Technisches Hilfswerk"."""
    gender = bodies.gender_of_body_noun(phrase.head.form) if phrase.head else None
    ending = _ENDINGS.get(gender, "e") if gender else "e"
    adjectives = [re.sub(r"e[nrsm]?$", ending, t.form) for t in phrase.adjectives if t.form[0].isupper()]
    bare = Phrase(phrase.tokens, phrase.determiner, phrase.article, (), phrase.head, phrase.complement)
    return " ".join([*adjectives, anonymous_name(text, bare)])
