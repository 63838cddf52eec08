# SPDX-License-Identifier: Apache-2.0
"""The section of duties on the page: words, a drawing that fits, and nothing that a record could inject."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from truceline.assess import DutyResult
from truceline.cli.program import run
from truceline.reports.duties import duties_section
from truceline.terms import ALWAYS_MS

DAY_MS = 86_400_000
AS_OF_MS = 1_425_945_600_000  # 2015-03-10T00:00Z
RESULTS = ("met", "late", "unmet", "not yet due", "not in force", "unknown")


def duty(result: str, **more: object) -> DutyResult:
    whole = {
        "duty": "withdraw", "party": "army", "number": None, "result": result, "due_from_ms": AS_OF_MS - 9 * DAY_MS,
        "due_by_ms": (AS_OF_MS - 2 * DAY_MS,), "presumed": False, "shown_by": (), "perhaps_shown_by": (), "open": (),
    }  # fmt: skip
    return DutyResult(**{**whole, **more})  # type: ignore[arg-type]


def test_every_result_has_a_row_and_a_bar() -> None:
    found = duties_section([duty(result) for result in RESULTS], {"withdraw": "Withdraw"}, "UTC", AS_OF_MS)
    assert re.findall(r"<b>([a-z ]+)</b>", found) == list(RESULTS)
    svg = ElementTree.fromstring(found[found.index("<svg") : found.index("</svg>") + 6])
    bars = [r for r in svg.iter("{http://www.w3.org/2000/svg}rect") if r.get("class") != "hatch-accent"]
    assert [bar[0].text for bar in bars] == [f"Withdraw: army: {result}" for result in RESULTS]
    assert len({bar.get("class") for bar in bars}) == len(RESULTS)


def test_a_disputed_deadline_an_open_start_and_a_done_duty_are_drawn() -> None:
    found = duties_section(
        [duty("met", due_from_ms=ALWAYS_MS, due_by_ms=(AS_OF_MS - DAY_MS, AS_OF_MS), done_ms=(AS_OF_MS - 3 * DAY_MS,) * 2)],
        {},
        "UTC",
        AS_OF_MS,
    )  # fmt: skip
    assert found.count("the sources differ on when it is due") == 1
    assert found.count('class="done"') == 1
    assert "by 9 Mar 2015 00:00 or 10 Mar 2015 00:00" in found


def test_the_text_of_records_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    found = duties_section(
        [duty("met", shown_by=(evil,), open=(evil,), party=evil)], {"withdraw": evil}, "UTC", AS_OF_MS
    )
    assert "<script" not in found
    assert "&lt;script&gt;" in found


def test_there_is_no_section_without_duties() -> None:
    assert duties_section((), {}, "UTC", AS_OF_MS) == ""


def test_the_report_shows_the_duties_as_of_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terms = tmp_path / "terms.yaml"
    text = (
        "truceline: 1\nid: made\ntitle: Made\ntimezone: UTC\ncitations: {text: {title: A text}}\n"
        "parties: {army: {name: The army}}\nprovisions: {}\n"
        "duties: {leave: {title: Leave the town, of: [army], due: {by: 2015-03-01},"
        " shown by: {acts: [movement.withdrawal]}, cite: text}}\n"
    )
    terms.write_text(text, encoding="utf-8")
    table, out, page = tmp_path / "i.csv", tmp_path / "o.csv", tmp_path / "r.html"
    table.write_text("id,start,act,by\ni1,2015-02-26T10:00,movement.withdrawal,army\n")
    assert run(["assess", str(terms), str(table), "-o", str(out), "--report", str(page)]) == 0
    assert "leaves out the duties" in capsys.readouterr().err
    assert "Leave the town: The army: met" not in page.read_text()
    arguments = ["assess", str(terms), str(table), "-o", str(out), "--report", str(page)]
    assert run([*arguments, "--as-of", "2015-03-05"]) == 0
    assert "Leave the town: The army: met" in page.read_text()
