"""The lines above an article in the markup: outlet, people, and facts of each statement and proposal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.model import Medium

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PERSON = re.compile(r"(?P<key>[A-Z]{1,3}[0-9]?) = (?P<rest>.+)")
_STATEMENT = re.compile(r"(?P<number>\d+) (?P<type>[DIFR]) (?P<speaker>\S.*)")
_PROPOSAL = re.compile(r"(?P<number>\d+) (?P<rest>\S.*)")
_LISTS = frozenset("sropl") | {"authors"}
_KNOWN = frozenset({"hd", "url", "credit", "authors", "p", "o", "l", "s", "r"})
_STATEMENT_OPTIONS = frozenset({"cont", "for", "via", "co", "neg", "med", "prop", "noprop"})
_PROPOSAL_OPTIONS = frozenset({"by", "sup", "opp", "via"})


class GoldType(StrEnum):
    """The types of the markup and of the gold: free indirect speech is one of them."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    FREE_INDIRECT = "free-indirect"
    REPORTED = "reported"


_TYPES = {t.name[0]: t for t in GoldType}


class SpeakerKind(StrEnum):
    """What a speaker is; `NONE` where the text names nobody."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person: the key that the text's brackets use, full name, roles and affiliations as printed."""

    key: str
    name: str
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A statement: its number in the text's brackets and what the text does not show.

    `speaker` is a full name, an organisation or a noun phrase, None where there is none; `continues` the
    number of another statement; `proposal` overrides whether the statement counts as part of a proposal.
    """

    number: int
    type: GoldType
    kind: SpeakerKind
    speaker: str | None
    continues: int | None = None
    speaks_for: str | None = None
    via: str | None = None
    joint: tuple[str, ...] = ()
    denial: bool = False
    medium: Medium = Medium.SPEECH
    proposal: bool | None = None


@dataclass(frozen=True, slots=True)
class ProposalEntry:
    """A proposal: its number in the text's brackets and the names of those around it."""

    number: int
    proposers: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    opponents: tuple[str, ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """All that stands above the text; `credit` is None where nothing is printed."""

    source: str
    date: str
    source_line: str
    url: str
    credit: str | None = None
    agencies: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    persons: tuple[PersonEntry, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    statements: tuple[StatementEntry, ...] = ()
    proposals: tuple[ProposalEntry, ...] = ()


@dataclass(slots=True)
class _Fields:
    """The fields of a header, those of lists with where they stand; `where` is that of the article."""

    where: str
    single: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values of a list."""
        return tuple(value for value, _ in self.lists.get(key, ()))

    def parts(self, key: str, count: int) -> list[str]:
        """Return the parts between the bars of a field. Raises `ReadError` where it lacks one."""
        if key not in self.single:
            raise ReadError(f"no @{key} line", where=self.where, mend=f"add one with {count} parts")
        parts = [x.strip() for x in self.single[key].split("|")]
        if len(parts) != count:
            raise ReadError(
                f"@{key} has {len(parts)} parts instead of {count}", where=self.where, mend="divide them by |"
            )
        return parts


def parse_header(lines: Sequence[tuple[int, str]], file: str, slug: str) -> Header:
    """Return what the numbered lines above the `---` of an article say.

    Raises `ReadError` for lines, options and speakers that the markup does not know.
    """
    fields = _Fields(f"{file}:{lines[0][0]} ({slug})")
    for number, line in lines:
        if line.strip():
            _take(fields, line, f"{file}:{number} ({slug})")
    source, date, source_line = fields.parts("hd", 3)
    credit, agencies = fields.parts("credit", 2) if "credit" in fields.single else ("-", "")
    persons = tuple(_person(x, where) for x, where in fields.lists.get("p", ()))
    names = {p.key: p.name for p in persons}
    if len(names) < len(persons):
        raise ReadError("two people have one key", where=fields.where, mend="give each a key of its own")
    return Header(
        source=source,
        date=date,
        source_line=source_line,
        url=fields.parts("url", 1)[0],
        credit=None if credit == "-" else credit,
        agencies=tuple(x.strip() for x in agencies.split(",") if x.strip()),
        authors=fields.values("authors"),
        persons=persons,
        organisations=fields.values("o"),
        places=fields.values("l"),
        statements=tuple(_statement(x, names, where) for x, where in fields.lists.get("s", ())),
        proposals=tuple(_proposal(x, names, where) for x, where in fields.lists.get("r", ())),
    )


def _take(fields: _Fields, line: str, where: str) -> None:
    key, _, value = line.removeprefix("@").partition(" ")
    if not line.startswith("@") or key not in _KNOWN:
        raise ReadError(f"not a header line: {line[:40]!r}", where=where, mend="lines above --- begin with @")
    if key == "p":
        fields.lists.setdefault(key, []).append((value.strip(), where))
    elif key in _LISTS:
        fields.lists.setdefault(key, []).extend((x.strip(), where) for x in value.split(";") if x.strip())
    elif key in fields.single:
        raise ReadError(f"a second @{key} line", where=where, mend="keep one")
    else:
        fields.single[key] = value.strip()


def _person(line: str, where: str) -> PersonEntry:
    found = _PERSON.fullmatch(line)
    if not found:
        raise ReadError(
            f"not a person: {line!r}", where=where, mend="@p KEY = Full Name | roles | affiliations"
        )
    name, roles, affiliations, *_ = [*(x.strip() for x in found["rest"].split("|")), "", ""]
    return PersonEntry(found["key"], name, _split(roles, ";"), _split(affiliations, ";"))


def _split(value: str, mark: str) -> tuple[str, ...]:
    return tuple(x.strip() for x in value.split(mark) if x.strip())


def _options(pieces: Iterable[str], known: frozenset[str], where: str) -> dict[str, str]:
    options = {}
    for piece in pieces:
        key, _, value = piece.strip().partition("=")
        if key.strip() not in known:
            raise ReadError(
                f"no such option: ~{piece}", where=where, mend=f"one of {', '.join(sorted(known))}"
            )
        options[key.strip()] = value.strip()
    return options


def _statement(line: str, names: dict[str, str], where: str) -> StatementEntry:
    head, *rest = line.split("~")
    found = _STATEMENT.fullmatch(head.strip())
    if not found:
        raise ReadError(f"not a statement: {line!r}", where=where, mend="@s NUMBER D|I|F|R SPEAKER ~option …")
    where = f"{where}, statement {found['number']}"
    options = _options(rest, _STATEMENT_OPTIONS, where)
    kind, speaker = _speaker(found["speaker"], names, where)
    medium = options.get("med", "speech").title()
    if medium not in set(Medium):
        raise ReadError(f"no such medium: {medium}", where=where, mend="speech, writing or thought")
    continues = options.get("cont")
    if continues is not None and not continues.isdigit():
        raise ReadError(
            f"~cont={continues} is no number", where=where, mend="name a statement of this article"
        )
    return StatementEntry(
        number=int(found["number"]),
        type=_TYPES[found["type"]],
        kind=kind,
        speaker=speaker,
        continues=int(continues) if continues else None,
        speaks_for=options.get("for"),
        via=_name(options["via"], names) if "via" in options else None,
        joint=tuple(_name(_bare(x), names) for x in _split(options.get("co", ""), "+")),
        denial="neg" in options,
        medium=Medium(medium),
        proposal=True if "prop" in options else False if "noprop" in options else None,
    )


def _speaker(printed: str, names: dict[str, str], where: str) -> tuple[SpeakerKind, str | None]:
    if printed == "N":
        return SpeakerKind.NONE, None
    if printed.startswith("A:"):
        return SpeakerKind.ANONYMOUS, _bare(printed)
    if printed.startswith("O:"):
        return SpeakerKind.ORGANISATION, _bare(printed)
    if printed not in names:
        raise ReadError(f"no person {printed}", where=where, mend="add a @p line, or write A:, O: or N")
    return SpeakerKind.PERSON, names[printed]


def _bare(printed: str) -> str:
    return re.sub(r"^[AO]:", "", printed).strip()


def _name(printed: str, names: dict[str, str]) -> str:
    return names.get(printed, printed)


def _proposal(line: str, names: dict[str, str], where: str) -> ProposalEntry:
    found = _PROPOSAL.fullmatch(line)
    if not found:
        raise ReadError(f"not a proposal: {line!r}", where=where, mend="@r NUMBER by=NAME ~sup=NAME+NAME …")
    where = f"{where}, proposal {found['number']}"
    options = _options(found["rest"].split("~"), _PROPOSAL_OPTIONS, where)
    around = {k: tuple(_name(x, names) for x in _split(v, "+")) for k, v in options.items()}
    return ProposalEntry(
        number=int(found["number"]),
        proposers=around.get("by", ()),
        supporters=around.get("sup", ()),
        opponents=around.get("opp", ()),
        via=next(iter(around.get("via", ())), None),
    )
