# SPDX-License-Identifier: Apache-2.0
"""Items that are made in a thread of their own while earlier ones are worked on."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None
    """What the items ended with, if not by themselves."""


def ahead(items: Iterable[T], most: int = 2) -> Generator[T, None, None]:
    """The same items in the same order, up to ``most`` of them made before they are asked for.

    The thread begins with the first item that is asked for. An error is raised where the item would have come
    that could not be made. Closing waits for the item that is being made, closes ``items`` where they are a
    generator, and ends the thread.

    What ``items`` counts on its way is ahead of what the caller has seen, until the end.

    >>> list(ahead("abc"))
    ['a', 'b', 'c']
    """
    waiting: Queue[_Item[T] | _End] = Queue(max(most, 1))
    is_closed = Event()
    # A daemon: a caller who drops the generator without closing it does not keep the program from ending.
    thread = Thread(target=_make, args=(items, waiting, is_closed), name="truceline-ahead", daemon=True)
    thread.start()
    try:
        while isinstance(found := waiting.get(), _Item):
            yield found.value
        if found.error is not None:
            raise found.error
    finally:
        is_closed.set()
        _drain(waiting)  # a place for the item that the thread may be waiting with
        thread.join()


def _make(items: Iterable[T], waiting: Queue[_Item[T] | _End], is_closed: Event) -> None:
    end = _End(None)
    try:
        iterator = iter(items)
        try:
            for value in iterator:
                if is_closed.is_set():
                    break
                waiting.put(_Item(value))
                if is_closed.is_set():
                    break
        finally:
            if isinstance(iterator, Generator):
                iterator.close()
    except BaseException as error:
        end = _End(error)
    if not is_closed.is_set():
        waiting.put(end)


def _drain(waiting: Queue[_Item[T] | _End]) -> None:
    try:
        while True:
            waiting.get_nowait()
    except Empty:
        pass
