# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from truceline.assess import FindingChanges, duty_changes, finding_changes
from truceline.records import INCIDENTS, read_facts, read_incidents
from truceline.terms import Terms, diff_terms, load_terms
from worlds.test_worlds import findings

TERMS = """\
truceline: 1
id: made
title: A made truce
timezone: UTC
citations: {text: {title: A text}}
parties:
  army: {name: The army}
  rebels: {name: The rebels}
standing: [{parties: [army], is: bound, cite: text}]
areas: {town: {circle: {center: [36.5, 34.5], radius: 5 km}}}
facts: {ordered: {title: it was ordered}}
provisions:
  cease:
    title: No attacks
    prohibit: [attack]
    by: bound
    in: town
    during: {from: 2016-03-01, until: 2016-03-02}
    standing: [{is: in force, from: 2016-02-27}]
    cite: text
"""
INCIDENTS_CSV = """\
id,start,lon,lat,act,by
in-town,2016-03-01T10:00,36.5,34.5,attack,army
outside,2016-03-01T10:00,36.57,34.5,attack,army
later,2016-03-04T10:00,36.5,34.5,attack,army
rebels,2016-03-01T10:00,36.5,34.5,attack,rebels
"""
# 0.07 degrees of longitude at 34.5 north are 6.43 km.


def _changes(
    tmp_path: Path, *edits: tuple[str, str], incidents: str = INCIDENTS_CSV, facts: str = ""
) -> FindingChanges:
    text = TERMS
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    loaded = []
    for name, content in (("old.yaml", TERMS), ("new.yaml", text)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        loaded.append(load_terms(tmp_path / name))
    (tmp_path / "incidents.csv").write_text(incidents, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(facts, encoding="utf-8")
    old, new = (read_incidents(tmp_path / "incidents.csv", terms) for terms in loaded)
    recorded = read_facts([tmp_path / "facts.csv"], loaded[1]) if facts else ()
    return finding_changes(diff_terms(*loaded), (old, new), facts=((), recorded))


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("5 km", "7 km")], ["outside under cease: no finding, now violation (in: no, now yes)"]),
        (
            [("until: 2016-03-02", "until: 2016-03-05")],
            ["later under cease: no finding, now violation (during: no, now yes)"],
        ),
        (
            [("    in: town", "    in: town\n    facts: [ordered]")],
            ["in-town under cease: violation, now possible violation (facts: not asked, now unknown)"],
        ),
        (
            [("    in: town", "    in: town\n    unless: {order: {facts: [ordered]}}")],
            ["in-town under cease: violation, now possible violation (unless: not asked, now unknown)"],
        ),
        (
            [("parties: [army], is", "parties: [army, rebels], is")],
            ["rebels under cease: no finding, now violation (by: no, now yes)"],
        ),
        (
            [("is: in force", "is: proposed")],
            ["in-town under cease: violation, now no finding (standing: yes, now no)"],
        ),
        (
            [("  cease:", "  no-attacks:"), ("No attacks", "None")],
            [],
        ),
        (
            [("    by: bound", "    by: any"), ("5 km", "7 km")],
            [
                "outside under cease: no finding, now violation (in: no, now yes)",
                "rebels under cease: no finding, now violation (by: no, now yes)",
            ],
        ),
    ],
)
def test_the_first_condition_that_turned_is_named(
    tmp_path: Path, edits: list[tuple[str, str]], expected: list[str]
) -> None:
    found = _changes(tmp_path, *edits)
    assert [str(change) for change in found.changes] == expected
    assert found.incidents == 4
    assert sum(found.counts().values()) == len(expected)


def test_a_provision_that_is_new_is_the_reason(tmp_path: Path) -> None:
    added = (
        "    cite: text\n",
        "    cite: text\n  fire:\n    title: No attack by anybody\n    prohibit: [attack]\n"
        "    standing: [{is: in force, from: 2016-03-04}]\n    cite: text\n",
    )
    (change,) = _changes(tmp_path, added).changes
    assert (
        str(change) == "later under fire: no finding, now violation (only one of the terms has the provision)"
    )


