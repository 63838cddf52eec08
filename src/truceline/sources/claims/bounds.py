# SPDX-License-Identifier: Apache-2.0
"""When an incident happened, where its claims tell several times: only what holds by each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from truceline.sources.model import TimeSaid

Bounds = tuple[int, int]
"""The first instant, and the one after the last, in UTC milliseconds."""


def bounds_of(times: Sequence[TimeSaid]) -> Bounds | None:
    """The instants between which a claim says that it happened, by any of the times it names; None where they differ.

    >>> from truceline.sources.model import Span
    >>> the_day, the_hour = (TimeSaid(Span(0, 1), "", earliest_ms=at, latest_ms=90) for at in (0, 60))
    >>> bounds_of([the_hour, the_day])
    (0, 90)
    """
    return widest(
        None if said.earliest_ms is None or said.latest_ms is None else (said.earliest_ms, said.latest_ms)
        for said in times
    )


def widest(told: Iterable[Bounds | None]) -> Bounds | None:
    """The one that holds all others, since whichever is meant it happened within that; None where none does, or one is open.

    >>> widest([(0, 90), (60, 90)])
    (0, 90)
    >>> widest([(0, 90), (60, 91)])
    >>> widest([(0, 90), None])
    """
    every = list(told)
    known = [each for each in every if each is not None]
    if not known or len(known) < len(every):
        return None
    wide = min(known, key=lambda each: (each[0], -each[1]))
    return wide if all(end <= wide[1] for _, end in known) else None


def instant(ms: int) -> str:
    """As the table of incidents has it."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
