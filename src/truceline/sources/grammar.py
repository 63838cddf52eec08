# SPDX-License-Identifier: Apache-2.0
"""All that the dictionaries of a language say about statements, made ready once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.people import Naming
from truceline.sources.quotations import Marks
from truceline.sources.tokens import Words
from truceline.sources.transcripts import Layout
from truceline.sources.verbs import Lexicon


@dataclass(frozen=True)
class Grammar:
    """All that the dictionaries say about statements, made ready."""

    words: Words
    lexicon: Lexicon
    naming: Naming
    marks: Marks
    layout: Layout
    before_terms: tuple[tuple[str, ...], ...]
    before_quoted: tuple[tuple[str, ...], ...]
    most: int

    @classmethod
    def of(cls, dictionaries: Dictionaries) -> Grammar:
        """Read once for each language and folder."""
        terms = dictionaries["quotations"]["terms"]
        return cls(
            Words.of(dictionaries["clauses"]),
            Lexicon.of(dictionaries["verbs"]),
            Naming.of(dictionaries["speakers"]),
            Marks.of(dictionaries["quotations"]),
            Layout(dictionaries["transcripts"]),
            tuple(tuple(words.split()) for words in terms["before"]),
            tuple(tuple(words.split()) for words in terms["quoted"]),
            terms["most"],
        )


@lru_cache(maxsize=8)
def grammar_of(dictionaries: Dictionaries, digest: str) -> Grammar:
    """The grammar of dictionaries, made once for each digest."""
    return Grammar.of(dictionaries)
