# SPDX-License-Identifier: Apache-2.0
"""Who may have it from whom: a name beside the words of another, and spokesmen of one body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Claim, Reading, Span, Statement
from truceline.sources.origins.alignment import require_rapidfuzz
from truceline.sources.origins.model import Origin

_LEAST_ROLE = 2
"""Words that two roles must share to be one: "spokesman" alone is said of anybody."""


@dataclass(frozen=True, slots=True)
class _Role:
    """What a role says."""

    words: frozenset[str]
    telling: frozenset[str]
    """Those that are no office, no kind of body and no state: of which ministry it is."""
    bodies: frozenset[str]
    states: frozenset[str]


class Kin:
    """Tells which origins are not known to be apart, whatever their names."""

    def __init__(self, dictionaries: Dictionaries, meaning: Meaning, folding: Folding) -> None:
        speakers = dictionaries["speakers"]
        fold = folding.word
        self._folding = folding
        self._roles: dict[str, _Role] = {}
        self._meaning = meaning
        self._offices = frozenset(fold(word) for word in (*speakers["roles"]["words"], *speakers["titles"]))
        self._small = frozenset((*speakers["roles"]["links"], *dictionaries["folding"]["names"]["particles"]))
        self._bodies = frozenset(map(fold, speakers["bodies"]["words"]))
        self._seats: Mapping[str, str] = dictionaries["points"]["seats"]
        self._distance = require_rapidfuzz().distance.Levenshtein.distance

    def of(self, one: Origin, other: Origin, beside: Mapping[str, frozenset[str]]) -> bool:
        """Whether one may have it from the other, or both from the body that they speak for.

        Args:
            one: an origin.
            other: another one.
            beside: of origins, by id, the words beside what they say, as ``words_beside`` gives them.
        """
        return (
            self._is_beside(one, other, beside.get(other.id, frozenset()))
            or self._is_beside(other, one, beside.get(one.id, frozenset()))
            or any(self._is_one_body(a, b) for a in one.roles for b in other.roles)
        )

    def words_beside(self, reading: Reading, claims: Iterable[Claim]) -> frozenset[str]:
        """The words of the sentences that claims stand in, of their statements and frames, and of names told for them.

        With what else the speaker says in the document: he may name there whom he has it from.
        """
        by_id = {statement.id: statement for statement in reading.statements}
        found: set[str] = set()
        for claim in claims:
            near = [claim.span]
            for statement in _around(claim, by_id):
                speakers = [*statement.via, *([statement.speaker] if statement.speaker else [])]
                for speaker in speakers:
                    found.update(self._words(speaker.name), self._words(speaker.words))
                near += [statement.span, *([statement.verb.span] if statement.verb else [])]
            teller = by_id[claim.statement].speaker if claim.statement in by_id else None
            for statement in reading.statements:
                if teller and teller.name and statement.speaker and statement.speaker.name == teller.name:
                    found.update(self._words(statement.span.of(reading.document.text)))
            whole = Span(min(span.start for span in near), max(span.end for span in near))
            found.update(self._words(self._sentences(reading, whole)))
        return frozenset(found)

    def _sentences(self, reading: Reading, span: Span) -> str:
        text = reading.document.text
        start = text.rfind("\n\n", 0, span.start) + 1
        end = text.find("\n\n", span.end)
        around = Span(start, end if end >= 0 else len(text))
        return " ".join(
            each.of(text)
            for each in self._folding.sentences(text, around)
            if each.start < span.end and span.start < each.end
        )

    def _words(self, text: str) -> list[str]:
        return [self._folding.letters(word) for word in self._folding.words(text)]

    def _is_beside(self, origin: Origin, other: Origin, words: frozenset[str]) -> bool:
        """Whether the name of an origin stands beside what another one says."""
        written = {origin.speaker, *origin.names} - {""}
        if origin.kind == "body":
            return any(words >= set(self._words(name)) for name in written)
        if origin.kind != "person":
            return False
        own = {word for name in (other.speaker, *other.names) for word in self._words(name)}
        names = [self._folding.name(name) for name in written]
        asked = {part for name in names for part in (name.last, *name.first[:1]) if len(part) > 1} - own
        return any(self._is_near(part, word) for part in asked for word in words - own)

    def _is_near(self, name: str, word: str) -> bool:
        return name == word or (
            min(len(name), len(word)) > 4 and self._distance(name, word, score_cutoff=1) <= 1
        )

    def _is_one_body(self, one: str, other: str) -> bool:
        """Whether two roles are equal, or name one body, and no two states."""
        mine, theirs = self._role(one), self._role(other)
        if mine.states and theirs.states and mine.states.isdisjoint(theirs.states):
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
        states = {
            self._seats.get(sense.value or sense.content, sense.value)
            for _, _, sense in self._meaning.senses(words)
            if sense.kind == "place" or sense.content in self._seats
        } - {""}
        places = {
            word
            for first, end, sense in self._meaning.senses(words)
            if sense.kind == "place" and sense.value not in self._seats
            for word in words[first:end]
        }
        telling = kept - self._offices - self._bodies - places
        return _Role(frozenset(kept), frozenset(telling), frozenset(kept & self._bodies), frozenset(states))


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
