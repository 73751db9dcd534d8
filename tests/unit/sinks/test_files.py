from __future__ import annotations

import errno
import gzip
import os
import stat
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from newsgraph.errors import SinkError
from newsgraph.rdf.serialise import write_graphs
from newsgraph.sinks import files

if TYPE_CHECKING:
    from newsgraph.rdf import ArticleGraph

ARTICLE = "https://a.example/article/0123456789abcdef"
OTHER = "https://a.example/article/fedcba9876543210"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def content(data: bytes = b"x") -> files.Writer:
    def write(stream: BinaryIO) -> None:
        stream.write(data)

    return write


def broken(error: Exception) -> files.Writer:
    def write(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise error

    return write


def test_writes_the_whole_file(tmp_path: Path) -> None:
    files.write_output(tmp_path / "a.ttl", content("Grüße".encode()))
    assert (tmp_path / "a.ttl").read_text(encoding="utf-8") == "Grüße"
    assert names(tmp_path) == ["a.ttl"]


def test_a_failure_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        files.write_output(target, broken(ZeroDivisionError()))
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.ttl"]


def test_an_interrupt_leaves_no_rest(tmp_path: Path) -> None:
    def interrupted(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write_output(tmp_path / "a.ttl", interrupted)
    assert not names(tmp_path)


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk quota is used up"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, "cannot be written: "),
    ],
)
def test_the_error_says_why(tmp_path: Path, number: int, what: str) -> None:
    target = tmp_path / "a.ttl"
    with pytest.raises(SinkError, match=what) as caught:
        files.write_output(target, broken(OSError(number, os.strerror(number))))
    assert caught.value.where == str(target)
    assert not names(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_really_full_disk() -> None:
    with pytest.raises(SinkError, match="the disk is full"):
        files.write_output("/dev/full", content(b"x" * 100_000))


def test_a_folder_is_no_output_file(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="the output is a folder"):
        files.write_output(tmp_path, content())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="the folder does not exist") as caught:
        files.write_output(tmp_path / "missing" / "a.ttl", content())
    assert caught.value.mend == "create it, or write elsewhere"


def test_a_file_instead_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "graph").write_bytes(b"")
    with pytest.raises(SinkError, match="there is a file where the folder should be"):
        files.Folder(tmp_path / "graph")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SinkError, match="no permission"):
        files.write_output(tmp_path / "a.ttl", content())
    tmp_path.chmod(0o700)


def test_permissions_of_the_old_file_stay(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"")
    target.chmod(0o640)
    files.write_output(target, content())
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    files.write_output(tmp_path / "a.ttl", content())
    assert (tmp_path / "a.ttl").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_bytes(b"old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    files.write_output(tmp_path / "link.ttl", content(b"new"))
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_bytes() == b"new"


def test_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    files.write_output("-", content(b"<a> <b> <c> .\n"))
    assert capsysbinary.readouterr().out == b"<a> <b> <c> .\n"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with pytest.raises(BrokenPipeError):
        files.write_output("-", broken(BrokenPipeError(errno.EPIPE, "Broken pipe")))


def test_standard_output_on_a_full_disk() -> None:
    with pytest.raises(SinkError, match="the disk is full") as caught:
        files.write_output("-", broken(OSError(errno.ENOSPC, "No space left on device")))
    assert caught.value.where == "standard output"


def test_file_names_without_an_article_hash() -> None:
    assert files.file_name("a", "https://a.example/x", ".nq.gz") == files.file_name(
        "a", "https://a.example/x", "nq.gz"
    )
    assert files.file_name("a", "https://a.example/x", "ttl") != files.file_name(
        "a", "https://a.example/y", "ttl"
    )


def test_long_names_are_cut_between_letters(tmp_path: Path) -> None:
    path = files.Folder(tmp_path).write("ü" * 120 + "x", ARTICLE, content())
    assert path.name == "ü" * 100 + "-012345.ttl"


def test_a_rerun_replaces_its_own_file(tmp_path: Path) -> None:
    files.Folder(tmp_path / "graph").write("a", ARTICLE, content(b"old"))
    folder = files.Folder(tmp_path / "graph")
    path = folder.write("a", ARTICLE, content(b"new"))
    assert path.read_bytes() == b"new"
    assert folder.written == (path,)
    assert names(tmp_path / "graph") == ["a-012345.ttl"]


def test_two_inputs_for_one_file_are_refused(tmp_path: Path) -> None:
    folder = files.Folder(tmp_path)
    path = folder.write("a", ARTICLE, content(b"first"))
    with pytest.raises(SinkError, match=r"two inputs would be written to this file") as caught:
        folder.write("A", ARTICLE, content(b"second"))
    assert caught.value.mend
    assert path.read_bytes() == b"first"
    folder.write("a", OTHER, content(b"third"))
    assert len(names(tmp_path)) == 2


def test_a_failed_file_may_be_written_again(tmp_path: Path) -> None:
    folder = files.Folder(tmp_path)
    with pytest.raises(SinkError):
        folder.write("a", ARTICLE, broken(OSError(errno.ENOSPC, "full")))
    assert folder.written == ()
    folder.write("a", ARTICLE, content())


def test_prune_removes_only_stale_files_of_ours(tmp_path: Path) -> None:
    folder = files.Folder(tmp_path)
    kept = folder.write("kept", ARTICLE, content(f"<{ARTICLE}> a <x> .".encode()))
    stale = folder.write("stale", ARTICLE, content(f"<{ARTICLE}> a <x> .".encode()))
    packed = tmp_path / "packed-fedcba.nq.gz"
    files.write_output(packed, content(gzip.compress(f"<{OTHER}> a <x> .".encode())))
    others = {
        "notes.txt": ARTICLE,
        "mine-012345.ttl": "<https://b.example/x> a <y> .",
        "other-abcdef.ttl": f"<{ARTICLE}> a <x> .",
        "damaged-012345.nq.gz": "no gzip",
        "plain.ttl": f"<{ARTICLE}> a <x> .",
    }
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "folder-012345.ttl").mkdir()
    assert files.prune(tmp_path, [kept]) == (packed, stale)
    assert names(tmp_path) == sorted({kept.name, "folder-012345.ttl", *others})


def test_prune_of_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="the folder does not exist"):
        files.prune(tmp_path / "missing", [])


@pytest.mark.parametrize("extension", ["ttl", "trig", "nt", "nq", "jsonld", "rdf", "ttl.gz"])
def test_prune_knows_our_files_in_every_format(
    tmp_path: Path, graphs: tuple[ArticleGraph, ...], extension: str
) -> None:
    folder = files.Folder(tmp_path, extension)
    kept, stale = (
        folder.write(stem, graph.article, partial(write_graphs, [graph], encoding=extension))
        for stem, graph in zip("ab", graphs, strict=True)
    )
    assert files.prune(tmp_path, [kept]) == (stale,)
    assert names(tmp_path) == [kept.name]
