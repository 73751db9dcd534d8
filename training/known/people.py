"""Makes the table of known people."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.errors import ReadError
from training.known.sources import csv_rows, facts, json_rows, pairs, several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SEX: Final = {"male": "m", "female": "f", "transgender female": "f"}
_LONGEST_NAME: Final = 3  # words; nobody prints "Karl Ernst Thomas de Maizière"
_SEEN_UNTIL: Final = "?2022"  # epd2021_wikidata.csv was taken then: who holds an office there held it in 2022
_SEATS: Final = {
    "MdB": ("abgeordneter", "Bundestag"),
    "MdL": ("abgeordneter", "Landtag"),
    "MdA": ("abgeordneter", "Landtag"),
    "MdHB": ("abgeordneter", "Landtag"),
    "MdBB": ("abgeordneter", "Landtag"),
    "MdEP": ("abgeordneter", "Europäisches Parlament"),
}
_FORERUNNERS: Final = {"Q49764": ("Q152554",), "Q18761823": ("Q49766",)}
_MINISTER: Final = re.compile(r"\b(Bundes|Landes)?(\w*?)(minister|senator)(?:in)?\b", re.IGNORECASE)
_HEAD: Final = re.compile(r"Ministerpräsident|\bMP\b")
_POSITIONS: Final = (
    (re.compile(r"federal chancellor", re.IGNORECASE), "bundeskanzler"),
    (re.compile(r"^president of (?:germany|austria)", re.IGNORECASE), "bundespräsident"),
    (re.compile(r"federal council", re.IGNORECASE), "bundesrat"),
    (re.compile(r"yuan|prime minister|premier|taoiseach|of ministers", re.IGNORECASE), "ministerpräsident"),
    (re.compile(r"supreme leader|military leader", re.IGNORECASE), "machthaber"),
    (re.compile(r"governor-general|co-prince|captain|pontifical|commission", re.IGNORECASE), ""),
    (re.compile(r"president", re.IGNORECASE), "präsident"),
    (re.compile(r"monarch|king|emperor|sultan|emir|prince", re.IGNORECASE), "könig"),
    (re.compile(r"pope", re.IGNORECASE), "papst"),
)  # fmt: skip


@dataclass(slots=True)
class _Row:
    """One person while the sources are put together; offices as `office@place@from@to`."""

    id: str
    name: str
    others: set[str] = field(default_factory=set)
    sex: str = ""
    born: str = ""
    died: str = ""
    parties: tuple[str, ...] = ()
    offices: set[str] = field(default_factory=set)

    def line(self) -> str:
        others = "|".join(sorted(self.others - {self.name}))
        offices = "|".join(sorted(_without_vague(self.offices)))
        parties = "|".join(self.parties)
        row = (self.id, self.name, others, self.sex, self.born, self.died, parties, offices)
        return "\t".join(row)


def people_lines(data: Path) -> Iterator[str]:
    """Yield the lines of the table, by number of the id.

    Raises `ReadError` where a gazetteer is missing, or a fact names nobody or several.
    """
    rows = _politicians(data)
    countries = {ident: name for name, ident in facts("countries.tsv", 2)}
    countries |= {"Q756617": "Dänemark", "Q29999": "Niederlande"}  # the kingdoms, whose heads are meant
    _add_leaders(rows, data, countries)
    _add_facts(rows)
    return (row.line() for row in sorted(rows.values(), key=lambda row: int(row.id[1:])))


def _politicians(data: Path) -> dict[str, _Row]:
    records = json_rows(data / "data_05_enhanced_persons_DE.json")
    names = pairs(data / "names.tsv")
    printed = defaultdict(set)
    for number, ident in pairs(data / "bundestagID_wikidataQ.tsv").items():
        printed[ident].add(names[number])
    given = {_plain(str(record["label"])).split()[0] for record in records}
    laender = tuple(
        row["BL_Name_DE"] for row in csv_rows(data / "tbl_Bundeslaender.csv") if row["BL_Name_DE"]
    )
    rows = {}
    for record in records:
        row = _Row(record["id"], _plain(record["label"]), set(printed.pop(record["id"], ())))
        row.others |= set(_usable(row.name, several(record.get("altLabel")), given))
        row.sex = _SEX.get(str(record.get("gender")), "")
        row.born = _one_day(several(record.get("birthDate")))
        row.died = _one_day(several(record.get("dateOfDeath")))
        row.parties = _with_forerunners(several(record.get("partyID")))
        row.offices = set(_offices_of(str(record.get("abstract", "")), laender))
        if "memberOfParliament" in several(record["type"]):
            row.offices.add("abgeordneter@Bundestag@@")
        rows[row.id] = row
    for ident, found in printed.items():
        first, *others = sorted(found)
        rows[ident] = _Row(ident, first, set(others), offices={"abgeordneter@Bundestag@@"})
    return rows


def _with_forerunners(parties: tuple[str, ...]) -> tuple[str, ...]:
    """Return parties with those that they came out of, as old articles name them: PDS before Die Linke."""
    return tuple(dict.fromkeys(p for party in parties for p in (party, *_FORERUNNERS.get(party, ()))))


def _plain(label: str) -> str:
    """Return a label without what tells it from its namesakes: "Michael Richter (Politiker)"."""
    return re.sub(r"\s*\(.*\)", "", label)


def _usable(name: str, others: Iterable[str], given: set[str]) -> Iterator[str]:
    """Yield other names that the press could print: no surname alone, no nickname, no "Merkel, Angela"."""
    words = name.split()
    for other in map(_plain, others):
        parts = other.split()
        known = 1 < len(parts) <= _LONGEST_NAME and parts[0] in given and not re.search(r'[,.„"“&]', other)
        if known and (parts[0] == words[0] or parts[-1] == words[-1]):
            yield other


def _one_day(days: tuple[str, ...]) -> str:
    """Return the day, or only its year where the sources differ within one, or nothing."""
    found = sorted({day[:10] for day in days if re.match(r"\d{4}-\d\d-\d\d", day)})
    if len(found) == 1:
        return found[0]
    years = {day[:4] for day in found}
    return years.pop() if len(years) == 1 else ""


def _offices_of(abstract: str, laender: tuple[str, ...]) -> Iterator[str]:
    """Yield the offices that a short description names; it gives no days.

    "deutscher Politiker (SPD), Ministerpräsident Niedersachsen, MdL".
    """
    for seat, (office, place) in _SEATS.items():
        if re.search(rf"\b{seat}\b", abstract):
            yield f"{office}@{place}@@"
    land = _land_in(abstract, laender)
    if land and _HEAD.search(abstract):
        yield f"ministerpräsident@{land}@@"
    for match in _MINISTER.finditer(abstract):
        level, portfolio, noun = (part.lower() if part else "" for part in match.groups())
        place = "Deutschland" if level == "bundes" else land
        if portfolio != "bundes" and noun == "minister" and portfolio != "staats":
            yield f"{portfolio}minister@{place}@@"
        elif noun == "senator":
            yield f"{portfolio}senator@{place}@@"


def _land_in(abstract: str, laender: tuple[str, ...]) -> str:
    """Return the Land that a description names, itself or by its adjective; nothing for two."""
    found = {land for land in laender if re.search(rf"\b{land}s?\b", abstract)}
    found |= {
        land for land in laender if re.search(rf"\b{land[:-1]}\w{{0,3}}ische[rn]?\b", abstract, re.IGNORECASE)
    }
    found -= {"Sachsen"} if "Sachsen-Anhalt" in found else set()
    return found.pop() if len(found) == 1 else ""


def _add_leaders(rows: dict[str, _Row], data: Path, countries: Mapping[str, str]) -> None:
    for record in csv_rows(data / "epd2021_wikidata.csv"):
        ident, label = record["officeholder"], record["officeholderLabel"]
        office = next((name for pattern, name in _POSITIONS if pattern.search(record["positionLabel"])), "")
        country = countries.get(record["countryid"])
        if not office or country is None or label == ident or "," in label:
            continue
        row = rows.setdefault(ident, _Row(ident, label))
        row.offices.add(f"{office}@{country}@{record['start_year']}@{record['end_year'] or _SEEN_UNTIL}")


def _add_facts(rows: dict[str, _Row]) -> None:
    for ident, name, others, sex, born, died, parties in facts("people.tsv", 7):
        row = rows.setdefault(ident, _Row(ident, name))
        row.others |= {row.name, *(other for other in others.split("|") if other)}
        row.name = name
        row.sex, row.born, row.died = sex or row.sex, row.born or born, row.died or died
        row.parties = tuple(parties.split("|")) if parties else row.parties
    named = defaultdict(set)
    for row in rows.values():
        for name in (row.name, *row.others):
            named[name].add(row.id)
    for who, office, place, start, end in facts("offices.tsv", 5):
        found = {who} if who in rows else {row for row in named[who] if rows[row].name == who} or named[who]
        if len(found) != 1:
            raise ReadError(f"{len(found)} people are named {who}", where="offices.tsv", mend="give the id")
        row = rows[next(iter(found))]
        # What the hand-made table says of an office replaces what the gazetteers say of it without days.
        row.offices = {o for o in row.offices if not _is_told(o, office, place)}
        row.offices.add(f"{office}@{place}@{start}@{end}")


def _is_told(known: str, office: str, place: str) -> bool:
    name, where, start, end = known.split("@")
    vague = (not start and not end) or len(start) == len("2022")
    return vague and name == office and where in {place, ""}


def _without_vague(offices: set[str]) -> set[str]:
    """Return the offices without "minister" where a portfolio is known of the same place."""
    precise = {
        tuple(o.split("@")[1:2])
        for o in offices
        if o.split("@")[0].endswith("minister") and o[:9] != "minister@"
    }
    return {o for o in offices if not (o.startswith("minister@") and tuple(o.split("@")[1:2]) in precise)}
