# SPDX-License-Identifier: Apache-2.0
"""Writes docs/reference/commands.md from what the program says of itself."""

from __future__ import annotations

from pathlib import Path

import typer
from typer.testing import CliRunner

from truceline.cli import EXIT_STATUS, app

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"

_HEAD = """\
# Commands

`truceline --help` and `truceline COMMAND --help` print what stands here. This page is written by
`make commands`; a test compares it with the program.

What the program finds goes to standard output or to the file that you name. Words about its work go to standard
error. On a terminal, long work shows a bar.
"""

_STATUS = """\
## Exit status

| status | meaning |
| --- | --- |
| 0 | done |
| 1 | the input is wrong, a check failed, or a record was rejected |
| 2 | the command line itself is wrong |
| 130 | interrupted by Ctrl-C; no half-written file is left |

Each kind of error has its row:

| error | status | when |
| --- | --- | --- |
"""


def command_names() -> list[str]:
    """The names of all commands, in the order in which the program lists them."""
    return list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def help_of(*arguments: str) -> str:
    """What ``--help`` prints, for a terminal of 80 columns."""
    result = CliRunner().invoke(
        app, [*arguments, "--help"], prog_name="truceline", env={"COLUMNS": "80", "NO_COLOR": "1"}
    )
    if result.exit_code:
        raise SystemExit(f"truceline {' '.join(arguments)} --help failed: {result.output}")
    return "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())


def commands_page() -> str:
    """The whole page."""
    parts = [_HEAD, f"```text\n{help_of()}\n```\n"]
    parts += [f"## {name}\n\n```text\n{help_of(name)}\n```\n" for name in command_names()]
    rows = []
    for error, status in EXIT_STATUS.items():
        first = (error.__doc__ or "").strip().splitlines()[0].replace("``", "`")
        rows.append(f"| `{error.__name__}` | {status} | {first} |\n")
    return "\n".join(parts) + "\n" + _STATUS + "".join(rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(commands_page(), encoding="utf-8")
