# SPDX-License-Identifier: Apache-2.0
"""One page that holds everything: it opens without a network and asks no host for anything.

The page is a fixed template, a style sheet and a script, which draw what a block of JSON holds. Text
of records reaches the page as JSON, which the script only ever sets as text, never as markup; the ids
of incidents that show a duty done stand in the section of duties, escaped.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from truceline.assess import FINDINGS
from truceline.reports.data import ReportData, ReportFinding, ReportIncident, ReportProvision, ReportStatement
from truceline.reports.duties import duties_section
from truceline.reports.exports import whole_file
from truceline.reports.markup import asset, clean, page_of
from truceline.terms import Terms

__all__ = ["render_report", "write_report"]

_CONDITIONS = tuple(name for name in FINDINGS.names if str(FINDINGS.field(name).type) == "int8")
_RESULTS = ("violation", "possible", "exempt")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK_FROM, _CLOCK_UNTIL = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_UNSAFE_IN_HTML = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Written as JSON escapes, so that no text can end the block that holds it or open a comment."""


def write_report(path: Path | str, terms: Terms | None, payload: ReportData) -> None:
    """Writes the page, whole or not at all; the same payload gives the same bytes.

    Args:
        path: an HTML file; what stood there is replaced only when the page is complete.
        terms: the sources in full are taken from them where the payload has none; may be None.
        payload: everything that the page shows.

    Raises:
        OutputError: the file cannot be written; nothing half-written is left.
    """
    content = render_report(payload, terms).encode()
    with whole_file(Path(path)) as temporary:
        temporary.write_bytes(content)


def render_report(payload: ReportData, terms: Terms | None = None) -> str:
    """The page as text."""
    parts = {
        "duties": duties_section(payload.duties, payload.names, payload.zone, payload.duties_as_of_ms),
        "data": _json(_values(payload, terms)),
    }
    return page_of("report", payload.title, "findings", parts, script=asset("report.js"))


def _json(values: object) -> str:
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return clean(text).translate(_UNSAFE_IN_HTML)


