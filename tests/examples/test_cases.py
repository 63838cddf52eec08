# SPDX-License-Identifier: Apache-2.0
"""The library's own expert examples: each ceasefire has some, and all come out as expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.assess import run_cases
from truceline.records import INCIDENTS
from truceline.terms import load_terms, read_cases

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/terms.yaml"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_every_expert_example_comes_out_as_expected(folder: Path) -> None:
    terms = load_terms(folder / "terms.yaml")
    cases = read_cases(folder / "cases.yaml", terms, INCIDENTS.names)
    assert cases
    assert [case.title for case in cases if not case.because] == []
    faults = [f"{r.case.title}: {fault}" for r in run_cases(terms, cases) for fault in r.faults]
    assert not faults, "\n".join(faults)
