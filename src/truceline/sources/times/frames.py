# SPDX-License-Identifier: Apache-2.0
"""Where a day is that of a verb of saying, although other words stand between: told the council in Karsk on Sunday."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from truceline.sources.forms import one_of
from truceline.sources.times.tense import Tenses


class Frames:
    """Knows them by the table ``said`` of the dictionary ``times``.

    A day may belong to any noun before it: of what somebody said about the attack on Sunday it is not the day. Between
    the verb and the day may be only to whom, where and how it was said, and what is said may not begin right behind.
    """

    def __init__(self, data: Mapping[str, Any], tenses: Tenses) -> None:
        self._tenses = tenses
        no_noun = one_of([*data["no_noun"], *data["on"]])
        ending = (
            rf"(?!(?:{one_of(data['nouns_with_ending'])})(?!\w))[\w-]+{re.escape(data['no_noun_ending'])}"
        )
        word = rf"(?:\s+(?!(?:{no_noun}|{ending})(?!\w))[\w.'’-]+)"
        name = r"(?-i:(?:\s+[A-Z][\w.'’-]*){1,3})"
        occasion = rf"\s+(?:{one_of(data['articles'])}){word}{{0,3}}\s+(?:{one_of(data['occasions'])})"
        giving = rf"(?:{one_of(data['giving'])}){occasion}"
        occasion_where = rf"\s+(?:{one_of(data['occasion_where'])}){occasion}"
        where = "|".join(
            [
                occasion_where,
                rf"\s+(?:{one_of(data['where'])})\s+(?:{one_of(data['articles'])}){word}{{1,3}}",
                rf"\s+(?:{one_of(data['where_named'])}){name}",
                rf"\s+(?:{one_of(data['how'])})",
            ]
        )
        to_whom = (
            rf"(?:{giving}|(?:{one_of(data['addressing'])}){word}{{1,5}}"
            rf"|(?:{one_of(data['words'])})(?:\s+(?:{one_of(data['addressed'])}){word}{{1,4}})?)"
        )
        on = rf"(?:\s+(?:{one_of(data['on'])})){{0,2}}"
        self._before = re.compile(rf"(?<!\w)(?P<told>{to_whom}(?:{where}){{0,3}}){on}\s*$", re.IGNORECASE)
        self._after = re.compile(
            rf"(?P<told>(?:{where}){{0,2}})(?:\s*(?:[.,:;–—“\"‘«-]|$)|\s+['‘“]|\s+(?:{one_of(data['going_on'])})(?!\w))",
            re.IGNORECASE,
        )
        self._opening = re.compile(rf"{occasion_where}{on}\s*$", re.IGNORECASE)

    def around(self, before: str, after: str) -> bool:
        """Whether a day between two stretches of its sentence is that of a verb of saying, told right before."""
        found, end = self._before.search(before), self._after.match(after)
        if found is None or end is None:
            return False
        behind_verb = found["told"].partition(" ")[2]
        return not any(self._tenses.has_verb(words) for words in (behind_verb, end["told"]))

    def opens(self, before: str) -> bool:
        """Whether the beginning of a sentence is where something is said: ``in a statement on``."""
        return bool(self._opening.fullmatch(f" {before}"))
