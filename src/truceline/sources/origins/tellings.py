# SPDX-License-Identifier: Apache-2.0
"""What one speaker says in one document on one occasion: the pieces that origins are put together from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding, Name, agree
from truceline.sources.meaning import Meaning
from truceline.sources.model import Document, Reading, Span, Speaker, Statement
from truceline.sources.origins.occasions import Around, Days, around, days_of, meet
from truceline.sources.origins.offices import Offices
from truceline.sources.origins.persons import NOBODY, Person, as_written, person_of

UNNAMED = ("unnamed", "unknown")


@dataclass(slots=True)
class Sentence:
    """A sentence of a statement."""

    telling: int
    statement: Statement
    span: Span
    words: list[str]
    content: frozenset[str] | None = None
    """What the words stand for, once somebody asked."""


@dataclass(slots=True)
class Telling:
    """The statements of one speaker in one document on one occasion."""

    document: int
    """Position of the reading."""
    kind: str
    key: str
    """What must be equal for two tellings to be of one speaker; empty where nobody can know (an unnamed source)."""
    name: Name
    speaker: Speaker | None
    dates: list[Days] = field(default_factory=list)
    """On which it was said, as the document tells."""
    venue: str = ""
    statements: list[Statement] = field(default_factory=list)
    """Those told inside others are among them."""
    told: list[Statement] = field(default_factory=list)
    """Those of the speaker that lie in no other of his."""
    roles: set[str] = field(default_factory=set)
    person: Person = NOBODY
    """Of a person: what the document tells of him."""
    around: Around | None = None
    """When it was said or published; None where nobody tells."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document passes on what an outlet reported."""

    document: int
    outlet: str
    span: Span


