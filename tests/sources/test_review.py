# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from shared_data import ROOT
from truceline.errors import OutputError, Problem, SourcesError
from truceline.records import read_incidents
from truceline.sources import (
    REVIEW_COLUMNS,
    Claim,
    Dictionaries,
    Document,
    Mention,
    Original,
    Reading,
    Span,
    TimeSaid,
    Told,
    document_of_text,
    find_claims,
    find_statements,
    find_times,
    incidents_of,
    read_gazetteer,
    read_review,
    write_review,
)
from truceline.terms import Terms, load_terms

DICTIONARIES = Dictionaries()
TEXT = (
    "“Turkey shelled the Syrian army yesterday,” Maro said on Thursday.\n\nThe Front denied responsibility in May.\n\n"
    "=2+2; Israel shelled ISIL in eastern Ghouta on May 18."
)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml")


def reading_of(text: str, terms: Terms | None = None, name: str = "a.txt") -> Reading:
    document = replace(document_of_text(text, name), published=Told("2016-05-20", "given"))
    statements, times = find_statements(document, DICTIONARIES), find_times(document, DICTIONARIES)
    claims = find_claims(document, statements, times, DICTIONARIES, terms=terms)
    return Reading(document, statements, times, claims)


def changed(path: Path, edits: Mapping[int, Mapping[str, str]]) -> Path:
    """The table with some cells changed, by row and column."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, cells in edits.items():
        rows[row] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REVIEW_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def table(tmp_path: Path, reading: Reading, edits: Mapping[int, Mapping[str, str]] | None = None) -> Path:
    path = tmp_path / "claims.csv"
    write_review(path, [reading])
    return changed(path, edits or {})


def test_a_table_that_nobody_touched_changes_no_claim(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    assert [claim.kind for claim in reading.claims] == ["incident", "denial", "incident"]
    assert read_review(table(tmp_path, reading), [reading], terms=terms) == reading.claims


def test_the_table_tells_who_says_what(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    with table(tmp_path, reading).open(encoding="utf-8", newline="") as file:
        first, second, third = csv.DictReader(file)
    assert (first["speaker"], first["document"]) == ("Maro", "a.txt")
    assert first["parties"] == "by turkey; against syria-government"
    assert first["times"] == "2016-05-18/2016-05-19"
    assert second["times"] == "2016-05-01/2016-06-01"
    assert (third["act"], third["places"], third["words"][:5]) == (
        "attack.shelling",
        "eastern-ghouta",
        "'=2+2",
    )


def test_what_people_decided_is_read_back(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    edits = {
        0: {"review": "accepted", "reviewer": "N", "kind": "denial", "parties": 'by syria-government; "the men"', "note": "see"},
        1: {"review": "refused", "reviewer": "N", "times": '2016-05-04; 2016-05-05T04:00/2016-05-05T05:00; "spring"'},
        2: {"review": "accepted", "reviewer": "N", "places": "jobar", "same as": reading.claims[0].id, "count": "3"},
    }  # fmt: skip
    first, second, third = read_review(table(tmp_path, reading, edits), [reading], terms=terms)
    assert (first.kind, first.review, first.reviewer, first.note) == ("denial", "accepted", "N", "see")
    assert [(one.id, one.role, one.words) for one in first.parties] == [
        ("syria-government", "by", "Syrian army"),
        ("", "", "the men"),
    ]
    assert second.review == "refused"
    assert [(one.start, one.end) for one in second.times] == [
        ("2016-05-04", "2016-05-05"),
        ("2016-05-05T04:00", "2016-05-05T05:00"),
        ("", ""),
    ]
    assert ([one.id for one in third.places], third.same_as, third.count) == (["jobar"], first.id, 3)


def test_a_place_without_quotation_marks_is_one_that_is_known(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    table_of_places = tmp_path / "places.csv"
    table_of_places.write_text("id,name,lon,lat\n102,Kafranbel,37.1,36.2\n", encoding="utf-8")
    gazetteer = read_gazetteer(table_of_places)
    path = table(
        tmp_path,
        reading,
        {0: {"places": "Kafrnbel"}, 1: {"places": 'jobr; "the hill"'}, 2: {"places": "102"}},
    )
    with pytest.raises(SourcesError) as error:
        read_review(path, [reading], terms=terms, gazetteer=gazetteer)
    assert [(one.line, one.address, one.found, one.remedy) for one in error.value.problems] == [
        (2, "places", "Kafrnbel", 'Did you mean "102" (Kafranbel)?'),
        (3, "places", "jobr", 'Did you mean "jobar" (Jobar)?'),
    ]
    with pytest.raises(SourcesError, match="no area of the terms has this id") as error:
        read_review(path, [reading], terms=terms)
    assert [one.found for one in error.value.problems] == ["Kafrnbel", "jobr", "102"]
    changed(path, {0: {"places": '"Kafrnbel"'}, 1: {"places": 'jobar; "the hill"'}})
    first, second, third = read_review(path, [reading], terms=terms, gazetteer=gazetteer)
    assert [(one.id, one.words) for one in (*first.places, *second.places, *third.places)] == [
        ("", "Kafrnbel"),
        ("jobar", "jobar"),
        ("", "the hill"),
        ("102", "102"),
    ]


def test_a_party_that_is_near_is_told(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    with pytest.raises(SourcesError, match='Did you mean "turkey"'):
        read_review(table(tmp_path, reading, {0: {"parties": "by turky"}}), [reading], terms=terms)


def test_files_that_were_left_out_are_told_once_each(tmp_path: Path) -> None:
    readings = [reading_of(f"{TEXT} {name}", name=f"{name}.txt") for name in ("a", "b", "c")]
    path = tmp_path / "claims.csv"
    write_review(path, readings)
    with pytest.raises(SourcesError) as error:
        read_review(path, readings[1:2])
    assert [(one.line, one.found) for one in error.value.problems] == [
        (2, "3 claims of a.txt"),
        (8, "3 claims of c.txt"),
    ]


def test_a_review_goes_on_into_the_next_table(tmp_path: Path) -> None:
    reading = reading_of(TEXT)
    decided = read_review(table(tmp_path, reading, {0: {"review": "accepted", "reviewer": "N"}}), [reading])
    again = tmp_path / "again.csv"
    write_review(again, [replace(reading, claims=decided)])
    assert read_review(again, [reading]) == decided


def test_a_document_that_is_given_twice_has_its_rows_once(tmp_path: Path) -> None:
    readings = [reading_of(TEXT), reading_of(TEXT, name="copy.txt")]
    path = tmp_path / "claims.csv"
    write_review(path, readings)
    assert read_review(changed(path, {}), readings) == readings[0].claims


def test_a_table_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    reading = reading_of(TEXT)
    path = table(tmp_path, reading)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"is there already and stays as it is.*another name"):
        write_review(path, [reading])
    assert path.read_bytes() == before
    with pytest.raises(OutputError, match="cannot be written"):
        write_review(tmp_path / "none" / "claims.csv", [reading])


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, terms: Terms) -> None:
    reading = reading_of(TEXT, terms)
    edits = {
        0: {"kind": "event", "review": "yes", "parties": "by nobody", "times": "soon"},
        1: {"review": "accepted", "act": "boom", "same as": "x", "count": "many"},
        2: {"id": reading.claims[1].id},
    }
    with pytest.raises(SourcesError) as error:
        read_review(table(tmp_path, reading, edits), [reading], terms=terms)
    found = [(one.line, one.address) for one in error.value.problems]
    assert found == [
        (2, "kind"), (2, "review"), (2, "reviewer"), (2, "parties"), (2, "times"),
        (3, "act"), (3, "reviewer"), (3, "count"), (3, "same as"), (4, "id"),
    ]  # fmt: skip


def test_a_document_that_has_changed_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    reading = reading_of(TEXT)
    path = table(tmp_path, reading, {0: {"review": "accepted", "reviewer": "N"}})
    with pytest.raises(SourcesError, match=r"a\.txt has changed since.*Give the file as it was"):
        read_review(path, [reading_of(TEXT + " More.")])
    with pytest.raises(SourcesError, match=r"3 claims of a\.txt; no document that was read has them"):
        read_review(path, [reading_of("Other words.", name="b.txt")])
    with pytest.raises(SourcesError, match="read otherwise now"):
        read_review(path, [replace(reading, claims=())])
    moved = tuple(replace(claim, span=Span(0, 5)) for claim in reading.claims)
    with pytest.raises(SourcesError, match="about other words now"):
        read_review(path, [replace(reading, claims=moved)])


@pytest.mark.parametrize("time", ["9999-12-31", "0001-01-01"])
def test_a_time_at_the_ends_of_the_calendar_is_an_error(tmp_path: Path, time: str) -> None:
    reading = reading_of(TEXT)
    with pytest.raises(SourcesError, match=r"times: .*expected START/END"):
        read_review(table(tmp_path, reading, {0: {"times": time}}), [reading])


@pytest.mark.parametrize("count", ["nan", "inf", "1e400", "-5", "1_000", "138,0"])
def test_a_count_is_a_number_of_things(tmp_path: Path, count: str) -> None:
    reading = reading_of(TEXT)
    with pytest.raises(SourcesError, match=r"count: .*expected a number"):
        read_review(table(tmp_path, reading, {0: {"count": count}}), [reading])


def test_empty_rows_of_a_spreadsheet_are_passed_over_and_a_cell_too_long_is_told(
    tmp_path: Path,
) -> None:
    reading = reading_of(TEXT)
    path = table(tmp_path, reading, {0: {"review": "refused", "reviewer": "N"}})
    with path.open("a", encoding="utf-8") as file:
        file.write("," * 16 + "\n" + ", " * 16 + "\n")
    assert read_review(path, [reading])[0].review == "refused"
    with path.open("a", encoding="utf-8") as file:
        file.write("x" * 200_000 + "\n")
    limit = csv.field_size_limit(131_072)  # of the whole process; other readers of tables raise it
    try:
        with pytest.raises(SourcesError, match=r"field larger than field limit.*expected a table of claims"):
            read_review(path, [reading])
    finally:
        csv.field_size_limit(limit)


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("id,kind\n", encoding="utf-8")
    with pytest.raises(SourcesError, match="expected the columns words, speaker"):
        read_review(path, [])
    path.write_text("|".join(REVIEW_COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(SourcesError, match="save the table as CSV with commas"):
        read_review(path, [])
    with pytest.raises(SourcesError, match="No such file"):
        read_review(tmp_path / "none.csv", [])


class TestMarks:
    """Which claim denies which."""

    def test_what_one_denies_is_read_back(self, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        first, second, _ = reading.claims
        edits = {1: {"review": "accepted", "reviewer": "N", "denies": first.id}}
        decided = read_review(table(tmp_path, reading, edits), [reading])
        assert [claim.denies for claim in decided] == ["", first.id, ""]
        assert decided[1].id == second.id
        again = tmp_path / "again.csv"
        write_review(again, [replace(reading, claims=decided)])
        assert read_review(again, [reading]) == decided

    def test_what_is_independent_of_which_is_read_back(self, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        _, second, third = reading.claims
        cell = f"{second.id}; {third.id}"
        edits = {0: {"review": "accepted", "reviewer": "N", "independent of": cell}}
        decided = read_review(table(tmp_path, reading, edits), [reading])
        assert [claim.apart_from for claim in decided] == [(second.id, third.id), (), ()]
        again = tmp_path / "again.csv"
        write_review(again, [replace(reading, claims=decided)])
        assert read_review(again, [reading]) == decided

    @pytest.mark.parametrize("cell", ["nowhere-c9", "itself"])
    def test_who_is_independent_of_no_other_claim_is_told(self, tmp_path: Path, cell: str) -> None:
        reading = reading_of(TEXT)
        cell = reading.claims[0].id if cell == "itself" else cell
        edits = {0: {"review": "accepted", "reviewer": "N", "independent of": cell}}
        with pytest.raises(SourcesError, match="several with ; between them"):
            read_review(table(tmp_path, reading, edits), [reading])

    def test_a_table_from_before_the_column_is_still_read(self, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        path = table(tmp_path, reading, {0: {"review": "accepted", "reviewer": "N"}})
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            names = [name for name in REVIEW_COLUMNS if name not in ("denies", "independent of")]
            writer = csv.DictWriter(file, names, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        assert read_review(path, [reading])[0].review == "accepted"

    @pytest.mark.parametrize(
        ("marks", "told"),
        [
            ([("denies", 0, "nowhere-c9")], [(2, "no claim has this id; expected the id of another claim")]),
            ([("denies", 0, 0)], [(2, "this is the claim itself; expected the id of another claim")]),
            ([("denies", 0, 1), ("denies", 1, 0)], [(2, "in a circle"), (3, "in a circle")]),
            (
                [("denies", 0, 1), ("denies", 1, 2), ("denies", 2, 0)],
                [(2, "in a circle"), (3, "in a circle"), (4, "in a circle")],
            ),
            ([("denies", 0, 1), ("same as", 0, 1)], [(2, "marked to say the same")]),
            ([("denies", 0, 1), ("same as", 1, 2), ("same as", 2, 0)], [(2, "marked to say the same")]),
        ],
    )
    def test_a_mark_that_cannot_be_is_told(
        self,
        marks: list[tuple[str, int, int | str]],
        told: list[tuple[int, str]],
        tmp_path: Path,
    ) -> None:
        reading = reading_of(TEXT)
        edits: dict[int, dict[str, str]] = {}
        for column, row, other in marks:
            edits.setdefault(row, {})[column] = reading.claims[other].id if isinstance(other, int) else other
        with pytest.raises(SourcesError) as error:
            read_review(table(tmp_path, reading, edits), [reading])
        problems = error.value.problems
        assert [(one.line, one.address) for one in problems] == [(line, "denies") for line, _ in told]
        assert all(words in one.expected for one, (_, words) in zip(problems, told, strict=True))


class TestFile:
    """The table as a spreadsheet may write it."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_a_mark_of_the_encoding_tells_it(self, encoding: str, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        path = table(tmp_path, reading, {0: {"review": "refused", "reviewer": "Żaneta"}})
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
        assert read_review(path, [reading])[0].reviewer == "Żaneta"

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ("id,kind\nŻ".encode("cp1250"), "byte 8 is not UTF-8"),
            (b"\xff\xfei\0d", "byte 4 is not UTF-16"),
            ("id,kind".encode("utf-16-le"), "UTF-16 without its mark"),
        ],
    )
    def test_another_encoding_is_told_in_words(self, data: bytes, words: str, tmp_path: Path) -> None:
        path = tmp_path / "claims.csv"
        path.write_bytes(data)
        with pytest.raises(SourcesError, match=rf"{words}.*Save the table as CSV in UTF-8"):
            read_review(path, [])

    @pytest.mark.parametrize("sign", [";", "\t"])
    def test_a_table_that_a_spreadsheet_separated_otherwise_is_read(self, sign: str, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        path = table(tmp_path, reading, {0: {"review": "refused", "reviewer": "N", "note": "so, or; so"}})
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=sign).writerows(rows)
        first, second, _ = read_review(path, [reading])
        assert (first.review, first.note) == ("refused", "so, or; so")
        assert second == reading.claims[1]
        path.write_text(sign.join(REVIEW_COLUMNS[:-1]) + f"{sign}notes\n", encoding="utf-8")
        with pytest.raises(SourcesError) as error:
            read_review(path, [])
        assert [one.found for one in error.value.problems] == ["the column “notes”"]

    def test_a_mark_on_a_row_without_a_decision_is_a_warning(self, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        first, second, _ = reading.claims
        told: list[Problem] = []
        edits = {1: {"denies": first.id}, 2: {"same as": first.id}}
        path = table(tmp_path, reading, edits)
        read_review(path, [reading], warn=told.append)
        assert [(one.line, one.address, one.severity) for one in told] == [
            (3, "denies", "warning"),
            (4, "same as", "warning"),
        ]
        decided = {"review": "accepted", "reviewer": "N"}
        read_review(changed(path, {1: decided, 2: decided}), [reading], warn=told.append)
        assert len(told) == 2
        assert second.denies == ""

    def test_an_act_that_is_near_is_named(self, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        with pytest.raises(SourcesError, match=r'no act has this code\. Did you mean "attack\.shelling"\?'):
            read_review(table(tmp_path, reading, {0: {"act": "attack.shell"}}), [reading])

    @pytest.mark.parametrize("written", ["Accepted", " ACCEPTED ", "accepted"])
    def test_a_decision_may_have_capitals(self, written: str, tmp_path: Path) -> None:
        reading = reading_of(TEXT)
        path = table(tmp_path, reading, {0: {"review": written, "reviewer": "N"}})
        assert read_review(path, [reading])[0].review == "accepted"

    @pytest.mark.parametrize(
        ("name", "written"),
        [("review", "Review"), ("denies", "Denies"), ("same as", " same_as "), ("note", "notes")],
    )
    def test_a_column_that_is_near_is_named(self, name: str, written: str, tmp_path: Path) -> None:
        path = tmp_path / "claims.csv"
        names = [written if each == name else each for each in REVIEW_COLUMNS]
        path.write_text(",".join(names) + "\n", encoding="utf-8")
        with pytest.raises(SourcesError) as error:
            read_review(path, [])
        (problem,) = error.value.problems
        assert (problem.line, problem.found) == (1, f"the column “{written}”")
        assert f"Did you mean “{name}”?" in problem.remedy

    def test_a_column_twice_and_a_row_that_is_too_long_are_told(self, tmp_path: Path) -> None:
        path = tmp_path / "claims.csv"
        path.write_text(",".join([*REVIEW_COLUMNS, "review"]) + "\n", encoding="utf-8")
        with pytest.raises(SourcesError, match="the column “review” twice"):
            read_review(path, [])
        path.write_text(
            ",".join(REVIEW_COLUMNS) + "\n" + "," * len(REVIEW_COLUMNS) + "more\n", encoding="utf-8"
        )
        with pytest.raises(SourcesError, match="more cells than the table has columns"):
            read_review(path, [])


MADE = Reading(Document(Original("d.txt", "d", 1, "text/plain"), "A mill", ()))
"""The document of claims made by hand."""


class TestIncidents:
    """Accepted claims as rows of the incident table."""

    def test_no_claim_becomes_one_before_a_person_has_accepted_it(self, terms: Terms) -> None:
        reading = reading_of(TEXT, terms)
        claims = reading.claims
        assert incidents_of(claims, [reading], terms=terms) == ()
        assert incidents_of([replace(one, review="refused") for one in claims], [reading], terms=terms) == ()

    def test_an_accepted_one_has_what_it_tells_and_gaps(self, terms: Terms) -> None:
        reading = reading_of(TEXT, terms)
        claims = [replace(one, review="accepted", reviewer="N") for one in reading.claims]
        first, second = incidents_of(claims, [reading], terms=terms)
        assert first | {"id": "", "reports": ""} == {
            "id": "", "start": "2016-05-17T10:00:00Z", "end": "2016-05-19T12:00:00Z", "lon": "", "lat": "", "radius_m": "",
            "area": "", "act": "attack.shelling", "by": "turkey", "against": "syria-government", "reports": "",
            "text": "Turkey shelled the Syrian army yesterday",
        }  # fmt: skip
        assert (first["id"], first["reports"]) == (claims[0].id, claims[0].statement)
        assert second["text"].startswith("'=2+2; Israel shelled")
        assert (second["area"], second["by"], second["reports"]) == ("eastern-ghouta", "israel", claims[2].id)

    def test_the_rows_are_incidents_without_a_reject(self, tmp_path: Path, terms: Terms) -> None:
        reading = reading_of(TEXT, terms)
        claims = [replace(one, review="accepted", reviewer="N") for one in reading.claims]
        rows, path = incidents_of(claims, [reading], terms=terms), tmp_path / "incidents.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        incidents = read_incidents(path, terms)
        read = [row for batch in incidents.batches() for row in batch.to_pylist()]
        assert [row["id"] for row in read] == [row["id"] for row in rows]
        assert [(row["act"], row["by"], row["area"]) for row in read] == [
            ("attack.shelling", "turkey", None),
            ("attack.shelling", "israel", "eastern-ghouta"),
        ]
        assert read[0]["reports"] == [claims[0].statement]

    def test_two_places_or_times_leave_a_gap(self, terms: Terms) -> None:
        text = "Israel shelled ISIL in Idlib and Hama on May 17 and May 18."
        reading = reading_of(text, terms)
        (claim,) = reading.claims
        (row,) = incidents_of([replace(claim, review="accepted")], [reading], terms=terms)
        assert (row["area"], row["start"], row["end"]) == ("", "", "")

    def test_a_party_that_nobody_mapped_leaves_its_role_open(self) -> None:
        claim = Claim("d-c1", "incident", Span(0, 1), review="accepted")
        parties = (Mention(Span(0, 1), "A", "a", role="by"), Mention(Span(0, 1), "B", role="by"))
        (row,) = incidents_of([replace(claim, parties=parties)], [MADE])
        assert row["by"] == ""

    def test_claims_that_are_the_same_make_one_row_where_they_agree(self) -> None:
        times = tuple(TimeSaid(Span(0, 1), "", earliest_ms=ms, latest_ms=ms + 1000) for ms in (0, 60_000))
        made = [
            Claim(
                f"d-c{n}",
                "incident",
                Span(0, 1),
                f"d-s{n}",
                act=act,
                times=(time,),
                review="accepted",
                same_as=same,
            )
            for n, act, time, same in (
                (1, "attack", times[0], ""),
                (2, "", times[0], "d-c1"),
                (3, "attack", times[1], "d-c2"),
            )
        ]
        (row,) = incidents_of(made, [MADE])
        assert (row["id"], row["act"], row["start"], row["reports"]) == (
            "d-c1",
            "attack",
            "",
            "d-s1;d-s2;d-s3",
        )

    def test_a_row_has_no_instant_that_only_its_beginning_settles(self) -> None:
        made = [
            Claim(
                f"d-c{number}",
                "incident",
                Span(0, 1),
                times=(TimeSaid(Span(0, 1), "", earliest_ms=0, latest_ms=latest_ms),),
                review="accepted",
                same_as="d-c1" if number > 1 else "",
            )
            for number, latest_ms in ((1, 1000), (2, 60_000))
        ]
        (row,) = incidents_of(made, [MADE])
        # A start alone would be that very instant.
        assert (row["start"], row["end"]) == ("1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z")

    def test_what_one_of_two_leaves_open_is_not_taken_from_the_other(self) -> None:
        words = Span(0, 1)
        known, unknown = Mention(words, "A", "a", role="by"), Mention(words, "the militants", role="by")
        times = tuple(TimeSaid(words, "", earliest_ms=ms, latest_ms=ms + 1000) for ms in (0, 60_000))
        one = Claim("d-c1", "incident", words, parties=(unknown,), times=times, review="accepted")
        other = replace(one, id="d-c2", parties=(known,), times=times[:1], same_as="d-c1")
        (row,) = incidents_of([one, other], [MADE])
        assert (row["by"], row["start"]) == ("", "")
        (row,) = incidents_of([replace(one, parties=(), times=()), other], [MADE])
        assert (row["by"], row["start"]) == ("a", "1970-01-01T00:00:00Z")

    def test_the_text_tells_who_names_the_party_where_another_claim_has_it(self) -> None:
        readings = [
            Reading(replace(document_of_text(text, name), outlet=Told(outlet, "given")))
            for text, name, outlet in (
                ("Shells fell on the mill.", "a.txt", "The Post"),
                ("The Front shelled the mill.", "b.txt", "The Wire"),
            )
        ]
        one, other = (
            Claim(
                f"{reading.document.id}-c1",
                "incident",
                Span(0, len(reading.document.text)),
                review="accepted",
            )
            for reading in readings
        )
        by = (Mention(Span(0, 9), "The Front", "front", role="by"),)
        other = replace(other, parties=by, same_as=one.id)
        (row,) = incidents_of([one, other], readings)
        assert (row["by"], row["text"]) == (
            "front",
            "Shells fell on the mill.; by: The Wire, “The Front shelled the mill.”",
        )
        (row,) = incidents_of([replace(one, parties=by), other], readings)
        assert (row["by"], row["text"]) == ("front", "Shells fell on the mill.")


class TestTimesOfIncidents:
    """What is certain where claims name several times, and what is told where nothing is."""

    def rows(self, *times: Sequence[tuple[int, int] | None]) -> tuple[list[str], list[str]]:
        """Start and end of the incident of claims with these times, and what is told."""
        words, told = Span(0, 1), list[str]()
        claims = [
            Claim(
                f"d-c{number}",
                "incident",
                words,
                times=tuple(map(time_within, each)),
                review="accepted",
                same_as="d-c1" if number > 1 else "",
            )
            for number, each in enumerate(times, 1)
        ]
        (row,) = incidents_of(claims, [MADE], left_empty=told.append)
        return [row["start"][11:19], row["end"][11:19]], told

    def test_a_day_and_an_hour_of_it_are_the_day(self) -> None:
        day, hour = (0, 7_200_000), (3_600_000, 3_660_000)
        assert self.rows([day, hour]) == (["00:00:00", "02:00:00"], [])
        assert self.rows([day], [hour]) == (["00:00:00", "02:00:00"], [])
        assert self.rows([hour], [day, hour], []) == (["00:00:00", "02:00:00"], [])

    def test_times_of_which_none_holds_the_others_are_told(self) -> None:
        why = "left empty: start, end of claim d-c1"
        assert self.rows([(0, 60_000), (30_000, 90_000)]) == (
            ["", ""],
            [f"{why} (it names several times, or one that is open)"],
        )
        assert self.rows([(0, 60_000)], [(60_000, 90_000)]) == (["", ""], [f"{why} (the claims differ)"])
        assert self.rows([(0, 60_000), None])[1] == [f"{why} (it names several times, or one that is open)"]

    def test_what_nobody_tells_is_left_empty_without_a_word(self) -> None:
        assert self.rows([], []) == (["", ""], [])

    def test_other_cells_that_differ_are_told_too(self) -> None:
        told: list[str] = []
        words = Span(0, 1)
        one = Claim("d-c1", "incident", words, act="attack.air", review="accepted")
        party = Mention(words, "A", "a", role="by")
        other = replace(one, id="d-c2", act="attack.shelling", parties=(party,), same_as="d-c1")
        (row,) = incidents_of([one, other], [MADE], left_empty=told.append)
        assert (row["act"], row["by"]) == ("", "a")
        assert told == ["left empty: act of claim d-c1 (the claims differ)"]


def time_within(bounds: tuple[int, int] | None) -> TimeSaid:
    earliest, latest = bounds or (None, None)
    return TimeSaid(Span(0, 1), "", earliest_ms=earliest, latest_ms=latest)
