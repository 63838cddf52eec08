# SPDX-License-Identifier: Apache-2.0
"""Times as sources state them, such as "Thursday 22:00 GMT" or "3 a.m. (1200 GMT)", held to the time itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from truceline.terms import document
from truceline.terms.context import Context, did_you_mean
from truceline.terms.times import WEEKDAYS, TimeError, format_utc, local_day_ms, local_ms

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS) + "|sept\\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2}\b|\d{4}\b(?!\s*(?-i:[A-Z])))"
"""Any other four digits before a name are an hour, as in 27 February 2200 GMT."""
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T(?=\d))?"),
    re.compile(r"\b(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>\d{4})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?!\w),?(?:\s+{_YEAR})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:),?(?:\s+{_YEAR})?",
        re.IGNORECASE,
    ),
)
_PARTS_OF_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})\b"),
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})\b"),
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(f'{d}|{d[:3]}' for d in WEEKDAYS)}|tues|thurs)\b\.?", re.IGNORECASE)
_HALF = r"(?P<half>[ap])\.?m\b\.?"
_CLOCKS = (
    re.compile(
        rf"(?<!\d)(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?\s*(?:{_HALF})?(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<hour>\d{{1,2}})\s*{_HALF}", re.IGNORECASE),
    re.compile(r"(?<![+-])\b(?P<hour>\d{2})(?P<minute>\d{2})(?:\s*(?:hours|hrs|h)\b|(?=Z))?(?!\d)", re.IGNORECASE),
    re.compile(r"\b(?:12\s+)?(?P<word>midnight|noon)\b", re.IGNORECASE),
)  # fmt: skip
_IANA = re.compile(r"\b[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+)+")
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC)\s*)?(?P<sign>[+−-])(?P<hour>\d{1,2})(?::?(?P<minute>\d{2}))?(?!\d)")
_LOCAL = re.compile(r"\blocal(?:\s+time)?\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][A-Za-z]*(?:[ _][A-Z][a-z]+)*(?:\s+time\b)?|\bZ\b")
_FILLER = re.compile(r"\b(?:at|on|the|of|time|from|hours|hrs)\b|[,;]", re.IGNORECASE)

_CERTAIN = {
    "GMT": "Etc/UTC", "UTC": "Etc/UTC", "UT": "Etc/UTC", "Z": "Etc/UTC", "Zulu": "Etc/UTC", "MSK": "Europe/Moscow",
    "EAT": "Africa/Nairobi", "CAT": "Africa/Maputo", "WAT": "Africa/Lagos", "SAST": "Africa/Johannesburg",
    "TRT": "Europe/Istanbul", "AZT": "Asia/Baku", "AFT": "Asia/Kabul", "PKT": "Asia/Karachi", "JST": "Asia/Tokyo",
}  # fmt: skip
"""Abbreviations with one meaning."""
_SUMMER = {
    "EET": ("EET", "EEST", 2, "Europe/Athens"),
    "EEST": ("EET", "EEST", 2, "Europe/Athens"),
    "CET": ("CET", "CEST", 1, "Europe/Paris"),
    "CEST": ("CET", "CEST", 1, "Europe/Paris"),
    "WET": ("WET", "WEST", 0, "Europe/Lisbon"),
    "WEST": ("WET", "WEST", 0, "Europe/Lisbon"),
}
"""Names of a standard and a summer clock, which sources mix up: both, hours east of the first, a zone."""
_SEVERAL = {
    "IST": (("India", 5.5), ("Israel", 2), ("Ireland", 1)),
    "CST": (("China", 8), ("central North America", -6), ("Cuba", -5)),
    "BST": (("Britain in summer", 1), ("Bangladesh", 6)),
    "AST": (("Arabia", 3), ("the Atlantic", -4)),
    "EST": (("eastern North America", -5), ("eastern Australia", 10)),
    "EDT": (("eastern North America", -4), ("eastern Australia", 11)),
    "PST": (("western North America", -8), ("the Philippines", 8)),
    "GST": (("the Gulf", 4), ("South Georgia", -2)),
    "AMT": (("Armenia", 4), ("Amazonia", -4)),
}
"""Abbreviations with several meanings, in hours east."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock by which a statement may be read."""

    zone: tzinfo
    name: str
    """As a reader would write it behind a time, such as GMT or Asia/Gaza."""
    meaning: str = ""
    """Which one, in brackets, where a name has several meanings."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One time as a source states it; what it leaves out is taken from the time that it is held to."""

    text: str
    weekday: int | None = None
    """0 Monday to 6 Sunday."""
    day: date | None = None
    has_year: bool = True
    """False: ``day`` stands in a leap year and only its month and day count."""
    clock: time | None = None
    is_end: bool = False
    """True of 24:00: the end of the day."""
    is_midnight: bool = False
    """True of the word, which may mean either end of a day."""
    zone: str = ""
    """As written; empty for the local clock."""


