# SPDX-License-Identifier: Apache-2.0
"""Words for times in a document, and what they mean; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import Forms, Found, Piece, one_of
from truceline.sources.model import Document, Span, TimeSaid
from truceline.sources.statements.passages import Passage, Passages
from truceline.sources.times.entries import Entries
from truceline.sources.times.meanings import NO_DATE, NO_MONTH, Anchor, Meanings
from truceline.sources.times.narrated import Narrated
from truceline.sources.times.relations import ABOUT, Relation, Relations
from truceline.sources.times.speaking import Speaking
from truceline.sources.times.stretches import Meaning, Stretch, day_of, of_day
from truceline.sources.times.tense import FUTURE, PAST, Tenses
from truceline.sources.times.written import Written, alike
from truceline.sources.times.years import OtherYears, Sign, of_last_year
from truceline.sources.times.zones import ANYWHERE, Zone, Zones, zone_named

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_NTH, _OF_MONTH = "nth", frozenset({"date", "numeric", "days", "midnight", "month", "of_which_year", "end"})
_CLOCK, _CLOCKS = "clock", "clocks"
_WITH_ENDS = frozenset({"days", "midnight", "years"})
_NO_DAY = Meaning((), "clock time, of a day that nobody tells")
_YEARS = range(1800, 2200)
"""In which documents are published; another year is a slip."""
_CLAUSE = 400
"""Characters before and behind a time in which the verb is looked for that it belongs to."""
_LONGEST_CLOCK = 80
"""Characters of a line that is a clock time."""
_LOOKS = frozenset({"alone", "to", "between", "last", "no_hours"})
"""Pieces that do not make a bare month or year more than that."""
_LONGEST_BEFORE = 24
"""Characters before a bare month or year in which the word stands that makes it a time."""


@dataclass(frozen=True)
class Said:
    """A time as it stands, before clock times and days are put together."""

    span: Span
    meaning: Meaning
    clock: tuple[tuple[int, int], ...] = ()
    """Hours and minutes that a clock time may mean; empty for a day and longer."""
    zone: Zone | None = None
    """That its own words name."""
    until: tuple[tuple[int, int], ...] = ()
    """For each of ``clock`` when it ends; empty for a minute."""
    part: str = ""
    """Of its day, such as the morning: tells which half of the day a clock time is meant in."""
    night_hours: int = 0
    """Hours of the next day that may be meant too."""
    has_ends: bool = False
    """Whether the words tell where a stretch begins and where it ends."""


class Times:
    """Finds times by the dictionary ``times`` of a language."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        data = dictionaries["times"]
        forms = [(name, form) for name, forms in data["forms"].items() for form in forms]
        self._forms = Forms(forms, self._pieces(data))
        self._passages = dictionaries.made(Passages)
        self._tenses = Tenses(data["tense"])
        self._zones = Zones(data["zones"])
        self._meanings = Meanings(data)
        self._written = Written(data["written"], self._forms, self._meanings, data["pieces"]["to"])
        self._speaking = Speaking(data["said"], self._tenses)
        self._entries = Entries(data["entries"], self._forms)
        self._other_years = OtherYears(data, self._tenses)
        self._after = {
            name: re.compile(rf"(?<!\w)(?:{one_of(words)})\s+$", re.IGNORECASE)
            for name, words in data["after"].items()
        }
        self._deadline = re.compile(rf"(?<!\w)(?:{one_of(data['deadline']['words'])})\s+$", re.IGNORECASE)
        self._relations = Relations(data["relations"])
        self._joins = {name: frozenset(between) for name, between in data["joins"].items()}
        self._dateline = re.compile(data["dateline"]["after"])
        self._in_line = int(data["dateline"]["within"])
        self._place = re.compile(data["dateline"]["place"])
        self._behind_place = re.compile(data["dateline"]["after_place"])
        names = data["in_names"]
        self._name_of_date = (re.compile(f"(?:{names['dates_after']})$"), re.compile(names["dates_before"]))
        self._name_of_day = re.compile(f"(?:{names['days_after']})$")
        self._night = re.compile(rf"(?<!\w)(?:{one_of(data['parts']['night'])})$", re.IGNORECASE)
        self._most_clock_lines = int(data["rules"]["most_clock_lines"])
        self._narrated = tuple(data["rules"]["narrated_after"])
        self._night_hours = int(data["rules"]["night_hours"])

    @staticmethod
    def _pieces(data: Mapping[str, Any]) -> dict[str, Piece]:
        clock, weekdays = data["clock"], tuple(data["weekdays"])
        return {
            **{name: Piece(regex=regex) for name, regex in data["pieces"].items()},
            "month": Piece(tuple(data["months"]), is_name=True),
            "weekday": Piece(weekdays, is_name=True),
            "day_name": Piece((*weekdays, *data["short_weekdays"]), is_name=True),
            "deictic": Piece(tuple(data["days"])),
            "part": Piece(tuple(data["parts"]["words"])),
            "which": Piece(tuple(data["which"])),
            "unit": Piece(tuple(data["units"])),
            "amount": Piece(tuple(data["numbers"]), data["pieces"]["amount"]),
            "half": Piece((*clock["am"], *clock["pm"])),
            "half_in_words": Piece(tuple(clock["parts"])),
            "hour_in_words": Piece(tuple(clock["hours"])),
            "minute_in_words": Piece(tuple(clock["minutes"])),
            **{name: Piece(tuple(words)) for name, words in clock["short"].items()},
            "in_words": Piece(tuple(data["ordinals"])),
            "clock_word": Piece(tuple(clock["words"])),
            "zone_name": Piece(tuple(Zones(data["zones"]).names)),
        }

    def of(self, document: Document) -> tuple[TimeSaid, ...]:
        """The times of the article itself, in order."""
        published = _published(document)
        days = self._written.days(document) if document.published is None else None
        if days is None:
            return self._counted_from(published, document)
        return alike([self._counted_from(day, document) for day in days.anchors], days.is_one_of)

    def _counted_from(self, published: Anchor, document: Document) -> tuple[TimeSaid, ...]:
        """The times, if the document was published on a day."""
        text = document.text
        passages = self._passages.of(document)
        found = [
            [
                one
                for one in self._forms.find(text, here.span.start, here.span.end)
                if self._is_time(here, one)
            ]
            for here in passages
        ]
        years = self._other_years.near(passages, found, published)
        own = self._entries.anchors(document, passages, published)
        anchors = self._anchors(passages, found, own, published, years)
        zone = zone_named(document.zone.value) if document.zone else ANYWHERE
        about = [block.span for block in document.blocks if block.role == "about"]
        of_page = document.published.span if document.published else None
        stamps = self._stamps(text, [*about, *(here.span for here in passages)])
        made, months = list[TimeSaid](), set[date | None]()
        narrated = Narrated(self._narrated)
        for number, (here, times, day) in enumerate(zip(passages, found, own, strict=True)):
            if here.span in stamps:
                continue
            said, bare, last = list[Said](), list[int](), None
            for each in times:
                one = self._said(here, each, said, anchors, day, years)
                if one is None:
                    continue
                ends = (said[-1].meaning, one.meaning) if last else ()
                if last and self._other_years.are_over(here, (last, each), ends, day):
                    said[-1], one = (
                        replace(end, meaning=of_last_year(end.meaning)) for end in (said[-1], one)
                    )
                last = each
                if (
                    here.quotation(each.start) is None
                    and each.name == "weekday"
                    and "which" not in each.parts
                ):
                    one = replace(one, meaning=narrated.weekday(number, one.meaning))
                elif here.quotation(each.start) is None:
                    narrated.tell(number, text[here.span.start : each.start], one.meaning)
                if each.name in _OF_MONTH:
                    months.add(_month(one.meaning))
                elif each.name == _NTH and "which" not in each.parts:
                    bare.append(len(said))
                said.append(one)
            for place in bare:
                said[place] = replace(said[place], meaning=_of_no_other(said[place].meaning, months))
            joined = self._joined(here, said, day)
            with_ends = {one.span for one in joined if one.has_ends}
            relations = self._relations.of(here, [one.span for one in joined], with_ends)
            made += [
                _time(text, one, zone, relation) for one, relation in zip(joined, relations, strict=True)
            ]
        made += [
            _time(text, one, zone)
            for span in about
            if span not in stamps and (one := self._line_of_clock(text, span, published))
        ]
        made.sort(key=lambda one: one.span)
        return tuple(one for one in made if of_page is None or not of_page.holds(one.span))

    def _stamps(self, text: str, lines: Sequence[Span]) -> frozenset[Span]:
        """Lines that are clock times, if there are more than a transcript has: when the entries of a page were written."""
        clocks = [span for span in lines if self._clock_of(text, span)]
        return frozenset(clocks if len(clocks) > self._most_clock_lines else ())

    def _line_of_clock(self, text: str, span: Span, published: Anchor) -> Said | None:
        """The clock time that a line about the document is: when a transcript begins or ends."""
        found = self._clock_of(text, span)
        return self._of_line(self._clock(found), published) if found else None

    def _clock_of(self, text: str, line: Span) -> Found | None:
        """The clock time that a line is as a whole."""
        if line.end - line.start > _LONGEST_CLOCK:
            return None
        found = next(self._forms.find(text, line.start, line.end), None)
        is_clock = found and found.name == _CLOCK and Span(found.start, found.end) == line
        return found if is_clock else None

    def _of_line(self, clock: Said, published: Anchor) -> Said:
        """A clock time that stands alone is of the day of the document."""
        if published.day is None:
            return clock
        day = Meaning((of_day(published.day),), f"a line of its own, {published.how}")
        return self._at_clock(clock, Said(clock.span, day), clock.span)

    def _clock(self, found: Found) -> Said:
        zone = self._zones.of(found.parts.get("zone_name", ""), found.parts.get("offset", ""))
        span = Span(found.start, found.end)
        if found.name == _CLOCKS:
            clock, until = zip(*self._meanings.clocks(found.parts), strict=True)
            return Said(span, _NO_DAY, clock, zone, until, has_ends=True)
        return Said(span, _NO_DAY, self._meanings.clock(found.parts), zone)

    def _is_time(self, passage: Passage, found: Found) -> bool:
        """Whether words are a time where they stand: a bare month needs a word before it; datelines and names are none."""
        text, first = passage.text, passage.span.start
        if found.name in self._after and (len(found.parts.keys() - _LOOKS) == 1):
            before = max(first, found.start - _LONGEST_BEFORE)
            if not self._after[found.name].search(text, before, found.start):
                return False
        return not (self._is_dateline(text, first, found) or self._is_name(text, first, found))

    def _is_dateline(self, text: str, first: int, found: Found) -> bool:
        if found.start - first > self._in_line:
            return False
        if found.name in ("date", "month") and self._dateline.match(text, found.end):
            return True
        is_day = found.name in ("date", "weekday") and self._place.fullmatch(text, first, found.start)
        return bool(is_day and self._behind_place.match(text, found.end))

    def _is_name(self, text: str, first: int, found: Found) -> bool:
        """Whether a day is part of a name."""
        before = max(first, found.start - _LONGEST_BEFORE)
        if found.name == "date" and "year" not in found.parts:
            after, follows = self._name_of_date
            return bool(after.search(text, before, found.start) or follows.match(text, found.end))
        is_titled = found.name == "deictic" and text[found.start : found.end].istitle()
        return is_titled and bool(self._name_of_day.search(text, before, found.start))

    def _anchors(
        self,
        passages: Sequence[Passage],
        found: Sequence[Sequence[Found]],
        own: Sequence[Anchor],
        published: Anchor,
        years: Mapping[int, Sequence[Sign]],
    ) -> Mapping[Span, Anchor]:
        """What the times within quotations are counted from."""
        if not any(here.quotations for here in passages):
            return {}
        days = []
        for here, times, anchor in zip(passages, found, own, strict=True):
            told = [
                one for one in times if one.name not in (_CLOCK, _CLOCKS) and not here.quotation(one.start)
            ]
            days.append(
                [
                    ((one.start, one.end), meaning)
                    for one in told
                    if (meaning := self._meaning(here, one, None, anchor, one.start, years))
                ]
            )
        return self._speaking.anchors(passages, days, published)

    def _said(
        self,
        passage: Passage,
        found: Found,
        earlier: Sequence[Said],
        anchors: Mapping[Span, Anchor],
        published: Anchor,
        years: Mapping[int, Sequence[Sign]],
    ) -> Said | None:
        """A time with what it means by itself and by the earlier ones; None where the words are none after all."""
        span, parts = Span(found.start, found.end), found.parts
        if found.name in (_CLOCK, _CLOCKS):
            return self._clock(found)
        quotation = passage.quotation(found.start)
        anchor = anchors[quotation] if quotation else published
        start = found.start
        if earlier and earlier[-1].clock:
            clock = earlier[-1].span
            start = clock.start if passage.text[clock.end : start] in self._joins["clock_day"] else start
        meaning = self._meaning(passage, found, quotation, anchor, start, years)
        if meaning and found.name == "weekday" and "which" not in parts and quotation is None:
            meaning = self._reported(passage, found, start, earlier, meaning)
        part = parts.get("part") or parts.get("deictic") or ""
        night_hours = self._night_hours if self._night.search(part) else 0
        has_ends = found.name in _WITH_ENDS
        return Said(span, meaning, part=part, night_hours=night_hours, has_ends=has_ends) if meaning else None

    def _meaning(
        self,
        passage: Passage,
        found: Found,
        quotation: Span | None,
        anchor: Anchor,
        start: int,
        years: Mapping[int, Sequence[Sign]],
    ) -> Meaning | None:
        """The meaning by the tense of the clause; quotations and what frames them are kept apart.

        The clause is that around the time, which may begin with a clock time at ``start``.
        """
        sentence, text = passage.sentence(found.start), passage.text
        first, last = sentence.start, sentence.end
        if quotation is not None:
            first, last = max(first, quotation.start), min(last, quotation.end)
        else:
            before, after = passage.between_quotations(found.start)
            first, last = max(first, before), min(last, after)
        first, last = max(first, found.start - _CLAUSE), min(max(last, found.end), found.end + _CLAUSE)
        tense = self._tenses.of(text[first:start], text[found.end : last])
        if quotation is None and self._speaking.is_of_saying(text[first:start], text[found.end : last]):
            tense = PAST
        meaning = self._meanings.of(found.name, found.parts, anchor, tense)
        before = max(first, found.start - _LONGEST_BEFORE)
        if meaning and found.name == "end" and not self._deadline.search(text, before, found.start):
            meaning = Meaning((), f"no deadline; {meaning.how}", meaning.hull)
        return self._other_years.or_other(found, meaning, years.get(found.start, ()))

    def _reported(
        self, passage: Passage, found: Found, start: int, earlier: Sequence[Said], meaning: Meaning
    ) -> Meaning:
        """A day of the week that was to come when something was said, if its sentence tells the day of that.

        Where the document calls another day to come than the words did, it is open which is meant. The bounds hold the
        days around the document's as well.
        """
        text, sentence = passage.text, passage.sentence(found.start)
        before, _ = passage.between_quotations(found.start)
        for one in earlier:
            day = one.meaning.stretch
            if one.clock or one.span.start < sentence.start or not day or day.end - day.start != _DAY:
                continue
            begin = self._speaking.end_of_saying(text, sentence, one.span.start, one.span.end)
            if begin and before <= begin < start and self._tenses.is_to_come(text[begin:start]):
                anchor = Anchor(day.start.date(), f"{day.start.date()}, when it was said")
                told = self._meanings.of(found.name, found.parts, anchor, FUTURE)
                if told is None or meaning.stretch not in (None, told.stretch):
                    return Meaning((), f"{meaning.how}, or counted from {anchor.how}", _around(told, meaning))
                return replace(told, around=_around(told, meaning))
        return meaning

    def _joined(self, passage: Passage, said: Sequence[Said], published: Anchor) -> list[Said]:
        """Clock times with their days: told as one where they stand together."""
        made: list[Said] = []
        for one in said:
            before = made[-1] if made else None
            between = passage.text[before.span.end : one.span.start] if before else ""
            if before and before.clock and not one.clock and between in self._joins["clock_day"]:
                made[-1] = self._at_clock(before, one, Span(before.span.start, one.span.end))
            elif before and one.clock and not before.clock and between in self._joins["day_clock"]:
                made[-1] = self._at_clock(one, before, Span(before.span.start, one.span.end))
            elif before and one.clock and not before.clock and between in self._joins["apart"]:
                made.append(self._at_clock(one, before, one.span))
            elif one.clock and one.span == passage.span:
                made.append(self._of_line(one, published))
            else:
                made.append(one)
        return made

    def _at_clock(self, clock: Said, day: Said, span: Span) -> Said:
        """A clock time of a day; the day may tell in which part: 4.20 on Tuesday morning."""
        if day.part and not clock.until:
            clock = replace(clock, clock=self._meanings.in_part(clock.clock, day.part))
        return _at_clock(clock, day, span)


