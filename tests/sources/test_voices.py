# SPDX-License-Identifier: Apache-2.0
"""Who says each quotation of a short text, in the many ways in which newsrooms show it; and where nobody can be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from truceline.sources import Dictionaries, Span, Told, document_of_text, find_statements

TOLD = [
    # the one whose sentence comes right before
    ("A diplomat said no. A second diplomat disagreed. “Miles,” he said.", ["A second diplomat"]),
    ("Zane Orn, a teacher, said no. His wife nods. “Nobody,” she says.", ["His wife"]),
    ("For Mirna Holt, a nurse, the silence is worse. “You wait,” she says.", ["Mirna Holt"]),
    ("“It holds,” Mr Roe said. Mr Hale shook his head. “It does not,” he said.", ["Roe", "Hale"]),
    ("Not so, replied the minister, Ann Rook. “We kept our word.”", ["Ann Rook"]),
    # a name that somebody gives
    (
        "“They sleep,” said a mother of three, who gave her name only as Hana. “At last,” she said.",
        ["Hana", "Hana"],
    ),
    (
        "“They sleep,” said a mother who asked to be identified only as Hana. Hana said: “Yes.”",
        ["Hana", "Hana"],
    ),
    ("“They sleep,” said a man who gave only his first name, Idris.", ["Idris"]),
    # relative clauses without commas
    ("“We had no warning,” a farmer who lives near the crossing said.", ["a farmer"]),
    ("“We had no warning,” two farmers who live near the crossing said.", ["two farmers"]),
    # titles and callings that no list has, a letter for a name
    (
        "“No,” said Archon Ana Roe. Archon Karl Hess nodded. “Yes,” Archon Hess said.",
        ["Ana Roe", "Karl Hess"],
    ),
    ("The wardens waited. “No,” said Warden Ana Roe.", ["Ana Roe"]),
    ("The witness, a signaller identified only as Witness D, spoke. “Yes,” the witness said.", ["Witness D"]),
    (
        "“We wait,” the chair, Cllr Nora Brack (Harbour Party), began. “It is late.”",
        ["Nora Brack", "Nora Brack"],
    ),
    # callings that are last names as well
    ("“No,” said the general, Anna Miller. “Yes,” Miller said.", ["Anna Miller", "Anna Miller"]),
    ("“No,” said a miller. “Yes,” said the miller Karl Hess.", ["a miller", "Karl Hess"]),
    ("“We wait.”\n\n(Farmer, 61)", ["Farmer, 61"]),
    # answers, and words without a frame
    (
        "“Will it hold?” asked Mr Roe. “No,” said Mr Hess. “It rains.” “And then?”",
        ["Roe", "Hess", "Hess", "Roe"],
    ),
    ("Mr Brek put it to him that the line was bad and said it was late. “No, sir.”", [""]),
    ("Mr Roe said he would come. “I know the road.”", ["Roe"]),
    ("Mrs Ana Roe counted the loaves before she answered. “Eleven of them.”", ["Ana Roe"]),
    ("“It is late,” said Mr Roe.\n\n“I go.”\n\n“Then go.”", ["Roe", "Roe", ""]),
    # who signs, and whose words they were
    ("“We went in.”\n(Woman, 34, interviewed in Tarn)", ["Woman, 34"]),
    (
        "• “I sleep now.” – Halima, 19, student\n\n• “The price of onions.” – Shopkeeper, east bank",
        ["Halima", "Shopkeeper"],
    ),
    ("“We went in.” (He left.)", [""]),
    ("“The road is open.” That was the message from President Marr on Friday.", ["Marr"]),
    ("“The road is open.” That was the message from President Marr to Minister Rook.", [""]),
    ("“No eyes, no pause” is how Mr Strand puts it.", ["Strand"]),
    ("Mr Roe sat down. To the officers who came he gave the same advice: “Learn forty words.”", ["Roe"]),
    # whose statement it was
    ("In a statement, the Front said two were shot. “No more,” the statement said.", ["the Front"]),
    ("Mr Roe said the Front denied it in a statement. “No more,” the statement said.", ["the statement"]),
    ("She quoted a proverb: “Ask the wind.”", [""]),
    ("Mr Roe cited “grave doubts” about it.", ["Roe"]),
    ("His wife, Honor, who saw it, wrote a card. ‘We know,’ it read.", [""]),
    ("Mr Roe spoke. Her opposite number, a man who smiled, left. “No,” he said.", [""]),
    ("Mother-of-three Ana Roe, 34, wept. “No,” Ana said.", ["Ana Roe"]),
    (
        "“It is late,” said mission spokesman Fabian Orr. A Union spokesman, who goes by the name of Karl Hess, denied it. "
        "“No,” the spokesman said.",
        ["Fabian Orr", "A Union spokesman"],
    ),
    ("Minister Yusuf al-Hilali spoke. Al-Hilali, for his part, said no: “Never.”", ["Yusuf al-Hilali"]),
    ("The statement posted on Monday called it “a good day”.", ["The statement"]),
    ("Ana Roe stood up. Her message was simple: “Wait for it.”", ["Ana Roe"]),
    ("A man at the barrier looked at them and said: “Wait for it.”", ["A man at the barrier"]),
    # what somebody did not say
    ("“It holds,” Mr Lund said.\n\n“It fell,” Otto Rein was falsely quoted as saying.", ["Lund", ""]),
    ("“I resign,” Karl Rehm told Otto Rein. “Good,” he replied.", ["Karl Rehm", ""]),
    ("Mr Rein quoted from Mr Rehm's letter: “I have left.”", [""]),
    ("“No,” Mr Lunde told the Ledger. Pressed on it, he replied: “We wait.”", ["Lunde", "Lunde"]),
    # subjects
    ("Mr Balewa's deputy, Alain Mwimbi, was calm. He said that “mistakes are possible”.", ["Alain Mwimbi"]),
    ("“We wait,” said Mr Roe. Moments later Ana Hess left. “I am going,” she said.", ["Roe", "Ana Hess"]),
    (
        "Mrs Korrow wept. From the other side Rahel Umbo, who lost two brothers, rose. “I know,” she said.",
        ["Rahel Umbo"],
    ),
    # passives, and what somebody calls something
    ("The army's claim was rejected by Mr Brann as “pure invention”.", ["Brann"]),
    ("Described by Mr Brann as “pure invention”, the story spread.", ["Brann"]),
    ("Minister Rook, accused by Mr Falk of “selling the valley”, shrugged it off.", ["Falk"]),
    (
        "Mr Brann said the guns were “moved” — a claim the army called “pure invention”.",
        ["Brann", "the army"],
    ),
    ("The agreement, which Colonel Dass once called “a piece of paper”, holds.", ["Dass"]),
]


@pytest.mark.parametrize(("text", "wanted"), TOLD, ids=[text[:60] for text, _ in TOLD])
def test_a_quotation_has_the_speaker_that_its_text_shows(text: str, wanted: list[str]) -> None:
    assert _speakers(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Attacks on the army and rebel groups, which pledged to leave, go on.", "the army and rebel groups"),
        ("There were raids by the army on the northern front, which denied the claim.", "the northern front"),
        ("Russia at talks in Moscow said it was late.", "Russia"),
    ],
)
def test_what_cannot_speak_says_nothing(text: str, wanted: str) -> None:
    found = find_statements(document_of_text(text), Dictionaries())
    assert [one.speaker.name for one in found if one.speaker] == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mayor Petra Lund stopped short of saying that the army shelled the mill.", []),
        ("A resident who asked not to be named said it was late.", [("A resident", "it was late")]),
        (
            "President Ana Brisk, who was minister until May, said the truce holds.",
            [("Ana Brisk", "the truce holds")],
        ),
    ],
)
def test_only_what_was_said_is_reported_speech(text: str, wanted: list[tuple[str, str]]) -> None:
    found = find_statements(document_of_text(text), Dictionaries())
    assert [(one.speaker.name if one.speaker else "", one.span.of(text)) for one in found] == wanted


def test_a_source_in_a_body_is_not_the_body() -> None:
    found = find_statements(
        document_of_text("A source in the General Staff said it was late."), Dictionaries()
    )
    speaker = found[0].speaker
    assert speaker is not None
    assert (speaker.kind, speaker.name) == ("unnamed", "A source in the General Staff")


def test_a_secretary_is_not_the_secretary() -> None:
    found = find_statements(document_of_text("A joint secretary said it was late."), Dictionaries())
    assert [one.speaker.kind for one in found if one.speaker] == ["unnamed"]


def test_a_letter_from_somewhere_with_an_author_is_no_statement() -> None:
    article = document_of_text("LETTER FROM THE LINE\n\nIt rained.\n\nNobody came.")
    title = Told("LETTER FROM THE LINE", "line above the text", Span(0, 20))
    author = Told("Ana Roe", "line above the text")
    assert find_statements(replace(article, title=title, author=author), Dictionaries()) == ()


UNKNOWN = [
    # of neither is told whether "he" or "she" fits
    "General Vane met Minister Rook on Monday. “The guns are quiet,” he told her.",
    "General Vane met Minister Rook on Monday. “The guns are quiet,” she told him.",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_nobody_is_named_where_two_may_be_meant(text: str) -> None:
    assert _speakers(text) == [""]


NAMES = [
    "A militia that locals call “Sons of the Bay” came.",
    "A militia which the locals call “Sons of the Bay” came.",
]


@pytest.mark.parametrize("text", NAMES)
def test_what_something_is_called_is_no_quotation(text: str) -> None:
    assert _speakers(text) == []


def test_to_ask_for_a_name_is_no_statement() -> None:
    found = find_statements(
        document_of_text("A mother who asked to be identified only as Hana left."), Dictionaries()
    )
    assert found == ()


def _speakers(text: str) -> list[str]:
    found = find_statements(document_of_text(text), Dictionaries())
    return [
        statement.speaker.name if statement.speaker else ""
        for statement in found
        if statement.form == "quoted"
    ]