def test_a_record_that_only_one_of_the_terms_takes_is_the_reason(tmp_path: Path) -> None:
    renamed = [("town: {circle", "city: {circle"), ("in: town", "in: city")]
    incidents = "id,start,area,act,by\nsomewhere,2016-03-01T10:00,town,attack,army\n"
    found = _changes(tmp_path, *renamed, incidents=incidents)
    assert [str(change) for change in found.changes] == [
        "somewhere under cease: violation, now no finding (only one of the terms takes the record)"
    ]
    assert found.rejected == (0, 1)


def test_a_fact_that_was_recorded_for_the_new_terms_counts(tmp_path: Path) -> None:
    asked = ("    in: town", "    in: town\n    facts: [ordered]")
    found = _changes(tmp_path, asked, facts="fact,about,value\nordered,in-town,yes\n")
    assert found.changes == ()


def test_a_party_that_was_renamed_is_one_and_the_same(tmp_path: Path) -> None:
    renamed = [
        ("  army: {name: The army}", "  forces: {name: The army}"),
        ("parties: [army]", "parties: [forces]"),
    ]
    incidents = "id,start,lon,lat,act,by\na,2016-03-01T10:00,36.5,34.5,attack,The army\n"
    assert _changes(tmp_path, *renamed, incidents=incidents).changes == ()


DUTY = """\
duties:
  withdraw:
    title: Withdraw
    of: [army, rebels]
    due: {by: 2016-03-05T12:00}
    shown by: {acts: [movement.withdrawal]}
    cite: text
"""
WITHDRAWAL = "id,start,act,by\nw1,2016-03-04T10:00,movement.withdrawal,army\n"
AS_OF_MS = 1_457_568_000_000  # 2016-03-10


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("2016-03-05T12:00", "2016-03-03T12:00"), ["withdraw of army: met, now unknown (due)"]),
        (("[movement.withdrawal]", "[clear.works]"), ["withdraw of army: met, now unknown (shown by)"]),
        (("    of: [army, rebels]", "    of: [army]"), ["withdraw of rebels: unknown, now none (duty)"]),
        (
            ("    cite: text", "    presume: undone\n    cite: text"),
            ["withdraw of rebels: unknown, now unmet (terms)"],
        ),
        (("  withdraw:", "  pull-back:"), []),
    ],
)
def test_what_became_of_a_duty_is_compared_too(
    tmp_path: Path, edit: tuple[str, str], expected: list[str]
) -> None:
    assert edit[0] in DUTY
    loaded = []
    for name, duties in (("old", DUTY), ("new", DUTY.replace(*edit))):
        (tmp_path / f"{name}.yaml").write_text(TERMS + duties, encoding="utf-8")
        loaded.append(load_terms(tmp_path / f"{name}.yaml"))
    (tmp_path / "incidents.csv").write_text(WITHDRAWAL, encoding="utf-8")
    old, new = (read_incidents(tmp_path / "incidents.csv", terms) for terms in loaded)
    changes = duty_changes(diff_terms(*loaded), (old, new), AS_OF_MS)
    assert [str(change) for change in changes] == expected


@given(strategies.terms(), strategies.terms(), st.lists(strategies.rows(), min_size=1, max_size=4), st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_change_of_a_finding_has_a_change_of_the_terms(
    terms: Terms, other: Terms, rows: list[dict[str, object]], data: st.DataObject
) -> None:
    """Where nothing is told to differ in meaning, no finding may differ."""
    field = data.draw(
        st.sampled_from(["acts", "by", "against", "area", "during", "facts", "unless", "crosses"])
    )
    one, their = terms.provisions["one"], other.provisions["one"]
    mixed = replace(one.conditions, **{field: getattr(their.conditions, field)})
    changed = replace(terms, provisions={**terms.provisions, "one": replace(one, conditions=mixed)})
    records = [{**row, "id": str(order)} for order, row in enumerate(rows)]
    comparison = diff_terms(terms, changed)
    before, after = findings(terms, records), findings(changed, records)
    if not comparison.in_meaning:
        assert before == after
    table = pa.Table.from_pylist(records, schema=INCIDENTS)
    told = finding_changes(comparison, (read_incidents(table, terms), read_incidents(table, changed)))
    results = [
        (old["incident"], old["provision"])
        for old, new in zip(before, after, strict=True)
        if old["result"] != new["result"]
    ]
    assert {(c.incident, c.provision) for c in told.changes if c.before != c.after} == set(results)
