# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from truceline.errors import SourcesError
from truceline.sources import (
    CLAIM_KINDS,
    Claim,
    Mention,
    Original,
    Phrase,
    Reading,
    Span,
    Speaker,
    Statement,
    TimeSaid,
    Told,
    Verb,
    document_of_text,
    read_readings,
    readings_json,
    readings_schema,
    readings_values,
)

TEXT = "Marsh Harbour, 3 June\n\n“We hold our fire from Friday,” said Ana Reyes, the harbour master of Ombré."
DOCUMENT = replace(
    document_of_text(TEXT, "dispatch.txt", published=Told("2031-06-03", "dateline", Span(15, 21))),
    notes=("a footnote was left out",),
)


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


WHEN = TimeSaid(span("Friday"), "Friday", "2031-06-06", "2031-06-07", "", "weekday", 1_938_000_000_000, None)
SAID = Statement(
    f"{DOCUMENT.id}-s1",
    "quoted",
    span("We hold our fire from Friday"),
    Speaker("Ana Reyes", span("Ana Reyes"), "person", "Ana Reyes", "the harbour master of Ombré"),
    Verb("said", span("said"), "say", "say"),
    via=(Speaker("the wire", None, "outlet"),),
)
CLAIM = Claim(
    f"{DOCUMENT.id}-c1",
    "acceptance",
    SAID.span,
    SAID.id,
    Phrase("hold our fire", span("hold our fire")),
    (Mention(span("We"), "We", role="by"),),
    times=(WHEN,),
    modality=("will",),
    count=3,
    unit="days",
)
READING = Reading(DOCUMENT, (SAID,), (WHEN,), (CLAIM,), "truceline 1, rules, 0123")


def test_readings_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    path.write_text(readings_json([READING]), encoding="utf-8")
    (back,) = read_readings(path)
    assert back == replace(READING, document=replace(DOCUMENT, runs=()))


def test_every_item_has_its_words_and_its_bytes_in_the_original() -> None:
    values = readings_values([READING])
    data = TEXT.encode()
    for item in (*values["statements"], *values["claims"]):
        start, end = item["span"]
        assert item["words"] == TEXT[start:end]
        ((part, first, last),) = item["at"]
        assert (part, data[first:last].decode()) == ("", item["words"])


def test_what_is_written_fits_its_schema() -> None:
    check = jsonschema.Draft202012Validator(readings_schema())
    values = json.loads(readings_json([READING, Reading(document_of_text("Nothing was said."))]))
    check.validate(values)
    values["claims"][0]["kind"] = "rumour"
    assert [error.message for error in check.iter_errors(values)] == [
        f"'rumour' is not one of {list(CLAIM_KINDS)}"
    ]


def test_what_is_empty_is_left_out() -> None:
    (statement,) = readings_values([READING])["statements"]
    assert "addressee" not in statement
    assert "inside" not in statement
    assert "is_hedged" not in statement["verb"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: "[]", "no file of readings"),
        (
            lambda text: text.replace('"truceline_reading": 1', '"truceline_reading": 2'),
            "format 2; expected 1",
        ),
        (lambda text: text.replace('"form": "quoted"', '"form": 7'), "7 where str should be"),
        (lambda text: text.replace('"size"', '"sighs"'), "size"),
        (lambda text: text.replace(f'"id": "{DOCUMENT.id}",', '"id": "000000000000",', 1), "000000000000"),
    ],
)
def test_a_file_that_is_no_reading_is_told(tmp_path: Path, change: object, words: str) -> None:
    path = tmp_path / "readings.json"
    path.write_text(change(readings_json([READING])), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(SourcesError, match=words):
        read_readings(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match="cannot be read: No such file"):
        read_readings(tmp_path / "none.json")


def test_two_documents_keep_what_is_theirs(tmp_path: Path) -> None:
    other = document_of_text("Nothing was said.", "other.txt")
    path = tmp_path / "readings.json"
    path.write_text(readings_json([READING, Reading(other)]), encoding="utf-8")
    first, second = read_readings(path)
    assert (len(first.statements), len(second.statements)) == (1, 0)
    assert second.document.original == Original("other.txt", other.original.digest, 17, "text/plain", "utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["documents"][1]["text"] == "Nothing was said."
