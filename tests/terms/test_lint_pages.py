# SPDX-License-Identifier: Apache-2.0
"""The page of the linter: its examples are run, its messages compared, and no rule lacks a section."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.terms import check_terms

PAGE = (ROOT / "docs" / "reference" / "check.md").read_text(encoding="utf-8")
CODE = ROOT / "src" / "truceline" / "terms"


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.*)\n", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def keys(text: str) -> dict[str, str]:
    """The lines of each key at the top."""
    return {part.split(":")[0]: part for part in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if part}


def messages(tmp_path: Path, text: str, rule: str = "") -> list[str]:
    """Every error and warning, and the notes of one rule."""
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return [
        str(replace(problem, file="", line=None))
        for problem in check_terms(path)[1]
        if problem.severity != "note" or problem.rule == rule
    ]


BASE = blocks(PAGE, "yaml")[0]


def test_the_terms_that_the_examples_break_are_whole(tmp_path: Path) -> None:
    assert messages(tmp_path, BASE) == []


@pytest.mark.parametrize("rule", sections())
def test_an_example_prints_the_message_of_its_section(tmp_path: Path, rule: str) -> None:
    examples, shown = blocks(sections()[rule], "yaml"), blocks(sections()[rule], "text")
    assert len(examples) == len(shown) >= 1
    for example, message in zip(examples, shown, strict=True):
        printed = messages(tmp_path, "".join((keys(BASE) | keys(example)).values()), rule)
        assert " ".join(message.split()) == " ".join(" ".join(printed).split())
        assert f"[{rule}]" in message


def test_the_top_of_the_page_leads_to_every_section() -> None:
    top = PAGE[: PAGE.index("\n## ")]
    assert sorted(re.findall(r"\(#([a-z-]+)\)", top)) == sorted(sections())


@pytest.mark.parametrize("rule", sections())
def test_a_section_says_what_why_and_how(rule: str) -> None:
    for part in ("What it means.", "Why it matters.", "How to mend it."):
        assert f"**{part}**" in sections()[rule]


def calls() -> list[tuple[str, str, str]]:
    """(place, rule, severity) of every call in the code that makes a problem."""
    found = []
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "TimeError":
                found.append((f"{path.name}:{node.lineno}", str(given["rule"]), "error"))
            if name == "problem":
                is_lint = path.parent.name == "lint"
                first = node.args[0] if is_lint else None
                rule = first.value if isinstance(first, ast.Constant) else given.get("rule") or ""
                severity = given.get("severity", "warning" if is_lint else "error")
                found.append((f"{path.name}:{node.lineno}", str(rule), str(severity)))
    return found


def test_every_rule_has_its_section_and_every_section_its_rule() -> None:
    assert {rule for _, rule, _ in calls()} - {""} == set(sections())


def test_every_warning_and_note_can_be_looked_up() -> None:
    bare = [place for place, rule, severity in calls() if severity != "error" and not rule]
    assert not bare, f"no rule: {bare}"


def test_the_names_of_rules_are_words_with_hyphens() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", rule) for rule in sections())
