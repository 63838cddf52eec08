# SPDX-License-Identifier: Apache-2.0
"""Forms of address and offices that no list has, as the document itself shows them before names."""

from __future__ import annotations

from dataclasses import replace

from truceline.sources.statements.people import Naming, name_runs
from truceline.sources.statements.tokens import Telling

_WHOLE = 3
"""So many words a name has at least with what stands before it: "Cllr Ana Roe"."""


def with_titles_of(naming: Naming, telling: Telling) -> Naming:
    """The word lists, and the titles that a text shows.

    Before a name of two words a word is a title where it is a common noun elsewhere in the text ("Elder Ana Roe", "the
    elders"), or where it stands before the names of several ("Cllr Ana Roe", "Cllr Karl Hess").
    """
    low, words = telling.low, telling.words
    bearers: dict[str, set[str]] = {}
    compounds: dict[str, str] = {}
    for first, end in name_runs(telling, naming):
        if end - first < _WHOLE or not all(telling.is_name(at) for at in range(first, end)):
            continue
        word = low[first]
        is_told = (
            naming.is_title(word)
            or naming.is_role(word)
            or word in naming.bodies
            or word in naming.outlets
            or word in naming.particles
            or telling.said[first] in naming.given
            or naming.is_body_name(word)
        )
        if is_told or word in words["small"] or word in words["auxiliaries"]:
            continue
        if "-" in word and telling.said[first].partition("-")[2][:1].islower():
            compounds[word] = ""  # "Mother-of-three Ana Roe"
            continue
        if not word.isalpha():
            continue
        if any(name in naming.bodies or name in naming.outlets for name in low[first:end]):
            continue
        bearers.setdefault(word, set()).add(low[end - 1])
    if not bearers and not compounds:
        return naming
    plural = words.endings["plural"]
    common = {word for word, said in zip(low, telling.said, strict=True) if word == said}
    told = {
        word: ""
        for word, names in bearers.items()
        if len(names) > 1 or word in common or word + plural in common
    }
    told |= compounds
    return replace(naming, titles=naming.titles | told) if told else naming
