# SPDX-License-Identifier: Apache-2.0
"""Areas that contradict themselves, and gaps in their history."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from truceline.errors import Problem
from truceline.terms.lint.parts import Written, choices_of, forms_of, named_form, plain_shape
from truceline.terms.model import AreaHistory, Between, Nowhere, Shape


def check_areas(written: Written) -> Iterator[Problem]:
    """Bounds of areas that lie apart or stick out, and times that a history leaves out."""
    terms = written.terms
    for area in terms.areas.values():
        for form in forms_of(area.form):
            if isinstance(form, Between) and not isinstance(form.at_least, Nowhere):
                inner, outer = plain_shape(form.at_least, terms), plain_shape(form.at_most, terms)
                exact = all(isinstance(named_form(f, terms), Shape) for f in (form.at_least, form.at_most))
                if inner is None or outer is None:
                    continue
                if inner.disjoint(outer):
                    yield written.problem(
                        "area-outside",
                        f"areas.{area.id}",
                        "what it is at least lies outside what it is at most",
                        "expected the first inside the second",
                        severity="error",
                    )
                elif exact and not outer.covers(inner):
                    yield written.problem(
                        "area-outside",
                        f"areas.{area.id}",
                        "a part of what it is at least lies outside what it is at most",
                        "expected the first inside the second",
                    )
            if isinstance(form, AreaHistory):
                yield from _gaps(area.id, form, written)


def _gaps(area_id: str, history: AreaHistory, written: Written) -> Iterator[Problem]:
    terms = written.terms
    for choice in choices_of(terms, *(span for span, _ in history.entries)):
        bounds = sorted(span.bounds(choice) for span, _ in history.entries)
        if any(after[0] > before[1] for before, after in itertools.pairwise(bounds)):
            yield written.problem(
                "area-gap",
                f"areas.{area_id}.history",
                "no entry covers some time between the first and the last",
                "the place is unknown then",
            )
            return
