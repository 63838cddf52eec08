# SPDX-License-Identifier: Apache-2.0
"""From files to readings: each document with its statements, times and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

from truceline.errors import Problem, SourcesError
from truceline.sources.claims.find import find_claims
from truceline.sources.claims.gazetteer import Gazetteer
from truceline.sources.dictionaries import Dictionaries, dictionaries_in
from truceline.sources.documents.about import About
from truceline.sources.documents.read import read_document
from truceline.sources.extractors import RULES, plugged_in, require_sound
from truceline.sources.model import Document, Original, Reading, Statement, Told
from truceline.sources.statements.find import find_statements
from truceline.sources.times.find import find_times
from truceline.terms import Terms
from truceline.version import VERSION

_FEW = 100
"""Documents that one process reads before others would have started."""


@dataclass(frozen=True)
class HowToRead:
    """What documents are read with."""

    about: About | None = None
    dictionaries: Dictionaries = field(default_factory=dictionaries_in)
    extractor: str = RULES
    """Who finds statements: ``RULES``, or the name under which a package offers one."""
    encoding: str | None = None
    terms: Terms | None = None
    """Whose parties and areas are looked for."""
    gazetteer: Gazetteer | None = None

    @property
    def made_by(self) -> str:
        """What a reading depends on besides its document."""
        found = "" if self.extractor == RULES else f" {plugged_in(self.extractor).version}"
        words = f"dictionaries {self.dictionaries.language} {self.dictionaries.digest[:12]}"
        return f"truceline {VERSION}, extractor {self.extractor}{found}, {words}"


def read(path: str | Path, how: HowToRead | None = None) -> Reading:
    """A document with what is found in it.

    In a language without rules nothing is found; the document's notes say so.

    Raises:
        SourcesError: the document cannot be read, or the extractor gave what does not fit it.
    """
    how = how or HowToRead()
    document = read_document(path, about=how.about, dictionaries=how.dictionaries, encoding=how.encoding)
    if document.language is not None and document.language.value != how.dictionaries.language:
        return Reading(document, made_by=how.made_by)
    statements = _statements(document, how)
    times = find_times(document, how.dictionaries)
    claims = find_claims(
        document, statements, times, how.dictionaries, terms=how.terms, gazetteer=how.gazetteer
    )
    return Reading(document, statements, times, claims, how.made_by)


def _statements(document: Document, how: HowToRead) -> tuple[Statement, ...]:
    if how.extractor == RULES:
        return find_statements(document, how.dictionaries)
    found = tuple(plugged_in(how.extractor).statements(document, how.dictionaries))
    require_sound(how.extractor, document, found)
    return found


def read_all(
    paths: Sequence[str | Path], how: HowToRead | None = None, *, processes: int = 1
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """The readings of all documents that can be read, in order, and what is wrong with the others.

    Raises:
        SourcesError: the system ended one of the processes.
    """
    how = how or HowToRead()
    if processes > 1 and len(paths) > _FEW:
        pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(how,)
        )
        size = max(len(paths) // (processes * 8), 1)
        try:
            with pool:
                found = list(pool.map(_read_as_begun, paths, chunksize=size))
        except BrokenProcessPool as error:
            raise _cut_off() from error
    else:
        found = [_read_or_tell(path, how) for path in paths]
    problems = [p for each in found if isinstance(each, tuple) for p in each]
    readings = [each for each in found if isinstance(each, Reading)]
    alike, unlike = _alike(readings, how)
    return tuple(alike), (*problems, *unlike)


def _alike(readings: Sequence[Reading], how: HowToRead) -> tuple[list[Reading], list[Problem]]:
    """Readings of the same bytes by all that people say of any of their names; and where that cannot be so of both."""
    names: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        names[reading.document.original.digest].append(reading.document.original.name)
    about, kept, problems = how.about or About(), list[Reading](), list[Problem]()
    for reading in readings:
        original = reading.document.original
        cells, contradicted = about.of_bytes(original.digest, names[original.digest])
        problems += _contradictions(original, names[original.digest], contradicted)
        if contradicted:
            continue
        told: Reading | tuple[Problem, ...] = reading
        if any(getattr(reading.document, name) != Told(cell, "given") for name, cell in cells.items()):
            told = _read_or_tell(original.name, replace(how, about=about.with_row(original.digest, cells)))
        if isinstance(told, Reading):
            kept.append(told)
        else:
            problems += told
    return kept, problems


def _contradictions(
    original: Original, names: Sequence[str], contradicted: Mapping[str, Sequence[str]]
) -> list[Problem]:
    others = ", ".join(sorted(name for name in set(names) if name != original.name))
    remedy = f"Give one row with the document {original.digest}."
    expected = "expected one, since the words are the same"
    return [
        Problem(
            *(original.name, None, None, ""),
            *(
                f"has the bytes of {others}, and {column} is {' or '.join(told)} by their rows",
                expected,
                remedy,
            ),
        )
        for column, told in contradicted.items()
    ]


def _cut_off() -> SourcesError:
    found = "a process that reads documents was ended from outside"
    expected = "expected memory for all that are read at a time"
    return SourcesError([Problem("", None, None, "", found, expected, "Read fewer at a time.")])


_begun: list[HowToRead] = []
"""In another process: how it reads."""


def _begin(how: HowToRead) -> None:
    _begun[:] = [how]


def _read_as_begun(path: str | Path) -> Reading | tuple[Problem, ...]:
    return _read_or_tell(path, _begun[0])


def _read_or_tell(path: str | Path, how: HowToRead) -> Reading | tuple[Problem, ...]:
    try:
        return read(path, how)
    except SourcesError as error:
        return error.problems
