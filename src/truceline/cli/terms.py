# SPDX-License-Identifier: Apache-2.0
"""Commands about terms alone: check, describe, schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

TermsFile = Annotated[Path, typer.Argument(metavar="TERMS", help="The terms, a YAML file.")]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(check)
    app.command()(describe)
    app.command()(schema)


def check(
    terms: TermsFile,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
) -> int:
    """Report everything that is wrong or doubtful in the terms, with file, line and remedy."""
    from truceline.terms import check_terms

    checked, problems = check_terms(terms)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    counts = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    size = f"; {len(checked.provisions)} provisions, {len(checked.parties)} parties" if checked else ""
    print(f"{terms}: {counts}{size}", file=sys.stderr)
    return 1 if errors or (strict and warnings) else 0


def describe(terms: TermsFile) -> None:
    """Read the terms back in plain sentences, with a time line of what is in force when."""
    from truceline.terms import describe as described
    from truceline.terms import load_terms

    print(described(load_terms(terms)))


def schema() -> None:
    """Print the JSON Schema of terms, for editors."""
    from truceline.terms import terms_schema

    print(json.dumps(terms_schema(), indent=2, ensure_ascii=False))
