"""The six RDF formats: their names, their extensions, and which one a name or a path means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from os import fspath
from os.path import splitext
from typing import TYPE_CHECKING, Final

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from os import PathLike


class Format(StrEnum):
    """An RDF format; the value is the name that the command line takes."""

    TURTLE = "turtle"
    TRIG = "trig"
    NTRIPLES = "nt"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"

    @property
    def extension(self) -> str:
        """The usual extension, with its dot."""
        return _EXTENSIONS[self][0]

    @property
    def media_type(self) -> str:
        """The registered media type."""
        return _MEDIA_TYPES[self]

    @property
    def has_graphs(self) -> bool:
        """Whether the format can say which named graph a triple is in."""
        return self in {Format.TRIG, Format.NQUADS, Format.JSONLD}


_EXTENSIONS: Final[dict[Format, tuple[str, ...]]] = {
    Format.TURTLE: (".ttl", ".turtle"),
    Format.TRIG: (".trig",),
    Format.NTRIPLES: (".nt", ".ntriples"),
    Format.NQUADS: (".nq", ".nquads"),
    Format.JSONLD: (".jsonld", ".json"),
    Format.RDFXML: (".rdf", ".xml", ".owl"),
}
_MEDIA_TYPES: Final[dict[Format, str]] = {
    Format.TURTLE: "text/turtle",
    Format.TRIG: "application/trig",
    Format.NTRIPLES: "application/n-triples",
    Format.NQUADS: "application/n-quads",
    Format.JSONLD: "application/ld+json",
    Format.RDFXML: "application/rdf+xml",
}
_ALIASES: Final[dict[str, Format]] = {
    **{form.value: form for form in Format},
    **{form.name.lower(): form for form in Format},
    **{extension[1:]: form for form, known in _EXTENSIONS.items() for extension in known},
    "n-triples": Format.NTRIPLES,
    "n-quads": Format.NQUADS,
    "json-ld": Format.JSONLD,
    "rdf/xml": Format.RDFXML,
    "rdf-xml": Format.RDFXML,
}
_OF_EXTENSION: Final = {extension: form for form, known in _EXTENSIONS.items() for extension in known}
GZIP: Final = ".gz"


@dataclass(frozen=True, slots=True)
class Encoding:
    """A format, and whether it is packed with gzip."""

    format: Format
    gzip: bool = False

    @property
    def extension(self) -> str:
        """The extension of a file in this encoding, with its dots."""
        return self.format.extension + (GZIP if self.gzip else "")


def find_encoding(name: str) -> Encoding:
    """Return the format of that name, extension or alias.

    >>> find_encoding("ttl").format, find_encoding("nq.gz")
    (<Format.TURTLE: 'turtle'>, Encoding(format=<Format.NQUADS: 'nquads'>, gzip=True))

    Raises `UsageError` with the known names.
    """
    plain = name.strip().lower().removeprefix(".")
    packed = plain.endswith(GZIP)
    form = _ALIASES.get(plain.removesuffix(GZIP))
    if form is None:
        raise UsageError(f"unknown format: {name!r}", mend=f"known formats: {known_formats()}")
    return Encoding(form, packed)


def encoding_of_path(path: str | PathLike[str]) -> Encoding | None:
    """Return the encoding that a path's extension stands for; None where it stands for none.

    >>> encoding_of_path("graph/a.trig.gz")
    Encoding(format=<Format.TRIG: 'trig'>, gzip=True)
    """
    # Paths as values would make up half of the time that it takes to look through ten thousand files.
    stem, extension = splitext(fspath(path))  # noqa: PTH122
    packed = extension.lower() == GZIP
    form = _OF_EXTENSION.get((splitext(stem)[1] if packed else extension).lower())  # noqa: PTH122
    return None if form is None else Encoding(form, packed)


def encoding_for(path: str | PathLike[str] | None = None, name: str | None = None) -> Encoding:
    """Return the encoding to use: that of the name if one is given, else that of the path.

    A name beside a path that ends in `.gz` leaves the packing as the path says. Raises `UsageError` where
    neither tells.
    """
    of_path = encoding_of_path(path) if path is not None else None
    if name is not None:
        named = find_encoding(name)
        packed = named.gzip or (path is not None and str(path).lower().endswith(GZIP))
        return Encoding(named.format, packed)
    if of_path is None:
        mend = f"end it in one of {known_extensions()}, or give the format by name: {known_formats()}"
        raise UsageError("no RDF format has this extension", where=str(path) if path else None, mend=mend)
    return of_path


def known_formats() -> str:
    """Return the names of all formats, for messages."""
    return ", ".join(form.value for form in Format)


def known_extensions() -> str:
    """Return the usual extensions of all formats, for messages."""
    return " ".join(form.extension for form in Format) + f" (each also with {GZIP})"
