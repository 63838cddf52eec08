# SPDX-License-Identifier: Apache-2.0
"""The page of origins in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from browser.chromium import Browser, chromium
from shared_data import ROOT
from truceline.reports import write_origins_page
from truceline.sources import HowToRead, find_origins, read_about, read_all

EXAMPLE = ROOT / "examples" / "four-outlets"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium()
    folder = tmp_path_factory.mktemp("origins")
    how = HowToRead(about=read_about(EXAMPLE / "about.csv"))
    readings, _ = read_all(sorted(EXAMPLE.glob("*.txt")), how)
    write_origins_page(folder / "origins.html", readings, find_origins(readings))
    with Browser(folder / "profile") as opened:
        opened.open(folder / "origins.html")
        yield opened
    shutil.rmtree(folder / "profile", ignore_errors=True)


def test_it_asks_no_host_for_anything_and_breaks_none_of_its_own_rules(page: Browser) -> None:
    assert [address for address in page.requests if not address.startswith("file:")] == []
    assert page.complaints == []


def test_a_wording_opens_to_its_paragraph(page: Browser) -> None:
    shown = "document.querySelector('.point details blockquote').checkVisibility()"
    assert page.value(shown) is False
    page.value("document.querySelector('.point details summary').click()")
    assert page.value(shown) is True


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_nothing_is_wider_than_the_window(page: Browser, width: int, height: int) -> None:
    page.resize(width, height)
    page.settle()
    assert page.value("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 927, 926, 925, 390])
def test_a_picture_that_is_wider_than_the_window_says_so(page: Browser, width: int) -> None:
    page.resize(width, 844)
    page.settle()
    is_told = page.value("document.querySelector('.sideways').checkVisibility()")
    picture = "document.querySelector('.picture')"
    assert is_told == page.value(f"{picture}.scrollWidth > {picture}.clientWidth")
    page.value(f"{picture}.focus()")
    assert page.value(f"document.activeElement === {picture}")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_outlet_of_a_point_is_in_sight(page: Browser, width: int) -> None:
    page.resize(width, 844)
    page.settle()
    table = "document.querySelector('.points')"
    box = f"{table}.parentElement"
    assert page.value(f"{box}.scrollWidth <= {box}.clientWidth")
    cells = f"[...{table}.querySelectorAll('tbody tr:first-child [data-outlet]')]"
    named = page.value(f"{cells}.map(cell => getComputedStyle(cell, '::before').content)")
    expected = ["North Wire: ", "Radio Lissel: ", "The Harbour Gazette: "]
    assert named == ([f'"{name}"' for name in expected] if width == 390 else ["none"] * 3)
    assert page.value(f"{cells}.every(cell => cell.getBoundingClientRect().right <= {width})")
