# SPDX-License-Identifier: Apache-2.0
"""Dates that cannot be meant: years far from the others, weekdays of other days, late announcements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median_low

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, conditions_of, texts_of
from truceline.terms.model import Provision
from truceline.terms.stated import dated_weekdays, stated_day
from truceline.terms.times import WEEKDAYS, format_utc

_TIME = re.compile(r"(\d{4})-\d{2}-\d{2}(?:[T ][\d:.]+\S*)?(?:\s+[+-]\s+.*)?")
_FAR_YEARS = 30
_FIRST_YEAR = 1800
"""No source of a ceasefire that anybody encodes is older."""


def check_dates(written: Written) -> Iterator[Problem]:
    """Years far from the others of the file, and weekdays that do not match their dates."""
    yield from _years(written)
    for address, scalar in texts_of(written.root):
        if ".stated as" in address:
            continue
        for words, weekday, day in dated_weekdays(scalar.text):
            if day.weekday() != weekday:
                yield written.problem(
                    "weekday-wrong",
                    address,
                    f'"{words}" names {WEEKDAYS[weekday].capitalize()}',
                    f"that day is a {WEEKDAYS[day.weekday()].capitalize()}",
                    "Look at the source again: is the day wrong, or its name?",
                )


def _years(written: Written) -> Iterator[Problem]:
    years = [
        (address, scalar.text, int(match[1]))
        for address, scalar in texts_of(written.root)
        if not address.startswith("citations.") and (match := _TIME.fullmatch(scalar.text.strip()))
    ]
    dated = [(c, day) for c in written.terms.citations.values() if (day := stated_day(c.date))]
    likely = [
        y for y in (*(year for _, _, year in years), *(day.year for _, day in dated)) if y >= _FIRST_YEAR
    ]
    if not likely:
        return
    middle = median_low(likely)
    years = [entry for entry in years if abs(entry[2] - middle) > _FAR_YEARS]
    years += [
        (f"citations.{citation.id}.date", citation.date, day.year)
        for citation, day in dated
        if day.year < _FIRST_YEAR or day.year - middle > _FAR_YEARS
    ]
    for address, text, year in years:
        yield written.problem(
            "year-implausible",
            address,
            f'"{text}" is of the year {year}',
            f"the times of this file are of about {middle}",
            "Is a digit wrong?",
        )


def check_announcements(written: Written) -> Iterator[Problem]:
    """What was announced when it was over: an extension, or a standing after the end of all periods."""
    for address, conditions in conditions_of(written.terms):
        for index, extension in enumerate(conditions.during.extended if conditions.during else ()):
            end_ms = max(extension.end.at_ms)
            if extension.announced_ms is not None and extension.announced_ms >= end_ms:
                yield written.problem(
                    "announced-late",
                    f"{address}.during.extended[{index}].announced",
                    f"it is announced at {format_utc(extension.announced_ms)}",
                    f"what it announces has ended by {format_utc(end_ms)}",
                    "Is one of the two a slip?",
                )
    for provision in written.terms.provisions.values():
        ends = _ends(provision)
        for index, entry in enumerate(provision.standing):
            if ends and entry.announced_ms is not None and entry.announced_ms >= max(ends):
                yield written.problem(
                    "announced-late",
                    f"provisions.{provision.id}.standing[{index}].announced",
                    f"it is announced at {format_utc(entry.announced_ms)}",
                    f"what it announces has ended by {format_utc(max(ends))}",
                    "Is one of the two a slip?",
                )


def _ends(provision: Provision) -> tuple[int, ...]:
    """Every instant at which the period of a provision may end; empty where it has no end."""
    found: list[int] = []
    for during in (conditions.during for conditions in provision.all_conditions()):
        if during is None or during.span.end is None:
            return ()
        found += during.span.end.at_ms
        found += [ms for extension in during.extended for ms in extension.end.at_ms]
    return tuple(found)
