# SPDX-License-Identifier: Apache-2.0
"""Going on from earlier findings: whatever changed, the result is that of a full run, byte for byte."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.cli.program import run
from truceline.reports import exports

TERMS = """\
truceline: 1
id: made
title: {title}
timezone: Asia/Damascus
citations: {{one: {{title: One source}}, other: {{title: Another source}}}}
parties:
  army: {{name: The army, aliases: [{alias}]}}
  militia: {{name: The militia}}
  rebels: {{name: The rebels}}
  government: {{name: The government, members: [army, militia], complete: yes}}
standing:
  - {{parties: [government], is: bound, from: {bound}, cite: one}}
  - {{parties: [rebels], is: bound, from: 2016-01-01, cite: one}}
areas:
  town: {{circle: {{center: [36.5, 34.5], radius: {town} km}}}}
  county: {{circle: {{center: [36.5, 34.5], radius: {county} km}}}}
facts:
  answered: {{title: answered an attack, about: incident}}
  warned: {{title: was warned, about: party}}
provisions:
{provisions}
"""
SILENCE_UNTIL = "{one of: [{2016-05-02T00:00: one}, {2016-05-03T00:00: other}]}"
PROVISIONS = {
    "calm": (
        "prohibit: [attack], by: any, in: town",
        "prohibit: [attack], by: any, in: county",
        "prohibit: [attack, fire], by: any, in: town",
    ),
    "bound-calm": (
        "prohibit: [attack], by: bound, unless: {answering: {facts: [answered]}}",
        "prohibit: [attack], by: bound, unless: {warning: {facts: [warned]}}",
    ),
    "silence": (
        f"prohibit: [fire], by: any, during: {{from: 2016-05-01, until: {SILENCE_UNTIL}}}",
        "prohibit: [fire], by: any, during: {from: 2016-05-01, for: 1 day,"
        " extended: [{until: 2016-05-04, announced: 2016-05-03, cite: one}]}",
    ),
    "two-texts": (
        "by: any, rival texts: {english: {prohibit: [attack], in: town, cite: one},"
        " arabic: {prohibit: [fire], in: county, cite: other}}",
        "by: any, rival texts: {arabic: {prohibit: [fire], in: county, cite: other},"
        " english: {prohibit: [attack.air], in: town, cite: one}}",
    ),
}
HEADER = "id,start,lon,lat,radius_m,area,act,by,against\n"
ROWS = (
    "i1,2016-05-01T10:00,36.5,34.5,100,,attack,The army,rebels\n",
    "i2,2016-05-01T10:00,36.6,34.5,9000,,attack.air,militia,rebels\n",
    "i3,2016-05-02,36.5,34.5,,,fire,rebels,army\n",
    "i4,2016-05-03T12:00,,,,town,attack,Somebody,rebels\n",
    "i5,2016-05-03,,,,county,fire,SAA,\n",
    "i6,,36.5,34.5,100,,attack,,\n",
    "i7,2016-05-01,36.5,95.0,,,attack,army,\n",
    "i1,2016-05-02T10:00,36.5,34.5,100,,fire,rebels,army\n",
    "i8,2016-05-02T03:00,34.5,36.5,10,,fire,army,Nobody Known\n",
    "i9,2016-05-04,36.5,34.5,40000,,attack.shelling,army;militia|rebels,\n",
)
FACTS = "fact,about,value,cite\n"
FACT_ROWS = (
    "answered,i1,yes,one\n",
    "answered,i9,no,one\n",
    "answered,nobody,yes,one\n",
    "warned,army,yes,one\n",
    "warned,rebels,unknown,one\n",
)


@dataclass(frozen=True)
class State:
    """All that a run is made from."""

    title: str = "Made"
    alias: str = "SAA"
    bound: str = "2016-01-01"
    town: int = 3
    county: int = 20
    provisions: tuple[tuple[str, int], ...] = (("calm", 0), ("bound-calm", 0), ("silence", 0))
    files: tuple[tuple[str, tuple[int, ...]], ...] = (("a", (0, 1, 2, 6)), ("b", (3, 4)))
    facts: tuple[int, ...] = ()
    options: tuple[str, ...] = field(default=())

    def write(self, folder: Path) -> list[str]:
        """Writes the files, and gives the arguments of the command."""
        provisions = "".join(
            f"  {name}: {{title: {self.title} too, {PROVISIONS[name][way]},"
            " standing: [{is: in force, from: 2016-02-27}], cite: one}\n"
            for name, way in self.provisions
        )
        text = TERMS.format(
            title=self.title,
            alias=self.alias,
            bound=self.bound,
            town=self.town,
            county=self.county,
            provisions=provisions,
        )
        (folder / "terms.yaml").write_text(text, encoding="utf-8")
        for name, rows in self.files:
            content = HEADER + "".join(ROWS[row] for row in rows)
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        facts = FACTS + "".join(FACT_ROWS[row] for row in self.facts)
        (folder / "facts.csv").write_text(facts, encoding="utf-8")
        files = [f"{name}.csv" for name, _ in self.files]
        return ["assess", "terms.yaml", *files, "--facts", "facts.csv", *self.options]


FILES = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.integers(0, len(ROWS) - 1), max_size=5).map(tuple), min_size=1
)
CHANGES = st.one_of(
    st.fixed_dictionaries({"title": st.sampled_from(["Made", "Other"])}),
    st.fixed_dictionaries({"alias": st.sampled_from(["SAA", "Somebody"])}),
    st.fixed_dictionaries({"bound": st.sampled_from(["2016-01-01", "2016-05-03"])}),
    st.fixed_dictionaries({"town": st.sampled_from([3, 8])}),
    st.fixed_dictionaries({"county": st.sampled_from([20, 50])}),
    st.fixed_dictionaries(
        {
            "provisions": st.lists(
                st.tuples(st.sampled_from(sorted(PROVISIONS)), st.integers(0, 1)),
                min_size=1,
                unique_by=lambda made: made[0],
            ).map(tuple)
        }
    ),
    st.fixed_dictionaries(
        {"files": FILES.flatmap(lambda made: st.permutations(list(made.items()))).map(tuple)}
    ),
    st.fixed_dictionaries({"files": st.just((("a", (0, 1, 2, 6)), ("b", (3, 4)), ("c", (5, 8, 9))))}),
    st.fixed_dictionaries({"facts": st.lists(st.integers(0, len(FACT_ROWS) - 1), unique=True).map(tuple)}),
    st.fixed_dictionaries({"options": st.sampled_from([(), ("--all",), ("--as-of", "2016-05-02")])}),
)


def _assess(arguments: list[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the program."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(arguments)
    return status, out.getvalue(), err.getvalue()


def _results(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".basis"}


def _require_equal(state: State, folder: Path, ending: str = "parquet", *more: str) -> str:
    """Runs both ways and demands the same; gives what the incremental run said on standard error."""
    arguments = state.write(folder)
    shutil.rmtree(folder / "full", ignore_errors=True)
    with contextlib.chdir(folder):
        full = _assess([*arguments, "-o", f"full/f.{ending}", *more])
        went_on = _assess([*arguments, "-o", f"went/f.{ending}", "--earlier", "went/f.parquet", *more])
    assert went_on[0] == full[0], went_on
    assert went_on[1].replace("went/", "full/") == full[1]
    told = (
        "compared with",
        "the files that are as before",
        " is assessed",
        "everything is assessed",
        "--earlier",
        "no longer given",
    )
    warnings = [line for line in went_on[2].splitlines() if not any(words in line for words in told)]
    assert warnings == full[2].splitlines()
    expected, found = _results(folder / "full"), _results(folder / "went")
    if ending != "parquet":
        found = {name: content for name, content in found.items() if name != "f.parquet"}
    assert found == expected
    return went_on[2]


@given(steps=st.lists(CHANGES, min_size=1, max_size=5))
@settings(max_examples=30)
def test_every_sequence_of_changes_gives_what_a_full_run_gives(steps: list[dict[str, object]]) -> None:
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "ROW_GROUP_ROWS", 3)  # so that files begin and end within row groups
        state = State()
        _require_equal(state, Path(name))
        for change in steps:
            state = replace(state, **change)  # type: ignore[arg-type]
            _require_equal(state, Path(name))


SILENCES = (("calm", 0), ("silence", 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The record that was rejected, since a file before had its id, is kept now; and the other way round.
        ({"files": (("c", (7,)), ("a", (0, 1)))}, {"files": (("a", (0, 1)),)}),
        ({"files": (("a", (0, 1)),)}, {"files": (("c", (7,)), ("a", (0, 1)))}),
        ({"files": (("c", (7,)), ("a", (0, 1)))}, {"files": (("a", (0, 1)), ("c", (7,)))}),
        # What was announced is known by now.
        (
            {"provisions": SILENCES, "options": ("--as-of", "2016-05-02")},
            {"provisions": SILENCES, "options": ("--as-of", "2016-05-03")},
        ),
        ({"provisions": SILENCES, "options": ("--as-of", "2016-05-02")}, {"provisions": SILENCES}),
        # Records that name an area are elsewhere with it.
        ({"files": (("a", (3, 4)),)}, {"files": (("a", (3, 4)),), "town": 30, "county": 50}),
        # A point that is in none of the areas, and near one the other way round, is warned of.
        ({"files": (("a", (8,)),)}, {"files": (("a", (8,)),), "county": 300}),
        ({}, {"provisions": (("silence", 0), ("bound-calm", 0), ("calm", 0))}),
        ({}, {"provisions": (("silence", 0), ("calm", 0))}),
        ({}, {"provisions": (("two-texts", 0), ("silence", 0), ("calm", 0))}),
        (
            {"provisions": (("two-texts", 0), ("calm", 0))},
            {"provisions": (("two-texts", 0), ("calm", 1)), "title": "Other"},
        ),
        ({"provisions": (("two-texts", 0),)}, {"provisions": (("two-texts", 1),)}),
        ({}, {"bound": "2016-05-03"}),
        ({"facts": (0, 3)}, {"facts": (3, 0)}),
        ({"facts": (0, 2)}, {"facts": (0,)}),
        ({}, {"files": (("b", (3, 4)), ("a", (0, 1, 2, 6)))}),
        ({}, {"options": ("--all",)}),
        ({"options": ("--all",)}, {"options": ("--all",), "provisions": (("silence", 0), ("calm", 1))}),
    ],
)
def test_after_each_kind_of_change_the_result_is_that_of_a_full_run(
    tmp_path: Path, before: dict[str, object], after: dict[str, object]
) -> None:
    _require_equal(replace(State(), **before), tmp_path)  # type: ignore[arg-type]
    _require_equal(replace(State(), **after), tmp_path)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("report", [False, True])
def test_every_format_and_the_report_are_as_of_a_full_run(tmp_path: Path, ending: str, report: bool) -> None:
    _require_equal(State(), tmp_path)
    changed = replace(
        State(), provisions=(("calm", 1), ("silence", 0)), files=(*State().files, ("c", (5, 9)))
    )
    arguments = changed.write(tmp_path)
    made = []
    with contextlib.chdir(tmp_path):
        for folder, more in (("full", []), ("went", ["--earlier", "went/f.parquet"])):
            if report:
                more = [*more, "--report", f"{folder}/report.html"]
            assert _assess([*arguments, "-o", f"{folder}/g.{ending}", *more])[0] == 1
            (tmp_path / folder / "f.parquet").unlink()
            made.append(_results(tmp_path / folder))
    for results in made:
        results.pop("f.rejects.csv", None)
    assert made[0] == made[1]


def test_a_new_file_is_assessed_and_the_others_are_taken_over(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    told = _require_equal(replace(State(), files=(*State().files, ("c", (5, 9)))), tmp_path)
    assert (
        "compared with went/f.parquet: 2 files are as before, 1 file is assessed; 3 provisions are as before\n"
        in told
    )
    assert "c.csv is assessed: it is new\n" in told
    assert "are read again" not in told


def test_a_file_that_is_no_longer_given_is_named(tmp_path: Path) -> None:
    told = _require_equal(State(), tmp_path)
    assert "no longer given" not in told
    told = _require_equal(replace(State(), files=State().files[1:]), tmp_path)
    assert "no longer given, so their findings are left out: a.csv" in told


def test_other_words_redo_nothing(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    told = _require_equal(replace(State(), title="Other"), tmp_path)
    assert "compared with went/f.parquet: 2 files are as before; 3 provisions are as before\n" in told
    assert "assessed" not in told


def test_a_changed_provision_alone_is_assessed_again(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    changed = (("calm", 2), *State().provisions[1:])
    told = _require_equal(replace(State(), provisions=changed), tmp_path)
    assert "2 files are as before; 2 provisions are as before, 1 provision is assessed\n" in told
    assert "calm is assessed on all records: the terms have changed for it\n" in told
    assert "the files that are as before are read again too\n" in told


def test_a_fact_redoes_the_provisions_that_ask_for_it(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    told = _require_equal(replace(State(), facts=(0,)), tmp_path)
    assert "bound-calm is assessed on all records: the facts recorded for it have changed\n" in told
    assert "2 provisions are as before, 1 provision is assessed" in told


def test_an_id_that_stands_in_a_new_file_before_is_found(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    files = (("c", (7,)), *State().files)
    told = _require_equal(replace(State(), files=files), tmp_path)
    assert "a.csv is assessed: one of its ids is, or was, in a file before it too\n" in told
    assert "1 file is as before, 2 files are assessed; 3" in told


def test_an_area_that_moved_redoes_the_records_that_name_one(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    told = _require_equal(replace(State(), county=50), tmp_path)
    assert "b.csv is assessed: its records name areas, and an area of the terms has changed\n" in told
    assert "1 file is as before, 1 file is assessed; 3 provisions are as before\n" in told


def test_other_names_of_a_party_redo_everything(tmp_path: Path) -> None:
    _require_equal(State(), tmp_path)
    assert "everything is assessed: records may be understood differently now" in _require_equal(
        replace(State(), alias="Somebody"), tmp_path
    )


def _damaged(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("findings", "was changed after it was written, or its writing was broken off"),
        ("basis", "is damaged, or of another version of Truceline"),
        ("cut", "is damaged, or of another version of Truceline"),
        ("no basis", "there is no file went/f.parquet.basis, which tells what f.parquet was made from"),
        ("foreign", "is damaged, or of another version of Truceline"),
        ("no findings", "there is no file went/f.parquet\n"),
    ],
)
def test_what_cannot_be_relied_on_is_not_gone_on_from(tmp_path: Path, harm: str, words: str) -> None:
    _require_equal(State(), tmp_path)
    findings, basis = tmp_path / "went" / "f.parquet", tmp_path / "went" / "f.parquet.basis"
    if harm == "findings":
        _damaged(findings, 40)
    elif harm == "basis":
        _damaged(basis, 60)
    elif harm == "cut":
        os.truncate(basis, basis.stat().st_size // 2)
    elif harm == "no basis":
        basis.unlink()
    elif harm == "foreign":
        basis.write_text("something else", encoding="utf-8")
    else:
        findings.unlink()
    told = _require_equal(State(), tmp_path)
    assert words in told
    assert "compared with" not in told


def test_findings_of_another_program_are_not_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _require_equal(State(), tmp_path)
    monkeypatch.setattr("truceline.assess.continuing.machinery", lambda: "another")
    assert "made by another version of Truceline, or of a library that it uses" in _require_equal(
        State(), tmp_path
    )


def test_only_parquet_can_be_gone_on_from(tmp_path: Path) -> None:
    arguments = State().write(tmp_path)
    with contextlib.chdir(tmp_path):
        status, _, told = _assess([*arguments, "-o", "f.csv", "--earlier", "f.csv"])
    assert status == 2
    assert "is not Parquet" in told
