# SPDX-License-Identifier: Apache-2.0
"""Saying without a verb of saying: "according to", "in the words of", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.sources.statements.clauses import clause_end
from truceline.sources.statements.complements import has_finite
from truceline.sources.statements.frames import quote_behind
from truceline.sources.statements.groups import Group, after, before
from truceline.sources.statements.tokens import BREAK, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Lexicon, Saying


def phrases(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "According to two medical workers, ..." and "..., according to the mission"."""
    low = telling.low
    for at, word in enumerate(low):
        for rest, manner in lexicon.phrases.get(word, ()):
            if tuple(low[at + 1 : at + 1 + len(rest)]) == rest:
                made = _phrase(telling, at, at + len(rest), manner)
                if made is not None:
                    yield made


def _phrase(telling: Telling, at: int, last: int, manner: str) -> Saying | None:
    low = telling.low
    start, stop = telling.sentence(at)
    group = after(telling, last + 1)
    if low[at + 1] in telling.words["possessives"]:  # "in his words"
        group = Group(at + 1, at + 2, None, at + 1, last + 1)
    if group is None:
        return None
    made = Saying(at, last, " ".join(low[at : last + 1]), manner, at, group.end, group)
    first = start
    while first < at and (low[first] in (BREAK, ")") or low[first] in telling.words["conjunctions"]):
        first += 1
    if first >= at or all(word in (",", BREAK) for word in low[first:at]):
        return _leading(telling, made, group.end, stop)
    if low[at - 1] in (":", ";") or low[at - 1] in telling.words["conjunctions"]:
        return _leading(telling, made, group.end, stop)
    behind = quote_behind(telling, group.end, min(stop, group.end + 3))
    if low[first] == QUOTED and all(word in (",", BREAK) for word in low[first + 1 : at]):
        made.quotes = (first,)
        return made
    end = at - 1 if low[at - 1] == "," else at
    for place in range(end, first, -1):
        if low[place] == ";":
            first = place + 1
            break
    while first < end and low[first] in telling.words["conjunctions"]:
        first += 1
    if behind is not None:
        made.quotes = (behind,)
        made.said = (first, behind + 1)
    elif (
        low[group.end : group.end + 1] == [","] and group.end + 1 < stop and _goes_on(telling, group.end + 1)
    ):
        made.said = (first, clause_end(telling, group.end + 1, stop, made))
    else:
        made.said = (first, end)
    return made


def _goes_on(telling: Telling, place: int) -> bool:
    low = telling.low[place]
    return (
        low in telling.words["auxiliaries"]
        or low in telling.words["finite"]
        or (telling.ends_as(place, "past") and not telling.is_name(place))
    )


def _leading(telling: Telling, made: Saying, end: int, stop: int) -> Saying | None:
    low = telling.low
    place = end
    while place < stop and low[place] not in (",", ":") and low[place] not in ENDS:
        place += 1
    if place + 1 >= stop or low[place] not in (",", ":"):
        return None
    first = place + 1
    if (
        made.subject is not None
        and made.subject.last > first
        and low[first] not in telling.words["possessives"]
    ):  # what stands beside the one who speaks: "X, a Y, ..."
        closing = made.subject.last
        if closing + 1 < stop and low[closing] == ",":
            first = closing + 1
    while first < stop and low[first] in telling.words["relatives"] | telling.words["whose"]:
        comma = next((at for at in range(first, stop) if low[at] == ","), stop - 1)
        first = comma + 1  # "according to an officer, who gave no name, ..."
    while first < stop and (low[first] in (",", BREAK) or low[first] in telling.words["quoting"]):
        first += 1
    if (
        first < stop
        and low[first] == QUOTED
        and (first + 1 >= stop or low[first + 1] in ENDS or telling.is_sentence(first))
    ):
        made.quotes = (first,)
        return made
    made.said = (first, clause_end(telling, first, stop, made))
    return made if made.said[0] < made.said[1] else None


