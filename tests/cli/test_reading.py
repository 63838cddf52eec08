# SPDX-License-Identifier: Apache-2.0
"""The commands that tell, compare and begin terms, as a person or a script meets them."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.cli.program import run

EXAMPLE = ROOT / "examples" / "syria-2016"
TERMS, INCIDENTS = str(EXAMPLE / "terms.yaml"), str(EXAMPLE / "incidents.csv")


def _edited(tmp_path: Path, before: str = "", after: str = "") -> str:
    """A copy of the example with an edit, beside the files that it names."""
    for file in EXAMPLE.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "terms.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ([], "Cessation of hostilities in Syria, 2016\n======="),
        (["--format", "markdown"], "# Cessation of hostilities in Syria, 2016\n"),
        (["--format", "html"], "<!DOCTYPE html>\n"),
    ],
)
def test_describe_prints_each_format(
    capsys: pytest.CaptureFixture[str], arguments: list[str], start: str
) -> None:
    assert run(["describe", TERMS, *arguments]) == 0
    assert capsys.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("told.txt", ["told.txt"]),
        ("told.html", ["told.html"]),
        ("told.md", ["told-map.svg", "told-time-line.svg", "told.md"]),
    ],
)
def test_describe_takes_the_format_from_the_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, files: list[str]
) -> None:
    assert run(["describe", TERMS, "-o", str(tmp_path / name)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"written: {tmp_path / name}" in printed.err


def test_diff_of_the_same_meaning_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = _edited(tmp_path, "prohibit: [attack, fire]", "prohibit: [fire, attack]")
    assert run(["diff", TERMS, other, INCIDENTS]) == 0
    assert capsys.readouterr().out == (
        "0 differences in meaning, 0 in words or sources alone\n\nFindings: 0 differences, in 0 of 20 incidents\n"
        "\nDuties: 0 differences\n"
    )


def test_diff_in_words_alone_is_told_and_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = _edited(tmp_path, "title: Do not hinder humanitarian relief", "title: Let relief pass")
    assert run(["diff", TERMS, other]) == 0
    assert capsys.readouterr().out == (
        "0 differences in meaning, 1 in words or sources alone\n\nIn words or sources alone:\n"
        "provisions.access.title: changed: now Let relief pass; before Do not hinder humanitarian relief\n"
    )


def test_diff_with_incidents_tells_which_findings_turned_and_on_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = _edited(tmp_path, "any weapon\n    prohibit: [attack]", "any weapon\n    prohibit: [attack.air]")
    assert run(["diff", TERMS, other, INCIDENTS]) == 1
    assert capsys.readouterr().out == (
        "2 differences in meaning, 0 in words or sources alone\n"
        "provisions.cease-attacks.prohibit: added: attack from the air (attack.air)\n"
        "provisions.cease-attacks.prohibit: removed: attack (attack)\n\n"
        "Findings: 3 differences, in 3 of 20 incidents\n"
        "       3  cease-attacks: possible, now none (acts)\n\n"
        "eir-idlib under cease-attacks: possible violation, now no finding (acts: yes, now no)\n"
        "eir-hama under cease-attacks: possible violation, now no finding (acts: yes, now no)\n"
        "eir-ghouta under cease-attacks: possible violation, now no finding (acts: yes, now no)\n"
        "\nDuties: 0 differences\n"
    )


def test_diff_as_json_can_be_read_by_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = _edited(tmp_path, "by: 1 km", "by: 2 km")
    assert run(["diff", TERMS, other, INCIDENTS, "--json"]) == 1
    values = json.loads(capsys.readouterr().out)
    assert [change["address"] for change in values["changes"]] == [
        "areas.town-centres",
        "areas.populated-or-civilian",
    ]
    # Ten discs of 1 and of 2 km: 10 pi and 40 pi square kilometres.
    sure = values["changes"][0]["area"]["sure"]
    assert (sure["was"], sure["now"]) == (pytest.approx(31.4, rel=0.01), pytest.approx(125.7, rel=0.01))
    assert values["findings"]["incidents"] == 20
    assert values["findings"]["changes"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["diff", TERMS, "no-such.yaml"], "there is no such file"),
        (["diff", TERMS, TERMS, "no-such.csv"], "cannot be read"),
        (["diff", TERMS], "Missing argument"),
        (["describe", TERMS, "--format", "pdf"], "'pdf' is not one of 'text', 'markdown', 'html'"),
        (["describe", TERMS, "-o", "made.pdf"], "use one of .txt, .md, .html, .htm, or give --format"),
        (["describe", TERMS, "-o", TERMS], "is the input"),
        (
            ["new", "made.yaml"],
            "there is no terminal to ask on; give --title, --timezone, --party, --start, --source",
        ),
        (["new", "made.yaml", "--title", "A truce"], "give --timezone, --party, --start, --source"),
    ],
)
def test_what_goes_wrong_ends_with_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert words in " ".join(printed.err.split())
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


NEW = [
    "--title",
    "A truce",
    "--timezone",
    "Asia/Damascus",
    "--party",
    "The army",
    "--start",
    "2016-02-27",
    "--source",
    "A text",
    "--publisher",
    "The co-chairs",
]


def test_new_writes_terms_from_options_and_never_over_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    path = tmp_path / "made.yaml"
    assert run(["new", str(path), *NEW]) == 0
    assert run(["check", "--strict", str(path)]) == 0
    before = path.read_bytes()
    capsys.readouterr()
    assert run(["new", str(path), *NEW]) == 1
    assert "is there already and stays as it is" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_new_refuses_a_wrong_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    wrong = [*NEW[:3], "Damascus", *NEW[4:]]
    assert run(["new", str(tmp_path / "made.yaml"), *wrong]) == 2
    assert "write an IANA name such as Asia/Damascus" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_new_asks_on_a_terminal_until_the_answers_are_right(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    path = tmp_path / "made.yaml"
    process = subprocess.Popen(
        [sys.executable, "-m", "truceline", "new", str(path)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    answers = [
        "A truce of March",
        "",
        "Damascus",
        "Asia/Damascus",
        "The army",
        "The rebels",
        "",
        "March",
        "2016-03-01",
        "A text",
        "The co-chairs",
    ]
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    _, error = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, error
    assert b'"Damascus" is not a time zone' in error
    assert b'"March" is not a date or time' in error
    text = path.read_text(encoding="utf-8")
    assert "id: a-truce-of-march\n" in text
    assert "parties: [the-army, the-rebels]" in text
    assert run(["check", "--strict", str(path)]) == 0


def test_the_page_on_comparing_shows_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its commands end with 1, so that the test of all pages does not run them."""
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "how-to" / "compare.md").read_text(encoding="utf-8")
    shown = []
    for language, name, text in re.findall(
        r"^```(\w*)[ ]*([^\n]*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL
    ):
        if name:
            Path(name).write_text(text, encoding="utf-8")
        elif language == "text":
            shown.append(text.removeprefix("$ truceline ").split("\n", 1))
    assert [command for command, _ in shown] == [
        "diff old.yaml new.yaml",
        "diff old.yaml new.yaml incidents.csv",
    ]
    for command, expected in shown:
        assert run(command.split()) == 1
        assert capsys.readouterr().out.endswith(expected.removeprefix("...\n"))


def test_a_comparison_is_the_same_bytes_whatever_the_order_of_hashes() -> None:
    """Many codes are new and many gone, and two clauses of one source are set aside for different reasons."""
    examples = [
        str(ROOT / "examples" / name / "terms.yaml") for name in ("karabakh-2020", "ukraine-2014-2020")
    ]
    told = []
    for seed in ("1", "2", "7"):
        found = subprocess.run(
            [sys.executable, "-m", "truceline", "diff", *examples],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
        )
        assert found.returncode == 1
        told.append(found.stdout)
    assert told[0] == told[1] == told[2]
    codes = re.findall(rb"taxonomies\.weapons\.(\S+): added", told[0])
    assert len(codes) > 3
