# SPDX-License-Identifier: Apache-2.0
"""The times of the articles of May 2016."""

from __future__ import annotations

from shared_data import shared
from sources.times_of_tests import values


def article(number: str, published: str = "") -> list[tuple[str, str]]:
    (path,) = shared("articles-may-2016").glob(f"{number}_*.txt")
    text = path.read_text(encoding="utf-8")
    return [(words, start) for words, start, _ in values(text, published)]


def test_the_article_of_22_may_counts_yesterday_from_the_day_of_the_speech() -> None:
    found = article("000", "2016-05-22")
    assert found == [
        ("May 20", "2016-05-20"), ("May 25", "2016-05-25"), ("Yesterday", "2016-05-19"), ("May 25", "2016-05-25"),
        ("Sunday morning", "2016-05-22"),
    ]  # fmt: skip


def test_an_article_without_a_date_leaves_all_open() -> None:
    assert article("001") == [("Yesterday", ""), ("May 25", ""), ("next Wednesday", ""), ("May 25", "")]
    assert article("003") == [("Friday", ""), ("May 25", ""), ("Thursday", ""), ("Feb. 27", "")]


def test_a_date_that_somebody_gives_settles_all_but_what_the_quotation_leaves_open() -> None:
    assert article("001", "2016-05-20") == [
        ("Yesterday", ""), ("May 25", "2016-05-25"), ("next Wednesday", "2016-05-25"), ("May 25", "2016-05-25"),
    ]  # fmt: skip
    found = article("003", "2016-05-21")
    assert found == [
        ("Friday", "2016-05-20"), ("May 25", "2016-05-25"), ("Thursday", "2016-05-19"), ("Feb. 27", "2016-02-27"),
    ]  # fmt: skip


def test_the_article_of_20_may_has_the_year_of_its_date() -> None:
    found = article("002", "2016-05-20")[1:]
    assert found == [("May 25", "2016-05-25"), ("Friday", "2016-05-20"), ("May 25", "2016-05-25")]
