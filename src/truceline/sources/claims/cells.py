# SPDX-License-Identifier: Apache-2.0
"""Parties, places and times as cells of a table that people read and change, and back.

``by russia; against nusra; "the militants"``: ids of the terms, each behind its role, and words without an id in quotation
marks; so with places. ``until 2016-05-25/2016-05-26; "yesterday"``: what a time means, or its words where it is not settled,
behind its relation.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from truceline.sources.model import TIME_RELATIONS, Claim, Document, Mention, TimeSaid
from truceline.sources.times.relations import Relation
from truceline.sources.times.stretches import Stretch
from truceline.sources.times.zones import ANYWHERE, zone_named

PARTY_ROLES = ("by", "against", "of")
_SHORT = 160
"""Characters of the words of a claim that a table shows."""

Tell = Callable[[str, str, str, str], None]
"""Takes a column, what was found there, what was expected, and what to do."""


def claim_words(text: str, claim: Claim) -> str:
    """The words of a claim in one line, the middle left out where they are many."""
    words = " ".join(claim.span.of(text).split())
    return words if len(words) <= _SHORT else f"{words[: _SHORT // 2]} … {words[-_SHORT // 2 :]}"


def format_parties(parties: Sequence[Mention]) -> str:
    """As a cell."""
    return "; ".join(dict.fromkeys(f"{one.role} {_named(one)}".strip() for one in parties))


def format_places(places: Sequence[Mention]) -> str:
    """As a cell."""
    return "; ".join(dict.fromkeys(map(_named, places)))


def format_times(times: Sequence[TimeSaid]) -> str:
    """As a cell."""
    return "; ".join(dict.fromkeys(map(_time, times)))


def _time(said: TimeSaid) -> str:
    meant = f"{said.start}/{said.end}" if said.start else f'"{_flat(said.words)}"'
    return f"{said.relation} {meant}".strip()


def _named(mention: Mention) -> str:
    return mention.id or f'"{_flat(mention.words)}"'


def _flat(words: str) -> str:
    return " ".join(words.split()).replace('"', "'").replace(";", ",")


def parse_parties(
    cell: str, claim: Claim, ids: Mapping[str, str] | None, problem: Tell
) -> tuple[Mention, ...]:
    """The parties of a cell; one that the claim has keeps its place in the text.

    Args:
        cell: of the table.
        claim: as it is read.
        ids: all that there are, with their names; None where nobody knows them.
        problem: is told what is wrong.
    """
    made = []
    for item in _items(cell):
        first, _, rest = item.partition(" ")
        role, name = (first, rest.strip()) if first in PARTY_ROLES else ("", item)
        known = _same(claim.parties, name, role)
        if known is None:
            _require_id("parties", name, "no party of the terms has this id", ids, problem)
        made.append(
            known or Mention(claim.span, name.strip('"'), "" if name.startswith('"') else name, role=role)
        )
    return tuple(made)


def parse_places(
    cell: str, claim: Claim, ids: Mapping[str, str] | None, problem: Tell
) -> tuple[Mention, ...]:
    """The places of a cell, as ``parse_parties`` takes them."""
    made = []
    for item in _items(cell):
        known = _same(claim.places, item, "")
        if known is None:
            expected = "no area of the terms has this id, and no place of a gazetteer that was given"
            _require_id("places", item, expected, ids, problem)
        made.append(known or Mention(claim.span, item.strip('"'), "" if item.startswith('"') else item))
    return tuple(made)


def _require_id(column: str, name: str, expected: str, ids: Mapping[str, str] | None, problem: Tell) -> None:
    """Says of a word without quotation marks that it is no id, and which one is near."""
    if ids is not None and not name.startswith('"') and name not in ids:
        problem(
            column, name, f"{expected}; put words without an id in quotation marks", nearest_name(name, ids)
        )


def nearest_name(word: str, ids: Mapping[str, str]) -> str:
    """A question with the id that is written most alike, or whose name is.

    Args:
        word: that is none of the ids.
        ids: each with a name or a description.
    """
    known = {name.casefold(): id_ for id_, name in ids.items()} | {id_.casefold(): id_ for id_ in ids}
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    if not near:
        return ""
    found = known[near[0]]
    name = f" ({ids[found]})" if ids[found] not in ("", found) else ""
    return f'Did you mean "{found}"{name}?'


def parse_times(cell: str, claim: Claim, document: Document, problem: Tell) -> tuple[TimeSaid, ...]:
    """The times of a cell: ``START/END``, one date for its whole day, or words in quotation marks; behind a relation or alone."""
    made = []
    zone = zone_named(document.zone.value) if document.zone else ANYWHERE
    for item in _items(cell):
        known = next((one for one in claim.times if format_times([one]) == item), None)
        if known is not None:
            made.append(known)
            continue
        name, _, rest = item.partition(" ")
        relation = Relation(name if name in TIME_RELATIONS else "")
        words = rest.strip() if relation.name else item
        if words.startswith('"'):
            told = words.strip('"')
            made.append(TimeSaid(claim.span, told, how="told by a reviewer", relation=relation.name))
            continue
        start, _, end = words.partition("/")
        try:
            first = datetime.fromisoformat(start)
            last = datetime.fromisoformat(end) if end else first + timedelta(days=1)
            if not end:
                date.fromisoformat(start)
                end = last.date().isoformat()
            if first.tzinfo or last.tzinfo or last <= first:
                raise ValueError(item)
            earliest_ms, latest_ms = zone.bounds_ms(Stretch(first, last))
        except (ValueError, OverflowError):
            problem(
                "times",
                item,
                "expected START/END as local dates or times, such as 2016-05-25/2016-05-26, or one date, behind one of"
                f" {', '.join(TIME_RELATIONS)} or alone",
                "",
            )
            continue
        bounds = (
            earliest_ms if relation.is_bounded_below else None,
            latest_ms if relation.is_bounded_above else None,
        )
        made.append(
            TimeSaid(claim.span, "", start, end, zone.name, "told by a reviewer", *bounds, relation.name)
        )
    return tuple(made)


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _same(mentions: Sequence[Mention], name: str, role: str) -> Mention | None:
    """The mention that is written so, with the role that it has now."""
    found = next((one for one in mentions if _named(one) == name), None)
    return replace(found, role=role) if found else None
