# SPDX-License-Identifier: Apache-2.0
"""Files of records one by one: what each is by its content, and what its reading came to."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.errors import Problem, RecordsError
from truceline.records.ids import SeenIds
from truceline.records.reading import Incidents
from truceline.records.rejects import Reject, RejectsFile, lines_of

_NO_CODES = np.zeros(0, dtype=np.uint64)


@dataclass
class Tally:
    """What the reading of one file came to."""

    read: int = 0
    rejected: int = 0
    first_rejects: list[Reject] = field(default_factory=list)
    """At most 20."""
    rejects: str = ""
    """All of them, as the lines of a file of rejects."""
    unmapped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)
    names_areas: bool = False
    """Whether a record names the area in which it happened."""
    ids: NDArray[np.uint64] = field(default_factory=lambda: _NO_CODES)
    """The ids that were read, as codes in order."""
    met: NDArray[np.uint64] = field(default_factory=lambda: _NO_CODES)
    """Likewise the ids of records rejected since a file before has them."""

    def values(self) -> dict[str, Any]:
        """All but ``ids`` and ``met`` as values of JSON."""
        return {
            "read": self.read,
            "rejected": self.rejected,
            "first_rejects": [asdict(reject) for reject in self.first_rejects],
            "rejects": self.rejects,
            "unmapped": dict(self.unmapped),
            "notes": dict(self.notes),
            "warnings": [asdict(warning) for warning in self.warnings],
            "names_areas": self.names_areas,
        }

    @classmethod
    def from_values(cls, values: dict[str, Any], ids: NDArray[np.uint64], met: NDArray[np.uint64]) -> Tally:
        """A tally from what ``values`` gave.

        Raises:
            KeyError, TypeError: they are no such values.
        """
        return cls(
            read=int(values["read"]),
            rejected=int(values["rejected"]),
            first_rejects=[Reject(**reject) for reject in values["first_rejects"]],
            rejects=str(values["rejects"]),
            unmapped=Counter(values["unmapped"]),
            notes=Counter(values["notes"]),
            warnings=[Problem(**warning) for warning in values["warnings"]],
            names_areas=bool(values["names_areas"]),
            ids=ids,
            met=met,
        )

    def is_as_after(self, before: SeenIds) -> bool:
        """Whether the file would be read alike after files with these ids: the same records would be kept."""
        return not before.hold(self.ids).any() and bool(before.hold(self.met).all())


class FileReading:
    """The next of some files, read as it would be among the others.

    Iterate over ``batches()`` once; then ``tally`` is complete.
    """

    def __init__(self, combined: Combined, path: Path) -> None:
        self._incidents = combined.incidents
        self._combined = combined
        self._path = path
        self.tally = Tally()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The incidents of the file.

        Raises:
            RecordsError: the file is no table.
        """
        with tempfile.TemporaryDirectory(prefix="truceline-") as folder:
            rejects = Path(folder) / "rejects.csv"
            seen = SeenIds(before=self._combined.seen)
            one = self._incidents.of_piece(self._path, seen, rejects)
            before = self._incidents.read
            for batch in one.batches(coded=True):
                self._incidents.read = before + one.read  # for whoever shows how far it is
                self._incidents.share = self._combined.share(one.share)
                self.tally.names_areas |= batch.column("area").null_count < batch.num_rows
                yield batch
            self._incidents.read = before
            tally = Tally(
                one.read, one.rejected, one.first_rejects, lines_of(rejects), one.unmapped, one.notes
            )
            tally.warnings, tally.names_areas = one.warnings, self.tally.names_areas
            tally.ids, tally.met = seen.codes(), seen.met()
            self.tally = tally


class Combined:
    """The tallies of files put together, told by the incidents that they are of.

    Afterwards ``incidents`` has the counts, and the file of rejects the bytes, of one reading of all.
    """

    def __init__(self, incidents: Incidents) -> None:
        self.incidents = incidents
        self.seen = SeenIds()
        incidents.start()
        self._weights = incidents.weights()
        self._added = 0
        self._rejects = RejectsFile(incidents.rejects)

    def __enter__(self) -> Combined:
        self._rejects.__enter__()
        return self

    def add(self, tally: Tally) -> None:
        """Adds the tally of the next file.

        Raises:
            OutputError: the rejects cannot be written.
        """
        self.incidents.count(tally.read, tally.rejected, tally.first_rejects)
        self.incidents.unmapped.update(tally.unmapped)
        self.incidents.notes.update(tally.notes)
        self.incidents.warnings.extend(tally.warnings)
        self._rejects.write_lines(tally.rejects.encode())
        self.seen.add_codes(tally.ids)
        self._added += 1
        self.incidents.share = self.share(0.0)

    def share(self, of_next: float) -> float:
        """The share of all files that is done, when so much is of the next one."""
        return sum(self._weights[: self._added]) + of_next * sum(self._weights[self._added : self._added + 1])

    def keep(self) -> None:
        """Puts the file of rejects in place.

        Raises:
            OutputError: the file cannot be written.
        """
        self._rejects.keep()

    def __exit__(self, *exception: object) -> None:
        self._rejects.__exit__(*exception)


def file_digest(path: Path) -> str:
    """The SHA-256 of what a file holds, hexadecimal.

    Raises:
        RecordsError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        found = f"it cannot be read ({error.strerror})"
        raise RecordsError([Problem(str(path), None, None, "", found, "expected a file")]) from error


@dataclass(frozen=True)
class Seal:
    """A file at a moment: its digest, and whether it is still as it was when that was taken."""

    path: Path
    digest: str
    state: tuple[int, int, int]

    @classmethod
    def of(cls, path: Path) -> Seal:
        """The file as it is now.

        Raises:
            RecordsError: it cannot be read.
        """
        try:
            state = _state(path)
        except OSError as error:
            found = f"it cannot be read ({error.strerror})"
            raise RecordsError([Problem(str(path), None, None, "", found, "expected a table")]) from error
        return cls(path, file_digest(path), state)

    def require_unbroken(self) -> None:
        """Refuses a file that was changed while it was read.

        Raises:
            RecordsError: it was.
        """
        try:
            is_same = _state(self.path) == self.state
        except OSError:
            is_same = False
        if not is_same:
            raise RecordsError(
                [
                    Problem(
                        str(self.path),
                        None,
                        None,
                        "",
                        "the file was changed while it was read",
                        "expected it to stay as it is",
                        "Run this again when nobody writes to it.",
                    )
                ]
            )


def _state(path: Path) -> tuple[int, int, int]:
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns
