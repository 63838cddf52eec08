# SPDX-License-Identifier: Apache-2.0
"""E-mail that passes on an earlier one: the head tells when it was passed on, and not when its text was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from truceline.sources.documents.dates import PageDates
from truceline.sources.documents.pages import Page
from truceline.sources.model import Told

_OF_OUTER = ("published", "author", "outlet")
_OUTER, _INNER = "e-mail header", "head of the earlier mail"


@dataclass(frozen=True, slots=True)
class EarlierMail:
    """How an earlier mail begins, by the table ``mail`` of the dictionary ``trimmings``."""

    begins: re.Pattern[str]
    """A line with which it begins."""
    line: re.Pattern[str]
    """A line of its head, with its ``name`` and ``value``."""
    passed_on: re.Pattern[str]
    """The title of a mail that passes one on."""
    dates: frozenset[str]
    senders: frozenset[str]

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> EarlierMail:
        """From the dictionary."""
        begins = re.compile("|".join(f"(?:{one})" for one in table["begins"]), re.MULTILINE | re.IGNORECASE)
        line = re.compile(table["line"], re.MULTILINE)
        passed_on = re.compile(table["passed_on"], re.IGNORECASE)
        return cls(begins, line, passed_on, frozenset(table["dates"]), frozenset(table["senders"]))


def tell_earlier(page: Page, form: EarlierMail, dates: PageDates) -> None:
    """Takes back what the head of the mail tells, if its text is, or may be, that of an earlier one.

    If it is nothing but one earlier mail, that mail's own head tells instead. An earlier mail whose lines are marked as such
    (``>``) is no part of the text.
    """
    starts = [found.start() for found in form.begins.finditer(page.text) if _is_text(page, form, found)]
    title = page.told.get("title")
    if not starts and not (title and form.passed_on.match(title.value)):
        return
    for name in _OF_OUTER:
        if name in page.told and page.told[name].how.startswith(_OUTER):
            told = page.told.pop(name)
            page.notes.append(
                f"{name}: the {told.how} says {told.value}, but the mail passes on an earlier one; it was not taken"
            )
    if starts and not re.search(r"\w", page.text[: starts[0]]):
        _tell(page, form, dates, starts)


def _is_text(page: Page, form: EarlierMail, found: re.Match[str]) -> bool:
    """Whether what follows the beginning of an earlier mail, and its head, is read as text."""
    for block in page.blocks:
        if block.span.end <= found.end() or form.line.match(block.span.of(page.text)):
            continue
        return block.role != "trimming"
    return False


def _tell(page: Page, form: EarlierMail, dates: PageDates, starts: list[int]) -> None:
    """What the head of an earlier mail tells, if there is only one."""
    head = dict[str, str]()
    end = starts[0]
    for line in page.text[starts[0] :].splitlines(keepends=True):
        words = line.strip()
        found = form.line.match(words)
        if words and found is None and not form.begins.match(words):
            break
        if found:
            head.setdefault(found["name"].casefold(), found["value"])
        end += len(line)
    if any(start >= end for start in starts):
        return
    days = {dates.moment_of(head[name]) for name in form.dates if name in head} - {""}
    if len(days) == 1:
        page.told.setdefault("published", Told(days.pop(), _INNER))
    sender = next((head[name] for name in form.senders if name in head), "")
    if name := sender.partition("<")[0].strip(' "') or sender.strip("<> "):
        page.told.setdefault("author", Told(name, _INNER))
    page.blocks = [
        replace(block, role="about", why=_INNER)
        if block.span.end <= end and block.role in ("main", "heading")
        else block
        for block in page.blocks
    ]
