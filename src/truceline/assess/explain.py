# SPDX-License-Identifier: Apache-2.0
"""Why a finding is what it is, in sentences, and what would settle an unknown."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from truceline.assess.compiled import CONDITIONS, Atom, Compiled, View
from truceline.assess.engine import Assessment
from truceline.assess.judge import Combination, Judge, Judgement
from truceline.errors import TrucelineError
from truceline.records import Incidents
from truceline.terms import (
    ALWAYS_MS,
    NEVER_MS,
    AreaForm,
    Cite,
    NamedArea,
    PartyChoice,
    PartySet,
    Period,
    Terms,
)

_ANSWERS = ("no", "unknown", "yes")
_MOST_COMBINED = 4096
"""Combinations of answers that are gone through to find settling sets."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A smallest set of answers that would settle an unknown."""

    answers: tuple[tuple[str, str], ...]
    """Question and answer, in words. Left out any one of them, the finding stays unknown."""
    gives: str
    """What the finding would be: ``violation`` or ``none``."""

    def __str__(self) -> str:
        parts = " and ".join(f"{question}: {answer}" for question, answer in self.answers)
        return f"{parts} -> {'a violation' if self.gives == 'violation' else 'no violation'}"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of a finding."""

    condition: str
    """A column of the findings."""
    asked: str
    recorded: str
    answer: str
    """``yes``, ``no`` or ``unknown``."""
    cite: tuple[str, ...] = ()

    def __str__(self) -> str:
        cited = f" [{'; '.join(self.cite)}]" if self.cite else ""
        return f"{self.condition}: {self.asked} {self.recorded} Answer: {self.answer}.{cited}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding with its reasons."""

    incident: str
    provision: str
    title: str
    judgement: Judgement
    reasons: tuple[Reason, ...]
    settling: tuple[Settling, ...]
    """Empty unless the result is ``possible``."""
    is_settling_complete: bool
    """False where there were too many combinations to look for the settling sets."""
    cite: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.incident} under {self.provision} ({self.title}): {_RESULTS[self.judgement.result]}"]
        if self.cite:
            lines.append(f"  text: {'; '.join(self.cite)}")
        lines += [f"  {reason}" for reason in self.reasons]
        if self.judgement.parties:
            lines.append(f"  in breach: {', '.join(self.judgement.parties)}")
        if self.judgement.parties_possible:
            lines.append(f"  possibly in breach: {', '.join(self.judgement.parties_possible)}")
        if self.judgement.presumed:
            lines.append(f"  rests on what the terms presume: {', '.join(self.judgement.presumed)}")
        if self.settling:
            lines.append("  what would settle it (each line is enough by itself):")
            lines += [f"    - {settling}" for settling in self.settling]
        elif not self.is_settling_complete:
            lines.append("  what would settle it: too much is open to list the smallest sets of answers")
        return "\n".join(lines)


_RESULTS = {
    "violation": "violation, certain",
    "possible": "possible violation",
    "exempt": "exempt: an exception holds for certain",
    "none": "no finding",
}


def _moment_text(at_ms: int, zone: str) -> str:
    """An instant on the local clock, or "ever" at the open ends."""
    if at_ms <= ALWAYS_MS:
        return "ever before"
    if at_ms >= NEVER_MS:
        return "without end"
    local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))
    return local.strftime("%d %b %Y %H:%M:%S").removesuffix(":00") + f" {zone}"


def _set_text(party_set: PartySet, terms: Terms) -> str:
    def name(item: str) -> str:
        if item in terms.parties:
            return terms.parties[item].name
        return "anybody" if item == "any" else f"a party that is {item}"

    text = " or ".join(map(name, party_set.any_of))
    if party_set.none_of:
        text += " but not " + " or ".join(map(name, party_set.none_of))
    return text


def _party_text(asked: PartyChoice, terms: Terms) -> str:
    return "; or, as others read it, ".join(_set_text(option, terms) for option in asked.options)


def _area_text(form: AreaForm, terms: Terms) -> str:
    if isinstance(form, NamedArea):
        return terms.areas[form.id].name or form.id
    return "the area that the provision describes"


def _cites(cites: Iterable[Cite]) -> tuple[str, ...]:
    return tuple(map(str, cites))


