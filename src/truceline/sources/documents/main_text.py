# SPDX-License-Identifier: Apache-2.0
"""Which blocks of a page of HTML are the article: what trafilatura finds, led back to our blocks by their letters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from truceline.sources.documents.pages import Page, missing

WHY = "not in the main text that trafilatura finds"
_LEAST_SHARE = 0.6
"""So much of a block must stand in the main text."""


def mark_main(path: Path, source: str, page: Page, parents: list[int]) -> None:
    """Makes trimmings of the blocks that are not in the main text; all of them stay in the working text.

    A paragraph that stands between two of the main text, in the same element as both, belongs to it.

    Raises:
        SourcesError: trafilatura is not installed.
    """
    paragraphs = _paragraphs(path, source)
    covered, unplaced = _covered(page, paragraphs)
    if unplaced:
        page.notes.append(
            f"trafilatura gives {unplaced} pieces of text that are not on the page in these words"
        )
    inside = _between(parents, covered)
    page.is_settled = True
    for number, block in enumerate(page.blocks):
        if block.role in ("main", "heading") and number not in covered and number not in inside:
            page.blocks[number] = replace(block, role="trimming", why=WHY)
        elif (
            block.role == "trimming"
            and number in covered
            and block.why.startswith(("within <aside", "within <header"))
        ):
            page.blocks[number] = replace(block, role="main", why="")


def _paragraphs(path: Path, source: str) -> list[str]:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise missing(path, "trafilatura") from error
    found = bare_extraction(source, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(found, "body", None)
    if body is None:
        return []
    texts = []
    for element in body.iter("p", "head", "item", "cell", "quote", "ab", "code"):
        words = "".join(element.itertext())
        if words.strip() and not any(True for _ in element.iterdescendants("p", "item", "cell", "quote")):
            texts.append(words)
    return texts


def _covered(page: Page, paragraphs: list[str]) -> tuple[set[int], int]:
    """The blocks that the paragraphs stand in, and how many paragraphs are in none."""
    letters: list[str] = []
    starts: list[int] = []
    length = 0
    for block in page.blocks:
        starts.append(length)
        words = "".join(block.span.of(page.text).split())
        letters.append(words)
        length += len(words)
    whole = "".join(letters)
    shares = [0] * len(letters)
    at = unplaced = 0
    for paragraph in paragraphs:
        words = "".join(paragraph.split())
        place = whole.find(words, at)
        if place < 0:
            place = whole.find(words)
        if place < 0:
            unplaced += 1
            continue
        end = place + len(words)
        number = bisect_right(starts, place) - 1
        while number < len(starts) and starts[number] < end:
            block_end = starts[number] + len(letters[number])
            shares[number] += min(end, block_end) - max(place, starts[number])
            number += 1
        at = end
    covered = {
        number
        for number, share in enumerate(shares)
        if letters[number] and share >= _LEAST_SHARE * len(letters[number])
    }
    return covered, unplaced


def _between(parents: list[int], covered: set[int]) -> set[int]:
    """Blocks between two of the main text that stand in the same element as both."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number in sorted(covered):
        first.setdefault(parents[number], number)
        last[parents[number]] = number
    return {
        number
        for number, parent in enumerate(parents)
        if parent in first and first[parent] < number < last[parent]
    }
