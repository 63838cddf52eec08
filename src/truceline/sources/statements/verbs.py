# SPDX-License-Identifier: Apache-2.0
"""Verbs of saying in a telling: their form, what stands before them, and whether they say that something was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from truceline.sources.statements.groups import Group
from truceline.sources.statements.tokens import BREAK, DASHES, QUOTED, Telling, by_last, stands_before

FORMS_OF_VERBS = ("base", "third", "past", "participle", "gerund")
_LONG_NAME = 7
"""So many words before a gerund somebody's name and office may begin."""
_ONLY_QUOTES = frozenset({"quote"})
_LONG_AGENT = 12
"""So many words behind a participle the one by whom it is said may end."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A verb of the dictionary."""

    lemma: str
    manner: str
    takes: frozenset[str]
    rest: tuple[str, ...] = ()
    """Words that follow it and belong to it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The verbs of saying of a language."""

    forms: dict[str, tuple[tuple[Entry, frozenset[str]], ...]]
    """For each form in small letters its verbs, those with most words first, and which forms it may be."""
    hedges: dict[str, str]
    of_saying: frozenset[str]
    """Nouns of saying: all of the next three."""
    sayings: dict[str, str]
    """Those that a clause with "that" may follow."""
    offers: dict[str, str]
    """Those that "to" and a verb may follow."""
    calls: dict[str, str]
    """Those that "for" and a noun group may follow."""
    accounts: dict[str, str]
    """Nouns that tell by whose word something is so: "by the priest's account"."""
    asked: dict[str, str]
    """Participles that open a sentence with what is asked, and their verb."""
    chains: dict[str, list[list[str]]]
    """Words before "to" and a verb of saying that tell that it was said, under the last of them."""
    contacts: frozenset[str]
    """Verbs that do so from further off."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    """By their first word: the words after it, and the manner."""
    reserved: frozenset[str]
    passing: frozenset[str]
    """Forms of verbs by which somebody passes on what another says: "quoted him as saying"."""
    nouns: frozenset[str]
    """Forms that are nouns as well."""
    anonymity: dict[str, tuple[tuple[str, ...], ...]]
    """By their first word, what somebody asks who is not to be named."""
    going_on: frozenset[str]
    """Words with which it goes on."""

    @classmethod
    def of(cls, content: dict[str, Any]) -> Lexicon:
        """From ``verbs.toml``."""
        forms: dict[str, dict[Entry, set[str]]] = {}
        for lemma, told in content["verbs"].items():
            rest = tuple(told.get("rest", "").split())
            entry = Entry(lemma.replace("-", " "), told["manner"], frozenset(told["takes"].split()), rest)
            for name, form in zip(FORMS_OF_VERBS, told["forms"].split(), strict=True):
                forms.setdefault(form, {}).setdefault(entry, set()).add(name)
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, manner in content["phrases"].items():
            first, *more = phrase.split()
            phrases.setdefault(first, []).append((tuple(more), manner))
        anonymity: dict[str, list[tuple[str, ...]]] = {}
        for words in content["anonymity"]["words"]:
            anonymity.setdefault(words.split()[0], []).append(tuple(words.split()))
        return cls(
            {
                form: tuple(
                    sorted(
                        ((entry, frozenset(names)) for entry, names in entries.items()),
                        key=lambda pair: -len(pair[0].rest),
                    )
                )
                for form, entries in forms.items()
            },
            dict(content["hedges"]),
            frozenset(content["sayings"].keys() | content["offers"].keys() | content["calls"].keys()),
            dict(content["sayings"]),
            dict(content["offers"]),
            dict(content["calls"]),
            dict(content["accounts"]),
            dict(content["asked"]),
            by_last(content["chains"]["words"]),
            frozenset(content["chains"]["contacts"]),
            {first: tuple(more) for first, more in phrases.items()},
            frozenset(content["reserve"]["nouns"]),
            frozenset(content["passing"]["forms"]),
            frozenset(content["nouns"]["forms"]),
            {first: tuple(every) for first, every in anonymity.items()},
            frozenset(content["anonymity"]["goes on"]),
        )


def is_anonymity(telling: Telling, first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what is said is only that nobody should name the one who says it: "asked not to be named"."""
    low = telling.low
    for words in lexicon.anonymity.get(low[first], ()):
        stop = first + len(words)
        if tuple(low[first:stop]) == words and (
            stop >= end
            or low[stop] == ","
            or low[stop] in lexicon.going_on
            or telling.is_name(stop)
            or stop in telling.marked
        ):
            return True
    return False


