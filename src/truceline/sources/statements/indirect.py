# SPDX-License-Identifier: Apache-2.0
"""What is said, in the words of the one who tells it: before the verb of saying, behind it, or around it."""

from __future__ import annotations

from truceline.sources.statements.clause_signs import has_finite, is_base, is_subject, skip_adverbs
from truceline.sources.statements.clauses import clause_end
from truceline.sources.statements.complements import begin, that_behind
from truceline.sources.statements.frames import around, first_word, goes_on
from truceline.sources.statements.groups import Group, after, before
from truceline.sources.statements.tokens import BREAK, DASHES, ENDS, QUOTED, Telling
from truceline.sources.statements.verbs import Found, Lexicon, Saying, with_whom

_CLOSING = frozenset(",.?!…")
"""How a quotation ends behind which the one who says it stands."""


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
    if found.form == "gerund" and low[found.first - 1] in telling.words["as"]:
        _pass_on(telling, found, made, lexicon, start)
    elif found.form == "gerund" and (first := with_whom(telling, found.first)) is not None:
        made.subject = Group(first, found.first, None, first, found.first)
    elif found.form == "gerund" and not _has_helper(telling, found):
        made.subject = None
        made.shares = True
    elif made.subject is None and not found.is_passive:
        made.shares = True
    if made.subject is not None:
        if low[made.subject.first] in telling.words["nobodies"]:
            return None
        is_comment = _is_comment(telling, made.subject)
        if is_comment and low[found.last + 1] != QUOTED:
            return None
        opener = low[max(made.subject.first - 1, 0)]
        made.is_contact = (
            is_comment or opener in telling.words["relatives"] or opener in telling.words["what"]
        )
        if low[made.subject.first] in telling.words["there"]:
            made.subject = None  # "there were reports that"
    if made.subject is not None:
        made.first = made.subject.start
        made.is_relative = low[found.first - 1] in telling.words["relatives"]
        is_real = found.form == "past" and low[made.first - 1] in telling.words["real conditions"]
        if _is_conditional(telling, made.first, start) and not is_real and not _is_late(telling, found, made):
            return None
    made.within = _within(telling, found, made, start, stop)
    return _complete(telling, found, made, lexicon, start, stop)


def _within(telling: Telling, found: Found, made: Saying, start: int, stop: int) -> str:
    """Of what the verb is a part that ends before its sentence."""
    low, words = telling.low, telling.words
    before = low[found.first - 1] if found.first > start else BREAK
    is_gerund = found.form == "gerund" and made.subject is None
    is_participle = is_gerund or telling.ends_as(found.first, "gerund")  # "having said that"
    is_whose = low[made.first - 1] in words["framed relatives"] and low[made.first - 2] == ","
    if (before == "," and is_participle) or is_whose or (made.is_relative and low[found.first - 2] == ","):
        return "commas"
    first = found.first if is_gerund else made.first
    opener = first if is_gerund else first - 1
    if opener >= start and (is_gerund or low[opener] in words["openers"]):
        while opener > start and (low[opener - 1] in words["conjunctions"] or low[opener - 1] == BREAK):
            opener -= 1
        if opener == start:
            return "head"
    dash = next((at for at in range(first - 1, max(first - 5, start), -1) if low[at] in DASHES), None)
    if dash is not None and sum(low[at] in DASHES for at in range(start, dash)) % 2 == 0:
        return "dashes" if any(low[at] in DASHES for at in range(found.last, stop)) else ""
    return ""


def _is_comment(telling: Telling, group: Group) -> bool:
    """As in ", a claim the rebels deny": what the one who tells says about what was said."""
    low, words = telling.low, telling.words
    first = group.first
    while first > 0 and telling.is_word(first - 1) and low[first] not in words["articles"] - words["the"]:
        first -= 1
    if (
        first == 0
        or not (low[first - 1] == "," or low[first - 1] in DASHES)
        or low[first] not in words["articles"]
    ):
        return False
    return any(low[at] in words["comments"] for at in range(first + 1, group.end - 1))


