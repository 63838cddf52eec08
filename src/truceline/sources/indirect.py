# SPDX-License-Identifier: Apache-2.0
"""What is said, in the words of the one who tells it: where it begins and where it ends."""

from __future__ import annotations

from dataclasses import dataclass

from truceline.sources.groups import Group, after, before
from truceline.sources.tokens import BREAK, QUOTED, Telling
from truceline.sources.verbs import Found, Lexicon

_DASHES = frozenset({"-", "—", "–"})
_ENDS = frozenset({".", "?", "!", ";", BREAK})


@dataclass(slots=True)
class Saying:
    """A verb of saying with what belongs to it, as places of words ``[first, end)``."""

    at: int
    last: int
    lemma: str
    manner: str
    first: int
    """Where the verb and its subject begin."""
    end: int
    """Where they, and the one it is said to, end."""
    subject: Group | None = None
    shares: bool = False
    """Whether it has its subject from a verb before."""
    addressee: tuple[int, int] | None = None
    said: tuple[int, int] | None = None
    """What is said, in the words of the one who tells; None beside a quotation alone."""
    quotes: tuple[int, ...] = ()
    """Quotations that the verb brings in or closes."""
    names: bool = False
    """Whether the verb gives somebody a name: "called it 'a gift'"."""
    is_hedge: bool = False
    is_group: bool = False
    """Whether what is said is no clause: an infinitive, a gerund, a noun group."""
    is_relative: bool = False
    """Whether the verb stands in a relative clause."""
    is_late: bool = False
    """Whether the verb stands behind what is said, or in the midst of it."""


def saying_of(telling: Telling, found: Found, lexicon: Lexicon) -> Saying | None:
    """What a verb of saying says, and who says it; None where it says nothing."""
    low = telling.low
    entry = found.entry
    made = Saying(found.at, found.last, entry.lemma, entry.manner, found.first, found.last + 1)
    start, stop = telling.sentence(found.at)
    if _is_asked(telling, start, stop, found):
        return None
    if _is_inverted(telling, found, start):
        return _inverted(telling, found, made, start, stop)
    made.subject = None if found.is_passive else before(telling, found.first)
    if found.form == "gerund" and not _has_helper(telling, found):
        made.subject = None
        made.shares = True
    elif made.subject is None and not found.is_passive:
        made.shares = True
    if made.subject is not None:
        made.first = made.subject.start
        made.is_relative = low[found.first - 1] in telling.words["relatives"]
        if _is_conditional(telling, made.first, start) and not _is_late(telling, found, made):
            return None
    return _complete(telling, found, made, lexicon, start, stop)


def _is_asked(telling: Telling, start: int, stop: int, found: Found) -> bool:
    """Whether the verb is that of a question."""
    low, words = telling.low, telling.words
    end = stop - 1
    while end > start and low[end] in (BREAK, ")"):
        end -= 1
    if low[end] != "?":
        return False
    place = found.at
    while place > start and low[place - 1] not in (",", ":", ";", ".") and low[place - 1] not in _DASHES:
        place -= 1
    while place < found.at and low[place] in words["conjunctions"] | words["adverbs"]:
        place += 1
    return low[place] in words["auxiliaries"] or low[place] in words["questions"]


def _has_helper(telling: Telling, found: Found) -> bool:
    return any(low in telling.words["be"] for low in telling.low[found.first : found.at])


def _is_conditional(telling: Telling, first: int, start: int) -> bool:
    return first > start and telling.low[first - 1] in telling.words["conditions"]


def _is_late(telling: Telling, found: Found, made: Saying) -> bool:
    return telling.low[made.first - 1] == "," if made.first else False


