# SPDX-License-Identifier: Apache-2.0
"""Each broken input lies beside the line and the words that its message must contain."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import TermsError
from truceline.terms import check_terms, load_terms

GOOD = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text, clauses: [one]}}
events: {start: {at: 2016-02-27T00:00, stated as: ["Friday 2016-02-26T22:00Z"]}}
parties: {army: {name: Army}, joiners: {name: Joiners, members: [army]}}
areas: {square: {polygon: [[36, 34], [37, 34], [37, 35], [36, 34]]}}
facts: {ordered: {title: it was ordered}}
provisions:
  cease:
    prohibit: [attack]
    by: joiners
    in: square
    during: {from: start, for: 2 days}
    unless: {told: {facts: ordered}}
    standing: [{is: in force, from: start}]
    cite: {text: one}
"""

BROKEN = [
    ("id: made", "idd: made", 2, 'Did you mean "id"?'),
    ("truceline: 1", "truceline: 2", 1, "this program reads truceline: 1"),
    ("Asia/Damascus", "Asia/Damaskus", 4, 'Did you mean "Asia/Damascus"?'),
    ("2016-02-26T22:00Z", "2016-02-25T22:00Z", 6, "is 2016-02-25T22:00Z"),
    ("Friday", "Thursday", 6, "that day is a Friday"),
    ("at: 2016-02-27T00:00", "at: 2016-02-30T00:00", 6, "is not a day of the calendar"),
    ("at: 2016-02-27T00:00", "at: 0000-02-27T00:00", 6, "is not a day of the calendar"),
    ("at: 2016-02-27T00:00", "at: 2016-03-25T00:30", 6, "does not exist in Asia/Damascus"),
    ("at: 2016-02-27T00:00", "at: 2016-10-27T23:30", 6, "exists twice in Asia/Damascus"),
    ("at: 2016-02-27T00:00", "at: start + 2 h", 6, "counted from itself"),
    ("members: [army]", "members: [armi]", 7, 'Did you mean "army"?'),
    ("members: [army]", "members: [joiners]", 7, "belongs to itself (joiners -> joiners)"),
    ("members: [army]", "members: [army], complete: perhaps", 7, "expected yes or no"),
    ("[37, 35], [36, 34]]", "[37, 35]]", 8, "not closed"),
    ("[37, 34], [37, 35], [36, 34]]", "[37, 35], [37, 34], [36, 35], [36, 34]]", 8, "crosses itself"),
    ("[37, 34]", "[37, 91]", 8, "latitude 91"),
    ("[37, 34]", "[37, nan]", 8, "nan is not a number"),
    ("polygon: [[36, 34], [37, 34], [37, 35], [36, 34]]", "union: [square, square]", 8, "made of itself"),
    ("polygon: [[36, 34], [37, 34], [37, 35], [36, 34]]", "file: none.geojson", 8, "cannot be read"),
    ("prohibit: [attack]", "prohibit: [atack]", 12, 'Did you mean "attack"?'),
    ("by: joiners", "by: joinerz", 13, 'Did you mean "joiners"?'),
    ("in: square", "in: sqare", 14, 'Did you mean "square"?'),
    ("for: 2 days", "for: 2 moons", 15, "write a number and min, h, days, weeks"),
    ("for: 2 days", "until: 2016-02-26", 15, "it ends before it starts"),
    ("{facts: ordered}", "{}", 16, "it would always hold"),
    ("is: in force", "is: inforce", 17, 'Did you mean "in force"?'),
    ("    standing: [{is: in force, from: start}]\n", "", 12, 'the key "standing" is missing'),
    ("cite: {text: one}", "cite: {text: two}", 18, "lists no such clause"),
    ("cite: {text: one}", "cite: txt", 18, 'Did you mean "text"?'),
    ("id: made", "id: &a made", 2, "an anchor (&)"),
    ("id: made", "id: *a", 2, "an alias (*)"),
    ("id: made", "id: !int made", 2, "a tag"),
    ("id: made", "id: made\nid: again", 3, "stands twice"),
    ("id: made", "\tid: made", 2, "a tab indents this line"),
    ("id: made", "id: [made", None, "not YAML"),
    ("id: made", "id: made\n--- \nid: two", None, "a second document"),
    ("in: square", "in: square\n    weapons: [{class: artilery}]", 15, 'Did you mean "artillery"?'),
    ("in: square", "in: square\n    weapons: [{calibre_mm: {}}]", 15, 'the key "class" is missing'),
    (
        "in: square",
        "in: square\n    weapons: [{class: artillery, calibre_mm: {}}]",
        15,
        "no bound; expected at least",
    ),
    (
        "in: square",
        "in: square\n    weapons: [{class: artillery, calibre_mm: {at least: 1, more than: 2}}]",
        15,
        "two bounds on one side",
    ),
    (
        "in: square",
        "in: square\n    weapons: [{class: artillery, calibre_mm: {at least: 100 mm}}]",
        15,
        'calibre_mm.at least: "100 mm"; expected a number of millimetres above 0',
    ),
    (
        "in: square",
        "in: square\n    weapons: [{class: artillery, calibre_mm: {at least: 100, at most: 82}}]",
        15,
        "no calibre is within the bounds",
    ),
    ("{facts: ordered}", "{facts: [{fact: orderd}]}", 16, 'Did you mean "ordered"?'),
    ("{facts: ordered}", "{facts: [{before: 2 h}]}", 16, 'the key "fact" is missing'),
    ("{facts: ordered}", "{facts: [{fact: ordered, before: 2 days}]}", 16, "2 days are 48 h"),
    ("{facts: ordered}", "{facts: [{fact: ordered, before: soon}]}", 16, '"soon" is not a length'),
    ("id: made", "separations: {}\nid: made", 2, "not read by this version"),
]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_terms_load_without_a_word(tmp_path: Path) -> None:
    terms, problems = check_terms(write(tmp_path, GOOD))
    assert problems == ()
    assert terms is not None
    assert terms.provisions["cease"].conditions.facts == ()


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"), BROKEN, ids=[f"{b[3]}-{n}" for n, b in enumerate(BROKEN)]
)
def test_broken_terms_say_where_and_what(
    tmp_path: Path, good: str, bad: str, line: int | None, words: str
) -> None:
    assert good in GOOD
    terms, problems = check_terms(write(tmp_path, GOOD.replace(good, bad, 1)))
    assert terms is None
    found = [problem for problem in problems if words in str(problem)]
    assert found, "\n".join(map(str, problems))
    assert line is None or line in {problem.line for problem in found}


def test_all_errors_are_given_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("by: joiners", "by: nobody")
        .replace("in: square", "in: nowhere-land")
        .replace("attack", "atack")
    )
    with pytest.raises(TermsError) as caught:
        load_terms(write(tmp_path, text))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe", b"# only a comment\n"])
def test_a_file_that_is_no_document_is_one_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "terms.yaml"
    path.write_bytes(content)
    terms, problems = check_terms(path)
    assert terms is None
    assert len(problems) == 1


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    assert "this is a folder" in str(check_terms(tmp_path)[1][0])