@dataclass
class _Record:
    """The row that is explained, in words."""

    row: Mapping[str, object]
    terms: Terms

    def role(self, side: str) -> str:
        cell = self.row[side]
        text = f'The record says "{cell}".' if cell else "The record does not say."
        if self.row["roles"] == "either":
            text = (
                f'The record names "{self.row["by"] or "nobody"}" and "{self.row["against"] or "nobody"}"'
                " and does not say who began."
            )
        return text

    def text(self, condition: str) -> str:
        zone = self.terms.zone
        if condition in ("by", "against"):
            return self.role(condition)
        if condition in ("acts", "weapons"):
            code = self.row["act" if condition == "acts" else "weapon"]
            return f'The record says "{code}".' if code else "The record does not say."
        if condition in ("in", "crosses"):
            return self.place()
        if condition in ("during", "standing"):
            start, end = self.row["start_ms"], self.row["end_ms"]
            if not isinstance(start, int) or not isinstance(end, int):
                return "The record gives no time."
            if end <= start + 1:
                return f"It happened at {_moment_text(start, zone)}."
            return f"It happened between {_moment_text(start, zone)} and {_moment_text(end, zone)}."
        if condition == "facts":
            return "Nothing about this is recorded."
        return ""

    def place(self) -> str:
        if self.row["area"]:
            return f'The record says somewhere in "{self.row["area"]}".'
        if self.row["geometry"]:
            return "The record gives a shape."
        lon, lat, radius = self.row["lon"], self.row["lat"], self.row["radius_m"]
        if lon is None or lat is None:
            return "The record gives no place."
        within = f", known to {radius:g} m" if isinstance(radius, float) and radius else ""
        return f"The record gives {lon:.4f}, {lat:.4f} (longitude, latitude){within}."


def questions(compiled: Compiled) -> dict[str, str]:
    """What each condition of a provision asks, in words, by column of the findings."""
    conditions, terms = compiled.provision.conditions, compiled.terms
    asked: dict[str, str] = {}
    if conditions.by:
        asked["by"] = f"Was it done by {_party_text(conditions.by, terms)}?"
    if conditions.against:
        asked["against"] = f"Was it done against {_party_text(conditions.against, terms)}?"
    if conditions.acts is not None:
        asked["acts"] = f"Was it {' or '.join(conditions.acts)}?"
    if conditions.weapons is not None:
        asked["weapons"] = f"Was the weapon {' or '.join(conditions.weapons)}?"
    if conditions.area:
        asked["in"] = f"Was it in {_area_text(conditions.area, terms)}?"
    if conditions.crosses:
        asked["crosses"] = f"Did it cross {_area_text(conditions.crosses, terms)}?"
    if conditions.during:
        asked["during"] = f"Was it during the period ({_period_text(compiled, conditions.during)})?"
    if conditions.facts:
        asked["facts"] = " ".join(f"{terms.facts[fact].title}?" for fact in conditions.facts)
    asked["standing"] = f"Was the provision in force ({_standing_text(compiled)})?"
    if conditions.unless:
        asked["unless"] = f"Does an exception hold: {' or '.join(e.id for e in conditions.unless)}?"
    return asked


def _period_text(compiled: Compiled, period: Period) -> str:
    texts = []
    for choice in compiled.choices:
        start, end = period.bounds(choice, compiled.as_of_ms)
        text = f"from {_moment_text(start, period.zone)} to {_moment_text(end, period.zone)}"
        if text not in texts:
            texts.append(text)
    return ", or ".join(texts)


def _standing_text(compiled: Compiled) -> str:
    if compiled.is_assumed:
        return "assumed, for the sake of this question"
    texts = []
    for entry in compiled.provision.standing:
        starts = {entry.start.at(choice) for choice in compiled.choices}
        when = " or ".join(_moment_text(start, compiled.terms.zone) for start in sorted(starts))
        texts.append(f"{entry.standing} from {when}")
    return ", ".join(texts)


