# SPDX-License-Identifier: Apache-2.0
"""Terms read back in plain sentences, with a time line of what is in force when."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from truceline.terms.model import (
    ALWAYS_MS,
    NEVER_MS,
    AreaForm,
    AreaHistory,
    AreaOneOf,
    Between,
    Buffer,
    Circle,
    Cite,
    Conditions,
    Difference,
    Intersection,
    NamedArea,
    Nowhere,
    PartyChoice,
    PartySet,
    Period,
    Provision,
    Shape,
    Span,
    Terms,
    Time,
    Union,
)
from truceline.terms.times import format_length

__all__ = ["describe", "exception_texts"]

_WIDTH = 100
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe(terms: Terms) -> str:
    """The terms in plain English, in the order of the file, as lines of at most 100 characters."""
    teller = _Teller(terms)
    parts = [teller.head(), teller.sources(), teller.parties(), teller.areas()]
    parts += [teller.provision(number, p) for number, p in enumerate(terms.provisions.values(), 1)]
    parts += [teller.facts(), teller.set_aside(), teller.time_line()]
    return "\n\n".join(part for part in parts if part)


def exception_texts(terms: Terms, provision: Provision) -> dict[str, str]:
    """When each exception of a provision holds, as part of a sentence, by its id."""
    teller = _Teller(terms)
    return {
        exception.id: _and(list(teller.conditions(exception.conditions)))
        for exception in provision.conditions.unless
    }


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False
    )


def _and(words: Sequence[str], last: str = "and") -> str:
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


class _Teller:
    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.zone = ZoneInfo(terms.zone)

    # Words for the parts

    def cited(self, cites: Iterable[Cite]) -> str:
        texts = list(map(str, cites))
        return f" [{'; '.join(texts)}]" if texts else ""

    def instant(self, at_ms: int) -> str:
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone)
        utc = local.astimezone(UTC)
        same_day = utc.date() == local.date()
        return f"{local:%H:%M} on {local.day} {local:%B %Y} ({utc:%H:%M}{'' if same_day else f' on {utc.day} {utc:%B}'} UTC)"

    def time(self, time: Time) -> str:
        """An instant, or its alternatives each with who says so."""
        if len(set(time.at_ms)) == 1:
            text = self.instant(time.at_ms[0])
            return f"{text}, {time.text}" if time.text in self.terms.events else text
        if len(time.disputes) == 1:
            options = self.terms.disputes[time.disputes[0]].options
            return _and(
                [self.instant(at) + self.cited(o.cite) for at, o in zip(time.at_ms, options, strict=True)],
                "or, as sources differ,",
            )
        return _and([self.instant(at) for at in dict.fromkeys(time.at_ms)], "or, as sources differ,")

    def span(self, span: Span) -> str:
        parts = []
        if span.start:
            parts.append(f"from {self.time(span.start)}")
        if span.end:
            parts.append(f"until {self.time(span.end)}")
        return " ".join(parts)

    def period(self, period: Period) -> str:
        text = self.span(period.span)
        if period.daily:
            hours = [f"{a // 60:02}:{a % 60:02} to {b // 60:02}:{b % 60:02}" for a, b in period.daily]
            text += f"{' and ' if text else ''}each day from {_and(hours)} by the clock of {period.zone}"
        if period.weekdays:
            text += f"{', ' if text else ''}on {_and([_DAYS[day] for day in period.weekdays])}"
        for extension in period.extended:
            known = (
                f", announced {self.instant(extension.announced_ms)}"
                if extension.announced_ms is not None
                else ""
            )
            text += f"; extended to {self.time(extension.end)}{known}{self.cited(extension.cite)}"
        return text or "at all times"

    def party(self, item: str) -> str:
        special = {
            "any": "anybody",
            "bound": "any party that is bound",
            "excluded": "any party that is excluded",
        }
        return special.get(item) or self.terms.parties[item].name

    def party_set(self, party_set: PartySet) -> str:
        text = _and([self.party(item) for item in party_set.any_of], "or") or "nobody"
        if party_set.none_of:
            text += f", but not {_and([self.party(item) for item in party_set.none_of], 'or')}"
        return text

    def choice(self, choice: PartyChoice) -> str:
        return _and([self.party_set(option) for option in choice.options], "or, as sources differ,")

    def area(self, form: AreaForm) -> str:
        """An area as part of a sentence."""
        if isinstance(form, NamedArea):
            return self.terms.areas[form.id].name or form.id
        if isinstance(form, Nowhere):
            return "no place for certain"
        if isinstance(form, Shape):
            return f"the {form.geometry.geom_type.lower()} of {form.source}"
        if isinstance(form, Circle):
            return f"within {_metres(form.radius_m)} of {form.lon:g}, {form.lat:g}"
        if isinstance(form, Buffer):
            return f"within {_metres(form.by_m)} of {self.area(form.of)}"
        if isinstance(form, Union):
            return _and([self.area(part) for part in form.of], "or")
        if isinstance(form, Intersection):
            return f"what is common to {_and([self.area(part) for part in form.of])}"
        if isinstance(form, Difference):
            return f"{self.area(form.of)} without {_and([self.area(part) for part in form.without])}"
        if isinstance(form, Between):
            return f"at least {self.area(form.at_least)}, at most {self.area(form.at_most)}"
        if isinstance(form, AreaHistory):
            return "; ".join(f"{self.area(entry)} {self.span(span)}".strip() for span, entry in form.entries)
        assert isinstance(form, AreaOneOf)
        return _and([self.area(option) for option in form.options], "or, as sources differ,")

    def codes(self, codes: Sequence[str]) -> str:
        taxonomy = {**self.terms.weapons.definitions, **self.terms.acts.definitions}
        return _and([f"{code} ({taxonomy[code].rstrip('.').lower()})" for code in codes], "or")

    # The parts

    def head(self) -> str:
        known = f" As known at {self.terms.as_known_at}." if self.terms.as_known_at else ""
        lines = [self.terms.title, "=" * len(self.terms.title)]
        lines.append(
            _wrapped(
                f"Terms {self.terms.id}. Local times are those of {self.terms.zone}.{known} {self.terms.note}".strip()
            )
        )
        return "\n".join(lines)

    def sources(self) -> str:
        lines = ["Sources"]
        for citation in self.terms.citations.values():
            by = ", ".join(part for part in (citation.publisher, citation.date) if part)
            lines.append(_wrapped(f"[{citation.id}] {citation.title}{f' ({by})' if by else ''}.", "  "))
        return "\n".join(lines) if len(lines) > 1 else ""

    def parties(self) -> str:
        lines = ["Parties"]
        for party in self.terms.parties.values():
            text = party.name
            if party.could_be:
                text += f" is a vague label: it may stand for {_and([self.party(p) for p in party.could_be], 'or')}."
            elif party.members is not None:
                members = [f"{self.party(m.party)} {self.span(m.span)}".strip() for m in party.members]
                text += f": {_and(members)}." if members else ": nobody is named as a member."
                if not party.complete:
                    text += " The list is open: whoever is not on it may belong all the same."
                if party.not_members:
                    text += f" Not among them: {_and([self.party(p) for p in party.not_members], 'or')}."
            else:
                text += "."
            lines.append(_wrapped(text + self.cited(party.cite), "  "))
        for entry in self.terms.standing:
            names = _and([self.party(p) for p in entry.parties])
            verb = "is" if len(entry.parties) == 1 else "are"
            lines.append(
                _wrapped(
                    f"{names} {verb} {entry.standing} {self.span(entry.span)}".rstrip()
                    + "."
                    + self.cited(entry.cite),
                    "  ",
                )
            )
        return "\n".join(lines) if len(lines) > 1 else ""

    def areas(self) -> str:
        lines = ["Areas"]
        for area in self.terms.areas.values():
            note = f" {area.note}" if area.note else ""
            lines.append(
                _wrapped(
                    f"{area.name or area.id}: {self.area(area.form)}.{note}{self.cited(area.cite)}", "  "
                )
            )
        return "\n".join(lines) if len(lines) > 1 else ""

    def conditions(self, conditions: Conditions) -> Iterator[str]:
        if conditions.acts is not None:
            yield f"the act is {self.codes(conditions.acts)}"
        yield from self.other_conditions(conditions)

    def other_conditions(self, conditions: Conditions) -> Iterator[str]:
        if conditions.by:
            yield f"it is done by {self.choice(conditions.by)}"
        if conditions.against:
            yield f"it is done against {self.choice(conditions.against)}"
        if conditions.weapons is not None:
            kinds = [
                f"{self.codes([kind.code])}{f' of {kind.calibre}' if kind.calibre else ''}"
                for kind in conditions.weapons
            ]
            yield f"the weapon is {_and(kinds, 'or')}"
        if conditions.area:
            yield f"it happens in {self.area(conditions.area)}"
        if conditions.crosses:
            yield f"it crosses {self.area(conditions.crosses)}"
        if conditions.during:
            yield f"it happens {self.period(conditions.during)}"
        if conditions.facts:
            facts = [
                f"{self.terms.facts[asked.id].title}"
                f"{f' (at least {format_length(asked.before_ms)} before)' if asked.before_ms else ''}"
                for asked in conditions.facts
            ]
            yield f"it holds that {_and(facts)}"

    def exceptions(self, conditions: Conditions, indent: str) -> Iterator[str]:
        for exception in conditions.unless:
            when = _and(list(self.conditions(exception.conditions)))
            yield _wrapped(f"Except ({exception.id}) where {when}.{self.cited(exception.cite)}", indent)
            yield from self.exceptions(exception.conditions, indent + "  ")

    def provision(self, number: int, provision: Provision) -> str:
        lines = [f"{number}. {provision.title} ({provision.id})"]
        where = list(self.other_conditions(provision.conditions))
        acts = self.codes(provision.conditions.acts or ())
        lines.append(
            _wrapped(
                f"Prohibited is {acts}{f' where {_and(where)}' if where else ''}.{self.cited(provision.cite)}",
                "   ",
            )
        )
        lines += self.exceptions(provision.conditions, "   ")
        standing = [
            f"{entry.standing}{f' by {self.party(entry.by)}' if entry.by else ''} "
            f"from {self.time(entry.start)}{self.cited(entry.cite)}"
            for entry in provision.standing
        ]
        lines.append(_wrapped(f"It is {_and(standing, 'then')}.", "   "))
        if provision.words:
            lines.append(_wrapped(f"In the words of the source: {provision.words}", "   "))
        if provision.reading:
            lines.append(_wrapped(f"Read so: {provision.reading}", "   "))
        return "\n".join(lines)

    def facts(self) -> str:
        lines = ["Facts that no incident shows"]
        for fact in self.terms.facts.values():
            presumed = {
                None: "unknown unless recorded",
                True: "presumed to hold",
                False: "presumed not to hold",
            }
            lines.append(_wrapped(f"{fact.title}: {presumed[fact.presume]}.{self.cited(fact.cite)}", "  "))
        return "\n".join(lines) if len(lines) > 1 else ""

    def set_aside(self) -> str:
        lines = ["Not assessed"]
        for item in self.terms.not_assessed:
            lines.append(_wrapped(f"{'; '.join(map(str, item.cite))}: {item.because.rstrip('.')}.", "  "))
        return "\n".join(lines) if len(lines) > 1 else ""

    # The time line

    def _in_force(self, provision: Provision) -> list[tuple[int, int, str]]:
        """Stretches ``(start, end, sign)``: ``#`` in force whatever binds, ``?`` under some reading."""
        period = provision.conditions.during
        times = [entry.start for entry in provision.standing]
        if period:
            times += [t for t in (period.span.start, period.span.end) if t]
            times += [extension.end for extension in period.extended]
        disputes = sorted({d for time in times for d in time.disputes})
        choices = list(self.terms.choices(disputes))
        bounds = {time.at(choice) for time in times for choice in choices} | {ALWAYS_MS}
        ordered = [*sorted(bounds), NEVER_MS]
        stretches: list[tuple[int, int, str]] = []
        for start, end in itertools.pairwise(ordered):
            held = set()
            for choice in choices:
                low, high = period.bounds(choice) if period else (ALWAYS_MS, NEVER_MS)
                held.add(provision.is_in_force(start, choice) and low <= start < high)
            if True in held:
                sign = "#" if held == {True} else "?"
                if stretches and stretches[-1][1] == start and stretches[-1][2] == sign:
                    stretches[-1] = (stretches[-1][0], end, sign)
                else:
                    stretches.append((start, end, sign))
        return stretches

    def time_line(self) -> str:
        moments: list[tuple[int, str]] = []
        bars: list[tuple[str, list[tuple[int, int, str]]]] = []
        for provision in self.terms.provisions.values():
            stretches = self._in_force(provision)
            bars.append((provision.id, stretches))
            for entry in provision.standing:
                if entry.standing != "in force":
                    by = f" by {self.party(entry.by)}" if entry.by else ""
                    moments.append((min(entry.start.at_ms), f"{provision.id}: {entry.standing}{by}"))
            moments += [(at, f"{provision.id}: {text}") for at, text in _turns(stretches)]
        if not moments:
            return ""
        lines = ["Time line"]
        lines += [f"  {self._stamp(at)}  {text}" for at, text in sorted(moments)]
        return "\n".join([*lines, "", *self._chart(bars, [at for at, _ in moments])])

    def _stamp(self, at_ms: int) -> str:
        return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.zone):%Y-%m-%d %H:%M}"

    def _chart(self, bars: list[tuple[str, list[tuple[int, int, str]]]], moments: list[int]) -> Iterator[str]:
        """A row a provision: # in force, ? in force under some reading, . not."""
        name_width = min(30, max(len(name) for name, _ in bars))
        columns = _WIDTH - name_width - 4
        day_ms = round(timedelta(days=1) / timedelta(milliseconds=1))
        low, high = min(moments) - day_ms, max(moments) + day_ms
        step = max(1, (high - low) // columns)
        yield f"  {'':{name_width}}  {self._stamp(low)[:10]}{self._stamp(high)[:10]:>{columns - 10}}"
        for name, stretches in bars:
            cells = []
            for column in range(columns):
                start, end = low + column * step, low + (column + 1) * step
                signs = {sign for a, b, sign in stretches if a < end and start < b}
                cells.append("#" if "#" in signs else "?" if signs else ".")
            yield f"  {name[:name_width]:{name_width}}  {''.join(cells)}"
        yield "  # in force   ? in force under some reading of disputed times   . not in force"


def _turns(stretches: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, str]]:
    """Instants at which it changes whether a provision is in force, with what it changes to."""
    texts = {"#": "in force from here", "?": "may be in force from here", "": "no longer in force"}
    later = {"#": "certainly in force from here", "?": "no longer certainly in force"}
    for before, after in itertools.pairwise([None, *stretches, None]):
        if before is not None and after is not None and before[1] == after[0]:
            yield after[0], later[after[2]]
            continue
        if before is not None and before[1] < NEVER_MS:
            yield before[1], texts[""]
        if after is not None and after[0] > ALWAYS_MS:
            yield after[0], texts[after[2]]


def _metres(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