class Tellings:
    """Puts statements in order by who said them."""

    def __init__(self, dictionaries: Dictionaries, folding: Folding, bodies: Mapping[str, str]) -> None:
        table = dictionaries["occasions"]
        self._folding = folding
        self._offices = Offices(dictionaries, Meaning(dictionaries, folding), folding)
        self._venue = {word: venue for venue, words in table["venues"].items() for word in words}
        self._outlets = frozenset(table["outlets"]["words"])
        self._anyone = frozenset(table["labels"]["anyone"])
        self._bodies = {" ".join(folding.words(name)): party for name, party in bodies.items()}

    def is_party(self, telling: Telling) -> bool:
        """Whether the name is one of a party or a state that is known."""
        return telling.name.last in self._bodies

    def of(self, number: int, reading: Reading) -> tuple[list[Telling], list[Citation]]:
        """The tellings of one document, and whom it cites."""
        citations: list[Citation] = []
        groups: dict[str, list[Telling]] = {}
        homes: dict[str, Telling] = {}
        made: list[Telling] = []
        frames = _Frames(reading, self._folding)
        full = self._full_names(reading.statements)
        holders = self._holders(reading.statements)
        within: list[Statement] = []
        for statement, inner in _nested(reading.statements):
            while within and not within[-1].span.holds(statement.span):
                within.pop()
            for outlet in statement.via:
                citations.append(Citation(number, outlet.name or outlet.words, statement.span))
            spoken_to = statement.addressee
            if (
                not statement.via
                and spoken_to is not None
                and not self._outlets.isdisjoint(self._folding.words(spoken_to.words))
            ):
                citations.append(Citation(number, spoken_to.words, spoken_to.span))
            if _passes_on(statement, inner):
                assert statement.speaker is not None
                citations.append(
                    Citation(number, statement.speaker.name or statement.speaker.words, statement.span)
                )
                continue
            kind, key, name = self._who(statement, full)
            holder = self._holder(within, homes, kind, statement)
            within.append(statement)
            if holder is not None:
                holder.statements.append(statement)
                homes[statement.id] = holder
                continue
            person, speaker = NOBODY, statement.speaker
            if kind == "person" and speaker is not None:
                person = person_of(speaker, name, self._offices, self._folding)
                others = self._contradicting(person, speaker, holders)
                if others:
                    person = replace(person, name=Name(name.last), not_named=others)
                    name, speaker = person.name, replace(speaker, name=as_written(speaker, self._folding))
            group = groups.setdefault(f"{kind} {key or statement.id} {name.first[:1]}", [])
            same = [each for each in group if each.person.may_be(person)]
            telling = self._occasion(same, frames, statement, homes)
            if telling is None:
                shared = "" if kind in UNNAMED else key
                telling = Telling(number, kind, shared, name, speaker)
                group.append(telling)
                made.append(telling)
            self._note_occasion(telling, frames, statement)
            telling.person = person if telling.person is NOBODY else telling.person.with_all_of(person)
            telling.statements.append(statement)
            telling.told.append(statement)
            homes[statement.id] = telling
            if speaker is not None:
                if speaker.role:
                    telling.roles.add(speaker.role)
                if len(speaker.name) > len(telling.speaker.name if telling.speaker else ""):
                    telling.speaker = speaker
        for telling in made:
            telling.around = around(telling.dates, reading.document)
        return made, citations

    def _full_names(self, statements: Sequence[Statement]) -> dict[str, set[Name]]:
        full: dict[str, set[Name]] = {}
        for statement in statements:
            speaker = statement.speaker
            if speaker is not None and speaker.kind == "person" and not self._folding.is_office(speaker.name):
                name = self._folding.name(speaker.name)
                if name.first:
                    full.setdefault(name.last, set()).add(name)
        return full

    def _holders(self, statements: Sequence[Statement]) -> list[Person]:
        """Who is named in full where he speaks, with what is told of him there."""
        found: list[Person] = []
        for speaker in filter(None, (each.speaker for each in statements)):
            if speaker.kind != "person" or self._folding.is_office(speaker.name):
                continue
            person = person_of(speaker, self._folding.name(speaker.name), self._offices, self._folding)
            if person.is_full and person.offices and as_written(speaker, self._folding) == speaker.name:
                found.append(person)
        return found

    def _contradicting(self, person: Person, speaker: Speaker, holders: Sequence[Person]) -> frozenset[Name]:
        """Of somebody named by his last name alone, the full names of those who have it with another office."""
        is_bare = as_written(speaker, self._folding) != speaker.name or not person.is_full
        mine = [each for each in holders if agree(each.name, person.name)] if is_bare else []
        if any(each.may_be(person) for each in mine):
            return frozenset()
        return frozenset(each.name for each in mine)

    def _who(self, statement: Statement, full: Mapping[str, set[Name]]) -> tuple[str, str, Name]:
        """Kind, key and name; a bare last name is the one person of the document who has it."""
        speaker = statement.speaker
        if speaker is None:
            return "unknown", "", Name("")
        words = " ".join(self._folding.words(speaker.name)).removeprefix("the ")
        if speaker.kind == "person" and self._folding.is_office(speaker.name):
            return "unnamed", words, Name(words)
        if speaker.kind == "person":
            name = self._folding.name(speaker.name)
            known = full.get(name.last, set())
            if not name.first and len(known) == 1:
                (name,) = known
            return "person", f"person {name.last}", name
        if speaker.kind in ("body", "outlet") and self._folding.is_anybody(speaker.name):
            return "unnamed", words, Name(words)
        if speaker.kind in ("body", "outlet"):
            return speaker.kind, f"{speaker.kind} {self._bodies.get(words) or words}", Name(words)
        if words in self._anyone or speaker.kind == "unknown":
            return speaker.kind, "", Name(words)
        return "unnamed", words, Name(words)

    def _holder(
        self, within: Sequence[Statement], homes: Mapping[str, Telling], kind: str, statement: Statement
    ) -> Telling | None:
        """The telling that this statement is told in, unless it passes a person's words on in quotation marks."""
        for outer in reversed(within):
            home = homes[outer.id]
            if home.kind in ("body", "outlet") and kind == "person" and statement.form == "quoted":
                continue
            return home
        return None

    def _occasion(
        self, group: Sequence[Telling], frames: _Frames, statement: Statement, homes: Mapping[str, Telling]
    ) -> Telling | None:
        """The telling of the same speaker that this statement belongs to; None where it tells of another occasion."""
        if statement.continues in homes and homes[statement.continues] in group:
            return homes[statement.continues]
        dates, venue = frames.dates(statement), self._venue_of(frames, statement)
        if not dates and not venue:
            return group[-1] if group else None
        for telling in group:
            is_day = not dates or not telling.dates or meet(dates, telling.dates)
            if is_day and (not venue or not telling.venue or venue == telling.venue):
                return telling
        return None

    def _note_occasion(self, telling: Telling, frames: _Frames, statement: Statement) -> None:
        telling.dates += [date for date in frames.dates(statement) if date not in telling.dates]
        telling.venue = telling.venue or self._venue_of(frames, statement)

    def _venue_of(self, frames: _Frames, statement: Statement) -> str:
        for word in frames.words(statement):
            if word in self._venue:
                venue: str = self._venue[word]
                return venue
        return ""

    def sentences(self, number: int, telling: Telling, text: str) -> Iterator[Sentence]:
        """The sentences of what the speaker says, each word once."""
        for statement in telling.told:
            for span in self._folding.sentences(text, statement.span):
                words = self._folding.words(span.of(text))
                if words:
                    yield Sentence(number, statement, span, words)


