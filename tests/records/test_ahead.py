# SPDX-License-Identifier: Apache-2.0
"""What is made ahead comes in order, with its errors, and leaves no thread behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.records import ahead


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "truceline-ahead"]


class Made:
    """Numbers from nought, with what became of the generator that makes them."""

    def __init__(self, until: int, error: BaseException | None = None) -> None:
        self.until, self.error = until, error
        self.made = 0
        self.is_closed = False
        self.thread = ""

    def __iter__(self) -> Iterator[int]:
        self.thread = threading.current_thread().name
        try:
            for number in range(self.until):
                self.made += 1
                yield number
            if self.error:
                raise self.error
        finally:
            self.is_closed = True


@given(st.integers(0, 20), st.integers(0, 5))
def test_every_item_comes_once_and_in_order(until: int, most: int) -> None:
    made = Made(until)
    assert list(ahead(made, most)) == list(range(until))
    assert made.is_closed
    assert not threads()


@pytest.mark.parametrize("error", [ValueError("no more"), KeyboardInterrupt()])
def test_an_error_comes_where_the_item_would_have_come(error: BaseException) -> None:
    numbers = ahead(Made(3, error))
    assert [next(numbers) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(type(error)) as caught:
        next(numbers)
    assert caught.value is error
    assert not threads()


@given(st.integers(0, 6), st.integers(1, 3))
def test_closing_early_ends_the_thread_and_the_generator(taken: int, most: int) -> None:
    made = Made(10**9)
    numbers = ahead(made, most)
    for expected in range(taken):
        assert next(numbers) == expected
    numbers.close()
    assert not threads()
    assert made.is_closed == (taken > 0)
    assert made.made <= taken + most + 1


def test_an_error_of_the_caller_ends_the_thread() -> None:
    made = Made(10**9)

    def interrupted() -> None:
        for _ in ahead(made):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert made.is_closed
    assert not threads()


def test_no_more_than_so_many_are_made_ahead() -> None:
    step = threading.Semaphore(0)

    def slow() -> Iterator[int]:
        for number in range(100):
            yield number
            step.release()

    numbers = ahead(slow(), 2)
    assert next(numbers) == 0
    for _ in range(2):  # 0 and 1 were taken from the generator and put in the queue
        assert step.acquire(timeout=10)
    assert next(numbers) == 1
    numbers.close()
    assert not threads()


def test_it_is_made_in_another_thread() -> None:
    made = Made(1)
    list(ahead(made))
    assert made.thread == "truceline-ahead"
