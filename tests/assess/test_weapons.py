# SPDX-License-Identifier: Apache-2.0
"""Weapons by class and calibre: the thresholds of Minsk, with the bound itself within or without."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from truceline.assess import assess
from truceline.records import read_incidents
from truceline.terms import load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Europe/Kyiv
citations: {text: {title: A text}}
taxonomies:
  weapons:
    artillery.gun.d-30: {definition: Howitzer D-30., calibre_mm: 122}
    artillery.gun.mt-12: {definition: Anti-tank gun MT-12., calibre_mm: 100}
    artillery.rocket.multiple.grad: Rocket launcher Grad.
provisions:
  fire: {prohibit: [fire], weapons: [WEAPONS], standing: [{is: in force, from: 2015-02-15}], cite: text}
"""


@pytest.mark.parametrize(
    ("weapons", "weapon", "calibre_mm", "expected"),
    [
        ("{class: artillery, calibre_mm: {at least: 100}}", "artillery.gun", 100, "violation"),
        ("{class: artillery, calibre_mm: {more than: 100}}", "artillery.gun", 100, "none"),
        ("{class: artillery, calibre_mm: {more than: 100}}", "artillery.gun", 122, "violation"),
        ("{class: artillery, calibre_mm: {at least: 100}}", "artillery.mortar", 82, "none"),
        ("{class: artillery, calibre_mm: {at least: 100}}", "artillery.mortar", None, "possible"),
        ("{class: artillery, calibre_mm: {at least: 100}}", None, 120, "possible"),
        ("{class: artillery, calibre_mm: {at least: 100}}", None, 82, "none"),
        ("{class: artillery, calibre_mm: {at least: 100}}", "small-arms", 100, "none"),
        ("{class: artillery, calibre_mm: {at least: 100}}", "artillery.gun.d-30", None, "violation"),
        ("{class: artillery, calibre_mm: {more than: 100}}", "artillery.gun.mt-12", None, "none"),
        ("{class: artillery, calibre_mm: {at most: 100}}", "artillery.gun.mt-12", None, "violation"),
        ("{class: artillery, calibre_mm: {less than: 100}}", "artillery.gun.mt-12", None, "none"),
        # What the record says of the weapon itself goes before what is known of its kind.
        ("{class: artillery, calibre_mm: {at least: 120}}", "artillery.gun.mt-12", 125, "violation"),
        (
            "{class: artillery, calibre_mm: {at least: 100, less than: 122}}",
            "artillery.gun.d-30",
            None,
            "none",
        ),
        ("artillery.rocket.multiple.grad", "artillery.rocket.multiple", 122, "possible"),
        ("artillery.rocket.multiple.grad", "artillery.rocket.multiple.grad", None, "violation"),
        # Between them the two name every calibre, so that the missing one does not matter.
        (
            "{class: artillery, calibre_mm: {at least: 100}}, {class: artillery, calibre_mm: {less than: 100}}",
            "artillery.mortar",
            None,
            "violation",
        ),
    ],
)
def test_a_calibre_is_held_to_its_bounds(
    tmp_path: Path, weapons: str, weapon: str | None, calibre_mm: float | None, expected: str
) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS.replace("WEAPONS", weapons), encoding="utf-8")
    terms = load_terms(path)
    row = {"id": "1", "start": "2015-03-01", "act": "fire", "weapon": weapon, "calibre_mm": calibre_mm}
    incidents = read_incidents(pa.Table.from_pylist([row]), terms)
    (found,) = [row for batch in assess(terms, incidents, all_rows=True) for row in batch.to_pylist()]
    assert found["result"] == expected
