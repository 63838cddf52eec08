# SPDX-License-Identifier: Apache-2.0
"""What becomes of duties: Minsk's artillery, an acceptance by a deadline, a weekly report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from truceline.assess import DutyResult, assess_duties, duty_table
from truceline.cli.program import run
from truceline.errors import TrucelineError
from truceline.records import RecordedFact, facts_of, read_incidents
from truceline.terms import Terms, load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Europe/Kyiv
as known at: 2015-03-10
citations: {text: {title: A text}, first: {title: One outlet}, second: {title: Another outlet}}
events:
  entry: {at: 2015-02-15T00:00, cite: text}
  disputed: {at: {one of: [{2015-02-15T00:00: first}, {2015-02-16T00:00: second}]}}
parties: {army: {name: Army}, corps: {name: Corps}, side: {name: Side, members: [army], complete: yes}}
facts:
  accepted: {title: acceptance was declared, about: party}
  held: {title: it held to it, about: party}
  kept: {title: it kept its word, about: party, presume: yes, cite: text}
  called: {title: the centre was called, about: incident}
provisions: {}
duties:
  withdraw:
    title: Withdraw artillery
    of: [OF]
    due: DUE
    shown by: SHOWN
    cite: text
"""
DUE = "{from: entry + 2 days, by: entry + 16 days}"  # 17 February to 3 March 2015
SHOWN = "{acts: [movement.withdrawal], weapons: [{class: artillery, calibre_mm: {at least: 100}}]}"
MARCH_10_MS = 1_426_024_799_999
"""The last millisecond of 10 March 2015 in Kyiv."""
DAY_MS = 86_400_000


def made(tmp_path: Path, *, of: str = "army", due: str = DUE, shown: str = SHOWN, more: str = "") -> Terms:
    path = tmp_path / "terms.yaml"
    text = TERMS.replace("OF", of).replace("DUE", due).replace("SHOWN", shown)
    path.write_text(text + (f"    {more}\n" if more else ""), encoding="utf-8")
    return load_terms(path)


def results(
    terms: Terms, *rows: dict[str, Any], facts: tuple[RecordedFact, ...] = (), as_of_ms: int = MARCH_10_MS
) -> tuple[DutyResult, ...]:
    whole = {"act": "movement.withdrawal", "weapon": "artillery", "calibre_mm": 122.0, "by": "army"}
    records = [{"id": str(n), **whole, **row} for n, row in enumerate(rows, 1)]
    table = pa.Table.from_pylist(records) if records else pa.table({"id": pa.array([], pa.string())})
    incidents = read_incidents(table, terms)
    return assess_duties(terms, incidents, as_of_ms, facts=facts)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"start": "2015-02-20T12:00"}, "met"),
        ({"start": "2015-02-17T00:00"}, "met"),  # its first instant
        ({"start": "2015-03-02T23:59"}, "met"),
        ({"start": "2015-03-03T00:00"}, "unknown"),  # late, unless it was done unrecorded before
        ({"start": "2015-02-16T12:00"}, "unknown"),  # too early to count
        ({"start": "2015-02-20", "calibre_mm": 82.0}, "unknown"),
        ({"start": "2015-02-20", "calibre_mm": None}, "unknown"),
        ({"start": "2015-02-20", "by": "corps"}, "unknown"),
        ({"start": "2015-03-02", "end": "2015-03-05"}, "unknown"),
        ({"start": None}, "unknown"),
    ],
)
def test_an_incident_shows_a_duty_met_only_for_certain(
    tmp_path: Path, row: dict[str, Any], expected: str
) -> None:
    (result,) = results(made(tmp_path), row)
    assert result.result == expected
    assert not result.presumed