def _pass_on(telling: Telling, found: Found, made: Saying, lexicon: Lexicon, start: int) -> None:
    """As in "The agency quoted Roe as saying", "Roe was quoted by the agency as saying"."""
    low, words = telling.low, telling.words
    made.shares = True
    for at in range(found.first - 2, max(found.first - 16, start), -1):
        if low[at] not in lexicon.passing:
            continue
        made.shares = False
        first = at - 1
        while first > start and telling.is_adverb(first):
            first -= 1
        if not words["falsely"].isdisjoint([low[at], *low[first:at]]):
            named = before(telling, first)
            made.first = named.start if named is not None else made.first
            return  # he did not say it
        if low[first] in words["be"]:
            made.subject = before(telling, first)
            if low[at + 1] in words["by"]:
                made.via = Group(at + 2, found.first - 1, None, at + 2, found.first - 1)
        else:
            made.subject = Group(at + 1, found.first - 1, None, at + 1, found.first - 1)
            made.via = before(telling, at)
        return


def _is_asked(telling: Telling, start: int, stop: int, found: Found) -> bool:
    """Whether the verb is that of a question."""
    low, words = telling.low, telling.words
    end = stop - 1
    while end > start and low[end] in (BREAK, ")"):
        end -= 1
    if low[end] != "?":
        return low[start] in words["have"] and "," not in low[start : found.first]  # "had he said"
    place = found.at
    while place > start and low[place - 1] not in (",", ":", ";", ".") and low[place - 1] not in DASHES:
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
    if found.form not in ("past", "third") or at <= start or found.is_passive:
        return False
    previous = low[at - 1]
    if "needs-person" in found.entry.takes and (
        previous == "," or not (telling.is_name(found.last + 1) or previous in DASHES)
    ):
        return False
    is_someone = telling.is_name(found.last + 1) or low[found.last + 1] in words["pronouns"]
    is_plain = "clause" in found.entry.takes and (
        is_someone or not found.entry.rest
    )  # not ", made clear the need"
    if previous == "," and not _closes_quote(telling, at - 1) and not is_plain:
        return False
    if (
        previous not in (",", QUOTED)
        and previous not in DASHES
        and not (previous == BREAK and at >= 2 and low[at - 2] == QUOTED)
    ):
        return False
    following = low[found.last + 1] if found.last + 1 < len(low) else "."
    if (
        following in ENDS
        or following in (",", ":", QUOTED)
        or following in words["that"] | words["to"]
        or following in words["objects"] - words["pronouns"] - words["possessives"]
        or following in words["it"]
    ):
        return False
    group = after(telling, found.last + 1)
    if group is None:
        return False
    if previous == "," and not _closes_quote(telling, at - 1):
        if not (
            telling.is_name(group.first)
            or low[group.first] in words["determiners"]
            or low[group.first] in words["pronouns"]
        ):
            return False
        aside = before(telling, at)
        if aside is not None and aside.beside is not None and low[aside.beside[0]] in words["articles"]:
            return False
        if aside is not None and low[aside.end] == "," and low[aside.end + 1] in words["relatives"]:
            return False  # "Roe, who was there, said the truce held"
        stop = low[group.last] if group.last < len(low) else "."
        return (
            stop in ENDS
            or stop == ","
            or stop in words["prepositions"]
            or stop in words["weekdays"]
            or stop in words["times"]
        )
    if telling.is_name(group.first) or low[group.first] in words["pronouns"]:
        return True
    is_parted = previous != QUOTED or telling.last_sign(at - 1) in _CLOSING
    return is_parted and telling.is_word(group.first)


def _closes_quote(telling: Telling, comma: int) -> bool:
    return comma > 0 and telling.low[comma - 1] == QUOTED


def _inverted(telling: Telling, found: Found, made: Saying, start: int, stop: int) -> Saying:
    made.subject = after(telling, found.last + 1)
    assert made.subject is not None
    made.end = made.subject.last
    made.is_late = True
    around(telling, made, start, stop)
    return made


