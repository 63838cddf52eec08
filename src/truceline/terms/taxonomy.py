# SPDX-License-Identifier: Apache-2.0
"""Taxonomies of acts and weapons: codes in a hierarchy, each with a definition in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

__all__ = ["Taxonomy", "shipped_taxonomy"]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Codes with dots between levels: ``attack.air`` lies below ``attack``.

    A taxonomy is never exhaustive: an incident known only as ``attack`` may be of a kind that no
    code below names.
    """

    name: str
    """``acts`` or ``weapons``."""
    definitions: Mapping[str, str]
    """Code to definition, in the order of the file; every parent is a code too."""
    calibres_mm: Mapping[str, float] = field(default_factory=dict)
    """The calibre of weapons that all have the same one, by code."""

    def __contains__(self, code: str) -> bool:
        return code in self.definitions

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether ``code`` is ``ancestor`` or lies below it."""
        return code == ancestor or code.startswith(ancestor + ".")

    def below(self, code: str) -> tuple[str, ...]:
        """Every code below ``code``, itself left out, in the order of the file."""
        return tuple(c for c in self.definitions if c.startswith(code + "."))

    def calibre_mm(self, code: str) -> float | None:
        """The calibre that all weapons of a code have: its own, or that of a level above."""
        while code:
            if code in self.calibres_mm:
                return self.calibres_mm[code]
            code = code.rpartition(".")[0]
        return None

    def extended(self, more: Mapping[str, str], calibres_mm: Mapping[str, float] | None = None) -> Taxonomy:
        """This taxonomy with codes of the terms added."""
        return Taxonomy(self.name, {**self.definitions, **more}, {**self.calibres_mm, **(calibres_mm or {})})


@cache
def shipped_taxonomy(name: str) -> Taxonomy:
    """The taxonomy that comes with the package: ``acts`` or ``weapons``.

    The data file holds one code a line, a colon and its definition; lines with # are comments.
    """
    text = (resources.files("truceline.terms") / f"{name}.txt").read_text(encoding="utf-8")
    definitions: dict[str, str] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            code, _, definition = line.partition(":")
            definitions[code.strip()] = definition.strip()
    return Taxonomy(name, definitions)
