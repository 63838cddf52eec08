# SPDX-License-Identifier: Apache-2.0
"""All that the dictionaries of a language say about statements, made ready once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.statements.people import Naming
from truceline.sources.statements.quotations import Marks
from truceline.sources.statements.tokens import Words
from truceline.sources.statements.transcripts import Layout
from truceline.sources.statements.verbs import Lexicon


@dataclass(frozen=True)
class Grammar:
    """All that the dictionaries say about statements, made ready."""

    words: Words
    lexicon: Lexicon
    naming: Naming
    marks: Marks
    layout: Layout
    before_terms: dict[str, list[list[str]]]
    """Words before marks that hold a term, under the last of them."""
    before_quoted: dict[str, list[list[str]]]
    """Words before marks that hold a quotation, however short."""
    most: int
    """So many words may a term have that nothing else tells."""

    @classmethod
    def of(cls, dictionaries: Dictionaries) -> Grammar:
        """Read once for each language and folder."""
        terms = dictionaries["quotations"]["terms"]
        return cls(
            Words(dictionaries["clauses"]),
            Lexicon.of(dictionaries["verbs"]),
            Naming.of(dictionaries["speakers"]),
            Marks.of(dictionaries["quotations"]),
            Layout(dictionaries["transcripts"]),
            _by_last(terms["before"]),
            _by_last(terms["quoted"]),
            terms["most"],
        )


def _by_last(phrases: Sequence[str]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        words = phrase.split()
        found.setdefault(words[-1], []).append(words)
    return found


def stands_before(low: Sequence[str], place: int, phrases: dict[str, list[list[str]]]) -> bool:
    """Whether one of some phrases, each under its last word, ends before a place."""
    return place > 0 and any(
        list(low[max(place - len(words), 0) : place]) == words for words in phrases.get(low[place - 1], ())
    )


@lru_cache(maxsize=8)
def grammar_of(dictionaries: Dictionaries, digest: str) -> Grammar:
    """The grammar of dictionaries, made once for each digest."""
    return Grammar.of(dictionaries)
