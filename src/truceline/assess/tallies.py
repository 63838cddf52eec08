# SPDX-License-Identifier: Apache-2.0
"""Tallies of what was true, and what false, in the worlds gone through."""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.truth import NO, UNKNOWN, YES


@dataclass
class Tally:
    """Whether something was true, and whether it was false, in the worlds seen so far."""

    is_ever: bool = False
    is_ever_not: bool = False

    def add(self, value: bool) -> None:
        """Takes in one world."""
        if value:
            self.is_ever = True
        else:
            self.is_ever_not = True

    @property
    def truth(self) -> int:
        """Yes where it was true in every world, no where in none, else unknown."""
        if not self.is_ever:
            return int(NO)
        return int(UNKNOWN) if self.is_ever_not else int(YES)


@dataclass
class Seen:
    """What the worlds gone through have shown: in all, or under one rival text."""

    core: Tally = field(default_factory=Tally)
    exempt: Tally = field(default_factory=Tally)
    holds: Tally = field(default_factory=Tally)

    def add(self, core: bool, exempt: bool) -> None:
        """Takes in one world."""
        self.core.add(core)
        self.exempt.add(exempt)
        self.holds.add(core and not exempt)

    def add_truths(self, core: int, exempt: int) -> None:
        """Takes what may be, where worlds are too many to go through."""
        holds = min(core, 2 - exempt)
        for tally, truth in ((self.core, core), (self.exempt, exempt), (self.holds, holds)):
            tally.is_ever |= truth != NO
            tally.is_ever_not |= truth != YES

    @property
    def result(self) -> str:
        """The result over all of them."""
        if self.holds.truth == YES:
            return "violation"
        if self.holds.truth == UNKNOWN:
            return "possible"
        return "exempt" if self.core.truth == YES and self.exempt.truth == YES else "none"
