# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from numpy.typing import NDArray

from truceline import kernels


@kernels.loop
def _twice(value: int) -> int:
    return 2 * value


@kernels.loop
def _sum_of_doubles(values: NDArray[np.int64]) -> int:
    total = 0
    for value in values:
        total += _twice(value)
    return total


def test_a_loop_may_call_another_of_its_file() -> None:
    pytest.importorskip("numba")
    assert _sum_of_doubles(np.arange(5)) == 20


@pytest.mark.parametrize(
    ("wanted", "rows", "expected"), [("numba", 1, True), ("numpy", 10**9, False), ("", 1, False)]
)
def test_the_size_and_the_environment_say_whether_loops_are_compiled(
    monkeypatch: pytest.MonkeyPatch, wanted: str, rows: int, expected: bool
) -> None:
    monkeypatch.setenv(kernels.VARIABLE, wanted)
    assert kernels.is_compiled(rows) is expected
