# SPDX-License-Identifier: Apache-2.0
"""Who is who: names and codes of a data set to parties of the terms."""

from __future__ import annotations

import re

from truceline.terms import Terms

_UNIDENTIFIED = re.compile(r"\b(unidentified|unknown|unnamed|not known|n/k)\b", re.IGNORECASE)

_MOST_CELLS = 100_000
"""Cells that are remembered, so that memory does not grow with the records."""


def is_unidentified(name: str) -> bool:
    """Whether a name only says that nobody knows who it was.

    >>> is_unidentified("Unidentified armed group")
    True
    """
    return bool(_UNIDENTIFIED.search(name))


class Names:
    """Finds parties by id, name, alias and code."""

    def __init__(self, terms: Terms) -> None:
        self._by_text: dict[str, str] = {}
        self._by_code: dict[tuple[str, str], str] = {}
        for party in terms.parties.values():
            for text in (party.name, *party.aliases):
                self._by_text.setdefault(_folded(text), party.id)
            for data_set, codes in party.codes.items():
                for code in codes:
                    self._by_code[data_set, code] = party.id
        self._ids = frozenset(terms.parties)
        self._cells: dict[str, tuple[str | None, tuple[str, ...]]] = {}

    def of_code(self, data_set: str, code: str) -> str | None:
        """The party with a code of a data set."""
        return self._by_code.get((data_set, code))

    def of_name(self, name: str) -> str | None:
        """The party with an id, a name or an alias; names without regard to capitals and repeated spaces."""
        if name in self._ids:
            return name
        return self._by_text.get(_folded(name))

    def cell(self, cell: str) -> tuple[str | None, tuple[str, ...]]:
        """A cell with its names replaced by party ids, and the names that nobody mapped.

        A name that nobody mapped stays as it is; one that says that nobody knows is left out of the
        names, and makes its alternative unknown as a whole only if it stands alone.
        """
        if cell not in self._cells:
            if len(self._cells) >= _MOST_CELLS:
                self._cells.clear()
            self._cells[cell] = self._cell(cell)
        return self._cells[cell]

    def _cell(self, cell: str) -> tuple[str | None, tuple[str, ...]]:
        unmapped: list[str] = []
        alternatives = []
        for alternative in cell.split("|"):
            names = []
            for raw in alternative.split(";"):
                name = raw.strip()
                if not name or is_unidentified(name):
                    names.append("")
                    continue
                party = self.of_name(name)
                if party is None:
                    unmapped.append(name)
                names.append(party or name)
            alternatives.append(";".join(names))
        text = "|".join(alternatives)
        return (text if text.strip(";|") else None), tuple(unmapped)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
