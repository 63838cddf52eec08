# SPDX-License-Identifier: Apache-2.0
"""The table of what people say about documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import SourcesError
from truceline.sources import read_about
from truceline.sources.model import Original

DIGEST = "ab" * 32


def _table(folder: Path, text: str) -> Path:
    path = folder / "about.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_found_by_name_and_by_digest(tmp_path: Path) -> None:
    header = "document,outlet,published,zone,reliability\n"
    rows = f"a.txt,Valley Post,2016-05-20,Asia/Damascus,\n{DIGEST.upper()},River Press,,,B\n"
    about = read_about(_table(tmp_path, f"\ufeff{header}{rows}"))
    by_name = about.told(Original("in/a.txt", "cd" * 32, 1, "text/plain"))
    assert {name: (told.value, told.how) for name, told in by_name.items()} == {
        "outlet": ("Valley Post", "given"),
        "published": ("2016-05-20", "given"),
        "zone": ("Asia/Damascus", "given"),
    }
    both = about.told(Original("in/a.txt", DIGEST, 1, "text/plain"))
    assert (both["outlet"].value, both["reliability"].value, both["zone"].value) == (
        "River Press",
        "B",
        "Asia/Damascus",
    )
    assert about.told(Original("b.txt", "cd" * 32, 1, "text/plain")) == {}


def test_every_bad_row_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    header = "document,outlet,published,zone,language,reliability\n"
    rows = (
        *("a.txt,,20.5.2016,,,\n", "b.txt,,,Damascus,,\n", "c.txt,,,,english,\n", "d.txt,,,,,G\n"),
        *(",Post,,,,\n", "a.txt,Post,,,,\n", "in/e.txt,,,,,\n", "f.txt,x\n"),
    )
    with pytest.raises(SourcesError) as error:
        read_about(_table(tmp_path, header + "".join(rows)))
    told = [(problem.line, problem.address, problem.expected) for problem in error.value.problems]
    assert told == [
        (2, "published", "expected a date such as 2016-05-20, or 2016-05-20T10:15+03:00"),
        (3, "zone", "expected a time zone of the tz database, such as Asia/Damascus"),
        (4, "language", "expected two letters of ISO 639-1, such as en"),
        (5, "reliability", "expected a letter from A to F, by the Admiralty code"),
        (6, "document", "expected the name of a file or its SHA-256"),
        (7, "document", "has a row already; expected one"),
        (8, "document", "expected the name without its folder"),
        (9, "", "expected 6"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("document,rating\n", "the columns document, rating; expected document and any of outlet"),
        ("outlet\n", "the columns outlet"),
        ("", "nothing; expected document"),
        ('document\n"a\n', "about.csv:2"),
    ],
)
def test_a_table_that_is_none_says_so(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SourcesError) as error:
        read_about(_table(tmp_path, text))
    assert words in str(error.value)


def test_a_row_about_no_document_is_a_warning_with_the_name_that_is_near(tmp_path: Path) -> None:
    rows = f"a.txt,Valley Post\nvaley.txt,Valley Post\nother.pdf,River Press\n{DIGEST},River Press\n"
    about = read_about(_table(tmp_path, f"document,outlet\n{rows}"))
    told = about.unused(["in/a.txt", "in/valley.txt"], ["cd" * 32])
    assert [(one.line, one.found, one.remedy, one.severity) for one in told] == [
        (3, '"valey.txt"', 'Did you mean "valley.txt"?', "warning"),
        (4, f"other.pdf, {DIGEST}", "", "warning"),
    ]
    assert told[1].expected == "2 rows are about no document that was given, the first on this line"
    (left,) = about.unused(["a.txt", "valey.txt"], [DIGEST])
    assert (left.line, left.found) == (4, "other.pdf")
    assert about.unused(["a.txt", "valey.txt", "other.pdf"], [DIGEST]) == ()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_table_that_a_spreadsheet_separated_otherwise_is_read(sign: str, tmp_path: Path) -> None:
    rows = "document,outlet,reliability\na.txt,Valley Post,B\n".replace(",", sign)
    assert read_about(_table(tmp_path, rows)).rows == {"a.txt": {"outlet": "Valley Post", "reliability": "B"}}
