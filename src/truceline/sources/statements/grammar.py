# SPDX-License-Identifier: Apache-2.0
"""All that the dictionaries of a language say about statements, made ready once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.statements.people import Naming
from truceline.sources.statements.quotations import Marks
from truceline.sources.statements.tokens import Words, by_last
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
            by_last(terms["before"]),
            by_last(terms["quoted"]),
            terms["most"],
        )


@lru_cache(maxsize=8)
def grammar_of(dictionaries: Dictionaries, digest: str) -> Grammar:
    """The grammar of dictionaries, made once for each digest."""
    return Grammar.of(dictionaries)