@pytest.mark.parametrize(
    ("rows", "expected", "presumed"),
    [
        ([], "unmet", True),
        ([{"start": "2015-02-20"}], "met", False),
        ([{"start": "2015-03-05"}], "late", True),
        ([{"start": "2015-03-05"}, {"start": "2015-03-01"}], "met", False),
        ([{"start": "2015-02-16T12:00"}], "unmet", True),
        ([{"start": "2015-02-20", "by": "corps"}], "unmet", True),
        ([{"start": "2015-02-20", "calibre_mm": None}], "unknown", False),
        ([{"start": "2015-02-28", "end": "2015-03-04"}], "unknown", False),
        ([{"start": "2015-03-09", "end": "2015-03-20"}], "unknown", False),  # it may lie ahead
        ([{"start": "2015-03-20"}], "unmet", True),
        ([{"start": "2015-03-03T00:00"}], "late", True),  # the very instant of the deadline
        ([{"start": None}], "unknown", False),
    ],
)
def test_what_nobody_recorded_counts_as_undone_only_where_the_terms_say_so(
    tmp_path: Path, rows: list[dict[str, Any]], expected: str, presumed: bool
) -> None:
    (result,) = results(made(tmp_path, more="presume: undone"), *rows)
    assert (result.result, result.presumed) == (expected, presumed)


def test_before_its_deadline_a_duty_is_not_yet_due_unless_it_is_met(tmp_path: Path) -> None:
    terms = made(tmp_path)
    deadline_ms = 1_425_333_600_000  # 2015-03-02T22:00Z
    (result,) = results(terms, as_of_ms=deadline_ms - 2)
    assert (result.result, result.due_by_ms) == ("not yet due", (deadline_ms,))
    assert results(terms, as_of_ms=deadline_ms - 1)[0].result == "unknown"
    assert results(terms, {"start": "2015-02-20"}, as_of_ms=deadline_ms - 2)[0].result == "met"
    assert (
        results(terms, {"start": "2015-03-01"}, as_of_ms=deadline_ms - 5 * DAY_MS)[0].result == "not yet due"
    )


def test_each_party_owes_by_itself_and_a_group_through_its_members(tmp_path: Path) -> None:
    found = results(made(tmp_path, of="army, corps, side"), {"start": "2015-02-20"})
    assert [(result.party, result.result) for result in found] == [
        ("army", "met"),
        ("corps", "unknown"),
        ("side", "met"),
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], "unknown"),
        ([(True, "2015-02-20")], "met"),
        ([(True, "2015-03-05")], "unknown"),
        (
            [
                (False, None),
            ],
            "unmet",
        ),
        ([(True, None)], "met"),
        ([(None, None)], "unknown"),
        ([(True, "2015-02-20"), (False, None)], "unknown"),
    ],
)
def test_facts_alone_show_a_duty_met_or_unmet(
    tmp_path: Path, facts: list[tuple[bool | None, str | None]], expected: str
) -> None:
    terms = made(tmp_path, shown="{facts: [accepted]}")
    days = {None: -(2**62), "2015-02-20": 1_424_383_200_000, "2015-03-05": 1_425_506_400_000}
    rows = tuple(RecordedFact("accepted", "army", value, days[since]) for value, since in facts)
    other = RecordedFact("accepted", "corps", True)
    (result,) = results(terms, facts=(*rows, other))
    assert result.result == expected


def test_a_fact_that_turned_true_after_the_deadline_makes_it_late(tmp_path: Path) -> None:
    terms = made(tmp_path, shown="{facts: [accepted]}")
    turned = 1_425_506_400_000  # 5 March
    facts = (
        RecordedFact("accepted", "army", False, end_ms=turned),
        RecordedFact("accepted", "army", True, turned),
    )
    assert results(terms, facts=facts)[0].result == "late"
    assert results(terms, facts=facts, as_of_ms=turned - 1)[0].result == "unmet"


@pytest.mark.parametrize(
    ("by", "value", "more", "expected"),
    [
        ("2015-02-20T12:00", "yes", "", "unknown"),  # accepted on the 20th, nobody recorded the hour
        ("2015-02-21", "yes", "", "met"),
        ("2015-02-20T00:00", "yes", "presume: undone", "late"),
        ("2015-02-20T12:00", "yes", "presume: undone", "unknown"),
        ("2015-02-20T12:00", "no", "presume: undone", "unmet"),
        ("2015-02-20T12:00", "no", "", "unknown"),  # it may have been so before the 20th
    ],
)
def test_what_became_so_on_a_day_did_so_at_some_hour_of_it(
    tmp_path: Path, by: str, value: str, more: str, expected: str
) -> None:
    terms = made(tmp_path, due=f"{{by: {by}}}", shown="{facts: [accepted]}", more=more)
    facts = facts_of([{"fact": "accepted", "about": "army", "value": value, "from": "2015-02-20"}], terms)
    assert results(terms, facts=facts)[0].result == expected