def _complete(
    telling: Telling, found: Found, made: Saying, lexicon: Lexicon, start: int, stop: int
) -> Saying | None:
    """Looks for what is said behind the verb, and else before it."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    place = skip_adverbs(telling, found.last + 1, stop)
    if place + 1 < stop and low[place] in words["weekdays"]:
        following = low[place + 1]
        if following in words["that"] or following in words["determiners"] or telling.is_name(place + 1):
            place += 1  # "said Monday that"
    if found.is_passive:
        return _passive(telling, found, made, place, stop)
    if "needs-right" in takes:
        if place + 1 < stop and low[place] in words["determiners"] and low[place + 1] in lexicon.reserved:
            return _said(telling, made, place, stop, is_group=True)
        return None
    if _follows_like(telling, made, start):
        if not takes & {"clause", "that", "quote"}:
            return None
        return _like(telling, made, place, stop)
    if _in_question(telling, found, made, start, stop) or _in_relative(telling, made, place, stop):
        return made
    is_head = not telling.is_word(made.first - 2) or made.first - 1 == start
    is_what = made.subject is not None and low[made.first - 1] in words["what"] and is_head
    if is_what and low[place] in words["auxiliaries"]:
        return None  # "What the army said is not true."
    begun = begin(telling, found, made, place, stop)
    if made.quotes and made.first > start:
        edge = made.first - 1
        while edge > start and (low[edge] in DASHES or low[edge] in (",", BREAK)):
            edge -= 1
        if low[edge] == QUOTED and edge not in made.quotes:
            made.quotes = (edge, *made.quotes)
            made.is_late = True
    if begun is None and place < stop and low[place] in words["to"] and made.addressee is None:
        return None
    if begun is not None:
        first, is_group = begun
        if (
            low[first] == QUOTED
            and not is_group
            and (first + 1 >= stop or low[first + 1] in ENDS or low[first + 1] == "," or made.quotes)
        ):
            made.quotes = (first,)
            return made
        if (
            low[first] == QUOTED
            and not is_group
            and (telling.is_sentence(first) or low[first + 1] in words["conjunctions"])
        ):
            made.quotes = (first,)
            return made
        return _said(telling, made, first, stop, is_group=is_group)
    if made.quotes:
        if (
            not made.names
            and low[made.first - 1] == ","
            and not made.shares
            and (made.first > start + 3 or is_subject(telling, first_word(telling, start)))
            and not made.is_late
            and not telling.is_sentence(made.quotes[0])
        ):
            made.end = made.quotes[0] - 1
            around(telling, made, start, stop)
            if made.said is not None:
                made.said = (made.said[0], max(made.said[1], made.quotes[-1] + 1))
        return made
    is_put_in = low[made.first - 1] == "," == low[found.last + 1] and not made.shares
    needs = "needs-person" in takes and made.addressee is None and not is_put_in
    if (made.shares and found.form == "gerund") or needs:
        return None
    is_put_in = low[made.first - 1] == "," and low[made.first - 2] != QUOTED
    if is_put_in and (made.is_relative or (made.addressee is None and _has_object(telling, place, takes))):
        return None  # "her opposite number, a man who joked, left"
    group = made.subject
    if group is not None and group.end - group.first > 1 and low[group.end - 1] in words["pronoun subjects"]:
        return None  # "..., the terms I mentioned, ..."
    may_end = not takes.isdisjoint({"clause", "that", "question"})
    around(telling, made, start, stop, only_midst=not may_end)
    return made if made.said is not None or made.quotes else None


def _has_object(telling: Telling, place: int, takes: frozenset[str]) -> bool:
    """Whether what follows the verb shows that nothing is said before it: "he had, he went on, posted a guard"."""
    low, words = telling.low, telling.words
    if low[place] in words["for"] | words["of"] | words["to"]:
        return True
    if "person" in takes or low[place] in words["weekdays"] or low[place] in words["times"]:
        return False
    is_named = telling.is_name(place) and low[place] not in words["months"] and telling.is_word(place)
    return is_named or low[place] in words["determiners"] | words["objects"] | words["pronouns"]


def _in_question(telling: Telling, found: Found, made: Saying, start: int, stop: int) -> bool:
    """As in "Was it true, Roe wanted to know, that ...": a question in its own order, around the one who asks."""
    low, words = telling.low, telling.words
    first = first_word(telling, start)
    is_asked = found.entry.manner == "ask" and low[first] in words["auxiliaries"] and first + 1 < made.first
    if not is_asked or not low[made.first - 1] == "," == low[found.last + 1]:
        return False
    made.is_late = True
    made.said = (first, clause_end(telling, found.last + 2, stop, made))
    return True


def _in_relative(telling: Telling, made: Saying, place: int, stop: int) -> bool:
    """As in "mortars, which the army said were gone" and "a copy of what she said was a letter"."""
    low, words = telling.low, telling.words
    first = made.first - 1
    if made.subject is None or place + 1 >= stop or low[place] in words["that"]:
        return False
    if low[first] in words["what"]:
        before = low[first - 1]
        is_behind_verb = telling.ends_as(first - 1, "past") or before in words["finite"] | words["be"]
        if before not in words["prepositions"] and not is_behind_verb:
            return False
    elif low[first] not in words["framed relatives"] or (
        not telling.is_word(first - 1) and low[first - 1] != ","
    ):
        return False
    is_verb = low[place] in words["auxiliaries"] or low[place] in words["finite"]
    is_ending = telling.ends_as(place, "past", "plural") and low[place] not in words["objects"]
    if not is_verb and not (is_ending and telling.is_word(place)):
        return False
    made.within = "commas" if low[first - 1] == "," else made.within
    made.said = (first, clause_end(telling, place, stop, made))
    return True


def _follows_like(telling: Telling, made: Saying, start: int) -> bool:
    return (
        made.first > start
        and telling.low[made.first - 1] in telling.words["likes"]
        and not telling.ends_as(made.at, "gerund")
    )


def _like(telling: Telling, made: Saying, place: int, stop: int) -> Saying | None:
    """As in "As Roe said, the truce held": behind the next comma; else what stands before."""
    low, words = telling.low, telling.words
    start = telling.sentence(made.at)[0]
    comma = place
    while comma < stop and low[comma] != "," and low[comma] not in ENDS and low[comma] not in DASHES:
        comma += 1
    like = made.first - 1
    while like > start + 1 and telling.is_adverb(like - 1):
        like -= 1
    if like > start + 1 and low[like - 1] == "," and low[comma + 1] in words["conjunctions"]:
        made.said = (first_word(telling, start), like - 1)
        made.is_late = True
        return made
    fore = first_word(telling, start)
    is_open = is_subject(telling, fore) and like > fore + 1 and low[like - 1] == ","
    is_open = is_open and not has_finite(telling, fore - 1, like, plural=False)
    if is_open and comma < stop and (end := goes_on(telling, made, fore, like - 2, comma, stop)) is not None:
        made.is_late = True
        made.said = (fore, end)  # "the shells, as Roe put it, had done it"
        return made
    if (comma < stop - 1 and low[comma] == ",") or (comma < stop and low[comma] == ":"):
        first = comma + 1
        while first + 1 < stop and low[first + 1] == "," and telling.is_name(first):
            first += 2  # somebody is spoken to by name
        while first < stop and low[first] in words["conjunctions"]:
            first += 1
        made.end = comma
        made.is_late = True
        return _said(telling, made, first, stop, is_group=False)
    if like > start + 1 and low[like - 1] == "," and has_finite(telling, start - 1, like):
        made.said = (start, like - 1)
        made.is_late = True
        return made
    return None


def _said(telling: Telling, made: Saying, first: int, stop: int, *, is_group: bool) -> Saying | None:
    low = telling.low
    while first < stop and (low[first] in (",", ":", BREAK) or low[first] in telling.words["quoting"]):
        first += 1
    if first < stop and low[first] == QUOTED and (first + 1 >= stop or low[first + 1] in ENDS):
        made.quotes = (first,)
        return made
    made.is_group = is_group
    end = clause_end(telling, first, stop, made)
    if end <= first:
        return None
    made.said = (first, end)
    return made


def _held_in(telling: Telling, made: Saying, subject: Group | None, place: int, stop: int) -> Group | None:
    """In which text it stands: "it is said in the letter that", "In the letter it is said that"."""
    low, words = telling.low, telling.words
    if subject is None or low[subject.end - 1] not in words["it"]:
        return None
    start = telling.sentence(made.at)[0]
    for first, limit in ((place, stop), (start, subject.end - 1)):
        at = first
        while at < limit and (low[at] in words["conjunctions"] or low[at] == BREAK):
            at += 1
        if at + 1 >= limit or low[at] not in words["within"]:
            continue
        end = at + 1
        while end < limit and telling.is_word(end) and low[end] not in words["that"] | words["prepositions"]:
            end += 1
            if low[end] in words["possessive"]:
                end += 1
        if end > at + 1 and low[end - 1] in words["texts"]:
            return Group(at + 1, end, None, at + 1, end)
    return None


def _passive(telling: Telling, found: Found, made: Saying, place: int, stop: int) -> Saying | None:
    """As in "It was made clear that", "they were told by soldiers to leave"."""
    low, words = telling.low, telling.words
    takes = found.entry.takes
    subject = before(telling, found.first)
    if subject is not None:
        made.first = subject.start
    by = _held_in(telling, made, subject, place, stop)
    if by is not None and by.first > made.at:
        place = by.last
    if place < stop and low[place] in words["by"]:
        by = after(telling, place + 1)
        if by is not None:
            end = place + 1
            while end < by.end and low[end] not in words["to"] | words["that"] | words["of"] | words["as"]:
                end += 1
            by = Group(place + 1, end, None, place + 1, end)
            place = end
    made.subject = by
    if by is not None and place + 1 < stop and low[place] in words["as"] and low[place + 1] == QUOTED:
        made.quotes = (place + 1,)
        return made if "as" in takes else None
    if subject is not None and "person" in takes:
        made.addressee = (subject.first, subject.end)
    if place >= stop:
        return None
    if low[place] in words["adjuncts"] and takes & {"clause", "that"}:
        that = that_behind(telling, place, stop)
        place = that if that is not None else place
    if low[place] in words["that"] and takes & {"clause", "that"}:
        return _said(telling, made, place + 1, stop, is_group=False)
    if (
        low[place] in words["to"]
        and takes >= {"infinitive", "person"}
        and place + 1 < stop
        and is_base(telling, place + 1)
    ):
        return _said(telling, made, place, stop, is_group=True)
    if low[place] in words["of"] and "of" in takes and by is not None:
        return _said(telling, made, place + 1, stop, is_group=True)
    if low[place] in words["questions"] and "question" in takes and "person" in takes:
        return _said(telling, made, place, stop, is_group=False)
    if low[place] not in words["told things"] and low[place + 1] not in words["told things"]:
        is_clause = takes >= {"clause", "person"} and is_subject(telling, place)
        if is_clause and has_finite(telling, place, stop, plural=False):
            return _said(telling, made, place, stop, is_group=False)  # "he was told the guns were gone"
    is_told = takes >= {"clause", "person"} or (subject is not None and low[subject.first] in words["it"])
    is_end = not telling.is_word(place) or low[place] in words["adjuncts"]
    if made.first > 0 and low[made.first - 1] in (",", QUOTED) and subject is not None and is_told and is_end:
        around(telling, made, *telling.sentence(found.at))
        return made if made.said or made.quotes else None
    return None
