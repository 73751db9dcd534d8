"""Links role phrases without a name to the people they mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import country_of_inhabitant, is_role_noun
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.roles_bodies import bodies_from, bodies_of_phrase
from newsgraph.annotation.roles_context import classes_of_role
from newsgraph.annotation.roles_reference import (
    Reference,
    bodies_of_noun,
    find_references,
    is_age,
    is_townsman,
    sex_of,
    strength,
)
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.annotation.roles_titles import title_of
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Mention, MentionKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.people_profiles import Profile
    from newsgraph.annotation.roles import RolePhrase

_REASONS = {3: "the same role", 2: "a related role or party", 1: "named last, nothing against it"}
_CONFIDENCE = {3: 0.9, 2: 0.8, 1: 0.6}
_SAME = 3
_NEAR = 450
_PARTY_ORDER = {"SPD": 0, "CDU": 1, "CSU": 2}
_INDEFINITE = frozenset({"ein", "eine", "einer", "einem", "einen", "eines"})
_NO_ROLE = frozenset({"Mann", "Mannes", "Frau", "Junge", "Jungen", "Mädchen"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    profile: Profile
    strength: int
    last: int


def link_references(
    document: Document, profiles: list[Profile], registry: BodyRegistry, taken: frozenset[int]
) -> None:
    """Add to each person the role phrases that mean it, and the roles that they print.

    A phrase means the person of its sex named last whose role or party fits best; one that fits nobody by
    role means the person named last, if nothing speaks against it ("die Juristin"). A phrase that introduces
    somebody new ("der Präsident der Kammer", with no person of that body) links to nobody.
    """
    bodies = [part for name in registry.all_organisations() for m in name.mentions for part in m.spans]
    index = SpanIndex(bodies)
    quoted = SpanIndex(quotation.inner for quotation in find_quotations(document))
    for reference in find_references(document, taken):
        tokens = document.sentences[reference.sentence].tokens
        noun = tokens[reference.phrase.noun]
        if any(len(bodies[place]) > len(noun.form) for place in index.touching(noun.start, noun.end)):
            continue  # "für die Freien Wähler"
        if quoted.overlaps(noun.span):
            continue  # »Egal, ob der Chef pfeift«, sagt sie: whom she means is not told
        chosen = _choose(document, tokens, reference, profiles, registry)
        if chosen is not None:
            _link(document.text, tokens, reference, chosen, registry)


def _choose(
    document: Document,
    tokens: Sequence[Token],
    reference: Reference,
    profiles: list[Profile],
    registry: BodyRegistry,
) -> _Candidate | None:
    word = tokens[reference.phrase.noun].form
    start = tokens[reference.phrase.start].start
    candidates = []
    for profile in profiles:
        mentions = profile.person.mentions
        count = bisect_left(mentions, start, key=_start)
        if not (count or reference.headline) or _is_of_other_sex(profile, reference):
            continue
        fit = strength(word, profile)
        before = [_start(m) for m in mentions[bisect_left(mentions, tokens[0].start, key=_start) : count]]
        if fit < _SAME and _is_apart(tokens, reference.phrase, before):
            continue
        if fit > 1 or (fit and count):
            last = _start(mentions[count - 1]) if count else -_start(mentions[0])
            candidates.append(_Candidate(profile, fit, last))
    if not candidates:
        return None
    best = max(candidates, key=lambda c: (c.strength, _is_exact(word, c.profile), c.last))
    if reference.headline:
        rivals = [c for c in candidates if c.strength == best.strength]
        return best if best.strength == _SAME and len(rivals) == 1 else None
    if best.strength == 1 and _takes_up(document, reference, best, profiles):
        return best
    if best.strength == 1 and not _is_plain(tokens, reference, best, start):
        return None
    if _is_someone_else(document, tokens, reference, best, registry):
        return None
    return best


def _is_of_other_sex(profile: Profile, reference: Reference) -> bool:
    sex = sex_of(profile)
    return reference.gender is not None and sex is not None and sex is not reference.gender


def _start(mention: Mention) -> int:
    return mention.spans[0].start


def _is_apart(tokens: Sequence[Token], phrase: RolePhrase, before: list[int]) -> bool:
    """Say whether the phrase can hardly mean somebody named in its sentence at the offsets `before`.

    In "sagte Wolke auf die Frage, ob der Chef bleibe" the chief is another; "der Enkel des Gründers"
    names the founder only to say who the grandson is.
    """
    first = phrase.article if phrase.article is not None else phrase.start
    if first and tokens[first].form in {"des", "der"} and is_role_noun(tokens[first - 1].form):
        return True
    return any(
        token.tag == "KOUS" and any(tokens[0].start <= p < token.start for p in before)
        for token in tokens[max(first - 2, 0) : first]
    )


def _takes_up(document: Document, reference: Reference, best: _Candidate, profiles: list[Profile]) -> bool:
    """Say whether the phrase opens a sentence and takes up the only person of the sentence before.

    "… sieht es schlecht aus für Milan Weber. Der Trainer von Holstein wartet …"
    """
    if reference.sentence == 0 or reference.phrase.article != 0 or best.profile.roles:
        return False
    before = document.sentences[reference.sentence - 1]
    here = document.sentences[reference.sentence]
    if before.paragraph != here.paragraph or not document.body[here.paragraph]:
        return False
    named = {
        profile.person.name
        for profile in profiles
        for mention in profile.person.mentions
        if before.span.start <= mention.spans[0].start < before.span.end
    }
    return named == {best.profile.person.name}


def _is_plain(tokens: Sequence[Token], reference: Reference, best: _Candidate, start: int) -> bool:
    """Say whether a phrase that fits nobody by role stands near enough, without an attribute of its own."""
    after = tokens[reference.phrase.noun + 1] if reference.phrase.noun + 1 < len(tokens) else None
    if after is not None and after.form in {"des", "der", "von", "vom", "aus", "für"}:
        return False
    return start - best.last < _NEAR


def _is_someone_else(
    document: Document,
    tokens: Sequence[Token],
    reference: Reference,
    best: _Candidate,
    registry: BodyRegistry,
) -> bool:
    """Say whether the phrase means another: one of another body, or somebody introduced with "ein"."""
    noun = reference.phrase.noun
    bodies = {naming.name for naming in bodies_from(tokens, noun + 1, registry)}
    if bodies and not bodies & set(best.profile.bodies):
        return True
    if (
        not bodies
        and best.strength < 3
        and noun + 1 < len(tokens)
        and tokens[noun + 1].form in {"des", "der"}
    ):
        return True
    word = tokens[noun].form
    for number in document.sentences_within(max(best.last, 0), tokens[noun].start):
        sentence = document.sentences[number]
        for index, token in enumerate(sentence.tokens):
            if (
                token.form == word
                and best.last < token.start < tokens[noun].start
                and any(t.form.lower() in _INDEFINITE for t in sentence.tokens[max(index - 2, 0) : index])
            ):
                return True
    return False


def _link(
    text: str, tokens: Sequence[Token], reference: Reference, chosen: _Candidate, registry: BodyRegistry
) -> None:
    phrase, profile = reference.phrase, chosen.profile
    first = phrase.article if phrase.article is not None else phrase.start
    span = Span(tokens[first].start, tokens[phrase.noun].end)
    mention = Mention(
        (span,), span.of(text), MentionKind.ROLE, _REASONS[chosen.strength], _CONFIDENCE[chosen.strength]
    )
    mentions = tuple(sorted((*profile.person.mentions, mention), key=lambda m: m.spans[0]))
    profile.person = replace(profile.person, mentions=mentions)
    word = tokens[phrase.noun].form
    if (
        not reference.headline
        and not (is_age(word) or is_townsman(word))
        and country_of_inhabitant(word) is None
        and word not in _NO_ROLE
    ):
        named = any(bodies_from(tokens, phrase.noun + 1, registry))
        title, span = title_of(text, tokens, phrase, body_named=named)
        profile.add_role(title, mention.reason, mention.confidence, (span,))
    _add_bodies(tokens, reference, profile, registry)


def _add_bodies(
    tokens: Sequence[Token], reference: Reference, profile: Profile, registry: BodyRegistry
) -> None:
    """Add what the phrase tells of party, country or employer: "die Sozialdemokratin", "die Schwedin"."""
    noun = tokens[reference.phrase.noun]
    for name, reason, confidence, span in bodies_of_phrase(tokens, reference.phrase, registry):
        profile.add_body(name, reason, confidence, (span,))
    country = country_of_inhabitant(noun.form)
    if country is not None and not profile.bodies and _serves_state(profile):
        mention = Mention((noun.span,), noun.form, reason="inhabitant of a country", confidence=0.9)
        registry.add_country(country, mention)
        profile.add_body(country, mention.reason, mention.confidence, mention.spans)
    parties = bodies_of_noun(noun.form)
    if parties and not parties & set(profile.bodies) and not profile.countries:
        party = min(parties, key=lambda name: (name not in registry.organisations, _PARTY_ORDER.get(name, 9)))
        mention = Mention((noun.span,), noun.form, reason="member of a party", confidence=0.9)
        party = registry.add_organisation(party, mention)
        profile.add_body(party, mention.reason, mention.confidence, mention.spans)


def _serves_state(profile: Profile) -> bool:
    """Say whether a role of the person is one of a state: origin alone is no affiliation ("der Serbe")."""
    return any("country" in classes_of_role(noun_of_title(role)) for role in profile.roles)


def _is_exact(word: str, profile: Profile) -> bool:
    """Say whether the person has that very role: "der Trainer" is the trainer, not the goalkeepers'."""
    return any(noun_of_title(role) == word for role in profile.roles)
