"""The channel: how an OCR engine misreads Vietnamese letters, estimated from pages whose text is known.

Segments of one to three letters and what was read for them (Brill & Moore 2000).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.text.pieces import split_token
from pipeline.text.syllables import case_of, strip_marks, strip_tone, unify_tone_marks

MIN_LIKENESS = 0.55  # a page read worse than this is noise, not evidence
SEGMENT = 3  # letters of print in one segment
READ_SEGMENT = 4  # signs read for it
BORROWED = 5.0  # weight, in sightings, of what like segments say; times the length of the segment
LEAST_LETTER, LEAST_SEGMENT = 1e-4, 2e-3  # borrowed probabilities below are not kept
MIN_SEEN = 2
SEEN_ELSEWHERE = {("Đ", "P"): 0.03, ("Đ", "B"): 0.01}  # common on real scans (`Pang` Đảng), rare on printed pages

LOOKALIKE = str.maketrans("0146l|!IÐđĐ", "oiaoiiiiddd")


def fold(text: str) -> str:
    """`text` as bare lower-case letters, look-alikes made one: for aligning only."""
    return strip_marks(text).lower().translate(LOOKALIKE)


def align_tokens(truth: list[str], read: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Groups of tokens that stand for each other: mostly one and one, else what was split or glued.

    >>> list(align_tokens(["Trang", "tin", "điện", "tử"], ["Tr", "ang", "tin", "diéntir"]))
    [(('Trang',), ('Tr', 'ang')), (('tin',), ('tin',)), (('điện', 'tử'), ('diéntir',))]
    """
    left, right = fold(" ".join(truth)), fold(" ".join(read))
    if len(left) != len(" ".join(truth)) or len(right) != len(" ".join(read)):
        return
    spaces: list[tuple[int, int]] = []
    for block in Levenshtein.opcodes(left, right):
        if block.tag == "equal":
            for offset in range(block.src_end - block.src_start):
                if left[block.src_start + offset] == " ":
                    spaces.append((block.src_start + offset, block.dest_start + offset))
    spaces.append((len(left), len(right)))
    true_text, read_text = " ".join(truth), " ".join(read)
    i = j = 0
    for a, b in spaces:
        yield tuple(true_text[i:a].split()), tuple(read_text[j:b].split())
        i, j = a + 1, b + 1


