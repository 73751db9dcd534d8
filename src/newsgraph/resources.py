"""Where the data lies that ships with newsgraph: SHACL shapes, ontology and model.

In an installed wheel it is inside the package (`newsgraph/_data`), in a checkout of the source at its top.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from newsgraph.errors import NewsgraphError


def shapes_dir() -> Path:
    """Return the folder of the shipped SHACL shapes. Raises `NewsgraphError` where it is missing."""
    return data_dir("shapes")


def ontology_dir() -> Path:
    """Return the folder of the shipped ontology. Raises `NewsgraphError` where it is missing."""
    return data_dir("ontology")


def model_dir() -> Path:
    """Return the folder of the shipped model. Raises `NewsgraphError` where it is missing."""
    return data_dir("models/de")


def data_dir(name: str) -> Path:
    """Return the folder `name` of the shipped data; that inside the package comes first.

    Raises `NewsgraphError` where neither the package nor a checkout around it has such a folder.
    """
    package = Path(str(files("newsgraph")))
    for folder in (package / "_data" / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise NewsgraphError(
        f"the folder {name!r} that ships with newsgraph is missing",
        where=str(package),
        mend="install newsgraph again",
    )