def parse_statements(text: str) -> list[Statement]:
    """The times that a text states: one, and one more for each pair of brackets around another hour.

    Raises:
        ValueError: with a sentence that says what is no part of a time.

    >>> [s.zone for s in parse_statements("3 a.m. (1200 GMT)")]
    ['', 'GMT']
    """
    parts: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[()]", text))):
        if parts and not _has_clock(part):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return [_parse_one(part) for part in parts]


def _has_clock(part: str) -> bool:
    if _OFFSET.fullmatch(part):
        return False
    for pattern in _DATES:
        part = pattern.sub(" ", part)
    return any(pattern.search(part) for pattern in _CLOCKS)


def dated_weekdays(text: str) -> list[tuple[str, int, date]]:
    """Where a text names a weekday before a whole date: the words, the weekday (0 Monday), the date.

    >>> dated_weekdays("from Thursday, 26 February 2016 on")
    [('Thursday, 26 February 2016', 3, datetime.date(2016, 2, 26))]
    """
    found = []
    for name in _WEEKDAY.finditer(text):
        gap = re.compile(r"[,\s]+(?:(?:the|on)\s+)?").match(text, name.end())
        for pattern in _DATES:
            match = pattern.match(text, gap.end()) if gap else None
            if match and match["year"] and (day := day_of(match)):
                found.append((text[name.start() : match.end()].rstrip(" ,T"), _weekday(name[0]), day))
                break
    return found


def stated_day(text: str) -> date | None:
    """The first day of a date as sources write it: a day, a month or a year; None where it is none.

    >>> stated_day("17 September 2016"), stated_day("2016-06"), stated_day("June 2016")
    (datetime.date(2016, 9, 17), datetime.date(2016, 6, 1), datetime.date(2016, 6, 1))
    """
    for pattern in (*_DATES, *_PARTS_OF_DATES):
        if match := pattern.search(text):
            return day_of(match)
    return None


def day_of(match: re.Match[str]) -> date | None:
    """The day of a matched date, the first where it names no day or month; None where there is none."""
    parts = match.groupdict(default="1")
    month = parts.get("month", "1").lower()
    number = int(month) if month.isdigit() else [m[:3] for m in _MONTHS].index(month[:3]) + 1
    try:
        return date(int(match["year"] or 2000), number, int(parts.get("day", "1")))
    except ValueError:
        return None


def _weekday(name: str) -> int:
    return [day[:3] for day in WEEKDAYS].index(name.lower()[:3])


def _parse_one(text: str) -> Statement:
    found, rest = Statement(text), text

    def take(pattern: re.Pattern[str]) -> re.Match[str] | None:
        nonlocal rest
        match = pattern.search(rest)
        if match:
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
        return match

    if match := take(_IANA):
        found = replace(found, zone=match[0])
    if match := next(filter(None, map(take, _DATES)), None):
        found = replace(found, day=_day(match, text), has_year=match["year"] is not None)
    if match := take(_WEEKDAY):
        found = replace(found, weekday=_weekday(match[0]))
    if match := next(filter(None, map(take, _CLOCKS)), None):
        found = _with_clock(found, match, text)
    if take(_LOCAL) is None and not found.zone and (match := take(_OFFSET) or take(_NAME)):
        found = replace(found, zone=match[0].strip())
    rest = " ".join(_FILLER.sub(" ", rest).split())
    if rest:
        raise ValueError(f'"{rest}" in "{text}" is no part of a time')
    if found.day is None and found.clock is None and found.weekday is None:
        raise ValueError(f'"{text}" names no day and no hour')
    return found


