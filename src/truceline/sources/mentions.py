# SPDX-License-Identifier: Apache-2.0
"""Parties, areas and places in the words of a claim, and the roles of parties where the grammar is plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truceline.sources.dictionaries import Dictionaries
from truceline.sources.forms import one_of
from truceline.sources.gazetteer import Gazetteer
from truceline.sources.model import Mention, Span
from truceline.sources.names import NameIndex
from truceline.terms import Terms

_WORDS_BETWEEN = 4
"""Words at most between a party and the words that give it a role."""
_SIGN = re.compile(r"[\w’'-]+|,")


class Mentions:
    """Finds them by the names of the terms and of a gazetteer, and by the tables of the dictionary ``claims``."""

    def __init__(self, dictionaries: Dictionaries, terms: Terms | None, gazetteer: Gazetteer | None) -> None:
        data = dictionaries["claims"]
        parties = terms.parties.values() if terms else ()
        areas = terms.areas.values() if terms else ()
        self._parties = NameIndex(
            (name, party.id) for party in parties for name in {party.id, party.name, *party.aliases}
        )
        self._areas = NameIndex((name, area.id) for area in areas for name in {area.id, area.name} if name)
        self._gazetteer = gazetteer
        between = data["between"]
        self._between = frozenset(between["words"])
        self._behind = frozenset(between["behind"])
        self._links = frozenset(between["links"])
        self._prepositions = {
            role: re.compile(rf"(?<!\w)(?:{one_of(between[role])})\s+(?:the\s+)?$", re.IGNORECASE)
            for role in ("against", "by")
        }
        places = data["places"]
        self._before_places = re.compile(
            rf"(?:(?<!\w)|(?<=\w)(?=['’]))(?:{one_of(places['before'])})\s+$", re.IGNORECASE
        )
        self._joined = frozenset(places["joined"])
        self._no_places = frozenset(places["not"])

    def parties(self, text: str, span: Span, cue: Span, before: str, behind: str) -> tuple[Mention, ...]:
        """The parties that are named in a stretch, those with a plain role with it."""
        made: list[Mention] = []
        for one in self._parties.find(text, span.start, span.end):
            last = made[-1] if made else None
            role = self._role(text, one, cue, before, behind)
            if (
                not role
                and last
                and last.role == "against"
                and self._only(text[last.span.end : one.span.start], self._links)
            ):
                role = last.role
            made.append(replace(one, role=role))
        return tuple(made)

    def _role(self, text: str, party: Mention, cue: Span, before: str, behind: str) -> str:
        start, end = party.span.start, party.span.end
        if cue.start <= start and end <= cue.end:
            return behind
        if end <= cue.start and before and self._only(text[end : cue.start], self._between):
            return before
        if start >= cue.end and behind and self._only(text[cue.end : start], self._behind):
            return behind
        if self._prepositions["against"].search(text, 0, start):
            return "against"
        if start >= cue.end and self._prepositions["by"].search(text, cue.end, start):
            return "by" if len(text[cue.end : start].split()) <= _WORDS_BETWEEN else ""
        return ""

    def _only(self, between: str, words: frozenset[str]) -> bool:
        """Whether nothing but some small words stands between two places."""
        signs = _SIGN.findall(between.lower())
        return len(signs) <= _WORDS_BETWEEN and all(sign in words or sign in ("'s", "’s") for sign in signs)

    def places(self, text: str, span: Span) -> tuple[Mention, ...]:
        """The areas of the terms and the places of the gazetteer that are named in a stretch, in order."""
        found = {one.span: one for one in self._of_gazetteer(text, span)}
        areas = list(self._areas.find(text, span.start, span.end))
        kept = {
            place: one
            for place, one in found.items()
            if not any(area.span.start < place.end and place.start < area.span.end for area in areas)
        }
        kept |= {area.span: area for area in areas}
        return tuple(kept[place] for place in sorted(kept))

    def _of_gazetteer(self, text: str, span: Span) -> Iterator[Mention]:
        if self._gazetteer is None:
            return
        last: Mention | None = None
        for one in self._gazetteer.find(text, span.start, span.end):
            if one.words in self._no_places:
                continue
            is_joined = last is not None and self._only(text[last.span.end : one.span.start], self._joined)
            if is_joined or self._before_places.search(text, max(0, one.span.start - 20), one.span.start):
                last = one
                yield one
