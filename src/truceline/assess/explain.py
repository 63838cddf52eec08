# SPDX-License-Identifier: Apache-2.0
"""Why a finding is what it is, in sentences, and what would settle an unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from truceline.assess.compiled import CONDITIONS, Compiled
from truceline.assess.engine import Assessment, require_provisions
from truceline.assess.judge import Judgement
from truceline.assess.settling import Settler, Settling
from truceline.assess.words import citations, cites_text, moment_text, questions
from truceline.errors import TrucelineError
from truceline.records import Incidents, RecordedFact
from truceline.terms import Terms

_ANSWERS = ("no", "unknown", "yes")


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of a finding."""

    condition: str
    """A column of the findings."""
    asked: str
    recorded: str
    answer: str
    """``yes``, ``no`` or ``unknown``."""
    cite: tuple[str, ...] = ()

    def __str__(self) -> str:
        cited = f" [{'; '.join(self.cite)}]" if self.cite else ""
        recorded = f" {self.recorded}" if self.recorded else ""
        return f"{self.condition}: {self.asked}{recorded} Answer: {self.answer}.{cited}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding with its reasons."""

    incident: str
    provision: str
    title: str
    judgement: Judgement
    reasons: tuple[Reason, ...]
    settling: tuple[Settling, ...]
    """Empty unless the result is ``possible``."""
    is_settling_complete: bool
    """False where there were too many combinations to look for the settling sets."""
    cite: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.incident} under {self.provision} ({self.title}): {_RESULTS[self.judgement.result]}"]
        if self.cite:
            lines.append(f"  text: {'; '.join(self.cite)}")
        lines += [f"  {reason}" for reason in self.reasons]
        answers = {reason.answer for reason in self.reasons if reason.condition != "unless"}
        if self.judgement.result == "none" and "no" not in answers and "unknown" in answers:
            lines.append("  together: what is open by itself cannot hold together, in any world")
        elif self.judgement.result == "violation" and "unknown" in answers:
            lines.append("  together: what is open by itself holds together, in every world")
        if self.judgement.parties:
            lines.append(f"  in breach: {', '.join(self.judgement.parties)}")
        if self.judgement.parties_possible:
            lines.append(f"  possibly in breach: {', '.join(self.judgement.parties_possible)}")
        for by_text in self.judgement.by_text:
            lines.append(f"  under the text {by_text}")
        if self.judgement.answering:
            lines.append(f"  answering for it: {', '.join(self.judgement.answering)}")
        if self.judgement.answering_possible:
            lines.append(f"  possibly answering for it: {', '.join(self.judgement.answering_possible)}")
        if self.judgement.presumed:
            lines.append(f"  rests on what the terms presume: {', '.join(self.judgement.presumed)}")
        if self.settling:
            lines.append("  what would settle it (each line is enough by itself):")
            lines += [f"    - {settling}" for settling in self.settling]
        elif not self.is_settling_complete:
            lines.append("  what would settle it: too much is open to list the smallest sets of answers")
        return "\n".join(lines)


_RESULTS = {
    "violation": "violation, certain",
    "possible": "possible violation",
    "exempt": "exempt: an exception holds for certain",
    "none": "no finding",
}