def _is_inverted(telling: Telling, found: Found, start: int) -> bool:
    """Whether the one who speaks follows the verb: "..., said Roe"."""
    low, words = telling.low, telling.words
    at = found.first
    if found.form not in ("past", "third") or at <= start or found.is_passive or "person" in found.entry.takes and found.entry.lemma != "warn":
        return False
    previous = low[at - 1]
    if previous not in (",", QUOTED) and previous not in _DASHES and not (previous == BREAK and at >= 2 and low[at - 2] == QUOTED):
        return False
    following = low[found.last + 1] if found.last + 1 < len(low) else "."
    if following in _ENDS or following in (",", ":", "that", "to", QUOTED) or following in words["objects"] - {"it", "her"}:
        return False
    group = after(telling, found.last + 1)
    if group is None:
        return False
    if previous == "," and not _closes_quote(telling, at - 1):
        stop = low[group.last] if group.last < len(low) else "."
        return stop in _ENDS or stop == "," or stop in words["prepositions"] or stop in words["weekdays"] or stop in words["times"]
    return telling.is_name(group.first) or low[group.first] in words["determiners"] or low[group.first] in words["pronouns"] or telling.is_word(group.first)


def _closes_quote(telling: Telling, comma: int) -> bool:
    return comma > 0 and telling.low[comma - 1] == QUOTED


def _inverted(telling: Telling, found: Found, made: Saying, start: int, stop: int) -> Saying:
    made.subject = after(telling, found.last + 1)
    assert made.subject is not None
    made.end = made.subject.last
    made.is_late = True
    _around(telling, made, start, stop)
    return made


def _around(telling: Telling, made: Saying, start: int, stop: int) -> None:
    """What is said stands before the one who says it, and may go on behind."""
    low, words = telling.low, telling.words
    edge = made.first - 1
    while edge > start and (low[edge] in _DASHES or low[edge] in (",", BREAK)):
        edge -= 1
    if low[edge] == QUOTED:
        made.quotes = (edge,)
        behind = quote_behind(telling, made.end, stop)
        if behind is not None:
            made.quotes = (edge, behind)
        return
    if edge < start or low[made.first - 1] != ",":
        return
    first = start
    while first <= edge and low[first] in (BREAK, ")", "]"):
        first += 1
    if first > edge:
        return
    made.is_late = True
    end = edge + 1
    for place in range(edge, first, -1):
        if low[place] == ";" and ":" not in low[first:place]:
            first = place + 1
            break
    behind = _goes_on(telling, made, stop)
    made.said = (first, behind if behind is not None else end)


def quote_behind(telling: Telling, end: int, stop: int) -> int | None:
    """A quotation that follows the one who speaks behind a comma, a colon or a dash."""
    low = telling.low
    place = end
    while place < stop and low[place] not in _ENDS and low[place] != QUOTED:
        if low[place] == ":" or (low[place] == "," and place + 1 < stop and low[place + 1] == QUOTED):
            break
        place += 1
    place += 1
    while place < stop and low[place] in (BREAK, ",", ":"):
        place += 1
    return place if place < stop and low[place] == QUOTED else None


def _goes_on(telling: Telling, made: Saying, stop: int) -> int | None:
    """Where the clause ends that goes on behind the one who says it: "the aim, Roe said, is peace"."""
    low, words = telling.low, telling.words
    place = made.end
    while place < stop and low[place] not in _ENDS and low[place] != ",":
        place += 1
    if place + 1 >= stop or low[place] != ",":
        return None
    following = low[place + 1]
    if following == QUOTED:
        return place + 2 if not telling.is_sentence(place + 1) else None
    if following in words["conjunctions"] or following in words["openers"] or following in words["determiners"]:
        return None
    if following.endswith("ing") or following in words["prepositions"] or telling.is_name(place + 1):
        return None
    if following in words["auxiliaries"] or following in words["finite"] or following.endswith(("ed", "s")):
        return clause_end(telling, place + 1, stop, made)
    return None


