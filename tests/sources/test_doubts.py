# SPDX-License-Identifier: Apache-2.0
"""What nobody vouches for is told so, and becomes no incident until a reviewer clears it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from sources.claims_of_tests import incidents, read
from truceline.errors import SourcesError
from truceline.sources import incidents_of, read_review, unvouched, write_review


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("It is not clear who shelled the mill.", "doubted"),
        ("Whether Dorn army ambushed the convoy is unclear.", "doubted"),
        ("Ana Orlan doubted that Dorn army shelled the mill.", "doubted"),
        ("It is feared that Dorn army shelled the mill.", "alleged"),
        ("Unconfirmed reports from Asmet say Dorn army shelled the mill.", "doubted"),
        ("The allegation that Dorn army shelled the mill has not been verified.", "doubted"),
        ("The claim that Dorn army shelled the mill was withdrawn.", "doubted"),
        ("Reports that Dorn army shelled the mill turned out to be a hoax.", "doubted"),
        ("Dorn army ambushed no convoy.", "doubted"),
        ("Dorn army bombed nothing.", "doubted"),
        ("Dorn army nearly bombed the mill.", "doubted"),
        ("Ana Orlan did not say that the army had shelled the mill.", "doubted"),
        ("Asked whether the army had shelled the mill, Jon Reed nodded.", "doubted"),
        ("There is no evidence that Dorn army shelled the mill.", "doubted"),
        ("Dorn army shelled the mill, Ana Orlan said. It did not.", "doubted"),
        (
            "Dorn army shelled the mill, Ana Orlan said. The claim could not be independently verified.",
            "doubted",
        ),
        ("Dorn army is said to have ambushed the convoy.", "alleged"),
        ("In the drill, Dorn army shelled a village.", "staged"),
        ("Dorn army shelled a mock village.", "staged"),
        ("In the film, which opens on Friday, the army bombed the mill.", "staged"),
        ("Correction: the Sedge Front shelled the mill on Monday.", "corrected"),
        ("Correction\n\nThe Sedge Front shelled the mill on Monday.", "corrected"),
        (
            "An earlier version of this story said that three people were killed. This was wrong. Nobody was killed.",
            "corrected",
        ),
    ],
)
def test_it_is_told_where_nobody_vouches_for_an_incident(text: str, modality: str) -> None:
    (claim,) = incidents(text)
    assert modality in claim.modality


@pytest.mark.parametrize(
    "text",
    [
        "Dorn army shelled the mill. It is not clear who died.",
        "The army shelled Asmet, but it was not clear how many died.",
        "The mayor doubts it, but Dorn army shelled the mill.",
        "Dorn army shelled the mill, it turned out later.",
        "Dorn army shelled no fewer than 12 villages.",
        "The army shelled nothing but the mill.",
        "“I saw how Dorn army shelled the mill. Why?” he asked.",
        "The correctional guards fled. Dorn army shelled the mill.",
    ],
)
def test_what_is_told_plainly_has_no_modality(text: str) -> None:
    assert [claim.modality for claim in incidents(text)] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "“Who says that Dorn army shelled the mill?”",
        "“Who says that Dorn army shelled the mill?” he asked.",
        "Had Dorn army shelled the mill, Ana Orlan would have fled.",
    ],
)
def test_a_question_and_what_would_have_been_make_no_incident(text: str) -> None:
    assert not incidents(text)


def test_it_becomes_an_incident_only_when_a_reviewer_clears_it(tmp_path: Path) -> None:
    reading = read("Dorn army allegedly shelled the mill. Dorn army shelled the bridge.")
    claims = [replace(claim, review="accepted", reviewer="N") for claim in reading.claims]
    (row,) = incidents_of(claims, [reading])
    assert row["id"] == claims[1].id
    assert unvouched(claims) == (claims[0],)

    table = tmp_path / "claims.csv"
    write_review(table, [replace(reading, claims=tuple(claims))])
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))

    def written(modality: str) -> Path:
        with table.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows([{**rows[0], "modality": modality}, *rows[1:]])
        return table

    cleared = read_review(written(""), [reading])
    assert [claim.modality for claim in cleared] == [(), ()]
    assert len(incidents_of(cleared, [reading])) == 2
    with pytest.raises(SourcesError, match="a reviewer may take words out"):
        read_review(written("staged"), [reading])
