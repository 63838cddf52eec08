# SPDX-License-Identifier: Apache-2.0
"""Claims: what statements, and the narrator, say that matters to a truce. Each has the words that show it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from truceline.sources.claims.amounts import Amounts
from truceline.sources.claims.doubts import Doubts
from truceline.sources.claims.gazetteer import Gazetteer
from truceline.sources.claims.mentions import Mentions, Named, within
from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import Forms, Found, Piece, one_of
from truceline.sources.model import Claim, Document, Phrase, Span, Statement, TimeSaid
from truceline.sources.statements.passages import Passage, Passages
from truceline.terms import Terms

_FRAME = " \t\r\n:,"
_CLOSING = " \t\r\n\"'”’»)]!"
_REACH = 160
"""Characters before a cue in which its clause is looked for."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A table of cues: what its words show, and who stands beside them."""

    kind: str
    act: str = ""
    before: str = ""
    """The role of a party right before the words; empty where the grammar leaves it open."""
    behind: str = ""
    """The role of a party within the words or right behind them."""
    denied: bool = False
    """Whether what stands behind the words is denied."""
    told: bool = False
    """Whether only words count that somebody is told to say."""


@dataclass(frozen=True, slots=True)
class _Denied:
    """A stretch that somebody denies, from a cue that was found to its end."""

    until: int = -1
    is_negated: bool = False
    """Whether he is said not to deny it: then nobody says that it is not so, nor that it is."""


