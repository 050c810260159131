"""The language model: weighted n-grams of syllables up to length four, Kneser-Ney smoothed, pruned and packed.

Chen & Goodman 1998 (modified Kneser-Ney); pruning by weighted difference (Seymore & Rosenfeld 1996).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.text.language_model import quantise
from pipeline.text.pieces import BOUNDARY, CODE, NUMBER, UNKNOWN, lm_words, split_token
from pipeline.text.syllables import is_syllable

ORDER = 4
SPECIAL = [UNKNOWN, BOUNDARY, NUMBER, CODE]
MAX_WORDS = 40_000  # ids travel as uint16; rarer words are debris and rare foreign names
# Seen once or twice, a "word" is more often debris than a word; a well-formed syllable needs less proof.
MIN_COUNT, MIN_COUNT_SYLLABLE = 12, 3


@dataclass(frozen=True)
class Ngrams:
    """All n-grams of one length: sorted keys (16 bits a word) and a weighted count each."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.float64]


def count_words(lines: Iterable[tuple[str, int]]) -> Counter[str]:
    """How often each word stands in the weighted lines."""
    tokens: Counter[str] = Counter()
    for line, weight in lines:
        for token in line.lower().split():
            tokens[token] += weight
    words: Counter[str] = Counter()
    for token, count in tokens.items():
        for word in lm_words(token):
            words[word] += count
    return words


def code_parts(line: str) -> list[str]:
    """The capital parts of the document codes in `line`.

    >>> code_parts("Quyết định số 3183/QĐ-UBND ngày 09/9/2021")
    ['QĐ', 'UBND']
    """
    found: list[str] = []
    for token in line.split():
        for piece in split_token(token):
            if piece.kind == CODE and "/" in piece.core:
                found += [part for part in re.split(r"[/-]", piece.core) if part.isalpha() and part.isupper()]
    return found


def choose_vocabulary(words: Counter[str]) -> list[str]:
    """The words of the model, classes first, then by falling count."""
    kept = [
        (count, word)
        for word, count in words.items()
        if word not in SPECIAL and count >= (MIN_COUNT_SYLLABLE if is_syllable(word) else MIN_COUNT)
    ]
    kept.sort(key=lambda pair: (-pair[0], pair[1]))
    return SPECIAL + [word for _, word in kept[: MAX_WORDS - len(SPECIAL)]]


def encode_lines(lines: Iterable[str], ids: dict[str, int]) -> NDArray[np.uint64]:
    """The lines as one stream of word ids, each line between boundaries."""
    unknown, boundary = ids[UNKNOWN], ids[BOUNDARY]
    seen: dict[str, list[int]] = {}
    stream: list[int] = [boundary]
    chunks: list[NDArray[np.uint16]] = []
    for line in lines:
        for token in line.lower().split():
            codes = seen.get(token)
            if codes is None:
                codes = seen[token] = [ids.get(word, unknown) for word in lm_words(token)]
            stream += codes
        stream.append(boundary)
        if len(stream) > 1_000_000:
            chunks.append(np.array(stream, dtype=np.uint16))
            stream = []
    chunks.append(np.array(stream, dtype=np.uint16))
    ids_in_order = np.concatenate(chunks)
    repeated = np.zeros(len(ids_in_order), dtype=bool)  # `:` at the end of a line gives two boundaries: one is enough
    repeated[1:] = (ids_in_order[1:] == boundary) & (ids_in_order[:-1] == boundary)
    return ids_in_order[~repeated].astype(np.uint64)


def sum_counts(keys: NDArray[np.uint64], counts: NDArray[np.float64]) -> Ngrams:
    """Equal keys added up, in order of key."""
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return Ngrams(keys[starts], np.add.reduceat(counts, starts))


def count_ngrams(streams: list[tuple[NDArray[np.uint64], float]], length: int) -> Ngrams:
    """N-grams of `length` words over weighted streams."""
    keys, counts = [], []
    for stream, weight in streams:
        packed = np.zeros(len(stream) - length + 1, dtype=np.uint64)
        for place in range(length):
            packed = (packed << np.uint64(16)) | stream[place : len(stream) - length + 1 + place]
        unique, count = np.unique(packed, return_counts=True)
        keys.append(unique)
        counts.append(count * weight)
    return sum_counts(np.concatenate(keys), np.concatenate(counts))


def count_left_neighbours(longer: Ngrams, length: int) -> Ngrams:
    """Kneser-Ney: an n-gram counts as often as there are different words before it."""
    suffix = longer.keys & np.uint64((1 << (16 * length)) - 1)
    return sum_counts(suffix, np.ones(len(suffix)))


