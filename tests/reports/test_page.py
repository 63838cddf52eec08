# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reports.synthetic import HOSTILE, START_MS, synthetic_report
from truceline.errors import OutputError
from truceline.reports import ReportData, ReportIncident, render_report, write_report

_BLOCK = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def _held(page: str) -> dict[str, Any]:
    match = _BLOCK.search(page)
    assert match is not None
    held: dict[str, Any] = json.loads(match.group(1))
    return held


def _empty() -> ReportData:
    return ReportData(title="Empty", terms_id="t", terms_digest="0", engine="0")


def test_the_same_payload_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_report(tmp_path / name, None, synthetic_report(300))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_holds_what_was_given() -> None:
    payload = synthetic_report(300)
    held = _held(render_report(payload))
    assert held["title"] == payload.title
    assert held["incidents"]["id"] == [incident.id for incident in payload.incidents]
    assert len(held["findings"]["result"]) == 300
    first = payload.findings[0]
    places = [held["conditions"].index(name) for name in ("by", "against", "weapons")]
    stated = [held["findings"]["conditions"][0][place] for place in places]
    assert stated == ["2", str(first.conditions["against"]), "-"]


def test_hostile_text_stays_inside_its_block_and_comes_out_whole() -> None:
    page = render_report(synthetic_report(20, hostile=True))
    assert page.lower().count("<script") == 2
    assert page.lower().count("</script") == 2
    assert "<!--" not in page
    assert "<img" not in page
    assert "&lt;/script&gt;" in page  # the title, the one text that stands in markup
    held = _held(page)
    assert held["title"] == HOSTILE
    assert held["incidents"]["text"][0] == HOSTILE + "\ufffd"


def test_the_policy_names_the_very_style_and_script_and_lets_nothing_else_load() -> None:
    page = render_report(synthetic_report(5))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    for kind, tag in (("style", "<style>"), ("script", "<script>")):
        text = page.split(tag, 1)[1].split(f"</{kind}>", 1)[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy.group(1)
    assert policy.group(1).startswith("default-src 'none'")
    assert "unsafe" not in policy.group(1)


def test_the_page_names_no_host() -> None:
    page = render_report(synthetic_report(50))
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"']*", _BLOCK.sub("", page)))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b", page)


def test_it_says_what_it_is_not_and_that_coverage_is_not_recorded() -> None:
    page = render_report(synthetic_report(5))
    assert "It protects, it does not aim." in page
    assert "A finding is not a ruling" in page
    assert "days and places without findings are unknown, not quiet" in page


def test_what_is_not_finite_is_missing() -> None:
    incident = ReportIncident("x", lon=float("nan"), lat=float("inf"), radius_m=float("nan"))
    held = _held(render_report(replace(_empty(), incidents=(incident,))))
    assert [held["incidents"][name] for name in ("lon", "lat", "radius")] == [[None], [None], [None]]


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("UTC", [0]),
        ("Asia/Damascus", [2, 3, 2]),
        ("Asia/Kathmandu", [5.75]),
        ("America/New_York", [-5, -4, -5]),
    ],
)
def test_the_clock_follows_the_zone(zone: str, hours: list[float]) -> None:
    incident = ReportIncident("x", start_ms=START_MS, end_ms=START_MS)
    held = _held(render_report(replace(_empty(), zone=zone, incidents=(incident,))))
    offsets = [minutes / 60 for _, minutes in held["clock"]]
    around = [k for k, (at, _) in enumerate(held["clock"]) if at <= START_MS]
    assert offsets[around[-1] : around[-1] + len(hours)] == hours


def test_the_clock_changes_at_the_minute_at_which_the_zone_does() -> None:
    incident = ReportIncident("x", start_ms=START_MS, end_ms=START_MS)
    held = _held(render_report(replace(_empty(), zone="Asia/Damascus", incidents=(incident,))))
    assert [1_458_856_800_000, 180] in held["clock"]  # 24 March 2016, 22:00 UTC


def test_names_nobody_mapped_come_most_frequent_first() -> None:
    payload = replace(_empty(), unmapped=(("b", 2), ("a", 2), ("c", 9)))
    assert _held(render_report(payload))["unmapped"] == [["c", 9], ["a", 2], ["b", 2]]


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "taken.html"
    folder.mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_report(folder, None, _empty())
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(Path("/proc/report.html"), None, _empty())
    assert list(tmp_path.iterdir()) == [folder]


def test_a_page_that_fails_half_way_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        write_report(path, None, _empty())
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text() == "old"


def test_fifteen_thousand_findings_make_a_page_of_a_few_megabytes() -> None:
    assert len(render_report(synthetic_report(15_000)).encode()) < 5_000_000
