# SPDX-License-Identifier: Apache-2.0
"""The house: directions of imports, public lists, words, and what must be documented."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import truceline.errors
from truceline.cli import EXIT_STATUS
from truceline.errors import TrucelineError

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "truceline"

_LOW = {"errors", "kernels", "truth", "version"}
MAY_IMPORT = {
    "errors": set[str](),
    "version": set[str](),
    "truth": {"errors"},
    "kernels": set[str](),
    "terms": _LOW,
    "geo": _LOW,
    "records": _LOW | {"terms", "geo"},
    "assess": _LOW | {"terms", "geo", "records"},
    "sources": _LOW | {"terms", "geo", "records", "assess"},
    "reports": _LOW | {"terms", "geo", "records", "assess", "sources"},
    "cli": _LOW | {"terms", "geo", "records", "assess", "sources", "reports"},
    "__main__": {"cli"},
    "__init__": {"version"},
}
"""What each room or file at the top of the package may import, beside itself."""

ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))

UNUSED_WORDS = {
    *("target", "targets", "targeted", "targeting"),
    *("verdict", "verdicts", "alert", "alerts", "clearance", "clearances"),
    *("approve", "approves", "approved", "approval", "approvals"),
    *("permit", "permits", "permitted"),
}
"""Words of design.md's and the manner's lists of what is not said."""

FRAGMENT_KINDS = ("breaking", "added", "changed", "fixed", "security", "findings")


def _files(*suffixes: str) -> list[Path]:
    """Files that belong to the project, those not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: the files of the project are not known")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(line, module, names) of every import, those for types only and late ones included."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                parts = path.relative_to(PACKAGE.parent).parts[: -node.level]
                module = ".".join((*parts, *filter(None, [module])))
            yield node.lineno, module, tuple(alias.name for alias in node.names)


