# SPDX-License-Identifier: Apache-2.0
"""Questions at the head of a sentence: "Asked whether he would go, he laughed", "Pressed by Roe on how he knew, he ..."."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.sources.statements.clause_signs import is_base
from truceline.sources.statements.groups import Group
from truceline.sources.statements.tokens import BREAK, Telling
from truceline.sources.statements.verbs import Lexicon, Saying

_FAR = 10
"""So many words may stand between the verb and the question."""


def asked(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "Asked whether he would go, he laughed": the one who asks is told behind "by", if at all."""
    low, words = telling.low, telling.words
    for start, stop in zip(telling.sentences, telling.sentences[1:], strict=False):
        at = start
        while at < stop and (low[at] in (BREAK, ")") or low[at] in words["conditions"]):
            at += 1
        if at >= stop or low[at] not in lexicon.asked:
            continue
        made = Saying(at, at, lexicon.asked[low[at]], "ask", at, at + 1)
        first = _question(telling, at, stop)
        if first is None:
            continue
        before = first - 1 if low[first - 1] in words["topics of questions"] else first
        if low[at + 1] in words["by"]:
            made.subject = Group(at + 2, before, None, at + 2, before)
        end = _end(telling, first, stop)
        if end is not None:
            made.said = (first, end)
            yield made


def _question(telling: Telling, at: int, stop: int) -> int | None:
    """Where the question begins: with its word, or with "to" and a verb."""
    low, words = telling.low, telling.words
    for spot in range(at + 1, min(at + _FAR, stop)):
        if low[spot] in words["questions"]:
            return spot
        if low[spot] in words["to"] and spot == at + 1 and is_base(telling, spot + 1):
            return spot
        if low[spot] == ",":
            return None
    return None


def _end(telling: Telling, first: int, stop: int) -> int | None:
    """The comma behind which the sentence begins; one before a relative clause is none."""
    low, words = telling.low, telling.words
    comma: int | None = None
    for spot in range(first + 1, stop):
        if low[spot] != ",":
            continue
        comma = spot
        following = spot + 2 if low[spot + 1] in words["prepositions"] else spot + 1
        if low[following] not in words["framed relatives"]:
            break
    return comma
