# SPDX-License-Identifier: Apache-2.0
"""What somebody says is not so is a denial, and nothing in it is an incident."""

from __future__ import annotations

import pytest

from truceline.sources import (
    Claim,
    Dictionaries,
    Statement,
    document_of_text,
    find_claims,
    find_statements,
    find_times,
)

DICTIONARIES = Dictionaries()


def read(text: str) -> tuple[tuple[Claim, ...], tuple[Statement, ...]]:
    document = document_of_text(text)
    statements = find_statements(document, DICTIONARIES)
    times = find_times(document, DICTIONARIES)
    return find_claims(document, statements, times, DICTIONARIES), statements


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that gunners shelled the mill, Ana Orlan said.",
        "“It is untrue that our army shelled the mill,” Ana Orlan said.",
        "“It is a lie that we attacked the town,” Jon Reed said.",
        "It is not the case that gunners shelled the mill, she said.",
        "Ana Orlan said there was no truth in reports that gunners shelled the mill.",
        "Ana Orlan called the report that the northern army had shelled the flour mill by the ford a lie.",
        "Ana Orlan called baseless the allegation that gunners shelled the mill.",
        "Ana Orlan called it a lie that gunners shelled the mill.",
        "The ministry branded the report that the army shelled the mill as fake.",
        "Reports that the northern army shelled the flour mill by the ford on Monday were false, Ana Orlan said.",
        "The report that gunners shelled the mill is completely untrue, Ana Orlan said.",
        "The reports of shelling near the mill were unfounded, she said.",
        "The attack on the mill did not take place, the ministry said.",
        "“This never happened,” he said.",
        "No shelling took place near the mill, he said.",
        "Gunners did not shell the mill, she said.",
        "“Our army never attacked the mill,” Ana Orlan said.",
        "Ana Orlan dismissed the allegation that gunners shelled the mill.",
        "Ana Orlan dismissed reports that gunners shelled the mill as lies.",
        "Ana Orlan rejected claims that the army had shelled the mill.",
        "Ana Orlan denied reports that gunners shelled the mill.",
        "The army refuted reports that gunners shelled the mill.",
    ],
)
def test_it_is_a_denial_and_no_incident(text: str) -> None:
    (claim,), _ = read(text)
    assert (claim.kind, claim.modality) == ("denial", ())


def test_who_says_that_reports_are_false_denies_it_and_not_who_reported() -> None:
    (claim,), statements = read("Reports that gunners shelled the mill were false, Ana Orlan said.")
    (of,) = [each for each in statements if each.id == claim.statement]
    assert of.speaker is not None
    assert of.speaker.name == "Ana Orlan"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "It is not true that gunners shelled the mill, but the army attacked the convoy, she said.",
            ["denial", "incident"],
        ),
        ("Ana Orlan called the report a lie. The army shelled the mill.", ["denial", "incident"]),
        (
            "The army shelled the mill, and reports that it stopped were false, she said.",
            ["incident", "denial"],
        ),
        ("The reports came late. The clocks were false, and gunners shelled the mill.", ["incident"]),
        ("It is true that gunners shelled the mill, she said.", ["incident"]),
        ("The minister called the report timely and said gunners shelled the mill.", ["incident"]),
        ("The army did not attack the mill.", []),
        ("Is it not true that gunners shelled the mill?", []),
    ],
)
def test_only_what_is_denied_is_hidden(text: str, kinds: list[str]) -> None:
    assert [claim.kind for claim in read(text)[0]] == kinds


def test_who_does_not_deny_it_does_not_say_that_it_happened() -> None:
    (claim,), _ = read("Ana Orlan did not deny that gunners shelled the mill.")
    assert (claim.kind, claim.modality) == ("denial", ("negated",))


def test_a_count_that_is_denied_is_negated() -> None:
    claims, _ = read("There is no truth in reports that 12 people were killed.")
    assert [(claim.kind, claim.modality) for claim in claims] == [("denial", ()), ("count", ("negated",))]
