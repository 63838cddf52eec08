# SPDX-License-Identifier: Apache-2.0
"""What the load's parties and acts answer, worked out once for each distinct cell, for the peers.

Truths are 0 no, 1 unknown, 2 yes, as in Truceline.
"""

from __future__ import annotations

from load import ACTS, OUTSIDE, PARTIES, PROHIBITED, SIDE_A, SIDE_B, SIDES

MEMBERS = {
    "any": frozenset(PARTIES),
    "bound": frozenset([*SIDE_A, *SIDE_B]),
    "side-a": frozenset(SIDE_A),
    "side-b": frozenset(SIDE_B),
    "excluded": frozenset(OUTSIDE),
}


def cell_truth(cell: str | None, side: str) -> int:
    """Whether who is named in a cell is of a kind of parties.

    Of those together one is enough; of alternatives all must agree. A name that is not given, or that the
    terms do not have, may be anybody.

    >>> [cell_truth(cell, "side-a") for cell in ("party-01;party-30", "party-01|party-30", None)]
    [2, 1, 1]
    """
    if side == "any":
        return 2
    members = MEMBERS[side]
    found = set()
    for alternative in (cell or "").split("|"):
        names = alternative.split(";")
        is_known = all(name in MEMBERS["any"] for name in names)
        found.add(2 if any(name in members for name in names) else 0 if is_known else 1)
    return found.pop() if len(found) == 1 else 1


def cell_truths(cell: str | None) -> list[int]:
    """``cell_truth`` for each of ``SIDES``."""
    return [cell_truth(cell, side) for side in SIDES]


def act_truths(act: str | None) -> list[int]:
    """Whether an act is prohibited by each list of ``PROHIBITED``; one above a prohibited one may be."""
    if act is None:
        return [1] * len(PROHIBITED)
    return [
        2 if any(_covers(code, act) for code in codes) else int(any(_covers(act, code) for code in codes))
        for codes in PROHIBITED
    ]


def _covers(code: str, act: str) -> bool:
    return act == code or act.startswith(f"{code}.")


ACT_TRUTHS = {act: act_truths(act) for act in (*ACTS, None)}