def find_times(document: Document, dictionaries: Dictionaries) -> tuple[TimeSaid, ...]:
    """The words for times in the article itself, in order, each with what it means.

    A time that the words and the date of the document do not settle has an empty ``start`` and ``end``; where it may be one
    of several, ``earliest_ms`` and ``latest_ms`` hold all of them, and where nothing holds it, they are None.

    Args:
        document: as it was read; its ``published`` date is what relative words are counted from, and its ``zone`` that
            of times without one.
        dictionaries: the forms of a language, in the file ``times``.
    """
    return dictionaries.made(_times).of(document)


def _times(dictionaries: Dictionaries) -> Times:
    with dictionaries.faults_of("times"):
        return Times(dictionaries)


def _published(document: Document) -> Anchor:
    """The day of publication: by the clocks of the document's zone where an instant is told, else as it is written."""
    told = document.published
    found = _DATE.match(told.value) if told else None
    day = day_of(*map(int, found.groups())) if found else None
    if told is None or day is None or day.year not in _YEARS:
        return Anchor(None, NO_DATE)
    if document.zone and len(told.value) > len("2016-05-20"):
        instant = datetime.fromisoformat(told.value)
        day = instant.astimezone(ZoneInfo(document.zone.value)).date() if instant.tzinfo else day
    return Anchor(day, f"published {day}", day)


