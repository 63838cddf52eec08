# SPDX-License-Identifier: Apache-2.0
"""Terms held to their own words: lengths, widths, dates, sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.terms import Buffer, Terms, check_terms
from truceline.terms.lint.widths import widths_m

HEAD = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
as known at: 2016-06-30
citations: {text: {title: A text, publisher: A mediator, date: 2016-02-22}}
parties: {army: {name: Army}}
"""


def read(tmp_path: Path, text: str) -> tuple[Terms | None, list[tuple[str, str, str]]]:
    """The terms, and (rule, address, message) of each problem."""
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    terms, problems = check_terms(path)
    return terms, [(p.rule, p.address, str(p)) for p in problems]


def provision(more: str) -> str:
    return (
        "provisions:\n  cease:\n    prohibit: [attack]\n    by: army\n"
        f"    standing: [{{is: in force, from: 2016-02-27}}]\n    cite: text\n{more}"
    )


def during(text: str) -> str:
    return HEAD + provision(f"    during: {{{text}}}\n")


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("from: 2016-05-10T01:00, until: 2016-05-11T24:00, stated length: 47 h", ""),
        ("from: 2016-05-10T01:00, until: 2016-05-11T24:00, stated length: 48 h", "are 47 h."),
        ("from: 2016-05-10, until: 2016-05-11, stated length: 48 h", ""),
        ("from: 2016-05-10, until: 2016-05-11, stated length: 2 days", ""),
        (
            "from: 2016-05-10T01:00, until: {one of: [2016-05-11T24:00, 2016-05-12T01:00]}, stated length: 48 h",
            "",
        ),
        (
            "from: 2016-05-10T01:00, until: {one of: [2016-05-11T24:00, 2016-05-12T02:00]}, stated length: 48 h",
            "are 47 h or 49 h.",
        ),
        # The clock went forward by an hour at 00:00 on 25 March 2016.
        ("from: 2016-03-24T12:00, until: 2016-03-26T12:00, stated length: 2 days", ""),
        ("from: 2016-03-24T12:00, until: 2016-03-26T12:00, stated length: 48 h", "are 47 h."),
        ("from: 2016-02-27, until: 2016-03-12, stated length: 14 days", "are 15 days."),
    ],
)
def test_a_stated_length_is_held_to_the_window(tmp_path: Path, window: str, words: str) -> None:
    terms, found = read(tmp_path, during(window))
    assert terms is not None
    wrong = [text for rule, _, text in found if rule == "length-wrong"]
    assert len(wrong) == bool(words)
    assert all(words in text for text in wrong)


def test_a_stated_length_needs_a_window(tmp_path: Path) -> None:
    terms, found = read(tmp_path, during("from: 2016-05-10, stated length: 48 h"))
    assert terms is None
    assert "has no window to be held to" in found[0][2]


def test_until_and_for_are_told_of_the_stated_length(tmp_path: Path) -> None:
    _, found = read(tmp_path, during("from: 2016-05-10, until: 2016-05-12, for: 48 h"))
    assert "`stated length`" in found[0][2]


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("a security zone at least 50 km wide", {50_000}),
        ("a 70-km-wide zone", {70_000}),
        ("a corridor 5 kilometres in width", {5_000}),
        ("a zone with a width of not less than 1.5 km", {1_500}),
        ("a strip 800 m wide, later 700 metres wide", {800, 700}),
        ("зона безопасности шириной минимум 50 км", {50_000}),
        ("at least 15 km from the line", set()),
        ("a town 110 km west of the city", set()),
    ],
)
def test_a_text_may_speak_of_a_width(text: str, metres: set[float]) -> None:
    assert widths_m(text) == metres


AREAS = "areas:\n  line: {line: [[38, 48], [38, 49]]}\n  zone: {buffer: line, FORM}\n"


@pytest.mark.parametrize(
    ("form", "is_doubtful"),
    [
        ("by: 50 km", True),
        ("by: 25 km", False),
        ("width: 50 km", False),
        ("by: 30 km, note: a zone 30 km wide", True),
    ],
)
def test_a_width_is_not_a_distance(tmp_path: Path, form: str, is_doubtful: bool) -> None:
    words = "    in: zone\n    words: a zone at least 50 km wide\n"
    terms, found = read(tmp_path, HEAD + AREAS.replace("FORM", form) + provision(words))
    assert terms is not None
    wrong = [address for rule, address, _ in found if rule == "width-as-distance"]
    assert wrong == ["areas.zone"] * is_doubtful


def test_a_duty_may_speak_of_a_width_too(tmp_path: Path) -> None:
    duty = (
        "duties:\n  withdraw:\n    of: army\n    words: a zone at least 50 km wide\n    due: {by: 2016-03-12}\n"
        "    shown by: {acts: [movement.withdrawal], in: zone}\n    cite: text\n"
    )
    _, found = read(tmp_path, HEAD + AREAS.replace("FORM", "by: 50 km") + duty + provision(""))
    assert [address for rule, address, _ in found if rule == "width-as-distance"] == ["areas.zone"]