@pytest.mark.parametrize(
    ("shown", "rows", "expected", "presumed"),
    [
        ("{facts: [kept]}", [], "met", True),
        ("{facts: [kept]}", [{"fact": "kept", "about": "army", "value": "yes"}], "met", False),
        ("{facts: [kept]}", [{"fact": "kept", "about": "army", "value": "no"}], "unmet", False),
        ("{acts: [movement.withdrawal], facts: [kept]}", [], "met", True),
        ("[{acts: [movement.withdrawal]}, {facts: [kept]}]", [], "met", False),
    ],
)
def test_a_result_that_rests_on_a_presumed_fact_is_marked(
    tmp_path: Path, shown: str, rows: list[dict[str, str]], expected: str, presumed: bool
) -> None:
    terms = made(tmp_path, shown=shown)
    (result,) = results(terms, {"start": "2015-02-20"}, facts=facts_of(rows, terms))
    assert (result.result, result.presumed) == (expected, presumed)


def test_one_fact_of_two_that_nobody_recorded_leaves_a_duty_undone_where_that_is_presumed(
    tmp_path: Path,
) -> None:
    terms = made(tmp_path, shown="{facts: [accepted, held]}", more="presume: undone")
    rows = [{"fact": "accepted", "about": "army", "value": "yes", "from": "2015-02-20"}]
    assert results(terms, facts=facts_of(rows, terms))[0].result == "unmet"
    rows.append({"fact": "held", "about": "army", "value": "unknown", "from": "2015-02-20"})
    assert results(terms, facts=facts_of(rows, terms))[0].result == "unknown"


def test_without_records_nothing_is_presumed_undone(tmp_path: Path) -> None:
    (result,) = assess_duties(made(tmp_path, more="presume: undone"), None, MARCH_10_MS)
    assert (result.result, result.presumed) == ("unknown", False)


def test_what_is_said_of_a_member_leaves_the_group_open(tmp_path: Path) -> None:
    terms = made(tmp_path, of="side", shown="{facts: [accepted]}", more="presume: undone")
    assert results(terms)[0].result == "unmet"
    assert results(terms, facts=(RecordedFact("accepted", "army", True),))[0].result == "unknown"
    facts = (RecordedFact("accepted", "army", True), RecordedFact("accepted", "side", False))
    assert results(terms, facts=facts)[0].result == "unmet"
    assert results(terms, facts=(RecordedFact("accepted", "corps", True),))[0].result == "unmet"


def test_a_disputed_deadline_makes_an_unknown_that_names_the_sources(tmp_path: Path) -> None:
    terms = made(tmp_path, due="{by: disputed + 2 days}", more="presume: undone")
    (result,) = results(terms, {"start": "2015-02-17T10:00"})
    assert result.result == "unknown"
    assert result.open == (
        "which reading binds in events.disputed.at: late if 2015-02-15T00:00 (first); "
        "met if 2015-02-16T00:00 (second)",
    )
    assert len(result.due_by_ms) == 2


def test_a_duty_that_comes_again_has_a_result_for_each_stretch(tmp_path: Path) -> None:
    terms = made(tmp_path, due="{every: 7 days, from: entry, until: entry + 28 days}", more="presume: undone")
    found = results(terms, {"start": "2015-02-16"}, {"start": "2015-03-01T12:00"})
    assert [(result.number, result.result) for result in found] == [
        (1, "met"),
        (2, "unmet"),  # what came in the third week is no late report of the second
        (3, "met"),
        (4, "not yet due"),
    ]
    assert [result.shown_by for result in found] == [("1",), (), ("2",), ()]
    assert len(results(terms, as_of_ms=MARCH_10_MS + 90 * DAY_MS)) == 4


def test_a_report_of_each_day_of_years_can_be_told_and_one_of_each_minute_not(tmp_path: Path) -> None:
    daily = "{every: 1 days, from: entry, until: entry + 3000 days}"
    assert len(results(made(tmp_path, due=daily), as_of_ms=MARCH_10_MS + 4000 * DAY_MS)) == 3000
    terms = made(tmp_path, due="{every: 1 min, from: entry}")
    with pytest.raises(TrucelineError, match="more than 10,000 stretches have begun by then; give the duty"):
        results(terms)


