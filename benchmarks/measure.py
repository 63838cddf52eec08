# SPDX-License-Identifier: Apache-2.0
"""Time and memory of the process that runs."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
