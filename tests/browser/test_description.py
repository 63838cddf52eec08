# SPDX-License-Identifier: Apache-2.0
"""The terms in plain words, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.chromium import Browser, chromium
from shared_data import ROOT
from truceline.reports import write_description
from truceline.terms import load_terms

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium()
    profile = tmp_path_factory.mktemp("profile")
    path = tmp_path_factory.mktemp("page") / "told.html"
    write_description(path, load_terms(ROOT / "examples" / "syria-2016" / "terms.yaml"), "html")
    with Browser(profile) as opened:
        opened.open(path)
        yield opened
    shutil.rmtree(profile, ignore_errors=True)


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
def test_nothing_is_wider_than_the_window(page: Browser, width: int) -> None:
    page.resize(width, 900)
    page.settle()
    assert page.value("document.documentElement.scrollWidth") == width
    wide = page.value(
        "[...document.querySelectorAll('p, li, td, h1, h2, h3')]"
        f".filter((e) => e.getBoundingClientRect().right > {width}).map((e) => e.textContent.slice(0, 40))"
    )
    assert wide == []


def test_the_page_asks_no_host_for_anything_and_breaks_none_of_its_own_rules(page: Browser) -> None:
    assert [request for request in page.requests if not request.startswith("file:")] == []
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 390])
def test_letters_in_the_drawings_can_be_read(page: Browser, width: int) -> None:
    page.resize(width, 900)
    page.settle()
    heights = page.value(
        "[...document.querySelectorAll('.time text, .map .m-number')].map((e) => e.getBoundingClientRect().height)"
    )
    assert len(heights) > 30
    assert min(heights) >= 9


def test_a_label_of_the_time_line_ends_inside_the_drawing(page: Browser) -> None:
    page.resize(390, 900)
    page.settle()
    right = page.value(
        "Math.max(...[...document.querySelectorAll('.time svg text')].map((e) => e.getBoundingClientRect().right))"
    )
    assert right <= page.value("document.querySelector('.time').getBoundingClientRect().right")


def test_a_source_in_brackets_leads_to_the_list_of_sources(page: Browser) -> None:
    page.value("document.querySelector('#provision-access .ref a').click()")
    assert page.value("document.querySelector(':target td').textContent") == "[statement]"


def test_the_page_can_be_printed(page: Browser, tmp_path: Path) -> None:
    assert page.print(tmp_path / "told.pdf") > 20_000
