# SPDX-License-Identifier: Apache-2.0
"""Whether the number before what is counted is the whole number: ``a hundred and twenty`` is not twenty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from truceline.sources.forms import one_of
from truceline.sources.model import Span, TimeSaid

_REACH = 60
"""Characters before a number in which the rest of it stands."""
_THOUSANDS_OR_PARTS = re.compile(r"\d+\.\d{3}")
"""``1.500`` is one and a half, or one thousand and five hundred."""
_YEAR = re.compile(r"1\d{3}|20\d{2}")


class Amounts:
    """Tells it by the table ``numbers`` of the dictionary ``claims``."""

    def __init__(self, data: Mapping[str, Sequence[str]], numbers: Mapping[str, int]) -> None:
        self._numbers = {word: number for word, number in numbers.items() if number > 1}
        words = one_of([*self._numbers, *data["words"]])
        joints = one_of(data["joints"])
        figure = rf"\d[\d.,'’⁄/]*(?:{one_of(data['marks'])})?"
        self._more = re.compile(
            rf"(?<![\w.,])(?:(?:{one_of(data['articles'])})\s+)?(?:{figure}|(?:{words})(?!\w))(?:\s*(?:{joints})\s*|\s+|[.,'’⁄/])$"
            rf"|(?<!\w)(?:{one_of(data['parts'])})\s+$|(?<!\w)(?:{one_of(data['labels'])})\s*$|[$€£¥#]\s*$",
            re.IGNORECASE,
        )
        self._years = re.compile(rf"(?<!\w)(?:{one_of(data['years'])})\s+$", re.IGNORECASE)

    def read(
        self, text: str, amount: Span, sentence: Span, times: Sequence[TimeSaid]
    ) -> tuple[float | None, int]:
        """The number, None where it is not the whole one or none at all, and where its words begin."""
        words = amount.of(text).lower()
        if any(one.span.start < amount.end and amount.start < one.span.end for one in times):
            return None, amount.start
        first = max(sentence.start, amount.start - _REACH)
        first = max([first, *(one.span.end for one in times if one.span.end <= amount.start)])
        before = text[first : amount.start]
        more = self._more.search(before)
        if more:
            return None, first + more.start()
        is_year = _YEAR.fullmatch(words) is not None and self._years.search(before) is not None
        if is_year or _THOUSANDS_OR_PARTS.fullmatch(words):
            return None, amount.start
        return float(self._numbers[words] if words in self._numbers else words.replace(",", "")), amount.start
