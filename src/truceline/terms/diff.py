# SPDX-License-Identifier: Apache-2.0
"""What differs between two terms in meaning, whatever their layout.

Everything is compared by ``meaning``; this file finds what goes with what (``_pairs``) and puts the
differences into words. A new part of the language is compared at once, field by field and in plain
words (``_rest``); it gets words of its own by a method beside ``_provision``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from truceline.terms.clauses import Clauses, conditions_text, history_texts
from truceline.terms.description import Text, joined
from truceline.terms.meaning import IN_WORDS, Meanings
from truceline.terms.model import (
    Area,
    AreaForm,
    Conditions,
    Duty,
    Exemption,
    Extension,
    Fact,
    Member,
    Party,
    PartyChoice,
    PartySet,
    PartyStanding,
    Period,
    Provision,
    Span,
    Standing,
    Terms,
)
from truceline.terms.phrases import Phrases, duration_text
from truceline.terms.plain import plain

__all__ = ["Change", "Comparison", "diff_terms"]

_PARTS = {
    "parties": "party",
    "areas": "area",
    "events": "event",
    "facts": "fact",
    "citations": "source",
    "provisions": "provision",
    "duties": "duty",
}
"""The parts that have ids, in the order in which they are compared, with what one of them is called."""
_APART = frozenset({*_PARTS, "acts", "weapons", "digest", "disputes", "not_assessed", "path", "standing"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    address: str
    """Where it stands in the new terms; in the old ones where it is gone."""
    kind: str
    """``added``, ``removed``, ``renamed`` or ``changed``."""
    text: str
    """What it is, as part of a sentence."""
    is_in_words: bool = False
    """True where only words or sources differ, on which no finding depends."""
    forms: tuple[AreaForm, AreaForm] | None = None
    """The old and the new form of an area, for whoever measures them."""

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}: {self.text}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two terms with all that differs."""

    old: Terms
    new: Terms
    changes: tuple[Change, ...]
    names: Mapping[str, Mapping[str, str]]
    """Old id to new id, of what both terms have, by the part of the terms: ``provisions`` and so on."""

    @property
    def in_meaning(self) -> tuple[Change, ...]:
        """The changes that count: those that are not in words alone."""
        return tuple(change for change in self.changes if not change.is_in_words)


def diff_terms(old: Terms, new: Terms) -> Comparison:
    """What differs between two terms in meaning; order, comments and layout never do.

    Args:
        old: checked terms.
        new: checked terms, usually a later state of the same.

    Returns:
        Every change, in the order of the parts of the language; empty where all means the same.
    """
    comparing = _Comparing(old, new)
    return Comparison(old, new, tuple(comparing.changes()), comparing.names)


