# SPDX-License-Identifier: Apache-2.0
"""From a finding to the words it rests on."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.cli.program import run
from truceline.reports.quotes import quoted
from truceline.sources import Claim, Reading, Span, Speaker, Statement, Told, document_of_text, readings_json

TEXT = "Marsh Harbour\n\n“Shells fell on the mill,” said Ana Reyes, the miller. Nobody was hurt."
DOCUMENT = document_of_text(TEXT, "dispatch.txt", outlet=Told("The Wire", "given"))
WORDS = "Shells fell on the mill"
SAID = Statement(
    f"{DOCUMENT.id}-s1",
    "quoted",
    Span(TEXT.index(WORDS), TEXT.index(WORDS) + len(WORDS)),
    Speaker("Ana Reyes", None, "person", "Ana Reyes", "the miller"),
)
EXAMPLE = ROOT / "examples" / "syria-2016"


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    path = tmp_path / "readings.json"
    path.write_text(readings_json([Reading(DOCUMENT, (SAID,))]), encoding="utf-8")
    return path


def data_of(page: Path) -> dict[str, object]:
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page.read_text(), re.DOTALL)
    assert found
    values: dict[str, object] = json.loads(found.group(1))
    return values


def assess(tmp_path: Path, *more: str) -> int:
    incidents = tmp_path / "incidents.csv"
    rows = f"id,start,act,by,against,reports,text\none,2016-05-01,attack,,,{SAID.id};elsewhere,Shells.\n"
    incidents.write_text(rows, encoding="utf-8")
    out = tmp_path / "findings.csv"
    return run(["assess", str(EXAMPLE / "terms.yaml"), str(incidents), "-o", str(out), *more])


def test_a_report_that_is_a_statement_leads_to_its_words(tmp_path: Path, readings: Path) -> None:
    page = tmp_path / "page.html"
    assert assess(tmp_path, "--report", str(page), "--readings", str(readings)) == 0
    statements = data_of(page)["statements"]
    assert isinstance(statements, dict)
    assert list(statements) == [SAID.id]
    shown = statements[SAID.id]
    assert shown["context"] == ["“", WORDS, ",” said Ana Reyes, the miller. Nobody was hurt."]
    assert (shown["speaker"], shown["source"]) == ("Ana Reyes, the miller", ["The Wire"])
    assert shown["digest"] == DOCUMENT.original.digest


def test_a_report_that_is_a_claim_of_the_narrator_leads_to_its_words() -> None:
    start = TEXT.index("Nobody")
    claim = Claim(f"{DOCUMENT.id}-c1", "incident", Span(start, len(TEXT)))
    within = Claim(f"{DOCUMENT.id}-c2", "incident", SAID.span, SAID.id)
    readings = [Reading(DOCUMENT, (SAID,), claims=(claim, within))]
    found = quoted(readings, [claim.id, within.id, "elsewhere"])
    assert list(found) == [claim.id, within.id]
    shown = found[claim.id]
    assert (shown.words, shown.after) == ("Nobody was hurt.", "")
    assert shown.before.endswith("said Ana Reyes, the miller. ")
    assert (shown.speaker, shown.verb) == ("the narrator of The Wire, in its own words", "")
    assert (shown.outlet, shown.start, shown.end) == ("The Wire", start, len(TEXT))
    assert (found[within.id].words, found[within.id].speaker) == (WORDS, "Ana Reyes, the miller")


def test_an_accepted_incident_of_the_narrator_has_its_words_on_the_page(tmp_path: Path) -> None:
    article = tmp_path / "dispatch.txt"
    article.write_text(
        "Marsh Harbour, 3 May 2016\n\nThe army shelled the mill on Monday.\n", encoding="utf-8"
    )
    table, readings = tmp_path / "claims.csv", tmp_path / "readings.json"
    incidents, page = tmp_path / "incidents.csv", tmp_path / "page.html"
    assert run(["read", str(article), "-o", str(readings), "--review", str(table)]) == 0
    with table.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind"], row["statement"]) == ("incident", "")
    row |= {"review": "accepted", "reviewer": "Ann Weaver"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    made = ["--reviewed", str(table), "--incidents", str(incidents)]
    assert run(["read", str(article), *made]) == 0
    out = tmp_path / "findings.csv"
    shown = ["--report", str(page), "--readings", str(readings)]
    assert run(["assess", str(EXAMPLE / "terms.yaml"), str(incidents), "-o", str(out), "--all", *shown]) == 0
    statements = data_of(page)["statements"]
    assert isinstance(statements, dict)
    assert statements[row["id"]]["context"][1] == row["words"]
    assert statements[row["id"]]["speaker"] == "the narrator, in its own words"


def test_readings_of_other_articles_are_told(
    tmp_path: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, other = tmp_path / "page.html", tmp_path / "other.json"
    other.write_text(readings_json([]), encoding="utf-8")
    assert assess(tmp_path, "--report", str(page), "--readings", str(readings)) == 0
    assert "warning" not in capsys.readouterr().err
    assert assess(tmp_path, "--report", str(page), "--readings", str(other)) == 0
    assert (
        f"the words of 1 of 1 reports of findings are in none of them, such as {SAID.id}"
        in capsys.readouterr().err
    )


def test_readings_need_a_page_to_be_shown_on(
    tmp_path: Path, readings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assess(tmp_path, "--readings", str(readings)) == 2
    assert "give --report FILE.html too" in " ".join(capsys.readouterr().err.split())
