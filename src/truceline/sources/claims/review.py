# SPDX-License-Identifier: Apache-2.0
"""Claims as a table for people, and what they decided; an accepted claim may become an incident, another never."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.errors import OutputError, Problem, SourcesError
from truceline.sources.claims.bounds import bounds_of, instant, widest
from truceline.sources.claims.cells import (
    PARTY_ROLES,
    claim_words,
    format_parties,
    format_places,
    format_times,
    nearest_name,
    parse_parties,
    parse_places,
    parse_times,
)
from truceline.sources.claims.gazetteer import Gazetteer
from truceline.sources.claims.marks import check_marks
from truceline.sources.claims.table import REVIEW_COLUMNS, read_table
from truceline.sources.model import CLAIM_KINDS, REVIEWS, Claim, Document, Reading, each_once
from truceline.terms import Taxonomy, Terms, shipped_taxonomy

_ACCEPTED = REVIEWS[1]
UNVOUCHED = frozenset({"alleged", "doubted", "staged", "corrected"})
"""Where a claim has one of these in its modality, nobody vouches that it happened, or not as it is told."""
_FORMULA = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")


def write_review(path: str | Path, readings: Sequence[Reading]) -> None:
    """The claims of documents as CSV, a row for each, with what is decided already. The same bytes count once.

    Raises:
        OutputError: the file is there already, since somebody may have worked on it, or it cannot be written.
    """
    path = Path(path)
    if path.exists():
        raise OutputError(
            f"{path} is there already and stays as it is, so that no review is lost; give another name"
        )
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, REVIEW_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for reading in each_once(readings).values():
        statements = {statement.id: statement for statement in reading.statements}
        for claim in reading.claims:
            statement = statements.get(claim.statement)
            speaker = (
                statement.speaker.name or statement.speaker.words if statement and statement.speaker else ""
            )
            writer.writerow({name: _safe(cell) for name, cell in _cells(reading, claim, speaker).items()})
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(made.getvalue())
        Path(temporary).replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}") from error


def _cells(reading: Reading, claim: Claim, speaker: str) -> dict[str, str]:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "words": claim_words(reading.document.text, claim),
        "speaker": speaker,
        "statement": claim.statement,
        "document": reading.document.original.name,
        "parties": format_parties(claim.parties),
        "places": format_places(claim.places),
        "times": format_times(claim.times),
        "modality": "; ".join(claim.modality),
        "act": claim.act,
        "count": ""
        if claim.count is None
        else f"{claim.count:g}"
        if abs(claim.count) < 1e6
        else str(int(claim.count)),
        "unit": claim.unit,
        "review": claim.review,
        "reviewer": claim.reviewer,
        "same as": claim.same_as,
        "denies": claim.denies,
        "independent of": "; ".join(claim.apart_from),
        "note": claim.note,
    }


def _safe(cell: str) -> str:
    """A cell that no program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