def test_half_of_a_width_is_the_distance(tmp_path: Path) -> None:
    terms, _ = read(tmp_path, HEAD + AREAS.replace("FORM", "width: 50 km") + provision("    in: zone\n"))
    assert terms is not None
    form = terms.areas["zone"].form
    assert isinstance(form, Buffer)
    assert form.by_m == 25_000


def test_a_buffer_has_a_distance_or_a_width(tmp_path: Path) -> None:
    _, found = read(tmp_path, HEAD + AREAS.replace("FORM", "by: 25 km, width: 50 km"))
    assert any("both by and width" in text for _, _, text in found)


CITED = "citations: {text: {title: A text, publisher: A mediator, date: 2016-02-22}}"


@pytest.mark.parametrize(
    ("citation", "rule"),
    [
        ("{title: A text, date: 2016-06}", ""),
        ("{title: A text, date: June 2016}", ""),
        ("{title: A text, date: 17 May 2016}", ""),
        ("{title: A text, date: 1949-08-12}", ""),
        ("{title: A text, date: 2016-06-30}", ""),
        ("{title: A text, date: 2016-07-01}", "citation-late"),
        ("{title: A text, date: 2017}", "citation-late"),
        ("{title: A text, date: 2016-02-30}", "date-unreadable"),
        ("{title: A text, date: unknown}", "date-unreadable"),
        ("{title: A text, date: 17-09-1016}", "year-implausible"),
        ("{title: A text}", "citation-untraceable"),
        ("{title: A text, url: 'https://example.org/1'}", ""),
    ],
)
def test_a_source_is_dated_and_can_be_found(tmp_path: Path, citation: str, rule: str) -> None:
    text = HEAD.replace(CITED, f"citations: {{text: {citation}}}") + provision("")
    assert citation in text
    _, found = read(tmp_path, text)
    assert [r for r, _, _ in found] == ([rule] if rule else [])


def test_a_map_may_be_later_than_the_cut_off(tmp_path: Path) -> None:
    text = HEAD.replace("citations: {", "citations: {map: {title: A map, date: 2019}, ")
    area = "areas:\n  line: {line: [[38, 48], [38, 49]], cite: map}\n"
    assert read(tmp_path, text + area + provision("    crosses: line\n"))[1] == []


@pytest.mark.parametrize(
    ("old", "new", "address"),
    [
        ("from: 2016-02-27", "from: 1016-02-27", "standing[0].from"),
        ("from: 2016-02-27", "from: 2061-02-27", "standing[0].from"),
        ("by: army", "by: army\n    during: {from: 2016-02-27, until: 2116-03-01}", "during.until"),
        ("by: army", "by: army\n    during: {until: {one of: [{2016-03-01: text}, {1016-03-01: text}]}}", "during.until"),
    ],
)  # fmt: skip
def test_a_year_far_from_the_others_is_doubtful(tmp_path: Path, old: str, new: str, address: str) -> None:
    text = (HEAD + provision("    unless: {}\n")).replace(
        "2016-06-30", "2016-06-30\nnote: 1016-01-01 in words"
    )
    assert old in text
    found = [
        (where, said)
        for rule, where, said in read(tmp_path, text.replace(old, new, 1))[1]
        if rule == "year-implausible"
    ]
    assert len(found) == 1
    assert address in found[0][0]
    assert "of about 2016" in found[0][1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from Thursday 26 February 2016", "that day is a Friday"),
        ("on Thursday, February 26, 2016, at noon", "that day is a Friday"),
        ("Thursday 2016-02-26", "that day is a Friday"),
        ("Friday the 26th of February 2016", ""),
        ("Friday 26 February", ""),
        ("on Sunday, 3 envoys met", ""),
    ],
)
def test_a_weekday_in_words_is_that_of_its_date(tmp_path: Path, text: str, words: str) -> None:
    _, found = read(tmp_path, HEAD + provision(f'    reading: "{text}"\n'))
    assert [rule for rule, _, _ in found] == ["weekday-wrong"] * bool(words)
    assert all(words in said for _, _, said in found)


@pytest.mark.parametrize(("announced", "is_late"), [("2016-02-28", False), ("2016-03-01", True)])
def test_a_standing_is_announced_before_all_is_over(tmp_path: Path, announced: str, is_late: bool) -> None:
    window = "from: 2016-02-27, until: 2016-02-29, extended: [{until: 2016-02-29, cite: text}]"
    text = during(window).replace("from: 2016-02-27}]", f"from: 2016-02-27, announced: {announced}}}]")
    assert "announced" in text
    _, found = read(tmp_path, text)
    assert [where for rule, where, _ in found if rule == "announced-late"] == (
        ["provisions.cease.standing[0].announced"] if is_late else []
    )
