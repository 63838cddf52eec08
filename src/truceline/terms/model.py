# SPDX-License-Identifier: Apache-2.0
"""Checked terms as frozen data: what ``load_terms`` gives and every other room reads.

Instants are int milliseconds since 1970-01-01T00:00Z. Whatever the text leaves disputed is a
``Dispute``; everything that depends on one says which, so that a reader can go through the
alternatives one by one (``Terms.choices``) and the same dispute used twice is answered once.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from truceline.terms.taxonomy import Taxonomy
from truceline.terms.times import Length

ALWAYS_MS = -(2**62)
"""Stands for "since ever" where a span has no start."""
NEVER_MS = 2**62
"""Stands for "without end" where a span has no end."""

MOST_CHOICES = 4096
"""Combinations of rival readings that one time, or one provision, may depend on."""

Choice = tuple[int, ...]
"""One option for each dispute of the terms, in the order of ``Terms.disputes``."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of the terms."""

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    clauses: tuple[str, ...] = ()
    """Ids of the clauses that the terms must account for; empty when the source is cited whole."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a citation, or to one clause of it."""

    citation: str
    clause: str = ""

    def __str__(self) -> str:
        return f"{self.citation}, {self.clause}" if self.clause else self.citation


@dataclass(frozen=True, slots=True)
class Option:
    """One alternative of a dispute, in words, with who says so."""

    text: str
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something on which the sources differ (``one of``)."""

    address: str
    """Where in the terms it stands, such as ``provisions.silence-ghouta.during.from``."""
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """An instant that may depend on disputes."""

    at_ms: tuple[int, ...]
    """One instant for each combination of options, the last dispute varying fastest."""
    disputes: tuple[int, ...] = ()
    """Positions in ``Terms.disputes``; empty for an undisputed time, which has one ``at_ms``."""
    sizes: tuple[int, ...] = ()
    """The number of options of each of ``disputes``."""
    text: str = ""
    """As written in the terms."""

    def at(self, choice: Choice) -> int:
        """The instant under one choice, in milliseconds."""
        index = 0
        for dispute, size in zip(self.disputes, self.sizes, strict=True):
            index = index * size + choice[dispute]
        return self.at_ms[index]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time; a missing end is open."""

    start: Time | None = None
    end: Time | None = None

    def bounds(self, choice: Choice) -> tuple[int, int]:
        """``[start, end)`` in milliseconds under one choice."""
        return (
            ALWAYS_MS if self.start is None else self.start.at(choice),
            NEVER_MS if self.end is None else self.end.at(choice),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """A moment that other times are counted from."""

    id: str
    at: Time
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A party that belongs to another during a span."""

    party: str
    span: Span = field(default_factory=Span)
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever can be bound or can act. Exactly one kind:

    a single party (``members`` is None and ``could_be`` is empty); a group (``members`` is a tuple,
    empty when it is undefined); a vague label (``could_be`` is not empty).
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes in data sets, by the data set's name: ``{"ucdp": ("118",)}``."""
    members: tuple[Member, ...] | None = None
    complete: bool = False
    """True when whoever is absent from ``members`` is certainly not one of them."""
    not_members: tuple[str, ...] = ()
    """Parties that certainly do not belong although the list is open."""
    could_be: tuple[str, ...] = ()
    """A label of a data set that stands for one or more of these, nobody knows which."""
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """Parties that are bound by the terms, or excluded from their protection, during a span."""

    parties: tuple[str, ...]
    standing: str
    """``bound`` or ``excluded``."""
    span: Span = field(default_factory=Span)
    cite: tuple[Cite, ...] = ()
    """Where it stands; with ``under``, the decision."""
    under: str = ""
    """The id of the rule by which it was decided; empty where the terms themselves say so."""


@dataclass(frozen=True, slots=True)
class PartySet:
    """Parties that a condition names. Items are party ids, ``any``, ``bound`` or ``excluded``."""

    any_of: tuple[str, ...]
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """``by`` or ``against``: one set, or rival sets of which nobody knows which is meant."""

    options: tuple[PartySet, ...]
    dispute: int | None = None
    """Position in ``Terms.disputes`` when there is more than one option."""

    def under(self, choice: Choice) -> PartySet:
        """The set that is meant under one choice."""
        return self.options[0 if self.dispute is None else choice[self.dispute]]


class AreaForm:
    """How an area is written. The leaves are the classes below; each is hashable."""

    __slots__ = ()

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """The forms that it is made of, not looking behind names."""
        return ()


@dataclass(frozen=True, slots=True)
class Nowhere(AreaForm):
    """The area that holds no point (``none``)."""


@dataclass(frozen=True, slots=True)
class NamedArea(AreaForm):
    """An area of ``Terms.areas`` by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Shape(AreaForm):
    """A geometry as given: polygons, lines or points; longitude first, degrees, WGS84.

    Rings that cross the antimeridian are already split at +-180, as RFC 7946 asks.
    """

    geometry: BaseGeometry
    source: str
    """File and feature, or the address of the inline form."""


@dataclass(frozen=True, slots=True)
class Circle(AreaForm):
    """Every point within ``radius_m`` geodesic metres of a centre."""

    lon: float
    lat: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Buffer(AreaForm):
    """Every point within ``by_m`` geodesic metres of an area, a line or points."""

    of: AreaForm
    by_m: float

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return (self.of,)


@dataclass(frozen=True, slots=True)
class Union(AreaForm):
    """Every point of any of the parts."""

    of: tuple[AreaForm, ...]

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return self.of


@dataclass(frozen=True, slots=True)
class Intersection(AreaForm):
    """Every point common to all the parts."""

    of: tuple[AreaForm, ...]

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return self.of


@dataclass(frozen=True, slots=True)
class Difference(AreaForm):
    """Every point of the first that is in none of the others (whose boundary stays in)."""

    of: AreaForm
    without: tuple[AreaForm, ...]

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return (self.of, *self.without)


@dataclass(frozen=True, slots=True)
class Between(AreaForm):
    """A place without a line: surely all of ``at_least``, surely nothing outside ``at_most``."""

    at_least: AreaForm
    at_most: AreaForm

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return (self.at_least, self.at_most)


@dataclass(frozen=True, slots=True)
class AreaHistory(AreaForm):
    """An area that changes; where no entry covers an instant, its place is unknown then."""

    entries: tuple[tuple[Span, AreaForm], ...]

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return tuple(form for _, form in self.entries)


@dataclass(frozen=True, slots=True)
class AreaOneOf(AreaForm):
    """Rival areas, of which nobody knows which is meant."""

    dispute: int
    options: tuple[AreaForm, ...]

    @property
    def parts(self) -> tuple[AreaForm, ...]:
        """What it is made of."""
        return self.options


@dataclass(frozen=True, slots=True)
class Area:
    """A named place on the map."""

    id: str
    form: AreaForm
    name: str = ""
    cite: tuple[Cite, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A later end of a period."""

    end: Time
    announced_ms: int | None = None
    """When it could first be known; None when the terms do not say."""
    cite: tuple[Cite, ...] = ()
    is_renewal: bool = False
    """True where it follows from the terms, since nobody had given notice by ``announced_ms``."""


@dataclass(frozen=True, slots=True)
class Period:
    """``during``: a span with its extensions, narrowed to hours of the day and days of the week."""

    span: Span = field(default_factory=Span)
    extended: tuple[Extension, ...] = ()
    daily: tuple[tuple[int, int], ...] = ()
    """Windows in local minutes since 00:00, ``[from, until)``; one with until <= from ends the next
    day. Empty: the whole day."""
    weekdays: tuple[int, ...] = ()
    """0 Monday to 6 Sunday, the local day on which a window starts. Empty: every day."""
    zone: str = "UTC"
    """IANA name."""

    def bounds(self, choice: Choice, as_of_ms: int | None = None) -> tuple[int, int]:
        """``[start, end)`` under one choice, with the extensions that were known by ``as_of_ms``.

        The last known extension decides, even if it shortens the period.
        """
        start, end = self.span.bounds(choice)
        for extension in self.extended:
            known = extension.announced_ms
            if as_of_ms is None or known is None or known <= as_of_ms:
                end = extension.end.at(choice)
        return start, end


@dataclass(frozen=True, slots=True)
class Calibre:
    """Bounds on the calibre of a weapon, in millimetres."""

    low_mm: float = 0.0
    is_low_in: bool = True
    """Whether the lower bound itself is within: ``at least``, not ``more than``."""
    high_mm: float = math.inf
    is_high_in: bool = True

    def holds(self, calibre_mm: float) -> bool:
        """Whether a calibre lies within the bounds."""
        above = calibre_mm >= self.low_mm if self.is_low_in else calibre_mm > self.low_mm
        below = calibre_mm <= self.high_mm if self.is_high_in else calibre_mm < self.high_mm
        return above and below

    def __str__(self) -> str:
        low = f"{'at least' if self.is_low_in else 'more than'} {self.low_mm:g}" if self.low_mm else ""
        high = f"{'at most' if self.is_high_in else 'less than'} {self.high_mm:g}"
        return f"{' and '.join(part for part in (low, high) if part and 'inf' not in part)} mm"


@dataclass(frozen=True, slots=True)
class WeaponKind:
    """Weapons that a condition names: a code of the taxonomy, perhaps with bounds on the calibre."""

    code: str
    calibre: Calibre | None = None

    def __str__(self) -> str:
        return f"{self.code} of {self.calibre}" if self.calibre else self.code


@dataclass(frozen=True, slots=True)
class FactAsked:
    """A fact that a condition names."""

    id: str
    before_ms: int = 0
    """So long before the act it must have been so: a notice that is due 48 hours before."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a provision, or an exception to one, asks of an incident. None: not asked."""

    acts: tuple[str, ...] | None = None
    weapons: tuple[WeaponKind, ...] | None = None
    by: PartyChoice | None = None
    against: PartyChoice | None = None
    area: AreaForm | None = None
    """The condition ``in``."""
    crosses: AreaForm | None = None
    during: Period | None = None
    facts: tuple[FactAsked, ...] = ()
    """Facts of ``Terms.facts``, all of which must hold."""
    unless: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """One named exception under ``unless``."""

    id: str
    conditions: Conditions
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """A party that answers for what others do: its affiliates, its proxies, those it is to hold back."""

    party: str
    acting: PartyChoice
    """For whose acts it answers."""
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class RivalText:
    """One of several versions of a clause, such as a language version or an announcement."""

    id: str
    conditions: Conditions
    words: str = ""
    language: str = ""
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry of a provision's standing history; the last entry that has begun decides."""

    standing: str
    """``proposed``, ``in force``, ``suspended``, ``ended`` or ``rejected``."""
    start: Time
    by: str = ""
    """The party that proposed, rejected and so on; empty when not said."""
    announced_ms: int | None = None
    cite: tuple[Cite, ...] = ()
    under: str = ""
    """The id of the rule by which it was decided."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may change a standing, and how."""

    id: str
    title: str
    by: tuple[str, ...] = ()
    """Ids of the parties that may decide; empty where they are no parties of the terms."""
    words: str = ""
    language: str = ""
    cite: tuple[Cite, ...] = ()


def is_in_force(
    standing: Sequence[Standing], at_ms: int, choice: Choice, as_of_ms: int | None = None
) -> bool:
    """Whether the last entry begun by ``at_ms`` (and known by ``as_of_ms``) is *in force*.

    Of entries with the same start the later one in the terms decides.
    """
    latest, found = ALWAYS_MS, ""
    for entry in standing:
        known = entry.announced_ms
        if as_of_ms is not None and known is not None and known > as_of_ms:
            continue
        start = entry.start.at(choice)
        if latest <= start <= at_ms:
            latest, found = start, entry.standing
    return found == "in force"


@dataclass(frozen=True, slots=True)
class Provision:
    """A prohibition."""

    id: str
    title: str
    conditions: Conditions
    """Those of the first of the rival texts, where there are some."""
    standing: tuple[Standing, ...]
    """In the order of the terms."""
    words: str = ""
    language: str = ""
    reading: str = ""
    cite: tuple[Cite, ...] = ()
    line: int = 0
    """Where in the file it starts, counted from 1."""
    answering: tuple[Answering, ...] = ()
    texts: tuple[RivalText, ...] = ()
    """Rival versions of the clause, of which nobody knows which binds; empty where there is one text."""
    text_dispute: int | None = None
    """Position in ``Terms.disputes`` of the dispute about them."""

    def all_conditions(self) -> tuple[Conditions, ...]:
        """The conditions under each text; of a provision with one text its own."""
        return tuple(text.conditions for text in self.texts) or (self.conditions,)

    def text_under(self, choice: Choice) -> int:
        """Which of ``all_conditions`` binds under one choice."""
        return 0 if self.text_dispute is None else choice[self.text_dispute]

    def is_in_force(self, at_ms: int, choice: Choice, as_of_ms: int | None = None) -> bool:
        """Whether it is in force at an instant."""
        return is_in_force(self.standing, at_ms, choice, as_of_ms)


@dataclass(frozen=True, slots=True)
class Due:
    """When a duty is to be done: in ``[start, by)``, or once in every stretch between start and until."""

    start: Time | None = None
    """What is done earlier does not count; None: any time before ``by`` will do."""
    by: Time | None = None
    """None where the duty comes again and again."""
    every: Length | None = None
    """The length of a stretch of a duty that comes again."""
    until: Time | None = None
    """No stretch of a duty that comes again starts here or later."""

    @property
    def times(self) -> tuple[Time, ...]:
        """All times that it depends on."""
        return tuple(time for time in (self.start, self.by, self.until) if time is not None)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that parties must have done by a time."""

    id: str
    title: str
    of: tuple[str, ...]
    """Ids of the parties that owe it, each by itself; a group owes it as one."""
    due: Due
    shown_by: tuple[Conditions, ...]
    """An incident that meets any of these shows it done; conditions without acts ask for facts alone."""
    presume_undone: bool = False
    """True where the terms take what nobody recorded for not done."""
    standing: tuple[Standing, ...] = ()
    """Empty: owed whenever it is due."""
    words: str = ""
    language: str = ""
    reading: str = ""
    cite: tuple[Cite, ...] = ()
    line: int = 0

    def is_in_force(self, at_ms: int, choice: Choice, as_of_ms: int | None = None) -> bool:
        """Whether it is owed at an instant."""
        return not self.standing or is_in_force(self.standing, at_ms, choice, as_of_ms)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a provision depends on that no incident shows."""

    id: str
    title: str
    about: str = "incident"
    presume: bool | None = None
    """What the terms presume where nothing is recorded; None: unknown."""
    cite: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """A clause that the terms set aside, and why."""

    cite: tuple[Cite, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Terms:
    """One checked document. Mappings keep the order of the file."""

    path: str
    digest: str
    """SHA-256, hexadecimal, of the document and of every file it names."""
    id: str
    title: str
    zone: str
    acts: Taxonomy
    weapons: Taxonomy
    as_known_at: str = ""
    note: str = ""
    citations: Mapping[str, Citation] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    standing: tuple[PartyStanding, ...] = ()
    areas: Mapping[str, Area] = field(default_factory=dict)
    provisions: Mapping[str, Provision] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    not_assessed: tuple[NotAssessed, ...] = ()

    def choices(self, disputes: Sequence[int]) -> Iterator[Choice]:
        """Every combination of the options of some disputes; the others stay at their first."""
        sizes = [
            range(len(dispute.options)) if index in disputes else range(1)
            for index, dispute in enumerate(self.disputes)
        ]
        return itertools.product(*sizes)
