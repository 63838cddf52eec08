# SPDX-License-Identifier: Apache-2.0
"""Widths that were taken for distances."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, conditions_of, forms_behind
from truceline.terms.model import Buffer, Terms

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)[\s-]*(?P<unit>km|kilomet(?:er|re)s?|m|met(?:er|re)s?|км|м)\b"
_WIDTHS = (
    re.compile(rf"{_NUMBER}[\s-]*(?:in\s+)?(?:wide|width|broad|breadth)", re.IGNORECASE),
    re.compile(rf"\b(?:width|breadth|wide|ширин\w*)\b[^.;\d]{{0,40}}{_NUMBER}", re.IGNORECASE),
)
"""In English, and in Russian and Ukrainian, in which texts of several ceasefires were published."""


def widths_m(text: str) -> set[float]:
    """The lengths that a text calls a width, in metres.

    >>> widths_m("a security zone at least 50 km wide")
    {50000.0}
    """
    return {
        float(match["number"].replace(",", "."))
        * (1000 if match["unit"].lower().startswith(("k", "к")) else 1)
        for pattern in _WIDTHS
        for match in pattern.finditer(text)
    }


def check_widths(written: Written) -> Iterator[Problem]:
    """Buffers that reach as far on each side as the text says the whole zone is wide."""
    terms = written.terms
    seen: set[tuple[str, float]] = set()
    spoken = {f"provisions.{p.id}": f"{p.title}\n{p.words}" for p in terms.provisions.values()}
    spoken |= {f"duties.{duty.id}": f"{duty.title}\n{duty.words}" for duty in terms.duties.values()}
    for holder, words in spoken.items():
        for address, by_m in _buffers(holder, terms):
            texts = [(holder, words)]
            area = terms.areas.get(address.removeprefix("areas."))
            if area is not None:
                texts.append((address, f"{area.name}\n{area.note}"))
            said = next((where for where, text in texts if by_m in widths_m(text)), None)
            if said is not None and (address, by_m) not in seen:
                seen.add((address, by_m))
                yield written.problem(
                    "width-as-distance",
                    address,
                    f"a buffer by {_km(by_m)} is {_km(2 * by_m)} wide",
                    f"{said} speaks of a width of {_km(by_m)}",
                    f"Write width: {_km(by_m)} if the zone is {_km(by_m / 2)} on each side.",
                )


def _buffers(holder: str, terms: Terms) -> Iterator[tuple[str, float]]:
    """(address, metres) of every buffer that a provision or a duty depends on."""
    for address, conditions in conditions_of(terms):
        if address == holder or address.startswith(f"{holder}."):
            for key, form in (("in", conditions.area), ("crosses", conditions.crosses)):
                for area_id, part in forms_behind(form, terms):
                    if isinstance(part, Buffer):
                        yield f"areas.{area_id}" if area_id else f"{address}.{key}", part.by_m


def _km(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