def _day(match: re.Match[str], text: str) -> date:
    day = day_of(match)
    if day is None:
        where = "" if match[0].strip() == text else f' in "{text}"'
        said = f'"{match[0].strip()}"{where} is not a day of the calendar'
        raise TimeError(said, rule="date-impossible")
    return day


def _with_clock(found: Statement, match: re.Match[str], text: str) -> Statement:
    parts = match.groupdict()
    if word := parts.get("word"):
        is_noon = word.lower() == "noon"
        return replace(found, clock=time(12 if is_noon else 0), is_midnight=not is_noon)
    hour, minute, second = int(parts["hour"]), int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = (parts.get("half") or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    elif half:
        raise ValueError(f'"{match[0].strip()}" in "{text}" is no hour of a clock of twelve')
    if hour == 24 and minute == second == 0:
        return replace(found, clock=time(0), is_end=True)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f'"{match[0].strip()}" in "{text}" is an impossible time of day')
    return replace(found, clock=time(hour, minute, second))


@cache
def _cities() -> dict[str, list[str]]:
    """Names of zones by their city, in lower case."""
    found: dict[str, list[str]] = {}
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith("Etc/"):
            found.setdefault(name.rsplit("/", 1)[1].replace("_", " ").lower(), []).append(name)
    return found


def clocks_of(name: str, local: ZoneInfo, at_ms: int) -> list[Clock]:
    """The clocks that the name of a zone may mean about an instant; more than one where it is doubtful.

    Raises:
        ValueError: no zone has this name.
    """
    if not name:
        return [Clock(local, local.key)]
    if match := _OFFSET.fullmatch(name):
        length = timedelta(hours=int(match["hour"]), minutes=int(match["minute"] or 0))
        if length > timedelta(hours=14):
            raise ValueError(f'"{name}" is an impossible offset; they go from -12:00 to +14:00')
        return [Clock(timezone(length if match["sign"] == "+" else -length), name)]
    if name in _CERTAIN:
        return [Clock(ZoneInfo(_CERTAIN[name]), "GMT" if name == "Z" else name)]
    if name in _SEVERAL:
        return [
            Clock(timezone(timedelta(hours=hours)), name, f" ({place}, {_offset(hours)})")
            for place, hours in _SEVERAL[name]
        ]
    if name in _SUMMER:
        return _summer_clocks(name, local, at_ms)
    if "/" in name and name in available_timezones():
        return [Clock(ZoneInfo(name), name)]
    city = re.sub(r"\s+time$", "", name).replace("_", " ")
    zones = _cities().get(city.lower(), [])
    moments = {datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone)).utcoffset() for zone in zones}
    if len(moments) == 1:
        return [Clock(ZoneInfo(zones[0]), name)]
    near = did_you_mean(city.title(), [c.title() for c in _cities()])
    raise ValueError(f'no time zone is known as "{city}". {near}'.strip())


def _summer_clocks(name: str, local: ZoneInfo, at_ms: int) -> list[Clock]:
    """The clock of the name; and the other of the pair where people went by that on the day."""
    standard, summer, hours, zone = _SUMMER[name]
    here = datetime.fromtimestamp(at_ms / 1000, local)
    base = (here.utcoffset() or timedelta()) - max(here.dst() or timedelta(), timedelta())
    if base != timedelta(hours=hours):
        here = datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))
    shown = summer if here.dst() else standard
    if shown == name:
        return [Clock(timezone(timedelta(hours=hours + (name == summer))), name)]
    said = {name: "", shown: ", the clock of that day"}
    east = {n: hours + (n == summer) for n in said}
    return [
        Clock(timezone(timedelta(hours=east[n])), n, f" ({n}, {_offset(east[n])}{said[n]})") for n in said
    ]


