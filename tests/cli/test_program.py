# SPDX-License-Identifier: Apache-2.0
"""The program as a person meets it: what it prints, writes and ends with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from shared_data import ROOT
from truceline.cli.program import run

EXAMPLE = ROOT / "examples" / "syria-2016"
TERMS, INCIDENTS = str(EXAMPLE / "terms.yaml"), str(EXAMPLE / "incidents.csv")


def test_assess_writes_findings_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "findings.parquet"
    assert run(["assess", TERMS, INCIDENTS, "-o", str(out)]) == 0
    printed = capsys.readouterr()
    assert "20 records read, 0 rejected" in printed.out
    assert f"findings: {out}" in printed.out
    assert pq.read_table(out).num_rows == 58
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_the_same_input_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    for out in (first, second):
        assert run(["assess", TERMS, INCIDENTS, "-o", str(out)]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_rejects_are_written_and_the_exit_status_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "incidents.csv"
    table.write_text(
        'id,start,lon,lat,act\n"=1+1",2016-05-01,36.42,33.53,attack\nbad,2016-05-01,36,91,attack\n'
    )
    out = tmp_path / "findings.csv"
    assert run(["assess", TERMS, str(table), "-o", str(out)]) == 1
    assert "latitude 91" in (tmp_path / "findings.rejects.csv").read_text()
    assert "'=1+1" in out.read_text()
    assert "2 records read, 1 rejected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["check", "no-such.yaml"], 1, "there is no such file"),
        (["assess", TERMS, "no-such.csv", "-o", "out.csv"], 1, "cannot be read"),
        (["assess", TERMS, str(EXAMPLE), "-o", "out.csv"], 1, "this is a folder"),
        (
            ["assess", TERMS, INCIDENTS, "-o", "out.xyz"],
            2,
            "'--out': out.xyz has no known ending; use one of",
        ),
        (
            ["assess", TERMS, INCIDENTS, "-o", "out.csv", "--assume", "cease-attacks"],
            2,
            "'--assume': \"cease-attacks\" is not an assumption; give PROVISION=in-force",
        ),
        (
            ["assess", TERMS, INCIDENTS, "-o", "out.csv", "--assume", "no-such=in-force"],
            1,
            "no provision is called",
        ),
        (["assess", TERMS, INCIDENTS, "-o", "out.csv", "--as-of", "tomorrow"], 2, "is not a date or time"),
        (["assess", TERMS, INCIDENTS, "-o", "out.csv", "--layout", "x"], 2, "'x' is not one of 'auto'"),
        (["assess", TERMS, INCIDENTS, "-o", "out.csv", "--engine", "x"], 2, "'x' is not one of 'local'"),
        (["assess", TERMS, INCIDENTS, "-o", "out.csv", "--master", "x"], 2, "give --engine spark too"),
        (
            ["assess", TERMS, INCIDENTS, "-o", "out.csv", "--areas", "x"],
            1,
            "x: error: it cannot be read (No such",
        ),
        (
            ["assess", TERMS, INCIDENTS, "-o", "out.csv", "--precision", "x"],
            1,
            "x: error: it cannot be read (No such",
        ),
        (["assess", TERMS, INCIDENTS, "-o", INCIDENTS], 2, "is the input"),
        (["assess", TERMS, INCIDENTS, "-o", "a.csv", "--rejects", INCIDENTS], 2, "is the input"),
        (["assess", TERMS, INCIDENTS, "-o", "a.csv", "--report", "./a.csv"], 2, "is --out too"),
        (["assess", TERMS, INCIDENTS, "-o", "a.csv", "--areas", "a.csv"], 2, "is the input a.csv"),
        (["explain", TERMS, INCIDENTS, "--incident", "no-such"], 1, "no record has the id"),
        (["assess"], 2, "Missing argument"),
        (["no-such"], 2, "No such command"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == status
    printed = capsys.readouterr()
    assert words in printed.err + printed.out
    assert "Traceback" not in printed.err
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stands_when_a_run_fails(tmp_path: Path) -> None:
    out = tmp_path / "findings.csv"
    out.write_text("older\n")
    table = tmp_path / "incidents.csv"
    table.write_bytes(b"id,start\n" + b"a,2016-05-01\n" * 3 + b"\x00")
    assert run(["assess", TERMS, str(table), "-o", str(out)]) == 1
    assert out.read_text() == "older\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["findings.csv", "incidents.csv"]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_leaves_no_half_written_file(tmp_path: Path, number: int, status: int) -> None:
    table = tmp_path / "incidents.csv"
    with table.open("w") as file:
        file.write("id,start,lon,lat,act,by,against\n")
        for row in range(400_000):
            file.write(f"{row},2016-05-01,36.{row % 997:03},33.5,attack,army {row % 5000},x\n")
    out = tmp_path / "out" / "findings.parquet"
    process = subprocess.Popen(
        [sys.executable, "-m", "truceline", "assess", TERMS, str(table), "-o", str(out)],
        stderr=subprocess.PIPE,
        env=os.environ,
        # A shell that runs the tests in the background has told its children to ignore interruptions.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not list((tmp_path / "out").glob(".*")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, error = process.communicate(timeout=60)
    assert process.returncode == status
    assert b"Traceback" not in error
    assert list((tmp_path / "out").iterdir()) == []


def test_schema_and_describe_print_and_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert '"$schema"' in capsys.readouterr().out
    assert run(["describe", TERMS]) == 0
    assert "Time line" in capsys.readouterr().out
    assert run(["check", TERMS]) == 0


def test_facts_about_incidents_that_no_record_has_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text("fact,about,value\nattacked-first,eir-ghouta,no\nattacked-first,eir-gouta,no\n")
    arguments = ["assess", TERMS, INCIDENTS, "-o", str(tmp_path / "out.csv"), "--facts", str(facts)]
    assert run(arguments) == 0
    assert "facts are about incidents that no record has: eir-gouta\n" in capsys.readouterr().err


def test_examples_that_come_out_otherwise_are_printed_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["test", TERMS]) == 0
    assert capsys.readouterr().out.endswith("examples come out as expected\n")
    cases = tmp_path / "wrong.yaml"
    cases.write_text(
        "truceline cases: 1\ncases:\n- {case: a strike, incident: {act: attack.air}, expect: {access: violation}}\n",
        encoding="utf-8",
    )
    assert run(["test", TERMS, str(cases)]) == 1
    printed = capsys.readouterr().out
    assert f"{cases}:3: a strike: access: expected violation, found none (" in printed
    assert "0 of 1 examples come out as expected" in printed
