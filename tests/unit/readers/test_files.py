from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from newsgraph.errors import ReadError
from newsgraph.readers import MAX_BYTES, STDIN, find_files
from newsgraph.readers.files import read_raw


def put(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")


def names(folder: Path, *paths: str | Path) -> list[str]:
    found = find_files(paths or [folder])
    assert not found.errors
    return [file.relative_to(folder).as_posix() for file in found.files]


def test_folders_are_searched_at_any_depth_in_one_order(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b.txt",
        "a.txt",
        "z/a.txt",
        "m/n/o.TXT",
        "README.md",
        "a.gold.json",
        ".git/c.txt",
        "._a.txt",
    )
    assert names(tmp_path) == ["a.txt", "b.txt", "m/n/o.TXT", "z/a.txt"]


def test_a_named_file_counts_whatever_its_ending(tmp_path: Path) -> None:
    put(tmp_path, "artikel", "b.txt")
    assert names(tmp_path, tmp_path / "artikel", tmp_path) == ["artikel", "b.txt"]


def test_each_file_counts_once(tmp_path: Path) -> None:
    put(tmp_path, "d/a.txt", "d/b.txt")
    (tmp_path / "d" / "c.txt").symlink_to(tmp_path / "d" / "a.txt")
    given = (tmp_path / "d" / "b.txt", tmp_path / "d", tmp_path / "d" / ".." / "d" / "a.txt")
    assert names(tmp_path, *given) == ["d/b.txt", "d/a.txt"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path, "d/a.txt")
    (tmp_path / "d" / "again").symlink_to(tmp_path / "d", target_is_directory=True)
    (tmp_path / "d" / "self").symlink_to(tmp_path / "d" / "self")
    assert names(tmp_path) == ["d/a.txt"]


def test_missing_paths_and_empty_folders_are_errors_beside_what_was_found(tmp_path: Path) -> None:
    put(tmp_path, "d/a.txt", "leer/README.md")
    found = find_files([tmp_path / "fehlt.txt", tmp_path / "leer", tmp_path / "d"])
    assert [file.name for file in found.files] == ["a.txt"]
    assert [(error.what, error.where) for error in found.errors] == [
        ("no such file or folder", str(tmp_path / "fehlt.txt")),
        ("no articles in the folder", str(tmp_path / "leer")),
    ]
    assert all(error.mend for error in found.errors)


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "zu/b.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "zu":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_files([tmp_path])
    assert [file.name for file in found.files] == ["a.txt"]
    assert [(error.what, error.where) for error in found.errors] == [
        ("the folder cannot be listed: Permission denied", str(tmp_path / "zu"))
    ]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt")

    def refuse(self: Path, _mode: str) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="cannot be read: Permission denied") as caught:
        read_raw(tmp_path / "a.txt")
    assert isinstance(caught.value.__cause__, PermissionError)


def test_a_folder_given_as_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="this is a folder"):
        read_raw(tmp_path)


def test_a_path_that_no_system_takes_is_an_error() -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_raw("a\0b")


def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(20 * 1024 * 1024)
    with pytest.raises(ReadError, match="longer than 1 MiB") as caught:
        read_raw(file)
    assert caught.value.where == str(file)
    assert file.stat().st_size > MAX_BYTES


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Küste".encode())))
    assert find_files(["-"]).files == (STDIN,)
    text, digest = read_raw("-")
    assert (text, digest) == ("Küste", hashlib.sha256("Küste".encode()).hexdigest())


def test_a_file_of_the_name_dash_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "-")
    monkeypatch.chdir(tmp_path)
    assert read_raw(find_files(["./-"]).files[0])[0] == "x"


def test_what_might_never_end_is_left_out_of_folders(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert names(tmp_path) == ["a.txt"]


def test_a_link_that_leads_nowhere_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "fehlt")
    assert names(tmp_path) == ["a.txt"]


def test_an_empty_path_does_not_mean_the_current_folder() -> None:
    found = find_files([""])
    assert not found.files
    assert [error.what for error in found.errors] == ["an empty path"]
