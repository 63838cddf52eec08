# SPDX-License-Identifier: Apache-2.0
"""Large and hostile documents: read, or refused with a sentence, in bounded time."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from truceline.assess import assess
from truceline.errors import TermsError
from truceline.records import read_incidents
from truceline.terms import check_terms, load_terms

HEAD = "truceline: 1\nid: made\ntitle: Made\ntimezone: Asia/Damascus\ncitations: {text: {title: A text}}\n"
PROVISION = """\
provisions:
  cease: {prohibit: [attack], by: BY, standing: [{is: in force, from: 2016-02-27}], cite: text}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_three_hundred_parties_are_told_apart(tmp_path: Path) -> None:
    parties = "".join(f"  p{n}: {{name: Party {n}}}\n" for n in range(300))
    bound = "standing: [{parties: [" + ", ".join(f"p{n}" for n in range(0, 300, 2)) + "], is: bound}]\n"
    terms = load_terms(write(tmp_path, f"{HEAD}parties:\n{parties}{bound}{PROVISION.replace('BY', 'bound')}"))
    table = pa.table(
        {
            "id": [str(n) for n in range(300)],
            "start": ["2016-03-01T12:00"] * 300,
            "act": ["attack"] * 300,
            "by": [f"Party {n}" for n in range(300)],
        }
    )
    found = {
        r["incident"]: r["result"]
        for batch in assess(terms, read_incidents(table, terms))
        for r in batch.to_pylist()
    }
    # Nobody says that the odd ones are not bound, nor that they are.
    assert {n for n in range(300) if found.get(str(n)) == "violation"} == set(range(0, 300, 2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "an anchor (&)"),
        ("[" * 10_000, "nested"),
        (HEAD.replace("title: Made", "title: " + "x" * 30_000_000), "terms are read up to"),
        ("\ufefftruceline: 1\r\nid: made\r\n", 'the key "title" is missing'),
        ("truceline: 1\nid: 'made\n", "not YAML"),
        ("just words\n", "expected"),
        ("- a\n- b\n", "expected"),
    ],
    ids=["anchors", "deep", "large", "byte order mark", "open quote", "words", "list"],
)
def test_hostile_documents_are_refused_with_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    terms, problems = check_terms(write(tmp_path, text))
    assert terms is None
    assert any(words in str(problem) for problem in problems), "\n".join(str(p)[:300] for p in problems)


def test_a_document_of_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_bytes(HEAD.replace("Made", "Mädé").encode("cp1252"))
    (problem,) = check_terms(path)[1]
    assert "UTF-8" in str(problem)


def test_too_many_rival_times_are_refused_where_they_meet(tmp_path: Path) -> None:
    events = "events:\n" + "".join(
        f"  e{n}: {{at: {{one of: [{base} + 1 h, {base} + 2 h]}}}}\n"
        for n, base in enumerate(["2016-02-27T00:00", *(f"e{k}" for k in range(15))])
    ).replace("2016-02-27T00:00 + 1 h", "2016-02-27T00:00").replace(
        "2016-02-27T00:00 + 2 h", "2016-02-27T01:00"
    )
    _, problems = check_terms(write(tmp_path, HEAD + events + PROVISION.replace("BY", "any")))
    assert any("combine in 8,192 ways" in str(problem) for problem in problems)


def test_too_many_rival_memberships_stop_an_assessment_with_their_addresses(tmp_path: Path) -> None:
    parties = "".join(f"  p{n}: {{name: Party {n}}}\n" for n in range(13))
    members = ", ".join(
        f"{{party: p{n}, from: {{one of: [2016-03-0{1 + n % 9}, 2016-04-0{1 + n % 9}]}}}}" for n in range(13)
    )
    text = f"{HEAD}parties:\n{parties}  all: {{name: All, members: [{members}]}}\n{PROVISION.replace('BY', 'all')}"
    terms = load_terms(write(tmp_path, text))
    with pytest.raises(
        TermsError, match=r"13 disputes, which combine in 8,192 ways: parties.all.members\[0\].from"
    ):
        assess(terms, read_incidents(pa.table({"id": ["1"]}), terms))