def _offset(hours: float) -> str:
    minutes = round(abs(hours) * 60)
    return f"{'-' if hours < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def instants_of(statement: Statement, clock: Clock, near_ms: int) -> list[tuple[int, int]]:
    """The stretches of time that a statement may mean by one clock: instants, or whole days.

    A statement without a date is of the day, or the day of that name, that is nearest to ``near_ms``.

    Raises:
        ValueError: the clock never shows that time on that day.
    """
    near = datetime.fromtimestamp(near_ms / 1000, UTC).astimezone(clock.zone).date()
    days = [near + timedelta(days=shift) for shift in (0, 1, -1, 2, -2, 3, -3)]
    if statement.day is not None and statement.has_year:
        days = [statement.day]
    elif statement.day is not None:
        years = [y for y in (near.year, near.year - 1, near.year + 1) if _is_day(y, statement.day)]
        if not years:
            raise TimeError(f'"{statement.text}" is a day of leap years only', rule="date-impossible")
        days = [statement.day.replace(year=year) for year in years]
    elif statement.weekday is not None:
        days = [day for day in days if day.weekday() == statement.weekday]
    if statement.clock is None:
        found = [[local_day_ms(day, clock.zone)] for day in days]
    else:
        shifts = (0, 1) if statement.is_midnight else (int(statement.is_end),)
        found = [
            [
                (at, at)
                for shift in shifts
                for at in local_ms(datetime.combine(day + timedelta(days=shift), statement.clock), clock.zone)
            ]
            for day in days
        ]
    return min(found, key=lambda spans: min(abs(start - near_ms) for start, _ in spans))


def _is_day(year: int, day: date) -> bool:
    return (day.month, day.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def check_stated(
    context: Context, node: document.Node, address: str, text: str, at_ms: Sequence[int]
) -> None:
    """Notes where a statement of a time is another time, a doubtful one, or names another weekday."""
    try:
        for statement in parse_statements(text):
            _check_one(context, node, address, statement, list(dict.fromkeys(at_ms)))
    except (ValueError, OverflowError) as error:
        remedy = 'Write it like "Friday 26 February 2016, 22:00 GMT"; the day may be left out.'
        rule = error.rule if isinstance(error, TimeError) else ""
        context.problem(node, address, str(error), "expected a time as a source states it", remedy, rule=rule)


def _check_one(
    context: Context, node: document.Node, address: str, statement: Statement, at_ms: list[int]
) -> None:
    clocks = clocks_of(statement.zone, context.zone, at_ms[0])
    readings = [
        (clock, instants_of(statement, clock, near), near)
        for clock in clocks
        for near in sorted(at_ms)
    ]  # fmt: skip
    step = 1000 if statement.clock and statement.clock.second else 60_000
    agreeing = [
        clock
        for clock, spans, near in readings
        if any(start <= near < max(end, start + step) for start, end in spans)
    ]
    meant = [(clock, instants_of(statement, clock, at_ms[0])[0][0]) for clock in clocks]
    said = f'"{statement.text}" {"is" if len(clocks) == 1 else "may be"} ' + " or ".join(
        (format_utc(at) if statement.clock else _by_clock(at, clock)[:-6]) + clock.meaning
        for clock, at in meant
    )
    right = " or ".join(format_utc(at) for at in at_ms)
    if not agreeing:
        if len(clocks) == 1:
            right = " or ".join(f"{_by_clock(at, clocks[0])} {clocks[0].name}" for at in at_ms)
        context.problem(
            node,
            address,
            said,
            f"the time itself is {right}",
            "One of the two is converted wrongly.",
            rule="conversion-wrong",
        )
    elif len(clocks) > 1:
        context.problem(
            node,
            address,
            said,
            f"the time itself is {right}",
            "Ask which is meant, and state it with an offset.",
            severity="warning",
            rule="conversion-doubtful",
        )
    elif statement.weekday is not None and statement.day is not None:
        year = datetime.fromtimestamp(meant[0][1] / 1000, clocks[0].zone).year
        day = statement.day if statement.has_year else statement.day.replace(year=year)
        if day.weekday() != statement.weekday:
            context.problem(
                node,
                address,
                f'"{statement.text}" names {WEEKDAYS[statement.weekday].capitalize()}',
                f"that day is a {WEEKDAYS[day.weekday()].capitalize()}",
                "Look at the source again: is the day wrong, or its name?",
                rule="weekday-wrong",
            )


def _by_clock(at_ms: int, clock: Clock) -> str:
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(clock.zone)
    return f"{WEEKDAYS[local.weekday()].capitalize()} {local:%Y-%m-%d %H:%M}"
