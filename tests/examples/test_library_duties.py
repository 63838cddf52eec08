# SPDX-License-Identifier: Apache-2.0
"""The duties of the library, by hand: what becomes of them under invented facts, and where sources part."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from truceline.assess import assess_duties
from truceline.records import read_facts
from truceline.terms import load_terms

EXAMPLES = Path(__file__).parents[2] / "examples"

HODEIDAH, KARABAKH, JEDDAH = "hodeidah-2018", "karabakh-2020", "jeddah-2023"
LEBANON, GAZA = "israel-lebanon-2024", "gaza-2025"

CASES = [
    # Counted from the signature, the day after, or the start in practice, two weeks end on 27 or 28 December or 1 January.
    (HODEIDAH, "redeploy-ports", "ansarallah", "", "", "2018-12-26T12:00Z", "not yet due"),
    (HODEIDAH, "redeploy-ports", "ansarallah", "", "2018-12-24", "2018-12-29T00:00Z", "met"),
    (HODEIDAH, "redeploy-ports", "ansarallah", "", "2018-12-29", "2019-01-31T00:00Z", "unknown"),
    (HODEIDAH, "redeploy-ports", "ansarallah", "2018-12-13", "", "2019-01-31T00:00Z", "unmet"),
    (HODEIDAH, "redeploy-ports", "government-side", "", "2019-01-02", "2019-01-31T00:00Z", "late"),
    # 21 days end on 3, 4 or 8 January.
    (HODEIDAH, "redeploy-city", "ansarallah", "", "2019-01-02", "2019-01-31T00:00Z", "met"),
    (HODEIDAH, "redeploy-city", "ansarallah", "", "2019-01-05", "2019-01-31T00:00Z", "unknown"),
    (HODEIDAH, "redeploy-city", "ansarallah", "", "2019-01-09", "2019-01-31T00:00Z", "late"),
    # "Before" 20 November or "by" it: on the morning of that day it is late by one version.
    (KARABAKH, "return-aghdam", "armenia", "", "2020-11-19T12:00", "2020-12-31T00:00Z", "met"),
    (KARABAKH, "return-aghdam", "armenia", "", "2020-11-20T10:00", "2020-12-31T00:00Z", "unknown"),
    (KARABAKH, "return-aghdam", "armenia", "", "2020-11-21T10:00", "2020-12-31T00:00Z", "late"),
    # Ten more days: known on 15 November, and not the day before.
    (KARABAKH, "return-kalbajar-delayed", "armenia", "", "", "2020-11-14T12:00Z", "not in force"),
    (KARABAKH, "return-kalbajar-delayed", "armenia", "", "2020-11-24T20:00", "2020-12-31T00:00Z", "met"),
    (KARABAKH, "return-kalbajar-delayed", "armenia", "", "2020-11-25T08:00", "2020-12-31T00:00Z", "unknown"),
    # As signed it had run out by the version that says "before", and was put off by the one that says "by".
    (KARABAKH, "return-kalbajar", "armenia", "", "2020-11-24T20:00", "2020-12-31T00:00Z", "unknown"),
    (KARABAKH, "return-lachin", "armenia", "", "2020-11-30T23:00", "2020-12-31T00:00Z", "met"),
    (KARABAKH, "return-lachin", "armenia", "", "2020-12-01T00:00", "2020-12-31T00:00Z", "unknown"),
    (JEDDAH, "tell-forces", "saf", "", "2023-05-21T12:00", "2023-06-04T00:00Z", "met"),
    (JEDDAH, "tell-forces", "rsf", "", "2023-05-22T21:45", "2023-06-04T00:00Z", "late"),
    (JEDDAH, "tell-forces", "rsf", "", "", "2023-06-04T00:00Z", "unknown"),
    # The sixty days had run out by the text when they were extended, and perhaps not by an outlet.
    (LEBANON, "withdrawal", "israel", "2024-11-27", "", "2025-02-19T12:00Z", "unknown"),
    # Done in time; but by the outlet's day it was no longer owed when it fell due.
    (LEBANON, "withdrawal", "israel", "", "2025-01-20", "2025-02-19T12:00Z", "unknown"),
    (LEBANON, "withdrawal", "israel", "", "2025-01-20", "2025-01-25T12:00Z", "met"),
    (LEBANON, "withdrawal-extended", "israel", "2024-11-27", "", "2025-02-19T12:00Z", "unmet"),
    (LEBANON, "withdrawal-extended", "israel", "2024-11-27", "", "2025-01-25T12:00Z", "not in force"),
    # Names were due about half past four on the day before the first release.
    (GAZA, "january-names", "hamas", "", "2025-01-19T10:30", "2025-03-01T00:00Z", "late"),
    (GAZA, "january-releases", "hamas", "", "2025-02-27T01:00", "2025-03-18T00:00Z", "met"),
    (GAZA, "january-rashid", "israel", "", "2025-01-26T08:00", "2025-03-18T00:00Z", "unknown"),
    (GAZA, "january-rashid", "israel", "", "2025-01-25T08:00", "2025-03-18T00:00Z", "met"),
    (GAZA, "january-philadelphi", "israel", "2025-01-19", "", "2025-03-18T00:00Z", "unmet"),
    (GAZA, "october-withdrawal", "israel", "", "2025-10-10T12:00", "2025-10-31T00:00Z", "met"),
    (GAZA, "october-releases", "hamas", "2025-10-10", "", "2025-10-31T00:00Z", "unmet"),
    (GAZA, "october-releases", "hamas", "", "2025-10-13T11:00", "2025-10-31T00:00Z", "met"),
]
"""Folder, duty, party; not done from this time on; done since this time, and not before; as of; what it comes to."""


@pytest.mark.parametrize(("folder", "duty", "party", "undone", "done", "as_of", "expected"), CASES)
def test_a_duty_of_the_library_comes_out_as_counted_by_hand(
    folder: str, duty: str, party: str, undone: str, done: str, as_of: str, expected: str, tmp_path: Path
) -> None:
    terms = load_terms(EXAMPLES / folder / "terms.yaml")
    (fact,) = (asked.id for asked in terms.duties[duty].shown_by[0].facts)
    rows = ["fact,about,value,from,until"]
    if undone:
        rows.append(f"{fact},{party},no,{undone},")
    if done:
        rows += [f"{fact},{party},no,2018-01-01,{_instant(done)}", f"{fact},{party},yes,{done},"]
    table = tmp_path / "facts.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    as_of_ms = round(datetime.fromisoformat(as_of).timestamp() * 1000)
    results = assess_duties(terms, None, as_of_ms, facts=read_facts(table, terms))
    assert [r.result for r in results if r.duty == duty and r.party == party] == [expected]


def _instant(when: str) -> str:
    """A date alone as the first instant of that day: as ``until`` it would be its end."""
    return when if "T" in when else f"{when}T00:00"


def test_a_weekly_report_is_owed_week_by_week(tmp_path: Path) -> None:
    terms = load_terms(EXAMPLES / HODEIDAH / "terms.yaml")
    table = tmp_path / "facts.csv"
    table.write_text(
        "fact,about,value,from,until\n"
        "reported,united-nations,no,2018-12-01,2018-12-17\n"
        "reported,united-nations,yes,2018-12-18,2018-12-19\n"
        "reported,united-nations,no,2018-12-20,\n",
        encoding="utf-8",
    )
    as_of_ms = round(datetime.fromisoformat("2019-01-05T00:00Z").timestamp() * 1000)
    results = assess_duties(terms, None, as_of_ms, facts=read_facts(table, terms))
    weeks = [r.result for r in results if r.duty == "weekly-report"]
    # The first week holds 18 and 19 December whichever start binds, the second neither. The third runs
    # to 3 or 4 January, or to the 8th; the fourth has begun by two of three starts.
    assert weeks == ["met", "unmet", "unknown", "unknown"]
