# SPDX-License-Identifier: Apache-2.0
"""For whom a pronoun stands: the last one of fitting sex and number who spoke or was the subject of a sentence.

Where two of one sentence fit, or he is not named and somebody else may be meant, it stands for nobody.
"""

from __future__ import annotations

from bisect import bisect_right

from truceline.sources.statements.history import History, Known
from truceline.sources.statements.register import Register, last_name
from truceline.sources.statements.tokens import BREAK, QUOTED, Telling

_FAR = 6
"""So many sentences back a pronoun looks."""


def fitting_at(history: History, register: Register, telling: Telling, at: int, kind: str) -> Known | None:
    """The last one for whom a pronoun may stand."""
    place = telling.starts[at]
    firsts = telling.sentences
    number = bisect_right(firsts, at) - 1
    for back in range(_FAR + 1):
        if number - back < 0:
            break
        low = telling.starts[firsts[number - back]]
        high = place if back == 0 else telling.starts[firsts[number - back + 1]]
        fitting: list[Known] = []
        for where, known in history.between(low, high):
            if (
                not history.is_nested(where, place)
                and _fits(history, known, kind)
                and all(one.name != known.name for one in fitting)
            ):
                fitting.append(known)
        if kind == "plural" and any(known.is_plural for known in fitting):
            fitting = [known for known in fitting if known.is_plural]
        if len(fitting) > 1:
            sure = [known for known in fitting if history.sex(known) == kind]
            return sure[0] if len(sure) == 1 and sure[0].name else None
        if fitting:
            is_next = back == 1 and _leads_on(telling, firsts[number - 1], firsts[number], at)
            far = low if is_next else telling.starts[firsts[max(number - _FAR, 0)]]
            is_plain = _is_plain(history, register, fitting[0], kind, far, low, place, is_close=back < 2)
            return fitting[0] if is_plain else None
    return None


def _leads_on(telling: Telling, first: int, end: int, at: int) -> bool:
    """Whether a sentence leads to the next one: that is a quotation, or nobody says anything in the first."""
    if BREAK in telling.low[first:at]:
        return False
    return telling.low[end] == QUOTED or not any(place in telling.marked for place in range(first, end))


def _is_plain(
    history: History,
    register: Register,
    known: Known,
    kind: str,
    far: int,
    low: int,
    place: int,
    *,
    is_close: bool,
) -> bool:
    """Whether nobody else may be meant by "he" or "she" than the last one whom it fits.

    Of one who is described and not named, and whose sex nothing tells, it is plain only where nobody else whom the
    pronoun fits is in reach, and nobody, no body either, spoke or was the subject since. Behind the sentence of which he
    is the subject, in its paragraph, what stands before is out of reach.
    """
    if kind not in ("m", "f") or (history.sex(known) == kind and known.name):
        return True
    if not known.name or _is_sure_between(history, register, low, place, kind, known.name):
        return False
    others = [
        (where, other)
        for where, other in history.between(far, place)
        if other.name != known.name and not history.is_nested(where, place)
    ]
    if known.kind == "person" and known.name != known.role:
        return is_close or not any(
            history.sex(other) == kind and _fits(history, other, kind) for _, other in others
        )
    since = max(where for where, other in history.between(low, place) if other.name == known.name)
    return not any(
        _fits(history, other, kind) or (where > since and other.kind in ("body", "outlet", "unnamed"))
        for where, other in others
    )


def _is_sure_between(
    history: History, register: Register, low: int, place: int, kind: str, name: str
) -> bool:
    """Whether behind somebody another one is named of whom a title, an office or a given name tells the sex."""
    since = max(where for where, known in history.between(low, place) if known.name == name)
    key = last_name(name.split()[-1])
    return any(
        other != key
        and (register.sexes.get(other) == kind or (other in register.roles and other not in register.sexes))
        and not history.is_nested(where, place)
        for where, other in register.between(since, place)
    )


def _fits(history: History, known: Known, kind: str) -> bool:
    """Whether a pronoun may stand for somebody."""
    if kind in ("m", "f"):
        is_person = known.kind in ("person", "unnamed") or not known.name
        return is_person and not known.is_plural and history.sex(known) in ("", kind)
    if kind == "body":
        return known.kind in ("body", "outlet", "unknown") and bool(known.name) and not known.is_plural
    return known.is_plural or known.kind in ("body", "outlet")
