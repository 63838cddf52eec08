# SPDX-License-Identifier: Apache-2.0
"""What a provision asks, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from truceline.assess.compiled import CONDITIONS, Compiled
from truceline.terms import (
    ALWAYS_MS,
    NEVER_MS,
    AreaForm,
    Cite,
    Conditions,
    Exemption,
    FactAsked,
    NamedArea,
    PartyChoice,
    PartySet,
    Period,
    Provision,
    Terms,
    exception_texts,
    format_length,
)


def moment_text(at_ms: int, zone: str) -> str:
    """An instant on the local clock, or "ever" at the open ends."""
    if at_ms <= ALWAYS_MS:
        return "ever before"
    if at_ms >= NEVER_MS:
        return "without end"
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))
    text = f"{local.day} {local:%b %Y %H:%M:%S}"
    return text.removesuffix(":00")


def _set_text(party_set: PartySet, terms: Terms) -> str:
    def name(item: str) -> str:
        if item in terms.parties:
            return terms.parties[item].name
        return "anybody" if item == "any" else f"a party that is {item}"

    text = " or ".join(map(name, party_set.any_of)) or "nobody"
    if party_set.none_of:
        text += " but not " + " or ".join(map(name, party_set.none_of))
    return text


def party_text(asked: PartyChoice, terms: Terms) -> str:
    """Who is meant, with every reading."""
    return "; or, as others read it, ".join(_set_text(option, terms) for option in asked.options)


def area_text(form: AreaForm, terms: Terms) -> str:
    """The name of an area."""
    if isinstance(form, NamedArea):
        return terms.areas[form.id].name or form.id
    return "the area that the provision describes"


def cites_text(cites: Iterable[Cite]) -> tuple[str, ...]:
    """Citations as text, each once."""
    return tuple(dict.fromkeys(map(str, cites)))


def questions(compiled: Compiled) -> dict[str, str]:
    """What each condition of a provision asks, in words, by column of the findings.

    Where rival texts ask for different things, each question is given with the texts that ask it.
    """
    provision = compiled.provision
    by_text = [_questions(compiled, conditions) for conditions in provision.all_conditions()]
    by_text[0]["standing"] = f"Was the provision in force ({_standing_text(compiled)})?"
    asked: dict[str, str] = {}
    for column in CONDITIONS:
        texts: dict[str, list[str]] = {}
        for order, found in enumerate(by_text):
            if column in found:
                names = texts.setdefault(found[column], [])
                names += [provision.texts[order].id] if provision.texts else []
        if len(texts) == 1 and (column == "standing" or len(*texts.values()) in (0, len(by_text))):
            asked[column] = next(iter(texts))
        elif texts:
            asked[column] = " ".join(f"By the text {' and '.join(n)}: {t}" for t, n in texts.items())
    return asked


def _questions(compiled: Compiled, conditions: Conditions) -> dict[str, str]:
    terms = compiled.terms
    asked: dict[str, str] = {}
    if conditions.by:
        asked["by"] = f"Was it done by {party_text(conditions.by, terms)}?"
    if conditions.against:
        asked["against"] = f"Was it done against {party_text(conditions.against, terms)}?"
    if conditions.acts is not None:
        asked["acts"] = f"Was it {' or '.join(conditions.acts)}?"
    if conditions.weapons is not None:
        asked["weapons"] = f"Was the weapon {' or '.join(map(str, conditions.weapons))}?"
    if conditions.area:
        asked["in"] = f"Was it in {area_text(conditions.area, terms)}?"
    if conditions.crosses:
        asked["crosses"] = f"Did it cross {area_text(conditions.crosses, terms)}?"
    if conditions.during:
        asked["during"] = f"Was it during the period ({period_text(compiled, conditions.during)})?"
    if conditions.facts:
        asked["facts"] = " ".join(f"{fact_text(fact, terms)}?" for fact in conditions.facts)
    if conditions.unless:
        texts = exception_texts(terms, replace(compiled.provision, conditions=conditions))
        told = "; ".join(f"{name}, where {text}" for name, text in texts.items())
        asked["unless"] = f"Does an exception hold ({told})?"
    return asked


def period_text(compiled: Compiled, period: Period) -> str:
    """From when to when, with every bound that sources give."""
    bounds = [period.bounds(choice, compiled.as_of_ms) for choice in compiled.choices]
    first, last = (
        " or ".join(moment_text(at, period.zone) for at in sorted(set(ends)))
        for ends in zip(*bounds, strict=True)
    )
    return f"from {first} to {last}, {period.zone}"


def _standing_text(compiled: Compiled) -> str:
    if compiled.is_assumed:
        return "assumed, for the sake of this question"
    texts = []
    for entry in compiled.provision.standing:
        starts = {entry.start.at(choice) for choice in compiled.choices}
        when = " or ".join(moment_text(start, compiled.terms.zone) for start in sorted(starts))
        texts.append(f"{entry.standing} from {when}")
    return f"{', '.join(texts)}, {compiled.terms.zone}"


def fact_text(asked: FactAsked, terms: Terms) -> str:
    """A fact as a condition asks for it."""
    before = f", at least {format_length(asked.before_ms)} before" if asked.before_ms else ""
    return f"{terms.facts[asked.id].title}{before}"


def facts_asked(provision: Provision) -> dict[str, list[FactAsked]]:
    """The facts that a provision asks for, by the column of the findings that they decide."""

    def within(exceptions: tuple[Exemption, ...]) -> Iterator[FactAsked]:
        for exception in exceptions:
            yield from exception.conditions.facts
            yield from within(exception.conditions.unless)

    every = provision.all_conditions()
    return {
        "facts": list(dict.fromkeys(fact for conditions in every for fact in conditions.facts)),
        "unless": list(dict.fromkeys(fact for conditions in every for fact in within(conditions.unless))),
    }


def citations(compiled: Compiled) -> dict[str, tuple[str, ...]]:
    """The sources of those conditions of a provision that have their own, by column of the findings."""
    provision, terms = compiled.provision, compiled.terms
    every = provision.all_conditions()
    cited = {
        "facts": cites_text(c for of in every for fact in of.facts for c in terms.facts[fact.id].cite),
        "standing": cites_text(cite for entry in provision.standing for cite in entry.cite),
        "unless": cites_text(cite for of in every for exception in of.unless for cite in exception.cite),
    }
    return {condition: cites for condition, cites in cited.items() if cites}
