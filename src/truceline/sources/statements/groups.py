# SPDX-License-Identifier: Apache-2.0
"""Noun groups: the one who says something, before the verb or after it, and what is said about him beside his name."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.sources.statements.tokens import BREAK, DASHES, QUOTED, Telling

BOUNDARIES = frozenset(
    {",", ";", ":", "(", ")", "[", "]", "—", "–", "-", ".", "?", "!", "…", "...", QUOTED, BREAK}
)
"""Marks over which no noun group goes on."""


_LONG = 16
"""So many words may a clause have between somebody and his verb."""


@dataclass(frozen=True, slots=True)
class Group:
    """A noun group, as places of words ``[first, end)``."""

    first: int
    end: int
    beside: tuple[int, int] | None = None
    """What stands beside it between commas: a role, a name."""
    start: int = -1
    """Where all of it begins, that which stands beside it included."""
    last: int = -1
    """Where all of it ends."""


def before(telling: Telling, at: int) -> Group | None:
    """The noun group that ends before a verb, by the place of the first word of the verb group.

    None where none stands there: the verb shares its subject with another one.
    """
    low, words = telling.low, telling.words
    first = telling.sentence(at)[0]
    end = _skip_back(telling, at, first)
    if end <= first:
        return None
    last = low[end - 1]
    if last in (",", ")") or last in DASHES:
        return _parted(telling, end, first)
    if last in words["conjunctions"]:
        return None
    if last in words["relatives"] and end - 1 > first:
        return _antecedent(telling, end - 1, first)
    return _behind_clause(telling, end, first) or _plain(telling, end, first)


def _behind_clause(telling: Telling, end: int, first: int) -> Group | None:
    """What a clause without commas is about that stands before the verb: "Two drivers who crossed on Friday said"."""
    low, words = telling.low, telling.words
    for at in range(end - 2, max(end - _LONG, first), -1):
        if low[at] in BOUNDARIES or (at in telling.marked and low[at - 1] not in words["of persons"]):
            return None
        if low[at] in words["of persons"]:
            verb = low[at + 1]
            is_clause = (
                verb in words["auxiliaries"]
                or verb in words["finite"]
                or telling.ends_as(at + 1, "past", "plural")  # the -s of "lives" is that of "farms"
                or telling.ends_as(at - 1, "plural")
            )
            return _antecedent(telling, at, first) if is_clause and telling.is_word(at - 1) else None
    return None


def _skip_back(telling: Telling, end: int, first: int) -> int:
    """Leaves out adverbs and days between a subject and its verb."""
    low, words = telling.low, telling.words
    while end > first:
        word = low[end - 1]
        if telling.is_adverb(end - 1):
            end -= 1
        elif word in words["weekdays"] and end - 1 > first:
            end -= 2 if low[end - 2] in words["at"] else 1
        else:
            break
    return end


def _parted(telling: Telling, end: int, first: int) -> Group | None:
    """A noun group with something between it and the verb: "Jeff Roe, 45, a spokesman, said"."""
    low, words = telling.low, telling.words
    closing = low[end - 1]
    opening = {")": "(", ",": ","}.get(closing, closing)
    beside: tuple[int, int] | None = None
    close = end - 1
    while True:
        place = close - 1
        while place > first and low[place] != opening:
            if low[place] in (QUOTED, ";", ":") and low[place] != closing:
                return None
            place -= 1
        if place <= first or low[place] != opening or not may_part(telling, place + 1, close):
            return None
        if low[place + 1] not in words["whose"] and not is_aside(telling, place + 1, close):
            beside = (place + 1, _before_brackets(telling, place + 1, close))
        stop = _skip_back(telling, place, first)
        if stop <= first or low[stop - 1] in words["conjunctions"]:
            return None
        if low[stop - 1] in BOUNDARIES:
            return None
        head = _plain(telling, stop, first)
        if head is None:
            return None
        if low[head.first - 1] == "," and head.first - 1 > first and _is_second(telling, head.first, first):
            close = place
            continue
        return Group(head.first, head.end, beside, head.first, end)


def _before_brackets(telling: Telling, first: int, end: int) -> int:
    """Where a stretch ends without what stands in brackets at its end: "Ana Roe (Harbour Party)"."""
    if telling.low[end - 1] != ")" or "(" not in telling.low[first + 1 : end]:
        return end
    return telling.low.index("(", first + 1, end)


def may_part(telling: Telling, first: int, end: int) -> bool:
    """Whether words between commas may stand between somebody and his verb."""
    words = telling.words
    return (
        telling.low[first] in words["determiners"] | words["whose"]
        or telling.is_name(first)
        or telling.is_name(end - 1)
        or is_aside(telling, first, end)
    )


def _is_second(telling: Telling, first: int, floor: int) -> bool:
    """Whether a stretch behind a comma tells of the one named before it: an age, a role."""
    low, words = telling.low, telling.words
    start = first - 2
    while start > floor and low[start - 1] not in BOUNDARIES:
        start -= 1
    if (
        low[start] in words["openers"]
        or not telling.is_name(first - 2)
        or _is_clause(telling, start, first - 1)
    ):
        return False
    return not telling.is_name(first) and (
        low[first] in words["articles"] or low[first] not in words["small"]
    )


def _is_clause(telling: Telling, first: int, end: int) -> bool:
    """Whether a stretch that ends with a name is no name: "Rockets hit a market in Oder"."""
    low, words = telling.low, telling.words
    if low[end - 1] in words["weekdays"] or low[end - 1] in words["months"]:
        return True
    return any(
        (low[at] in words["prepositions"] and low[at] not in words["joiners"])
        or low[at] in words["auxiliaries"]
        or low[at] in words["finite"]
        or (telling.ends_as(at, "past") and not telling.is_name(at))
        for at in range(first, end)
    )


def is_aside(telling: Telling, first: int, end: int) -> bool:
    """Whether words between commas say when, where or how, and nothing about the one who speaks."""
    word, words = telling.low[first], telling.words
    if word in words["prepositions"] or word in words["adverbs"]:
        return True
    if telling.is_name(first):
        return False
    if (
        telling.is_name(end - 1)
        and word not in words["months"]
        and telling.low[end - 1] not in words["months"]
    ):
        return False
    return telling.said[first][:1].isdigit() or telling.ends_as(first, "gerund", "past")


def _antecedent(telling: Telling, end: int, first: int) -> Group | None:
    """What a relative clause is about: "rebel groups, which pledged"."""
    if telling.low[end - 1] == ",":
        comma = next((at for at in range(end - 2, first, -1) if telling.low[at] == ","), first)
        joins = comma > first and telling.low[comma + 1] in telling.words["joiners"]
        if joins and is_aside(telling, comma + 1, end - 1) and telling.is_name(comma - 1):
            return _plain(telling, comma, first)  # "Roe, of the harbour council, who"
        end -= 1
    if end - 2 > first and telling.said[end - 1][:1].isdigit() and telling.low[end - 2] == ",":
        end -= 2  # "one fighter, 19, who"
    if end <= first:
        return None
    return _plain(telling, end, first)


def _plain(telling: Telling, end: int, first: int) -> Group | None:
    """A noun group that ends at a place, as far back as it goes."""
    low, words = telling.low, telling.words
    if low[end - 1] in BOUNDARIES:
        return None
    start = end
    while start > first:
        word = low[start - 1]
        if (
            word in BOUNDARIES
            or word in words["auxiliaries"]
            or word in words["likes"]
            or (word in words["finite"] and start < end)
        ):
            break
        if (
            word in words["openers"]
            and word not in words["prepositions"] - words["comparing"]
            and not (word in words["that"] and start - 1 == first)
        ):
            break
        if word in words["conjunctions"] and not _joins(telling, start - 1, first, end):
            break
        if start == end and word in words["pronoun subjects"] and low[start - 2] not in words["and"]:
            start -= 1
            break
        if start < end and word in words["pronoun subjects"]:
            if all(low[at] in words["both"] for at in range(start, end)):
                start -= 1
            break
        if start < end and (looks_finite(telling, start - 1) or _opens_group(telling, start, first)):
            break
        start -= 1
    start = _trim_front(telling, start, end)
    if start >= end:
        return None
    last = end
    if (
        end - start > 2
        and low[start] in words["articles"]
        and telling.ends_as(end - 1, "past")
        and telling.is_word(end - 2)
        and low[end - 2] not in words["small"]
        and not telling.is_name(end - 1)
        and not telling.ends_as(end - 2, "adverb")
    ):
        end -= 1  # "the statement posted on Monday"
    return Group(start, _body_end(telling, start, end), None, start, last)


def _opens_group(telling: Telling, at: int, first: int) -> bool:
    """Whether a group begins with an article that stands right behind another one's noun: "a claim the army called"."""
    low, words = telling.low, telling.words
    return (
        low[at] in words["articles"]
        and at - 1 > first
        and telling.is_word(at - 1)
        and not telling.is_name(at - 1)
        and low[at - 1] not in words["small"]
        and low[at - 1] not in words["joiners"]
    )


