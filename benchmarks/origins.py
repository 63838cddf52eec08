# SPDX-License-Identifier: Apache-2.0
"""origins_1e4_articles: how long does it take to group articles by who said it first, and is it right?

python benchmarks/origins.py --size small     seconds; part of `make test`
python benchmarks/origins.py --size full      1,000 to 30,000 articles

Made-up articles with a known truth (articles.py). Precision and recall are over pairs of statements: of those that are put
together, how many belong together, and the reverse. The candidates are held to a comparison of everything with everything,
at small size.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from articles import Article, mixed_articles
from measure import MIB, busy, machine, peak_bytes, timed
from truceline.sources import (
    Dictionaries,
    Origins,
    Reading,
    Span,
    Speaker,
    Statement,
    Told,
    document_of_text,
    find_origins,
    read_all,
)
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.origins.joining import Groups
from truceline.sources.origins.linking import link_sentences, relation_by
from truceline.sources.origins.occasions import OneNews
from truceline.sources.origins.tellings import Sentence, Telling, Tellings

SIZES = {"small": [300], "full": [1_000, 3_000, 10_000, 30_000]}
FROM_TEXT = {"small": 300, "full": 10_000}
LEAST_PRECISION = 0.99
LEAST_RECALL = 0.95


def reading_of(article: Article) -> Reading:
    """An article with its statements as they are known."""
    document = document_of_text(article.text, article.name, outlet=Told(article.outlet, "given"))
    statements = tuple(
        Statement(
            f"{document.id}-s{number}", "quoted", Span(start, end), Speaker(name, None, kind, name, role)
        )
        for number, (start, end, name, kind, role, _) in enumerate(article.said, 1)
    )
    return Reading(document, statements)


def read_from(folder: Path, articles: Sequence[Article]) -> list[Reading]:
    """The articles as the program reads their files, in two processes; the outlets are given."""
    readings, problems = read_all([folder / article.name for article in articles], processes=2)
    if problems:
        raise SystemExit(str(problems[0]))
    return [
        replace(reading, document=replace(reading.document, outlet=Told(article.outlet, "given")))
        for article, reading in zip(articles, readings, strict=True)
    ]


def labels(articles: Sequence[Article], readings: Sequence[Reading], found: Origins) -> list[tuple[int, str]]:
    """Of each statement the speech that it belongs to, and the origin that was found."""
    origin_of = {name: origin.id for origin in found.origins for name in origin.statements}
    pairs = []
    for article, reading in zip(articles, readings, strict=True):
        by_place = {(start, end): speech for start, end, _, _, _, speech in article.said}
        for statement in reading.statements:
            speech = by_place.get((statement.span.start, statement.span.end))
            if speech is not None and statement.form == "quoted" and statement.id in origin_of:
                pairs.append((speech, origin_of[statement.id]))
    return pairs


def scores(pairs: Iterable[tuple[int, str]]) -> tuple[float, float]:
    """Precision and recall over pairs.

    >>> scores([(1, "a"), (1, "a"), (1, "b"), (2, "b")])
    (0.5, 0.3333333333333333)
    """
    known = list(pairs)

    def together(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    both = together(Counter(known).values())
    put = together(Counter(origin for _, origin in known).values())
    true = together(Counter(speech for speech, _ in known).values())
    return both / put, both / true


def missed_candidates(readings: Sequence[Reading]) -> tuple[int, int]:
    """Pairs of one speaker's sentences with the same words that are in different groups, and all such pairs."""
    dictionaries = Dictionaries()
    folding = Folding(dictionaries)
    meaning = Meaning(dictionaries, folding)
    maker = Tellings(dictionaries, folding, {})
    tellings: list[Telling] = []
    sentences: list[Sentence] = []
    for number, reading in enumerate(sorted(readings, key=lambda each: each.document.id)):
        for telling in maker.of(number, reading)[0]:
            sentences += maker.sentences(len(tellings), telling, reading.document.text)
            tellings.append(telling)
    links, _ = link_sentences(sentences, tellings, meaning, OneNews(dictionaries))
    joined = Groups(len(sentences))
    for link in links:
        joined.join(link.left, link.right)
    relation = relation_by(meaning)
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        telling = tellings[sentence.telling]
        if telling.key:
            by_speaker[f"{telling.key} {telling.name.first}"].append(number)
    missed = whole = 0
    for numbers in by_speaker.values():
        for one, other in combinations(numbers, 2):
            if relation(one, sentences[one], sentences[other])[0] == "same words":
                whole += 1
                missed += joined.of(one) != joined.of(other)
    return missed, whole


