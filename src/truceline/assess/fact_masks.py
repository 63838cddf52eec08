# SPDX-License-Identifier: Apache-2.0
"""The possible answers about facts, from what is recorded of them and what the terms presume."""

from __future__ import annotations

from truceline.assess.compiled import Compiled
from truceline.assess.membership import Masks
from truceline.terms import FactAsked

NOTHING, ONLY_NO, ONLY_YES, EITHER, NOTHING_OR_NO, NOTHING_OR_YES = range(6)
"""What is recorded of a fact for one incident: nothing, or the values that it may have. ``EITHER`` stands
for rival records too; the last two for one of which nobody knows whether it is about the incident."""


class FactMasks:
    """The facts that a provision asks about."""

    def __init__(self, compiled: Compiled) -> None:
        self.atoms = compiled.atoms_of("fact")
        self.asked = [asked for i in self.atoms if isinstance(asked := compiled.atoms[i].asked, FactAsked)]
        self.presumptions = {asked.id: compiled.terms.facts[asked.id].presume for asked in self.asked}

    def masks(self, fact_atom: int, recorded: int, *, presume: bool = True) -> Masks:
        """The possible answers about a fact of which something, or nothing, is recorded."""
        no, yes = frozenset([0]), frozenset([1 << fact_atom])
        asked = self.asked[self.atoms.index(fact_atom)]
        presumed = self.presumptions[asked.id]
        unrecorded = no | yes if presumed is None or not presume else yes if presumed else no
        return {
            NOTHING: unrecorded,
            ONLY_NO: no,
            ONLY_YES: yes,
            EITHER: no | yes,
            NOTHING_OR_NO: unrecorded | no,
            NOTHING_OR_YES: unrecorded | yes,
        }[recorded]
