# SPDX-License-Identifier: Apache-2.0
"""What the command assess does with ``--engine spark``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.cli.usage import wrong


@dataclass(frozen=True)
class SparkOptions:
    """The files that the command names, and how they are read."""

    terms: Path
    incidents: Sequence[str]
    out: str
    master: str | None
    report: Path | None
    rejects: Path | None
    layout: str
    areas: Path | None
    precision: Path | None


def assess_with_spark(
    options: SparkOptions, facts: Sequence[Path], assume: Sequence[str], as_of: str | None, *, all_rows: bool
) -> int:
    """Assesses on Spark, writes the findings and the rejects, says what it came to.

    Raises:
        TrucelineError: Spark is not there or failed.
    """
    from truceline.assess import assess_on_spark, is_address
    from truceline.cli.assess import as_of_ms, print_summary, require_apart
    from truceline.records import read_facts, read_incidents
    from truceline.reports import (
        is_format,
        is_parts_folder,
        parquet_bytes,
        write_findings,
        write_parts,
    )
    from truceline.terms import load_terms

    if options.report is not None:
        raise wrong(
            "--report",
            "the engine spark writes findings only; assess the days to read about with the engine local",
        )
    is_far = is_address(options.out)
    out = Path(options.out)
    is_folder = is_far or not is_format(out)
    beside = Path.cwd() / out.name if is_far else out
    rejects = options.rejects or beside.with_name(f"{out.stem}.rejects.csv")
    inputs = [options.terms, *facts, *filter(None, [options.areas, options.precision])]
    inputs += [Path(name) for name in options.incidents if not is_address(name)]
    require_apart({"--out": None if is_far else out, "--rejects": rejects}, inputs)
    terms = load_terms(options.terms)
    reading = read_incidents(
        [], terms, layout=options.layout, areas=options.areas, precision=options.precision
    )
    with assess_on_spark(
        terms,
        options.incidents,
        reading,
        master=options.master,
        facts=read_facts(facts, terms),
        assume=assume,
        as_of_ms=as_of_ms(as_of, terms),
        all_rows=all_rows,
        **({"pack": parquet_bytes} if is_folder else {}),
    ) as assessment:
        if is_far:
            with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
                parts = Path(folder) / out.name
                write_parts(parts, assessment.schema, assessment.parts())
                assessment.publish(parts, options.out, may_replace=is_parts_folder)
        elif is_folder:
            write_parts(out, assessment.schema, assessment.parts())
        else:
            write_findings(out, assessment)
        assessment.write_rejects(rejects)
        for problem in assessment.warnings:
            print(problem, file=sys.stderr)
        print_summary(terms, assessment.summary, rejects, assessment)
    print(f"findings: {options.out}")
    return 1 if assessment.summary.rejected else 0
