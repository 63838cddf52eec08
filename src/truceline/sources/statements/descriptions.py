# SPDX-License-Identifier: Apache-2.0
"""Whom a description stands for: "the Russian minister", "the general", "the trader".

It is the one who has that office in the document. Where nobody has, it is the last one who spoke or was the subject and has
no office that contradicts it, if nobody else was named since; a description at the very beginning, before anybody is named, is
the first one who is named and speaks after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from truceline.sources.statements.people import Naming
from truceline.sources.statements.register import MANY, Register, last_name
from truceline.sources.statements.tokens import Telling

FAR = 40
"""So many who spoke or were subjects are looked at."""


def content_of(telling: Telling, first: int, end: int) -> set[str]:
    """The words of a description that tell something."""
    words = telling.words
    return {
        low
        for low in telling.low[first:end]
        if low not in words["determiners"] and low not in words["adverbs"] and low[:1].isalpha()
    }


def holders(register: Register, naming: Naming, content: set[str], head: str) -> list[str]:
    """The last names of those who have an office, whatever else the description says, if nothing contradicts it."""
    heads = {head, *naming.kinds.get(head, ())}
    return [
        name
        for name in dict.fromkeys(
            name for word in heads for name in islice(register.with_word.get(word, ()), MANY)
        )
        if not _contradicts(naming, register.roles[name], content, heads)
    ]


def belongs_to(telling: Telling, first: int, end: int) -> set[str]:
    """The names behind the noun of a description, which tell where somebody belongs: "the minister of Lissel"."""
    at = next((at for at in range(first + 1, end) if telling.low[at] in telling.words["joiners"]), end)
    return {telling.low[at] for at in range(at, end) if telling.is_name(at)}


def may_be(register: Register, naming: Naming, name: str, head: str, content: set[str]) -> bool:
    """Whether nothing that the document tells of somebody contradicts a description."""
    role = register.roles.get(last_name(name.split()[-1]), set())
    heads = {head, *naming.kinds.get(head, ())}
    sexes = {naming.sexes[word] for word in content if word in naming.sexes}
    sex = register.sex(name)
    if sex and sexes and sex not in sexes:
        return False
    if not naming.is_role(head) and not naming.is_title(head):
        return True  # "the man", "the 40-year-old"
    offices = {word for word in role if naming.is_role(word)}
    return not offices or (not heads.isdisjoint(offices) and not _contradicts(naming, role, content, heads))


def is_other(naming: Naming, role: set[str], content: set[str]) -> bool:
    """Whether one description is of the deputy, the former holder or another rank of the other's office."""
    return naming.others & role != naming.others & content


def _contradicts(naming: Naming, role: Iterable[str], content: set[str], heads: set[str]) -> bool:
    """Whether two descriptions of one office tell of two: another country, another field, another rank."""
    if is_other(naming, set(role), content):
        return True
    fields = {word for word in role if word in naming.subjects} - heads
    asked = {word for word in content if word in naming.subjects} - heads
    if fields and asked and fields.isdisjoint(asked):
        return True
    known = {word for word in role if _is_own(naming, word)}
    wanted = {word for word in content if _is_own(naming, word)}
    return bool(known and wanted and known.isdisjoint(wanted))


def _is_own(naming: Naming, word: str) -> bool:
    """Whether a word of a description is neither an office nor a small word."""
    return (
        word[:1].isalpha()
        and len(word) > 2
        and not naming.is_role(word)
        and not naming.is_title(word)
        and word not in naming.subjects
        and word not in naming.links
        and word not in naming.definite
    )
