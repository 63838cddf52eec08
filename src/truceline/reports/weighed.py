# SPDX-License-Identifier: Apache-2.0
"""Claims that were weighed: which of them are worth a place of their own, and what people decided on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from truceline.sources import Claim, Document, Uncounted, Weighing

__all__ = [
    "ADMIRALTY_CODE",
    "claim_wordings",
    "decided_text",
    "independent_text",
    "joined_text",
    "open_texts",
    "shown_weighings",
    "uncounted_texts",
]

ADMIRALTY_CODE = (
    "Letters are set by people. The number is counted: 1, two or more say it of whom a person has seen that they are "
    "independent, and none denies it; 3, some say it and some deny it; 5, two or more independent ones deny it and fewer "
    "say it; 6, it cannot be judged: one says it, or it is not known that two are independent. "
    "2 and 4 weigh what is plausible, which no program does."
)
"""What the letters and numbers beside a claim mean."""

_MOST_NAMED = 3
"""Origins that are named of those that are not counted for one reason."""

Claims = Mapping[str, tuple[Claim, Document]]
"""Each claim with its document, by its id."""


def shown_weighings(weighings: Sequence[Weighing], claims: Claims) -> tuple[list[Weighing], str]:
    """Those with something to weigh, and a line that counts the others; empty where there are none.

    A claim of one origin in one outlet that nobody denies and nobody decided on says nothing but its own words and the letter of
    its outlet, which is counted; ``truceline read`` shows them.
    """
    shown = [each for each in weighings if _is_shown(each, claims)]
    left = [each for each in weighings if not _is_shown(each, claims)]
    if not left:
        return shown, ""
    numbers = ", ".join(sorted({f"{each.number}" for each in left}))
    more = " more" if shown else ""
    told = f"1{more} claim," if len(left) == 1 else f"{len(left):,}{more} claims, each"
    letters = Counter(", ".join(each.letters) or "no letter" for each in left)
    by_letter = ", ".join(f"{letter} {count:,}" for letter, count in sorted(letters.items()))
    has_letters = any(each.letters for each in left)
    return (
        shown,
        f"{told} told by one outlet: {numbers}, cannot be judged; "
        + (f"by letter: {by_letter}; " if has_letters else "")
        + f"no person has accepted {_it(left)}",
    )


def _it(weighings: Sequence[Weighing]) -> str:
    return "it" if len(weighings) == 1 else "any of them"


def _is_shown(weighing: Weighing, claims: Claims) -> bool:
    is_decided = any(claims[name][0].review or claims[name][0].same_as for name in weighing.claims)
    has_several = len(weighing.outlets) > 1 or len(weighing.origins) > 1
    return is_decided or has_several or bool(weighing.denied_by)


def decided_text(weighing: Weighing, claims: Claims) -> str:
    """Whether a person accepted it: all its tellings, some of them, or none."""
    accepted = [claims[name][0] for name in weighing.claims if claims[name][0].review == "accepted"]
    if not accepted:
        return "no person has accepted it"
    by = f"accepted by {', '.join(sorted({claim.reviewer for claim in accepted}))}"
    if len(accepted) == len(weighing.claims):
        return by
    return f"{by} in {len(accepted):,} of {len(weighing.claims):,} places"


def independent_text(weighing: Weighing) -> str:
    """How many are independent, as far as people say so, and how many may be."""
    told = f"{weighing.independent:,} independent at least"
    if weighing.untied > weighing.independent:
        told += f", {weighing.untied:,} if nothing is left untold"
    return told


def open_texts(weighing: Weighing, claims: Claims) -> list[str]:
    """What a person has to decide before more can be said: of independence, and of other claims that may be the same."""
    told = []
    if weighing.untied >= 2 > weighing.independent:
        told.append(
            f"open: no document tells of a tie between {weighing.untied:,} of the origins, which does not prove that there is "
            "none; they count only where a person has seen that neither has it from the other, and writes the id of the "
            "one's claim into “independent of” of the other's"
        )
    for ids, what, column in (
        (weighing.may_be, "may be the same", "same as"),
        (weighing.may_be_denied_by, "may be denied by", "denies"),
    ):
        for name in ids:
            claim, document = claims[name]
            outlet = document.outlet.value if document.outlet else document.original.name
            told.append(
                f"{what}: “{claim.span.of(document.text)}” ({outlet}, {name}); the cells are equal, which makes no event the "
                f"same, and counts only where a person writes the id into “{column}”"
            )
    return told


def uncounted_texts(weighing: Weighing, names: Mapping[str, str]) -> list[str]:
    """Which origins are not counted as independent, and why: of those that say it, then of those that deny it.

    Args:
        weighing: of a claim.
        names: of origins, by their ids.
    """
    sides = ((False, "of those that say it"), (True, "of those that deny it"))
    told = (
        (side, _uncounted([u for u in weighing.uncounted if u.is_denial == is_denial], names))
        for is_denial, side in sides
    )
    return [f"{side}, not counted as independent: {why}" for side, why in told if why]


def _uncounted(uncounted: Sequence[Uncounted], names: Mapping[str, str]) -> str:
    by_why: dict[str, list[str]] = {}
    for each in uncounted:
        by_why.setdefault(each.why, []).append(f"{names[each.origin]} beside {names[each.beside]}")
    told = []
    for why, pairs in by_why.items():
        more = f" and {len(pairs) - _MOST_NAMED:,} more" if len(pairs) > _MOST_NAMED else ""
        told.append(f"{', '.join(pairs[:_MOST_NAMED])}{more}: {why}")
    return "; ".join(told)


def claim_wordings(
    weighing: Weighing, claims: Claims, outlets: Mapping[str, Sequence[str]]
) -> list[tuple[str, str]]:
    """The words of all claims that are taken for one, each with the outlets that have them.

    Args:
        weighing: of them.
        claims: by their ids.
        outlets: of each document.
    """
    found: dict[str, set[str]] = {}
    for name in weighing.claims:
        claim, document = claims[name]
        words = " ".join(claim.span.of(document.text).split())
        found.setdefault(words, set()).update(outlets[document.id])
    return [(words, ", ".join(sorted(of))) for words, of in found.items()]


def joined_text(weighing: Weighing, claims: Claims, outlets: Mapping[str, Sequence[str]]) -> str:
    """In what claims that are taken for one differ, so that they may be two; empty where they agree as far as they tell."""
    told = [claims[name] for name in weighing.claims]
    found = []
    for what, of in (("kind", _kind), ("act", _act), ("parties", _parties)):
        sides: dict[str, set[str]] = {}
        for claim, document in told:
            if of(claim):
                sides.setdefault(of(claim), set()).update(outlets[document.id])
        if len(sides) > 1:
            every = (f"{value} ({', '.join(sorted(names))})" for value, names in sorted(sides.items()))
            found.append(f"{what}: {' / '.join(every)}")
    return f"look again whether they say the same, since they differ in {'; '.join(found)}" if found else ""


def _kind(claim: Claim) -> str:
    return claim.kind


def _act(claim: Claim) -> str:
    return claim.act


def _parties(claim: Claim) -> str:
    return ", ".join(sorted({f"{one.role} {one.id or one.words}".strip() for one in claim.parties}))
