# SPDX-License-Identifier: Apache-2.0
"""What a provision, an exception or a duty asks of an incident, as it is read from the document."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.terms import document
from truceline.terms.context import Context, join
from truceline.terms.model import (
    Calibre,
    Conditions,
    Exemption,
    FactAsked,
    Option,
    PartyChoice,
    PartySet,
    WeaponKind,
)
from truceline.terms.moments import Moments
from truceline.terms.places import Places
from truceline.terms.times import parse_length

__all__ = ["CONDITION_KEYS", "ConditionReader", "millimetres", "no_empty_list", "no_labels"]

CONDITION_KEYS = ("by", "against", "in", "crosses", "during", "weapons", "facts", "unless")
_LONGEST_MS = 876_600 * 3_600_000
_OWED = ("prohibit", "of", "shown by", "cite", "for")
"""Keys without which nothing is said."""


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions; problems go to the context."""

    context: Context
    moments: Moments
    places: Places

    def party_choice(self, node: document.Node, address: str) -> PartyChoice | None:
        """Whom a condition names: a set of parties, or rival sets."""
        if isinstance(node, document.Mapping) and node.get("one of") is not None:
            values = self.context.fields(node, address, ("one of",)) or {}
            sets, options = [], []
            for index, (value, cite, text) in enumerate(self.context.options_of(values["one of"], address)):
                party_set = self._party_set(value, f"{address}.one of[{index}]")
                if party_set is not None:
                    sets.append(party_set)
                    options.append(Option(text, cite))
            if len(sets) < 2:
                return None
            return PartyChoice(tuple(sets), self.context.dispute(address, options))
        party_set = self._party_set(node, address)
        return None if party_set is None else PartyChoice((party_set,))

    def _party_set(self, node: document.Node, address: str) -> PartySet | None:
        if isinstance(node, document.Mapping):
            values = self.context.fields(node, address, ("any", "not"))
            if values is None:
                return None
            any_of = self._set_items(values["any"], f"{address}.any") if "any" in values else ("any",)
            none_of = self._set_items(values["not"], f"{address}.not") if "not" in values else ()
            return PartySet(any_of, none_of)
        items = self._set_items(node, address)
        return PartySet(items) if items else None

    def _set_items(self, node: document.Node, address: str) -> tuple[str, ...]:
        known = ("any", "bound", "excluded", *self.context.party_ids)
        names = (self.context.known(item, address, "party", known) for item in self.context.items(node))
        return no_labels(self.context, node, address, tuple(name for name in names if name is not None))

    def _acts(self, node: document.Node, address: str) -> tuple[str, ...]:
        codes = (
            self.context.known(item, f"{address}[{index}]", "act", self.context.acts.definitions.keys())
            for index, item in enumerate(self.context.items(node))
        )
        return tuple(code for code in codes if code is not None)

    def _weapons(self, node: document.Node, address: str) -> tuple[WeaponKind, ...]:
        """Codes, or ``{class: artillery, calibre_mm: {at least: 100}}``."""
        found = []
        for index, item in enumerate(self.context.items(node)):
            here = f"{address}[{index}]"
            calibre = None
            if isinstance(item, document.Mapping):
                values = self.context.fields(item, here, ("class", "calibre_mm"), required=("class",)) or {}
                if "class" not in values:
                    continue
                item = values["class"]
                if "calibre_mm" in values:
                    calibre = self._calibre(values["calibre_mm"], f"{here}.calibre_mm")
            code = self.context.known(item, here, "weapon", self.context.weapons.definitions.keys())
            if code is not None:
                found.append(WeaponKind(code, calibre))
        return tuple(found)

    def _calibre(self, node: document.Node, address: str) -> Calibre | None:
        known = ("at least", "more than", "at most", "less than")
        values = self.context.fields(node, address, known)
        if values is None:
            return None
        bounds = {key: millimetres(self.context, value, f"{address}.{key}") for key, value in values.items()}
        numbers = {key: value for key, value in bounds.items() if value is not None}
        if (
            not values
            or {"at least", "more than"} <= values.keys()
            or {"at most", "less than"} <= values.keys()
        ):
            self.context.problem(
                node,
                address,
                "no bound" if not values else "two bounds on one side",
                "expected at least or more than, at most or less than, or one of each side",
            )
            return None
        calibre = Calibre(
            numbers.get("at least", numbers.get("more than", 0.0)),
            "more than" not in values,
            numbers.get("at most", numbers.get("less than", math.inf)),
            "less than" not in values,
        )
        if not calibre.holds((calibre.low_mm + min(calibre.high_mm, calibre.low_mm + 1)) / 2):
            self.context.problem(
                node, address, "no calibre is within the bounds", "expected the lower one first"
            )
        return calibre

    def facts_asked(self, node: document.Node, address: str) -> tuple[FactAsked, ...]:
        """Ids of facts, or ``{fact: notified, before: 48 h}``."""
        found = []
        for index, item in enumerate(self.context.items(node)):
            here, before_ms = f"{address}[{index}]", 0
            if isinstance(item, document.Mapping):
                values = self.context.fields(item, here, ("fact", "before"), required=("fact",)) or {}
                if "fact" not in values:
                    continue
                item = values["fact"]
                if "before" in values:
                    before_ms = self._elapsed_ms(values["before"], f"{here}.before")
            fact = self.context.known(item, address, "fact", self.context.fact_ids)
            if fact is not None:
                found.append(FactAsked(fact, before_ms))
        return tuple(found)

    def _elapsed_ms(self, node: document.Node, address: str) -> int:
        text = self.context.text(node, address, "expected a length such as 48 h") or "0 h"
        try:
            length = parse_length(text)
        except ValueError as error:
            self.context.problem(node, address, str(error), "expected a length such as 48 h")
            return 0
        if length.days or length.months:
            hours = (
                f"{length.days} days are {length.days * 24} h, an hour more or less where the clock changes."
            )
            self.context.problem(
                node,
                address,
                f'"{text}" counts days of the calendar',
                "expected hours or minutes",
                hours if not length.months else "Count the hours.",
            )
        if length.ms > _LONGEST_MS:
            self.context.problem(
                node, address, f'"{text}"', "expected at most 100 years, which are 876,600 h"
            )
            return 0
        return length.ms

    def read(self, values: dict[str, document.Node], address: str) -> Conditions:
        """The conditions among the values of a provision, an exception, or what shows a duty done."""
        no_empty_list(
            self.context, values, address, ("prohibit", "acts", "by", "against", "weapons", "facts")
        )
        acts = values.get("prohibit", values.get("acts"))
        acts_address = join(address, "prohibit" if "prohibit" in values else "acts")
        facts = self.facts_asked(values["facts"], f"{address}.facts") if "facts" in values else ()
        choices = {
            key: self.party_choice(values[key], f"{address}.{key}")
            for key in ("by", "against")
            if key in values
        }
        forms = {
            key: self.places.form(values[key], f"{address}.{key}")
            for key in ("in", "crosses")
            if key in values
        }
        return Conditions(
            acts=None if acts is None else self._acts(acts, acts_address),
            weapons=self._weapons(values["weapons"], f"{address}.weapons") if "weapons" in values else None,
            by=choices.get("by"),
            against=choices.get("against"),
            area=forms.get("in"),
            crosses=forms.get("crosses"),
            during=self.moments.period(values["during"], f"{address}.during") if "during" in values else None,
            facts=facts,
            unless=self._unless(values.get("unless"), f"{address}.unless"),
        )

    def _unless(self, node: document.Node | None, address: str) -> tuple[Exemption, ...]:
        found = []
        for name, value in self.context.entries(node, address):
            here = f"{address}.{name}"
            values = self.context.fields(value, here, ("acts", *CONDITION_KEYS, "cite", "note"))
            if values is None:
                continue
            if not set(values) - {"cite", "note"}:
                self.context.problem(
                    value,
                    here,
                    "an exception without a condition",
                    "it would always hold",
                    "State when it holds.",
                )
            cite = self.context.cite(values.get("cite"), f"{here}.cite")
            found.append(Exemption(name, self.read(values, here), cite))
        return tuple(found)


