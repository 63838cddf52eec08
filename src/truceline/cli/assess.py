# SPDX-License-Identifier: Apache-2.0
"""Commands that put incidents against terms: assess, explain."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from truceline.cli.usage import PAGES, require_ending, require_endings, wrong

if TYPE_CHECKING:
    from truceline.assess import Assessment, Continuation, DutyResult, SparkAssessment, Summary
    from truceline.records import Incidents
    from truceline.reports import Findings
    from truceline.terms import Terms

TermsFile = Annotated[Path, typer.Argument(metavar="TERMS", help="The terms, a YAML file.")]
IncidentFiles = Annotated[
    list[Path], typer.Argument(metavar="INCIDENTS...", help="Tables of incidents: CSV, Parquet or Arrow.")
]
IncidentSources = Annotated[
    list[str],
    typer.Argument(
        metavar="INCIDENTS...",
        help="Tables of incidents: CSV, Parquet or Arrow. With the engine spark: Parquet, also folders, patterns, addresses.",
    ),
]
Layout = Annotated[Literal["auto", "incidents", "ucdp"], typer.Option(help="The layout of the tables.")]
Areas = Annotated[
    Path | None, typer.Option(help="GeoJSON of administrative areas that records may name.", metavar="FILE")
]
Precision = Annotated[
    Path | None, typer.Option(help="Numbers that replace those of the UCDP reader.", metavar="FILE")
]
Facts = Annotated[
    list[Path] | None,
    typer.Option(help="A table of recorded facts; may be given again.", metavar="FILE"),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(help="Ask what would be if a provision were in force.", metavar="PROVISION=in-force"),
]
AsOf = Annotated[
    str | None, typer.Option(help="Leave out what was announced after this time.", metavar="TIME")
]

_STATEMENT = re.compile(r"[0-9a-f]{12}-[sc][0-9]+")
"""The id of a statement or a claim; other reports are addresses and the like, whose words no readings have."""


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(assess)
    app.command()(explain)
    app.command(name="test")(try_cases)


def assumed(assume: Sequence[str] | None) -> list[str]:
    """Ids of the provisions that are taken as in force."""
    found = []
    for item in assume or ():
        provision, separator, standing = item.partition("=")
        if not separator or standing.replace("-", " ") != "in force":
            raise wrong("--assume", f'"{item}" is not an assumption; give PROVISION=in-force')
        found.append(provision)
    return found


def as_of_ms(text: str | None, terms: Terms) -> int | None:
    """The instant up to which things are known; a date alone is known to its end."""
    if text is None:
        return None
    from zoneinfo import ZoneInfo

    from truceline.terms import parse_when

    try:
        start, end = parse_when(text, ZoneInfo(terms.zone))
    except ValueError as error:
        raise wrong("--as-of", str(error)) from error
    return max(start, end - 1)


def require_apart(outputs: Mapping[str, Path | None], inputs: Sequence[Path]) -> None:
    """Refuses to write over what is read, or one output over another."""
    taken = {os.path.realpath(path): f"the input {path}" for path in inputs}
    for option, path in outputs.items():
        if path is None:
            continue
        other = taken.setdefault(os.path.realpath(path), option)
        if other != option:
            raise wrong(option, f"{path} is {other} too; name another file")


def assess(
    terms: TermsFile,
    incidents: IncidentSources,
    *,
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "-o",
            help="Findings: .parquet, .csv or .jsonl; with the engine spark also a folder or an address.",
            metavar="OUT",
        ),
    ],
    report: Annotated[
        Path | None, typer.Option(help="Also write a page to read.", metavar="FILE.html")
    ] = None,
    readings: Annotated[
        list[Path] | None,
        typer.Option(
            help="Documents that the page shows the words of, from `truceline read --json`; may be given again.",
            metavar="FILE.json",
        ),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Records that cannot be read; default: beside OUT.", metavar="FILE.csv"),
    ] = None,
    layout: Layout = "auto",
    areas: Areas = None,
    precision: Precision = None,
    facts: Facts = None,
    assume: Assume = None,
    as_of: AsOf = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Also write rows with nothing to say.")] = False,
    skip_untouched: Annotated[
        bool,
        typer.Option(
            "--skip-untouched",
            help="Do not read row groups of Parquet that no provision can touch, by their statistics.",
        ),
    ] = False,
    earlier: Annotated[
        Path | None,
        typer.Option(
            help="Go on from these findings: assess only what is new or changed. May be OUT.",
            metavar="FINDINGS.parquet",
        ),
    ] = None,
    engine: Annotated[
        Literal["local", "spark"], typer.Option(help="What judges: this machine, or a cluster.")
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option(help="Where Spark runs: local[4], spark://HOST:7077, yarn, ...", metavar="URL"),
    ] = None,
) -> int:
    """Assess incidents against the terms and write the findings.

    With --earlier, findings that cannot have changed are taken over from those of an
    earlier run, and OUT is what it would be without. What they were made from stands in
    a file beside them, OUT.basis.
    """
    if master is not None and engine == "local":
        raise wrong("--master", "it is for the engine spark alone; give --engine spark too")
    if readings and report is None:
        raise wrong("--readings", "their words are shown on the page; give --report FILE.html too")
    if readings and engine == "spark":
        raise wrong("--readings", "it is for the engine local alone; leave one out")
    if engine == "spark":
        if skip_untouched or earlier is not None:
            option = "--skip-untouched" if skip_untouched else "--earlier"
            raise wrong(option, "it is for the engine local alone; leave one out")
        from truceline.cli.spark import SparkOptions, assess_with_spark

        options = SparkOptions(terms, incidents, out, master, report, rejects, layout, areas, precision)
        return assess_with_spark(options, list(facts or ()), assumed(assume), as_of, all_rows=all_rows)
    return _assess_here(
        terms,
        [Path(name) for name in incidents],
        out=Path(out),
        report=report,
        readings=readings or [],
        rejects=rejects,
        layout=layout,
        areas=areas,
        precision=precision,
        facts=facts,
        assume=assume,
        as_of=as_of,
        all_rows=all_rows,
        skip_untouched=skip_untouched,
        earlier=earlier,
    )


def _assess_here(
    terms: Path,
    incidents: list[Path],
    *,
    out: Path,
    report: Path | None,
    readings: list[Path],
    rejects: Path | None,
    layout: str,
    areas: Path | None,
    precision: Path | None,
    facts: list[Path] | None,
    assume: list[str] | None,
    as_of: str | None,
    all_rows: bool,
    skip_untouched: bool,
    earlier: Path | None,
) -> int:
    from truceline.assess import Assessment, Continuation, assess_duties
    from truceline.records import file_digest, read_facts, read_incidents
    from truceline.reports import Gathered, write_findings, write_report
    from truceline.sources import read_readings
    from truceline.terms import load_terms

    require_ending(out)
    if skip_untouched and (all_rows or earlier is not None):
        other = "--all writes rows" if all_rows else "--earlier keeps what became"
        raise wrong("--skip-untouched", f"{other} of every record; leave one out")
    if earlier is not None and earlier.suffix.lower() != ".parquet":
        raise wrong(
            "--earlier",
            f"{earlier} is not Parquet, which alone keeps findings whole; name findings in .parquet",
        )
    rejects = rejects or out.with_name(f"{out.stem}.rejects.csv")
    require_apart(
        {"--out": out, "--report": report, "--rejects": rejects},
        [
            *(terms, *incidents, *filter(None, [areas, precision]), *(facts or ()), *readings),
            *([earlier] if earlier is not None and earlier.resolve() != out.resolve() else []),
        ],
    )
    require_endings({"--report": (report, PAGES)})
    documents = [reading for path in readings for reading in read_readings(path)]
    loaded = load_terms(terms)
    records = read_incidents(
        incidents, loaded, layout=layout, areas=areas, precision=precision, rejects=rejects
    )
    recorded = read_facts(facts or (), loaded)
    make = (
        partial(Assessment, skip_untouched=skip_untouched)
        if earlier is None
        else _continuing(earlier, layout, [areas, precision])
    )
    run = make(
        loaded,
        records,
        facts=recorded,
        assume=assumed(assume),
        as_of_ms=as_of_ms(as_of, loaded),
        all_rows=all_rows,
    )
    assessment = run.assessment if isinstance(run, Continuation) else run
    gathered = Gathered(assessment, run) if report is not None else None
    with _progress(records) as shown:
        digests: list[str] = []
        write_findings(
            out,
            shown(gathered or run),
            None if earlier is None else lambda written: digests.append(file_digest(written)),
        )
    if isinstance(run, Continuation):
        _keep_basis(out, digests[0], run)
    for problem in records.warnings:
        print(problem, file=sys.stderr)
    print_summary(loaded, assessment.summary, rejects, records)
    print(f"findings: {out}")
    if report is not None and gathered is not None:
        known_ms = as_of_ms(as_of or loaded.as_known_at or None, loaded)
        duties: tuple[DutyResult, ...] = ()
        if loaded.duties and known_ms is not None:
            again = read_incidents(incidents, loaded, layout=layout, areas=areas, precision=precision)
            duties = assess_duties(loaded, again, known_ms, facts=recorded)
        elif loaded.duties:
            print(
                "the report leaves out the duties: give --as-of TIME, or `as known at` in the terms",
                file=sys.stderr,
            )
        data = gathered.data(duties, known_ms, documents)
        write_report(report, loaded, data)
        if readings:
            _tell_missing([report_id for one in data.incidents for report_id in one.reports], data.statements)
        print(f"report: {report}")
    return 1 if assessment.summary.rejected else 0


def _tell_missing(reports: Sequence[str], shown: Container[str]) -> None:
    """Says of how many reports the page has no words, although readings were given."""
    ids = {name for name in reports if _STATEMENT.fullmatch(name)}
    missing = sorted(name for name in ids if name not in shown)
    if missing:
        many, first = f"{len(missing):,} of {len(ids):,}", missing[0]
        print(
            f"warning: --readings: the words of {many} reports of findings are in none of them, such as {first};"
            " are they of other articles?",
            file=sys.stderr,
        )


def _continuing(
    earlier: Path, layout: str, files: Sequence[Path | None]
) -> Callable[..., Assessment | Continuation]:
    """What makes an assessment that goes on from earlier findings."""
    from truceline.assess import Continuation
    from truceline.records import file_digest
    from truceline.reports import read_earlier

    found, why = read_earlier(earlier)
    if found is None:
        print(f"everything is assessed: {why}", file=sys.stderr)
    options = [layout, *(None if file is None else file_digest(file) for file in files)]
    return partial(Continuation, earlier=found, options=options)


def _keep_basis(out: Path, digest: str, run: Continuation) -> None:
    """Says what was taken over, and writes what the findings were made from."""
    from truceline.reports import basis_path, write_basis

    for line in run.told():
        print(line, file=sys.stderr)
    if out.suffix.lower() == ".parquet":
        write_basis(out, digest, run.basis)
        print(f"keep {basis_path(out)} beside the findings: --earlier needs it", file=sys.stderr)
    else:
        print(f"--earlier cannot go on from {out}, only from findings in .parquet", file=sys.stderr)


@contextmanager
def _progress(records: Incidents) -> Iterator[Callable[[Findings], Findings]]:
    """What shows findings as they pass: on a bar with the rate and the time left on a terminal, nowhere in a pipe."""
    if not sys.stderr.isatty():
        yield lambda findings: findings
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from truceline.reports import tee

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} records"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("assessing", total=None, rows=0, rate="")

        def see(_: object) -> None:
            done = records.read + records.left_out
            seconds = bar.tasks[0].elapsed
            rate = f"{done / seconds:,.0f}/s" if seconds else ""
            share = records.share
            bar.update(task, total=1.0 if share else None, completed=share, rows=done, rate=rate)

        yield lambda findings: tee(findings, see)


def print_summary(
    terms: Terms, summary: Summary, rejects: Path, records: Incidents | SparkAssessment
) -> None:
    """Says what an assessment came to."""
    width = max(map(len, terms.provisions), default=9)
    print(f"{terms.title}")
    plural = "" if len(terms.provisions) == 1 else "s"
    print(
        f"{len(terms.provisions)} provision{plural}; {summary.read:,} records read, {summary.rejected:,} rejected"
    )
    if summary.left_out:
        print(summary.left_out_text)
    print(f"{'provision':<{width}}  certain  certain + possible  exempt")
    for provision_id in terms.provisions:
        certain, together = summary.pair(provision_id)
        print(f"{provision_id:<{width}}  {certain:>7,}  {together:>18,}  {summary.exempt[provision_id]:>6,}")
    for (provision_id, text), counts in summary.by_text.items():
        certain, possible = counts["violation"], counts["possible"]
        print(
            f"{provision_id} by the text {text}: {certain:,} certain, {certain + possible:,} certain + possible"
        )
    if summary.unmapped:
        count = len(summary.unmapped)
        print(f"{count} name{'s' * (count != 1)} that nobody mapped (unknown, not absent):")
        for name, count in sorted(summary.unmapped.items(), key=lambda item: (-item[1], item[0]))[:20]:
            print(f"  {count:>7,}  {name}")
        if len(summary.unmapped) > 20:
            print(f"  and {len(summary.unmapped) - 20} more")
    else:
        print("every name in the records belongs to a party of the terms")
    for note, count in sorted(records.notes.items()):
        print(f"read otherwise than it stands: {note} ({count:,} records)")
    if summary.facts_about_nothing:
        ids = summary.facts_about_nothing
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        print(f"facts are about incidents that no record has: {', '.join(ids[:5])}{more}", file=sys.stderr)
    if summary.rejected:
        for reject in records.first_rejects[:3]:
            print(f"rejected: {reject.file}, line {reject.line}: {reject.column}: {reject.reason}")
        print(f"rejected records, with the reasons: {rejects}")


def explain(
    terms: TermsFile,
    incidents: IncidentFiles,
    *,
    incident: Annotated[str, typer.Option(help="The id of the incident.", metavar="ID")],
    provision: Annotated[
        list[str] | None, typer.Option(help="Only this provision; may be given again.", metavar="ID")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also explain why there is no finding.")] = False,
    layout: Layout = "auto",
    areas: Areas = None,
    precision: Precision = None,
    facts: Facts = None,
    assume: Assume = None,
    as_of: AsOf = None,
) -> None:
    """Say why an incident is a finding: condition by condition, with what would settle an unknown."""
    from truceline.assess import explain as explained
    from truceline.records import read_facts, read_incidents
    from truceline.terms import load_terms

    loaded = load_terms(terms)
    records = read_incidents(incidents, loaded, layout=layout, areas=areas, precision=precision)
    explanations = explained(
        loaded,
        records,
        incident,
        provisions=provision,
        facts=read_facts(facts or (), loaded),
        assume=assumed(assume),
        as_of_ms=as_of_ms(as_of, loaded),
    )
    shown = [e for e in explanations if every or provision or e.judgement.result != "none"]
    print("\n\n".join(map(str, shown)) if shown else f"{incident}: no finding under any provision.")
    left_out = len(explanations) - len(shown)
    if left_out:
        print(
            f"\n{left_out} provisions say nothing about it; --all explains why.",
            file=sys.stderr,
        )


def try_cases(
    terms: TermsFile,
    cases: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[CASES...]", help="Expert examples; cases.yaml beside the terms if left out."
        ),
    ] = None,
) -> int:
    """Hold the terms to expert examples: an incident, facts, the finding that is expected, and why."""
    from truceline.assess import run_cases
    from truceline.records import INCIDENTS
    from truceline.terms import load_terms, read_cases

    loaded = load_terms(terms)
    failed = total = 0
    for path in cases or [terms.with_name("cases.yaml")]:
        read = read_cases(path, loaded, [name for name in INCIDENTS.names if name != "id"])
        for result in run_cases(loaded, read):
            total += 1
            failed += bool(result.faults)
            for fault in result.faults:
                print(f"{path}:{result.case.line}: {result.case.title}: {fault}")
    print(f"{total - failed} of {total} examples come out as expected")
    return 1 if failed or not total else 0
