"""Which syllable each misread word of a sentence is, by a small neural tagger that sees both sides of it.

A word as read is the sum of the vectors of its letter sequences (Bojanowski et al. 2017), since misread words are
seldom met twice; a transformer encoder over 128 words says how likely each word of the vocabulary is at each place.
Trained by `models/diacritics/tagger.py`; run by ONNX Runtime with 8-bit weights.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.text.pieces import BOUNDARY

BUCKETS = 24_576
FEATURES = 24  # letter sequences of one word; longer words lose some of their four-letter ones
WINDOW = 128  # places the tagger sees at once
MARGIN = 12  # of them at each end are seen better by the next window
AT_ONCE = 8  # windows: more of them take memory and gain no time
BEST = 8  # words that are told of each place
COMMON = 2560  # words told apart at once; the rarer ones share one more answer and are told apart after it
LEAST = -4.0  # log probability of that answer below which no rare word is looked for
NEVER = -1e4  # log probability of what cannot be
BLANK = BOUNDARY  # what the tagger is shown for the end of a clause, and after the text
MEMORY = 50_000  # vectors remembered: 50 MB at most


@functools.lru_cache(maxsize=100_000)
def features(read: str) -> tuple[int, ...]:
    """The vectors that stand for a word as read: its whole, then its sequences of two, three and four signs.

    >>> len(features("t6")), len(set(features("t6")) & set(features("t6i")))
    (6, 3)
    """
    marked = f"^{read}$"
    grams = dict.fromkeys([marked] + [marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1)])
    return tuple(zlib.crc32(gram.encode()) % (BUCKETS - 1) + 1 for gram in grams)[:FEATURES]


class Odds(NamedTuple):
    """What the tagger thinks of each of n places."""

    words: NDArray[np.int64]  # (n, BEST) likeliest words of the vocabulary, best first
    logs: NDArray[np.float32]  # (n, BEST) their natural log probabilities
    case: NDArray[np.int64]  # (n,) 0 lower, 1 title, 2 upper


class Tagger:
    """The shipped tagger: `weigh(reads)`."""

    def __init__(self, arrays: dict[str, NDArray], graph: bytes) -> None:
        self.vectors, self.scales = arrays["tag_vectors"], arrays["tag_scales"]
        self.rare = arrays["tag_rare"].astype(np.float32) * arrays["tag_rare_scales"][:, None]
        self.rare_bias = arrays["tag_rare_bias"]
        import onnxruntime  # where it is used: 60 MB that clean text does not need

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(graph, settings, providers=["CPUExecutionProvider"])
        self.known: dict[str, NDArray[np.float32]] = {}

    def embed(self, reads: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of words as read, a row each."""
        fresh = [read for read in dict.fromkeys(reads) if read not in self.known]
        if len(self.known) + len(fresh) > MEMORY:
            self.known.clear()
            fresh = list(dict.fromkeys(reads))
        if fresh:
            found = [features(read) for read in fresh]
            flat = np.concatenate(found)
            starts = np.cumsum([0] + [len(each) for each in found[:-1]])
            rows = self.vectors[flat] * self.scales[flat][:, None]
            self.known |= dict(zip(fresh, np.add.reduceat(rows, starts, axis=0), strict=True))
        return np.array([self.known[read] for read in reads])

    def weigh(self, reads: Sequence[str]) -> Odds:
        """The likeliest words behind `reads`, in the order of the text, and their cases."""
        count = len(reads)
        starts = range(0, max(1, count - 2 * MARGIN), WINDOW - 2 * MARGIN)
        parts: list[Odds] = []
        for first in range(0, len(starts), AT_ONCE):
            mine = starts[first : first + AT_ONCE]
            vectors = self.embed(reads[mine[0] : mine[-1] + WINDOW])
            windows = np.tile(self.embed([BLANK]), (len(mine), WINDOW, 1))
            for window, start in zip(windows, mine, strict=True):
                window[: min(WINDOW, count - start)] = vectors[start - mine[0] : start - mine[0] + WINDOW]
            seen = self.session.run(None, {"vectors": windows})
            known, logs, words, cases = map(np.asarray, seen)
            spans = [
                slice(MARGIN if start else 0, count - start if start == starts[-1] else WINDOW - MARGIN)
                for start in mine
            ]
            for row, kept in enumerate(spans):
                logs[row, : kept.start] = logs[row, kept.stop :] = NEVER  # seen better by the next window
            words, logs = self.tell_rare(known, logs, words)
            for row, kept in enumerate(spans):
                parts.append(Odds(words[row, kept], logs[row, kept], cases[row, kept].argmax(axis=1)))
        return Odds(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))

    def tell_rare(
        self, known: NDArray[np.float32], logs: NDArray[np.float32], words: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Words and logs with the answer "a rare word" replaced by the likeliest rare words."""
        asked = (words == COMMON) & (logs > LEAST)
        windows, rows, _ = np.nonzero(asked)
        odds = known[windows, rows] @ self.rare.T + self.rare_bias
        odds -= odds.max(axis=1, keepdims=True)
        odds -= np.log(np.exp(odds).sum(axis=1, keepdims=True))
        top = np.argpartition(odds, odds.shape[1] - BEST, axis=1)[:, -BEST:]
        share = logs[asked]
        logs = np.where(words == COMMON, np.float32(NEVER), logs)
        wide_logs = np.concatenate((logs[windows, rows], share[:, None] + np.take_along_axis(odds, top, 1)), axis=1)
        wide_words = np.concatenate((words[windows, rows], COMMON + top), axis=1)
        order = np.argsort(-wide_logs, axis=1, kind="stable")[:, :BEST]
        words = words.copy()
        words[windows, rows] = np.take_along_axis(wide_words, order, 1)
        logs[windows, rows] = np.take_along_axis(wide_logs, order, 1)
        return words, logs
