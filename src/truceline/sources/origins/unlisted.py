# SPDX-License-Identifier: Apache-2.0
"""Names that no list knows, found where tellings differ in them and in little else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Span
from truceline.sources.origins.alignment import require_rapidfuzz

LIKE_SHARE = 0.6
"""Of the words of the longer telling, equal in both, for a name to stand in the same place of like words."""
MOST_COMPARED = 8
"""Wordings of a point that are compared with one another."""

_FIRST = re.compile(r"(?:^|[.!?…:\n][\"”’)\]]*\s*|[\"“‘(\[])\s*$")
_BEFORE = 8
"""Characters before a word that tell whether a sentence begins with it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A telling of a point."""

    words: tuple[str, ...]
    """Folded."""
    names: frozenset[int]
    """Positions of words that are written with a capital inside a sentence."""
    known: frozenset[int]
    """Positions of words that a list knows."""


def wording(text: str, span: Span, known: Collection[Span], folding: Folding) -> Wording:
    """A stretch of a text as a wording; words within known spans are known."""
    said = span.of(text)
    places = [(span.start + start, span.start + end) for start, end in folding.places(said)]
    names = {
        number
        for number, (start, _) in enumerate(places)
        if text[start].isupper() and not _FIRST.search(text[max(start - _BEFORE, 0) : start])
    }
    found = {
        number
        for number, (start, end) in enumerate(places)
        if any(each.start < end and start < each.end for each in known)
    }
    return Wording(tuple(folding.words(said)), frozenset(names), frozenset(found))


def differing_names(
    wordings: Sequence[Wording], meaning: Meaning, folding: Folding
) -> frozenset[tuple[str, ...]]:
    """The names, in folded words, that stand in the same place of two wordings that are otherwise alike.

    A wording of which most words have capitals is a headline, and shows nothing. Spelling makes no other name.

    Raises:
        SourcesError: rapidfuzz is not installed.
    """
    kept = [each for each in dict.fromkeys(wordings) if each.names and 2 * len(each.names) <= len(each.words)]
    found: set[tuple[str, ...]] = set()
    for one, other in combinations(kept[:MOST_COMPARED], 2):
        for left, right in _changed(one, other):
            is_known = one.known.issuperset(left) and other.known.issuperset(right)
            if is_known or not (one.names.issuperset(left) and other.names.issuperset(right)):
                continue
            names = tuple(one.words[at] for at in left), tuple(other.words[at] for at in right)
            if not any(folding.is_anybody(" ".join(name)) or not meaning.content(name) for name in names):
                one_way = {
                    tuple(folding.name(meaning.word(word).content or word).last for word in name)
                    for name in names
                }
                if len(one_way) > 1:
                    found.update(names)
    return frozenset(found)


def _changed(one: Wording, other: Wording) -> Iterator[tuple[range, range]]:
    """Where two wordings have other words, between words that are equal, if most of them are."""
    codes = require_rapidfuzz().distance.Levenshtein.opcodes(one.words, other.words)
    equal = [
        (code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in codes
        if code.tag == "equal"
    ]
    if sum(end - start for start, end, _, _ in equal) < LIKE_SHARE * max(len(one.words), len(other.words)):
        return
    ends = [*equal[1:], (len(one.words), len(one.words), len(other.words), len(other.words))]
    for (_, start, _, there), (end, _, last, _) in zip(equal, ends, strict=True):
        if start < end and there < last:
            yield range(start, end), range(there, last)


def places_of(names: Collection[tuple[str, ...]], told: Wording) -> Iterator[tuple[int, int]]:
    """Where names stand in a wording, as (first, after the last)."""
    for name in sorted(names):
        for first in range(len(told.words) - len(name) + 1):
            if told.words[first : first + len(name)] == name and first in told.names:
                yield first, first + len(name)
