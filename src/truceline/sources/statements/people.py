# SPDX-License-Identifier: Apache-2.0
"""Names and descriptions: what a noun group says of the one who speaks, and who else in the document bears the name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truceline.sources.statements.groups import Group
from truceline.sources.statements.tokens import BREAK, QUOTED, Telling, by_last, stands_before

_CALLED = 3
"""So many words a name has at least with a calling before it: "Farmer Ana Roe"."""
_LONG_GIVING = 16
"""So many words behind a description the name begins that somebody gives."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The word lists of ``speakers.toml``."""

    titles: dict[str, str]
    short: dict[str, str]
    """What short titles stand for."""
    roles: frozenset[str]
    callings: frozenset[str]
    """Of these those that are last names as well."""
    others: frozenset[str]
    """Words that make another office of an office."""
    unique: frozenset[str]
    """Offices of one holder."""
    left: frozenset[str]
    """Words behind the name of one who holds his office no more."""
    gone: str
    """Stands among the words of an office for one who holds it no more."""
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
    gives: dict[str, list[list[str]]]
    """Words right before the name that somebody gives, under the last of them."""
    giving: frozenset[str]
    """Words that stand between a description and these."""
    plural: str
    """The ending of many."""
    age: str
    """The ending of an age that stands for somebody."""
    kinds: dict[str, frozenset[str]]
    """For each wide word for somebody the offices that it may mean."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> Naming:
        """From ``speakers.toml``."""
        given = {name: sex for sex, names in content["given"].items() for name in names}
        return cls(
            {title.lower(): sex for title, sex in content["titles"].items()},
            dict(content["short"]),
            frozenset(content["roles"]["words"] + content["roles"]["callings"]),
            frozenset(content["roles"]["callings"]),
            frozenset(content["roles"]["other"]),
            frozenset(content["roles"]["unique"]),
            frozenset(content["roles"]["left"]),
            content["roles"]["gone"],
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
            by_last(content["names"]["given"]),
            frozenset(content["names"]["given by"]),
            content["names"]["plural"],
            content["names"]["age"],
            {wide: frozenset(narrow) for wide, narrow in content["kinds"].items()},
        )

    def is_title(self, low: str) -> bool:
        """Whether a word, with or without its full stop, is a form of address."""
        if low.rstrip(".") in self.titles:
            return True
        return "-" in low and all(part in self.titles or part in self.roles for part in low.split("-"))

    def is_role(self, low: str) -> bool:
        """Whether a word is an office or a calling, of one or of many."""
        return low in self.roles or (low[-1:] == self.plural and low[:-1] in self.roles)

    def is_body_name(self, name: str) -> bool:
        """Whether a name is that of a country or a body that the list has."""
        return name.lower() in self.body_names or name.lower() in self.outlet_names

    def is_unnamed(self, low: str) -> bool:
        """Whether a word describes somebody who is not named."""
        return low in self.unnamed or (low[-1:] == self.plural and low[:-1] in self.unnamed)


def name_given(telling: Telling, group: Group, naming: Naming) -> tuple[int, int] | None:
    """The name that somebody gives who is described: "a teacher, who gave her name only as Ana"."""
    at = group.end + 1 if telling.low[group.end] == "," else group.end
    last = group.end - 1
    if telling.is_name(last) and stands_before(telling.low, last, naming.gives):
        return last, group.end  # "a trader called Gus"
    if telling.is_name(at + 1) and stands_before(telling.low, at + 1, naming.gives):
        return at + 1, at + 2
    if telling.low[at] not in naming.giving:
        return None
    for first in range(at + 2, min(at + _LONG_GIVING, len(telling))):
        if telling.is_name(first) and stands_before(telling.low, first, naming.gives):
            end = first + 1
            while telling.is_name(end) and telling.is_word(end):
                end += 1
            return first, end
        if telling.low[first] in (".", ";", ":", BREAK, QUOTED):
            break
    return None


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
    joint = _both_beside(telling, group, naming)
    if joint is not None:
        return joint
    first, end = group.beside
    beside = _describe(telling, first, end, naming)
    words = words_of(telling, first, end)
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
        role = words_of(telling, group.first, group.end)
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


def words_of(telling: Telling, first: int, end: int) -> str:
    """A stretch as it stands, with single blanks."""
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
        (start == first and telling.low[start] in telling.words["small"]) or _is_dated(telling, start)
    ):
        start += 1
    return start


def _is_dated(telling: Telling, at: int) -> bool:
    """Whether a month stands behind a small word, and is no name: "in April Roe said"."""
    low, words = telling.low, telling.words
    return low[at] in words["months"] and (
        at == 0 or low[at - 1] in words["small"] or low[at - 1] in words["times"] or low[at - 1][:1].isdigit()
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
        if low in naming.callings and (at > run or end - run < _CALLED):
            continue  # "Anna Miller"
        held = (
            low in naming.subjects
            and at > 0
            and (telling.low[at - 1] in naming.links or at > run)
            and any(
                naming.is_role(word) or naming.is_title(word) for word in telling.low[max(run - 4, 0) : end]
            )
        )
        if naming.is_role(low) or naming.is_title(low) or (held and at + 1 < end):
            start = at + 1
    if end - start == 1 and start > run and len(telling.said[start]) == 1:
        return start - 1  # "Witness D"
    return start


def _describe(telling: Telling, first: int, end: int, naming: Naming) -> Described:
    low, words = telling.low, telling.words
    run = name_run(telling, first, end, naming)
    determined = low[first] in words["determiners"]
    content = first + 1 if determined and end - first > 1 else first
    whole = " ".join(low[content:end])
    if whole in naming.outlet_names:
        return Described("outlet", words_of(telling, content, end))
    if whole in naming.body_names:
        return Described("body", words_of(telling, first, end))
    if _is_somebody_of(telling, content, run, end, naming):
        return _common(telling, first, end, naming)
    placed = _both(telling, first, end, naming) or _placed(telling, first, end, naming)
    if placed is not None:
        return placed
    if run < end:
        start = personal(telling, run, end, naming)
        if start < end:
            return _named(telling, first, run, start, end, naming)
    return _common(telling, first, end, naming)


def _is_somebody_of(telling: Telling, first: int, run: int, end: int, naming: Naming) -> bool:
    """Whether a name only tells where somebody belongs who is described: "a source in the General Staff"."""
    low, words = telling.low, telling.words
    at = next((at for at in range(first + 1, run) if low[at] in words["joiners"] | words["prepositions"]), 0)
    is_bound = low[run - 1] in words["joiners"] | words["prepositions"] | words["determiners"]
    if not at or telling.is_name(at - 1) or not is_bound:
        return False  # "the head of mission Ana Roe"
    if low[end - 1] not in naming.bodies and any(naming.is_title(word) for word in low[run:end]):
        return False  # "the head of the Council Mr Roe"
    is_human = naming.is_unnamed(low[at - 1]) or naming.is_role(low[at - 1])
    return is_human and low[at - 1] not in naming.bodies


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


def _both_beside(telling: Telling, group: Group, naming: Naming) -> Described | None:
    """As in "Minister Roe and his counterpart from Tosk, Ana Dorn": what stands beside belongs to the second."""
    at = next(
        (at for at in range(group.first + 1, group.end - 1) if telling.low[at] in telling.words["and"]), 0
    )
    if not at or telling.low[at + 1] not in telling.words["possessives"]:
        return None
    left = _describe(telling, group.first, at, naming)
    assert group.beside is not None
    right = _describe(telling, *group.beside, naming)
    if any(one.kind != "person" or one.name == one.role for one in (left, right)):
        return None
    return Described("person", f"{left.name} {telling.said[at]} {right.name}", left.role, is_plural=True)


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
    told.role = f"{told.role}, {words_of(telling, stop, end)}".strip(", ")
    return told


def _named(telling: Telling, first: int, run: int, start: int, end: int, naming: Naming) -> Described:
    """Of a group that ends with a name."""
    low, words = telling.low, telling.words
    name = words_of(telling, start, end)
    before = low[start - 1] if start > first else ""
    entitled = start > run or naming.is_role(before) or naming.is_title(before) or before in naming.subjects
    role = words_of(telling, first, start) if start > first else ""
    run_words = low[start:end]
    if not entitled or start == run:
        if (
            name.lower() in naming.outlet_names
            or before in naming.outlets
            or any(word in naming.outlets for word in run_words)
        ):
            return Described("outlet", words_of(telling, first if before not in words["the"] else start, end))
        if name.lower() in naming.body_names or any(word in naming.bodies for word in run_words):
            return Described("body", words_of(telling, first, end), is_definite=low[first] in naming.definite)
    joined = "," in low[first:start] or not words["and"].isdisjoint(low[first:start])
    if joined and not entitled and telling.is_name(first):
        return Described("body", words_of(telling, first, end), is_plural=True)
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
        return Described("body", words_of(telling, first, end), is_definite=low[first] in naming.definite)
    if (
        start > first
        and not entitled
        and not telling.is_name(start - 1)
        and before not in words["possessive"]
    ):
        # a small word before a name that is no office we know: "teenager Ana Roe"
        role = words_of(telling, first, start)
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
    text = words_of(telling, first, end)
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
        is_any = (
            low[first] in words["determiners"] and not definite
        )  # "a secretary" is not the one of that office
        kind = "unnamed" if plural or is_any or not naming.is_role(head) else "person"
        return Described(kind, text, text, sex, definite, head, plural)
    return Described("unknown", text, is_definite=definite, head=head, is_plural=plural)


def _leads_to_name(telling: Telling, at: int, naming: Naming) -> bool:
    """Whether a small word of names stands at the head of one, or two of them do: "van der Berg"."""
    first, end = at, len(telling)
    while at < end and telling.low[at] in naming.particles:
        at += 1
    return first < at < end and telling.is_name(at)


def name_runs(telling: Telling, naming: Naming) -> Iterator[tuple[int, int]]:
    """Stretches of words with capitals."""
    at, end = 0, len(telling)
    said, low, particles = telling.said, telling.low, naming.particles
    weekdays, small = telling.words["weekdays"], telling.words["small"]
    while at < end:
        if (
            not (said[at][:1].isupper() or (low[at] in particles and _leads_to_name(telling, at, naming)))
            or low[at] in weekdays
            or low[at] in small
            or _is_dated(telling, at)
        ):
            at += 1
            continue
        stop = at + 1
        while stop < end and (
            (telling.is_name(stop) and low[stop] not in weekdays) or _leads_to_name(telling, stop, naming)
        ):
            stop += 1
        yield at, stop
        at = stop
