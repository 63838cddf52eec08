# SPDX-License-Identifier: Apache-2.0
"""Times in what somebody says or is said to have said: of which day they are counted."""

from __future__ import annotations

import pytest

from sources.times_of_tests import times, values


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Maro said on Monday that the army would withdraw on Friday.", "2016-05-20"),
        ("Maro said on Monday that the army would be gone by noon on Thursday.", "2016-05-19T12:00"),
        ("On Monday, Maro said that the army would withdraw from the ridge on Friday.", "2016-05-20"),
        ("Maro told reporters on Monday that the army will withdraw on Sunday.", "2016-05-22"),
        ("Maro said on Monday that the army will withdraw on Wednesday.", ""),
        ("Maro said on Monday that it would stay until Saturday.", "2016-05-21"),
        ("Maro said on Monday that the army would have withdrawn on Friday.", ""),
        ("Maro said on Monday that it would see footage from Friday.", ""),
        ("Maro said on Monday that it would sign what was agreed on Friday.", ""),
        ("Maro said on Monday that it would release prisoners captured on Friday.", ""),
        ("Maro said on Monday that it would look into the attack on Friday.", ""),
        ("Maro said on Monday that talks would be resumed on Sunday.", "2016-05-22"),
        ("Maro said on Monday that Kost had promised that they would leave on Friday.", ""),
        ("Maro said that the army would withdraw on Sunday.", ""),
        ("The army met on Monday and would withdraw on Sunday.", ""),
        ("Maro said on Monday that the army could withdraw on Sunday.", ""),
    ],
)
def test_a_weekday_in_reported_speech_counts_from_the_day_of_saying(text: str, start: str) -> None:
    found = times(text)[-1]
    assert found.start == start
    assert found.earliest_ms is not None or found.relation == "until"
    assert found.latest_ms is not None or found.relation == "from"


class TestQuotations:
    """A quotation is spoken before it is published; its yesterday is not the day before publication."""

    def test_a_quotation_of_an_unknown_day_leaves_its_words_empty(self) -> None:
        (found,) = times("“They left yesterday,” the mayor said.")
        assert (found.start, found.earliest_ms) == ("", None)
        assert "in a quotation of which nobody tells the day" in found.how

    def test_a_day_beside_the_verb_of_saying_is_what_it_is_counted_from(self) -> None:
        found = times("“They left yesterday,” the mayor said on Wednesday.")
        assert [one.start for one in found] == ["2016-05-17", "2016-05-18"]
        assert found[0].how == "counted from 2016-05-18, when it was said"

    def test_a_day_that_opens_the_sentence_is_that_of_its_verb_of_saying(self) -> None:
        assert values("On Wednesday, Maro said: “They left yesterday.”")[1][1] == "2016-05-17"
        assert values("On Wednesday the army left, Maro said: “They left yesterday.”")[1][1] == ""

    def test_the_day_goes_on_to_quotations_that_stand_alone_behind_it(self) -> None:
        text = (
            "The mayor made public on May 18 this plan:\n\n“We wait.”\n\nMaro said.\n\n“Yesterday they left.”"
        )
        assert values(text)[1] == ("Yesterday", "2016-05-17", "2016-05-18")

    def test_the_day_does_not_go_on_to_another_speaker(self) -> None:
        text = "“We wait,” Maro said on Wednesday. “Yesterday they left,” Kost added."
        assert ("Yesterday", "", "") in values(text)

    def test_when_it_was_broadcast_is_not_when_it_was_said(self) -> None:
        text = "“They left yesterday,” Maro said in an interview that was broadcast on Wednesday."
        assert values(text)[0] == ("yesterday", "", "")

    def test_a_date_without_a_year_is_held_to_the_day_of_publication(self) -> None:
        assert values("“We begin on May 25,” he said.") == [("May 25", "2016-05-25", "2016-05-26")]

    def test_a_statement_that_is_all_quoted_was_made_on_its_day(self) -> None:
        assert values("“They left yesterday. It holds.\n\nWe wait.”")[0][1] == "2016-05-19"
