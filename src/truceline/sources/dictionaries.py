# SPDX-License-Identifier: Apache-2.0
"""The dictionaries of a language: data files that a linguist can edit.

Each language has a folder in ``data``, each file of it is TOML. A folder of the user's own stands in for it, file by file.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from truceline.errors import Problem, SourcesError

Made = TypeVar("Made")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Dictionaries:
    """The data files of one language.

    Two with equal digests give equal readings.
    """

    language: str = "en"
    folder: Path | None = None
    """Files in it are used in place of those that are shipped."""
    _read: dict[str, Any] = field(default_factory=dict, compare=False)
    _made: dict[Any, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Refuses a folder that stands in for nothing, or whose file nobody would read.

        Raises:
            SourcesError: there is no such folder, no dictionary in it, or a file with another name than one of them.
        """
        if self.folder is not None:
            problems = list(_faults(self.folder, self.names))
            if problems:
                raise SourcesError(problems)

    def __reduce__(self) -> tuple[type[Dictionaries], tuple[str, Path | None]]:
        """What another process needs to read them for itself."""
        return Dictionaries, (self.language, self.folder)

    def __getitem__(self, name: str) -> dict[str, Any]:
        """The content of a file, by its name without the ending.

        Raises:
            SourcesError: the file is no TOML; names the line.
        """
        if name not in self._read:
            try:
                self._read[name] = tomllib.loads(self._bytes(name).decode())
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                problem = Problem(f"{name}.toml", None, None, "", str(error), "expected TOML in UTF-8")
                raise SourcesError([problem]) from error
        found: dict[str, Any] = self._read[name]
        return found

    @contextmanager
    def faults_of(self, name: str) -> Iterator[None]:
        """Turns what is missing or wrong in a file, found while something is made of it, into an error that names it."""
        try:
            yield
        except (KeyError, re.error, ValueError) as error:
            found = f"no {error}" if isinstance(error, KeyError) else str(error)
            remedy = "Compare it with the file that is shipped, whose comments say what each table is for."
            problem = Problem(
                f"{name}.toml", None, None, "", found, "expected the tables and forms of this file", remedy
            )
            raise SourcesError([problem]) from error

    def made(self, what: Callable[[Dictionaries], Made]) -> Made:
        """What a class or a function makes of the dictionaries; made once, patterns take long to compile."""
        if what not in self._made:
            self._made[what] = what(self)
        found: Made = self._made[what]
        return found

    def _bytes(self, name: str) -> bytes:
        if self.folder is not None and (self.folder / f"{name}.toml").exists():
            return (self.folder / f"{name}.toml").read_bytes()
        return (files("truceline.sources") / "data" / self.language / f"{name}.toml").read_bytes()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of all files, without the ending."""
        folder = files("truceline.sources") / "data" / self.language
        names = (entry.name for entry in folder.iterdir())
        return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all files, and the table by which languages are known, in hexadecimal."""
        told = hashlib.sha256(languages_bytes())
        for name in self.names:
            told.update(name.encode() + b"\0" + hashlib.sha256(self._bytes(name)).digest())
        return told.hexdigest()


def _faults(folder: Path, names: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with a folder of files that stand in for dictionaries."""
    files = [f"{name}.toml" for name in names]
    expected = f"expected a folder with any of {', '.join(files)}"
    if not folder.is_dir():
        found = "this is a file" if folder.exists() else "there is no such folder"
        yield Problem(str(folder), None, None, "", found, expected)
        return
    there = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".toml")
    if not there:
        yield Problem(str(folder), None, None, "", "no dictionary is in this folder", expected)
    for name in there:
        if name not in files:
            near = difflib.get_close_matches(name.lower(), files, n=1, cutoff=0.6)
            remedy = f"Did you mean {near[0]}?" if near else f"The names are {', '.join(files)}."
            found = "no dictionary has this name"
            yield Problem(str(folder / name), None, None, "", found, "it would stand in for none", remedy)


def languages_bytes() -> bytes:
    """The table by which languages are known; no folder stands in for it."""
    return (files("truceline.sources") / "data" / "languages.toml").read_bytes()


def words_of(dictionaries: Dictionaries) -> frozenset[str]:
    """All words that stand anywhere in the dictionaries, in small letters.

    >>> "proposed" in words_of(dictionaries_in())
    True
    """
    waiting: list[Any] = [dictionaries[name] for name in dictionaries.names]
    found: set[str] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found.update(map(str.lower, _WORD.findall(each)))
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each
    return frozenset(found)


@cache
def dictionaries_in(folder: Path | None = None) -> Dictionaries:
    """The dictionaries for English with the files of a folder in place of theirs, read once and for all.

    >>> dictionaries_in() is dictionaries_in()
    True
    """
    return Dictionaries(folder=folder)
