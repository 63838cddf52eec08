# SPDX-License-Identifier: Apache-2.0
"""What the rules go through: conditions, forms of areas, combinations of what is disputed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from truceline.errors import Problem
from truceline.terms import document
from truceline.terms.context import join
from truceline.terms.model import (
    AreaForm,
    Between,
    Buffer,
    Choice,
    Circle,
    Cite,
    Conditions,
    Difference,
    NamedArea,
    Period,
    Shape,
    Span,
    Terms,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """Terms, and the text that they were read from."""

    terms: Terms
    root: document.Node
    """The tree of the file."""
    named: frozenset[tuple[str, str]]
    """What the file refers to: (what it is, its id), such as ("party", "army")."""
    cited: frozenset[Cite]

    def problem(
        self,
        rule: str,
        address: str,
        found: str,
        expected: str,
        remedy: str = "",
        *,
        severity: str = "warning",
    ) -> Problem:
        """A warning, or a problem of another severity, at an address of the terms."""
        place = document.place_of(self.root, address)
        line, column = (None, None) if place is None else (place.line, place.column)
        return Problem(self.terms.path, line, column, address, found, expected, remedy, severity, rule)


def texts_of(node: document.Node, address: str = "") -> Iterator[tuple[str, document.Scalar]]:
    """Every key and every value of a tree that is text, with its address."""
    if isinstance(node, document.Scalar):
        yield address, node
    elif isinstance(node, document.Sequence):
        for index, item in enumerate(node.items):
            yield from texts_of(item, f"{address}[{index}]")
    elif isinstance(node, document.Mapping):
        for key, value in node.entries:
            below = join(address, key.text)
            yield below, key
            yield from texts_of(value, below)


def parts_of(value: object, kind: type[T]) -> Iterator[T]:
    """Every object of one kind that checked terms, or a part of them, are made of."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from parts_of(getattr(value, part.name), kind)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts_of(item, kind)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from parts_of(item, kind)


def list_of(names: Iterable[str], most: int = 6) -> str:
    """Names as a reader would list them: "a, b and c", or "a, b and 9 more".

    >>> list_of(["a", "b", "c"]), list_of(["a", "b", "c", "d"], most=3)
    ('a, b and c', 'a, b and 2 more')
    """
    names = list(names)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def conditions_of(terms: Terms) -> Iterator[tuple[str, Conditions]]:
    """Every set of conditions with its address."""

    def walk(address: str, conditions: Conditions) -> Iterator[tuple[str, Conditions]]:
        yield address, conditions
        for exception in conditions.unless:
            yield from walk(f"{address}.unless.{exception.id}", exception.conditions)

    for provision in terms.provisions.values():
        for text in provision.texts:
            yield from walk(f"provisions.{provision.id}.rival texts.{text.id}", text.conditions)
        if not provision.texts:
            yield from walk(f"provisions.{provision.id}", provision.conditions)
    for duty in terms.duties.values():
        for index, conditions in enumerate(duty.shown_by):
            yield f"duties.{duty.id}.shown by[{index}]", conditions


def forms_of(form: AreaForm | None) -> Iterator[AreaForm]:
    """A form and every form that it is made of, not looking behind names."""
    if form is None:
        return
    yield form
    for part in form.parts:
        yield from forms_of(part)


def forms_behind(form: AreaForm | None, terms: Terms, area_id: str = "") -> Iterator[tuple[str, AreaForm]]:
    """A form and every form that it is made of, behind names too, each with the named area it stands in."""
    for part in forms_of(form):
        yield area_id, part
        if isinstance(part, NamedArea):
            yield from forms_behind(terms.areas[part.id].form, terms, part.id)


def plain_shape(form: AreaForm | None, terms: Terms) -> BaseGeometry | None:
    """A shape that holds the area, where one is plain to see (a rough one for circles and buffers)."""
    if isinstance(form, NamedArea):
        return plain_shape(terms.areas[form.id].form, terms)
    if isinstance(form, Shape):
        return form.geometry
    if isinstance(form, Circle):
        return shapely.Point(form.lon, form.lat).buffer(_degrees(form.radius_m, form.lat))
    if isinstance(form, Buffer):
        inner = plain_shape(form.of, terms)
        if inner is None:
            return None
        return inner.buffer(_degrees(form.by_m, max(map(abs, inner.bounds[1::2]))))
    if isinstance(form, Between):
        return plain_shape(form.at_most, terms)
    if isinstance(form, Difference):
        return plain_shape(form.of, terms)
    return None


def _degrees(metres: float, lat: float) -> float:
    """More degrees, of longitude too, than a distance spans about a latitude."""
    highest = min(abs(lat) + metres / 110_000, 89.0)
    return metres / (110_000 * math.cos(math.radians(highest)))


def named_form(form: AreaForm, terms: Terms) -> AreaForm:
    """What stands behind the name of an area; any other form as it is."""
    return named_form(terms.areas[form.id].form, terms) if isinstance(form, NamedArea) else form


def choices_of(terms: Terms, *spans: Span | Period) -> Iterator[Choice]:
    """Every combination of the disputes that some spans depend on."""
    disputes: set[int] = set()
    for span in spans:
        times = [span.start, span.end] if isinstance(span, Span) else [span.span.start, span.span.end]
        times += [] if isinstance(span, Span) else [extension.end for extension in span.extended]
        disputes.update(dispute for time in times if time for dispute in time.disputes)
    return terms.choices(sorted(disputes))


def is_ever_empty(period: Period, terms: Terms) -> tuple[bool, bool]:
    """Whether a period is empty under some, and under all, choices of what is disputed."""
    empty = [start >= end for start, end in map(period.bounds, choices_of(terms, period))]
    return any(empty), all(empty)
