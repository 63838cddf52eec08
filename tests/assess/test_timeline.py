# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import numpy as np
import pytest

from truceline import kernels
from truceline.assess.bits import members
from truceline.assess.compiled import Compiled
from truceline.assess.timeline import Timeline, may_be_in_force
from truceline.terms import load_terms

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY_MS = 86_400_000


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
@pytest.mark.parametrize("example", ["syria-2016", "ukraine-2014-2020"])
def test_a_piece_has_the_state_of_each_of_its_instants(
    example: str, kernel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv(kernels.VARIABLE, kernel)
    terms = load_terms(EXAMPLES / example / "terms.yaml")
    provisions = [Compiled(terms, provision) for provision in terms.provisions.values()]
    low = round(np.datetime64("2016-02-01", "ms").astype(int))
    timeline = Timeline(provisions, low, low + 120 * DAY_MS)
    random = np.random.default_rng(3)
    near = timeline.breaks[:, None] + np.array([-1, 0, 1])
    start = np.concatenate([near.ravel(), low + random.integers(0, 120 * DAY_MS, 200)])
    start = start[(low <= start) & (start < timeline.high_ms)]
    last = np.minimum(start + random.integers(0, 9, len(start)) * DAY_MS, timeline.high_ms - 1)
    first, final = timeline.piece(start), timeline.piece(last)
    rows, which = members(timeline.may_be_in_force(first, final))
    found = set(zip(rows.tolist(), which.tolist(), strict=True))
    for row in random.choice(len(start), 150).tolist():
        for order, provision in enumerate(provisions):
            states = {
                provision.state_id(at)
                for at in [int(start[row]), *provision.breaks(start[row], last[row] + 1)]
            }
            assert set(timeline.states[order, first[row] : final[row] + 1].tolist()) == states
            may = any(may_be_in_force(provision, provision.states[state]) for state in states)
            assert ((row, order) in found) == may