@dataclass(slots=True)
class Found:
    """A verb of saying where it stands."""

    at: int
    last: int
    """The last word that belongs to it."""
    entry: Entry
    form: str
    """One of ``FORMS_OF_VERBS``; a past that may be either is ``past``."""
    first: int
    """Where the verb group begins, auxiliaries and adverbs with it."""
    is_passive: bool = False


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
    via: Group | None = None
    """Who passes it on: "was quoted by the agency as saying"."""
    addressee: tuple[int, int] | None = None
    said: tuple[int, int] | None = None
    """What is said, in the words of the one who tells; None beside a quotation alone."""
    quotes: tuple[int, ...] = ()
    """Quotations that the verb brings in or closes."""
    names: bool = False
    """Whether the verb gives somebody a name: "called it 'a gift'"."""
    is_hedge: bool = False
    is_noun: bool = False
    """Whether a noun stands for the verb: "the claim that"; no verb behind it shares its speaker."""
    is_group: bool = False
    """Whether what is said is no clause: an infinitive, a gerund, a noun group."""
    is_relative: bool = False
    """Whether the verb stands in a relative clause."""
    is_contact: bool = False
    """Whether what the words are about stands before the one who says them: "which Roe called 'a gift'"."""
    within: str = ""
    """Of what the verb is a part, where that ends before the sentence: a clause between ``commas`` or ``dashes``, or one at
    the ``head`` of the sentence."""
    is_late: bool = False
    """Whether the verb stands behind what is said, or in the midst of it."""


def verbs_in(telling: Telling, lexicon: Lexicon) -> Iterator[Found]:
    """Verbs that say that something was said, in order; negated ones, questions, wishes and plans are none."""
    for at, low in enumerate(telling.low):
        entries = lexicon.forms.get(low)
        if low in lexicon.nouns:
            telling.nouns.add(at)
        if entries is None:
            continue
        if (
            telling.is_name(at)
            and telling.low[at + 1] not in telling.words["by"]
            and not telling.is_headline(at)
        ):
            continue
        for entry, forms in entries:
            last = _last(telling, at, entry)
            if last is not None:
                found = _group(telling, at, last, entry, forms, lexicon)
                if found is not None:
                    yield found
                break


def _last(telling: Telling, at: int, entry: Entry) -> int | None:
    low, end = telling.low, len(telling)
    if not entry.rest:
        return at
    place = at + 1
    while place < end and low[place] in telling.words["adverbs"]:
        place += 1
    if low[place : place + len(entry.rest)] == list(entry.rest):
        return place + len(entry.rest) - 1
    for place in range(at + 1, min(at + 4, end)):  # "call publicly on"
        if low[place] == entry.rest[0] and all(
            telling.ends_as(spot, "adverb") for spot in range(at + 1, place)
        ):
            return place if len(entry.rest) == 1 else None
    return None


