# SPDX-License-Identifier: Apache-2.0
"""The rules of a language for what is not the article, compiled from its ``trimmings.toml`` once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from truceline.errors import Problem, SourcesError
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.documents.dates import PageDates
from truceline.sources.documents.forwarded import EarlierMail
from truceline.sources.model import BLOCK_ROLES, Span

_LONGEST = 200
_WHERE = ("", "head", "tail")
_REACH = ("", "rest", "lines", "next", "before", "date", "release", "items")
_GROUPS = {"author", "outlet", "named", "credit", "date", "published", "changed", "day"}


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
    sign_off: re.Pattern[str]
    """Who sends a text, behind its last sentence."""


@dataclass(frozen=True, slots=True)
class Outlets:
    """How lines are told that are the name of an outlet."""

    pattern: re.Pattern[str]
    """A name that has a word which only outlets have."""
    weak: re.Pattern[str]
    """One that is an outlet's name only if the text says so."""
    itself: tuple[str, ...]
    """Patterns by which a text names its own outlet, with ``{name}`` for the name."""
    behind: re.Pattern[str]
    """What stands between a title and the name of the outlet behind it."""
    article: re.Pattern[str]
    """The word before a name that is no part of it."""
    agency: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Heads:
    """Numbers for the lines above a text."""

    days_of_dateline: int
    most_kicker_words: int
    most_name_words: int
    small_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of a language, in their order."""

    layout: Layout
    heads: Heads
    dates: PageDates
    outlets: Outlets
    mail: EarlierMail
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
        dates = PageDates.of(table["dates"], dictionaries["times"]["zones"])
        names = table["names"]
        outlets = _outlets(table["outlets"], _any(names["agencies"]))
        stand_for = {
            "{date}": dates.pattern,
            "{day}": dates.day_pattern,
            "{month_of_year}": dates.month_pattern,
            "{moment}": dates.moment_pattern,
            "{clock}": dates.clock_pattern,
            "{name}": names["name"],
            "{agency}": _any(names["agencies"]),
            "{outlet}": outlets.pattern.pattern,
        }
        for name, words in table["pieces"].items():
            stand_for[f"{{{name}}}"] = f"(?:{_put_in(words, stand_for)})"
        mail = EarlierMail.of(table["mail"])
        shape = dict(table["layout"])
        turn, abbreviation = re.compile(shape.pop("turn")), re.compile(f"(?:{shape.pop('abbreviation')})\\Z")
        sign_off = re.compile(f"(?:{_put_in(shape.pop('sign_off'), stand_for)})\\Z")
        layout = Layout(turn=turn, abbreviation=abbreviation, sign_off=sign_off, **shape)
        head = dict(table["heads"])
        heads = Heads(small_words=frozenset(head.pop("small_words")), **head)
    except (KeyError, TypeError, re.error) as error:
        raise SourcesError(
            [
                _problem(
                    "",
                    str(error),
                    "expected layout, heads, dates, names, outlets, mail and pieces as shipped",
                )
            ]
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
    return Rules(layout, heads, dates, outlets, mail, made["rule"], made["dateline"])


def _any(words: Sequence[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _put_in(words: str, stand_for: Mapping[str, str]) -> str:
    for name, pattern in stand_for.items():
        words = words.replace(name, pattern)
    return words


def _outlets(table: Mapping[str, Any], agency: str) -> Outlets:
    """The patterns for names of outlets, from the table ``outlets``."""
    word, never = table["word"], f"(?!(?:.*[ -])?(?i:{_any(table['never'])})\\b)"
    article = f"(?:{table['article']} )?"
    few, two, first = (f"(?i:{_any(table[key])})" for key in ("last", "last_of_two", "first"))
    of_few = rf"(?:{word} ){{1,3}}{few}"
    forms = rf"(?:{word} {two}|{first} {word}(?: {word})?|{of_few})"
    weak = rf"{article}{never}(?:{word} ){{0,3}}(?i:{_any(table['weak'])})(?: {word})?"
    return Outlets(
        re.compile(rf"{article}{never}{forms}"),
        re.compile(weak),
        tuple(table["itself"]),
        re.compile(table["behind"]),
        re.compile(rf"{table['article']} "),
        re.compile(agency),
    )


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
    words = _put_in(str(row.get("match", "")), stand_for)
    try:
        match = re.compile(words)
        for group in match.groupindex.keys() - _GROUPS:
            problems.append(
                _problem(
                    f"{address}.match",
                    f'the group "{group}"',
                    f"expected one of {', '.join(sorted(_GROUPS))}",
                )
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
