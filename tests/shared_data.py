# SPDX-License-Identifier: Apache-2.0
"""Real data beside the project; tests that need it skip with a reason where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(*parts: str) -> Path:
    """A file of the shared data: below $TRUCELINE_SHARED, else below ``shared`` beside the project."""
    folder = Path(os.environ.get("TRUCELINE_SHARED", ROOT.parent / "shared"))
    path = folder.joinpath("data", *parts)
    if not path.exists():
        pytest.skip(f"the shared data is not here: {'/'.join(parts)}")
    return path
