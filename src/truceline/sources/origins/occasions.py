# SPDX-License-Identifier: Apache-2.0
"""On which days something was said, as far as documents tell, and whether two occasions may be one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.model import Document, TimeSaid


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A stretch of whole local days."""

    first: date
    last: date
    """Within the stretch."""

    def meets(self, other: Days) -> bool:
        """Whether a day is in both."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: Days) -> bool:
        """Whether all days of the other are in this one."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        """One day as its date; more as ``START/END``, half-open, as times are written."""
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}/{(self.last + timedelta(days=1)).isoformat()}"


def days_of(time: TimeSaid) -> Days | None:
    """The days that a time means; None where its words do not settle it, or it was before or after them."""
    if not time.start or time.relation:
        return None
    first = datetime.fromisoformat(time.start)
    end = datetime.fromisoformat(time.end) if time.end else first
    last = max(first, end - timedelta(microseconds=1))
    return Days(first.date(), last.date())


def narrowest(told: Iterable[Days]) -> tuple[Days, ...]:
    """Those that hold no other, in order: what was said in March, and on 3 March, was said on 3 March."""
    every = set(told)
    return tuple(
        sorted(one for one in every if not any(one != other and one.holds(other) for other in every))
    )


def meet(some: Collection[Days], others: Iterable[Days]) -> bool:
    """Whether a day is in one of each."""
    return any(one.meets(other) for other in others for one in some)


@dataclass(frozen=True, slots=True)
class Around:
    """When tellings were said or, where nobody says it, published; as far apart as they get."""

    latest_first: date
    """The latest of their first days."""
    earliest_last: date
    """The earliest of their last days."""

    @property
    def days_apart(self) -> int:
        """At least so many days lie between two of them; below 0 where all meet."""
        return (self.latest_first - self.earliest_last).days

    def with_all_of(self, other: Around) -> Around:
        """Of both."""
        return Around(
            max(self.latest_first, other.latest_first), min(self.earliest_last, other.earliest_last)
        )


def around(told: Sequence[Days], document: Document) -> Around | None:
    """Of one telling: the days on which the document says that it was said, else the day of its publication.

    None where neither is known.
    """
    if told:
        first, last = min(one.first for one in told), max(one.last for one in told)
        return Around(first, last)
    if document.published is None:
        return None
    try:
        day = datetime.fromisoformat(document.published.value).date()
    except ValueError:
        return None
    return Around(day, day)


class OneNews:
    """Tells whether one occasion may be behind tellings, by the days between them."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        with dictionaries.faults_of("occasions"):
            self._most: int = int(dictionaries["occasions"]["apart"]["most_days"])

    def holds(self, *told: Around | None) -> bool:
        """Whether so few days lie between them; tellings without a day may be of any."""
        known = [each for each in told if each is not None]
        if not known:
            return True
        every = known[0]
        for other in known[1:]:
            every = every.with_all_of(other)
        return every.days_apart <= self._most
