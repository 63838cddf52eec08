# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema and the reader know the same keys and refuse the same documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from shared_data import ROOT
from terms.test_reading import GOOD
from truceline.terms import check_terms, terms_schema


def plain(text: str) -> Any:
    """A document as JSON would have it: every scalar a text."""
    yaml = YAML(typ="base", pure=True)
    return yaml.load(text)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    made = terms_schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def test_good_documents_are_valid(validator: Draft202012Validator) -> None:
    for text in (GOOD, (ROOT / "examples" / "syria-2016" / "terms.yaml").read_text("utf-8")):
        assert [error.message for error in validator.iter_errors(plain(text))] == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("id: made", "idd: made"),
        ("truceline: 1", "truceline: 2"),
        ("title: Made\n", ""),
        ("parties: {army: {name: Army}", "parties: {army: {nam: Army}"),
        ("prohibit: [attack]", "prohibits: [attack]"),
        ("during: {from: start", "during: {form: start"),
        ("unless: {told: {facts: ordered}}", "unless: {told: {fact: ordered}}"),
        ("is: in force", "is: inforce"),
        ("    standing: [{is: in force, from: start}]\n", ""),
        ("in: square", "in: {polygone: [[1, 2]]}"),
    ],
)
def test_what_the_reader_refuses_for_its_form_the_schema_refuses(
    tmp_path: Path, validator: Draft202012Validator, good: str, bad: str
) -> None:
    assert good in GOOD
    text = GOOD.replace(good, bad, 1)
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_terms(path)[0] is None
    assert list(validator.iter_errors(plain(text)))
