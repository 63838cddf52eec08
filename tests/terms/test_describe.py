# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import strategies
from shared_data import ROOT
from truceline.terms import (
    Description,
    Item,
    Items,
    Paragraph,
    Table,
    Terms,
    describe,
    description,
    load_terms,
    numbered,
    plain,
    shipped_taxonomy,
)
from truceline.terms.phrases import Phrases, _act_phrases, indefinite

TERMS = """\
truceline: 1
id: made
title: A made truce
timezone: Asia/Damascus
citations: {text: {title: A text, publisher: Somebody, date: 2016-02-22, clauses: [one, two]}}
events: {start: {at: 2016-02-27T00:00, cite: text}}
parties:
  army: {name: The army, aliases: [Armed forces]}
  rebels: {name: The rebels, members: [{party: brigade, from: 2016-03-01}], complete: no, not members: [army]}
  brigade: {name: Brigade of the North}
  federation: {name: Russian Federation}
  others: {name: Other parties to the conflict, members: undefined}
  label: {name: Gunmen, could be: [rebels, others]}
standing: [{parties: [army, rebels], is: bound, from: start, cite: text}]
areas:
  town: {name: The town, circle: {center: [36.5, 34.5], radius: 5 km}}
  gate: {line: [[36.1, 34.1], [36.2, 34.2]]}
facts: {attacked-first: {title: The party had been attacked first, presume: no}}
provisions:
  cease:
    title: No attacks
    prohibit: [attack, fire]
    by: bound
    against: {any: [rebels, others], not: [brigade]}
    in: town
    during: {from: {one of: [{2016-02-27T00:00: text}, {2016-02-27T12:00: text}]}, until: 2016-03-12}
    unless:
      self-defence:
        facts: [attacked-first]
        unless: {too-much: {weapons: [armour, armour.tank]}}
        cite: {text: two}
    standing:
      - {is: proposed, from: 2016-02-22, by: federation, cite: text}
      - {is: in force, from: start, cite: text}
      - {is: suspended, from: 2016-03-03T10:00}
      - {is: in force, from: 2016-03-04}
    cite: {text: one}
  gate:
    title: The gate stays shut
    prohibit: [movement.crossing.fighters]
    by: {one of: [army, {is: {any: [army, federation]}, cite: text}]}
    crosses: gate
    during:
      from: 2016-03-01
      for: 48 h
      extended: [{until: 2016-03-08, announced: 2016-03-02, cite: text}]
      daily: [[10:00, 20:00], [22:00, 06:00]]
      weekdays: [mon, fri]
    facts: [attacked-first]
    reading: The gate is a line
    standing: [{is: in force, from: start}]
    cite: {text: two}
"""


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS, encoding="utf-8")
    return load_terms(path)


def _section(told: Description, section_id: str) -> str:
    section = next(section for _, section in numbered(told.sections) if section.id == section_id)
    return "\n".join(_lines(section.blocks))


def _lines(blocks: object) -> list[str]:
    assert isinstance(blocks, tuple)
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(f"{block.label}: {plain(block.text)}" if block.label else plain(block.text))
        elif isinstance(block, Items):
            lines += [line for item in block.items for line in _item(item)]
        elif isinstance(block, Table):
            lines += [" | ".join(map(plain, row)) for row in block.rows]
    return lines


def _item(item: Item) -> list[str]:
    lines = [f"{item.label}: {plain(item.text)}" if item.label else plain(item.text)]
    return lines + [line for below in item.below for line in _item(below)]


def test_a_provision_is_told_in_sentences_in_the_order_of_its_parts(terms: Terms) -> None:
    assert _section(description(terms), "provision-cease").splitlines() == [
        "There must be no attack and no firing of weapons by any party that is bound against the rebels or other"
        " parties to the conflict except the Brigade of the North in the town, from 00:00 on 27 February 2016"
        " until 24:00 on 12 March 2016 [text] or from 12:00 on 27 February 2016 until 24:00 on 12 March 2016"
        " [text], as the sources differ. [text, one]",
        "Exception, self-defence: This does not apply if the party had been attacked first. [text, two]",
        "Exception to the exception, too-much: The exception does not hold if the weapon is armoured fighting"
        " vehicles or a tank.",
        "Standing: It is proposed by the Russian Federation on 22 February 2016. [text] It then enters into force"
        " at 00:00 on 27 February 2016 (start). [text] It is then suspended at 10:00 on 3 March 2016. It then"
        " resumes on 4 March 2016.",
    ]


def test_periods_tell_their_length_hours_days_and_extensions(terms: Terms) -> None:
    assert _section(description(terms), "provision-gate").splitlines() == [
        "There must be no crossing by armed people by the army (on another reading, the army or the Russian"
        " Federation), where this crosses gate, from 1 March 2016 until 24:00 on 2 March 2016 (48 hours), each day"
        " from 10:00 to 20:00 and from 22:00 to 06:00 of the next day, and on Mondays and Fridays only."
        " [text, two]",
        "It is extended until the end of 8 March 2016; this was announced on 2 March 2016. [text]",
        "This applies only if the party had been attacked first.",
        "Who is held to it is read in two ways:",
        "The army.",
        "The army or the Russian Federation. [text]",
        "Standing: It enters into force at 00:00 on 27 February 2016 (start).",
        "Reading: The gate is a line.",
    ]


