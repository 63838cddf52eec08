# SPDX-License-Identifier: Apache-2.0
"""When a page was published, by the lines above its text and its dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truceline.sources.documents.blocks import Blocks
from truceline.sources.documents.pages import Page
from truceline.sources.model import Span, Told


@dataclass
class _Dates:
    """The dates of a page, each kind by the day."""

    published: dict[str, Told] = field(default_factory=dict)
    """The words say that they are those of publication."""
    near: dict[str, Told] = field(default_factory=dict)
    """They stand beneath the title, or in a dateline."""
    others: list[tuple[Told, str]] = field(default_factory=list)
    """Not taken, and why."""


def tell_published(
    page: Page, work: Blocks, first: int, lines: list[int], title: int | None, numbers: list[int]
) -> None:
    """Takes the date, where one stands near the title.

    What stands above the title may be the date of the day on which somebody looked.

    Args:
        page: gets the date and the notes.
        work: its blocks.
        first: the first block of the article.
        lines: those that may be the title.
        title: the number of its last block; -1 where it stands outside the text, None where it is open.
        numbers: the lines about the article, above the text and beneath its first paragraph.
    """
    dates = _Dates()
    for number in numbers:
        _add_line(page, work, dates, number, lines, title)
    day = _add_dateline(page, work, dates, first)
    if not dates.published and not dates.near:
        _add_masthead(page, work, dates, lines, title, bool(day))
    if day and not dates.published and not dates.near and "published" not in page.told:
        _add_day(page, work, dates, day)
    _decide(page, dates)


def _add_line(
    page: Page, work: Blocks, dates: _Dates, number: int, lines: list[int], title: int | None
) -> None:
    """The dates of one line."""
    rule, match = work.found[number]
    groups = match.groupdict()
    above = work.found[number - 1][0].reach if work.tells(number - 1) else ""
    is_release = "release" in (rule.reach, above)
    for group in ("published", "date", "changed"):
        if not groups.get(group):
            continue
        told = _told(page, work, rule.name, match, group)
        if told is None:
            continue
        if group == "changed":
            dates.others.append((told, "says when it was changed"))
        elif why := _why_not(work, number, lines, title, is_release):
            dates.others.append((told, why))
        else:
            kind = dates.published if is_release or above == "date" or group == "published" else dates.near
            _add(kind, told)


def _add(dates: dict[str, Told], told: Told) -> None:
    """Adds a date; of two with one day the one with a clock stands."""
    held = dates.get(told.value[:10])
    if held is None or len(told.value) > len(held.value):
        dates[told.value[:10]] = told


def _why_not(work: Blocks, number: int, lines: list[int], title: int | None, is_release: bool) -> str:
    """Why the date of a line is not taken; empty where it is."""
    if title == -1 and lines and number < lines[0]:
        return "stands above the lines that may be the title"
    if title is not None and title < number:
        return ""
    if is_release and (title is not None or not any(line < number for line in lines)):
        return ""
    if title is not None:
        return "stands above the title"
    above = [line for line in lines if line < number]
    if len(above) == len(lines) and _is_of_byline(work, number):
        return ""
    if not above:
        return "stands on the page, where it is open which line is the title"
    if len(above) < len(lines) and all(map(work.may_be_name, above)) and _may_be_today(work, number):
        return "may be the date of the day under a name"
    return ""


def _is_of_byline(work: Blocks, number: int) -> bool:
    """Whether a line is a byline or stands beneath one, with nothing but other lines about the article between them.

    The date of the day stands in the head of a page, where no byline is.
    """
    while number >= 0 and work.tells(number):
        groups = work.groups(number)
        if "author" in groups or work.found[number][0].name.startswith("byline"):
            return True
        number -= 1
        if (
            number in work.found
            and {"date", "published"} & work.groups(number)
            and "author" not in work.groups(number)
        ):
            return False
    return False


def _may_be_today(work: Blocks, number: int) -> bool:
    """Whether a line looks like the date of the day in the head of a page: with the day of the week or the clock."""
    match = work.found[number][1]
    words = match.groupdict().get("date") or ""
    return work.rules.dates.has_weekday(words) or "T" in work.rules.dates.moment_of(words)


def _told(page: Page, work: Blocks, how: str, match: re.Match[str], group: str) -> Told | None:
    value = work.rules.dates.moment_of(match[group])
    if value:
        return Told(value, how, Span(*match.span(group)))
    page.notes.append(f'published: "{match[group]}" does not settle the day; none was taken')
    return None


def _add_dateline(page: Page, work: Blocks, dates: _Dates, first: int) -> Told | None:
    """The date of the dateline; that of one without a year is given back as it stands."""
    found = work.dateline(first)
    if found is None:
        return None
    rule, match = found
    if match.groupdict().get("date"):
        told = _told(page, work, rule.name, match, "date")
        if told:
            _add(dates.near, told)
    elif match.groupdict().get("day"):
        return Told(match["day"], rule.name, Span(*match.span("day")))
    return None


def _add_masthead(
    page: Page, work: Blocks, dates: _Dates, lines: list[int], title: int | None, has_day: bool
) -> None:
    """The date between the name of the outlet and the title, if it is the only one and not one of the day."""
    outlet = page.told.get("outlet")
    if len(dates.others) != 1 or has_day or title is None or outlet is None or outlet.span is None:
        return
    told = dates.others[0][0]
    assert told.span is not None
    number = next(n for n in work.found if work.blocks[n].span.holds(told.span))
    is_beneath = number and work.blocks[number - 1].span == outlet.span
    is_above = number + 1 in lines
    if is_beneath and is_above and number < title and not _may_be_today(work, number):
        dates.others.clear()
        _add(dates.near, Told(told.value, f"{told.how} beneath the name of the outlet", told.span))


def _add_day(page: Page, work: Blocks, dates: _Dates, day: Told) -> None:
    """The day of a dateline with the year of a date of the page that it fits."""
    within = work.rules.heads.days_of_dateline
    value = work.rules.dates.with_year(day.value, [told.value for told, _ in dates.others], within)
    if value:
        _add(dates.near, Told(value, f"{day.how}, with the year of a date on the page", day.span))
    else:
        page.notes.append(f'published: "{day.value}" in the dateline has no year; it was not taken')


def _decide(page: Page, dates: _Dates) -> None:
    held = page.told.get("published")
    several = dates.published or dates.near
    every = [*dates.published.values(), *dates.near.values()]
    if len(several) > 1 and held is None:
        page.notes.append(f"published: {' and '.join(sorted(several))} stand near the title; none was taken")
    elif several:
        told = next(iter(several.values()))
        held = page.told.setdefault("published", told)
        for other in every if held is told else every[:1]:
            if other.value[:10] != held.value[:10] and (held is told or held.value[:10] not in several):
                page.notes.append(f"published: {held.how} says {held.value}, the {other.how} {other.value}")
    elif held is None:
        for told, why in dates.others:
            assert told.span is not None
            page.notes.append(f'published: "{told.span.of(page.text)}" {why}; it was not taken')
