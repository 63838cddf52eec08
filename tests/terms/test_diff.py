# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from shared_data import ROOT
from truceline.terms import AreaHistory, Party, Terms, diff_terms, load_terms

TERMS = """\
truceline: 1
id: made
title: A made truce
timezone: Asia/Damascus
citations:
  text: {title: A text, publisher: Somebody, date: 2016-02-22}
  other: {title: Another text}
events:
  start: {at: 2016-02-27T00:00, cite: text}
  dawn: {at: {one of: [{2016-03-01T04:00: text}, {2016-03-01T05:00: other}]}}
parties:
  army: {name: The army, aliases: [Armed forces]}
  rebels: {name: The rebels, members: [brigade, {party: militia, from: 2016-03-01}], complete: no, not members: [army]}
  brigade: {name: Brigade of the North}
  militia: {name: A militia}
standing:
  - {parties: [army, rebels], is: bound, from: start, cite: text}
areas:
  town: {name: The town, circle: {center: [36.5, 34.5], radius: 5 km}}
  gate: {line: [[36.1, 34.1], [36.2, 34.2]]}
facts:
  attacked-first: {title: the party had been attacked first, presume: no}
  ordered: {title: it was ordered}
provisions:
  cease:
    title: No attacks
    prohibit: [attack, fire]
    by: bound
    against: rebels
    in: town
    during: {from: 2016-03-01T10:00, for: 48 h, extended: [{until: 2016-03-05, announced: 2016-03-02}]}
    unless:
      self-defence: {facts: [attacked-first], cite: text}
      dawn: {during: {from: dawn, for: 2 h}}
    standing:
      - {is: proposed, from: 2016-02-22, by: army, cite: text}
      - {is: in force, from: start, cite: text}
    reading: As it stands
    cite: text
  gate:
    title: The gate stays shut
    prohibit: [movement.crossing]
    by: {one of: [army, {is: {any: [army, rebels]}, cite: text}]}
    crosses: gate
    facts: [ordered]
    standing: [{is: in force, from: start}]
    cite: other
duties:
  withdraw:
    title: Withdraw artillery
    of: [army, rebels]
    due: {from: 2016-03-01, by: 2016-03-14T12:00}
    shown by: {acts: [movement.withdrawal], weapons: [artillery]}
    cite: text
"""


def _diff(tmp_path: Path, *edits: tuple[str, str], words: bool = False) -> list[str]:
    """The changes that edits of the text make, in meaning, or with ``words`` in words alone."""
    changed = TERMS
    for before, after in edits:
        assert before in changed, before
        changed = changed.replace(before, after)
    paths = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for path, text in zip(paths, (TERMS, changed), strict=True):
        path.write_text(text, encoding="utf-8")
    comparison = diff_terms(*map(load_terms, paths))
    assert [c for c in comparison.changes if not c.is_in_words] == list(comparison.in_meaning)
    return [str(change) for change in comparison.changes if change.is_in_words == words]


