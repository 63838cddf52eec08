# SPDX-License-Identifier: Apache-2.0
"""Sound bounds in UTC of local stretches of time, and the zones that words name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from truceline.sources.times.stretches import Stretch

EAST, WEST = timedelta(hours=14), timedelta(hours=-12)
"""The zones of the Earth that are farthest from UTC."""

_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone that a time is meant in, as far as it is known."""

    name: str = ""
    """Of the tz database, or as ``UTC+02:00``; empty where it is not known or is one of several."""
    may_be: tuple[tzinfo, ...] = ()
    """Empty: any zone on Earth."""

    def bounds_ms(self, stretch: Stretch) -> tuple[int, int]:
        """From the first instant that may lie in a stretch to after the last, in UTC."""
        if not self.may_be:
            return _ms(stretch.start.replace(tzinfo=UTC) - EAST), _ms(stretch.end.replace(tzinfo=UTC) - WEST)
        # Where clocks are set back an hour comes twice: both are held.
        starts = [stretch.start.replace(tzinfo=zone, fold=fold) for zone in self.may_be for fold in (0, 1)]
        ends = [stretch.end.replace(tzinfo=zone, fold=fold) for zone in self.may_be for fold in (0, 1)]
        return min(map(_ms, starts)), max(map(_ms, ends))


def _ms(instant: datetime) -> int:
    return (instant.astimezone(UTC) - _EPOCH) // timedelta(milliseconds=1)


ANYWHERE = Zone()


def zone_named(name: str) -> Zone:
    """A zone of the tz database."""
    return Zone(name, (ZoneInfo(name),))


class Zones:
    """Zones by the words of the table ``zones`` of the dictionary ``times``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._zones = {
            name.casefold(): _of_offsets(offsets)
            for name, offsets in data.items()
            if isinstance(offsets, list)
        }
        self._zones |= {name.casefold(): zone_named(zone) for name, zone in data["named"].items()}
        self._zones |= {name.casefold(): ANYWHERE for name in data["local"]["words"]}
        self.names = [
            *(name for name in data if isinstance(data[name], list)),
            *data["named"],
            *data["local"]["words"],
        ]

    def of(self, name: str, offset: str) -> Zone | None:
        """The zone of words, of an offset such as ``GMT+2``, or of both; None where there are neither."""
        if offset:
            return _of_offsets([offset])
        return self._zones[" ".join(name.split()).casefold()] if name else None


def _of_offsets(offsets: list[str]) -> Zone:
    lengths = []
    for offset in offsets:
        found = _OFFSET.search(offset)
        if found is None:
            raise ValueError(f"{offset}: expected an offset from UTC such as +02:00")
        length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        lengths.append(-length if found[1] == "-" else length)
    zones = tuple(timezone(length) for length in lengths)
    return Zone(_written(lengths[0]) if len(zones) == 1 else "", zones)


def _written(length: timedelta) -> str:
    minutes = abs(length) // timedelta(minutes=1)
    return f"UTC{'-' if length < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