def _group(
    telling: Telling, at: int, last: int, entry: Entry, forms: frozenset[str], lexicon: Lexicon
) -> Found | None:
    """The verb with its auxiliaries, if it says that something was said."""
    low, words = telling.low, telling.words
    first = at
    helpers: list[str] = []
    while first > 0:
        before = low[first - 1]
        if before in words["auxiliaries"] or before in words["negations"] or before in words["to"]:
            helpers.append(before)
        elif before == "," and first > 3 and low[first - 3] == "," and telling.is_adverb(first - 2):
            first -= 2  # ", however,"
        elif not telling.is_adverb(first - 1):
            break
        first -= 1
    if set(helpers) & words["negations"]:
        return None
    while first < at and low[first] not in words["auxiliaries"] and low[first] not in words["to"]:
        first += 1  # adverbs at the front belong to the subject's side; they are skipped again there
    direct = helpers[0] if helpers else ""
    if not words["to"].isdisjoint(helpers):
        done = _done(telling, first, lexicon) if helpers == [low[first]] and "base" in forms else None
        return Found(at, last, entry, "past", done) if done is not None else None
    is_all = low[last + 1] in words["only"] or not words["only"].isdisjoint(low[first:at])
    is_said = is_all and not words["only modals"].isdisjoint(helpers)  # "would only say that"
    if set(helpers) & words["modal"] and "needs-right" not in entry.takes and not is_said:
        return None
    passive = False
    if "gerund" in forms:
        form = "gerund"
        if helpers and (not set(helpers) & words["be"] or entry.takes == _ONLY_QUOTES):
            return None  # "talks were continuing 'around the clock'"
    elif direct in words["be"] and forms & {"past", "participle"}:
        form, passive = "participle", True
    elif direct in words["have"]:
        form = "participle"
        if not forms & {"past", "participle"}:
            return None
    elif set(helpers) & words["modal"]:
        form = "base"
    elif helpers:
        form = "past" if "past" in forms else "base"
    else:
        form = next(name for name in ("past", "third", "base", "participle") if name in forms)
        if form == "participle":
            return None
    found = Found(at, last, entry, form, first, passive)
    return found if _is_verb(telling, found, helpers) else None


def _done(telling: Telling, to: int, lexicon: Lexicon) -> int | None:
    """Where the verb group begins before "to", if it tells that the saying was done: "went on to say", "rose to ask"."""
    low, words = telling.low, telling.words
    first = to
    if stands_before(low, to, lexicon.chains):
        first = to - max(
            len(phrase) for phrase in lexicon.chains[low[to - 1]] if low[to - len(phrase) : to] == phrase
        )
    else:
        for at in range(to - 1, max(to - _LONG_AGENT, 0), -1):
            if low[at] in lexicon.contacts:
                first = at
                break
            if not telling.is_word(at) or low[at] in words["conjunctions"] or low[at] in words["auxiliaries"]:
                return None
    if first == to:
        return None
    while first > 0 and (low[first - 1] in words["auxiliaries"] or telling.is_adverb(first - 1)):
        first -= 1
        if low[first] in words["modal"]:
            return None
    return None if low[first - 1] in words["negations"] or low[first - 1] in words["to"] else first


def _is_quoted_by(telling: Telling, found: Found) -> bool:
    """As in "described by Roe as 'theatre'" and "accused by Roe of ...": somebody's words follow the one who says them."""
    low, words, takes = telling.low, telling.words, found.entry.takes
    for at in range(found.last + 2, min(found.last + _LONG_AGENT, len(low) - 1)):
        if low[at] in words["as"]:
            return "as" in takes and low[at + 1] == QUOTED
        if low[at] in words["of"] and low[at + 1] == QUOTED:
            return "of" in takes
        if not telling.is_word(at):
            return False
    return False


def _is_plural(telling: Telling, first: int) -> bool:
    """Whether the subject may be of many: a form like "say" needs one."""
    low, words = telling.low, telling.words
    at = first - 1
    while at > 0 and telling.is_adverb(at):
        at -= 1
    if at >= 0 and (low[at] in words["objects"] - words["pronouns"] or low[at] in words["it"]):
        return False
    for place in range(at, max(at - 7, -1), -1):
        if (
            low[place] in words["plurals"]
            or low[place] in words["relatives"]
            or low[place] in words["conjunctions"]
        ):
            return True
        if (
            not telling.is_word(place)
            or low[place] in words["auxiliaries"]
            or low[place] in words["articles"]
        ):
            return False
        if telling.ends_as(place, "plural"):
            return True
    return False


def _tells_of_text(telling: Telling, found: Found) -> bool:
    """Whether a participle only tells of the text before it: "in a statement posted on Monday", "a letter posted in May said"."""
    low, words = telling.low, telling.words
    at = found.first - 2
    while at > 0 and telling.is_word(at) and low[at] not in words["prepositions"]:
        at -= 1
    if low[at] in words["within"] and at > telling.sentence(found.first)[0]:
        return True
    is_when = low[found.last + 1] in words["prepositions"] | words["weekdays"] | words["times"]
    for at in range(found.last + 2, min(found.last + _LONG_AGENT, len(low))):
        if not is_when or not telling.is_word(at) or low[at] in words["openers"] - words["prepositions"]:
            return False
        if low[at] in words["auxiliaries"] or low[at] in words["finite"]:
            return True
    return False


