# SPDX-License-Identifier: Apache-2.0
"""Commands about terms as a file: check, schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from truceline.terms import Terms

TermsFile = Annotated[Path, typer.Argument(metavar="TERMS", help="The terms, a YAML file.")]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(check)
    app.command()(schema)


def check(
    terms: TermsFile,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
) -> int:
    """Report everything that is wrong or doubtful in the terms, with file, line and remedy.

    Errors come first, then warnings, then notes, which ask for nothing. The word in brackets at the end of a
    message is its section in docs/reference/check.md.
    """
    from truceline.terms import check_terms

    checked, problems = check_terms(terms)
    by_kind = {kind: [p for p in problems if p.severity == kind] for kind in ("error", "warning", "note")}
    for of_kind in by_kind.values():
        for problem in of_kind:
            print(problem)
    counts = ", ".join(f"{len(found)} {kind}{'s' * (len(found) != 1)}" for kind, found in by_kind.items())
    size = f"; {_sizes(checked)}" if checked else ""
    print(f"{terms}: {counts}{size}", file=sys.stderr)
    return 1 if by_kind["error"] or (strict and by_kind["warning"]) else 0


def schema(
    of: Annotated[
        str, typer.Argument(metavar="[terms|readings]", help="Of what: terms, or what `read --json` writes.")
    ] = "terms",
) -> None:
    """Print the JSON Schema of terms, for editors, or of readings."""
    if of == "terms":
        from truceline.terms import terms_schema as made
    elif of == "readings":
        from truceline.sources import readings_schema as made
    else:
        raise typer.BadParameter(f"write terms or readings, not {of}", param_hint="[terms|readings]")
    print(json.dumps(made(), indent=2, ensure_ascii=False))


def _sizes(terms: Terms) -> str:
    """How much the terms hold, in words."""
    held = (
        (len(terms.provisions), "provision", "provisions"),
        (len(terms.duties), "duty", "duties"),
        (len(terms.parties), "party", "parties"),
    )
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in held if n or one != "duty")