@pytest.mark.parametrize("every", ["99999999 days", "9999999999999999999999 h", "200000 years"])
def test_a_stretch_that_no_calendar_holds_has_no_end(tmp_path: Path, every: str) -> None:
    (result,) = results(made(tmp_path, due=f"{{every: {every}, from: entry}}"), {"start": "2015-02-16"})
    assert (result.number, result.result) == (1, "met")


def test_a_stretch_from_the_second_of_an_hour_that_the_clock_shows_twice_keeps_its_start(
    tmp_path: Path,
) -> None:
    """In Kyiv 03:30 on 25 October 2015 was shown twice; the second is 01:30Z."""
    due = "{every: 24 h, from: 2015-10-25T03:30+02:00, until: 2015-10-26}"
    (result,) = results(made(tmp_path, due=due), as_of_ms=1_445_740_000_000)
    assert (result.due_from_ms, result.due_by_ms) == (1_445_736_600_000, (1_445_823_000_000,))


def test_a_duty_binds_only_while_its_standing_is_in_force(tmp_path: Path) -> None:
    standing = "standing: [{is: in force, from: entry}, {is: suspended, from: 2015-03-01}]"
    terms = made(tmp_path, more=standing)
    assert results(terms)[0].result == "not in force"
    assert results(terms, {"start": "2015-02-20"})[0].result == "met"
    assert results(terms, {"start": "2015-02-28", "end": "2015-03-02"})[0].result == "not in force"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due": "{from: entry}"}, "expected by, and perhaps from; or every with from"),
        ({"due": "{every: 7 days, by: entry}"}, "expected by, and perhaps from; or every with from"),
        ({"due": "{every: weekly, from: entry}"}, '"weekly" is not a length'),
        ({"due": "{every: 0 h, from: entry}"}, "no time at all"),
        ({"due": "{from: entry + 2 days, by: entry}"}, "it ends before it starts"),
        ({"due": "{from: entry, by: entry}"}, "it ends before it starts"),
        ({"shown": "{weapons: [artillery]}"}, "expected acts with other conditions, or facts alone"),
        ({"shown": "{facts: [called]}"}, '"called" is about an incident'),
        ({"shown": "{facts: [{fact: accepted, before: 2 h}]}"}, "The time of a duty is its `due`."),
        ({"of": "armi"}, 'Did you mean "army"?'),
        ({"of": ""}, "duties.withdraw.of: an empty list"),
        ({"of": "army, army"}, '"army" stands twice'),
        ({"shown": "[]"}, "duties.withdraw.shown by: an empty list"),
        ({"shown": "{facts: []}"}, "duties.withdraw.shown by[0].facts: an empty list"),
        ({"shown": "{acts: []}"}, "duties.withdraw.shown by[0].acts: an empty list"),
        ({"more": "presume: done"}, "expected undone"),
    ],
)
def test_a_broken_duty_says_what_to_do(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(Exception, match="error") as caught:
        made(tmp_path, **change)
    assert words in str(caught.value)


def test_the_command_prints_and_writes_what_became_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path, more="presume: undone")
    table = tmp_path / "incidents.csv"
    table.write_text(
        "id,start,act,weapon,calibre_mm,by\ni1,2015-03-04,movement.withdrawal,artillery,122,army\n"
    )
    out = tmp_path / "duties.parquet"
    assert run(["duties", str(tmp_path / "terms.yaml"), str(table), "-o", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "Made: duties as of 11 Mar 2015 00:00, Europe/Kyiv" in printed
    assert (
        "  army: late, presumed for want of a record in time; due from 17 Feb 2015 00:00 by 3 Mar 2015 00:00"
        in printed
    )
    (row,) = pq.read_table(out).to_pylist()
    assert (row["duty"], row["party"], row["result"], row["presumed"]) == ("withdraw", "army", "late", True)
    for ending in ("csv", "jsonl"):
        path = tmp_path / f"duties.{ending}"
        assert run(["duties", str(tmp_path / "terms.yaml"), str(table), "-o", str(path)]) == 0
        assert "2015-03-02T22:00:00.000Z" in path.read_text()


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    assert duty_table(()).column_names[:4] == ["duty", "party", "number", "result"]
