# SPDX-License-Identifier: Apache-2.0
"""A PDF that a browser made, against the text that it was given."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from truceline.sources import read_document

STYLE = "@page { size: A5 } p { text-align: justify; hyphens: auto; font: 12px serif; margin: 0 0 10px }"
SENTENCES = (
    "The commission said that the cease-fire in the northern villages was kept, and that nobody was hurt.",
    "Representatives of five organizations asked for the re-entry of humanitarian convoys over the bridge.",
    "Monitors counted twelve violations of the cease-fire, most of them within the first hours of the day.",
)
WORDS = [" ".join(SENTENCES[(first + number) % 3] for number in range(4)) for first in range(3)] * 4


def test_a_printed_page_gives_its_paragraphs_back(tmp_path: Path) -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("there is no Chromium here to print a page with")
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    body = "\n".join(f"<p>{words}</p>" for words in WORDS)
    page.write_text(f"<html lang=en><style>{STYLE}</style><h1>Truce holds in the valley</h1>{body}</html>")
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    done = subprocess.run(
        [*command, f"--print-to-pdf={printed}", page.as_uri()], capture_output=True, timeout=120, check=False
    )
    if not printed.exists():
        pytest.skip(f"Chromium does not print here: {done.stderr[-200:]!r}")
    document = read_document(printed)
    assert [block.span.of(document.text) for block in document.main] == WORDS
    assert document.title is not None
    assert document.title.value == "Truce holds in the valley"
    kinds = {block.why for block in document.blocks if block.role == "trimming"}
    assert kinds == {"running head"}
