# SPDX-License-Identifier: Apache-2.0
"""A description as text for a terminal: lines of at most 100 characters."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from truceline.terms.description import (
    AreaMap,
    Block,
    Description,
    Item,
    Items,
    Paragraph,
    Quote,
    Table,
    Text,
    TimeLine,
    numbered,
)
from truceline.terms.times import shown_ms

__all__ = ["chart", "plain", "text_of"]

_WIDTH = 100
_DAY_MS = 86_400_000
_MOST_NAME = 30
_LEAST_COLUMN = 12


def text_of(description: Description) -> str:
    """The whole description as text."""
    parts = [description.title, "=" * len(description.title)]
    parts += ["", *_blocks(description.blocks)]
    for number, section in numbered(description.sections):
        heading = f"{number} {section.title}{f' ({section.code})' if section.code else ''}"
        parts += ["", *_wrapped(heading), ("-" if "." not in number else "~") * min(len(heading), _WIDTH)]
        parts += _blocks(section.blocks)
    return "\n".join(line.rstrip() for line in parts)


def plain(text: Text) -> str:
    """Words with their sources in square brackets.

    >>> plain(("It ends", "."))
    'It ends.'
    """
    words = ""
    for part in text:
        words += part if isinstance(part, str) else f"{' ' if words and words[-1] != ' ' else ''}{part}"
    return words


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for order, block in enumerate(blocks):
        if order and not isinstance(block, AreaMap):
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _wrapped(f"{block.label}: {plain(block.text)}" if block.label else plain(block.text))
    elif isinstance(block, Items):
        for item in block.items:
            yield from _item(item, "")
    elif isinstance(block, Quote):
        yield from _wrapped(f"“{block.words.strip()}”", "    ")
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, TimeLine):
        yield from chart(block)


def _item(item: Item, indent: str) -> Iterator[str]:
    label = f"{item.label}: " if item.label else ""
    yield from _wrapped(label + plain(item.text), indent + "  ", f"{indent}- ")
    for below in item.below:
        yield from _item(below, indent + "  ")


def _table(table: Table) -> Iterator[str]:
    """Rows in columns; the widest give way until all fit, and their cells run over several lines."""
    rows = [list(table.head), *([plain(cell) for cell in row] for row in table.rows)]
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [min(_LEAST_COLUMN, width) for width in widths]
    while sum(widths) + 2 * (len(widths) - 1) > _WIDTH:
        widest = max(range(len(widths)), key=lambda order: widths[order] - least[order])
        widths[widest] -= 1
    for order, row in enumerate(rows):
        cells = [
            textwrap.wrap(text, width, break_on_hyphens=False) or [""]
            for text, width in zip(row, widths, strict=True)
        ]
        for line in itertools.zip_longest(*cells, fillvalue=""):
            yield "  ".join(f"{text:{width}}" for text, width in zip(line, widths, strict=True))
        if order == 0:
            yield "  ".join("-" * width for width in widths)


def chart(line: TimeLine) -> Iterator[str]:
    """A row of signs a provision: # applies, ? applies under some reading, . does not."""
    instants = sorted(
        {at for row in line.rows for period in (*row.standing, *row.in_force) for at in period[:2] if at is not None}
    )  # fmt: skip
    if not instants:
        return
    zone = ZoneInfo(line.zone)
    width = min(_MOST_NAME, max(len(row.id) for row in line.rows))
    columns = _WIDTH - width - 4
    low, high = shown_ms(instants[0] - _DAY_MS), shown_ms(instants[-1] + _DAY_MS)
    step = max(1, (high - low) // columns)
    yield f"  {'':{width}}  {_day(low, zone)}{_day(high, zone):>{columns - 10}}"
    for row in line.rows:
        cells = []
        for column in range(columns):
            start, end = low + column * step, low + (column + 1) * step
            certain = {
                is_certain
                for first, last, is_certain in row.in_force
                if (first is None or first < end) and (last is None or start < last)
            }
            cells.append("#" if certain == {True} else "?" if certain else ".")
        yield f"  {row.id[:width]:{width}}  {''.join(cells)}"
    yield "  # applies   ? may apply, the sources differ   . does not apply"


def _day(at_ms: int, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone):%Y-%m-%d}"