def _complete(telling: Telling, found: Found, made: Saying, lexicon: Lexicon, start: int, stop: int) -> Saying | None:
    """Looks for what is said behind the verb, and else before it."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    place = _skip(telling, found.last + 1, stop)
    if found.is_passive:
        return _passive(telling, found, made, place, stop)
    if "needs-right" in takes:
        if place + 1 < stop and low[place] in words["determiners"] and low[place + 1] in lexicon.reserved:
            return _said(telling, made, place, stop, is_group=True)
        return None
    if _follows_like(telling, made, start):
        return _like(telling, made, place, stop)
    begun = _begin(telling, found, made, place, stop)
    if begun is not None:
        first, is_group = begun
        if low[first] == QUOTED and (first + 1 >= stop or low[first + 1] in _ENDS or low[first + 1] == "," or made.quotes):
            made.quotes = (first,)
            return made
        if low[first] == QUOTED and _is_whole(telling, first):
            made.quotes = (first,)
            return made
        return _said(telling, made, first, stop, is_group=is_group)
    if made.quotes:
        return made
    if made.shares and found.form == "gerund":
        return None
    _around(telling, made, start, stop)
    if made.said is None and not made.quotes:
        return None
    if made.said is not None and ("quote" in takes or "as" in takes or "name" in takes) and not takes & {"clause", "that"}:
        return None
    return made


def _is_whole(telling: Telling, at: int) -> bool:
    """Whether a quotation is a sentence of its own: it begins with a capital and ends like one."""
    return telling.is_sentence(at)


def _follows_like(telling: Telling, made: Saying, start: int) -> bool:
    return made.first > start and telling.low[made.first - 1] in telling.words["likes"]


def _like(telling: Telling, made: Saying, place: int, stop: int) -> Saying | None:
    """"As Roe said, the truce held": behind the next comma; else what stands before."""
    low = telling.low
    start = telling.sentence(made.at)[0]
    comma = place
    while comma < stop and low[comma] != "," and low[comma] not in _ENDS and low[comma] not in _DASHES:
        comma += 1
    like = made.first - 1
    if comma < stop - 1 and low[comma] == "," or (comma < stop and low[comma] == ":"):
        first = comma + 1
        while first + 1 < stop and low[first + 1] == "," and telling.is_name(first):
            first += 2  # somebody is spoken to by name
        made.end = comma
        made.is_late = True
        return _said(telling, made, first, stop, is_group=False)
    if like > start + 1 and low[like - 1] == ",":
        made.said = (start, like - 1)
        made.is_late = True
        return made
    return None


def _skip(telling: Telling, place: int, stop: int) -> int:
    low, words = telling.low, telling.words
    while place < stop and (low[place] in words["adverbs"] or (low[place].endswith("ly") and len(low[place]) > 4 and not telling.is_name(place))):
        place += 1
    return place


def _said(telling: Telling, made: Saying, first: int, stop: int, *, is_group: bool) -> Saying | None:
    low = telling.low
    while first < stop and low[first] in (",", ":", BREAK):
        first += 1
    made.is_group = is_group
    end = clause_end(telling, first, stop, made)
    if end <= first:
        return None
    made.said = (first, end)
    return made


def _begin(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """Where what is said begins behind the verb, and whether it is no clause; takes up to whom it is said."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    if place >= stop or low[place] in _ENDS:
        return None
    if low[place] in (":", ",") or low[place] in _DASHES:
        return _behind_mark(telling, found, made, place, stop)
    if low[place] == QUOTED:
        if takes & {"clause", "that", "quote", "noun", "question"}:
            return place, False
        return None
    if "as" in takes and (at := _near(telling, "as", place, stop, 12)) is not None and at + 1 < stop:
        target = at + 1
        while target < stop and low[target] in words["determiners"]:
            target += 1
        if target < stop and low[target] == QUOTED:
            made.quotes = (target,)
            return None if "noun" not in takes else (place, True)
    if "name" in takes:
        at = _near(telling, QUOTED, place, stop, 10)
        if at is not None:
            made.quotes = (at,)
            made.names = True
        return None
    if low[place] == "that" and takes & {"clause", "that"} and not _is_pronoun_that(telling, place):
        return place + 1, False
    if low[place] in words["questions"] and "question" in takes:
        return place, False
    if low[place] == "to":
        if place + 1 < stop and _is_base(telling, place + 1):
            return (place, True) if "infinitive" in takes and "needs-person" not in takes else None
        return _to_whom(telling, found, made, place, stop)
    for preposition in ("of", "for", "on", "against"):
        if low[place] == preposition and preposition in takes and "person" not in takes - {"of"}:
            return place + 1, True
    if "person" in takes:
        begun = _whom(telling, found, made, place, stop)
        if begun is not None:
            return begun
        if "needs-person" in takes:
            return None
    if "gerund" in takes and low[place].endswith("ing") and low[place] not in words["no-gerunds"]:
        return place, True
    if low[place] in words["adjuncts"] and not _opens_clause(telling, place, stop):
        return _behind_adjunct(telling, found, made, place, stop)
    if low[place] in words["prepositions"] or low[place] in words["openers"] - words["subjects"] or low[place] in words["conjunctions"]:
        return None
    if "noun" in takes and not (low[place] in words["pronouns"] and "clause" not in takes):
        return place, not (takes & {"clause"} and _has_finite(telling, place, stop))
    if "clause" in takes and _has_finite(telling, place, stop, plural=found.entry.manner == "say"):
        return place, False
    return None