def asked(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "Asked whether he would go, he laughed": nobody tells who asks."""
    low, words = telling.low, telling.words
    for start, stop in zip(telling.sentences, telling.sentences[1:], strict=False):
        at = start
        while at < stop and (low[at] in (BREAK, ")") or low[at] in words["conditions"]):
            at += 1
        if at >= stop:
            continue
        entry = next(
            (
                entry
                for entry, forms in lexicon.forms.get(low[at], ())
                if "question" in entry.takes and "past" in forms
            ),
            None,
        )
        if entry is None or "person" not in entry.takes:
            continue
        first = next(
            (spot for spot in range(at + 1, min(at + 8, stop)) if low[spot] in words["questions"]), stop
        )
        end = next((spot for spot in range(first, stop) if low[spot] == ","), stop)
        if first < end < stop and "," not in low[at:first]:
            yield Saying(at, at, entry.lemma, entry.manner, at, at + 1, said=(first, end))


def nouns(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """Nouns with what is said: "the claim by the army that ...", "his warning that ..."."""
    low, words = telling.low, telling.words
    for at, word in enumerate(low):
        manner = lexicon.sayings.get(word)
        if manner is None or at in telling.marked:
            continue
        stop = telling.sentence(at)[1]
        made = Saying(at, at, word, manner, at, at + 1)
        place = at + 1
        if low[place] in words["by"] | words["from"]:
            while (
                place < stop
                and place < at + 14
                and low[place] not in words["that"]
                and (telling.is_word(place) or (low[place] == "," and telling.is_name(place + 1)))
            ):
                place += 1
            made.subject = Group(at + 2, place, None, at + 2, place)
            comma = next((spot for spot in range(at + 2, place) if low[spot] == ","), place)
            if comma < place:
                made.subject = Group(at + 2, comma, (comma + 1, place), at + 2, place)
        elif low[at - 1] in words["possessives"]:
            made.subject = Group(at - 1, at, None, at - 1, at)
        elif low[at - 1] in words["possessive"]:
            made.subject = before(telling, at - 1)
        if low[place] == ",":
            place = _behind_aside(telling, place, stop)
        if (
            low[place] not in words["that"]
            or low[place + 1] in words["auxiliaries"]
            or telling.ends_as(place + 1, "past")
        ):
            continue
        first = place + 1
        is_plain = low[at - 1] in words["amid"] or (
            telling.ends_as(at, "plural")
            and low[at - 1] not in words["determiners"]
            and at - 1 not in telling.marked
        )
        if made.subject is None and not is_plain:
            continue
        end = clause_end(telling, first, stop, made)
        start = telling.sentence(at)[0]
        if not any(
            spot in telling.marked
            or low[spot] in words["auxiliaries"]
            or low[spot] in words["finite"]
            or telling.ends_as(spot, "past")
            for spot in range(start, at)
        ):
            close = next((spot for spot in range(first, end) if low[spot] == ","), None)
            if close is None:
                continue  # nobody can tell where the clause ends and the sentence goes on
            end = close
        made.said = (first, end)
        if has_finite(telling, first, end + 1, plural=False):
            yield made


def _behind_aside(telling: Telling, comma: int, stop: int) -> int:
    """Behind something short between commas: "her warning, made in May, that"; else the comma itself."""
    for at in range(comma + 1, min(comma + 8, stop)):
        if telling.low[at] == ",":
            return at + 1
    if telling.low[comma + 1] in telling.words["that"]:
        return comma + 1
    return comma


def hedges(telling: Telling, lexicon: Lexicon) -> Iterator[Saying]:
    """As in "Reportedly" and "allegedly": what is said is the clause in which they stand."""
    low, words = telling.low, telling.words
    for at, word in enumerate(low):
        manner = lexicon.hedges.get(word)
        if manner is None:
            continue
        start, stop = telling.sentence(at)
        made = Saying(at, at, word, manner, at, at + 1, is_hedge=True)
        first = at
        while (
            first > start
            and low[first - 1] not in ENDS
            and low[first - 1] not in (":", QUOTED)
            and low[first - 1] not in words["openers"]
        ):
            if low[first - 1] == "," and first < at and low[first] in words["conjunctions"]:
                break
            first -= 1
        relative = first > start and low[first - 1] in words["relatives"]
        if relative:
            first = _antecedent(telling, first - 1, start)
        while first < at and (low[first] in (",", BREAK) or low[first] in words["conjunctions"]):
            first += 1
        if first == at:
            first = at + 1
            while first < stop and low[first] == ",":
                first += 1
        end = clause_end(telling, at + 1, stop, made)
        for place in range(max(at + 1, first), end):
            if low[place] == "," and (
                low[place + 1] in words["articles"]
                or place + 1 in telling.marked
                or place + 2 in telling.marked
            ):
                end = place
                break
        if first < end:
            made.said = (first, end)
            yield made


def _antecedent(telling: Telling, end: int, start: int) -> int:
    """Where the noun group begins that a relative clause is about."""
    low, words = telling.low, telling.words
    first = end
    while (
        first > start
        and telling.is_word(first - 1)
        and low[first - 1] not in words["conjunctions"]
        and low[first - 1] not in words["auxiliaries"]
    ):
        first -= 1
    return first
