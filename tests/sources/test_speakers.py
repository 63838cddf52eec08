# SPDX-License-Identifier: Apache-2.0
"""Who speaks: pronouns, short names, descriptions, transcripts; how statements hang together."""

from __future__ import annotations

import pytest

from truceline.sources import (
    Block,
    Dictionaries,
    Document,
    Span,
    Statement,
    document_of_text,
    find_statements,
)

DICTIONARIES = Dictionaries()

WHO = {
    "he is the last man who spoke": (
        "Karl Hess said the road was open. He added that buses ran.",
        ["Karl Hess", "Karl Hess"],
    ),
    "she is not the man between": (
        "Ana Brisk said the road was open. Karl Hess denied the claim. “It is open,” she said.",
        ["Ana Brisk", "Karl Hess", "Ana Brisk"],
    ),
    "a subject who did not speak": (
        "Mr. Dorn was told in May. He said that he knew.",
        ["Dorn"],
    ),
    "two men fit": (
        "Mr. Dorn and Mr. Hess, who had met before, agreed to talk. He said it was late.",
        ["Dorn and Hess", ""],
    ),
    "it is the body": (
        "The Harbour Council denied the claim. It said nobody had fired.",
        ["The Harbour Council", "The Harbour Council"],
    ),
    "a last name": (
        "“We left,” said Hess. Nobody saw the mayor, Karl Hess, again.",
        ["Karl Hess"],
    ),
    "two of one last name": (
        "Karl Hess and Otto Hess met. “We left,” Hess said.",
        ["Hess"],
    ),
    "a title for a name": (
        "General Ivo Marn said the guns were cold. “They stay so,” the general said.",
        ["Ivo Marn", "Ivo Marn"],
    ),
    "an unnamed one stays unnamed": (
        "A western diplomat said the talks had failed. “Nobody signs,” the diplomat said.",
        ["A western diplomat", "A western diplomat"],
    ),
    "two unnamed ones are not one": (
        "A western diplomat said no. A local diplomat said the talks went on. “Nobody signs,” the diplomat said.",
        ["A local diplomat", "the diplomat"],
    ),
    "the short name of a body": (
        "The Northern Front signed. The Front said the road was open.",
        ["The Northern Front"],
    ),
    "a name behind a role": (
        "Its chief envoy, Linnea Barsk, said the talks went on.",
        ["Linnea Barsk"],
    ),
    "a role behind a name": (
        "Lars Roe of the Relief League said trucks were ready.",
        ["Lars Roe"],
    ),
    "an office with of": (
        "U.S. Secretary of State John Vance said the talks went on.",
        ["John Vance"],
    ),
    "a small word of a full name": (
        "Envoy Lars de Soto left. “It is late,” de Soto said. De Soto added that buses ran.",
        ["Lars de Soto", "Lars de Soto"],
    ),
    "two small words of a full name": (
        "Ana van der Berg met Karl Hess. “It is late,” van der Berg said. She added that buses ran.",
        ["Ana van der Berg", "Ana van der Berg"],
    ),
    "a short name of another small word": (
        "Lars de Soto met Karl Hess. “It is late,” van Soto said.",
        ["van Soto"],
    ),
    "everybody and nobody": ("They say the road is mined.", [""]),
}


def _found(text: str) -> tuple[Statement, ...]:
    return find_statements(document_of_text(text), DICTIONARIES)


def _names(text: str) -> list[str]:
    return [found.speaker.name if found.speaker else "" for found in _found(text)]


NOT_PLAIN = {
    "a body spoke since": "A nurse said it was late.\n\nNobody left, according to the Civil Council.\n\nHe added that it rained.",
    "a named man before": "Karl Hess said the road was open. A nurse said it was not. He added that more came.",
    "another without a name": "A nurse said the ward was full. A driver said it was not. She added that more came.",
    "he whom nobody tells before": "I met one. He said it was late. A nurse said the ward was full. He added that more came.",
    "he whom nobody tells is nearer": "Ana Roe and Eva Dorn met. She said it was late. She added that more came.",
    "a man named nearer": "Xu Tamm said it was late. The council told Karl Hess to leave. He added that more came.",
}

PLAIN = {
    "nobody else": ("A nurse said the ward was full. She added that more came.", "A nurse"),
    "nobody else of this sex": (
        "Karl Hess said it was late. A nurse said the ward was full. She added that more came.",
        "A nurse",
    ),
    "the sex is told": (
        "Karl Hess said it was late. A spokeswoman said it was not. She added that more came.",
        "A spokeswoman",
    ),
    "she was she before": (
        "A nurse said the ward was full. She left. She said it was late. The council denied it. She added that more came.",
        "A nurse",
    ),
}

