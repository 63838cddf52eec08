# SPDX-License-Identifier: Apache-2.0
"""The rules of a language for what is not the article, compiled from its ``trimmings.toml`` once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from truceline.errors import Problem, SourcesError
from truceline.sources.dates import PageDates
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.model import BLOCK_ROLES, Span

_LONGEST = 200
_WHERE = ("", "head", "tail")
_REACH = ("", "rest", "lines", "next", "before")
_GROUPS = {"author", "outlet", "date"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for a block."""

    name: str
    role: str
    where: str
    reach: str
    longest: int
    match: re.Pattern[str]

    def on(self, text: str, span: Span) -> re.Match[str] | None:
        """Whether it fits a block."""
        if span.end - span.start > self.longest:
            return None
        return self.match.fullmatch(text, span.start, span.end)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a block looks like that is part of a text."""

    least_words: int
    long_words: int
    most_heading_words: int
    least_title_words: int
    turn: re.Pattern[str]
    abbreviation: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a language, in their order."""

    layout: Layout
    dates: PageDates
    rules: tuple[Rule, ...]
    datelines: tuple[Rule, ...]


@lru_cache(maxsize=8)
def rules_of(dictionaries: Dictionaries) -> Rules:
    """The rules of a language.

    Raises:
        SourcesError: rules are wrong; carries all problems.
    """
    table = dictionaries["trimmings"]
    problems: list[Problem] = []
    try:
        dates = PageDates.of(table["dates"])
        names = table["names"]
        stand_for = {
            "{date}": dates.pattern,
            "{clock}": f"(?:{table['dates']['clock']})",
            "{name}": names["name"],
            "{agency}": "(?:"
            + "|".join(map(re.escape, sorted(names["agencies"], key=len, reverse=True)))
            + ")",
        }
        shape = dict(table["layout"])
        turn, abbreviation = re.compile(shape.pop("turn")), re.compile(f"(?:{shape.pop('abbreviation')})\\Z")
        layout = Layout(turn=turn, abbreviation=abbreviation, **shape)
    except (KeyError, TypeError, re.error) as error:
        raise SourcesError(
            [_problem("", str(error), "expected layout, dates and names as shipped")]
        ) from error
    made = {
        key: tuple(
            rule
            for number, row in enumerate(table.get(key, ()), 1)
            if (rule := _rule(row, f"{key}[{number}]", stand_for, problems))
        )
        for key in ("rule", "dateline")
    }
    if problems:
        raise SourcesError(problems)
    return Rules(layout, dates, made["rule"], made["dateline"])


def _rule(
    row: Mapping[str, Any], address: str, stand_for: Mapping[str, str], problems: list[Problem]
) -> Rule | None:
    """A rule of the table; None where it is wrong, which goes to ``problems``."""
    before = len(problems)
    for key in row.keys() - {"name", "role", "where", "reach", "longest", "match"}:
        problems.append(
            _problem(address, f'the key "{key}"', "expected name, role, where, reach, longest, match")
        )
    values = {"role": "about", "where": "", "reach": "", "longest": _LONGEST, "name": "", **row}
    for key, known in (("role", BLOCK_ROLES), ("where", _WHERE), ("reach", _REACH)):
        if values[key] not in known:
            text = f"expected one of {', '.join(filter(None, known))}"
            problems.append(_problem(f"{address}.{key}", f'"{values[key]}"', text))
    words = str(row.get("match", ""))
    for name, pattern in stand_for.items():
        words = words.replace(name, pattern)
    try:
        match = re.compile(words)
        for group in match.groupindex.keys() - _GROUPS:
            problems.append(
                _problem(f"{address}.match", f'the group "{group}"', "expected author, outlet or date")
            )
    except re.error as error:
        problems.append(_problem(f"{address}.match", str(error), "expected a regular expression of Python"))
        return None
    if len(problems) > before:
        return None
    return Rule(
        values["name"], values["role"], values["where"], values["reach"], int(values["longest"]), match
    )


def _problem(address: str, found: str, expected: str) -> Problem:
    return Problem("trimmings.toml", None, None, address, found, expected)
