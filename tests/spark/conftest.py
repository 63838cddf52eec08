# SPDX-License-Identifier: Apache-2.0
"""One session of Spark for all tests; without Spark or Java they are skipped, and say why."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pytest


def _java_version() -> int:
    java = shutil.which("java")
    if java is None:
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network but this machine: PySpark talks to Java through a socket."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if not isinstance(address, str) and address[0] not in ("127.0.0.1", "localhost"):
            raise AssertionError("a test tried to reach the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session in this process, with two cores and four tries for each task."""
    if _java_version() < 17:
        pytest.skip("no Java 17 or newer here: scripts/get_java.sh installs it on Debian")
    sql = pytest.importorskip("pyspark.sql", reason="no PySpark here: `make spark` installs it")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "OFF",  # tests lose workers on purpose
        "spark.sql.shuffle.partitions": "4",
    }
    builder = sql.SparkSession.builder.master("local[2,4]").appName("tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
    yield session
    session.stop()
