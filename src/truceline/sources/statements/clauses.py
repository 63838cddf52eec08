# SPDX-License-Identifier: Apache-2.0
"""Where what is said ends: with its sentence, or where the one who tells goes on himself."""

from __future__ import annotations

from truceline.sources.statements.tokens import BREAK, DASHES, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Saying


def clause_end(telling: Telling, first: int, stop: int, made: Saying) -> int:
    """Where what is said ends: with the sentence, or where the one who tells goes on himself."""
    low, words = telling.low, telling.words
    end = first
    colon = False
    speaks = made.subject is not None and telling.low[made.subject.first] in words["we"]
    while end < stop:
        word = low[end]
        if word == BREAK and end + 1 < stop and low[end - 1] not in (",", ":"):
            break
        if (
            word == QUOTED
            and telling.last_sign(end) == ","
            and low[end + 1] in words["articles"]
            and low[end + 2] in words["units"]
        ):
            end += 1  # "... 'over in all but name,' a day after"
            break
        if word == ":":
            is_its_own = low[end + 1 + (low[end + 1] == BREAK)] == QUOTED
            if (
                end > first
                and is_its_own
                and not (made.is_late and any(at in telling.marked for at in range(first, end)))
            ):
                break
            colon = True
        elif (
            (
                word == ","
                and not speaks
                and low[end + 1] in words["conjunctions"]
                and low[end + 2] in words["we"]
            )
            or (
                word == ","
                and low[end + 1] in words["do"]
                and low[end + 2 : end + 3]
                and low[end + 2] in words["negations"]
            )
            or (
                word == ","
                and low[end + 1] in words["articles"]
                and low[end + 2] in words["units"]
                and end > first
            )
            or (word == "," and end > first and _comments(telling, end + 1, stop))
            or (word == "," and end > first and _tells_on(telling, first, end, stop))
            or (end > first and _is_closed(telling, end, stop, made))
            or (word == ";" and not colon)
            or (word in DASHES and end > first and _tells_again(telling, first, end, stop, made))
            or (
                (word == "," or word in words["conjunctions"])
                and end > first
                and (
                    _tells_again(telling, first, end, stop, made)
                    or (made.is_group and _leaves_group(telling, end, made, first))
                )
            )
            or (
                made.is_group
                and end > first
                and word in words["manners"]
                and made.manner in ("refuse", "condemn")
            )
        ):
            break
        end += 1
    end = _trim(telling, first, end)
    while (
        made.is_group
        and low[end] in words["manners"]
        and end - 1 > first
        and (low[end - 1] in words["times"] or telling.is_adverb(end - 1))
    ):
        end -= 1
    return end


def tense_of(telling: Telling, first: int, stop: int) -> str:
    """Of the first verb of a clause: ``present``, ``shifted`` ("had", "would"), ``past``, or nothing where that is not plain."""
    low, words = telling.low, telling.words
    for at in range(first, stop):
        word = low[at]
        if word in words["present"]:
            return "present"
        if word in words["shifted"]:
            return "shifted"
        if word in ENDS or word == QUOTED or word in words["auxiliaries"] or word in words["finite"]:
            return ""
        is_participle = low[at - 1] == "," or low[at - 1] in words["determiners"]
        if telling.ends_as(at, "past") and not telling.is_name(at) and not is_participle:
            return "past"
    return ""


def _tells_on(telling: Telling, first: int, comma: int, stop: int) -> bool:
    """Whether the one who tells goes on by himself, by the tense: "warned that rifles are missing, and the men stayed away"."""
    low, words = telling.low, telling.words
    place = comma + 2
    if place >= stop or low[comma + 1] not in words["conjunctions"]:
        return False
    if low[place] not in words["articles"] and not telling.is_name(place):
        return False
    if tense_of(telling, place, stop) != "past" or tense_of(telling, first, comma) not in (
        "present",
        "shifted",
    ):
        return False
    verb = next(at for at in range(place, stop) if telling.ends_as(at, "past") and not telling.is_name(at))
    for at in range(verb + 1, stop):  # no participle: "a man wounded in the raid had died"
        if low[at] in ENDS or low[at] == ",":
            break
        if low[at] in words["auxiliaries"] or low[at] in words["finite"]:
            return False
    return True


