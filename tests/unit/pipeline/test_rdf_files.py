from __future__ import annotations

import os
from typing import TYPE_CHECKING

from newsgraph.pipeline.rdf_files import find_rdf_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_folders_are_searched_for_known_extensions(tmp_path: Path) -> None:
    for name in ("b.ttl", "a.nq.gz", "notes.txt", "._a.ttl", "d/c.jsonld"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
    (tmp_path / "d" / "again").symlink_to(tmp_path, target_is_directory=True)
    files, errors = find_rdf_files([tmp_path])
    assert [file.relative_to(tmp_path).as_posix() for file in files] == ["a.nq.gz", "b.ttl", "d/c.jsonld"]
    assert not errors


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.ttl").write_text("")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files, errors = find_rdf_files([tmp_path])
    assert [file.name for file in files] == ["a.ttl"]
    assert [error.what for error in errors] == ["the folder cannot be listed: Permission denied"]


def test_an_empty_path_does_not_mean_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ttl").write_text("")
    monkeypatch.chdir(tmp_path)
    files, errors = find_rdf_files([""])
    assert not files
    assert [error.what for error in errors] == ["an empty path"]
