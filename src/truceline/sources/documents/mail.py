# SPDX-License-Identifier: Apache-2.0
"""E-mail: the header tells, one part of the body is the text; places are bytes of that part when it is decoded."""

from __future__ import annotations

import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from truceline.sources.documents.pages import Page, cannot
from truceline.sources.model import Told

_MOST_PARTS = 10_000
"""An e-mail with more lines that may begin a part is refused: taking it apart would take minutes."""

PageOf = Callable[[Path, bytes, str, str | None, str], Page]
"""Path, bytes, name of the part, encoding that a person gave, encoding that the part declares."""


def mail_page(path: Path, data: bytes, encoding: str | None, text_page: PageOf, markup_page: PageOf) -> Page:
    """The page of an e-mail: its part of plain text, else that of HTML. The part is named by its number, as in IMAP.

    Raises:
        SourcesError: no part is text.
    """
    if data.count(b"\n--") > _MOST_PARTS:
        found = f"has more than {_MOST_PARTS:,} lines that may begin a part"
        raise cannot(path, found, "expected one e-mail", "Save its text alone.")
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        numbers = {id(part): number for number, part in _numbered(message, "")}
        body = message.get_body(("plain", "html"))
    except RecursionError as error:
        found = "nests its parts too deep"
        raise cannot(path, found, "expected an e-mail as people send them", "Save its text alone.") from error
    payload = body.get_payload(decode=True) if body is not None else None
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if body is None or not isinstance(payload, bytes) or not payload.strip():
        remedy = "Save its attachments, and read those." if names else "Ask its sender for the text."
        raise cannot(path, "is an e-mail without text", "expected a part of plain text or of HTML", remedy)
    page_of = markup_page if body.get_content_subtype() == "html" else text_page
    page = page_of(path, payload, f"body {numbers[id(body)]}", encoding, body.get_content_charset(""))
    page = replace(page, media_type="message/rfc822")
    page.notes += [f"e-mail: {_words(defect)}" for defect in (*message.defects, *body.defects)]
    if names:
        page.notes.append(f"attachments are not read: {', '.join(names)}")
    page.told.update(_told(message, page))
    return page


def _words(defect: object) -> str:
    return (getattr(defect, "__doc__", "") or type(defect).__name__).strip()


def _numbered(part: MIMEPart, number: str) -> list[tuple[str, MIMEPart]]:
    """Each part with its number; the only part of a simple message is 1."""
    if not part.is_multipart():
        return [(number or "1", part)]
    found = []
    for index, inner in enumerate(part.iter_parts(), 1):
        assert isinstance(inner, MIMEPart)
        found += _numbered(inner, f"{number}.{index}" if number else str(index))
    return found


def _told(message: EmailMessage, page: Page) -> dict[str, Told]:
    """What the header tells; a header that cannot be read tells nothing, and that is noted."""
    told = {}
    if message["Subject"]:
        told["title"] = Told(" ".join(str(message["Subject"]).split()), "e-mail header Subject")
    senders = message["From"].addresses if message["From"] else ()
    if senders:
        names = " and ".join(sender.display_name or sender.addr_spec for sender in senders)
        told["author"] = Told(names, "e-mail header From")
    if message["Date"]:
        sent = message["Date"].datetime
        if sent is None:
            page.notes.append(f'published: the e-mail header Date "{message["Date"]}" is no date')
        else:
            if sent.tzinfo is None:
                sent = sent.replace(
                    tzinfo=UTC
                )  # the zone -0000: UTC, sent from nobody tells where (RFC 5322, 3.3)
            told["published"] = Told(sent.isoformat(), "e-mail header Date")
    if message["List-Id"]:
        words = str(message["List-Id"])
        name = words.partition("<")[0].strip().strip('"') or words.strip(" <>")
        told["outlet"] = Told(name, "e-mail header List-Id")
    return told
