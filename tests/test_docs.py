# SPDX-License-Identifier: Apache-2.0
"""The docs: links lead somewhere, commands and code run, and examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from truceline.terms import check_terms, terms_schema

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"


def _pages() -> list[Path]:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
    return sorted([*pages, *ROOT.glob("benchmarks/*.md"), *ROOT.glob("changelog.d/*.md")])


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    file: str
    """The file that the reader is told to save it as, to add it to, or to change; may be empty."""
    text: str
    is_added: bool = False
    """Whether it goes to the end of a file that is there."""
    fails: bool = False
    """Whether the command that it shows ends with exit status 1, to show what is wrong."""


def _blocks(page: Path) -> list[Block]:
    found = re.findall(
        r"^```(\w*)[ ]*([^\n]*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [_block(language, words.strip(), text) for language, words, text in found]


def _block(language: str, words: str, text: str) -> Block:
    """A block by the words behind its language: ``FILE``, ``add to FILE``, or ``fails`` of a command."""
    if language == "console":
        assert words in ("", "fails"), f"words behind console: {words}"
        return Block(language, "", text, fails=words == "fails")
    return Block(language, words.removeprefix("add to "), text, words.startswith("add to "))


def _prose(page: Path) -> str:
    """A page without its fenced blocks and code."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", _pages(), ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        goal = (page.parent / name).resolve() if name else page
        if not goal.exists() or (anchor and anchor not in _anchors(goal)):
            broken.append(link)
    assert not broken, f"{_name(page)}: {broken}"


