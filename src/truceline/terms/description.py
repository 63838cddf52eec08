# SPDX-License-Identifier: Apache-2.0
"""A description before it is printed: sections, paragraphs, lists, tables and figures as frozen data.

``describe`` builds the tree from terms. Three writers print it: ``plain`` as text, and two in the
room ``reports`` as Markdown and HTML. A new part of the language adds blocks here only if no block
fits; a new kind of block needs a branch in each writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.terms.model import Cite
from truceline.terms.periods import InForcePeriod, StandingPeriod

__all__ = [
    "AreaMap",
    "Block",
    "Description",
    "Item",
    "Items",
    "Paragraph",
    "Quote",
    "Ref",
    "Section",
    "Table",
    "Text",
    "TimeLine",
    "TimeLineRow",
    "joined",
    "numbered",
    "said",
    "sentence",
]


@dataclass(frozen=True, slots=True)
class Ref:
    """Sources of what stands before it; printed in square brackets."""

    cites: tuple[Cite, ...]

    def __str__(self) -> str:
        return f"[{'; '.join(map(str, self.cites))}]"


Text = tuple[str | Ref, ...]
"""Words with their sources among them."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    text: Text
    label: str = ""
    """A word before it that says what it is, such as "Reading"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with the entries below it."""

    text: Text
    label: str = ""
    below: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source."""

    words: str
    language: str = ""
    """BCP 47 tag; empty when not said."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; every row has a cell for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    sources: tuple[str, ...] = ()
    """The citation that each row is about, in a table of sources; empty in any other."""


@dataclass(frozen=True, slots=True)
class TimeLineRow:
    """One line of the time line."""

    id: str
    title: str
    standing: tuple[StandingPeriod, ...]
    in_force: tuple[InForcePeriod, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What is in force when; drawn where a writer can draw, else a row of signs."""

    zone: str
    rows: tuple[TimeLineRow, ...]


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The areas on a map; only writers that can draw show it."""

    areas: tuple[str, ...]
    """Ids; the number of an area on the map is its place here, counted from 1."""


Block = Paragraph | Items | Quote | Table | TimeLine | AreaMap


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. Its number follows from its place."""

    id: str
    """Unique in the description; an anchor."""
    title: str
    code: str = ""
    """The id of a provision, by which findings name it."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """Terms, told."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


def numbered(sections: Sequence[Section], prefix: str = "") -> Iterator[tuple[str, Section]]:
    """Every section with its number (1, 1.1 and so on), in reading order."""
    for order, section in enumerate(sections, 1):
        number = f"{prefix}{order}"
        yield number, section
        yield from numbered(section.sections, f"{number}.")


def said(*parts: str | Ref | Text) -> Text:
    """Parts put together, one after the other."""
    flat: list[str | Ref] = []
    for part in parts:
        flat.extend(part if isinstance(part, tuple) else (part,))
    return tuple(part for part in flat if part != "" and not (isinstance(part, Ref) and not part.cites))


def joined(items: Sequence[str | Text], word: str = "and") -> Text:
    """A list as a person writes it; semicolons part items that hold commas.

    >>> joined(["a", "b", "c"], "or")
    ('a', ', ', 'b', ' or ', 'c')
    >>> joined(["a, b", "c"])
    ('a, b', '; and ', 'c')
    """
    texts = [said(item) for item in items]
    has_commas = any("," in part for text in texts for part in text if isinstance(part, str))
    between, last = ("; ", f"; {word} ") if has_commas else (", ", f" {word} ")
    parts: list[str | Text] = []
    for order, text in enumerate(texts):
        if order:
            parts.append(last if order == len(texts) - 1 else between)
        parts.append(text)
    return said(*parts)


def sentence(*parts: str | Ref | Text, cite: Sequence[Cite] = ()) -> Text:
    """Parts as one sentence: a capital in front, a full stop behind, then its sources.

    >>> sentence("the fire", " ends")
    ('The fire', ' ends', '.')
    """
    text = list(said(*parts))
    if not text:
        return ()
    if isinstance(text[0], str):
        text[0] = text[0][:1].upper() + text[0][1:]
    ends = [part for part in text if isinstance(part, Ref)][-1:] if isinstance(text[-1], Ref) else []
    words = text[: len(text) - len(ends)]
    last = words[-1] if words else ""
    stop = "" if isinstance(last, str) and last.rstrip().endswith((".", "!", "?")) else "."
    if isinstance(last, str):
        words[-1:] = [last.rstrip()]
    cites = tuple(dict.fromkeys((*(one for ref in ends for one in ref.cites), *cite)))
    return said(*words, stop, (" ", Ref(cites)) if cites else ())
