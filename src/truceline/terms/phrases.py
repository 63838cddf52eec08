# SPDX-License-Identifier: Apache-2.0
"""Words for the parts of terms, each of which fits into a sentence.

A new kind of time, party or area gets its words here; what a provision does with them stands in
``describe``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import shapely

from truceline.terms.description import Ref, Text, joined, said
from truceline.terms.model import (
    NEVER_MS,
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Cite,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    PartyChoice,
    PartySet,
    Period,
    Shape,
    Span,
    Terms,
    Time,
    Union,
    WeaponKind,
)
from truceline.terms.times import Length

__all__ = ["Phrases", "count_of", "duration_text", "indefinite", "length_text"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_INLINE = 2
"""Rival times that one sentence can carry; more of them become a list."""
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(min|h|days?)")
_HEAD_ENDS = re.compile(
    r",|\s(?:that|which|who|of|in|on|to|by|for|with|from|used|placed|other|as|and whoever)\s"
)
_WITH_THE = frozenset(
    """administration alliance army authority battalion brigade bureau coalition command commission committee
    corps corridor council emirate federation fleet force forces front government group guard kingdom league line mission
    movement nations organisation organization party republic side state states strip union zone""".split()  # noqa: SIM905
)
"""Nouns that, as the head of a name, want "the" before it: the Russian Federation, the Southern Front."""
_COMMON = frozenset(
    """any armed buffer centres certain civilian civilians demilitarised demilitarized disengagement forces
    groups other parties people safe safety security withdrawal""".split()  # noqa: SIM905
)
"""First words of names that lose their capital inside a sentence: other parties to the conflict."""
_AN = re.compile(r"(?!uni|use|one)[aeiou]|[AEFHILMNORSX][A-Z0-9-]|[AEIO]|8|11|18")
"""How a word starts that takes "an"; letters that are spelled out sound as they are named: an MT-12."""
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|have|cross|crosses|leave|leaves|flies|fly|takes|take)\b")
"""A definition with one of these is a clause and not a noun."""
_SPECIAL = {
    "any": "anybody",
    "bound": "any party that is bound",
    "excluded": "any party that is excluded from the protection of the terms",
}


@cache
def _act_phrases() -> Mapping[str, str]:
    """Nouns for the acts that come with the package, by code; a definition serves where there is none."""
    text = (resources.files("truceline.terms") / "act-phrases.txt").read_text(encoding="utf-8")
    pairs = (line.partition(":") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {code.strip(): phrase.strip() for code, _, phrase in pairs}


def count_of(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, the number as a word up to ten.

    >>> count_of(1, "provision"), count_of(12, "party", "parties")
    ('one provision', '12 parties')
    """
    word = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{word} {noun if number == 1 else plural or noun + 's'}"


def indefinite(definition: str) -> str:
    """A definition as a noun inside a sentence, with "a" or "an" where it is singular.

    >>> indefinite("Anti-tank gun."), indefinite("Armoured fighting vehicles.")
    ('an anti-tank gun', 'armoured fighting vehicles')
    """
    text = definition.rstrip(".")
    if text[1:] == text[1:].lower() and text.split(" ")[0].replace("-", "").rstrip(",").isalpha():
        text = text[:1].lower() + text[1:]
    head = _HEAD_ENDS.split(text, maxsplit=1)[0].split()
    if not head or head[-1].endswith("s") or head[0] in ("a", "an", "the"):
        return text
    return f"{'an' if _AN.match(text) else 'a'} {text}"


