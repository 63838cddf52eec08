# SPDX-License-Identifier: Apache-2.0
"""Which sentences are tellings of one utterance, and which paragraphs are copies of one text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.sources.folding import Folding
from truceline.sources.meaning import Meaning
from truceline.sources.model import Reading, Span
from truceline.sources.origins.alignment import common_words
from truceline.sources.origins.candidates import WordHashes, alike, keys_with, mixed, sharing, texts_of
from truceline.sources.origins.joining import Groups, Joining
from truceline.sources.origins.occasions import OneNews
from truceline.sources.origins.tellings import Sentence, Telling

WHOLE = frozenset({"turn", "document"})
"""Forms of which a document has all that was said. Two such records are of one occasion only where half of the lesser is in
both: who speaks every week says some things every week."""
LEAST_WORDS = 5
"""Fewer may be said twice by anybody."""
LEAST_CONTENT = 3
"""Meanings that these words must share."""
CONTENT_SHARE = 0.6
"""Of the lesser content: words such as "and that they shall" are not enough."""
SAME_SHARE = 0.75
"""Of the shorter one's words, in the same order, for two tellings to have the same words."""
MEANING_SHARE = {"translation": 0.55, "retold": 0.6}
LEAST_MEANINGS = {"translation": 4, "retold": 5}
LEAST_RUN = 3
"""Words in a row, two of them with content, that a translation or a retelling shares with the other."""
NEAR_SHARE = 0.9
"""Of the shorter one's words, for tellings of days far apart to be of one occasion: one may quote what was said long before."""
COPY_WORDS = 12
"""Of the narrator, in one paragraph, before it can be called a copy."""
COPY_SHARE = 0.8
MOST_SPEAKERS = 20
"""Three words in a row that so many speakers have are a turn of the language."""
RARE_SPEAKERS = 3
"""At most, that have three words in a row which show a translation."""


_ANY = frozenset({"@time", "@numbers"})
"""That both name some day or some number is no sign that they have the same words."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two sentences, or two paragraphs, that go back to the same words."""

    left: int
    right: int
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The narrator's words of a paragraph."""

    document: int
    span: Span
    words: list[str]


def keys_of(keys: Iterable[str]) -> NDArray[np.uint64]:
    """64 bits for each key."""
    known = WordHashes()
    return np.array([known[key] for key in keys], dtype=np.uint64)


def link_sentences(
    sentences: Sequence[Sentence], tellings: Sequence[Telling], meaning: Meaning, one_news: OneNews
) -> tuple[list[Link], Groups]:
    """Sentences of one speaker that are tellings of the same words.

    Args:
        sentences: in an order that does not depend on the order of the documents.
        tellings: those that the sentences point to.
        meaning: the content of words.
        one_news: whether one occasion may be behind tellings; those of which it may not are joined last, by nearly the same
            words alone: one may quote what was said long before.

    Returns:
        The links, by positions of sentences, and the groups of tellings that they join. A link is left out where others
        join its sentences already.
    """
    named = [
        n for n, each in enumerate(sentences) if tellings[each.telling].key and len(each.words) >= LEAST_WORDS
    ]
    joined = Groups(len(sentences))
    joining = Joining(tellings, one_news, WHOLE)
    links: list[Link] = []
    records: dict[tuple[int, int], list[Link]] = defaultdict(list)
    if len(named) < 2:
        return links, joining.groups
    texts = texts_of((sentences[n].words for n in named), WordHashes())
    keys = keys_of(tellings[sentences[n].telling].key for n in named)
    speakers = keys_with(texts, keys)
    at = dict(zip(named, texts.starts.tolist(), strict=False))

    def is_rare(number: int, start: int, end: int) -> bool:
        return bool(speakers[at[number] + start : at[number] + end - LEAST_RUN + 1].min() <= RARE_SPEAKERS)

    relation = relation_by(meaning, must_share=is_rare)
    found = [alike(texts, keys, bands=16, rows=2), sharing(texts, keys, most_keys=MOST_SPEAKERS)]
    far: list[tuple[int, int]] = []
    for one, other in np.unique(np.concatenate(found), axis=0).tolist():
        left, right = named[one], named[other]
        a, b = sentences[left], sentences[right]
        if joined.of(left) == joined.of(right):
            continue
        if tellings[a.telling].document == tellings[b.telling].document and a.telling != b.telling:
            continue  # the document itself told them apart
        if not joining.may_be_one(a.telling, b.telling):
            continue
        if not joining.is_one_news(a.telling, b.telling):
            far.append((left, right))
            continue
        kind, how = relation(left, a, b)
        if kind and _are_records(a, b):
            if a.telling != b.telling:
                records[a.telling, b.telling].append(Link(left, right, kind, how))
        elif kind:
            links.append(Link(left, right, kind, how))
            joined.join(left, right)
            joining.join(a.telling, b.telling)
    said = Counter(sentence.telling for sentence in sentences)
    for (one, other), found_links in records.items():
        is_half = 2 * len(found_links) >= min(said[one], said[other])
        if not is_half or not joining.may_be_one(one, other):
            continue
        if joining.is_one_news(one, other):
            links += found_links
            joining.join(one, other)
        else:
            far += [(link.left, link.right) for link in found_links]
    links += _far_links(sentences, far, joining, meaning)
    return links, joining.groups


def _are_records(a: Sentence, b: Sentence) -> bool:
    return {a.statement.form, b.statement.form} <= WHOLE


