# SPDX-License-Identifier: Apache-2.0
"""The beginning of new terms: a file that can be checked at once, with comments on what comes next."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from truceline.errors import OutputError
from truceline.terms.times import parse_when

__all__ = ["Answers", "check_answer", "skeleton", "slug", "write_skeleton"]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .()/_-]*[A-Za-z0-9.)]")
"""Text that YAML takes for text as it stands."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one has to know to begin."""

    title: str
    id: str
    timezone: str
    """IANA name."""
    parties: tuple[str, ...]
    """Names."""
    start: str
    """ISO 8601, local to ``timezone`` unless it has an offset."""
    source: str
    """Title of the text or announcement."""
    publisher: str = ""
    """Who published it; may be empty, and then one warning asks for a way to find it."""


def slug(text: str) -> str:
    """An id made of words: small letters and digits, joined by hyphens.

    >>> slug("Cessation of hostilities, 2016")
    'cessation-of-hostilities-2016'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def check_answer(name: str, text: str, zone: str = "UTC") -> str:
    """What is wrong with one answer, as a sentence; empty where nothing is.

    Args:
        name: a field of ``Answers``; a party is asked for one by one.
        text: the answer.
        zone: the time zone that a start is local to.
    """
    if not text.strip():
        return "" if name == "publisher" else "an answer is needed"
    if any(unicodedata.category(char).startswith("C") for char in text):
        return "it holds a character that cannot be printed"
    if name == "id" and not _ID.fullmatch(text):
        return f'"{text}" is not an id; write small letters and digits joined by hyphens, such as made-2016'
    if name == "timezone":
        try:
            ZoneInfo(text)
        except (KeyError, ValueError, OSError):
            return f'"{text}" is not a time zone; write an IANA name such as Asia/Damascus or UTC'
    if name == "start":
        try:
            parse_when(text, ZoneInfo(zone))
        except ValueError as error:
            return str(error)
    return ""


def skeleton(answers: Answers) -> str:
    """New terms as YAML with comments; ``truceline check`` finds no error in them."""
    ids = _ids(answers.parties)
    listed = ", ".join(ids)
    parties = "\n".join(f"  {i}: {{name: {_text(n)}}}" for i, n in zip(ids, answers.parties, strict=True))
    publisher = (
        f"    publisher: {_text(answers.publisher)}"
        if answers.publisher
        else "    # publisher: Who published it"
    )
    return f"""\
# The terms of a ceasefire as data. Check them with `truceline check`, read them back with `truceline describe`.
# The language: docs/reference/terms.md. What stands behind # is a comment; take the # away to use a line.
truceline: 1
id: {answers.id}
title: {_text(answers.title)}
timezone: {answers.timezone}           # local times below are on this clock
# as known at: 2016-09-30              # the day up to which your sources reach
# note: What a reader should know first.

# Every source, once. Each part below names its source under `cite`.
citations:
  text:
    title: {_text(answers.source)}
{publisher}
    # date: 2016-02-22
    # url: https://example.org/text
    # clauses: [scope, attacks]        # then each must be cited, {{text: attacks}}, or set aside below

# Moments that other times are counted from: `start + 2 days`, `start - 3 h`.
events:
  start: {{at: {answers.start}, cite: text}}
  # Where sources differ, write down all of them, each with its source:
  # start: {{at: {{one of: [{{2016-04-30T00:01: text}}, {{2016-04-30T01:00: other}}]}}}}

# Whoever is bound, or acts. Records find a party by its name, an alias or a code of a data set.
parties:
{parties}
  # {ids[0]}: {{name: The name, aliases: [Another name], codes: {{ucdp: ["118"]}}}}
  # A group; a list is open unless it says `complete: yes`:
  # coalition: {{name: Coalition, members: [{listed}], complete: yes}}

# Who is bound by these terms, or excluded from their protection, and from when.
standing:
  - {{parties: [{listed}], is: bound, from: start, cite: text}}

# Places: a feature of a GeoJSON file, a circle, a buffer; with an inner and an outer bound where no line is drawn.
# areas:
#   town: {{name: The town, circle: {{center: [36.42, 33.54], radius: 8 km}}}}
#   province: {{name: The province, at least: town, at most: {{file: areas.geojson, feature: province}}}}

# What no incident shows and a provision depends on.
# facts:
#   attacked-first: {{title: the party had been attacked first, about: incident, cite: text}}

# What must not be done. A condition that a provision does not state holds.
provisions:
  no-attacks:
    title: No attacks
    prohibit: [attack]                 # codes of acts: docs/reference/taxonomies.md
    by: bound
    against: bound
    # in: town
    # during: {{from: start, for: 72 h}}
    # unless: {{self-defence: {{facts: [attacked-first], cite: text}}}}
    # words: The clause as published, where it may be quoted.
    # reading: How a doubtful clause is read here, and why.
    standing: [{{is: in force, from: start, cite: text}}]
    cite: text

# What parties must have done by a time; `truceline duties` tells what became of it.
# duties:
#   withdraw:
#     title: Withdraw from the town
#     of: [{ids[0]}]
#     due: {{from: start, by: start + 14 days}}
#     shown by: {{acts: [movement.withdrawal]}}
#     cite: text

# Clauses that are set aside, so that the file accounts for all of them.
# not assessed:
#   - {{cite: {{text: talks}}, because: readiness to negotiate has no observable act}}
"""


def write_skeleton(path: Path, answers: Answers) -> None:
    """Writes new terms to a file that is not there yet.

    Raises:
        OutputError: the file is there already, or cannot be written.
    """
    content = skeleton(answers)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError as error:
        raise OutputError(f"{path} is there already and stays as it is; name another file") from error
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


def _ids(names: Sequence[str]) -> list[str]:
    """An id for each party, none twice."""
    ids: list[str] = []
    for order, name in enumerate(names, 1):
        base = slug(name) or f"party-{order}"
        base = base if base not in ("any", "bound", "excluded") else f"{base}-party"
        number = 2
        found = base
        while found in ids:
            found = f"{base}-{number}"
            number += 1
        ids.append(found)
    return ids


def _text(text: str) -> str:
    """Text as YAML takes it, in quotes where it needs them."""
    text = " ".join(text.split())
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
