# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from truceline.errors import SourcesError
from truceline.sources import (
    Dictionaries,
    Document,
    Span,
    Speaker,
    Statement,
    document_of_text,
    plugged_in,
    require_sound,
)
from truceline.sources import extractors as module

DOCUMENT = document_of_text("“We hold our fire,” the harbour master said.")
SOUND = Statement(f"{DOCUMENT.id}-s1", "quoted", Span(1, 17))


class Whole:
    """Takes the whole text for one statement."""

    version = "whole 1"

    def statements(self, document: Document, dictionaries: Dictionaries) -> Sequence[Statement]:
        return [Statement(f"{document.id}-s1", "document", Span(0, len(document.text)))]


def offer(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    points = EntryPoints([EntryPoint("theirs", value, module.GROUP)])
    monkeypatch.setattr(module, "entry_points", lambda group: points.select(group=group))


def test_an_extractor_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "their_package:extractor")
    monkeypatch.setattr(EntryPoint, "load", lambda _: Whole())
    (statement,) = plugged_in("theirs").statements(DOCUMENT, Dictionaries())
    require_sound("theirs", DOCUMENT, [statement])
    assert statement.span.of(DOCUMENT.text) == DOCUMENT.text


def test_an_extractor_that_nobody_offers_is_told_with_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(monkeypatch, "their_package:extractor")
    with pytest.raises(SourcesError, match=r"learned.*expected one of: rules, theirs"):
        plugged_in("learned")


def test_an_extractor_that_cannot_be_loaded_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "no_such_package_anywhere:extractor")
    with pytest.raises(SourcesError, match=r"theirs.*cannot be loaded: ModuleNotFoundError"):
        plugged_in("theirs")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([replace(SOUND, span=Span(1, 900))], "outside the text"),
        ([replace(SOUND, span=Span(5, 5))], "empty"),
        ([replace(SOUND, form="shouted")], "shouted"),
        ([replace(SOUND, id="s1")], "its id must be"),
        ([SOUND, SOUND], "a number of its own"),
        ([replace(SOUND, inside=f"{DOCUMENT.id}-s9")], "-s9 is no statement"),
        ([replace(SOUND, speaker=Speaker("he", None, "robot"))], "robot"),
        ([replace(SOUND, id=f"{DOCUMENT.id}-s2", span=Span(4, 9)), SOUND], "order of the text"),
    ],
)
def test_statements_that_do_not_fit_their_document_are_refused(given: list[Statement], words: str) -> None:
    require_sound("theirs", DOCUMENT, [SOUND])
    with pytest.raises(SourcesError, match=words):
        require_sound("theirs", DOCUMENT, given)