def _body_end(telling: Telling, start: int, end: int) -> int:
    """Leaves out where or when somebody with a name said it: "the U.S. at talks in Moscow"."""
    low, words = telling.low, telling.words
    at = start + 1 if low[start] in words["articles"] else start
    is_many = at == telling.sentence(start)[0] and telling.ends_as(at, "plural")  # "Attacks on the army"
    if at >= end or not telling.is_name(at) or is_many:
        return end
    while at < end and telling.is_name(at):
        at += 1
    return at if at < end and low[at] in words["places"] else end


def _joins(telling: Telling, at: int, first: int, end: int) -> bool:
    """Whether "and" stands between two noun groups that are one subject: "Egypt and Qatar"."""
    low, words = telling.low, telling.words
    if low[at] in words["but"] or at == first or at + 1 >= end:
        return False
    if low[at + 1] in words["pronouns"]:
        return False
    place = at - 1
    while place >= first and low[place] not in BOUNDARIES and low[place] not in words["clause openers"]:
        if (
            low[place] in words["auxiliaries"]
            or low[place] in words["finite"]
            or looks_finite(telling, place)
        ):
            return False
        if low[place] in words["pronouns"]:
            return False
        place -= 1
    if place >= first and low[place] in (",", QUOTED) and place == at - 1:
        return False
    return (
        telling.is_name(at - 1) == telling.is_name(at + 1)
        or low[at + 1] in words["determiners"]
        or low[place + 1] in words["determiners"]
    )


