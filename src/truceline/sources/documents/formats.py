# SPDX-License-Identifier: Apache-2.0
"""What kind of file it is, by its content and never by its name."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from truceline.sources.documents.pages import cannot

_EXPECTED = "expected text, HTML, PDF, e-mail or Word"

_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file or another of its kind", "Save it as .docx."),
    (b"{\\rtf", "rich text (RTF)", "Save it as .docx or as plain text."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it first."),
    (b"Rar!", "packed with RAR", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip", "Unpack it first."),
    (b"\x89PNG\r\n", "a picture (PNG)", "Type off what it says, or have a program read it (OCR)."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Type off what it says, or have a program read it (OCR)."),
    (b"GIF8", "a picture (GIF)", "Type off what it says, or have a program read it (OCR)."),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90", "a program", ""),
    (b"PAR1", "a table (Parquet)", ""),
    (b"SQLite format 3", "a database", ""),
)

_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title|h[1-6]|section|table|header|nav|script|style|link|base|span|a|b|i|ul|ol|center|font|img|br|hr|blockquote)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADER = re.compile(rb"(?:From [^\n]*\n)?((?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+)\r?\n")
_MAIL_FIELDS = re.compile(
    rb"^(from|date|subject|to|message-id|mime-version|received|return-path|content-type):", re.I | re.M
)


def format_of(path: Path, data: bytes) -> str:
    """``pdf``, ``word``, ``mail``, ``html`` or ``text``.

    Raises:
        SourcesError: it is of a kind that is not read; says what to do.
    """
    head = data[:100_000]
    if head[:1024].find(b"%PDF-") >= 0 and not _is_mail(head):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "word"
    for mark, kind, remedy in _OTHERS:
        if head.startswith(mark):
            raise cannot(path, f"is {kind}", _EXPECTED, remedy)
    plain = head.removeprefix(codecs.BOM_UTF8)
    if plain.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        plain = plain.replace(b"\0", b"")[2:]
    if _MARKUP.match(plain):
        return "html"
    if plain.lstrip().startswith(b"<?xml"):
        raise cannot(path, "is XML and no page of HTML", _EXPECTED, "Save the page that it stands for.")
    return "mail" if _is_mail(plain) else "text"


def _is_mail(head: bytes) -> bool:
    """Whether it begins with the header of an e-mail."""
    header = _MAIL_HEADER.match(head.replace(b"\r\n", b"\n"))
    fields = {name.lower() for name in _MAIL_FIELDS.findall(header[1])} if header else set()
    return b"from" in fields and (
        bool(fields & {b"message-id", b"mime-version", b"received", b"return-path"})
        or {b"date", b"subject"} <= fields
    )
