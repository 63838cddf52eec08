# SPDX-License-Identifier: Apache-2.0
"""Files are assessed as they arrive: each once, whole, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.cli.program import run
from truceline.cli.watching import News, Options, Watch
from truceline.errors import OutputError
from truceline.reports import Journal, exports

EXAMPLE = ROOT / "examples" / "jeddah-2023"
HEADER = "id,start,lon,lat,act,by,against\n"
BRIDGE = HEADER + "bridge,2023-05-25T10:00,32.53,15.62,attack.shelling,RSF,SAF\n"
ROAD = HEADER + "road,2023-06-01,32.7,15.5,attack,RSF,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with terms, and one in which tables arrive."""
    shutil.copytree(EXAMPLE, tmp_path / "terms")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(BRIDGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watched(folder: Path) -> Iterator[Watch]:
    """A watch on it, for which a file is complete when it is as it was for 5 seconds."""
    with contextlib.closing(Journal(folder / "out")) as journal:
        yield Watch(folder / "in", journal, Options(folder / "terms" / "terms.yaml"), 5)


def _texts(news: Iterator[News]) -> list[str]:
    return [one.text for one in news]


def _once(folder: Path, *more: str) -> list[str]:
    terms = str(folder / "terms" / "terms.yaml")
    return ["watch", terms, str(folder / "in"), "-o", str(folder / "out"), "--once", "--settle", "0", *more]


def _made(folder: Path) -> dict[str, bytes]:
    """What is in the folder of findings, the lock left out."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def test_a_file_is_assessed_when_it_has_been_as_it_is_for_a_while(watched: Watch) -> None:
    assert _texts(watched.look(0)) == []
    assert _texts(watched.look(4)) == []
    (line,) = _texts(watched.look(5))
    assert line == "a.csv: 1 certain, 1 certain + possible; 1 records read, 0 rejected"
    assert _texts(watched.look(6)) == []


def test_a_file_that_grows_is_waited_for(watched: Watch) -> None:
    assert _texts(watched.look(0)) == []
    with (watched.folder / "a.csv").open("a", encoding="utf-8") as file:
        file.write("road,2023-06-01,32.7,15.5,attack,RSF,\n")
    assert _texts(watched.look(5)) == []
    assert "2 records read" in _texts(watched.look(10))[0]


def test_other_content_is_assessed_anew_and_a_new_date_is_not(watched: Watch) -> None:
    list(watched.look(0))
    list(watched.look(5))
    os.utime(watched.folder / "a.csv", (1, 1))
    assert _texts(watched.look(6)) == _texts(watched.look(11)) == []
    (watched.folder / "a.csv").write_text(ROAD + "jet,2023-06-01,32.7,95.5,attack.air,SAF,\n", "utf-8")
    list(watched.look(12))
    assert "1 rejected" in _texts(watched.look(17))[0]
    assert (watched.journal.folder / "a.csv.rejects.csv").exists()


@pytest.mark.parametrize("name", [".b.csv", "b.csv.part", "b.csv~", "~$b.csv"])
def test_names_of_files_that_are_being_written_are_let_lie(watched: Watch, name: str) -> None:
    (watched.folder / name).write_text(ROAD, encoding="utf-8")
    list(watched.look(0))
    assert len(_texts(watched.look(5))) == 1


def test_files_that_are_no_tables_are_told_once(watched: Watch) -> None:
    (watched.folder / "b.xlsx").write_bytes(b"PK")
    (watched.folder / "c.json").write_text("{}", encoding="utf-8")
    for unfinished in ("d.csv.part", "d.csv~", "d.csv.filepart", ".d.xlsx", "~$b.xlsx"):
        (watched.folder / unfinished).write_text(ROAD, encoding="utf-8")
    (watched.folder / "folder").mkdir()
    assert _texts(watched.look(0)) == []
    told, line = _texts(watched.look(5))
    assert told == (
        "left alone: b.xlsx, c.json; a table ends in"
        " .csv, .tsv, .txt, .csv.gz, .tsv.gz, .txt.gz, .parquet, .arrow, .feather, .ipc"
    )
    assert line.startswith("a.csv: 1 certain")
    assert _texts(watched.look(6)) == []
    for name in "efghij":
        (watched.folder / f"{name}.pdf").touch()
    assert _texts(watched.look(7)) == []
    (told,) = _texts(watched.look(12))
    assert told.startswith("left alone: e.pdf, f.pdf, g.pdf, h.pdf, i.pdf and 1 more; a table")


def test_a_file_left_alone_is_no_trouble(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in" / "b.xlsx").write_bytes(b"PK")
    assert run(_once(folder)) == 0
    assert capsys.readouterr().err.startswith("left alone: b.xlsx; ")


def test_what_is_doubtful_in_a_file_is_told_beside_its_line(watched: Watch) -> None:
    rows = ["bad,2023-06-01,32.7,195.5,attack,RSF,,", "worse,then,32.7,15.5,attack,RSF,,"]
    names = ["zulu", "yankee", "yankee", "xray", "whiskey", "victor", "uniform"]
    rows += [f"{number},2023-06-01,32.7,15.5,attack,{name},,seen" for number, name in enumerate(names)]
    table = "\n".join([HEADER.strip() + ",remarks", *rows, ""])
    (watched.folder / "a.csv").write_text(table, encoding="utf-8")
    list(watched.look(0))
    news = list(watched.look(5))
    line, column, rejected, unmapped = [one.text for one in news]
    assert [one.is_result for one in news] == [True, False, False, False]
    assert line.endswith("9 records read, 2 rejected")
    assert "remarks: a column that incidents do not have" in column
    assert rejected == (
        "a.csv: rejected first: line 2: lat: latitude 195.5 is not within +-90;"
        f" all that are rejected: {watched.journal.folder / 'a.csv.rejects.csv'}"
    )
    assert unmapped == (
        "a.csv: names that nobody mapped (unknown, not absent), with their records:"
        " yankee (2), uniform (1), victor (1), whiskey (1), xray (1) and 1 more"
    )


def test_a_file_that_cannot_be_read_is_set_aside_and_watching_goes_on(watched: Watch) -> None:
    list(watched.look(0))
    list(watched.look(5))
    (watched.folder / "a.csv").write_text("no table", encoding="utf-8")
    (watched.folder / "b.csv").write_text(ROAD, encoding="utf-8")
    list(watched.look(6))
    told, line = _texts(watched.look(11))
    assert "expected a column id" in told
    assert "a.csv is set aside until it changes" in told
    assert line.startswith("b.csv: ")
    assert not (watched.journal.folder / "a.csv.parquet").exists()
    assert _texts(watched.look(12)) == []
    assert "expected a column id" in watched.journal.entries["a.csv"].refused


def test_changed_terms_are_noticed_and_every_file_is_assessed_again(watched: Watch) -> None:
    list(watched.look(0))
    list(watched.look(5))
    terms = watched.options.terms
    terms.write_text(terms.read_text("utf-8") + "# a comment\n", encoding="utf-8")
    told, line = _texts(watched.look(6))
    assert told == "the terms, or what goes with them, have changed: every file is assessed again"
    assert line.startswith("a.csv: ")


def test_a_file_that_the_terms_name_elsewhere_is_read_anew_when_something_is_to_be_assessed(
    watched: Watch,
) -> None:
    terms = watched.options.terms
    (terms.parent / "more").mkdir()
    (terms.parent / "more" / "sites.csv").write_text("lon,lat\n32.5,15.6\n", encoding="utf-8")
    text = terms.read_text("utf-8").replace(
        "\nareas:\n", "\nareas:\n  added: {buffer: {file: more/sites.csv}, by: 500 m}\n", 1
    )
    terms.write_text(text, encoding="utf-8")
    list(watched.look(0))
    list(watched.look(5))
    before = watched.journal.entries["a.csv"].made_by
    (terms.parent / "more" / "sites.csv").write_text("lon,lat\n32.6,15.6\n", encoding="utf-8")
    (watched.folder / "b.csv").write_text(ROAD, encoding="utf-8")
    list(watched.look(6))
    told = _texts(watched.look(11))
    assert told[0].startswith("the terms, or what goes with them, have changed")
    assert [line.split(":")[0] for line in told[1:]] == ["a.csv", "b.csv"]
    assert watched.journal.entries["b.csv"].made_by != before


def test_terms_that_became_wrong_are_waited_for(watched: Watch) -> None:
    list(watched.look(0))
    terms = watched.options.terms
    text = terms.read_text("utf-8")
    terms.write_text("truceline: 1\n", encoding="utf-8")
    (told,) = _texts(watched.look(5))
    assert told.endswith("nothing is assessed until this is mended")
    assert _texts(watched.look(6)) == []
    terms.write_text(text + "\n", encoding="utf-8")
    assert _texts(watched.look(7))[-1].startswith("a.csv: ")


def test_a_folder_that_is_away_is_waited_for(watched: Watch) -> None:
    list(watched.look(0))
    watched.folder.rename(watched.folder.with_name("away"))
    (told,) = _texts(watched.look(5))
    assert "waiting for it" in told
    assert _texts(watched.look(6)) == []
    watched.folder.with_name("away").rename(watched.folder)
    assert _texts(watched.look(7))[0].startswith("a.csv: ")


def test_a_second_watch_goes_on_where_the_first_ended(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(_once(folder)) == 0
    assert "a.csv: 1 certain" in capsys.readouterr().out
    assert run(_once(folder)) == 0
    assert capsys.readouterr().out == ""


def test_findings_are_those_of_assess(folder: Path) -> None:
    assert run(_once(folder)) == 0
    out = folder / "alone.parquet"
    terms, table = folder / "terms" / "terms.yaml", folder / "in" / "a.csv"
    assert run(["assess", str(terms), str(table), "-o", str(out)]) == 0
    assert (folder / "out" / "a.csv.parquet").read_bytes() == out.read_bytes()


def test_two_watches_cannot_write_to_one_folder(watched: Watch) -> None:
    with pytest.raises(OutputError, match="another truceline watch writes to it"):
        Journal(watched.journal.folder)


def test_the_findings_cannot_be_in_the_folder_that_is_watched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _once(folder)
    arguments[4] = str(folder / "in" / "out")
    assert run(arguments) == 2
    assert "is in the folder that is watched" in capsys.readouterr().err


def test_the_findings_cannot_be_in_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").touch()
    assert run(_once(folder)) == 2
    assert "out is a file; name a folder for the findings" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "in")
    assert run(_once(folder)) == 2
    assert "in is not a folder; name the one in which tables arrive" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "status", "words"),
    [
        ("--assume", "no-such=in-force", 1, "no provision is called no-such; the terms have"),
        ("--as-of", "tomorrow", 2, "is not a date or time"),
        ("--layout", "x", 2, "is not one of"),
    ],
)
def test_an_option_that_is_wrong_is_told_before_anything_is_set_aside(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, status: int, words: str
) -> None:
    assert run(_once(folder, option, value)) == status
    assert words in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_a_full_disk_ends_it_and_leaves_nothing_half_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setitem(exports._WRITERS, ".parquet", full)
        assert run(_once(folder)) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert set(_made(folder / "out")) == {"journal.jsonl"}
    assert run(_once(folder)) == 0


KILL = """
import os, signal, sys
from pathlib import Path
from truceline.cli.program import run
from truceline.reports import journal, exports

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

step = sys.argv[1]
if step == "while writing":
    exports._WRITERS[".parquet"] = lambda path, findings: (path.write_bytes(b"half"), die())
elif step == "before the journal":
    journal.Journal.add = die
elif step == "in the journal":
    whole = journal._line
    def half(entry):
        with Path(sys.argv[5], "journal.jsonl").open("a") as file:
            file.write(whole(entry)[:30])
        die()
    journal._line = half
elif step == "after the journal":
    add = journal.Journal.add
    journal.Journal.add = lambda self, entry: (add(self, entry), die())
run(["watch", *sys.argv[2:4], "-o", sys.argv[5], "--once", "--settle", "0"])
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    "step", ["while writing", "before the journal", "in the journal", "after the journal"]
)
def test_a_watch_that_is_killed_loses_nothing_and_repeats_nothing(folder: Path, step: str) -> None:
    (folder / "in" / "b.csv").write_text(ROAD, encoding="utf-8")
    assert run(_once(folder)) == 0
    (folder / "out").rename(folder / "expected")
    paths = [str(folder / "terms" / "terms.yaml"), str(folder / "in"), "-o", str(folder / "out")]
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", KILL, step, *paths], capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert run(_once(folder)) == 0
    found = _made(folder / "out")
    expected = _made(folder / "expected")
    for made in (found, expected):
        lines = made.pop("journal.jsonl").decode().splitlines()
        assert sorted({line.split('"')[3] for line in lines if line.endswith("}")}) == ["a.csv", "b.csv"]
    assert found == expected


@pytest.mark.skipif(os.name == "nt", reason="there a process cannot be asked to end")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_it_well(folder: Path, asked: signal.Signals) -> None:
    command = [sys.executable, "-m", "truceline", *_once(folder)]
    command.remove("--once")
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # whoever runs the tests in the background has them ignore Ctrl-C, and their children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("a.csv: ")
            process.send_signal(asked)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert told.startswith(f"watching {folder / 'in'}; Ctrl-C ends it")
    assert "ended; what is in the folder of findings is whole" in told