def _behind_mark(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
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
    if low[place] == ":" and takes & {"clause", "that"}:
        return (first + 1 if low[first] == "that" else first), False
    if takes & {"clause", "that"}:
        at = _near(telling, "that", place, stop, 14)
        if at is not None and low[at - 1] == "," and not _is_pronoun_that(telling, at) and (at == place + 1 or not _has_finite(telling, place, at)):
            return at + 1, False
    return None


def _behind_adjunct(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """Behind words that tell when, where or how it was said."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    if not takes & {"clause", "that", "noun"}:
        return None
    at = place
    while at < stop and low[at] not in _ENDS:
        if low[at] == "that" and takes & {"clause", "that"} and not _is_pronoun_that(telling, at):
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
            if at > place and low[first] != "that" and not _is_aside(telling, first):
                return None
        at += 1
        if low[at - 1] in words["weekdays"] or telling.said[at - 1][:1].isdigit() and not telling.said[at - 1][:4].isdigit():
            if at < stop and (low[at] in words["subjects"] or low[at] in words["determiners"] or telling.is_name(at)) and takes & {"clause", "noun"} and low[at] != "that":
                if low[at] not in words["months"] and _has_finite(telling, at, stop):
                    return at, False
            if at < stop and "noun" in takes and telling.is_word(at) and low[at] not in words["small"]:
                return at, True
    return None


def _is_aside(telling: Telling, index: int) -> bool:
    return telling.low[index] in telling.words["prepositions"] or telling.low[index] in telling.words["adverbs"]


def _to_whom(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """"Proposed to the United States that", "said to reporters"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    at = place + 1
    while at < stop and low[at] not in _ENDS and low[at] not in (",", ":", QUOTED, "that", "to") and low[at] not in words["questions"]:
        at += 1
    made.addressee = (place + 1, at) if at > place + 1 else None
    if made.addressee:
        made.addressee = (place + 1, _cut_adjunct(telling, place + 1, at))
    if at >= stop:
        return None
    if low[at] == "that" and takes & {"clause", "that"}:
        return at + 1, False
    if low[at] == "to" and "infinitive" in takes and at + 1 < stop and _is_base(telling, at + 1):
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
        if low[at] in words["weekdays"] or low[at] in words["times"] or (low[at] in ("in", "on", "at", "during", "by") and at > first):
            return at
    return end


def _whom(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """"Told reporters that", "urged Russia to", "accused them of"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    limit = place
    hit: int | None = None
    while limit < stop and low[limit] not in _ENDS and limit < place + 24:
        word = low[limit]
        if word == "of" and "of" in takes and limit > place and "clause" not in takes:
            made.addressee = None
            return limit + 1, True
        if limit > place and (
            (word == "that" and takes & {"clause", "that"} and not _is_pronoun_that(telling, limit) and low[limit - 1] not in words["prepositions"])
            or (word == "to" and "infinitive" in takes and limit + 1 < stop and _is_base(telling, limit + 1))
            or (word in ("whether", "if") and "question" in takes)
            or (word == QUOTED and low[limit - 1] not in words["small"])
            or word == ":"
        ):
            hit = limit
            break
        if word == "," and limit > place:
            first = limit + 1
            while first < stop and low[first] == BREAK:
                first += 1
            if first < stop and low[first] == QUOTED:
                hit = limit
                break
            if not ({"clause", "that"} & takes and first < stop and (_is_aside(telling, first) or low[first] == "that")):
                break
        if word in words["objects"] and limit == place and "clause" in takes and low[place + 1 : place + 2] != ["that"]:
            after_it = _skip(telling, place + 1, stop)
            if after_it < stop and (low[after_it] in words["subjects"] - {"that"} or low[after_it] in words["determiners"] - {"that"} or telling.is_name(after_it)):
                made.addressee = (place, place + 1)
                if _has_finite(telling, after_it, stop):
                    return after_it, False
        limit += 1
    if hit is None:
        if "needs-person" in takes and "clause" in takes:
            return _whom_short(telling, made, place, stop)
        return None
    comma = next((at for at in range(place, hit) if low[at] == ","), hit)
    made.addressee = (place, _cut_adjunct(telling, place, comma))
    word = low[hit]
    if word == "that":
        return hit + 1, False
    if word == "to":
        return hit, True
    if word == QUOTED:
        made.quotes = (hit,)
        return None
    if word in (",", ":"):
        if not takes & {"clause", "that", "question"} and low[hit] == ",":
            return None
        return _behind_mark(telling, found, made, hit, stop)
    return hit, False


def _whom_short(telling: Telling, made: Saying, place: int, stop: int) -> tuple[int, bool] | None:
    """"Told the council the truce held": the first noun group is the one it is said to."""
    low, words = telling.low, telling.words
    at = place
    while at < stop and at < place + 8:
        following = at + 1
        if following < stop and (low[following] in words["subjects"] | words["determiners"] and low[following] not in ("that", "one")) and not (low[at] in words["small"]):
            if _has_finite(telling, following, stop):
                made.addressee = (place, _cut_adjunct(telling, place, following))
                return following, False
        if low[at] in _ENDS or low[at] == ",":
            break
        at += 1
    end = place
    while end < stop and low[end] not in _ENDS and low[end] not in (",", QUOTED) and low[end] not in words["relatives"] and end < place + 6:
        end += 1
    made.addressee = (place, _cut_adjunct(telling, place, end)) if end > place else None
    return None


def _passive(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> Saying | None:
    """"It was made clear that", "they were told by soldiers to leave"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    subject = before(telling, found.first)
    if subject is not None:
        made.first = subject.start
    by = None
    if place < stop and low[place] == "by":
        by = after(telling, place + 1)
        if by is not None:
            end = place + 1
            while end < by.end and low[end] not in ("to", "that", "of"):
                end += 1
            by = Group(place + 1, end, None, place + 1, end)
            place = end
    made.subject = by
    if subject is not None and "person" in takes:
        made.addressee = (subject.first, subject.end)
    if place >= stop:
        return None
    if low[place] == "that" and takes & {"clause", "that"}:
        return _said(telling, made, place + 1, stop, is_group=False)
    if low[place] == "to" and takes >= {"infinitive", "person"} and place + 1 < stop and _is_base(telling, place + 1):
        return _said(telling, made, place, stop, is_group=True)
    if low[place] == "of" and "of" in takes and by is not None:
        return _said(telling, made, place + 1, stop, is_group=True)
    if low[place] in words["questions"] and "question" in takes and "person" in takes:
        return _said(telling, made, place, stop, is_group=False)
    if made.first > 0 and low[made.first - 1] in (",", QUOTED) and subject is not None and low[subject.first] == "it":
        made.subject = None
        _around(telling, made, *telling.sentence(found.at))
        return made if made.said or made.quotes else None
    return None


def _near(telling: Telling, word: str, place: int, stop: int, most: int) -> int | None:
    """The next place of a word before the sentence ends, not further than so many words."""
    for at in range(place, min(stop, place + most)):
        if telling.low[at] == word:
            return at
        if telling.low[at] in _ENDS:
            return None
    return None


def _is_base(telling: Telling, index: int) -> bool:
    """Whether a word behind "to" is a verb."""
    low, words = telling.low[index], telling.words
    if low in words["adverbs"] or low.endswith("ly"):
        return index + 1 < len(telling) and _is_base(telling, index + 1)
    return (
        telling.is_word(index)
        and (not telling.is_name(index) or telling.is_name(index - 1))
        and low not in words["determiners"]
        and low not in words["pronouns"]
        and low not in words["objects"]
        and low not in words["questions"]
        and not (low.endswith("s") and not low.endswith("ss"))
        and not low.endswith("ing")
    )


def _is_pronoun_that(telling: Telling, index: int) -> bool:
    """Whether "that" stands for a thing: "said that on Tuesday", "told him that"."""
    following = telling.low[index + 1] if index + 1 < len(telling) else "."
    return following in _ENDS or following in ("'s",) and False


def _opens_clause(telling: Telling, place: int, stop: int) -> bool:
    """Whether a word like "this" or "last" begins the clause itself: "said this was new"."""
    low, words = telling.low, telling.words
    if low[place] == "this":
        return place + 1 < stop and low[place + 1] not in ("week", "month", "year", "morning", "evening", "afternoon")
    return low[place] in words["determiners"]


def _has_finite(telling: Telling, place: int, stop: int, *, plural: bool = True) -> bool:
    """Whether a verb seems to follow before the clause ends; a word in -s may be one, or a plural."""
    low, words = telling.low, telling.words
    for at in range(place + 1, stop):
        word = low[at]
        if word in _ENDS:
            return False
        if word in words["auxiliaries"] or word in words["finite"] or word == "'s" or word == QUOTED:
            return True
        if not telling.is_name(at) and len(word) > 3 and (word.endswith("ed") or plural and word.endswith("s") and not word.endswith("ss")):
            return True
    return False


def clause_end(telling: Telling, first: int, stop: int, made: Saying) -> int:
    """Where what is said ends: with the sentence, or where the one who tells goes on himself."""
    low, words = telling.low, telling.words
    end = first
    colon = False
    while end < stop:
        word = low[end]
        if word == BREAK and end + 1 < stop and low[end - 1] not in (",", ":"):
            break
        if word == ":":
            colon = True
        elif word == ";" and not colon:
            break
        elif word in _DASHES and end > first and _tells_again(telling, end, stop):
            break
        elif word in (",", "and", "but") and end > first and (_tells_again(telling, end, stop) or (made.is_group and _leaves_group(telling, end, made, first))):
            break
        elif made.is_group and end > first and word in words["manners"] and made.lemma in ("reject", "denounce"):
            break
        end += 1
    return _trim(telling, first, end)


def _trim(telling: Telling, first: int, end: int) -> int:
    while end > first and (telling.low[end - 1] in (".", ",", ";", BREAK, "?", "!") or telling.low[end - 1] in _DASHES):
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
    if made.manner == "reserve":
        return False
    if made.is_relative:
        return True
    if following in words["breaks-of-groups"]:
        return following != "which" or made.manner not in ("report",)
    return False


def _tells_again(telling: Telling, at: int, stop: int) -> bool:
    """Whether another verb of the one who tells comes next: ", adding that", "and urged", ", but a witness said"."""
    low, words = telling.low, telling.words
    place = at
    while place < stop and (low[place] in (",", BREAK) or low[place] in _DASHES or low[place] in words["conjunctions"]):
        place += 1
    if place >= stop:
        return False
    joined = any(word in words["conjunctions"] for word in low[at:place])
    if low[at] == "," and low[place] in words["breaks"]:
        return True
    if low[place] == "while" and place + 1 < stop:
        place += 1
        return place in telling.marked and low[place].endswith("ing")
    while place < stop and (low[place] in words["adverbs"] or low[place].endswith("ly")) and not telling.is_name(place):
        place += 1
    if place in telling.marked:  # the verb itself
        return low[place].endswith("ing") if not joined else True
    if low[at] == "," and low[place] in ("according",):
        return True
    if not joined:
        return False
    if low[place] in words["auxiliaries"]:  # "and has refused"
        return any(spot in telling.marked for spot in range(place, min(place + 3, stop)))
    if low[place] == "to" or low[place] in words["openers"]:
        return False
    for spot in range(place, min(place + 8, stop)):
        if low[spot] in (",", ";", QUOTED) or low[spot] in words["openers"] or low[spot] in ("to", "and"):
            return False
        if spot in telling.marked and spot > place:
            return low[at] == "," or low[place] in words["pronouns"]
    return False
