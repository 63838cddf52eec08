# SPDX-License-Identifier: Apache-2.0
"""Records that cannot be read: why not, and the file that they go to."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from truceline.errors import OutputError


@dataclass(frozen=True, slots=True)
class Reject:
    """Why one record is not among the incidents."""

    file: str
    line: int
    """Line of a text file, or row of a table, counted from 1."""
    id: str
    column: str
    found: str
    reason: str


REJECTS_COLUMNS = tuple(field.name for field in fields(Reject))
"""The columns of a file of rejects."""
REJECTS_HEADER = (",".join(REJECTS_COLUMNS) + "\n").encode()
"""The first line of a file of rejects."""


class RejectsFile:
    """The rejects as CSV, written beside and put in place at the end.

    Where there are none there is no file: one of an earlier run is taken away, anything else is left.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._temporary: Path | None = None
        self._file: Any = None

    def __enter__(self) -> RejectsFile:
        return self

    def write(self, rejects: Sequence[Reject]) -> None:
        """Adds rejects.

        Raises:
            OutputError: the file cannot be written.
        """
        if self.path is None or not rejects:
            return
        try:
            if self._file is None:
                self._open(self.path)
            writer = csv.writer(self._file, lineterminator="\n")
            for reject in rejects:
                writer.writerow([_safe(getattr(reject, name)) for name in REJECTS_COLUMNS])
        except OSError as error:
            raise _refuse(self.path, error) from error

    def write_lines(self, lines: bytes) -> None:
        """Adds lines that another file of rejects has below its header.

        Raises:
            OutputError: the file cannot be written.
        """
        if self.path is None or not lines:
            return
        try:
            if self._file is None:
                self._open(self.path)
            self._file.write(lines.decode("utf-8"))
        except OSError as error:
            raise _refuse(self.path, error) from error

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        self._temporary = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        csv.writer(self._file, lineterminator="\n").writerow(REJECTS_COLUMNS)

    def keep(self) -> None:
        """Puts the file in place, or takes an older one away.

        Raises:
            OutputError: the file cannot be written.
        """
        if self.path is None:
            return
        try:
            if self._file is None or self._temporary is None:
                if _is_rejects(self.path):
                    self.path.unlink()
                return
            self._file.close()
            umask = os.umask(0)
            os.umask(umask)
            self._temporary.chmod(0o666 & ~umask)  # a temporary file is its owner's alone
            self._temporary.replace(self.path)
            self._temporary = None
        except OSError as error:
            raise _refuse(self.path, error) from error

    def __exit__(self, *exception: object) -> None:
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                if exception[0] is None and self.path is not None:
                    raise _refuse(self.path, error) from error


def lines_of(path: Path) -> str:
    """The rejects in a file of rejects, without its header; none where there is no file."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        file.readline()
        return file.read()


def _is_rejects(path: Path) -> bool:
    """Whether a file is one of ours, by its header."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(REJECTS_HEADER)) == REJECTS_HEADER


def _refuse(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path} cannot be written: {error.strerror}; name another place with --rejects")


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value