def _nested(statements: Sequence[Statement]) -> Iterator[tuple[Statement, list[Statement]]]:
    """Statements, outer ones first, each with those that lie within it."""
    ordered = sorted(
        statements, key=lambda each: (each.span.start, -each.span.end, each.speaker is None, each.id)
    )
    for at, statement in enumerate(ordered):
        inner = []
        for other in ordered[at + 1 :]:
            if other.span.start >= statement.span.end:
                break
            if statement.span.holds(other.span):
                inner.append(other)
        yield statement, inner


def _passes_on(statement: Statement, inner: Sequence[Statement]) -> bool:
    """Whether an outlet is named only as the one that reported another's words."""
    if statement.speaker is None or statement.speaker.kind != "outlet":
        return False
    length = statement.span.end - statement.span.start
    return any(
        each.speaker is not None
        and each.speaker.name != statement.speaker.name
        and 2 * (each.span.end - each.span.start) >= length
        for each in inner
    )


class _Frames:
    """The words of the narrator in the sentence of a statement: they may name the day and the occasion."""

    def __init__(self, reading: Reading, folding: Folding) -> None:
        self._document: Document = reading.document
        self._folding = folding
        spans = [statement.span for statement in reading.statements]
        self._times: list[tuple[Span, Days]] = [
            (time.span, days)
            for time in reading.times
            if (days := days_of(time)) is not None and not any(span.holds(time.span) for span in spans)
        ]
        self._found: dict[str, tuple[Span, ...]] = {}
        self._block = 0

    def _spans(self, statement: Statement) -> tuple[Span, ...]:
        """What stands before and after the statement in its sentence, as far as the narrator's verb is there."""
        if statement.id in self._found:
            return self._found[statement.id]
        if statement.form in ("turn", "document") or statement.verb is None:
            return ()
        verb = statement.verb.span
        text = self._document.text
        start, end = min(verb.start, statement.span.start), max(verb.end, statement.span.end)
        left = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), text.rfind("” ", 0, start)) + 1
        right = min(
            (at for at in (text.find("\n", end), text.find(". ", end), text.find("“", end)) if at >= 0),
            default=len(text),
        )
        span = statement.span
        found = tuple(
            part
            for part in (Span(left, min(span.start, right)), Span(max(span.end, left), right))
            if part.start < part.end
        )
        self._found[statement.id] = found
        return found

    def dates(self, statement: Statement) -> list[Days]:
        if not self._times:
            return []
        spans = self._spans(statement)
        return [days for said, days in self._times if any(span.holds(said) for span in spans)]

    def words(self, statement: Statement) -> list[str]:
        text = self._document.text
        return [word for span in self._spans(statement) for word in self._folding.words(span.of(text))]
