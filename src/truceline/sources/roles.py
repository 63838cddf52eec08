# SPDX-License-Identifier: Apache-2.0
"""Which blocks are the article, and what the lines around it tell about it: by the rules of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from truceline.sources.model import Block, Span, Told
from truceline.sources.pages import Page
from truceline.sources.rules import Rule, Rules

_SENTENCE_END = re.compile(r"[.!?…。؟۔][\"'”’»)\]]*\Z")
_PARAGRAPH_END = re.compile(r"[.!?…:;,。؟۔\"'”’»)\]—–-]\Z")

_ITEM = re.compile(r"(?:[-–—*•·▪◦]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])\s")


@dataclass
class _Blocks:
    """Blocks with the rules that fit them."""

    text: str
    blocks: list[Block]
    rules: Rules
    found: dict[int, tuple[Rule, re.Match[str]]] = field(default_factory=dict)
    taken: dict[int, Block] = field(default_factory=dict)
    """Blocks with the role that they have in the end, by their number."""

    def words(self, number: int) -> str:
        return self.blocks[number].span.of(self.text)

    def is_open(self, number: int) -> bool:
        """Whether nothing has given the block another role yet."""
        return number not in self.taken and self.blocks[number].role == "main"

    def take(self, number: int, role: str, why: str) -> None:
        self.taken[number] = replace(self.blocks[number], role=role, why=why)

    def begins_text(self, number: int) -> bool:
        """Whether a block can be the first of an article."""
        layout, words = self.rules.layout, self.words(number)
        if layout.turn.match(words):
            return True
        count = words.count(" ") + words.count("\n") + 1
        if count >= layout.long_words:
            return True
        is_sentence = _SENTENCE_END.search(words) and words.rstrip("\"'”’»)]")[-1] not in "!?؟"
        is_whole = is_sentence and not layout.abbreviation.search(words)
        return count >= layout.least_words and bool(is_whole or words[-1] == ":")

    def ends_text(self, number: int) -> bool:
        """Whether a block can be the last of an article."""
        words = self.words(number)
        if _SENTENCE_END.search(words) or self.rules.layout.turn.match(words):
            return True
        return words.count(" ") >= self.rules.layout.long_words

    def is_item(self, number: int) -> bool:
        """Whether a block is an item of a list, beneath what opens it or beneath another item."""
        above = self.words(number - 1)
        return bool(_ITEM.match(self.words(number)) and (above[-1] in ":;," or _ITEM.match(above)))

    def is_heading(self, number: int) -> bool:
        """Whether a block within an article looks like a heading: short, without a last sign, above a paragraph."""
        words = self.words(number)
        if _PARAGRAPH_END.search(words) or not (words[0].isupper() or words[0].isdigit()):
            return False
        if words.count(" ") >= self.rules.layout.most_heading_words or self.rules.layout.turn.match(words):
            return False
        if self.words(number - 1)[-1] in ":;," or self.is_item(number):
            return False
        following = number + 1
        if following == len(self.blocks) or not self.is_open(following) or self.words(following)[0].islower():
            return False
        return self.ends_text(following)


def judge(page: Page, rules: Rules) -> bool:
    """Gives each block of a page its role and adds what the lines tell of the document.

    Returns:
        Whether there is an article.
    """
    work = _Blocks(page.text, page.blocks, rules)
    first = _first(page, work)
    if first is None:
        return False
    _tail(page, work, first)
    if not page.is_settled:
        _lay_out(work, first)
    _names(page, work, first)
    _published(page, work, first, _title(page, work, first))
    page.blocks = [work.taken.get(number, block) for number, block in enumerate(work.blocks)]
    return True


def _lay_out(work: _Blocks, first: int) -> None:
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


def _first(page: Page, work: _Blocks) -> int | None:
    """The number of the block with which the article begins; rules have been tried on those before it."""
    skip_next = None
    for number in range(len(work.blocks)):
        span = work.blocks[number].span
        fits = _fitting(work, span, ("", "head"))
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


def _fitting(work: _Blocks, span: Span, where: Sequence[str]) -> tuple[Rule, re.Match[str]] | None:
    for rule in work.rules.rules:
        if rule.where in where and (match := rule.on(work.text, span)):
            return rule, match
    return None


def _tail(page: Page, work: _Blocks, first: int) -> None:
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


def _find_more(work: _Blocks, number: int) -> None:
    """What a trimming behind the article tells all the same, such as the name of the outlet."""
    fits = _fitting(work, work.blocks[number].span, ("", "tail"))
    if fits and fits[0].reach == "rest":
        work.found[number] = fits
        if work.is_open(number):
            work.take(number, fits[0].role, fits[0].name)


def _names(page: Page, work: _Blocks, first: int) -> None:
    """Author and outlet from the groups of the rules that fit."""
    for number, (rule, match) in sorted(work.found.items()):
        if match.start() != work.blocks[number].span.start:
            continue  # the rule of the line beneath
        for group, words in match.groupdict().items():
            if words and group != "date" and group not in page.told:
                page.told[group] = Told(words.strip(), rule.name, Span(*match.span(group)))
    _name_of_outlet(page, work, first)


def _published(page: Page, work: _Blocks, first: int, title: int | None) -> None:
    """The date from a dateline, or from a line between the title and the text: above it stands that of today."""
    dates: dict[str, Told] = {}
    begin = work.blocks[first].span
    for rule in work.rules.datelines:
        match = rule.match.match(page.text, begin.start, min(begin.end, begin.start + 160))
        if match:
            _add_date(page, work, dates, rule, match)
            break
    for number, (rule, match) in sorted(work.found.items()):
        if (
            number < first
            and match.start() == work.blocks[number].span.start
            and match.groupdict().get("date")
        ):
            if title is not None and title < number:
                _add_date(page, work, dates, rule, match)
            elif "published" not in page.told:
                place = (
                    "above the title"
                    if title is not None
                    else "on the page, where it is open which line is the title"
                )
                page.notes.append(f'published: "{match["date"]}" stands {place}; it was not taken')
    if len(dates) > 1 and "published" not in page.told:
        page.notes.append(f"published: {' and '.join(sorted(dates))} stand near the title; none was taken")
    elif dates:
        told = next(iter(dates.values()))
        held = page.told.setdefault("published", told)
        if held.value[:10] not in dates:
            page.notes.append(f"published: {held.how} says {held.value}, the {told.how} {told.value}")


def _add_date(page: Page, work: _Blocks, dates: dict[str, Told], rule: Rule, match: re.Match[str]) -> None:
    value = work.rules.dates.date_of(match["date"])
    if value:
        dates.setdefault(value, Told(value, rule.name, Span(*match.span("date"))))
    else:
        page.notes.append(f'published: "{match["date"]}" does not settle the day; none was taken')


def _name_of_outlet(page: Page, work: _Blocks, first: int) -> None:
    """A line of the head that is only the name which the page tells elsewhere."""
    outlet = page.told.get("outlet")
    for number in range(first):
        if outlet and work.is_open(number) and work.words(number).casefold() == outlet.value.casefold():
            work.take(number, "about", "name of the outlet")
            page.told["outlet"] = Told(work.words(number), "name of the outlet", work.blocks[number].span)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _repeated(work: _Blocks, first: int) -> list[int]:
    """The blocks of the head that say the same, if one says it twice."""
    seen: dict[str, list[int]] = {}
    for number in range(first):
        if work.is_open(number) and len(work.words(number).split()) >= work.rules.layout.least_title_words:
            seen.setdefault(_plain(work.words(number)), []).append(number)
    twice = [numbers for numbers in seen.values() if len(numbers) > 1]
    return twice[0] if len(twice) == 1 else []


def _title(page: Page, work: _Blocks, first: int) -> int | None:
    """The title, where it is plain which line it is.

    Returns:
        The number of its last block; -1 where it stands outside the text, None where it is open.
    """
    head = [number for number in range(first) if work.is_open(number)]
    if "title" in page.told:
        title = _plain(page.told["title"].value)
        numbers = [n for n in range(first) if n not in work.found and _plain(work.words(n)) == title]
        for number in numbers:
            work.take(number, "title", "says the title")
    else:
        numbers = _repeated(work, first) or _only_title(page, work, head)
        if numbers:
            page.told["title"] = _title_of(page, work, numbers[-1])
    for number in head:
        if number in numbers:
            work.take(number, "title", "stands above the text")
        elif number in work.found:
            work.take(number, "about", work.found[number][0].name)
        elif numbers and number < numbers[-1]:
            work.take(number, "trimming", "above the title")
        else:
            work.take(number, "about", "between the title and the text")
    return max(numbers, default=-1 if "title" in page.told else None)


def _only_title(page: Page, work: _Blocks, head: list[int]) -> list[int]:
    long = [n for n in head if len(work.words(n).split()) >= work.rules.layout.least_title_words]
    clear = [number for number in long if number not in work.found] or long
    if len(clear) > 1:
        lines = "; ".join(f'"{work.words(number)[:60]}"' for number in clear[:4])
        page.notes.append(f"title: {len(clear)} lines may be it: {lines}")
        return []
    return clear or (head if head == [0] else [])


def _title_of(page: Page, work: _Blocks, number: int) -> Told:
    """A title without the name of the outlet behind a bar."""
    words, span = work.words(number), work.blocks[number].span
    name, outlet = page.told.get("outlet"), words.rfind(" | ")
    if name and outlet > 0 and words[outlet + 3 :].casefold().startswith(name.value.casefold()):
        words = words[:outlet].rstrip()
    return Told(words, "line above the text", Span(span.start, span.start + len(words)))
