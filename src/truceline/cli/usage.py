# SPDX-License-Identifier: Apache-2.0
"""Wrong usage of options, told in one voice: what is wrong, then what to give."""

from __future__ import annotations

from pathlib import Path

import typer


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