DUTIES = """\
duties:
  withdraw:
    title: Withdraw artillery
    of: [army, rebels]
    due: {from: start + 2 days, by: 2016-03-14}
    shown by:
      acts: [movement.withdrawal]
      weapons: [{class: artillery, calibre_mm: {at least: 100}}]
      in: town
    presume: undone
    reading: Each side by itself
    cite: {text: one}
  report:
    title: Report every week
    of: [army]
    due: {every: 7 days, from: start, until: start + 14 days}
    shown by: [{acts: [notify.report]}, {facts: [accepted]}]
    standing: [{is: in force, from: start}]
    cite: {text: two}
"""


def test_a_duty_tells_who_owes_it_until_when_and_what_shows_it_done(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    accepted = "facts: {accepted: {title: acceptance was declared, about: party}, "
    path.write_text(TERMS.replace("facts: {", accepted, 1) + DUTIES, encoding="utf-8")
    told = description(load_terms(path))
    assert _section(told, "duty-withdraw").splitlines() == [
        "The army and the rebels, each by itself, must have done this by the end of 14 March 2016. [text, one]",
        "What is done counts from 00:00 on 29 February 2016.",
        "It is shown done by withdrawal of forces or weapons from positions with guns, howitzers, mortars and rocket"
        " launchers of a calibre of at least 100 mm in the town.",
        "What nobody recorded counts as not done.",
        "Reading: Each side by itself.",
    ]
    assert _section(told, "duty-report").splitlines() == [
        "The army must do this once in every seven days, from 00:00 on 27 February 2016 (start) until 24:00 on"
        " 11 March 2016. [text, two]",
        "Any of these shows it done:",
        "Handing in of a report.",
        "A record that acceptance was declared.",
        "Standing: It enters into force at 00:00 on 27 February 2016 (start).",
    ]
    rows = [row for row in _section(told, "time-line").splitlines() if "Withdraw" in row or "Report" in row]
    assert [row.split(" | ")[0::3] for row in rows] == [
        ["2016-02-27 00:00", "is owed"],
        ["2016-02-29 00:00", "is owed"],
        ["2016-03-12 00:00", "does not come again"],
        ["2016-03-15 00:00", "is late unless done"],
    ]


def test_the_table_of_parties_has_kind_members_and_standing(terms: Terms) -> None:
    bound = "bound from 00:00 on 27 February 2016 (start) [text]"
    assert _section(description(terms), "parties").splitlines() == [
        f"The army (also Armed forces) | party |  | {bound}",
        "The rebels | group, open: others may belong | the Brigade of the North from 1 March 2016; not the army"
        f" | {bound}",
        "Brigade of the North | party |  | as a member of the rebels",
        "Russian Federation | party |  | ",
        "Other parties to the conflict | group of which nobody is named |  | ",
        "Gunmen | vague label of a data set | may stand for the rebels or other parties to the conflict | ",
    ]


def test_areas_are_told_by_what_belongs_to_them(terms: Terms) -> None:
    assert _section(description(terms), "areas").splitlines() == [
        "1 | The town | The area within 5 km of 34.5° N, 36.5° E.",
        "2 | gate | The line that the terms draw.",
    ]


def test_the_time_line_has_one_row_for_each_change(terms: Terms) -> None:
    rows = [row for row in _section(description(terms), "time-line").splitlines() if "No attacks" in row]
    assert rows == [
        "2016-02-22 00:00 | 2016-02-21 22:00 | No attacks | is proposed by the Russian Federation",
        "2016-02-27 00:00 | 2016-02-26 22:00 | No attacks | may apply",
        "2016-02-27 12:00 | 2016-02-27 10:00 | No attacks | certainly applies",
        "2016-03-03 10:00 | 2016-03-03 08:00 | No attacks | is suspended",
        "2016-03-03 10:00 | 2016-03-03 08:00 | No attacks | no longer applies",
        "2016-03-04 00:00 | 2016-03-03 22:00 | No attacks | applies",
        "2016-03-13 00:00 | 2016-03-12 22:00 | No attacks | no longer applies",
    ]


def test_the_text_has_numbers_ids_and_a_row_of_signs(terms: Terms) -> None:
    told = describe(terms)
    assert told.startswith("A made truce\n============\n")
    assert "\n5.1 No attacks (cease)\n~~~~~~" in told
    assert re.search(r"^  cease  \.+\?*#+\.#+\.+$", told, re.MULTILINE), told
    assert "Times are local times of Asia/Damascus unless" in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("The army", "the army"),
        ("the border guards", "the border guards"),
        ("Russian Federation", "the Russian Federation"),
        ("Government of Syria", "the Government of Syria"),
        ("United States of America", "the United States of America"),
        ("Armed groups that declared acceptance", "armed groups that declared acceptance"),
        ("Civilians", "civilians"),
        ("ISIL", "ISIL"),
        ("Jabhat al-Nusra", "Jabhat al-Nusra"),
        ("Rahman Corps", "the Rahman Corps"),
        ("Armed Forces of Ukraine", "the Armed Forces of Ukraine"),
        ("Latakia province", "Latakia province"),
        ("Safety zone of 2014", "the safety zone of 2014"),
        ("Certain areas of the two regions", "certain areas of the two regions"),
        ("Armed Forces and whoever fights under them", "the Armed Forces and whoever fights under them"),
    ],
)
def test_a_name_gets_one_article_where_it_wants_one(terms: Terms, name: str, inside: str) -> None:
    from truceline.terms.phrases import _inside

    assert _inside(name) == inside


