# SPDX-License-Identifier: Apache-2.0
"""Hashes have their published values, compiled or not, and an id that comes twice is found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline import kernels
from truceline.records import ids
from truceline.records.hashes import hashes
from truceline.records.ids import SeenIds

WAYS = ("numpy", "numba")

# xxHash, cli/xsum_sanity_check.c: XXH64 with the seed 0 of the first bytes of its buffer.
PUBLISHED = {
    0: 0xEF46DB3751D8E999,
    1: 0xE934A84ADB052768,
    3: 0xFF7E1959CB50794A,
    4: 0x9136A0DCA57457EE,
    8: 0xCDBCF538E71D1348,
    14: 0x8282DCC4994E35C8,
    16: 0x98C90B57FDFCB55C,
    17: 0x0D39A2D051A30C2C,
    24: 0xF75A6DEA42DC5BF4,
    222: 0xB641AE8CB691C174,
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The loop and NumPy, in turn."""
    if request.param == "numba":
        pytest.importorskip("numba")
    monkeypatch.setenv(kernels.VARIABLE, request.param)
    return str(request.param)


def buffer(length: int) -> bytes:
    made, value = bytearray(), 2654435761
    for _ in range(length):
        made.append(value >> 56)
        value = value * 11400714785074694797 % 2**64
    return bytes(made)


@pytest.mark.usefixtures("way")
def test_hashes_have_their_published_values() -> None:
    column = pa.array([buffer(length) for length in PUBLISHED], pa.binary())
    assert hashes(column).tolist() == list(PUBLISHED.values())


def test_every_column_has_the_same_hashes_whichever_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")

    @given(st.lists(st.none() | st.text(max_size=100) | st.text("ab", max_size=40)), st.integers(0, 5))
    def hold(texts: list[str | None], begin: int) -> None:
        made = []
        for way in WAYS:
            monkeypatch.setenv(kernels.VARIABLE, way)
            column = pa.array(texts, pa.string()).slice(begin)
            made.append(hashes(column).tolist())
            assert made[-1] == [int(hashes(pa.array([text], pa.string()))[0]) for text in column.to_pylist()]
        assert made[0] == made[1]

    hold()


@pytest.mark.usefixtures("way")
@given(st.lists(st.lists(st.integers(0, 60).map(str) | st.uuids().map(str), max_size=40), max_size=8))
def test_every_id_that_comes_twice_is_found(batches: list[list[str]]) -> None:
    seen, before = SeenIds(), set[str]()
    for batch in batches:
        expected = []
        for text in batch:
            expected.append(text in before)
            before.add(text)
        assert seen.add(pa.array(batch, pa.string())).tolist() == expected


@pytest.mark.usefixtures("way")
def test_a_table_of_ids_grows_and_forgets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_PIECE", 1000)
    column = pa.array([f"incident {number}" for number in range(20_000)])
    seen = SeenIds()
    for begin in range(0, len(column), 3000):
        assert not seen.add(column.slice(begin, 3000)).any()
    assert seen.add(column).all()


@pytest.mark.usefixtures("way")
def test_codes_that_point_to_the_last_place_go_on_at_the_first() -> None:
    table = np.zeros(8, dtype=np.uint64)
    codes = np.array([2**64 - 1, 2**64 - 2, 2**64 - 3, 2**64 - 2], dtype=np.uint64)
    assert ids._put(table, codes).tolist() == [False, False, False, True]
    assert ids._put(table, codes[:3]).all()
    assert sorted(table.tolist())[-3:] == sorted({int(code) for code in codes})


@pytest.mark.usefixtures("way")
@given(
    st.lists(st.integers(0, 400).map(str), max_size=300), st.lists(st.integers(0, 400).map(str), max_size=300)
)
def test_every_id_that_was_added_is_held_and_no_other(added: list[str], asked: list[str]) -> None:
    seen = SeenIds()
    seen.add(pa.array(added, pa.string()))
    found = seen.hold(ids.id_codes(pa.array(asked, pa.string())))
    assert found.tolist() == [text in set(added) for text in asked]


@pytest.mark.usefixtures("way")
@given(*[st.lists(st.integers(0, 40).map(str), max_size=40)] * 2)
def test_every_id_of_another_file_counts_as_read_and_is_kept_apart(before: list[str], own: list[str]) -> None:
    earlier = SeenIds()
    earlier.add(pa.array(before, pa.string()))
    seen = SeenIds(before=earlier)
    found = seen.add(pa.array(own, pa.string())).tolist()
    assert found == [text in before or text in own[:at] for at, text in enumerate(own)]

    def codes(texts: set[str]) -> list[int]:
        return sorted(ids.id_codes(pa.array(sorted(texts), pa.string())).tolist())

    assert seen.codes().tolist() == codes(set(own) - set(before))
    assert seen.met().tolist() == codes(set(own) & set(before))
