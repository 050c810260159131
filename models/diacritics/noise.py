"""The whole corpus as a stream of words, each with many ways in which it may have been misread.

The readings come from the printed pages: words met there as they were met, the others put together from segments of
one to three letters and what was read for them.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.diacritics.channel import align_page, core_pairs, estimate_segments
from pipeline.text.pieces import BOUNDARY, ENDS_CLAUSE, UNKNOWN, split_token
from pipeline.text.restorer import show
from pipeline.text.rules import claim_query
from pipeline.text.syllables import case_of, strip_marks

MET = 5.0  # sightings of a word that outweigh what its segments say
LIKELY_LENGTH = (1, 2, 2, 3, 3, 3)  # of the segments that a word is put together from
MOST_READINGS, LEAST_READINGS, PER_READING = 2000, 6, 3  # of one word; a common one gets more
IGNORED = -100  # a place whose true word is not known or not asked for


def items(token: str, following: str = "") -> Iterator[tuple[str, str]]:
    """What the tagger is shown for a token, before the one that follows, and the kind of each piece."""
    for piece in claim_query(split_token(token), following):
        if ENDS_CLAUSE.search(piece.before):
            yield BOUNDARY, ""
        if piece.core:
            yield show(piece), piece.kind
        if ENDS_CLAUSE.search(piece.after):
            yield BOUNDARY, ""


class Misreader:
    """Draws what an engine may read for a word, as it did on some printed pages."""

    def __init__(self, pairs: Counter[tuple[str, str]]) -> None:
        self.met: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for (true, read), count in sorted(pairs.items()):
            self.met[true].append((read, count))
        by_segment: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for (segment, read), p in sorted(estimate_segments(pairs).items()):
            by_segment[segment].append((read, p))
        self.segments = {
            segment: ([read for read, _ in reads], list(accumulate(p for _, p in reads)))
            for segment, reads in by_segment.items()
        }

    def draw(self, word: str, rng: random.Random) -> str:
        """One reading of `word`."""
        met = self.met.get(word, [])
        seen = sum(count for _, count in met)
        if seen and rng.random() < seen / (seen + MET):
            return rng.choices([read for read, _ in met], [count for _, count in met])[0]
        out, place = "", 0
        while place < len(word):
            length = rng.choice(LIKELY_LENGTH)
            while length > 1 and word[place : place + length] not in self.segments:
                length -= 1
            segment = word[place : place + length]
            if segment in self.segments:
                reads, sums = self.segments[segment]
                out += rng.choices(reads, cum_weights=sums)[0]
            else:
                out += segment
            place += length
        return out or word


def split_by_damage(pages: list[dict[str, Any]]) -> list[Counter[tuple[str, str]]]:
    """Word and reading on the better and on the worse half of the pages: neighbouring words share their damage."""
    judged = []
    for page in pages:
        pairs = list(core_pairs(align_page(page)))
        if pairs:
            alike = sum(strip_marks(true).lower() == strip_marks(read).lower() for true, read in pairs)
            judged.append((alike / len(pairs), Counter(pairs)))
    judged.sort(key=lambda pair: -pair[0])
    halves = judged[: len(judged) // 2], judged[len(judged) // 2 :]
    return [sum((pairs for _, pairs in half), Counter()) for half in halves]


@dataclass
class Texts:
    """Word forms and what they were read as, numbered."""

    words: dict[str, int]  # the vocabulary of the language model
    forms: dict[str, int] = field(default_factory=dict)
    reads: dict[str, int] = field(default_factory=dict)

    def form(self, text: str) -> int:
        """Number of a word form, in its case."""
        return self.forms.setdefault(text, len(self.forms))

    def read(self, text: str) -> int:
        """Number of a reading."""
        return self.reads.setdefault(text, len(self.reads))

    def answers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The vocabulary word and the case of each form; IGNORED for what is no word."""
        unknown = self.words[UNKNOWN]
        words = np.full(len(self.forms), IGNORED)
        cases = np.full(len(self.forms), IGNORED)
        for form, number in self.forms.items():
            if form.isalpha():
                case = case_of(form)
                words[number] = self.words.get(form.lower(), unknown)
                cases[number] = IGNORED if case is None else case
        return words, cases

    def stream(self, lines: Iterable[str]) -> NDArray[np.int32]:
        """The lines as numbers of word forms, a boundary between them."""
        boundary = self.form(BOUNDARY)
        known: dict[str, list[int]] = {}
        out = [boundary]
        for line in lines:
            for token in line.split():
                codes = known.get(token)
                if codes is None:
                    codes = known[token] = [self.form(text) for text, _ in items(token)]
                out += codes
            out.append(boundary)
        return np.array(out, dtype=np.int32)

    def pool(self, reader: Misreader | None, counts: NDArray[np.int64], seed: str) -> Pool:
        """Readings of every form, by `reader`, more of the common ones; without one, the forms stripped of marks."""
        rng = random.Random(seed)
        starts, sizes, flat = [], [], []
        for form, count in zip(list(self.forms), counts.tolist(), strict=True):
            starts.append(len(flat))
            if not form.isalpha():
                flat.append(self.read(form))
            elif reader is None:
                flat.append(self.read(strip_marks(form)))
            else:
                wanted = min(MOST_READINGS, max(LEAST_READINGS, count // PER_READING))
                flat += [self.read(shown(reader.draw(form, rng))) for _ in range(wanted)]
            sizes.append(len(flat) - starts[-1])
        return Pool(np.array(starts), np.array(sizes), np.array(flat, dtype=np.int32))

    def page(self, page: dict[str, Any]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """A printed page as readings and the forms behind them; the boundary's form where that is not known."""
        boundary = self.form(BOUNDARY)
        forms: list[int] = []
        reads: list[int] = []
        groups = list(align_page(page))
        for (true, read), (_, ahead) in zip(groups, [*groups[1:], ((), ())], strict=False):
            pairs = {have: want for want, have in core_pairs([(true, read)])}
            for token, following in zip(read, [*read[1:], "".join(ahead[:1])], strict=True):
                for text, kind in items(token, following):
                    core = text.rstrip("?!")
                    forms.append(self.form(pairs[core]) if kind == "word" and core in pairs else boundary)
                    reads.append(self.read(text))
        return np.array(reads, dtype=np.int32), np.array(forms, dtype=np.int32)


def shown(read: str) -> str:
    """What the tagger is shown for a misread word: a reading of digits alone looks like a number."""
    pieces = [piece for piece in split_token(read) if piece.core]
    return show(pieces[0]) if len(pieces) == 1 else read


@dataclass
class Pool:
    """Readings of each form, one after the other."""

    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    reads: NDArray[np.int32]

    def draw(self, forms: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int32]:
        """One reading of each form."""
        place = (rng.random(forms.shape) * self.sizes[forms]).astype(np.int64)
        return self.reads[self.starts[forms] + place]
