# SPDX-License-Identifier: Apache-2.0
"""The blocks of a page while rules give them their roles, and what blocks of an article look like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from truceline.sources.documents.rules import Rule, Rules
from truceline.sources.model import Block

_SENTENCE_END = re.compile(r"[.!?…。؟۔][\"'”’»)\]]*\Z")
_PARAGRAPH_END = re.compile(r"[.!?…:;,。؟۔\"'”’»)\]—–-]\Z")

_ITEM = re.compile(r"(?:[-–—*•·▪◦]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])\s")

_LONGEST_DATELINE = 160

ABOUT = frozenset({"date", "published", "changed", "author"})
"""What lines tell that stand between a title and its text."""


@dataclass
class Blocks:
    """Blocks with the rules that fit them."""

    text: str
    blocks: list[Block]
    rules: Rules
    found: dict[int, tuple[Rule, re.Match[str]]] = field(default_factory=dict)
    taken: dict[int, Block] = field(default_factory=dict)
    """Blocks with the role that they have in the end, by their number."""

    def words(self, number: int) -> str:
        """The words of a block."""
        return self.blocks[number].span.of(self.text)

    def is_open(self, number: int) -> bool:
        """Whether nothing has given the block another role yet."""
        return number not in self.taken and self.blocks[number].role == "main"

    def take(self, number: int, role: str, why: str) -> None:
        """Gives the block its role in the end."""
        self.taken[number] = replace(self.blocks[number], role=role, why=why)

    def begins_text(self, number: int) -> bool:
        """Whether a block can be the first of an article."""
        layout, words = self.rules.layout, self.words(number)
        if layout.turn.match(words):
            return True
        count = words.count(" ") + words.count("\n") + 1
        if count >= layout.long_words:
            return True
        is_sentence = _SENTENCE_END.search(words) and words.rstrip("\"'”’»)]")[-1] not in "!?؟"
        is_whole = is_sentence and not layout.abbreviation.search(words)
        return count >= layout.least_words and bool(is_whole or words[-1] == ":")

    def ends_text(self, number: int) -> bool:
        """Whether a block can be the last of an article."""
        words = self.words(number)
        if sign_off := self.rules.layout.sign_off.search(words):
            words = words[: sign_off.start()] or words
        if _SENTENCE_END.search(words) or self.rules.layout.turn.match(words):
            return True
        return words.count(" ") >= self.rules.layout.long_words

    def is_item(self, number: int) -> bool:
        """Whether a block is an item of a list, beneath what opens it or beneath another item."""
        above = self.words(number - 1)
        return bool(_ITEM.match(self.words(number)) and (above[-1] in ":;," or _ITEM.match(above)))

    def items(self, number: int) -> list[int]:
        """The items of a list right beneath a block, where there are two or more."""
        last = number + 1
        while last < len(self.blocks) and self.is_open(last) and _ITEM.match(self.words(last)):
            last += 1
        return list(range(number + 1, last)) if last - number > 2 else []

    def is_heading(self, number: int) -> bool:
        """Whether a block within an article looks like a heading: short, without a last sign, above a paragraph."""
        words = self.words(number)
        if _PARAGRAPH_END.search(words) or not (words[0].isupper() or words[0].isdigit()):
            return False
        if words.count(" ") >= self.rules.layout.most_heading_words or self.rules.layout.turn.match(words):
            return False
        if self.words(number - 1)[-1] in ":;," or self.is_item(number):
            return False
        following = number + 1
        if following == len(self.blocks) or not self.is_open(following) or self.words(following)[0].islower():
            return False
        return self.ends_text(following)

    def is_sentence(self, number: int) -> bool:
        """Whether a block ends as a sentence does."""
        words = self.words(number)
        return bool(_SENTENCE_END.search(words) and not self.rules.layout.abbreviation.search(words))

    def tells(self, number: int) -> bool:
        """Whether the rule that fits a block is about it alone, and not about the one beneath."""
        return number in self.found and self.found[number][1].start() == self.blocks[number].span.start

    def groups(self, number: int) -> set[str]:
        """What the rule that fits a block finds in it: author, date ..."""
        return {group for group, words in self.found[number][1].groupdict().items() if words}

    def may_be_name(self, number: int) -> bool:
        """Whether a line may be a name: few words, each with a capital."""
        words, heads = self.words(number).split(), self.rules.heads
        return len(words) <= heads.most_name_words and all(
            word[0].isupper() or word in heads.small_words for word in words
        )

    def dateline(self, first: int) -> tuple[Rule, re.Match[str]] | None:
        """How the first paragraph begins, if it is a dateline."""
        begin = self.blocks[first].span
        end = min(begin.end, begin.start + _LONGEST_DATELINE)
        for rule in self.rules.datelines:
            if match := rule.match.match(self.text, begin.start, end):
                return rule, match
        return None
