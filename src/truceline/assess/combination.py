# SPDX-License-Identifier: Apache-2.0
"""What a record leaves open for one provision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleCell:
    """What a record says of who did it to whom."""

    by: str | None
    against: str | None
    is_either: bool


@dataclass(frozen=True, slots=True)
class Combination:
    """What a record settles and leaves open for one provision."""

    role: RoleCell
    states: frozenset[int]
    """Positions in ``Compiled.states`` of the kinds of instant at which it may have happened."""
    act: str | None
    weapon: str | None
    calibre_mm: float | None
    """One of ``Calibres.all_mm``; None where none is recorded, or the provision asks for none."""
    places: tuple[tuple[int, ...], ...]
    """For each place atom, the truth of each of its forms, in the order of ``Judge.place_forms``."""
    facts: tuple[int, ...] = ()
    """For each fact atom what is recorded of it: a code of ``truceline.assess.facts``."""
