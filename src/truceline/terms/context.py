# SPDX-License-Identifier: Apache-2.0
"""What every reader of a part of the terms shares: the file, the problems so far, the known names."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from truceline.errors import Problem
from truceline.terms import document
from truceline.terms.model import Citation, Cite, Dispute, Event, Option
from truceline.terms.taxonomy import Taxonomy, shipped_taxonomy


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known word, or the few that there are."""
    known = list(known)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    if known and len(known) <= 12:
        return f"Known: {', '.join(known)}."
    return ""


@dataclass
class Context:
    """One document being read."""

    path: Path
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    acts: Taxonomy = field(default_factory=lambda: shipped_taxonomy("acts"))
    weapons: Taxonomy = field(default_factory=lambda: shipped_taxonomy("weapons"))
    citations: dict[str, Citation] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)
    party_ids: tuple[str, ...] = ()
    label_ids: frozenset[str] = frozenset()
    """Parties with ``could be``, which no condition may name."""
    area_ids: tuple[str, ...] = ()
    fact_ids: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    cited: set[Cite] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    """What refers to something known: (what it is, its id), such as ("party", "army")."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each address that was read."""
    _hashes: dict[str, str] = field(default_factory=dict)

    # Problems

    def problem(
        self,
        node: document.Node | None,
        address: str,
        found: str,
        expected: str,
        remedy: str = "",
        *,
        severity: str = "error",
        rule: str = "",
    ) -> None:
        """Notes what is wrong with a node."""
        line, column = (None, None) if node is None else (node.line, node.column)
        self.problems.append(
            Problem(str(self.path), line, column, address, found, expected, remedy, severity, rule)
        )

    # Shapes of nodes

    def text(self, node: document.Node, address: str, expected: str = "expected text") -> str | None:
        """The text of a scalar."""
        if isinstance(node, document.Scalar):
            return node.text
        self.problem(node, address, f"a {kind_of(node)} stands here", expected)
        return None

    def word(self, node: document.Node | None, address: str) -> str:
        """The text of a scalar; empty where there is none."""
        return "" if node is None else self.text(node, address) or ""

    def words(self, node: document.Node | None, address: str) -> tuple[str, ...]:
        """The texts of a list; one alone may stand without brackets."""
        if node is None:
            return ()
        return tuple(
            text
            for index, item in enumerate(self.items(node))
            if (text := self.text(item, f"{address}[{index}]")) is not None
        )

    def flag(self, node: document.Node, address: str) -> bool | None:
        """``yes`` or ``no``."""
        text = self.text(node, address, "expected yes or no")
        if text in ("yes", "no"):
            return text == "yes"
        if text is not None:
            self.problem(node, address, f'"{text}"', "expected yes or no")
        return None

    def items(self, node: document.Node) -> tuple[document.Node, ...]:
        """The items of a list; anything else is a list of one."""
        return node.items if isinstance(node, document.Sequence) else (node,)

    def entries(self, node: document.Node | None, address: str) -> list[tuple[str, document.Node]]:
        """The entries of a mapping whose keys are ids."""
        if node is None:
            return []
        if not isinstance(node, document.Mapping):
            if not (isinstance(node, document.Scalar) and not node.text):
                self.problem(
                    node, address, f"a {kind_of(node)} stands here", "expected ids with their values"
                )
            return []
        for key, _ in node.entries:
            self.lines[f"{address}.{key.text}"] = key.line
        return [(key.text, value) for key, value in node.entries]

    def fields(
        self,
        node: document.Node,
        address: str,
        known: Collection[str],
        *,
        required: Collection[str] = (),
    ) -> dict[str, document.Node] | None:
        """The values of a mapping by key; unknown and missing keys are problems."""
        if not isinstance(node, document.Mapping):
            self.problem(
                node, address, f"a {kind_of(node)} stands here", f"expected keys among {', '.join(known)}"
            )
            return None
        values: dict[str, document.Node] = {}
        for key, value in node.entries:
            if key.text in known:
                values[key.text] = value
            else:
                self.problem(
                    key,
                    join(address, key.text),
                    f'the key "{key.text}" is not known here',
                    f"expected one of {', '.join(known)}",
                    did_you_mean(key.text, known),
                )
        for name in required:
            if name not in values:
                self.problem(node, address, f'the key "{name}" is missing', "it is required here")
        return values

    def known(self, node: document.Node, address: str, what: str, names: Collection[str]) -> str | None:
        """A reference to a name that must be known."""
        text = self.text(node, address, f"expected the id of {what}")
        if text is None or text in names:
            self.named.add((what, text or ""))
            return text
        self.problem(node, address, f'"{text}"', f"no {what} has this id", did_you_mean(text, names))
        return None

    def parties(self, node: document.Node | None, address: str) -> tuple[str, ...]:
        """References to parties; one that is not known is a problem, and left out."""
        names = (
            self.known(item, f"{address}[{index}]", "party", self.party_ids)
            for index, item in enumerate(self.items(node) if node is not None else ())
        )
        return tuple(name for name in names if name is not None)

    # Citations

    def cite(self, node: document.Node | None, address: str) -> tuple[Cite, ...]:
        """``statement``, ``{statement: scope}``, ``{statement: [scope, force]}`` or a list of these."""
        if node is None:
            return ()
        found: list[Cite] = []
        for item in self.items(node):
            if isinstance(item, document.Mapping):
                for key, clauses in item.entries:
                    citation = self.known(key, address, "citation", self.citations)
                    for clause in self.items(clauses):
                        text = self.text(clause, address, "expected the id of a clause")
                        if citation is not None and text is not None:
                            found += self._clause(clause, address, citation, text)
            else:
                citation = self.known(item, address, "citation", self.citations)
                if citation is not None:
                    found.append(Cite(citation))
        self.cited.update(found)
        return tuple(found)

    def _clause(self, node: document.Node, address: str, citation: str, clause: str) -> list[Cite]:
        clauses = self.citations[citation].clauses
        if clauses and clause not in clauses:
            self.problem(
                node,
                address,
                f'"{clause}"',
                f"the citation {citation} lists no such clause",
                did_you_mean(clause, clauses),
            )
            return []
        return [Cite(citation, clause)]

    # Disputes

    def dispute(self, address: str, options: Iterable[Option]) -> int:
        """Adds a dispute and gives its position."""
        self.disputes.append(Dispute(address, tuple(options)))
        return len(self.disputes) - 1

    def options_of(
        self, node: document.Node, address: str
    ) -> list[tuple[document.Node, tuple[Cite, ...], str]]:
        """The alternatives of ``one of``: each a value, who says so, and its text.

        Each is a value, ``{VALUE: cite}`` where the value is one word, or ``{is: VALUE, cite: ...}``.
        """
        found: list[tuple[document.Node, tuple[Cite, ...], str]] = []
        for index, item in enumerate(self.items(node)):
            here = f"{address}[{index}]"
            cites: tuple[Cite, ...] = ()
            if isinstance(item, document.Mapping) and item.get("is") is not None:
                values = self.fields(item, here, ("is", "cite"), required=("is",)) or {}
                cites = self.cite(values.get("cite"), f"{here}.cite")
                item = values.get("is", item)
            elif isinstance(item, document.Mapping) and len(item.entries) == 1:
                key, value = item.entries[0]
                if key.text not in ("any", "not", "one of", *_AREA_KEYS):
                    found.append((key, self.cite(value, here), key.text))
                    continue
            found.append(
                (item, cites, item.text if isinstance(item, document.Scalar) else f"alternative {index + 1}")
            )
        if len(found) < 2:
            self.problem(node, address, f"{len(found)} alternative", "`one of` needs two or more")
        return found

    # Files beside the terms

    def read_file(self, node: document.Node, address: str, name: str) -> bytes | None:
        """The bytes of a file that the terms name, counted into the digest."""
        path = self.path.parent / name
        try:
            data = path.read_bytes()
        except OSError as error:
            self.problem(
                node,
                address,
                f'the file "{name}" cannot be read ({error.strerror})',
                "expected a file beside the terms",
                "Paths are relative to the file of the terms.",
            )
            return None
        self._hashes[name] = hashlib.sha256(data).hexdigest()
        return data

    def digest(self, data: bytes) -> str:
        """SHA-256 of the document and of every file that it names."""
        whole = hashlib.sha256(hashlib.sha256(data).digest())
        for name in sorted(self._hashes):
            whole.update(f"\n{name} {self._hashes[name]}".encode())
        return whole.hexdigest()


_AREA_KEYS = (
    "file", "polygon", "line", "point", "points", "circle", "buffer", "union", "intersection", "difference",
    "at least", "at most", "history", "area",
)  # fmt: skip


def kind_of(node: document.Node) -> str:
    """What a node is, for messages."""
    if isinstance(node, document.Mapping):
        return "mapping"
    return "list" if isinstance(node, document.Sequence) else "single value"


def join(address: str, key: str) -> str:
    """The address of a key below another address."""
    return f"{address}.{key}" if address else key


def codes_of(values: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """(data set, code) for each code of a party."""
    return [(name, code) for name, codes in values.items() for code in codes]
