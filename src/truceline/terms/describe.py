# SPDX-License-Identifier: Apache-2.0
"""Terms read back in plain English, as a tree that a writer prints.

A new condition of provisions gets its words in ``_Teller.deed`` (the prohibition itself) and in
``_Teller.conditions`` (an exception); a new kind of clause beside provisions gets a section of its
own in ``description``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from truceline.terms.description import (
    AreaMap,
    Block,
    Description,
    Item,
    Items,
    Paragraph,
    Quote,
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
    Cite,
    Conditions,
    Duty,
    Exemption,
    FactAsked,
    Party,
    PartyChoice,
    Provision,
    Standing,
    Terms,
)
from truceline.terms.periods import InForcePeriod, in_force_periods, standing_periods
from truceline.terms.phrases import Phrases, count_of, duration_text, indefinite
from truceline.terms.plain import plain, text_of

__all__ = ["conditions_text", "describe", "description", "exception_texts", "history_texts"]

_BECOMES = {
    "proposed": "is proposed",
    "in force": "enters into force",
    "suspended": "is suspended",
    "ended": "ends",
    "rejected": "is rejected",
}
_BECOMES_BY = {"in force": "is put into force", "ended": "is ended"}
"""The same where a party does it."""


def describe(terms: Terms) -> str:
    """The terms in plain English, in the order of the file, as lines of at most 100 characters."""
    return text_of(description(terms))


def description(terms: Terms) -> Description:
    """The terms in plain English, in the order of the file, as a tree that a writer prints."""
    teller = _Teller(terms)
    sections = (
        teller.time_line(),
        teller.parties(),
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


def conditions_text(terms: Terms, conditions: Conditions) -> str:
    """When some conditions hold, as part of a sentence."""
    teller = _Teller(terms)
    parts = [*teller.conditions(conditions)]
    if conditions.facts:
        parts.append(said("it holds that ", teller.fact_titles(conditions.facts)))
    inner = [f"{e.id}, where {conditions_text(terms, e.conditions)}" for e in conditions.unless]
    return plain(joined(parts)) + (f" (but not {'; '.join(inner)})" if inner else "")


def history_texts(terms: Terms, provision: Provision) -> list[str]:
    """The standing of a provision, one clause an entry."""
    words = Phrases(terms)
    texts = []
    for entry in provision.standing:
        verb = _BECOMES[entry.standing]
        if entry.by:
            verb = f"{_BECOMES_BY.get(entry.standing, verb)} by {words.party(entry.by)}"
        texts.append(f"it {verb} {plain(words.time(entry.start))}{words.announced(entry.announced_ms)}")
    return texts


def _without_article_in_front(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith(("The ", "A ", "An ", "No ")) else text


class _Teller:
    """Builds the parts of the tree."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.words_for = Phrases(terms)

    # The beginning

    def about(self) -> Iterator[Block]:
        terms = self.terms
        if terms.note:
            yield Paragraph((terms.note,))
        counts = [
            count_of(len(terms.provisions), "provision"),
            count_of(len(terms.parties), "party", "parties"),
            count_of(len(terms.areas), "area"),
            count_of(len(terms.citations), "source"),
        ]
        text = f"These terms ({terms.id}) hold {''.join(map(str, joined(counts)))}. "
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
        if not moments:
            return None
        changes = [
            ((self._local(at),), (self._utc(at),), (title,), (text,)) for at, title, text in sorted(moments)
        ]
        blocks = (
            Paragraph(("When each provision is in force and its period runs. Hours of the day and days of the week"
                       " are not drawn.",)),
            TimeLine(self.terms.zone, tuple(rows)),
            Table((f"Local time ({self.terms.zone})", "UTC", "Provision", "From here it"), tuple(changes)),
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

    # Provisions

    def provisions(self) -> Section:
        sections = tuple(self.provision(provision) for provision in self.terms.provisions.values())
        return Section("provisions", "Provisions", sections=sections)

    def provision(self, provision: Provision) -> Section:
        words = self.words_for
        blocks: list[Block] = []
        if provision.texts:
            many = count_of(len(provision.texts), "text")
            blocks.append(Paragraph((f"There are {many} of this clause, and nobody says which binds.",)))
            for text in provision.texts:
                blocks.append(Paragraph((f"By the text {text.id}:",)))
                blocks += self._clause(text.conditions, text.cite)
                if text.words:
                    blocks.append(Quote(text.words, text.language))
        else:
            blocks += self._clause(provision.conditions, provision.cite)
        for rule in provision.answering:
            who = said(
                words.party(rule.party), " answers for what is done by ", words.party_choice(rule.acting)
            )
            blocks.append(Paragraph(sentence(who, cite=rule.cite)))
        blocks.append(Paragraph(self._history(provision.standing), "Standing"))
        if provision.words:
            blocks.append(Quote(provision.words, provision.language))
        if provision.reading:
            blocks.append(Paragraph(sentence(provision.reading), "Reading"))
        return Section(f"provision-{provision.id}", provision.title, provision.id, tuple(blocks))

    def _clause(self, conditions: Conditions, cite: Sequence[Cite]) -> Iterator[Block]:
        """What a clause forbids, and where it does not apply."""
        yield Paragraph(sentence(self.deed(conditions), cite=cite))
        yield from self._weapon_list(conditions)
        yield from self._period(conditions)
        if conditions.facts:
            yield Paragraph(sentence("This applies only if ", self.fact_titles(conditions.facts)))
        for label, choice in (("Who is held to it", conditions.by), ("Whom it protects", conditions.against)):
            yield from self._rival_parties(label, choice)
        if conditions.unless:
            yield Items(tuple(self._exception(exception) for exception in conditions.unless))

    # Duties

    def duties(self) -> Section | None:
        if not self.terms.duties:
            return None
        sections = tuple(self.duty(duty) for duty in self.terms.duties.values())
        return Section("duties", "Duties", sections=sections)

    def duty(self, duty: Duty) -> Section:
        words = self.words_for
        owing = joined([words.party(party) for party in duty.of])
        verb = "owes" if len(duty.of) == 1 and not words.is_plural(duty.of[0]) else "owe"
        each = " each" if len(duty.of) > 1 else ""
        blocks: list[Block] = [
            Paragraph(sentence(owing, f"{each} {verb} this ", self._due(duty), cite=duty.cite))
        ]
        shown = [self._shown_by(conditions) for conditions in duty.shown_by]
        blocks.append(Paragraph(sentence("It is shown done by ", joined(shown, "or by"))))
        if duty.presume_undone:
            blocks.append(Paragraph(("What nobody recorded counts as not done.",)))
        if duty.standing:
            blocks.append(Paragraph(self._history(duty.standing), "Standing"))
        if duty.words:
            blocks.append(Quote(duty.words, duty.language))
        if duty.reading:
            blocks.append(Paragraph(sentence(duty.reading), "Reading"))
        return Section(f"duty-{duty.id}", duty.title, duty.id, tuple(blocks))

    def _due(self, duty: Duty) -> Text:
        words, due = self.words_for, duty.due
        start = () if due.start is None else words.time(due.start, "from")
        if due.every is None:
            by = () if due.by is None else words.time(due.by, "by")
            return said(start, ", " if start else "", by) if start else by
        days, ms = due.every
        length = count_of(days, "day") if days else duration_text(ms)
        until = () if due.until is None else said(" ", words.time(due.until, "until"))
        return said(f"once in every {length} ", start, until)

    def _shown_by(self, conditions: Conditions) -> Text:
        words = self.words_for
        if conditions.acts is None:
            return said("the fact that ", self.fact_titles(conditions.facts))
        parts: list[str | Text] = [joined([words.act(code) for code in conditions.acts], "or")]
        if conditions.weapons is not None:
            parts.append(said(" with ", joined([words.weapon(kind) for kind in conditions.weapons], "or")))
        if conditions.by:
            parts.append(said(" by ", words.party_choice(conditions.by)))
        if conditions.against:
            parts.append(said(" against ", words.party_choice(conditions.against)))
        if conditions.area:
            parts.append(said(" in ", words.area(conditions.area)))
        if conditions.crosses:
            parts.append(said(" across ", words.area(conditions.crosses)))
        if conditions.facts:
            parts.append(said(" where ", self.fact_titles(conditions.facts)))
        return said(*parts)

    def deed(self, conditions: Conditions) -> Text:
        """What must not be done, by whom, to whom, with what, where and when, as one sentence."""
        words = self.words_for
        acts = [f"no {words.act(code)}" for code in conditions.acts or ()] or ["nothing at all"]
        *firsts, last = acts
        between = ", and " if len(acts) > 2 or any("," in act for act in acts) else " and "
        parts: list[str | Text] = [f"There must be {', '.join(firsts)}{between if firsts else ''}{last}"]
        if conditions.by:
            parts.append(said(" by ", words.party_choice(conditions.by)))
        if conditions.against:
            parts.append(said(" against ", words.party_choice(conditions.against)))
        if conditions.weapons is not None:
            weapons = self._weapons(conditions)
            parts.append(" with weapons listed below" if len(weapons) > 1 else f" with {weapons[0]}")
        if conditions.area:
            parts.append(said(" in ", words.area(conditions.area)))
        if conditions.crosses:
            parts.append(said(", where this crosses ", words.area(conditions.crosses)))
        if conditions.during and (when := words.period(conditions.during)[0]):
            parts.append(said(", ", when))
        return said(*parts)

    def _weapons(self, conditions: Conditions) -> list[str]:
        return [self.words_for.weapon(kind) for kind in conditions.weapons or ()]

    def _weapon_list(self, conditions: Conditions) -> Iterator[Paragraph | Items]:
        """The weapons of a provision that names more than one."""
        weapons = self._weapons(conditions)
        if len(weapons) > 1:
            yield Paragraph(("The weapons are any of these:",))
            yield Items(tuple(Item(sentence(weapon)) for weapon in weapons))

    def _period(self, conditions: Conditions) -> Iterator[Paragraph | Items]:
        """The readings of a period, and what extended it."""
        words, period = self.words_for, conditions.during
        if period is None:
            return
        rival = words.period(period)[1]
        if rival:
            yield Paragraph((f"The period has {count_of(len(rival), 'reading')}:",))
            yield Items(tuple(Item(sentence(reading)) for reading in rival))
        for extension in period.extended:
            known = words.announced(extension.announced_ms)
            until = words.time(extension.end, "until")
            yield Paragraph(sentence("It is extended ", until, known, cite=extension.cite))

    def _rival_parties(self, label: str, choice: PartyChoice | None) -> Iterator[Block]:
        """Who says which reading, where the readings of a party are cited."""
        if choice is None or choice.dispute is None:
            return
        options = self.terms.disputes[choice.dispute].options
        if not any(option.cite for option in options):
            return
        items = [
            Item(sentence(self.words_for.party_set(parties), cite=option.cite))
            for parties, option in zip(choice.options, options, strict=True)
        ]
        yield Paragraph((f"{label} is read in {count_of(len(items), 'way')}:",))
        yield Items(tuple(items))

    def conditions(self, conditions: Conditions) -> Iterator[Text]:
        """The conditions of an exception, facts apart, each as a clause."""
        words = self.words_for
        if conditions.acts is not None:
            yield said("the act is ", joined([words.act(code) for code in conditions.acts], "or"))
        if conditions.by:
            yield said("it is done by ", words.party_choice(conditions.by))
        if conditions.against:
            yield said("it is directed against ", words.party_choice(conditions.against))
        if conditions.weapons is not None:
            yield said("the weapon is ", joined([words.weapon(kind) for kind in conditions.weapons], "or"))
        if conditions.area:
            yield said("it happens in ", words.area(conditions.area))
        if conditions.crosses:
            yield said("it crosses ", words.area(conditions.crosses))
        if conditions.during:
            when = words.period(conditions.during)[0]
            yield said("it happens ", when or "at any time")

    def _exception(self, exception: Exemption, depth: int = 0) -> Item:
        parts = [*self.conditions(exception.conditions)]
        parts += [self.fact_titles([fact]) for fact in exception.conditions.facts]
        below: list[Item] = []
        for block in self._period(exception.conditions):
            below += block.items if isinstance(block, Items) else [Item(block.text)]
        below += [self._exception(inner, depth + 1) for inner in exception.conditions.unless]
        told = "the exception does not hold" if depth % 2 else "this does not apply"
        text = sentence(told, " if " if parts else "", joined(parts), cite=exception.cite)
        label = "Exception" if depth == 0 else "Exception to the exception"
        return Item(text, f"{label}, {exception.id}", tuple(below))

    def fact_titles(self, facts: Sequence[FactAsked]) -> Text:
        """Facts as clauses."""
        return joined(
            [
                _without_article_in_front(self.terms.facts[fact.id].title)
                + (f" at least {duration_text(fact.before_ms)} before the act" if fact.before_ms else "")
                for fact in facts
            ]
        )

    def _history(self, history: Sequence[Standing]) -> Text:
        """The standing of a provision, a sentence an entry."""
        words, parts, before = self.words_for, list[Text](), ""
        for entry in history:
            verb = _BECOMES[entry.standing]
            if entry.by:
                verb = f"{_BECOMES_BY.get(entry.standing, verb)} by {words.party(entry.by)}"
            elif entry.standing == "in force" and before == "suspended":
                verb = "resumes"
            elif entry.standing == before == "in force":
                verb = "enters into force again"
            if before:
                verb = f"is then {verb[3:]}" if verb.startswith("is ") else f"then {verb}"
            known = words.announced(entry.announced_ms)
            parts.append(sentence(f"it {verb} ", words.time(entry.start), known, cite=entry.cite))
            before = entry.standing
        return said(*(part for order, told in enumerate(parts) for part in ((" ",) if order else (), told)))

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
        about = Paragraph(("Provisions depend on these, and no incident shows them.",))
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
            gather(provision.conditions)
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