SMALL_WORDS = ("de Soto", "von Marn", "van der Berg", "bin Dorn", "abu Hess", "al-Roe", "della Brisk")


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_he_is_nobody_where_an_unnamed_one_or_another_may_be_meant(name: str) -> None:
    speaker = _found(NOT_PLAIN[name])[-1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.how.partition(": ")[2]) == ("", "it is not plain who")


@pytest.mark.parametrize("name", PLAIN)
def test_she_is_the_unnamed_one_where_nobody_else_may_be_meant(name: str) -> None:
    text, expected = PLAIN[name]
    speaker = _found(text)[-1].speaker
    assert speaker is not None
    assert speaker.name == expected


@pytest.mark.parametrize("name", SMALL_WORDS)
@pytest.mark.parametrize("before", ["", "envoy "])
def test_the_small_words_of_a_name_are_no_role(name: str, before: str) -> None:
    for text in (f"“It is late,” said {before}{name}.", f"“It is late,” {before}{name} said."):
        [found] = _found(text)
        assert found.speaker is not None
        assert (found.speaker.name, found.speaker.role) == (name, before.strip())


@pytest.mark.parametrize("name", WHO)
def test_the_speaker_is_the_one_whom_the_document_names(name: str) -> None:
    text, expected = WHO[name]
    assert _names(text) == expected


def test_kinds_of_speakers_are_told_apart() -> None:
    text = (
        "Karl Hess said the road was open.\n\nThe defence ministry said it was closed.\n\n"
        "Radio Oder reported that it was mined.\n\nA source said nobody knew."
    )
    kinds = [found.speaker.kind for found in _found(text) if found.speaker]
    assert kinds == ["person", "body", "outlet", "unnamed"]


def test_a_role_stands_beside_its_name() -> None:
    (found,) = _found("“We wait,” said Navy Capt. Jeff Roth, a spokesman for the fleet.")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.role) == ("Jeff Roth", "Navy Capt., a spokesman for the fleet")


def test_why_a_pronoun_is_somebody_is_said() -> None:
    _, found = _found("Karl Hess said the road was open. He added that buses ran.")
    assert found.speaker is not None
    assert found.speaker.words == "He"
    assert found.speaker.how.startswith("he: ")


def test_who_passes_a_statement_on_is_kept_beside_its_speaker() -> None:
    text = "Radio Oder quoted Karl Hess as saying that the road was open."
    (found,) = _found(text)
    assert found.speaker is not None
    assert found.speaker.name == "Karl Hess"
    assert [outlet.name for outlet in found.via] == ["Radio Oder"]


def test_an_outlet_that_was_told_passes_it_on() -> None:
    first, second = _found(
        "A source told the Oder News agency that nobody fired. “Nobody,” Hess told Reuters."
    )
    assert [[outlet.name for outlet in one.via] for one in (first, second)] == [
        ["the Oder News agency"],
        ["Reuters"],
    ]
    assert first.speaker is not None
    assert (first.speaker.kind, first.speaker.name) == ("unnamed", "A source")


def test_an_outlet_cited_before_a_quotation_passes_it_on() -> None:
    (found,) = _found("Radio Oder reports: “We are ready to talk,” Karl Hess said.")
    assert found.speaker is not None
    assert found.speaker.name == "Karl Hess"
    assert [outlet.name for outlet in found.via] == ["Radio Oder"]


def test_a_broken_quotation_goes_on_from_its_first_part() -> None:
    first, second = _found("“The guns,” said Ana Brisk, “are silent.”")
    assert second.continues == first.id


def test_a_quotation_stands_inside_the_speech_that_reports_it() -> None:
    outer, inner = _found("Hess said the army had “no choice” but to answer.")
    assert (outer.form, inner.form, inner.inside) == ("indirect", "quoted", outer.id)


def test_each_paragraph_of_a_long_quotation_continues_the_one_before() -> None:
    text = "“We came in May,” said Karl Hess.\n\n“It rained.\n\n“It rained in June.\n\n“Then it snowed.”"
    found = _found(text)
    assert [one.span.of(text) for one in found] == [
        "We came in May",
        "It rained",
        "It rained in June",
        "Then it snowed",
    ]
    assert {one.speaker.name for one in found if one.speaker} == {"Karl Hess"}
    assert [one.continues for one in found[1:]] == [one.id for one in found[:-1]]


TRANSCRIPT = """Press Briefing by Ms. Vale
2031-05-06

2:05 P.M. EST

MS. VALE:  Good afternoon.  (Laughter.)  The truce holds.

It has held for a week.

Q    General Marn said it was over.  Is it?

SENIOR ADMINISTRATION OFFICIAL:  (Inaudible.)  As I said on Friday, it is not.

QUESTION: Thank you.

2:09 P.M. EST
"""


