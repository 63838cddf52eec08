# SPDX-License-Identifier: Apache-2.0
"""Who says a quotation that no verb of saying goes with, by the words around it."""

from __future__ import annotations

from truceline.sources.model import Speaker
from truceline.sources.statements.groups import Group, before, head
from truceline.sources.statements.speakers import Speakers
from truceline.sources.statements.tokens import BREAK, DASHES, FULL, QUOTED, Telling


def colon(speakers: Speakers, telling: Telling, start: int, at: int) -> Speaker | None:
    """Who is the subject of a clause that ends with a colon: "Roe, who put it in these words:"."""
    for place in range(at - 1, start, -1):
        if telling.low[place] in telling.words["relatives"] - telling.words["that"]:
            group = before(telling, place + 1)
            break
    else:
        group = head(telling, start, at)
    speaker = speakers.speaker(telling, group) if group is not None else None
    if speaker is not None and speaker.kind == "unknown" and group is not None:
        speaker = _whose(speakers, telling, group)
    return speaker if speaker is not None and speaker.kind != "unknown" else None


def _whose(speakers: Speakers, telling: Telling, group: Group) -> Speaker | None:
    """Whose it is: "Roe's answer was short:", "his answer:"."""
    low, words = telling.low, telling.words
    if low[group.first] in words["possessives"]:
        return speakers.speaker(
            telling, Group(group.first, group.first + 1, None, group.first, group.first + 1)
        )
    at = next((at for at in range(group.first + 1, group.end) if low[at] in words["possessive"]), None)
    return (
        speakers.speaker(telling, Group(group.first, at, None, group.first, at)) if at is not None else None
    )


def behind(speakers: Speakers, telling: Telling, at: int) -> Speaker | None:
    """Of whom the sentence behind a quotation tells that opens its paragraph: "'It was loud.' Roe wipes the counter."."""
    low = telling.low
    start, stop = telling.sentence(min(at + 1, len(telling) - 1))
    if start <= at:
        start = at + 1
    if low[start] in (BREAK, QUOTED) or telling.last_sign(at) not in FULL:
        return None
    group = head(telling, start, stop)
    if group is not None and low[group.first] in telling.words["pronouns"]:
        return None
    speaker = speakers.speaker(telling, group) if group is not None else None
    if speaker is not None and speaker.kind == "person" and speaker.name != speaker.role:
        return speaker
    for place in range(start, stop):
        if low[place] in telling.words["relatives"] and low[place - 1] == ",":
            group = before(telling, place + 1)
            speaker = speakers.speaker(telling, group) if group is not None else None
            is_named = speaker is not None and speaker.kind == "person" and speaker.name != speaker.role
            return speaker if is_named else None
    return None


def subject_before(speakers: Speakers, telling: Telling, start: int) -> Speaker | None:
    """Who is the subject of the sentence before, in the same paragraph: "Roe shrugs. 'Let them come.'"."""
    if not start or BREAK in telling.low[start - 1 : start]:
        return None
    group = head(telling, telling.sentence(start - 1)[0], start)
    if group is None:
        return None
    speaker = speakers.speaker(telling, group)
    return speaker if speaker is not None and speaker.kind in ("person", "unnamed") else None


def beside(speakers: Speakers, telling: Telling, at: int) -> Speaker | None:
    """Who stands behind a quotation with a verb that no dictionary has: "Both buy time", he considers."""
    low = telling.low
    first = at + 1
    while low[first] == "," or low[first] in DASHES:
        first += 1
    stop = telling.sentence(at)[1]
    if stop - first > 6 or not (first > at + 1 or telling.text[telling.quotes[at].end - 1] == ","):
        return None
    if low[first] not in telling.words["pronouns"] and not telling.is_name(first):
        return None
    group = head(telling, first, stop)
    return speakers.speaker(telling, group) if group is not None and group.end < stop - 1 else None
