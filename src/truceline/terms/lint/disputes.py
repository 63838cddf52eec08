# SPDX-License-Identifier: Apache-2.0
"""What the sources differ on, who says which, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, list_of, parts_of
from truceline.terms.model import (
    NEVER_MS,
    AreaOneOf,
    Choice,
    Dispute,
    Duty,
    NamedArea,
    PartyChoice,
    PartySet,
    Provision,
    Terms,
    Time,
)
from truceline.terms.times import format_length


def check_disputes(written: Written) -> Iterator[Problem]:
    """A note on every dispute; several with the same alternatives, as far apart, share one."""
    terms = written.terms
    dependents: list[Provision | Duty] = [*terms.provisions.values(), *terms.duties.values()]
    depends = [(dependent.id, disputes_of(dependent, terms)) for dependent in dependents]
    times = [*parts_of(terms.events, Time), *parts_of(terms, Time)]
    alike: dict[str, list[int]] = {}
    for index, dispute in enumerate(terms.disputes):
        said = f"{_alternatives(dispute, index, terms)}{_apart(index, times, terms)}"
        alike.setdefault(said, []).append(index)
    for said, indices in alike.items():
        names = [name for name, disputes in depends if disputes.intersection(indices)]
        yield written.problem(
            "sources-differ",
            terms.disputes[indices[0]].address,
            f"the text or its sources differ: {said}",
            f"{list_of(names) or 'no provision and no duty'} {'depends' if len(names) < 2 else 'depend'} on it",
            severity="note",
        )


def disputes_of(dependent: Provision | Duty, terms: Terms) -> set[int]:
    """Positions in ``Terms.disputes`` of all that a provision or a duty depends on."""
    found: set[int] = set()
    if isinstance(dependent, Provision) and dependent.text_dispute is not None:
        found.add(dependent.text_dispute)
    areas = [area.id for area in parts_of(dependent, NamedArea)]
    holders: list[object] = [dependent]
    while areas:
        form = terms.areas[areas.pop()].form
        holders.append(form)
        areas += [area.id for area in parts_of(form, NamedArea)]
    if any(_names_standing(choice) for choice in parts_of(dependent, PartySet)):
        holders.append(terms.standing)
    for holder in holders:
        found.update(dispute for time in parts_of(holder, Time) for dispute in time.disputes)
        found.update(c.dispute for c in parts_of(holder, PartyChoice) if c.dispute is not None)
        found.update(area.dispute for area in parts_of(holder, AreaOneOf))
    return found


def _names_standing(parties: PartySet) -> bool:
    return bool({"bound", "excluded"} & {*parties.any_of, *parties.none_of})


def _alternatives(dispute: Dispute, index: int, terms: Terms) -> str:
    sets = next((c.options for c in parts_of(terms.provisions, PartyChoice) if c.dispute == index), None)
    texts = [_set_text(s) for s in sets] if sets else [option.text for option in dispute.options]
    said = [
        f"{text} ({'; '.join(map(str, option.cite))})" if option.cite else text
        for text, option in zip(texts, dispute.options, strict=True)
    ]
    return f"{', '.join(said[:-1])}, or {said[-1]}"


def _set_text(parties: PartySet) -> str:
    but = f" but not {list_of(parties.none_of)}" if parties.none_of else ""
    return f"{list_of(parties.any_of) or 'nobody'}{but}"


def _apart(index: int, times: list[Time], terms: Terms) -> str:
    """How far apart the alternatives of a disputed time lie, as the end of a sentence; empty if it is no time."""
    for time in times:
        if index in time.disputes:
            others: dict[Choice, list[int]] = {}
            for choice in terms.choices(time.disputes):
                others.setdefault((*choice[:index], *choice[index + 1 :]), []).append(time.at(choice))
            if max(time.at_ms) >= NEVER_MS:
                return ""  # whether it ends at all
            spreads = sorted({max(at_ms) - min(at_ms) for at_ms in others.values()})
            said = " to ".join(dict.fromkeys(map(format_length, (spreads[0], spreads[-1]))))
            return f", {said} apart"
    return ""
