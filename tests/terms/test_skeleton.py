# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from truceline.errors import OutputError
from truceline.terms import Answers, check_answer, check_terms, load_terms, skeleton, slug, write_skeleton

ANSWERS = Answers(
    "A truce: made",
    "a-truce",
    "Asia/Damascus",
    ("The army", "Groups of the north", "فصائل"),
    "2016-02-27T00:00",
    'Statement of "the two", joint',
    "The co-chairs",
)


def test_a_skeleton_is_right_and_has_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    write_skeleton(path, ANSWERS)
    terms, problems = check_terms(path)
    assert problems == ()
    assert terms is not None
    assert (terms.id, terms.title, terms.zone) == ("a-truce", "A truce: made", "Asia/Damascus")
    assert {party.id: party.name for party in terms.parties.values()} == {
        "the-army": "The army",
        "groups-of-the-north": "Groups of the north",
        "party-3": "فصائل",
    }
    assert terms.standing[0].parties == ("the-army", "groups-of-the-north", "party-3")
    assert terms.events["start"].at.at_ms == (1_456_524_000_000,)
    assert terms.citations["text"].title == 'Statement of "the two", joint'


def test_without_a_publisher_one_warning_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    write_skeleton(path, replace(ANSWERS, publisher=""))
    (problem,) = check_terms(path)[1]
    assert problem.severity == "warning"
    assert problem.remedy.startswith("Add its publisher")


def test_each_comment_that_shows_a_line_is_right_when_it_is_used(tmp_path: Path) -> None:
    text = skeleton(ANSWERS)
    for line in (
        "    # during: {from: start, for: 72 h}",
        "    # in: town",
        "    # unless: {self-defence",
        "    # words: ",
        "    # reading: ",
        "# facts:",
        "#   attacked-first",
        "# areas:",
        "#   town",
        "    # date: ",
        "# as known at: ",
    ):
        assert text.count(f"\n{line}") == 1, line
        text = text.replace(f"\n{line}", f"\n{line.replace('# ', '', 1)}")
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_terms(path)[1] == ()


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("mine\n", encoding="utf-8")
    with pytest.raises(OutputError, match="is there already and stays as it is; name another file"):
        write_skeleton(path, ANSWERS)
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_skeleton(tmp_path / "none" / "terms.yaml", ANSWERS)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("title", " ", "an answer is needed"),
        ("title", "a\x07b", "cannot be printed"),
        ("id", "Two Words", "small letters and digits joined by hyphens"),
        ("timezone", "Damascus", "write an IANA name"),
        ("start", "27 February", "is not a date or time like"),
        ("start", "2016-03-25T00:30", "does not exist in Asia/Damascus"),
        ("title", "A truce", ""),
        ("start", "2016-02-27", ""),
    ],
)
def test_a_wrong_answer_is_told_with_its_remedy(name: str, text: str, fault: str) -> None:
    found = check_answer(name, text, "Asia/Damascus")
    assert fault in found
    assert bool(found) == bool(fault)


names = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30).filter(
    lambda text: text.strip()
)


@given(
    names,
    st.lists(names, min_size=1, max_size=4, unique_by=lambda name: " ".join(name.split()).casefold()),
    names,
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_answer_gives_terms_that_can_be_read(
    tmp_path: Path, title: str, parties: list[str], source: str
) -> None:
    path = tmp_path / "terms.yaml"
    path.unlink(missing_ok=True)
    write_skeleton(path, Answers(title, slug(title) or "terms", "UTC", tuple(parties), "2016-02-27", source))
    terms = load_terms(path)
    assert [party.name for party in terms.parties.values()] == [" ".join(name.split()) for name in parties]
    assert terms.title == " ".join(title.split())
    assert all(re.fullmatch(r"[a-z0-9-]+", party) for party in terms.parties)
