# SPDX-License-Identifier: Apache-2.0
"""Facts that somebody recorded: a table with a row for each, three-valued and cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from truceline.errors import Problem, RecordsError
from truceline.records import tables
from truceline.records.cells import texts
from truceline.records.incidents import Rows
from truceline.records.instants import Clock, Instants
from truceline.terms import ALWAYS_MS, NEVER_MS, Terms

COLUMNS = ("fact", "about", "value", "from", "until", "cite")
_VALUES = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """One row: what somebody found out about a fact of the terms."""

    fact: str
    about: str
    """The id of the party or area; empty for a fact about an incident or a period."""
    value: bool | None
    """None: it was looked into and stays unknown."""
    start_ms: int = ALWAYS_MS
    end_ms: int = NEVER_MS
    """``[start, end)`` in which it is so; open ends where the table gives none."""
    cite: str = ""
    incident: str = ""
    """The id of the incident that the row is about; empty where it is about something else."""
    by_ms: int = ALWAYS_MS
    """What became so at ``start_ms`` may have become so up to here: the table gives a day alone."""


def read_facts(sources: str | Path | Sequence[str | Path], terms: Terms) -> tuple[RecordedFact, ...]:
    """The rows of tables of facts: CSV, Parquet or Arrow with the columns of ``COLUMNS``.

    Facts are few and made by hand, so that one row with a fault stops the reading.

    Raises:
        RecordsError: a file is no table, or rows have faults; it carries all of them.
    """
    paths = [sources] if isinstance(sources, str | Path) else sources
    found: list[RecordedFact] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        if tables.is_text_table(path):
            for _, rows, rejects, _ in tables.csv_rows(path, 65_536):
                problems += [Problem(str(path), r.line, None, "", r.found, r.reason) for r in rejects]
                found += _facts(rows, terms, problems)
        else:
            first = 1
            for header, batch in tables.arrow_batches(path, 65_536):
                rows = tables.rows_of(str(path), header, batch, first, header)
                found += _facts(rows, terms, problems)
                first += batch.num_rows
    if problems:
        raise RecordsError(problems)
    return tuple(found)


def facts_of(rows: Sequence[Mapping[str, str]], terms: Terms) -> tuple[RecordedFact, ...]:
    """Facts from cells of the table, a mapping for each row.

    Raises:
        RecordsError: rows have faults; it carries all of them.
    """
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS}
    problems: list[Problem] = []
    found = _facts(Rows("facts", np.arange(1, len(rows) + 1), columns), terms, problems)
    if problems:
        raise RecordsError(problems)
    return tuple(found)


def _facts(rows: Rows, terms: Terms, problems: list[Problem]) -> list[RecordedFact]:
    wrong = [name for name in rows.columns if name not in COLUMNS]
    missing = [name for name in ("fact", "value") if name not in rows.columns]
    if wrong or missing:
        names = ", ".join(rows.columns)
        problems.append(
            Problem(rows.file, None, None, "", f"the columns {names}", f"expected {', '.join(COLUMNS)}")
        )
        return []
    clock = Clock(ZoneInfo(terms.zone))
    times = {name: clock.read(rows.cells(name)) for name in ("from", "until")}
    cells = {name: texts(rows.cells(name)).to_pylist() for name in ("fact", "about", "value", "cite")}
    made = []
    for row in range(len(rows)):
        record = {name: column[row] or "" for name, column in cells.items()}
        faults = list(_faults(record, times, row, terms))
        for column, reason in faults:
            found = f'"{record.get(column, "")}"' if column in record else "a time"
            problems.append(Problem(rows.file, int(rows.lines[row]), None, column, found, reason))
        if not faults:
            start, end = times["from"], times["until"]
            is_about_incident = terms.facts[record["fact"]].about == "incident"
            made.append(
                RecordedFact(
                    record["fact"],
                    "" if is_about_incident else record["about"],
                    _VALUES[record["value"]],
                    int(start.start[row]) if start.is_given[row] else ALWAYS_MS,
                    int(max(end.start[row], end.end[row])) if end.is_given[row] else NEVER_MS,
                    record["cite"],
                    record["about"] if is_about_incident else "",
                    int(start.end[row]) if start.is_given[row] else ALWAYS_MS,
                )
            )
    return made


def _faults(
    record: dict[str, str], times: dict[str, Instants], row: int, terms: Terms
) -> list[tuple[str, str]]:
    """Column and reason of everything that is wrong with a row."""
    faults = [(name, instants.faults[row]) for name, instants in times.items() if row in instants.faults]
    fact = terms.facts.get(record["fact"])
    if fact is None:
        return [*faults, ("fact", f"expected a fact of the terms: {', '.join(terms.facts)}")]
    if record["value"] not in _VALUES:
        faults.append(("value", "expected yes, no or unknown"))
    is_timed = any(instants.is_given[row] for instants in times.values())
    about = record["about"]
    if fact.about == "incident":
        if not about:
            faults.append(("about", "expected the id of an incident"))
        if times["until"].is_given[row]:
            faults.append(("until", "a fact about an incident has no end; `from` is when it became so"))
    elif fact.about == "party" and about not in terms.parties:
        faults.append(("about", "expected the id of a party of the terms"))
    elif fact.about == "area" and about not in terms.areas:
        faults.append(("about", "expected the id of an area of the terms"))
    elif fact.about == "period" and (about or not is_timed):
        faults.append(("about", "a fact about a period has from or until, and is about nothing else"))
    if not faults and all(instants.is_given[row] for instants in times.values()):
        until = max(times["until"].start[row], times["until"].end[row])
        if until <= times["from"].start[row]:
            faults.append(("until", "it ends before it begins"))
    return faults
