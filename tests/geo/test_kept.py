# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import shapely

from truceline.geo import kept, regions
from truceline.geo.cells import Cells
from truceline.geo.regions import ShapeRegion

TURN = np.linspace(0, 2 * np.pi, 400, endpoint=False)
ROUND = shapely.Polygon(np.column_stack([37 + np.cos(TURN), 35 + np.sin(TURN)]))


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(regions, "WORTH_LOOKING", 0.0)
    monkeypatch.setattr(regions, "WORTH_DISCS", 0.0)
    return tmp_path / "cache"


def _cells() -> Cells:
    found = ShapeRegion(ROUND).cells(1.0, 0.0)
    assert found is not None
    return found


def _equal(a: Cells, b: Cells) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(Cells))


def _refuse(*_: object) -> None:
    raise AssertionError("it was built again")


def test_an_index_is_read_back_as_it_was_built(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = _cells()
    monkeypatch.setattr(regions, "build", _refuse)
    assert _equal(_cells(), built)
    assert [path.name.endswith(".cells.npz") for path in place.iterdir()] == [True]


@pytest.mark.parametrize("harm", ["cut", "bit", "empty", "text", "other"])
def test_a_file_that_is_not_whole_is_built_anew(place: Path, harm: str) -> None:
    built = _cells()
    (path,) = place.iterdir()
    data = bytearray(path.read_bytes())
    if harm == "bit":
        data[len(data) // 2] ^= 1
    changed = {"cut": bytes(data[:-200]), "empty": b"", "text": b"no index"}.get(harm, bytes(data))
    if harm == "other":
        np.savez(place / "other", plain=np.zeros(3))
        changed = (place / "other.npz").read_bytes()
    path.write_bytes(changed)
    assert kept.read(path.name) is None
    assert _equal(_cells(), built)
    assert kept.read(path.name) is not None


def test_an_index_that_leads_out_of_its_arrays_is_not_used(place: Path) -> None:
    cells = _cells()
    (path,) = place.iterdir()
    cells.listed[0] = len(cells.lines)
    kept.write(path.name, cells)
    assert kept.read(path.name) is None


def test_a_file_under_another_name_is_not_used(place: Path) -> None:
    _cells()
    (path,) = place.iterdir()
    other = kept.name_of(b"another shape", 1.0)
    path.rename(place / other)
    assert kept.read(other) is None


def test_the_oldest_are_removed_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = _cells()
    (path,) = place.iterdir()
    monkeypatch.setattr(kept, "_MOST_BYTES", 3 * path.stat().st_size)
    for at in range(4):
        kept.write(f"{at}.cells.npz", cells)
        os.utime(place / f"{at}.cells.npz", (at, at))
    kept.write("5.cells.npz", cells)
    assert {p.name for p in place.iterdir()} == {path.name, "3.cells.npz", "5.cells.npz"}


def test_an_empty_name_turns_it_off_and_a_folder_that_cannot_be_is_no_error(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.VARIABLE, "")
    assert kept.folder() is None
    _cells()
    assert not place.exists()
    place.write_text("a file, no folder", encoding="utf-8")
    monkeypatch.setenv(kept.VARIABLE, str(place))
    _cells()


@pytest.mark.parametrize(
    ("given", "expected"), [("/somewhere", "/somewhere/truceline"), ("", "~/.cache/truceline")]
)
def test_without_a_name_it_is_the_cache_folder_of_the_user(
    given: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(kept.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    assert kept.folder() == Path(expected).expanduser()


def test_a_kept_index_is_looked_for_long_before_building_one_would_pay(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = _cells()
    monkeypatch.setattr(regions, "WORTH_LOOKING", 10.0)
    monkeypatch.setattr(regions, "WORTH_DISCS", 1e9)
    region = ShapeRegion(ROUND)
    assert region.cells(9.0, 0.0) is None
    found = region.cells(1.0, 0.0)
    assert found is not None
    assert _equal(found, built)
    assert region.cells(1.0, 5_000.0) is None
    assert region.cells(1.0, 0.0) is found
