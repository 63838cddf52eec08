# SPDX-License-Identifier: Apache-2.0
"""``truceline read`` and ``truceline origins``: from files to what people read, decide on and pass on."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared_data import ROOT
from truceline.cli.program import run
from truceline.sources import check_archive, readings_schema

EXAMPLE = ROOT / "examples" / "four-outlets"
NAMES = ("harbour-gazette.txt", "north-wire.txt", "ombra-post.txt", "radio-lissel.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "in")
    return tmp_path / "in"


def given(folder: Path, *names: str) -> list[str]:
    return [*(str(folder / name) for name in names or NAMES), "--about", str(folder / "about.csv")]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What is printed on standard error, on one line."""
    return " ".join(capsys.readouterr().err.split())


def printed_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(readings_schema()).validate(values)
    return values


def test_what_is_read_is_printed_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", *given(folder, "ombra-post.txt")]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "outlet: Ombra Post (given)" in printed
    assert "published: 2031-06-05" in printed
    assert "author: not told" in printed
    assert "quoted, Mara Oduya, " in printed
    assert "Nobody was hurt, but the mill is gone" in printed
    assert "nothing until a person accepts them" in printed


def test_json_has_the_words_and_their_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", *given(folder), "--json"]) == 0
    values = printed_json(capsys)
    files = {d["id"]: Path(d["original"]["name"]).read_bytes() for d in values["documents"]}
    assert len(files) == 4
    assert len(values["statements"]) > 10
    for item in (*values["statements"], *values["claims"]):
        ((part, start, end),) = item["at"]
        assert part == ""
        assert files[item["document"]][start:end].decode() == item["words"]


def test_origins_are_counted_and_not_outlets(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["origins", *given(folder), "--json"]) == 0
    values = printed_json(capsys)
    outlets = {origin["speaker"]: set(origin["outlets"]) for origin in values["origins"]}
    assert outlets["Tomas Varga"] == {"North Wire", "The Harbour Gazette", "Radio Lissel"}
    assert outlets["Mara Oduya"] == {"North Wire", "Ombra Post"}
    unnamed = [origin for origin in values["origins"] if origin["kind"] == "unnamed"]
    assert [origin["outlets"] for origin in unnamed] == [["Radio Lissel"], ["Radio Lissel"]]
    differences = {d["kind"] for point in values["points"] for d in point.get("differences", ())}
    assert "agreement" in differences


def test_what_several_outlets_tell_stands_first_and_may_stand_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = "Tomas Varga, said on 2031-06-03 3 outlets: North Wire, Radio Lissel, The Harbour Gazette"
    assert run(["origins", *given(folder)]) == 0
    whole = " ".join(capsys.readouterr().out.split())
    assert whole.index("Told by more than one outlet:") < whole.index(shared) < whole.index("differs:")
    assert run(["origins", *given(folder), "--brief", "-o", str(tmp_path / "origins.json")]) == 0
    brief = " ".join(capsys.readouterr().out.split())
    assert shared in brief
    assert "Claims that were weighed" in brief
    assert "differs:" not in brief
    assert "the outlet is not told" not in brief
    assert run(["origins", *given(folder), "--brief", "--json"]) == 2


