# SPDX-License-Identifier: Apache-2.0
"""Writes the pages of docs/reference that the program knows best: its commands, its taxonomies, its formats."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from truceline.cli import EXIT_STATUS, app
from truceline.sources import readings_schema
from truceline.terms import shipped_taxonomy

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

_HEAD = """\
# Commands

`truceline --help` and `truceline COMMAND --help` print what stands here. This page is written by
`make reference`; a test compares it with the program.

What the program finds goes to standard output or to the file that you name. Words about its work go to standard
error. On a terminal, long work shows a bar.
"""

_STATUS = """\
## Exit status

| status | meaning |
| --- | --- |
| 0 | done |
| 1 | the input is wrong, a check failed, or a record was rejected; for `diff`: something differs |
| 2 | the command line itself is wrong; for `diff` also: the input is wrong |
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


_TAXONOMIES = """\
# Taxonomies of acts and weapons

Terms and incidents name acts and weapons by these codes. A dot goes one level down: what is `attack.air` is `attack`
too. This page is written by `make reference`; a test compares it with the package.

- A provision that prohibits `attack` covers every code below it.
- An incident may be known only as `attack`. Under a provision about `attack.air` its answer is then *unknown*: it may
  have come from the air. An empty cell is unknown under every provision.
- The lists are never complete. An incident may be of a kind that no code names.
- Terms can add codes of their own. The level above must be a code already:

```yaml
taxonomies:
  acts: {attack.air.balloon: Attack with a device that a balloon carries.}
```

The kinds of acts follow what the clauses of published ceasefires prohibit or name: attacks by kind of means, fire without a
known aim, movements and crossings, the taking of territory, people and goods, hindering of relief and of monitors, works and
mines, recruitment. The wording of the definitions is ours.
"""


def taxonomies_page() -> str:
    """The whole page."""
    parts = [_TAXONOMIES]
    for name, title in (("acts", "Acts"), ("weapons", "Weapons")):
        rows = [f"| `{code}` | {text} |\n" for code, text in shipped_taxonomy(name).definitions.items()]
        parts.append(f"## {title}\n\n| code | meaning |\n| --- | --- |\n{''.join(rows)}")
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    return {
        "commands.md": commands_page(),
        "taxonomies.md": taxonomies_page(),
        "readings.schema.json": json.dumps(readings_schema(), indent=1, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8")
