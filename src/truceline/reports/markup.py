# SPDX-License-Identifier: Apache-2.0
"""What every page that we write shares: its files, its security policy, text that no file refuses."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from importlib import resources

__all__ = ["asset", "clean", "page_of"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_PLACEHOLDERS = re.compile(r"\{\{(\w+)\}\}")


def asset(name: str) -> str:
    """A file that comes with the package: a template, a style sheet or a script."""
    return (resources.files("truceline.reports") / "assets" / name).read_text(encoding="utf-8")


def page_of(template: str, title: str, kind: str, parts: Mapping[str, str], *, script: str = "") -> str:
    """A whole page: the head that all share, and a template filled.

    Args:
        template: of the body, by its name; it has a style sheet of its own where there is one.
        title: what the page is about, as text.
        kind: what it shows of that, in a word or two.
        parts: markup for the places of the template.
        script: what draws the page; empty where it stands as it is.
    """
    style = asset("report.css") + (asset(f"{template}.css") if template != "report" else "")
    shown = html.escape(title)
    body = _filled(asset(f"{template}.html"), {"title": shown, "script": script, **parts})
    head = {"title": shown, "kind": kind, "policy": _policy(style, script), "style": style}
    return clean(_filled(asset("page.html"), {**head, "body": body.removesuffix("\n")}))


def _policy(style: str, script: str) -> str:
    """A content security policy that takes this style and runs this script, and loads nothing."""
    rules = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script:
        rules.append(f"script-src '{_digest(script)}'")
    return "; ".join([*rules, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def clean(text: str) -> str:
    """Text without lone halves of characters, which no file can hold."""
    return _SURROGATES.sub("\ufffd", text)


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """A template with each ``{{name}}`` replaced, once: what stands in a part is never looked at."""
    return _PLACEHOLDERS.sub(lambda match: parts[match.group(1)], template)
