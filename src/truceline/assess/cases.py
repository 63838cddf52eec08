# SPDX-License-Identifier: Apache-2.0
"""Terms held to expert examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pyarrow as pa

from truceline.assess.duties import assess_duties
from truceline.assess.engine import Assessment
from truceline.errors import Problem, RecordsError, TrucelineError
from truceline.records import INCIDENTS, Incidents, RecordedFact, facts_of, read_incidents
from truceline.terms import Case, Terms, parse_when


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case with everything that came out otherwise; nothing where it holds."""

    case: Case
    faults: tuple[str, ...] = ()


def run_cases(terms: Terms, cases: Sequence[Case]) -> Iterator[CaseResult]:
    """Assesses each case and compares, in the order of the cases.

    Raises:
        TrucelineError: a case about duties says neither itself nor through the terms as of when.
    """
    for case in cases:
        try:
            facts = _facts(case, terms)
        except RecordsError as error:
            yield CaseResult(case, tuple(_unread(problem) for problem in error.problems))
            continue
        yield CaseResult(case, (*_finding_faults(case, terms, facts), *_duty_faults(case, terms, facts)))


def _unread(problem: Problem) -> str:
    return (
        f"recorded[{(problem.line or 1) - 1}] cannot be read: "
        f"{problem.address}: {problem.found}; {problem.expected}"
    )


def _incidents(case: Case, terms: Terms) -> Incidents:
    rows = [{**row, "id": str(order)} for order, row in enumerate(case.incidents, 1)]
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in INCIDENTS.names}
    return read_incidents(pa.table(columns), terms)


def _facts(case: Case, terms: Terms) -> tuple[RecordedFact, ...]:
    first = (RecordedFact(fact, "", value, incident="1") for fact, value in case.facts.items())
    return (*first, *facts_of(case.recorded, terms))


def _finding_faults(case: Case, terms: Terms, facts: Sequence[RecordedFact]) -> Iterator[str]:
    if not case.incidents:
        return
    incidents = _incidents(case, terms)
    assessment = Assessment(
        terms, incidents, facts=facts, assume=case.assume, as_of_ms=case.as_of_ms, all_rows=True
    )
    rows = [row for batch in assessment for row in batch.to_pylist() if row["incident"] == "1"]
    for reject in incidents.first_rejects:
        yield f"the incident cannot be read: {reject.column}: {reject.reason}"
    if rows:
        yield from _faults(case, {row["provision"]: row for row in rows})


def _duty_faults(case: Case, terms: Terms, facts: Sequence[RecordedFact]) -> Iterator[str]:
    if not case.duties:
        return
    as_of_ms = case.as_of_ms
    if as_of_ms is None and terms.as_known_at:
        as_of_ms = max(parse_when(terms.as_known_at, ZoneInfo(terms.zone))) - 1
    if as_of_ms is None:
        raise TrucelineError(f"{case.title}: a case about duties says `as of`, where the terms do not")
    incidents = _incidents(case, terms) if case.incidents else None
    results = assess_duties(terms, incidents, as_of_ms, facts=facts)
    for (duty, party), expected in case.duties.items():
        found = [result.result for result in results if (result.duty, result.party) == (duty, party)]
        # Of a duty that comes again, the last stretch that has begun is meant.
        if not found or found[-1] != expected:
            yield f"{duty}, {party}: expected {expected}, found {found[-1] if found else 'nothing due'}"


def _faults(case: Case, found: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for provision, expected in case.expected.items():
        row = found[provision]
        if row["result"] != expected.result:
            yield f"{provision}: expected {expected.result}, found {row['result']} ({_answers(row)})"
            continue
        parties = {*_list(row["parties"]), *_list(row["parties_possible"])}
        for name, wanted, got in (
            ("parties", expected.parties, parties),
            ("presumed", expected.presumed, {*_list(row["presumed"])}),
            (
                "answering",
                expected.answering,
                {*_list(row["answering"]), *_list(row["answering_possible"])},
            ),
            ("texts", expected.texts, {*_list(row["by_text"])}),
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


def _columns(row: Mapping[str, object]) -> list[str]:
    return [name for name, value in row.items() if isinstance(value, int)]


def _answers(row: Mapping[str, object]) -> str:
    answers = ("no", "unknown", "yes")
    return ", ".join(
        f"{name} {answers[value]}" for name in _columns(row) if isinstance(value := row[name], int)
    )


def _list(value: object) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else []
