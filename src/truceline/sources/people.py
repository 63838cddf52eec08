# SPDX-License-Identifier: Apache-2.0
"""Names and descriptions: what a noun group says of the one who speaks, and who else in the document bears the name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from truceline.sources.groups import Group
from truceline.sources.tokens import Telling


@dataclass(frozen=True, slots=True)
class Naming:
    """The word lists of ``speakers.toml``."""

    titles: dict[str, str]
    short: dict[str, str]
    """What short titles stand for."""
    roles: frozenset[str]
    links: frozenset[str]
    subjects: frozenset[str]
    unnamed: frozenset[str]
    bodies: frozenset[str]
    body_names: frozenset[str]
    outlets: frozenset[str]
    outlet_names: frozenset[str]
    given: dict[str, str]
    sexes: dict[str, str]
    pronouns: dict[str, str]
    particles: frozenset[str]
    definite: frozenset[str]
    places: frozenset[str]
    """Words before the name of a place."""
    plural: str
    """The ending of many."""
    kinds: dict[str, frozenset[str]]
    """For each wide word for somebody the offices that it may mean."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> Naming:
        """From ``speakers.toml``."""
        given = {name: sex for sex, names in content["given"].items() for name in names}
        return cls(
            {title.lower(): sex for title, sex in content["titles"].items()},
            dict(content["short"]),
            frozenset(content["roles"]["words"]),
            frozenset(content["roles"]["links"]),
            frozenset(content["roles"]["subjects"]),
            frozenset(content["unnamed"]["words"]),
            frozenset(content["bodies"]["words"]),
            frozenset(name.lower() for name in content["bodies"]["names"]),
            frozenset(content["outlets"]["words"]),
            frozenset(name.lower() for name in content["outlets"]["names"]),
            given,
            dict(content["sex-of-roles"]),
            dict(content["pronouns"]),
            frozenset(content["names"]["particles"]),
            frozenset(content["names"]["definite"]),
            frozenset(content["names"]["places"]),
            content["names"]["plural"],
            {wide: frozenset(narrow) for wide, narrow in content["kinds"].items()},
        )

    def is_title(self, low: str) -> bool:
        """Whether a word, with or without its full stop, is a form of address."""
        return low.rstrip(".") in self.titles

    def is_role(self, low: str) -> bool:
        """Whether a word is an office or a calling, of one or of many."""
        return low in self.roles or (low[-1:] == self.plural and low[:-1] in self.roles)

    def is_unnamed(self, low: str) -> bool:
        """Whether a word describes somebody who is not named."""
        return low in self.unnamed or (low[-1:] == self.plural and low[:-1] in self.unnamed)


@dataclass(slots=True, eq=False)
class Described:
    """What a noun group tells of somebody."""

    kind: str
    name: str
    role: str = ""
    sex: str = ""
    is_definite: bool = False
    """A description with "the": it stands for somebody who was told of before."""
    head: str = ""
    """Of a description, its noun."""
    is_plural: bool = False


def describe(telling: Telling, group: Group, naming: Naming) -> Described:
    """What a noun group, with what stands beside it, tells of the one who speaks."""
    told = _describe(telling, group.first, group.end, naming)
    if group.beside is None:
        return told
    first, end = group.beside
    beside = _describe(telling, first, end, naming)
    words = _text(telling, first, end)
    if (
        told.kind in ("outlet", "body")
        and told.name
        and not telling.is_name(group.end - 1)
        and telling.is_name(end - 1)
        and not telling.ends_as(first, "past", "gerund")
    ):
        return Described(told.kind, words, told.name)
    if (
        (told.kind != "person" or told.name == told.role)
        and beside.kind == "person"
        and beside.name != beside.role
        and not beside.is_definite
    ):
        role = _text(telling, group.first, group.end)
        return Described(
            "person",
            beside.name,
            f"{role} {beside.role}".strip(),
            beside.sex or _sex_of(telling, group.first, group.end, naming),
        )
    if told.kind == "person":
        told.role = f"{told.role}, {words}".strip(", ")
        told.sex = told.sex or _sex_of(telling, first, end, naming)
    return told


def _text(telling: Telling, first: int, end: int) -> str:
    return (
        " ".join(telling.text[telling.starts[first] : telling.ends[end - 1]].split()) if first < end else ""
    )


def _sex_of(telling: Telling, first: int, end: int, naming: Naming) -> str:
    return next((naming.sexes[low] for low in telling.low[first:end] if low in naming.sexes), "")


def name_run(telling: Telling, first: int, end: int, naming: Naming) -> int:
    """Where the words with capitals begin that end a stretch; ``end`` where its last word has none."""
    start = end
    while start > first:
        low = telling.low[start - 1]
        if low in telling.words["weekdays"] and start < end:
            break
        if (telling.is_name(start - 1) and telling.is_word(start - 1)) or (
            start < end and low in naming.particles
        ):
            start -= 1
        else:
            break
    while start < end and (
        (telling.low[start] in naming.particles and not telling.is_name(start))
        or (start == first and telling.low[start] in telling.words["small"])
        or _is_dated(telling, start)
    ):
        start += 1
    return start