def _at_clock(clock: Said, day: Said, span: Span) -> Said:
    """A clock time of a day; one of a night may be meant for the next morning."""
    if any(stretch.end - stretch.start != _DAY for stretch in day.meaning.may_be):
        return replace(clock, span=span)
    every = {
        Stretch(start, _until(start, until))
        for stretch in day.meaning.may_be
        for (hour, minute), until in zip_longest(clock.clock, clock.until)
        for later in ([timedelta(), _DAY] if hour < day.night_hours else [timedelta()])
        for start in [stretch.start + timedelta(hours=hour, minutes=minute) + later]
    }
    told = ", one of several" if len(every) > 1 else ""
    how = f"clock time{told}; {day.meaning.how}"
    may_be = tuple(sorted(every, key=lambda one: (one.start, one.end)))
    return replace(clock, span=span, meaning=Meaning(may_be, how))


def _month(meaning: Meaning) -> date | None:
    """The first day of the month in which a time begins; None where it is not settled."""
    return meaning.stretch.start.date().replace(day=1) if meaning.stretch else None


def _of_no_other(meaning: Meaning, months: Iterable[date | None]) -> Meaning:
    """A day that is told by its number alone, if no month that the text names may be meant instead.

    Args:
        meaning: the last such day.
        months: that the text names up to the end of the paragraph; None for one that is not settled.
    """
    if meaning.stretch is None:
        return meaning
    last = meaning.stretch.start.date()
    others = {month and day_of(month.year, month.month, last.day) for month in months}
    is_plain = None not in months and all(other is None or other >= last for other in others)
    return meaning if is_plain else Meaning((), NO_MONTH)


