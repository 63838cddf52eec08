# SPDX-License-Identifier: Apache-2.0
"""From readings to origins: who said it first, who repeats it, in which words, and what each left out."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from truceline.sources.dictionaries import Dictionaries, dictionaries_in
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Document, Reading, each_once
from truceline.sources.origins.credibility import sides_by_name
from truceline.sources.origins.cutting import Cutting
from truceline.sources.origins.graph import Graph
from truceline.sources.origins.hearsay import Hearsay
from truceline.sources.origins.kin import Kin
from truceline.sources.origins.marking import Marking
from truceline.sources.origins.model import Origins, Weighing
from truceline.sources.origins.occasions import OneNews
from truceline.sources.origins.offices import Offices
from truceline.sources.origins.points import Points
from truceline.sources.origins.tellings import Tellings
from truceline.sources.origins.told import Told
from truceline.sources.origins.weighing import weigh


def find_origins(
    readings: Sequence[Reading],
    *,
    dictionaries: Dictionaries | None = None,
    bodies: Mapping[str, str] | None = None,
    same: Collection[Collection[str]] = (),
    denies: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> Origins:
    """Groups what documents tell by who said it first.

    The order of the readings changes nothing. A document that is given twice counts once.

    Args:
        readings: of the documents.
        dictionaries: the English ones where there are no others.
        bodies: names of bodies and states, and the party that each stands for: ``bodies_of`` the terms.
        same: groups of claims, by id, that a person marked as saying the same; only those that he accepted are joined.
        denies: pairs of claims of which a person says that the first says the contrary of the second; they count if he
            accepted the first.
        apart: pairs of claims of which a person says that neither has it from the other; they count if he accepted both.

    Raises:
        SourcesError: rapidfuzz is not installed; a claim that is marked is in none of the readings; a dictionary is no TOML.
    """
    with _without_collecting():
        return _found(readings, dictionaries or dictionaries_in(), bodies or {}, same, denies, apart)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keeps Python from looking for garbage among things that are all in use, which takes as long as the work itself."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _found(
    readings: Sequence[Reading],
    dictionaries: Dictionaries,
    bodies: Mapping[str, str],
    same: Collection[Collection[str]],
    denies: Collection[tuple[str, str]],
    apart: Collection[tuple[str, str]],
) -> Origins:
    folding = Folding(dictionaries)
    meaning = Meaning(dictionaries, folding)
    kept, outlets, notes = _once(readings)
    found = Told(kept, outlets, Tellings(dictionaries, folding, bodies), folding)
    one_news = OneNews(dictionaries)
    found.join(meaning, one_news)
    found.name_by_last(meaning, folding, one_news)
    seats: dict[str, str] = dictionaries["points"]["seats"]
    found.speak_for(meaning, seats, folding, one_news)
    found.name_by_office(meaning, Offices(dictionaries, meaning, folding), one_news)
    graph = Graph(found, outlets, folding, one_news)
    points = Points(
        {reading.document.id: reading for reading in kept},
        meaning,
        folding,
        Cutting(dictionaries, meaning, folding),
        Marking(dictionaries, meaning, folding),
    )
    narrators = graph.narrators(kept)
    utterances = list(graph.utterances(points))
    by_id = {origin.id: origin for origin in (*graph.origins(), *narrators)}
    told = tuple(graph.points(points))
    weighings: Iterable[Weighing] = weigh(
        kept,
        graph.origin_of_claims(kept),
        by_id,
        sides_by_name(bodies, folding),
        folding,
        Kin(dictionaries, meaning, folding, bodies),
        Hearsay(dictionaries, folding),
        points=told,
        same=same,
        denies=denies,
        apart=apart,
        outlets=outlets,
        letters=_letters(readings),
    )
    weighings = tuple(weighings)
    notes += _without_effect(weighings, apart, denies)
    return Origins(
        origins=tuple(by_id.values()),
        utterances=tuple(utterances),
        points=told,
        edges=tuple(graph.edges(utterances)),
        weighings=weighings,
        outlets=outlets,
        notes=tuple(notes),
    )


def _without_effect(
    weighings: Sequence[Weighing], apart: Collection[tuple[str, str]], denies: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Says of claims that are marked as independent, and not as the same, that this counts for nothing."""
    group = {name: number for number, weighing in enumerate(weighings) for name in weighing.claims}
    denying = {group.get(one) for one, _ in denies}
    for one, other in apart:
        of = {group.get(one), group.get(other)}
        if len(of) == 2 and not of <= denying:
            yield (
                f"{one} is marked as independent of {other}, which counts for nothing as long as nobody has accepted both "
                "and marked them “same as”"
            )


def _once(readings: Sequence[Reading]) -> tuple[list[Reading], dict[str, tuple[str, ...]], list[str]]:
    """Each document once, by its id, the outlets of each, and what is to be said of it."""
    documents: dict[str, list[Document]] = defaultdict(list)
    for reading in readings:
        documents[reading.document.id].append(reading.document)
    outlets, notes = {}, []
    files_of = Counter(Path(path).name for path in {reading.document.original.name for reading in readings})
    first = dict(sorted(each_once(readings).items()))
    for name, reading in first.items():
        told = sorted({each.outlet.value for each in documents[name] if each.outlet})
        path = reading.document.original.name
        outlets[name] = tuple(told) or (Path(path).name if files_of[Path(path).name] == 1 else path,)
        if len(documents[name]) > 1:
            files = ", ".join(sorted(each.original.name for each in documents[name]))
            notes.append(f"the same bytes, counted as one document: {files}")
    return list(first.values()), outlets, notes


def _letters(readings: Sequence[Reading]) -> dict[str, set[str]]:
    """The letters that people gave each document, by whatever name."""
    letters: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        told = reading.document.reliability
        letters[reading.document.id].update([told.value] if told else [])
    return letters