def looks_finite(telling: Telling, index: int) -> bool:
    """Whether a word looks like a verb in the past: in -ed behind a name or a pronoun, or before a noun group."""
    low, words = telling.low, telling.words
    if (
        not telling.ends_as(index, "past")
        or len(low[index]) < 5
        or telling.is_name(index)
        or "-" in low[index]
    ):
        return False
    if not index:
        return False
    if telling.is_name(index - 1) or low[index - 1] in words["pronouns"] or low[index - 1] in words["whose"]:
        return True
    return low[index - 1] not in words["small"] and low[index + 1] in words["articles"] | words["pronouns"]


def _trim_front(telling: Telling, start: int, end: int) -> int:
    """Leaves out what stands before the group itself: adverbs, conjunctions, "On Monday"."""
    low, words = telling.low, telling.words
    while start < end and (low[start] in words["conjunctions"] or only_adverb(telling, start)):
        start += 1
    while start < end - 1 and low[start] in words["prepositions"]:
        stop = start + 1
        while stop < end - 1 and not (
            (
                low[stop] in words["determiners"]
                and stop > start + 1
                and (low[stop - 1] not in words["prepositions"] or stop == start + 2)
            )
            or (
                telling.is_name(stop)
                and stop > start + 1
                and not telling.is_name(stop - 1)
                and low[stop] not in words["months"]
                and low[stop] not in words["weekdays"]
                and low[stop - 1] not in words["prepositions"]
            )
            or (telling.is_name(stop) and low[stop - 1] in words["weekdays"])
        ):
            stop += 1
        start = stop
    return behind_lapse(telling, start, end)


