# SPDX-License-Identifier: Apache-2.0
"""Whether who says something tells that he has it from somebody else, or the narrator tells it of him."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.forms import Forms, Piece
from truceline.sources.model import Claim, Reading, Span, Speaker, Statement


class Hearsay:
    """Finds it by the table ``hearsay`` of the dictionary ``occasions``."""

    def __init__(self, dictionaries: Dictionaries, folding: Folding) -> None:
        self._near, self._far, self._withdrawn = dictionaries.made(_forms)
        self._folding = folding
        self._found: dict[str, list[tuple[Span, Span]]] = {}
        self._taken_back: dict[str, str] = {}

    def of(self, reading: Reading, claim: Claim, mine: Collection[str]) -> str:
        """Why a claim may rest on somebody who is not its speaker; empty where nothing tells so.

        Args:
            reading: of the document.
            claim: in it.
            mine: the statements of its origin, by id.
        """
        if "alleged" in claim.modality:
            return "tells it as alleged"
        of = {each.id: each for each in reading.statements}.get(claim.statement)
        if of is None:
            return ""
        other = next(self._told_within(reading, claim, of, mine), None)
        if other is not None:
            words = other.name or other.words if other else ""
            return f"tells what {words or 'somebody who is not named'} said"
        teller = self._told_to(reading, of.speaker)
        if teller:
            return f"{teller} told it, or something else, to the speaker"
        text = reading.document.text
        own = [each for each in reading.statements if self._is_one(each.speaker, of.speaker)]
        verbs = [each.verb.span for each in own if each.verb]
        for span in self._sentences(reading, claim, of):
            for found in self._near.find(text, span.start, span.end):
                if not any(verb.start < found.end and found.start < verb.end for verb in verbs):
                    return f"“{text[found.start : found.end]}” stands beside it"
        others = [each for each in reading.statements if each not in own]
        for place, sentence in self._anywhere(reading):
            if not self._is_of(others, sentence, place):
                return f"“{place.of(text)}” stands in {reading.document.original.name}"
        taken_back = self._withdrawal(reading)
        return f"“{taken_back}” stands in {reading.document.original.name}" if taken_back else ""

    def _withdrawal(self, reading: Reading) -> str:
        """The first words in a document by which something that was said is taken back; empty where none do."""
        document = reading.document
        if document.id not in self._taken_back:
            places = (
                found
                for block in document.main
                for found in self._withdrawn.find(document.text, block.span.start, block.span.end)
            )
            first = next(iter(places), None)
            self._taken_back[document.id] = document.text[first.start : first.end] if first else ""
        return self._taken_back[document.id]

    def _anywhere(self, reading: Reading) -> list[tuple[Span, Span]]:
        """The forms that may stand anywhere in a document, each with its sentence."""
        document = reading.document
        if document.id not in self._found:
            self._found[document.id] = [
                (place, self._sentence(document.text, block.span, place))
                for block in document.main
                for found in self._far.find(document.text, block.span.start, block.span.end)
                for place in [Span(found.start, found.end)]
            ]
        return self._found[document.id]

    def _sentence(self, text: str, block: Span, place: Span) -> Span:
        sentences = self._folding.sentences(text, block)
        return next((each for each in sentences if each.start <= place.start < each.end), place)

    def _is_of(self, others: Collection[Statement], sentence: Span, place: Span) -> bool:
        """Whether somebody else says it, or the sentence is about what he says."""
        return any(
            each.span.holds(place) or (each.verb and sentence.holds(each.verb.span)) for each in others
        )

    def _told_within(
        self, reading: Reading, claim: Claim, of: Statement, mine: Collection[str]
    ) -> Iterator[Speaker | None]:
        """The speakers of what is told within the words of another one of this origin, around the claim."""
        around = [
            each
            for each in reading.statements
            if each.id in mine
            and each.span.start < claim.span.end
            and claim.span.start < each.span.end
            and (each.span.holds(of.span) or of.span.holds(each.span))
        ]
        for outer in around:
            for inner in around:
                is_told = inner.speaker is not None or inner.verb is not None
                if inner is not outer and is_told and outer.span.holds(inner.span):
                    if outer.span == inner.span and inner.inside != outer.id:
                        continue
                    if not self._is_one(outer.speaker, inner.speaker):
                        yield inner.speaker or Speaker("", None, "unknown")

    def _told_to(self, reading: Reading, speaker: Speaker | None) -> str:
        """Who else says something to the speaker in the document."""
        if speaker is None or speaker.kind != "person":
            return ""
        last = self._folding.name(speaker.name).last
        for each in reading.statements:
            if each.addressee is None or self._is_one(each.speaker, speaker):
                continue
            if last in map(self._folding.letters, self._folding.words(each.addressee.words)):
                told = each.speaker
                return (told.name or told.words if told else "") or "somebody"
        return ""

    def _is_one(self, one: Speaker | None, other: Speaker | None) -> bool:
        if one is None or other is None:
            return False
        return one.name == other.name or (
            one.kind == other.kind == "person"
            and self._folding.name(one.name).last == self._folding.name(other.name).last
        )

    def _sentences(self, reading: Reading, claim: Claim, of: Statement) -> Iterator[Span]:
        """Those that the claim and the frame of its statement stand in, within their block."""
        near = [claim.span, *([of.verb.span] if of.verb else [])]
        first, last = min(span.start for span in near), max(span.end for span in near)
        for block in reading.document.blocks:
            if block.span.start < last and first < block.span.end:
                for sentence in self._folding.sentences(reading.document.text, block.span):
                    if sentence.start < last and first < sentence.end:
                        yield sentence


def _forms(dictionaries: Dictionaries) -> tuple[Forms, Forms, Forms]:
    """What is looked for in the sentence of a claim, what in any that nobody else says, and what in any."""
    with dictionaries.faults_of("occasions"):
        data = dictionaries["occasions"]["hearsay"]
        pieces = {name: Piece(tuple(words)) for name, words in data["pieces"].items()}
        near, far, withdrawn = (
            Forms([("", form) for where in tables for form in data[where]], pieces)
            for tables in (("beside", "anywhere"), ("elsewhere", "anywhere"), ("withdrawn",))
        )
    return near, far, withdrawn
