# SPDX-License-Identifier: Apache-2.0
"""What is given as a document and is no plain file: told at once, and nothing is waited for."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources.pages_of_tests import TEXT
from truceline.cli.program import run
from truceline.errors import SourcesError
from truceline.sources import keep, read_document
from truceline.sources.documents import files


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _linked(path: Path) -> Path:
    path.symlink_to(_pipe(path.with_name("pipe")))
    return path


def _in_a_circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


NO_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a pipe": (_pipe, "is a pipe; expected a file. Save what it gives to a file, and read that."),
    "a link to a pipe": (_linked, "is a pipe; expected a file."),
    "a socket": (_socket, "is a socket; expected a file."),
    "a device": (lambda _: Path(os.devnull), "is a device; expected a file."),
    "a device without an end": (lambda _: Path("/dev/zero"), "is a device; expected a file."),
    "a folder": (_folder, "is a folder; name the files in it, such as "),
    "a link to itself": (_in_a_circle, "cannot be read: Too many levels of symbolic links"),
    "a file that is gone": (lambda path: path, "cannot be read: No such file or directory"),
}


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_told_and_not_waited_for(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, words = NO_FILES[name]
    path = made(tmp_path / "d")
    with pytest.raises(SourcesError) as error:
        read_document(path)
    assert str(error.value).startswith(f"{path}: error: {words}")
    with pytest.raises(SourcesError):
        keep(path, tmp_path / "archive", "Ann Weaver", datetime.now(UTC))
    assert not (tmp_path / "archive").exists()
    good = tmp_path / "good.txt"
    good.write_text(TEXT, encoding="utf-8")
    for command in ("read", "origins"):
        assert run([command, str(path), str(good), "--json"]) == 1
        printed = capsys.readouterr()
        assert '"documents": [\n' in printed.out
        assert str(good) in printed.out
        assert printed.err.splitlines() == [str(error.value), "1 of 2 documents could not be read"]
        assert run([command, str(path), "-o", str(tmp_path / "out.json")]) == 1
        assert capsys.readouterr().err.count(str(path)) >= 1
        assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("name", [b"two\nlines.txt", b"caf\xe9.txt", b"red\x1b[31m.txt"])
def test_a_name_that_is_no_text_is_told_on_one_line(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(SourcesError) as error:
        read_document(path)
    told = str(error.value)
    assert ascii(str(path)) in told
    assert "has a name with signs that are no text" in told
    assert told.isprintable()


@pytest.mark.parametrize("name", ["правда.txt", "a\u202fb.txt", "قال\u200f.txt"])
def test_a_name_in_any_letters_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    assert read_document(path).original.name == str(path)


def test_a_file_that_grows_while_it_is_read_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "document.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: os.stat_result((0o100644, *[0] * 9)))
    with pytest.raises(SourcesError, match="has 101 bytes; expected at most 100"):
        read_document(path)
