# SPDX-License-Identifier: Apache-2.0
"""What the lines above a text say: whose page it is, and which line is the title."""

from __future__ import annotations

import re

from truceline.sources.documents.blocks import ABOUT, Blocks
from truceline.sources.documents.pages import Page
from truceline.sources.model import Span, Told


def tell_names(page: Page, work: Blocks, first: int) -> None:
    """Author and outlet: from the groups of the rules that fit, and from a line that is only the outlet's name."""
    named: list[Told] = []
    for number, (rule, match) in sorted(work.found.items()):
        if not work.tells(number):
            continue
        for group, words in match.groupdict().items():
            if words and group in ("author", "outlet") and group not in page.told:
                page.told[group] = Told(words.strip(), rule.name, Span(*match.span(group)))
            elif words and group == "named":
                named.append(Told(words.strip(), rule.name, Span(*match.span(group))))
    if "outlet" in page.told:
        named = [page.told["outlet"]]
    else:
        lines = [number for number in range(first) if work.is_open(number)]
        for number, (_, begin) in _names_behind(work, lines).items():
            span = work.blocks[number].span
            name = Span(span.start + begin, span.end)
            named.append(Told(name.of(page.text), "behind the title", name))
    credit = _credit(page, work, first)
    _tell_outlet(page, work, first, named, credit)


def _credit(page: Page, work: Blocks, first: int) -> Told | None:
    """The agency or outlet in the brackets of a dateline; a place is none."""
    found = work.dateline(first)
    if found is None or not found[1].groupdict().get("credit"):
        return None
    words = found[1]["credit"].strip()
    outlets = work.rules.outlets
    if outlets.agency.fullmatch(words) or outlets.pattern.fullmatch(words):
        start = found[1].start("credit") + found[1]["credit"].index(words)
        return Told(words, found[0].name, Span(start, start + len(words)))
    return None


def _tell_outlet(page: Page, work: Blocks, first: int, named: list[Told], credit: Told | None) -> None:
    """By the first of these that is found: a line that is a name which stands elsewhere too, one with a word that outlets have in
    their names, one that the text tells as its own; a name in the foot, behind the title, in the dateline.
    """
    outlets = work.rules.outlets
    lines = [n for n in range(first) if work.is_open(n) and not (n in work.found and work.tells(n))]
    known = {_name(work, told.value) for told in (*named, *filter(None, [credit]))}
    ways = (
        ("name of the outlet", lambda words: _name(work, words) in known),
        ("line with a word of outlets", lambda words: outlets.pattern.fullmatch(words)),
        ("name that the text tells as its own", lambda words: _names_itself(page, work, first, words)),
    )
    for how, is_outlet in ways if "outlet" not in page.told else ways[:1]:
        found = [number for number in lines if is_outlet(work.words(number))]
        if len({_name(work, work.words(number)) for number in found}) > 1:
            names = ", ".join(f'"{work.words(number)}"' for number in found)
            page.notes.append(f"outlet: several lines may be its name: {names}")
            return
        for number in found:
            work.take(number, "about", how)
            page.told["outlet"] = Told(work.words(number), how, work.blocks[number].span)
        if found:
            return
    if "outlet" in page.told:
        return
    in_foot = [told for told in named if outlets.pattern.fullmatch(told.value)]
    behind = [told for number in lines if (told := _behind(page, work, number))]
    for choice in (in_foot, behind, [credit] if credit else []):
        if len({_name(work, each.value) for each in choice}) == 1:
            page.told["outlet"] = choice[0]
            return


def _names_itself(page: Page, work: Blocks, first: int, words: str) -> bool:
    """Whether the text speaks of a name as that of its own outlet."""
    outlets = work.rules.outlets
    if not outlets.weak.fullmatch(words):
        return False
    name, begin = re.escape(outlets.article.sub("", words, count=1)), work.blocks[first].span.start
    return any(re.compile(form.replace("{name}", name)).search(page.text, begin) for form in outlets.itself)


def _behind(page: Page, work: Blocks, number: int) -> Told | None:
    """The name of an outlet behind a title, in the same line."""
    words, span = work.words(number), work.blocks[number].span
    for gap in work.rules.outlets.behind.finditer(words):
        if work.rules.outlets.pattern.fullmatch(words, gap.end()):
            return Told(words[gap.end() :], "behind the title", Span(span.start + gap.end(), span.end))
    return None


def _name(work: Blocks, words: str) -> str:
    """A name as it is compared: without its article."""
    return _plain(work.rules.outlets.article.sub("", words, count=1))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def candidates(page: Page, work: Blocks, first: int) -> list[int]:
    """The lines above the text that may be its title."""
    head = [number for number in range(first) if work.is_open(number)]
    long = [n for n in head if len(work.words(n).split()) >= work.rules.layout.least_title_words]
    clear = [number for number in long if number not in work.found]
    clear = clear or [number for number in long if not (work.tells(number) and work.groups(number))]
    return clear or (head if head == [0] else [])