def _is_dated(telling: Telling, at: int) -> bool:
    """Whether a month stands behind a small word, and is no name: "in April Roe said"."""
    low, words = telling.low, telling.words
    return low[at] in words["months"] and (
        at == 0 or low[at - 1] in words["small"] or low[at - 1] in words["times"]
    )


def personal(telling: Telling, run: int, end: int, naming: Naming) -> int:
    """Where in a run of capitals the name itself begins, behind offices and forms of address."""
    start = run
    if telling.low[end - 1] in naming.bodies or telling.low[end - 1] in naming.outlets:
        return run
    if (
        run
        and end - run > 2
        and telling.low[run - 1] in naming.links
        and telling.low[run] in naming.body_names
    ):
        start = run + 1  # "envoy for Syria Ana Roe"
    for at in range(run, end):
        low = telling.low[at]
        held = low in naming.subjects and at > 0 and (telling.low[at - 1] in naming.links or at > run)
        if naming.is_role(low) or naming.is_title(low) or (held and at + 1 < end):
            start = at + 1
    return start


def _describe(telling: Telling, first: int, end: int, naming: Naming) -> Described:
    low, words = telling.low, telling.words
    run = name_run(telling, first, end, naming)
    determined = low[first] in words["determiners"]
    content = first + 1 if determined and end - first > 1 else first
    whole = " ".join(low[content:end])
    if whole in naming.outlet_names:
        return Described("outlet", _text(telling, content, end))
    if whole in naming.body_names:
        return Described("body", _text(telling, first, end))
    placed = _both(telling, first, end, naming) or _placed(telling, first, end, naming)
    if placed is not None:
        return placed
    if run < end:
        start = personal(telling, run, end, naming)
        if start < end:
            return _named(telling, first, run, start, end, naming)
    return _common(telling, first, end, naming)


def _both(telling: Telling, first: int, end: int, naming: Naming) -> Described | None:
    """Two who speak together: "President Roe and Mr. Dorn"."""
    for at in range(first + 1, end - 1):
        if telling.low[at] not in telling.words["and"]:
            continue
        left, right = _describe(telling, first, at, naming), _describe(telling, at + 1, end, naming)
        if all(one.kind == "person" and one.name != one.role for one in (left, right)) and left.role:
            name = f"{left.name} {telling.said[at]} {right.name}"
            return Described("person", name, f"{left.role}; {right.role}".strip("; "), is_plural=True)
    return None


def _placed(telling: Telling, first: int, end: int, naming: Naming) -> Described | None:
    """A name with a body or a place behind it: "Lars Roe of the Relief League"."""
    low, words = telling.low, telling.words
    stop = next((at for at in range(first + 1, end) if low[at] in words["joiners"]), end)
    if stop == end or not telling.is_name(stop - 1):
        return None
    last = low[stop - 1]
    if naming.is_role(last) or naming.is_title(last) or last in naming.bodies or last in naming.outlets:
        return None
    run = name_run(telling, first, stop, naming)
    start = personal(telling, run, stop, naming)
    if stop - start < 2 and start == run:
        return None
    told = _named(telling, first, run, start, stop, naming) if start < stop else None
    if told is None or told.kind != "person":
        return None
    told.role = f"{told.role}, {_text(telling, stop, end)}".strip(", ")
    return told


def _named(telling: Telling, first: int, run: int, start: int, end: int, naming: Naming) -> Described:
    """Of a group that ends with a name."""
    low, words = telling.low, telling.words
    name = _text(telling, start, end)
    before = low[start - 1] if start > first else ""
    entitled = start > run or naming.is_role(before) or naming.is_title(before) or before in naming.subjects
    role = _text(telling, first, start) if start > first else ""
    run_words = low[start:end]
    if not entitled or start == run:
        if (
            name.lower() in naming.outlet_names
            or before in naming.outlets
            or any(word in naming.outlets for word in run_words)
        ):
            return Described("outlet", _text(telling, first if before not in words["the"] else start, end))
        if name.lower() in naming.body_names or any(word in naming.bodies for word in run_words):
            return Described("body", _text(telling, first, end), is_definite=low[first] in naming.definite)
    joined = "," in low[first:start] or not words["and"].isdisjoint(low[first:start])
    if joined and not entitled and telling.is_name(first):
        return Described("body", _text(telling, first, end), is_plural=True)
    plain = (
        before
        and not entitled
        and not telling.is_name(start - 1)
        and before not in words["determiners"]
        and before not in naming.sexes
    )
    if before in words["joiners"] or before in words["prepositions"] or (plain and before in naming.places):
        return _common(telling, first, end, naming)
    if before in words["determiners"] and not entitled:
        return Described("body", _text(telling, first, end), is_definite=low[first] in naming.definite)
    if (
        start > first
        and not entitled
        and not telling.is_name(start - 1)
        and before not in words["possessive"]
    ):
        # a small word before a name that is no office we know: "teenager Ana Roe"
        role = _text(telling, first, start)
    sex = ""
    for at in range(first, start):
        sex = sex or naming.titles.get(low[at].rstrip("."), "") or naming.sexes.get(low[at], "")
    sex = sex or naming.given.get(telling.said[start], "") if end - start > 1 else sex
    return Described("person", name, role, sex)


