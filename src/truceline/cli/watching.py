# SPDX-License-Identifier: Apache-2.0
"""Assesses the files of a folder as they arrive: what is there, what is complete, what is to be done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from truceline.errors import OutputError, RecordsError, TermsError, TrucelineError

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from truceline.records import Incidents, RecordedFact
    from truceline.reports import Findings, Journal
    from truceline.terms import Terms

_TEXTS = (".csv", ".tsv", ".txt")
ENDINGS = (*_TEXTS, *(f"{text}.gz" for text in _TEXTS), ".parquet", ".arrow", ".feather", ".ipc")
"""Of tables. Anything else is let lie."""

_UNFINISHED = ("~", ".part", ".filepart", ".partial", ".crdownload", ".tmp")
"""Ends of names that programs give to what they are still writing."""

_MOST_NAMED = 5
"""So many names are told in one line."""

_State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Options:
    """How files are assessed, as the user said."""

    terms: Path
    facts: tuple[Path, ...] = ()
    areas: Path | None = None
    precision: Path | None = None
    layout: str = "auto"
    assume: tuple[str, ...] = ()
    as_of: str | None = None
    all_rows: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that decide findings beside the records; those beside the terms may be named in them."""
        given = (self.terms, *self.facts, *filter(None, (self.areas, self.precision)))
        return (*given, *sorted(path for path in self.terms.parent.glob("*") if path.is_file()))


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell."""

    text: str
    is_trouble: bool = False
    """Whether something could not be read, or a record was rejected."""
    is_result: bool = False
    """Whether it is the line of a file that was assessed."""


@dataclass
class _Ready:
    """The terms and all else, loaded."""

    terms: Terms
    facts: tuple[RecordedFact, ...]
    made_by: str
    as_of_ms: int | None

    def records(self, path: Path, rejects: Path, options: Options) -> Incidents:
        from truceline.records import read_incidents

        return read_incidents(
            path,
            self.terms,
            layout=options.layout,
            areas=options.areas,
            precision=options.precision,
            rejects=rejects,
        )


def is_table(name: str) -> bool:
    """Whether a name is that of a table which is not being written.

    >>> [is_table(name) for name in ("a.csv", "a.csv.gz", ".a.csv", "a.csv.part", "~$a.csv")]
    [True, True, False, False, False]
    """
    return not _is_hidden(name) and name.lower().endswith(ENDINGS)


def _is_hidden(name: str) -> bool:
    """Whether a name is not meant to be seen, or is that of a file which is being written."""
    return name.startswith((".", "~")) or name.lower().endswith(_UNFINISHED)


@dataclass
class Watch:
    """A folder under watch. Call ``look`` again and again."""

    folder: Path
    journal: Journal
    options: Options
    settle_s: float
    """So long a file has to be as it is before it counts as complete."""
    _seen: dict[str, tuple[_State, float]] = field(default_factory=dict)
    """How each file was when it was last looked at, and since when it is so."""
    _digests: dict[str, tuple[_State, str]] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    """Trouble that was told, so that it is told once."""
    _left: set[str] = field(default_factory=set)
    """Files that are no tables, as far as they were told."""
    _ready: _Ready | None = None
    _inputs: object = None

    def look(self, now_s: float) -> Iterator[News]:
        """Assesses what is complete and not in the journal.

        Args:
            now_s: the time, on any clock that does not go back.

        Raises:
            OutputError: findings cannot be written.
        """
        try:
            found = self._states()
        except OSError as error:
            yield from self._once("", f"{self.folder} cannot be read: {error.strerror}; waiting for it")
            return
        self._said.pop("", None)
        complete = []
        for name, state in found.items():
            before = self._seen.get(name)
            since = before[1] if before is not None and before[0] == state else now_s
            self._seen[name] = state, since
            if now_s - since >= self.settle_s:
                complete.append(name)
        for gone in self._seen.keys() - found.keys():
            del self._seen[gone]
        yield from self._leave([name for name in complete if not is_table(name)])
        complete = [name for name in complete if is_table(name)]
        if complete:
            yield from self._load()
        if any(not self._is_done(name, found[name]) for name in complete if name not in self._said):
            # The terms may name files in other folders; before anything is assessed they are loaded anew.
            self._inputs = None
            yield from self._load()
        if self._ready is not None:
            for name in complete:
                yield from self._take(name, found[name])

    def _leave(self, names: Sequence[str]) -> Iterator[News]:
        """Says once of each file which is no table that it is left alone."""
        new = [name for name in names if name not in self._left]
        self._left.update(new)
        if new:
            yield News(f"left alone: {_some(new)}; a table ends in {', '.join(ENDINGS)}")

    def _states(self) -> dict[str, _State]:
        found = {}
        for path in sorted(self.folder.iterdir()):
            if not _is_hidden(path.name):
                try:
                    told = path.stat()
                except FileNotFoundError:
                    continue  # taken away between the listing and now
                if path.is_file():
                    found[path.name] = told.st_ino, told.st_size, told.st_mtime_ns
        return found

    def _once(self, about: str, text: str) -> Iterator[News]:
        if self._said.get(about) != text:
            self._said[about] = text
            yield News(text, is_trouble=True)

    def _load(self) -> Iterator[News]:
        """Loads the terms and all else, again where a file has changed."""
        from truceline.cli.assess import as_of_ms
        from truceline.records import file_digest, read_facts
        from truceline.terms import load_terms

        inputs = [(path, *_state(path)) for path in self.options.files]
        if inputs == self._inputs:
            return
        self._inputs = inputs
        before, self._ready = self._ready, None
        try:
            terms = load_terms(self.options.terms)
            facts = read_facts(self.options.facts, terms)
            digests = [file_digest(path) for path in (self.options.areas, self.options.precision) if path]
        except (TermsError, RecordsError) as error:
            yield from self._once("terms", f"{error}\nnothing is assessed until this is mended")
            return
        self._said.pop("terms", None)
        made_by = _digest_of(terms, facts, digests, self.options)
        if before is not None and before.made_by != made_by:
            yield News("the terms, or what goes with them, have changed: every file is assessed again")
        self._ready = _Ready(terms, facts, made_by, as_of_ms(self.options.as_of, terms))

    def _is_done(self, name: str, state: _State) -> bool:
        """Whether a file was assessed as it is, by the terms and all else as they are."""
        entry, (known, digest) = self.journal.entries.get(name), self._digests.get(name, (None, ""))
        made_by = "" if self._ready is None else self._ready.made_by
        return known == state and entry is not None and (entry.digest, entry.made_by) == (digest, made_by)

    def _take(self, name: str, state: _State) -> Iterator[News]:
        from truceline.records import file_digest
        from truceline.reports import Entry

        assert self._ready is not None
        path = self.folder / name
        if self._digests.get(name, (None,))[0] != state:
            try:
                self._digests[name] = state, file_digest(path)
            except RecordsError as error:
                yield from self._once(name, f"{error}")
                return
        digest = self._digests[name][1]
        if self._is_done(name, state):
            return
        try:
            news = self._assess(name, state)
        except OutputError:
            raise
        except _StillWrittenError:
            return  # it has to settle again
        except TrucelineError as error:
            if _state(path) != state:
                return
            for out in self._outs(name):
                out.unlink(missing_ok=True)  # they are of what the file held before
            self.journal.add(Entry(name, digest, self._ready.made_by, str(error)))
            yield News(f"{error}\n{name} is set aside until it changes", is_trouble=True)
            return
        self._said.pop(name, None)
        self.journal.add(Entry(name, digest, self._ready.made_by))
        yield from news

    def _outs(self, name: str) -> tuple[Path, Path]:
        out = self.journal.folder / f"{name}.parquet"
        return out, self.journal.folder / f"{name}.rejects.csv"

    def _assess(self, name: str, state: _State) -> list[News]:
        """Writes the findings of one file."""
        from truceline.assess import assess
        from truceline.reports import write_findings

        assert self._ready is not None
        ready, path = self._ready, self.folder / name
        out, rejects = self._outs(name)
        records = ready.records(path, rejects, self.options)
        assessment = assess(
            ready.terms,
            records,
            facts=ready.facts,
            assume=self.options.assume,
            as_of_ms=ready.as_of_ms,
            all_rows=self.options.all_rows,
        )
        write_findings(out, _Guarded(assessment, path, state))
        summary = assessment.summary
        certain, possible = sum(summary.certain.values()), sum(summary.possible.values())
        text = (
            f"{name}: {certain:,} certain, {certain + possible:,} certain + possible;"
            f" {summary.read:,} records read, {summary.rejected:,} rejected"
        )
        told = [str(problem) for problem in records.warnings]
        if summary.rejected:
            first = records.first_rejects[0]
            told.append(
                f"{name}: rejected first: line {first.line}: {first.column}: {first.reason};"
                f" all that are rejected: {rejects}"
            )
        if summary.unmapped:
            ordered = sorted(summary.unmapped.items(), key=lambda item: (-item[1], item[0]))
            names = _some([f"{unmapped} ({count:,})" for unmapped, count in ordered])
            told.append(
                f"{name}: names that nobody mapped (unknown, not absent), with their records: {names}"
            )
        return [News(text, is_trouble=bool(summary.rejected), is_result=True), *map(News, told)]


class _StillWrittenError(Exception):
    """A file was changed while it was read; its findings are not put in place."""


@dataclass
class _Guarded:
    """The findings of a file, which end in an error where it was changed while it was read."""

    findings: Findings
    path: Path
    state: _State

    def __post_init__(self) -> None:
        self.schema = self.findings.schema

    def __iter__(self) -> Iterator[RecordBatch]:
        yield from self.findings
        if _state(self.path) != self.state:
            raise _StillWrittenError


def _some(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


def _digest_of(terms: Terms, facts: Sequence[RecordedFact], digests: Sequence[str], options: Options) -> str:
    from truceline.assess import machinery

    told = (machinery(), terms.digest, facts, digests, options.layout, options.assume, options.as_of)
    return hashlib.sha256(repr((*told, options.all_rows)).encode()).hexdigest()
