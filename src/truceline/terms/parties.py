# SPDX-License-Identifier: Apache-2.0
"""Parties as they are read from the document: names, codes, members, labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.terms import document
from truceline.terms.context import Context
from truceline.terms.model import Member, Party, Span
from truceline.terms.moments import Moments

__all__ = ["PartyReader"]


@dataclass(frozen=True, slots=True)
class PartyReader:
    """Reads parties; problems go to the context."""

    context: Context
    moments: Moments

    def read(self, entries: Sequence[tuple[str, document.Node]]) -> dict[str, Party]:
        """Every party, in the order of the file; what is wrong among them is told too."""
        parties = {party_id: self._party(party_id, node) for party_id, node in entries}
        self._check(parties, dict(entries))
        return parties

    def _party(self, party_id: str, node: document.Node) -> Party:
        address = f"parties.{party_id}"
        known = ("name", "codes", "aliases", "members", "complete", "not members", "could be", "cite", "note")
        values = self.context.fields(node, address, known, required=("name",)) or {}
        if party_id in ("any", "bound", "excluded", "none"):
            self.context.problem(
                node, address, f'"{party_id}" has a meaning of its own', "expected another id"
            )
        if "members" in values and "could be" in values:
            self.context.problem(
                node, address, "both members and could be", "a party is a group or a label, not both"
            )
        members, is_undefined = self._members(values.get("members"), f"{address}.members")
        complete = (
            self.context.flag(values["complete"], f"{address}.complete") if "complete" in values else False
        )
        if is_undefined and complete:
            self.context.problem(
                node, f"{address}.complete", "undefined and complete", "expected one of the two"
            )
        if "complete" in values and members is None:
            self.context.problem(
                node, f"{address}.complete", "complete without members", "expected members beside it"
            )
        codes = {
            name: self.context.words(value, f"{address}.codes.{name}")
            for name, value in self.context.entries(values.get("codes"), f"{address}.codes")
        }
        return Party(
            party_id,
            self.context.word(values.get("name"), f"{address}.name"),
            self.context.words(values.get("aliases"), f"{address}.aliases"),
            codes,
            members,
            bool(complete),
            self.context.parties(values.get("not members"), f"{address}.not members"),
            self.context.parties(values.get("could be"), f"{address}.could be"),
            self.context.cite(values.get("cite"), f"{address}.cite"),
        )

    def _members(self, node: document.Node | None, address: str) -> tuple[tuple[Member, ...] | None, bool]:
        if node is None:
            return None, False
        if isinstance(node, document.Scalar) and node.text == "undefined":
            return (), True
        if isinstance(node, document.Mapping) and node.get("file") is not None:
            return self._members_file(node, address), False
        members = []
        for index, item in enumerate(self.context.items(node)):
            here = f"{address}[{index}]"
            if isinstance(item, document.Mapping):
                values = self.context.fields(
                    item, here, ("party", "from", "until", "cite"), required=("party",)
                )
                if values is None or "party" not in values:
                    continue
                name = self.context.known(values["party"], f"{here}.party", "party", self.context.party_ids)
                span = self.moments.span(values, here)
                cite = self.context.cite(values.get("cite"), f"{here}.cite")
            else:
                name, span, cite = self.context.known(item, here, "party", self.context.party_ids), Span(), ()
            if name is not None:
                members.append(Member(name, span, cite))
        return tuple(members), False

    def _members_file(self, node: document.Mapping, address: str) -> tuple[Member, ...]:
        values = self.context.fields(node, address, ("file",)) or {}
        name = self.context.word(values.get("file"), f"{address}.file")
        data = self.context.read_file(node, address, name)
        if data is None:
            return ()
        members = []
        try:
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        except UnicodeDecodeError as error:
            self.context.problem(
                node, address, f"{name} is not UTF-8 ({error.reason})", "expected a UTF-8 table"
            )
            return ()
        for number, row in enumerate(rows, 2):
            here = f"{address}, {name} line {number}"
            cells = {
                key: document.Scalar(node.line, node.column, (value or "").strip())
                for key, value in row.items()
                if isinstance(key, str) and isinstance(value, str) and value.strip()
            }
            if "party" not in cells:
                self.context.problem(node, here, "no party", "expected the columns party, from, until, cite")
                continue
            party = self.context.known(cells["party"], here, "party", self.context.party_ids)
            span = self.moments.span({k: v for k, v in cells.items() if k in ("from", "until")}, here)
            if party is not None:
                members.append(Member(party, span, self.context.cite(cells.get("cite"), here)))
        return tuple(members)

    def _check(self, parties: dict[str, Party], nodes: dict[str, document.Node]) -> None:
        for party in parties.values():
            for name in (m.party for m in party.members or ()):
                if name in self.context.label_ids:
                    self.context.problem(
                        nodes[party.id],
                        f"parties.{party.id}.members",
                        f'"{name}" is a label (could be)',
                        "a label belongs to no group",
                        "Name the parties it may stand for.",
                    )
            chain = _party_cycle(party.id, parties)
            if chain:
                self.context.problem(
                    nodes[party.id],
                    f"parties.{party.id}",
                    f"the party belongs to itself ({' -> '.join(chain)})",
                    "expected members that do not lead back",
                    "Take it out of one of the lists.",
                )
        owners: dict[tuple[str, str], str] = {}
        for party in parties.values():
            keys = [("name or alias", text.casefold()) for text in {party.name, *party.aliases} if text]
            keys += [(f"code of {name}", code) for name, codes in party.codes.items() for code in codes]
            for key in keys:
                other = owners.setdefault(key, party.id)
                if other != party.id:
                    self.context.problem(
                        nodes[party.id],
                        f"parties.{party.id}",
                        f'the {key[0]} "{key[1]}" belongs to {other} too',
                        "a name in a data set leads to one party",
                        "Make a label with `could be` for a name that covers several.",
                    )


def _party_cycle(party_id: str, parties: dict[str, Party]) -> list[str]:
    """The chain of members that leads from a party back to it; empty where there is none."""
    stack, seen = [[party_id]], set()
    while stack:
        chain = stack.pop()
        party = parties[chain[-1]]
        for name in (*(m.party for m in party.members or ()), *party.could_be):
            if name == party_id:
                return [*chain, name]
            if name not in seen:
                seen.add(name)
                stack.append([*chain, name])
    return []
