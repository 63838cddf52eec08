# SPDX-License-Identifier: Apache-2.0
"""Who speaks: noun groups, pronouns and short names as somebody of the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.sources.model import Span, Speaker
from truceline.sources.statements.descriptions import FAR, belongs_to, content_of, holders, is_other, may_be
from truceline.sources.statements.groups import Group
from truceline.sources.statements.history import History, Known
from truceline.sources.statements.people import (
    Described,
    Naming,
    describe,
    name_given,
    name_run,
    name_runs,
    personal,
)
from truceline.sources.statements.pronouns import fitting_at
from truceline.sources.statements.register import Register, last_name
from truceline.sources.statements.subjects import head
from truceline.sources.statements.tokens import ENDS, Telling

_ISSUED = 80
"""So many words behind somebody's statement it is the statement."""


@dataclass(eq=False)
class Speakers:
    """Those who speak in a document, as far as it has been read."""

    naming: Naming
    register: Register
    history: History = field(default_factory=History)
    """Where each spoke or was a subject, in the order of reading."""
    owner: Speaker | None = None
    """Who says the words that are being read: of a quotation, a turn, a statement."""
    other: Speaker | None = None
    """Whom they are said to: the turn before."""
    ahead: list[Group] = field(default_factory=list)
    """The subjects of the verbs of saying in the telling that is read, in order."""
    is_headline: bool = False
    """Whether headlines are read, when all the text beneath them is known."""

    def speaker(self, telling: Telling, group: Group) -> Speaker | None:
        """Who a noun group is; None for a pronoun for which two fit, or nobody."""
        span = telling.span(group.first, group.end)
        words = span.of(telling.text)
        low = telling.low[group.first]
        if group.end - group.first == 1 and low in self.naming.pronouns:
            return self._pronoun(telling, group.first, low, words, span)
        told = describe(telling, group, self.naming)
        part = self._of_clause(telling, group) if told.kind == "unknown" else None
        if part is not None:
            group, told = part, describe(telling, part, self.naming)
            span = telling.span(group.first, group.end)
            words = span.of(telling.text)
        if self.is_headline and told.head and not told.is_plural:
            told.is_definite = True  # "Rebel general says"
        found = self._giving(telling, group, told) or self._known(telling, group, told)
        self.history.add(span.start, found)
        how = (
            ""
            if found.name in telling.span(group.start, group.last).of(telling.text)
            or (found.kind == "unnamed" and found.name == told.name)
            else f"{told.name}: {found.how or 'as named elsewhere'}"
        )
        return Speaker(words, span, found.kind, found.name, found.role, how)

    def _of_clause(self, telling: Telling, group: Group) -> Group | None:
        """Of whom a clause with "which" tells behind what cannot speak: "attacks on rebel groups, which pledged"."""
        low, words = telling.low, telling.words
        if low[group.last] != "," or low[group.last + 1] not in words["relatives"]:
            return None
        stops = words["joiners"] | words["prepositions"]
        at = next((at for at in range(group.end - 1, group.first, -1) if low[at] in stops), 0)
        part = Group(at + 1, group.end, None, at + 1, group.end)
        return part if at and describe(telling, part, self.naming).kind != "unknown" else None

    def unless_other(self, speaker: Speaker | None, low: int, high: int) -> Speaker | None:
        """Somebody, if in a stretch behind his words nobody else spoke or was the subject."""
        if speaker is None or not speaker.name:
            return None
        others = (
            known for _, known in self.history.between(low, high) if known.kind in ("person", "unnamed")
        )
        return None if any(known.name != speaker.name for known in others) else speaker

    def subjects(self, telling: Telling) -> None:
        """Takes up who is the subject of a clause, for the pronouns that follow."""
        low, words = telling.low, telling.words
        for run, end in name_runs(telling, self.naming):
            first = personal(telling, run, end, self.naming)
            if first >= end or not self._is_person(telling, first, end, run):
                continue
            if low[end] in words["possessive"] and self._is_human(telling, end + 1):
                continue  # "Roe's deputy": it is he who acts
            before = run - 1
            while (
                before >= 0
                and telling.is_word(before)
                and (self.naming.is_role(low[before]) or low[before] in words["determiners"])
            ):
                before -= 1
            if (
                before < 0
                or not telling.is_word(before)
                or low[before] in words["clause openers"]
                or low[before] in words["but"]
                or low[before] in words["lapses"]  # "Moments later Roe"
                or (low[before] in words["for"] and (not before or low[before - 1] in ENDS))  # "For Roe, it"
                or (low[before] in words["and"] and telling.is_name(before - 1))
                or low[end] in words["relatives"]
                or (low[end] == "," and low[end + 1] in words["relatives"])
            ):
                name = self.register.fullest(telling.span(first, end).of(telling.text))
                self.history.add(telling.starts[run], Known("person", name, "", self.register.sex(name)))
        for start, stop in zip(telling.sentences, telling.sentences[1:], strict=False):
            group = head(telling, start, stop)
            if (
                group is None
                or group.end >= stop
                or telling.low[group.first] in telling.words["pronoun subjects"]
                or telling.low[group.first] in telling.words["generics"]
            ):
                continue
            is_cut = telling.is_name(group.end - 1) and self._is_human(telling, group.end)
            if is_cut and not telling.is_name(group.end + 1):
                group = Group(
                    group.first, group.end + 1, None, group.start, group.end + 1
                )  # "a Union spokesman"
            told = describe(telling, group, self.naming)
            if told.kind == "unknown":
                group = self.somebody(telling, group) or group
                told = describe(telling, group, self.naming)
                if told.kind == "unknown" and self._may_be_human(telling, group):
                    nobody = Known("unknown", "")  # no pronoun goes past him
                    self.history.add(telling.starts[group.first], nobody)
            if told.kind != "unknown" and any(
                low not in telling.words["small"] for low in telling.low[group.first : group.end]
            ):
                self.history.add(telling.starts[group.first], self._known(telling, group, told))

    def only_person(self, telling: Telling, start: int, stop: int) -> Speaker | None:
        """The one person who is named in a stretch; None where there are several."""
        named: dict[str, Group] = {}
        for run, end in name_runs(telling, self.naming):
            first = personal(telling, run, end, self.naming)
            if start <= run and end <= stop and first < end and self._is_person(telling, first, end, run):
                named[telling.low[end - 1]] = Group(run, end, None, run, end)
        return self.speaker(telling, named.popitem()[1]) if len(named) == 1 else None

    def somebody(self, telling: Telling, group: Group) -> Group | None:
        """The one with whom a group begins that goes too far, since no list has the verb behind him: "His wife nods"."""
        for at in range(group.first, group.end - 1):
            if telling.low[at] in telling.words["joiners"] | telling.words["prepositions"]:
                return None
            goes_on = telling.is_name(at + 1) or telling.low[at + 1] in telling.words["joiners"]
            if self._is_human(telling, at) and not goes_on:
                return Group(group.first, at + 1, None, group.first, at + 1)
        return None

    def _may_be_human(self, telling: Telling, group: Group) -> bool:
        """Whether what stands beside an unknown word tells of somebody: "her opposite number, a man who"."""
        low = telling.low
        if low[group.end] != ",":
            return False
        first = group.end + 1
        is_somebody = any(self._is_human(telling, at) for at in range(first, min(first + 3, len(telling))))
        return is_somebody or low[first] in telling.words["of persons"]

    def _is_human(self, telling: Telling, at: int) -> bool:
        """Whether a word is an office, a calling or a word for somebody who is not named."""
        return self.naming.is_role(telling.low[at]) or self.naming.is_unnamed(telling.low[at])

    def _is_person(self, telling: Telling, first: int, end: int, run: int) -> bool:
        key = last_name(telling.said[end - 1])
        if telling.low[first] in telling.words["small"]:
            return False
        if any(word in self.naming.bodies or word in self.naming.outlets for word in telling.low[first:end]):
            return False
        return key in self.register.roles or key in self.register.sexes

    def _giving(self, telling: Telling, group: Group, told: Described) -> Known | None:
        """Somebody who is described and gives a name: "a teacher who gave her name only as Ana"."""
        is_described = told.kind == "unnamed" or (told.kind == "person" and told.name == told.role)
        given = name_given(telling, group, self.naming) if is_described else None
        if given is None:
            return None
        name = telling.span(*given).of(telling.text)
        self.register.take_role(name, content_of(telling, group.first, group.end))
        return Known(
            "person",
            name,
            told.name,
            told.sex or self.register.sex(name),
            head=told.head,
            how="the name given",
        )

    def _known(self, telling: Telling, group: Group, told: Described) -> Known:
        if told.kind == "person" and told.name != told.role:
            if told.is_plural:
                return Known("person", told.name, told.role, is_plural=True)
            key = last_name(told.name.split()[-1])
            known = self.register.by_first(told.name)
            if known:
                return Known("person", known, told.role, told.sex or self.register.sex(known))
            if (
                not told.role
                and " " not in told.name
                and not {*self.register.full, *self.register.roles, *self.register.sexes} & {key}
            ):
                return Known("body", told.name)
            name = self.register.fullest(told.name)
            return Known("person", name, told.role, told.sex or self.register.sex(name), head=told.head)
        if told.kind == "body" and len(told.name.split()) == 1 and last_name(told.name) in self.register.full:
            name = self.register.fullest(told.name)
            return Known("person", name, "", self.register.sex(name))
        if told.kind == "body" and told.is_definite:
            name = self.register.body(telling.low[group.end - 1], telling.starts[group.first])
            if name and telling.is_name(group.end - 1) and len(name.split()) > group.end - group.first - 1:
                return Known("body", name)
        if told.kind == "body" and told.is_definite and not told.is_plural:
            words = telling.words
            is_one_word = all(low in words["determiners"] for low in telling.low[group.first : group.end - 1])
            if is_one_word and telling.low[group.first] not in words["possessives"]:
                name = self.register.only_body(telling.low[group.end - 1])
                if name:
                    return Known("body", name, how="the one body of this name")
        if told.is_definite and told.head in telling.words["texts"] and group.end - group.first == 2:
            issued = self._issued(telling, group, told.head)
            if issued is not None:
                return issued
        if told.is_plural and told.is_definite and told.kind != "person":
            several = self._several(telling, group, told)
            if several is not None:
                return several
        aside = self._named_before(telling, group, told)
        if aside is not None:
            return aside
        if told.is_definite:
            found = self._described(telling, group, told)
            if found is not None:
                return found
        return Known(
            told.kind,
            told.name,
            told.role if told.kind == "person" else "",
            told.sex,
            told.is_plural,
            told.head,
        )

    def _issued(self, telling: Telling, group: Group, text: str) -> Known | None:
        """Who speaks in "the statement", where the text has told: "In a statement the Front denied it."."""
        low, words = telling.low, telling.words
        at = next((at for at in range(group.first - 1, 0, -1) if low[at] == text), 0)
        here = telling.starts[group.first]
        if not at or low[at - 2] not in words["within"] or group.first - at > _ISSUED:
            return None
        if self.history.is_nested(telling.starts[at], here):
            return None
        start, stop = (telling.starts[place] for place in telling.sentence(at))
        told = {known.name: known for _, known in self.history.between(start, stop) if known.name}
        known = next(iter(told.values())) if len(told) == 1 else None
        if known is None or known.kind not in ("body", "person"):
            return None
        return Known(
            known.kind, known.name, known.role, known.sex, known.is_plural, how="the one who issued it"
        )

    def _several(self, telling: Telling, group: Group, told: Described) -> Known | None:
        """Whom "the two ministers" stands for: the last two who were named together; "the leaders": "the two leaders" before."""
        low, words = telling.low, telling.words
        here = telling.starts[group.first]
        if any(word in words["pairs"] for word in low[group.first : group.end]):
            for _, known in self.history.before(here, FAR):
                if known.kind == "person" and known.is_plural:
                    return Known(
                        "person", known.name, known.role, is_plural=True, how="the last two named together"
                    )
        same = {known.name for known in self.history.of_head(told.head, here) if known.is_plural}
        same = {name for name in same if len(name.split()) > group.end - group.first}
        if told.head and len(same) == 1 and group.end - group.first == 2:
            return Known(told.kind, same.pop(), is_plural=True, head=told.head, how="as told before")
        return None

    def _named_before(self, telling: Telling, group: Group, told: Described) -> Known | None:
        """The name before a description whose second comma is missing: "Ana Roe, head of the mission said"."""
        at = group.first - 1
        if not told.head or not self.naming.is_role(told.head) or at < 1 or telling.low[at] != ",":
            return None
        start = telling.sentence(at)[0]
        run = name_run(telling, start, at, self.naming)
        first = personal(telling, run, at, self.naming)
        if (
            first >= at
            or at - first < 2
            or telling.low[first] in telling.words["small"]
            or any(
                telling.is_word(place) and not self.naming.is_role(telling.low[place])
                for place in range(start, run)
            )
        ):
            return None
        name = self.register.fullest(telling.span(first, at).of(telling.text))
        return Known("person", name, told.name, self.register.sex(name))

    def _described(self, telling: Telling, group: Group, told: Described) -> Known | None:
        """Whom "the general" or "the Russian minister" stands for."""
        if telling.low[group.first] in telling.words["possessives"]:
            return None
        content = content_of(telling, group.first, group.end)
        is_age = told.head.endswith(self.naming.age)
        if not (content or is_age) or told.kind not in ("person", "unnamed", "unknown"):
            return None
        is_office = self.naming.is_role(told.head) or self.naming.is_title(told.head)
        here = telling.starts[group.first]
        same = {
            known.name: known for known in self.history.of_head(told.head, here) if known.kind == "unnamed"
        }
        is_one = is_office and not told.is_plural
        names = [
            name
            for name in (self.register.by_role(content) if is_one else [])
            if not is_other(self.naming, self.register.roles[name], content)
        ]
        if same and told.kind in ("unnamed", "person") and not self._is_named_since(names, told.head, here):
            return next(iter(same.values())) if len(same) == 1 else None
        is_human = told.head in self.naming.sexes or is_age
        if is_human and not told.is_plural and not is_one:
            return self._last_fitting(here, told.head, content)
        if not is_one:
            return None
        names = names or holders(self.register, self.naming, content, told.head)
        belongs = belongs_to(telling, group.first, group.end)
        if belongs:
            names = [name for name in names if belongs & self.register.roles[name]]
            if not names:
                return None  # of whom more is told than of anybody else
        if len(names) > 1:
            names = [name for name in names if self.register.first_at[name] < here]
        if names:
            full = {self._spoken_name(name) for name in names}
            full = {self.register.by_first(name) or name for name in full}
            return self._person(full.pop(), "the one who has this office") if len(full) == 1 else None
        return self._last_fitting(here, told.head, content) or self._first_ahead(
            telling, group, told.head, content
        )

    def _is_named_since(self, names: list[str], head: str, here: int) -> bool:
        """Whether one of several, by their last names, is named behind the last one whom a noun describes without a name."""
        since = max(
            (
                where
                for where, known in self.history.heads.get(head, ())
                if where < here and known.kind == "unnamed"
            ),
            default=0,
        )
        return any(key in names for _, key in self.register.between(since, here))

    def _spoken_name(self, key: str) -> str:
        """The name of somebody by his last name as a key."""
        spoken = self.history.of_last_name(key)
        if spoken:
            return spoken[-1].name
        full = self.register.full.get(key, ())
        return self.register.fullest(max(full, key=len) if full else self.register.plain[key])

    def _person(self, name: str, how: str) -> Known:
        return Known("person", name, "", self.register.sex(name), how=how)

    def _last_fitting(self, here: int, head: str, content: set[str]) -> Known | None:
        """The last one who spoke or was the subject and whom nothing contradicts, if nobody else was named since."""
        if self.owner is not None:
            return None  # in somebody's own words nobody is meant whom only the narrator has told of
        for where, known in self.history.before(here, FAR):
            if known.kind != "person" or known.is_plural or self.history.is_nested(where, here):
                continue
            if self.owner is not None and known.name == self.owner.name:
                continue
            if not may_be(self.register, self.naming, known.name, head, content):
                continue
            key = last_name(known.name.split()[-1])
            if head in self.naming.unique and not self._has_office(key):
                return None
            if self.register.is_named_between(where, here, but=key):
                return None
            return self._person(known.name, "the last one named whose office does not contradict it")
        return None

    def _has_office(self, key: str) -> bool:
        """Whether the document tells an office of somebody, by his last name."""
        return any(self.naming.is_role(word) for word in self.register.roles.get(key, ()))

    def _first_ahead(self, telling: Telling, group: Group, head: str, content: set[str]) -> Known | None:
        """The first one who is named and speaks after a description with which the telling begins."""
        here = telling.starts[group.first]
        if self.is_headline:
            return self._first_beneath(here, head, content)
        if any(known.kind == "person" for _, known in self.history.before(here, FAR)):
            return None
        for ahead in self.ahead:
            if ahead.first <= group.first:
                continue
            told = describe(telling, ahead, self.naming)
            if told.kind == "person" and told.name != told.role and not told.is_plural:
                name = self.register.fullest(told.name)
                if not may_be(self.register, self.naming, name, head, content):
                    return None
                self.register.take_role(name, content)
                return self._person(name, "the first one named after it who speaks")
        return None

    def _first_beneath(self, here: int, head: str, content: set[str]) -> Known | None:
        """The first one who speaks or is a subject beneath a headline and whom nothing contradicts."""
        for known in self.history.behind(here, FAR):
            if known.kind == "person" and not known.is_plural and known.name != known.role:
                if not may_be(self.register, self.naming, known.name, head, content):
                    return None
                return self._person(known.name, "the first one named beneath the headline")
        return None

    def _pronoun(self, telling: Telling, at: int, low: str, words: str, span: Span) -> Speaker | None:
        kind = self.naming.pronouns[low]
        if kind == "self":
            if self.owner is None:
                return None
            return Speaker(
                words, span, self.owner.kind, self.owner.name, self.owner.role, f"{low}: the one who speaks"
            )
        if kind == "you":
            if self.other is None:
                return None
            return Speaker(
                words,
                span,
                self.other.kind,
                self.other.name,
                self.other.role,
                f"{low}: the one who spoke before",
            )
        fitting = fitting_at(self.history, self.register, telling, at, kind)
        if fitting is None:
            if kind in ("m", "f"):
                self.history.add(span.start, Known("unknown", "", sex=kind))
            return Speaker(words, span, "unknown", "", "", f"{low}: it is not plain who")
        if kind in ("m", "f"):
            fitting.sex = fitting.sex or kind
            self.history.sexes.setdefault(fitting.name, kind)
        self.history.add(span.start, fitting)
        return Speaker(
            words,
            span,
            fitting.kind,
            fitting.name,
            fitting.role,
            f"{low}: the last one who spoke or was the subject",
        )
