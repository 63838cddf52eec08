# SPDX-License-Identifier: Apache-2.0
"""Originals are kept untouched, and what becomes of them is found out."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from truceline.errors import OutputError, SourcesError
from truceline.sources import check_archive, keep, keep_working
from truceline.version import VERSION

NOW = datetime(2016, 5, 21, 12, 30, tzinfo=timezone(timedelta(hours=3)))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "Report.TXT"
    path.write_bytes(b"The truce holds.\r\n")
    return path


def test_the_original_is_kept_read_only_with_a_line_of_custody(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    kept = keep(document, folder, "Ann Weaver", NOW)
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    file = folder / "originals" / f"{digest}.txt"
    assert file.read_bytes() == document.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o444
    (line,) = (folder / "custody.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "digest": digest,
        "size": 18,
        "name": str(document),
        "kept_at": "2016-05-21T09:30:00+00:00",
        "collector": "Ann Weaver",
        "version": VERSION,
        "file": f"originals/{digest}.txt",
    }
    assert kept.file == f"originals/{digest}.txt"
    assert check_archive(folder) == ()


def test_a_document_that_changed_since_it_was_read_is_not_kept(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with pytest.raises(
        SourcesError, match="has changed since it was read; expected the bytes with the digest 00"
    ):
        keep(document, folder, "Ann Weaver", NOW, read_as="0" * 64)
    assert not folder.exists()
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    assert keep(document, folder, "Ann Weaver", NOW, read_as=digest).digest == digest


def test_the_same_bytes_twice_are_one_original_and_two_lines(document: Path, tmp_path: Path) -> None:
    folder, other = tmp_path / "archive", tmp_path / "other.eml"
    other.write_bytes(document.read_bytes())
    first = keep(document, folder, "Ann", NOW)
    second = keep(other, folder, "Ben", NOW)
    assert first.file == second.file
    assert len(list((folder / "originals").iterdir())) == 1
    assert len((folder / "custody.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert check_archive(folder) == ()


def test_a_working_copy_lies_apart_and_names_what_made_it(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    kept = keep(document, folder, "Ann", NOW)
    file = keep_working(folder, kept.digest, "truceline 0.1.0, rules 12ab", {"title": "Truce"})
    assert file == folder / "working" / f"{kept.digest}.json"
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "made_by": "truceline 0.1.0, rules 12ab",
        "original": kept.digest,
        "title": "Truce",
    }
    assert check_archive(folder) == ()


def test_whatever_is_wrong_with_an_archive_is_told(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    changed = folder / keep(document, folder, "Ann", NOW).file
    document.write_bytes(b"Another.")
    lost = folder / keep(document, folder, "Ann", NOW).file
    changed.chmod(0o644)
    changed.write_bytes(b"The truce fails.\r\n")
    lost.chmod(0o644)
    lost.unlink()
    (folder / "originals" / "stray.txt").write_bytes(b"x")
    with (folder / "custody.jsonl").open("a", encoding="utf-8") as custody:
        custody.write('{"digest": "ab"}\n{"dig')
    told = [(Path(problem.file).name, problem.line, problem.found) for problem in check_archive(folder)]
    assert [(name, line) for name, line, _ in told] == [
        *(
            ("custody.jsonl", 3),
            ("custody.jsonl", 4),
            (changed.name, None),
            ("custody.jsonl", 2),
            ("stray.txt", None),
        ),
    ]
    assert "has the digest" in told[2][2]
    assert "cannot be read" in told[3][2]
    assert told[4][2] == "has no line of custody"


def test_a_line_that_was_broken_off_does_not_spoil_the_next(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    keep(document, folder, "Ann", NOW)
    with (folder / "custody.jsonl").open("a", encoding="utf-8") as custody:
        custody.write('{"digest": "12')
    keep(document, folder, "Ann", NOW)
    assert [problem.line for problem in check_archive(folder)] == [2]


def test_an_original_that_was_changed_is_not_kept_over(document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    file = folder / keep(document, folder, "Ann", NOW).file
    file.chmod(0o644)
    file.write_bytes(b"changed")
    with pytest.raises(OutputError, match="no longer fit its name"):
        keep(document, folder, "Ann", NOW)
    assert file.read_bytes() == b"changed"


def test_nothing_half_written_is_left_when_the_disk_fails(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="No space left on device; nothing half-written is left"):
        keep(document, folder, "Ann", NOW)
    assert list((folder / "originals").iterdir()) == []
    assert not (folder / "custody.jsonl").exists()


def test_a_crash_between_original_and_line_is_told_and_mended(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"
    with monkeypatch.context() as patch:
        patch.setattr(
            "truceline.sources.documents.archive._append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            keep(document, folder, "Ann", NOW)
    (folder / "custody.jsonl").touch()
    assert [problem.found for problem in check_archive(folder)] == ["has no line of custody"]
    keep(document, folder, "Ann", NOW)
    assert check_archive(folder) == ()


def test_what_cannot_be_kept_says_why(document: Path, tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="has no collector"):
        keep(document, tmp_path / "archive", " ", NOW)
    with pytest.raises(SourcesError, match="cannot be read"):
        keep(tmp_path / "none", tmp_path / "archive", "Ann", NOW)
    (found,) = check_archive(tmp_path / "archive")
    assert "cannot be read" in found.found
