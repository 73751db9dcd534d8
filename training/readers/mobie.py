"""MobIE (Hennig, Truong & Gabryszak 2021, CC BY 4.0): traffic reports, tweets and business news.

One example a document. Its classes are finer than GermEval's and go further, so only what both would mark is
taken, and of the rest nothing is known:

- person is PER; company and organisation are ORG, but not a common noun ("Polizei") or a country, which
  GermEval leaves or marks as LOC.
- street is LOC, motorways ("A 7") too: GermEval has both.
- city, stop and location are LOC where they are a plain name ("Tokio", "Bad Grönenbach"). A stop's full name
  ("Frankfurt (Main) Hbf"), a direction ("stadtauswärts") or a stretch of road is another matter.
- Lines ("S3", "RE 60") are not known: GermEval has few, and not always as the same.
- Hashtags, handles and links are not known: they are marked at times, and newspapers have none.

Dates, numbers and events are no names in either. Titles of works and the like are not annotated: OTH is open.
Sentences that hold HTML are left out, and hyphens that stand alone ("Hamburg - Altona") are joined inside
names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer
from newsgraph.errors import ReadError
from newsgraph.model import Span
from training.readers.conventions import is_common_noun, is_country, is_proper_noun
from training.readers.detokenise import join
from training.readers.files import lines
from training.readers.iob import blocks, chunks
from training.scheme import Example, Name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read"]

_LABELS = frozenset({"PER", "ORG", "LOC"})
_CLASSES = {
    "person": "PER",
    "organization": "ORG",
    "organization-company": "ORG",
    "location-street": "LOC",
    "location-city": "LOC",
    "location-stop": "LOC",
    "location": "LOC",
}
_DOCUMENT = "-DOCSTART-"
_MARKUP = re.compile(r"<br/?>|href|</?[a-z]+/?>")
_NET = re.compile(r"[#@]|https?|www\.|[\w.]+:$|.*\.(?:de|com|co)\b")
_PLAIN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*|[A-ZÄÖÜ]{2,4}")
_STATION = re.compile(r".*(?:bahnhof|hafen|bhf|hbf|bf)\b.*", re.IGNORECASE)
_STREET = re.compile(r"[ABLKS] ?\d+|[A-ZÄÖÜ][^()#@/:]*[^\W\d_][.\d ]*")
_Row = tuple[str, str]


def read(path: Path) -> Iterator[Example]:
    """Return the documents.

    Raises `ReadError` for a file of another form.
    """
    document: list[list[_Row]] = []
    number = 0
    for block in [*blocks(lines(path)), [_DOCUMENT]]:
        if block[0].startswith(_DOCUMENT):
            if document:
                yield _example(f"{path.name.split('.')[0]}-{number}", document)
            document = []
            number += 1
        elif not any(_MARKUP.search(line.split(" ")[0]) for line in block):
            document.append(_joined([_row(line, path) for line in block]))


def _row(line: str, path: Path) -> _Row:
    fields = line.split()
    if len(fields) != 4:
        raise ReadError(f"not four columns: {line!r}", where=str(path))
    return fields[0], fields[3]


def _joined(rows: list[_Row]) -> list[_Row]:
    """Return the rows with hyphens inside a name joined to their neighbours."""
    joined: list[_Row] = []
    glue = False
    for form, tag in rows:
        inside = tag.startswith("I-") and joined != []
        if inside and (glue or form == "-"):
            joined[-1] = (joined[-1][0] + form, joined[-1][1])
            glue = form == "-"
        else:
            joined.append((form, tag))
            glue = False
    return joined


def _example(name: str, document: list[list[_Row]]) -> Example:
    rows = [row for sentence in document for row in sentence]
    text, spans = join([form for form, _ in rows])
    sentences: list[Span] = []
    first = 0
    for sentence in document:
        last = first + len(sentence) - 1
        sentences.append(Span(spans[first].start, spans[last].end))
        first = last + 1
    names: list[Name] = []
    unknown = [span for span in spans if _NET.match(span.of(text))]
    for kind, span in chunks([tag for _, tag in rows], spans):
        label = _CLASSES.get(kind, "")
        if label and _agrees(kind, span.of(text)):
            names.append(Name(span, label))
        elif label or kind == "location-route":
            unknown.append(span)
    return Example(
        name,
        "mobie",
        text,
        tuple(sentences),
        (0,) * len(sentences),
        frozenset({Layer.NAMES}),
        tuple(names),
        labels=_LABELS,
        unknown=tuple((Layer.NAMES, span) for span in sorted(set(unknown))),
    )


def _agrees(kind: str, name: str) -> bool:
    """Tell whether GermEval would mark the name too, and from end to end."""
    if any(_NET.match(word) for word in name.split()) or not name[-1].isalnum():
        return False
    if kind == "location-street":
        return _STREET.fullmatch(name) is not None
    if kind.startswith("location"):
        words = name.split(" ")
        plain = all(_PLAIN.fullmatch(word) for word in words) and not _STATION.fullmatch(name)
        single = len(words) == 1 and is_proper_noun(name) and not name.endswith("er")
        return plain and (single or (len(words) > 1 and kind == "location-city"))
    return name[0].isupper() and not is_common_noun(name) and not is_country(name)
