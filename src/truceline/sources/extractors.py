# SPDX-License-Identifier: Apache-2.0
"""Who finds the statements of a document: the rules that come with the program, or what somebody plugged in.

A package offers an extractor by an entry point in the group ``truceline.extractors``:

    [project.entry-points."truceline.extractors"]
    learned = "their_package:extractor"

It is an object with ``version`` and a method ``statements``, as in ``Extractor``. What it gives is held to the same promises as
what the rules give: every span lies in the text, every id is there once, everything that is named is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Protocol

from truceline.errors import Problem, SourcesError
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.model import FORMS, SPEAKER_KINDS, Document, Span, Statement

GROUP = "truceline.extractors"
RULES = "rules"
"""The name of the extractor that comes with the program."""


class Extractor(Protocol):
    """Finds statements."""

    version: str
    """Goes into whatever is derived from its statements."""

    def statements(self, document: Document, dictionaries: Dictionaries) -> Sequence[Statement]:
        """The statements of a document, in the order of the text."""
        ...


def plugged_in(name: str) -> Extractor:
    """The extractor that a package offers under a name.

    Raises:
        SourcesError: nobody offers one, or it cannot be loaded; says which there are.
    """
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if name not in offered:
        there = ", ".join(sorted([RULES, *offered]))
        raise _error(
            name, "no package offers this extractor", f"expected one of: {there}", "Install the package."
        )
    try:
        found: Extractor = offered[name].load()
    except Exception as error:  # whatever a package of somebody else raises when it is imported
        told = f"{type(error).__name__}: {error}"
        raise _error(name, f"the extractor cannot be loaded: {told}", "ask its authors") from error
    return found


def require_sound(name: str, document: Document, statements: Sequence[Statement]) -> None:
    """Refuses statements that do not fit their document.

    Raises:
        SourcesError: names the extractor and everything that is wrong.
    """
    ids = Counter(statement.id for statement in statements)
    problems = []
    for statement in statements:
        wrong = []
        if not statement.id.startswith(f"{document.id}-s") or ids[statement.id] > 1:
            wrong.append(f"its id must be {document.id}-s and a number of its own")
        if statement.form not in FORMS:
            wrong.append(f"its form is {statement.form!r}, none of {', '.join(FORMS)}")
        if statement.speaker is not None and statement.speaker.kind not in SPEAKER_KINDS:
            wrong.append(f"its speaker is {statement.speaker.kind!r}, none of {', '.join(SPEAKER_KINDS)}")
        wrong += [
            f"{other} is no statement of the document"
            for other in (statement.inside, statement.continues)
            if other and other not in ids
        ]
        phrases = (statement.speaker, statement.verb, statement.addressee)
        spans = [statement.span, *(phrase.span for phrase in phrases if phrase and phrase.span)]
        if any(not Span(0, len(document.text)).holds(span) or span.start >= span.end for span in spans):
            wrong.append("a span is empty or outside the text")
        problems += [
            Problem(document.original.name, None, None, statement.id, text, f"the extractor {name} gave it")
            for text in wrong
        ]
    starts = [statement.span for statement in statements]
    if starts != sorted(starts, key=lambda span: span.start):
        text = "the statements are not in the order of the text"
        problems.append(
            Problem(document.original.name, None, None, "", text, f"the extractor {name} gave them")
        )
    if problems:
        raise SourcesError(problems)


def _error(name: str, found: str, expected: str, remedy: str = "") -> SourcesError:
    return SourcesError([Problem("", None, None, f"extractor {name}", found, expected, remedy)])
