# SPDX-License-Identifier: Apache-2.0
"""When a provision stands how, as stretches of time that can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from truceline.terms.model import ALWAYS_MS, NEVER_MS, Choice, Duty, Provision, Span, Terms, Time

__all__ = ["InForcePeriod", "StandingPeriod", "due_periods", "in_force_periods", "standing_periods"]

StandingPeriod = tuple[int | None, int | None, str]
"""``(start_ms, end_ms, standing)``; None is open; rival standings are joined by " or "."""

InForcePeriod = tuple[int | None, int | None, bool]
"""``(start_ms, end_ms, certain)``: in force and within its period; not certain where sources differ."""

_MOST_CHOICES = 512
"""Combinations of disputed readings that are gone through for the drawing."""
_T = TypeVar("_T")


def standing_periods(terms: Terms, provision: Provision, as_of_ms: int | None = None) -> list[StandingPeriod]:
    """The standing of a provision over time, in order, without overlaps.

    Where sources differ on a time, the stretch between their times has both standings, such as
    ``in force or proposed``. Before the first entry there is nothing.
    """
    found: list[StandingPeriod] = []
    for start, end, standings in _stretches(
        terms, _times(provision), lambda at_ms, choice: _standing_at(provision, at_ms, choice, as_of_ms)
    ):
        if standings != [""]:
            found.append((start, end, " or ".join(standing or "not yet" for standing in standings)))
    return found


def in_force_periods(terms: Terms, provision: Provision, as_of_ms: int | None = None) -> list[InForcePeriod]:
    """When a provision is in force and its period runs; hours of the day and weekdays are not drawn."""
    every = [conditions.during for conditions in provision.all_conditions()]

    def applies(at_ms: int, choice: Choice) -> bool:
        if not provision.is_in_force(at_ms, choice, as_of_ms):
            return False
        during = every[provision.text_under(choice)]
        if during is None:
            return True
        start, end = during.bounds(choice, as_of_ms)
        return start <= at_ms < end

    texts = () if provision.text_dispute is None else (provision.text_dispute,)
    return _joined(_stretches(terms, _times(provision), applies, texts))


def due_periods(terms: Terms, duty: Duty) -> list[InForcePeriod]:
    """When a duty is in force and may be done in time: from its start to its end, both perhaps disputed."""
    times = [*duty.due.times, *(entry.start for entry in duty.standing)]

    def applies(at_ms: int, choice: Choice) -> bool:
        end = duty.due.by if duty.due.every is None else duty.due.until
        start, last = Span(duty.due.start, end).bounds(choice)
        return start <= at_ms < last and duty.is_in_force(at_ms, choice)

    return _joined(_stretches(terms, times, applies))


def _joined(stretches: Sequence[tuple[int | None, int | None, list[bool]]]) -> list[InForcePeriod]:
    """The stretches in which it holds under some reading, neighbours that are alike as one."""
    found: list[InForcePeriod] = []
    for start, end, answers in stretches:
        if True not in answers:
            continue
        is_certain = False not in answers
        if found and found[-1][1:] == (start, is_certain) and start is not None:
            start = found.pop()[0]
        found.append((start, end, is_certain))
    return found


def _standing_at(provision: Provision, at_ms: int, choice: Choice, as_of_ms: int | None) -> str:
    """The standing at an instant: the last entry that has begun; of equal starts the later in the terms."""
    latest, found = ALWAYS_MS, ""
    for entry in provision.standing:
        if as_of_ms is not None and entry.announced_ms is not None and entry.announced_ms > as_of_ms:
            continue
        start = entry.start.at(choice)
        if latest <= start <= at_ms:
            latest, found = start, entry.standing
    return found


def _times(provision: Provision) -> list[Time]:
    times = [entry.start for entry in provision.standing]
    for during in (conditions.during for conditions in provision.all_conditions()):
        if during is not None:
            times += [time for time in (during.span.start, during.span.end) if time is not None]
            times += [extension.end for extension in during.extended]
    return times


def _stretches(
    terms: Terms, times: Sequence[Time], answer: Callable[[int, Choice], _T], texts: Sequence[int] = ()
) -> list[tuple[int | None, int | None, list[_T]]]:
    """Stretches of time with the answers that some choice of the disputes gives throughout each."""
    disputes = sorted({*texts, *(dispute for time in times for dispute in time.disputes)})
    choices = [choice for _, choice in zip(range(_MOST_CHOICES), terms.choices(disputes), strict=False)]
    breaks = sorted({time.at(choice) for time in times for choice in choices} - {ALWAYS_MS, NEVER_MS})
    begins: list[int | None] = [None, *breaks]
    ends: list[int | None] = [*breaks, None]
    stretches: list[tuple[int | None, int | None, list[_T]]] = []
    for start, end in zip(begins, ends, strict=True):
        at_ms = start if start is not None else (end - 1 if end is not None else 0)
        answers = list(dict.fromkeys(answer(at_ms, choice) for choice in choices))
        if stretches and stretches[-1][2] == answers:
            start = stretches.pop()[0]
        stretches.append((start, end, answers))
    return stretches
