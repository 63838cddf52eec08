# SPDX-License-Identifier: Apache-2.0
"""Words of a clause that matter to a truce: which places, parties, numbers and times it names, and what its numbers count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning, Sense
from truceline.sources.model import Reading, Span
from truceline.sources.origins.model import Place

MOST_COUNTED = 3
"""Words of content behind a number that may name what it counts."""

_LENGTH = "@length"
"""What all units of time count."""

Found = tuple[int, int, Sense]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that matter."""

    value: str
    """What they stand for."""
    where: Place
    settled: str = ""
    """Which one it is for certain: the days of a time."""
    counts: frozenset[str] = frozenset()
    """Of a number: content of the words behind it, one of which names what it counts."""
    noun: str = ""
    """The first of these words."""


class Marking:
    """Marks words by the tables of ``points.toml``, and by the times and claims of the readings."""

    def __init__(self, dictionaries: Dictionaries, meaning: Meaning, folding: Folding) -> None:
        self._meaning = meaning
        self._folding = folding
        with dictionaries.faults_of("points"):
            table = dictionaries["points"]
            counted, locating = table["counted"], table["locating"]
            self._of = frozenset(counted["between"])
            self._no_count = frozenset(counted["none"])
            self._pronouns = frozenset(counted["pronouns"])
            self._units = {word: unit for unit, words in counted["units"].items() for word in words}
            self._before = frozenset(locating["before"])
            self._between = frozenset(locating["between"])
            self._nouns = frozenset(locating["nouns"])
            names = {" ".join(folding.words(name)) for name in locating["names"]}
            self._whole_names = frozenset(" ".join(folding.words(name)) for name in table["places"])
            self._names = frozenset(names)

    def of(self, reading: Reading, span: Span, words: Sequence[str]) -> dict[str, list[Mark]]:
        """The marks of a clause, by one of ``DIFFERENCES``.

        Args:
            reading: its document.
            span: where it stands there.
            words: it, folded.
        """
        document = reading.document
        places = self._folding.places(span.of(document.text))
        found: dict[str, list[Mark]] = defaultdict(list)
        taken: list[Span] = []
        for time in reading.times:
            if span.holds(time.span):
                until = f"{time.relation} {time.start}/{time.end}".strip() if time.start else ""
                value = " ".join(self._folding.words(time.words))
                found["time"].append(Mark(value, Place(document.id, time.span), until))
                taken.append(time.span)
        for claim in reading.claims:
            for kind, mentions in (("place", claim.places), ("party", claim.parties)):
                for mention in mentions:
                    if span.holds(mention.span) and mention.span not in taken:
                        if not _meets(mention.span, taken):
                            value = mention.id or self._value(mention.words)
                            found[kind].append(Mark(value, Place(document.id, mention.span)))
                        taken.append(mention.span)
        senses = self._meaning.senses(words)
        for number, (first, after, sense) in enumerate(senses):
            if not sense.kind or (sense.kind == "place" and not self._tells_where(words, number, senses)):
                continue
            where = Span(span.start + places[first][0], span.start + places[after - 1][1])
            mark = Mark(sense.value, Place(document.id, where))
            counting = self._counting(mark, words, number, senses) if sense.kind == "number" else mark
            if counting is not None and not _meets(where, taken):
                found[sense.kind].append(counting)
        return found

    def _value(self, words: str) -> str:
        folded = self._folding.words(words)
        senses = self._meaning.senses(folded)
        return senses[0][2].value if len(senses) == 1 and senses[0][2].value else " ".join(folded)

    def _counting(
        self, mark: Mark, words: Sequence[str], number: int, senses: Sequence[Found]
    ) -> Mark | None:
        """A number with what it counts; None where it is no count."""
        at = senses[number][1]
        while at < len(words) and words[at] in self._of:
            at += 1
        if at < len(words) and words[at] in self._no_count:
            return None
        if at < len(words) and words[at] in self._units:
            unit = self._units[words[at]]
            return replace(mark, value=f"{mark.value} {unit}", counts=frozenset({_LENGTH}))
        behind: list[tuple[str, Sense]] = []
        for first, after, sense in senses[number + 1 :]:
            if first != at or sense.kind in ("number", "time") or len(behind) == MOST_COUNTED:
                break
            behind.append((" ".join(words[first:after]), sense))
            at = after
        counted = [
            each for each in behind if each[1].kind != "place"
        ] or behind  # of "four Jordanian trucks" trucks
        if not counted:
            return None if mark.value in self._pronouns else mark
        return replace(
            mark,
            counts=frozenset(sense.content or sense.value for _, sense in counted),
            noun=counted[0][0],
        )

    def _tells_where(self, words: Sequence[str], number: int, senses: Sequence[Found]) -> bool:
        """Whether a word of the table of places says where, and not who or whose."""
        first, after, _ = senses[number]
        if after < len(words) and words[after] in self._nouns:
            return True
        name = " ".join(words[first:after])
        follows = number + 1 < len(senses) and senses[number + 1][0] == after
        if name not in self._whole_names and (name not in self._names or follows):
            return False
        others = {
            at for start, end, sense in senses[:number] if sense.kind == "place" for at in range(start, end)
        }
        at = first - 1
        while at >= 0 and (words[at] in self._between or at in others):
            at -= 1
        if at < 0:
            return False
        return words[at] in self._before or (words[at] == "of" and at > 0 and words[at - 1] in self._nouns)


def _meets(where: Span, taken: Iterable[Span]) -> bool:
    return any(other.start < where.end and where.start < other.end for other in taken)


def by_subject(kind: str, found: Sequence[Mapping[str, Sequence[Mark]]]) -> Iterator[list[list[Mark]]]:
    """Of each clause the marks of a kind that can be compared: all of them, of numbers those that count one thing."""
    marks = [list(marked.get(kind, ())) for marked in found]
    if kind != "number":
        yield marks
        return
    things: list[frozenset[str]] = []
    for counts in sorted({mark.counts for row in marks for mark in row}, key=sorted):
        near = [thing for thing in things if thing & counts or not (thing or counts)]
        things = [thing for thing in things if thing not in near] + [counts.union(*near)]
    for thing in things:
        rows = [
            [mark for mark in row if mark.counts <= thing and bool(mark.counts) == bool(thing)]
            for row in marks
        ]
        nouns = Counter(mark.noun for row in rows for mark in row if mark.noun)
        noun = min(nouns, key=lambda word: (-nouns[word], word)) if nouns else ""
        yield [[replace(mark, value=f"{mark.value} {noun}".strip()) for mark in row] for row in rows]