def _own_imports(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(place, path below the package, names) of every import from Truceline itself."""
    for line, module, names in _imports(path):
        if module == "truceline" or module.startswith("truceline."):
            place = f"{path.relative_to(ROOT)}:{line}"
            yield place, module.removeprefix("truceline").removeprefix("."), names


def _is_file_of(room: str, name: str) -> bool:
    return (PACKAGE / room / f"{name}.py").exists() or (PACKAGE / room / name / "__init__.py").exists()


def test_imports_point_one_way() -> None:
    wrong = []
    for path in _modules():
        room = _room(path)
        for place, below, _ in _own_imports(path):
            other = below.split(".")[0]
            if other and other != room and other not in MAY_IMPORT[room]:
                wrong.append(f"{place}: {room} may not import {other}")
    assert not wrong, "\n".join(wrong)


def test_nobody_imports_the_root_of_the_package() -> None:
    wrong = [place for path in _modules() for place, below, _ in _own_imports(path) if not below]
    assert not wrong, "\n".join(wrong)


def test_no_room_reaches_into_another() -> None:
    wrong = []
    for path in _modules():
        room = _room(path)
        for place, below, names in _own_imports(path):
            other, _, inside = below.partition(".")
            if other == room or other not in ROOMS:
                continue
            public = importlib.import_module(f"truceline.{other}").__all__
            hidden = [inside] if inside else [name for name in names if _is_file_of(other, name)]
            wrong += [
                f"{place}: {room} imports {name} inside {other}" for name in hidden if name not in public
            ]
            wrong += [
                f"{place}: {name} is not in the public list of {other}"
                for name in names
                if not inside and name not in public and name not in hidden
            ]
    assert not wrong, "\n".join(wrong)


def test_every_room_has_its_place_in_the_direction() -> None:
    top = {_room(path) for path in _modules()}
    assert top == set(MAY_IMPORT), "a new room needs a row in MAY_IMPORT"


def _order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("room", ["", *ROOMS, "errors", "truth"])
def test_the_public_list_is_sorted_and_can_be_imported(room: str) -> None:
    module = importlib.import_module(f"truceline.{room}".rstrip("."))
    public = list(module.__all__)
    assert public == sorted(set(public), key=_order), "constants, classes, functions; each by name"
    missing = [name for name in public if not hasattr(module, name)]
    assert not missing, f"in __all__ but not there: {missing}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_all_that_it_imports_to_offer(room: str) -> None:
    module = importlib.import_module(f"truceline.{room}")
    tree = _tree(PACKAGE / room / "__init__.py")
    offered = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module != "__future__"
    }
    assert offered <= set(module.__all__), f"imported and not listed: {offered - set(module.__all__)}"
    assert module.__doc__, "a room says what it is for and where to start reading"


HEAVY = (
    *("numpy", "pyarrow", "shapely", "pyproj", "ruamel", "pandas", "rich", "pydantic"),
    *("logging", "secrets", "tempfile"),
)
"""What only some commands need: libraries, and parts of Python that take 5 to 20 ms."""


@pytest.mark.parametrize("module", ["truceline", "truceline.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (line for lines in project.get("optional-dependencies", {}).values() for line in lines)
    return {_plain(re.split(r"[^A-Za-z0-9._-]", line)[0]) for line in (*project["dependencies"], *extras)}


def test_every_import_is_a_declared_dependency() -> None:
    """A package that is there only because another brought it would be missing one day."""
    homes, declared = packages_distributions(), _declared()
    wrong = []
    for path in _modules():
        for line, module, _ in _imports(path):
            top = module.split(".")[0]
            if top == "truceline" or top in sys.stdlib_module_names:
                continue
            homes_of_it = {_plain(home) for home in homes.get(top, [top])}  # an extra may not be installed
            if not homes_of_it & declared:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {module}")
    assert not wrong, "not among the dependencies in pyproject.toml:\n" + "\n".join(wrong)


def test_the_lock_pins_every_dependency_with_its_hashes() -> None:
    locks = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "requirements").glob("*.txt"))]
    found = (name for lock in locks for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE))
    pinned = {_plain(name) for name in found}
    assert _declared() <= pinned
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        entries = re.findall(r"^\S+==.*(?:\n    .*)*", text, re.MULTILINE)
        bare = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
        assert not bare, f"{path.name}: no hash for {bare}"
        other = [line for line in text.splitlines() if line and not re.match(r"\S+==|    |#", line)]
        assert not other, f"{path.name}: neither a pin nor a hash: {other}"


PLACES = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|registry\.npmjs|registry\.yarnpkg|index-url\s*=|file://"
    r"|/(?:root|work|farm|opt/wheels)/|/home/[a-z]|/tmp/[a-z]|[A-Z]:\\\\Users"
)
"""Addresses of package registries and paths of somebody's machine."""


def test_no_file_names_a_registry_or_a_machine() -> None:
    wrong = []
    for path in _files():
        if path == Path(__file__).resolve() or b"\0" in path.read_bytes()[:1024]:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        wrong += [
            f"{path.relative_to(ROOT)}: {found.group()}"
            for found in PLACES.finditer(text)
            if found.group() != "file://" or path.suffix not in (".js", ".py", ".html")
        ]
    assert not wrong, "\n".join(wrong)


def test_every_python_file_has_its_licence_tag() -> None:
    tag = "# SPDX-License-Identifier: Apache-2.0\n"
    bare = [
        str(path.relative_to(ROOT)) for path in _files(".py") if not path.read_text("utf-8").startswith(tag)
    ]
    assert not bare, "\n".join(bare)


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def _public_names(path: Path) -> Iterator[tuple[int, str]]:
    """Names of public classes, functions, arguments, fields and constants of a file."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.lineno, node.name
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.lineno, node.name
            arguments = node.args
            for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                yield node.lineno, argument.arg
    for holder in ast.walk(_tree(path)):
        if isinstance(holder, ast.ClassDef | ast.Module):
            for statement in holder.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    yield statement.lineno, statement.target.id
                elif isinstance(statement, ast.Assign):
                    for name in statement.targets:
                        if isinstance(name, ast.Name):
                            yield statement.lineno, name.id


def test_no_public_name_has_a_word_that_we_do_not_use() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in _modules()
        for line, name in _public_names(path)
        if _words(name) & UNUSED_WORDS
    ]
    assert not wrong, "\n".join(wrong)


def test_no_help_has_a_word_that_we_do_not_use() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert not _words(page) & UNUSED_WORDS


def test_no_heading_has_a_word_that_we_do_not_use() -> None:
    wrong = []
    for path in _files(".md"):
        for heading in re.findall(r"^#+ .*", path.read_text(encoding="utf-8"), re.MULTILINE):
            if _words(heading) & UNUSED_WORDS:
                wrong.append(f"{path.relative_to(ROOT)}: {heading}")
    assert not wrong, "\n".join(wrong)


def _leaves(error: type[BaseException]) -> Iterator[type[BaseException]]:
    for below in error.__subclasses__():
        if not below.__name__.startswith("_"):
            yield below
        yield from _leaves(below)


def test_every_error_is_in_the_tree_and_has_an_exit_status() -> None:
    tree = truceline.errors.__doc__ or ""
    every: list[type[BaseException]] = [TrucelineError, *_leaves(TrucelineError)]
    for error in every:
        assert error.__module__ == "truceline.errors", f"{error.__name__} belongs in errors.py"
        assert re.search(rf"\b{error.__name__}\b", tree), f"{error.__name__} is not in the tree of errors.py"
        assert error.__name__ in truceline.errors.__all__
        assert EXIT_STATUS.get(error) == 1, f"{error.__name__} has no exit status"


def test_every_file_named_in_the_code_is_there() -> None:
    named = re.compile(r"(?<![\w/])docs/[\w/.-]+\.md")
    missing = {
        f"{path.relative_to(ROOT)}: {found}"
        for path in _files(".py", ".txt", ".csv", ".yaml")
        for found in named.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / found).exists()
    }
    assert not missing, "\n".join(sorted(missing))


def _decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", _decisions(), ids=lambda path: path.stem)
def test_a_decision_has_a_date_a_question_and_a_choice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+$", path.stem)
    assert re.match(rf"# {path.stem[:4]}\b", text), "the heading starts with the number"
    assert re.search(r"^\W*Date\W+\d{4}-\d{2}-\d{2}$", text, re.MULTILINE | re.IGNORECASE)
    for part in ("Question", "Choice", "Reasons", "Turned down", "What would change our mind"):
        assert re.search(rf"^\W*{part}\b", text, re.MULTILINE | re.IGNORECASE), f"{part} is missing"
    assert len(text.splitlines()) <= 90, "one page"


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.stem[:4]) for path in _decisions()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_fragment_of_the_changelog_says_its_kind() -> None:
    wrong = [
        path.name
        for path in (ROOT / "changelog.d").iterdir()
        if not re.fullmatch(rf"\d+(-[a-z0-9-]+)?\.({'|'.join(FRAGMENT_KINDS)})\.md", path.name)
    ]
    assert not wrong, f"not ISSUE-TOPIC.KIND.md: {wrong}"
