# SPDX-License-Identifier: Apache-2.0
"""What follows a verb of saying: whom it is said to, and where that begins which is said."""

from __future__ import annotations

from truceline.sources.statements.clause_signs import (
    has_finite,
    is_base,
    is_pronoun_that,
    is_subject,
    near,
    skip_adverbs,
)
from truceline.sources.statements.tokens import BREAK, DASHES, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Found, Saying

_SHORT = 12
"""So many words behind the verb a clause without "that" may have its own."""


def begin(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """Where what is said begins behind the verb, and whether it is no clause; takes up to whom it is said."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    if place >= stop or low[place] in ENDS:
        return None
    if low[place] in (":", ",") or low[place] in DASHES:
        return _behind_mark(telling, found, made, place, stop)
    if low[place] == QUOTED and "name" not in takes:
        if takes & {"clause", "that", "noun", "question"}:
            return place, False
        if "quote" in takes:
            made.quotes = (place,)
        return None
    if "as" in takes and (at := near(telling, words["as"], place, stop, 12)) is not None and at + 1 < stop:
        quote = at + 1
        while quote < stop and low[quote] in words["determiners"]:
            quote += 1
        if quote < stop and low[quote] == QUOTED:
            made.quotes = (quote,)
            return None if "noun" not in takes else (place, True)
    if "name" in takes:
        at = near(telling, {QUOTED}, place, stop, 10)
        if at is not None:
            made.quotes = (at,)
            made.names = True
        return None
    if low[place] in words["that"] and takes & {"clause", "that"} and not is_pronoun_that(telling, place):
        return place + 1, False
    if low[place] in words["that"] and low[place + 1] == "," and is_pronoun_that(telling, place):
        return None  # "said that, and left"
    if low[place] in words["questions"] and "question" in takes:
        return place, False
    if _is_open_question(telling, found, place):
        return place, False
    if (
        low[place] in words["negations"]
        and place + 1 < stop
        and low[place + 1] in words["to"]
        and "infinitive" in takes
    ):
        return place, True
    if low[place] in words["to"]:
        if place + 1 < stop and is_base(telling, place + 1):
            return (place, True) if "infinitive" in takes and "needs-person" not in takes else None
        return _to_whom(telling, found, made, place, stop)
    if low[place] in takes and low[place] in words["prepositions"] and "needs-person" not in takes:
        return place + 1, True
    if low[place] in words["for"]:
        return _for_whom(telling, found, place, stop)
    if "person" in takes:
        begun = _whom(telling, found, made, place, stop)
        if begun is not None:
            return begun
        if "needs-person" in takes:
            return None
    if "gerund" in takes and telling.ends_as(place, "gerund") and low[place] not in words["no-gerunds"]:
        return place, True
    if low[place] in words["adjuncts"] and not _opens_clause(telling, place, stop):
        return _behind_adjunct(telling, found, made, place, stop)
    if "noun" in takes and low[place] in words["what"]:
        return place, True
    if (
        low[place] in words["prepositions"]
        or low[place] in words["openers"] - words["subjects"]
        or low[place] in words["conjunctions"]
    ):
        return None
    if "noun" in takes and not (low[place] in words["pronouns"] and "clause" not in takes):
        return place, not (takes & {"clause"} and has_finite(telling, place, stop))
    if _is_nothing(telling, place, stop):
        return None
    if takes & {"clause", "that"} and (later := _that_behind_time(telling, place, stop)) is not None:
        return later, False
    if "clause" in takes and (
        _is_subject(telling, place)
        or telling.is_headline(found.at)
        or has_finite(telling, place, stop, plural="loose" in takes and found.form != "gerund")
    ):
        return place, False
    if "that" in takes and "clause" not in takes and _is_bare_clause(telling, place, stop):
        return place, False
    if "clause" in takes and low[place] in words["articles"]:
        at = near(telling, {QUOTED}, place, stop, 6)
        if at is not None and all(telling.is_word(spot) for spot in range(place, at)):
            made.quotes = (at,)  # "predicted a raid 'by May'"
    return None


def _is_bare_clause(telling: Telling, place: int, stop: int) -> bool:
    """Whether a noun group and then its auxiliary follow, and no relative clause: "conceded the army had left"."""
    low, words = telling.low, telling.words
    is_object = low[place] in words["objects"] - words["pronouns"] - words["possessives"]
    if is_object or low[place] in words["auxiliaries"] or not telling.is_word(place):
        return False
    for at in range(place + 1, min(place + _SHORT, stop)):
        if low[at] in words["auxiliaries"]:
            return True
        is_other = (
            low[at] in words["openers"] or low[at] in words["determiners"] or low[at] in words["pronouns"]
        )
        if is_other or not (telling.is_word(at) or low[at] in words["possessive"]):
            return False
    return False


def _for_whom(telling: Telling, found: Found, place: int, stop: int) -> tuple[int, bool] | None:
    """As in "Asked for the pause to be kept", and not "asked for guns to protect the town"."""
    low, words = telling.low, telling.words
    if "infinitive" not in found.entry.takes:
        return None
    at = near(telling, words["to"], place + 1, stop, 8)
    if at is None or not (low[at + 1] in words["be"] or low[place + 1] in words["objects"]):
        return None
    return place, True


def _is_subject(telling: Telling, place: int) -> bool:
    """Whether a pronoun begins a clause, whatever its verb: "said it hit a depot"."""
    low, words = telling.low, telling.words
    following = low[place + 1]
    return (
        low[place] in words["pronoun subjects"]
        and telling.is_word(place + 1)
        and following not in words["small"]
        and following not in words["occasions"]
    )


def _is_nothing(telling: Telling, place: int, stop: int) -> bool:
    """As in "Said nothing", "says a lot of things": no clause."""
    low, words = telling.low, telling.words
    if low[place] in words["determiners"] and low[place + 1] in words["nothings"]:
        is_pair = low[place + 2] in words["conjunctions"]  # "says one thing and does another"
        return is_pair or not has_finite(telling, place + 1, stop, plural=False)
    return low[place] in words["nothings"] and (
        low[place + 1] in words["prepositions"] or not telling.is_word(place + 1)
    )


def that_behind(telling: Telling, place: int, stop: int) -> int | None:
    """The "that" behind words that tell where or when: "It was announced in Oder that"."""
    at = near(telling, telling.words["that"], place, stop, 10)
    if at is None or is_pronoun_that(telling, at) or has_finite(telling, place, at, plural=False):
        return None
    return at


def _that_behind_time(telling: Telling, place: int, stop: int) -> int | None:
    """Behind "said a few minutes ago that": where the clause begins."""
    low, words = telling.low, telling.words
    at = near(telling, words["that"], place + 1, stop, 6)
    if at is None or has_finite(telling, place - 1, at, plural=False):
        return None
    last = low[at - 1]
    return at + 1 if last in words["adverbs"] or last in words["occasions"] else None


def _behind_mark(
    telling: Telling, found: Found, made: Saying, place: int, stop: int
) -> tuple[int, bool] | None:
    """Behind a comma or a colon: a quotation, or "that" behind something put in."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    first = place + 1
    while first < stop and low[first] == BREAK:
        first += 1
    if first >= stop:
        return None
    if first < stop - 1 and low[first] in words["quoting"]:
        first += 1
        while first < stop and low[first] == ",":
            first += 1
    if low[first] == QUOTED:
        made.quotes = (first,)
        return None
    if _is_open_question(telling, found, first):
        return first, False
    if low[place] == ":" and takes & {"clause", "that"}:
        return (first + 1 if low[first] in words["that"] else first), False
    if takes & {"clause", "that"}:
        at = near(telling, words["that"], place, stop, 14)
        if (
            at is not None
            and low[at - 1] == ","
            and not is_pronoun_that(telling, at)
            and (at == place + 1 or not has_finite(telling, place, at))
        ):
            return at + 1, False
    return None


def _is_open_question(telling: Telling, found: Found, place: int) -> bool:
    """Whether a question is told in its own order: "asked would it open", "people ask me, is it peace"."""
    if found.entry.manner != "ask" or "question" not in found.entry.takes:
        return False
    low, words = telling.low, telling.words
    return low[place] in words["be"] | words["do"] | words["have"] | words["modal"] and is_subject(
        telling, place + 1
    )


def _behind_adjunct(
    telling: Telling, found: Found, made: Saying, place: int, stop: int
) -> tuple[int, bool] | None:
    """Behind words that tell when, where or how it was said."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    if not takes & {"clause", "that", "noun"}:
        return None
    at = place
    later = near(telling, words["that"], place, stop, 16)
    if (
        later is not None
        and takes & {"clause", "that"}
        and not is_pronoun_that(telling, later)
        and not has_finite(telling, place, later, plural=False)
    ):
        return later + 1, False
    while at < stop and low[at] not in ENDS:
        if low[at] in words["that"] and takes & {"clause", "that"} and not is_pronoun_that(telling, at):
            return at + 1, False
        if low[at] in (":", ",") and at + 1 < stop:
            first = at + 1
            while first < stop and low[first] == BREAK:
                first += 1
            if first < stop and low[first] == QUOTED:
                made.quotes = (first,)
                return None
            if low[at] == ":":
                return (first, False) if takes & {"clause", "that"} else None
            if at > place and low[first] not in words["that"] and not _is_aside(telling, first):
                return None
        at += 1
        if low[at - 1] in words["weekdays"] or telling.said[at - 1][:1].isdigit():
            if (
                at < stop
                and (low[at] in words["subjects"] or low[at] in words["determiners"] or telling.is_name(at))
                and takes & {"clause", "noun"}
                and low[at] not in words["that"]
                and low[at] not in words["months"]
                and has_finite(telling, at, stop)
            ):
                return at, False
            if at < stop and "noun" in takes and telling.is_word(at) and low[at] not in words["small"]:
                return at, True
    return None


def _is_aside(telling: Telling, index: int) -> bool:
    return (
        telling.low[index] in telling.words["prepositions"] or telling.low[index] in telling.words["adverbs"]
    )


def _to_whom(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """As in "Proposed to the United States that", "said to reporters"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    if found.entry.manner in ("agree", "promise", "refuse", "admit"):
        return None
    at = place + 1
    while (
        at < stop
        and low[at] not in ENDS
        and low[at] not in (",", ":", QUOTED)
        and (low[at] not in words["that"] or low[at - 1] in words["determiners"])
        and low[at] not in words["to"]
        and low[at] not in words["questions"]
    ):
        at += 1
    made.addressee = (place + 1, at) if at > place + 1 else None
    if made.addressee:
        made.addressee = (place + 1, _cut_adjunct(telling, place + 1, at))
    if at >= stop:
        return None
    if low[at] in words["that"] and takes & {"clause", "that"}:
        return at + 1, False
    if low[at] in words["to"] and "infinitive" in takes and at + 1 < stop and is_base(telling, at + 1):
        return at, True
    if low[at] == QUOTED:
        made.quotes = (at,)
        return None
    if low[at] in (",", ":"):
        return _behind_mark(telling, found, made, at, stop)
    return None


def _cut_adjunct(telling: Telling, first: int, end: int) -> int:
    """Leaves out when and where, behind the one whom it is said to."""
    low, words = telling.low, telling.words
    for at in range(first + 1, end):
        if (
            low[at] in words["weekdays"]
            or low[at] in words["times"]
            or (low[at] in words["at"] | words["by"] and at > first)
        ):
            return at
    return end


def _whom(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """As in "Told reporters that", "urged Russia to", "accused them of"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    limit = place
    hit: int | None = None
    if "needs-person" in takes and "clause" in takes and low[place] in words["articles"]:
        begun = _whom_short(
            telling, made, place, min(stop, place + _SHORT)
        )  # "told a meeting the bridge had been"
        if begun is not None:
            return begun
    while limit < stop and low[limit] not in ENDS and limit < place + 24:
        word = low[limit]
        if word in words["of"] and "of" in takes and limit > place and "clause" not in takes:
            place_of = next(
                (
                    at
                    for at in range(limit, stop)
                    if low[at] in words["of"] and telling.ends_as(at + 1, "gerund")
                ),
                limit,
            )
            return place_of + 1, True
        if limit > place and (
            (
                word in words["that"]
                and takes & {"clause", "that"}
                and not is_pronoun_that(telling, limit)
                and low[limit - 1] not in words["prepositions"]
            )
            or (
                word in words["to"]
                and "infinitive" in takes
                and limit + 1 < stop
                and is_base(telling, limit + 1)
            )
            or (
                word in words["questions"]
                and "question" in takes
                and (word in words["doubts"] | words["asking"] or limit == place + 1)
                and low[limit - 1] not in words["prepositions"]
            )
            or (word == QUOTED and low[limit - 1] not in words["small"])
            or word == ":"
        ):
            hit = limit
            break
        if limit > place and (
            word in words["pronoun subjects"] or word in words["topics"] or limit in telling.marked
        ):
            break
        if word == "," and limit > place:
            first = limit + 1
            while first < stop and (low[first] in (BREAK, ",") or low[first] in words["quoting"]):
                first += 1
            if first < stop and (low[first] == QUOTED or _is_open_question(telling, found, first)):
                hit = limit
                break
            if not (
                {"clause", "that"} & takes
                and first < stop
                and (_is_aside(telling, first) or low[first] in words["that"])
            ):
                break
        if (
            word in words["objects"]
            and limit == place
            and "clause" in takes
            and low[place + 1] not in words["that"]
        ):
            after_it = skip_adverbs(telling, place + 1, stop)
            if after_it < stop and (
                low[after_it] in words["subjects"] - words["that"]
                or low[after_it] in words["determiners"] - words["that"]
                or telling.is_name(after_it)
            ):
                made.addressee = (place, place + 1)
                if has_finite(telling, after_it, stop):
                    return after_it, False
        limit += 1
    if hit is None:
        if "needs-person" in takes and "clause" in takes:
            return _whom_short(telling, made, place, stop)
        return None
    comma = next((at for at in range(place, hit) if low[at] == ","), hit)
    made.addressee = (place, _cut_adjunct(telling, place, comma))
    word = low[hit]
    if word in words["that"]:
        return hit + 1, False
    if word in words["to"]:
        return (hit - 1 if low[hit - 1] in words["negations"] else hit), True
    if word == QUOTED:
        made.quotes = (hit,)
        return None
    if word in (",", ":"):
        if not takes & {"clause", "that", "question"} and low[hit] == ",":
            return None
        return _behind_mark(telling, found, made, hit, stop)
    return hit, False


def _whom_short(telling: Telling, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """As in "Told the council the truce held": the first noun group is the one it is said to."""
    low, words = telling.low, telling.words
    at = place
    while at < stop and at < place + 8:
        following = at + 1
        if (
            following < stop
            and (
                low[following] in words["subjects"] | words["determiners"]
                and low[following] not in words["that"] | words["others"]
            )
            and low[at] not in words["small"]
            and has_finite(telling, following, stop)
        ):
            made.addressee = (place, _cut_adjunct(telling, place, following))
            return following, False
        if low[at] in ENDS or low[at] == "," or low[following] in words["that"] | words["to"] | {QUOTED}:
            break
        at += 1
    end = place
    while (
        end < stop
        and low[end] not in ENDS
        and low[end] not in (",", QUOTED)
        and low[end] not in words["relatives"]
        and end < place + 6
    ):
        end += 1
    made.addressee = (place, _cut_adjunct(telling, place, end)) if end > place else None
    return None


def _opens_clause(telling: Telling, place: int, stop: int) -> bool:
    """Whether a word like "this" or "last" begins the clause itself: "said this was new"."""
    low, words = telling.low, telling.words
    if low[place] in words["this"]:
        return place + 1 < stop and low[place + 1] not in words["occasions"]
    return low[place] in words["determiners"]
