# SPDX-License-Identifier: Apache-2.0
"""The subject at the head of a sentence."""

from __future__ import annotations

from truceline.sources.statements.groups import (
    BOUNDARIES,
    Group,
    behind_lapse,
    is_aside,
    looks_finite,
    may_part,
    only_adverb,
)
from truceline.sources.statements.tokens import Telling


def head(telling: Telling, start: int, at: int) -> Group | None:
    """The subject at the head of a sentence, as far as its first verb."""
    low, words = telling.low, telling.words
    first = start
    while first < at and (
        low[first] in BOUNDARIES
        or low[first] in words["conjunctions"]
        or only_adverb(telling, first)
        or (low[first] in words["adverbs"] and low[first + 1] == ",")
    ):
        first += 1
    if (
        first < at
        and telling.is_name(first)
        and telling.said[first + 1][:1].islower()
        and telling.low[first].endswith(words.endings["past"])
    ):
        comma = next(
            (spot for spot in range(first, at) if low[spot] == ","), None
        )  # "Reached by telephone, Roe"
        first = comma + 1 if comma is not None else first
    if first < at and (low[first] in words["prepositions"] or behind_lapse(telling, first, at) > first):
        comma = next((spot for spot in range(first, min(first + 14, at)) if low[spot] == ","), first)
        if comma > first and telling.is_name(comma - 1) and low[comma + 1] in words["articles"]:
            close = next(
                (spot for spot in range(comma + 1, min(comma + 9, at)) if low[spot] in BOUNDARIES), comma
            )
            if (
                low[close] == ","
                and telling.is_word(close + 1)
                and low[close + 1] not in words["conjunctions"]
            ):
                comma = close  # "For Roe, a nurse, the silence"
        first = comma + 1 if comma > first else first  # "In a letter, Roe", "Hours after the talks, Roe"
    if first >= at or first in telling.marked or low[first] in words["not heads"]:
        return None
    if low[first] in words["pronouns"]:
        return Group(first, first + 1, None, first, first + 1)
    end = first
    while (
        end < at
        and low[end] not in BOUNDARIES
        and low[end] not in words["auxiliaries"]
        and low[end] not in words["openers"]
    ):
        if end > first and (
            low[end] in words["finite"]
            or looks_finite(telling, end)
            or (
                telling.ends_as(end, "past")
                and low[end - 1] not in words["small"]
                and telling.is_word(end - 1)
            )
            or end in telling.marked
            or (only_adverb(telling, end) and low[end - 1] not in words["articles"])
            or (
                end - 1 > first
                and telling.is_name(end - 1)
                and telling.said[end][:1].islower()
                and low[end] not in words["joiners"]
                and low[end] not in words["conjunctions"]
            )
        ):
            break
        end += 1
    if end <= first:
        return None
    if low[end] == "," and (telling.is_word(end + 1) or low[end + 1][:1].isdigit()):
        close = end + 1
        while close < at and close < end + 9 and low[close] not in BOUNDARIES:
            close += 1
        if low[close] == "," and may_part(telling, end + 1, close) and not is_aside(telling, end + 1, close):
            return Group(first, end, (end + 1, close), first, close)
    return Group(first, end, None, first, end)
