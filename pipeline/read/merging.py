"""Two readings of one page, ours and the text layer that a scanner left under the image -> the better, word by word."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from pipeline.document import Box
from pipeline.read.layout import Printed, overlap
from pipeline.read.trust import is_syllable, muddled_share

AGREED = 0.97  # confidence of a word that two engines read alike
LAYER = 0.5  # what a plausible word of the layer weighs against our confidence in ours
IMPLAUSIBLE = 0.4  # factor for a word that is none
LEAST_AGREEMENT = 0.4  # of the words of a layer: 0.7 and more for poor ones, under 0.1 for those of another page
WELL_READ = 0.8  # mean confidence of a page that we read whole
ALONE = 0.6  # confidence of a word that the layer alone has

Rows = list[list[Printed]]


def merge_readings(ours: Sequence[Sequence[Printed]], layer: Sequence[Printed]) -> Rows | None:
    """Rows of `ours`, each word the better of the two readings; of a page hard to read also words we missed.

    None for a layer that is of another page or lies beside its words: the two hardly agree anywhere.
    """
    flat = [word for row in ours for word in row]
    rivals = match(flat, layer)
    agreed = sum(bare(word.word.text) == bare(rivals[id(word)].word.text) for word in flat if id(word) in rivals)
    if agreed < LEAST_AGREEMENT * len(layer):
        return None
    merged = [[choose(word, rivals.get(id(word))) for word in row] for row in ours]
    if flat and fmean(word.word.confidence for word in flat) >= WELL_READ:  # what we did not see there is dirt
        return merged
    return merged + [[replace(word, word=word.word._replace(confidence=ALONE))] for word in lost(flat, layer)]


def match(ours: Sequence[Printed], layer: Sequence[Printed]) -> dict[int, Printed]:
    """By the id of each of our words the one word of the layer that lies in its place, where there is just one."""
    taken: dict[int, list[Printed]] = {}
    owners: dict[int, int] = {}
    ordered = sorted(ours, key=lambda word: word.box[1])
    for rival in layer:
        for word in ordered:
            if word.box[1] > rival.box[3]:
                break
            if is_same_place(word.box, rival.box):
                taken.setdefault(id(word), []).append(rival)
                owners[id(rival)] = owners.get(id(rival), 0) + 1
    return {key: found[0] for key, found in taken.items() if len(found) == 1 and owners[id(found[0])] == 1}


def is_same_place(a: Box, b: Box) -> bool:
    """Whether two boxes share half of the lower one's height and some of their width.

    >>> is_same_place((0, 0, 20, 10), (15, 2, 40, 11)), is_same_place((0, 0, 20, 10), (19, 2, 40, 11))
    (True, False)
    """
    wide = min(a[2], b[2]) - max(a[0], b[0])
    return wide > 0.15 * min(a[2] - a[0], b[2] - b[0]) and overlap(a, b) > 0.5


def choose(word: Printed, rival: Printed | None) -> Printed:
    """Our word or the one of the layer, with what is thought of it."""
    if rival is None:
        return word
    mine, theirs = bare(word.word.text), bare(rival.word.text)
    if mine == theirs:
        return replace(word, word=word.word._replace(confidence=max(word.word.confidence, AGREED)))
    weight = word.word.confidence * (1 if is_plausible(mine) else IMPLAUSIBLE)
    against = LAYER * (1 if is_plausible(theirs) else IMPLAUSIBLE)
    if weight >= against or not theirs:
        return word
    return replace(word, word=word.word._replace(text=rival.word.text, confidence=min(against, ALONE)))


def lost(ours: Sequence[Printed], layer: Sequence[Printed]) -> list[Printed]:
    """Plausible words of the layer that lie where we read nothing."""
    return [
        rival
        for rival in layer
        if len(bare(rival.word.text)) > 1
        and is_plausible(bare(rival.word.text))
        and not any(is_same_place(word.box, rival.box) for word in ours)
    ]


def bare(text: str) -> str:
    """`text` in small letters without the signs around it."""
    return unicodedata.normalize("NFC", text).casefold().strip(".,;:()[]\"'“”-–")


def is_plausible(text: str) -> bool:
    """Whether a word can be one: a syllable, a number, a code.

    >>> [is_plausible(text) for text in ("nghiệp", "cdc", "61/kh-ubnd", "20ỉ5")]
    [True, False, True, False]
    """
    if text.isalpha():
        return is_syllable(text)
    return bool(text) and not muddled_share([text])
