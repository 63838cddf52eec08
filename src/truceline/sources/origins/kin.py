# SPDX-License-Identifier: Apache-2.0
"""Who may have it from whom: a name beside the words of another, and spokesmen of one body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Claim, Reading, Span, Speaker, Statement
from truceline.sources.origins.alignment import require_rapidfuzz
from truceline.sources.origins.model import Origin

_LEAST_ROLE = 2
"""Words that two roles must share to be one: "spokesman" alone is said of anybody."""
_BEHIND = 2
"""Sentences behind what somebody says in which he may still be spoken of."""


@dataclass(frozen=True, slots=True)
class _Role:
    """What a role, or the name of a body, says."""

    words: frozenset[str]
    telling: frozenset[str]
    """Those that are no office, no kind of body and no state: of which ministry it is."""
    bodies: frozenset[str]
    states: frozenset[str]
    is_private: bool
    """Whether it is a calling in which somebody speaks for himself."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the words of an origin."""

    rows: tuple[tuple[str, ...], ...] = ()
    """Of each stretch its folded words, in order."""
    words: frozenset[str] = frozenset()
    """All of them, letters of other alphabets in one way."""
    frames: tuple[tuple[str, ...], ...] = ()
    """Of each sentence the words in which nobody is told to speak."""

    def and_of(self, other: Beside) -> Beside:
        """What stands beside the words of both."""
        return Beside(self.rows + other.rows, self.words | other.words, self.frames + other.frames)