def _is_governed(telling: Telling, first: int) -> bool:
    """Whether names before a word and their article stand behind a preposition, so that the word is a noun."""
    low, words = telling.low, telling.words
    at = first - 1
    while at > 0 and telling.is_name(at) and low[at] not in words["articles"]:
        at -= 1
    return low[at] in words["the"] and low[at - 1] in words["prepositions"]


def with_whom(telling: Telling, first: int) -> int | None:
    """Where somebody is named behind "with" and before a gerund: ", with Roe saying that"."""
    low, words = telling.low, telling.words
    for at in range(first - 1, max(first - _LONG_NAME, 0), -1):
        if low[at] in words["with"]:
            return at + 1 if at + 1 < first else None
        if not telling.is_word(at) or low[at] in words["small"] - words["articles"]:
            return None
    return None


def _is_aside(telling: Telling, found: Found) -> bool:
    """Whether a participle tells something short between commas, behind which the clause goes on with its verb."""
    low, words = telling.low, telling.words
    if low[found.last + 1] not in words["prepositions"]:
        return False
    for at in range(found.last + 2, min(found.last + _LONG_AGENT, len(low) - 1)):
        if low[at] == ",":
            return low[at + 1] in words["auxiliaries"] or low[at + 1] in words["finite"]
        if not telling.is_word(at) and not low[at][:1].isdigit():
            return False
    return False


def _is_verb(telling: Telling, found: Found, helpers: list[str]) -> bool:
    """Whether a word that may also be a noun or an adjective is a verb here."""
    low, words = telling.low, telling.words
    before = low[found.first - 1] if found.first else BREAK
    if helpers:
        return True
    if found.form == "gerund" and before in words["unsaid"]:
        return False  # "stopped short of saying"
    if found.form == "gerund":
        return before not in words["articles"] and (
            before in (",", QUOTED, BREAK)
            or before in words["before-gerunds"]
            or before in words["as"]
            or with_whom(telling, found.first) is not None
            or before in DASHES
            or low[found.last + 1] in words["that"] | {QUOTED, ","}
        )
    if found.form == "base" and not _is_plural(telling, found.first):
        return False
    if found.at in telling.nouns and found.form == "base" and _is_governed(telling, found.first):
        return False  # "regarding the Harbour Watch report"
    if found.at in telling.nouns and low[found.last + 1] not in words["that"]:
        return (
            telling.is_name(found.first - 1)
            or before in words["subjects"]
            or before in words["relatives"]
            or before in words["adverbs"]
        )
    if found.form in ("third", "base") and before in words["determiners"] and before not in words["plurals"]:
        return False
    if before in words["prepositions"] and found.form != "gerund":
        return False
    if found.at in telling.nouns and telling.ends_as(found.first - 1, "past"):
        return False  # "rejected reports that"
    is_late = (
        before in words["adverbs"] and found.first > 1 and telling.is_word(found.first - 2)
    )  # "which he once called"
    if found.form == "past" and before in words["clause openers"] - words["relatives"] and not is_late:
        return False  # "when asked"
    if before in words["possessive"] or (found.form == "past" and before[:1].isdigit() and "-" not in before):
        return False
    if found.form == "past" and (before in words["adjective marks"]):
        return False  # "the proposed truce"
    if found.form == "past" and low[found.first - 1] in words["texts"] and _tells_of_text(telling, found):
        return False  # "in a statement posted on Monday"
    if found.form == "past" and before == "," and _is_aside(telling, found):
        return False  # "the pact, announced in May, was"
    after = low[found.last + 1] if found.last + 1 < len(low) else BREAK
    if found.form == "past" and after in words["by"]:
        found.is_passive = _is_quoted_by(telling, found)
        return found.is_passive  # not "a truce proposed by"
    return not (found.form == "past" and "-" in telling.said[found.at])
