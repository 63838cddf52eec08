# SPDX-License-Identifier: Apache-2.0
"""A count is the whole number, or none; its words stay."""

from __future__ import annotations

import pytest

from sources.claims_of_tests import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A hundred and twenty people fled.", "A hundred and twenty people"),
        ("In Asmet 1,50,000 people fled.", "1,50,000 people"),
        ("10,00,000 shells fell on Asmet.", "10,00,000 shells"),
        ("She said 2 000 people fled.", "2 000 people"),
        ("She said 1.500 people fled.", "1.500 people"),
        ("She said 10 to 12 people fled.", "10 to 12 people"),
        ("She said 10–12 people fled.", "10–12 people"),
        ("She said four or five people fled.", "four or five people"),
        ("She said one in 10 people fled.", "one in 10 people"),
        ("She said half of the 40 people fled.", "half of the 40 people"),
        ("She said 40% of 120 people fled.", "40% of 120 people"),
        ("$500 rockets fell.", "$500 rockets"),
        ("On 3 May 1994 troops shelled the mill.", "1994 troops"),
        ("In the spring of 1994 troops shelled the mill.", "1994 troops"),
        ("On May 3 troops shelled the mill.", "3 troops"),
    ],
)
def test_a_number_that_is_not_whole_or_none_is_left_open_and_its_words_kept(text: str, words: str) -> None:
    (claim,) = [claim for claim in read(text).claims if claim.kind == "count"]
    assert claim.cue is not None
    assert (claim.count, claim.cue.words, claim.modality) == (None, words, ())


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("12 people fled.", [12]),
        ("She said 1,500 people fled.", [1500]),
        ("She said 1,500,000 people fled.", [1_500_000]),
        ("In 2031 12 people fled.", [12]),
        ("On May 3 12 people fled.", [12]),
        ("Two people and 3 soldiers fled.", [2, 3]),
        ("She said some 40 people fled.", [40]),
        ("10 to 12 people and 4 or 5 soldiers fled.", [None, None]),
    ],
)
def test_a_whole_number_is_told(text: str, counts: list[float | None]) -> None:
    assert [claim.count for claim in read(text).claims if claim.kind == "count"] == counts