@pytest.mark.parametrize(
    ("definition", "noun"),
    [
        ("Gun or howitzer.", "a gun or howitzer"),
        ("Uncrewed aircraft.", "an uncrewed aircraft"),
        ("Bomb, shell or rocket that sets fire.", "a bomb, shell or rocket that sets fire"),
        ("Weapons that one person carries and fires.", "weapons that one person carries and fires"),
        ("Machine gun carried by one person.", "a machine gun carried by one person"),
        ("MT-12, 100 mm anti-tank gun.", "an MT-12, 100 mm anti-tank gun"),
        ("Tornado-G.", "a Tornado-G"),
        ("D-30, 122 mm howitzer.", "a D-30, 122 mm howitzer"),
        ("A public ceremony.", "a public ceremony"),
    ],
)
def test_a_definition_gets_an_article_where_it_is_singular(definition: str, noun: str) -> None:
    assert indefinite(definition) == noun


def test_every_noun_for_an_act_belongs_to_a_code() -> None:
    assert set(_act_phrases()) <= set(shipped_taxonomy("acts").definitions)


STUMBLES = re.compile(
    r"\b([a-z]+) \1\b|\b(?:a|an|the) (?:a|an|the)\b|\bis (?:in force is|ends|enters)\b|  |\s[.,;](?!\.)|,,"
    r"|\.\.(?!/)|\b1 (?:\w+s)\b|\band (?:and|or)\b|\(\)|\[\]|(?-i:\bNone\b)|<|>",
    re.IGNORECASE,
)
"""What a careful person does not write: a word twice, two articles, a space before a comma."""


def _all_lines(terms: Terms) -> list[str]:
    """What is told in our own words: readings and notes are those of the author."""
    told = description(terms)
    lines = _lines(told.blocks)
    for _, section in numbered(told.sections):
        lines += [cell for line in _lines(section.blocks) for cell in line.split(" | ")]
    return [re.sub(r" ?\[[^\]]*\]", "", line) for line in lines if not line.startswith("Reading: ")]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("examples/*/terms.yaml")), ids=lambda path: path.parent.name
)
def test_no_line_of_the_library_stumbles(path: Path) -> None:
    terms = load_terms(path)
    assert [line for line in _all_lines(terms) if STUMBLES.search(line)] == []


@given(strategies.terms())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_terms_can_be_told_without_a_stumble(terms: Terms) -> None:
    assert [line for line in _all_lines(terms) if STUMBLES.search(line)] == []
    assert max(map(len, describe(terms).splitlines())) <= 100


def test_seconds_are_told_only_where_there_are_any(terms: Terms) -> None:
    words = Phrases(terms)
    assert words.instant(1_456_524_005_000) == "at 00:00:05 on 27 February 2016"
    assert words.instant(1_456_524_000_000, "until") == "until 24:00 on 26 February 2016"


def test_an_empty_set_of_parties_is_called_nobody(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(TERMS.replace("{any: [army, federation]}", "{any: []}"), encoding="utf-8")
    told = " ".join(describe(load_terms(path)).split())
    assert "(on another reading, nobody)" in told


def test_rival_texts_and_who_answers_are_told(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    more = """\
  zone:
    title: The zone
    by: rebels
    rival texts:
      english: {prohibit: [attack], in: town, words: in the town, cite: {text: one}}
      arabic: {prohibit: [attack.air], in: gate, cite: {text: two}}
    answering: [{party: army, for: [brigade, others], cite: {text: two}}]
    standing: [{is: in force, from: start}]
"""
    path.write_text(TERMS + more, encoding="utf-8")
    found = description(load_terms(path))
    assert _section(found, "provision-zone").splitlines() == [
        "There are two texts of this clause, and nobody says which binds.",
        "By the text english:",
        "There must be no attack by the rebels in the town. [text, one]",
        "By the text arabic:",
        "There must be no attack from the air by the rebels in gate. [text, two]",
        "The army answers for what is done by the Brigade of the North or other parties to the conflict. [text, two]",
        "Standing: It enters into force at 00:00 on 27 February 2016 (start).",
    ]