def align_page(page: dict[str, Any]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The aligned tokens of one page; empty where the reading is noise."""
    truth = unify_tone_marks(" ".join(page["lines"])).split()
    groups = list(align_tokens(truth, " ".join(page["read"]).split()))
    alike = sum(len(true) == len(read) == 1 and len(fold(true[0])) == len(fold(read[0])) for true, read in groups)
    return groups if alike > MIN_LIKENESS * len(truth) else []


def core_pairs(groups: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """Printed word and what was read for it, signs around them taken off."""
    for true, read in groups:
        if not true or not read or len(true) != 1 or len(read) > 2:
            continue
        wanted = [piece for piece in split_token(true[0]) if piece.core]
        got = [piece for piece in split_token("".join(read)) if piece.core]
        if len(wanted) != len(got):
            continue
        for want, have in zip(wanted, got, strict=True):
            if want.kind == "word" and want.core.isalpha() and abs(len(want.core) - len(have.core)) <= 3:
                yield want.core, have.core


def cost(true: str, read: str) -> float:
    """How unlike two letters are."""
    if true == read:
        return 0.0
    if fold(true) == fold(read):
        return 0.2
    return 1.0


def align_letters(true: str, read: str, learnt: dict[tuple[str, str], float] | None = None) -> list[str]:
    """What was read for each letter of `true`.

    >>> align_letters("chức", "chitc")
    ['c', 'h', 'it', 'c']
    """
    rows, columns = len(true), len(read)
    best = [[math.inf] * (columns + 1) for _ in range(rows + 1)]
    back = [[0] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for i in range(rows):
        for j in range(columns + 1):
            if best[i][j] == math.inf:
                continue
            for size in range(0, min(3, columns - j) + 1):  # letter i is read as `size` signs
                piece = read[j : j + size]
                if learnt is not None:
                    price = learnt.get((true[i], piece), 12.0 + 2 * abs(size - 1))
                elif size == 0:
                    price = 0.9
                else:
                    grown = 0.9 if true[i].isascii() else 0.6  # marks become signs of their own
                    price = min(cost(true[i], sign) for sign in piece) + grown * (size - 1)
                if best[i][j] + price < best[i + 1][j + size]:
                    best[i + 1][j + size] = best[i][j] + price
                    back[i + 1][j + size] = size
    if best[rows][columns] == math.inf:
        return []
    pieces: list[str] = []
    j = columns
    for i in range(rows, 0, -1):
        size = back[i][j]
        pieces.insert(0, read[j - size : j])
        j -= size
    return pieces


def learn_prices(pairs: Counter[tuple[str, str]], prices: dict[tuple[str, str], float] | None) -> dict:
    """Letter-to-signs prices (negative log probability) from the best alignment of each pair."""
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for (true, read), count in pairs.items():
        for letter, piece in zip(true, align_letters(true, read, prices), strict=False):
            counts[letter, piece] += count
            totals[letter] += count
    return {key: -math.log(count / (totals[key[0]] + 2)) for key, count in counts.items() if count > 1}


def estimate_segments(pairs: Counter[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """P(read | print) of segments of one to three letters."""
    prices = learn_prices(pairs, None)
    prices = learn_prices(pairs, prices)
    counts: Counter[tuple[str, str]] = Counter()
    totals: Counter[str] = Counter()
    for (true, read), count in pairs.items():
        pieces = align_letters(true, read, prices)
        for start in range(len(pieces)):
            for stop in range(start + 1, min(len(pieces), start + SEGMENT) + 1):
                segment, seen = true[start:stop], "".join(pieces[start:stop])
                totals[segment] += count
                if len(seen) <= READ_SEGMENT and (seen or stop == start + 1):
                    counts[segment, seen] += count
    return smooth_segments(counts, totals)


def smooth_segments(counts: Counter[tuple[str, str]], totals: Counter[str]) -> dict[tuple[str, str], float]:
    """P(read | segment) where a segment seldom seen borrows from those that differ in tone, then in marks only."""
    levels: list[tuple[Counter[tuple[str, str]], Counter[str]]] = [(counts, totals)]
    for simplify in (strip_tone, strip_marks):
        wider: Counter[tuple[str, str]] = Counter()
        sums: Counter[str] = Counter()
        for (segment, seen), count in counts.items():
            wider[simplify(segment), seen] += count
        for segment, count in totals.items():
            sums[simplify(segment)] += count
        levels.append((wider, sums))
    by_tone, by_marks = levels[1], levels[2]
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for (segment, seen), count in by_marks[0].items():
        if count >= MIN_SEEN:
            readings[segment].append(seen)
    found = dict(SEEN_ELSEWHERE)
    for segment, total in totals.items():
        if case_of(segment) is None:
            continue
        tone, marks = strip_tone(segment), strip_marks(segment)
        strength = BORROWED * len(segment)
        floor = LEAST_LETTER if len(segment) == 1 else LEAST_SEGMENT
        for seen in readings[marks]:
            if "\t" in seen or "\n" in seen:
                continue
            p = by_marks[0][marks, seen] / (by_marks[1][marks] + strength)
            p = (by_tone[0][tone, seen] + strength * p) / (by_tone[1][tone] + strength)
            p = (counts[segment, seen] + strength * p) / (total + strength)
            if p >= floor or counts[segment, seen] >= MIN_SEEN:
                found[segment, seen] = max(p, found.get((segment, seen), 0.0))
    return found
