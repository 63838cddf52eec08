# SPDX-License-Identifier: Apache-2.0
"""Parties, areas and places in the words of a claim, and the roles of parties where the grammar is plain."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from truceline.sources.claims.gazetteer import Gazetteer
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import one_of
from truceline.sources.model import Document, Mention, Span, TimeSaid
from truceline.sources.names import NameIndex, Word, words_of
from truceline.terms import Terms

_WORDS_BETWEEN = 4
"""Words at most between a party and the words that give it a role."""
_WORDS_OF_BY = 2
"""``by the``, right behind a cue."""
_LONGEST_BEFORE = 24
"""Characters before a name in which the word stands that tells what it is."""
_LONGEST_BESIDE = 48
"""Characters before a place in which the words stand that tell that something is beside it."""
_LONGEST_BETWEEN = 60
"""Characters that some small words have at most."""
_OPENING = " \t\r\n\"'“‘«"
_SIGN = re.compile(r"[\w’'-]+|,")


class Mentions:
    """Finds them by the names of the terms and of a gazetteer, and by the tables of the dictionary ``claims``."""

    def __init__(self, dictionaries: Dictionaries, terms: Terms | None, gazetteer: Gazetteer | None) -> None:
        data = dictionaries["claims"]
        parties = terms.parties.values() if terms else ()
        areas = terms.areas.values() if terms else ()
        self._parties = NameIndex(
            (name, party.id) for party in parties for name in {party.id, party.name, *party.aliases}
        )
        self._areas = NameIndex((name, area.id) for area in areas for name in {area.id, area.name} if name)
        self._gazetteer = gazetteer
        self._is_any = terms is not None or gazetteer is not None
        self._aside = re.compile(rf",\s*(?:{one_of(data['clauses']['asides'])})\s*,", re.IGNORECASE)
        between = data["between"]
        self._between = frozenset(between["words"])
        self._behind = frozenset(between["behind"])
        self.links = frozenset(between["links"])
        self._against, self._by = (
            re.compile(rf"(?<!\w)(?:{one_of(between[role])})\s+(?:the\s+)?$", re.IGNORECASE)
            for role in ("against", "by")
        )
        self._subject = _Subject(data["subject"])
        places = data["places"]
        self._before_places = re.compile(
            rf"(?:(?<!\w)|(?<=\w)(?=['’]))(?:{one_of(places['before'])})\s+$", re.IGNORECASE
        )
        self._beside = re.compile(
            rf"(?<!\w)(?:{one_of(places['beside'])})\s+(?:the\s+)?(?:(?:{one_of(places['kinds'])})\s+)?$",
            re.IGNORECASE,
        )
        self._around = re.compile(rf"(?:['’]s)?\s+(?:{one_of(places['around'])})(?!\w)", re.IGNORECASE)
        self._within = _Within(places)
        self._joined = frozenset(places["joined"])
        self._no_places = frozenset(places["not"])

    def of(self, document: Document) -> Named:
        """All that is named in the article itself."""
        text = document.text
        if not self._is_any:
            return Named(self, text, [], [])
        words = [word for block in document.main for word in words_of(text, block.span.start, block.span.end)]
        areas = list(self._areas.among(text, words))
        taken = {word for area in areas for word in range(area.span.start, area.span.end)}
        places = [
            one
            for one in self._of_gazetteer(text, words)
            if one.span.start not in taken and one.span.end - 1 not in taken
        ]
        every = list(self._as_told(text, sorted([*areas, *places], key=lambda one: one.span)))
        return Named(self, text, list(self._parties.among(text, words)), every)

    def _as_told(self, text: str, places: Iterable[Mention]) -> Iterator[Mention]:
        """Areas and places; without their id where the words beside them, or a list, leave open whether it is within."""
        last: Mention | None = None
        for one in places:
            start = one.span.start
            is_beside = self._beside.search(text, max(0, start - _LONGEST_BESIDE), start) is not None
            is_beside = is_beside or self._around.match(text, one.span.end) is not None
            if is_beside or (last is not None and self.is_only(text[last.span.end : start], self._joined)):
                one = last = replace(one, id="", may_be=one.may_be or (one.id,))
            else:
                last = None
            yield one

    def is_alone(self, text: str, party: Mention, cue: Span, span: Span, ends: Collection[int]) -> bool:
        """Whether a party that has a role by its place beside a cue heads its words, and nobody is named beside it.

        Args:
            text: of the document.
            party: before the cue, or behind ``by``.
            cue: what is told of it.
            span: where the words begin and end in which it is told.
            ends: where other names, places and times end, by which the words before a subject may end.
        """
        if party.span.end <= cue.start:
            return self._subject.is_alone(text[span.start : party.span.start], span.start, ends)
        return self._subject.is_last(text[party.span.end : span.end])

    def is_hit(self, text: str, party: Mention) -> bool:
        """Whether what is done against somebody is done against a party, by the words behind it."""
        return self._subject.is_hit(text[party.span.end : party.span.end + _LONGEST_BEFORE])

    def is_joined(self, text: str, first: Mention, second: Mention) -> bool:
        """Whether a place stands in one list with the one before it."""
        return self.is_only(text[first.span.end : second.span.start], self._joined)

    def is_within(
        self, text: str, place: Mention, cue: Span, span: Span, ends: Collection[int], *, is_hit: bool
    ) -> bool:
        """Whether what a cue tells happened in a place, by the words around both."""
        return self._within.is_within(text, place.span, cue, span, ends, is_hit=is_hit)

    def role(self, text: str, party: Mention, cue: Span, before: str, behind: str) -> str:
        """The role that the grammar gives a party beside a cue; empty where it is not plain."""
        start, end = party.span.start, party.span.end
        is_by = bool(
            self._by.search(text, max(cue.start, start - _LONGEST_BEFORE), start)
            if start > cue.start
            else None
        )
        if cue.start <= start and end <= cue.end:
            return "" if is_by else behind
        if end <= cue.start and before and self.is_only(text[end : cue.start], self._between):
            return before
        if start >= cue.end and behind and self.is_only(text[cue.end : start], self._behind):
            return behind
        if self._against.search(text, max(0, start - _LONGEST_BEFORE), start):
            return "against"
        return (
            "by"
            if is_by and start > cue.end and len(text[cue.end : start].split(maxsplit=3)) <= _WORDS_OF_BY
            else ""
        )

    def is_only(self, between: str, words: frozenset[str]) -> bool:
        """Whether nothing but some small words stands between two places."""
        if len(between) > _LONGEST_BETWEEN:
            return False
        signs = _SIGN.findall(self._aside.sub(" ", between.lower()))
        return len(signs) <= _WORDS_BETWEEN and all(sign in words or sign in ("'s", "’s") for sign in signs)

    def _of_gazetteer(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        if self._gazetteer is None:
            return
        last: Mention | None = None
        for one in self._gazetteer.among(text, words):
            if one.words in self._no_places:
                continue
            is_joined = last is not None and self.is_only(text[last.span.end : one.span.start], self._joined)
            if is_joined or self._before_places.search(
                text, max(0, one.span.start - _LONGEST_BEFORE), one.span.start
            ):
                last = one
                yield one


class _Subject:
    """Tells by the words beside a party whether it alone does what is told: else nobody knows who did."""

    def __init__(self, data: Mapping[str, Sequence[str]]) -> None:
        self._determiner = re.compile(rf"(?:(?<!\w)(?:{one_of(data['determiners'])})\s+)?$", re.IGNORECASE)
        self._parts = re.compile(
            rf"(?:(?<!\w)(?:{one_of(data['determiners'])})\s+)?(?<!\w)(?:{one_of(data['parts'])})$",
            re.IGNORECASE,
        )
        self._after = re.compile(rf"(?<!\w)(?:{one_of(data['after'])})$|[;:(]$|\)\s*[-–—]$", re.IGNORECASE)
        self._openers = re.compile(
            rf"(?:^|[,.;:–—(])\s*(?:{one_of(data['openers'])})(?!\w)[^,]*,$", re.IGNORECASE
        )
        self._behind = re.compile(rf"\s*(?:$|[.;:!?)]|(?:{one_of(data['behind'])})(?!\w))", re.IGNORECASE)
        self._others = re.compile(rf"(?<!\w)(?:{one_of(data['others'])})(?!\w)", re.IGNORECASE)
        self._not_against = re.compile(
            rf"(?:'s|’s)?\s*(?:{one_of(data['not-against'])})(?!\w)", re.IGNORECASE
        )

    def is_alone(self, before: str, start: int, ends: Collection[int]) -> bool:
        """Whether what stands before a party leaves the verb to it alone; ``start`` is where that begins."""
        head = before[: self._determiner.search(before.rstrip() + " ").start()].rstrip(_OPENING)  # type: ignore[union-attr]
        part = self._parts.search(head)
        if part:
            return self.is_alone(head[: part.start()], start, ends)
        if not head.strip() or self._after.search(head):
            return True
        if start + len(head) in ends:
            return True
        return head.endswith(",") and bool(start + len(head) - 1 in ends or self._openers.search(head))

    def is_hit(self, behind: str) -> bool:
        """Whether something is done against a party, by what follows it: not where it is "Reed Front deserters"."""
        return not self._not_against.match(behind)

    def is_last(self, behind: str) -> bool:
        """Whether nobody else follows a party behind ``by``."""
        if behind.startswith(","):
            return not self._others.search(behind)
        return bool(self._behind.match(behind))


class _Within:
    """Tells whether something happened in a place: only where that is what was hit, or stands behind ``in``."""

    def __init__(self, data: Mapping[str, Sequence[str]]) -> None:
        kinds = rf"(?:the\s+)?(?:(?:{one_of(data['adjectives'])})\s+)*(?:(?:{one_of(data['kinds'])})\s+)?"
        self._in = re.compile(rf"(?<!\w)(?:{one_of(data['within'])})\s+{kinds}$", re.IGNORECASE)
        self._hit = re.compile(rf"\s+(?:(?:{one_of(data['hit'])})\s+)?{kinds}", re.IGNORECASE)
        self._passive = re.compile(rf"(?:\s+(?:{one_of(data['passive'])}))+\s*", re.IGNORECASE)
        self._be = re.compile(rf"(?<!\w)(?:{one_of(data['be'])})(?!\w)", re.IGNORECASE)
        self._kinds = re.compile(rf"\W*{kinds}", re.IGNORECASE)
        self._breaks = re.compile(rf"[,;:–—()]|(?<!\w)(?:{one_of(data['breaks'])})(?!\w)", re.IGNORECASE)
        self._part = re.compile(rf"['’]s?(?!\w)|-\w|\s+(?:{one_of(data['parts'])})(?!\w)", re.IGNORECASE)
        self._of_name = re.compile(r"(?:^|\s)[Tt]he\s+$")

    def is_within(
        self, text: str, place: Span, cue: Span, span: Span, ends: Collection[int], *, is_hit: bool
    ) -> bool:
        """Whether it is, by the words before and behind the place."""
        if self._part.match(text, place.end):
            return False
        if self._of_name.search(text[max(span.start, place.start - 5) : place.start]) and re.match(
            r"\s+[A-Z]", text[place.end :]
        ):
            return False
        found = self._in.search(text, max(span.start, place.start - _LONGEST_BESIDE), place.start)
        if place.start >= cue.end:
            between = text[cue.end : place.start]
            return bool(self._hit.fullmatch(between)) or (
                found is not None and not self._breaks.search(between)
            )
        if place.end > cue.start:
            return place.start >= cue.start
        head = text[span.start : found.start() if found else place.start]
        is_first = not head.strip(_OPENING) or (
            found is not None and span.start + len(head.rstrip(" ,")) in ends
        )
        if found:
            is_passive = is_hit or self._be.search(text[place.end : cue.start]) is not None
            return is_first or (is_passive and not self._breaks.search(text, span.start, cue.start))
        between = text[place.end : cue.start]
        is_object = self._passive.fullmatch(between) and self._be.search(between)
        return bool(is_object or (is_hit and not between.strip())) and self._kinds.fullmatch(head) is not None


@dataclass(frozen=True)
class Named:
    """All that is named in a document."""

    by: Mentions
    text: str
    every_party: Sequence[Mention]
    every_place: Sequence[Mention]

    def parties(
        self, span: Span, cue: Span, before: str, behind: str, times: Sequence[TimeSaid]
    ) -> tuple[Mention, ...]:
        """The parties that are named in a stretch, those with a plain role beside the cue with it."""
        made: list[Mention] = []
        ends = {one.span.end for one in times} | {one.span.end for one in self.places(span)}
        for one in within(self.every_party, span):
            role, last = self.by.role(self.text, one, cue, before, behind), made[-1] if made else None
            if not role and last and last.role == "against":
                is_list = self.by.is_only(self.text[last.span.end : one.span.start], self.by.links)
                role = last.role if is_list else ""
            if role == "against" and not self.by.is_hit(self.text, one):
                role = ""
            is_before, is_behind = one.span.end <= cue.start and role == before, one.span.start >= cue.end
            is_beside = is_before or (role == "by" and is_behind)
            if is_beside and role and not self.by.is_alone(self.text, one, cue, span, ends):
                role = ""
            made.append(replace(one, role=role))
        return tuple(made)

    def places(self, span: Span) -> tuple[Mention, ...]:
        """The places that are named in a stretch."""
        return within(self.every_place, span)

    def places_of(
        self, span: Span, cue: Span, times: Sequence[TimeSaid], *, is_hit: bool
    ) -> tuple[Mention, ...]:
        """The places of what happened by a cue; without their id where it may have happened elsewhere.

        Args:
            span: in which they are named.
            cue: what happened.
            times: that are named there.
            is_hit: whether it happened to who stands before the cue.
        """
        made = list[Mention]()
        ends = {one.span.end for one in times}
        for one in self.places(span):
            is_joined = bool(made and made[-1].id and one.id) and self.by.is_joined(self.text, made[-1], one)
            is_within = is_joined or self.by.is_within(self.text, one, cue, span, ends, is_hit=is_hit)
            made.append(one if is_within else replace(one, id="", may_be=one.may_be or (one.id,)))
        return tuple(made)


Placed = TypeVar("Placed", Mention, TimeSaid)


def within(every: Sequence[Placed], span: Span) -> tuple[Placed, ...]:
    """Those of some mentions or times, in order and without overlap, that lie in a stretch."""
    first = bisect_left(every, span.start, key=lambda one: one.span.start)
    last = bisect_right(every, span.end, key=lambda one: one.span.end)
    return tuple(every[first:last])
