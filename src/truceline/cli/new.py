# SPDX-License-Identifier: Apache-2.0
"""The command that begins new terms."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.usage import wrong

_QUESTIONS = {
    "title": "Title of the terms",
    "id": "Id of the terms",
    "timezone": "Time zone of local times, such as Asia/Damascus",
    "start": "Start, on the local clock, such as 2016-02-27T00:00",
    "source": "Title of the text or announcement",
    "publisher": "Who published it (may be empty)",
}
_OPTIONS = {
    "title": "--title",
    "timezone": "--timezone",
    "parties": "--party",
    "start": "--start",
    "source": "--source",
}


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this file to the program."""
    app.command()(new)


def new(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write; it must not be there yet.")
    ] = Path("terms.yaml"),
    *,
    title: Annotated[str | None, typer.Option(help="Title of the terms.", metavar="TEXT")] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="Id of the terms; default: made from the title.", metavar="ID")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="IANA name of the time zone.", metavar="ZONE")] = None,
    party: Annotated[
        list[str] | None, typer.Option(help="Name of a party; may be given again.", metavar="NAME")
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="When it starts, on the local clock.", metavar="TIME")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Title of the text or announcement.", metavar="TEXT")
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.", metavar="NAME")] = None,
) -> None:
    """Begin new terms: ask a few questions, write a file that can be checked at once.

    What an option answers is not asked. Without a terminal to ask on, all but
    the id and the publisher must be given.
    """
    from truceline.errors import OutputError
    from truceline.terms import Answers, slug, write_skeleton

    if file.exists():
        raise OutputError(f"{file} is there already and stays as it is; name another file")
    given = {"title": title, "timezone": timezone, "start": start, "source": source, "parties": party or None}
    missing = [_OPTIONS[name] for name in _OPTIONS if given[name] is None]
    is_asking = sys.stdin.isatty()
    if missing and not is_asking:
        raise typer.BadParameter(f"there is no terminal to ask on; give {', '.join(missing)} too")
    name = _answer("title", title)
    made = slug(name) or "terms"
    terms_id = _answer("id", id_ or (None if is_asking and title is None else made), default=made)
    zone = _answer("timezone", timezone)
    answers = Answers(
        name,
        terms_id,
        zone,
        _parties(party or ()) if party or not is_asking else _ask_parties(),
        _answer("start", start, zone=zone),
        _answer("source", source),
        _answer("publisher", publisher if publisher or (is_asking and source is None) else ""),
    )
    write_skeleton(file, answers)
    print(f"written: {file}", file=sys.stderr)
    print(f"next: truceline check {file}", file=sys.stderr)


def _answer(name: str, given: str | None, *, zone: str = "UTC", default: str = "") -> str:
    """An answer that is given and right, or asked for until it is."""
    from truceline.terms import check_answer

    if given is not None:
        fault = check_answer(name, given, zone)
        if fault:
            raise wrong(f"--{name}", fault)
        return given.strip()
    while True:
        fallback = "" if name == "publisher" else default or None
        text: str = typer.prompt(_QUESTIONS[name], default=fallback, show_default=bool(default), err=True)
        fault = check_answer(name, text, zone)
        if not fault:
            return text.strip()
        print(fault, file=sys.stderr)


def _parties(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(_answer("party", name) for name in given)


def _ask_parties() -> tuple[str, ...]:
    """Names of parties, one after the other; an empty answer ends the list once it has one."""
    from truceline.terms import check_answer

    names: list[str] = []
    while True:
        more = " (empty: no more)" if names else ""
        text: str = typer.prompt(
            f"Name of a party{more}", default="" if names else None, show_default=False, err=True
        )
        if names and not text.strip():
            return tuple(names)
        fault = check_answer("party", text)
        if fault:
            print(fault, file=sys.stderr)
        else:
            names.append(text.strip())