CHANGES: list[tuple[str, list[tuple[str, str]], list[str]]] = [
    (
        "a party gets another id",
        [("brigade", "northern-brigade")],
        ["parties.northern-brigade: renamed: the party was called brigade"],
    ),
    (
        "a provision gets another id",
        [("  cease:", "  no-attacks:")],
        ["provisions.no-attacks: renamed: the provision was called cease"],
    ),
    (
        "an area, a fact and an exception get other ids",
        [("town:", "city:"), ("in: town", "in: city"), ("attacked-first", "provoked"), ("self-defence:", "defence:")],
        [
            "areas.city: renamed: the area was called town",
            "facts.provoked: renamed: the fact was called attacked-first",
            "provisions.cease.unless.defence: renamed: the exception was called self-defence",
        ],
    ),
    ("an area is wider", [("5 km", "6 km")], ["areas.town: changed: another extent"]),
    (
        "a period is longer",
        [("for: 48 h", "for: 72 h")],
        [
            "provisions.cease.during: changed: 24 hours longer at its end: now from 10:00 on 1 March 2016 until 10:00"
            " on 4 March 2016; before from 10:00 on 1 March 2016 until 10:00 on 3 March 2016"
        ],
    ),
    (
        "a period begins later and ends at the same time",
        [("from: 2016-03-01T10:00, for: 48 h", "from: 2016-03-01T11:30, until: 2016-03-03T10:00")],
        [
            "provisions.cease.during: changed: 1 hour and 30 minutes shorter at its start: now from 11:30 on 1 March"
            " 2016 until 10:00 on 3 March 2016; before from 10:00 on 1 March 2016 until 10:00 on 3 March 2016"
        ],
    ),
    (
        "a period is moved",
        [("from: 2016-03-01T10:00", "from: 2016-03-01T09:00")],
        [
            "provisions.cease.during: changed: 1 hour earlier: now from 09:00 on 1 March 2016 until 09:00 on 3 March"
            " 2016; before from 10:00 on 1 March 2016 until 10:00 on 3 March 2016"
        ],
    ),
    (
        "a period is disputed",
        [("from: 2016-03-01T10:00", "from: {one of: [{2016-03-01T10:00: text}, {2016-03-01T12:00: other}]}")],
        [
            "provisions.cease.during: changed: now disputed: now from 10:00 on 1 March 2016 until 10:00 on 3 March"
            " 2016 [text] or from 12:00 on 1 March 2016 until 12:00 on 3 March 2016 [other], as the sources differ;"
            " before from 10:00 on 1 March 2016 until 10:00 on 3 March 2016"
        ],
    ),
    (
        "a dispute is settled, and all that hangs on it with it",
        [("{one of: [{2016-03-01T04:00: text}, {2016-03-01T05:00: other}]}", "2016-03-01T05:00")],
        [
            "events.dawn.at: changed: no longer disputed: now at 05:00 on 1 March 2016; before at 04:00 on 1 March"
            " 2016 [text] or at 05:00 on 1 March 2016 [other], as the sources differ",
            "provisions.cease.unless.dawn.during: changed: no longer disputed: now from 05:00 on 1 March 2016 (dawn)"
            " until 07:00 on 1 March 2016; before from 04:00 on 1 March 2016 until 06:00 on 1 March 2016 [text] or"
            " from 05:00 on 1 March 2016 until 07:00 on 1 March 2016 [other], as the sources differ",
        ],
    ),
    (
        "an exception is new",
        [("      dawn:", "      return: {acts: [fire.return]}\n      dawn:")],
        ["provisions.cease.unless.return: added: a new exception, where the act is fire that answers fire"],
    ),
    (
        "an exception is gone",
        [("      self-defence: {facts: [attacked-first], cite: text}\n", ""), ("facts: [ordered]", "facts: [attacked-first]")],
        [
            "provisions.cease.unless.self-defence: removed: the exception is gone, where it holds that the party had"
            " been attacked first",
            "provisions.gate.facts: added: that the party had been attacked first",
            "provisions.gate.facts: removed: that it was ordered",
        ],
    ),
    (
        "an extension is gone",
        [(", extended: [{until: 2016-03-05, announced: 2016-03-02}]", "")],
        [
            "provisions.cease.during.extended: removed: no longer extended until the end of 5 March 2016; this was"
            " announced on 2 March 2016"
        ],
    ),
    (
        "a party joins, another leaves, a third belongs for longer",
        [
            ("[brigade, {party: militia, from: 2016-03-01}]", "[{party: militia, from: 2016-02-01}, guards]"),
            ("  militia: {name: A militia}", "  militia: {name: A militia}\n  guards: {name: The guards}"),
        ],
        [
            "parties.rebels.members: added: the guards joined",
            "parties.rebels.members: removed: the Brigade of the North left the list",
            "parties.rebels.members: changed: a militia belongs from 1 February 2016; before from 1 March 2016",
            "parties.guards: added: the party The guards is new",
        ],
    ),
    (
        "a party is no longer bound",
        [("parties: [army, rebels], is: bound", "parties: [army], is: bound")],
        ["standing.rebels: removed: the rebels are no longer bound"],
    ),
    (
        "a party is bound from another day",
        [("is: bound, from: start", "is: bound, from: 2016-03-01")],
        [
            "standing.army: changed: the army is bound from 1 March 2016; before from 00:00 on 27 February 2016 (start)",
            "standing.rebels: changed: the rebels are bound from 1 March 2016; before from 00:00 on 27 February 2016"
            " (start)",
        ],
    ),
    (
        "acts are added and taken away",
        [("[attack, fire]", "[attack, jam]")],
        [
            "provisions.cease.prohibit: added: disturbance of radio, navigation or sensors (jam)",
            "provisions.cease.prohibit: removed: firing of weapons (fire)",
        ],
    ),
    (
        "whom it binds is another",
        [("    by: bound", "    by: any")],
        ["provisions.cease.by: changed: now anybody; before any party that is bound"],
    ),
    (
        "a dispute about a party is settled",
        [("{one of: [army, {is: {any: [army, rebels]}, cite: text}]}", "army")],
        [
            "provisions.gate.by: changed: no longer disputed: now the army; before the army (on another reading, the"
            " army or the rebels)"
        ],
    ),
    (
        "a presumption is another",
        [("presume: no", "presume: yes")],
        ["facts.attacked-first.presume: changed: now it is presumed to hold; before it is presumed not to hold"],
    ),
    (
        "the standing of a provision changes",
        [
            (
                "- {is: in force, from: start, cite: text}",
                "- {is: in force, from: 2016-02-28}\n      - {is: ended, from: 2016-04-01}",
            )
        ],
        [
            "provisions.cease.standing: changed: it enters into force on 28 February 2016; before it enters into force"
            " at 00:00 on 27 February 2016 (start)",
            "provisions.cease.standing: added: it ends on 1 April 2016",
        ],
    ),
    (
        "records call a party otherwise",
        [("aliases: [Armed forces]", "aliases: [Regular army]")],
        [
            "parties.army.aliases: added: records may call it Regular army",
            "parties.army.aliases: removed: records may no longer call it Armed forces",
        ],
    ),
    (
        "a list of members is closed",
        [("complete: no, not members: [army]", "complete: yes")],
        [
            "parties.rebels.complete: changed: the list of members is now complete",
            "parties.rebels.not members: removed: the army may belong",
        ],
    ),
    (
        "a condition is new",
        [("    crosses: gate", "    crosses: gate\n    in: town")],
        ["provisions.gate.in: added: now only the town"],
    ),
    (
        "the hours are others",
        [("during: {from: 2016-03-01T10:00", "during: {daily: [10:00, 20:00], from: 2016-03-01T10:00")],
        ["provisions.cease.during.daily: changed: now each day from 10:00 to 20:00; before at every hour"],
    ),
    (
        "a duty is due later, and another party owes it",
        [("of: [army, rebels]", "of: [army, militia]"), ("by: 2016-03-14T12:00", "by: 2016-03-16T12:00")],
        [
            "duties.withdraw.of: added: a militia owes it too",
            "duties.withdraw.of: removed: the rebels no longer owe it",
            "duties.withdraw.due: changed: 48 hours longer at its end: now from 1 March 2016 until 12:00 on 16 March"
            " 2016; before from 1 March 2016 until 12:00 on 14 March 2016",
        ],
    ),
    (
        "another act shows a duty done, and a presumption and a standing are new",
        [
            (
                "[movement.withdrawal], weapons: [artillery]}",
                "[clear.works]}\n    presume: undone\n    standing: [{is: in force, from: start}]",
            )
        ],
        [
            "duties.withdraw.shown by: changed: now by removal of trenches, earthworks or barriers; before by withdrawal"
            " of forces or weapons from positions with guns, howitzers, mortars and rocket launchers",
            "duties.withdraw.presume: changed: what nobody recorded now counts as not done",
            "duties.withdraw.standing: added: it enters into force at 00:00 on 27 February 2016 (start)",
        ],
    ),
    (
        "two disputes that were one question",
        [
            (
                "during: {from: dawn, for: 2 h}",
                "during: {from: dawn, until: {one of: [{2016-03-01T06:00: text}, {2016-03-01T07:00: other}]}}",
            ),
        ],
        [
            "provisions.cease.unless.dawn.during: changed: other readings: now from 04:00 on 1 March 2016 until 06:00 on"
            " 1 March 2016 [text], from 04:00 on 1 March 2016 until 07:00 on 1 March 2016 [text; other], from 05:00 on 1"
            " March 2016 until 06:00 on 1 March 2016 [other; text] or from 05:00 on 1 March 2016 until 07:00 on 1 March"
            " 2016 [other], as the sources differ; before from 04:00 on 1 March 2016 until 06:00 on 1 March 2016 [text]"
            " or from 05:00 on 1 March 2016 until 07:00 on 1 March 2016 [other], as the sources differ"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_change_is_told(tmp_path: Path, edits: list[tuple[str, str]], expected: list[str]) -> None:
    assert _diff(tmp_path, *edits) == expected


EARLY, LATE = "{2016-03-01T04:00: text}", "{2016-03-01T05:00: other}"
MILITIA = "{party: militia, from: 2016-03-01}"
PROPOSED = "- {is: proposed, from: 2016-02-22, by: army, cite: text}"
IN_FORCE = "- {is: in force, from: start, cite: text}"
BOUND = "- {parties: [%s], is: bound, from: start, cite: text}"
SAME: list[tuple[str, tuple[str, str]]] = [
    ("a comment", ("id: made", "# A comment.\nid: made")),
    ("the order of acts", ("[attack, fire]", "[fire, attack]")),
    ("the order of parties", ("parties: [army, rebels]", "parties: [rebels, army]")),
    ("the order of members", (f"[brigade, {MILITIA}]", f"[{MILITIA}, brigade]")),
    ("the order of alternatives", (f"[{EARLY}, {LATE}]", f"[{LATE}, {EARLY}]")),
    ("an event in place of its time", (IN_FORCE, IN_FORCE.replace("start", "2016-02-27"))),
    ("another clock of the same instant", ("2016-03-01T10:00", "2016-03-01T08:00Z")),
    ("an end in place of a length", ("for: 48 h", "until: 2016-03-03T10:00")),
    ("an inline area", ("in: town", "in: {circle: {center: [36.5, 34.5], radius: 5000 m}}")),
    ("a list of one", ("against: rebels", "against: [rebels]")),
    ("standing in two entries", (BOUND % "army, rebels", f"{BOUND % 'army'}\n  {BOUND % 'rebels'}")),
    ("the order of standings", (f"{PROPOSED}\n      {IN_FORCE}", f"{IN_FORCE}\n      {PROPOSED}")),
]


@pytest.mark.parametrize("edit", [c[1] for c in SAME], ids=[c[0] for c in SAME])
def test_what_is_written_otherwise_is_no_change(tmp_path: Path, edit: tuple[str, str]) -> None:
    assert _diff(tmp_path, edit) == []
    assert _diff(tmp_path, edit, words=True) == []


def test_words_and_sources_are_told_apart_from_meaning(tmp_path: Path) -> None:
    edits = (
        ("As it stands", "As others read it"),
        ("cite: other", "cite: text"),
        ("title: Another text", "title: A third text"),
    )
    assert _diff(tmp_path, *edits) == []
    assert _diff(tmp_path, *edits, words=True) == [
        "citations.other.title: changed: now A third text; before Another text",
        "provisions.cease.reading: changed: now As others read it; before As it stands",
        "provisions.gate.cite: changed: other sources",
    ]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("examples/*/terms.yaml")), ids=lambda path: path.parent.name
)
def test_terms_differ_in_nothing_from_themselves(path: Path) -> None:
    assert diff_terms(load_terms(path), load_terms(path)).changes == ()


def _shuffled(value: Any, chance: random.Random, field: str = "") -> Any:
    """The same with every list and mapping in another order, where the order means nothing."""
    if isinstance(value, dict):
        names = chance.sample(list(value), len(value))
        return {name: _shuffled(value[name], chance) for name in names}
    if isinstance(value, tuple) and field in (
        "at_ms",
        "disputes",
        "sizes",
        "options",
        "extended",
        "standing",
        "entries",
    ):
        return tuple(_shuffled(part, chance) for part in value) if field != "standing" else value
    if isinstance(value, tuple) and all(not isinstance(part, int) for part in value):
        parts = [_shuffled(part, chance) for part in value]
        return tuple(chance.sample(parts, len(parts)))
    if (
        is_dataclass(value)
        and not isinstance(value, type | AreaHistory)
        and type(value).__module__.endswith("model")
    ):
        changed = {f.name: _shuffled(getattr(value, f.name), chance, f.name) for f in fields(value)}
        return type(value)(**changed)
    return value


@given(strategies.terms(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_order_means_the_same(terms: Terms, chance: random.Random) -> None:
    assert diff_terms(terms, _shuffled(terms, chance)).changes == ()


@given(strategies.terms(), strategies.terms())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_difference_is_one_both_ways(one: Terms, other: Terms) -> None:
    assert bool(diff_terms(one, other).in_meaning) == bool(diff_terms(other, one).in_meaning)


@dataclass(frozen=True)
class _Answering(Party):
    answers_for: tuple[str, ...] = ()


def test_a_part_that_has_no_words_here_is_compared_all_the_same(tmp_path: Path) -> None:
    """Every condition is seen, and so is what the model may hold one day: here, a party with a new field."""
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    terms = load_terms(path)
    old, new = (
        replace(terms, parties={**terms.parties, "army": _Answering("army", "The army", answers_for=answers)})
        for answers in ((), ("militia",))
    )
    assert list(map(str, diff_terms(old, new).in_meaning)) == [
        "parties.army.answers for: changed: it has another meaning"
    ]

    for name, provision in terms.provisions.items():
        for field in fields(provision.conditions):
            other = terms.provisions["gate" if name == "cease" else "cease"].conditions
            value = getattr(other, field.name)
            if value == getattr(provision.conditions, field.name):
                continue
            changed = replace(provision, conditions=replace(provision.conditions, **{field.name: value}))
            comparison = diff_terms(terms, replace(terms, provisions={**terms.provisions, name: changed}))
            assert comparison.in_meaning, field.name
