# SPDX-License-Identifier: Apache-2.0
"""The command about duties: what parties owe, and what became of it."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.assess import Areas, Facts, Layout, Precision, TermsFile, as_of_ms, require_apart
from truceline.cli.usage import require_ending, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from truceline.assess import DutyResult
    from truceline.terms import Terms


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(duties)


def duties(
    terms: TermsFile,
    incidents: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[INCIDENTS...]", help="Tables of incidents: CSV, Parquet or Arrow."),
    ] = None,
    *,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="The last time that counts; a date counts to its end. Default: `as known at` of the terms.",
            metavar="TIME",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Also write a table: .parquet, .csv or .jsonl.", metavar="OUT"),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Where records that cannot be read go.", metavar="FILE.csv")
    ] = None,
    layout: Layout = "auto",
    areas: Areas = None,
    precision: Precision = None,
    facts: Facts = None,
) -> int:
    """Tell what became of each duty: met, late, unmet, not yet due or unknown."""
    from truceline.assess import assess_duties, duty_table
    from truceline.records import read_facts, read_incidents
    from truceline.reports import write_findings
    from truceline.terms import load_terms

    if out is not None:
        require_ending(out)
    inputs = [terms, *(incidents or ()), *filter(None, [areas, precision]), *(facts or ())]
    require_apart({"--out": out, "--rejects": rejects}, inputs)
    loaded = load_terms(terms)
    at_ms = as_of_ms(as_of or loaded.as_known_at or None, loaded)
    if at_ms is None:
        raise wrong("--as-of", "the terms do not say `as known at`; give a time")
    records = None
    if incidents:
        records = read_incidents(
            incidents, loaded, layout=layout, areas=areas, precision=precision, rejects=rejects
        )
    results = assess_duties(loaded, records, at_ms, facts=read_facts(facts or (), loaded))
    _print(loaded, results, at_ms)
    if out is not None:
        write_findings(out, duty_table(results).to_reader())
        print(f"duties: {out}")
    for problem in records.warnings if records else ():
        print(problem, file=sys.stderr)
    if records and records.rejected:
        for reject in records.first_rejects[:3]:
            print(
                f"rejected: {reject.file}, line {reject.line}: {reject.column}: {reject.reason}",
                file=sys.stderr,
            )
        where = (
            f", with the reasons in {rejects}"
            if rejects
            else "; --rejects FILE.csv writes them with the reasons"
        )
        print(f"{records.rejected:,} of {records.read:,} records rejected{where}", file=sys.stderr)
        return 1
    return 0


def _print(terms: Terms, results: Sequence[DutyResult], at_ms: int) -> None:
    from truceline.assess import due_text, moment_text

    print(f"{terms.title}: duties as of {moment_text(at_ms + 1, terms.zone)}, {terms.zone}")
    if not terms.duties:
        print("the terms state no duty")
    for duty in terms.duties.values():
        cited = f" [{'; '.join(map(str, duty.cite))}]" if duty.cite else ""
        print(f"\n{duty.id}: {duty.title}{cited}")
        for result in (result for result in results if result.duty == duty.id):
            number = "" if result.number is None else f", no. {result.number}"
            presumed = ", presumed for want of a record in time" if result.presumed else ""
            print(f"  {result.party}{number}: {result.result}{presumed}; due {due_text(result, terms.zone)}")
            for label, ids in (("shown by", result.shown_by), ("perhaps by", result.perhaps_shown_by)):
                if ids:
                    print(f"    {label}: {', '.join(ids)}")
            for text in result.open:
                print(textwrap.fill(f"open: {text}", 100, initial_indent="    ", subsequent_indent="      "))