@dataclass
class _Record:
    """The row that is explained, in words."""

    row: Mapping[str, object]
    terms: Terms
    facts: Mapping[str, Sequence[str]]
    """What is recorded of each fact, by the column of the findings that it decides."""

    def role(self, side: str) -> str:
        cell = self.row[side]
        text = f'The record says "{cell}".' if cell else "The record does not say."
        if self.row["roles"] == "either":
            text = (
                f'The record names "{self.row["by"] or "nobody"}" and "{self.row["against"] or "nobody"}"'
                " and does not say who began."
            )
        return text

    def text(self, condition: str) -> str:
        zone = self.terms.zone
        if condition in ("by", "against"):
            return self.role(condition)
        if condition in ("acts", "weapons"):
            code = self.row["act" if condition == "acts" else "weapon"]
            return f'The record says "{code}".' if code else "The record does not say."
        if condition in ("in", "crosses"):
            return self.place()
        if condition in ("during", "standing"):
            start, end = self.row["start_ms"], self.row["end_ms"]
            if not isinstance(start, int) or not isinstance(end, int):
                return "The record gives no time."
            if end <= start + 1:
                return f"It happened at {moment_text(start, zone)}, {zone}."
            return f"It happened between {moment_text(start, zone)} and {moment_text(end, zone)}, {zone}."
        told = "; ".join(self.facts.get(condition, ()))
        return f"The facts: {told}." if told else ""

    def place(self) -> str:
        if self.row["area"]:
            return f'The record says somewhere in "{self.row["area"]}".'
        if self.row["geometry"]:
            return "The record gives a shape."
        lon, lat, radius = self.row["lon"], self.row["lat"], self.row["radius_m"]
        if lon is None or lat is None:
            return "The record gives no place."
        within = f", known to {radius:g} m" if isinstance(radius, float) and radius else ""
        return f"The record gives {lon:.4f}, {lat:.4f} (longitude, latitude){within}."


def _reasons(compiled: Compiled, record: _Record, judgement: Judgement) -> Iterator[Reason]:
    """A sentence for each condition that the provision states."""
    asked, cited = questions(compiled), citations(compiled)
    for condition, truth in zip(CONDITIONS, judgement.conditions, strict=True):
        if truth is not None:
            yield Reason(
                condition,
                asked[condition],
                record.text(condition),
                _ANSWERS[truth],
                cited.get(condition, ()),
            )


def explain(
    terms: Terms,
    incidents: Incidents,
    incident_id: str,
    *,
    provisions: Sequence[str] | None = None,
    facts: Sequence[RecordedFact] = (),
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
) -> tuple[Explanation, ...]:
    """Why one incident is, or is not, a finding under each provision.

    Args:
        terms: checked terms.
        incidents: the records that hold the incident.
        incident_id: its id.
        provisions: ids of the provisions to explain; None: all of them.
        facts: as for ``assess``.
        assume: as for ``assess``.
        as_of_ms: as for ``assess``.

    Returns:
        One explanation a provision, in the order of the terms.

    Raises:
        TrucelineError: no record has the id, or no provision has one of the ids.
    """
    assessment = Assessment(terms, incidents, facts=facts, assume=assume, as_of_ms=as_of_ms, all_rows=True)
    wanted = list(terms.provisions) if provisions is None else list(provisions)
    require_provisions(terms, wanted)
    for batch in incidents.batches():
        row = pc.index(batch.column("id"), pa.scalar(incident_id)).as_py()
        if row >= 0:
            return tuple(_explained(assessment, batch.slice(row, 1), wanted))
    raise TrucelineError(f'no record has the id "{incident_id}"; {incidents.read} records were read')


def _explained(assessment: Assessment, row: pa.RecordBatch, wanted: list[str]) -> Iterator[Explanation]:
    terms = assessment.terms
    record = dict(row.to_pylist()[0])
    for name in ("start", "end"):
        record[f"{name}_ms"] = row.column(name).cast(pa.int64())[0].as_py()
    batch = assessment.coded(row)
    for provision in terms.provisions.values():
        if provision.id not in wanted:
            continue
        judge = assessment.provision(provision.id).judge
        (combination,) = assessment.combinations(batch, provision.id)
        judgement = judge.judge(combination)
        facts = assessment.facts.all_told(provision, batch)
        settling: tuple[tuple[Settling, ...], bool] = ((), True)
        if judgement.result == "possible":
            settling = Settler(judge, combination).settling()
        yield Explanation(
            str(record["id"]),
            provision.id,
            provision.title,
            judgement,
            tuple(_reasons(judge.compiled, _Record(record, terms, facts), judgement)),
            *settling,
            cites_text(provision.cite),
        )
