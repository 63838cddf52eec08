# SPDX-License-Identifier: Apache-2.0
"""Times found in a text, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from truceline.sources import Dictionaries, TimeSaid, Told, document_of_text, find_times

DICTIONARIES = Dictionaries()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ms(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def times(text: str, published: str = "2016-05-20", zone: str = "") -> list[TimeSaid]:
    document = replace(
        document_of_text(text),
        published=Told(published, "given") if published else None,
        zone=Told(zone, "given") if zone else None,
    )
    found = find_times(document, DICTIONARIES)
    assert all(one.span.of(text) == one.words for one in found)
    return list(found)


def values(text: str, published: str = "2016-05-20", zone: str = "") -> list[tuple[str, str, str]]:
    return [(one.words, one.start, one.end) for one in times(text, published, zone)]