@dataclass
class _Row:
    """A row of the table on its way back to a claim."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def __getitem__(self, column: str) -> str:
        cell = (self.cells.get(column) or "").strip()
        return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell

    def problem(self, column: str, found: str, expected: str, remedy: str = "") -> None:
        """Notes what is wrong with a cell."""
        self.problems.append(Problem(self.file, self.line, None, column, found, expected, remedy))


@dataclass(frozen=True)
class _Known:
    """What corrections are checked against."""

    claims: Mapping[str, tuple[Reading, Claim]]
    acts: Taxonomy
    parties: Mapping[str, str] | None
    """The name of each, by its id; None where no terms were given."""
    places: Mapping[str, str] | None
    """Of areas of the terms and of a gazetteer; None where neither was given."""


def _known(readings: Sequence[Reading], terms: Terms | None, gazetteer: Gazetteer | None) -> _Known:
    places = {id_: place.name for id_, place in gazetteer.places.items()} if gazetteer else {}
    places |= {id_: area.name for id_, area in terms.areas.items()} if terms else {}
    return _Known(
        {claim.id: (reading, claim) for reading in readings for claim in reading.claims},
        terms.acts if terms else shipped_taxonomy("acts"),
        {id_: party.name for id_, party in terms.parties.items()} if terms else None,
        places if terms or gazetteer else None,
    )


def read_review(
    path: str | Path,
    readings: Sequence[Reading],
    *,
    terms: Terms | None = None,
    gazetteer: Gazetteer | None = None,
    warn: Callable[[Problem], object] | None = None,
) -> tuple[Claim, ...]:
    """The claims of documents, in their order, with what people decided in a table.

    A claim without a row, or whose row nobody has filled in, stays as it is.

    Args:
        path: the table that ``write_review`` wrote and people worked on.
        readings: the documents, as they are read now.
        terms: against whose parties, areas and acts corrections are checked.
        gazetteer: whose places may stand in corrections too.
        warn: is told of marks that count for nothing, since nobody has decided on their row.

    Raises:
        SourcesError: it is no such table, a document has changed since, a claim is not known, or a cell is wrong; all of
            them at once, and no decision is dropped.
    """
    path = Path(path)
    lines = read_table(path)
    problems: list[Problem] = []
    decided: dict[str, Claim] = {}
    known = _known(readings, terms, gazetteer)
    read = {reading.document.id for reading in readings}
    names = {reading.document.original.name for reading in readings}
    left_out: dict[str, list[_Row]] = {}
    rows: dict[str, _Row] = {}
    for line, cells in lines:
        row = _Row(str(path), line, cells, problems)
        found = known.claims.get(row["id"])
        digest = row["id"].partition("-")[0]
        if found is None and digest not in read and row["document"] not in names:
            left_out.setdefault(row["document"], []).append(row)
        elif found is None:
            _unknown(row, readings)
        elif row["id"] in decided:
            row.problem("id", row["id"], "this claim has a row already", "Keep the one that is right.")
        else:
            rows[row["id"]] = row
            decided[row["id"]] = _decided(row, *found, known)
    for document, rows_left in left_out.items():
        many = f"{len(rows_left):,} claim{'' if len(rows_left) == 1 else 's'} of {document}"
        rows_left[0].problem("document", many, "no document that was read has them", "Give that file too.")
    same, denies = (
        {name: row[column] for name, row in rows.items() if row[column]} for column in ("same as", "denies")
    )
    apart = {name: ids for name, row in rows.items() if (ids := _ids(row["independent of"]))}
    check_marks(same, denies, apart, known.claims, lambda name, *told: rows[name].problem(*told))
    if problems:
        raise SourcesError(sorted(problems, key=lambda problem: problem.line or 0))
    if warn is not None:
        for row in rows.values():
            for column in filter(row.__getitem__, () if row["review"] else ("same as", "denies")):
                expected, remedy = (
                    "it counts for nothing while nobody has decided on its row",
                    "Fill in review and reviewer.",
                )
                warn(
                    Problem(
                        row.file, row.line, None, column, row[column], expected, remedy, severity="warning"
                    )
                )
    return tuple(decided.get(claim.id, claim) for _, claim in known.claims.values())


def _unknown(row: _Row, readings: Sequence[Reading]) -> None:
    """Says of a row without a claim whether its document has changed, or is read otherwise now."""
    digest = row["id"].partition("-")[0]
    if any(reading.document.id == digest for reading in readings):
        expected, remedy = (
            "the document is read otherwise now and has no such claim",
            "Read it with the dictionaries that it was read with, or write a new table and decide again.",
        )
    else:
        now = next(one.document.id for one in readings if one.document.original.name == row["document"])
        expected, remedy = (
            f"{row['document']} has changed since: its digest begins with {now} now",
            "Give the file as it was, or write a new table and decide again.",
        )
    row.problem("id", row["id"], expected, remedy)


def _decided(row: _Row, reading: Reading, claim: Claim, known: _Known) -> Claim:
    """The claim with the decision and the corrections of a row."""
    words = claim_words(reading.document.text, claim)
    if row["words"] != words.strip():
        row.problem(
            "words",
            row["words"],
            f"the claim is about other words now: {words}",
            "Write a new table and decide again.",
        )
        return claim
    _check(row, "kind", row["kind"] in CLAIM_KINDS, f"expected one of {', '.join(CLAIM_KINDS)}")
    review = row["review"].lower()
    _check(row, "review", review in REVIEWS, f"expected {' or '.join(filter(None, REVIEWS))}, or nothing")
    if row["act"] and row["act"] not in known.acts:
        row.problem(
            "act",
            row["act"],
            "no act has this code",
            nearest_name(row["act"], {code: code for code in known.acts.definitions}),
        )
    is_decided = not review or bool(row["reviewer"])
    _check(row, "reviewer", is_decided, "expected who decided it")
    changed: dict[str, object] = {}
    modality = tuple(filter(None, map(str.strip, row["modality"].split(";"))))
    left = ", ".join(claim.modality) or "nothing"
    is_left = set(modality) <= set(claim.modality)
    _check(row, "modality", is_left, f"expected {left}, or some of it; a reviewer may take words out")
    if row["parties"] != format_parties(claim.parties):
        changed["parties"] = parse_parties(row["parties"], claim, known.parties, row.problem)
    if row["places"] != format_places(claim.places):
        changed["places"] = parse_places(row["places"], claim, known.places, row.problem)
    if row["times"] != format_times(claim.times):
        changed["times"] = parse_times(row["times"], claim, reading.document, row.problem)
    return replace(
        claim,
        kind=row["kind"],
        act=row["act"],
        count=_count(row),
        unit=row["unit"],
        modality=modality if is_left else claim.modality,
        review=review,
        reviewer=row["reviewer"],
        same_as=row["same as"],
        denies=row["denies"],
        apart_from=_ids(row["independent of"]),
        note=row["note"],
        **changed,  # type: ignore[arg-type]
    )


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(";"))))


def _check(row: _Row, column: str, is_right: bool, expected: str) -> None:
    if not is_right:
        row.problem(column, row[column] or "nothing", expected)


def _count(row: _Row) -> float | None:
    if row["count"] and not _NUMBER.fullmatch(row["count"]):
        row.problem("count", row["count"], "expected a number, such as 138 or 2.5")
        return None
    return float(row["count"]) if row["count"] else None


def unvouched(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Accepted claims of the kind ``incident`` for which nobody vouches: no incidents, until a reviewer clears their modality."""
    return tuple(
        claim for claim in claims if _is_accepted(claim) and not UNVOUCHED.isdisjoint(claim.modality)
    )


