# SPDX-License-Identifier: Apache-2.0
"""Spark and one process give the same, byte for byte, whatever the pieces, the order and the losses."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shared_data import ROOT
from truceline.assess import Assessment, assess, assess_on_spark
from truceline.assess import spark as runner
from truceline.records import Incidents, RecordedFact, read_facts, read_incidents
from truceline.reports import write_findings
from truceline.terms import Terms, load_terms

pytestmark = pytest.mark.filterwarnings("ignore")  # PySpark leaves sockets to the garbage collector

TERMS = ROOT / "examples" / "syria-2016" / "terms.yaml"
INCIDENTS = ROOT / "examples" / "syria-2016" / "incidents.csv"


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(TERMS)


def _table() -> pa.Table:
    """The incidents of the example forty times, all cells as text, with faults and ids that come twice."""
    with INCIDENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made: list[dict[str, str]] = []
    for turn in range(40):
        for row in rows:
            more = dict(row, id=f"{row['id']}-{turn}")
            if turn % 10 == 3:
                more["lat"] = "95"
            if turn % 10 == 5:
                more["by"] = f"nobody {turn % 20}"
            if turn >= 30 and row is rows[0]:
                more["id"] = f"{row['id']}-{turn - 25}"  # rejected where 5, 6, ... stand in an earlier piece
            made.append(more)
    return pa.table({name: [row[name] or None for row in made] for name in rows[0]})


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The table in three files whose names are not in the order of their sizes; one has small row groups."""
    folder = tmp_path_factory.mktemp("input") / "with space %41 é"
    folder.mkdir()
    table = _table()
    paths = []
    for number, (begin, end) in enumerate([(0, 500), (500, 520), (520, table.num_rows)]):
        path = folder / f"{number}.parquet"
        pq.write_table(table.slice(begin, end - begin), path, row_group_size=64)
        paths.append(str(path))
    return paths


def _local(terms: Terms, files: Sequence[str], folder: Path, **options: Any) -> tuple[Assessment, Incidents]:
    incidents = read_incidents(list(files), terms, rejects=folder / "local.rejects.csv")
    assessment = assess(terms, incidents, **options)
    write_findings(folder / "local.parquet", assessment)
    return assessment, incidents


