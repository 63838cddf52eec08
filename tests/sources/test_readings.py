# SPDX-License-Identifier: Apache-2.0
"""Reading in several processes: the same readings, and the dictionaries once for each process."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from shared_data import ROOT
from sources.pages_of_tests import PARAGRAPHS
from truceline.errors import SourcesError
from truceline.sources import Dictionaries, HowToRead, find_statements, read_all, read_document
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
