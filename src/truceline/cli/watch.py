# SPDX-License-Identifier: Apache-2.0
"""The command that watches a folder."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.assess import Areas, AsOf, Assume, Facts, Layout, Precision, TermsFile, as_of_ms, assumed
from truceline.cli.usage import wrong

if TYPE_CHECKING:
    from truceline.cli.watching import Watch


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this file to the program."""
    app.command()(watch)


def watch(
    terms: TermsFile,
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Where tables of incidents arrive: CSV, Parquet or Arrow."),
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="A folder for the findings, not in FOLDER.", metavar="OUT")
    ],
    every: Annotated[float, typer.Option(help="Look so often.", metavar="SECONDS", min=0.1)] = 2.0,
    settle: Annotated[
        float, typer.Option(help="A file that is as it is for so long is complete.", metavar="SECONDS", min=0)
    ] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Assess what is there, and end.")] = False,
    layout: Layout = "auto",
    areas: Areas = None,
    precision: Precision = None,
    facts: Facts = None,
    assume: Assume = None,
    as_of: AsOf = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Also write rows with nothing to say.")] = False,
) -> int:
    """Assess files of incidents as they arrive in a folder.

    Each file gets its findings, and its rejects, in OUT, and a line on standard
    output. A file that changes, or any file when the terms change, is assessed
    again. Ctrl-C or SIGTERM ends it; what is in OUT is whole, and the next run goes on.
    """
    from truceline.assess import require_provisions
    from truceline.cli.watching import Options, Watch
    from truceline.reports import Journal
    from truceline.terms import load_terms

    if not once:
        # A service is ended by a request to end; here that is no failure, and no less than Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not folder.is_dir():
        raise wrong("FOLDER", f"{folder} is not a folder; name the one in which tables arrive")
    inside, outside = folder.resolve(), out.resolve()
    if outside == inside or inside in outside.parents:
        raise wrong("--out", f"{out} is in the folder that is watched; name another folder")
    if out.exists() and not out.is_dir():
        raise wrong("--out", f"{out} is a file; name a folder for the findings")
    options = Options(
        terms, tuple(facts or ()), areas, precision, layout, tuple(assumed(assume)), as_of, all_rows
    )
    try:
        # What is wrong from the start is better told at once.
        loaded = load_terms(terms)
        require_provisions(loaded, options.assume)
        as_of_ms(as_of, loaded)
        with closing(Journal(out)) as journal:
            return _run(Watch(folder, journal, options, settle), every, once=once)
    except KeyboardInterrupt:
        if once:
            raise
        print("ended; what is in the folder of findings is whole", file=sys.stderr)
        return 0


def _run(watched: Watch, every_s: float, *, once: bool) -> int:
    if once:
        is_trouble = _look(watched)
        # A second look tells which files are still being written; they are left for the next run.
        if watched.settle_s:
            time.sleep(watched.settle_s)
            is_trouble |= _look(watched)
        return 1 if is_trouble else 0
    print(f"watching {watched.folder}; Ctrl-C ends it", file=sys.stderr, flush=True)
    while True:
        _look(watched)
        time.sleep(every_s)


def _look(watched: Watch) -> bool:
    """Looks once, says what there is to say, and whether there was trouble."""
    is_trouble = False
    for news in watched.look(time.monotonic()):
        is_trouble |= news.is_trouble
        print(news.text, file=sys.stdout if news.is_result else sys.stderr, flush=True)
    return is_trouble
