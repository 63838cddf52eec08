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


def printed_json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(readings_schema()).validate(values)
    return values


def test_what_is_read_is_printed_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", *given(folder, "ombra-post.txt")]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "outlet: Ombra Post (given)" in told
    assert "published: 2031-06-05" in told
    assert "author: not told" in told
    assert "quoted, Mara Oduya, " in told
    assert "Nobody was hurt, but the mill is gone" in told
    assert "nothing until a person accepts them" in told


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


@pytest.mark.parametrize("command", ["read", "origins"])
def test_no_document_at_all_is_told(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, str(tmp_path / "none.txt")]) == 1
    assert "none.txt: error: cannot be read: No such file or directory" in " ".join(
        capsys.readouterr().err.split()
    ).replace(": ;", ";")
