# SPDX-License-Identifier: Apache-2.0
"""The later Syrian examples stand on the outline of the first one, not on a copy that went its own way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared_data import ROOT


def features(folder: str) -> dict[str, Any]:
    text = (ROOT / "examples" / folder / "areas.geojson").read_text(encoding="utf-8")
    return {feature["id"]: feature for feature in json.loads(text)["features"]}


@pytest.mark.parametrize("folder", ["syria-2016-september", "syria-2016-december"])
def test_the_outline_is_that_of_the_first_example(folder: str) -> None:
    first = features("syria-2016")
    assert features(folder) == {name: first[name] for name in ("SYR", "SYR-EDGE")}
