# SPDX-License-Identifier: Apache-2.0
"""reading: how much of what a careful reader finds in a document does Truceline find, and how much that is none?

python benchmarks/reading.py                            every gold file of tests/gold
python benchmarks/reading.py --gold FILE.csv            this one; may be repeated
python benchmarks/reading.py --gold FILE.csv --show missed   what was not found; or wrong: what should not have been
python benchmarks/reading.py --size small               two short texts of its own, whose answers must all be right

The columns of a gold file are in its README.md. A quotation, a turn or a document is right if it begins and ends at the
same character, white space and the frame's comma and full stop left out; reported speech if the stretches share at least
four fifths of what both cover. What is in a file called held-out.csv is never shown, only counted.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.sources import (
    Dictionaries,
    Document,
    Span,
    Statement,
    document_of_text,
    find_statements,
    read_document,
)

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
SHARED = Path(os.environ.get("TRUCELINE_SHARED", ROOT.parent / "shared")) / "data"
INVENTED = "invented"
LEAST = 0.8
"""Which share of what both stretches cover they must have in common, in reported speech."""
KINDS = ("quoted", "turn", "document", "indirect")

SMALL = (
    (
        "“The road is open,” said Ana Roe, a spokeswoman for the Harbour Council. “It will stay open.”\n\n"
        "She added that two lorries had crossed on Monday. A western diplomat denied the claim.",
        (
            ("quoted", "The road is open", "Ana Roe"),
            ("quoted", "It will stay open", "Ana Roe"),
            ("indirect", "two lorries had crossed on Monday", "Ana Roe"),
            ("indirect", "the claim", "A western diplomat"),
        ),
    ),
    (
        "MS. VALE: Good morning. The truce holds.\n\nQ: For how long?\n\nMS. VALE: As I said on Friday, it has no end.",
        (
            ("turn", "Good morning. The truce holds.", "MS. VALE"),
            ("turn", "For how long?", "Q"),
            ("turn", "As I said on Friday, it has no end.", "MS. VALE"),
            ("indirect", "it has no end", "MS. VALE"),
        ),
    ),
)
"""Texts, and in their order what they hold: the kind, the words, the speaker."""


@dataclass(frozen=True)
class Marked:
    """Something that is said, as a reader marked it or as it was found."""

    kind: str
    span: Span
    """In characters of the file."""
    speaker: str


@dataclass(frozen=True)
class Text:
    """A document of a gold file."""

    part: str
    name: str
    text: str
    gold: tuple[Marked, ...]
    found: tuple[Marked, ...]


def texts_of(path: Path) -> Iterator[Text]:
    """Each document of a gold file, with what was marked and what is found in it."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["part"], row["document"]), []).append(row)
    dictionaries = Dictionaries()
    for (part, name), marked in rows.items():
        place = path.parent / "articles" / name if part == INVENTED else SHARED / part / name
        if not place.exists():
            print(f"{name}: not here, left out")
            continue
        data = place.read_bytes()
        text = data.decode("utf-8")
        document = document_at(place)
        gold = tuple(
            Marked(row["kind"], trimmed(text, int(row["start"]), int(row["end"])), row["speaker"])
            for row in marked
            if row["kind"] in KINDS
        )
        yield Text(part, name, text, gold, tuple(found_in(document, text, dictionaries)))


def document_at(place: Path) -> Document:
    """A document as the program reads it."""
    return read_document(place)


def found_in(document: Document, text: str, dictionaries: Dictionaries) -> Iterator[Marked]:
    """What is found in a document, by characters of the file."""
    characters = {0: 0}
    at = 0
    for number, character in enumerate(text, start=1):
        at += len(character.encode())
        characters[at] = number
    for statement in find_statements(document, dictionaries):
        places = document.locate(statement.span)
        start, end = characters[places[0].start], characters[places[-1].end]
        yield Marked(statement.form, trimmed(text, start, end), name_of(statement))