class Kin:
    """Tells which origins are not known to be apart, whatever their names."""

    def __init__(
        self,
        dictionaries: Dictionaries,
        meaning: Meaning,
        folding: Folding,
        bodies: Mapping[str, str] | None = None,
    ) -> None:
        speakers = dictionaries["speakers"]
        fold = folding.word
        self._folding = folding
        self._roles: dict[str, _Role] = {}
        self._meaning = meaning
        self._offices = frozenset(fold(word) for word in (*speakers["roles"]["words"], *speakers["titles"]))
        self._small = frozenset((*speakers["roles"]["links"], *dictionaries["folding"]["names"]["particles"]))
        self._bodies = frozenset(map(fold, speakers["bodies"]["words"]))
        with dictionaries.faults_of("occasions"):
            government = dictionaries["occasions"]["government"]
            self._government = frozenset(map(fold, government["words"]))
            self._private = frozenset(map(fold, government["private"]))
            self._cities = frozenset(government["cities"])
            self._seats: Mapping[str, str] = {**dictionaries["points"]["seats"], **government["seats"]}
        self._phrases = {tuple(folding.words(words)): state for words, state in self._seats.items()}
        self._distance = require_rapidfuzz().distance.Levenshtein.distance
        self._party_of = {
            tuple(folding.words(name)): party for name, party in (bodies or {}).items() if party
        }

    def of(self, one: Origin, other: Origin, beside: Mapping[str, Beside], *, are_parties_apart: bool) -> str:
        """Why one may have it from the other, or both from the body that they speak for; empty where nothing tells so.

        Args:
            one: an origin.
            other: another one.
            beside: of origins, by id, the words beside what they say, as ``beside`` gives them.
            are_parties_apart: whether each speaks for a party of the terms, and not for the same.
        """
        for named, by in ((one, other), (other, one)):
            if self._is_beside(named, by, beside.get(by.id, Beside())):
                return "one is named beside what the other says"
            outlets = set(named.outlets) - set(by.outlets)
            if any(self._is_outlet_in(outlet, beside.get(by.id, Beside())) for outlet in outlets):
                return "the outlet of one is named beside what the other says"
        mine, theirs = self._all_of(one), self._all_of(other)
        if any(self._is_one_body(a, b) for a in mine for b in theirs) and not self._are_apart(mine, theirs):
            return "both speak, or may speak, for one body"
        if are_parties_apart or not mine or not theirs:
            return ""
        if all(role.is_private for role in mine) or all(role.is_private for role in theirs):
            return ""
        if not _states(mine).isdisjoint(_states(theirs)):
            return "both speak for one state"
        if self._is_government(mine) and self._is_government(theirs) and not self._are_apart(mine, theirs):
            return "both speak for a government or a force, and it is not told that it is another one"
        return ""

    def _is_outlet_in(self, outlet: str, beside: Beside) -> bool:
        name = self._folding.outlet(outlet)
        return bool(name) and any(_holds(row, name) for row in beside.rows)

    def _all_of(self, origin: Origin) -> list[_Role]:
        names = (origin.speaker, *origin.names) if origin.kind == "body" else ()
        return [self._role(words) for words in (*origin.roles, *names) if words]

    def _are_apart(self, mine: Iterable[_Role], theirs: Iterable[_Role]) -> bool:
        one, other = _states(mine), _states(theirs)
        return bool(one) and bool(other) and one.isdisjoint(other)

    def _is_government(self, roles: Iterable[_Role]) -> bool:
        return any(not role.words.isdisjoint(self._government) for role in roles)

    def beside(self, reading: Reading, claims: Iterable[Claim]) -> Beside:
        """The words of the sentences that claims stand in, of their statements and frames, and of names told for them.

        With what else the speaker says in the document: he may name there whom he has it from.
        """
        by_id = {statement.id: statement for statement in reading.statements}
        rows: list[list[str]] = []
        frames: list[tuple[str, ...]] = []
        text = reading.document.text
        for claim in claims:
            near = [claim.span]
            for statement in _around(claim, by_id):
                speakers = [*statement.via, *([statement.speaker] if statement.speaker else [])]
                for speaker in speakers:
                    rows += [self._folding.words(speaker.name), self._folding.words(speaker.words)]
                near += [statement.span, *([statement.verb.span] if statement.verb else [])]
            teller = by_id[claim.statement].speaker if claim.statement in by_id else None
            for statement in reading.statements:
                if teller and teller.name and statement.speaker and statement.speaker.name == teller.name:
                    rows.append(self._folding.words(statement.span.of(text)))
            whole = Span(min(span.start for span in near), max(span.end for span in near))
            for sentence in self._sentences(reading, whole):
                rows.append(self._folding.words(sentence.of(text)))
                frames.append(tuple(self._folding.words(_frame_of(sentence, _around(claim, by_id), text))))
            rows += [self._folding.words(each.of(text)) for each in self._next_to(reading, whole, teller)]
        words = frozenset(self._folding.letters(word) for row in rows for word in row)
        return Beside(tuple(map(tuple, rows)), words, tuple(frames))

    def _next_to(self, reading: Reading, span: Span, teller: Speaker | None) -> list[Span]:
        """The sentences before and behind a stretch in which nobody else speaks than who says it."""
        text = reading.document.text
        sentences = [
            each for block in reading.document.main for each in self._folding.sentences(text, block.span)
        ]
        before = [each for each in sentences if each.end <= span.start][-1:]
        behind = [each for each in sentences if each.start >= span.end][:_BEHIND]
        others = [
            each.verb.span
            for each in reading.statements
            if each.verb
            and each.speaker
            and each.speaker.name
            and (not teller or each.speaker.name != teller.name)
        ]
        return [each for each in (*before, *behind) if not any(each.holds(verb) for verb in others)]

    def _sentences(self, reading: Reading, span: Span) -> list[Span]:
        text = reading.document.text
        start = text.rfind("\n\n", 0, span.start) + 1
        end = text.find("\n\n", span.end)
        around = Span(start, end if end >= 0 else len(text))
        return [
            each
            for each in self._folding.sentences(text, around)
            if each.start < span.end and span.start < each.end
        ]

    def _words(self, text: str) -> list[str]:
        return [self._folding.letters(word) for word in self._folding.words(text)]

    def _is_beside(self, origin: Origin, other: Origin, beside: Beside) -> bool:
        """Whether the name of an origin, or his office, stands beside what another one says."""
        written = {origin.speaker, *origin.names} - {""}
        own = {word for name in (other.speaker, *other.names) for word in self._words(name)}
        words = beside.words - own
        if origin.kind == "body":
            return any(beside.words >= set(self._words(name)) for name in written) or self._is_meant(
                written, other, beside
            )
        if origin.kind != "person":
            return False
        names = [self._folding.name(name) for name in written]
        asked = {part for name in names for part in (name.last, *name.first[:1]) if len(part) > 1} - own
        return any(self._is_near(part, word) for part in asked for word in words) or any(
            self._is_told(role, beside) or self._is_in_frame(role, other, beside)
            for role in origin.roles
            if role not in other.roles
        )

    def _is_meant(self, names: Iterable[str], other: Origin, beside: Beside) -> bool:
        """Whether another name of a body stands there: of its party in the terms, or a seat of its state."""
        parties = frozenset[str]().union(*(self._parties_in(self._folding.words(name)) for name in names))
        if any(not parties.isdisjoint(self._parties_in(row)) for row in beside.rows):
            return True
        states = frozenset[str]().union(*(self._role(name).states for name in names))
        told = frozenset[str]().union(*map(self._states_in, beside.rows)) if states else states
        return not states.isdisjoint(told - _states(self._all_of(other)))

    def _parties_in(self, words: Sequence[str]) -> frozenset[str]:
        """The parties of the terms that words name."""
        return frozenset(party for name, party in self._party_of.items() if _holds(words, name))

    def _is_told(self, role: str, beside: Beside) -> bool:
        """Whether an office stands there that is no calling of many: words that tell of what it is, in their order."""
        read = self._role(role)
        if read.is_private or not (read.telling or read.states) or len(read.words) < _LEAST_ROLE:
            return False
        asked = tuple(word for word in self._folding.words(role) if word in read.words)
        return any(
            _holds(tuple(word for word in row if not self._is_small(word) and word not in self._small), asked)
            for row in beside.rows
        )

    def _is_in_frame(self, role: str, other: Origin, beside: Beside) -> bool:
        """Whether the narrator names the body, or the state, of an office beside what somebody else says; or he its seat."""
        read, own = self._role(role), self._all_of(other)
        if read.is_private:
            return False
        theirs = frozenset[str]().union(*(each.words for each in own))
        told = read.telling - theirs
        if any(not read.states.isdisjoint(self._seated_in(row) - _states(own)) for row in beside.rows):
            return True
        parties = self._parties_in(self._folding.words(role))
        parties -= frozenset[str]().union(
            *(self._parties_in(self._folding.words(each)) for each in other.roles)
        )
        return any(
            not told.isdisjoint(frame)
            or not parties.isdisjoint(self._parties_in(frame))
            or not read.states.isdisjoint(self._states_in(frame) - _states(own))
            for frame in beside.frames
        )

    def _is_near(self, name: str, word: str) -> bool:
        return name == word or (
            min(len(name), len(word)) > 4 and self._distance(name, word, score_cutoff=1) <= 1
        )

    def _is_one_body(self, mine: _Role, theirs: _Role) -> bool:
        """Whether two roles are equal, or name one body, and no two states."""
        if self._are_apart([mine], [theirs]) or (mine.is_private and theirs.is_private):
            return False
        if min(len(mine.words), len(theirs.words)) >= _LEAST_ROLE and (
            mine.words <= theirs.words or theirs.words <= mine.words
        ):
            return True
        if mine.telling and theirs.telling:
            return not mine.telling.isdisjoint(theirs.telling)
        return not mine.bodies.isdisjoint(theirs.bodies)

    def _is_small(self, word: str) -> bool:
        return self._folding.is_indefinite(word) or not self._meaning.word(word).content

    def _role(self, role: str) -> _Role:
        if role not in self._roles:
            self._roles[role] = self._read(role)
        return self._roles[role]

    def _read(self, role: str) -> _Role:
        words = self._folding.words(role)
        kept = {word for word in words if word not in self._small and not self._is_small(word)}
        places = {
            word
            for first, end, sense in self._meaning.senses(words)
            if sense.kind == "place" and sense.value not in self._seats
            for word in words[first:end]
        }
        telling = kept - self._offices - self._bodies - places
        offices = kept & (self._offices | self._private)
        is_private = bool(offices) and offices <= self._private and kept.isdisjoint(self._bodies)
        return _Role(
            frozenset(kept),
            frozenset(telling),
            frozenset(kept & self._bodies),
            self._states_in(words),
            is_private,
        )

    def _states_in(self, words: Sequence[str]) -> frozenset[str]:
        """The states that words name, by a seat of their government too."""
        named = {
            sense.value
            for _, _, sense in self._meaning.senses(words)
            if sense.kind == "place" and sense.value not in self._cities and sense.value not in self._seats
        }
        return frozenset(named - {""}) | self._seated_in(words)

    def _seated_in(self, words: Sequence[str]) -> frozenset[str]:
        """The states whose government words name by its seat."""
        found = {
            self._seats[sense.value or sense.content]
            for _, _, sense in self._meaning.senses(words)
            if (sense.value or sense.content) in self._seats
        }
        return frozenset(found | {state for phrase, state in self._phrases.items() if _holds(words, phrase)})


