# SPDX-License-Identifier: Apache-2.0
"""Loops over arrays that are compiled to machine code where numba is installed, and when they are.

A loop is an addition, never the only way: beside each stands the same with NumPy, which is the reference
and gives the same answers. Compiling takes seconds, once for each machine and version: numba keeps the
machine code in its cache. Small inputs are not worth even loading it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from types import FunctionType
from typing import Generic, ParamSpec, TypeVar

__all__ = ["Loop", "is_compiled", "loop"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

VARIABLE = "TRUCELINE_KERNELS"
"""Environment variable: ``numpy`` never compiles, ``numba`` always does, else it goes by the size."""
_WORTH_ROWS = 20_000


def is_compiled(rows: int) -> bool:
    """Whether compiled loops are to be used for an input of so many rows."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted == "numba":
        return True
    return wanted != "numpy" and rows >= _WORTH_ROWS and _has_numba()


@cache
def _has_numba() -> bool:
    return find_spec("numba") is not None


class Loop(Generic[_P, _R]):
    """A function of plain loops over arrays, compiled at its first call; it does not hold the lock of Python."""

    def __init__(self, function: Callable[_P, _R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__
        self._compiled: Callable[_P, _R] | None = None

    @property
    def compiled(self) -> Callable[_P, _R]:
        """The compiled function, for other loops to call."""
        if self._compiled is None:
            import numba

            plain = self.function
            scope = {
                name: value.compiled if isinstance(value, Loop) and name in plain.__code__.co_names else value
                for name, value in plain.__globals__.items()
            }
            bare = FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__)
            bare.__module__, bare.__qualname__ = plain.__module__, plain.__qualname__
            self._compiled = numba.njit(cache=True, nogil=True, error_model="numpy")(bare)
        return self._compiled

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Runs the loop, compiled."""
        return self.compiled(*args, **kwargs)


def loop(function: Callable[_P, _R]) -> Loop[_P, _R]:
    """Marks a function as a loop to be compiled. It may call what numba knows, and other loops of its file."""
    return Loop(function)
