"""Which shapes check the data: the shipped ones, your own in their place or beside them, shipped profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from newsgraph.errors import ShapesError, UsageError
from newsgraph.resources import shapes_dir as shipped_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMATS: Final = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".rdf": "xml",
    ".jsonld": "json-ld",
}
"""The extensions of files that are read as shapes, and rdflib's names of their formats."""

_PREFIX: Final = "profile-"
_OF_WORDING: Final = frozenset({"none", "text"})
"""Profiles that a graph chooses itself, by `ng:textMode`."""

_ALONE: Final = frozenset({"ontology"})
"""Profiles for files of another kind than articles' graphs: they come in place of the other shapes."""


@dataclass(frozen=True, slots=True)
class ShapeFiles:
    """Files of shapes in the order in which they are read: `added` may set aside what `base` says."""

    base: tuple[Path, ...]
    added: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ShapeChoice:
    """Which shapes check the data.

    `instead` are files and folders that take the place of the shipped shapes, `added` those that come beside
    them: they may name a shape that is there, to give it another severity or to switch it off
    (`sh:deactivated true`). `profiles` are names of shipped profiles: `search` comes beside the shapes,
    `ontology` in their place.
    """

    instead: tuple[Path, ...] = ()
    added: tuple[Path, ...] = ()
    profiles: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Path, ...]:
        """The user's files and folders."""
        return (*self.instead, *self.added)

    @property
    def replaces(self) -> bool:
        """Whether the shipped shapes for articles are not used."""
        return bool(self.instead) or not self.for_articles

    @property
    def for_articles(self) -> bool:
        """Whether the shapes are for articles' graphs, and not for files of another kind."""
        return _ALONE.isdisjoint(self.profiles)

    def absolute(self) -> ShapeChoice:
        """Return the same choice with paths that do not depend on the working folder."""
        instead, added = (tuple(path.absolute() for path in paths) for paths in (self.instead, self.added))
        return replace(self, instead=instead, added=added)

    def files(self, wording: str = "text") -> ShapeFiles:
        """Return the files to read for graphs of that wording (`text` or `none`).

        Raises `UsageError` for an unknown profile or a choice that contradicts itself, `ShapesError` for a
        file or folder that is missing or empty.
        """
        self._check()
        shipped = shipped_dir()
        if self.instead:
            base = _all_files(self.instead, wording)
        elif self.replaces:
            base = ()
        else:
            base = files_of(shipped, wording)
        base += _all_files((shipped / f"{_PREFIX}{name}" for name in self.profiles), wording)
        return ShapeFiles(base, _all_files(self.added, wording))

    def _check(self) -> None:
        known = known_profiles()
        for name in self.profiles:
            if name not in known:
                mend = f"known profiles: {', '.join(known) or 'none'}"
                raise UsageError(f"unknown profile: {name!r}", where="--profile", mend=mend)
        alone = sorted(_ALONE.intersection(self.profiles))
        if alone and (self.instead or len(set(self.profiles)) > 1):
            what = f"the profile {alone[0]!r} is for files of another kind and stands alone"
            raise UsageError(what, where="--profile", mend="check each kind of file by a run of its own")


def known_profiles() -> tuple[str, ...]:
    """Return the names of the shipped profiles that can be chosen, in order."""
    found = {path.name.removeprefix(_PREFIX) for path in shipped_dir().glob(f"{_PREFIX}*") if path.is_dir()}
    return tuple(sorted(found - _OF_WORDING))


def files_of(path: Path, wording: str) -> tuple[Path, ...]:
    """Return the shape files of a folder in the order of their names; a file is itself.

    These are all files in and below the folder with a known extension, those in `profile-…` folders left out
    but for the one of the wording, whose files take the place of others of their name.

    Raises `ShapesError` where there are none.
    """
    if path.is_file():
        if path.suffix.lower() not in FORMATS:
            mend = f"shapes are files in {', '.join(FORMATS)}"
            raise ShapesError("not a file of shapes by its name", where=str(path), mend=mend)
        return (path,)
    if not path.is_dir():
        raise ShapesError("no such folder of shapes", where=str(path), mend="give a folder that holds *.ttl")
    found = {file.relative_to(path): file for file in _shape_files(path)}
    shared = {name: file for name, file in found.items() if not name.parts[0].startswith(_PREFIX)}
    own = f"{_PREFIX}{wording}"
    special = {name.relative_to(own): file for name, file in found.items() if name.parts[0] == own}
    files = {**shared, **special}
    if not files:
        known = ", ".join(FORMATS)
        raise ShapesError("no shapes in this folder", where=str(path), mend=f"shapes are files in {known}")
    return tuple(files[name] for name in sorted(files))


def _all_files(paths: Iterable[Path], wording: str) -> tuple[Path, ...]:
    return tuple(file for path in paths for file in files_of(path, wording))


def _shape_files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix.lower() in FORMATS and path.is_file())
