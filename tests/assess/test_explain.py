# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_data import ROOT
from truceline.assess import explain
from truceline.assess.explain import smallest_settling
from truceline.errors import TrucelineError
from truceline.records import Incidents, read_incidents
from truceline.terms import Terms, load_terms

EXAMPLE = ROOT / "examples" / "syria-2016"
Answers = tuple[tuple[str, str], ...]


def results(worlds: Iterable[tuple[Answers, bool]], given_answers: Iterable[tuple[str, str]]) -> set[bool]:
    wanted = set(given_answers)
    return {holds for answers, holds in worlds if wanted <= set(answers)}


truth_tables = st.integers(1, 3).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.booleans(), min_size=2 * 3 ** (n - 1), max_size=2 * 3 ** (n - 1))
    )
)


@given(truth_tables)
def test_every_settling_set_settles_and_no_part_of_it_does(table: tuple[int, list[bool]]) -> None:
    n, values = table
    options = [["a", "b"], *[["x", "y", "z"]] * (n - 1)]
    worlds = [
        (tuple((f"q{k}", answer) for k, answer in enumerate(answers)), holds)
        for answers, holds in zip(itertools.product(*options), values, strict=True)
    ]
    if len(set(values)) < 2:
        return
    found = list(smallest_settling(worlds))
    assert found
    for settling in found:
        assert results(worlds, settling.answers) == {settling.gives == "violation"}
        for smaller in itertools.combinations(settling.answers, len(settling.answers) - 1):
            assert results(worlds, smaller) == {True, False}


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
