# SPDX-License-Identifier: Apache-2.0
"""Which blocks are the article, and what the lines around it tell about it: by the rules of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from truceline.sources.documents.blocks import ABOUT, Blocks
from truceline.sources.documents.mastheads import candidates, tell_names, tell_title
from truceline.sources.documents.pages import Page
from truceline.sources.documents.published import tell_published
from truceline.sources.documents.rules import Rule, Rules
from truceline.sources.model import KEY_POINT, Span


def judge(page: Page, rules: Rules) -> bool:
    """Gives each block of a page its role and adds what the lines tell of the document.

    Returns:
        Whether there is an article.
    """
    work = Blocks(page.text, page.blocks, rules)
    first = _first(page, work)
    if first is None:
        return False
    first, beneath = _beneath(page, work, first)
    _tail(page, work, first)
    if not page.is_settled:
        _lay_out(work, first)
    numbers = [number for number in work.found if number < first and work.tells(number)]
    tell_names(page, work, first)
    lines = candidates(page, work, first)
    title = tell_title(page, work, first, lines)
    tell_published(page, work, first, lines, title, sorted({*numbers, *beneath}))
    page.blocks = [work.taken.get(number, block) for number, block in enumerate(work.blocks)]
    return True


def _lay_out(work: Blocks, first: int) -> None:
    """Tells headings, and what follows the last paragraph, by what blocks look like."""
    last = first
    for number in range(first + 1, len(work.blocks)):
        goes_on = last == number - 1 and work.is_item(number)
        if work.is_open(number) and (goes_on or work.ends_text(number)):
            last = number
    for number in range(first + 1, len(work.blocks)):
        if not work.is_open(number):
            continue
        if number > last:
            work.take(number, "trimming", "after the article, no sentence")
        elif work.is_heading(number):
            work.take(number, "heading", "short line above a paragraph")


def _first(page: Page, work: Blocks) -> int | None:
    """The number of the block with which the article begins; rules have been tried on those before it."""
    skip_next = None
    for number in range(len(work.blocks)):
        span = work.blocks[number].span
        fits = _fitting(work, span, ("", "head"))
        if fits and fits[0].reach == "items":
            if items := work.items(number):
                work.take(number, fits[0].role, fits[0].name)
                for item in items:
                    work.take(item, "main", KEY_POINT)
                return items[0]
            fits = None
        is_marked = work.blocks[number].role != "main"
        if skip_next is not None and not work.begins_text(number):
            work.take(number, skip_next.role, skip_next.name)
            skip_next = None
            continue
        skip_next = None
        if fits:
            rule = fits[0]
            work.found[number] = fits
            if not is_marked or rule.role == "about":
                work.take(number, rule.role, rule.name)
            if rule.reach == "next":
                skip_next = rule
            elif rule.reach == "before" and number and work.is_open(number - 1):
                work.found[number - 1] = fits
        elif not is_marked and (work.begins_text(number) or (page.is_settled and work.ends_text(number))):
            return number
    open_ones = (number for number in range(len(work.blocks)) if work.is_open(number))
    return next(open_ones, None) if page.is_settled else None


def _beneath(page: Page, work: Blocks, first: int) -> tuple[int, list[int]]:
    """Where the text begins, and the lines about the article that stand beneath its first block.

    That block may be the title, or stand between title and byline.
    A list of days, each with what happened on it, begins alike; its dates are none of these.
    """
    numbers = []
    number = first + 1
    while number < len(work.blocks) and work.blocks[number].role == "main":
        fits = _fitting(work, work.blocks[number].span, ("", "head"))
        if fits is None:
            break
        work.found[number] = fits
        if not ABOUT & work.groups(number):
            del work.found[number]
            break
        numbers.append(number)
        number += 1
    is_text = number < len(work.blocks) and work.begins_text(number)
    if not numbers or page.is_settled or not is_text or _has_days(work, numbers, number):
        for wrong in numbers:
            del work.found[wrong]
        return first, []
    for each in numbers:
        work.take(each, work.found[each][0].role, work.found[each][0].name)
    is_short = work.words(first).count(" ") < work.rules.layout.long_words
    is_title = not any(work.is_open(above) for above in range(first)) and is_short
    if (is_title or not work.is_sentence(first)) and not work.rules.layout.turn.match(work.words(first)):
        return number, numbers
    return first, numbers


def _has_days(work: Blocks, numbers: list[int], after: int) -> bool:
    """Whether lines that are only dates stand in the text as well."""
    if any("date" not in work.groups(number) for number in numbers):
        return False
    later = (_fitting(work, block.span, ("", "head")) for block in work.blocks[after:])
    return any(fits and fits[1].groupdict().get("date") for fits in later)


def _fitting(work: Blocks, span: Span, where: Sequence[str]) -> tuple[Rule, re.Match[str]] | None:
    for rule in work.rules.rules:
        if rule.where in where and (match := rule.on(work.text, span)):
            return rule, match
    return None


def _tail(page: Page, work: Blocks, first: int) -> None:
    """Tries the rules on all blocks after the first of the article.

    Where the format has decided what the article is, a rule reaches no further than its block.
    """
    number = first + 1
    while number < len(work.blocks):
        fits = _fitting(work, work.blocks[number].span, ("", "tail"))
        if fits is None:
            number += 1
            continue
        rule, match = fits
        work.found[number] = fits
        if work.is_open(number):
            work.take(number, rule.role, rule.name)
        author = match.groupdict().get("author")
        if author and work.words(number - 1) == author:
            work.take(number - 1, rule.role, rule.name)
        if rule.reach == "lines" and not page.is_settled:
            while number + 1 < len(work.blocks) and not work.ends_text(number + 1):
                number += 1
                if work.is_open(number):
                    work.take(number, rule.role, rule.name)
        if rule.reach == "rest" and not page.is_settled:
            for later in range(number + 1, len(work.blocks)):
                _find_more(work, later)
                if work.is_open(later):
                    work.take(later, rule.role, rule.name)
            return
        number += 1


def _find_more(work: Blocks, number: int) -> None:
    """What a trimming behind the article tells all the same, such as the name of the outlet."""
    fits = _fitting(work, work.blocks[number].span, ("", "tail"))
    if fits and fits[0].reach == "rest":
        work.found[number] = fits
        if work.is_open(number):
            work.take(number, fits[0].role, fits[0].name)
