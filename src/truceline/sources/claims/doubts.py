# SPDX-License-Identifier: Apache-2.0
"""Words around a claim by which nobody vouches for it: doubt, fear, retraction, correction, drills and films."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from truceline.sources.forms import Forms, Piece, one_of
from truceline.sources.model import Span
from truceline.sources.statements.passages import Passage

_OPENING = " \t\r\n\"'“‘«(["
_REACH = 40
"""Characters behind a cue in which words stand that belong to it."""


class Doubts:
    """Finds them by the tables ``doubts`` and ``corrections`` of the dictionary ``claims``."""

    def __init__(
        self, data: Mapping[str, object], pieces: Mapping[str, Piece], ends: re.Pattern[str]
    ) -> None:
        doubts: Mapping[str, Mapping[str, Sequence[str]]] = data["doubts"]  # type: ignore[assignment]
        self._ends = ends
        self._forms = {
            where: Forms(
                [(name, form) for name, one in doubts.items() for form in one.get(where, ())], pieces
            )
            for where in ("around", "before", "next")
        }
        self._beside = [(name, _beside(one)) for name, one in doubts.items()]
        corrections: Mapping[str, Sequence[str]] = data["corrections"]  # type: ignore[assignment]
        self._head = re.compile(rf"\W*(?:{one_of(corrections['heads'])})\s*(?:[:.)\]–—-]|$)", re.IGNORECASE)
        self._first = re.compile(rf"(?:{'|'.join(corrections['conditional'])})\s")

    def of(self, passage: Passage, following: Passage | None, sentence: Span, cue: Span) -> Iterator[str]:
        """What the words around a cue make of its claim, each once."""
        yield from dict.fromkeys(self._every(passage, following, sentence, cue))

    def is_correction(self, passage: Passage, before: Passage | None) -> bool:
        """Whether a passage begins as a correction does, or stands behind one that is nothing but such a head."""
        if self._head.match(passage.span.of(passage.text)):
            return True
        head = self._head.match(before.span.of(before.text)) if before else None
        return (
            before is not None and head is not None and not before.span.of(before.text)[head.end() :].strip()
        )

    def _every(self, passage: Passage, following: Passage | None, sentence: Span, cue: Span) -> Iterator[str]:
        text = passage.text
        for where in ("around", "before"):
            for found in self._forms[where].find(text, sentence.start, sentence.end):
                is_before = found.end <= cue.start
                if is_before and not self._ends.search(text, found.end, cue.start):
                    yield found.name
                if (
                    where == "around"
                    and found.start >= cue.end
                    and not self._ends.search(text, cue.end, found.start)
                ):
                    yield found.name
        then = self._behind(passage, following, sentence)
        if then is not None:
            first = then.start + len(then.of(text)) - len(then.of(text).lstrip(_OPENING))
            yield from (
                one.name for one in self._forms["next"].find(text, first, then.end) if one.start == first
            )
        before, behind = text[sentence.start : cue.start], text[cue.end : min(sentence.end, cue.end + _REACH)]
        for name, (left, right, unless) in self._beside:
            if left.search(before) or (right.match(behind) and not unless.match(behind)):
                yield name
        if self._first.match(before.lstrip(_OPENING)):
            yield "conditional"

    def _behind(self, passage: Passage, following: Passage | None, sentence: Span) -> Span | None:
        """The sentence behind a sentence."""
        at = passage.sentences.index(sentence) + 1
        if at < len(passage.sentences):
            return passage.sentences[at]
        return following.sentences[0] if following and following.sentences else None


def _beside(table: Mapping[str, Sequence[str]]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands right before a cue, right behind it, and behind it without making anything of it."""

    def pattern(key: str, form: str) -> re.Pattern[str]:
        words = table.get(key)
        return re.compile(form.format(one_of(words)) if words else r"(?!)", re.IGNORECASE)

    return (
        pattern("left", r"(?<!\w)(?:{})\s+$"),
        pattern("right", r"\s+(?:{})(?!\w)"),
        pattern("unless", r"\s+(?:{})(?!\w)"),
    )
