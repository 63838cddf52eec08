# SPDX-License-Identifier: Apache-2.0
"""A YAML file as a tree of text: every scalar as written, with its line and column.

YAML types nothing here, so ``10:00`` stays ten o'clock and ``no`` stays a word. Anchors, aliases,
tags, duplicate keys, tabs and more than one document are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ruamel.yaml
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from truceline.errors import Problem

MOST_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Node:
    """Where something stands in the file; lines and columns are counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar(Node):
    """A piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    """Keys and values in the order of the file."""

    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None

    def keys(self) -> list[str]:
        """The keys as text."""
        return [name.text for name, _ in self.entries]


def place_of(root: Node, address: str) -> Node | None:
    """The key or item at an address such as ``provisions.cease.standing[1].from``, or the nearest above it."""
    place, node = None, root
    while address:
        step = _step(node, address)
        if step is None:
            break
        place, node, address = step
    return place


def _step(node: Node, address: str) -> tuple[Node, Node, str] | None:
    """One step down an address: the key or item, what stands there, and what is left of the address."""
    index = re.match(r"\[(\d+)\]\.?", address)
    if isinstance(node, Sequence) and index and int(index[1]) < len(node.items):
        item = node.items[int(index[1])]
        return item, item, address[index.end() :]
    if isinstance(node, Mapping):
        for key, value in node.entries:
            rest = address.removeprefix(key.text)
            if address.startswith(key.text) and rest[:1] in ("", ".", "["):
                return key, value, rest.removeprefix(".")
    return None


class UnreadableError(Exception):
    """The file cannot be read as one tree; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of terms.

    Raises:
        UnreadableError: it is absent, a folder, not readable, empty or too large.
    """

    def refuse(found: str, expected: str, remedy: str = "") -> UnreadableError:
        return UnreadableError(Problem(str(path), None, None, "", found, expected, remedy))

    if path.is_dir():
        raise refuse("this is a folder", "expected a YAML file", "Name the file in it.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse(
                f"the file holds {path.stat().st_size:,} bytes",
                f"terms are read up to {MOST_BYTES:,}",
                "Move long lists of members or shapes to files of their own.",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise refuse("there is no such file", "expected a YAML file", "Check the path.") from error
    except OSError as error:
        raise refuse(f"the file cannot be read ({error.strerror})", "expected a readable file") from error
    if not data.strip():
        raise refuse("the file is empty", "expected terms", "`truceline: 1` stands on top of terms.")
    return data


def parse_document(data: bytes, file: str) -> tuple[Node, list[Problem]]:
    """The tree of a document, and the problems that leave a tree all the same (duplicate keys).

    Raises:
        UnreadableError: it is not UTF-8, not YAML, or uses what is refused.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            Problem(
                file,
                line,
                None,
                "",
                f"byte {error.start + 1} is not UTF-8",
                "terms are UTF-8 text",
                "Save the file as UTF-8.",
            )
        ) from error
    for number, line_text in enumerate(text.splitlines(), 1):
        if "\t" in line_text[: len(line_text) - len(line_text.lstrip())]:
            raise UnreadableError(
                Problem(
                    file,
                    number,
                    line_text.index("\t") + 1,
                    "",
                    "a tab indents this line",
                    "YAML is indented by spaces",
                    "Replace the tab by two spaces.",
                )
            )
    builder = _Builder(file)
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    try:
        return builder.build(iter(yaml.parse(text))), builder.problems
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError(
            Problem(
                file,
                None if mark is None else mark.line + 1,
                None if mark is None else mark.column + 1,
                "",
                f"this is not YAML: {' '.join(str(error.problem or error.context or 'unknown fault').split())}",
                "expected keys, values and lists",
                "Look for a missing quote, bracket or colon on this line or the one before.",
            )
        ) from error
    except (YAMLError, RecursionError) as error:
        first = (str(error).splitlines() or ["unknown fault"])[0]
        raise UnreadableError(
            Problem(
                file, None, None, "", f"this is not YAML: {first}", "expected UTF-8 text with keys and values"
            )
        ) from error


class _Builder:
    """Builds the tree from the events of the parser."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def _refuse(self, event: Event, found: str, expected: str, remedy: str) -> UnreadableError:
        mark = event.start_mark
        return UnreadableError(
            Problem(self.file, mark.line + 1, mark.column + 1, "", found, expected, remedy)
        )

    def build(self, events: Iterator[Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                raise self._refuse(
                    event, "a second document begins here", "a file holds one document", "Split the file."
                )
            if isinstance(event, NodeEvent):
                root = self._node(event, events, 1)
        if root is None:
            raise UnreadableError(
                Problem(
                    self.file,
                    None,
                    None,
                    "",
                    "the file holds only comments",
                    "expected terms",
                    "`truceline: 1` stands on top of terms.",
                )
            )
        return root

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, AliasEvent):
            raise self._refuse(event, "an alias (*)", "aliases are not used in terms", "Write the value out.")
        if getattr(event, "anchor", None) is not None:
            raise self._refuse(event, "an anchor (&)", "anchors are not used in terms", "Take it out.")
        tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("!", "None"):
            raise self._refuse(event, f"a tag ({tag})", "tags are not used in terms", "Take it out.")
        if depth > MOST_DEPTH:
            raise self._refuse(
                event,
                f"more than {MOST_DEPTH} levels",
                "terms are not nested so deep",
                "Name the inner parts.",
            )
        if isinstance(event, ScalarEvent):
            return Scalar(line, column, event.value)
        if isinstance(event, SequenceStartEvent):
            items = []
            for inner in events:
                if isinstance(inner, SequenceEndEvent):
                    break
                items.append(self._node(inner, events, depth + 1))
            return Sequence(line, column, tuple(items))
        assert isinstance(event, MappingStartEvent)
        return self._mapping(line, column, events, depth)

    def _mapping(self, line: int, column: int, events: Iterator[Event], depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        for inner in events:
            if isinstance(inner, MappingEndEvent):
                break
            key = self._node(inner, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                raise UnreadableError(
                    Problem(
                        self.file,
                        key.line,
                        key.column,
                        "",
                        "a key that is a list or a mapping",
                        "a key is a word",
                        "Put quotes around it if it begins with a bracket.",
                    )
                )
            if key.text in seen:
                self.problems.append(
                    Problem(
                        self.file,
                        key.line,
                        key.column,
                        key.text,
                        f'the key "{key.text}" stands twice',
                        f"it stands already on line {seen[key.text]}",
                        "Keep one of the two.",
                    )
                )
                continue
            seen[key.text] = key.line
            entries.append((key, value))
        return Mapping(line, column, tuple(entries))