class _Comparing:
    def __init__(self, old: Terms, new: Terms) -> None:
        self.old, self.new = old, new
        self.old_words, self.new_words = Phrases(old), Phrases(new)
        self.names: dict[str, dict[str, str]] = {}
        self.back: dict[str, str] = {}
        """New party id to old."""
        self.old_meanings, self.new_meanings = Meanings(old), Meanings(new)
        while True:
            earlier = {part: dict(pairs) for part, pairs in self.names.items()}
            self._pair_all()
            if self.names == earlier:
                break
        self.back = {after: before for before, after in self.names["parties"].items()}

    # What goes with what

    def _pair_all(self) -> None:
        """Pairs ids; what refers to things that are not paired yet is compared again in the next round."""
        references = ("parties", "facts")
        known = {old: new for part in references for old, new in self.names.get(part, {}).items()}
        gone = {name: "?" for part in references for name in getattr(self.old, part) if name not in known}
        fresh = set(known.values())
        come = {name: "?" for part in references for name in getattr(self.new, part) if name not in fresh}
        self.old_meanings = Meanings(self.old, {**gone, **known})
        self.new_meanings = Meanings(self.new, come)
        for part in _PARTS:
            self.names[part] = self._pairs(getattr(self.old, part), getattr(self.new, part))
        self.old_meanings = Meanings(self.old, {o: n for p in references for o, n in self.names[p].items()})
        self.new_meanings = Meanings(self.new)

    def _pairs(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
        """Old id to new id: the same id; else the same content, with or without its title; else the title."""
        pairs = {name: name for name in old if name in new}
        was, now = self.old_meanings, self.new_meanings
        tests: tuple[tuple[Callable[[Any], Hashable], Callable[[Any], Hashable]], ...] = (
            (lambda value: (was.of(value), _label(value)), lambda value: (now.of(value), _label(value))),
            (was.of, now.of),
            (_label, _label),
        )
        for of_old, of_new in tests:
            gone = [name for name in old if name not in pairs]
            come = [name for name in new if name not in set(pairs.values())]
            found_old, found_new = _single(gone, old, of_old), _single(come, new, of_new)
            pairs |= {found_old[key]: found_new[key] for key in found_old.keys() & found_new.keys()}
        return {name: pairs[name] for name in old if name in pairs}

    def _same(self, old: object, new: object) -> bool:
        return self.old_meanings.of(old) == self.new_meanings.of(new)

    # All changes

    def changes(self) -> Iterator[Change]:
        """Everything that differs."""
        yield from self._head()
        for part, noun in _PARTS.items():
            yield from self._part(part, noun)
            if part == "parties":
                yield from self._standings()
        for part in [field.name for field in fields(Terms) if field.name not in _APART]:
            if isinstance(getattr(self.new, part), Mapping):
                yield from self._part(part, part.removesuffix("s").replace("_", " "))
        yield from self._set_aside()
        yield from self._ties()

    def _head(self) -> Iterator[Change]:
        old, new = self.old, self.new
        if old.zone != new.zone:
            yield Change("timezone", "changed", f"now {new.zone}; before {old.zone}")
        for name in ("id", "title", "as_known_at", "note"):
            yield from _word(name.replace("_", " "), getattr(old, name), getattr(new, name))
        for name in ("acts", "weapons"):
            before, after = getattr(old, name), getattr(new, name)
            for code in (code for code in after.definitions if code not in before):
                yield Change(f"taxonomies.{name}.{code}", "added", "the code is new")
            for code in (code for code in before.definitions if code not in after):
                yield Change(f"taxonomies.{name}.{code}", "removed", "the code is gone")
            yield from self._rest(f"taxonomies.{name}", before, after, {"name", "definitions"})
        rest = {"zone", "id", "title", "as_known_at", "note", *_APART}
        rest |= {field.name for field in fields(Terms) if isinstance(getattr(new, field.name), Mapping)}
        yield from self._rest("", old, new, rest)

    def _part(self, part: str, noun: str) -> Iterator[Change]:
        old, new = getattr(self.old, part), getattr(self.new, part)
        pairs = self.names.get(part)
        if pairs is None:
            pairs = self.names[part] = self._pairs(old, new)
        in_words = part == "citations"
        back = {after: before for before, after in pairs.items()}
        for name in old:
            if name not in pairs:
                yield Change(f"{part}.{name}", "removed", f"{_told(noun, old[name])} is gone", in_words)
        for name, value in new.items():
            if name not in back:
                yield Change(f"{part}.{name}", "added", f"{_told(noun, value)} is new", in_words)
                continue
            before = old[back[name]]
            if back[name] != name:
                told = f"the {noun} was called {back[name]}"
                yield Change(f"{part}.{name}", "renamed", told, in_words or part == "events")
            yield from self._value(f"{part}.{name}", before, value)

    def _value(self, address: str, old: Any, new: Any) -> Iterator[Change]:
        """The changes of one thing that both terms have."""
        known: set[str] = {"id"}
        if isinstance(new, Party):
            yield from self._party(address, old, new)
            known |= {"name", "aliases", "codes", "members", "complete", "not_members", "could_be"}
        elif isinstance(new, Area):
            if not self._same(old.form, new.form):
                yield Change(address, "changed", "another extent", forms=(old.form, new.form))
            yield from _word(f"{address}.name", old.name, new.name)
            known |= {"form", "name"}
        elif isinstance(new, Fact):
            yield from self._fact(address, old, new)
            known |= {"about", "presume"}
        elif isinstance(new, Provision):
            yield from self._provision(address, old, new)
            known |= {"conditions", "standing"}
        elif isinstance(new, Duty):
            yield from self._duty(address, old, new)
            known |= {"of", "due", "shown_by", "presume_undone", "standing"}
        elif hasattr(new, "at"):
            if not self._same(old.at, new.at):
                yield Change(f"{address}.at", "changed", self._times(Span(old.at), Span(new.at), "at"))
            known |= {"at"}
        elif hasattr(new, "publisher"):
            known |= {field.name for field in fields(new)}
            for name in sorted(known - IN_WORDS):
                yield from _word(f"{address}.{name}", getattr(old, name), getattr(new, name))
        yield from self._rest(address, old, new, known)
        yield from _words_of(address, old, new)

    def _rest(self, address: str, old: Any, new: Any, known: set[str]) -> Iterator[Change]:
        """Fields that have no words of their own here: that they differ is said all the same."""
        for field in fields(new):
            if field.name in known | IN_WORDS:
                continue
            if not self._same(getattr(old, field.name), getattr(new, field.name)):
                here = f"{address}.{field.name.replace('_', ' ')}".lstrip(".")
                yield Change(here, "changed", "it has another meaning")

    # Parties

    def _party(self, address: str, old: Party, new: Party) -> Iterator[Change]:
        for field, before, after in (
            ("name", {old.name}, {new.name}),
            ("aliases", set(old.aliases), set(new.aliases)),
            ("codes", _codes(old), _codes(new)),
        ):
            for name in sorted(after - before):
                yield Change(f"{address}.{field}", "added", f"records may call it {name}")
            for name in sorted(before - after):
                yield Change(f"{address}.{field}", "removed", f"records may no longer call it {name}")
        yield from self._members(address, old, new)
        if old.complete != new.complete:
            told = "is now complete" if new.complete else "is now open: others may belong"
            yield Change(f"{address}.complete", "changed", f"the list of members {told}")
        for name, now, then in (
            ("not_members", "cannot belong", "may belong"),
            ("could_be", "may be meant by the label", "cannot be meant by the label"),
        ):
            before, after = self._ids(getattr(old, name)), set(getattr(new, name))
            here = f"{address}.{name.replace('_', ' ')}"
            for party in sorted(after - before):
                yield Change(here, "added", f"{self.new_words.party(party)} {now}")
            for party in sorted(before - after):
                yield Change(here, "removed", f"{self._old_or_new(party)} {then}")

    def _ids(self, names: Sequence[str]) -> set[str]:
        """Party ids of the old terms as the new ones call them."""
        return {self.names["parties"].get(name, name) for name in names}

    def _old_or_new(self, party: str) -> str:
        """A party that is named by its new id, or by its old one where it is gone."""
        words = self.new_words if party in self.new.parties else self.old_words
        return words.party(party)

    def _members(self, address: str, old: Party, new: Party) -> Iterator[Change]:
        here = f"{address}.members"
        if (old.members is None) != (new.members is None):
            told = "a single party" if new.members is None else "a group"
            yield Change(here, "changed", f"it is now {told}")
            return

        def by_party(members: Sequence[Member], names: Callable[[str], str]) -> dict[str, list[Member]]:
            found: dict[str, list[Member]] = {}
            for member in members:
                found.setdefault(names(member.party), []).append(member)
            return found

        before = by_party(old.members or (), lambda name: self.names["parties"].get(name, name))
        after = by_party(new.members or (), lambda name: name)
        for name in after.keys() - before.keys():
            when = plain(
                joined([span for member in after[name] if (span := self.new_words.span(member.span))])
            )
            yield Change(here, "added", f"{self.new_words.party(name)} joined {when}".rstrip())
        for name in before.keys() - after.keys():
            yield Change(here, "removed", f"{self._old_or_new(name)} left the list")
        for name in after.keys() & before.keys():
            if not self._same(tuple(before[name]), tuple(after[name])):
                spans = [tuple(member.span for member in found) for found in (before[name], after[name])]
                was = _when([self.old_words.span(span) for span in spans[0]])
                now = _when([self.new_words.span(span) for span in spans[1]])
                told = f"{self.new_words.party(name)} belongs {now}; before {was}"
                yield Change(here, "changed", told)

    def _standings(self) -> Iterator[Change]:
        """The standing of parties, party by party."""

        def by_party(terms: Terms, names: Mapping[str, str]) -> dict[tuple[str, str], list[PartyStanding]]:
            found: dict[tuple[str, str], list[PartyStanding]] = {}
            for entry in terms.standing:
                for party in entry.parties:
                    found.setdefault((names.get(party, party), entry.standing), []).append(entry)
            return found

        before, after = by_party(self.old, self.names["parties"]), by_party(self.new, {})
        for party, standing in [*before, *(key for key in after if key not in before)]:
            was, now = before.get((party, standing), []), after.get((party, standing), [])
            spans = [tuple(entry.span for entry in found) for found in (was, now)]
            who = self._old_or_new(party)
            words = self.new_words if party in self.new.parties else self.old_words
            verb = "are" if words.is_plural(party) else "is"
            here = f"standing.{party}"
            if not was:
                told = _when([self.new_words.span(span) for span in spans[1]])
                yield Change(here, "added", f"{who} {verb} now {standing} {told}")
            elif not now:
                yield Change(here, "removed", f"{who} {verb} no longer {standing}")
            elif not self._same(*(tuple(replace(e, parties=()) for e in found) for found in (was, now))):
                told = _when([self.new_words.span(span) for span in spans[1]])
                then = _when([self.old_words.span(span) for span in spans[0]])
                yield Change(here, "changed", f"{who} {verb} {standing} {told}; before {then}")
            elif {e for entry in was for e in entry.cite} != {e for entry in now for e in entry.cite}:
                yield Change(here, "changed", "other sources", is_in_words=True)

    def _fact(self, address: str, old: Fact, new: Fact) -> Iterator[Change]:
        if old.presume != new.presume:
            told = {
                None: "nothing is presumed",
                True: "it is presumed to hold",
                False: "it is presumed not to hold",
            }
            yield Change(
                f"{address}.presume", "changed", f"now {told[new.presume]}; before {told[old.presume]}"
            )
        if old.about != new.about:
            yield Change(f"{address}.about", "changed", f"now about {new.about}; before about {old.about}")

    # Provisions

    def _provision(self, address: str, old: Provision, new: Provision) -> Iterator[Change]:
        found = [*self._conditions(address, old.conditions, new.conditions)]
        found += self._history(f"{address}.standing", old.standing, new.standing)
        yield from found
        if all(change.is_in_words for change in found):
            together = [(_without_places(p.conditions), p.standing) for p in (old, new)]
            if not self._same(*together):
                yield Change(address, "changed", "its readings no longer go together as before")

    def _conditions(self, address: str, old: Conditions, new: Conditions) -> Iterator[Change]:
        for name, words in (("acts", "prohibit"), ("weapons", "weapons"), ("facts", "facts")):
            yield from self._list(f"{address}.{words}", name, getattr(old, name), getattr(new, name))
        for name in ("by", "against"):
            yield from self._who(f"{address}.{name}", getattr(old, name), getattr(new, name))
        for name, key in (("area", "in"), ("crosses", "crosses")):
            yield from self._place(f"{address}.{key}", getattr(old, name), getattr(new, name))
        yield from self._period(f"{address}.during", old.during, new.during)
        yield from self._exceptions(f"{address}.unless", old.unless, new.unless)
        known = {"acts", "weapons", "facts", "by", "against", "area", "crosses", "during", "unless"}
        yield from self._rest(address, old, new, known)

    def _list(self, address: str, name: str, old: Any, new: Any) -> Iterator[Change]:
        """Acts, weapons or facts."""

        def told(words: Phrases, item: Any) -> str:
            if name == "acts":
                return f"{words.act(item)} ({item})"
            if name == "weapons":
                return f"{words.weapon(item)} ({item.code})"
            before = f", at least {duration_text(item.before_ms)} before the act" if item.before_ms else ""
            return f"that {words.terms.facts[item.id].title}{before}"

        if (old is None) != (new is None):
            change = "no longer asked" if new is None else "now asked"
            items = old if new is None else new
            words = self.old_words if new is None else self.new_words
            kind = "removed" if new is None else "added"
            yield Change(address, kind, f"{change}: {' or '.join(told(words, item) for item in items)}")
            return
        before = {self.old_meanings.under(item, (), name): item for item in old or ()}
        after = {self.new_meanings.under(item, (), name): item for item in new or ()}
        for key in [key for key in after if key not in before]:
            yield Change(address, "added", told(self.new_words, after[key]))
        for key in [key for key in before if key not in after]:
            yield Change(address, "removed", told(self.old_words, before[key]))

    def _who(self, address: str, old: PartyChoice | None, new: PartyChoice | None) -> Iterator[Change]:
        def told(words: Phrases, choice: PartyChoice | None) -> str:
            return "anybody" if choice is None else plain(words.party_choice(choice))

        if self._same(old or _ANYBODY, new or _ANYBODY):
            if old != new:
                yield from self._sources(address, old, new)
            return
        dispute = _dispute_words(len((old or _ANYBODY).options), len((new or _ANYBODY).options))
        now, was = told(self.new_words, new), told(self.old_words, old)
        yield Change(address, "changed", f"{dispute}now {now}; before {was}")

    def _sources(self, address: str, old: PartyChoice | None, new: PartyChoice | None) -> Iterator[Change]:
        def cited(terms: Terms, choice: PartyChoice | None) -> set[object]:
            options = (
                () if choice is None or choice.dispute is None else terms.disputes[choice.dispute].options
            )
            return {option.cite for option in options}

        if cited(self.old, old) != cited(self.new, new):
            yield Change(address, "changed", "other sources of its readings", is_in_words=True)

    def _place(self, address: str, old: AreaForm | None, new: AreaForm | None) -> Iterator[Change]:
        if old is None and new is None:
            return
        if old is None or new is None:
            words, form = (self.new_words, new) if old is None else (self.old_words, old)
            assert form is not None
            told = f"{'now only' if old is None else 'no longer only'} {plain(words.area(form))}"
            yield Change(address, "added" if old is None else "removed", told)
        elif not self._same(old, new) and not self._is_told_of_area(old, new):
            now, was = plain(self.new_words.area(new)), plain(self.old_words.area(old))
            told = "another extent" if now == was else f"now {now}; before {was}"
            yield Change(address, "changed", told, forms=(old, new))

    def _is_told_of_area(self, old: AreaForm, new: AreaForm) -> bool:
        """Whether both are the same named area, whose change is told where it is named."""
        names = [getattr(form, "id", None) for form in (old, new)]
        return names[0] is not None and self.names["areas"].get(names[0]) == names[1]

    def _period(self, address: str, old: Period | None, new: Period | None) -> Iterator[Change]:
        if old is None or new is None:
            if old is not new:
                period, words = (new, self.new_words) if old is None else (old, self.old_words)
                assert period is not None
                when = plain(words.period(period)[0]) or "at all times"
                told = f"{'now only' if old is None else 'no longer only'} {when}"
                yield Change(address, "added" if old is None else "removed", told)
            return
        if not self._same(old.span, new.span):
            yield Change(address, "changed", self._times(old.span, new.span))
        yield from self._extensions(f"{address}.extended", old.extended, new.extended)
        for name in ("daily", "weekdays"):
            if set(getattr(old, name)) != set(getattr(new, name)):
                now, was = (
                    plain(words.period(Period(daily=p.daily, weekdays=p.weekdays))[0]) or "at every hour"
                    for words, p in ((self.new_words, new), (self.old_words, old))
                )
                yield Change(f"{address}.{name}", "changed", f"now {now}; before {was}")
                break
        if old.zone != new.zone and self.old.zone == self.new.zone:
            yield Change(f"{address}.zone", "changed", f"now by the clock of {new.zone}; before {old.zone}")
        yield from self._rest(address, old, new, {"span", "extended", "daily", "weekdays", "zone"})

    def _extensions(
        self, address: str, old: Sequence[Extension], new: Sequence[Extension]
    ) -> Iterator[Change]:
        before = [self.old_meanings.of(extension) for extension in old]
        after = [self.new_meanings.of(extension) for extension in new]
        if before == after:
            return
        told = [
            plain(self.new_words.time(e.end, "until")) + self.new_words.announced(e.announced_ms) for e in new
        ]
        was = [
            plain(self.old_words.time(e.end, "until")) + self.old_words.announced(e.announced_ms) for e in old
        ]
        for text, meaning in zip(told, after, strict=True):
            if meaning not in before:
                yield Change(address, "added", f"extended {text}")
        for text, meaning in zip(was, before, strict=True):
            if meaning not in after:
                yield Change(address, "removed", f"no longer extended {text}")
        if set(before) == set(after):
            yield Change(
                address, "changed", "the extensions stand in another order, and the last one decides"
            )

    def _times(self, old: Span, new: Span, role: str = "") -> str:
        """How a span, or with ``role`` a moment, differs: by how much, and from what to what."""
        bounds = [
            sorted((instants for instants, _ in words.alternatives([span.start, span.end])), key=str)
            for words, span in self._both(old, new)
        ]
        now, was = (
            plain(words.time(span.start, role) if role and span.start else words.span(span)) or "at all times"
            for words, span in reversed(list(self._both(old, new)))
        )
        shift = _shift(*bounds, is_moment=bool(role))
        return f"{shift or _dispute_words(*map(len, bounds))}now {now}; before {was}"

    def _both(self, old: Span, new: Span) -> Iterator[tuple[Phrases, Span]]:
        yield self.old_words, old
        yield self.new_words, new

    def _exceptions(
        self, address: str, old: Sequence[Exemption], new: Sequence[Exemption]
    ) -> Iterator[Change]:
        before, after = ({exception.id: exception for exception in found} for found in (old, new))
        pairs = self._pairs(before, after)
        back = {now: was for was, now in pairs.items()}
        for name, exception in before.items():
            if name not in pairs:
                told = conditions_text(self.old, exception.conditions)
                yield Change(f"{address}.{name}", "removed", f"the exception is gone, where {told}")
        for name, exception in after.items():
            if name not in back:
                told = conditions_text(self.new, exception.conditions)
                yield Change(f"{address}.{name}", "added", f"a new exception, where {told}")
                continue
            if back[name] != name:
                yield Change(f"{address}.{name}", "renamed", f"the exception was called {back[name]}")
            yield from self._conditions(
                f"{address}.{name}", before[back[name]].conditions, exception.conditions
            )
            yield from self._rest(f"{address}.{name}", before[back[name]], exception, {"id", "conditions"})
            yield from _words_of(f"{address}.{name}", before[back[name]], exception)

    def _duty(self, address: str, old: Duty, new: Duty) -> Iterator[Change]:
        was, now = self._ids(old.of), set(new.of)
        for party in sorted(now - was):
            verb = "owe" if self.new_words.is_plural(party) else "owes"
            yield Change(f"{address}.of", "added", f"{self.new_words.party(party)} {verb} it too")
        for party in sorted(was - now):
            words = self.new_words if party in self.new.parties else self.old_words
            verb = "owe" if words.is_plural(party) else "owes"
            yield Change(f"{address}.of", "removed", f"{words.party(party)} no longer {verb} it")
        if not self._same(old.due, new.due):
            told, before = (
                plain(Clauses(terms).due(duty)) for terms, duty in ((self.new, new), (self.old, old))
            )
            if old.due.every is None and new.due.every is None:
                told = self._times(Span(old.due.start, old.due.by), Span(new.due.start, new.due.by))
            else:
                told = f"now {told}; before {before}"
            yield Change(f"{address}.due", "changed", told)
        if not self._same(old.shown_by, new.shown_by):
            told, before = (
                " or ".join(plain(Clauses(terms).shown(conditions)) for conditions in duty.shown_by)
                for terms, duty in ((self.new, new), (self.old, old))
            )
            yield Change(f"{address}.shown by", "changed", f"now by {told}; before by {before}")
        if old.presume_undone != new.presume_undone:
            told = "counts as not done" if new.presume_undone else "is unknown"
            yield Change(f"{address}.presume", "changed", f"what nobody recorded now {told}")
        yield from self._history(f"{address}.standing", old.standing, new.standing)

    def _history(self, address: str, old: Sequence[Standing], new: Sequence[Standing]) -> Iterator[Change]:
        if self._same(old, new):
            if [entry.cite for entry in old] != [entry.cite for entry in new] and (
                {c for e in old for c in e.cite} != {c for e in new for c in e.cite}
            ):
                yield Change(address, "changed", "other sources", is_in_words=True)
            return
        before = [self.old_meanings.of(entry) for entry in old]
        after = [self.new_meanings.of(entry) for entry in new]
        come = [n for n, meaning in enumerate(after) if meaning not in before]
        gone = [n for n, meaning in enumerate(before) if meaning not in after]
        now, was = history_texts(self.new, new), history_texts(self.old, old)
        for n in [*come]:
            entry = new[n]
            same = [m for m in gone if old[m].standing == entry.standing]
            if len(same) == 1 and old[same[0]].by == self.back.get(entry.by, entry.by):
                told = f"{now[n]}; before {was[same[0]]}"
                yield Change(address, "changed", told)
                come.remove(n)
                gone.remove(same[0])
        for kind, texts, entries in (("added", now, come), ("removed", was, gone)):
            for n in entries:
                yield Change(address, kind, texts[n])
        if {*before} == {*after}:
            yield Change(address, "changed", "its entries follow each other otherwise")

    # The rest

    def _set_aside(self) -> Iterator[Change]:
        before = {(frozenset(item.cite), item.because) for item in self.old.not_assessed}
        after = {(frozenset(item.cite), item.because) for item in self.new.not_assessed}
        for kind, items in (("added", after - before), ("removed", before - after)):
            for cites, because in sorted(items, key=lambda item: (sorted(map(str, item[0])), item[1])):
                told = f"{'; '.join(sorted(map(str, cites)))}: {because}"
                yield Change("not assessed", kind, told, is_in_words=True)

    def _ties(self) -> Iterator[Change]:
        """Parts whose disputed readings were one question and are two now, or the other way round."""

        def tied(
            terms: Terms, meanings: Meanings, names: Mapping[str, Mapping[str, str]]
        ) -> set[frozenset[str]]:
            users: dict[int, set[str]] = {}
            for part in ("parties", "areas", "provisions", "duties"):
                for name, value in getattr(terms, part).items():
                    for dispute in set(meanings.disputes(value)):
                        users.setdefault(dispute, set()).add(f"{part}.{names.get(part, {}).get(name, name)}")
            for entry in terms.standing:
                for dispute in set(meanings.disputes(entry)):
                    parties = [names.get("parties", {}).get(party, party) for party in entry.parties]
                    users.setdefault(dispute, set()).update(f"standing.{party}" for party in parties)
            return {frozenset(found) for found in users.values() if len(found) > 1}

        before = tied(self.old, self.old_meanings, self.names)
        after = tied(self.new, self.new_meanings, {})
        both = {f"{part}.{name}" for part, pairs in self.names.items() for name in pairs.values()}
        both |= {f"standing.{name}" for name in self.names["parties"].values()}
        for kind, ties in (("added", after - before), ("removed", before - after)):
            for tie in sorted(map(sorted, ties)):
                if set(tie) <= both and not any(
                    set(tie) <= other for other in (before if kind == "added" else after)
                ):
                    verb = "now hang" if kind == "added" else "no longer hang"
                    told = f"the readings of {', '.join(tie)} {verb} on one question"
                    yield Change("disputes", kind, told)


_ANYBODY = PartyChoice((PartySet(("any",)),))


def _label(value: Any) -> Hashable:
    """The name or title of something; its own words for something that has neither."""
    found = getattr(value, "name", "") or getattr(value, "title", "")
    return found or None


def _without_places(conditions: Conditions) -> Conditions:
    """Conditions without their areas, whose changes are told where the areas are."""
    unless = tuple(replace(e, conditions=_without_places(e.conditions)) for e in conditions.unless)
    return replace(conditions, area=None, crosses=None, unless=unless)


def _single(
    names: Sequence[str], values: Mapping[str, Any], key: Callable[[Any], Hashable]
) -> dict[Hashable, str]:
    """The names whose value has a key that no other has."""
    found: dict[Hashable, list[str]] = {}
    for name in names:
        found.setdefault(key(values[name]), []).append(name)
    return {key: same[0] for key, same in found.items() if len(same) == 1 and key is not None}


def _told(noun: str, value: Any) -> str:
    label = _label(value)
    return f"the {noun} {label}" if label else f"the {noun}"


def _codes(party: Party) -> set[str]:
    return {f"{code} in {data_set}" for data_set, codes in party.codes.items() for code in codes}


def _when(spans: Sequence[Text]) -> str:
    return " and ".join(plain(span) or "at all times" for span in spans)


def _dispute_words(old: int, new: int) -> str:
    if old == 1 < new:
        return "now disputed: "
    if new == 1 < old:
        return "no longer disputed: "
    return "other readings: " if new > 1 else ""


_Bounds = Sequence[tuple[int | None, ...]]


def _shift(old: _Bounds, new: _Bounds, *, is_moment: bool) -> str:
    """By how much a span is longer, shorter or moved, where that is the same under every reading."""
    shifts = set()
    for before, after in zip(old, new, strict=False):
        if [at is None for at in before] != [at is None for at in after]:
            return ""
        shifts.add(tuple((b or 0) - (a or 0) for a, b in zip(before, after, strict=True)))
    if len(old) != len(new) or len(shifts) != 1:
        return ""
    first, last = shifts.pop()
    if is_moment or (first == last and old[0][1] is not None):
        return f"{duration_text(abs(first))} {'later' if first > 0 else 'earlier'}: "
    if not last:
        return f"{duration_text(abs(first))} {'shorter' if first > 0 else 'longer'} at its start: "
    if not first:
        return f"{duration_text(abs(last))} {'longer' if last > 0 else 'shorter'} at its end: "
    begins = f"begins {duration_text(abs(first))} {'later' if first > 0 else 'earlier'}"
    return f"{begins} and ends {duration_text(abs(last))} {'later' if last > 0 else 'earlier'}: "


def _word(address: str, old: object, new: object) -> Iterator[Change]:
    """A change of words alone."""
    if old != new:
        kind = "changed" if old and new else "added" if new else "removed"
        yield Change(
            address, kind, f"now {new}; before {old}" if old and new else str(new or old), is_in_words=True
        )


def _words_of(address: str, old: Any, new: Any) -> Iterator[Change]:
    """The changes of words and sources of one thing."""
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name == "cite" and set(before) != set(after):
            yield Change(f"{address}.cite", "changed", "other sources", is_in_words=True)
        elif field.name in ("title", "words", "reading", "language", "note"):
            yield from _word(f"{address}.{field.name}", before, after)
