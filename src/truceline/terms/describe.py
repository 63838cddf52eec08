# SPDX-License-Identifier: Apache-2.0
"""Terms read back in plain English, as a tree that a writer prints.

The clauses themselves are told in ``clauses``; a new kind of part gets a section of its own in
``description``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from truceline.terms.clauses import Clauses, conditions_text
from truceline.terms.description import (
    AreaMap,
    Block,
    Description,
    Item,
    Items,
    Paragraph,
    Section,
    Table,
    Text,
    TimeLine,
    TimeLineRow,
    joined,
    said,
    sentence,
)
from truceline.terms.model import (
    Area,
    Conditions,
    Duty,
    Party,
    Provision,
    Terms,
)
from truceline.terms.periods import InForcePeriod, due_periods, in_force_periods, standing_periods
from truceline.terms.phrases import Phrases, count_of, indefinite
from truceline.terms.plain import plain, text_of

__all__ = ["describe", "description", "exception_texts"]


_OF_DUTY = {
    "applies": "is owed",
    "may apply": "may be owed",
    "certainly applies": "is certainly owed",
    "no longer certainly applies": "may be late",
    "no longer applies": "is late unless done",
}
"""What changes for a duty where the same change of a provision has the words on the left."""


def _of_duty(duty: Duty, turn: str) -> str:
    if duty.due.every is not None and turn == "no longer applies":
        return "does not come again"
    return _OF_DUTY[turn]


def describe(terms: Terms) -> str:
    """The terms in plain English, in the order of the file, as lines of at most 100 characters."""
    return text_of(description(terms))


def description(terms: Terms) -> Description:
    """The terms in plain English, in the order of the file, as a tree that a writer prints."""
    teller = _Teller(terms)
    sections = (
        teller.time_line(),
        teller.parties(),
        teller.rules(),
        teller.events(),
        teller.areas(),
        teller.provisions(),
        teller.duties(),
        teller.facts(),
        teller.words(),
        teller.set_aside(),
        teller.sources(),
    )
    return Description(terms.title, tuple(teller.about()), tuple(section for section in sections if section))


def exception_texts(terms: Terms, provision: Provision) -> dict[str, str]:
    """When each exception of a provision holds, as part of a sentence, by its id."""
    return {
        exception.id: conditions_text(terms, exception.conditions)
        for exception in provision.conditions.unless
    }


class _Teller:
    """Builds the parts of the tree."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.words_for = Phrases(terms)
        self.clauses = Clauses(terms)

    # The beginning

    def about(self) -> Iterator[Block]:
        terms = self.terms
        if terms.note:
            yield Paragraph((terms.note,))
        held = (
            (terms.provisions, "provision", ""),
            (terms.duties, "duty", "duties"),
            (terms.parties, "party", "parties"),
            (terms.areas, "area", ""),
            (terms.citations, "source", ""),
        )
        counts = [count_of(len(parts), noun, plural) for parts, noun, plural in held if parts]
        text = f"These terms ({terms.id}) hold {plain(joined(counts)) or 'nothing yet'}. "
        text += f"Times are local times of {terms.zone} unless UTC stands beside them. "
        text += "Sources stand in square brackets."
        if terms.as_known_at:
            text += f" All is told as it was known on {self.words_for.day(terms.as_known_at)}."
        yield Paragraph((text,))

    # What is in force when

    def time_line(self) -> Section | None:
        rows, moments = [], []
        for provision in self.terms.provisions.values():
            standing = tuple(standing_periods(self.terms, provision))
            in_force = tuple(in_force_periods(self.terms, provision))
            rows.append(TimeLineRow(provision.id, provision.title, standing, in_force))
            moments += [(at, provision.title, text) for at, text in self._moments(provision, in_force)]
        for duty in self.terms.duties.values():
            due = tuple(due_periods(self.terms, duty))
            rows.append(TimeLineRow(duty.id, duty.title, (), due))
            moments += [(at, duty.title, _of_duty(duty, text)) for at, text in _turns(due)]
        if not moments:
            return None
        changes = [
            ((self._local(at),), (self._utc(at),), (title,), (text,)) for at, title, text in sorted(moments)
        ]
        about = "When each provision is in force and its period runs"
        about += ", and when each duty can be done in time. " if self.terms.duties else ". "
        about += "Hours of the day and days of the week are not drawn."
        blocks = (
            Paragraph((about,)),
            TimeLine(self.terms.zone, tuple(rows)),
            Table((f"Local time ({self.terms.zone})", "UTC", "What", "From here it"), tuple(changes)),
        )  # fmt: skip
        return Section("time-line", "Time line", blocks=blocks)

    def _moments(self, provision: Provision, in_force: Sequence[InForcePeriod]) -> Iterator[tuple[int, str]]:
        for entry in provision.standing:
            if entry.standing == "in force":
                continue
            by = f" by {self.words_for.party(entry.by)}" if entry.by else ""
            word = {"ended": "has ended"}.get(entry.standing, f"is {entry.standing}")
            instants = sorted(set(entry.start.at_ms))
            sure = "" if len(instants) == 1 else "perhaps "
            yield instants[0], f"{word.replace(' ', f' {sure}', 1)}{by}"
        yield from _turns(in_force)

    def _local(self, at_ms: int) -> str:
        return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(self.words_for.zone):%Y-%m-%d %H:%M}"

    def _utc(self, at_ms: int) -> str:
        return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M}"

    # Parties

    def parties(self) -> Section | None:
        if not self.terms.parties:
            return None
        rows = tuple(
            (self._party_name(party), (self._kind(party),), self._members(party), self._party_standing(party))
            for party in self.terms.parties.values()
        )
        table = Table(("Name", "Kind", "Members", "Standing"), rows)
        return Section("parties", "Parties", blocks=(table,))

    def rules(self) -> Section | None:
        """Who may change a standing."""
        if not self.terms.rules:
            return None
        words, items = self.words_for, []
        for rule in self.terms.rules.values():
            by = said(" It is decided by ", words.parties(rule.by, "or"), ".") if rule.by else ()
            used = [f"{words.party(p)}" for e in self.terms.standing if e.under == rule.id for p in e.parties]
            used += [
                p.title for p in self.terms.provisions.values() if any(e.under == rule.id for e in p.standing)
            ]
            told = f" Used for {', '.join(used)}." if used else " It was not used, as far as these terms say."
            items.append(Item(said(sentence(rule.title), by, told, words.cited(rule.cite)), rule.id))
        return Section("rules", "Who may change a standing", blocks=(Items(tuple(items)),))

    def _party_name(self, party: Party) -> Text:
        also = f" (also {''.join(map(str, joined(party.aliases)))})" if party.aliases else ""
        return said(party.name, also, self.words_for.cited(party.cite))

    def _kind(self, party: Party) -> str:
        if party.could_be:
            return "vague label of a data set"
        if party.members is None:
            return "party"
        if not party.members:
            return "group of which nobody is named"
        return "group, complete" if party.complete else "group, open: others may belong"

    def _members(self, party: Party) -> Text:
        words = self.words_for
        if party.could_be:
            return said("may stand for ", words.parties(party.could_be, "or"))
        members = [
            said(words.party(m.party), said(" ", span) if (span := words.span(m.span)) else "", words.cited(m.cite))
            for m in party.members or ()
        ]  # fmt: skip
        text = joined(members)
        if party.not_members:
            text = said(text, "; " if text else "", "not ", words.parties(party.not_members, "or"))
        return text

    def _party_standing(self, party: Party) -> Text:
        words, own = self.words_for, []
        for entry in self.terms.standing:
            if party.id in entry.parties:
                when = words.span(entry.span) or "at all times"
                own.append(said(f"{entry.standing} ", when, words.cited(entry.cite)))
        if own:
            return joined(own, "then")
        named = {name for entry in self.terms.standing for name in entry.parties}
        groups = [
            group.id
            for group in self.terms.parties.values()
            if group.id in named and party.id in [member.party for member in group.members or ()]
        ]
        return said("as a member of ", words.parties(groups)) if groups else ()

    # Events and areas

    def events(self) -> Section | None:
        if not self.terms.events:
            return None
        items = []
        for event in self.terms.events.values():
            rival = self.words_for.alternatives([event.at])
            below: tuple[Item, ...] = ()
            when: Text = self.words_for.time(event.at)
            if len(rival) > 1:
                when = (f"the sources give {count_of(len(rival), 'time')}",)
                options = (
                    self.terms.disputes[event.at.disputes[0]].options if len(event.at.disputes) == 1 else ()
                )
                below = tuple(
                    Item(sentence(self.words_for.instant(at, "at", _written(options, order)), cite=cites))
                    for order, ((at,), cites) in enumerate(rival)
                    if at is not None
                )
            items.append(Item(sentence(when, cite=event.cite), event.id.replace("-", " "), below))
        about = Paragraph(("Other times are counted from these.",))
        return Section("events", "Events", blocks=(about, Items(tuple(items))))

    def areas(self) -> Section | None:
        if not self.terms.areas:
            return None
        rows = tuple(
            ((str(number),), (area.name or area.id,), self._extent(area))
            for number, area in enumerate(self.terms.areas.values(), 1)
        )
        table = Table(("No.", "Area", "What belongs to it"), rows)
        return Section("areas", "Areas", blocks=(AreaMap(tuple(self.terms.areas)), table))

    def _extent(self, area: Area) -> Text:
        note = f" {area.note}" if area.note else ""
        return said(sentence(self.words_for.area(area.form)), note, self.words_for.cited(area.cite))

    # Provisions and duties

    def provisions(self) -> Section | None:
        sections = tuple(self.clauses.provision(p) for p in self.terms.provisions.values())
        return Section("provisions", "Provisions", sections=sections) if sections else None

    def duties(self) -> Section | None:
        sections = tuple(self.clauses.duty(duty) for duty in self.terms.duties.values())
        return Section("duties", "Duties", sections=sections) if sections else None

    # The rest

    def facts(self) -> Section | None:
        if not self.terms.facts:
            return None
        presumed = {None: "unknown", True: "presumed to hold", False: "presumed not to hold"}
        rows = tuple(
            (
                said(fact.title[:1].upper() + fact.title[1:], self.words_for.cited(fact.cite)),
                (fact.about,),
                (presumed[fact.presume],),
            )
            for fact in self.terms.facts.values()
        )
        about = Paragraph(("Clauses depend on these, and no incident shows them.",))
        table = Table(("Fact", "About", "Where nothing is recorded"), rows)
        return Section("facts", "Facts", blocks=(about, table))

    def words(self) -> Section | None:
        """The acts and weapons that provisions name, with their definitions."""
        acts: dict[str, None] = {}
        weapons: dict[str, None] = {}

        def gather(conditions: Conditions) -> None:
            acts.update(dict.fromkeys(conditions.acts or ()))
            weapons.update(dict.fromkeys(kind.code for kind in conditions.weapons or ()))
            for exception in conditions.unless:
                gather(exception.conditions)

        for provision in self.terms.provisions.values():
            for conditions in provision.all_conditions():
                gather(conditions)
        for duty in self.terms.duties.values():
            for conditions in duty.shown_by:
                gather(conditions)
        rows = [((self.words_for.act(c),), (c,), (self.terms.acts.definitions[c],)) for c in acts]
        rows += [((indefinite(text := self.terms.weapons.definitions[c]),), (c,), (text,)) for c in weapons]
        if not rows:
            return None
        table = Table(("Here", "Code", "Meaning"), tuple(rows))
        about = Paragraph(("A code covers every code below it.",))
        return Section("words", "Words for acts and weapons", blocks=(about, table))

    def set_aside(self) -> Section | None:
        items = tuple(Item(sentence(item.because, cite=item.cite)) for item in self.terms.not_assessed)
        return Section("not-assessed", "Not assessed", blocks=(Items(items),)) if items else None

    def sources(self) -> Section | None:
        rows = tuple(
            ((f"[{c.id}]",), (c.title,), (c.publisher,), (c.date,)) for c in self.terms.citations.values()
        )
        if not rows:
            return None
        table = Table(("Source", "Title", "Publisher", "Date"), rows, tuple(self.terms.citations))
        return Section("sources", "Sources", blocks=(table,))


def _written(options: Sequence[object], order: int) -> str:
    return getattr(options[order], "text", "") if order < len(options) else ""


def _turns(stretches: Sequence[InForcePeriod]) -> Iterator[tuple[int, str]]:
    """Instants at which it changes whether a provision applies, with what it changes to."""
    for before, after in itertools.pairwise([None, *stretches, None]):
        if before is not None and after is not None and before[1] == after[0] and after[0] is not None:
            yield after[0], "certainly applies" if after[2] else "no longer certainly applies"
            continue
        if before is not None and before[1] is not None:
            yield before[1], "no longer applies"
        if after is not None and after[0] is not None:
            yield after[0], "applies" if after[2] else "may apply"
