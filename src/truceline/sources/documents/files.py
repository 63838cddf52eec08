# SPDX-License-Identifier: Apache-2.0
"""The bytes of a file: of a plain file alone, and of no more than a document has."""

from __future__ import annotations

import stat
import unicodedata
from pathlib import Path

from truceline.sources.documents.pages import MOST_BYTES, cannot

_SAVE = "Save what it gives to a file, and read that."
_KINDS = (
    (stat.S_ISDIR, "is a folder", ""),
    (stat.S_ISFIFO, "is a pipe", _SAVE),
    (stat.S_ISSOCK, "is a socket", _SAVE),
    (stat.S_ISCHR, "is a device", _SAVE),
    (stat.S_ISBLK, "is a device", _SAVE),
)
_NOT_IN_NAMES = ("Cc", "Cs", "Zl", "Zp")
"""Control characters, halves of characters (bytes that are not UTF-8), ends of lines and of paragraphs."""


def bytes_of(path: Path) -> bytes:
    """The bytes of a document.

    Raises:
        SourcesError: it is no plain file, is empty or too large, cannot be read, or has a name that cannot be written down.
    """
    require_file(path)
    try:
        size = path.stat().st_size
        data = b""
        if size <= MOST_BYTES:
            with path.open("rb") as file:
                data = file.read(size + 1)
                if len(data) > size:  # a file that grows, or of which the system tells no size
                    data += file.read(MOST_BYTES + 1 - len(data))
    except OSError as error:
        raise cannot(path, f"cannot be read: {error.strerror}", "expected a file") from error
    size = max(size, len(data))
    if size > MOST_BYTES:
        found, expected = f"has {size:,} bytes", f"expected at most {MOST_BYTES:,}"
        raise cannot(path, found, expected, "Split it into the documents that it is made of.")
    if not data.strip():
        found = "is empty" if not data else "holds only white space"
        raise cannot(path, found, "expected a document", "Get it anew from where it came.")
    return data


def require_file(path: Path) -> None:
    """Refuses what is no plain file before it is opened, since a pipe that nobody writes to is waited for forever.

    Raises:
        SourcesError: says what it is instead.
    """
    name = str(path)
    if any(unicodedata.category(character) in _NOT_IN_NAMES for character in name):
        shown, found = Path(ascii(name)), "has a name with signs that are no text"
        raise cannot(shown, found, "expected a name in UTF-8 on one line", "Read a copy with another name.")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise cannot(path, f"cannot be read: {error.strerror}", "expected a file") from error
    for is_kind, found, remedy in _KINDS:
        if is_kind(mode):
            expected = "expected a file" if remedy else f"name the files in it, such as {path}/*.txt"
            raise cannot(path, found, expected, remedy)