def behind_lapse(telling: Telling, start: int, end: int) -> int:
    """Leaves out how long after something: "Hours later the ministry", "a day after the government"."""
    low, words = telling.low, telling.words
    for at in range(start, min(start + 4, end - 2)):
        unit = low[at].removesuffix(words.endings["plural"])
        if unit in words["units"] and (low[at + 1] in words["lapses"]):
            return at + 2
    return start


def only_adverb(telling: Telling, index: int) -> bool:
    """Whether a word says when or how and begins no noun group."""
    word = telling.low[index]
    return (word in telling.words["adverbs"] and word not in telling.words["firsts"]) or (
        telling.ends_as(index, "adverb") and len(word) > 5 and telling.words["openers"].isdisjoint({word})
    )


def after(telling: Telling, at: int) -> Group | None:
    """The noun group that follows a verb, as in "said Eric Roe, a spokesman for the army, on Friday"."""
    low, words = telling.low, telling.words
    stop = telling.sentence(at - 1)[1]
    first = at
    while first < stop and only_adverb(telling, first) and not telling.is_name(first):
        first += 1
    if low[first] in words["on"] and low[first + 1] in words["weekdays"]:
        first += 2
    end = first
    if end < stop and (
        low[end] in words["pronouns"] or (low[end] in words["objects"] and not telling.is_word(end + 1))
    ):
        return Group(end, end + 1, None, end, end + 1)
    while end < stop:
        word = low[end]
        if (
            word in BOUNDARIES
            or word in words["auxiliaries"]
            or (
                word in words["times"]
                and not telling.is_name(end)
                and not (end > first and low[end - 1] in words["openended"])
            )
        ):
            break
        if word in words["weekdays"] or (word in words["openers"] and word not in words["joiners"]):
            break
        if end > first and (
            word in words["pronouns"]
            or word in words["finite"]
            or end in telling.marked
            or looks_finite(telling, end)
        ):
            break
        if (word in words["at"] or word in words["to"]) and end > first and not _belongs(telling, end):
            break
        end += 1
    while end > first and low[end - 1] in words["joiners"]:
        end -= 1
    if end == first:
        return None
    return _with_beside(telling, first, end, stop)


def _belongs(telling: Telling, at: int) -> bool:
    """Whether "to", "in" or "at" goes on with a group: "the ambassador to Oman", "a doctor in the town"."""
    following = telling.low[at + 1]
    if (
        telling.low[at] in telling.words["on"]
        or following in telling.words["weekdays"]
        or following in telling.words["times"]
    ):
        return False
    if telling.low[at] in telling.words["to"]:
        return telling.low[at - 1] in telling.words["sent"]
    if following in telling.words["occasional"] or following[:1].isdigit():
        return False
    return not telling.is_name(at - 1)


def _with_beside(telling: Telling, first: int, end: int, stop: int) -> Group:
    """Adds what stands beside the group behind a comma."""
    low, words = telling.low, telling.words
    last = end
    beside: tuple[int, int] | None = None
    if (
        end + 1 < stop
        and low[end] == ","
        and (low[end + 1] in words["determiners"] or telling.is_word(end + 1))
    ):
        place = end + 1
        is_role = low[place] in words["articles"] | words["others"] or (
            not telling.is_name(place)
            and low[place] not in words["not nouns"]
            and not telling.ends_as(place, "gerund", "adverb", "past")
        )
        if is_role or telling.is_name(place):
            close = place
            while close < stop and low[close] not in (",", ".", ";", ":", QUOTED, BREAK, "?", "!", "—", "–"):
                close += 1
            if words["auxiliaries"].isdisjoint(low[place:close]):
                beside = (place, close)
                last = close
    return Group(first, end, beside, first, last)
