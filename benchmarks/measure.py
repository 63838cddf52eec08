# SPDX-License-Identifier: Apache-2.0
"""Time and memory of the process that runs, and how they are told."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

MIB = 1024 * 1024
_STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """The most memory that this process has held so far."""
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


class Timer:
    """Seconds spent inside a ``with timed()`` or ``with busy()``."""

    seconds = 0.0


@contextmanager
def folder_of(kept: Path | None) -> Iterator[Path]:
    """A folder to work in: the one to be kept, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@contextmanager
def timed() -> Iterator[Timer]:
    """Measures what is done inside it."""
    timer = Timer()
    start = time.perf_counter()
    yield timer
    timer.seconds = time.perf_counter() - start


@contextmanager
def busy() -> Iterator[Timer]:
    """Measures the time that processors spend on what is done inside it, whatever else the machine does."""
    timer = Timer()
    start = time.process_time()
    yield timer
    timer.seconds = time.process_time() - start


_PACKAGES = ("numpy", "numba", "pyarrow", "shapely", "pyproj", "geopandas", "duckdb", "sedonadb")


def machine() -> str:
    """Date, machine and versions, for the head of a table."""
    found = []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"Python {platform.python_version()}"
    return ", ".join([f"{date.today()}", platform.machine(), f"{cores} cores", python, *found])


def spread(values: Sequence[float]) -> str:
    """The median, and the least and the most."""
    middle, least, most = statistics.median(values), min(values), max(values)
    digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
    return f"{middle:,.{digits}f} ({least:,.{digits}f} to {most:,.{digits}f})"