def name_of(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker else ""


def trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without white space and punctuation of the frame."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    return Span(start, end)


def is_same(name: str, other: str) -> bool:
    """Whether two speakers are one: by their words, without an article."""

    def plain(words: str) -> list[str]:
        parts = words.replace("’", "'").lower().split()
        return parts[1:] if parts[:1] and parts[0] in ("the", "a", "an") else parts

    return plain(name) == plain(other)


def is_part(name: str, other: str) -> bool:
    """Whether two speakers are told in more and in fewer of the same words: "Sabaz" of "Emir Sabaz"."""
    words, others = (set(one.replace("’", "'").lower().split()) - {"the", "a", "an"} for one in (name, other))
    return bool(words and others) and (words <= others or others <= words)


def shared(a: Span, b: Span) -> float:
    """Which share of what both stretches cover they have in common."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(both, 0) / (max(a.end, b.end) - min(a.start, b.start) or 1)


def pairs(gold: list[Marked], found: list[Marked]) -> list[tuple[int, int]]:
    """Which of the one is which of the other, by their places in the lists; each at most once, the closest first."""
    near = [
        (-shared(one.span, other.span), not is_same(one.speaker, other.speaker), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if one.kind == other.kind
        and (shared(one.span, other.span) >= LEAST if one.kind == "indirect" else one.span == other.span)
    ]
    taken: list[tuple[int, int]] = []
    for _, _, i, j in sorted(near):
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def tally(text: Text, counts: Counter[tuple[str, str, str]], show: str) -> None:
    """Counts what is right, and shows what is not."""
    gold, found = list(text.gold), list(text.found)
    matched = pairs(gold, found)
    for one in gold:
        counts[text.part, one.kind, "gold"] += 1
    for other in found:
        counts[text.part, other.kind, "found"] += 1
    for i, j in matched:
        kind = gold[i].kind
        counts[text.part, kind, "right"] += 1
        counts[text.part, kind, "exact"] += gold[i].span == found[j].span
        is_one = is_same(gold[i].speaker, found[j].speaker)
        counts[text.part, kind, "speaker"] += is_one
        is_short = not is_one and is_part(gold[i].speaker, found[j].speaker)
        counts[text.part, kind, "short"] += is_short
        counts[text.part, kind, "other"] += bool(found[j].speaker) and not is_one and not is_short
        if show == "speakers" and not is_one:
            print(
                f"{text.name[:30]}: {gold[i].kind}: {found[j].speaker!r}, not {gold[i].speaker!r}: {excerpt(text, gold[i])}"
            )
    left = [one for i, one in enumerate(gold) if i not in {a for a, _ in matched}]
    extra = [other for j, other in enumerate(found) if j not in {b for _, b in matched}]
    for one in left if show == "missed" else extra if show == "wrong" else []:
        print(f"{text.name[:30]}: {one.kind}: {one.speaker!r}: {excerpt(text, one)}")


def excerpt(text: Text, one: Marked) -> str:
    words = " ".join(one.span.of(text.text).split())
    before = " ".join(text.text[max(one.span.start - 40, 0) : one.span.start].split())
    return f"{before} [{words if len(words) < 160 else words[:90] + ' ... ' + words[-60:]}]"


def share(part: int, whole: int) -> str:
    return f"{part / whole:9.3f}" if whole else "        -"


def print_table(counts: Counter[tuple[str, str, str]]) -> None:
    print(
        f"{'part':24} {'kind':9} {'gold':>5} {'found':>6} {'right':>6} {'precision':>9} {'recall':>9} {'exact':>9}"
        f" {'speaker':>9} {'short':>5} {'other':>5} {'none':>4}"
    )
    parts = sorted({part for part, _, _ in counts})
    groups = [*((kind, (kind,)) for kind in KINDS), ("words", ("quoted", "turn", "document"))]
    for part in [*parts, "all"]:
        within = parts if part == "all" else [part]
        for name, kinds in groups:
            sums = {
                what: sum(counts[one, kind, what] for one in within for kind in kinds)
                for what in ("gold", "found", "right", "exact", "speaker", "short", "other")
            }
            if sums["gold"] or sums["found"]:
                right = sums["right"]
                print(
                    f"{part:24} {name:9} {sums['gold']:5} {sums['found']:6} {right:6} {share(right, sums['found'])}"
                    f" {share(right, sums['gold'])} {share(sums['exact'], right)} {share(sums['speaker'], right)}"
                    f" {sums['short']:5} {sums['other']:5}"
                    f" {right - sums['speaker'] - sums['short'] - sums['other']:4}"
                )
    print(
        "words: quoted, turn and document together; short: fewer or more words of the name; other: another speaker; none: none"
    )


def small() -> None:
    """The two texts of its own; stops where an answer is another."""
    for text, wanted in SMALL:
        statements = find_statements(document_of_text(text), Dictionaries())
        got = tuple((one.form, one.span.of(text), name_of(one)) for one in statements)
        if got != wanted:
            raise SystemExit(f"found {got}, expected {wanted}")
    print(f"{len(SMALL)} texts: {sum(len(wanted) for _, wanted in SMALL)} statements, all right")


def measure(path: Path, show: str) -> None:
    """Prints the table of one gold file."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for text in texts_of(path):
        tally(text, counts, show)
    print(f"{path.name}:")
    print_table(counts)


def run(
    told: str | None, shows: Sequence[str], own: Callable[[], None], of_gold: Callable[[Path, str], None]
) -> None:
    """Takes the options of a benchmark that has gold: measures a text of its own, or each gold file."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--show", choices=shows, default="")
    parser.add_argument("--size", choices=("small", "full"), default="full")
    given = parser.parse_args()
    if given.size == "small":
        own()
        return
    files = given.gold or sorted(GOLD.glob("*.csv"))
    if not files:
        raise SystemExit(f"no gold file in {GOLD.relative_to(ROOT)}: name one with --gold FILE.csv")
    for path in files:
        if given.show and path.resolve().name == "held-out.csv":
            raise SystemExit(f"{path.name} is for testing only: what is in it is counted and never shown")
        of_gold(path, given.show)


if __name__ == "__main__":
    run(__doc__, ("missed", "wrong", "speakers"), small, measure)
