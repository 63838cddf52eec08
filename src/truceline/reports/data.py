# SPDX-License-Identifier: Apache-2.0
"""What the page shows, as plain values: it can be filled by the engine, a test or another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from truceline.assess import DutyResult
from truceline.terms import InForcePeriod, StandingPeriod

GeoJson = Mapping[str, object]
"""A GeoJSON geometry: ``type`` and ``coordinates``; longitude first, degrees."""


@dataclass(frozen=True, slots=True)
class ReportProvision:
    """A provision, with its numbers."""

    id: str
    title: str
    words: str = ""
    language: str = ""
    """BCP 47 tag of ``words``; empty when not said."""
    reading: str = ""
    citations: tuple[str, ...] = ()
    standing: tuple[StandingPeriod, ...] = ()
    in_force: tuple[InForcePeriod, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    """What each condition that it states asks, a question in words, by column of the findings."""
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The sources of single conditions, where they have their own."""
    exceptions: Mapping[str, str] = field(default_factory=dict)
    """What each exception asks, in words, by its id."""
    certain: int = 0
    """Violations."""
    possible: int = 0
    """Possible violations; the page shows the pair ``certain`` and ``certain + possible``."""
    exempt: int = 0
    is_assumed: bool = False
    """True where the assessment asked what would be if it were in force."""


@dataclass(frozen=True, slots=True)
class ReportArea:
    """An area of the terms, drawn for the eye: no finding is ever read from it."""

    id: str
    name: str
    inner: GeoJson | None = None
    """What surely belongs to it; None: nothing does, or nothing is known."""
    outer: GeoJson | None = None
    """What may belong to it, where that is more than ``inner``; the page hatches it."""


@dataclass(frozen=True, slots=True)
class ReportIncident:
    """An incident that has findings."""

    id: str
    start_ms: int | None = None
    end_ms: int | None = None
    """``[start, end)``, equal for an instant; both None where no time is known."""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    outline: GeoJson | None = None
    """Instead of a point: somewhere in it, or along it."""
    area: str = ""
    """The name of the area that the record gives as its place."""
    act: str = ""
    weapon: str = ""
    by: str = ""
    """As in the table of incidents: ``;`` joins, ``|`` separates alternatives, ids of parties or names."""
    against: str = ""
    is_either: bool = False
    """True where nobody says which side began."""
    fatalities: tuple[int | None, int | None, int | None] = (None, None, None)
    """Low, best, high."""
    reports: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """One incident under one provision."""

    incident: int
    """Position in ``ReportData.incidents``."""
    provision: int
    """Position in ``ReportData.provisions``."""
    result: str
    """``violation``, ``possible`` or ``exempt``."""
    conditions: Mapping[str, int | None]
    """0 no, 1 unknown, 2 yes, None not stated, by column of the findings."""
    parties: tuple[str, ...] = ()
    parties_possible: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    answering: tuple[str, ...] = ()
    """Parties that answer for it besides who did it."""
    answering_possible: tuple[str, ...] = ()
    by_text: tuple[str, ...] = ()
    """The result under each rival text."""
    recorded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is recorded of facts, in words, by the column of the findings that it decides."""
    settling: tuple[tuple[str, str], ...] = ()
    """Smallest sets of answers that would settle it: the answers in words, and the result they give."""
    settling_left: int | None = 0
    """How many more sets there are; None where there is too much open to look for them."""


@dataclass(frozen=True, slots=True)
class ReportStatement:
    """The words that a report of an incident leads to."""

    before: str
    """Of its paragraph, what stands before it."""
    words: str
    after: str
    speaker: str
    verb: str = ""
    via: tuple[str, ...] = ()
    """Who passed it on."""
    title: str = ""
    outlet: str = ""
    published: str = ""
    file: str = ""
    """The document, by the name under which it was read."""
    digest: str = ""
    """SHA-256 of the document."""
    start: int = 0
    """``[start, end)`` in characters of the working text."""
    end: int = 0
    denials: tuple[tuple[str, str], ...] = ()
    """Words of it that somebody denies, by an accepted claim, and the report that has the denial, by its id."""


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything on the page."""

    title: str
    terms_id: str
    terms_digest: str
    engine: str
    """Version of the engine."""
    zone: str = "UTC"
    """IANA name; times are shown on this clock."""
    as_known_at: str = ""
    provisions: tuple[ReportProvision, ...] = ()
    areas: tuple[ReportArea, ...] = ()
    incidents: tuple[ReportIncident, ...] = ()
    """Only those with findings."""
    findings: tuple[ReportFinding, ...] = ()
    read: int = 0
    rejected: int = 0
    incidents_certain: int = 0
    """Incidents with at least one violation."""
    incidents_possible: int = 0
    """Further incidents with at least one possible violation and no violation."""
    left_out: int = 0
    """Findings that are counted but not shown one by one, because there are too many for a page."""
    unmapped: tuple[tuple[str, int], ...] = ()
    """Names that no party of the terms has, with their numbers of records."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of parties and titles of facts, by id."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Definitions of the codes of acts and weapons that occur."""
    citations: Mapping[str, str] = field(default_factory=dict)
    """The sources in full, by id."""
    duties: tuple[DutyResult, ...] = ()
    duties_as_of_ms: int | None = None
    statements: Mapping[str, ReportStatement] = field(default_factory=dict)
    """Statements that reports of the incidents refer to, by id."""
    not_assessed: tuple[tuple[str, str], ...] = ()
    """Clauses that the terms set aside, with the reason."""
    notes: tuple[str, ...] = ()
