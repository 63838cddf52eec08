# SPDX-License-Identifier: Apache-2.0
"""A folder of findings that one watcher at a time writes, and the journal of what it has assessed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from truceline.errors import OutputError
from truceline.reports.exports import whole_file

JOURNAL = "journal.jsonl"
LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one file."""

    file: str
    """Its name in the watched folder."""
    digest: str
    """The SHA-256 of its content."""
    made_by: str
    """A digest of the terms and of all else that decided the findings."""
    refused: str = ""
    """Why it could not be read; empty where it was assessed."""


class Journal:
    """What has been assessed: a line for each file, written when its findings are in place.

    A program that is killed before the line is written assesses the file again, and puts the same
    findings in the place of the same findings. So nothing is lost and nothing stands twice.
    """

    def __init__(self, folder: Path) -> None:
        """Takes the folder for this process alone, and reads the journal.

        Raises:
            OutputError: another process has the folder, or it cannot be written.
        """
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        """The last entry of each file, by name."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = (folder / LOCK).open("a")
        except OSError as error:
            raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
        try:
            _take(self._lock)
            for left in folder.glob(".*.part"):
                left.unlink()  # of a process that was killed; nobody else writes here
            for line in _lines(folder / JOURNAL):
                entry = _entry(line)
                if entry is not None:
                    self.entries[entry.file] = entry
            with whole_file(folder / JOURNAL) as temporary:
                temporary.write_text("".join(map(_line, self.entries.values())), encoding="utf-8")
        except OSError as error:
            self._lock.close()
            words = (
                "another truceline watch writes to it" if _is_taken(error) else error.strerror or str(error)
            )
            raise OutputError(f"{folder} cannot be used: {words}; name another folder with --out") from error
        except OutputError:
            self._lock.close()
            raise

    def add(self, entry: Entry) -> None:
        """Writes an entry, and waits until the disk has it.

        Raises:
            OutputError: it cannot be written.
        """
        self.entries[entry.file] = entry
        try:
            with (self.folder / JOURNAL).open("a", encoding="utf-8") as file:
                file.write(_line(entry))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{self.folder / JOURNAL} cannot be written: {error.strerror or error};"
                " the file is assessed again next time"
            ) from error

    def close(self) -> None:
        """Gives the folder free."""
        self._lock.close()


def _take(lock: IO[str]) -> None:
    """Locks a file for as long as it is open, or the process lives."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        import fcntl

        fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_taken(error: OSError) -> bool:
    return isinstance(error, BlockingIOError | PermissionError)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []


def _entry(line: str) -> Entry | None:
    """A line of the journal; None for one whose writing was broken off."""
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False) + "\n"
