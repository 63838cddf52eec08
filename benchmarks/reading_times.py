# SPDX-License-Identifier: Apache-2.0
"""reading_times: how many of the times that a careful reader finds does Truceline find, and does it read them alike?

python benchmarks/reading_times.py                           every gold file of tests/gold
python benchmarks/reading_times.py --gold FILE.csv           this one; may be repeated
python benchmarks/reading_times.py --gold FILE.csv --show missed   what was not found; wrong: what is none; values: what is
                                                             read otherwise
python benchmarks/reading_times.py --size small              a short text of its own, whose answers must all be right

A time is right if it begins and ends at the same character; its value if it has the same stretch, or none where the reader
found that the document does not settle it; "otherwise" counts those that have another, and not merely none. What is in a
file called held-out.csv is never shown, only counted.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reading import INVENTED, SHARED, document_at, run, share
from truceline.sources import Dictionaries, Document, Told, document_of_text, find_times

Row = Mapping[str, str]

SMALL = (
    "The council met on Tuesday. “We begin on 4 June,” Maro said. It was calm until 6 a.m. local time yesterday, and last week.",
    "2021-05-27",
    [
        ("Tuesday", "2021-05-25", "2021-05-26"),
        ("4 June", "2021-06-04", "2021-06-05"),
        ("6 a.m. local time yesterday", "2021-05-26T06:00", "2021-05-26T06:01"),
        ("last week", "2021-05-17", "2021-05-24"),
    ],
)
"""A text, its date, and the times in it."""


def times_found(
    gold_rows: Sequence[Row], document: Document, text: str, dictionaries: Dictionaries, show: str = ""
) -> Counter[str]:
    """How many times a document has by its gold, were found, are right, and have the right value.

    Args:
        gold_rows: of the document; those of other kinds are left out.
        document: as it was read.
        text: of the file, whose characters the gold counts.
        dictionaries: of its language.
        show: ``missed``, ``wrong`` or ``values`` to print those that are.
    """
    gold = {
        (int(row["start"]), int(row["end"])): (row["from"], row["until"])
        for row in gold_rows
        if row["kind"] == "time"
    }
    found = {}
    at, characters = 0, {0: 0}
    for number, character in enumerate(text, start=1):
        at += len(character.encode())
        characters[at] = number
    for one in find_times(document, dictionaries):
        places = document.locate(one.span)
        found[characters[places[0].start], characters[places[-1].end]] = (one.start, one.end, one.how)
    right = gold.keys() & found.keys()
    alike = {place for place in right if gold[place] == found[place][:2]}
    otherwise = {place for place in right - alike if found[place][0]}
    listed = {"missed": gold.keys() - right, "wrong": found.keys() - right, "values": right - alike}.get(
        show, set()
    )
    for start, end in sorted(listed):
        words = f"{text[max(start - 40, 0) : start]}[{text[start:end]}]{text[end : end + 20]}"
        told = found.get((start, end), ("", "", ""))
        print(
            f"{document.original.name[-34:]}: {' '.join(words.split())}: {told}, gold {gold.get((start, end))}"
        )
    return Counter(
        gold=len(gold), found=len(found), right=len(right), values=len(alike), otherwise=len(otherwise)
    )


def measure(path: Path, show: str) -> None:
    """Prints the table of a gold file."""
    rows: dict[tuple[str, str], list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["part"], row["document"]), []).append(row)
    counts: dict[str, Counter[str]] = {}
    dictionaries = Dictionaries()
    for (part, name), marked in rows.items():
        place = path.parent / "articles" / name if part == INVENTED else SHARED / part / name
        if not place.exists():
            print(f"{name}: not here, left out")
            continue
        text = place.read_bytes().decode("utf-8")
        counted = times_found(marked, document_at(place), text, dictionaries, show)
        counts.setdefault(part, Counter()).update(counted)
    print(f"{path.name}:")
    print(
        f"{'part':24} {'gold':>5} {'found':>6} {'right':>6} {'precision':>9} {'recall':>9} {'values':>9} {'otherwise':>9}"
    )
    every = sum(counts.values(), Counter[str]())
    for part, one in [*sorted(counts.items()), ("all", every)]:
        shares = (
            share(one["right"], one["found"]),
            share(one["right"], one["gold"]),
            share(one["values"], one["right"]),
        )
        print(
            f"{part:24} {one['gold']:5} {one['found']:6} {one['right']:6} {' '.join(shares)} {one['otherwise']:9}"
        )


def small() -> None:
    """The text of its own; stops where an answer is another."""
    text, published, wanted = SMALL
    document = replace(document_of_text(text), published=Told(published, "given"))
    got = [(one.words, one.start, one.end) for one in find_times(document, Dictionaries())]
    if got != wanted:
        raise SystemExit(f"found {got}, expected {wanted}")
    print(f"1 text: {len(wanted)} times, all right")


if __name__ == "__main__":
    run(__doc__, ("missed", "wrong", "values"), small, measure)
