# SPDX-License-Identifier: Apache-2.0
"""A description as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from truceline.terms import (
    AreaMap,
    Block,
    Description,
    Item,
    Items,
    Paragraph,
    Quote,
    Table,
    TimeLine,
    chart,
    numbered,
    plain,
)

__all__ = ["markdown_of"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown_of(description: Description, drawings: Mapping[str, Sequence[str]] | None = None) -> str:
    """The whole description as Markdown.

    Args:
        description: as ``truceline.terms.description`` gives it.
        drawings: the files to show, by ``time-line`` and ``map``; a time line without one is a row of
            signs, and a map without one is left out.
    """
    shown = drawings or {}
    parts = [f"# {_escaped(description.title)}", *_blocks(description.blocks, shown)]
    for number, section in numbered(description.sections):
        code = f" `{section.code}`" if section.code else ""
        parts.append(f"{'#' * (number.count('.') + 2)} {number} {_escaped(section.title)}{code}")
        parts += _blocks(section.blocks, shown)
    return "\n\n".join(part for part in parts if part) + "\n"


def _escaped(text: str) -> str:
    """Words in which no sign is taken for markup, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _blocks(blocks: tuple[Block, ...], drawings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            label = f"**{_escaped(block.label)}:** " if block.label else ""
            yield label + _escaped(plain(block.text))
        elif isinstance(block, Items):
            yield "\n".join(line for item in block.items for line in _item(item, ""))
        elif isinstance(block, Quote):
            yield f"> {_escaped(block.words)}"
        elif isinstance(block, Table):
            yield _table(block)
        elif isinstance(block, TimeLine):
            drawn = [f"![Time line]({file})" for file in drawings.get("time-line", ())]
            yield "\n\n".join(drawn) if drawn else "\n".join(["```text", *chart(block), "```"])
        elif isinstance(block, AreaMap):
            yield from (f"![Map of the areas]({file})" for file in drawings.get("map", ()))


def _item(item: Item, indent: str) -> Iterator[str]:
    label = f"**{_escaped(item.label)}:** " if item.label else ""
    yield f"{indent}- {label}{_escaped(plain(item.text))}"
    for below in item.below:
        yield from _item(below, f"{indent}  ")


def _table(table: Table) -> str:
    rows = [[_escaped(plain(cell)) for cell in row] for row in table.rows]
    lines = [list(map(_escaped, table.head)), ["---"] * len(table.head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
