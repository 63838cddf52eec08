# SPDX-License-Identifier: Apache-2.0
"""Which parties a condition reaches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from truceline.terms.model import Party, PartyChoice, PartySet, Terms

SOMEBODY = "*"
"""Stands for whoever is no party of the terms, whom ``any`` reaches too."""


def members_of(party_id: str, terms: Terms, *, surely: bool) -> set[str]:
    """A party and all below it; with ``surely`` only members at all times."""
    found: set[str] = set()
    open_ids = [party_id]
    while open_ids:
        name = open_ids.pop()
        if name not in found:
            found.add(name)
            members = terms.parties[name].members or ()
            open_ids += [m.party for m in members if not surely or not (m.span.start or m.span.end)]
    return found


def is_undefined(party: Party) -> bool:
    """Whether nothing says who belongs to a group."""
    return party.members == () and not party.complete


def standing_as(standing: str, terms: Terms) -> set[str]:
    """Parties that the terms name as bound, or as excluded, at any time."""
    return {name for entry in terms.standing if entry.standing == standing for name in entry.parties}


def reached(parties: PartySet, terms: Terms, *, surely: bool) -> set[str]:
    """Parties in a set: with ``surely`` those that are in it whatever is unknown, else those that may be."""
    found: set[str] = set()
    for item in parties.any_of:
        found |= _item(item, terms, surely=surely)
    for item in parties.none_of:
        found -= _item(item, terms, surely=not surely)
    return found


def _item(item: str, terms: Terms, *, surely: bool) -> set[str]:
    if item == "any":
        return {SOMEBODY, *(party.id for party in terms.parties.values() if not party.could_be)}
    names = standing_as(item, terms) if item in ("bound", "excluded") else {item}
    return {below for name in names for below in members_of(name, terms, surely=surely)}


def overlap_surely(choices: Sequence[PartyChoice | None], terms: Terms) -> bool:
    """Whether some party is in all of them, whichever alternatives are meant."""
    everybody = PartyChoice((PartySet(("any",)),))
    return all(
        set.intersection(*(reached(option, terms, surely=True) for option in options))
        for options in itertools.product(*((choice or everybody).options for choice in choices))
    )
