# SPDX-License-Identifier: Apache-2.0
"""Israel and Lebanon 2024: who answers for a group that is no party, and what each version of a clause gives."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from shared_data import ROOT
from truceline.assess import assess
from truceline.records import RecordedFact, read_incidents
from truceline.terms import Terms, load_terms


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "israel-lebanon-2024" / "terms.yaml")


def finding(
    terms: Terms, provision: str, facts: tuple[RecordedFact, ...] = (), **cells: Any
) -> dict[str, Any]:
    table = pa.Table.from_pylist(
        [{"id": "1", "start": "2024-12-10T12:00", "lon": 36.1, "lat": 34.05, **cells}]
    )
    batches = assess(terms, read_incidents(table, terms), facts=facts)
    (row,) = [r for batch in batches for r in batch.to_pylist() if r["provision"] == provision]
    return dict(row)


def test_lebanon_answers_for_an_attack_by_a_group_that_is_no_party(terms: Terms) -> None:
    row = finding(
        terms, "no-group-operations", act="attack.shelling.rocket", by="Hezbollah", against="Israel"
    )
    assert (row["result"], row["parties"], row["answering"]) == ("violation", ["hezbollah"], ["lebanon"])


def test_whether_lebanon_answers_for_a_group_on_no_list_is_open(terms: Terms) -> None:
    row = finding(
        terms, "no-group-operations", act="attack.shelling.rocket", by="Made-up Brigade", against="Israel"
    )
    assert (row["result"], row["answering"]) == ("possible", [])
    assert row["answering_possible"] == ["lebanon"]


def test_each_version_of_the_clause_says_what_it_gives(terms: Terms) -> None:
    facts = tuple(RecordedFact(fact, "", False, incident="1") for fact in ("offensive", "self-defence"))
    row = finding(
        terms, "no-offensive-operations", facts, act="attack.air.strike", by="Israel", against="Civilians"
    )
    assert row["result"] == "possible"
    assert row["by_text"] == ["offensive: none", "any-attack: violation"]
