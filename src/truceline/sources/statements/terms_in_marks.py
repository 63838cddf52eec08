# SPDX-License-Identifier: Apache-2.0
"""Words in quotation marks that nobody says: names, titles, terms."""

from __future__ import annotations

from truceline.sources.model import Span
from truceline.sources.statements.grammar import Grammar
from truceline.sources.statements.tokens import Telling, stands_before


def is_term(
    telling: Telling, at: int, span: Span, rules: Grammar, *, bound: bool, names: bool = False
) -> bool:
    """Whether what stands in marks is a name, a title or a term."""
    low = telling.low
    place = at
    while place > 0 and low[place - 1] == ",":
        place -= 1
    if stands_before(low, place, rules.before_quoted):
        return False
    place = at
    while place > 0 and low[place - 1] in telling.words["articles"]:
        place -= 1
    if stands_before(low, place, rules.before_terms) or stands_before(low, at, rules.before_terms):
        return not bound
    is_whole = at == telling.sentence(at)[0] and telling.last_sign(at) in "?!…"
    if bound or names or is_whole or low[place - 1] == ":":
        return False
    words_in = span.of(telling.text).split()
    first_word = words_in[0].lower().replace("’", "'")
    if first_word in telling.words["auxiliaries"] or first_word in telling.words["finite"]:
        return False
    if len(words_in) > rules.most:
        return False
    previous = at - 1
    while (
        previous >= 0
        and telling.is_word(previous)
        and low[previous] not in telling.words["small"]
        and low[previous] not in telling.words["auxiliaries"]
        and not telling.is_name(previous)
    ):
        previous -= 1
    if len(words_in) == 1 and low[at - 1] in telling.words["be"]:
        return False  # "the talks were 'good'"
    return len(words_in) == 1 or (previous >= 0 and low[previous] in telling.words["articles"])
