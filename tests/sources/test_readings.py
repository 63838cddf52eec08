# SPDX-License-Identifier: Apache-2.0
"""Reading in several processes: the same readings, and the dictionaries once for each process."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from shared_data import ROOT
from sources.pages_of_tests import PARAGRAPHS
from truceline.errors import SourcesError
from truceline.sources import (
    Claim,
    Dictionaries,
    HowToRead,
    Phrase,
    Reading,
    Span,
    Told,
    find_origins,
    find_statements,
    read_about,
    read_all,
    read_document,
    readings_values,
)
from truceline.sources import dictionaries as module


class Counted(Dictionaries):
    """Dictionaries that write down each time that another process takes them over."""

    def __reduce__(self) -> tuple[object, tuple[Path | None]]:  # type: ignore[override]
        return _taken_over, (self.folder,)


def _taken_over(folder: Path) -> Dictionaries:
    with (folder / "taken").open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    return Dictionaries(folder=folder)


def _many(folder: Path) -> list[Path]:
    paths = [folder / f"{number:03}.txt" for number in range(120)]
    for number, path in enumerate(paths):
        path.write_text("\n\n".join((*PARAGRAPHS, f"He said it {number} times.")), encoding="utf-8")
    return paths


@pytest.fixture(autouse=True)
def _find_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_other_processes_take_over_the_dictionaries_once_each(tmp_path: Path) -> None:
    paths = [*_many(tmp_path), tmp_path / "none.txt"]
    shipped = ROOT / "src" / "truceline" / "sources" / "data" / "en" / "verbs.toml"
    shutil.copy(shipped, tmp_path)
    how = HowToRead(dictionaries=Counted(folder=tmp_path))
    readings, problems = read_all(paths, how, processes=2)
    processes = (tmp_path / "taken").read_text(encoding="utf-8").splitlines()
    assert 1 <= len(processes) == len(set(processes)) <= 2
    assert (readings, problems) == read_all(paths, HowToRead(dictionaries=Dictionaries(folder=tmp_path)))
    assert len(readings) == 120
    assert [problem.file for problem in problems] == [str(paths[-1])]


class Ending(Dictionaries):
    """Dictionaries that end whatever process takes them over."""

    def __reduce__(self) -> tuple[object, tuple[int]]:  # type: ignore[override]
        return os._exit, (9,)


def test_a_process_that_is_ended_from_outside_is_told(tmp_path: Path) -> None:
    told = "was ended from outside; expected memory for all that are read at a time. Read fewer"
    with pytest.raises(SourcesError, match=told):
        read_all(_many(tmp_path), HowToRead(dictionaries=Ending()), processes=2)


def test_dictionaries_go_to_another_process_without_what_was_made_of_them(tmp_path: Path) -> None:
    dictionaries = Dictionaries()
    find_statements(read_document(_many(tmp_path)[0]), dictionaries)
    sent = pickle.dumps(dictionaries)
    assert len(sent) < 200
    assert pickle.loads(sent) == dictionaries


def test_the_digest_covers_the_table_of_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Dictionaries().digest
    monkeypatch.setattr(module, "languages_bytes", lambda: b"[words]\n")
    assert Dictionaries().digest != shipped


def _twice(folder: Path, about: str) -> tuple[list[str], list[str]]:
    """The same bytes under two names, and what is read and what is wrong by a table on them."""
    table = folder / "about.csv"
    table.write_text(about, encoding="utf-8")
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text("\n\n".join((*PARAGRAPHS, "c" * (name == "c.txt"))), encoding="utf-8")
    paths = [folder / name for name in ("b.txt", "a.txt", "c.txt")]
    readings, problems = read_all(paths, HowToRead(about=read_about(table)))
    names = [Path(reading.document.original.name).name for reading in readings]
    return names, [str(problem).replace(f"{folder}/", "") for problem in problems]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a.txt,,2031-03-04,\nb.txt,,2031-03-05,\n", "published is 2031-03-04 or 2031-03-05"),
        ("a.txt,,,Europe/Vienna\nb.txt,,,Asia/Tokyo\n", "zone is Asia/Tokyo or Europe/Vienna"),
    ],
)
def test_the_same_bytes_of_which_people_say_two_things_are_refused(
    tmp_path: Path, rows: str, told: str
) -> None:
    names, problems = _twice(tmp_path, f"document,outlet,published,zone\n{rows}")
    assert names == ["c.txt"]
    assert [problem.partition(":")[0] for problem in problems] == ["b.txt", "a.txt"]
    assert f"has the bytes of a.txt, and {told} by their rows" in problems[0].replace(str(tmp_path), "")
    assert "Give one row with the document " in problems[0]


def test_what_people_say_of_one_name_holds_for_the_same_bytes_by_another(tmp_path: Path) -> None:
    names, problems = _twice(
        tmp_path, "document,outlet,published,zone\nb.txt,Arden Post,2031-03-05,Asia/Tokyo\n"
    )
    assert (names, problems) == (["b.txt", "a.txt", "c.txt"], [])
    how = HowToRead(about=read_about(tmp_path / "about.csv"))
    (one, other, alone), _ = read_all([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")], how)
    assert one.document.published == other.document.published == Told("2031-03-05", "given")
    assert one.times == other.times
    assert (one.document.outlet, alone.document.published) == (None, None)


def test_several_outlets_may_have_printed_the_same_bytes(tmp_path: Path) -> None:
    rows = "a.txt,Hill Star,2031-03-04,\nb.txt,Arden Post,2031-03-04,\n"
    names, problems = _twice(tmp_path, f"document,outlet,published,zone\n{rows}")
    assert (names, problems) == (["b.txt", "a.txt", "c.txt"], [])


def test_of_the_same_bytes_json_and_origins_take_one_reading(tmp_path: Path) -> None:
    text = "\n\n".join(PARAGRAPHS)
    readings = []
    for name, outlet, letter in (("b.txt", "Arden Post", "D"), ("a.txt", "Hill Star", "B")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        document = read_document(tmp_path / name)
        document = replace(document, outlet=Told(outlet, "given"), reliability=Told(letter, "given"))
        span = document.main[0].span
        claim = Claim(
            f"{document.id}-c1", "incident", span, "", Phrase("", Span(span.start, span.start)), note=name
        )
        readings.append(Reading(document, claims=(claim,)))
    (claim,) = readings_values(readings)["claims"]
    assert claim["note"] == "a.txt"
    for given in (readings, readings[::-1]):
        found = find_origins(given)
        assert found == find_origins(readings)
        (weighing,) = found.weighings
        assert (weighing.outlets, weighing.letters) == (("Arden Post", "Hill Star"), ("B", "D"))
