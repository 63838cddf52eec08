# SPDX-License-Identifier: Apache-2.0
"""Terms held to expert examples: what comes out otherwise is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from truceline.assess import run_cases
from truceline.errors import TrucelineError
from truceline.terms import Case, Expected, Terms, load_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: UTC
citations: {text: {title: A text}}
parties: {army: {name: Army}, navy: {name: Navy}}
facts: {answered: {title: it answered an attack, presume: no, cite: text}}
provisions:
  cease: {prohibit: [attack], unless: {defence: {facts: [answered]}}, standing: [{is: in force, from: 2018-03-05}], cite: text}
  never: {prohibit: [attack], by: army, standing: [{is: proposed, from: 2018-03-05}], cite: text}
  later:
    prohibit: [fire]
    during: {from: 2018-03-05, until: 2018-03-06, extended: [{until: 2018-03-08, announced: 2018-03-07, cite: text}]}
    standing: [{is: in force, from: 2018-03-05}]
    cite: text
"""
ATTACK = {"start": "2018-03-06T10:00", "act": "attack", "by": "army"}
RIGHT = Case(
    "right",
    1,
    (ATTACK,),
    {},
    {"cease": Expected("violation", ("army",), (), ("answered",)), "never": Expected("none")},
)


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    return load_terms(tmp_path / "terms.yaml")


@pytest.mark.parametrize(
    ("case", "faults"),
    [
        (RIGHT, ()),
        (replace(RIGHT, others="none"), ()),
        (replace(RIGHT, facts={"answered": True}, expected={"cease": Expected("exempt")}), ()),
        (
            replace(
                RIGHT, facts={"answered": None}, expected={"cease": Expected("possible", unknown=("unless",))}
            ),
            (),
        ),
        (replace(RIGHT, assume=("never",), expected={"never": Expected("violation")}), ()),
        (
            replace(RIGHT, expected={"cease": Expected("none")}),
            ("cease: expected none, found violation (acts yes, standing yes, unless no)",),
        ),
        (
            replace(RIGHT, expected={"cease": Expected("violation", ("navy",), ("in",), ())}),
            (
                "cease: expected parties navy, found army",
                "cease: expected presumed nothing, found answered",
                "cease: expected unknown in, found nothing",
            ),
        ),
        (
            replace(RIGHT, expected={}, others="possible"),
            (
                "cease: expected possible like all others, found violation (acts yes, standing yes, unless no)",
                "never: expected possible like all others, found none (by yes, acts yes, standing no)",
                "later: expected possible like all others, found none (acts no, during yes, standing yes)",
            ),
        ),
        (
            replace(RIGHT, incidents=({**ATTACK, "start": "soon"},)),
            ("the incident cannot be read: start: ",),
        ),
    ],
)
def test_what_comes_out_otherwise_is_said(terms: Terms, case: Case, faults: tuple[str, ...]) -> None:
    (result,) = run_cases(terms, [case])
    assert len(result.faults) == len(faults)
    assert all(found.startswith(fault) for found, fault in zip(result.faults, faults, strict=True))


def test_a_case_may_be_about_duties(tmp_path: Path) -> None:
    text = TERMS.replace("facts: {", "facts: {told: {title: it was told, about: party}, ")
    path = tmp_path / "duties.yaml"
    path.write_text(
        text
        + "duties: {tell: {of: [army, navy], due: {by: 2018-03-05}, shown by: {facts: [told]}, cite: text}}\n",
        encoding="utf-8",
    )
    terms = load_terms(path)
    told = ({"fact": "told", "about": "army", "value": "yes", "from": "2018-03-01"},)
    as_of_ms = 1_520_640_000_000
    right = Case("told", 1, (), {}, {}, as_of_ms=as_of_ms, recorded=told, duties={("tell", "army"): "met"})
    wrong = replace(right, duties={("tell", "army"): "unmet", ("tell", "navy"): "unknown"})
    results = [result.faults for result in run_cases(terms, [right, wrong])]
    assert results == [(), ("tell, army: expected unmet, found met",)]
    known = replace(terms, as_known_at="2018-03-10")  # without `as of`, what the terms know
    (result,) = run_cases(known, [replace(right, as_of_ms=None)])
    assert result.faults == ()
    of_incident = replace(right, incidents=(ATTACK,), facts={"told": True}, recorded=())
    (result,) = run_cases(terms, [of_incident])  # what an incident's party did is not what each party did
    assert result.faults == ("tell, army: expected met, found unknown",)
    unread = replace(right, recorded=(*told, {"fact": "told", "about": "nobody", "value": "yes"}))
    (result,) = run_cases(terms, [unread])
    assert result.faults == (
        'recorded[1] cannot be read: about: "nobody"; expected the id of a party of the terms',
    )
    with pytest.raises(TrucelineError, match="says `as of`"):
        list(run_cases(terms, [replace(right, as_of_ms=None)]))


def test_cases_come_back_in_their_order_whatever_they_assume(terms: Terms) -> None:
    fire = {"start": "2018-03-07T10:00", "act": "fire", "by": "navy"}
    before = Case("before", 1, (fire,), {}, {"later": Expected("none")}, as_of_ms=1_520_294_400_000)
    after = Case("after", 2, (fire,), {}, {"later": Expected("violation")})
    results = list(run_cases(terms, [before, RIGHT, after, replace(RIGHT, assume=("never",))]))
    assert [result.case.title for result in results] == ["before", "right", "after", "right"]
    assert [bool(result.faults) for result in results] == [False, False, False, True]
