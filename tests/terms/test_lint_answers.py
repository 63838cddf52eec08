# SPDX-License-Identifier: Apache-2.0
"""Two provisions and one act: when do the terms surely answer in two ways?"""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.terms import check_terms

TERMS = """\
truceline: 1
id: made
title: Made
timezone: Asia/Damascus
citations: {text: {title: A text, date: 2016-02-22}}
parties:
  army: {name: Army}
  side: {name: Side, members: [army]}
  rebels: {name: Rebels}
standing: [{parties: [side, rebels], is: bound, from: 2016-02-27}]
areas:
  west: {polygon: [[36, 34], [37, 34], [37, 35], [36, 35], [36, 34]]}
  east: {polygon: [[37, 34], [38, 34], [38, 35], [37, 35], [37, 34]]}
  north: {at least: none, at most: west}
  core: {at least: {circle: {center: [36.5, 34.5], radius: 5 km}}, at most: west}
  out-of-core: {difference: [west, {buffer: {points: [[36.5, 34.5]]}, by: 8 km}]}
facts: {attacked: {title: attacked first}, ordered: {title: ordered}, notified: {title: notified}}
provisions:
  wide:
    prohibit: [attack, movement]
    by: bound
    in: west
    during: {from: 2016-03-01, until: 2016-06-30}
    unless: {told: {facts: [notified], acts: [movement]}, defence: {facts: [attacked, ordered], acts: [attack]}}
    standing: [{is: in force, from: 2016-02-27}]
    cite: text
  strict:
    prohibit: [attack, fire]
    by: any
    in: core
    during: {from: 2016-04-30, for: 24 h}
    standing: [{is: in force, from: 2016-04-30}]
    cite: text
"""


def found(tmp_path: Path, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """(address, message) of each pair of answers that differ."""
    text = TERMS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    terms, problems = check_terms(path)
    assert terms is not None, problems
    return [(p.address, p.found) for p in problems if p.rule == "answers-differ"]


def test_the_exception_and_the_stricter_provision_are_named(tmp_path: Path) -> None:
    assert found(tmp_path) == [
        (
            "provisions.wide.unless.defence",
            "what this exception lets pass, strict prohibits without such an exception",
        )
    ]


LENIENT = "    unless: {e: {facts: [FACTS]}}\n    standing: [{is: in force, from: 2016-04-30}]"
STRICT = "    standing: [{is: in force, from: 2016-04-30}]"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("prohibit: [attack, fire]", "prohibit: [fire]"),
        ("prohibit: [attack, fire]", "prohibit: [attack.air]"),  # fewer acts: a rule of its own
        ("by: any", "by: {any: any, not: bound}"),
        ("in: core", "in: east"),  # only an edge is common
        ("in: core", "in: north"),  # no place is surely in it
        ("in: core", "in: {history: [{until: 2016-05-30, polygon: [[36, 34], [37, 34], [37, 35], [36, 34]]}]}"),
        ("during: {from: 2016-04-30, for: 24 h}", "during: {from: 2016-07-01, for: 24 h}"),
        ("during: {from: 2016-04-30, for: 24 h}", "during: {from: {one of: [2016-04-30, 2016-07-01]}, for: 24 h}"),
        ("during: {from: 2016-04-30, for: 24 h}", "during: {from: 2016-04-30, for: 24 h, daily: [10:00, 12:00]}"),
        (STRICT, "    standing: [{is: proposed, from: 2016-04-30}]"),
        (STRICT, "    standing: [{is: in force, from: 2016-04-30}, {is: suspended, from: 2016-04-30}]"),
        (STRICT, LENIENT.replace("FACTS", "attacked")),
        (STRICT, LENIENT.replace("FACTS", "ordered, attacked")),
        (STRICT, LENIENT.replace("{facts: [FACTS]}", "{facts: [attacked], during: {from: 2016-01-01}}")),
        (STRICT, "    reading: Stricter than wide.\n" + STRICT),
        ("    in: west\n", "    in: west\n    reading: The silence (strict) goes before.\n"),
        ("facts: [attacked, ordered], acts", "facts: [attacked, ordered], in: out-of-core, acts"),
        ("facts: [attacked, ordered], acts", "facts: [attacked, ordered], weapons: [artillery], acts"),
    ],
)  # fmt: skip
def test_nothing_is_said_where_it_is_not_certain(tmp_path: Path, old: str, new: str) -> None:
    more = [("    by: any\n", "    by: any\n    weapons: [missile]\n")] if "weapons" in new else []
    assert found(tmp_path, (old, new), *more) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("by: any", "by: army"),  # the army is a member of a side that is bound
        ("by: any", "by: {one of: [army, rebels]}"),
        ("in: core", "in: {union: [north, core]}"),
        ("in: core", "in: {intersection: [west, core]}"),
        ("    in: core\n", ""),
        ("during: {from: 2016-04-30, for: 24 h}", "during: {from: {one of: [2016-04-30, 2016-05-01]}, for: 24 h}"),
        ("during: {from: 2016-04-30, for: 24 h}", "during: {from: 2016-04-30, for: 9 days, daily: [10:00, 12:00]}"),
        (STRICT, LENIENT.replace("FACTS", "notified")),
        (STRICT, LENIENT.replace("FACTS", "attacked, notified")),
        (STRICT, LENIENT.replace("{facts: [FACTS]}", "{facts: [attacked], during: {from: 2016-04-30T12:00}}")),
        (STRICT, "    reading: Wider and stricter.\n" + STRICT),
    ],
)  # fmt: skip
def test_two_answers_are_said_where_they_are_certain(tmp_path: Path, old: str, new: str) -> None:
    assert ("provisions.wide.unless.defence",) in [entry[:1] for entry in found(tmp_path, (old, new))]


@pytest.mark.parametrize(("calibre", "differ"), [("at most: 100", True), ("less than: 82", False)])
def test_calibres_that_cannot_be_the_same_are_left_alone(tmp_path: Path, calibre: str, differ: bool) -> None:
    heavy = "{class: artillery, calibre_mm: {at least: 82}}"
    light = f"{{class: artillery, calibre_mm: {{{calibre}}}}}"
    changes = (
        ("    by: any\n", f"    by: any\n    weapons: [{light}]\n"),
        ("facts: [attacked, ordered], acts", f"facts: [attacked, ordered], weapons: [{heavy}], acts"),
    )
    assert bool(found(tmp_path, *changes)) == differ


def test_provisions_with_the_same_conditions_and_other_exceptions_are_named_each_way(tmp_path: Path) -> None:
    same = "    prohibit: [attack]\n    by: bound\n    standing: [{is: in force, from: 2016-02-27}]\n    cite: text\n"
    provisions = "".join(
        f"  {name}:\n{same}    unless: {{e: {{facts: [{fact}]}}}}\n"
        for name, fact in (("one", "attacked"), ("two", "ordered"), ("three", "notified"))
    )
    text = TERMS[TERMS.index("  wide:") :]
    assert found(tmp_path, (text, provisions)) == [
        ("provisions.one.unless.e", "what this exception lets pass, two and three prohibit without such an exception"),
        ("provisions.two.unless.e", "what this exception lets pass, one and three prohibit without such an exception"),
        ("provisions.three.unless.e", "what this exception lets pass, one and two prohibit without such an exception"),
    ]  # fmt: skip
