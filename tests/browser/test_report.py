# SPDX-License-Identifier: Apache-2.0
"""The report in a real browser, read and worked as a person would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from browser.chromium import Browser, chromium
from reports.synthetic import HOSTILE, synthetic_report
from truceline.assess import assess
from truceline.records import read_incidents
from truceline.reports import Gathered, ReportData, ReportStatement, write_report
from truceline.terms import load_terms

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium()
    profile = tmp_path_factory.mktemp("profile")
    with Browser(profile) as opened:
        yield opened
    shutil.rmtree(profile, ignore_errors=True)


def _page(tmp_path: Path, payload: ReportData) -> Path:
    path = tmp_path / "report.html"
    write_report(path, None, payload)
    return path


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    """A page of 400 findings at desktop width."""
    browser.resize(1280, 900)
    browser.requests.clear()
    browser.complaints.clear()
    browser.open(_page(tmp_path, synthetic_report(400)))
    return browser


def _matches(page: Browser) -> str:
    text: str = page.value("document.getElementById('matches').textContent")
    return text


def _search(page: Browser, text: str) -> None:
    page.value(
        f"(document.getElementById('search').focus(), document.getElementById('search').value = {text!r})"
    )
    page.press("Enter")


def test_the_page_asks_no_host_for_anything_and_breaks_none_of_its_own_rules(page: Browser) -> None:
    page.settle()
    assert [address for address in page.requests if not address.startswith(("file:", "data:"))] == []
    assert page.complaints == []


def test_counts_are_pairs(page: Browser) -> None:
    labels = page.value(
        "[...document.querySelectorAll('#counts .count:nth-child(-n+2) dt')].map((n) => n.textContent)"
    )
    assert labels == ["certain", "certain + possible"] * 2
    assert "certain + possible" in _matches(page)


def test_hostile_text_is_shown_and_never_run(browser: Browser, tmp_path: Path) -> None:
    browser.complaints.clear()
    browser.open(_page(tmp_path, synthetic_report(20, hostile=True)))
    assert browser.value("document.title") == f"{HOSTILE}: findings"
    assert browser.value("document.querySelector('h1').textContent") == HOSTILE
    assert browser.value("document.querySelectorAll('img, #findings script').length") == 0
    _search(browser, "owned")
    browser.value("document.querySelector('.open-button').click()")
    assert browser.value("document.querySelector('.report-text').textContent").startswith(HOSTILE)
    assert browser.complaints == []


def test_search_finds_words_and_says_so(page: Browser) -> None:
    _search(page, "made-00007")
    assert _matches(page).startswith(("1 to 1 of 1 finding:", "1 to 2 of 2 findings:"))
    _search(page, "nothing has this text")
    assert _matches(page) == "No finding fits what you chose."
    page.value("document.getElementById('clear').click()")
    assert "of 400 findings" in _matches(page)


def test_search_reads_past_arabic_vowel_signs(page: Browser) -> None:
    _search(page, "قَصْف")
    assert not _matches(page).startswith("No finding")


def test_a_heading_sorts_and_says_so(page: Browser) -> None:
    sort = "document.querySelectorAll('#table thead button')[3]"
    cells = "[...document.querySelectorAll('#table .r td:nth-child(4)')].map((n) => n.textContent)"
    page.value(f"{sort}.click()")
    assert page.value(f"{sort}.parentElement.getAttribute('aria-sort')") == "ascending"
    first = page.value(cells)
    assert first == sorted(first)
    page.value(f"{sort}.click()")
    assert page.value(f"{sort}.parentElement.getAttribute('aria-sort')") == "descending"
    assert page.value(cells)[0] == "made-00265"


def test_a_finding_opens_to_its_reasons_by_keyboard(page: Browser) -> None:
    page.value("document.querySelector('.open-button').focus()")
    page.press("Enter")
    assert page.value("document.activeElement.getAttribute('aria-expanded')") == "true"
    rows = page.value("[...document.querySelectorAll('.why tbody tr')].map((n) => n.textContent)")
    assert len(rows) == 7
    assert all(row.endswith(("yes", "no", "unknown")) for row in rows)
    page.press("Enter")
    assert page.value("document.querySelectorAll('.detail').length") == 0


def test_everything_can_be_reached_with_the_tab_key_in_the_order_of_the_page(page: Browser) -> None:
    page.value("document.body.focus()")
    seen = []
    for _ in range(60):
        page.press("Tab")
        seen.append(
            page.value(
                "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"
            )
        )
    order = [
        seen.index(name)
        for name in ("skip", "from", "map", "zoom-in", "bin", "search", "size", "open-button")
    ]
    assert order == sorted(order)


def test_a_filter_narrows_the_findings(page: Browser) -> None:
    page.value(
        "document.getElementById('result-possible').click(); document.getElementById('result-exempt').click()"
    )
    results = page.value(
        "[...new Set([...document.querySelectorAll('#table .open-button')].map((n) => n.children[2].textContent))]"
    )
    assert results == ["violation"]
    page.value("document.getElementById('none').click()")
    assert _matches(page) == "No finding fits what you chose."


def test_a_day_is_chosen_on_the_time_line(page: Browser) -> None:
    bar = "document.querySelectorAll('#time .hit')[3]"
    title = page.value(f"{bar}.querySelector('title').textContent")
    page.value(f"{bar}.dispatchEvent(new MouseEvent('click'))")
    assert page.value("document.getElementById('from').value").startswith("2016-03")
    assert "certain + possible" in title
    assert "of 400 findings" not in _matches(page)


def test_the_map_is_worked_with_the_keyboard(page: Browser) -> None:
    page.value("document.getElementById('map').focus()")
    page.press("+", "+", "ArrowLeft", "Enter")
    said = page.value("document.getElementById('map-said').textContent")
    assert said.endswith("The table shows only these.")
    assert "at the place chosen on the map" in page.value("document.getElementById('chosen').textContent")
    page.press("Escape")
    assert "of 400 findings" in _matches(page)


def test_a_click_on_a_mark_keeps_its_incidents(page: Browser) -> None:
    page.value("document.getElementById('map').scrollIntoView({ block: 'center' })")
    page.settle()
    page.value("document.getElementById('map').focus()")
    page.press("Enter", "Escape")  # brings a mark to the middle and lets it go
    page.settle()
    box = page.value(
        "(({ x, y, width, height }) => [x + width / 2, y + height / 2])(document.getElementById('map').getBoundingClientRect())"
    )
    page.click(*box)
    assert "at the place chosen on the map" in page.value("document.getElementById('chosen').textContent")


def test_the_wheel_scrolls_past_the_map_until_it_is_clicked(page: Browser) -> None:
    page.value("document.getElementById('map').scrollIntoView({ block: 'center' })")
    page.settle()
    before = page.value("scrollY")
    x, y = page.value(
        "(({ x, y }) => [x + 40, y + 40])(document.getElementById('map').getBoundingClientRect())"
    )
    page.wheel(x, y, 120)
    page.wait(f"scrollY > {before}")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844), (320, 640)])
def test_nothing_is_wider_than_the_window(page: Browser, width: int, height: int) -> None:
    page.resize(width, height)
    page.value("document.querySelector('.open-button').click()")
    page.settle()
    assert page.value("document.documentElement.scrollWidth") == width


def test_colours_stand_out_in_light_and_dark(page: Browser) -> None:
    contrast = """(() => {
      const style = getComputedStyle(document.documentElement), value = (name) => style.getPropertyValue('--' + name).trim();
      const linear = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      const part = (hex, k) => linear(parseInt(hex.slice(2 * k + 1, 2 * k + 3), 16) / 255);
      const light = (hex) => 0.2126 * part(hex, 0) + 0.7152 * part(hex, 1) + 0.0722 * part(hex, 2);
      const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
      const inks = ['certain', 'possible', 'exempt', 'soft', 'ink', 'accent'], papers = ['paper', 'row', 'ground'];
      return inks.flatMap((ink) => papers.map((paper) => ratio(value(ink), value(paper))));
    })()"""
    for scheme in ("light", "dark"):
        page.media(prefers_color_scheme=scheme)
        assert min(page.value(contrast)) >= 4.5, scheme
    page.media()


def test_it_prints(page: Browser, tmp_path: Path) -> None:
    assert page.print(tmp_path / "report.pdf") > 20_000
    assert page.value("document.documentElement.classList.contains('printing')") is False


def test_an_empty_report_says_that_it_is_not_quiet(browser: Browser, tmp_path: Path) -> None:
    browser.complaints.clear()
    browser.open(_page(tmp_path, ReportData(title="Empty", terms_id="t", terms_digest="0", engine="0")))
    assert "does not mean that nothing happened" in _matches(browser)
    assert browser.complaints == []


def test_fifteen_thousand_findings_stay_smooth(browser: Browser, tmp_path: Path) -> None:
    browser.resize(1280, 900)
    browser.open(_page(tmp_path, synthetic_report(15_000)))
    took = """(async (work) => {
      const begin = performance.now(); work();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - begin;
    })"""
    field = "document.getElementById('search')"
    type_ = f"() => {{ {field}.value = 'lake'; {field}.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter' }})); }}"
    clicks = (
        "document.querySelectorAll('#table thead button')[3]",
        "document.getElementById('zoom-in')",
        "document.getElementById('next')",
    )
    for work in (type_, *(f"() => {button}.click()" for button in clicks)):
        assert browser.value(f"{took}({work})") < 2_000, work  # a busy machine; idle, each takes a tenth
    assert browser.value("document.querySelectorAll('#table .r').length") == 50


def test_the_example_is_drawn_whole(browser: Browser, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "syria-2016"
    if not (example / "terms.yaml").exists():
        pytest.skip("the example is not here: examples/syria-2016")
    terms = load_terms(example / "terms.yaml")
    gathered = Gathered(assess(terms, read_incidents([example / "incidents.csv"], terms)))
    findings = sum(batch.num_rows for batch in gathered)
    path = tmp_path / "report.html"
    write_report(path, terms, gathered.data())
    browser.resize(1280, 900)
    browser.complaints.clear()
    browser.open(path)
    assert f"of {findings} findings" in _matches(browser)
    assert browser.value("document.querySelectorAll('#provisions tbody tr').length") == len(terms.provisions)
    browser.value("document.querySelector('.open-button').click()")
    assert browser.value("document.querySelectorAll('.why tbody tr').length") >= 5
    settling = browser.value("[...document.querySelectorAll('.settling li')].map((n) => n.textContent)")
    assert settling
    assert all(line.endswith(("→ a violation", "→ no violation")) for line in settling)
    assert browser.complaints == []


def test_a_finding_leads_in_two_clicks_to_the_words_it_rests_on(browser: Browser, tmp_path: Path) -> None:
    statement = ReportStatement(
        "“", "Shells fell on the mill", ",” she said.", "Ana Reyes, the miller", "said"
    )
    payload = synthetic_report(3)
    incident = replace(payload.incidents[payload.findings[0].incident], reports=("4f2a-s1", "elsewhere 7"))
    incidents = tuple(
        incident if at == payload.findings[0].incident else one for at, one in enumerate(payload.incidents)
    )
    browser.resize(1280, 900)
    browser.complaints.clear()
    browser.open(_page(tmp_path, replace(payload, incidents=incidents, statements={"4f2a-s1": statement})))
    _search(browser, "4f2a-s1")
    browser.value("document.querySelector('.open-button').click()")
    shown = "document.querySelector('.statement blockquote').checkVisibility()"
    assert browser.value(shown) is False
    browser.value("document.querySelector('.statement summary').click()")
    assert browser.value(shown) is True
    assert browser.value("document.querySelector('.statement mark').textContent") == statement.words
    assert "elsewhere 7" in browser.value("document.querySelector('.detail').textContent")
    assert browser.complaints == []


def test_a_denial_stands_below_the_report_that_it_denies_with_its_words_a_click_away(
    browser: Browser, tmp_path: Path
) -> None:
    denied = ReportStatement(
        "", "Shells fell on the mill", "", "Ana Reyes", denials=(("Shells fell on the mill", "77aa-s1"),)
    )
    denial = ReportStatement("", "We did not shell the mill", "", "Arvid Stenn, the general")
    payload = synthetic_report(3)
    at = payload.findings[0].incident
    incidents = tuple(
        replace(one, reports=("4f2a-s1",)) if number == at else one
        for number, one in enumerate(payload.incidents)
    )
    browser.resize(1280, 900)
    browser.complaints.clear()
    statements = {"4f2a-s1": denied, "77aa-s1": denial}
    browser.open(_page(tmp_path, replace(payload, incidents=incidents, statements=statements)))
    _search(browser, "4f2a-s1")
    browser.value("document.querySelector('.open-button').click()")
    summary = "document.querySelectorAll('.statement summary')[1]"
    assert browser.value(f"{summary}.textContent").startswith("denied by Arvid Stenn, the general")
    assert browser.value(f"{summary}.checkVisibility()") is True
    browser.value(f"{summary}.click()")
    assert browser.value("document.querySelectorAll('.statement mark')[1].checkVisibility()") is True
    assert browser.complaints == []


def test_without_any_place_there_is_no_map_and_a_line_says_why(browser: Browser, tmp_path: Path) -> None:
    payload = synthetic_report(3)
    nowhere = tuple(
        replace(one, lon=None, lat=None, radius_m=None, outline=None) for one in payload.incidents
    )
    browser.complaints.clear()
    browser.open(_page(tmp_path, replace(payload, incidents=nowhere, areas=())))
    shown = "['mapbox', 'legend', 'map-keys', 'areas-box'].filter((id) => document.getElementById(id).checkVisibility())"
    assert browser.value(shown) == []
    told = browser.value("document.getElementById('unplaced').textContent")
    assert (
        told
        == "There is no map: neither an incident nor an area of the terms has a place that could be drawn."
    )
    assert browser.complaints == []
    browser.open(_page(tmp_path, payload))
    assert "mapbox" in browser.value(shown)


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_a_digest_in_an_opened_finding_is_whole(browser: Browser, width: int, tmp_path: Path) -> None:
    statement = ReportStatement(
        "“", "Shells fell on the mill", ",” she said.", "Ana Reyes, the miller", "said", digest="4f2a" * 16
    )
    payload = synthetic_report(3)
    incidents = tuple(replace(one, reports=("4f2a-s1",)) for one in payload.incidents)
    browser.resize(width, 900)
    browser.open(_page(tmp_path, replace(payload, incidents=incidents, statements={"4f2a-s1": statement})))
    browser.value("document.querySelector('.open-button').click()")
    browser.value("document.querySelector('.statement summary').click()")
    browser.settle()
    digest = "document.querySelector('.statement .soft .id').getBoundingClientRect().right"
    cell = "document.querySelector('.detail .inner').getBoundingClientRect().right"
    assert browser.value(f"{digest} <= {cell}") is True
