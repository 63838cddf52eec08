# SPDX-License-Identifier: Apache-2.0
"""What the page shows, gathered while an assessment runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import shapely

from truceline.assess import (
    FINDINGS,
    Assessment,
    Continuation,
    DutyResult,
    Settling,
    Settlings,
    citations,
    questions,
)
from truceline.reports.data import (
    GeoJson,
    ReportArea,
    ReportData,
    ReportFinding,
    ReportIncident,
    ReportProvision,
)
from truceline.reports.outlines import area_outlines, geojson
from truceline.reports.quotes import quoted
from truceline.sources import Reading
from truceline.terms import Terms, exception_texts, in_force_periods, standing_periods
from truceline.version import VERSION

MOST_FINDINGS = 50_000
"""Findings that the page holds one by one; further ones are counted."""

_MOST_SETTLING = 6
"""Settling sets that the page shows for one finding; ``truceline explain`` lists them all."""

_CONDITIONS = tuple(name for name in FINDINGS.names if str(FINDINGS.field(name).type) == "int8")


@dataclass
class Gathered:
    """The findings of an assessment, which pass through it, kept for the page."""

    assessment: Assessment
    run: Assessment | Continuation | None = None
    """What gives the findings, where it is not ``assessment`` itself."""
    schema: pa.Schema = field(init=False)
    _incidents: list[ReportIncident] = field(default_factory=list)
    _findings: list[ReportFinding] = field(default_factory=list)
    _outlines: dict[str, GeoJson | None] = field(default_factory=dict)
    _certain: int = 0
    _possible: int = 0
    _left_out: int = 0

    def __post_init__(self) -> None:
        self.schema = self.assessment.schema
        self._settlings = Settlings(self.assessment)
        self._provision_index = {name: order for order, name in enumerate(self.assessment.terms.provisions)}

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for incidents, findings in (self.run or self.assessment).pairs():
            self._see(incidents, findings)
            yield findings

    def _see(self, incidents: pa.RecordBatch, findings: pa.RecordBatch) -> None:
        by_incident: dict[str, list[dict[str, Any]]] = {}
        for row in findings.to_pylist():
            if row["result"] != "none":
                by_incident.setdefault(row["incident"], []).append(row)
        if not by_incident:
            return
        kept = [row for row, name in enumerate(incidents.column("id").to_pylist()) if name in by_incident]
        taken = incidents.take(pa.array(kept))
        settling = self._settling(taken, by_incident)
        bounds = [taken.column(name).cast(pa.int64()).to_pylist() for name in ("start", "end")]
        for row, start_ms, end_ms in zip(taken.to_pylist(), *bounds, strict=True):
            found = by_incident[row["id"]]
            results = {finding["result"] for finding in found}
            self._certain += "violation" in results
            self._possible += "possible" in results and "violation" not in results
            if len(self._findings) + len(found) > MOST_FINDINGS:
                self._left_out += len(found)
                continue
            for finding in found:
                told = self._recorded(taken, row["id"], finding["provision"])
                self._findings.append(self._finding(finding, len(self._incidents), settling, told))
            self._incidents.append(
                _incident(row, start_ms, end_ms, self.assessment.terms, self._outline(row["area"]))
            )

    def _outline(self, area_name: str | None) -> GeoJson | None:
        """The outline of an area that records name, drawn once."""
        if not area_name:
            return None
        if area_name not in self._outlines:
            area = self.assessment.terms.areas.get(area_name)
            shape = self.assessment.incidents.areas.get(area_name)
            if area is not None:
                shape = area_outlines(area.form, self.assessment.terms)[1]
            self._outlines[area_name] = None if shape is None else geojson(shape)
        return self._outlines[area_name]

    def _settling(
        self, incidents: pa.RecordBatch, by_incident: dict[str, list[dict[str, Any]]]
    ) -> dict[tuple[str, str], tuple[tuple[Settling, ...], bool]]:
        """The settling sets of the possible findings of a batch, by incident and provision."""
        ids = incidents.column("id").to_pylist()
        rows: dict[str, list[int]] = {}
        for order, name in enumerate(ids):
            for finding in by_incident[name]:
                if finding["result"] == "possible":
                    rows.setdefault(finding["provision"], []).append(order)
        return {
            (ids[order], provision): found
            for provision, orders in rows.items()
            for order, found in zip(
                orders, self._settlings.of(incidents.take(pa.array(orders)), provision), strict=True
            )
        }

    def _recorded(
        self, incidents: pa.RecordBatch, incident: str, provision: str
    ) -> dict[str, tuple[str, ...]]:
        """What is recorded of the facts that a finding depends on; nothing where no fact is recorded at all."""
        if not self.assessment.facts.rows:
            return {}
        row = incidents.column("id").to_pylist().index(incident)
        batch = self.assessment.coded(incidents.slice(row, 1))
        return self.assessment.facts.all_told(self.assessment.terms.provisions[provision], batch)

    def _finding(
        self,
        row: dict[str, Any],
        incident: int,
        settling: dict[tuple[str, str], tuple[tuple[Settling, ...], bool]],
        recorded: dict[str, tuple[str, ...]],
    ) -> ReportFinding:
        found, is_complete = settling.get((row["incident"], row["provision"]), ((), True))
        return ReportFinding(
            incident=incident,
            provision=self._provision_index[row["provision"]],
            result=row["result"],
            conditions={name: row[name] for name in _CONDITIONS},
            parties=tuple(row["parties"]),
            parties_possible=tuple(row["parties_possible"]),
            presumed=tuple(row["presumed"]),
            exceptions=tuple(row["exceptions"]),
            answering=tuple(row["answering"]),
            answering_possible=tuple(row["answering_possible"]),
            by_text=tuple(row["by_text"]),
            recorded=recorded,
            settling=tuple((one.text, one.gives) for one in found[:_MOST_SETTLING]),
            settling_left=max(0, len(found) - _MOST_SETTLING) if is_complete else None,
        )

    def data(
        self,
        duties: Sequence[DutyResult] = (),
        duties_as_of_ms: int | None = None,
        readings: Sequence[Reading] = (),
    ) -> ReportData:
        """Everything on the page, once the findings have passed through.

        Args:
            duties: what became of duties.
            duties_as_of_ms: as of when.
            readings: documents that reports of incidents may refer to, by the ids of their statements.
        """
        terms, summary = self.assessment.terms, self.assessment.summary
        return ReportData(
            title=terms.title,
            terms_id=terms.id,
            terms_digest=terms.digest,
            engine=VERSION,
            zone=terms.zone,
            as_known_at=terms.as_known_at,
            provisions=tuple(self._provisions()),
            areas=tuple(_areas(terms)),
            incidents=tuple(self._incidents),
            findings=tuple(self._findings),
            read=summary.read,
            rejected=summary.rejected,
            incidents_certain=self._certain,
            incidents_possible=self._possible,
            left_out=self._left_out,
            unmapped=tuple(sorted(summary.unmapped.items(), key=lambda item: (-item[1], item[0]))),
            names={
                **{party.id: party.name for party in terms.parties.values()},
                **{fact.id: fact.title for fact in terms.facts.values()},
                **{duty.id: duty.title for duty in terms.duties.values()},
            },
            codes={**terms.weapons.definitions, **terms.acts.definitions},
            citations={c.id: _source(c.title, c.publisher, c.date) for c in terms.citations.values()},
            duties=tuple(duties),
            duties_as_of_ms=duties_as_of_ms,
            statements=quoted(readings, (report for one in self._incidents for report in one.reports)),
            not_assessed=tuple(("; ".join(map(str, item.cite)), item.because) for item in terms.not_assessed),
            notes=tuple(filter(None, (terms.note, summary.left_out_text))),
        )

    def _provisions(self) -> Iterator[ReportProvision]:
        terms, summary = self.assessment.terms, self.assessment.summary
        for provision in terms.provisions.values():
            compiled = self.assessment.provision(provision.id).compiled
            yield ReportProvision(
                id=provision.id,
                title=provision.title,
                words=provision.words,
                language=provision.language,
                reading=provision.reading,
                citations=tuple(map(str, provision.cite)),
                standing=tuple(standing_periods(terms, provision, compiled.as_of_ms)),
                in_force=tuple(in_force_periods(terms, provision, compiled.as_of_ms)),
                asked=questions(compiled),
                cited=citations(compiled),
                exceptions=exception_texts(terms, provision),
                certain=summary.certain[provision.id],
                possible=summary.possible[provision.id],
                exempt=summary.exempt[provision.id],
                is_assumed=provision.id in self.assessment.assumed,
            )


def _source(title: str, publisher: str, date: str) -> str:
    return ", ".join(part for part in (title, publisher, date) if part)


def _areas(terms: Terms) -> Iterator[ReportArea]:
    for area in terms.areas.values():
        inner, outer = area_outlines(area.form, terms)
        more = outer.difference(inner) if not outer.is_empty else outer
        yield ReportArea(
            area.id,
            area.name or area.id,
            None if inner.is_empty else geojson(inner),
            None if more.is_empty else geojson(outer),
        )


def _incident(
    row: dict[str, Any], start_ms: int | None, end_ms: int | None, terms: Terms, outline: GeoJson | None
) -> ReportIncident:
    area = terms.areas.get(row["area"] or "")
    if row["geometry"]:
        outline = geojson(shapely.from_wkb(row["geometry"]))
    return ReportIncident(
        id=row["id"],
        start_ms=start_ms,
        end_ms=end_ms,
        lon=row["lon"],
        lat=row["lat"],
        radius_m=row["radius_m"],
        outline=outline,
        area=(area.name or area.id) if area is not None else row["area"] or "",
        act=row["act"] or "",
        weapon=row["weapon"] or "",
        by=row["by"] or "",
        against=row["against"] or "",
        is_either=row["roles"] == "either",
        fatalities=(row["fatalities_low"], row["fatalities"], row["fatalities_high"]),
        reports=tuple(row["reports"] or ()),
        text=row["text"] or "",
    )