@dataclass
class _Explainer:
    """Explains one combination under one provision."""

    judge: Judge
    combination: Combination
    record: _Record

    @property
    def compiled(self) -> Compiled:
        return self.judge.compiled

    @property
    def terms(self) -> Terms:
        return self.compiled.terms

    def _cite(self, condition: str) -> tuple[str, ...]:
        """The source of one condition where it has one of its own."""
        conditions = self.compiled.provision.conditions
        if condition == "standing":
            return _cites(cite for entry in self.compiled.provision.standing for cite in entry.cite)
        if condition == "unless":
            return _cites(cite for exception in conditions.unless for cite in exception.cite)
        if condition == "facts":
            return _cites(cite for fact in conditions.facts for cite in self.terms.facts[fact].cite)
        return ()

    def reasons(self, judgement: Judgement) -> tuple[Reason, ...]:
        """A sentence for each condition that the provision states."""
        asked = questions(self.compiled)
        return tuple(
            Reason(
                condition,
                asked[condition],
                self.record.text(condition),
                _ANSWERS[truth],
                self._cite(condition),
            )
            for condition, truth in zip(CONDITIONS, judgement.conditions, strict=True)
            if truth is not None
        )

    # What would settle it

    def settling(self) -> tuple[tuple[Settling, ...], bool]:
        """The smallest sets of answers that would settle the finding, and whether all were looked for."""
        worlds = []
        for answers, holds in self._answered_worlds():
            worlds.append((answers, holds))
            if len(worlds) > _MOST_COMBINED:
                return (), False
        return tuple(smallest_settling(worlds)), True

    def _answered_worlds(self) -> Iterator[tuple[tuple[tuple[str, str], ...], bool]]:
        """Each world as the answers to the open questions, with whether the provision holds in it."""
        timed = [
            (state, view)
            for state in sorted(self.combination.states)
            for view in self.compiled.states[state].views
        ]
        clause = self.compiled.clause
        for state, view in timed:
            when = self._time_answers(state, view)
            questions = [
                [(mask, self._words(name, mask)) for mask in sorted(masks)]
                for name, masks in self.judge.open_masks(self.combination, view)
            ]
            for parts in itertools.product(*questions):
                mask = view.bits
                answers = list(when)
                for part, words in parts:
                    mask |= part
                    answers.extend(words)
                yield tuple(answers), clause.holds(mask)

    def _time_answers(self, state: int, view: View) -> list[tuple[str, str]]:
        answers = []
        for dispute in self.compiled.disputes:
            options = self.terms.disputes[dispute].options
            option = options[view.choice[dispute]]
            by = f" ({'; '.join(map(str, option.cite))})" if option.cite else ""
            question = f"which reading binds in {self.terms.disputes[dispute].address}"
            answers.append((question, f"{option.text}{by}"))
        if len(self.combination.states) > 1:
            answers.append(("when it happened", self._state_text(state)))
        return answers

    def _state_text(self, state: int) -> str:
        """A kind of instant by what holds then under every choice."""
        texts = []
        for index, atom in enumerate(self.compiled.atoms):
            if atom.kind in ("during", "standing"):
                name = "within the period" if atom.kind == "during" else "while the provision was in force"
                held = {bool(view.bits >> index & 1) for view in self.compiled.states[state].views}
                if held == {True}:
                    texts.append(name)
                elif held == {False}:
                    texts.append("not " + name)
                else:
                    texts.append(
                        f"between the rival bounds of the {'period' if atom.kind == 'during' else 'standing'}"
                    )
        others = [s for s in self.combination.states if s != state and self._bits(s) == self._bits(state)]
        if others:
            first = min(view.parties_at_ms for view in self.compiled.states[state].views)
            texts.append(f"with the parties as of {_moment_text(first, self.terms.zone)}")
        return " and ".join(texts) or f"kind of instant {state}"

    def _bits(self, state: int) -> tuple[int, ...]:
        return tuple(view.bits for view in self.compiled.states[state].views)

    def _words(self, name: str, mask: int) -> list[tuple[str, str]]:
        """An answer to one open question, in words; nothing where the provision does not ask it."""
        atoms = self.compiled.atoms
        if name == "roles":
            asked = [*self.judge.by_atoms, *self.judge.against_atoms]
            if not asked:
                return []
            parts = [self._role_words(atoms[i], bool(mask >> i & 1)) for i in asked]
            return [("who did it to whom", ", ".join(parts))]
        if name in ("acts", "weapons"):
            asked = self.compiled.atoms_of(name)
            if not asked:
                return []
            what = "what was done" if name == "acts" else "with which weapon"
            return [(what, ", ".join(self._code_words(atoms[i], bool(mask >> i & 1)) for i in asked))]
        if name.startswith("place:"):
            atom = atoms[int(name.removeprefix("place:"))]
            verb = "did it cross" if atom.kind == "crosses" else "was it in"
            assert isinstance(atom.asked, AreaForm)
            return [(f"{verb} {_area_text(atom.asked, self.terms)}", "yes" if mask else "no")]
        fact = self.terms.facts[name.removeprefix("fact:")]
        return [(fact.title, "yes" if mask else "no")]

    def _role_words(self, atom: Atom, holds: bool) -> str:
        assert isinstance(atom.asked, PartyChoice)
        who = "who did it is" if atom.kind == "by" else "who was hit is"
        return f"{who} {'' if holds else 'not '}{_party_text(atom.asked, self.terms)}"

    def _code_words(self, atom: Atom, holds: bool) -> str:
        assert isinstance(atom.asked, tuple)
        return f"{'' if holds else 'not '}{' or '.join(map(str, atom.asked))}"