def test_any_may_be_one_reading_with_its_source(tmp_path: Path) -> None:
    by = "{one of: [{is: any, cite: text}, {is: {any: [army], not: [militia]}, cite: text}, {army: text}]}"
    parties = "parties: {army: {name: Army}, militia: {name: Militia}}\n"
    terms = load_terms(write(tmp_path, f"{HEAD}{parties}{PROVISION.replace('BY', by)}"))
    choice = terms.provisions["cease"].conditions.by
    assert choice is not None
    assert [(option.any_of, option.none_of) for option in choice.options] == [
        (("any",), ()),
        (("army",), ("militia",)),
        (("army",), ()),
    ]
    assert [[str(cite) for cite in option.cite] for option in terms.disputes[0].options] == [["text"]] * 3


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("by: []", "provisions.cease.by: an empty list; expected at least one. Take the key out where the text names"),
        ("against: []", "or write {any: []} for nobody."),
        ("weapons: []", "weapons: an empty list; expected at least one. Take the key out where the text names nothing."),
        ("facts: []", "facts: an empty list"),
        ("unless: {other: {acts: []}}", "unless.other.acts: an empty list"),
        ("answering: [{party: army, for: []}]", "answering[0].for: an empty list; expected at least one."),
        ("facts: [{fact: told, before: 9999999999999999 h}]", "expected at most 100 years, which are 876,600 h"),
        ("in: {polygon: []}", "a ring of 0 positions that is not closed"),
    ],
)  # fmt: skip
def test_what_says_nothing_is_not_taken_for_anybody_or_anything(
    tmp_path: Path, condition: str, words: str
) -> None:
    head = HEAD + "parties: {army: {name: Army}}\nfacts: {told: {title: it was told}}\n"
    text = head + PROVISION.replace("by: BY", condition)
    terms, problems = check_terms(write(tmp_path, text))
    assert terms is None
    assert words in "\n".join(map(str, problems))


@pytest.mark.parametrize("empty", ["prohibit: [], cite: text", "prohibit: [attack], cite: []"])
def test_a_provision_prohibits_something_and_cites_something(tmp_path: Path, empty: str) -> None:
    text = HEAD + f"provisions:\n  cease: {{{empty}, standing: [{{is: in force, from: 2016-02-27}}]}}\n"
    terms, problems = check_terms(write(tmp_path, text))
    assert terms is None
    assert any("an empty list; expected at least one." in str(problem) for problem in problems)


@pytest.mark.parametrize(
    "more",
    [
        "standing:\n  - {parties: [army], is: bound, cite: text}\n  - {parties: [army], is: excluded, cite: text}\n",
        "areas:\n  town:\n    at least: {circle: {center: [10, 10], radius: 1 km}}\n"
        "    at most: {circle: {center: [20, 20], radius: 1 km}}\n",
    ],
    ids=["bound-and-excluded", "bounds-apart"],
)
def test_contradictions_stop_the_loading_and_gaps_do_not(tmp_path: Path, more: str) -> None:
    path = tmp_path / "terms.yaml"
    text = (
        "truceline: 1\nid: made\ntitle: Made\ntimezone: UTC\ncitations: {text: {title: A text}}\n"
        "parties: {army: {name: The army}, nobody: {name: Nobody names it}}\n"
        "provisions: {cease: {prohibit: [attack], standing: [{is: in force, from: 2016-02-27}], cite: text}}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert [problem.severity for problem in check_terms(path)[1]].count("warning") > 0
    assert load_terms(path).id == "made"
    path.write_text(text + more, encoding="utf-8")
    with pytest.raises(TermsError):
        load_terms(path)