def _around(*meanings: Meaning | None) -> Stretch | None:
    """From the first instant that one of several may mean to the last."""
    every = [one.hull for one in meanings if one and one.hull]
    return Stretch(min(one.start for one in every), max(one.end for one in every)) if every else None


def _until(start: datetime, until: tuple[int, int] | None) -> datetime:
    """The end of a clock time: a minute later, or when a clock behind it next shows what is told."""
    if until is None:
        return start + _MINUTE
    hour, minute = until
    end = start.replace(hour=0, minute=0) + timedelta(hours=hour, minutes=minute)
    return end if end > start else end + _DAY


def _time(text: str, said: Said, zone: Zone, relation: Relation | None = None) -> TimeSaid:
    """With bounds in UTC: in the zone that the words name, else in that of the document."""
    relation = relation or Relation()
    if said.zone is not None:
        zone = said.zone
    how = said.meaning.how + relation.how
    if said.zone is not None and not said.zone.name:
        how += "; the zone is not told" if not said.zone.may_be else "; the zone is one of several"
    start, end = "", ""
    if said.meaning.stretch is not None:
        start, end = _iso(said.meaning.stretch)
    bounds = _bounds_ms(said, zone, relation)
    return TimeSaid(said.span, said.span.of(text), start, end, zone.name, how, *bounds, relation.name)


def _bounds_ms(said: Said, zone: Zone, relation: Relation) -> tuple[int | None, int | None]:
    """In UTC; of a clock time that is only about so its day and an hour beside it."""
    hull = said.meaning.hull
    if hull is None:
        return None, None
    if said.clock and relation == Relation(ABOUT):
        first, last = (datetime.combine(one, time()) for one in (hull.start, hull.end))
        return zone.bounds_ms(Stretch(first - _HOUR, last + _DAY + _HOUR))
    earliest, latest = zone.bounds_ms(Stretch(hull.start, hull.end + timedelta(hours=said.night_hours)))
    return earliest if relation.is_bounded_below else None, latest if relation.is_bounded_above else None


def _iso(stretch: Stretch) -> tuple[str, str]:
    is_days = stretch.start.time() == stretch.end.time() == datetime.min.time()
    form = "%Y-%m-%d" if is_days else "%Y-%m-%dT%H:%M"
    return stretch.start.strftime(form), stretch.end.strftime(form)