class Claims:
    """Finds claims by the dictionary ``claims`` of a language."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        data = dictionaries["claims"]
        self._passages = dictionaries.made(Passages)
        numbers: Mapping[str, int] = dictionaries["times"]["numbers"]
        self._numbers = {word: number for word, number in numbers.items() if number > 1}
        self._whole = Amounts(data["numbers"], numbers)
        tables = {str(order): table for order, table in enumerate(data["cues"])}
        self._cues = {
            name: Cue(**{key: value for key, value in table.items() if key != "forms"})
            for name, table in tables.items()
        }
        forms = [(name, form) for name, table in tables.items() for form in table["forms"]]
        pieces = self._pieces(data["pieces"])
        self._forms = Forms(forms, pieces)
        self._modality = {
            name: re.compile(rf"(?<![\w’'])(?:{one_of(words)})(?!\w)|{_clipped(words)}", re.IGNORECASE)
            for name, words in data["modality"].items()
        }
        clauses = data["clauses"]
        self._aside = re.compile(rf",\s*(?:{one_of(clauses['asides'])})\s*,", re.IGNORECASE)
        self._clause = re.compile(
            rf"[.,;:–—()“”\"]|(?<!\w)(?:{one_of(clauses['words'])})(?!\w)", re.IGNORECASE
        )
        self._names = re.compile(rf"(?<!\w)[A-Z]\w+\s+(?:{one_of(clauses['names'])})(?=\s+[a-z])")
        self._ends = re.compile(rf"(?<!\w)(?:{one_of(data['denied']['ends'])})(?!\w)", re.IGNORECASE)
        self._doubts = Doubts(data, pieces, self._ends)
        unless = data["unless"]
        self._unless = re.compile(rf"(?<!\w)(?:{one_of(unless['after'])})\s+$", re.IGNORECASE)
        self._unless_kinds = frozenset(unless["kinds"])
        self._not_with = {kind: frozenset(words) for kind, words in unless["modality"].items()}
        self._amounts = {
            name: re.compile(rf"(?<!\w)(?:{one_of(words)})\s+$", re.IGNORECASE)
            for name, words in data["amounts"].items()
        }

    def _pieces(self, data: Mapping[str, Sequence[str]]) -> dict[str, Piece]:
        pieces = {name: Piece(tuple(words)) for name, words in data.items()}
        return {
            **pieces,
            "amount": Piece(tuple(self._numbers), r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?(?![,.]?\d)"),
        }

    def of(
        self,
        document: Document,
        statements: Sequence[Statement],
        times: Sequence[TimeSaid],
        mentions: Mentions,
    ) -> tuple[Claim, ...]:
        """The claims of a document, in the order of their cues."""
        text, made = document.text, list[Claim]()
        told: defaultdict[tuple[str, Span, float | None, Span | None], list[str]] = defaultdict(list)
        named, sayings = mentions.of(document), _Statements(statements)
        passages = [None, *self._passages.of(document), None]
        for before, passage, following in zip(passages, passages[1:], passages[2:], strict=False):
            if passage is None:
                continue
            denied, corrected = _Denied(), self._doubts.is_correction(passage, before)
            for found in self._forms.find(text, passage.span.start, passage.span.end):
                claim = self._claim(passage, following, found, sayings, times, named, denied)
                if claim is not None and self._cues[found.name].denied:
                    end = passage.sentence(found.start).end
                    scope = self._ends.search(text, found.end, end)
                    denied = _Denied(scope.start() if scope else end, "negated" in claim.modality)
                if corrected and claim is not None:
                    claim = replace(claim, modality=(*claim.modality, "corrected"))
                if claim is None:
                    continue
                is_open = claim.kind == "count" and claim.count is None and claim.cue is not None
                key = claim.kind, claim.span, claim.count, claim.cue.span if is_open and claim.cue else None
                if any(_is_of(claim.act, act) for act in told[key]):
                    continue
                told[key].append(claim.act)
                made.append(claim)
        return tuple(_numbered(document, made))

    def _claim(
        self,
        passage: Passage,
        following: Passage | None,
        found: Found,
        statements: _Statements,
        times: Sequence[TimeSaid],
        named: Named,
        denied: _Denied,
    ) -> Claim | None:
        text, cue, words = passage.text, self._cues[found.name], Span(found.start, found.end)
        sentence = passage.sentence(found.start)
        quotation = passage.quotation(found.start)
        last = min(sentence.end, quotation.end) if quotation else sentence.end
        if text[found.end : last].rstrip(_CLOSING).endswith("?"):
            return None
        if cue.kind in self._unless_kinds and self._unless.search(
            text, max(sentence.start, found.start - _REACH), found.start
        ):
            return None
        statement, is_verb = statements.of(words, must_deny=cue.kind == "denial")
        if cue.told and statement is None:
            return None
        span = (
            _clipped_to(sentence, statement.span)
            if statement
            else _beside_quotations(passage, sentence, words)
        )
        if statement and is_verb:
            span = statement.span
        count, at = None, found.start
        if cue.kind == "count":
            amount = Span(found.start, found.start + len(found.parts["amount"]))
            count, at = self._whole.read(text, amount, sentence, within(times, sentence))
        modality = self._modalities(
            text, Span(max(sentence.start, found.start - _REACH), found.start), within(times, sentence)
        )
        if cue.kind == "count":
            before = text[max(sentence.start, found.start - _REACH) : at]
            modality += tuple(name for name, words in self._amounts.items() if words.search(before))
        if cue.kind == "reservation":
            modality = (*modality, "reserved")
        if statement and statement.verb and statement.verb.is_hedged and "alleged" not in modality:
            modality = (*modality, "alleged")
        if statement and not is_verb and statement.is_denied and "negated" not in modality:
            modality = (*modality, "negated")
        if cue.kind != "denial":
            doubts = self._doubts.of(passage, following, sentence, words)
            modality += tuple(name for name in doubts if name not in modality)
        not_with = self._not_with.get(cue.kind, frozenset())
        if found.start < denied.until:
            if "negated" in not_with:
                return None
            if not denied.is_negated and "negated" not in modality:
                modality = (*modality, "negated")
        if not not_with.isdisjoint(modality):
            return None
        around = Span(min(span.start, sentence.start), max(span.end, sentence.end)) if is_verb else span
        return Claim(
            id="",
            kind=cue.kind,
            span=span,
            statement=statement.id if statement else "",
            cue=Phrase(text[at : found.end], Span(at, found.end)),
            parties=named.parties(around, words, cue.before, cue.behind, within(times, around)),
            places=named.places_of(around, words, within(times, around), is_hit=cue.before == "against")
            if cue.kind == "incident"
            else named.places(around),
            times=within(times, around),
            modality=modality,
            count=count,
            unit=" ".join(found.parts["things"].lower().split()) if cue.kind == "count" else "",
            act=cue.act,
        )

    def _modalities(self, text: str, span: Span, times: Sequence[TimeSaid]) -> tuple[str, ...]:
        """What the words of the clause before a cue make of it; those of times and names make nothing: ``5 May``."""
        before = span.of(text)
        for one in times:
            first, last = (min(max(at - span.start, 0), len(before)) for at in (one.span.start, one.span.end))
            before = f"{before[:first]}{'0' * (last - first)}{before[last:]}"
        before = self._aside.sub(" ", self._names.sub(" ", before))
        clause = before[max((found.end() for found in self._clause.finditer(before)), default=0) :]
        return tuple(name for name, words in self._modality.items() if words.search(clause))


def find_claims(
    document: Document,
    statements: Sequence[Statement],
    times: Sequence[TimeSaid],
    dictionaries: Dictionaries,
    *,
    terms: Terms | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Claim, ...]:
    """The claims of a document, in order; each has a cue, and none means anything until a person has accepted it.

    Args:
        document: as it was read.
        statements: of it; a claim that lies in none is the narrator's.
        times: of it.
        dictionaries: the cues of a language, in the file ``claims``.
        terms: whose parties and areas are looked for by their names and aliases.
        gazetteer: whose places are looked for.
    """
    mentions = _mentions(_Same(dictionaries), _Same(terms), _Same(gazetteer))
    return dictionaries.made(_claims).of(document, statements, times, mentions)


class _Same:
    """Equal to what holds the very same thing; terms cannot be hashed."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held

    def __hash__(self) -> int:
        return id(self.held)


