"""The language model of administrative prose: pruned n-grams of up to four words, trained by `models/diacritics/`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.text.pieces import BOUNDARY

STEP = 16  # steps of a packed log probability to one nat


def quantise(logs: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Natural log probabilities as one byte each.

    >>> quantise(np.array([0.0, -1.0, -99.0]))
    array([  0,  16, 255], dtype=uint8)
    """
    return np.rint(-logs * STEP).clip(0, 255).astype(np.uint8)


def dequantise(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The log probabilities that `quantise` packed."""
    return packed.astype(np.float32) / np.float32(-STEP)


State = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]  # last word, last two, last three; -1 unknown


class LanguageModel:
    """An n-gram model with back-off, up to four words."""

    def __init__(self, arrays: dict[str, NDArray]) -> None:
        self.words: list[str] = bytes(arrays["words"]).decode("utf-8").split("\n")
        self.ids = {word: number for number, word in enumerate(self.words)}
        self.logs = dequantise(np.arange(256, dtype=np.uint8))
        self.unigrams = dequantise(arrays["lm_p1"])
        self.p: list[NDArray[np.uint8]] = [arrays[f"lm_p{length}"] for length in (2, 3, 4)]  # packed, to save memory
        self.bow = [arrays[f"lm_bow{length}"] for length in (1, 2, 3)]
        self.keys: list[NDArray[np.int64]] = []
        for length in (2, 3, 4):
            children = arrays[f"lm_children{length - 1}"]
            keys = np.repeat(np.arange(len(children), dtype=np.int64), children)
            keys <<= 16
            keys |= arrays[f"lm_word{length}"]
            self.keys.append(keys)

    def start(self) -> State:
        """The state after a boundary."""
        return (np.array([self.ids[BOUNDARY]]), np.array([-1]), np.array([-1]))

    def extend(self, state: State, words: NDArray[np.int64]) -> tuple[NDArray[np.float32], State]:
        """Log probability of each word after its state, and the state it leads to."""
        shorter = self.unigrams[words]
        reached: list[NDArray[np.int64]] = []
        for keys, p, bow, context in zip(self.keys, self.p, self.bow, state, strict=True):
            wanted = (context << 16) | words
            place = np.searchsorted(keys, wanted)
            place[place == len(keys)] = 0
            found = (keys[place] == wanted) & (context >= 0)
            shorter = np.where(found, self.logs[p[place]], np.where(context >= 0, self.logs[bow[context]], 0) + shorter)
            reached.append(np.where(found, place, -1))
        return shorter, (words, reached[0], reached[1])

    def states_before(self, text: NDArray[np.int64], spots: NDArray[np.int64]) -> State:
        """The state before the words at `spots` of `text`, each of which has three words before it."""
        nothing = np.full(len(spots), -1)
        state: State = (text[spots - 3], nothing, nothing)
        for back in (2, 1):
            _, state = self.extend(state, text[spots - back])
        return state
