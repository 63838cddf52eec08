# SPDX-License-Identifier: Apache-2.0
"""Who is bound to what, what nobody defines, and what the sources differ on."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.terms import check_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text, date: 2016-02-22}, other: {title: Another, date: 2016-02-22}}
parties:
  army: {name: Army}
  brigade: {name: Brigade}
  side: {name: Side, members: [army, brigade]}
  rebels: {name: Rebels}
standing: [{parties: [side, rebels], is: bound, from: 2016-02-27}]
areas:
  square: {polygon: [[36, 34], [37, 34], [37, 35], [36, 35], [36, 34]]}
provisions:
  cease:
    prohibit: [attack]
    by: bound
    in: square
    standing: [{is: in force, from: 2016-02-27, cite: [text, other]}]
    cite: text
"""


def said(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """(rule, address, message) of each problem."""
    text = TERMS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return [(p.rule, p.address, str(p)) for p in check_terms(path)[1]]


def test_the_terms_are_whole(tmp_path: Path) -> None:
    assert said(tmp_path) == []


@pytest.mark.parametrize(
    ("by", "unbound"),
    [
        ("any", []),
        ("{any: any, not: rebels}", ["rebels"]),
        ("side", ["rebels"]),
        ("army", ["rebels"]),  # the army is a member of the side that is bound
        ("rebels", ["side"]),
        ("{one of: [army, rebels]}", []),
        ("{any: bound, not: side}", ["side"]),
    ],
)
def test_a_bound_party_is_bound_to_something(tmp_path: Path, by: str, unbound: list[str]) -> None:
    found = [
        text for rule, _, text in said(tmp_path, ("by: bound", f"by: {by}")) if rule == "bound-to-nothing"
    ]
    assert [text.split(" is bound")[0].rsplit(" ", 1)[1] for text in found] == unbound


def test_a_provision_for_the_bound_needs_somebody_bound(tmp_path: Path) -> None:
    found = said(tmp_path, ("is: bound", "is: excluded"), ("by: bound", "by: bound\n    against: excluded"))
    assert [(rule, address) for rule, address, _ in found] == [("nobody-bound", "provisions.cease.by")]


@pytest.mark.parametrize(
    ("members", "is_noted"),
    [("undefined", True), ("[]", True), ("[], complete: yes", False), ("[brigade]", False)],
)
def test_a_group_that_nobody_defines_is_noted(tmp_path: Path, members: str, is_noted: bool) -> None:
    found = said(tmp_path, ("{name: Army}", f"{{name: Army, members: {members}}}"))
    assert [(rule, address) for rule, address, _ in found] == [
        ("members-undefined", "parties.army.members")
    ] * is_noted
    assert all("cease asks whether somebody does" in text for _, _, text in found)


def test_a_group_on_which_nothing_depends_is_not_noted(tmp_path: Path) -> None:
    change = ("{name: Rebels}", "{name: Rebels}\n  others: {name: Others, aliases: [O], members: undefined}")
    assert said(tmp_path, change) == []


def test_an_area_without_a_sure_part_is_noted_where_it_matters(tmp_path: Path) -> None:
    vague = (
        "areas:\n",
        "areas:\n  north: {at least: none, at most: square}\n  all: {union: [north, square]}\n",
    )
    assert said(tmp_path, vague) == []
    [(rule, address, text)] = said(tmp_path, vague, ("in: square", "in: all"))
    assert (rule, address) == ("area-undefined", "areas.north")
    assert "cease asks whether a place is" in text


def test_an_area_that_later_has_a_sure_part_is_not_noted(tmp_path: Path) -> None:
    entries = "[{from: 2016-01-01, until: 2016-02-01, at least: none, at most: square}, {from: 2016-02-02, area: square}]"
    moving = ("areas:\n", f"areas:\n  north: {{history: {entries}}}\n")
    assert said(tmp_path, moving, ("in: square", "in: north")) == []


def test_readings_that_are_alike_share_a_note(tmp_path: Path) -> None:
    dispute = "{one of: [{bound: text}, {is: {any: [side]}, cite: other}]}"
    second = TERMS[TERMS.index("  cease:") :].replace("cease:", "again:").replace("bound", dispute)
    changes = (("by: bound", f"by: {dispute}"), ("provisions:\n", f"provisions:\n{second}"))
    [(rule, address, text)] = said(tmp_path, *changes)
    assert (rule, address) == ("sources-differ", "provisions.again.by")
    assert "bound (text), or side (other); again and cease depend on it." in text


def test_a_note_says_how_far_apart_the_hours_are(tmp_path: Path) -> None:
    start = "events: {start: {at: {one of: [{2016-04-30T00:01: text}, {2016-04-30T01:00: other}]}}}\nparties:"
    end = "    during: {from: start, until: {one of: [{start + 24 h: text}, {start + 72 h: other}]}}\n    in: square"
    found = said(tmp_path, ("parties:", start), ("    in: square", end))
    assert [(rule, address) for rule, address, _ in found] == [
        ("sources-differ", "events.start.at"),
        ("sources-differ", "provisions.cease.during.until"),
    ]
    assert (
        "2016-04-30T00:01 (text), or 2016-04-30T01:00 (other), 59 min apart; cease depends on it."
        in found[0][2]
    )
    assert "start + 24 h (text), or start + 72 h (other), 48 h apart; cease depends on it." in found[1][2]


DUTY = """\
duties:
  report:
    of: [OF]
    due: {from: 2016-03-01, by: BY}
    shown by: {acts: [notify.report]}
    cite: text
provisions:
"""


def test_a_party_that_owes_a_duty_is_bound_to_something(tmp_path: Path) -> None:
    changes = (
        ("by: bound", "by: side"),
        ("provisions:\n", DUTY.replace("BY", "2016-04-01").replace("OF", "rebels")),
    )
    assert said(tmp_path, *changes) == []


def test_duties_depend_on_what_is_disputed_and_undefined(tmp_path: Path) -> None:
    duty = DUTY.replace("BY", "{one of: [{2016-04-01: text}, {2016-04-02: other}]}").replace("OF", "rebels")
    changes = (
        ("{name: Rebels}", "{name: Rebels, members: undefined}"),
        ("by: bound", "by: side"),
        ("provisions:\n", duty),
    )
    found = [(rule, text) for rule, _, text in said(tmp_path, *changes)]
    assert [rule for rule, _ in found] == ["members-undefined", "sources-differ"]
    assert "; report asks whether somebody does" in found[0][1]
    assert "24 h apart; report depends on it." in found[1][1]


def test_a_duty_that_is_never_in_force_is_told(tmp_path: Path) -> None:
    duty = DUTY.replace("BY", "2016-04-01").replace("OF", "rebels")
    duty = duty.replace("    cite: text", "    standing: [{is: ended, from: 2016-03-01}]\n    cite: text")
    [(rule, address, text)] = said(tmp_path, ("provisions:\n", duty))
    assert (rule, address) == ("never-in-force", "duties.report.standing")
    assert "the duty is never in force" in text
