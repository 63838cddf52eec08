# SPDX-License-Identifier: Apache-2.0
"""Expert examples as they are read: every fault at once, with line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import TermsError
from truceline.terms import Case, Expected, Terms, load_terms, read_cases

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Europe/Kyiv
citations: {text: {title: A text, clauses: [one, two]}}
facts: {answered: {title: it answered an attack}}
provisions:
  cease:
    prohibit: [attack]
    unless: {defence: {facts: [answered]}}
    standing: [{is: in force, from: 2018-03-05}]
    cite: {text: one}
  silence: {prohibit: [fire], standing: [{is: in force, from: 2018-03-05}], cite: {text: two}}
"""
CELLS = ("start", "end", "act", "by", "against")


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    return load_terms(tmp_path / "terms.yaml")


def read(tmp_path: Path, terms: Terms, text: str) -> tuple[Case, ...]:
    path = tmp_path / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    return read_cases(path, terms, CELLS)


def test_a_case_says_what_happened_what_is_expected_and_why(tmp_path: Path, terms: Terms) -> None:
    text = """\
truceline cases: 1
note: Two of them.
cases:
  - case: An answer
    because: The text allows it.
    cite: {text: one}
    as of: 2018-04-01
    assume: [silence]
    incident: {start: 2018-03-05, act: attack, by: [army, navy]}
    facts: {answered: unknown}
    expect: {cease: {result: possible, unknown: [unless], presumed: []}}
    others: none
  - case: Fire
    incident: {act: fire}
    expect: {silence: violation}
"""
    first, second = read(tmp_path, terms, text)
    assert first == Case(
        "An answer",
        4,
        ({"start": "2018-03-05", "act": "attack", "by": "army;navy"},),
        {"answered": None},
        {"cease": Expected("possible", None, ("unless",), ())},
        "none",
        "The text allows it.",
        ("silence",),
        1_522_616_399_999,  # the last millisecond of 1 April 2018 in Kyiv
    )
    assert second.expected == {"silence": Expected("violation")}
    assert (second.line, second.others, second.facts) == (13, "", {})


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (
            "{incident: {}, expect: {cease: none}}",
            '4:5: error: cases[0]: the key "case" is missing; it is required here',
        ),
        ("{case: a, incident: {}}", 'cases[0]: the key "expect" is missing'),
        (
            "{case: a, incident: {}, expect: {ceese: none}}",
            'cases[0].expect: "ceese"; no provision has this id. Did you mean "cease"?',
        ),
        (
            "{case: a, incident: {}, expect: {cease: maybe}}",
            'cases[0].expect.cease: "maybe"; no result has this id. '
            "Known: none, possible, exempt, violation.",
        ),
        (
            "{case: a, incident: {}, expect: {cease: {reslt: none, result: none}}}",
            'cases[0].expect.cease.reslt: the key "reslt" is not known here',
        ),
        (
            "{case: a, incident: {strat: 2018-03-05}, expect: {cease: none}}",
            'cases[0].incident.strat: the key "strat" is not known here; '
            'expected one of start, end, act, by, against. Did you mean "start"?',
        ),
        (
            "{case: a, incident: {}, facts: {answred: yes}, expect: {cease: none}}",
            'cases[0].facts: "answred"; no fact has this id. Did you mean "answered"?',
        ),
        (
            "{case: a, incident: {}, facts: {answered: true}, expect: {cease: none}}",
            'cases[0].facts.answered: "true"; no value has this id. Known: yes, no, unknown.',
        ),
        (
            "{case: a, incident: {}, facts: yes, expect: {cease: none}}",
            "cases[0].facts: a single value stands here",
        ),
        (
            "{case: a, incident: {}, assume: [x], expect: {cease: none}}",
            'cases[0].assume: "x"; no provision has this id. Known: cease, silence.',
        ),
        ("{case: a, incident: {}, as of: soon, expect: {cease: none}}", "cases[0].as of: "),
        (
            "{case: a, incident: {}, cite: book, expect: {cease: none}}",
            'cases[0].cite: "book"; no citation has this id',
        ),
        (
            "{case: a, incident: {}, expect: {cease: none}, others: x}",
            'cases[0].others: "x"; no result has this id',
        ),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, terms: Terms, case: str, message: str) -> None:
    with pytest.raises(TermsError) as caught:
        read(tmp_path, terms, f"# made\ntruceline cases: 1\ncases:\n  - {case}\n")
    (problem,) = caught.value.problems
    assert message in str(problem)
    assert problem.line == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cases: []", "1:1: error: cases: no example; expected one or more"),
        (
            "cases: [{case: a, incident: {}, expect: {}}]",
            "2:9: error: cases[0]: nothing is expected; expected a result under expect or duties",
        ),
        ("cases: [{case: a, duties: {}}]", "cases[0]: nothing is expected"),
        (
            "cases: [{case: a, incident: [], expect: {cease: none}}]",
            "cases[0].incident: an empty list; expected an incident",
        ),
    ],
)
def test_examples_that_compare_nothing_do_not_pass(
    tmp_path: Path, terms: Terms, text: str, message: str
) -> None:
    with pytest.raises(TermsError) as caught:
        read(tmp_path, terms, f"truceline cases: 1\n{text}\n")
    assert message in str(caught.value)


def test_others_alone_is_something_to_expect(tmp_path: Path, terms: Terms) -> None:
    text = "truceline cases: 1\ncases: [{case: a, incident: {}, expect: {}, others: none}]\n"
    assert len(read(tmp_path, terms, text)) == 1


def test_all_faults_come_at_once(tmp_path: Path, terms: Terms) -> None:
    with pytest.raises(TermsError) as caught:
        read(
            tmp_path,
            terms,
            "truceline cases: 2\ncases: [{case: a, incident: 1, expect: 2}]\nx: 1\n",
        )
    assert len(caught.value.problems) == 4


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path, terms: Terms) -> None:
    with pytest.raises(TermsError, match="there is no such file"):
        read_cases(tmp_path / "none.yaml", terms, CELLS)
