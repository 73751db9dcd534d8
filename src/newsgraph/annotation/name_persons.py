"""Finds names of people: full names first, then what is left of them later in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotation.document import word_scores
from newsgraph.annotation.name_heads import head_kind
from newsgraph.annotation.name_shapes import (
    body_names,
    ends_compound,
    is_place_phrase,
    is_stop_word,
    names_body_or_place,
)
from newsgraph.annotation.name_words import (
    country_names,
    is_common_noun,
    is_first_name,
    is_initial,
    is_known_word,
    is_name_shaped,
    is_noble_title,
    is_particle,
    is_role_noun,
    is_title,
    noun_score,
    role_base,
)
from newsgraph.lexicon import load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotation.document import Document, Sentence, Token

_GERMAN_PARTICLES = frozenset(
    {"von", "vom", "zu", "zum", "zur", "und", "auf", "der", "den", "des", "das", "van"}
)
_RARE_PARTICLES = frozenset({"auf", "zur", "zum"})
_REGNAL = re.compile(r"(?=[IVX])(?:X{0,2}(?:IX|IV|V?I{0,3}))\.?")
_SHORTENED = re.compile(r"[A-ZÄÖÜ]|(?!Dr|Mr)[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")
_WELL_KNOWN = -14.0
_COMPOUND = -29.0
_UNKNOWN = -99.0
_FREQUENT = -12.5
_COMPOUND_ROLE = -26.0
_OPENERS, _CLOSERS = frozenset('„“"»«›‹”‚'), frozenset('“”"»«›‹‘')
_ARTICLES = frozenset({"der", "den", "des", "das", "die"})


def find_full_names(document: Document) -> tuple[Span, ...]:
    """Return the spans of names of two or more parts: "Maite Nkoana-Mashabane", "J. D. Bosmans".

    A given name of the word list opens a name; names of other languages are known by a role or title before
    them or by two words side by side that German does not know ("Präsident Xi Jinping").
    """
    return tuple(
        span
        for sentence in document.sentences
        for run in capital_runs(sentence)
        for span in _names_in(document.text, sentence, run)
    )


def find_nicknamed(document: Document) -> tuple[Span, ...]:
    """Return names with a nickname in quotation marks inside: Mia „Motte“ Borchert."""
    found = []
    for sentence in document.sentences:
        tokens = sentence.tokens
        for index in range(len(tokens) - 4):
            if not is_first_name(tokens[index].form) or tokens[index + 1].form not in _OPENERS:
                continue
            for close in (index + 3, index + 4, index + 5):
                if (
                    close + 1 < len(tokens)
                    and tokens[close].form in _CLOSERS
                    and is_name_shaped(tokens[close + 1].form)
                ):
                    if not is_common_noun(tokens[close + 1].form):
                        found.append(Span(tokens[index].start, tokens[close + 1].end))
                    break
    return tuple(found)


def capital_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield index ranges of tokens that stand side by side and could be parts of one name."""
    tokens = sentence.tokens
    start = 0
    while start < len(tokens):
        if not _can_stand(tokens, start):
            start += 1
            continue
        end = start + 1
        while end < len(tokens) and tokens[end].start == tokens[end - 1].end + 1:
            if _can_stand(tokens, end):
                end += 1
            elif (after := _after_particles(tokens, end)) is not None:
                end = after + 1
            else:
                break
        yield start, end
        start = end


def _can_stand(tokens: Sequence[Token], index: int) -> bool:
    return (
        bool(_REGNAL.fullmatch(tokens[index].form))
        or _is_short(tokens, index)
        or is_name_shaped(tokens[index].form)
        or is_initial(tokens[index].form)
    )


