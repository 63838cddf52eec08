# SPDX-License-Identifier: Apache-2.0
"""The tokens of HTML with their places, in one pass whose time grows with the length alone.

``html.parser`` of Python 3.11 takes minutes for some megabytes of ``<!`` (its time grows with the square).

Source:
    WHATWG HTML, section 13.2.5, as far as the text between tags and the attributes need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NEXT = re.compile(r"<[A-Za-z/!?]|&(?:#[0-9xX]|[A-Za-z])")
_START = re.compile(
    r"<([A-Za-z][^\s/>]*+)((?>[^>=]++|=\s*+(?>\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+)>"
)  # possessive: no step back, so that a tag without its end costs one look
_ATTRIBUTE = re.compile(r"([^\s=/>\"'][^\s=/>]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']*+)))?+")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});?")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}


@dataclass(slots=True)
class Token:
    """A tag, a character reference, or characters as they stand."""

    kind: str
    """``start``, ``end``, ``text``, ``reference``, or ``cut`` where the page breaks off within a tag."""
    start: int
    end: int
    """In characters of the source, half-open."""
    name: str = ""
    """Of a tag, in small letters."""
    attributes: dict[str, str] = field(default_factory=dict)
    value: str = ""
    """Of a reference: the characters that it stands for."""


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a page from front to back; comments and declarations are left out."""
    at = 0
    while at < len(source):
        found = _NEXT.search(source, at)
        start = found.start() if found else len(source)
        if at < start:
            yield Token("text", at, start)
        if not found:
            return
        token, at = _token(source, start)
        if token is None:
            continue
        yield token
        if token.kind == "start" and token.name in _RAW:
            ends = _RAW[token.name].search(source, at)
            stop = ends.start() if ends else len(source)
            if at < stop:
                yield from _raw(source, at, stop, token.name)
            at = stop


def _raw(source: str, start: int, stop: int, name: str) -> Iterator[Token]:
    """What stands in an element that holds no other."""
    if name != "title":
        yield Token("text", start, stop)
    else:
        yield Token("reference", start, stop, value=unescape(source[start:stop]))


def _token(source: str, start: int) -> tuple[Token | None, int]:
    """The token that begins with a sign of markup, and where the next one begins."""
    if source[start] == "&":
        return _reference(source, start)
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return (None, end + 3) if end >= 0 else (Token("cut", start, len(source)), len(source))
    second = source[start + 1]
    if second in "!?/":
        end = source.find(">", start + 1)
        if end < 0:
            return Token("cut", start, len(source)), len(source)
        name = re.match(r"[A-Za-z][^\s/>]*", source[start + 2 : min(end, start + 60)])
        token = Token("end", start, end + 1, name.group().lower()) if second == "/" and name else None
        return token, end + 1
    found = _START.match(source, start)
    if not found:
        return Token("cut", start, len(source)), len(source)
    attributes: dict[str, str] = {}
    if found[2]:
        for name, double, single, bare in _ATTRIBUTE.findall(found[2]):
            attributes.setdefault(name.lower(), unescape(double or single or bare))
    return Token("start", start, found.end(), found[1].lower(), attributes), found.end()


def _reference(source: str, start: int) -> tuple[Token, int]:
    found = _REFERENCE.match(source, start)
    words = found.group() if found else "&"
    value, end = unescape(words), start + len(words)
    if value == words or "\ufffd" in value or "\0" in value:
        return Token("text", start, end), end  # stands for no character: kept as it stands
    return Token("reference", start, end, value=value), end