def _is_accepted(claim: Claim) -> bool:
    return claim.kind == "incident" and claim.review == _ACCEPTED


def incidents_of(
    claims: Sequence[Claim],
    readings: Sequence[Reading],
    *,
    terms: Terms | None = None,
    left_empty: Callable[[str], object] | None = None,
) -> tuple[dict[str, str], ...]:
    """Accepted claims of the kind ``incident`` as rows of the incident table; what they do not tell is left empty.

    Those for which nobody vouches (see ``unvouched``) make none. Claims that a person said to be the same make one row with
    all their reports; a cell in which they differ is empty. Of several times the one that holds all others stands there.
    Where the zone is not known, a time is as wide as all zones of the Earth make it. A place of a gazetteer gives no
    coordinates, since nobody said how far from its point the incident may have been.

    Args:
        claims: as ``read_review`` gave them.
        readings: the documents that they are of.
        terms: whose areas may stand in the column ``area``.
        left_empty: is told of each cell that is empty although claims tell something, in one line for each row.
    """
    left_out = {claim.id for claim in unvouched(claims)}
    accepted = {claim.id: claim for claim in claims if _is_accepted(claim) and claim.id not in left_out}
    groups: dict[str, list[Claim]] = {}
    for claim in accepted.values():
        groups.setdefault(_first(claim, accepted), []).append(claim)
    areas = frozenset(terms.areas) if terms else frozenset[str]()
    documents = {reading.document.id: reading.document for reading in readings}
    rows = []
    for group in groups.values():
        row, told = _incident(group, areas, documents)
        rows.append(row)
        if told and left_empty is not None:
            left_empty(told)
    return tuple(rows)


def _first(claim: Claim, accepted: Mapping[str, Claim]) -> str:
    """The id under which a claim and all that are the same as it go."""
    seen = {claim.id}
    waiting = [claim.id]
    while waiting:
        at = waiting.pop()
        beside = {one.id for one in accepted.values() if one.same_as == at} | {accepted[at].same_as}
        new = {one for one in beside if one in accepted} - seen
        seen |= new
        waiting += new
    return next(one for one in accepted if one in seen)


def _incident(
    group: Sequence[Claim], areas: frozenset[str], documents: Mapping[str, Document]
) -> tuple[dict[str, str], str]:
    """The row of claims that are the same, and which of its cells are empty since they differ."""
    first = group[0]
    told = {
        "area": {_area(claim, areas) for claim in group if claim.places},
        "act": {claim.act for claim in group if claim.act},
        **{role: set(_parties(group, role)) for role in PARTY_ROLES[:2]},
    }
    every = [bounds_of(claim.times) for claim in group if claim.times]
    bounds = widest(every)
    start, end = map(instant, bounds) if bounds else ("", "")
    row = {
        "id": first.id,
        "start": start,
        "end": end,
        "lon": "",
        "lat": "",
        "radius_m": "",
        **{column: cells.pop() if len(cells) == 1 else "" for column, cells in told.items()},
        "reports": ";".join(dict.fromkeys(claim.statement or claim.id for claim in group)),
        "text": _text(group, documents),
    }
    empty = [] if bounds or not every else ["start", "end"]
    empty += [column for column, cells in told.items() if len(cells) > 1]
    why = "the claims differ" if len(group) > 1 else "it names several times, or one that is open"
    return row, f"left empty: {', '.join(empty)} of claim {first.id} ({why})" if empty else ""


def _text(group: Sequence[Claim], documents: Mapping[str, Document]) -> str:
    """The note or the words of the first claim, and the words of another one that names a party which the first does not name."""
    first, *others = group
    document = documents[first.id.partition("-")[0]]
    told = [first.note or _safe(claim_words(document.text, first))]
    for role in PARTY_ROLES[:2]:
        naming = next((one for one in others if any(party.role == role for party in one.parties)), None)
        if naming is not None and not any(party.role == role for party in first.parties):
            document = documents[naming.id.partition("-")[0]]
            outlet = document.outlet.value if document.outlet else document.original.name
            told.append(f"{role}: {outlet}, “{claim_words(document.text, naming)}”")
    return "; ".join(told)


def _area(claim: Claim, areas: frozenset[str]) -> str:
    """The area, where the claim names one place and it is an area of the terms."""
    ids = {place.id for place in claim.places}
    return ids.pop() if len(ids) == 1 and ids <= areas else ""


def _parties(group: Iterable[Claim], role: str) -> Iterator[str]:
    """The parties of a role, by each claim that names some; empty where one of them is not known."""
    for claim in group:
        found = [party for party in claim.parties if party.role == role]
        if found:
            yield ";".join(dict.fromkeys(party.id for party in found)) if all(p.id for p in found) else ""
