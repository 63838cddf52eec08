# SPDX-License-Identifier: Apache-2.0
"""Terms held to expert examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from truceline.assess.engine import Assessment
from truceline.records import INCIDENTS, RecordedFact, read_incidents
from truceline.terms import Case, Terms


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with everything that came out otherwise; nothing where it holds."""

    case: Case
    faults: tuple[str, ...] = ()


def run_cases(terms: Terms, cases: Sequence[Case]) -> Iterator[CaseResult]:
    """Assesses each case and compares, in the order of the cases."""
    groups: dict[tuple[tuple[str, ...], int | None], list[int]] = {}
    for order, case in enumerate(cases):
        groups.setdefault((case.assume, case.as_of_ms), []).append(order)
    faults: dict[int, tuple[str, ...]] = {}
    for (assume, as_of_ms), orders in groups.items():
        rows = [{**cases[order].incident, "id": str(order)} for order in orders]
        columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in INCIDENTS.names}
        facts = [
            RecordedFact(fact, "", value, incident=str(order))
            for order in orders
            for fact, value in cases[order].facts.items()
        ]
        incidents = read_incidents(pa.table(columns), terms)
        assessment = Assessment(
            terms, incidents, facts=facts, assume=assume, as_of_ms=as_of_ms, all_rows=True
        )
        found: dict[int, dict[str, Mapping[str, object]]] = {}
        for batch in assessment:
            for row in batch.to_pylist():
                found.setdefault(int(row["incident"]), {})[row["provision"]] = row
        for order in orders:
            faults[order] = tuple(_faults(cases[order], found.get(order), terms))
    for order, case in enumerate(cases):
        yield CaseResult(case, faults[order])


def _faults(case: Case, found: Mapping[str, Mapping[str, object]] | None, terms: Terms) -> Iterator[str]:
    if found is None:
        yield from _rejected(case, terms)
        return
    for provision, expected in case.expected.items():
        row = found[provision]
        if row["result"] != expected.result:
            yield f"{provision}: expected {expected.result}, found {row['result']} ({_answers(row)})"
            continue
        parties = {*_list(row["parties"]), *_list(row["parties_possible"])}
        for name, wanted, got in (
            ("parties", expected.parties, parties),
            ("presumed", expected.presumed, {*_list(row["presumed"])}),
            ("unknown", expected.unknown, {name for name in _columns(row) if row[name] == 1}),
        ):
            if wanted is not None and set(wanted) != got:
                yield (
                    f"{provision}: expected {name} {', '.join(sorted(wanted)) or 'nothing'}, "
                    f"found {', '.join(sorted(got)) or 'nothing'}"
                )
    if case.others:
        for provision, row in found.items():
            if provision not in case.expected and row["result"] != case.others:
                yield f"{provision}: expected {case.others} like all others, found {row['result']} ({_answers(row)})"


def _rejected(case: Case, terms: Terms) -> Iterator[str]:
    """Why the incident of a case is no incident."""
    row = {name: [case.incident.get(name)] for name in INCIDENTS.names} | {"id": ["1"]}
    columns = {name: pa.array(cells, pa.string()) for name, cells in row.items()}
    incidents = read_incidents(pa.table(columns), terms)
    for _ in incidents.batches():
        pass
    yield from (
        f"the incident cannot be read: {reject.column}: {reject.reason}" for reject in incidents.first_rejects
    )


def _columns(row: Mapping[str, object]) -> list[str]:
    return [name for name, value in row.items() if isinstance(value, int)]


def _answers(row: Mapping[str, object]) -> str:
    answers = ("no", "unknown", "yes")
    return ", ".join(
        f"{name} {answers[value]}" for name in _columns(row) if isinstance(value := row[name], int)
    )


def _list(value: object) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else []
