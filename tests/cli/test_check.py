# SPDX-License-Identifier: Apache-2.0
"""``truceline check``: what is printed first, what is counted, and the exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.cli.program import run

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text, date: 2016-02-22}, other: {title: Another, date: 2016-02-22}}
parties: {army: {name: Army}, rebels: {name: Rebels, members: undefined}}
standing: [{parties: [army, rebels], is: bound, from: 2016-02-27}]
provisions:
  cease:
    prohibit: [attack]
    by: bound
    during: {from: {one of: [2016-02-27, 2016-02-28]}}
    standing: [{is: in force, from: 2016-02-27}]
    cite: text
"""
EXCLUDED = ", {parties: army, is: excluded}]"


def checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, *options: str
) -> tuple[int, list[str], str]:
    """Exit status, the kind of each line printed, and the count."""
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    status = run(["check", str(path), *options])
    printed = capsys.readouterr()
    return status, [line.split()[1].rstrip(":") for line in printed.out.splitlines()], printed.err


def test_warnings_come_before_notes_and_both_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, kinds, count = checked(tmp_path, capsys, TERMS)
    assert status == 0
    assert kinds == ["warning", "note", "note"]
    assert "0 errors, 1 warning, 2 notes; 1 provision, 2 parties" in count


def test_errors_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, kinds, count = checked(
        tmp_path, capsys, TERMS.replace("from: 2016-02-27}]", "from: 2016-02-27}" + EXCLUDED, 1)
    )
    assert status == 1
    assert kinds == ["error", "warning", "note", "note"]
    assert "1 error, 1 warning, 2 notes" in count


def test_strict_counts_warnings_and_not_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys, TERMS, "--strict")[0] == 1
    without = TERMS.replace(", other: {title: Another, date: 2016-02-22}", "")
    assert checked(tmp_path, capsys, without, "--strict")[:2] == (0, ["note", "note"])
