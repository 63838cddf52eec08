# SPDX-License-Identifier: Apache-2.0
"""Commands to read and compare terms: describe, diff."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from truceline.cli.usage import wrong

TermsFile = Annotated[Path, typer.Argument(metavar="TERMS", help="The terms, a YAML file.")]

_FORMS = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html"}
"""In which form the terms are read back, by the ending of the file."""


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(describe)
    app.command()(diff)


def describe(
    terms: TermsFile,
    *,
    form: Annotated[
        Literal["text", "markdown", "html"] | None,
        typer.Option("--format", help="Default: by the ending of FILE; text where no FILE is named."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Write to a file. Markdown gets its drawings beside it.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Read the terms back in plain English, with a time line of what is in force when.

    The sentences are made from the terms, in numbered sections. Markdown and HTML
    also draw the time line and a map of the areas.
    """
    from truceline.reports import describe_as, write_description
    from truceline.terms import load_terms

    if out is not None and out.resolve() == terms.resolve():
        raise wrong("--out", f"{out} is the input {terms} too; name another file")
    ending = out.suffix.lower() if out else ".txt"
    made = form or _FORMS.get(ending)
    if made is None:
        raise wrong("--out", f"{out} has no known ending; use one of {', '.join(_FORMS)}, or give --format")
    if out is None:
        print(describe_as(load_terms(terms), made), end="")
        return
    for path in write_description(out, load_terms(terms), made):
        print(f"written: {path}", file=sys.stderr)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The terms as they were.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The terms as they are now.")],
    incidents: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[INCIDENTS...]", help="Tables of incidents, to see which findings are other ones now."
        ),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print values for a program.")] = False,
    layout: Annotated[
        Literal["auto", "incidents", "ucdp"], typer.Option(help="The layout of the tables.")
    ] = "auto",
    areas: Annotated[
        Path | None,
        typer.Option(help="GeoJSON of administrative areas that records may name.", metavar="FILE"),
    ] = None,
    precision: Annotated[
        Path | None, typer.Option(help="Numbers that replace those of the UCDP reader.", metavar="FILE")
    ] = None,
    facts: Annotated[
        list[Path] | None,
        typer.Option(help="A table of recorded facts; may be given again.", metavar="FILE"),
    ] = None,
    old_facts: Annotated[
        list[Path] | None,
        typer.Option(help="The same for OLD, where it does not know the facts of NEW.", metavar="FILE"),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="Leave out what was announced after this time; duties are told as of it, else as of when NEW is"
            " known.",
            metavar="TIME",
        ),
    ] = None,
) -> int:
    """Say what changed in meaning between two terms, and which findings with it.

    Order, comments, line breaks and the like are no change. Changes of words or
    sources alone are listed and not counted.

    Exit status: 0 nothing changed in meaning, 1 something changed, 2 the input or
    the command line is wrong.
    """
    from truceline.assess import duty_changes, finding_changes
    from truceline.cli.assess import as_of_ms
    from truceline.records import read_facts, read_incidents
    from truceline.reports import difference_text, difference_values
    from truceline.terms import diff_terms, load_terms

    loaded = load_terms(old), load_terms(new)
    comparison = diff_terms(*loaded)
    findings, duties = None, None
    if incidents:
        before, after = (
            read_incidents(incidents, terms, layout=layout, areas=areas, precision=precision)
            for terms in loaded
        )
        recorded = read_facts(old_facts or facts or (), loaded[0]), read_facts(facts or (), loaded[1])
        at_ms = as_of_ms(as_of, loaded[1])
        findings = finding_changes(comparison, (before, after), facts=recorded, as_of_ms=at_ms)
        known_ms = at_ms if as_of else as_of_ms(loaded[1].as_known_at or None, loaded[1])
        if known_ms is not None and any(terms.duties for terms in loaded):
            duties = duty_changes(comparison, (before, after), known_ms, facts=recorded)
    if as_json:
        print(json.dumps(difference_values(comparison, findings, duties), indent=2, ensure_ascii=False))
    else:
        print(difference_text(comparison, findings, duties))
    return 1 if comparison.in_meaning or (findings and findings.changes) or duties else 0
