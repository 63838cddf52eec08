# SPDX-License-Identifier: Apache-2.0
"""Who stands behind a claim: outlets and origins counted, and the Admiralty code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from truceline.errors import Problem, SourcesError
from truceline.sources.folding import Folding, Name, agree
from truceline.sources.model import REVIEWS, Claim, Reading, Span
from truceline.sources.origins.alignment import common_words
from truceline.sources.origins.credibility import credibility, independent
from truceline.sources.origins.hearsay import Hearsay
from truceline.sources.origins.joining import Groups
from truceline.sources.origins.kin import Beside, Kin
from truceline.sources.origins.linking import LEAST_WORDS, SAME_SHARE
from truceline.sources.origins.model import Origin, Point, Uncounted, Weighing

_Content = tuple[object, ...]


def content_of(claim: Claim) -> tuple[_Content, bool] | None:
    """What a claim says, as data, and whether it is negated; None where something in it is not settled.

    Two claims with equal content say the same of the same parties, places and times. So each of these must be there, and
    must be settled: a party or a place without an id, or a time that is no date, may be another one. What was before Friday
    need not be what else was before Friday.
    """
    mentions = (*claim.parties, *claim.places)
    if claim.review != "accepted" or not mentions or not all(mention.id for mention in mentions):
        return None
    if not claim.times or not all(time.start and not time.relation for time in claim.times):
        return None
    parties = frozenset((mention.id, mention.role) for mention in claim.parties)
    places = frozenset(mention.id for mention in claim.places)
    times = frozenset((time.start, time.end, time.zone) for time in claim.times)
    modality = frozenset(claim.modality) - {"negated"}
    content = (claim.kind, parties, places, times, modality, claim.count, claim.unit)
    return content, "negated" in claim.modality


def weigh(
    readings: Sequence[Reading],
    origin_of: Mapping[str, str],
    origins: Mapping[str, Origin],
    sides: Callable[[Origin], frozenset[str]],
    folding: Folding,
    kin: Kin,
    hearsay: Hearsay,
    *,
    points: Sequence[Point] = (),
    same: Collection[Collection[str]],
    denies: Collection[tuple[str, str]],
    outlets: Mapping[str, tuple[str, ...]],
    letters: Mapping[str, Collection[str]],
) -> Iterator[Weighing]:
    """A weighing for each group of claims that say the same; those that a person refused are left out.

    Args:
        readings: each document once, in order.
        origin_of: the origin of each claim.
        origins: by id.
        sides: which parties speak in an origin.
        folding: makes words equal.
        kin: tells who may have it from another.
        hearsay: tells who has it from somebody else.
        points: within an origin, claims of one kind about one point are tellings of the same.
        same: groups of claims that a person marked as the same; those count that a person accepted.
        denies: pairs of claims, the first of which says the contrary of the second, as a person marked them; those count
            whose first claim a person accepted.
        outlets: of each document.
        letters: of each document, for its reliability.

    Raises:
        SourcesError: a claim that is marked is in none of the readings.
    """
    _require_known({claim.id for reading in readings for claim in reading.claims}, same, denies)
    readings = [replace(each, claims=tuple(filter(_may_count, each.claims))) for each in readings]
    claims = {claim.id: (claim, reading) for reading in readings for claim in reading.claims}
    origins = _with_all_roles(origins, folding)
    accepted = {name for name, (claim, _) in claims.items() if claim.review == REVIEWS[1]}
    same = [kept for group in same if (kept := [name for name in group if name in accepted])]
    denies = [pair for pair in denies if pair[0] in accepted and pair[1] in claims]
    order = {name: number for number, name in enumerate(claims)}
    names = list(claims)
    groups = Groups(len(names))
    by_content: dict[_Content, dict[bool, list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, (claim, _) in claims.items():
        told = content_of(claim)
        if told is not None:
            by_content[told[0]][told[1]].append(order[name])
    for ways in by_content.values():
        for numbers in ways.values():
            for number in numbers:
                groups.join(numbers[0], number)
    for tellings in _of_points(readings, points, origin_of, folding).values():
        for name in tellings:
            groups.join(order[tellings[0]], order[name])
    for marked in same:
        first, *others = sorted(order[name] for name in marked)
        for number in others:
            groups.join(first, number)
    against: dict[int, set[int]] = defaultdict(set)
    for one, other in denies:
        _against(against, groups.of(order[one]), groups.of(order[other]))
    for ways in by_content.values():
        if len(ways) == 2:
            _against(against, groups.of(ways[True][0]), groups.of(ways[False][0]))
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(names)):
        members[groups.of(number)].append(number)

    def told_by(group: int) -> dict[str, list[tuple[Claim, Reading]]]:
        found: dict[str, list[tuple[Claim, Reading]]] = defaultdict(list)
        for number in members[group]:
            found[origin_of[names[number]]].append(claims[names[number]])
        return found

    for group, numbers in members.items():
        telling = told_by(group)
        denying = {
            origin: said for other in sorted(against[group]) for origin, said in told_by(other).items()
        }
        saying_count, uncounted = _apart(telling, origins, sides, folding, kin, hearsay)
        denying_count, uncounted_denying = _apart(denying, origins, sides, folding, kin, hearsay)
        documents = [claims[names[number]][1].document for number in numbers]
        yield Weighing(
            claims=tuple(names[number] for number in numbers),
            outlets=tuple(sorted({name for document in documents for name in outlets[document.id]})),
            origins=tuple(sorted(telling)),
            independent=saying_count,
            denied_by=tuple(sorted(denying)),
            number=credibility(saying_count, denying_count),
            letters=tuple(sorted({letter for document in documents for letter in letters[document.id]})),
            uncounted=(*uncounted, *(replace(each, is_denial=True) for each in uncounted_denying)),
        )


def _with_all_roles(origins: Mapping[str, Origin], folding: Folding) -> dict[str, Origin]:
    """Each person with the offices that any document gives him, or one of his name, on any occasion."""
    by_last: dict[str, list[tuple[Name, tuple[str, ...]]]] = defaultdict(list)
    for origin in origins.values():
        if origin.kind == "person" and origin.roles:
            for name in {folding.name(words) for words in (origin.speaker, *origin.names)}:
                by_last[name.last].append((name, origin.roles))

    def of(origin: Origin) -> tuple[str, ...]:
        names = [folding.name(words) for words in (origin.speaker, *origin.names)]
        held = (roles for name in names for other, roles in by_last.get(name.last, ()) if agree(name, other))
        return tuple(sorted({role for roles in held for role in roles}))

    return {
        name: replace(origin, roles=of(origin)) if origin.kind == "person" else origin
        for name, origin in origins.items()
    }


def _may_count(claim: Claim) -> bool:
    return claim.review != REVIEWS[2]


def _of_points(
    readings: Sequence[Reading], points: Sequence[Point], origin_of: Mapping[str, str], folding: Folding
) -> dict[tuple[object, ...], list[str]]:
    """Claims by the point that most of their words are of, their kind, whether they are negated, and what they count."""
    places: dict[str, list[tuple[Span, Point]]] = defaultdict(list)
    for point in points:
        for variant in point.variants:
            for place in variant.places:
                places[place.document].append((place.span, point))
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for reading in readings:
        text = reading.document.text
        for claim in reading.claims:
            common: dict[str, set[int]] = defaultdict(set)
            for span, point in places[reading.document.id]:
                first, last = max(span.start, claim.span.start), min(span.end, claim.span.end)
                if point.origin == origin_of[claim.id] and first < last:
                    words = folding.places(text[first:last])
                    common[point.id].update(first + start for start, _ in words)
            if common:
                of = max(common, key=lambda name: len(common[name]))  # the first one of several
                key = of, claim.kind, "negated" in claim.modality, claim.count, claim.unit
                found[key].append(claim.id)
    return found


def _against(against: dict[int, set[int]], one: int, other: int) -> None:
    if one != other:
        against[one].add(other)
        against[other].add(one)


def _apart(
    telling: Mapping[str, Sequence[tuple[Claim, Reading]]],
    origins: Mapping[str, Origin],
    sides: Callable[[Origin], frozenset[str]],
    folding: Folding,
    kin: Kin,
    hearsay: Hearsay,
) -> tuple[int, list[Uncounted]]:
    """So many origins, at least, are independent, and why the others are not counted: they have the same words, or may be one."""
    if len(telling) < 2:
        return len(telling), []
    common = common_words()
    heard = {
        name: next(
            filter(None, (hearsay.of(reading, claim, origins[name].statements) for claim, reading in said)),
            "",
        )
        for name, said in telling.items()
    }
    kept: dict[str, list[list[str]]] = {}
    left: list[Uncounted] = []
    for name, said in sorted(
        telling.items(), key=lambda each: (bool(heard[each[0]]), origins[each[0]].kind != "person", each[0])
    ):
        words = [folding.words(claim.span.of(reading.document.text)) for claim, reading in said]
        repeated = next(
            (
                other
                for other, others in kept.items()
                for a in words
                for b in others
                if common(a, b)[0] >= SAME_SHARE * min(len(a), len(b)) and min(len(a), len(b)) >= LEAST_WORDS
            ),
            None,
        )
        if repeated is None:
            kept[name] = words
        else:
            left.append(Uncounted(name, repeated, "both say it in the same words"))
    if len(kept) < 2:
        return len(kept), left
    beside = {
        name: reduce(Beside.and_of, (kin.beside(reading, [claim]) for claim, reading in telling[name]))
        for name in kept
    }
    found, others = independent(
        [origins[name] for name in kept],
        sides,
        folding,
        lambda one, other, are_apart: kin.of(one, other, beside, are_parties_apart=are_apart),
        heard,
    )
    return len(found), left + others


def _require_known(
    claims: Collection[str], same: Collection[Collection[str]], denies: Collection[tuple[str, str]]
) -> None:
    unknown = sorted({name for group in (*same, *denies) for name in group if name not in claims})
    if unknown:
        raise SourcesError(
            Problem("", None, None, "", name, "expected the id of a claim in the documents")
            for name in unknown
        )
