# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest

from truceline.errors import SourcesError
from truceline.sources import Dictionaries, document_of_text, find_claims, find_times
from truceline.sources.forms import Forms, Piece
from truceline.sources.statements.passages import Passages

PIECES = {
    "month": Piece(("May", "Sept."), is_name=True),
    "day": Piece(regex=r"\d{1,2}"),
    "word": Piece(("a", "ten"), r"\d+"),
}


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("{month} {day}", "on May  25, may 26, MAY 27, May 285", ["May  25", "MAY 27"]),
        ("[the ]{day}[,] {month}", "the 25, May; 26 Sept. 9", ["the 25, May", "26 Sept."]),
        ("(called|asked) for", "Called for, called  for, uncalled for, asked", ["Called for", "called  for"]),
        ("do not ... agree", "we do not at all agree, do notagree", ["do not at all agree"]),
        (r"{day} \(UTC\)", "25 (UTC)", ["25 (UTC)"]),
        ("can't", "can't, can’t", ["can't", "can’t"]),
        (
            "{word:amount} shells",
            "ten shells, 138 shells, a shells",
            ["ten shells", "138 shells", "a shells"],
        ),
    ],
)
def test_a_form_stands_where_its_words_are(form: str, text: str, found: list[str]) -> None:
    forms = Forms([("rule", form)], PIECES)
    assert [text[one.start : one.end] for one in forms.find(text, 0, len(text))] == found


def test_of_two_forms_at_one_place_the_longest_stands() -> None:
    forms = Forms([("short", "{month}"), ("long", "{month} {day}")], PIECES)
    assert [(one.name, dict(one.parts)) for one in forms.find("May 5, May", 0, 10)] == [
        ("long", {"month": "May", "day": "5"}),
        ("short", {"month": "May"}),
    ]


def test_a_form_with_an_unknown_piece_is_named() -> None:
    with pytest.raises(ValueError, match="no piece is called year"):
        Forms([("rule", "{year}")], PIECES)


def passage(text: str) -> tuple[list[str], list[str]]:
    (made,) = Passages(Dictionaries()).of(document_of_text(text))
    return [one.of(text) for one in made.sentences], [one.of(text) for one in made.quotations]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It began. It ended.", ["It began.", "It ended."]),
        (
            "The U.S. Army left on Feb. 27. Capt. J. Davis said so.",
            ["The U.S. Army left on Feb. 27.", "Capt. J. Davis said so."],
        ),
        ("“We wait.” He left! (Why?)", ["“We wait.”", "He left!", "(Why?)"]),
        (
            "At 4.20 p.m. on Tuesday 3.5 km away … they met.",
            ["At 4.20 p.m. on Tuesday 3.5 km away … they met."],
        ),
        ("Maro said:", ["Maro said:"]),
    ],
)
def test_a_full_stop_ends_a_sentence_where_it_is_one(text: str, sentences: list[str]) -> None:
    assert passage(text)[0] == sentences


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('"We wait," he said. "It holds."', ["We wait,", "It holds."]),
        ("“He said ‘wait’ to us,” she said.", ["He said ‘wait’ to us,"]),
        ("‘We don’t wait,’ she said.", ["We don’t wait,"]),
        ("'The weapon must be silent', he said.", ["The weapon must be silent"]),
        ("The army's tanks and the rebels' guns", []),
    ],
)
def test_a_quotation_is_what_its_marks_enclose(text: str, quotations: list[str]) -> None:
    assert passage(text)[1] == quotations


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("times", "[months]\n", r"times\.toml.*no 'forms'"),
        ("claims", "[pieces]\n[[cues]]\nkind = 'state'\nforms = ['{truce}']\n", r"claims\.toml"),
    ],
)
def test_a_dictionary_that_lacks_something_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / f"{name}.toml").write_text(content, encoding="utf-8")
    own, document = Dictionaries(folder=tmp_path), document_of_text("The truce began.")
    with pytest.raises(SourcesError, match=message):
        find_times(document, own) if name == "times" else find_claims(document, (), (), own)
