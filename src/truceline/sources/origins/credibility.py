# SPDX-License-Identifier: Apache-2.0
"""Credibility by the Admiralty code, as far as it can be counted; what is behind it: docs/reasons/origins.md.

Source:
    NATO AJP-2.1, Allied Joint Doctrine for Intelligence Procedures: reliability A to F, credibility 1 to 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from truceline.sources.folding import Folding, Name
from truceline.sources.origins.alignment import require_rapidfuzz
from truceline.sources.origins.model import Origin, Uncounted
from truceline.terms import Terms

_LEAST_CONSONANTS = 4
"""Of a name that may be another one's, cut otherwise; fewer are those of many names."""

UNSETTLED = ""
"""In place of a party, where a name is that of several."""


def credibility(saying: int, denying: int, *, at_most: int = 0, may_be_denied: bool = False) -> int:
    """The number of the code from how many independent origins say something, and how many say the contrary.

    1 is confirmed: two or more say it and nobody denies it. 6 is that it cannot be judged: not known to be said by two.
    Where it is denied: 5, improbable, if two or more deny it and fewer say it; else 3, possibly true. 2 and 4 need a
    judgement of what is plausible.

    Args:
        saying: so many at least.
        denying: so many at least.
        at_most: origins that say it, or may say it, independent or not.
        may_be_denied: whether somebody may say the contrary.

    >>> [credibility(2, 0), credibility(1, 0), credibility(1, 1), credibility(2, 1), credibility(1, 2)]
    [1, 6, 3, 3, 5]
    >>> credibility(2, 0, may_be_denied=True), credibility(1, 2, at_most=2)
    (6, 3)
    """
    if denying:
        return 5 if denying >= 2 and max(saying, at_most) < denying else 3
    return 1 if saying >= 2 and not may_be_denied else 6


def independent(
    origins: Sequence[Origin],
    sides: Callable[[Origin], frozenset[str]],
    folding: Folding,
    kin: Callable[[Origin, Origin, bool], str],
    hearsay: Mapping[str, str],
) -> tuple[list[Origin], list[Uncounted]]:
    """Origins between which nothing tells a tie, as many as are found, and why each of the others is not counted.

    That two are independent, only a person can tell: no list of words is complete. Two may be where they are named
    persons of whom no names could be one, and who hold no office of one party; or where a party is behind each (it
    speaks itself, or is named in the office of the speaker) and the parties are not the same. Unnamed sources, outlets
    and narrators may be anybody, and so may those from whom somebody has what he says: they count where nobody else
    does.

    Args:
        origins: those that say it.
        sides: the parties that speak in one.
        folding: of names.
        kin: why two may rest on each other, or on one body; it is told whether they speak for two parties.
        hearsay: why an origin may rest on somebody else, by its id.
    """
    kept: list[Origin] = []
    left: list[Uncounted] = []
    for origin in sorted(
        origins, key=lambda each: (bool(hearsay.get(each.id)), each.kind != "person", each.id)
    ):
        for other in kept:
            why = hearsay.get(origin.id) or _why_not_apart(origin, other, sides, folding)
            if not why:
                mine, theirs = sides(origin), sides(other)
                why = kin(origin, other, _are_disjoint(mine, theirs))
            if why:
                left.append(Uncounted(origin.id, other.id, why))
                break
        else:
            kept.append(origin)
    return kept, left


def may_be_one(one: Name, other: Name) -> bool:
    """Whether two names may be of one person: by a short form of the first name, or through another alphabet.

    Wider than ``agree``: here it is an error to tell one person apart into two. So brothers count once.

    >>> may_be_one(Name("shoigu", ("sergei",)), Name("choigu"))
    True
    >>> may_be_one(Name("kantor", ("bill",)), Name("kantor", ("viliam",)))
    True
    >>> may_be_one(Name("orlan", ("bo",)), Name("bo", ("orlan",)))
    True
    >>> may_be_one(Name("davis", ("jeff",)), Name("kirbi", ("john",)))
    False
    """
    if one.last == other.last or one.last in other.first or other.last in one.first:
        return True  # in some languages the last name stands first
    distance: Callable[[str, str], int] = require_rapidfuzz().distance.Levenshtein.distance
    if distance(one.last, other.last) > max(len(one.last), len(other.last)) // 3:
        return False
    if not one.first or not other.first or 1 in (len(one.first[0]), len(other.first[0])):
        return True
    a, b = one.first[0], other.first[0]
    return 2 * distance(a, b) <= max(len(a), len(b))


def may_be_joined(one: str, other: str, folding: Folding) -> bool:
    """Whether two names may be one that is cut into words in two ways, with all words before it or without.

    >>> from truceline.sources.dictionaries import Dictionaries
    >>> folding = Folding(Dictionaries())
    >>> may_be_joined("Orlan Abdul Rahmin", "Abdurrahmin", folding), may_be_joined("Ana Orlan", "Jon Reed", folding)
    (True, False)
    """
    if len(folding.words(one)) == len(folding.words(other)):
        return False
    short, long = sorted((folding.consonants(one), folding.consonants(other)), key=len)
    if len(short) < _LEAST_CONSONANTS:
        return False
    distance: Callable[[str, str], int] = require_rapidfuzz().distance.Levenshtein.distance
    lengths = range(len(short) - 1, len(short) + 2)
    return any(
        min(distance(short, long[-length:]), distance(short, long[:length])) <= 1 for length in lengths
    )


def _why_not_apart(
    one: Origin, other: Origin, sides: Callable[[Origin], frozenset[str]], folding: Folding
) -> str:
    if {one.kind, other.kind} - {"person", "body"}:
        return "it has no name, and may have it from anybody"
    mine, theirs = sides(one), sides(other)
    if (mine & theirs) - {UNSETTLED}:
        return "both speak for one party of the terms"
    if one.kind == other.kind == "person":
        if UNSETTLED in mine | theirs and mine and theirs:
            return "both speak for parties of the terms, and it is not told that they are apart"
        is_one = any(
            may_be_one(folding.name(a), folding.name(b)) or may_be_joined(a, b, folding)
            for a in (one.speaker, *one.names)
            for b in (other.speaker, *other.names)
        )
        return "their names may be of one person, or of kin" if is_one else ""
    is_apart = _are_disjoint(mine, theirs)
    return (
        "" if is_apart else "it is not told that the body is another one than his, or has it from elsewhere"
    )


def _are_disjoint(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two speak for parties, each of which is known, and no two are the same."""
    return bool(mine) and bool(theirs) and not mine & theirs and UNSETTLED not in mine | theirs


def bodies_of(terms: Terms) -> dict[str, str]:
    """Names of the parties of the terms, each with its party.

    Of groups and labels it is empty: nobody knows that one is apart from those who belong to it.
    """
    return {
        name: party.id if party.members is None and not party.could_be else UNSETTLED
        for party in terms.parties.values()
        for name in (party.name, *party.aliases)
    }


def sides_by_name(bodies: Mapping[str, str], folding: Folding) -> Callable[[Origin], frozenset[str]]:
    """A function that tells which parties speak in an origin, from the names of parties in its speaker and his offices."""
    known = {tuple(folding.words(name)): party for name, party in bodies.items()}
    longest = max(map(len, known), default=0)

    def of(origin: Origin) -> frozenset[str]:
        told = (origin.speaker, *origin.names) if origin.kind == "body" else origin.roles
        found = set()
        for words in map(folding.words, told):
            for start in range(len(words)):
                for length in range(1, longest + 1):
                    party = known.get(tuple(words[start : start + length]))
                    if party is not None:
                        found.add(party)
        return frozenset(found)

    return of