def tell_title(page: Page, work: Blocks, first: int, lines: list[int]) -> int | None:
    """Takes the title, where it is plain which line it is.

    Args:
        page: gets the title, or a note.
        work: its blocks.
        first: the first block of the article.
        lines: those that may be it.

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
        numbers, how = _settled(page, work, lines)
        if numbers:
            page.told["title"] = _title_of(page, work, numbers[-1], how)
        elif lines:
            said = "; ".join(f'"{work.words(number)[:60]}"' for number in lines[:4])
            page.notes.append(f"title: {len(lines)} lines may be it: {said}")
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


def _settled(page: Page, work: Blocks, lines: list[int]) -> tuple[list[int], str]:
    """The title by the first rule that leaves one line, and how; none where no rule does."""
    twice = _repeated(page, work, lines)
    if twice or len(lines) < 2:
        return twice or lines, "line above the text"
    how = ""
    for rule, why in (
        (_beneath_the_release, "beneath the line of a release"),
        (_above_the_date, "above the date"),
        (_not_in_capitals, "not in capitals"),
        (_holding_the_others, "the longest"),
    ):
        kept = rule(work, lines)
        if len(kept) < len(lines):
            lines, how = kept, f"{how}, {why}"
        if len(lines) == 1:
            return lines, f"line above the text{how}"
    return [], ""


def _repeated(page: Page, work: Blocks, lines: list[int]) -> list[int]:
    """The lines that say the same, if one says it twice; a name behind it does not count."""
    behind = _names_behind(work, lines)
    seen: dict[str, list[int]] = {}
    for number in lines:
        words = _title_of(page, work, number, "").value
        if number in behind:
            words = work.words(number)[: behind[number][0]]
        seen.setdefault(_plain(words), []).append(number)
    twice = [numbers for numbers in seen.values() if len(numbers) > 1]
    return twice[0] if len(twice) == 1 else []


def _names_behind(work: Blocks, lines: list[int]) -> dict[int, tuple[int, int]]:
    """Lines that say what another one says, with a name behind it: where the words end, and where the name begins."""
    plain = {_plain(work.words(number)) for number in lines}
    return {
        number: (gap.start(), gap.end())
        for number in lines
        for gap in work.rules.outlets.behind.finditer(work.words(number))
        if _plain(work.words(number)[: gap.start()]) in plain
    }


def _beneath_the_release(work: Blocks, lines: list[int]) -> list[int]:
    """Those beneath the line that says that it is a release, if what stands above it may be the name of who releases it."""
    told = [number for number, (rule, _) in work.found.items() if rule.reach == "release"]
    beneath = [number for number in lines if told and number > max(told)]
    above = [number for number in lines if number not in beneath]
    is_head = all(work.words(number).isupper() or work.may_be_name(number) for number in above)
    return beneath if beneath and is_head else lines


def _above_the_date(work: Blocks, lines: list[int]) -> list[int]:
    """Those above the first byline or date line, unless one of them may be the name of the outlet over the date of today."""
    told = [n for n in sorted(work.found) if lines[0] < n and work.tells(n) and ABOUT & work.groups(n)]
    if not told:
        return lines
    above = [number for number in lines if number < told[0]]
    may_be_name = "date" in work.groups(told[0]) and all(map(work.may_be_name, above))
    if may_be_name and work.rules.dates.has_weekday(work.words(told[0])):
        return lines
    return above


def _not_in_capitals(work: Blocks, lines: list[int]) -> list[int]:
    """Without those in capitals that are short, or stand beneath a longer line that is not in capitals."""
    mixed = [number for number in lines if not work.words(number).isupper()]
    if not mixed:
        return lines
    count = {number: len(work.words(number).split()) for number in lines}
    few, most = work.rules.heads.most_kicker_words, max(count[number] for number in mixed)
    return [n for n in lines if n in mixed or count[n] > (few if n < mixed[0] else max(few, most))]


def _holding_the_others(work: Blocks, lines: list[int]) -> list[int]:
    """The longest, if it has all words of the others."""
    words = {number: set(re.findall(r"\w+", work.words(number).casefold())) for number in lines}
    longest = max(lines, key=lambda number: len(words[number]))
    return [longest] if all(words[number] <= words[longest] for number in lines) else lines


def _title_of(page: Page, work: Blocks, number: int, how: str) -> Told:
    """A title without the name of the outlet behind it."""
    words, span = work.words(number), work.blocks[number].span
    name = page.told.get("outlet")
    for gap in work.rules.outlets.behind.finditer(words):
        rest = words[gap.end() :]
        is_name = name and (_name(work, rest) == _name(work, name.value))
        if is_name or (name and "|" in gap.group() and rest.casefold().startswith(name.value.casefold())):
            words = words[: gap.start()].rstrip()
            break
    return Told(words, how, Span(span.start, span.start + len(words)))
