# SPDX-License-Identifier: Apache-2.0
"""The program: its commands, and what becomes of an error."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import typer

from truceline.cli import assess, duties, new, read, reading, terms, watch
from truceline.errors import (
    GeometryError,
    OutputError,
    RecordsError,
    SourcesError,
    TermsError,
    TrucelineError,
)

EXIT_STATUS: dict[type[BaseException], int] = {
    TrucelineError: 1,
    TermsError: 1,
    RecordsError: 1,
    SourcesError: 1,
    GeometryError: 1,
    OutputError: 1,
}
"""What the program ends with when an error stops it; 2 is wrong usage, 130 an interruption."""

TROUBLE = {"diff": 2}
"""Commands for which 1 is an answer, with what they end with when something is wrong."""

USAGE_ERROR: type[Exception] = next(
    kind for kind in reversed(typer.BadParameter.__mro__) if hasattr(kind, "exit_code")
)
"""The root of what the command-line library raises for wrong usage; it has no public name of its own."""

app = typer.Typer(
    name="truceline",
    help="Ceasefire terms as code: check terms, assess incidents against them, see why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
new.add_commands(app)
terms.add_commands(app)
reading.add_commands(app)
assess.add_commands(app)
duties.add_commands(app)
watch.add_commands(app)
read.add_commands(app)


def main() -> None:
    """Runs the program and ends the process with its exit status."""
    # A request to end is met like an interruption, so that temporary files are taken away.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs the program with these arguments and returns its exit status."""
    trouble = TROUBLE.get(arguments[0]) if arguments else None
    try:
        status = typer.main.get_command(app).main(arguments, prog_name="truceline", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except USAGE_ERROR as error:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return int(getattr(error, "exit_code", 2))
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted; nothing half-written is left", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; so that Python does not complain when it closes the stream:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except TrucelineError as error:
        print(f"truceline: {error}", file=sys.stderr)
        return trouble or EXIT_STATUS[type(error)]
    except MemoryError:
        print(
            "truceline: not enough memory for one batch of records; nothing half-written is left",
            file=sys.stderr,
        )
        return trouble or 1
    except Exception as error:
        _tell_unforeseen(error)
        return trouble or 1


def _tell_unforeseen(error: Exception) -> None:
    """A short text with an id; the whole of it goes to a file beside the user's temporary files."""
    import logging
    import secrets
    import tempfile

    error_id = secrets.token_hex(4)
    path = Path(tempfile.gettempdir()) / f"truceline-{error_id}.log"
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    logger = logging.getLogger("truceline")
    logger.addHandler(handler)
    logger.propagate = False
    logger.error("unforeseen error %s", error_id, exc_info=error)
    handler.close()
    print(
        f"truceline: something went wrong that was not foreseen ({type(error).__name__}, {error_id}); "
        f"the whole of it is in {path}. Please report it.",
        file=sys.stderr,
    )
