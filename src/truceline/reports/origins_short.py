# SPDX-License-Identifier: Apache-2.0
"""The short of it: which origins more than one outlet tells, and what was read of each document."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from truceline.reports.quotes import origin_title
from truceline.sources import Origins, Reading

__all__ = ["reading_summary", "shared_lines", "without_outlet"]

_WIDTH = 100


def shared_lines(found: Origins) -> Iterator[str]:
    """A line for each origin that more than one outlet tells, the one of most outlets first, and its outlets."""
    shared = sorted(
        (origin for origin in found.origins if len(origin.outlets) > 1),
        key=lambda origin: -len(origin.outlets),
    )
    if not shared:
        yield "No origin is told by more than one outlet."
        return
    yield "Told by more than one outlet:"
    for origin in shared:
        said = f", said on {' or '.join(origin.occasion)}" if origin.occasion else ""
        yield _indented(f"{origin_title(origin)}{said}", 2)
        yield _indented(f"{len(origin.outlets):,} outlets: {', '.join(origin.outlets)}", 4)


def without_outlet(readings: Sequence[Reading]) -> str:
    """Whose outlet nobody tells, so that the name of the file counts as one; empty where each is told."""
    known = {reading.document.id for reading in readings if reading.document.outlet}
    left = {reading.document.id for reading in readings} - known
    if not left:
        return ""
    many = f"Of {len(left):,} document{'' if len(left) == 1 else 's'} the outlet is not told"
    return f"{many}; the name of the file counts as one. --about FILE.csv tells it: columns document, outlet."


def reading_summary(reading: Reading) -> str:
    """What was read of a document, in one line."""
    document = reading.document
    told = [
        f"{name} {held.value if held else 'not told'}"
        for name, held in (("outlet", document.outlet), ("published", document.published))
    ]
    kinds = (("statement", reading.statements), ("claim", reading.claims), ("note", document.notes))
    counts = [f"{len(found):,} {name}{'' if len(found) == 1 else 's'}" for name, found in kinds]
    return f"{document.original.name}: {', '.join((*told, *counts))}"


def _indented(words: str, indent: int) -> str:
    space = " " * indent
    return textwrap.fill(
        words, _WIDTH, initial_indent=space, subsequent_indent=f"{space}  ", break_on_hyphens=False
    )
