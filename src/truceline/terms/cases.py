# SPDX-License-Identifier: Apache-2.0
"""Expert examples: an incident, what is recorded beside it, the finding that is expected, and why.

A lawyer reads and writes them; a program holds the terms to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from truceline.errors import TermsError
from truceline.terms import document
from truceline.terms.context import Context, kind_of
from truceline.terms.model import Terms
from truceline.terms.times import parse_when

__all__ = ["DUTY_RESULTS", "RESULTS", "Case", "Expected", "read_cases"]

RESULTS = ("none", "possible", "exempt", "violation")
"""What a finding can be; *none* is no finding."""

DUTY_RESULTS = ("met", "late", "unmet", "not yet due", "not in force", "unknown")
"""What can become of a duty."""

_KEYS = (
    "case", "because", "incident", "facts", "recorded", "assume", "as of", "expect", "others", "duties", "cite", "note",
)  # fmt: skip
_FACT_CELLS = ("fact", "about", "value", "from", "until", "cite")
_VALUES = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True, slots=True)
class Expected:
    """What an expert expects under one provision."""

    result: str
    """``violation``, ``possible``, ``exempt`` or ``none``."""
    parties: tuple[str, ...] | None = None
    """In breach, or possibly in breach; None: not said."""
    unknown: tuple[str, ...] | None = None
    """The conditions whose answer is unknown, columns of the findings; None: not said."""
    presumed: tuple[str, ...] | None = None
    answering: tuple[str, ...] | None = None
    """Parties that answer, or possibly answer, besides who did it."""
    texts: tuple[str, ...] | None = None
    """The result under each rival text, as ``TEXT: RESULT``."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example."""

    title: str
    line: int
    incidents: tuple[Mapping[str, str], ...]
    """Cells of the incident table, a row each; findings are expected of the first."""
    facts: Mapping[str, bool | None]
    """What is recorded of facts of the terms for this incident."""
    expected: Mapping[str, Expected]
    others: str = ""
    """The result under every provision that ``expected`` does not name; empty: not said."""
    because: str = ""
    assume: tuple[str, ...] = ()
    as_of_ms: int | None = None
    recorded: tuple[Mapping[str, str], ...] = ()
    """Rows of a table of facts, about parties, areas and periods."""
    duties: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """What is expected to become of a duty, by duty and party."""


def read_cases(path: str | Path, terms: Terms, cells: Collection[str]) -> tuple[Case, ...]:
    """The expert examples of a YAML file.

    Args:
        path: the file.
        terms: whose provisions and facts they name.
        cells: the columns of incidents that they may give.

    Raises:
        TermsError: the file cannot be read; it carries every problem with line and remedy.
    """
    path = Path(path)
    try:
        root, problems = document.parse_document(document.read_bytes(path), str(path))
    except document.UnreadableError as error:
        raise TermsError([error.problem]) from error
    context = Context(path)
    context.problems.extend(problems)
    context.citations = dict(terms.citations)
    cases: list[Case] = []
    values = context.fields(
        root, "", ("truceline cases", "note", "cases"), required=("truceline cases", "cases")
    )
    if values and context.text(values.get("truceline cases", root), "truceline cases") != "1":
        context.problem(root, "truceline cases", "another version", "this program reads truceline cases: 1")
    for order, node in enumerate(context.items(values["cases"]) if values and "cases" in values else ()):
        case = _Reader(context, terms, cells).case(node, f"cases[{order}]")
        if case is not None:
            cases.append(case)
    if not cases and not context.problems:
        context.problem(root, "cases", "no example", "expected one or more")
    if context.problems:
        raise TermsError(context.problems)
    return tuple(cases)


