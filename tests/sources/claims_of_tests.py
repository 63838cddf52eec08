# SPDX-License-Identifier: Apache-2.0
"""Claims of a short text of June 2031, with two parties, their allies and one area."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from truceline.sources import (
    Claim,
    Dictionaries,
    Reading,
    Told,
    document_of_text,
    find_claims,
    find_statements,
    find_times,
)
from truceline.terms import Terms, load_terms

DICTIONARIES = Dictionaries()
_TERMS = """truceline: 1
id: t
title: Ford Road
timezone: Europe/Vienna
citations:
  a: {title: Agreement, publisher: Star, date: 2031-02-14, clauses: [one]}
parties:
  dorn: {name: Dorn, aliases: [Dorn army]}
  hill: {name: Hill Union, aliases: [Hill army]}
  sedge: {name: Sedge Front}
areas:
  asmet: {circle: {center: [16, 48], radius: 5 km}}
provisions:
  cease:
    title: Cease attacks
    prohibit: [attack]
    by: any
    against: any
    standing: [{is: in force, from: 2031-02-14}]
    cite: a
"""


@cache
def terms() -> Terms:
    """Those that the texts are read with."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "terms.yaml"
        path.write_text(_TERMS, encoding="utf-8")
        return load_terms(path)


def read(text: str) -> Reading:
    """A text as it is read, published on Wednesday, 4 June 2031."""
    document = replace(document_of_text(text), published=Told("2031-06-04", "given"))
    statements, times = find_statements(document, DICTIONARIES), find_times(document, DICTIONARIES)
    claims = find_claims(document, statements, times, DICTIONARIES, terms=terms())
    return Reading(document, statements=statements, times=times, claims=claims, made_by="test")


def incidents(text: str) -> list[Claim]:
    """The claims of a text that something happened."""
    return [claim for claim in read(text).claims if claim.kind == "incident"]
