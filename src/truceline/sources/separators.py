# SPDX-License-Identifier: Apache-2.0
"""Which sign separates the cells of a table: what spreadsheets of many countries write instead of a comma."""

from __future__ import annotations

import csv
from collections.abc import Sequence

_OTHERS = (";", "\t")
"""Besides the comma."""


def separator_of(text: str, columns: Sequence[str]) -> str:
    """The sign that separates the cells of a table, by its header; the comma where that settles nothing else.

    Args:
        text: the table.
        columns: names that stand in its header.

    >>> separator_of("id;note\\na,b;c", ["id", "note"])
    ';'
    >>> separator_of("id,note;more\\n", ["id", "note"])
    ','
    """
    first = text[: text.find("\n")] if "\n" in text else text
    for sign in _OTHERS:
        header = [name.strip().casefold() for name in next(csv.reader([first.strip()], delimiter=sign), [])]
        if len(header) > 1 and "," not in first and set(columns) & set(header):
            return sign
    return ","
