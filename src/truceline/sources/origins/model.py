# SPDX-License-Identifier: Apache-2.0
"""Outlets, utterances and origins: what ``find_origins`` gives.

Words of all tellings are kept side by side. None is chosen, and none stands for the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.sources.model import Span

STRETCHES = ("same", "changed", "left only", "right only")
"""Of two tellings laid side by side: equal words; other words; words that only one of them has."""

DIFFERENCES = ("place", "party", "agreement", "number", "time", "negation", "exclusion", "name")
"""What tellings of one point may differ in that matters to a truce; ``name`` is one that no list knows, of whatever it may be."""

EDGES = (
    "tells",
    "starts",
    "same words",
    "translation",
    "retold",
    "speaks for",
    "in office",
    "copies",
    "cites",
)
"""A document tells an utterance; an origin starts it; two statements have the same words, or are translations of the same words,
or one retells the other; a body's words are those of the person who speaks for it; somebody described by an office alone retells
the one person whom other documents name with it; two documents share the words of their
narrator (who copied whom is not said); a document cites an outlet."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of a document's working text."""

    document: str
    """By its id."""
    span: Span


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of two tellings laid side by side."""

    kind: str
    """One of ``STRETCHES``."""
    left: Span | None
    """None where the left telling has no words here."""
    right: Span | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two tellings word by word."""

    left: Place
    right: Place
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording, and who has it; case, quotation marks and spelling make no other wording."""

    words: str
    """As it stands at the first of its places."""
    places: tuple[Place, ...]
    """Each document that has it, in order."""
    alignment: Alignment | None = None
    """With the first variant, which is only the first in order; None for that one itself."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the tellings of a point say, where others say something else."""

    values: tuple[str, ...]
    """Folded words; none where these tellings do not speak of it, which is no denial."""
    places: tuple[Place, ...]
    """Where these words stand; of tellings that do not speak of it, the tellings."""

    @property
    def documents(self) -> tuple[str, ...]:
        """By their ids."""
        return tuple(sorted({place.document for place in self.places}))


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which the tellings of one point differ."""

    kind: str
    """One of ``DIFFERENCES``."""
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is said, in all its tellings."""

    id: str
    origin: str
    variants: tuple[Variant, ...]
    outlets: tuple[str, ...]
    """That have it."""
    left_out: tuple[str, ...]
    """Outlets that tell of the origin, and not of this."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing that one speaker said on one occasion, as one or more documents have it."""

    id: str
    origin: str
    statements: tuple[str, ...]
    variants: tuple[Variant, ...]
    is_translation: bool = False
    """Whether some variants must be translations of the same words, made apart from each other."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The start of a chain of reports: one speaker on one occasion, or an unnamed source as one outlet tells it."""

    id: str
    kind: str
    """One of ``SPEAKER_KINDS``, or ``narrator``: what an outlet says in its own words."""
    speaker: str
    """The fullest name in any of the documents; of an unnamed source the words that describe it."""
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    outlets: tuple[str, ...]
    names: tuple[str, ...] = ()
    """All ways in which the documents write the name."""
    roles: tuple[str, ...] = ()
    occasion: tuple[str, ...] = ()
    """Local dates on which it was said, as the documents tell; ``START/END``, half-open, where they tell of a week or a month;
    several where they contradict one another."""
    how: str = ""
    """Why it was taken for one, where it is not plain."""
    claims: tuple[str, ...] = ()
    """Of a narrator, what it claims in its own words, by the ids of the claims; others have ``statements``."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation of the graph, with its evidence."""

    kind: str
    """One of ``EDGES``."""
    start: str
    """An id; of ``cites`` the id of a document, of ``same words``, ``translation`` and ``retold`` of a statement."""
    end: str
    """An id; of ``cites`` the name of an outlet."""
    places: tuple[Place, ...]
    """The words that show it."""
    how: str = ""
    """For people: what was measured."""


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An origin that is not counted as independent, and why."""

    origin: str
    """By its id."""
    beside: str
    """The origin that is counted, of which it is not known to be independent."""
    why: str
    """In words."""
    is_denial: bool = False
    """Whether it is one of those that deny the claim; else it is one of those that say it."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How many stand behind a claim."""

    claims: tuple[str, ...]
    """Claims that say the same: of one kind about one point of an origin; or a person accepted each and marked them."""
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    independent: int
    """So many origins, at least, are independent: of each two of them a person says so, and no document tells a tie. One is."""
    denied_by: tuple[str, ...]
    """Origins that say the contrary."""
    number: int
    """Credibility by the Admiralty code: 1, 3, 5 or 6; 2 and 4 are never computed."""
    letters: tuple[str, ...]
    """The reliability that people gave the documents, without repetition; empty where nobody gave one."""
    uncounted: tuple[Uncounted, ...] = ()
    """The origins, of those that say it and those that deny it, of which documents tell a tie to another, and which."""
    untied: int = 0
    """So many origins of which no document tells a tie, in words that the dictionaries have."""
    may_be: tuple[str, ...] = ()
    """Other claims whose kind, parties, places and times are equal: a person has to say whether they are the same."""
    may_be_denied_by: tuple[str, ...] = ()
    """Other claims that are equal but for a negation: a person has to say whether they deny it."""


@dataclass(frozen=True)
class Origins:
    """The graph; everything is in an order of its own, whatever order the documents came in."""

    origins: tuple[Origin, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    points: tuple[Point, ...] = ()
    edges: tuple[Edge, ...] = ()
    weighings: tuple[Weighing, ...] = ()
    outlets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each document: its outlet; several that published the same bytes; the file's name where none is told,
    with its path where two have one name."""
    notes: tuple[str, ...] = ()
    """What could not be told, for people."""