def length_text(metres: float) -> str:
    """A length: metres below a kilometre.

    >>> length_text(500), length_text(2_500)
    ('500 m', '2.5 km')
    """
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def duration_text(ms: int) -> str:
    """A length of time in words.

    >>> duration_text(172_800_000), duration_text(5_400_000), duration_text(60_000)
    ('48 hours', '1 hour and 30 minutes', '1 minute')
    """
    seconds = round(ms / 1000)
    days, hours = (
        (seconds // 86_400, seconds % 86_400 // 3600) if seconds >= 4 * 86_400 else (0, seconds // 3600)
    )
    parts = ((days, "day"), (hours, "hour"), (seconds % 3600 // 60, "minute"), (seconds % 60, "second"))
    return " and ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in parts if n) or "no time"


def length_words(length: Length) -> str:
    """A length of the calendar and of time in words.

    >>> length_words(Length(months=60)), length_words(Length(days=7)), length_words(Length(months=6))
    ('five years', 'seven days', 'six months')
    """
    years, months = divmod(length.months, 12)
    parts = [
        count_of(number, unit)
        for number, unit in ((years, "year"), (months, "month"), (length.days, "day"))
        if number
    ]
    return " and ".join([*parts, *([duration_text(length.ms)] if length.ms or not parts else [])])


class Phrases:
    """Words for the parts of some terms."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.zone = ZoneInfo(terms.zone)

    # Times

    def clock(self, at_ms: int, role: str = "at", written: str = "") -> str:
        """An instant on the local clock, without a preposition.

        Args:
            at_ms: the instant.
            role: ``at``, ``from``, ``until`` or ``by``; the end of a day is 24:00 of it.
            written: as the terms write it; a date alone stays a date.
        """
        if at_ms >= NEVER_MS:
            return "further notice"
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone)
        is_midnight = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
        if is_midnight and (role in ("until", "by") or written.endswith("T24:00")):
            before = local.date() - timedelta(days=1)
            day = f"{before.day} {before:%B %Y}"
            return f"the end of {day}" if written == before.isoformat() else f"24:00 on {day}"
        day = f"{local.day} {local:%B %Y}"
        if written == local.date().isoformat() and is_midnight:
            return day
        seconds = f":{local:%S}" if local.second else ""
        return f"{local:%H:%M}{seconds} on {day}"

    def instant(self, at_ms: int, role: str = "at", written: str = "") -> str:
        """An instant with its preposition: ``on 3 May 2016``, ``from 10:00 on 3 May 2016``."""
        text = self.clock(at_ms, role, written)
        if role == "at":
            return f"at {text}" if ":" in text[:5] else f"on {text}"
        return f"{role} {text}"

    def day(self, text: str) -> str:
        """A date as people write it; any other text stays."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        return f"{day.day} {day:%B %Y}"

    def alternatives(
        self, times: Sequence[Time | None]
    ) -> list[tuple[tuple[int | None, ...], tuple[Cite, ...]]]:
        """The instants that some times have together under each reading, with who says so."""
        disputes = sorted({dispute for time in times if time for dispute in time.disputes})
        found: dict[tuple[int | None, ...], dict[Cite, None]] = {}
        for choice in self.terms.choices(disputes):
            instants = tuple(None if time is None else time.at(choice) for time in times)
            cites = found.setdefault(instants, {})
            for dispute in disputes:
                cites.update(dict.fromkeys(self.terms.disputes[dispute].options[choice[dispute]].cite))
        return [(instants, tuple(cites)) for instants, cites in found.items()]

    def time(self, time: Time, role: str = "at") -> Text:
        """A time with its preposition, or its alternatives, each with who says so."""
        named = f" ({time.text.replace('-', ' ')})" if time.text in self.terms.events else ""
        if len(set(time.at_ms)) == 1:
            return said(self.instant(time.at_ms[0], role, time.text) + named)
        written: Sequence[str] = ()
        if len(time.disputes) == 1:
            written = [option.text for option in self.terms.disputes[time.disputes[0]].options]
        texts = dict(zip(time.at_ms, written, strict=False))
        rival = self.alternatives([time])
        shared = rival[0][1] if len({cites for _, cites in rival}) == 1 else ()
        options = [
            said(self.instant(at, role, texts.get(at, "")) if at is not None else "", self.cited(cites))
            for (at,), cites in ((instants, () if shared else cites) for instants, cites in rival)
        ]
        return said(joined(options, "or"), f"{named}, as the sources differ", self.cited(shared))

    def day_of(self, at_ms: int) -> str:
        """The local day of an instant."""
        return self.day(datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone).date().isoformat())

    def announced(self, at_ms: int | None) -> str:
        """When something could first be known, as the end of a sentence; a midnight stands for its day."""
        if at_ms is None:
            return ""
        day = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone).date().isoformat()
        return f"; this was announced {self.instant(at_ms, 'at', day)}"

    def span(self, span: Span) -> Text:
        """From when to when, with every reading."""
        rival = self.rival_spans(span)
        if rival:
            return said(joined(rival, "or"), ", as the sources differ")
        return self._plain_span(span)

    def _plain_span(self, span: Span) -> Text:
        parts: list[Text] = []
        if span.start:
            parts.append(self.time(span.start, "from"))
        if span.end:
            parts.append(self.time(span.end, "until"))
        return said(*(part for order, part in enumerate(parts) for part in ((" ",) if order else (), part)))

    def rival_spans(self, span: Span) -> list[Text]:
        """The readings of a span on which sources differ; empty where they do not."""
        readings = self.alternatives([span.start, span.end])
        if len(readings) == 1:
            return []
        found = []
        for (start, end), cites in readings:
            bounds = [
                self.instant(start, "from") if start is not None else "",
                self.instant(end, "until") if end is not None else "",
            ]
            found.append(said(" ".join(filter(None, bounds)), self.cited(cites)))
        return found

    def length(self, span: Span) -> str:
        """The length of a span where the terms state it, such as ``72 hours``; else nothing."""
        if not span.start or not span.end or not span.end.text.startswith(f"{span.start.text} + "):
            return ""
        match = _LENGTH.fullmatch(span.end.text.removeprefix(f"{span.start.text} + "))
        if not match:
            return ""
        unit = {"min": "minute", "h": "hour", "day": "day", "days": "day"}[match[2]]
        return f"{match[1]} {unit}{'' if float(match[1]) == 1 else 's'}"

    def period(self, period: Period) -> tuple[Text, list[Text]]:
        """When, as part of a sentence, and the readings that are too many to stand in it."""
        rival, length = self.rival_spans(period.span), self.length(period.span)
        if len(rival) > _MOST_INLINE:
            when: Text = ("in a period on which the sources differ",)
            if length:
                when = (f"for {length} from a time on which the sources differ",)
        else:
            rival, when = [], said(self.span(period.span), f" ({length})" if length else "")
        parts = [when] if when else []
        if period.daily:
            hours = [self._hours(start, end) for start, end in period.daily]
            parts.append(said("each day ", joined(hours)))
        if period.weekdays:
            parts.append(said("on ", joined([f"{_DAYS[day]}s" for day in period.weekdays]), " only"))
        between = ", and " if len(parts) > 2 else ", "
        told: list[str | Text] = []
        for order, part in enumerate(parts):
            told += [("" if order == 0 else between if order == len(parts) - 1 else ", "), part]
        return said(*told), rival

    def _hours(self, start: int, end: int) -> str:
        if (start, end) == (0, 1440):
            return "round the clock"
        later = " of the next day" if end <= start else ""
        return f"from {start // 60:02}:{start % 60:02} to {end // 60:02}:{end % 60:02}{later}"

    # Parties

    def cited(self, cites: Iterable[Cite]) -> Text:
        """The sources of what stands before them."""
        return said(" ", ref) if (ref := Ref(tuple(dict.fromkeys(cites)))).cites else ()

    def party(self, item: str) -> str:
        """A party inside a sentence, with its article."""
        return _SPECIAL.get(item) or _inside(self.terms.parties[item].name)

    def is_plural(self, item: str) -> bool:
        """Whether the name of a party takes "are"."""
        if item in _SPECIAL:
            return False
        head = _head(self.terms.parties[item].name)
        return head.endswith("s") and (head.islower() or head.lower() in _COMMON) and head.lower() != "corps"

    def parties(self, items: Iterable[str], word: str = "and") -> Text:
        """Parties as a list."""
        return joined([self.party(item) for item in items], word)

    def party_set(self, party_set: PartySet) -> Text:
        """Whom a condition names."""
        text = self.parties(party_set.any_of, "or") if party_set.any_of else ("nobody",)
        if party_set.none_of:
            text = said(text, " except ", self.parties(party_set.none_of))
        return text

    def party_choice(self, choice: PartyChoice) -> Text:
        """Whom a condition names, with rival readings in brackets."""
        first, *others = [self.party_set(option) for option in choice.options]
        if not others:
            return first
        return said(first, " (on another reading, ", joined(others, "or, on yet another,"), ")")

    # Areas

    def area_name(self, area_id: str) -> str:
        """A named area inside a sentence."""
        return _inside(self.terms.areas[area_id].name or area_id)

    def area(self, form: AreaForm) -> Text:
        """An area as part of a sentence."""
        if isinstance(form, NamedArea):
            return (self.area_name(form.id),)
        if isinstance(form, Nowhere):
            return ("no place for certain",)
        if isinstance(form, Shape):
            return (_drawn(form),)
        if isinstance(form, Circle):
            return (f"the area within {length_text(form.radius_m)} of {_position(form.lon, form.lat)}",)
        if isinstance(form, Buffer):
            return said(f"the area within {length_text(form.by_m)} of ", self.area(form.of))
        if isinstance(form, Union):
            return joined([self.area(part) for part in form.of])
        if isinstance(form, Intersection):
            return said("what is common to ", joined([self.area(part) for part in form.of]))
        if isinstance(form, Difference):
            return said(self.area(form.of), " without ", joined([self.area(part) for part in form.without]))
        if isinstance(form, Between):
            return self._between(form)
        if isinstance(form, AreaHistory):
            entries = [
                said(self.area(entry), ", ", self.span(span) or "always") for span, entry in form.entries
            ]
            return said(
                *(part for n, told in enumerate(entries) for part in (("; then ",) if n else (), told))
            )
        assert isinstance(form, AreaOneOf)
        options = [
            said(self.area(area), self.cited(option.cite))
            for area, option in zip(form.options, self.terms.disputes[form.dispute].options, strict=True)
        ]
        return said(joined(options, "or"), ", as the sources differ")

    def _between(self, form: Between) -> Text:
        if all(
            isinstance(part, Shape) and _drawn(part).endswith(_BY_TERMS)
            for part in (form.at_least, form.at_most)
        ):
            return (f"at least the inner, and no more than the outer, of two shapes {_BY_TERMS}",)
        outer = said("no more than ", self.area(form.at_most))
        if isinstance(form.at_least, Nowhere):
            return said(outer, "; no part of it is certain")
        return said("at least ", self.area(form.at_least), ", and ", outer)

    # Acts and weapons

    def act(self, code: str) -> str:
        """An act as a noun that can follow "no"."""
        if code in _act_phrases():
            return _act_phrases()[code]
        noun = indefinite(self.terms.acts.definitions[code]).removeprefix("a ").removeprefix("an ")
        return f"situation in which {noun}" if _CLAUSE.search(noun) else noun

    def weapon(self, kind: WeaponKind) -> str:
        """A weapon as a noun, with its article and the bounds on its calibre."""
        noun = indefinite(self.terms.weapons.definitions[kind.code])
        return (
            f"{noun.replace(' of any calibre', '')} of a calibre of {kind.calibre}" if kind.calibre else noun
        )


_BY_TERMS = "that the terms draw"
_FILES = (".csv", ".geojson", ".json")
_SHAPES = {
    "Polygon": "polygon",
    "MultiPolygon": "polygons",
    "LineString": "line",
    "MultiLineString": "lines",
    "Point": "point",
    "MultiPoint": "points",
}


def _drawn(form: Shape) -> str:
    """A geometry by where it is drawn: ``the line SYR-TUR of areas.geojson``; a point by its position."""
    corners = shapely.get_coordinates(form.geometry)
    if len(corners) == 1:
        return f"the point at {_position(*corners[0].tolist())}"
    kind = _SHAPES.get(form.geometry.geom_type, "shape")
    file, _, feature = form.source.partition(", ")
    if feature:
        return f"the {kind} {feature} of {file}"
    return f"the {kind} of {file}" if file.endswith(_FILES) else f"the {kind} {_BY_TERMS}"


def _position(lon: float, lat: float) -> str:
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return f"{abs(lat):g}° {north}, {abs(lon):g}° {east}"


def _head(name: str) -> str:
    """The noun that a name is about: ``States`` of "United States of America"."""
    words = _HEAD_ENDS.split(name, maxsplit=1)[0].split()
    return words[-1] if words else name


def _inside(name: str) -> str:
    """A name inside a sentence: with an article where it wants one, never with two."""
    first, _, rest = name.partition(" ")
    if first in ("The", "A", "An"):
        return f"{first.lower()} {rest}"
    if first in ("the", "a", "an"):
        return name
    if first.lower() in _COMMON and (not rest or rest[:1].islower()):
        name = f"{first.lower()} {rest}".strip()
    head = _head(name)
    is_one = not head.endswith("s") or head[:1].isupper()
    return f"the {name}" if head.lower() in _WITH_THE and is_one else name