def _require_same(
    spark: Any, terms: Terms, files: Sequence[str], sources: Sequence[str], folder: Path, **options: Any
) -> None:
    """Runs both, and holds the one to the other in everything that they tell and write."""
    pack = options.pop("pack", None)
    local, incidents = _local(terms, files, folder, **options)
    extra = {} if pack is None else {"pack": pack}
    with assess_on_spark(
        terms, sources, read_incidents([], terms), session=spark, **options, **extra
    ) as assessment:
        write_findings(folder / "spark.parquet", assessment)
        assessment.write_rejects(folder / "spark.rejects.csv")
        assert assessment.summary == local.summary
        assert assessment.notes == incidents.notes
        if sources == files:
            assert assessment.warnings == incidents.warnings
            assert assessment.first_rejects == incidents.first_rejects
            assert _text(folder / "spark.rejects.csv") == _text(folder / "local.rejects.csv")
    assert (folder / "spark.parquet").read_bytes() == (folder / "local.parquet").read_bytes()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of a row group or two, so that a small file has many."""
    monkeypatch.setattr(runner, "_PIECE_BYTES", (1, 1))


@pytest.mark.usefixtures("small_pieces")
def test_files_give_the_same_bytes_as_one_process(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    _require_same(spark, terms, files, files, tmp_path)
    assert "another record has this id" in _text(tmp_path / "spark.rejects.csv")


def test_files_that_spark_reads_give_the_same_bytes(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    _require_same(spark, terms, files, [f"file:{Path(files[0]).parent.as_posix()}"], tmp_path)


def test_a_folder_and_a_pattern_are_read_by_name(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    folder = Path(files[0]).parent
    (folder / "_SUCCESS").touch()
    for source in (str(folder), str(folder / "[0-9].parquet")):
        _require_same(spark, terms, files, [source], tmp_path)


def test_a_file_that_is_given_twice_is_rejected_the_second_time(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    twice = [files[0], files[1], files[0]]
    _require_same(spark, terms, twice, twice, tmp_path)


@pytest.mark.usefixtures("small_pieces")
def test_facts_assumptions_times_and_all_rows_count_as_on_one_machine(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    ids = [*_table().column("id").to_pylist()[25:400:25], "no-such-incident"]
    about = [name for name, fact in terms.facts.items() if fact.about == "incident"]
    rows = [{"fact": name, "about": id_, "value": "yes", "cite": "x"} for name in about for id_ in ids]
    _require_same(
        spark,
        terms,
        files,
        files,
        tmp_path,
        facts=_facts(rows, terms, tmp_path),
        assume=[next(iter(terms.provisions))],
        as_of_ms=1_462_000_000_000,
        all_rows=True,
    )


def _facts(rows: list[dict[str, str]], terms: Terms, folder: Path) -> Sequence[RecordedFact]:
    path = folder / "facts.csv"
    path.write_text("fact,about,value,cite\n" + "".join(f"{r['fact']},{r['about']},yes,x\n" for r in rows))
    return read_facts([path], terms)


def _dying_pack(folder: str, table: pa.Table) -> bytes:
    """Packs findings, but the first process to come here is killed, as by a machine that fails."""
    import os
    import signal
    from pathlib import Path

    from truceline.assess.parts import packed

    try:
        (Path(folder) / "died").touch(exist_ok=False)
    except FileExistsError:
        return packed(table)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is dead")


@pytest.mark.usefixtures("small_pieces")
def test_a_worker_that_is_killed_loses_and_repeats_nothing(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    _by_value()
    _require_same(spark, terms, files, files, tmp_path, pack=partial(_dying_pack, str(tmp_path)))
    assert (tmp_path / "died").exists()


def _by_value() -> None:
    """The executors cannot import tests: their functions travel whole."""
    from pyspark import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])


_CLUSTER = """
import os, signal, sys
from functools import partial
from pathlib import Path

import pyarrow as pa
from pyspark import cloudpickle
from pyspark.sql import SparkSession

from truceline.assess import assess_on_spark, parts, spark
from truceline.records import read_incidents
from truceline.reports import write_findings
from truceline.terms import load_terms


def dying(folder, table):
    if table.num_rows and not (folder / "died").exists():
        (folder / "died").touch()
        java = os.getppid()
        while b"java" not in Path(f"/proc/{java}/cmdline").read_bytes().split(b"\\0")[0]:
            java = int(Path(f"/proc/{java}/stat").read_text().rsplit(")", 1)[1].split()[1])
        os.kill(java, signal.SIGKILL)
    return parts.packed(table)


cloudpickle.register_pickle_by_value(sys.modules[__name__])
spark._PIECE_BYTES = (1, 1)
out, source, terms_file = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
session = SparkSession.builder.config("spark.log.level", "OFF").config("spark.ui.enabled", "false")
session = session.config("spark.driver.host", "127.0.0.1").master("local-cluster[2,1,1024]").getOrCreate()
terms = load_terms(terms_file)
reading = read_incidents([], terms)
with assess_on_spark(terms, [source], reading, session=session, pack=partial(dying, out)) as assessment:
    write_findings(out / "spark.parquet", assessment)
session.stop()
"""


@pytest.mark.usefixtures("spark")
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="finds the executor in /proc")
def test_an_executor_that_is_killed_loses_and_repeats_nothing(
    terms: Terms, files: list[str], tmp_path: Path
) -> None:
    _local(terms, files[:1], tmp_path)
    script = tmp_path / "cluster.py"
    script.write_text(_CLUSTER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path), files[0], str(TERMS)],
        env={**os.environ, "PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "died").exists()
    assert (tmp_path / "spark.parquet").read_bytes() == (tmp_path / "local.parquet").read_bytes()