def smallest_settling(
    worlds: Sequence[tuple[tuple[tuple[str, str], ...], bool]],
) -> Iterator[Settling]:
    """The smallest sets of answers that decide a result.

    Args:
        worlds: for each world the answers to all open questions, and the result in it.

    Yields:
        Sets of answers such that every world that agrees with all of them has one result, while for
        each proper subset both results remain; smallest sets first.
    """
    found: list[frozenset[tuple[str, str]]] = []
    questions = list(dict.fromkeys(question for answers, _ in worlds for question, _ in answers))
    open_questions = [
        q
        for q in questions
        if len({answer for answers, _ in worlds for name, answer in answers if name == q}) > 1
    ]
    for size in range(1, len(open_questions) + 1):
        for chosen in itertools.combinations(open_questions, size):
            results: dict[tuple[tuple[str, str], ...], set[bool]] = {}
            for answers, holds in worlds:
                key = tuple(pair for pair in answers if pair[0] in chosen)
                results.setdefault(key, set()).add(holds)
            for key, seen in results.items():
                answers_set = frozenset(key)
                if len(seen) == 1 and not any(smaller <= answers_set for smaller in found):
                    found.append(answers_set)
                    yield Settling(key, "violation" if True in seen else "none")


def explain(
    terms: Terms,
    incidents: Incidents,
    incident_id: str,
    *,
    provisions: Sequence[str] | None = None,
    assume: Sequence[str] = (),
    as_of_ms: int | None = None,
) -> tuple[Explanation, ...]:
    """Why one incident is, or is not, a finding under each provision.

    Args:
        terms: checked terms.
        incidents: the records that hold the incident.
        incident_id: its id.
        provisions: ids of the provisions to explain; None: all of them.
        assume: as for ``assess``.
        as_of_ms: as for ``assess``.

    Returns:
        One explanation a provision, in the order of the terms.

    Raises:
        TrucelineError: no record has the id, or no provision has one of the ids.
    """
    assessment = Assessment(terms, incidents, assume=assume, as_of_ms=as_of_ms, all_rows=True)
    wanted = list(terms.provisions) if provisions is None else list(provisions)
    unknown = [name for name in wanted if name not in terms.provisions]
    if unknown:
        raise TrucelineError(
            f"no provision is called {', '.join(unknown)}; the terms have {', '.join(terms.provisions)}"
        )
    for batch in incidents.batches():
        row = pc.index(batch.column("id"), pa.scalar(incident_id)).as_py()
        if row >= 0:
            return tuple(_explained(assessment, batch.slice(row, 1), wanted))
    raise TrucelineError(f'no record has the id "{incident_id}"; {incidents.read} records were read')


def _explained(assessment: Assessment, row: pa.RecordBatch, wanted: list[str]) -> Iterator[Explanation]:
    terms = assessment.terms
    record = dict(row.to_pylist()[0])
    for name in ("start", "end"):
        record[f"{name}_ms"] = row.column(name).cast(pa.int64())[0].as_py()
    batch = assessment.coded(row)
    for engine in assessment.engines:
        provision = engine.compiled.provision
        if provision.id not in wanted:
            continue
        combination = engine.combinations(batch)[0]
        explainer = _Explainer(engine.judge, combination, _Record(record, terms))
        judgement = engine.judge.judge(combination)
        settling, is_complete = explainer.settling() if judgement.result == "possible" else ((), True)
        yield Explanation(
            str(record["id"]),
            provision.id,
            provision.title,
            judgement,
            explainer.reasons(judgement),
            settling,
            is_complete,
            _cites(provision.cite),
        )
