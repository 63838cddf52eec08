# SPDX-License-Identifier: Apache-2.0
"""Provisions and duties in sentences.

A new condition gets its words in ``Clauses._circumstances`` (as part of what is prohibited, or of
what shows a duty done) and in ``Clauses.conditions`` (as a clause of its own, in an exception). A
new kind of clause gets a method beside ``provision`` and ``duty``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truceline.terms.description import (
    Block,
    Item,
    Items,
    Paragraph,
    Quote,
    Section,
    Text,
    joined,
    said,
    sentence,
)
from truceline.terms.model import (
    NEVER_MS,
    Cite,
    Conditions,
    Duty,
    Exemption,
    Extension,
    FactAsked,
    PartyChoice,
    Provision,
    Span,
    Standing,
    Terms,
)
from truceline.terms.phrases import Phrases, count_of, duration_text, length_words
from truceline.terms.plain import plain

__all__ = ["Clauses", "conditions_text", "history_texts"]

_BECOMES = {
    "proposed": "is proposed",
    "in force": "enters into force",
    "suspended": "is suspended",
    "ended": "ends",
    "rejected": "is rejected",
}
_BECOMES_BY = {"in force": "is put into force", "ended": "is ended"}
"""The same where a party does it."""


def conditions_text(terms: Terms, conditions: Conditions) -> str:
    """When some conditions hold, as part of a sentence."""
    teller = Clauses(terms)
    parts = [*teller.conditions(conditions)]
    if conditions.facts:
        parts.append(said("it holds that ", teller.fact_titles(conditions.facts)))
    inner = [f"{e.id}, where {conditions_text(terms, e.conditions)}" for e in conditions.unless]
    return plain(joined(parts)) + (f" (but not {'; '.join(inner)})" if inner else "")


def history_texts(terms: Terms, standing: Sequence[Standing]) -> list[str]:
    """A history of standing, one clause an entry."""
    words = Phrases(terms)
    texts = []
    for entry in standing:
        verb = _BECOMES[entry.standing]
        if entry.by:
            verb = f"{_BECOMES_BY.get(entry.standing, verb)} by {words.party(entry.by)}"
        texts.append(f"it {verb} {plain(words.time(entry.start))}{words.announced(entry.announced_ms)}")
    return texts


def _without_article_in_front(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith(("The ", "A ", "An ", "No ")) else text


class Clauses:
    """Puts the clauses of some terms into sentences."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.words_for = Phrases(terms)

    def provision(self, provision: Provision) -> Section:
        """A prohibition with its period, exceptions, standing and reading."""
        words = self.words_for
        blocks: list[Block] = []
        if provision.texts:
            many = count_of(len(provision.texts), "text")
            blocks.append(Paragraph((f"There are {many} of this clause, and nobody says which binds.",)))
        else:
            blocks += self._prohibition(provision.conditions, provision.cite)
        for text in provision.texts:
            blocks.append(Paragraph((f"By the text {text.id}:",)))
            blocks += self._prohibition(text.conditions, text.cite)
            if text.words:
                blocks.append(Quote(text.words, text.language))
        for rule in provision.answering:
            acting = words.party_choice(rule.acting)
            verb = "answer" if words.is_plural(rule.party) else "answers"
            told = sentence(words.party(rule.party), f" {verb} for what is done by ", acting, cite=rule.cite)
            blocks.append(Paragraph(told))
        blocks.append(Paragraph(self._history(provision.standing), "Standing"))
        blocks += self._words_of(provision)
        return Section(f"provision-{provision.id}", provision.title, provision.id, tuple(blocks))

    def _prohibition(self, conditions: Conditions, cite: Sequence[Cite]) -> Iterator[Block]:
        """What is prohibited, when, and where it does not apply."""
        yield Paragraph(sentence(self.deed(conditions), cite=cite))
        yield from self._weapon_list(conditions)
        yield from self._period(conditions)
        if conditions.facts:
            yield Paragraph(sentence("This applies only if ", self.fact_titles(conditions.facts)))
        for label, choice in (("Who is held to it", conditions.by), ("Whom it protects", conditions.against)):
            yield from self._rival_parties(label, choice)
        if conditions.unless:
            yield Items(tuple(self._exception(exception) for exception in conditions.unless))

    def duty(self, duty: Duty) -> Section:
        """What is owed by whom and until when, what shows it done, and its standing and reading."""
        words = self.words_for
        each = ", each by itself," if len(duty.of) > 1 else ""
        owed = said(
            words.parties(duty.of), each, " must have done" if duty.due.every is None else " must do", " this"
        )
        blocks: list[Block] = [Paragraph(sentence(owed, " ", self.due(duty), cite=duty.cite))]
        if duty.due.every is None and duty.due.start is not None:
            blocks.append(Paragraph(sentence("what is done counts ", words.time(duty.due.start, "from"))))
        shown = [self.shown(conditions) for conditions in duty.shown_by]
        if len(shown) == 1:
            blocks.append(Paragraph(sentence("it is shown done by ", shown[0])))
        else:
            blocks += [
                Paragraph(("Any of these shows it done:",)),
                Items(tuple(Item(sentence(t)) for t in shown)),
            ]
        for conditions in duty.shown_by:
            blocks += self._weapon_list(conditions)
            blocks += self._period(conditions)
        if duty.presume_undone:
            blocks.append(Paragraph(("What nobody recorded counts as not done.",)))
        if duty.standing:
            blocks.append(Paragraph(self._history(duty.standing), "Standing"))
        blocks += self._words_of(duty)
        return Section(f"duty-{duty.id}", duty.title, duty.id, tuple(blocks))

    def due(self, duty: Duty) -> Text:
        """By when a duty is due, or in which stretches it comes again."""
        words, due = self.words_for, duty.due
        if due.every is None:
            return words.time(due.by, "by") if due.by is not None else ("at any time",)
        length = length_words(due.every)
        return said(f"once in every {length}, ", words.span(Span(due.start, due.until)))

    def shown(self, conditions: Conditions) -> Text:
        """What shows a duty done: an act with its circumstances, or facts alone."""
        facts = self.fact_titles(conditions.facts)
        if conditions.acts is None:
            return said("a record that ", facts)
        acts = joined([self.words_for.act(code) for code in conditions.acts], "or")
        where = said(*self._circumstances(conditions))
        return said(acts, where, said(", if ", facts) if conditions.facts else ())

    def _words_of(self, clause: Provision | Duty) -> Iterator[Quote | Paragraph]:
        """The words of the source, and how they are read."""
        if clause.words:
            yield Quote(clause.words, clause.language)
        if clause.reading:
            yield Paragraph(sentence(clause.reading), "Reading")

    def deed(self, conditions: Conditions) -> Text:
        """What must not be done, by whom, to whom, with what, where and when, as one sentence."""
        words = self.words_for
        acts = [f"no {words.act(code)}" for code in conditions.acts or ()] or ["nothing at all"]
        *firsts, last = acts
        between = ", and " if len(acts) > 2 or any("," in act for act in acts) else " and "
        parts: list[str | Text] = [f"There must be {', '.join(firsts)}{between if firsts else ''}{last}"]
        return said(*parts, *self._circumstances(conditions))

    def _circumstances(self, conditions: Conditions) -> Iterator[Text]:
        """By whom, to whom, with what, where and when, each as it follows an act."""
        words = self.words_for
        if conditions.by:
            yield said(" by ", words.party_choice(conditions.by))
        if conditions.against:
            yield said(" against ", words.party_choice(conditions.against))
        if conditions.weapons is not None:
            weapons = self._weapons(conditions)
            yield (" with weapons listed below" if len(weapons) > 1 else f" with {weapons[0]}",)
        if conditions.area:
            yield said(" in ", words.area(conditions.area))
        if conditions.crosses:
            yield said(", where this crosses ", words.area(conditions.crosses))
        if conditions.during and (when := words.period(conditions.during)[0]):
            yield said(", ", when)

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
            if extension.is_renewal:
                yield self._renewal(extension)
                continue
            known = words.announced(extension.announced_ms)
            until = words.time(extension.end, "until")
            yield Paragraph(sentence("It is extended ", until, known, cite=extension.cite))

    def _renewal(self, extension: Extension) -> Paragraph:
        """What follows from a period being renewed unless somebody gives notice."""
        words = self.words_for
        last_day = words.day_of(extension.announced_ms or 0)
        if max(extension.end.at_ms) >= NEVER_MS:
            told = f"whether it is renewed then is open, since the sources end before {last_day}, the last day for a notice"
            return Paragraph(sentence(told, cite=extension.cite))
        until = words.time(extension.end, "until")
        told = f", since nobody had given notice by {last_day}"
        return Paragraph(sentence("it is renewed ", until, told, cite=extension.cite))

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