def _may_be_verb(telling: Telling, at: int) -> bool:
    """Whether an unknown word may be a verb: "..., hit the quay"."""
    is_small = telling.low[at] in telling.words["small"]
    return (
        telling.is_word(at) and not is_small and not telling.is_name(at) and not telling.ends_as(at, "gerund")
    )


def _is_closed(telling: Telling, at: int, stop: int, made: Saying) -> bool:
    """Whether the clause ends here in which the verb of saying stands."""
    low, words = telling.low, telling.words
    if made.within == "dashes":
        return low[at] in DASHES and (
            low[at + 1] in words["auxiliaries"]
            or low[at + 1] in words["finite"]
            or telling.ends_as(at + 1, "past")
        )
    if not made.within or made.is_late or low[at] != ",":
        return False
    place = at + 1
    while place < stop and telling.is_adverb(place):
        place += 1
    if made.within == "commas":  # "Hess, who said that the road was open, left"
        return (
            low[place] in words["auxiliaries"]
            or low[place] in words["finite"]
            or (telling.ends_as(place, "past") and not telling.is_name(place))
            or (low[place] in words["pronoun subjects"] and place + 1 in telling.marked)
            or (_may_be_verb(telling, place) and low[place + 1] in words["articles"])
        )
    if low[place] in words["pronoun subjects"] | words["pronouns"]:
        return True
    is_subject = low[place] in words["determiners"] or telling.is_name(place)
    return is_subject and tense_of(telling, place, stop) != ""


def _comments(telling: Telling, at: int, stop: int) -> bool:
    """Whether the one who tells says what he makes of it: ", a figure that the council doubts"."""
    low, words = telling.low, telling.words
    if low[at] not in words["articles"]:
        return False
    for place in range(at + 1, min(at + 4, stop - 1)):
        if low[place] in words["comments"]:
            following = low[place + 1]
            return following in words["relatives"] | words["subjects"] | words["determiners"]
    return False


def _trim(telling: Telling, first: int, end: int) -> int:
    while end > first and (
        telling.low[end - 1] in (".", ",", ";", BREAK, "?", "!") or telling.low[end - 1] in DASHES
    ):
        if telling.low[end - 1] in ("?", "!"):
            break
        end -= 1
    return end


def _leaves_group(telling: Telling, at: int, made: Saying, first: int) -> bool:
    """Whether a comma ends what was agreed, refused, urged in a few words."""
    low, words = telling.low, telling.words
    if low[at] != "," or at + 1 >= len(low):
        return False
    following = low[at + 1]
    if made.manner == "reserve" or made.is_relative:
        return made.is_relative
    is_time = following in words["articles"] and low[at + 2] in words["units"]
    return is_time or following in words["breaks-of-groups"]


def _tells_again(telling: Telling, first: int, at: int, stop: int, made: Saying) -> bool:
    """Whether another verb of the one who tells comes next: ", adding that", "and urged", ", but a witness said"."""
    low, words = telling.low, telling.words
    place = at
    while place < stop and (
        low[place] in (",", BREAK) or low[place] in DASHES or low[place] in words["conjunctions"]
    ):
        place += 1
    if place >= stop:
        return False
    joined = any(word in words["conjunctions"] for word in low[at:place])
    if low[at] == "," and low[place] in words["breaks"]:
        return True
    if low[place] in words["while"] and place + 1 < stop:
        place += 1
        return place in telling.marked and telling.ends_as(place, "gerund")
    while (
        place < stop
        and (low[place] in words["adverbs"] or telling.ends_as(place, "adverb"))
        and not telling.is_name(place)
    ):
        place += 1
    if place in telling.marked:  # the verb itself
        return low[at] == "," or (
            telling.marked[place] != "base"
            and not any(spot in telling.marked for spot in range(first + 1, at))
        )
    if low[at] == "," and low[place] in words["phrase starts"]:
        return True
    if not joined:
        return False
    if low[place] in words["shifted"] and not made.is_group:
        return False  # "and had refused": still what was said
    if low[place] in words["auxiliaries"]:  # "and has refused"
        return any(spot in telling.marked for spot in range(place, min(place + 3, stop)))
    if low[place] in words["to"] or low[place] in words["openers"]:
        return False
    for spot in range(place, min(place + 8, stop)):
        if (
            low[spot] in (",", ";", QUOTED)
            or low[spot] in words["openers"]
            or low[spot] in words["to"] | words["and"]
        ):
            return False
        if spot in telling.marked and spot > place:
            return low[at] == "," or low[place] in words["pronouns"]
    return False
