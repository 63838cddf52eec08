# SPDX-License-Identifier: Apache-2.0
"""Commands to read terms: describe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

TermsFile = Annotated[Path, typer.Argument(metavar="TERMS", help="The terms, a YAML file.")]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(describe)


def describe(
    terms: TermsFile,
    *,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="text, markdown or html; default: by the ending of FILE, else text.",
            metavar="FORM",
        ),
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
    from truceline.reports import DESCRIPTION_FORMATS, describe_as, write_description
    from truceline.terms import load_terms

    if form is None:
        form = {".md": "markdown", ".html": "html", ".htm": "html"}.get(
            out.suffix.lower() if out else "", "text"
        )
    if form not in DESCRIPTION_FORMATS:
        raise typer.BadParameter(
            f"write one of {', '.join(DESCRIPTION_FORMATS)}, not {form}", param_hint="--format"
        )
    if out is None:
        print(describe_as(load_terms(terms), form), end="")
        return
    if out.resolve() == terms.resolve():
        raise typer.BadParameter(f"{out} is the input {terms} too; name another file", param_hint="--out")
    for path in write_description(out, load_terms(terms), form):
        print(f"written: {path}", file=sys.stderr)