def _frame_of(sentence: Span, statements: Iterable[Statement], text: str) -> str:
    """A sentence without what is told in it."""
    kept, at = [], sentence.start
    for span in sorted(each.span for each in statements):
        kept.append(text[at : max(at, min(span.start, sentence.end))])
        at = max(at, min(span.end, sentence.end))
    return " ".join([*kept, text[at : sentence.end]])


def _states(roles: Iterable[_Role]) -> frozenset[str]:
    return frozenset[str]().union(*(role.states for role in roles))


def _holds(row: Sequence[str], words: Sequence[str]) -> bool:
    """Whether some words stand in a row, in order and without others between."""
    length = len(words)
    return any(tuple(row[at : at + length]) == tuple(words) for at in range(len(row) - length + 1))


def _around(claim: Claim, statements: Mapping[str, Statement]) -> list[Statement]:
    """The statement of a claim, those that it is told in, and those that are told in it around the claim."""
    if claim.statement not in statements:
        return []
    found = [statements[claim.statement]]
    while found[-1].inside in statements and statements[found[-1].inside] not in found:
        found.append(statements[found[-1].inside])
    held = found[0].span
    inner = [
        each
        for each in statements.values()
        if each not in found and (each.span.holds(held) or held.holds(each.span))
    ]
    return found + inner
