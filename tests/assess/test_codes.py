# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline import kernels
from truceline.assess.bits import members, packed, rows_of_each, rows_with, take_out
from truceline.assess.codes import Codes

KERNELS = ["numpy", "numba"]
_INTEGERS = st.integers(-(2**62), 2**62)


@pytest.fixture(params=KERNELS)
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv(kernels.VARIABLE, request.param)


def _columns(triples: list[tuple[int, int, int]]) -> list[np.ndarray]:
    return list(np.array(triples, dtype=np.int64).reshape(-1, 3).T.copy())


@pytest.mark.usefixtures("kernel")
def test_a_triple_keeps_its_number_while_the_table_grows() -> None:
    random = np.random.default_rng(1)
    triples = [tuple(row) for row in random.integers(-9, 9, (6_000, 3)).tolist()]
    codes, expected = Codes(), dict[tuple[int, ...], int]()
    for first in range(0, len(triples), 500):
        part = triples[first : first + 500]
        a, b, c = _columns(part)
        known = [expected.get(triple, -1) for triple in part]
        assert codes.find(a, b, c).tolist() == known
        numbers = codes.intern(a, b, c).tolist()
        for triple, number in zip(part, numbers, strict=True):
            assert expected.setdefault(triple, number) == number
    assert sorted(expected.values()) == list(range(len(codes)))


@given(st.lists(st.tuples(_INTEGERS, _INTEGERS, _INTEGERS)))
def test_both_kernels_find_the_same(triples: list[tuple[int, int, int]]) -> None:
    pytest.importorskip("numba")
    codes = Codes()
    for triple in triples[::2]:
        codes.add(triple)
    columns = _columns(triples)
    with pytest.MonkeyPatch.context() as patch:
        found = []
        for name in KERNELS:
            patch.setenv(kernels.VARIABLE, name)
            found.append(codes.find(*columns).tolist())
    assert found[0] == found[1] == [codes.get(triple) for triple in triples]


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("provisions", [1, 7, 64, 65, 130])
def test_words_hold_what_was_packed(provisions: int) -> None:
    holds = np.random.default_rng(provisions).random((provisions, 50)) < 0.1
    words = packed(holds)
    rows, which = members(words)
    assert list(zip(rows.tolist(), which.tolist(), strict=True)) == list(
        zip(*np.nonzero(holds.T), strict=True)
    )
    wanted = packed(np.arange(provisions)[:, None] % 3 == 0)[0]
    every = rows_of_each(words, np.vstack([wanted, ~wanted, 0 * wanted, words[0]]))
    assert [rows.tolist() for rows in every] == [
        rows_with(words, one).tolist() for one in (wanted, ~wanted, 0 * wanted, words[0])
    ]
    less = words.copy()
    is_out = np.arange(50) % 2 == 0
    take_out(less, np.arange(50), is_out, wanted)
    assert np.array_equal(less, packed(holds & ~(is_out & (np.arange(provisions) % 3 == 0)[:, None])))
    assert rows_with(words, wanted).tolist() == np.flatnonzero(holds[::3].any(axis=0)).tolist()