def find(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Position of each wanted key, -1 where it is missing."""
    place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def discounts(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Modified Kneser-Ney discount of each count, from the counts of counts."""
    n1, n2, n3, n4 = (max(1, int(np.sum((counts > low) & (counts <= low + 1)))) for low in range(4))
    base = n1 / (n1 + 2 * n2)
    steps = np.array([1 - 2 * base * n2 / n1, 2 - 3 * base * n3 / n2, 3 - 4 * base * n4 / n3]).clip(0.3, [0.95, 1.6, 2])
    place = np.ceil(counts).astype(int).clip(1, 3) - 1
    return np.minimum(steps[place], counts * 0.95)


def smooth(grams: list[Ngrams]) -> list[NDArray[np.float64]]:
    """Interpolated probability of every n-gram, shortest first."""
    unigrams = grams[0]
    share = unigrams.counts / unigrams.counts.sum()
    probabilities = [0.999 * share + 0.001 / len(share)]
    for length in range(2, len(grams) + 1):
        gram = grams[length - 1]
        cut = discounts(gram.counts)
        context = gram.keys >> np.uint64(16)
        starts = np.flatnonzero(np.concatenate(([True], context[1:] != context[:-1])))
        sizes = np.diff(np.concatenate((starts, [len(context)])))
        total = np.repeat(np.add.reduceat(gram.counts, starts), sizes)
        freed = np.repeat(np.add.reduceat(cut, starts), sizes) / total
        below = find(grams[length - 2].keys, gram.keys & np.uint64((1 << (16 * (length - 1))) - 1))
        lower = np.where(below >= 0, probabilities[-1][below], 1e-9)
        probabilities.append((gram.counts - cut) / total + freed * lower)
    return probabilities


def backoffs(
    keys: NDArray[np.uint64], p: NDArray[np.float64], lower: NDArray[np.float64], contexts: NDArray[np.uint64]
) -> NDArray[np.float64]:
    """Weight that spreads what the kept n-grams leave over the shorter model, for each context."""
    place = find(contexts, keys >> np.uint64(16))
    left = 1 - np.bincount(place, p, len(contexts))
    room = 1 - np.bincount(place, lower, len(contexts))
    return np.where(room > 1e-6, left.clip(1e-4) / room.clip(1e-4), 1.0).clip(1e-5, 1.0)


def prune(grams: list[Ngrams], p: list[NDArray[np.float64]], thresholds: dict[int, float]) -> list[NDArray[np.bool_]]:
    """Which n-grams say something the shorter ones do not; prefixes of kept ones are kept."""
    kept = [np.ones(len(grams[0].keys), dtype=bool)]
    for length in range(2, len(grams) + 1):
        gram = grams[length - 1]
        below = find(grams[length - 2].keys, gram.keys & np.uint64((1 << (16 * (length - 1))) - 1))
        gain = gram.counts * np.log(p[length - 1] / np.where(below >= 0, p[length - 2][below], 1e-9).clip(1e-9))
        kept.append(gain > thresholds[length])
    for length in range(len(grams), 2, -1):
        prefixes = np.unique(grams[length - 1].keys[kept[length - 1]] >> np.uint64(16))
        place = find(grams[length - 2].keys, prefixes)
        kept[length - 2][place[place >= 0]] = True
        kept[length - 1] &= find(grams[length - 2].keys, grams[length - 1].keys >> np.uint64(16)) >= 0
    return kept


def pack(grams: list[Ngrams], p: list[NDArray[np.float64]], kept: list[NDArray[np.bool_]]) -> dict[str, NDArray]:
    """Arrays of the model file: per length the last word, a log probability, a back-off, the number of longer ones."""
    keys = [gram.keys[keep] for gram, keep in zip(grams, kept, strict=True)]
    p = [values[keep] for values, keep in zip(p, kept, strict=True)]
    arrays: dict[str, NDArray] = {}
    bow: list[NDArray[np.float64]] = [np.ones(len(keys[0]))]
    for length in range(2, len(keys) + 1):
        mask = np.uint64((1 << (16 * (length - 1))) - 1)
        lower = probability(keys, p, bow, keys[length - 1] & mask, length - 1)
        bow[-1] = backoffs(keys[length - 1], p[length - 1], lower, keys[length - 2])
        bow.append(np.ones(len(keys[length - 1])))
        children = np.bincount(
            find(keys[length - 2], keys[length - 1] >> np.uint64(16)), minlength=len(keys[length - 2])
        )
        arrays[f"lm_children{length - 1}"] = children.astype(np.uint16)
        arrays[f"lm_word{length}"] = (keys[length - 1] & np.uint64(0xFFFF)).astype(np.uint16)
    for length in range(1, len(keys) + 1):
        arrays[f"lm_p{length}"] = quantise(np.log(p[length - 1]))
        if length < len(keys):
            arrays[f"lm_bow{length}"] = quantise(np.log(bow[length - 1]))
    return arrays


def probability(
    keys: list[NDArray[np.uint64]],
    p: list[NDArray[np.float64]],
    bow: list[NDArray[np.float64]],
    wanted: NDArray[np.uint64],
    length: int,
) -> NDArray[np.float64]:
    """Probability of n-grams of `length` under the pruned model, through back-off where they are missing."""
    place = find(keys[length - 1], wanted)
    if length == 1:
        return np.where(place >= 0, p[0][place], 1e-9)
    missing = place < 0
    values = np.where(missing, 0, p[length - 1][place])
    if missing.any():
        rest = wanted[missing]
        context = find(keys[length - 2], rest >> np.uint64(16))
        weight = np.where(context >= 0, bow[length - 2][context], 1.0)
        shorter = rest & np.uint64((1 << (16 * (length - 1))) - 1)
        values[missing] = weight * probability(keys, p, bow, shorter, length - 1)
    return values


def train(
    streams: list[tuple[NDArray[np.uint64], float]], words: int, thresholds: dict[int, float]
) -> dict[str, NDArray]:
    """The packed language model of weighted streams of word ids below `words`."""
    top = count_ngrams(streams, ORDER)
    grams = [top]
    for length in range(ORDER - 1, 0, -1):
        grams.insert(0, count_left_neighbours(grams[0], length))
    every = np.arange(words, dtype=np.uint64)  # a word pruned from the stream keeps a small share
    place = find(grams[0].keys, every)
    grams[0] = Ngrams(every, np.where(place >= 0, grams[0].counts[place], 0.5))
    p = smooth(grams)
    return pack(grams, p, prune(grams, p, thresholds))
