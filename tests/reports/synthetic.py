# SPDX-License-Identifier: Apache-2.0
"""Made-up report data of any size, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from truceline.reports import ReportArea, ReportData, ReportFinding, ReportIncident, ReportProvision

DAY_MS = 86_400_000
_FIRST = datetime(2016, 2, 27, tzinfo=ZoneInfo("Asia/Damascus"))
START_MS = int(_FIRST.timestamp() * 1000)
HOSTILE = (
    "</script><script>document.title='owned'</script><!-- <img src=x onerror=\"document.title='owned'\">"
    " {{style}} & \u2028 \u202e"
)
"""Text that breaks pages which paste it as markup."""
ARABIC = "قصف مدفعي على أطراف المدينة"
_PARTIES = {
    "armed-forces": "Armed forces of the north",
    "river-brigade": "River brigade",
    "lake-front": "Lake front",
    "allied-air": "Allied air command",
    "guards": "الحرس المحلي",
}
_ACTS = {
    "attack": "any attack",
    "attack.air": "an attack from the air",
    "attack.ground.artillery": "an attack by artillery or mortar",
    "fire.small-arms": "fire from small arms",
}
_TOWNS = [(36.2 + 0.37 * (k % 9), 33.1 + 0.41 * (k // 9)) for k in range(72)]


def _square(lon: float, lat: float, half: float) -> dict[str, object]:
    ring = [[lon - half, lat - half], [lon + half, lat - half * 0.8], [lon + half * 0.9, lat + half]]
    ring += [[lon - half * 0.7, lat + half * 1.1], ring[0]]
    return {"type": "Polygon", "coordinates": [ring]}


def _provisions() -> tuple[ReportProvision, ...]:
    end = START_MS + 60 * DAY_MS
    return (
        ReportProvision(
            id="cease-attacks",
            title="Cease attacks with any weapon",
            words="To cease attacks with any weapons, including rockets, mortars and guided missiles.",
            language="en",
            reading="Read as binding every party that accepted.",
            citations=("statement, annex.attacks",),
            standing=((START_MS - 5 * DAY_MS, START_MS, "proposed"), (START_MS, None, "in force")),
            in_force=((START_MS, None, True),),
            asked={"by": "Was it done by a bound party?", "in": "Was it in the country?"},
            exceptions={"self-defence": "the party answered an attack, and in proportion"},
        ),
        ReportProvision(
            id="silence-valley",
            title="Silence in the upper valley",
            citations=("centre",),
            standing=((START_MS + 10 * DAY_MS, None, "in force"),),
            in_force=(
                (START_MS + 10 * DAY_MS, START_MS + 10 * DAY_MS + 3_600_000, False),
                (START_MS + 10 * DAY_MS + 3_600_000, START_MS + 40 * DAY_MS, True),
            ),
        ),
        ReportProvision(
            id="spare-hospitals",
            title="Spare hospitals and those who work in them",
            words=ARABIC,
            language="ar",
            standing=(
                (START_MS, START_MS + 30 * DAY_MS, "in force"),
                (START_MS + 30 * DAY_MS, end, "suspended"),
            ),
            in_force=((START_MS, START_MS + 30 * DAY_MS, True),),
        ),
        ReportProvision(
            id="no-flights",
            title="No flights over the lake",
            standing=(
                (START_MS, START_MS + 20 * DAY_MS, "proposed"),
                (START_MS + 20 * DAY_MS, None, "rejected"),
            ),
        ),
    )


def _incident(number: int, dice: random.Random) -> ReportIncident:
    lon, lat = dice.choice(_TOWNS)
    first = _FIRST + timedelta(days=dice.randrange(0, 90))
    start = int(first.timestamp() * 1000)
    end = int((first + timedelta(days=dice.choice([1, 1, 1, 1, 3, 7]))).timestamp() * 1000)
    kind = dice.random()
    return ReportIncident(
        id=f"made-{number:05d}",
        start_ms=None if kind > 0.98 else start + 37_000_000 if kind < 0.1 else start,
        end_ms=None if kind > 0.98 else start + 37_000_000 if kind < 0.1 else end,
        lon=None if 0.9 < kind < 0.93 else round(lon + dice.gauss(0, 0.03), 4),
        lat=None if 0.9 < kind < 0.93 else round(lat + dice.gauss(0, 0.03), 4),
        radius_m=dice.choice([None, 500.0, 2_000.0, 5_000.0, 15_000.0]),
        act=dice.choice([*_ACTS, ""]),
        by=dice.choice(
            ["armed-forces", "river-brigade;lake-front", "armed-forces|allied-air", "", "Unlisted group"]
        ),
        against=dice.choice(["river-brigade", "lake-front", "guards", ""]),
        is_either=dice.random() < 0.3,
        fatalities=(0, dice.randrange(0, 4), 9) if dice.random() < 0.4 else (None, None, None),
        reports=(f"bulletin {number % 40}",),
        text=ARABIC
        if number % 7 == 0
        else f"Shelling was reported near town {number % 72}, nobody says by whom.",
    )


def _finding(number: int, incidents: int, dice: random.Random) -> ReportFinding:
    result = dice.choices(["violation", "possible", "exempt"], [2, 7, 1])[0]
    truth = 2 if result != "possible" else 1
    conditions = {"by": 2, "against": truth, "acts": 2, "in": truth, "during": 2, "standing": 2, "unless": 0}
    if result == "exempt":
        conditions["unless"] = 2
    return ReportFinding(
        incident=number % incidents,
        provision=number // incidents % 4,
        result=result,
        conditions={**conditions, "weapons": None, "crosses": None, "facts": None},
        parties=("armed-forces",) if result == "violation" else (),
        parties_possible=("river-brigade",) if result == "possible" else (),
        presumed=("attacked-first",) if number % 5 == 0 else (),
        exceptions=("self-defence",) if result == "exempt" else (),
    )


def synthetic_report(findings: int = 200, *, seed: int = 2016, hostile: bool = False) -> ReportData:
    """A report with so many findings; ``hostile`` puts text that breaks careless pages into every field."""
    dice = random.Random(seed)
    count = max(1, findings * 2 // 3)
    incidents = [_incident(number, dice) for number in range(count)]
    made = [_finding(number, count, dice) for number in range(findings)]
    provisions = []
    for index, provision in enumerate(_provisions()):
        results = [finding.result for finding in made if finding.provision == index]
        provisions.append(_counted(provision, results))
    titled = "Truce of the upper valley, 2016"
    areas: tuple[ReportArea, ...] = (
        ReportArea("valley", "Upper valley", _square(37.2, 34.4, 0.3), _square(37.2, 34.4, 0.55)),
        ReportArea("country", "The country", _square(37.8, 34.8, 2.1)),
        ReportArea("nowhere", "Nowhere"),
    )
    if hostile:
        incidents[0] = ReportIncident(
            HOSTILE, START_MS, START_MS, 37.0, 34.0, 10.0, None, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
            reports=(HOSTILE,), text=HOSTILE + "\ud800",
        )  # fmt: skip
        titled = HOSTILE
        areas = (*areas, ReportArea(HOSTILE, HOSTILE, _square(36, 34, 0.2)))
    best: dict[int, int] = {}
    for finding in made:
        rank = ("violation", "possible", "exempt").index(finding.result)
        best[finding.incident] = min(rank, best.get(finding.incident, 2))
    return ReportData(
        title=titled,
        terms_id="valley-2016",
        terms_digest="5d" * 32,
        engine="0.1.0",
        zone="Asia/Damascus",
        as_known_at="2016-09-30",
        provisions=tuple(provisions),
        areas=areas,
        incidents=tuple(incidents),
        findings=tuple(made),
        read=findings * 2,
        rejected=3,
        incidents_certain=sum(rank == 0 for rank in best.values()),
        incidents_possible=sum(rank == 1 for rank in best.values()),
        unmapped=tuple((f"Group {k} of the hills", 400 - 17 * k) for k in range(22))
        + ((HOSTILE, 1),) * hostile,
        names={**_PARTIES, "attacked-first": "the party answered an attack"},
        codes=_ACTS,
        citations={
            "statement": "Joint statement, the co-chairs, 2016-02-22",
            "centre": "Announcement, the centre",
        },
        not_assessed=(("statement, annex.talks", "readiness to negotiate has no observable act"),),
        notes=("Made-up records for a test.",),
    )


def _counted(provision: ReportProvision, results: list[str]) -> ReportProvision:
    return replace(
        provision,
        certain=results.count("violation"),
        possible=results.count("possible"),
        exempt=results.count("exempt"),
    )
