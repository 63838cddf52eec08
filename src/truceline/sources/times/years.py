# SPDX-License-Identifier: Apache-2.0
"""Years that a text tells beside a day or a month without one, which may be of such a year and not of the present."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from truceline.sources.forms import Found, one_of
from truceline.sources.statements.passages import Passage
from truceline.sources.times.meanings import Anchor
from truceline.sources.times.stretches import Meaning, Stretch, year_of
from truceline.sources.times.tense import Tenses

_FORMS = frozenset({"date", "days", "midnight", "month", "end"})
_INSTANT = timedelta(milliseconds=1)
_UNREAD = "or of another year, which the text tells beside it in words that are not read"
_OTHER = "or of {years}, of which the text tells beside it"

Sign = tuple[int, frozenset[int]]
"""Where a year is told, and which it may be; none where that is not read."""


class OtherYears:
    """Finds them by the table ``other_years`` of the dictionary ``times``.

    A year is near a time in its sentence, before it in its paragraph, and in the last sentence of the paragraph before.
    What is told of the present year since then ends that.
    """

    def __init__(self, dictionary: Mapping[str, Any], tenses: Tenses) -> None:
        data = dictionary["other_years"]
        self._tenses = tenses
        self._unread = re.compile("|".join(data["unread"]), re.IGNORECASE)
        self._behind = re.compile("|".join(data["behind"]), re.IGNORECASE)
        self._of_any = re.compile(rf"(?<!\w)(?:{one_of(data['of_any_year'])})(?!\w)[^.;:,]*$", re.IGNORECASE)
        self._to = re.compile(rf"\s+(?:{one_of(data['to'])})\s+(?:[a-z]+\s+)?|\s?[-–—]\s?", re.IGNORECASE)
        self._units, self._which = dictionary["units"], dictionary["which"]

    def near(
        self, passages: Sequence[Passage], found: Sequence[Sequence[Found]], published: Anchor
    ) -> dict[int, list[Sign]]:
        """The years near each time without one, by where it begins."""
        made, last = dict[int, list[Sign]](), list[Sign]()
        for here, times in zip(passages, found, strict=True):
            signs = sorted([*self._read(times, published), *self._not_read(here, times)])
            for one in filter(_has_no_year, times):
                sentence = here.sentence(one.start)
                before = [*last, *(sign for sign in signs if sign[0] < one.start)]
                behind = [sign for sign in signs if one.start <= sign[0] < sentence.end]
                is_of_any = self._of_any.search(here.text, sentence.start, one.start)
                near = [*before, *behind, *([(one.start, frozenset[int]())] if is_of_any else [])]
                if near:
                    made[one.start] = near
            first = here.sentences[-1].start if here.sentences else here.span.end
            last = [sign for sign in signs if sign[0] >= first]
        return made

    def _read(self, times: Sequence[Found], published: Anchor) -> Iterator[Sign]:
        for one in times:
            is_year = self._units.get(one.parts.get("unit", "").casefold()) == "year"
            if "year" in one.parts:
                years = {int(one.parts["year"]), *([int(one.parts["last"])] if one.name == "years" else [])}
                yield one.start, frozenset(years)
            elif is_year and "which" in one.parts and one.name != "no_time":
                which = self._which[" ".join(one.parts["which"].split()).casefold()]
                yield one.start, frozenset({published.day.year + which} if published.day else ())
            elif is_year and one.name == "ago":
                yield one.start, frozenset()

    def _not_read(self, passage: Passage, times: Sequence[Found]) -> Iterator[Sign]:
        text, read = passage.text, [(one.start, one.end) for one in times]
        for match in self._unread.finditer(text, passage.span.start, passage.span.end):
            if not any(start < match.end() and match.start() < end for start, end in read):
                yield match.start(), frozenset()
        for one in filter(_has_no_year, times):
            match_behind = self._behind.match(text, one.end, passage.span.end)
            if match_behind and not any(one.end < start < match_behind.end() for start, _ in read):
                yield one.end, frozenset()

    def or_other(self, found: Found, meaning: Meaning | None, near: Sequence[Sign]) -> Meaning | None:
        """The meaning of a time without a year; empty where it may be of another year that stands near it."""
        hull = meaning.hull if meaning and _has_no_year(found) else None
        if meaning is None or hull is None:
            return meaning
        own = {hull.start.year, (hull.end - _INSTANT).year}
        since = list[Sign]()
        for sign in near:
            is_own = sign[1] and sign[1] <= own
            since = [] if is_own and sign[0] < found.start else [*since, sign]
        others = {year for _, years in since for year in years} - own
        if any(not years for _, years in since):
            return Meaning((), f"{meaning.how}, {_UNREAD}")
        if not others:
            return meaning
        first, last = year_of(min(others)), year_of(max(others))
        around = Stretch(min(hull.start, first.start), max(hull.end, last.end))
        told = _OTHER.format(years=" or ".join(map(str, sorted(others))))
        return Meaning((), f"{meaning.how}, {told}", around)

    def are_over(
        self, passage: Passage, times: tuple[Found, Found], meanings: Sequence[Meaning], published: Anchor
    ) -> bool:
        """Whether two times without a year are the ends of a stretch in the past tense whose last one is yet to come."""
        (first, last), (begin, end) = times, meanings
        text, sentence, day = passage.text, passage.sentence(first.start), published.day
        is_one = (
            _has_no_year(first) and _has_no_year(last) and self._to.fullmatch(text, first.end, last.start)
        )
        if day is None or end.stretch is None or not is_one:
            return False
        is_ahead = end.stretch.start.date() > day and not (begin.hull and begin.hull.start.date() > day)
        beside = (text[sentence.start : first.start], text[last.end : sentence.end])
        return is_ahead and any(map(self._tenses.has_past, beside))


def of_last_year(meaning: Meaning) -> Meaning:
    """An end of a stretch that is over, although its last one is yet to come in the present year."""
    hull = meaning.hull
    if hull is None:
        return meaning
    how = f"{meaning.how}, or of the year before, since the past tense tells of its stretch"
    return Meaning((), how, Stretch(year_of(hull.start.year - 1).start, hull.end))


def _has_no_year(found: Found) -> bool:
    return found.name in _FORMS and "month" in found.parts and "year" not in found.parts
