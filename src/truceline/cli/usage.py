# SPDX-License-Identifier: Apache-2.0
"""Wrong usage of options, told in one voice: what is wrong, then what to give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

PAGES = (".html", ".htm")
"""Endings of pages to read."""


def wrong(option: str, words: str) -> typer.BadParameter:
    """The error of an option whose value cannot be used; exit status 2."""
    return typer.BadParameter(words, param_hint=f"'{option}'")  # quoted as the library itself does


def require_ending(out: Path) -> None:
    """Refuses a name for findings whose ending stands for no format.

    Raises:
        BadParameter: with the endings that are known.
    """
    from truceline.errors import OutputError
    from truceline.reports import require_format

    try:
        require_format(out)
    except OutputError as error:
        raise wrong("--out", str(error)) from error


def require_endings(outputs: Mapping[str, tuple[Path | None, Sequence[str]]]) -> None:
    """Refuses the name of a file whose ending says that something else is in it than what is written.

    Args:
        outputs: by the option, the file, if there is one, and the endings that it may have.

    Raises:
        BadParameter: with the endings that are known.
    """
    for option, (path, endings) in outputs.items():
        if path is not None and path.suffix.lower() not in endings:
            known = f"use {endings[0]}" if len(endings) == 1 else f"use one of {', '.join(endings)}"
            raise wrong(option, f"{path} has no known ending; {known}")
