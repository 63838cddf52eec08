# SPDX-License-Identifier: Apache-2.0
"""Who stands behind a claim: outlets and origins counted, and the Admiralty code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import permutations

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
_Telling = Mapping[str, Sequence[tuple[Claim, Reading]]]
"""What some origins say, by their ids."""


def content_of(claim: Claim) -> tuple[_Content, bool] | None:
    """What a claim says, as data, and whether it is negated; None where something in it is not settled.

    Two claims with equal content may say the same, of the same parties, places and times; so each of these must be there,
    and settled. They need not: a mill and a school of one village are shelled on one day. Only a person can tell.
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
    apart: Collection[tuple[str, str]] = (),
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
        apart: pairs of claims of which a person says that neither has it from the other; those count where both are accepted.
        outlets: of each document.
        letters: of each document, for its reliability.

    Raises:
        SourcesError: a claim that is marked is in none of the readings.
    """
    _require_known({claim.id for reading in readings for claim in reading.claims}, same, denies, apart)
    readings = [replace(each, claims=tuple(filter(_may_count, each.claims))) for each in readings]
    claims = {claim.id: (claim, reading) for reading in readings for claim in reading.claims}
    origins = _with_all_roles(origins, folding)
    accepted = {name for name, (claim, _) in claims.items() if claim.review == REVIEWS[1]}
    same = [kept for group in same if (kept := [name for name in group if name in accepted])]
    denies = [pair for pair in denies if pair[0] in accepted and pair[1] in claims]
    seen = {frozenset(origin_of[name] for name in pair) for pair in apart if accepted.issuperset(pair)}
    order = {name: number for number, name in enumerate(claims)}
    names = list(claims)
    groups = Groups(len(names))
    by_content: dict[_Content, dict[bool, list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, (claim, _) in claims.items():
        told = content_of(claim)
        if told is not None:
            by_content[told[0]][told[1]].append(order[name])
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
    alike, contrary = _alike(by_content.values(), groups, against)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(names)):
        members[groups.of(number)].append(number)

    def told_by(group: int) -> dict[str, list[tuple[Claim, Reading]]]:
        found: dict[str, list[tuple[Claim, Reading]]] = defaultdict(list)
        for number in members[group]:
            found[origin_of[names[number]]].append(claims[names[number]])
        return found

    def apart_of(telling: _Telling) -> tuple[int, list[Uncounted]]:
        return _apart(telling, origins, sides, folding, kin, hearsay)

    for group, numbers in members.items():
        telling = told_by(group)
        denying = {
            origin: said for other in sorted(against[group]) for origin, said in told_by(other).items()
        }
        untied, uncounted = apart_of(telling)
        _, uncounted_denying = apart_of(denying)
        saying_count = _seen_apart(telling, seen, apart_of)
        at_most = len(set(telling).union(*(told_by(other) for other in alike[group])))
        documents = [claims[names[number]][1].document for number in numbers]
        yield Weighing(
            claims=tuple(names[number] for number in numbers),
            outlets=tuple(sorted({name for document in documents for name in outlets[document.id]})),
            origins=tuple(sorted(telling)),
            independent=saying_count,
            untied=untied,
            may_be=tuple(names[number] for other in sorted(alike[group]) for number in members[other]),
            may_be_denied_by=tuple(
                names[number] for other in sorted(contrary[group]) for number in members[other]
            ),
            denied_by=tuple(sorted(denying)),
            number=credibility(
                saying_count,
                _seen_apart(denying, seen, apart_of),
                at_most=at_most,
                may_be_denied=bool(contrary[group]),
            ),
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
    against[one].add(other)
    against[other].add(one)


def _alike(
    contents: Iterable[Mapping[bool, Sequence[int]]], groups: Groups, against: Mapping[int, Collection[int]]
) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Which groups may say the same as which others, and which may deny which, for their content is equal."""
    alike: dict[int, set[int]] = defaultdict(set)
    contrary: dict[int, set[int]] = defaultdict(set)
    for ways in contents:
        every = [(groups.of(number), way) for way, numbers in ways.items() for number in numbers]
        for (one, way), (other, other_way) in permutations(every, 2):
            if one != other and other not in against.get(one, ()):
                (alike if way == other_way else contrary)[one].add(other)
    return alike, contrary


def _seen_apart(
    telling: _Telling,
    seen: Collection[frozenset[str]],
    apart_of: Callable[[_Telling], tuple[int, list[Uncounted]]],
) -> int:
    """So many origins of which a person says, of each two, that they are independent, and no document tells the contrary."""
    beside: dict[str, set[str]] = defaultdict(set)
    for pair in seen:
        if (
            len(pair) == 2
            and pair <= telling.keys()
            and apart_of({name: telling[name] for name in pair})[0] == 2
        ):
            one, other = pair
            beside[one].add(other)
            beside[other].add(one)
    most = min(len(telling), 1)
    for first in sorted(beside):
        kept = [first]
        for name in sorted(beside):
            if beside[name].issuperset(kept):
                kept.append(name)
        most = max(most, len(kept))
    return most


def _apart(
    telling: _Telling,
    origins: Mapping[str, Origin],
    sides: Callable[[Origin], frozenset[str]],
    folding: Folding,
    kin: Kin,
    hearsay: Hearsay,
) -> tuple[int, list[Uncounted]]:
    """So many origins of which no document tells a tie, and why the others are not counted: the same words, or a name."""
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


def _require_known(claims: Collection[str], *marked: Collection[Collection[str]]) -> None:
    unknown = sorted({name for marks in marked for group in marks for name in group if name not in claims})
    if unknown:
        raise SourcesError(
            Problem("", None, None, "", name, "expected the id of a claim in the documents")
            for name in unknown
        )
