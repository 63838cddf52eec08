# SPDX-License-Identifier: Apache-2.0
"""The law: no certain finding is contradicted by a world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_data import ROOT, shared
from strategies import only_facts, only_weapons, recorded_facts, rows, terms
from truceline.assess import assess
from truceline.records import INCIDENTS, Incidents, RecordedFact, read_incidents
from truceline.terms import Conditions, Terms, load_terms
from worlds.reference import answers, core_holds, holds, is_exempt
from worlds.sampler import Sampler

WORLDS_EACH = 24
EXAMPLES = 300
FEW = ("notified", "truce-called")


def findings(
    made: Terms,
    records: list[dict[str, Any]],
    facts: Sequence[RecordedFact] = (),
    *,
    all_rows: bool = True,
    **options: Any,
) -> list[dict[str, Any]]:
    """Findings of rows, nothing left out unless it is asked for."""
    incidents = incidents_of(made, records, **options)
    assessment = assess(made, incidents, facts=facts, all_rows=all_rows)
    found = [row for batch in assessment for row in batch.to_pylist()]
    assert incidents.rejected == 0
    return found


def incidents_of(made: Terms, records: list[dict[str, Any]], **options: Any) -> Incidents:
    """Rows as incidents."""
    schema = INCIDENTS.remove_metadata()
    table = pa.Table.from_pylist(
        [{name: row.get(name) for name in schema.names} for row in records], _raw(schema)
    )
    return read_incidents(table.cast(schema), made, **options)


def _raw(schema: pa.Schema) -> pa.Schema:
    fields = [f.with_type(pa.int64()) if pa.types.is_timestamp(f.type) else f for f in schema]
    return pa.schema(fields)


def as_world_row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "start_ms": row["start"], "end_ms": row["end"]}


@pytest.mark.parametrize(
    ("kind", "least"),
    [(None, 20_000), (only_weapons, 20_000), (only_facts, 20_000)],
    ids=["all", "weapons", "facts"],
)
def test_every_certain_finding_is_true_in_every_sampled_world(
    kind: st.SearchStrategy[Conditions] | None, least: int
) -> None:
    count = 0

    @settings(max_examples=EXAMPLES)
    @given(
        terms(kind),
        st.lists(rows(), min_size=1, max_size=5),
        st.lists(recorded_facts(), max_size=4) | st.lists(recorded_facts(FEW), min_size=2, max_size=6),
        st.integers(0, 10**6),
    )
    def law(made: Terms, records: list[dict[str, Any]], facts: list[RecordedFact], seed: int) -> None:
        nonlocal count
        for order, row in enumerate(records):
            row["id"] = str(order)
        sampler = Sampler(made, seed, facts)
        for finding in findings(made, records, facts):
            row = records[int(finding["incident"])]
            provision = made.provisions[finding["provision"]]
            for world in sampler.worlds(as_world_row(row), WORLDS_EACH):
                count += 1
                truth = holds(provision, world, made)
                result = finding["result"]
                assert result != "violation" or truth, (finding, row, world)
                assert result not in ("none", "exempt") or not truth, (finding, row, world)
                if result == "exempt":
                    conditions = provision.all_conditions()[provision.text_under(world.choice)]
                    assert core_holds(conditions, world, made)
                    assert is_exempt(conditions, world, made)
                for rule in provision.answering if truth else ():
                    rules = [other for other in provision.answering if other.party == rule.party]
                    does = any(answers(other, world, made) for other in rules)
                    assert does or rule.party not in finding["answering"], (finding, row, world)
                    named = (*finding["answering"], *finding["answering_possible"])
                    assert not does or rule.party in named, (finding, row, world)
                if provision.texts:
                    _, _, by_text = finding["by_text"][provision.text_under(world.choice)].partition(": ")
                    assert by_text != "violation" or truth, (finding, row, world)
                    assert by_text not in ("none", "exempt") or not truth, (finding, row, world)

    law()
    print(f"\n{count:,} worlds")
    assert count >= least


def test_unknowns_on_the_real_file_have_both_kinds_of_world() -> None:
    """Tightness: of the possible findings, the share for which worlds show both answers."""
    import random

    path = shared("ucdp-ged-syria", "ged_syria_2016_2018.csv.gz")
    made = load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")
    incidents = read_incidents(path, made)
    records: dict[str, dict[str, Any]] = {}
    for batch in incidents.batches():
        start, end = (batch.column(name).cast(pa.int64()).to_pylist() for name in ("start", "end"))
        for row, a, b in zip(batch.to_pylist(), start, end, strict=True):
            records[row["id"]] = {**row, "start_ms": a, "end_ms": b}
    possible = [
        (row["incident"], row["provision"])
        for batch in assess(made, incidents)
        for row in batch.to_pylist()
        if row["result"] == "possible"
    ]
    chosen = random.Random(1).sample(possible, 200)
    sampler = Sampler(made, 2)
    both = 0
    loose = []
    for incident, provision in chosen:
        seen: set[bool] = set()
        for _ in range(40):
            seen |= {
                holds(made.provisions[provision], w, made) for w in sampler.worlds(records[incident], 25)
            }
            if len(seen) == 2:
                break
        both += len(seen) == 2
        if len(seen) < 2:
            loose.append((incident, provision))
    print(f"\ntightness: {both} of {len(chosen)} possible findings have both kinds of world; loose: {loose}")
    assert both / len(chosen) >= 0.99