def _far_links(
    sentences: Sequence[Sentence], far: Sequence[tuple[int, int]], joining: Joining, meaning: Meaning
) -> list[Link]:
    """Joins tellings of days far apart that have nearly the same words; two records where they have nearly all of them."""
    likeness = likeness_by(meaning)
    links: list[Link] = []
    records: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for left, right in far:
        a, b = sentences[left], sentences[right]
        how = likeness(a, b)
        if how and _are_records(a, b):
            records[a.telling, b.telling].append(Link(left, right, "same words", how))
        elif how:
            links.append(Link(left, right, "same words", how))
    made: list[Link] = []
    long = (
        Counter(each.telling for each in sentences if len(each.words) >= LEAST_WORDS)
        if records
        else Counter()
    )
    for (one, other), found in records.items():
        equal = min(len({link.left for link in found}), len({link.right for link in found}))
        if equal >= NEAR_SHARE * min(long[one], long[other]) and joining.may_be_one(one, other):
            joining.join(one, other)
            made += found
    for link in links:
        one, other = sentences[link.left].telling, sentences[link.right].telling
        if joining.may_be_one(one, other) and not joining.have_two_records(one, other):
            joining.join(one, other)
            made.append(link)
    return made


def likeness_by(meaning: Meaning) -> Callable[[Sentence, Sentence], str]:
    """A function that tells how far two sentences have nearly the same words, no number or content of the shorter another one.

    It is empty where they do not.
    """
    common = common_words()

    def of(a: Sentence, b: Sentence) -> str:
        count = common(a.words, b.words)[0]
        short, long = sorted((a, b), key=lambda each: len(each.words))
        if count < NEAR_SHARE * len(short.words) or len(_content(short, meaning)) < LEAST_CONTENT:
            return ""
        is_whole = _content(short, meaning) <= _content(long, meaning)
        is_whole = is_whole and _valued(short, meaning) <= _valued(long, meaning)
        return f"{count} of {len(short.words)} words in the same order" if is_whole else ""

    return of


def _valued(sentence: Sentence, meaning: Meaning) -> frozenset[tuple[str, str]]:
    return frozenset(
        (sense.kind, sense.value) for _, _, sense in meaning.senses(sentence.words) if sense.kind
    )


def relation_by(
    meaning: Meaning, *, must_share: Callable[[int, int, int], bool] | None = None
) -> Callable[[int, Sentence, Sentence], tuple[str, str]]:
    """A function that gives the kind of link between two sentences, and what was measured; both empty where there is none.

    It is given the number of the first sentence, and both.

    Args:
        meaning: the content of words.
        must_share: whether words of a sentence, by its number and where they begin and end, are rare enough to show that
            a translation or a retelling has them from there; None where none need be shared.
    """
    common = common_words()

    def of(number: int, a: Sentence, b: Sentence) -> tuple[str, str]:
        count, runs, *spread = common(a.words, b.words)
        mine, theirs = _content(a, meaning), _content(b, meaning)
        shared, lesser = len(mine & theirs), min(len(mine), len(theirs))
        least = min(len(a.words), len(b.words))
        is_near = count >= SAME_SHARE * least and max(spread) <= 1.5 * least + 2
        if is_near and shared >= LEAST_CONTENT and shared >= CONTENT_SHARE * lesser:
            return "same words", f"{count} of {least} words in the same order"
        quoted = a.statement.form != "indirect" and b.statement.form != "indirect"
        kind = "translation" if quoted else "retold"
        if shared < LEAST_MEANINGS[kind] or shared < MEANING_SHARE[kind] * lesser:
            return "", ""
        if meaning.contradict(mine, theirs):
            return "", ""
        how = f"{shared} of {lesser} words of content"
        if must_share is None:
            return kind, how
        for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
            row = a.words[start:end]
            if end - start >= LEAST_RUN and len(meaning.senses(row)) >= 2 and must_share(number, start, end):
                return kind, f"{how}, and in a row: {' '.join(row)}"
        return "", ""

    return of


def _content(sentence: Sentence, meaning: Meaning) -> frozenset[str]:
    if sentence.content is None:
        sentence.content = meaning.content(sentence.words) - _ANY
    return sentence.content


def paragraphs_of(number: int, reading: Reading, folding: Folding) -> list[Paragraph]:
    """The paragraphs of a document with at least ``COPY_WORDS`` words of the narrator; quotations are left out."""
    text = reading.document.text
    quoted = sorted(each.span for each in reading.statements if each.form != "indirect")
    made = []
    at = 0
    for block in reading.document.main:
        words: list[str] = []
        start = block.span.start
        while at < len(quoted) and quoted[at].start < block.span.end:
            if quoted[at].start > start:
                words += folding.words(text[start : quoted[at].start])
            start = max(start, quoted[at].end)
            if quoted[at].end > block.span.end:
                break
            at += 1
        if start < block.span.end:
            words += folding.words(text[start : block.span.end])
        if len(words) >= COPY_WORDS:
            made.append(Paragraph(number, block.span, words))
    return made


def link_paragraphs(paragraphs: Sequence[Paragraph], outlets: Sequence[tuple[str, ...]]) -> list[Link]:
    """Paragraphs in which two documents share the narrator's words.

    Paragraphs of one outlet are not compared: what all its pages have is no sign of copying.
    """
    if len(paragraphs) < 2:
        return []
    texts = texts_of((each.words for each in paragraphs), WordHashes())
    common = common_words()
    links = []
    keys = mixed(np.zeros(len(paragraphs), dtype=np.uint64))
    for one, other in alike(texts, keys, bands=16, rows=4).tolist():
        a, b = paragraphs[one], paragraphs[other]
        if a.document == b.document or set(outlets[a.document]) & set(outlets[b.document]):
            continue
        count = common(a.words, b.words)[0]
        most = max(len(a.words), len(b.words))
        if count >= COPY_SHARE * most:
            links.append(
                Link(one, other, "copies", f"{count} of {most} words of the narrator in the same order")
            )
    return links
