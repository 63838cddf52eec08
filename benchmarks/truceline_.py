# SPDX-License-Identifier: Apache-2.0
"""Truceline itself as one of those that judge the load, in its variants."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from answers import Answers, of_findings, of_rows
from load import Size
from truceline.assess import Assessment
from truceline.kernels import VARIABLE
from truceline.records import Incidents, Reach, read_incidents
from truceline.terms import Terms, load_terms


def read_batches(folder: Path, terms: Terms) -> list[pa.RecordBatch]:
    """The incidents of a load, as an assessment is given them: texts that repeat are dictionaries."""
    return list(read_incidents(folder / "incidents.parquet", terms).batches(coded=True))


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to run Truceline."""

    name: str
    kernels: str
    """``numba`` or ``numpy``."""
    threads: int
    knows_kinds: bool = False
    """Whether it has judged all kinds of these incidents before; else it begins anew each time."""
    only_results: bool = False
    """Whether it gives results as numbers, as the peers do; else findings with reasons."""


VARIANTS = (
    Variant("Truceline, numba, 2 threads", "numba", 2),
    Variant("Truceline, numba, 2 threads, kinds known", "numba", 2, knows_kinds=True),
    Variant("Truceline, numba, 2 threads, kinds known, results only", "numba", 2, True, True),
    Variant("Truceline, numba, 1 thread, kinds known", "numba", 1, knows_kinds=True),
    Variant("Truceline, NumPy, 2 threads", "numpy", 2),
    Variant("Truceline, NumPy, 2 threads, kinds known", "numpy", 2, knows_kinds=True),
    Variant("Truceline, NumPy, 2 threads, kinds known, results only", "numpy", 2, True, True),
)


class Held(Incidents):
    """Incidents that are in memory already, as they were read."""

    def __init__(self, batches: Sequence[pa.RecordBatch], terms: Terms) -> None:
        super().__init__([], terms)
        self._held = batches

    def batches(self, reach: Reach | None = None, *, coded: bool = True) -> Iterator[pa.RecordBatch]:
        """The batches as they are: coded, as an assessment asks for them."""
        yield from self._held


class Truceline:
    """An assessment: a new one each time, with nothing but what is cached on disk, or the same again."""

    def __init__(self, size: Size, folder: Path, variant: Variant) -> None:
        self.name = variant.name
        more = "; the first assessment, which judges each kind of record" if variant.knows_kinds else ""
        self.untimed = f"reading the terms; indexes cached on disk, compiled code{more}"
        self._variant = variant
        self._size = size
        self._terms = load_terms(folder / "terms.yaml")
        self._batches: Sequence[pa.RecordBatch] = []
        self._assessment: Assessment | None = None

    def take(self, batches: Sequence[pa.RecordBatch]) -> None:
        """Keeps the batches as they are."""
        self._batches = batches
        self._assessment = None

    def judge(self) -> list[Any]:
        """Findings, with reasons, of all incidents; or results alone."""
        os.environ[VARIABLE] = self._variant.kernels
        try:
            if self._assessment is None or not self._variant.knows_kinds:
                held = Held(self._batches, self._terms)
                self._assessment = Assessment(self._terms, held, threads=self._variant.threads)
            if self._variant.only_results:
                with ThreadPoolExecutor(self._variant.threads) as pool:
                    return list(pool.map(self._assessment.results_of, self._batches))
            return list(self._assessment)
        finally:
            del os.environ[VARIABLE]

    def answers(self, judged: Any) -> Answers:
        """The findings as codes."""
        if self._variant.only_results:
            return np.concatenate(
                [
                    of_rows(
                        part.row, part.provision, part.result, (batch.num_rows, len(self._terms.provisions))
                    )
                    for part, batch in zip(judged, self._batches, strict=True)
                ]
            )
        return of_findings(judged, pa.concat_arrays([b.column("id") for b in self._batches]), self._size)

    def close(self) -> None:
        """Nothing was started."""