class _Table:
    """Distinct values by number, in the order in which they were first seen."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.values: list[object] = []

    def number(self, value: object) -> int:
        key = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def _values(payload: ReportData, terms: Terms | None) -> Mapping[str, object]:
    outlines, lists = _Table(), _Table()
    lists.number([])
    return {
        "title": payload.title,
        "terms": {
            "id": payload.terms_id,
            "digest": payload.terms_digest,
            "zone": payload.zone,
            "known": payload.as_known_at,
        },
        "engine": payload.engine,
        "clock": _clock(payload),
        "conditions": list(_CONDITIONS),
        "provisions": [_provision(provision) for provision in payload.provisions],
        "areas": [
            {"id": area.id, "name": area.name, "inner": area.inner, "outer": area.outer}
            for area in payload.areas
        ],
        "incidents": _incidents(payload.incidents, outlines, lists),
        "findings": _findings(payload.findings, lists),
        "statements": {name: _statement(one) for name, one in payload.statements.items()},
        "outlines": outlines.values,
        "lists": lists.values,
        "summary": {
            "read": payload.read,
            "rejected": payload.rejected,
            "certain": payload.incidents_certain,
            "possible": payload.incidents_possible,
            "left": payload.left_out,
        },
        "unmapped": sorted(payload.unmapped, key=lambda item: (-item[1], item[0])),
        "names": dict(payload.names),
        "codes": dict(payload.codes),
        "citations": dict(payload.citations) or _citations(terms),
        "aside": [list(item) for item in payload.not_assessed],
        "notes": list(payload.notes),
    }


def _citations(terms: Terms | None) -> dict[str, str]:
    """Each source of the terms in one line."""
    if terms is None:
        return {}
    return {
        citation.id: ", ".join(filter(None, (citation.title, citation.publisher, citation.date)))
        for citation in terms.citations.values()
    }


def _provision(provision: ReportProvision) -> Mapping[str, object]:
    return {
        "id": provision.id,
        "title": provision.title,
        "words": provision.words,
        "language": provision.language,
        "reading": provision.reading,
        "cite": provision.citations,
        "standing": provision.standing,
        "force": provision.in_force,
        "asked": dict(provision.asked),
        "cited": dict(provision.cited),
        "exceptions": dict(provision.exceptions),
        "certain": provision.certain,
        "possible": provision.possible,
        "exempt": provision.exempt,
        "assumed": provision.is_assumed,
    }


def _statement(statement: ReportStatement) -> Mapping[str, object]:
    return {
        "context": [statement.before, statement.words, statement.after],
        "speaker": statement.speaker,
        "verb": statement.verb,
        "via": list(statement.via),
        "source": [part for part in (statement.outlet, statement.title, statement.published) if part],
        "file": statement.file,
        "digest": statement.digest,
        "span": [statement.start, statement.end],
        "denials": [list(denial) for denial in statement.denials],
    }


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, digits)


def _incidents(
    incidents: Sequence[ReportIncident], outlines: _Table, lists: _Table
) -> Mapping[str, Sequence[object]]:
    """Incidents column by column."""
    return {
        "id": [incident.id for incident in incidents],
        "start": [incident.start_ms for incident in incidents],
        "end": [incident.end_ms for incident in incidents],
        "lon": [_number(incident.lon, 6) for incident in incidents],
        "lat": [_number(incident.lat, 6) for incident in incidents],
        "radius": [_number(incident.radius_m, 1) for incident in incidents],
        "outline": [None if i.outline is None else outlines.number(i.outline) for i in incidents],
        "area": [incident.area for incident in incidents],
        "act": [incident.act for incident in incidents],
        "weapon": [incident.weapon for incident in incidents],
        "by": [incident.by for incident in incidents],
        "against": [incident.against for incident in incidents],
        "either": [int(incident.is_either) for incident in incidents],
        "fatalities": [lists.number(list(incident.fatalities)) for incident in incidents],
        "reports": [lists.number(list(incident.reports)) for incident in incidents],
        "text": [incident.text for incident in incidents],
    }


def _findings(findings: Sequence[ReportFinding], lists: _Table) -> Mapping[str, Sequence[object]]:
    """Findings column by column; the conditions of each as one string, ``-`` where not stated."""

    def conditions(finding: ReportFinding) -> str:
        values = (finding.conditions.get(name) for name in _CONDITIONS)
        return "".join("-" if value is None else str(int(value)) for value in values)

    return {
        "incident": [finding.incident for finding in findings],
        "provision": [finding.provision for finding in findings],
        "result": [_RESULTS.index(finding.result) for finding in findings],
        "conditions": [conditions(finding) for finding in findings],
        "parties": [lists.number(list(finding.parties)) for finding in findings],
        "parties_possible": [lists.number(list(finding.parties_possible)) for finding in findings],
        "presumed": [lists.number(list(finding.presumed)) for finding in findings],
        "exceptions": [lists.number(list(finding.exceptions)) for finding in findings],
        "answering": [lists.number(list(finding.answering)) for finding in findings],
        "answering_possible": [lists.number(list(finding.answering_possible)) for finding in findings],
        "by_text": [lists.number(list(finding.by_text)) for finding in findings],
        "facts": [lists.number(list(finding.recorded.get("facts", ()))) for finding in findings],
        "unless": [lists.number(list(finding.recorded.get("unless", ()))) for finding in findings],
        "settling": [lists.number(list(map(list, finding.settling))) for finding in findings],
        "left": [finding.settling_left for finding in findings],
    }


def _instants(payload: ReportData) -> Iterable[int]:
    for incident in payload.incidents:
        yield from (at for at in (incident.start_ms, incident.end_ms) if at is not None)
    for provision in payload.provisions:
        for period in (*provision.standing, *provision.in_force):
            yield from (at for at in (period[0], period[1]) if at is not None)


def _clock(payload: ReportData) -> list[tuple[int, float]]:
    """The zone's offset from UTC in minutes, from each instant on, over the time that the page shows.

    The script needs no calendar of zones of its own, whose edition would depend on the browser.
    """
    zone = ZoneInfo(payload.zone)
    instants = list(_instants(payload))
    first = max(_CLOCK_FROM, _EPOCH + timedelta(milliseconds=_bounded(min(instants, default=0)), days=-400))
    last = min(_CLOCK_UNTIL, _EPOCH + timedelta(milliseconds=_bounded(max(instants, default=0)), days=400))

    def offset(at: datetime) -> float:
        shift = at.astimezone(zone).utcoffset()
        return 0.0 if shift is None else shift.total_seconds() / 60

    changes = [(_ms(first), offset(first))]
    at = first
    while at < last:
        after = at + timedelta(days=7)
        if offset(after) != offset(at):
            low, high = at, after
            while high - low > timedelta(milliseconds=1000):
                middle = low + (high - low) / 2
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            changes.append((-(-_ms(low) // 60_000) * 60_000, offset(after)))
        at = after
    return changes


def _bounded(at_ms: int) -> int:
    return min(max(at_ms, _ms(_CLOCK_FROM)), _ms(_CLOCK_UNTIL))


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
