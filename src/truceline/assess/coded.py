# SPDX-License-Identifier: Apache-2.0
"""Batches of incidents with their columns as numbers that mean the same in every batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truceline.assess.combination import RoleCell
from truceline.assess.extents import Places
from truceline.assess.membership import parse_role
from truceline.assess.sides import make_room
from truceline.terms import FactAsked, NamedArea, Terms
from truceline.truth import Truths

Codes32 = NDArray[np.int32]

_MOST_TEXTS = 1 << 20
"""Spellings that are remembered from one batch to the next."""


@dataclass
class Vocabulary:
    """Gives each distinct text a number, counted from 0; number 0 is a missing cell."""

    plain: Callable[[str], str] = str
    """What counts of a text."""
    texts: list[str | None] = field(default_factory=lambda: [None])
    _numbers: dict[str, int] = field(default_factory=lambda: {"": 0})
    _codes: dict[str, int] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def __len__(self) -> int:
        return len(self.texts)

    def codes(self, column: pa.Array) -> Codes32:
        """(n,) the number of each cell of a column of texts; an empty text is a missing one."""
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        numbers = [self.code(text) for text in column.dictionary.to_pylist()]
        indices = column.indices.fill_null(len(numbers)).to_numpy(zero_copy_only=False)
        found: Codes32 = np.array([*numbers, 0], dtype=np.int32)[indices]
        return found

    def code(self, text: str | None) -> int:
        """The number of one text."""
        if not text:
            return 0
        found = self._codes.get(text)
        if found is None:
            plain = self.plain(text)
            with self._lock:
                if plain not in self._numbers:
                    self.texts.append(plain)
                    self._numbers[plain] = len(self.texts) - 1
                make_room(self._codes, _MOST_TEXTS)
                found = self._codes[text] = self._numbers[plain]
        return found


@dataclass
class Vocabularies:
    """One for each column of texts that provisions ask about; ``by`` and ``against`` share one."""

    terms: Terms
    acts: Vocabulary = field(default_factory=Vocabulary)
    weapons: Vocabulary = field(default_factory=Vocabulary)

    def __post_init__(self) -> None:
        self.cells = Vocabulary(self._known_names)

    def _known_names(self, cell: str) -> str:
        """A cell without the names that no party has: whoever they stand for is anybody."""
        parties = self.terms.parties
        return "|".join(
            ";".join(name if name in parties else "" for name in names) for names in parse_role(cell)
        )


@dataclass
class CodedBatch:
    """A batch of n incidents."""

    incidents: pa.RecordBatch
    vocabularies: Vocabularies
    places: Places
    recorded: dict[FactAsked, NDArray[np.int8]] = field(default_factory=dict)
    """What is recorded of each fact that was asked about so far, for each incident."""

    def __len__(self) -> int:
        return int(self.incidents.num_rows)

    @property
    def ids(self) -> pa.Array:
        """(n,) their ids."""
        return self.incidents.column("id")

    @cached_property
    def is_timed(self) -> NDArray[np.bool_]:
        """(n,) whether any time is known."""
        start = self.incidents.column("start")
        if start.null_count == 0:
            return np.ones(len(self), dtype=bool)
        return np.asarray(start.is_valid().to_numpy(zero_copy_only=False))

    @cached_property
    def start_ms(self) -> NDArray[np.int64]:
        """(n,) the first millisecond at which it may have happened; 0 where no time is known."""
        return _milliseconds(self.incidents.column("start"))

    @cached_property
    def last_ms(self) -> NDArray[np.int64]:
        """(n,) the last such millisecond."""
        end = self.incidents.column("end")
        last = _milliseconds(end) - 1
        if end.null_count:
            last = np.where(end.is_valid().to_numpy(zero_copy_only=False), last, self.start_ms)
        return np.maximum(self.start_ms, last)

    @cached_property
    def by(self) -> Codes32:
        """(n,) the cell that says who did it."""
        return self.vocabularies.cells.codes(self.incidents.column("by"))

    @cached_property
    def against(self) -> Codes32:
        """(n,) the cell that says to whom."""
        return self.vocabularies.cells.codes(self.incidents.column("against"))

    @cached_property
    def is_either(self) -> NDArray[np.bool_]:
        """(n,) whether the two cells may be the other way round."""
        column = self.incidents.column("roles")
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        says = np.array([text == "either" for text in column.dictionary.to_pylist()] + [False])
        return np.asarray(says[column.indices.fill_null(len(says) - 1).to_numpy(zero_copy_only=False)])

    @cached_property
    def act(self) -> Codes32:
        """(n,) the act."""
        return self.vocabularies.acts.codes(self.incidents.column("act"))

    @cached_property
    def weapon(self) -> Codes32:
        """(n,) the weapon."""
        return self.vocabularies.weapons.codes(self.incidents.column("weapon"))

    @cached_property
    def calibre_mm(self) -> NDArray[np.float64]:
        """(n,) its calibre; NaN where none is recorded."""
        return np.asarray(self.incidents.column("calibre_mm").to_numpy(zero_copy_only=False))

    @cached_property
    def _roles(self) -> tuple[NDArray[np.int64], list[RoleCell]]:
        cells = self.vocabularies.cells.texts
        triple = (self.by.astype(np.int64) * len(cells) + self.against) * 2 + self.is_either
        triples, code = np.unique(triple, return_inverse=True)
        pairs = [(divmod(triple // 2, len(cells)), bool(triple % 2)) for triple in triples.tolist()]
        return code.astype(np.int64), [RoleCell(cells[a], cells[b], either) for (a, b), either in pairs]

    @property
    def role_code(self) -> NDArray[np.int64]:
        """(n,) who did it to whom, as a position in ``roles``."""
        return self._roles[0]

    @property
    def roles(self) -> list[RoleCell]:
        """The distinct pairs of cells in this batch."""
        return self._roles[1]

    def role(self, row: int) -> RoleCell:
        """Who did it to whom in one incident."""
        cells = self.vocabularies.cells.texts
        return RoleCell(cells[self.by[row]], cells[self.against[row]], bool(self.is_either[row]))

    def in_area(self, form: NamedArea) -> Truths:
        """(n,) whether each incident lies in an area."""
        return self.places.answers("in", form)


def _milliseconds(column: pa.Array) -> NDArray[np.int64]:
    plain = column.cast(pa.int64())
    return np.asarray((plain.fill_null(0) if plain.null_count else plain).to_numpy(zero_copy_only=False))