@dataclass
class _Reader:
    context: Context
    terms: Terms
    cells: Collection[str]

    def case(self, node: document.Node, address: str) -> Case | None:
        context = self.context
        is_about_duties = isinstance(node, document.Mapping) and node.get("duties") is not None
        required = ("case",) if is_about_duties else ("case", "incident", "expect")
        values = context.fields(node, address, _KEYS, required=required)
        if values is None or not set(required) <= values.keys():
            return None
        wanted = [values[name] for name in ("expect", "others", "duties") if name in values]
        if all(isinstance(one, document.Mapping) and not one.entries for one in wanted):
            context.problem(node, address, "nothing is expected", "expected a result under expect or duties")
        if "incident" in values and not context.items(values["incident"]):
            context.problem(
                values["incident"], f"{address}.incident", "an empty list", "expected an incident"
            )
        context.cite(values.get("cite"), f"{address}.cite")
        words = {
            name: context.text(values[name], f"{address}.{name}") or "" if name in values else ""
            for name in ("case", "because", "as of")
        }
        others = self._known(values.get("others"), f"{address}.others", "result", RESULTS)
        expected = {
            name: found
            for key, value in self._pairs(values.get("expect"), f"{address}.expect")
            if (name := self._known(key, f"{address}.expect", "provision", self.terms.provisions))
            and (found := self._expected(value, f"{address}.expect.{name}"))
        }
        facts = {
            name: _VALUES[value]
            for key, item in self._pairs(values.get("facts"), f"{address}.facts")
            if (name := self._known(key, f"{address}.facts", "fact", self.terms.facts))
            and (value := self._known(item, f"{address}.facts.{name}", "value", _VALUES))
        }
        assume = tuple(
            name
            for item in (context.items(values["assume"]) if "assume" in values else ())
            if (name := self._known(item, f"{address}.assume", "provision", self.terms.provisions))
        )
        return Case(
            words["case"],
            node.line,
            self._rows(values.get("incident"), f"{address}.incident", self.cells),
            facts,
            expected,
            others,
            words["because"],
            assume,
            self._as_of(values.get("as of"), f"{address}.as of", words["as of"]),
            self._rows(values.get("recorded"), f"{address}.recorded", _FACT_CELLS),
            dict(self._duties(values.get("duties"), f"{address}.duties")),
        )

    def _duties(self, node: document.Node | None, address: str) -> Iterator[tuple[tuple[str, str], str]]:
        for key, parties in self._pairs(node, address):
            duty = self._known(key, address, "duty", self.terms.duties)
            for name, value in self._pairs(parties, f"{address}.{key.text}") if duty else ():
                party = self._known(name, f"{address}.{duty}", "party", self.terms.duties[duty].of)
                result = self._known(value, f"{address}.{duty}.{name.text}", "result", DUTY_RESULTS)
                if party and result:
                    yield (duty, party), result

    def _rows(
        self, node: document.Node | None, address: str, names: Collection[str]
    ) -> tuple[Mapping[str, str], ...]:
        if node is None:
            return ()
        if not isinstance(node, document.Sequence):
            return (self._cells(node, address, names),)
        return tuple(self._cells(item, f"{address}[{order}]", names) for order, item in enumerate(node.items))

    def _known(
        self, node: document.Node | None, address: str, what: str, known: Sequence[str] | Mapping[str, object]
    ) -> str:
        return "" if node is None else self.context.known(node, address, what, tuple(known)) or ""

    def _pairs(
        self, node: document.Node | None, address: str
    ) -> tuple[tuple[document.Scalar, document.Node], ...]:
        if node is None:
            return ()
        if isinstance(node, document.Mapping):
            return node.entries
        self.context.problem(
            node, address, f"a {kind_of(node)} stands here", "expected ids with their values"
        )
        return ()

    def _as_of(self, node: document.Node | None, address: str, text: str) -> int | None:
        if node is None:
            return None
        try:
            start, end = parse_when(text, ZoneInfo(self.terms.zone))
        except ValueError as error:
            self.context.problem(node, address, str(error), "expected a time")
            return None
        return max(start, end - 1)

    def _cells(self, node: document.Node, address: str, names: Collection[str]) -> dict[str, str]:
        cells = self.context.fields(node, address, tuple(names)) or {}
        found = {}
        for name, value in cells.items():
            items = [self.context.text(item, f"{address}.{name}") or "" for item in self.context.items(value)]
            found[name] = ";".join(items)
        return found

    def _expected(self, node: document.Node, address: str) -> Expected | None:
        if not isinstance(node, document.Mapping):
            result = self._known(node, address, "result", RESULTS)
            return Expected(result) if result else None
        known = ("result", "parties", "unknown", "presumed", "answering")
        values = self.context.fields(node, address, (*known, "texts"), required=("result",)) or {}
        result = self._known(values.get("result"), f"{address}.result", "result", RESULTS)
        lists = {
            name: tuple(
                self.context.text(item, f"{address}.{name}") or ""
                for item in self.context.items(values[name])
            )
            for name in known[1:]
            if name in values
        }
        texts = None
        if "texts" in values:
            texts = tuple(
                f"{key.text}: {self._known(value, f'{address}.texts.{key.text}', 'result', RESULTS)}"
                for key, value in self._pairs(values["texts"], f"{address}.texts")
            )
        return Expected(result, **{name: lists.get(name) for name in known[1:]}, texts=texts)
