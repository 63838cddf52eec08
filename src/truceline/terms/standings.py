# SPDX-License-Identifier: Apache-2.0
"""Standings as they are read from the document, and the rules by which they change."""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.terms import document
from truceline.terms.conditions import no_labels
from truceline.terms.context import Context
from truceline.terms.model import PartyStanding, Rule, Standing
from truceline.terms.moments import Moments

__all__ = ["StandingReader"]

_STANDINGS = ("proposed", "in force", "suspended", "ended", "rejected")


@dataclass(frozen=True, slots=True)
class StandingReader:
    """Reads standings; problems go to the context. Rules are read first."""

    context: Context
    moments: Moments
    rules: dict[str, Rule] = field(default_factory=dict)
    """By id, those that were read."""

    def read_rules(self, node: document.Node | None) -> dict[str, Rule]:
        """Every rule, in the order of the file."""
        for name, item in self.context.entries(node, "rules"):
            rule = self._rule(name, item)
            if rule is not None:
                self.rules[name] = rule
        return self.rules

    def of_parties(self, node: document.Node | None) -> tuple[PartyStanding, ...]:
        """Who is bound, and whom the terms exclude."""
        found = []
        for index, item in enumerate(self.context.items(node)) if node is not None else ():
            address = f"standing[{index}]"
            known = ("parties", "is", "from", "until", "under", "cite")
            values = self.context.fields(item, address, known, required=("parties", "is"))
            if not values or "parties" not in values or "is" not in values:
                continue
            standing = self.context.known(values["is"], f"{address}.is", "standing", ("bound", "excluded"))
            parties = no_labels(
                self.context,
                values["parties"],
                f"{address}.parties",
                self.context.parties(values["parties"], f"{address}.parties"),
            )
            span = self.moments.span(values, address)
            cite = self.context.cite(values.get("cite"), f"{address}.cite")
            if standing is not None:
                found.append(PartyStanding(parties, standing, span, cite, self._under(values, address, "")))
        return tuple(found)

    def _rule(self, rule_id: str, node: document.Node) -> Rule | None:
        address = f"rules.{rule_id}"
        known = ("title", "by", "words", "language", "cite", "note")
        values = self.context.fields(node, address, known, required=("title", "cite"))
        if values is None:
            return None
        return Rule(
            rule_id,
            self.context.word(values.get("title"), f"{address}.title"),
            self.context.parties(values.get("by"), f"{address}.by"),
            self.context.word(values.get("words"), f"{address}.words"),
            self.context.word(values.get("language"), f"{address}.language"),
            self.context.cite(values.get("cite"), f"{address}.cite"),
        )

    def _under(self, values: dict[str, document.Node], address: str, by: str) -> str:
        """The rule that a change of standing used; the decision that used it must be cited."""
        if "under" not in values:
            return ""
        name = self.context.known(values["under"], f"{address}.under", "rule", tuple(self.rules)) or ""
        if name and "cite" not in values:
            self.context.problem(
                values["under"],
                address,
                "a decision without a source",
                "expected cite: where the decision stands",
                f"The rule {name} says who may decide; cite what they decided.",
            )
        allowed = self.rules[name].by if name else ()
        if by and allowed and by not in allowed:
            self.context.problem(
                values["under"],
                address,
                f'"{by}" decides',
                f"the rule {name} leaves it to {', '.join(allowed)}",
            )
        return name

    def history(self, node: document.Node | None, address: str) -> tuple[Standing, ...]:
        """The standing of a provision or a duty over time."""
        found = []
        for index, item in enumerate(self.context.items(node)) if node is not None else ():
            here = f"{address}[{index}]"
            known = ("is", "from", "by", "announced", "under", "cite")
            values = self.context.fields(item, here, known, required=("is", "from"))
            if not values or "is" not in values or "from" not in values:
                continue
            standing = self.context.known(values["is"], f"{here}.is", "standing", _STANDINGS)
            start = self.moments.time(values["from"], f"{here}.from")
            by = (
                self.context.known(values["by"], f"{here}.by", "party", self.context.party_ids)
                if "by" in values
                else ""
            )
            announced = self.moments.announced(values.get("announced"), f"{here}.announced")
            cite = self.context.cite(values.get("cite"), f"{here}.cite")
            if standing is not None and start is not None:
                under = self._under(values, here, by or "")
                found.append(Standing(standing, start, by or "", announced, cite, under))
        return tuple(found)
