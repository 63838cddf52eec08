# SPDX-License-Identifier: Apache-2.0
"""Who is named in a document: full names, offices, the sex that words tell, bodies."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from itertools import islice

from truceline.sources.statements.people import Naming, name_runs, personal, words_of
from truceline.sources.statements.tokens import Telling, stands_before

_ARTICLE = 2
"""So many letters has an article before a name that begins a sentence: "Al-Hilali"."""
_DESCRIBED = 16
"""So many words before the name that he gives somebody is described."""
MANY = 50
"""Of so many who share a word of their offices the first ones are looked at."""


@dataclass(eq=False)
class Register:
    """Who is named in a document."""

    naming: Naming
    full: dict[str, set[str]] = field(default_factory=dict)
    """For each last name the full ones."""
    sexes: dict[str, str] = field(default_factory=dict)
    """By last name."""
    roles: dict[str, set[str]] = field(default_factory=dict)
    """For each last name the small words of offices and descriptions that stand beside it."""

    with_word: dict[str, dict[str, None]] = field(default_factory=dict)
    """For each of these words the last names that have it, in order."""
    near: dict[str, set[str]] = field(default_factory=dict)
    """Of these words those that stand right before the name."""
    firsts: dict[str, set[str]] = field(default_factory=dict)
    """For each first part of a name the full ones."""
    first_at: dict[str, int] = field(default_factory=dict)
    """For each last name where it stands first."""
    plain: dict[str, str] = field(default_factory=dict)
    """For each last name how it stands."""
    places: list[tuple[int, str]] = field(default_factory=list)
    """Where people are named, in the order of the text, by their last names."""
    bodies: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """For each last word of a body's name where it stands and in which words."""

    def body(self, last: str, at: int) -> str:
        """The last body named before a place whose name ends with a word."""
        return next((name for where, name in reversed(self.bodies.get(last, [])) if where < at), "")

    def read(self, telling: Telling) -> None:
        """Takes up every name of two words or more, and every name behind an office or a form of address."""
        for first, end in name_runs(telling, self.naming):
            start = personal(telling, first, end, self.naming)
            while start < end - 1 and telling.low[start] in telling.words["small"]:
                start += 1
            if start >= end:
                continue
            self._take(telling, first, start, end)

    def _take(self, telling: Telling, first: int, start: int, end: int) -> None:
        low = telling.low
        if any(word in self.naming.bodies or word in self.naming.outlets for word in low[start:end]):
            if end - start > 1:
                article = 1 if start and low[start - 1] in telling.words["the"] else 0
                self.bodies.setdefault(low[end - 1], []).append(
                    (telling.starts[start], words_of(telling, start - article, end))
                )
            return
        if low[end - 1] in telling.words["weekdays"] or low[end - 1] in telling.words["months"]:
            return
        key = last_name(telling.said[end - 1])
        self.plain.setdefault(key, telling.said[end - 1])
        insort(self.places, (telling.starts[start], key))
        self.first_at.setdefault(key, telling.starts[start])
        before = low[first - 1] if first else ""
        is_whole = end - start > 1
        is_age = is_whole and low[end + 1].isdigit() and len(low[end + 1]) == 2 and low[end + 2] == ","
        is_who = low[end + 1] in telling.words["of persons"] and (
            is_whole or (before not in telling.words["determiners"] and not self._is_body(telling, end - 1))
        )
        is_human = low[end] == "," and (is_age or is_who)  # "Ana Roe, 67,", "Ana Roe, who"
        if is_human or self._is_given(telling, first):
            self.roles.setdefault(key, set())
        role = set(low[first:start])
        at = first - 1
        while at >= 0 and at > first - 8 and self._may_describe(telling, at):
            is_other = self.naming.is_role(low[at]) and low[at + 1] not in self.naming.links
            if start > first and is_other and at < first - 1:
                break  # "the president met Senator Roe"
            role.add(low[at])
            if low[at] in telling.words["determiners"]:
                break
            at -= 1
        beside = {before} if start == first else set(low[first:start])  # not "the commander of Cardova"
        if not any(
            self.naming.is_role(word) or self.naming.is_title(word) or word in self.naming.sexes
            for word in beside | {before}
        ) and not self._is_over(telling, first, start):
            role = set()
        if self.naming.is_role(low[start]):
            role.add(low[start])  # "Witness D"
        if end - start > 1 and telling.said[start] != before:
            self.full.setdefault(key, set()).add(words_of(telling, start, end))
            self.firsts.setdefault(telling.low[start], set()).add(words_of(telling, start, end))
            sex = self.naming.given.get(telling.said[start], "")
            if sex:
                self.sexes.setdefault(key, sex)
        if end + 2 < len(telling) and low[end] == "," and low[end + 1] in telling.words["determiners"]:
            stop = end + 1
            while (
                stop < len(telling)
                and stop < end + 10
                and (telling.is_word(stop) or telling.said[stop][:1].isdigit())
                and low[stop] not in telling.words["relatives"]
            ):
                stop += 1
            if any(self.naming.is_role(word) for word in low[end + 1 : stop]):
                role |= set(low[end + 1 : stop])
        elif first >= 2 and low[first - 1] == "," == low[end]:
            stop = first - 1
            while (
                stop > 0
                and stop > first - 10
                and (telling.is_word(stop - 1) or low[stop - 1] in telling.words["possessive"])
            ):
                stop -= 1
            if any(self.naming.is_role(word) for word in low[stop : first - 1]):
                role |= set(low[stop : first - 1])
        if any(" ".join(low[end : end + size]) in self.naming.left for size in (1, 2, 3)):
            role.add(self.naming.gone)
        role |= {
            self.naming.short[word.rstrip(".")] for word in role if word.rstrip(".") in self.naming.short
        }
        if role:
            self.near.setdefault(key, set()).update(beside)
            self.roles.setdefault(key, set()).update(role)
            for word in role:
                self.with_word.setdefault(word, {})[key] = None
            for word in role:
                sex = self.naming.titles.get(word.rstrip("."), "") or self.naming.sexes.get(word, "")
                if sex:
                    self.sexes[key] = sex

    def take_role(self, name: str, words: set[str]) -> None:
        """Takes up what a description tells of somebody who gives a name."""
        key = last_name(name.split()[-1])
        self.roles.setdefault(key, set()).update(words)
        self.near.setdefault(key, set()).update(words)
        for word in words:
            self.with_word.setdefault(word, {})[key] = None
        self.first_at.setdefault(key, 0)
        self.plain.setdefault(key, name)

    def _is_body(self, telling: Telling, at: int) -> bool:
        """Whether a name of one word is that of a body that the list has, or of many."""
        return self.naming.is_body_name(telling.low[at]) or telling.ends_as(at, "plural")

    def _is_given(self, telling: Telling, first: int) -> bool:
        """Whether it is a name that somebody gives who is described: "a trader called Gus"."""
        return stands_before(telling.low, first, self.naming.gives) and any(
            self.naming.is_unnamed(low) or self.naming.is_role(low)
            for low in telling.low[max(first - _DESCRIBED, 0) : first]
        )

    def _is_over(self, telling: Telling, first: int, start: int) -> bool:
        """Whether a name stands behind what an office is held over: "envoy for Syria Ana Roe"."""
        low, at = telling.low, first - 1
        while at >= 0 and low[at] in self.naming.links:
            at -= 1
        return start > first and at >= 0 and (self.naming.is_role(low[at]) or self.naming.is_title(low[at]))

    def _may_describe(self, telling: Telling, at: int) -> bool:
        """Whether a word before a name may belong to its office."""
        low, words = telling.low[at], telling.words
        if at in telling.marked or low in words["clause openers"] or low in words["auxiliaries"]:
            return False
        if low in words["to"] and (not at or telling.low[at - 1] not in words["sent"]):
            return False
        return low in words["possessive"] or (
            telling.is_word(at) and (low in words["joiners"] or low not in words["prepositions"])
        )

    def fullest(self, name: str) -> str:
        """The fullest form of a name in the document; the name itself where several fit."""
        parts = name.split()
        known = self.full.get(last_name(parts[-1]), ())
        if self._is_short(name):
            found = {full for full in known if full.lower().endswith(f" {name.lower()}")}
        else:
            found = {full for full in known if _fits(parts, full.split())}
        found = {full for full in found if not self._is_short(full)} or found
        if not found:
            return name
        found = {full for full in found if not full.split()[0].endswith(".")} or found
        longest = max(found, key=lambda full: (len(full.split()), full))
        others = {full.split()[0] for full in found}
        return longest if len(others) == 1 else name

    def _is_short(self, name: str) -> bool:
        """Whether a name begins with a small word of names, as "de Soto" does."""
        return name.partition(" ")[0].lower() in self.naming.particles

    def by_first(self, name: str) -> str:
        """The one full name that begins with a name of one word: "Kim" of "Kim Dae-jung"; empty where none does, or two do."""
        if " " in name or last_name(name) in self.full or self.naming.is_body_name(name):
            return ""
        found = {full for full in self.firsts.get(name.lower(), ()) if self._is_human(full)}
        return next(iter(found)) if len(found) == 1 else ""

    def _is_human(self, name: str) -> bool:
        key = last_name(name.split()[-1])
        return key in self.roles or key in self.sexes

    def is_person(self, name: str) -> bool:
        """Whether somebody of this name, or of this last name, is named in the document."""
        key = last_name(name.split()[-1])
        return key in self.roles or key in self.sexes or key in self.full

    def sex(self, name: str) -> str:
        """The sex that titles, offices or the given name tell; empty where none does."""
        parts = name.split()
        return self.sexes.get(last_name(parts[-1]), "") or (
            self.naming.given.get(parts[0], "") if len(parts) > 1 else ""
        )

    def by_role(self, words: set[str]) -> list[str]:
        """The last names of those in whose descriptions all words stand."""
        rarest = min((self.with_word.get(word, {}) for word in words), key=len, default={})
        found = [name for name in islice(rarest, MANY) if words <= self.roles[name]]
        near = [name for name in found if words <= self.near[name]] if len(found) > 1 else []
        return near if len(near) == 1 else found

    def only_body(self, last: str) -> str:
        """The name of the one body of the document whose name ends with a word; empty where there are several, or none."""
        names = {name for _, name in self.bodies.get(last, ())}
        return names.pop() if len({name.lower().removeprefix("the ") for name in names}) == 1 else ""

    def is_named_between(self, low: int, high: int, *, but: str) -> bool:
        """Whether in a stretch another one is named of whom a title, an office or a given name tells that it is a person."""
        return any(
            key != but and (key in self.roles or key in self.sexes) for _, key in self.between(low, high)
        )

    def between(self, low: int, high: int) -> list[tuple[int, str]]:
        """Where in a stretch people are named, by their last names."""
        first, end = bisect_left(self.places, (low, "")), bisect_left(self.places, (high, ""))
        return self.places[first:end]


def last_name(word: str) -> str:
    """The last part of a name as a key: without the article of Arabic names, in small letters."""
    first, dash, _ = word.partition("-")
    return (
        word.rpartition("-")[2].lower()
        if dash and (first.islower() or len(first) <= _ARTICLE)
        else word.lower()
    )


def _fits(parts: list[str], full: list[str]) -> bool:
    """Whether a name may be a short form of another."""
    return len(parts) == 1 or (parts[0][0] == full[0][0] and (parts[0].endswith(".") or parts[0] == full[0]))
