# SPDX-License-Identifier: Apache-2.0
"""The lines of a text file, one by one or, where they are plain, many at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from truceline.errors import Problem, RecordsError

_FIRST_BYTES, _BLOCK_BYTES = 1 << 13, 1 << 23
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NEWLINE, _RETURN, _QUOTE = b'\n\r"'


class Lines:
    """The lines of a text, none longer than allowed and none with a NUL."""

    def __init__(self, path: Path, file: Any, encoding: str, most_characters: int) -> None:
        self.path = path
        self.line = 0
        """The number of the last line that was given."""
        self._file, self._encoding, self._most = file, encoding, most_characters
        self._left = b""
        self._text, self._length = io.StringIO(), 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.is_between_blocks:
            self._take(self._block())
        line = self._text.readline(self._most)
        if not line:
            raise StopIteration
        self.line += 1
        if len(line) >= self._most:
            raise self._refuse(
                f"a line of more than {self._most:,} characters",
                "CSV table",
                "Is a quote left open, or is the file no table?",
            )
        if "\0" in line:
            raise self._refuse("a byte 0", "CSV table as text", "Is this another kind of file?")
        return line

    def _refuse(self, found: str, expected: str, remedy: str) -> RecordsError:
        return RecordsError(
            [Problem(str(self.path), self.line, None, "", found, f"expected a {expected}", remedy)]
        )

    @property
    def is_between_blocks(self) -> bool:
        """Whether ``plain_rows`` may be asked, if a record ends here."""
        return self._text.tell() >= self._length

    def plain_rows(self, width: int, delimiter: str) -> pa.Table | None:
        """The rows of the next lines as columns of texts, where each line is plainly a row of that width.

        Lines are plain if it makes no difference who tells them into cells: no blank line, no quote but around
        whole cells or doubled within them, none that is left open at the end of a line. Where one of them is
        not, there is no table, and all of them come one by one.
        """
        if self._encoding == "cp1252":
            return None
        block = self._block()
        ended = block if block.endswith(b"\n") else block + b"\n"
        table = _table(ended, width, delimiter) if _is_plain(ended, ord(delimiter), self._most) else None
        if table is None:
            self._take(block)
            return None
        self.line += table.num_rows
        return table

    def _take(self, block: bytes) -> None:
        # That UTF-8 is right was seen before; only a line that is too long is ever cut within a character.
        errors = "strict" if self._encoding == "cp1252" else "replace"
        text = block.decode(self._encoding.removesuffix("-sig"), errors)
        self._text, self._length = io.StringIO(text, newline=""), len(text)

    def _block(self) -> bytes:
        """Bytes up to the end of a line; of a line beyond measure enough to see that; at the end none."""
        block: bytes = self._left
        while True:
            piece = self._file.read(_BLOCK_BYTES if self.line else _FIRST_BYTES)
            if not (self.line or block):
                piece = piece.removeprefix(_BYTE_ORDER_MARK) if self._encoding == "utf-8-sig" else piece
            block += piece
            # A return at the very end may be the half of a newline.
            end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
            if not piece or len(block) - end > 4 * self._most:
                end = len(block)
            if end:
                self._left = block[end:]
                return block[:end]
            if not piece:
                return b""


def _is_plain(block: bytes, delimiter: int, most: int) -> bool:
    """Whether a block that ends with a newline holds nothing on which two readers of CSV might differ."""
    returns = block.count(b"\r")
    if b"\0" in block or returns != block.count(b"\r\n") or block.startswith(_BYTE_ORDER_MARK):
        return False
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    lengths = np.diff(ends, prepend=-1)
    is_blank = (lengths == 1) | ((lengths == 2) & (data[ends - 1] == _RETURN))
    if is_blank.any() or lengths.max() >= most:
        return False
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes) % 2:
        return False
    if not len(quotes):
        return True
    # Every other quote opens. A doubled one within a cell closes and opens again.
    before = np.where(quotes[::2] > 0, data[quotes[::2] - 1], _NEWLINE)
    after = data[quotes[1::2] + 1]
    is_within = np.searchsorted(quotes, ends) % 2 == 1
    return bool(
        np.isin(before, (_NEWLINE, delimiter, _QUOTE)).all()
        and np.isin(after, (_NEWLINE, _RETURN, delimiter, _QUOTE)).all()
        and not is_within.any()
    )


def _table(block: bytes, width: int, delimiter: str) -> pa.Table | None:
    names = [str(index) for index in range(width)]
    try:
        return pa_csv.read_csv(
            pa.py_buffer(block),
            pa_csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
            pa_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            pa_csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None  # a line with more or fewer cells is among them
