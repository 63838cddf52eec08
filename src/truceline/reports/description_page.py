# SPDX-License-Identifier: Apache-2.0
"""A description as one HTML page, which holds everything and runs no script."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from truceline.reports.drawings import LEGEND, legend_svg, map_svgs, time_line_svg
from truceline.reports.exports import whole_file
from truceline.reports.markdown import markdown_of
from truceline.reports.markup import clean, page_of
from truceline.terms import (
    AreaMap,
    Block,
    Description,
    Item,
    Items,
    Paragraph,
    Quote,
    Ref,
    Section,
    Table,
    Terms,
    Text,
    TimeLine,
    description,
    numbered,
    text_of,
)

__all__ = ["DESCRIPTION_FORMATS", "describe_as", "html_of", "write_description"]

DESCRIPTION_FORMATS = ("text", "markdown", "html")


def describe_as(terms: Terms, form: str) -> str:
    """The terms in plain words, in one of ``DESCRIPTION_FORMATS``."""
    told = description(terms)
    if form == "html":
        return html_of(told, terms)
    return markdown_of(told) if form == "markdown" else text_of(told) + "\n"


def write_description(path: Path, terms: Terms, form: str) -> tuple[Path, ...]:
    """Writes the terms in plain words; Markdown gets its drawings as SVG files beside it.

    Returns:
        The files that were written.

    Raises:
        OutputError: a file cannot be written; nothing half-written is left.
    """
    files: dict[Path, str] = {}
    if form == "markdown":
        told = description(terms)
        drawings: dict[str, tuple[str, ...]] = {"time-line": (), "map": ()}
        for block in _all(told):
            if isinstance(block, TimeLine):
                drawings["time-line"] += (time_line_svg(block),)
            elif isinstance(block, AreaMap):
                drawings["map"] += map_svgs(block, terms)
        names: dict[str, tuple[str, ...]] = {}
        for name, drawn in drawings.items():
            kept = [svg for svg in drawn if svg]
            ends = ["" if order == 1 else f"-{order}" for order in range(1, len(kept) + 1)]
            names[name] = tuple(f"{path.stem}-{name}{end}.svg" for end in ends)
            files |= {path.with_name(file): svg for file, svg in zip(names[name], kept, strict=True)}
        files[path] = markdown_of(told, names)
    else:
        files[path] = describe_as(terms, form)
    for file, content in files.items():
        with whole_file(file) as temporary:
            temporary.write_text(clean(content), encoding="utf-8", newline="\n")
    return tuple(files)


def _all(told: Description) -> Iterator[Block]:
    yield from told.blocks
    for _, section in numbered(told.sections):
        yield from section.blocks


def html_of(told: Description, terms: Terms) -> str:
    """The whole page."""
    writer = _Writer(terms)
    return page_of(
        "description",
        told.title,
        "the terms in plain words",
        {
            "id": html.escape(terms.id),
            "digest": html.escape(terms.digest[:12]),
            "contents": _contents(told),
            "about": "".join(map(writer.block, told.blocks)),
            "sections": "".join(writer.sections(told)),
        },
    )


def _contents(told: Description) -> str:
    lines = []
    for number, section in numbered(told.sections):
        level = number.count(".") + 1
        lines.append(
            f'<li class="level-{level}"><a href="#{html.escape(section.id)}">'
            f'<span class="no">{number}</span> {html.escape(section.title)}</a></li>'
        )
    return "".join(lines)


class _Writer:
    """Turns blocks into markup; every word of the terms is escaped on its way."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def sections(self, told: Description) -> Iterator[str]:
        for number, section in numbered(told.sections):
            level = number.count(".") + 2
            code = f' <code class="id">{html.escape(section.code)}</code>' if section.code else ""
            yield (
                f'<section id="{html.escape(section.id)}" class="part level-{level - 1}"><h{level}>'
                f'<span class="no">{number}</span> {html.escape(section.title)}{code}</h{level}>'
                f"{self._blocks(section)}</section>"
            )

    def _blocks(self, section: Section) -> str:
        return "".join(map(self.block, section.blocks))

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            label = f"<b>{html.escape(block.label)}:</b> " if block.label else ""
            return f"<p>{label}{self.text(block.text)}</p>"
        if isinstance(block, Items):
            return f"<ul>{''.join(map(self._item, block.items))}</ul>"
        if isinstance(block, Quote):
            language = f' lang="{html.escape(block.language)}"' if block.language else ""
            return f'<blockquote dir="auto"{language}>{html.escape(block.words)}</blockquote>'
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, TimeLine):
            return self._time_line(block)
        assert isinstance(block, AreaMap)
        return self._map(block)

    def text(self, text: Text) -> str:
        words = ""
        for part in text:
            if isinstance(part, Ref):
                words += ("" if words.endswith(" ") or not words else " ") + self._ref(part)
            else:
                words += html.escape(part)
        return words

    def _ref(self, ref: Ref) -> str:
        links = [
            f'<a href="#source-{html.escape(cite.citation)}">{html.escape(str(cite))}</a>'
            for cite in ref.cites
        ]
        return f'<span class="ref">[{"; ".join(links)}]</span>'

    def _item(self, item: Item) -> str:
        label = f"<b>{html.escape(item.label)}:</b> " if item.label else ""
        below = f"<ul>{''.join(map(self._item, item.below))}</ul>" if item.below else ""
        return f"<li>{label}{self.text(item.text)}{below}</li>"

    def _table(self, table: Table) -> str:
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in table.head)
        rows = []
        for order, row in enumerate(table.rows):
            anchor = f' id="source-{html.escape(table.sources[order])}"' if table.sources else ""
            cells = "".join(
                f'<td data-label="{html.escape(name)}">{self.text(cell)}</td>'
                if cell
                else '<td class="none"></td>'
                for name, cell in zip(table.head, row, strict=True)
            )
            rows.append(f"<tr{anchor}>{cells}</tr>")
        body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
        return f'<div class="sheet"><table class="told">{body}</table></div>'

    def _time_line(self, line: TimeLine) -> str:
        drawn = time_line_svg(line)
        if not drawn:
            return ""
        signs = "".join(f"<span>{legend_svg(sign)} {words}</span>" for words, sign in LEGEND)
        return f'<figure class="time">{drawn}</figure><p class="legend">{signs}</p>'

    def _map(self, areas: AreaMap) -> str:
        drawn = "".join(map_svgs(areas, self.terms))
        if not drawn:
            return ""
        note = (
            "Filled: surely part of an area. Hatched within a dashed line: perhaps part of it. Drawn for the eye;"
            " findings rest on distances on the ellipsoid."
        )
        return f'<figure class="map">{drawn}<figcaption class="hint">{note}</figcaption></figure>'