def test_documents_without_an_outlet_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(folder / name) for name in NAMES[:2]]
    (folder / NAMES[0]).write_text("Ana Orlan said that the mill was shut.\n", encoding="utf-8")
    (folder / NAMES[1]).write_text("Jon Reed said that the road was open.\n", encoding="utf-8")
    assert run(["origins", *files]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Of 2 documents the outlet is not told; the name of the file counts as one. --about" in printed
    assert "No origin is told by more than one outlet." in printed


def test_where_a_file_is_written_a_line_is_printed_for_each_document(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", *given(folder), "--review", str(tmp_path / "claims.csv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [Path(line.partition(": ")[0]).name for line in lines] == list(NAMES)
    assert "outlet Ombra Post, published 2031-06-05, 4 statements, 3 claims, 0 notes" in lines[2]


def test_the_clause_that_protects_is_in_one_outlet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["origins", *given(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (at,) = (
        n
        for n, line in enumerate(lines)
        if "away from hospitals" in line and "keep" in line and "propose" not in line
    )
    before = " ".join(lines[max(at - 3, 0) : at])
    assert "1 of 3 outlets; left out by Radio Lissel, The Harbour Gazette" in " ".join(before.split())


def test_the_number_beside_a_claim_is_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["origins", *given(folder)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "independent at least; B; 6" in printed
    assert "6, it cannot be judged: one says it, or" in printed


@pytest.mark.parametrize("command", ["read", "origins"])
def test_the_same_documents_give_the_same_bytes_in_any_order(
    command: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "copy.txt").write_bytes((folder / NAMES[0]).read_bytes())
    names = ("copy.txt", *NAMES)
    made: list[list[bytes]] = []
    for order in (names, names[::-1], (*names[2:], *names[:2])):
        files = [tmp_path / f"{len(made)}.{ending}" for ending in ("json", "csv", "html")]
        options = ["--report", str(files[2])] if command == "origins" else ["--review", str(files[1])]
        assert run([command, *given(folder, *order), "-o", str(files[0]), *options]) == 0
        assert run([command, *given(folder, *order)]) == 0
        made.append(
            [capsys.readouterr().out.encode(), *(file.read_bytes() for file in files if file.exists())]
        )
    assert len(made[0]) == 3
    assert made[0] == made[1] == made[2]
    documents = json.loads(made[0][1])["documents"]
    assert [Path(each["original"]["name"]).name for each in documents] == list(names)


@pytest.mark.parametrize("command", ["read", "origins"])
def test_the_seed_of_hashes_changes_no_byte(command: str, folder: Path) -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "truceline", command, *given(folder), "--json"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(printed) == 1


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 8)
    assert run(["read", str(folder / "broken.txt"), *given(folder, "ombra-post.txt")]) == 1
    printed = capsys.readouterr()
    assert "Mara Oduya" in printed.out
    assert "broken.txt" in printed.err
    assert "1 of 2 documents could not be read" in printed.err


def test_from_an_article_to_a_finding_and_back_to_its_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, readings, incidents = (
        tmp_path / "claims.csv",
        tmp_path / "readings.json",
        tmp_path / "incidents.csv",
    )
    documents = given(folder, "ombra-post.txt")
    assert run(["read", *documents, "-o", str(readings), "--review", str(table)]) == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shells = [row for row in rows if "two shells fell" in row["words"]]
    assert shells
    shells[0] |= {
        "kind": "incident",
        "act": "attack.shelling",
        "review": "accepted",
        "reviewer": "Ann Weaver",
    }
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run(["read", *documents, "--reviewed", str(table), "--incidents", str(incidents)]) == 0
    with incidents.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["act"] == "attack.shelling"
    statement = next(
        one for one in json.loads(readings.read_bytes())["statements"] if one["id"] == row["reports"]
    )
    assert "two shells fell near the mill" in statement["words"]
    page = tmp_path / "page.html"
    terms = ROOT / "examples" / "syria-2016" / "terms.yaml"
    out = tmp_path / "findings.csv"
    shown = ["--report", str(page), "--readings", str(readings)]
    done = run(["assess", str(terms), str(incidents), "-o", str(out), "--all", *shown])
    assert done == 0, capsys.readouterr().err


def test_claims_that_nobody_accepted_become_nothing(folder: Path, tmp_path: Path) -> None:
    table, incidents = tmp_path / "claims.csv", tmp_path / "incidents.csv"
    assert run(["read", *given(folder), "--review", str(table)]) == 0
    assert run(["read", *given(folder), "--reviewed", str(table), "--incidents", str(incidents)]) == 0
    assert len(incidents.read_text(encoding="utf-8").splitlines()) == 1


def test_a_row_about_no_document_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ombra-post.txt").rename(folder / "ombra_post.txt")
    assert run(["read", *given(folder, "ombra_post.txt")]) == 0
    printed = told(capsys)
    assert 'warning: document: "ombra-post.txt"; no document' in printed
    assert 'Did you mean "ombra_post.txt"?' in printed
    assert "3 rows are about no document that was given, the first on this line" in printed
    (folder / "ombra_post.txt").rename(folder / "ombra-post.txt")
    assert run(["read", *given(folder)]) == 0
    assert "warning" not in capsys.readouterr().err


def test_a_folder_that_stands_in_for_no_dictionary_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    asked = ["origins", *given(folder), "--dictionaries", str(own)]
    assert run(asked) == 1
    assert "own: error: there is no such folder; expected a folder with any of claims.toml" in told(capsys)
    own.mkdir()
    (own / "README.md").write_text("Words of the valley", encoding="utf-8")
    assert run(asked) == 1
    assert "no dictionary is in this folder" in told(capsys)
    (own / "verb.toml").write_text("", encoding="utf-8")
    assert run(asked) == 1
    assert (
        "verb.toml: error: no dictionary has this name; it would stand in for none. Did you mean verbs.toml?"
        in told(capsys)
    )
    (own / "verb.toml").rename(own / "README.toml.old")
    assert run(["read", str(folder / NAMES[0]), "--dictionaries", str(own / "README.md")]) == 1
    assert "this is a file; expected a folder" in told(capsys)


def test_a_table_of_claims_is_no_table_of_incidents(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out, page = tmp_path / "claims.csv", tmp_path / "findings.csv", tmp_path / "page.html"
    assert run(["read", *given(folder), "--review", str(table)]) == 0
    terms = ROOT / "examples" / "syria-2016" / "terms.yaml"
    assert run(["assess", str(terms), str(table), "-o", str(out), "--report", str(page)]) == 1
    assert "a file of claims; expected a table of incidents" in capsys.readouterr().err
    assert not out.exists()
    assert not page.exists()


def test_a_denial_that_a_person_marked_is_weighed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other, table = tmp_path / "one.txt", tmp_path / "other.txt", tmp_path / "claims.csv"
    one.write_text("Ana Orlan said that gunners shelled the mill on 3 May 2031.\n", encoding="utf-8")
    other.write_text("Jon Reed denied that anybody had shelled the mill.\n", encoding="utf-8")
    documents = [str(one), str(other)]
    assert run(["read", *documents, "--review", str(table)]) == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said, denied = rows
    denied |= {"review": "accepted", "reviewer": "Ann Weaver", "denies": said["id"]}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(said))
        writer.writeheader()
        writer.writerows(rows)
    capsys.readouterr()
    assert run(["origins", *documents, "--reviewed", str(table), "--json"]) == 0
    weighings = json.loads(capsys.readouterr().out)["weighings"]
    assert {each["number"] for each in weighings} == {3}
    assert run(["origins", *documents, "--reviewed", str(table)]) == 0
    assert "denied by Jon Reed" in capsys.readouterr().out


def test_originals_are_kept_apart_from_working_copies(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    assert run(["read", *given(folder), "--keep", str(archive), "--collector", "Ann Weaver"]) == 0
    assert check_archive(archive) == ()
    assert len(list((archive / "originals").iterdir())) == len(list((archive / "working").iterdir())) == 4
    lines = (archive / "custody.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["collector"] for line in lines} == {"Ann Weaver"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--keep", "archive"], "an archive needs a folder and who brought the documents"),
        (["--incidents", "incidents.csv"], "give --reviewed too"),
        (["-o", str(EXAMPLE / "ombra-post.txt")], "name another file"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", str(EXAMPLE / "ombra-post.txt"), *options]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("command", "option", "name"),
    [
        ("read", "--out", "x.txt"),
        ("read", "--review", "x.json"),
        ("origins", "--out", "x.html"),
        ("origins", "--report", "x.pdf"),
    ],
)
def test_an_ending_that_says_something_else_is_wrong_usage(
    command: str, option: str, name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, *given(folder), option, str(tmp_path / name)]) == 2
    assert f"{name} has no known ending; use" in told(capsys)
    assert not (tmp_path / name).exists()


def test_an_extractor_that_nobody_offers_is_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", *given(folder), "--extractor", "other"]) == 1
    assert told(capsys).count("no package offers this extractor") == 1


@pytest.mark.parametrize("command", ["read", "origins"])
def test_no_document_at_all_is_told(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, str(tmp_path / "none.txt")]) == 1
    assert "none.txt: error: cannot be read: No such file or directory" in " ".join(
        capsys.readouterr().err.split()
    ).replace(": ;", ";")
