# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import ROOT
from truceline.assess import Assessment, Settling, explain
from truceline.assess.settling import Settler, smallest_settling
from truceline.errors import TrucelineError
from truceline.records import Incidents, read_incidents
from truceline.terms import Terms, load_terms

EXAMPLE = ROOT / "examples" / "syria-2016"
Answered = tuple[tuple[str, ...], bool]


def results(
    asked: list[str], worlds: Iterable[Answered], given_answers: Iterable[tuple[str, str]]
) -> set[bool]:
    """What the worlds that agree with some answers make of the finding."""
    wanted = [(asked.index(question), answer) for question, answer in given_answers]
    return {holds for answers, holds in worlds if all(answers[k] == answer for k, answer in wanted)}


def require_settling(asked: list[str], worlds: list[Answered], found: Iterable[Settling]) -> None:
    for settling in found:
        assert results(asked, worlds, settling.answers) == {settling.gives == "violation"}
        for smaller in itertools.combinations(settling.answers, len(settling.answers) - 1):
            assert results(asked, worlds, smaller) == {True, False}


@st.composite
def truth_tables(draw: st.DrawFn) -> tuple[list[str], list[Answered]]:
    options = draw(st.lists(st.sampled_from(["ab", "xyz"]), min_size=1, max_size=4))
    every = list(itertools.product(*options))
    worlds = draw(st.lists(st.tuples(st.sampled_from(every), st.booleans()), min_size=1, max_size=60))
    return [f"q{k}" for k in range(len(options))], worlds


@given(truth_tables())
def test_the_settling_sets_are_those_that_trying_all_sets_finds(
    table: tuple[list[str], list[Answered]],
) -> None:
    asked, worlds = table
    if len({holds for _, holds in worlds}) < 2:
        return
    found = smallest_settling(asked, worlds)
    require_settling(asked, worlds, found)
    every = {
        frozenset((asked[k], answers[k]) for k in chosen)
        for answers, _ in worlds
        for size in range(len(asked) + 1)
        for chosen in itertools.combinations(range(len(asked)), size)
    }
    settled = {some for some in every if len(results(asked, worlds, some)) == 1}
    smallest = {some for some in settled if not any(other < some for other in settled)}
    assert {frozenset(settling.answers) for settling in found} == smallest


def test_the_settling_sets_of_the_example_settle_and_no_part_of_one_does(terms: Terms) -> None:
    incidents = read_incidents(EXAMPLE / "incidents.csv", terms)
    assessment = Assessment(terms, incidents)
    seen = 0
    for batch in incidents.batches():
        for provision_id in assessment.terms.provisions:
            judge = assessment.provision(provision_id).judge
            for combination in assessment.combinations(assessment.coded(batch), provision_id):
                if judge.judge(combination).result != "possible":
                    continue
                settler = Settler(judge, combination)
                found, is_complete = settler.settling()
                assert is_complete
                assert found
                require_settling(settler.asked(), list(settler.answered_worlds()), found)
                seen += 1
    assert seen > 20


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(EXAMPLE / "terms.yaml")


def incident(terms: Terms, **cells: object) -> Incidents:
    row = {"id": "x", "act": "attack.shelling", **cells}
    return read_incidents(pa.Table.from_pylist([row]), terms)


def test_the_disputed_hour_of_30_april_is_what_would_settle_it(terms: Terms) -> None:
    records = incident(terms, start="2016-04-30T00:30", lon=36.42, lat=33.53, by="syria-government")
    (found,) = explain(terms, records, "x", provisions=["silence-ghouta"])
    assert found.judgement.result == "possible"
    during = next(reason for reason in found.reasons if reason.condition == "during")
    assert during.answer == "unknown"
    questions = {question for settling in found.settling for question, _ in settling.answers}
    assert any("silence-april" in question for question in questions)


def test_before_and_far_away_there_is_nothing(terms: Terms) -> None:
    for cells in (
        {"start": "2016-04-29T12:00", "lon": 36.42, "lat": 33.53},
        {"start": "2016-04-30T12:00", "lon": 37.6, "lat": 33.6},
    ):
        (found,) = explain(terms, incident(terms, **cells), "x", provisions=["silence-ghouta"])
        assert found.judgement.result == "none"
        assert found.settling == ()


def test_a_proposal_never_in_force_says_what_would_be_if_it_were(terms: Terms) -> None:
    records = incident(terms, start="2016-05-26", act="attack.air", lon=36.42, lat=33.53, by="russia")
    (plain,) = explain(terms, records, "x", provisions=["spare-civilians"])
    (assumed,) = explain(terms, records, "x", provisions=["spare-civilians"], assume=["spare-civilians"])
    assert (plain.judgement.result, assumed.judgement.result) == ("none", "possible")


def test_an_extension_not_yet_announced_is_left_out(terms: Terms) -> None:
    records = incident(terms, start="2016-05-03T12:00", lon=36.42, lat=33.53)
    as_of_ms = 1_462_060_800_000  # 2016-05-01T00:00Z
    (later,) = explain(terms, records, "x", provisions=["silence-ghouta"])
    (then,) = explain(terms, records, "x", provisions=["silence-ghouta"], as_of_ms=as_of_ms)
    assert later.judgement.result == "possible"
    assert then.judgement.result == "none"


def test_an_id_that_no_record_has_is_an_error(terms: Terms) -> None:
    with pytest.raises(TrucelineError, match='no record has the id "y"; 1 records were read'):
        explain(terms, incident(terms, start="2016-05-03"), "y")


def test_a_provision_that_is_not_there_is_an_error_with_those_that_are(terms: Terms) -> None:
    with pytest.raises(TrucelineError, match="the terms have cease-attacks, "):
        explain(terms, incident(terms, start="2016-05-03"), "x", assume=["no-such"])
