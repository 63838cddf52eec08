# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import SourcesError
from truceline.sources import (
    Block,
    Dictionaries,
    Document,
    Locator,
    Original,
    Run,
    Span,
    document_of_text,
    read,
)

TEXT = "“Déjà vu,” he said.\n\nTwo  words.\n"


def test_every_character_of_a_text_has_its_place_in_the_bytes() -> None:
    document = document_of_text(TEXT)
    data = TEXT.encode()
    for start in range(len(TEXT)):
        for end in range(start + 1, len(TEXT) + 1):
            (place,) = document.locate(Span(start, end))
            assert data[place.start : place.end].decode() == TEXT[start:end]


def test_paragraphs_are_blocks_without_the_white_space_around_them() -> None:
    document = document_of_text(TEXT)
    assert [block.span.of(TEXT) for block in document.main] == ["“Déjà vu,” he said.", "Two  words."]


def test_a_stretch_over_markup_has_a_place_on_either_side() -> None:
    original = Original("page.html", "0" * 64, 40, "text/html", "utf-8")
    runs = (Run(0, "", [3, 4, 5]), Run(2, "", [12, 13, 14]), Run(6, "page 2", [0, 1]))
    document = Document(original, "abcd\n\ne", (Block(Span(0, 4)),), runs)
    assert document.locate(Span(1, 3)) == (Locator("", 4, 5), Locator("", 12, 13))
    assert document.locate(Span(4, 6)) == ()
    assert document.locate(Span(3, 7)) == (Locator("", 13, 14), Locator("page 2", 0, 1))


def test_a_dictionary_of_the_user_stands_in_for_the_one_that_is_shipped(tmp_path: Path) -> None:
    shipped = Dictionaries()
    (tmp_path / "verbs.toml").write_text("words = ['Harbour master']\n", encoding="utf-8")
    own = Dictionaries(folder=tmp_path)
    assert own["verbs"] == {"words": ["Harbour master"]}
    assert Dictionaries().digest == shipped.digest


def test_a_dictionary_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "verbs.toml").write_text("said =\n", encoding="utf-8")
    with pytest.raises(SourcesError, match=r"verbs\.toml.*line 1"):
        Dictionaries(folder=tmp_path)["verbs"]


def test_a_document_is_read_without_reading_the_dictionaries_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "post.txt"
    path.write_text("“We hold our fire from Friday,” the harbour master said.\n", encoding="utf-8")
    first = read(path)

    def parse(_: str) -> None:
        raise AssertionError("a dictionary was parsed again")

    monkeypatch.setattr("truceline.sources.dictionaries.tomllib.loads", parse)
    assert read(path) == first
