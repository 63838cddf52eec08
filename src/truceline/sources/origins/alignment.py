# SPDX-License-Identifier: Apache-2.0
"""Two tellings laid side by side, word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from truceline.errors import Problem, SourcesError
from truceline.sources.extra import INSTALL_EXTRA
from truceline.sources.folding import Folding
from truceline.sources.model import Span
from truceline.sources.origins.model import Alignment, Place, Stretch

_KINDS = {"equal": "same", "replace": "changed", "delete": "left only", "insert": "right only"}


def require_rapidfuzz() -> Any:
    """The module rapidfuzz.

    Raises:
        SourcesError: it is not installed; says how to get it.
    """
    try:
        import rapidfuzz
    except ImportError as error:
        problem = Problem(
            "",
            None,
            None,
            "",
            "rapidfuzz is not installed",
            "it aligns the words of documents",
            INSTALL_EXTRA,
        )
        raise SourcesError([problem]) from error
    return rapidfuzz


def common_words() -> Callable[[Sequence[str], Sequence[str]], tuple[int, list[tuple[int, int]], int, int]]:
    """A function that tells how many words two texts have in common in the same order.

    It gives the number, the runs of them in the first text as (first, after the last), and how far the common words are spread
    in either text.

    Raises:
        SourcesError: rapidfuzz is not installed.
    """
    opcodes = require_rapidfuzz().distance.LCSseq.opcodes

    def of(one: Sequence[str], other: Sequence[str]) -> tuple[int, list[tuple[int, int]], int, int]:
        equal = [code for code in opcodes(one, other) if code.tag == "equal"]
        if not equal:
            return 0, [], 0, 0
        first, last = equal[0], equal[-1]
        count = sum(code.src_end - code.src_start for code in equal)
        runs = [(code.src_start, code.src_end) for code in equal]
        return count, runs, last.src_end - first.src_start, last.dest_end - first.dest_start

    return of


def align(left: Place, left_text: str, right: Place, right_text: str, folding: Folding) -> Alignment:
    """Two stretches of text word by word, by the fewest changes of folded words.

    Args:
        left: where the one stands.
        left_text: the whole working text that it stands in.
        right: where the other stands.
        right_text: the working text of that.
        folding: what makes two words equal.

    Raises:
        SourcesError: rapidfuzz is not installed.
    """
    opcodes = require_rapidfuzz().distance.Levenshtein.opcodes
    texts = left.span.of(left_text), right.span.of(right_text)
    places = folding.places(texts[0]), folding.places(texts[1])
    stretches = []
    for code in opcodes(folding.words(texts[0]), folding.words(texts[1])):
        stretches.append(
            Stretch(
                _KINDS[code.tag],
                _whole(places[0], code.src_start, code.src_end, left.span.start),
                _whole(places[1], code.dest_start, code.dest_end, right.span.start),
            )
        )
    return Alignment(left, right, tuple(stretches))


def _whole(places: Sequence[tuple[int, int]], start: int, end: int, at: int) -> Span | None:
    return Span(at + places[start][0], at + places[end - 1][1]) if start < end else None
