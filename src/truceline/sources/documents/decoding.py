# SPDX-License-Identifier: Apache-2.0
"""From bytes to text: which encoding, and where each character begins. Never silently wrong."""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.errors import SourcesError
from truceline.sources.documents.pages import cannot, missing, require_short

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 come before those of UTF-16, with which one of them begins."""

_LABELS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""Encodings that pages declare and browsers read as another (WHATWG Encoding Standard, section 4.2)."""

_AT_ONCE = 1 << 20
"""Bytes whose places are worked out at a time, to hold no list of all of them as wide numbers."""

_MARGIN = 0.1
"""By so much the best guess must lead every one that gives another text; in the units of charset-normalizer."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the place of each character in the bytes it came from."""

    text: str
    offsets: Sequence[int]
    """Where each character begins, and where the last one ends."""
    encoding: str
    note: str = ""
    """How the encoding was found, where it was worked out from the bytes."""


def decode(
    path: Path, data: bytes, encoding: str | None = None, declared: str = "", *, is_plain: bool = False
) -> Decoded:
    """The text of bytes.

    Args:
        path: for messages.
        data: the bytes.
        encoding: one that a person gave; stands above all but a byte order mark that contradicts nobody.
        declared: one that the document itself names; taken where the bytes are not UTF-8.
        is_plain: whether the text is the working text, which has a limit.

    Raises:
        SourcesError: nobody knows the encoding, the bytes are not of the one given, or characters are lost.
    """
    start, name, note = 0, "", ""
    for mark, of_mark in _MARKS:
        if data.startswith(mark) and encoding is None:
            start, name = len(mark), of_mark
            break
    if encoding is not None:
        name = _known(path, encoding)
        start = 3 if name == "utf-8" and data.startswith(codecs.BOM_UTF8) else 0
    text = _strict(path, data[start:], name, start) if name else None
    if text is None:
        name, text, note = _worked_out(path, data, declared)
    if is_plain:
        require_short(path, len(text))
    _require_whole(path, text, name)
    return Decoded(text, _offsets(path, text, data, name, start), name, note)


def _known(path: Path, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise cannot(
            path,
            f'"{encoding}" is no encoding',
            "expected a name that Python knows",
            "Such as utf-8, windows-1252 or windows-1256.",
        ) from error


def _strict(path: Path, data: bytes, name: str, start: int) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise cannot(
            path,
            f"byte {start + error.start} ({_hex(data, error.start)}) is not {name}",
            "expected one encoding from beginning to end",
            "Say which with --encoding, such as --encoding windows-1252.",
        ) from error


def _worked_out(path: Path, data: bytes, declared: str) -> tuple[str, str, str]:
    """Name, text and note of an encoding that nobody gave."""
    try:
        return "utf-8", data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        at = error.start
    if b"\0" in data:
        raise _nul(path, data.index(b"\0"))
    if declared:
        try:
            name = codecs.lookup(declared).name
            name = _LABELS.get(name, name)
            return name, data.decode(name), ""
        except (LookupError, UnicodeDecodeError):
            pass  # the page is wrong about itself; the bytes decide below, or nobody does
    return _by_its_bytes(path, data, at)


def _by_its_bytes(path: Path, data: bytes, at: int) -> tuple[str, str, str]:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise missing(path, "charset-normalizer") from error
    matches = list(from_bytes(data))
    names = [match.encoding for match in matches]
    if matches:
        best = matches[0]
        rivals = [
            match
            for match in matches[1:]
            if match.coherence > best.coherence - _MARGIN and match.chaos < best.chaos + _MARGIN
        ]
        text = str(best)
        if best.coherence > _MARGIN and all(str(match) == text for match in rivals):
            return best.encoding, data.decode(best.encoding), f"the encoding {best.encoding} was worked out"
    may_be = f"; it may be {', '.join(names[:4])}" if names else ""
    raise cannot(
        path,
        f"byte {at} ({_hex(data, at)}) is not UTF-8, and the bytes do not settle which encoding it is{may_be}",
        "expected UTF-8",
        "Say which with --encoding, such as --encoding windows-1252.",
    )


def _require_whole(path: Path, text: str, name: str) -> None:
    if "\0" in text:
        raise _nul(path, len(text[: text.index("\0")].encode(name)))
    if "\ufffd" in text:
        at = len(text[: text.index("\ufffd")].encode(name))
        raise cannot(
            path,
            f"byte {at} is U+FFFD, the sign for a character that was lost",
            "expected text without losses",
            "Get the document anew from where it came, or mend it.",
        )
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13))
    if controls > len(text) // 100:
        found, remedy = (
            "is binary: it is full of control characters",
            "Save its text from the program that opens it.",
        )
        raise cannot(path, found, "expected a document", remedy)


def _nul(path: Path, at: int) -> SourcesError:
    return cannot(
        path,
        f"byte {at} is NUL: the file is binary, or UTF-16 without a byte order mark",
        "expected a document",
        "If it is UTF-16, say so with --encoding utf-16-le or --encoding utf-16-be.",
    )


def _hex(data: bytes, at: int) -> str:
    return f"0x{data[at]:02X}"


def _offsets(path: Path, text: str, data: bytes, name: str, start: int) -> Sequence[int]:
    """Where each character begins in the bytes, and where the last one ends."""
    if len(text) == len(data) - start:
        return range(start, len(data) + 1)
    if name == "utf-8":
        import numpy as np

        places = array("I")
        for at in range(start, len(data), _AT_ONCE):
            piece = np.frombuffer(data, np.uint8, min(_AT_ONCE, len(data) - at), at)
            places.frombytes((np.flatnonzero((piece & 0xC0) != 0x80) + at).astype(np.uint32).tobytes())
        places.append(len(data))
        return places
    found, at = array("I", [start]), start
    for character in text:
        width = len(character.encode(name))
        if data[at : at + width].decode(name, "replace") != character:
            raise cannot(
                path,
                f"the encoding {name} keeps no fixed place for each character",
                "expected one that does",
                "Convert a copy to UTF-8 and read that.",
            )
        at += width
        found.append(at)
    return found
