# SPDX-License-Identifier: Apache-2.0
"""Mails that pass on an earlier one: the outer head tells nothing of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.sources import Document, read_document

TEXT = "The army shelled the mill on Monday, Mayor Roe said.\n\nThe mill burned all night, and nobody came to help the miller.\n"
HEAD = "From: Valley Wire <desk@wire.example>\nDate: Tue, 3 Jun 2031 10:00:00 +0200\nSubject: Shells\n\n"
OUTLOOK = "From: Valley Wire\nSent: Tuesday, June 3, 2031 10:00 AM\nTo: Ann Weaver\nSubject: Shells\n\n"
MARK = "---------- Forwarded message ----------\n"
QUOTED = "On Tue, 3 June 2031, Ben <b@example.org> wrote:\n> The truce was broken.\n"
HTML = f"<body><div>{MARK}<br>From: <b>Valley Wire</b><br>Date: Tue, 3 Jun 2031 at 10:00<br></div><p>{{}}</p></body>"


def mail(folder: Path, title: str, body: str, kind: str = "plain") -> Document:
    head = f"From: Ann Weaver <ann@example.org>\nSubject: {title}\nList-Id: <list.example.org>\n"
    head += "Date: Fri, 20 Jun 2031 09:00:00 +0200\n"
    path = folder / "a.eml"
    path.write_text(f"{head}Content-Type: text/{kind}; charset=utf-8\n\n{body}", encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Fwd: Shells", MARK + HEAD + TEXT, "plain"),
        ("Fwd: Shells", "Begin forwarded message:\n\n" + HEAD + TEXT, "plain"),
        ("FW: Shells", OUTLOOK + TEXT, "plain"),
        ("Shells", "-----Original Message-----\n" + OUTLOOK + TEXT, "plain"),
        ("Fwd: Shells", HTML.format(TEXT.replace("\n\n", "</p><p>")), "html"),
    ],
)
def test_a_mail_that_is_nothing_but_an_earlier_one_has_its_date_and_author(
    title: str, body: str, kind: str, tmp_path: Path
) -> None:
    document = mail(tmp_path, title, body, kind)
    assert document.published is not None
    assert document.published.value.startswith("2031-06-03")
    assert document.author is not None
    assert document.author.value == "Valley Wire"
    assert document.outlet is None
    assert [block.span.of(document.text)[:8] for block in document.main] == ["The army", "The mill"]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Fwd: Shells", "See below. I saw none of it.\n\n" + MARK + HEAD + TEXT),
        ("Shells", "Here is the report that the desk sent me.\n\n" + OUTLOOK + TEXT),
        ("Fwd: Fwd: Shells", MARK + OUTLOOK + MARK + HEAD + TEXT),
        ("Re: Shells", "On 3 June 2031, Valley Wire wrote:\n\n" + TEXT),
        ("Fwd: Shells", TEXT),
    ],
)
def test_a_mail_that_is_more_or_does_not_tell_is_left_open(title: str, body: str, tmp_path: Path) -> None:
    document = mail(tmp_path, title, body)
    assert (document.published, document.author, document.outlet) == (None, None, None)
    for name in ("published", "author", "outlet"):
        assert any(note.startswith(f"{name}: the e-mail header") for note in document.notes)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Shells", TEXT),
        ("Re: Shells", TEXT),
        ("Re: Shells", TEXT + "\n" + QUOTED),
        ("Re: Shells", QUOTED + "\n" + TEXT),
        ("Forward march", TEXT + "\nTo: all the mayors of the valley, she wrote.\n"),
    ],
)
def test_a_mail_of_its_own_is_dated_by_its_head(title: str, body: str, tmp_path: Path) -> None:
    document = mail(tmp_path, title, body)
    assert document.published is not None
    assert document.published.value.startswith("2031-06-20")
    assert document.author is not None
    assert document.author.value == "Ann Weaver"
