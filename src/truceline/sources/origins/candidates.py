# SPDX-License-Identifier: Apache-2.0
"""Which texts may have words in common: shingles, MinHash, bands; in time near to linear in the number of words.

A shingle is three words in a row. The share of shingles that two texts have in common is the chance that the least hash of
both is the same; several hashes together make a band, and texts that agree in a band are candidates. Texts that agree are not all
compared with each other, which would be quadratic for a sentence that everybody repeats, but each with the first of them and with
its neighbour. Whoever asks joins what is found.

Source:
    Broder, On the resemblance and containment of documents (1997). Leskovec, Rajaraman, Ullman, Mining of Massive Datasets,
    chapter 3 (bands).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Pairs = NDArray[np.int64]
"""(k, 2) positions of texts, the lesser first."""

SHINGLE = 3
_SEED = 20160520
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


class WordHashes(dict[str, int]):
    """64 bits for each word, the same in every process and on every day."""

    def __missing__(self, word: str) -> int:
        made = self[word] = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
        return made


@dataclass(frozen=True)
class Texts:
    """Texts as hashes of their words, one after another."""

    hashes: Hashes
    """Of all words; each text has ``SHINGLE - 1`` more at its end."""
    starts: NDArray[np.int64]
    """(n + 1,) where each text begins, and the end of the last."""

    def __len__(self) -> int:
        return len(self.starts) - 1


def texts_of(words: Iterable[Sequence[str]], known: WordHashes) -> Texts:
    """Texts from their folded words."""
    flat: list[int] = []
    starts = [0]
    for text in words:
        flat.extend(map(known.__getitem__, text))
        flat.extend((0,) * (SHINGLE - 1))
        starts.append(len(flat))
    return Texts(np.array(flat, dtype=np.uint64), np.array(starts, dtype=np.int64))


def mixed(hashes: Hashes) -> Hashes:
    """Other hashes, of which each bit depends on all bits (the end of MurmurHash3)."""
    made = hashes ^ (hashes >> np.uint64(33))
    made *= np.uint64(0xFF51AFD7ED558CCD)
    made ^= made >> np.uint64(33)
    made *= np.uint64(0xC4CEB9FE1A85EC53)
    made ^= made >> np.uint64(33)
    return made


def shingles(texts: Texts) -> Hashes:
    """One hash for each word of the texts: of it and the two that follow; all bits set where no word begins.

    A text of fewer than three words has shingles of those it has.
    """
    whole = np.zeros(len(texts.hashes), dtype=np.uint64)
    for ahead in range(SHINGLE):
        part = texts.hashes[ahead:]
        whole[: len(part)] += mixed(part + np.uint64(ahead + 1)) * np.uint64(2 * ahead + 1)
    whole = mixed(whole)
    for back in range(1, SHINGLE):
        whole[texts.starts[1:] - back] = _NONE
    return whole


def least_hashes(texts: Texts, count: int) -> Hashes:
    """(n, count) the least of each text's shingles, under so many orders.

    The chance that two texts agree in one of them is the share of shingles that they have in common.
    """
    random = np.random.default_rng(_SEED)
    odd = random.integers(0, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    made = np.empty((len(texts), count), dtype=np.uint64)
    if not len(texts):
        return made
    hashes = shingles(texts)
    outside = hashes == _NONE
    for number in range(count):
        ordered = hashes * odd[number]
        ordered ^= ordered >> np.uint64(32)
        ordered[outside] = _NONE
        made[:, number] = np.minimum.reduceat(ordered, texts.starts[:-1])
    return made


def alike(texts: Texts, keys: Hashes, *, bands: int, rows: int) -> Pairs:
    """Pairs of texts that agree in at least one band, among those with the same key.

    Args:
        texts: (n,) texts without an empty one.
        keys: (n,) what must be equal for two texts to be compared at all, such as the speaker.
        bands: how many chances a pair has.
        rows: how many least hashes must agree in one of them.

    Returns:
        Each pair once, in order. With *s* for the share of common shingles, a pair is found with the chance
        1 - (1 - s ** rows) ** bands, or through a text that is like both.
    """
    least = least_hashes(texts, bands * rows)
    found = []
    for band in range(bands):
        value = keys.copy()
        for row in range(rows):
            value = mixed(value * np.uint64(3) + least[:, band * rows + row])
        found.append(_near(value, np.arange(len(texts))))
    return _distinct(found)


def sharing(texts: Texts, keys: Hashes, *, most_keys: int) -> Pairs:
    """Pairs of texts with the same key that share a shingle: one may be a part of the other.

    Shingles that texts of more than ``most_keys`` keys have are turns of the language, and count for nothing.
    """
    hashes = shingles(texts)
    owner = np.repeat(np.arange(len(texts)), np.diff(texts.starts))
    rare = (hashes != _NONE) & (keys_with(texts, keys) <= most_keys)
    both = mixed(hashes[rare] ^ mixed(keys[owner[rare]]))
    return _distinct([_near(both, owner[rare])])


def keys_with(texts: Texts, keys: Hashes) -> NDArray[np.int64]:
    """For each word of the texts: how many keys have texts with the shingle that begins there; 0 where none begins."""
    hashes = shingles(texts)
    made = np.zeros(len(hashes), dtype=np.int64)
    kept = np.flatnonzero(hashes != _NONE)
    owner = np.repeat(np.arange(len(texts)), np.diff(texts.starts))[kept]
    both = mixed(hashes[kept] ^ mixed(keys[owner]))
    _, first, which = np.unique(both, return_index=True, return_inverse=True)
    _, of, count = np.unique(hashes[kept][first], return_inverse=True, return_counts=True)
    made[kept] = count[of][which]
    return made


def _near(values: Hashes, owner: NDArray[np.int64]) -> Pairs:
    """Of owners with equal values: each with the first, and with the one before it."""
    order = np.lexsort((owner, values))
    values, owner = values[order], owner[order]
    same = values[1:] == values[:-1]
    opens = np.concatenate(([True], ~same)) if len(values) else np.zeros(0, dtype=bool)
    first = owner[np.flatnonzero(opens)][np.cumsum(opens) - 1] if len(values) else owner
    chain = np.stack((owner[:-1][same], owner[1:][same]), axis=1)
    star = np.stack((first[1:][same], owner[1:][same]), axis=1)
    pairs = np.concatenate((chain, star))
    kept: Pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return kept


def _distinct(found: Sequence[Pairs]) -> Pairs:
    pairs = np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)
    if not len(pairs):
        return pairs.astype(np.int64)
    pairs = np.sort(pairs, axis=1)
    packed = np.unique(pairs[:, 0].astype(np.int64) << 32 | pairs[:, 1].astype(np.int64))
    return np.stack((packed >> 32, packed & 0xFFFFFFFF), axis=1)