def _is_short(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the token with its full stop shortens a name: "Rocco K. wurde …", "Petra Sch."."""
    shortened = _SHORTENED.fullmatch(tokens[index].form) is not None
    return shortened and index + 1 < len(tokens) and tokens[index + 1].form == "."


def _after_particles(tokens: Sequence[Token], index: int) -> int | None:
    end = index
    while (
        end < len(tokens) and is_particle(tokens[end].form) and tokens[end].start == tokens[end - 1].end + 1
    ):
        end += 1
    if index < end < len(tokens) and end - index <= 3 and is_name_shaped(tokens[end].form):
        return end
    return None


def _names_in(text: str, sentence: Sentence, run: tuple[int, int]) -> Iterator[Span]:
    tokens = sentence.tokens
    start, end = run
    while start < end:
        if is_place_phrase(text[tokens[start].start : tokens[min(start + 1, end - 1)].end]):
            start += 2  # "San Francisco"
            continue
        stop = _full_name_end(tokens, start, end)
        if stop is None:
            start += 1
            continue
        span = Span(tokens[start].start, _with_full_stop(text, tokens[stop - 1]))
        if not _is_quoted(text, span):
            yield span
        start = stop


def _with_full_stop(text: str, last: Token) -> int:
    """Return where the name ends: the full stop of a number or initial belongs to it ("Elizabeth II.")."""
    dotted = (_REGNAL.fullmatch(last.form) or _SHORTENED.fullmatch(last.form)) and text[
        last.end : last.end + 1
    ] == "."
    return last.end + 1 if dotted else last.end


def _full_name_end(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return the index after the full name that starts at `start`, None where none does."""
    first = tokens[start].form
    if first[0].islower() and not is_name_shaped(first):
        return None
    if is_initial(first) and start and tokens[start - 1].form in {"a", "a.", "."}:
        return None  # "Landeshauptmann a. D. Korbinian Haslinger"
    if is_first_name(first) or (is_initial(first) and start + 1 < end):
        stop = _extend(tokens, start, end)
        return stop if stop is not None and _is_plausible(tokens, start, stop) else None
    return _foreign_name_end(tokens, start, end)


def _extend(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return where the name that starts with a given name ends: at the first word that names do not hold."""
    index, surnames, last = start + 1, 0, start
    while index < end:
        form = tokens[index].form
        if is_noble_title(form) and index + 1 < end:
            index += 1
            continue
        if is_initial(form) or _is_short(tokens, index) or _REGNAL.fullmatch(form):
            last = index  # "Rocco K.", "Elizabeth II."
            index += 1
            continue
        if is_particle(form) and index + 1 < end:
            if not _particle_belongs(tokens, start, index, surnames):
                break
            index += 1
            continue
        if _ends_before(tokens, start, index, surnames) or (
            index + 1 < end and _is_compound_role(tokens[index])
        ):
            break
        surnames += not is_first_name(form)
        last = index
        index += 1
    return last + 1 if last > start else None


def _particle_belongs(tokens: Sequence[Token], start: int, index: int, surnames: int) -> bool:
    """Say whether the small word goes on with the name.

    "Adelheid zu Rothenfels", "Friederike von und zu Lauenstein", "Nuno Tavares da Graça"; not "Anna
    und Peter", "Regine Dollinger von den Freien Wählern".
    """
    form, following = tokens[index].form, tokens[index + 1].form
    if surnames and form in _GERMAN_PARTICLES:
        return False
    if form == "und":
        return tokens[index - 1].form == "von" and following == "zu"
    stray = form in _ARTICLES and not is_particle(tokens[index - 1].form)
    if stray or (form in _RARE_PARTICLES and noun_score(following) > _WELL_KNOWN):
        return False  # "mit dem Namen Leo zur Welt"
    if is_particle(following):
        return True
    if (
        surnames
        or sum(is_name_shaped(t.form) and not is_noble_title(t.form) for t in tokens[start:index]) > 1
    ):
        return not _cannot_follow(tokens, index + 1)
    # After a bare given name even a common noun goes on with it: "Florentine von der Decken".
    return following not in body_names() and following not in country_names()


def _cannot_follow(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the word after a whole name is no part of it: "Anna Huber Vorsitzende"."""
    form = tokens[index].form
    return (is_common_noun(form) and tokens[index].tag != "NE") or names_body_or_place(form)


def _ends_before(tokens: Sequence[Token], start: int, index: int, surnames: int) -> bool:
    """Say whether the name ends before the capitalised word at `index`."""
    token = tokens[index]
    if is_initial(tokens[index - 1].form) and token.tag == "NN" and token.lemma != token.form:
        return True  # "für Rocco K. Schulbänke"
    if is_stop_word(token.form):  # "sagte Anna Freitag"; but "der Abteilungsleiter Eckard Freitag"
        return index > start + 1 or start == 0 or not is_role_noun(tokens[start - 1].form)
    owned = token.tag == "NN" and tokens[index - 1].form.endswith("s")  # "Heidi Klums Modelsuche"
    known = noun_score(token.form) > _COMPOUND and not is_first_name(token.form)
    if owned and index > start + 1 and known:
        return True  # "Matthew Williams Liebeskummer"
    return bool(surnames) and (owned or _cannot_follow(tokens, index))


def _is_compound_role(token: Token) -> bool:
    # "Wasserminister" is no surname, "Schneider" and "Richter" are.
    base = role_base(token.form)
    compound = base is not None and len(token.form) > len(base) + 3
    return compound and token.tag != "NE" and noun_score(token.form) > _COMPOUND_ROLE


def _is_plausible(tokens: Sequence[Token], start: int, stop: int) -> bool:
    first, last = tokens[start].form, tokens[stop - 1].form
    if is_place_phrase(" ".join(t.form for t in tokens[start:stop])) or last in load_words(
        "english_words.txt"
    ):
        return False
    if is_known_word(first) and noun_score(last) > _WELL_KNOWN:
        return False  # "Per Dekret"
    if names_body_or_place(first) or (noun_score(first) > _WELL_KNOWN and noun_score(last) > _WELL_KNOWN):
        return False
    if noun_score(first) > _WELL_KNOWN and start and tokens[start - 1].tag in {"ART", "APPRART", "ADJ(A)"}:
        return False  # "der Wolf von Obertrixen"
    if ends_compound(last) and not is_first_name(first):
        return False
    return not (start and tokens[start - 1].form in {"-", "–"})


def _foreign_name_end(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Return the end of a name without a known given name: "Erlan Satybaldiew" after a role or by itself."""
    if not _can_open_foreign_name(tokens, start, end):
        return None
    after_role = start > 0 and is_role_noun(tokens[start - 1].form)
    index, last = start + 1, start
    while index < end and not is_stop_word(tokens[index].form):
        form = tokens[index].form
        if is_particle(form):
            held = sum(not is_particle(token.form) for token in tokens[start + 1 : index])
            if index + 1 >= end or not _particle_belongs(tokens, start, index, held):
                break
        elif (
            (_is_unknown(tokens, index) and (after_role or not _is_compound_noun(form)))
            or is_first_name(form)
            or (after_role and is_particle(tokens[index - 1].form))  # "Sjaak van der Weiden"
            or (after_role and last == start and _can_be_surname(tokens[index]))
        ):
            last = index
        elif not is_initial(form) and not is_noble_title(form):
            break
        index += 1
    words = [t.form for t in tokens[start : last + 1]]
    if (
        last == start
        or is_place_phrase(" ".join(words))
        or not load_words("english_words.txt").isdisjoint(words)
    ):
        return None
    return last + 1 if _has_person_context(tokens, start, last + 1) else None


def _can_open_foreign_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Say whether the word can be a given name that no list holds: unknown, or told by a role or a party."""
    first, has_party = tokens[start].form, _has_party(tokens, start + 2)
    if is_stop_word(first) or is_role_noun(first) or is_title(first):
        return False
    if head_kind(first) is not None and not has_party:
        return False
    if start + 2 < end and tokens[start].tag == "NN" and is_first_name(tokens[start + 1].form):
        return False  # an unknown role before the name: "Deichgraf Diethelm Veltrup"
    told = has_party or (start > 0 and is_role_noun(tokens[start - 1].form))
    if not told and _is_compound_noun(first):
        return False  # "Gleisbau Lunde", "die Stadtteile Rheinböllens"
    announced = told and start + 1 < end and _is_unknown(tokens, start + 1)
    return announced or _is_unknown(tokens, start)


def _is_compound_noun(word: str) -> bool:
    """Say whether the tagger knows the word as a compound noun and as no name: "Gemeindegliederung"."""
    scores = word_scores(word)
    return "NE" not in scores and scores.get("NN", _UNKNOWN) > _COMPOUND


def _can_be_surname(token: Token) -> bool:
    """Say whether a noun may be the surname after an unknown given name: "Walburga Brettschneider"."""
    return token.lemma == token.form and (is_role_noun(token.form) or noun_score(token.form) < _FREQUENT)


def _has_party(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a bracket with a body opens at `index`: "Jens Tamsen-Ott (SPD)"."""
    return (
        index + 2 < len(tokens)
        and tokens[index].form == "("
        and tokens[index + 1].form in body_names()
        and tokens[index + 2].form == ")"
    )


def _is_unknown(tokens: Sequence[Token], index: int) -> bool:
    form = tokens[index].form
    return (
        is_name_shaped(form)
        and not is_stop_word(form)
        and not is_common_noun(form)
        and not is_title(form)
        and not names_body_or_place(form)
        and not ends_compound(form)
        and not (tokens[index].tag == "ADJ(A)" and is_known_word(form))
        and not (index == 0 and (is_known_word(form) or tokens[index].tag not in {"NE", "NN", "FM"}))
    )


def _has_person_context(tokens: Sequence[Token], start: int, end: int) -> bool:
    before = tokens[start - 1].form if start else ""
    if is_role_noun(before) or is_title(before) or _has_party(tokens, end):
        return True
    if head_kind(before) is not None or (before[:1].isupper() and tokens[start - 1].tag == "NN"):
        return False
    after = tokens[end].form if end < len(tokens) else ""
    return all(tokens[i].tag in {"NE", "NN", "FM", "ADJ(D)", "ADJ(A)"} for i in range(start, end)) and (
        after not in {"-", "–", "/"} and tokens[start - 1].tag not in {"ART", "APPRART", "ADJ(A)"}
        if start
        else True
    )


def _is_quoted(text: str, span: Span) -> bool:
    """Say whether nothing but the name stands in quotation marks: the ship „Elisabeth Fry“."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return before in set("„“\"»«›‹”‚'‘") and after in set("“”\"»«›‹‘’'")
