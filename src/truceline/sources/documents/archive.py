# SPDX-License-Identifier: Apache-2.0
"""Originals kept untouched, with a line of custody for each time that one came in.

Source:
    Berkeley Protocol on Digital Open Source Investigations (OHCHR, 2022), chapter VI, on preservation.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from truceline.errors import OutputError, Problem
from truceline.sources.documents.files import require_file
from truceline.sources.documents.pages import cannot
from truceline.version import VERSION

CUSTODY = "custody.jsonl"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of custody."""

    digest: str
    """SHA-256, in hexadecimal."""
    size: int
    """In bytes."""
    name: str
    """As it was given."""
    kept_at: str
    """UTC, ISO 8601."""
    collector: str
    """Who brought it."""
    version: str
    """Of Truceline."""
    file: str
    """Where the original lies, below the folder."""


def keep(path: str | Path, folder: str | Path, collector: str, now: datetime, *, read_as: str = "") -> Kept:
    """Keeps the original of a document: its bytes once, read-only, and a line of custody each time.

    Args:
        path: the document.
        folder: of the archive; made where it is missing.
        collector: who brought it.
        now: when; with its zone.
        read_as: the digest under which it was read before; empty where it was not.

    Raises:
        SourcesError: the document cannot be read, or is no longer what was read.
        OutputError: the archive cannot be written, or holds other bytes under this digest; nothing half-written is left.
    """
    path, folder = Path(path), Path(folder)
    if not collector.strip():
        raise cannot(path, "has no collector", "expected the name of who brought it")
    require_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise cannot(path, f"cannot be read: {error.strerror}", "expected a file") from error
    digest = hashlib.sha256(data).hexdigest()
    if read_as and digest != read_as:
        found, expected = (
            "has changed since it was read",
            f"expected the bytes with the digest {read_as[:12]}",
        )
        raise cannot(path, found, expected, "Read it again.")
    suffix = path.suffix.lower() if _SUFFIX.fullmatch(path.suffix) else ""
    try:
        (folder / "originals").mkdir(parents=True, exist_ok=True)
        held = sorted((folder / "originals").glob(f"{digest}*"))
        held = [file for file in held if file.stem == digest]
        file = held[0] if held else folder / "originals" / f"{digest}{suffix}"
        if held and hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise OutputError(
                f"{file}: its bytes no longer fit its name; set it aside and look into it, then keep {path} again"
            )
        if not held:
            _write(file, data, mode=0o444)
        at = now.astimezone(UTC).isoformat()
        kept = Kept(digest, len(data), str(path), at, collector, VERSION, f"originals/{file.name}")
        _append(folder / CUSTODY, json.dumps(asdict(kept), ensure_ascii=False) + "\n")
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written: {error.strerror}; nothing half-written is left"
        ) from error
    return kept


def keep_working(folder: str | Path, digest: str, made_by: str, values: dict[str, Any]) -> Path:
    """Writes the working copy of a kept document, apart from its original; it names what it was made by.

    Raises:
        OutputError: it cannot be written; nothing half-written is left.
    """
    file = Path(folder) / "working" / f"{digest}.json"
    text = json.dumps({"made_by": made_by, "original": digest, **values}, ensure_ascii=False, indent=1) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, text.encode(), mode=0o644)
    except OSError as error:
        raise OutputError(
            f"{file}: cannot be written: {error.strerror}; nothing half-written is left"
        ) from error
    return file


def _write(file: Path, data: bytes, mode: int) -> None:
    """Writes a file whole or not at all, also when the machine stops."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.chmod(mode)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    _sync(file.parent)


def _sync(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _append(file: Path, line: str) -> None:
    """Adds a line by one write, one process at a time; after a line that was broken off it begins a new one."""
    with file.open("ab+", buffering=0) as opened:
        if os.name != "nt":
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX)  # goes when the file is closed
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(size - 1, 0))
        if opened.read(1) not in (b"", b"\n"):
            line = f"\n{line}"
        data = line.encode()
        if opened.write(data) != len(data):
            opened.truncate(size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(opened.fileno())
    _sync(file.parent)


def check_archive(folder: str | Path) -> tuple[Problem, ...]:
    """What is wrong with an archive: broken lines, originals that are missing, not listed, or no longer what they were."""
    folder = Path(folder)
    custody = folder / CUSTODY
    try:
        lines = custody.read_bytes().split(b"\n")
    except OSError as error:
        return (
            _problem(custody, None, f"cannot be read: {error.strerror}", "expected the lines of custody"),
        )
    problems: list[Problem] = []
    listed: dict[str, tuple[int, Kept]] = {}
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        kept = _kept(line)
        if kept is None:
            problems.append(
                _problem(custody, number, f"{line[:60]!r}", "expected a line of custody; it is broken")
            )
        else:
            listed.setdefault(kept.file, (number, kept))
    for name, (number, kept) in listed.items():
        problems += _check_original(folder / name, custody, number, kept)
    for file in sorted((folder / "originals").glob("*")):
        if f"originals/{file.name}" not in listed:
            text = "expected no file without a line of custody"
            problems.append(
                _problem(file, None, "has no line of custody", text, "Keep it again, or take it out.")
            )
    return tuple(problems)


def _kept(line: bytes) -> Kept | None:
    """A line of custody; None where it is broken."""
    try:
        kept = Kept(**json.loads(line))
        is_plain = _DIGEST.fullmatch(kept.digest) and Path(kept.file).stem == kept.digest
        return kept if is_plain and kept.file == f"originals/{Path(kept.file).name}" else None
    except (ValueError, TypeError):
        return None


def _check_original(file: Path, custody: Path, number: int, kept: Kept) -> list[Problem]:
    try:
        data = file.read_bytes()
    except OSError as error:
        text = f"the original {kept.file} cannot be read: {error.strerror}"
        return [_problem(custody, number, text, "expected it where it was kept", "Restore it from a copy.")]
    found = hashlib.sha256(data).hexdigest()
    if found == kept.digest and len(data) == kept.size:
        return []
    text = f"expected {kept.digest[:12]} with {kept.size:,} bytes, as it was kept"
    return [
        _problem(
            file,
            None,
            f"has the digest {found[:12]} and {len(data):,} bytes",
            text,
            "Restore it from a copy.",
        )
    ]


def _problem(file: Path, line: int | None, found: str, expected: str, remedy: str = "") -> Problem:
    return Problem(str(file), line, None, "", found, expected, remedy)
