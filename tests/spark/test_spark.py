# SPDX-License-Identifier: Apache-2.0
"""Spark and one process give the same, byte for byte, whatever the pieces, the order and the losses."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shared_data import ROOT
from truceline.assess import Assessment, assess, assess_on_spark
from truceline.assess import spark as runner
from truceline.cli.program import run
from truceline.errors import OutputError, TrucelineError
from truceline.records import Incidents, RecordedFact, read_facts, read_incidents
from truceline.reports import write_findings, write_parts
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
        pq.write_table(table.slice(begin, end - begin), path, row_group_size=160)
        paths.append(str(path))
    return paths


def _local(terms: Terms, files: Sequence[str], folder: Path, **options: Any) -> tuple[Assessment, Incidents]:
    incidents = read_incidents(list(files), terms, rejects=folder / "local.rejects.csv")
    assessment = assess(terms, incidents, threads=1, **options)
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
from truceline.reports import write_findings, write_parts
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


_JAVA = """
import sys

from truceline.assess.spark_session import session_of

session, is_new = session_of("local[1]", reads_here=sys.argv[1] == "here")
java = session.sparkContext._jvm.java.lang.management.ManagementFactory
print("given:", *java.getRuntimeMXBean().getInputArguments())
session.stop()
"""


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("reader", ["here", "java"])
def test_only_a_java_that_reads_no_records_is_spared_work(reader: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _JAVA, reader],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (given,) = (line for line in done.stdout.splitlines() if line.startswith("given:"))
    assert ("-XX:TieredStopAtLevel=1" in given.split()) == (reader == "here")


def _command(*words: object) -> list[str]:
    return ["assess", str(TERMS), *map(str, words), "--engine", "spark"]


@pytest.fixture
def same_session(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command finds the session of the tests, and leaves it running."""
    monkeypatch.setattr(type(spark), "stop", lambda self: None)


@pytest.mark.usefixtures("same_session")
def test_the_command_writes_a_folder_that_is_the_same_table(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truceline.assess.engine._cores", lambda: 1)
    local, out = tmp_path / "local.parquet", tmp_path / "findings"
    assert run(["assess", str(TERMS), *files, "-o", str(local)]) == 1
    told = capsys.readouterr()
    for _ in range(2):  # the second takes the place of the first
        assert run(_command(*files, "-o", out)) == 1
    said = capsys.readouterr()
    here = told.out.replace("local.parquet", "findings").replace("local.rejects", "findings.rejects")
    assert said.out == here * 2
    assert said.err == told.err * 2
    parts = sorted(out.iterdir())
    assert len(parts) == len(files)
    table = pa.concat_tables([pq.read_table(path) for path in parts])
    assert table.equals(pq.read_table(local), check_metadata=True)
    assert _text(tmp_path / "findings.rejects.csv") == _text(tmp_path / "local.rejects.csv")
    assert {path.name for path in tmp_path.iterdir()} == {
        *("findings", "findings.rejects.csv", "local.parquet", "local.rejects.csv")
    }


@pytest.mark.usefixtures("same_session")
def test_the_command_writes_to_an_address_and_spares_what_is_not_ours(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    address = f"file:{tmp_path.as_posix()}/findings"
    for _ in range(2):
        assert run(_command(files[1], "-o", address)) == 0
    assert [path.name for path in (tmp_path / "findings").glob("*.parquet")] == ["part-00000.parquet"]
    (tmp_path / "findings" / "notes.txt").touch()
    for out in (address, tmp_path / "findings"):
        assert run(_command(files[1], "-o", out)) == 1
        assert "is no folder of findings; name another" in capsys.readouterr().err
    assert (tmp_path / "findings" / "notes.txt").exists()


@pytest.mark.usefixtures("same_session")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([INCIDENTS, "-o", "out"], 1, "does not read CSV"),
        (["no-such.parquet", "-o", "out"], 1, "it cannot be read (No such file or directory)"),
        (["none-*.parquet", "-o", "out"], 1, "there is no Parquet file"),
        (["file:/no/such/folder", "-o", "out"], 1, "Spark finds nothing there"),
        (["bad.parquet", "-o", "out"], 1, 'Rename "Id" to id'),
        (["x.parquet", "-o", "out", "--report", "out.html"], 2, "engine local"),
        (["x.parquet", "-o", "x.parquet"], 2, "is the input x.parquet too"),
        (["x.parquet", "-o", "out", "--master", "sc://host"], 1, "give the master itself"),
        (["x.parquet", "-o", "out", "--assume", "none=in-force"], 1, "no provision is called none"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.table({"Id": ["a"]}), tmp_path / "bad.parquet")
    assert run(_command(*words)) == status
    assert said in " ".join(capsys.readouterr().err.split())
    assert [path.name for path in tmp_path.iterdir()] == ["bad.parquet"]


def test_columns_that_only_some_files_have_are_read_under_an_address_too(
    spark: Any, terms: Terms, tmp_path: Path
) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    pq.write_table(_table().slice(0, 20).drop_columns(["act"]), folder / "a.parquet")
    pq.write_table(_table().slice(20, 20), folder / "b.parquet")
    files = [str(folder / "a.parquet"), str(folder / "b.parquet")]
    _require_same(spark, terms, files, [f"file:{folder.as_posix()}"], tmp_path)


def test_a_failed_run_leaves_what_was_there(
    spark: Any, terms: Terms, files: list[str], tmp_path: Path
) -> None:
    _by_value()
    out = tmp_path / "findings"
    out.mkdir()
    (out / "part-00000.parquet").write_bytes(b"from an earlier run")
    with (
        pytest.raises(TrucelineError, match="RuntimeError: out of order; nothing half-written is left"),
        assess_on_spark(terms, files, read_incidents([], terms), session=spark, pack=_failing_pack) as run_,
    ):
        write_parts(out, run_.schema, run_.parts())
    assert [path.read_bytes() for path in out.iterdir()] == [b"from an earlier run"]
    with pytest.raises(OutputError, match="still stands"):
        write_parts(out, pa.schema([]), _torn())
    assert [path.read_bytes() for path in out.iterdir()] == [b"from an earlier run"]
    assert list(tmp_path.iterdir()) == [out]


def _failing_pack(table: pa.Table) -> bytes:
    raise RuntimeError("out of order")


def _torn() -> Iterator[bytes]:
    yield b"some"
    raise OSError(28, "No space left on device")


def test_a_machine_without_pyspark_is_told_what_to_install(
    terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(TrucelineError, match=r"pip install \"truceline\[spark\]\", and Java 17"):
        assess_on_spark(terms, ["x.parquet"], read_incidents([], terms), master="local[1]")
