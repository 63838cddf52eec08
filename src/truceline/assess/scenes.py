# SPDX-License-Identifier: Apache-2.0
"""What combinations leave open apart from who did it to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from truceline.assess.membership import Masks
from truceline.assess.sides import Parties, make_room

MOST_REMEMBERED = 16_384
"""Scenes, outcomes, and answers to who is in breach, that are remembered from one batch to the next."""


class Open(NamedTuple):
    """What a view leaves open."""

    text: int
    """The rival text that binds."""
    bits: int
    """The bits that are settled."""
    roles: int
    """Who did it to whom, as a position in ``Sides.roles``."""
    rest: int
    """For each other question the possible masks, as a position in ``Scenes.rests``."""


SceneView = tuple[int, int, Parties, int]
"""The text, the bits, the parties, and a position in ``Scenes.rests``."""


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """What a combination leaves open apart from who did it to whom; ``Scenes`` gives one for all equal ones."""

    views: tuple[SceneView, ...]
    among: tuple[Parties, ...]
    """The parties of the views, each once."""
    facts: tuple[int, ...]
    """What is recorded of each fact."""


@dataclass
class Scenes:
    """Every scene once, and what they are made of."""

    rests: list[tuple[Masks, ...]] = field(default_factory=list)
    """The possible masks of every question but who did it to whom."""
    _known: dict[tuple[object, ...], Scene] = field(default_factory=dict)
    _numbers: dict[tuple[Masks, ...], int] = field(default_factory=dict)

    def scene(
        self, views: tuple[SceneView, ...], among: tuple[Parties, ...], facts: tuple[int, ...]
    ) -> Scene:
        """One object for all scenes that are equal."""
        make_room(self._known, MOST_REMEMBERED)
        return self._known.setdefault((views, facts), Scene(views, among, facts))

    def rest(self, masks: tuple[Masks, ...]) -> int:
        """A position in ``rests``."""
        number = self._numbers.setdefault(masks, len(self.rests))
        if number == len(self.rests):
            self.rests.append(masks)
        return number