def test_a_transcript_has_turns() -> None:
    found = [one for one in _found(TRANSCRIPT) if one.form == "turn"]
    told = [(one.speaker.name if one.speaker else "", one.span.of(TRANSCRIPT)) for one in found]
    assert told == [
        ("MS. VALE", "Good afternoon.  (Laughter.)  The truce holds.\n\nIt has held for a week."),
        ("Q", "General Marn said it was over.  Is it?"),
        ("SENIOR ADMINISTRATION OFFICIAL", "As I said on Friday, it is not."),
        ("QUESTION", "Thank you."),
    ]


def test_names_that_come_back_are_labels() -> None:
    text = (
        "Interview with the Minister\n\nQuestion: Is it over?\n\nAna Brisk: Not yet.\n\n"
        "Note: the line was bad.\n\nQuestion: When?\n\nAna Brisk: Soon."
    )
    told = [one.speaker.name for one in _found(text) if one.form == "turn" and one.speaker]
    assert told == ["Question", "Ana Brisk", "Question", "Ana Brisk"]


def test_a_note_with_a_colon_is_no_turn() -> None:
    text = "Karl Hess said the road was open.\n\nMedia contact: the office.\n\nNote: none.\n\nNote: two."
    assert [one.form for one in _found(text)] == ["indirect"]


def test_reported_speech_within_a_turn_is_inside_it() -> None:
    turns = {one.id: one for one in _found(TRANSCRIPT) if one.form == "turn"}
    inner = [one for one in _found(TRANSCRIPT) if one.form == "indirect"]
    told = [(one.span.of(TRANSCRIPT), one.speaker.name if one.speaker else "") for one in inner]
    assert told == [("it was over", "Marn"), ("it is not", "SENIOR ADMINISTRATION OFFICIAL")]
    assert all(one.inside in turns for one in inner)


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Statement from Foreign Minister Ana Brisk on the Truce", "Ana Brisk"),
        ("Statement by President Dorn on Ramadan", "Dorn"),
        ("Palace Statement on the Extension of the Truce", "Palace"),
        ("Remarks by Ambassador Karl Hess at the Council", "Karl Hess"),
        ("Joint Statement by Tolvia, Dareth and Kellan on the Corran Valley", "Tolvia, Dareth and Kellan"),
    ],
)
def test_a_statement_is_given_to_the_one_whom_its_title_names(title: str, speaker: str) -> None:
    text = f"{title}\n2031-05-06\n\nWe welcome the truce.\n\nIt must hold.\n\n###"
    found = _found(text)[0]
    assert found.form == "document"
    assert found.span.of(text) == "We welcome the truce.\n\nIt must hold."
    assert found.speaker is not None
    assert found.speaker.name == speaker


@pytest.mark.parametrize(
    "title", ["Readout of the Call with Karl Hess", "Fact Sheet: The Truce", "A truce at last"]
)
def test_a_text_of_another_title_is_nobodys_statement(title: str) -> None:
    text = f"{title}\n2031-05-06\n\nThe truce holds.\n\n###"
    assert all(one.form != "document" for one in _found(text))


def test_menus_and_captions_are_not_read() -> None:
    text = "Home said nobody.\n\nKarl Hess said the road was open.\n\nHess said cheese, Ana Roe said."
    document = document_of_text(text)
    roles = ("trimming", "main", "caption")
    blocks = tuple(Block(block.span, role) for block, role in zip(document.blocks, roles, strict=True))
    kept = Document(document.original, text, blocks, document.runs)
    assert [one.span.of(text) for one in find_statements(kept, DICTIONARIES)] == ["the road was open"]


ODD = (
    *("", " ", "“", "”", "“”", "“a”", "“““", "'", "‘’ said", ", said", "said", "said.", "“said” said “said”"),
    *("Q", "Q:", "A: B: C:", "according to", "that that", "reportedly", "and said and", "he", "(said)"),
    *(
        "—said—",
        "told to",
        "\n\n\n",
        "“a\n\n“b\n\n“c",
        "« »",
        "said that, said that, said that",
        "Roe; , reported",
        "Nobody told Roe, who left. Anna Roe spoke. “The minister told me: ‘If you go, I stay.’” Hess denied the claim.",
    ),
)


@pytest.mark.parametrize("text", ODD)
def test_every_scrap_of_text_is_read_without_a_fault(text: str) -> None:
    for found in _found(text):
        assert found.span.of(text).strip()


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_every_beginning_of_a_text_is_read_without_a_fault(cut: int) -> None:
    text = (
        "“We agreed,” said Ana Roe, “and we told the council that ‘it’ was signed.” "
        "According to Hess, it was not. Reportedly, he"
    )
    part = text[: len(text) - cut]
    found = _found(part)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert all(Span(0, len(part)).holds(one.span) for one in found)
    assert all(one.inside in {"", *ids} and one.continues in {"", *ids} for one in found)


def test_the_same_text_gives_the_same_statements() -> None:
    assert _found(TRANSCRIPT) == _found(TRANSCRIPT)
