# SPDX-License-Identifier: Apache-2.0
"""The session of Spark in which an assessment runs, and its errors in our words."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from truceline.errors import TrucelineError

_LITTLE_JAVA = "-XX:TieredStopAtLevel=1"
"""For a Java that only hands bytes on, and shares its cores with those who judge: compiling its code as well as it can
took 2 to 3.5 s of processor time with ten million records, and gained nothing."""


def session_of(master: str | None, *, reads_here: bool) -> tuple[Any, bool]:
    """The session that runs, or a new one; and whether it is new.

    Args:
        master: where Spark runs; None where its own settings say so.
        reads_here: whether all records are read by Python, none by Java.
    """
    if master is not None and master.startswith("sc://"):
        raise TrucelineError(
            "Spark Connect (sc://) has no broadcasts; give the master itself, such as spark://HOST:7077"
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise TrucelineError(
            'the engine spark needs PySpark: pip install "truceline[spark]", and Java 17 or newer'
        ) from error
    builder = SparkSession.builder.appName("truceline").config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    if master is not None:
        builder = builder.master(master)
    if master is None or master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    if master is not None and master.startswith("local") and reads_here:
        builder = builder.config("spark.driver.defaultJavaOptions", _LITTLE_JAVA)
    is_new = SparkSession.getActiveSession() is None
    return builder.getOrCreate(), is_new


@contextmanager
def told() -> Iterator[None]:
    """Errors of Spark as errors of ours, short and with what to do."""
    try:
        yield
    except TrucelineError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        raise TrucelineError(_words(str(error))) from error


_RAISED = re.compile(r"[\w.]+(Error|Exception|Interrupt)\b")
"""The last line of what Python tells of an error."""
_REMEDIES = (
    ("JAVA_GATEWAY_EXITED", "Spark did not start: it needs Java 17 or newer (`java -version`)"),
    ("No module named 'truceline'", "the executors do not have Truceline: install it where they run (docs/how-to/spark.md)"),
    ("PATH_NOT_FOUND", "Spark finds nothing there"),
    ("CANNOT_MERGE_SCHEMA", "the files of one source have columns of different types; name them as sources of their own"),
    ("Pandas >=", 'PySpark needs pandas: pip install "truceline[spark]"'),
)  # fmt: skip


def _words(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason given"]
    raised = [line for line in lines if _RAISED.match(line)]
    first = raised[-1] if "Traceback" in text and raised else lines[0]
    for mark, words in _REMEDIES:
        if mark in text:
            return f"{words} ({first[:300]})"
    return f"Spark failed: {first[:600]}; nothing half-written is left"