def once(count: int, *, from_text: bool) -> dict[str, float]:
    """Times, memory and scores of one size, in this process; texts are read in two others."""
    articles = mixed_articles(count)
    with tempfile.TemporaryDirectory() as name:
        for article in articles if from_text else ():
            (Path(name) / article.name).write_text(article.text, encoding="utf-8")
        with timed() as reading_time:
            readings = (
                read_from(Path(name), articles)
                if from_text
                else [reading_of(article) for article in articles]
            )
    before = peak_bytes()
    with timed() as time, busy() as processor:
        found = find_origins(readings)
    known = labels(articles, readings, found)
    precision, recall = scores(known)
    return {
        "articles": count,
        "words": sum(len(article.text.split()) for article in articles),
        "statements": sum(len(reading.statements) for reading in readings),
        "speeches": len({speech for article in articles for *_, speech in article.said}),
        "origins": len(found.origins),
        "seconds": time.seconds,
        "busy": processor.seconds,
        "reading": reading_time.seconds if from_text else 0.0,
        "quotations": len(known) / sum(len(article.said) for article in articles),
        "before": before / MIB,
        "peak": peak_bytes() / MIB,
        "precision": precision,
        "recall": recall,
    }


def in_process(count: int, *options: str) -> dict[str, float]:
    """The same in a process of its own, whose memory is counted from nothing."""
    done = subprocess.run(
        [sys.executable, __file__, "--articles", str(count), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    made: dict[str, float] = json.loads(done.stdout)
    return made


def _told(row: Mapping[str, float]) -> str:
    count, seconds = int(row["articles"]), row["seconds"]
    return (
        f"origins: {count:,} articles, {row['words']:,} words, {row['statements']:,} statements of {row['speeches']:,} "
        f"speeches and sources: {row['origins']:,} origins in {seconds:.2f} s, {1000 * row['busy'] / count:.2f} ms "
        f"of a processor for an article, {row['before']:.0f} MiB before, {row['peak']:.0f} MiB at most; "
        f"precision {row['precision']:.4f}, recall {row['recall']:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how articles are grouped by who said it first.")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--articles", type=int, help="one size, as JSON")
    parser.add_argument("--from-text", action="store_true", help="read the texts, too")
    given = parser.parse_args()
    if given.articles:
        print(json.dumps(once(given.articles, from_text=given.from_text)))
        return
    if given.size == "full":
        print(machine())
    for count in SIZES[given.size]:
        row = in_process(count)
        print(_told(row))
        if row["precision"] < LEAST_PRECISION or row["recall"] < LEAST_RECALL:
            raise SystemExit("the grouping is wrong")
    row = in_process(FROM_TEXT[given.size], "--from-text")
    print(
        f"from text: {row['reading']:.2f} s to read in two processes, {row['reading'] + row['seconds']:.2f} s in all; "
        f"{row['quotations']:.4f} of the quotations have their span; {_told(row)}"
    )
    if row["precision"] < LEAST_PRECISION or row["recall"] < LEAST_RECALL:
        raise SystemExit("the grouping from text is wrong")
    missed, whole = missed_candidates([reading_of(article) for article in mixed_articles(300)])
    print(
        f"origins: of {whole:,} pairs with the same words that comparing everything finds, {missed} are in different groups"
    )
    if missed > 0.01 * whole:
        raise SystemExit("the candidates leave out too much")


if __name__ == "__main__":
    main()
