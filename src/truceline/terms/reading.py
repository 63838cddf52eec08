# SPDX-License-Identifier: Apache-2.0
"""From a document to checked terms, or to everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from truceline.errors import Problem, TermsError
from truceline.terms import document
from truceline.terms.conditions import (
    CONDITION_KEYS,
    ConditionReader,
    millimetres,
    no_empty_list,
    no_labels,
)
from truceline.terms.context import Context, kind_of
from truceline.terms.lint import Written, lint
from truceline.terms.model import (
    Answering,
    Citation,
    Conditions,
    Due,
    Duty,
    Fact,
    NotAssessed,
    Option,
    Provision,
    RivalText,
    Terms,
)
from truceline.terms.moments import Moments, zone_of
from truceline.terms.parties import PartyReader
from truceline.terms.places import Places
from truceline.terms.standings import StandingReader
from truceline.terms.times import Length, parse_length, parse_when

__all__ = ["check_terms", "load_terms"]

_TOP = (
    "truceline", "id", "title", "note", "timezone", "as known at", "citations", "events", "taxonomies", "parties",
    "rules", "standing", "areas", "provisions", "duties", "facts", "not assessed",
)  # fmt: skip
_LATER = ("separations",)
_FIELDS = {"prohibit": "acts", "in": "area"}
"""Keys of conditions that have another name in ``Conditions``."""


def load_terms(path: str | Path) -> Terms:
    """Checked terms from a YAML file.

    Raises:
        TermsError: anything is wrong; it carries every problem with line and remedy.
    """
    terms, problems = _checked(Path(path), errors_only=True)
    errors = [problem for problem in problems if problem.severity == "error"]
    if terms is None or errors:
        raise TermsError(errors)
    return terms


def check_terms(path: str | Path) -> tuple[Terms | None, tuple[Problem, ...]]:
    """Terms from a YAML file, and everything that is wrong or doubtful.

    Returns:
        The terms (None where they hold an error), and all problems in the order of the file: errors,
        warnings for gaps, and notes. Wrong input never raises.
    """
    return _checked(Path(path), errors_only=False)


def _checked(path: Path, *, errors_only: bool) -> tuple[Terms | None, tuple[Problem, ...]]:
    try:
        data = document.read_bytes(path)
        root, problems = document.parse_document(data, str(path))
    except document.UnreadableError as error:
        return None, (error.problem,)
    context = Context(path)
    context.problems.extend(problems)
    terms = _Reader(context, data).read(root)
    if terms is not None and not any(p.severity == "error" for p in context.problems):
        context.problems.extend(
            lint(
                Written(terms, root, frozenset(context.named), frozenset(context.cited)),
                errors_only=errors_only,
            )
        )
    ordered = tuple(sorted(context.problems, key=lambda p: (p.line or 0, p.column or 0)))
    is_wrong = any(p.severity == "error" for p in ordered)
    return (None if is_wrong else terms), ordered


class _Reader:
    def __init__(self, context: Context, data: bytes) -> None:
        self.context = context
        self.data = data

    def read(self, root: document.Node) -> Terms | None:
        context = self.context
        if not isinstance(root, document.Mapping):
            context.problem(
                root, "", f"a {kind_of(root)} stands here", "expected terms", "`truceline: 1` stands on top."
            )
            return None
        for name in _LATER:
            if root.get(name) is not None:
                context.problem(
                    root.get(name), name, f"{name} are not read by this version", "expected the other keys"
                )
        known = (*_TOP, *_LATER)
        values = (
            context.fields(root, "", known, required=("truceline", "id", "title", "timezone", "provisions"))
            or {}
        )
        version = values.get("truceline")
        if version is not None and context.text(version, "truceline") != "1":
            context.problem(version, "truceline", "another version", "this program reads truceline: 1")
        if "timezone" in values:
            context.zone = zone_of(context, values["timezone"])
        self._taxonomies(values.get("taxonomies"))
        self._citations(values.get("citations"))
        self.moments = Moments(context, values.get("events"), self._known_until(values.get("as known at")))
        self.moments.read_events()
        parties = context.entries(values.get("parties"), "parties")
        context.party_ids = tuple(party_id for party_id, _ in parties)
        context.label_ids = frozenset(
            party_id
            for party_id, node in parties
            if isinstance(node, document.Mapping) and node.get("could be")
        )
        context.area_ids = tuple(name for name, _ in context.entries(values.get("areas"), "areas"))
        context.fact_ids = tuple(name for name, _ in context.entries(values.get("facts"), "facts"))
        self.places = Places(context, self.moments)
        self.conditions = ConditionReader(context, self.moments, self.places)
        self.standings = StandingReader(context, self.moments)
        read_parties = PartyReader(context, self.moments).read(parties)
        rules = self.standings.read_rules(values.get("rules"))
        standing = self.standings.of_parties(values.get("standing"))
        areas = self.places.read_areas(values.get("areas"))
        self.facts = facts = {
            name: self._fact(name, node) for name, node in context.entries(values.get("facts"), "facts")
        }
        provisions = {
            name: provision
            for name, node in context.entries(values.get("provisions"), "provisions")
            if (provision := self._provision(name, node)) is not None
        }
        duties = {
            name: duty
            for name, node in context.entries(values.get("duties"), "duties")
            if (duty := self._duty(name, node)) is not None
        }
        not_assessed = self._not_assessed(values.get("not assessed"))
        self._check_clauses(values.get("citations"))
        return Terms(
            path=str(context.path),
            digest=context.digest(self.data),
            id=self.context.word(values.get("id"), "id"),
            title=self.context.word(values.get("title"), "title"),
            zone=context.zone.key,
            acts=context.acts,
            weapons=context.weapons,
            as_known_at=self.context.word(values.get("as known at"), "as known at"),
            note=self.context.word(values.get("note"), "note"),
            citations=context.citations,
            disputes=tuple(context.disputes),
            events=context.events,
            parties=read_parties,
            rules=rules,
            standing=standing,
            areas=areas,
            provisions=provisions,
            duties=duties,
            facts=facts,
            not_assessed=not_assessed,
        )

    def _known_until(self, node: document.Node | None) -> int | None:
        """The first instant that the terms know nothing of: the end of the day that they name."""
        if node is None:
            return None
        try:
            return max(parse_when(self.context.word(node, "as known at"), self.context.zone))
        except ValueError as error:
            self.context.problem(node, "as known at", str(error), "expected a date or a time")
            return None

    # Taxonomies, citations, facts

    def _taxonomies(self, node: document.Node | None) -> None:
        values = self.context.fields(node, "taxonomies", ("acts", "weapons")) if node is not None else None
        for name in values or ():
            taxonomy = getattr(self.context, name)
            for code, definition in (
                self.context.entries(values[name], f"taxonomies.{name}") if values else ()
            ):
                address = f"taxonomies.{name}.{code}"
                parent = code.rpartition(".")[0]
                if code in taxonomy:
                    self.context.problem(
                        definition, address, f'"{code}" is a code already', "expected a new code"
                    )
                elif parent and parent not in taxonomy:
                    self.context.problem(
                        definition,
                        address,
                        f'"{parent}", the level above, is no code',
                        "expected it to be one",
                        "Define it first.",
                    )
                else:
                    text, calibre = self._definition(definition, address, name)
                    taxonomy = taxonomy.extended({code: text}, calibre)
            setattr(self.context, name, taxonomy)

    def _definition(self, node: document.Node, address: str, name: str) -> tuple[str, dict[str, float]]:
        """The definition of a code of the terms, and of a weapon the calibre that all of its kind have."""
        calibres: dict[str, float] = {}
        if isinstance(node, document.Mapping) and name == "weapons":
            values = (
                self.context.fields(node, address, ("definition", "calibre_mm"), required=("definition",))
                or {}
            )
            text = self.context.word(values.get("definition"), f"{address}.definition")
            if "calibre_mm" in values:
                calibre = millimetres(self.context, values["calibre_mm"], f"{address}.calibre_mm")
                calibres = {} if calibre is None else {address.removeprefix("taxonomies.weapons."): calibre}
        else:
            text = self.context.word(node, address)
        if not text:
            self.context.problem(node, address, "no definition", "expected one line")
        return text, calibres

    def _citations(self, node: document.Node | None) -> None:
        for citation_id, value in self.context.entries(node, "citations"):
            address = f"citations.{citation_id}"
            known = ("title", "publisher", "date", "url", "language", "clauses", "note")
            values = self.context.fields(value, address, known, required=("title",))
            if values is not None:
                title, publisher, date, url, language = (
                    self.context.word(values.get(key), f"{address}.{key}") for key in known[:5]
                )
                clauses = self.context.words(values.get("clauses"), f"{address}.clauses")
                self.context.citations[citation_id] = Citation(
                    citation_id, title, publisher, date, url, language, clauses
                )

    def _fact(self, fact_id: str, node: document.Node) -> Fact:
        address = f"facts.{fact_id}"
        values = (
            self.context.fields(node, address, ("title", "about", "presume", "cite"), required=("title",))
            or {}
        )
        presume = self.context.flag(values["presume"], f"{address}.presume") if "presume" in values else None
        about = self.context.word(values.get("about"), f"{address}.about") or "incident"
        if about not in ("incident", "party", "area", "period"):
            self.context.problem(
                values["about"], f"{address}.about", f'"{about}"', "expected incident, party, area or period"
            )
        if presume is not None and "cite" not in values:
            self.context.problem(
                node,
                address,
                "a presumption without a source",
                "expected cite: who presumes it",
                severity="warning",
                rule="presumption-uncited",
            )
        return Fact(
            fact_id,
            self.context.word(values.get("title"), f"{address}.title"),
            about,
            presume,
            self.context.cite(values.get("cite"), f"{address}.cite"),
        )

    def _not_assessed(self, node: document.Node | None) -> tuple[NotAssessed, ...]:
        found = []
        for index, item in enumerate(self.context.items(node)) if node is not None else ():
            address = f"not assessed[{index}]"
            values = self.context.fields(item, address, ("cite", "because"), required=("cite", "because"))
            if values and "cite" in values:
                cite = self.context.cite(values["cite"], f"{address}.cite")
                because = self.context.word(values.get("because"), f"{address}.because")
                found.append(NotAssessed(cite, because))
        return tuple(found)

    def _check_clauses(self, node: document.Node | None) -> None:
        """Every clause must be encoded somewhere or set aside."""
        nodes = dict(self.context.entries(node, "citations")) if node is not None else {}
        cited = {(cite.citation, cite.clause) for cite in self.context.cited}
        for citation in self.context.citations.values():
            missing = [clause for clause in citation.clauses if (citation.id, clause) not in cited]
            for clause in missing:
                self.context.problem(
                    nodes[citation.id],
                    f"citations.{citation.id}.clauses",
                    f'the clause "{clause}" is neither encoded nor set aside',
                    "the terms account for every clause",
                    "Cite it where it is encoded, or under `not assessed` with a reason.",
                    severity="warning",
                    rule="clause-open",
                )

    # Provisions

    def _provision(self, provision_id: str, node: document.Node) -> Provision | None:
        address = f"provisions.{provision_id}"
        known = (
            "title", "words", "language", "reading", "prohibit", *CONDITION_KEYS, "answering", "rival texts",
            "standing", "cite", "note",
        )  # fmt: skip
        has_texts = isinstance(node, document.Mapping) and node.get("rival texts") is not None
        required = ("standing",) if has_texts else ("prohibit", "standing", "cite")
        values = self.context.fields(node, address, known, required=required)
        if values is None:
            return None
        no_empty_list(self.context, values, address, ("cite",))
        conditions = self.conditions.read(values, address)
        texts, dispute = self._rival_texts(values, conditions, f"{address}.rival texts")
        return Provision(
            provision_id,
            self.context.word(values.get("title"), f"{address}.title") or provision_id,
            texts[0].conditions if texts else conditions,
            self.standings.history(values.get("standing"), f"{address}.standing"),
            self.context.word(values.get("words"), f"{address}.words"),
            self.context.word(values.get("language"), f"{address}.language"),
            self.context.word(values.get("reading"), f"{address}.reading"),
            self.context.cite(values.get("cite"), f"{address}.cite"),
            self.context.lines.get(address, node.line),
            self._answering(values.get("answering"), f"{address}.answering"),
            texts,
            dispute,
        )

    def _rival_texts(
        self, values: dict[str, document.Node], common: Conditions, address: str
    ) -> tuple[tuple[RivalText, ...], int | None]:
        """Versions of a clause, each the provision's own conditions with some of them replaced."""
        found = []
        known = ("prohibit", *CONDITION_KEYS, "words", "language", "cite", "note")
        entries = self.context.entries(values.get("rival texts"), address)
        for name, node in entries:
            here = f"{address}.{name}"
            own = self.context.fields(node, here, known, required=("cite",))
            if own is None:
                continue
            no_empty_list(self.context, own, here, ("cite",))
            if "prohibit" not in own and common.acts is None:
                self.context.problem(
                    node, here, 'the key "prohibit" is missing', "it is required here or in the provision"
                )
            words = self.context.word(own.get("words"), f"{here}.words")
            language = self.context.word(own.get("language"), f"{here}.language")
            cite = self.context.cite(own.get("cite"), f"{here}.cite")
            read = self.conditions.read(own, here)
            stated = {_FIELDS.get(key, key) for key in own.keys() & {"prohibit", *CONDITION_KEYS}}
            conditions = replace(common, **{field: getattr(read, field) for field in stated})
            found.append(RivalText(name, conditions, words, language, cite))
        if "rival texts" not in values:
            return (), None
        if len(found) < 2:
            self.context.problem(
                values["rival texts"], address, f"{len(entries)} text", "rival texts are two or more"
            )
            return (), None
        return tuple(found), self.context.dispute(address, [Option(text.id, text.cite) for text in found])

    def _answering(self, node: document.Node | None, address: str) -> tuple[Answering, ...]:
        found = []
        for index, item in enumerate(self.context.items(node)) if node is not None else ():
            here = f"{address}[{index}]"
            values = self.context.fields(item, here, ("party", "for", "cite"), required=("party", "for"))
            if not values or not {"party", "for"} <= values.keys():
                continue
            no_empty_list(self.context, values, here, ("for",))
            party = self.context.known(values["party"], f"{here}.party", "party", self.context.party_ids)
            acting = self.conditions.party_choice(values["for"], f"{here}.for")
            cite = self.context.cite(values.get("cite"), f"{here}.cite")
            if party is not None and acting is not None:
                no_labels(self.context, values["party"], f"{here}.party", (party,))
                found.append(Answering(party, acting, cite))
        return tuple(found)

    # Duties

    def _duty(self, duty_id: str, node: document.Node) -> Duty | None:
        address = f"duties.{duty_id}"
        known = (
            "title", "words", "language", "reading", "of", "due", "shown by", "presume", "standing", "cite",
            "note",
        )  # fmt: skip
        values = self.context.fields(node, address, known, required=("of", "due", "shown by", "cite"))
        if values is None or not {"of", "due", "shown by"} <= values.keys():
            return None
        no_empty_list(self.context, values, address, ("of", "shown by", "cite"))
        of = self.context.parties(values["of"], f"{address}.of")
        for name in sorted({name for name in of if of.count(name) > 1}):
            self.context.problem(values["of"], f"{address}.of", f'"{name}" stands twice', "expected it once")
        no_labels(self.context, values["of"], f"{address}.of", of)
        due = self._due(values["due"], f"{address}.due")
        if "presume" in values and self.context.word(values["presume"], f"{address}.presume") != "undone":
            self.context.problem(
                values["presume"],
                f"{address}.presume",
                "another word",
                "expected undone: what nobody recorded counts as not done",
            )
        if due is None:
            return None
        return Duty(
            duty_id,
            self.context.word(values.get("title"), f"{address}.title") or duty_id,
            of,
            due,
            tuple(
                self._shown_by(item, f"{address}.shown by[{index}]")
                for index, item in enumerate(self.context.items(values["shown by"]))
            ),
            "presume" in values,
            self.standings.history(values.get("standing"), f"{address}.standing"),
            self.context.word(values.get("words"), f"{address}.words"),
            self.context.word(values.get("language"), f"{address}.language"),
            self.context.word(values.get("reading"), f"{address}.reading"),
            self.context.cite(values.get("cite"), f"{address}.cite"),
            self.context.lines.get(address, node.line),
        )

    def _due(self, node: document.Node, address: str) -> Due | None:
        values = self.context.fields(node, address, ("from", "by", "every", "until"))
        if values is None:
            return None
        start, by, until = (
            self.moments.time(values[key], f"{address}.{key}", is_until=key != "from")
            if key in values
            else None
            for key in ("from", "by", "until")
        )
        every = None
        if "every" in values:
            try:
                every = parse_length(self.context.word(values["every"], f"{address}.every"))
            except ValueError as error:
                self.context.problem(
                    values["every"], f"{address}.every", str(error), "expected 7 days or 24 h"
                )
                return None
            if every == Length():
                self.context.problem(
                    values["every"], f"{address}.every", "no time at all", "expected 7 days or 24 h"
                )
                return None
        wrong = (
            ("from" not in values or "by" in values) if every else ("by" not in values or "until" in values)
        )
        if wrong:
            self.context.problem(
                node,
                address,
                f"the keys {', '.join(values) or 'none'}",
                "expected by, and perhaps from; or every with from, and perhaps until",
            )
            return None
        end = until if every else by
        if start and end and all(e <= s for s in start.at_ms for e in end.at_ms):
            self.context.problem(node, address, "it ends before it starts", "expected a later end")
        return Due(start, by, every, until)

    def _shown_by(self, node: document.Node, address: str) -> Conditions:
        known = ("acts", "by", "against", "in", "crosses", "weapons", "facts")
        values = self.context.fields(node, address, known) or {}
        if "acts" in values:
            return self.conditions.read(values, address)
        if "facts" not in values or len(values) > 1:
            self.context.problem(
                node,
                address,
                f"the keys {', '.join(values) or 'none'}",
                "expected acts with other conditions, or facts alone",
            )
            return Conditions()
        no_empty_list(self.context, values, address, ("facts",))
        asked = self.conditions.facts_asked(values["facts"], f"{address}.facts")
        for fact in asked:
            about = self.facts[fact.id].about
            if about not in ("party", "period"):
                self.context.problem(
                    node,
                    address,
                    f'"{fact.id}" is about an {about}',
                    "facts that show a duty done by themselves are about a party or a period",
                    "Say `about: party` where the fact is defined.",
                )
            if fact.before_ms:
                self.context.problem(
                    node, address, "before", "expected the fact alone", "The time of a duty is its `due`."
                )
        return Conditions(facts=asked)