def no_labels(context: Context, node: document.Node, address: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Parties that a condition or a standing names; a label among them is a problem."""
    for name in names:
        if name in context.label_ids:
            context.problem(
                node,
                address,
                f'"{name}" is a label (could be)',
                "a condition names parties, not labels",
                "Name the parties it may stand for.",
            )
    return names


def no_empty_list(
    context: Context, values: dict[str, document.Node], address: str, names: Sequence[str]
) -> None:
    """An empty list would read as no condition here and as nobody there."""
    for name in names:
        node = values.get(name)
        if isinstance(node, document.Sequence) and not node.items:
            remedy = "Take the key out where the text names nothing" if name not in _OWED else ""
            if name in ("by", "against"):
                remedy += ", or write {any: []} for nobody"
            context.problem(
                node,
                join(address, name),
                "an empty list",
                "expected at least one",
                f"{remedy}." if remedy else "",
            )


def millimetres(context: Context, node: document.Node, address: str) -> float | None:
    """A number of millimetres above 0; None, and a problem, where there is none."""
    text = context.text(node, address, "expected a number of millimetres")
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d+)?", text) or not float(text):
        context.problem(
            node, address, f'"{text}"', "expected a number of millimetres above 0, such as 122 or 12.7"
        )
        return None
    return float(text)