def _is_of(act: str, other: str) -> bool:
    """Whether one act may be the other, or a kind of it: *shelled* and *were killed*, not *shelled* and *ambushed*."""
    one, two = f"{act}.", f"{other}."
    return not act or not other or one.startswith(two) or two.startswith(one)


@lru_cache(maxsize=4)
def _mentions(dictionaries: _Same, terms: _Same, gazetteer: _Same) -> Mentions:
    with dictionaries.held.faults_of("claims"):
        return Mentions(dictionaries.held, terms.held, gazetteer.held)


def _claims(dictionaries: Dictionaries) -> Claims:
    with dictionaries.faults_of("claims"):
        return Claims(dictionaries)


class _Statements:
    """Finds the statement that a cue belongs to; cues are asked for in the order of the text."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._waiting = sorted(statements, key=lambda one: (one.span.start, -one.span.end), reverse=True)
        self._open: list[Statement] = []
        self._of_verbs = sorted(
            (one.verb.span.start, order) for order, one in enumerate(statements) if one.verb
        )
        self._every = statements

    def of(self, cue: Span, *, must_deny: bool) -> tuple[Statement | None, bool]:
        """The statement, and whether the cue is its verb: ``proposed`` shows what is proposed.

        Else it is the innermost statement that holds the cue, or none. What somebody denies in *reports that they fired are
        false* is no statement of his: there the verb must be one of denying.
        """
        while self._waiting and self._waiting[-1].span.start <= cue.start:
            self._open.append(self._waiting.pop())
        self._open = [one for one in self._open if one.span.end > cue.start]
        at = bisect_left(self._of_verbs, (cue.start, -1))
        if at < len(self._of_verbs) and self._of_verbs[at][0] < cue.end:
            of_verb = self._every[self._of_verbs[at][1]]
            if of_verb.is_denied or not must_deny:
                return of_verb, True
        holding = [one for one in self._open if one.span.end >= cue.end]
        return (
            min(reversed(holding), key=lambda one: one.span.end - one.span.start) if holding else None
        ), False


def _clipped_to(sentence: Span, span: Span) -> Span:
    return Span(max(sentence.start, span.start), min(sentence.end, span.end))


def _beside_quotations(passage: Passage, sentence: Span, cue: Span) -> Span:
    """The part of a sentence that the narrator tells himself, without white space and colon at its ends."""
    if passage.quotation(cue.start):
        return sentence
    first, last = passage.between_quotations(cue.start)
    span = _clipped_to(sentence, Span(first, last))
    words = span.of(passage.text)
    start = span.start + len(words) - len(words.lstrip(_FRAME))
    return Span(start, max(span.end - len(words) + len(words.rstrip(_FRAME)), cue.end))


def _clipped(words: Sequence[str]) -> str:
    """A pattern for the words that hang on others, such as ``n't``; never found where there are none."""
    hanging = [word for word in words if "'" in word and word.index("'") <= 1]
    return rf"(?<=\w)(?:{one_of(hanging)})(?!\w)" if hanging else r"(?!)"


def _numbered(document: Document, claims: Sequence[Claim]) -> Iterator[Claim]:
    for number, claim in enumerate(claims, 1):
        yield replace(claim, id=f"{document.id}-c{number}")
