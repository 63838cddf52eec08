# SPDX-License-Identifier: Apache-2.0
"""Groups of things that were joined, and of tellings with what must hold of all members."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from truceline.sources.origins.occasions import OneNews
from truceline.sources.origins.persons import Person, Persons
from truceline.sources.origins.tellings import Telling


class Groups:
    """Things joined so far; each group is known by its least member."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, number: int) -> int:
        """The least member of the group of a thing."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Makes one group of two."""
        low, high = sorted((self.of(one), self.of(other)))
        self._above[high] = low


class Joining:
    """Groups of tellings, each with its persons, its days and whether a record of all that was said is among them."""

    def __init__(self, tellings: Sequence[Telling], one_news: OneNews, whole: Collection[str]) -> None:
        self.groups = Groups(len(tellings))
        self._tellings = tellings
        self._one_news = one_news
        self._known = Persons(telling.person for telling in tellings if telling.kind == "person")
        self._persons: dict[int, set[Person]] = {}
        self._around = [telling.around for telling in tellings]
        self._is_record = [any(each.form in whole for each in telling.told) for telling in tellings]

    def _persons_of(self, group: int) -> set[Person]:
        return self._persons.setdefault(group, {self._tellings[group].person})

    def may_be_one(self, one: int, other: int) -> bool:
        """Whether no two persons of the joined group contradict each other, and no short name may be that of another."""
        one, other = self.groups.of(one), self.groups.of(other)
        if one == other or self._tellings[one].kind != "person":
            return True
        mine, theirs = self._persons_of(one), self._persons_of(other)
        if any(map(self._known.is_of_several, mine | theirs)):
            return False
        return all(a.may_be(b) for a in mine for b in theirs)

    def is_one_news(self, one: int, other: int) -> bool:
        """Whether few days lie between any two members of the joined group; so it is of a group with itself."""
        one, other = self.groups.of(one), self.groups.of(other)
        return one == other or self._one_news.holds(self._around[one], self._around[other])

    def have_two_records(self, one: int, other: int) -> bool:
        """Whether there are records in two groups: those tell by themselves whether they are of one occasion."""
        one, other = self.groups.of(one), self.groups.of(other)
        return one != other and self._is_record[one] and self._is_record[other]

    def join(self, one: int, other: int) -> None:
        """Makes one group of two."""
        one, other = self.groups.of(one), self.groups.of(other)
        if one == other:
            return
        both = self._persons_of(one) | self._persons_of(other)
        days = [each for each in (self._around[one], self._around[other]) if each is not None]
        is_record = self._is_record[one] or self._is_record[other]
        self.groups.join(one, other)
        least = min(one, other)
        self._persons[least], self._is_record[least] = both, is_record
        self._around[least] = days[0].with_all_of(days[-1]) if days else None
