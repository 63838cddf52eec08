# SPDX-License-Identifier: Apache-2.0
"""What is named and never used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truceline.errors import Problem
from truceline.terms.lint.parts import conditions_of, problem
from truceline.terms.model import Conditions, PartyChoice, Terms


def check_unused(terms: Terms) -> Iterator[Problem]:
    """Parties, facts and citations that nothing names."""
    parties: set[str] = set()
    facts: set[str] = set()
    for _, conditions, _ in conditions_of(terms):
        parties.update(_named_parties(conditions))
        facts.update(conditions.facts)
    for entry in terms.standing:
        parties.update(entry.parties)
    for party in terms.parties.values():
        parties.update((*(m.party for m in party.members or ()), *party.not_members, *party.could_be))
    for provision in terms.provisions.values():
        parties.update(entry.by for entry in provision.standing)
    for party in terms.parties.values():
        is_mapped = party.codes or party.aliases or party.could_be
        if party.id not in parties and not is_mapped:
            yield problem(
                terms,
                f"parties.{party.id}",
                "nobody names this party",
                "expected it in a condition, a group or a standing",
                "Take it out, or say what it is bound to.",
            )
    for fact_id in sorted(terms.facts.keys() - facts):
        yield problem(
            terms, f"facts.{fact_id}", "no provision depends on this fact", "expected it under facts"
        )
    yield from _unused_citations(terms)


def _named_parties(conditions: Conditions) -> Iterator[str]:
    for choice in (conditions.by, conditions.against):
        if isinstance(choice, PartyChoice):
            for option in choice.options:
                yield from (*option.any_of, *option.none_of)


def _unused_citations(terms: Terms) -> Iterator[Problem]:
    cited: set[str] = set()
    holders: list[Any] = [
        *terms.events.values(),
        *terms.parties.values(),
        *terms.standing,
        *terms.areas.values(),
    ]
    holders += [*terms.facts.values(), *terms.not_assessed]
    for holder in holders:
        cited.update(cite.citation for cite in holder.cite)
    for dispute in terms.disputes:
        cited.update(cite.citation for option in dispute.options for cite in option.cite)
    for party in terms.parties.values():
        cited.update(cite.citation for member in party.members or () for cite in member.cite)
    for provision in terms.provisions.values():
        cited.update(cite.citation for cite in provision.cite)
        cited.update(cite.citation for entry in provision.standing for cite in entry.cite)
    for _, conditions, _ in conditions_of(terms):
        cited.update(cite.citation for exception in conditions.unless for cite in exception.cite)
        if conditions.during:
            cited.update(cite.citation for extension in conditions.during.extended for cite in extension.cite)
    for citation_id in terms.citations:
        if citation_id not in cited:
            yield problem(
                terms,
                f"citations.{citation_id}",
                "nothing cites this source",
                "expected a cite",
                "Take it out or cite it.",
            )