def _common(telling: Telling, first: int, end: int, naming: Naming) -> Described:
    """Of a group without a name at its end: a description."""
    low, words = telling.low, telling.words
    stop = first + 1
    while (
        stop < end
        and low[stop] not in words["joiners"]
        and low[stop] not in words["prepositions"]
        and low[stop] not in words["relatives"]
    ):
        stop += 1
    head = low[stop - 1]
    text = _text(telling, first, end)
    definite = low[first] in naming.definite
    plural = telling.ends_as(stop - 1, "plural")
    sex = _sex_of(telling, first, stop, naming)
    if not definite and any(naming.is_unnamed(word) for word in low[first:stop]):
        return Described("unnamed", text, sex=sex, head=head, is_plural=plural)
    if any(word in naming.outlets for word in (head,)):
        return Described("outlet", text, is_definite=definite, head=head)
    if head in naming.bodies:
        return Described("body", text, is_definite=definite, head=head, is_plural=plural)
    if naming.is_role(head) or naming.is_unnamed(head):
        kind = "unnamed" if plural or not naming.is_role(head) else "person"
        return Described(kind, text, text, sex, definite, head, plural)
    return Described("unknown", text, is_definite=definite, head=head, is_plural=plural)


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

    plain: dict[str, str] = field(default_factory=dict)
    """For each last name how it stands."""
    places: list[tuple[int, str]] = field(default_factory=list)
    """Where people are named, by their last names."""
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
                    (telling.starts[start], _text(telling, start - article, end))
                )
            return
        if low[end - 1] in telling.words["weekdays"] or low[end - 1] in telling.words["months"]:
            return
        key = last_name(telling.said[end - 1])
        self.plain.setdefault(key, telling.said[end - 1])
        self.places.append((telling.starts[start], key))
        before = low[first - 1] if first else ""
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
        if end - start > 1 and telling.said[start] != before:
            self.full.setdefault(key, set()).add(_text(telling, start, end))
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
        role |= {
            self.naming.short[word.rstrip(".")] for word in role if word.rstrip(".") in self.naming.short
        }
        if role:
            self.roles.setdefault(key, set()).update(role)
            for word in role:
                sex = self.naming.titles.get(word.rstrip("."), "") or self.naming.sexes.get(word, "")
                if sex:
                    self.sexes[key] = sex

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
        found = {full for full in self.full.get(last_name(parts[-1]), ()) if _fits(parts, full.split())}
        if not found:
            return name
        found = {full for full in found if not full.split()[0].endswith(".")} or found
        longest = max(found, key=lambda full: (len(full.split()), full))
        others = {full.split()[0] for full in found}
        return longest if len(others) == 1 else name

    def sex(self, name: str) -> str:
        """The sex that titles, offices or the given name tell; empty where none does."""
        parts = name.split()
        return self.sexes.get(last_name(parts[-1]), "") or (
            self.naming.given.get(parts[0], "") if len(parts) > 1 else ""
        )

    def by_role(self, words: set[str]) -> list[str]:
        """The last names of those in whose descriptions all words stand."""
        return [name for name, role in self.roles.items() if words <= role]

    def is_named_between(self, low: int, high: int, *, but: str) -> bool:
        """Whether in a stretch another one is named of whom a title, an office or a given name tells that it is a person."""
        first, end = bisect_left(self.places, (low, "")), bisect_left(self.places, (high, ""))
        return any(
            key != but and (key in self.roles or key in self.sexes) for _, key in self.places[first:end]
        )


def last_name(word: str) -> str:
    """The last part of a name as a key: without the article of Arabic names, in small letters."""
    return (
        word.rpartition("-")[2].lower() if "-" in word and word.partition("-")[0].islower() else word.lower()
    )


def _fits(parts: list[str], full: list[str]) -> bool:
    """Whether a name may be a short form of another."""
    return len(parts) == 1 or (parts[0][0] == full[0][0] and (parts[0].endswith(".") or parts[0] == full[0]))


def name_runs(telling: Telling, naming: Naming) -> Iterator[tuple[int, int]]:
    """Stretches of words with capitals."""
    at, end = 0, len(telling)
    said = telling.said
    while at < end:
        if (
            not said[at][:1].isupper()
            or telling.low[at] in telling.words["weekdays"]
            or telling.low[at] in telling.words["small"]
            or _is_dated(telling, at)
        ):
            at += 1
            continue
        stop = at + 1
        while stop < end and (
            (telling.is_name(stop) and telling.low[stop] not in telling.words["weekdays"])
            or (telling.low[stop] in naming.particles and stop + 1 < end and telling.is_name(stop + 1))
        ):
            stop += 1
        yield at, stop
        at = stop
