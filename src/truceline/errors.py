# SPDX-License-Identifier: Apache-2.0
"""Every error that Truceline raises, and wrong input as data.

The tree:

    TrucelineError            the root; catch it to catch everything below
    ├── TermsError            the terms cannot be used; carries all problems at once
    ├── RecordsError          a table cannot be read at all; carries all problems at once
    ├── SourcesError          a document cannot be read, or what goes with it; carries all problems at once
    ├── GeometryError         a shape is not one that the design allows
    └── OutputError           a result could not be written; nothing half-written is left
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "GeometryError",
    "OutputError",
    "Problem",
    "RecordsError",
    "SourcesError",
    "TermsError",
    "TrucelineError",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or doubtful, in an input."""

    file: str
    """Path as the user gave it."""
    line: int | None
    """Counted from 1; None when no single line is to blame."""
    column: int | None
    """Counted from 1."""
    address: str
    """Where in the document, such as ``provisions.cease-attacks.standing[1].from``; may be empty."""
    found: str
    """What stands there."""
    expected: str
    """What should stand there, or what follows from it."""
    remedy: str = ""
    """What to do about it, where that is known."""
    severity: str = "error"
    """``error`` stops the work; ``warning`` does not; ``note`` says what follows and asks for nothing."""
    rule: str = ""
    """The section of docs/reference/check.md that explains it; empty where the message says all."""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
            if self.column is not None:
                place += f":{self.column}"
        address = f" {self.address}:" if self.address else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        rule = f" [{self.rule}]" if self.rule else ""
        said = f"{self.severity}:{address} {self.found}; {self.expected}.{remedy}{rule}"
        return f"{place}: {said}" if place else said


class TrucelineError(Exception):
    """The root of all errors of Truceline."""


class _ProblemsError(TrucelineError):
    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class TermsError(_ProblemsError):
    """The terms cannot be used; ``problems`` holds everything that is wrong with them."""


class RecordsError(_ProblemsError):
    """A table cannot be read at all; ``problems`` says why. Single bad rows are rejects, not errors."""


class SourcesError(_ProblemsError):
    """A document cannot be read at all, or a dictionary or a table that goes with it; ``problems`` says why."""


class GeometryError(TrucelineError):
    """A shape has coordinates or rings that the design does not allow; the message names it."""


class OutputError(TrucelineError):
    """A result could not be written; the message says where and what to do."""
