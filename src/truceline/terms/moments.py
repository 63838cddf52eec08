# SPDX-License-Identifier: Apache-2.0
"""Time expressions of the terms: instants, events, what is counted from them, what is disputed."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from truceline.terms import document
from truceline.terms.context import Context, did_you_mean, join
from truceline.terms.model import (
    MOST_CHOICES,
    NEVER_MS,
    Cite,
    Event,
    Extension,
    Option,
    Period,
    Span,
    Time,
)
from truceline.terms.stated import check_stated
from truceline.terms.times import (
    WEEKDAYS,
    Length,
    TimeError,
    format_length,
    midnights,
    parse_length,
    parse_when,
    shifted_ms,
    twice_words,
)

_SHIFT = re.compile(r"(?P<base>.+?)\s+(?P<sign>[+-])\s+(?P<length>\S+\s*[A-Za-z]+)")
_MOST_RENEWALS = 200
_CLOCK = re.compile(r"(\d{2}):(\d{2})")


def combined(times: Sequence[Time], join_ms: Callable[[tuple[int, ...]], int], text: str) -> Time:
    """A time made of others: for each combination of the options of all their disputes, ``join_ms``.

    Raises:
        ValueError: there are too many combinations.
    """
    sizes = {d: s for time in times for d, s in zip(time.disputes, time.sizes, strict=True)}
    disputes = tuple(sorted(sizes))
    if math.prod(sizes.values()) > MOST_CHOICES:
        raise ValueError(
            f"the time depends on {len(sizes)} disputes, which combine in {math.prod(sizes.values()):,} ways"
            f" (at most {MOST_CHOICES:,})"
        )
    at_ms = []
    for choice in itertools.product(*(range(sizes[d]) for d in disputes)):
        chosen = dict(zip(disputes, choice, strict=True))
        full = tuple(chosen.get(d, 0) for d in range(max(disputes, default=-1) + 1))
        at_ms.append(join_ms(tuple(time.at(full) for time in times)))
    return Time(tuple(at_ms), disputes, tuple(sizes[d] for d in disputes), text)


class Moments:
    """Reads time expressions; events are worked out when they are first asked for."""

    def __init__(
        self, context: Context, events: document.Node | None, known_until_ms: int | None = None
    ) -> None:
        self.context = context
        self.known_until_ms = known_until_ms
        """Where the sources of the terms end; None where the terms do not say."""
        self._nodes = dict(context.entries(events, "events"))
        self._open: list[str] = []
        self._failed: set[str] = set()

    def read_events(self) -> dict[str, Event]:
        """Every event, in the order of the file."""
        for event_id in self._nodes:
            self._event(event_id)
        self.context.events = {i: self.context.events[i] for i in self._nodes if i in self.context.events}
        return self.context.events

    def _event(self, event_id: str) -> Event | None:
        if event_id in self.context.events:
            return self.context.events[event_id]
        if event_id in self._failed:
            return None
        address, node = f"events.{event_id}", self._nodes[event_id]
        if event_id in self._open:
            chain = " -> ".join([*self._open[self._open.index(event_id) :], event_id])
            self.context.problem(
                node, address, f"the event is counted from itself ({chain})", "expected a beginning"
            )
            self._failed.add(event_id)
            return None
        self._open.append(event_id)
        try:
            values = self.context.fields(
                node, address, ("at", "stated as", "title", "cite"), required=("at",)
            )
            at = self.time(values["at"], f"{address}.at") if values and "at" in values else None
        finally:
            self._open.pop()
        if at is None or values is None:
            self._failed.add(event_id)
            return None
        self.stated_as(values.get("stated as"), f"{address}.stated as", at)
        event = Event(event_id, at, self.context.cite(values.get("cite"), f"{address}.cite"))
        self.context.events[event_id] = event
        return event

    def stated_as(self, node: document.Node | None, address: str, at: Time) -> None:
        """Checks that other ways in which the sources state a time are the same instant."""
        for index, item in enumerate(self.context.items(node) if node else ()):
            here = f"{address}[{index}]"
            text = self.context.text(item, here, "expected a time")
            if text is not None:
                check_stated(self.context, item, here, text, at.at_ms)

    # Expressions

    def time(self, node: document.Node, address: str, *, is_until: bool = False) -> Time | None:
        """A time expression; a date alone is the start of that day, or as ``until`` its end."""
        if isinstance(node, document.Mapping) and node.get("at") is not None:
            stated = self.context.fields(node, address, ("at", "stated as")) or {}
            at = self.time(stated["at"], f"{address}.at", is_until=is_until)
            if at is not None:
                self.stated_as(stated.get("stated as"), f"{address}.stated as", at)
            return at
        if isinstance(node, document.Mapping):
            values = self.context.fields(node, address, ("one of",), required=("one of",))
            if not values or "one of" not in values:
                return None
            return self._one_of(values["one of"], address, is_until=is_until)
        text = self.context.text(node, address, "expected a time")
        return None if text is None else self._text(node, address, text.strip(), is_until=is_until)

    def _one_of(self, node: document.Node, address: str, *, is_until: bool) -> Time | None:
        times, options = [], []
        for index, (value, cite, text) in enumerate(self.context.options_of(node, address)):
            time = self.time(value, f"{address}.one of[{index}]", is_until=is_until)
            if time is not None:
                times.append(time)
                options.append(Option(text, cite))
        if len(times) < 2:
            return None
        dispute = self.context.dispute(address, options)
        which = Time(tuple(range(len(times))), (dispute,), (len(times),))
        text = " or ".join(option.text for option in options)
        try:
            return combined([which, *times], lambda at: at[1 + at[0]], text)
        except ValueError as error:
            self.context.problem(
                node, address, str(error), "expected fewer", "Leave some of them undisputed."
            )
            return None

    def _text(self, node: document.Node, address: str, text: str, *, is_until: bool) -> Time | None:
        shift = _SHIFT.fullmatch(text)
        if shift:
            base = self._text(node, address, shift["base"], is_until=is_until)
            return (
                None
                if base is None
                else self._shifted(node, address, base, shift["sign"], shift["length"], text)
            )
        if text in self._nodes:
            event = self._event(text)
            return None if event is None else Time(event.at.at_ms, event.at.disputes, event.at.sizes, text)
        try:
            start, end = parse_when(text, self.context.zone)
        except ValueError as error:
            rule = error.rule if isinstance(error, TimeError) else ""
            remedy = "" if rule else self._near(text)
            self.context.problem(
                node, address, str(error), "expected a time or the id of an event", remedy, rule=rule
            )
            return None
        is_day = len(text) == 10
        if is_day:
            self._warn_of_midnight(node, address, text, is_until=is_until)
            return Time((end if is_until else start,), text=text)
        if start != end:
            self.context.problem(
                node,
                address,
                twice_words(text, (start, end), self.context.zone),
                "expected one instant",
                "Write the one that is meant, with its offset.",
                rule="hour-twice",
            )
            return None
        return Time((start,), text=text)

    def _near(self, text: str) -> str:
        if text[:1].isdigit():
            return "Write it like 2016-02-27T00:00, with an offset if it is not local."
        return did_you_mean(text, self._nodes)

    def _warn_of_midnight(self, node: document.Node, address: str, text: str, *, is_until: bool) -> None:
        day = date.fromisoformat(text) + timedelta(days=is_until)
        times = midnights(day, self.context.zone)
        if times != 1:
            self.context.problem(
                node,
                address,
                f"{day} has {'no 00:00' if times == 0 else '00:00 twice'} in {self.context.zone.key}, the clock changes then",
                "the day is taken to begin with its first instant",
                "Write the hour and the offset to be plain.",
                severity="warning",
                rule="midnight-change",
            )

    def _shifted(
        self, node: document.Node, address: str, base: Time, sign: str, length: str, text: str
    ) -> Time | None:
        try:
            moved = parse_length(length).times(-1 if sign == "-" else 1)
            zone = self.context.zone
            return combined([base], lambda at: shifted_ms(at[0], moved, zone), text)
        except (ValueError, OverflowError) as error:
            rule = error.rule if isinstance(error, TimeError) else ""
            self.context.problem(
                node, address, str(error), "expected an event and a length, such as start + 2 days", rule=rule
            )
            return None

    # Spans and periods

    def announced(self, node: document.Node | None, address: str) -> int | None:
        """When something could first be known; a date alone counts from its start."""
        if node is None:
            return None
        time = self.time(node, address)
        return None if time is None else min(time.at_ms)

    def span(self, values: dict[str, document.Node], address: str) -> Span:
        """``from`` and ``until``."""
        start = self.time(values["from"], f"{address}.from") if "from" in values else None
        end = self.time(values["until"], f"{address}.until", is_until=True) if "until" in values else None
        span = Span(start, end)
        if start and end and all(e <= s for s in start.at_ms for e in end.at_ms):
            self.context.problem(
                values["until"], f"{address}.until", "it ends before it starts", "expected a later end"
            )
        return span

    def period(self, node: document.Node, address: str) -> Period | None:
        """``during``."""
        known = ("from", "until", "for", "stated length", "extended", "renewed", "daily", "weekdays")
        values = self.context.fields(node, address, known)
        if values is None:
            return None
        if "until" in values and "for" in values:
            self.context.problem(
                node,
                address,
                "both until and for",
                "expected one of the two",
                "Keep until, and write the length that a source gives as `stated length`.",
            )
        span = self.span(values, address)
        if "for" in values:
            span = Span(span.start, self._end_after(values["for"], f"{address}.for", span.start))
        if "stated length" in values:
            self._stated_length(values["stated length"], f"{address}.stated length", span)
        extended: list[Extension] = []
        for index, item in enumerate(self.context.items(values["extended"]) if "extended" in values else ()):
            extension = self._extension(
                item, f"{address}.extended[{index}]", extended[-1].end if extended else span.end
            )
            if extension is not None:
                extended.append(extension)
        if "renewed" in values:
            extended += self._renewals(
                values["renewed"], f"{address}.renewed", extended[-1].end if extended else span.end
            )
        return Period(
            span,
            tuple(extended),
            self._daily(values.get("daily"), f"{address}.daily"),
            self._weekdays(values.get("weekdays"), f"{address}.weekdays"),
            self.context.zone.key,
        )

    def _end_after(self, node: document.Node, address: str, start: Time | None) -> Time | None:
        text = self.context.text(node, address, "expected a length such as 24 h")
        if text is None:
            return None
        if start is None:
            self.context.problem(
                node, address, f'"{text}" has no start to count from', "expected a from beside it"
            )
            return None
        return self._shifted(node, address, start, "+", text, f"{start.text} + {text}")

    def _stated_length(self, node: document.Node, address: str, span: Span) -> None:
        """Warns where no reading of a window has the length that a source gives."""
        text = self.context.text(node, address, "expected a length such as 48 h")
        if text is None:
            return
        if span.start is None or span.end is None:
            self.context.problem(
                node, address, f'"{text}" has no window to be held to', "expected from and until beside it"
            )
            return
        zone, ends = self.context.zone, [span.start, span.end]
        try:
            stated = parse_length(text)
            missed = combined(ends, lambda at: at[1] - shifted_ms(at[0], stated, zone), text)
            real = combined(ends, lambda at: at[1] - at[0], text)
        except (ValueError, OverflowError) as error:
            self.context.problem(node, address, str(error), "expected a length that can be counted")
            return
        if 0 not in missed.at_ms:
            lengths = " or ".join(dict.fromkeys(map(format_length, sorted(real.at_ms))))
            self.context.problem(
                node,
                address,
                f'"{text}" is stated',
                f"from {span.start.text} to {span.end.text} are {lengths}",
                "Mend the end, or write both ends as alternatives if nobody knows which is meant.",
                severity="warning",
                rule="length-wrong",
            )

    def _renewals(self, node: document.Node, address: str, end: Time | None) -> list[Extension]:
        """What follows from tacit renewal: an extension for each time that no notice stopped.

        The last one is open where its last day for a notice lies beyond the sources of the terms.
        """
        values = self.context.fields(node, address, ("for", "notice", "given", "cite"), required=("for",))
        if values is None or "for" not in values:
            return []
        if end is None or self.known_until_ms is None:
            missing = "end to renew" if end is None else "`as known at` in the terms"
            self.context.problem(
                node, address, f"no {missing}", "expected until or for beside it, and `as known at` on top"
            )
            return []
        lengths = []
        for key in ("for", "notice"):
            text = self.context.text(values[key], f"{address}.{key}") if key in values else "0 h"
            try:
                lengths.append(parse_length(text or "0 h"))
            except ValueError as error:
                self.context.problem(
                    values[key], f"{address}.{key}", str(error), "expected 6 months or 30 days"
                )
                return []
        given = [
            time
            for index, item in enumerate(self.context.items(values["given"]) if "given" in values else ())
            if (time := self.time(item, f"{address}.given[{index}]")) is not None
        ]
        cite = self.context.cite(values.get("cite"), f"{address}.cite")
        if lengths[0] == Length():
            self.context.problem(
                values["for"], f"{address}.for", "no time at all", "expected 5 years or 72 h"
            )
            return []
        try:
            return self._renewed(node, address, end, given, lengths[0], lengths[1], cite)
        except (ValueError, OverflowError) as error:
            self.context.problem(node, address, str(error), "expected a renewal that can be counted")
            return []

    def _renewed(
        self,
        node: document.Node,
        address: str,
        end: Time,
        given: Sequence[Time],
        length: Length,
        notice: Length,
        cite: tuple[Cite, ...],
    ) -> list[Extension]:
        zone, known_until = self.context.zone, self.known_until_ms or 0

        def deadline(end_ms: int) -> int:
            return shifted_ms(end_ms, notice.times(-1), zone)

        def after(at: tuple[int, ...], chances: int) -> tuple[int, bool]:
            """The end after so many chances to stop it, and whether a notice did."""
            for number in range(chances):
                end_ms = shifted_ms(at[0], length.times(number), zone)
                if any(told <= deadline(end_ms) for told in at[1:]):
                    return end_ms, True
            return shifted_ms(at[0], length.times(chances), zone), False

        def made(of: Callable[[tuple[int, ...]], int]) -> Time:
            return combined([end, *given], of, end.text)

        found: list[Extension] = []
        is_endless = shifted_ms(min(end.at_ms), length.times(_MOST_RENEWALS), zone) < known_until
        for chances in range(0 if is_endless and not given else _MOST_RENEWALS):
            before = made(partial(lambda n, at: after(at, n)[0], chances))
            later = made(partial(lambda n, at: after(at, n)[0], chances + 1))
            is_stopped = made(partial(lambda n, at: after(at, n)[1], chances + 1)).at_ms
            if all(is_stopped):
                return found
            last_days = tuple(map(deadline, before.at_ms))
            if any(
                day >= known_until and not stopped for day, stopped in zip(last_days, is_stopped, strict=True)
            ):
                dispute = self.context.dispute(
                    address, [Option("no notice in time: it goes on", cite), Option("a notice in time", cite)]
                )
                endless = replace(
                    later,
                    at_ms=tuple(
                        at if stopped else NEVER_MS
                        for at, stopped in zip(later.at_ms, is_stopped, strict=True)
                    ),
                )
                which = Time((0, 1), (dispute,), (2,))
                last = combined([which, endless, before], lambda at: at[1 + at[0]], "whether it is renewed")
                return [*found, Extension(last, min(last_days), cite, is_renewal=True)]
            found.append(Extension(later, min(last_days), cite, is_renewal=True))
        self.context.problem(
            node,
            address,
            f"more than {_MOST_RENEWALS:,} renewals until the sources end",
            "expected longer ones, or a notice that was given",
        )
        return []

    def _extension(self, node: document.Node, address: str, end: Time | None) -> Extension | None:
        values = self.context.fields(node, address, ("until", "for", "announced", "cite"))
        if values is None:
            return None
        if "until" in values:
            later = self.time(values["until"], f"{address}.until", is_until=True)
        elif "for" in values:
            later = self._end_after(values["for"], f"{address}.for", end)
        else:
            self.context.problem(node, address, "no new end", "expected until or for")
            return None
        if later is None:
            return None
        return Extension(
            later,
            self.announced(values.get("announced"), f"{address}.announced"),
            self.context.cite(values.get("cite"), f"{address}.cite"),
        )

    def _daily(self, node: document.Node | None, address: str) -> tuple[tuple[int, int], ...]:
        if node is None:
            return ()
        items = self.context.items(node)
        pairs = items if items and isinstance(items[0], document.Sequence) else (node,)
        found = []
        for pair in pairs:
            minutes = [self._clock(item, address) for item in self.context.items(pair)]
            if len(minutes) != 2:
                self.context.problem(pair, address, f"{len(minutes)} times of day", "expected [from, until]")
            elif minutes[0] is not None and minutes[1] is not None:
                found.append((minutes[0] % 1440, minutes[1]))
        return tuple(found)

    def _clock(self, node: document.Node, address: str) -> int | None:
        text = self.context.text(node, address, "expected a time of day such as 10:00")
        if text is None:
            return None
        match = _CLOCK.fullmatch(text)
        if match and (minutes := int(match[1]) * 60 + int(match[2])) <= 1440 and int(match[2]) < 60:
            return minutes
        self.context.problem(node, address, f'"{text}"', "expected a time of day such as 10:00")
        return None

    def _weekdays(self, node: document.Node | None, address: str) -> tuple[int, ...]:
        found = []
        for item in self.context.items(node) if node else ():
            text = self.context.text(item, address, "expected a day of the week")
            days = [i for i, name in enumerate(WEEKDAYS) if text and text.lower() in (name, name[:3])]
            if days:
                found += days
            elif text is not None:
                self.context.problem(
                    item,
                    address,
                    f'"{text}"',
                    "expected a day of the week",
                    did_you_mean(text.lower(), WEEKDAYS),
                )
        return tuple(sorted(set(found)))


def zone_of(context: Context, node: document.Node | None) -> ZoneInfo:
    """The zone of the terms; UTC, and a problem, where it is not known."""
    if node is None:
        context.problem(
            None, "timezone", "the key is missing", "expected an IANA name", "Write timezone: Asia/Damascus."
        )
        return ZoneInfo("UTC")
    text = context.text(node, "timezone", "expected an IANA name")
    try:
        return ZoneInfo(text or "UTC")
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        near = did_you_mean(str(text), sorted(available_timezones()))
        context.problem(node, "timezone", f'"{text}"', "no time zone has this name", near)
        return ZoneInfo("UTC")


__all__ = ["Moments", "combined", "join", "zone_of"]