def _run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _folder(blocks: list[Block], folder: Path) -> Path:
    """A folder with the examples and with the files that a page tells its reader to save."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    for block in blocks:
        _save(block, folder)
    return folder


def _save(block: Block, folder: Path) -> None:
    """Does with a block what its page tells its reader to do."""
    if not block.file:
        return
    file = folder / block.file
    file.parent.mkdir(parents=True, exist_ok=True)
    if block.language == "diff":
        file.write_text(_changed(file.read_text(encoding="utf-8"), block.text), encoding="utf-8")
    elif block.is_added:
        file.write_text(file.read_text(encoding="utf-8") + block.text, encoding="utf-8")
    else:
        file.write_text(block.text, encoding="utf-8")


def _changed(text: str, change: str) -> str:
    """A text in which the lines with a minus have given way to those with a plus."""
    lines = change.splitlines(keepends=True)
    assert all(line[0] in "-+" for line in lines), change
    old, new = ("".join(line[1:] for line in lines if line[0] == sign) for sign in "-+")
    assert text.count(old) == 1, f"not once in the file: {old}"
    return text.replace(old, new)


def _with(language: str) -> list[Path]:
    return [page for page in _pages() if any(block.language == language for block in _blocks(page))]


def _is_shown(printed: str, shown: str) -> bool:
    """Whether a page shows what is printed, line breaks apart; a line of dots stands for any lines."""
    parts = re.split(r"^\.\.\.$", shown, flags=re.MULTILINE)
    pattern = ".*".join(r"\s+".join(map(re.escape, part.split())) for part in parts)
    return re.fullmatch(rf"\s*{pattern}\s*", printed, flags=re.DOTALL) is not None


def _globbed(word: str, folder: Path) -> list[str]:
    """The files that a pattern stands for, as a shell gives them; any other word as it is."""
    if "*" not in word:
        return [word]
    return sorted(str(path.relative_to(folder)) for path in folder.glob(word))


@pytest.mark.parametrize("page", _with("console"), ids=_name)
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    folder = _folder([], tmp_path / "page")
    for block in _blocks(page):
        _save(block, folder)
        if block.language != "console":
            continue
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            program, *words = shlex.split(command, comments=True)
            arguments = [name for word in words for name in _globbed(word, folder)]
            assert program == "truceline", f"only commands of ours can be run: {command}"
            done = _run([sys.executable, "-W", "error", "-m", "truceline", *arguments], folder)
            assert done.returncode == block.fails, f"{command}\n{done.stderr}"
            if shown.strip():
                assert _is_shown(done.stdout, shown), f"{command}\n{done.stdout}"


@pytest.mark.parametrize("page", _with("python"), ids=_name)
def test_code_on_a_page_runs(page: Path, tmp_path: Path) -> None:
    blocks = _blocks(page)
    folder = _folder(blocks, tmp_path / "page")
    code = "\n".join(block.text for block in blocks if block.language == "python")
    done = _run([sys.executable, "-W", "error", "-c", code], folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", _with("yaml"), ids=_name)
def test_whole_terms_on_a_page_are_right(page: Path, tmp_path: Path) -> None:
    folder = _folder(_blocks(page), tmp_path / "page")
    begun = {block.file for block in _blocks(page) if block.is_added}
    for block in _blocks(page):
        if block.language == "yaml" and block.text.startswith("truceline: 1") and block.file not in begun:
            file = folder / (block.file or "terms.yaml")
            file.write_text(block.text, encoding="utf-8")
            _, problems = check_terms(file)
            wrong = [problem for problem in problems if problem.severity != "note"]
            assert not wrong, "\n".join(map(str, wrong))


def test_the_parts_of_the_tutorial_make_the_whole_at_its_end(tmp_path: Path) -> None:
    blocks = _blocks(ROOT / "docs" / "tutorial-terms.md")
    whole = next(block.text for block in blocks if block.language == "yaml" and not block.file)
    folder = _folder(blocks, tmp_path / "page")
    assert whole == (folder / "truce.yaml").read_text(encoding="utf-8")


def test_the_terms_in_the_readme_are_those_of_the_tutorial() -> None:
    excerpt = next(block.text for block in _blocks(ROOT / "README.md") if block.language == "yaml")
    assert len(excerpt.splitlines()) <= 10
    assert excerpt in (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["commands.md", "taxonomies.md"])
def test_a_page_made_from_the_program_is_up_to_date(page: str) -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "write_reference.py"))["pages"]()
    found = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert found == written[page], "run `make reference`"


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_every_command_is_named_where_a_newcomer_looks(page: str) -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"^Usage: truceline (\w+) ", reference, re.MULTILINE))
    missing = commands - set(re.findall(r"truceline (\w+)", (ROOT / page).read_text(encoding="utf-8")))
    assert len(commands) >= 9
    assert not missing, f"{page} does not name {sorted(missing)}"


def test_every_page_is_reached_from_the_index() -> None:
    docs = ROOT / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    pages = {str(path.relative_to(docs)) for path in docs.glob("**/*.md")} - {"index.md"}
    missing = [page for page in sorted(pages) if f"({page})" not in index]
    assert not missing, f"docs/index.md does not lead to {missing}"


LANGUAGE = ROOT / "docs" / "reference" / "terms.md"
SECTIONS = {
    "": "The file",
    "time": "Times",
    "area": "Areas",
    "named area": "Areas",
    "party": "Parties",
    "provision": "Provisions",
    "parties of a condition": "Who and whom",
    "period": "When",
    "weapon": "Weapons",
    "exception": "Exceptions",
    "history": "Standing of a provision",
    "duty": "Duties",
}
"""Where the keys of a part of the language are told; else in the section of its own name."""


def _parts_of_the_language() -> dict[str, Any]:
    """The parts of the JSON Schema: the whole, what stands under its keys, and what they share.

    Two shared parts have the name of a key of the whole and get one of their own.
    """
    whole = terms_schema()
    shared = dict(whole["$defs"])
    shared["parties of a condition"], shared["history"] = shared.pop("parties"), shared.pop("standing")
    return {"": {"properties": {key: {} for key in whole["properties"]}}, **whole["properties"], **shared}


def _keys(schema: Any) -> set[str]:
    """Every key that a schema names, without those that it refers to."""
    if isinstance(schema, list):
        return set[str]().union(*map(_keys, schema))
    if not isinstance(schema, dict):
        return set()
    named = schema.get("properties", {})
    return (
        set(named) | _keys(list(named.values())) | _keys([v for k, v in schema.items() if k != "properties"])
    )


def _section(page: Path, heading: str) -> str:
    """The text below a heading, as far as the next one of its level or above."""
    found = re.search(
        rf"^(#+) {heading}\n(.*?)(?=^##? |\Z)", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, f"{_name(page)} has no section {heading}"
    return re.split(rf"^{found[1]} ", found[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("part", [part for part, schema in _parts_of_the_language().items() if _keys(schema)])
def test_every_key_of_the_language_is_told_in_its_section(part: str) -> None:
    text = _section(LANGUAGE, SECTIONS.get(part, part.capitalize()))
    missing = {key for key in _keys(_parts_of_the_language()[part]) if f"`{key}`" not in text}
    assert not missing, f"{_name(LANGUAGE)}: not named in backticks: {sorted(missing)}"


def test_every_key_of_the_language_stands_in_an_example() -> None:
    """An example is a whole document, which another test holds to be right."""

    def used(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set(node) | used(list(node.values()))
        return set[str]().union(*map(used, node)) if isinstance(node, list) else set()

    whole = [block.text for block in _blocks(LANGUAGE) if block.text.startswith("truceline: 1")]
    keys = set[str]().union(*(used(YAML(typ="base", pure=True).load(text)) for text in whole))
    missing = set[str]().union(*map(_keys, _parts_of_the_language().values())) - keys
    assert not missing, f"{_name(LANGUAGE)}: no example of {sorted(missing)}"


def test_a_page_of_reasons_is_short() -> None:
    long = [p.name for p in ROOT.glob("docs/reasons/*.md") if len(p.read_text("utf-8").splitlines()) > 60]
    assert not long, f"more than a page: {long}"


@pytest.mark.parametrize("page", _pages(), ids=_name)
def test_no_page_says_that_a_thing_is_easy(page: Path) -> None:
    found = re.findall(r"\b(?:simply|just|easily|obviously)\b", _prose(page), re.IGNORECASE)
    assert not found, f"{_name(page)}: {found}"


@pytest.mark.parametrize("target", ["demo", "test", "format", "lint", "types", "unit", "worlds", "bench"])
def test_the_contributor_page_tells_of_every_check(target: str) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert f"`make {target}`" in page


def _modules_with_examples() -> list[str]:
    return [
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(SOURCE.rglob("*.py"))
        if ">>> " in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("module", _modules_with_examples())
def test_examples_in_docstrings_are_true(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module), report=True)
    assert tried
    assert not failed
